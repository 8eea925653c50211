"""Commands about criteria packs: list, show, validate, schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain_check.errors import ExitCode

if TYPE_CHECKING:
    from supplychain_check.criteria import Criterion, Pack, PackHead, Source
    from supplychain_check.switches import Switch


@click.group()
def packs() -> None:
    """Criteria packs: what documents are scored against."""


@packs.command("list")
def list_packs() -> None:
    """Name the packs that come with the tool."""
    from supplychain_check.packs import load_pack, pack_ids

    for name in pack_ids():
        pack = load_pack(name)
        head = pack.head
        click.echo(f"{head.id}  {head.version}  {head.status}  {len(pack.criteria)} criteria\n    {head.title}")


@packs.command()
@click.argument("pack")
@click.option("--criterion", metavar="ID", help="Show one criterion in full: ladder, question, sources.")
def show(pack: str, criterion: str | None) -> None:
    """Show the criteria of PACK, an id or a directory."""
    from supplychain_check.errors import PackProblem
    from supplychain_check.packs import load_pack

    loaded = load_pack(pack)
    if criterion is None:
        _show_pack(loaded)
        return
    chosen = next((c for c in loaded.criteria if c.id == criterion), None)
    if chosen is None:
        raise PackProblem(
            f"The pack {loaded.head.id} has no criterion {criterion!r}.",
            f"See them all with: supplychain-check packs show {pack}",
        )
    _show_criterion(chosen, loaded.lineage.get(chosen.id, ""))


@packs.command()
@click.argument("directories", metavar="DIR|ID...", nargs=-1, required=True, type=click.Path(path_type=Path))
def validate(directories: tuple[Path, ...]) -> None:
    """Look for mistakes in packs, without running their examples (that is: packs test).

    All mistakes are listed, each with file, line, key and what to write instead. The exit code is 4 if there are any.
    """
    from supplychain_check.errors import PackProblem
    from supplychain_check.packs import load_pack

    found = False
    for directory in directories:
        try:
            pack = load_pack(directory)
        except PackProblem as problem:
            found = True
            click.echo(str(problem))
        else:
            click.echo(f"{pack.head.id} {pack.head.version}: {len(pack.criteria)} criteria, no mistakes.")
    if found:
        raise click.exceptions.Exit(ExitCode.PACK)


@packs.command()
@click.argument("kind", type=click.Choice(["criterion", "pack", "signals", "form"]))
def schema(kind: str) -> None:
    """Print the JSON Schema of one kind of file of a pack, or of a form, for editors that complete and check TOML."""
    from supplychain_check.pack_schema import schema_text

    click.echo(schema_text(kind), nl=False)


def _show_pack(pack: Pack) -> None:
    head = pack.head
    click.echo(f"{head.title} ({head.id} {head.version}, {head.status})\n{head.summary}")
    if head.extends:
        click.echo(_extension(pack))
    for note in head.all_notes():
        click.echo(f"Note: {note}")
    click.echo(_scoring(head))
    click.echo(_accuracy(pack))
    for section in head.sections:
        click.echo(f"\n{section.id}  {section.title}: {section.summary}".rstrip(": "))
        for criterion in (c for c in pack.criteria if c.section == section.id):
            _show_line(criterion, _remark(pack, criterion.id))
    for switch in head.switches:
        _show_switch(switch, pack.settings[switch.id])
    _show_sources(head.sources)


def _extension(pack: Pack) -> str:
    head = pack.head
    own = sum(not pack.lineage.get(criterion.id, "").startswith("from ") for criterion in pack.criteria)
    changed = sum("changed here" in line for line in pack.lineage.values())
    left_out = f", {len(head.without)} left out ({', '.join(head.without)})" if head.without else ""
    return (
        f"Extends {head.extends}: {len(pack.criteria) - own} criteria inherited, {changed} of them changed{left_out}; "
        f"{own} of its own. Criteria without a remark are inherited as they are."
    )


def _accuracy(pack: Pack) -> str:
    from supplychain_check.models import NOT_MEASURED

    measured, all_ = sum(criterion.accuracy != NOT_MEASURED for criterion in pack.criteria), len(pack.criteria)
    if not measured:
        return f"All {all_} criteria: {NOT_MEASURED}."
    return f"Accuracy measured for {measured} of {all_} criteria; the others: {NOT_MEASURED}."


def _scoring(head: PackHead) -> str:
    total = "with a total over the sections" if head.total else "no total over the sections"
    line = f"Scoring: {', '.join(head.scoring)}; {total}."
    if head.bands is None:
        return line
    limits = ", ".join(f"{limit.band} from {limit.at_least:g}%" for limit in head.bands.limits)
    of = head.bands.of if isinstance(head.bands.of, str) else f"sections {', '.join(head.bands.of)}"
    return f"{line} Bands of {of}: {limits}."


def _remark(pack: Pack, criterion: str) -> str:
    """Where a criterion comes from; "" for what is usual in the pack: inherited as it is, or its own."""
    lineage = pack.lineage.get(criterion, "")
    if pack.head.extends and not lineage:
        return "its own"
    return "" if lineage == f"from {Path(pack.head.extends).name}" else lineage


def _show_line(criterion: Criterion, lineage: str) -> None:
    where = f"{criterion.obligation.value}, in {criterion.expected_in.value}"
    weight = f", weight {criterion.weight:g}" if criterion.weight != 1 else ""
    click.echo(f"  {criterion.id:<26} {criterion.title:<40} {where}{weight}")
    if lineage:
        click.echo(f"  {'':<26} {lineage}")


def _show_switch(switch: Switch, choice: str) -> None:
    click.echo(f"\nSwitch {switch.id} = {choice} (choose from {', '.join(switch.choices)}): {switch.question}")
    for view in switch.views:
        unverified = "" if view.verified else " (not verified)"
        click.echo(f"  {view.choice}: {view.text}\n    {view.title} {view.url}{unverified}")


def _show_sources(sources: tuple[Source, ...]) -> None:
    click.echo("\nSources:")
    for source in sources:
        unverified = "" if source.verified else " (not verified)"
        click.echo(f"  {source.title} {source.url}".rstrip() + unverified)


def _show_criterion(criterion: Criterion, lineage: str) -> None:
    click.echo(f"{criterion.id}: {criterion.title}\n{criterion.question}")
    click.echo(f"{criterion.citation}; {criterion.obligation.value}; expected in: {criterion.expected_in.value}")
    if lineage:
        click.echo(f"Written elsewhere: {lineage}")
    for rung in criterion.levels:
        click.echo(
            f"\n  Level {rung.level} ({rung.points:g} points, {rung.disclosure}): {rung.label}\n    {rung.advice}"
        )
    click.echo(f"\nTo ask a supplier: {criterion.ask}\n{criterion.accuracy[:1].upper()}{criterion.accuracy[1:]}.")
    _show_sources(criterion.sources)
    click.echo("\nExamples:")
    for example in criterion.examples:
        click.echo(f"  [{example.level}] {' '.join(example.text.split())}")
