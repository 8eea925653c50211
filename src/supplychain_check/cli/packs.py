"""Commands about criteria packs: list, show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from supplychain_check.criteria import Criterion, Pack


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
    _show_criterion(chosen)


def _show_pack(pack: Pack) -> None:
    head = pack.head
    click.echo(f"{head.title} ({head.id} {head.version}, {head.status})\n{head.summary}")
    for note in head.notes:
        click.echo(f"Note: {note}")
    for section in head.sections:
        click.echo(f"\n{section.id}  {section.title}: {section.summary}")
        for criterion in (c for c in pack.criteria if c.section == section.id):
            where = f"{criterion.obligation.value}, in {criterion.expected_in.value}"
            click.echo(f"  {criterion.id:<26} {criterion.title:<40} {where}")
    click.echo("\nSources:")
    for source in head.sources:
        click.echo(f"  {source.title} {source.url}".rstrip())


def _show_criterion(criterion: Criterion) -> None:
    click.echo(f"{criterion.id}: {criterion.title}\n{criterion.question}")
    click.echo(f"{criterion.citation}; {criterion.obligation.value}; expected in: {criterion.expected_in.value}")
    for rung in criterion.levels:
        click.echo(
            f"\n  Level {rung.level} ({rung.points:g} points, {rung.disclosure}): {rung.label}\n    {rung.advice}"
        )
    click.echo(f"\nTo ask a supplier: {criterion.ask}\nMeasured accuracy: {criterion.accuracy}\n\nSources:")
    for source in criterion.sources:
        click.echo(f"  {source.title} {source.url}".rstrip())
    click.echo("\nExamples:")
    for example in criterion.examples:
        click.echo(f"  [{example.level}] {' '.join(example.text.split())}")
