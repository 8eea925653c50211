"""The documents say what is true: sessions, commands, packs, formats, codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from conftest import REPOSITORY
from goldens import updating
from supplychain_check.cli.check import DEFAULT_PACK
from supplychain_check.cli.main import cli, run
from supplychain_check.encoder import Encoder
from supplychain_check.errors import ExitCode
from supplychain_check.models import TOPICS, Obligation
from supplychain_check.models.assessment import NOT_MEASURED
from supplychain_check.packs import load_pack, pack_ids
from supplychain_check.readers import READERS
from supplychain_check.training.scores import Scores

README = REPOSITORY / "README.md"
SESSION = re.compile(r"(<!-- session(?: (head|tail|ends)=(\d+))?: (.+?) -->\n```console\n)(.*?)(```)", re.S)
TABLE = re.compile(r"(<!-- table: (\w+) -->\n)(.*?)(\n?<!-- end -->)", re.S)
STORED = {"CANONICAL": "samples/canonical/statement.pdf", "SMALL": "samples/small-firm/statement.md"}
AS_OF = "2026-11-22"
PLACES = {
    "au": "Australia",
    "ca": "Canada",
    "gb": "United Kingdom",
    "no": "Norway",
    "nz": "New Zealand",
    "un": "any country",
    "us-ca": "California",
    "AU": "Australia",
    "CA": "Canada",
    "UK": "United Kingdom",
    "all": "all three countries",
}


def session(command: str, part: str | None, count: str | None, capsys: pytest.CaptureFixture[str]) -> str:
    """What a user sees: the command as typed, and what it prints."""
    args = command.split()
    for name, path in STORED.items():
        if name in args:
            run(["check", path, "--json"])
            args[args.index(name)] = re.findall(r'"id": "([0-9a-f]{10})"', capsys.readouterr().out)[0]
    typed = "$ supplychain-check " + " ".join(args)
    run([*args, "--as-of", AS_OF] if args[0] in {"check", "show"} else args)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    if part == "head" and len(lines) > int(count or 0):
        lines = [*lines[: int(count or 0)], "[...]"]
    if part == "tail" and len(lines) > int(count or 0):
        lines = ["[...]", *lines[-int(count or 0) :]]
    if part == "ends" and len(lines) > 2 * int(count or 0):
        lines = [*lines[: int(count or 0)], "[...]", *lines[-int(count or 0) :]]
    return "\n".join([typed, *lines]) + "\n"


def test_the_sessions_of_the_readme_are_real(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(REPOSITORY)
    text = README.read_text(encoding="utf-8")
    assert len(SESSION.findall(text)) >= 3
    real = SESSION.sub(lambda m: m[1] + session(m[4], m[2], m[3], capsys) + m[6], text)
    if updating():
        README.write_text(real, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == real, "run the tests with SUPPLYCHAIN_CHECK_UPDATE_GOLDENS=1"


def commands(group: click.Group, prefix: str = "") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        found.append((f"{prefix}{name}", command))
        if isinstance(command, click.Group):
            found += commands(command, f"{prefix}{name} ")
    return found


@pytest.mark.parametrize(("name", "command"), commands(cli))
def test_every_command_has_help_and_stands_in_the_readme(name: str, command: click.Command) -> None:
    assert command.help
    assert all(option.help for option in command.params if isinstance(option, click.Option))
    assert name in README.read_text(encoding="utf-8")


def test_the_readme_names_every_exit_code() -> None:
    text = README.read_text(encoding="utf-8")
    assert all(re.search(rf"\b{code.value}\b", text) for code in ExitCode)


def packs_table() -> Iterator[str]:
    """The packs that come with the tool."""
    yield "| pack | from | what it asks | status | criteria |\n|---|---|---|---|---|"
    for name in pack_ids():
        pack = load_pack(name)
        head, required = pack.head, sum(c.obligation is Obligation.MANDATORY for c in pack.criteria)
        count = f"{len(pack.criteria)}, {required} of them mandatory" if required else f"{len(pack.criteria)}"
        status = f"{head.status}; the default" if name == DEFAULT_PACK else head.status
        yield f"| `{name}` | {PLACES[head.jurisdiction]} | {head.summary} | {status} | {count} |"


def measured_table() -> Iterator[str]:
    """The criteria that people have labelled, and how many nobody has."""
    criteria = [(name, criterion) for name in pack_ids() for criterion in load_pack(name).criteria]
    known = [(name, criterion) for name, criterion in criteria if criterion.accuracy != NOT_MEASURED]
    yield "| pack | criterion | measured |\n|---|---|---|"
    for name, criterion in known:
        yield f"| `{name}` | {criterion.title} | {criterion.accuracy} |"
    yield f"| all ten | the other {len(criteria) - len(known)} of {len(criteria)} | not measured |"


def topics_table() -> Iterator[str]:
    """What the card of the topic model says of its accuracy."""
    scores = Scores.model_validate(Encoder().card["cross_validation"])
    yield "| statements from | mean F1 of nine topics (95 %) | n |\n|---|---|---|"
    for name, group in scores.groups.items():
        mean = f"{group.mean.value:.2f} ({group.mean.low:.2f} to {group.mean.high:.2f})"
        yield f"| {PLACES[name]} | {mean} | {group.sentences:,} sentences of {group.statements} statements |"


TABLES = {"packs": packs_table, "measured": measured_table, "topics": topics_table}


def test_the_tables_of_the_readme_are_what_packs_and_model_say() -> None:
    text = README.read_text(encoding="utf-8")
    assert {name for _, name, *_ in TABLE.findall(text)} == set(TABLES)
    real = TABLE.sub(lambda m: m[1] + "\n".join(TABLES[m[2]]()) + "\n<!-- end -->", text)
    if updating():
        README.write_text(real, encoding="utf-8")
    assert README.read_text(encoding="utf-8") == real, "run the tests with SUPPLYCHAIN_CHECK_UPDATE_GOLDENS=1"


def test_the_specification_lists_the_packs_with_their_status() -> None:
    text = (REPOSITORY / "criteria" / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `([\w-]+)` \| [^|]+ \| ([a-z ]+) \|$", text, re.M))
    assert listed == {name: load_pack(name).head.status for name in pack_ids()}


def test_the_specification_lists_the_topics() -> None:
    text = (REPOSITORY / "criteria" / "README.md").read_text(encoding="utf-8")
    section = text.partition("## Topics\n")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.M) == list(TOPICS)


def test_formats_are_named_in_the_readme() -> None:
    text = README.read_text(encoding="utf-8").lower()
    assert all(reader.NAME.lower() in text for reader in READERS)


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "criteria/README.md", "samples/README.md"]
)
def test_links_inside_the_repository_lead_somewhere(name: str) -> None:
    path = REPOSITORY / name
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_every_sample_is_described() -> None:
    text = (REPOSITORY / "samples" / "README.md").read_text(encoding="utf-8")
    files = [p for p in (REPOSITORY / "samples").rglob("*") if p.suffix in {".md", ".html", ".txt", ".pdf"}]
    for path in files:
        if path.name != "README.md" and "source" not in path.parts:
            assert path.name in text or f"`.{path.suffix[1:]}`" in text, path


def test_the_repository_speaks_only_of_itself() -> None:
    """No absolute paths of a machine in what is published."""
    for path in (p for folder in ("src", "criteria", "samples", "tests") for p in (REPOSITORY / folder).rglob("*")):
        if path.suffix in {".py", ".toml", ".md", ".html", ".txt"}:
            assert not re.search(r"/(?:home|root|Users)/\w", path.read_text(encoding="utf-8")), path
