"""Commands about criteria packs: list, show, test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain_check.errors import ExitCode

if TYPE_CHECKING:
    from supplychain_check.authoring.examples import PackReport
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


@packs.command()
@click.argument("directory", type=click.Path(path_type=Path))
@click.option("-v", "--verbose", is_flag=True, help="Show every example with what fired in it.")
def test(directory: Path, verbose: bool) -> None:
    """Load a pack and run its examples; lists every mistake. DIRECTORY may also be a pack's id."""
    from supplychain_check.authoring.examples import run_examples
    from supplychain_check.packs import load_pack

    pack = load_pack(directory)
    report = run_examples(pack)
    if verbose:
        _echo_examples(report)
    for problem in report.problems:
        click.echo(problem)
    beyond = report.beyond_phrases
    click.echo(
        f"{pack.head.id} {pack.head.version}: {len(pack.criteria)} criteria, {len(report.results) - len(beyond)} examples, "
        f"{len(report.problems)} problem{'s' if len(report.problems) != 1 else ''}."
    )
    click.echo(
        f"Examples that no listed phrase can find: {sum(r.passed for r in beyond)} of {len(beyond)} get their level "
        "(this shows what word lists miss; it does not fail)."
    )
    if report.problems:
        raise click.exceptions.Exit(ExitCode.PACK)


def _echo_examples(report: PackReport) -> None:
    for result in report.results:
        mark = "ok" if result.passed else "known miss" if result.example.without_phrases else "FAILS"
        text = " ".join(result.example.text.split())
        click.echo(
            f"{mark}: {result.criterion} example {result.number}, expected {result.example.level}, got {result.got}"
        )
        click.echo(f"    {text}\n    signals: {', '.join(sorted(result.fired)) or 'none'}")
