"""Commands for people who write packs: test, new, explain, diff, coverage, impact."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from supplychain_check.cli.check import progress
from supplychain_check.cli.options import db_option, open_database
from supplychain_check.cli.packs import packs
from supplychain_check.cli.screen import screen
from supplychain_check.errors import ExitCode

if TYPE_CHECKING:
    from supplychain_check.authoring.folder import Folder
    from supplychain_check.criteria import Pack
    from supplychain_check.store.database import Store

DEFAULT_PACK = "nz-plan-of-action"

pack_option = click.option(
    "--pack", default=DEFAULT_PACK, show_default=True, metavar="PACK", help="A pack's id or directory."
)
kind_option = click.option(
    "--kind",
    type=click.Choice(["statement", "declaration"]),
    help="Score every document as this, whatever it seems to be.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")


def _paper() -> dict[str, Any]:
    here = screen()
    return {"width": here.width, "colour": here.colour, "unicode": here.unicode}


# --- test ------------------------------------------------------------------------------------------------


@packs.command()
@click.argument("pack", metavar="DIR|ID", type=click.Path(path_type=Path))
@click.option(
    "--model",
    type=click.Choice(["shipped", "none"]),
    default="shipped",
    show_default=True,
    help="The topic model; none tests the pack on its phrases alone.",
)
@click.option("-v", "--verbose", is_flag=True, help="Show every example with what fired in it.")
def test(pack: Path, model: str, verbose: bool) -> None:
    """Load a pack and run its examples; says what is wrong, why, and what to do.

    DIR is the directory of a pack, ID the name of one that comes with the tool.
    """
    from supplychain_check.analyse.topics import NoTopics
    from supplychain_check.authoring.examples import run_examples
    from supplychain_check.authoring.examples_text import render
    from supplychain_check.packs import load_pack

    loaded = load_pack(pack)
    report = run_examples(loaded, NoTopics() if model == "none" else None)
    click.echo(render(loaded, report, verbose=verbose), nl=False)
    if report.found:
        raise click.exceptions.Exit(ExitCode.PACK)


# --- new -------------------------------------------------------------------------------------------------


@packs.command()
@click.argument("name")
@click.option("--extends", default="", metavar="PACK", help="Take over this pack, to change some of it.")
@click.option(
    "--in",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder in which the directory of the pack is made. Default: here.",
)
def new(name: str, extends: str, folder: Path) -> None:
    """Write a commented pack to begin with, in a directory of its own; nothing is overwritten."""
    from supplychain_check.authoring.skeleton import write_skeleton

    files = write_skeleton(name, folder, extends)
    click.echo("Written:")
    for path in files:
        click.echo(f"  {path}")
    click.echo(
        f"Open them in any text editor, and test the pack after every change:\n  supplychain-check packs test {folder / name}"
    )


# --- explain ---------------------------------------------------------------------------------------------


def _explain(
    criterion: str, file: Path, pack: str, kind: str | None, db: Path | None, *, as_json: bool, verbose: bool
) -> None:
    from supplychain_check.authoring import explain_text
    from supplychain_check.authoring.explain import Explainer
    from supplychain_check.models import DocumentKind
    from supplychain_check.packs import load_pack

    with _shelf(db) as store:
        explainer = Explainer(load_pack(pack), criterion, DocumentKind(kind) if kind else None, store)
        for source in explainer.sources(file):
            found = explainer.explain(source)
            text = explain_text.render(found, **_paper(), verbose=verbose)
            click.echo(found.model_dump_json(indent=2) + "\n" if as_json else text, nl=False)


def _shelf(db: Path | None) -> AbstractContextManager[Store | None]:
    """The documents assessed before, so that copied sentences count as in a check; none where there is no database."""
    from supplychain_check.store.database import default_path

    return open_database(db) if default_path(db).is_file() else nullcontext()


explain_options = (
    pack_option,
    kind_option,
    json_option,
    click.option("-v", "--verbose", is_flag=True, help="Show every condition and every sentence, with its place."),
    db_option,
)


def _with_explain_options(command: Any) -> Any:
    for option in reversed(explain_options):
        command = option(command)
    return command


@packs.command("explain")
@click.argument("criterion")
@click.argument("file", type=click.Path(path_type=Path))
@_with_explain_options
def explain_criterion(
    criterion: str, file: Path, pack: str, kind: str | None, as_json: bool, verbose: bool, db: Path | None
) -> None:
    """Say why CRITERION got its level on FILE: sentence by sentence, and what nearly counted."""
    _explain(criterion, file, pack, kind, db, as_json=as_json, verbose=verbose)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--criterion", required=True, metavar="ID", help="The criterion, for instance 14-training.")
@_with_explain_options
def explain(
    file: Path, criterion: str, pack: str, kind: str | None, as_json: bool, verbose: bool, db: Path | None
) -> None:
    """Say why a criterion got its level on FILE: sentence by sentence, and what nearly counted."""
    _explain(criterion, file, pack, kind, db, as_json=as_json, verbose=verbose)


# --- diff ------------------------------------------------------------------------------------------------


@packs.command()
@click.argument("old")
@click.argument("new")
@json_option
@click.option("-v", "--verbose", is_flag=True, help="Show long changes in full.")
def diff(old: str, new: str, as_json: bool, verbose: bool) -> None:
    """Say in words what differs between the packs OLD and NEW, ids or directories."""
    from supplychain_check.authoring.diff import diff as compare
    from supplychain_check.authoring.diff_text import render
    from supplychain_check.packs import load_pack

    found = compare(load_pack(old), load_pack(new))
    click.echo(
        found.model_dump_json(indent=2) + "\n" if as_json else render(found, **_paper(), verbose=verbose), nl=False
    )


# --- a folder --------------------------------------------------------------------------------------------

folder_option = click.option(
    "--on",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Documents on which to try it; folders inside are searched too.",
)


def _folder(packs: list[Pack], folder: Path, kind: str | None) -> Folder:
    from supplychain_check.authoring.folder import Folder
    from supplychain_check.models import DocumentKind

    return Folder(packs, folder, DocumentKind(kind) if kind else None)


@packs.command()
@click.argument("pack", metavar="DIR|ID")
@folder_option
@kind_option
@json_option
@click.option("-v", "--verbose", is_flag=True, help="Also show how often each signal fires, and what was not read.")
def coverage(pack: str, folder: Path, kind: str | None, as_json: bool, verbose: bool) -> None:
    """Try a pack on a folder: levels of each criterion, criteria that nobody reaches, signals that never fire."""
    from supplychain_check.authoring.coverage import coverage as run
    from supplychain_check.authoring.coverage_text import render
    from supplychain_check.packs import load_pack

    loaded = load_pack(pack)
    documents = _folder([loaded], folder, kind)
    with progress(len(documents.sources)) as tick:
        found = run(loaded, documents, tick)
    click.echo(
        found.model_dump_json(indent=2) + "\n" if as_json else render(found, **_paper(), verbose=verbose), nl=False
    )


@packs.command()
@click.argument("old")
@click.argument("new")
@folder_option
@kind_option
@click.option("--json", "output", flag_value="json", help="Print everything as JSON.")
@click.option("--csv", "output", flag_value="csv", help="Print one row a finding that differs, as CSV.")
@click.option("-v", "--verbose", is_flag=True, help="Show every finding of every document.")
def impact(old: str, new: str, folder: Path, kind: str | None, output: str | None, verbose: bool) -> None:
    """Show what results change if the pack NEW takes the place of OLD, document by document."""
    from supplychain_check.authoring.impact import impact as run
    from supplychain_check.authoring.impact import to_csv
    from supplychain_check.authoring.impact_text import render
    from supplychain_check.packs import load_pack

    before, after = load_pack(old), load_pack(new)
    documents = _folder([before, after], folder, kind)
    with progress(len(documents.sources)) as tick:
        found = run(before, after, documents, tick)
    if output == "json":
        click.echo(found.model_dump_json(indent=2))
    else:
        click.echo(to_csv(found) if output == "csv" else render(found, **_paper(), verbose=verbose), nl=False)
