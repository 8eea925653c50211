"""`gaps`: what a document for one law lacks for another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain_check.cli.screen import screen
from supplychain_check.errors import InputProblem, UsageProblem

if TYPE_CHECKING:
    from supplychain_check.compare.gaps import Gaps
    from supplychain_check.models import Assessment


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "source", required=True, metavar="PACK", help="The law that the document was written for.")
@click.option("--to", "targets", required=True, multiple=True, metavar="PACK", help="Another law. May be repeated.")
@click.option("--draft", is_flag=True, help="A draft: signature and approval are not due yet.")
@click.option("-v", "--verbose", is_flag=True, help="Show the evidence for everything, and all notes of the packs.")
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def gaps(file: Path, source: str, targets: tuple[str, ...], draft: bool, verbose: bool, as_json: bool) -> None:
    """List what FILE, written for one law, already shows for another, and what is missing.

    The document is read once. Criteria of two laws that rest on the same core element share their evidence.
    """
    from supplychain_check.compare.gaps import gaps as between

    first, *others = _assess(file, source, targets, draft=draft)
    results = [between(first, other) for other in others]
    if as_json:
        from pydantic import TypeAdapter

        from supplychain_check.compare.gaps import Gaps as Kind

        click.echo(TypeAdapter(list[Kind]).dump_json(results, indent=2).decode())
    else:
        _show(first, results, verbose=verbose)


def _assess(file: Path, source: str, targets: tuple[str, ...], *, draft: bool) -> list[Assessment]:
    """One reading of the document against all packs."""
    from supplychain_check.models import Assessment, DocumentKind, Options, Unreadable
    from supplychain_check.packs import load_pack
    from supplychain_check.pipeline import Pipeline

    packs = [load_pack(name) for name in dict.fromkeys((source, *targets))]
    ids = [pack.head.id for pack in packs]
    if len(packs) < 2 or len(set(ids)) < len(ids):
        raise UsageProblem("The laws are the same.", "Give another pack with --to. See: supplychain-check packs list")
    pipeline = Pipeline(packs, Options(kind=DocumentKind.STATEMENT, draft=draft))
    sources = pipeline.sources([file])
    if len(sources) > 1 or file.is_dir():
        raise UsageProblem(f"{file} holds {len(sources)} documents.", "Give one document.")
    prepared = pipeline.prepare(sources[0])
    if isinstance(prepared, Unreadable):
        raise InputProblem(prepared.message, prepared.hint, reason=prepared.reason)
    return [outcome for outcome in pipeline.assess(prepared) if isinstance(outcome, Assessment)]


def _show(first: Assessment, results: list[Gaps], *, verbose: bool) -> None:
    from supplychain_check.reports.clean import clean
    from supplychain_check.reports.gaps import write_gaps
    from supplychain_check.reports.paper import Paper
    from supplychain_check.reports.wording import LIMITS, entities, heading

    here = screen()
    paper = Paper(here.width, colour=here.colour, unicode=here.unicode)
    paper.line(f"{heading(first)}: {clean(first.document.name)}. {entities(first.identity)}".rstrip())
    for note in _notes(first):
        paper.line(note)
    for result in results:
        paper.line()
        write_gaps(paper, result, verbose=verbose)
    paper.line()
    paper.line(LIMITS)
    click.echo(paper.text(), nl=False)


def _notes(first: Assessment) -> list[str]:
    """What makes the comparison weaker than it looks."""
    from supplychain_check.models import DocumentKind
    from supplychain_check.reports.wording import kind

    identity, notes = first.identity, []
    if identity.kind is not DocumentKind.STATEMENT:
        notes.append(f"It is {kind(identity)}; it is read as a statement all the same.")
    laws = [law.value for law in identity.laws]
    if first.pack.id not in laws:
        named = f"it names {', '.join(laws)}" if laws else "it names none"
        notes.append(f"The document does not name {first.pack.id} as its law: {named}.")
    return notes
