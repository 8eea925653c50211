"""Commands about stored results: list, show, compare, overrule, delete, db."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain_check.cli.options import as_of_option, day, db_option, format_options, open_database, role_option
from supplychain_check.cli.screen import screen
from supplychain_check.errors import UsageProblem

if TYPE_CHECKING:
    from supplychain_check.models import Assessment, Finding


@click.command("list")
@click.option("--entity", default="", help="Only entities whose name contains this.")
@click.option("--pack", default="", help="Only this pack.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many, the latest first.")
@db_option
def list_assessments(entity: str, pack: str, limit: int | None, db: Path | None) -> None:
    """List stored results."""
    from supplychain_check.reports import terminal

    here = screen()
    with open_database(db) as store:
        rows = store.list(entity=entity, pack=pack, limit=limit)
    if not rows:
        click.echo("Nothing is stored here yet. Start with: supplychain-check check FILE")
        return
    click.echo(terminal.render_list(rows, width=here.width, colour=here.colour, unicode=here.unicode), nl=False)


@click.command()
@click.argument("id")
@role_option
@format_options
@click.option("-v", "--verbose", is_flag=True, help="Show all evidence, with what matched.")
@as_of_option
@db_option
def show(id: str, role: str | None, output: str | None, verbose: bool, as_of: datetime | None, db: Path | None) -> None:
    """Show the stored result ID; its first four characters are enough if no other begins so."""
    from supplychain_check.cli.check import show_outcome
    from supplychain_check.models import Role

    with open_database(db) as store:
        assessment = store.load(id)
    chosen = Role(role or ("author" if assessment.options.draft else "procurement"))
    if output == "json":
        from supplychain_check.reports import json

        click.echo(json.render((assessment,), role=chosen, manifest=None))
    elif output == "csv":
        from supplychain_check.reports import csv

        click.echo(csv.render((assessment,)), nl=False)
    else:
        show_outcome(assessment, chosen, day(as_of), verbose=verbose)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="A B [C]...")
@click.option("--csv", "as_csv", is_flag=True, help="Print as CSV.")
@click.option("--all", "all_rows", is_flag=True, help="Show also the criteria on which all are alike.")
@click.option(
    "--allow-mixed", "mixed", is_flag=True, help="Compare results of different packs or versions all the same."
)
@db_option
def compare(ids: tuple[str, ...], as_csv: bool, all_rows: bool, mixed: bool, db: Path | None) -> None:
    """Compare stored results: criteria as rows, suppliers as columns, differences marked."""
    from supplychain_check.compare.comparison import compare as put_together
    from supplychain_check.reports import csv, terminal

    if len(ids) < 2:
        raise UsageProblem(
            "A comparison needs at least two results.", "See what is stored with: supplychain-check list"
        )
    with open_database(db) as store:
        comparison = put_together(tuple(store.load(id) for id in ids), mixed=mixed)
    here = screen()
    if as_csv:
        click.echo(csv.render_comparison(comparison), nl=False)
    else:
        click.echo(
            terminal.render_comparison(
                comparison, width=here.width, colour=here.colour, all_rows=all_rows, unicode=here.unicode
            ),
            nl=False,
        )


@click.command()
@click.argument("id")
@click.argument("criterion")
@click.option("--level", type=click.IntRange(min=0), required=True, help="The level that a person reads; 0 is none.")
@click.option("--reason", required=True, help="Why; it stays on record beside the machine's reading.")
@click.option("--by", required=True, help="Who says so.")
@db_option
def overrule(id: str, criterion: str, level: int, reason: str, by: str, db: Path | None) -> None:
    """Overrule the machine's reading of CRITERION in result ID. Both readings stay on record."""
    from supplychain_check.models import Review

    if not reason.strip() or not by.strip():
        raise UsageProblem("A review needs a reason and a name.", "Give both: --reason TEXT --by NAME.")
    with open_database(db) as store:
        assessment = store.load(id)
        finding = next((f for f in assessment.findings if f.criterion == criterion), None)
        if finding is not None:
            _check_level(finding, level)
        review = Review(
            by=by.strip(),
            at=datetime.now(UTC),
            level=level,
            reason=reason.strip(),
            document_sha256=assessment.document.sha256,
            criterion=criterion,
            quote=finding.evidence[0].quote if finding and finding.evidence else "",
        )
        _say(store.add_review(assessment.id, review), review.criterion)


def _check_level(finding: Finding, level: int) -> None:
    top = max((rung.level for rung in finding.ladder), default=0)
    if not finding.ladder:
        raise UsageProblem(
            f"{finding.criterion} has no levels: it can never be read from the file.",
            "Look it up by hand and keep the answer elsewhere.",
        )
    if level > top:
        steps = "; ".join(f"{rung.level}: {rung.label}" for rung in finding.ladder)
        raise UsageProblem(
            f"{finding.criterion} has no level {level}; its highest is {top}.", f"0: nothing found; {steps}"
        )


def _say(assessment: Assessment, criterion: str) -> None:
    from supplychain_check.score import effective

    finding = next(f for f in assessment.findings if f.criterion == criterion)
    now = effective(finding)
    click.echo(f"{assessment.id} {criterion}: the machine read level {finding.level} ({finding.disclosure.value});")
    click.echo(f"  now level {now.level} ({now.state.value}) counts. Both stay on record.")


@click.command()
@click.argument("id")
@click.option("--yes", is_flag=True, help="Do not ask.")
@db_option
def delete(id: str, yes: bool, db: Path | None) -> None:
    """Delete result ID, and with its last result the document: text, sentences and reviews."""
    with open_database(db) as store:
        assessment = store.load(id)
        name = f"{assessment.id} ({assessment.document.name}, {assessment.pack.id})"
        if not yes:
            click.confirm(f"Delete {name} and everything that hangs on it?", abort=True)
        store.delete(assessment.id)
    click.echo(f"Deleted {name}.")


@click.group()
def db() -> None:
    """The database."""


@db.command("path")
@db_option
def db_path(db: Path | None) -> None:
    """Say where results are kept, and how many there are."""
    from supplychain_check.store.database import default_path

    path = default_path(db)
    click.echo(path)
    if path.exists():
        with open_database(db) as store:
            stats = store.stats()
        counts = ", ".join(f"{number} {name}" for name, number in stats.rows.items())
        click.echo(f"{stats.bytes / 1024:,.0f} KiB; revision {stats.revision}; rows: {counts}", err=True)
    else:
        click.echo("Nothing has been stored yet; the first check makes this file.", err=True)
