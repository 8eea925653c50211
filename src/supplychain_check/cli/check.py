"""The main command: check files and folders."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from supplychain_check.cli.chosen import chosen_packs, switch_option
from supplychain_check.cli.options import (
    as_of_option,
    day,
    db_option,
    format_options,
    mapping_option,
    open_database,
    role_option,
)
from supplychain_check.cli.screen import screen
from supplychain_check.errors import ExitCode

if TYPE_CHECKING:
    from supplychain_check.analyse.topics import TopicModel
    from supplychain_check.criteria import Pack
    from supplychain_check.models import Assessment, Manifest, Options, Outcome, Role
    from supplychain_check.pipeline import FileResult, Pipeline
    from supplychain_check.pipeline_declarations import Declare
    from supplychain_check.readers.worker import Worker
    from supplychain_check.store.database import Store

DEFAULT_PACK = "nz-plan-of-action"


class _View(NamedTuple):
    """How results are shown."""

    output: str | None
    role: Role
    verbose: bool
    today: date


class _Run(NamedTuple):
    """A finished run."""

    results: list[FileResult]
    packs: dict[str, Pack]
    manifest: Manifest

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All outcomes in order."""
        return tuple(outcome for result in self.results for outcome in result.outcomes)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--pack",
    "pack_names",
    multiple=True,
    default=(DEFAULT_PACK,),
    show_default=True,
    metavar="PACK",
    help="Criteria: a pack's id or directory, or all that come with the tool. Repeat it for several; the document "
    "is read once.",
)
@switch_option
@click.option(
    "--model",
    "model_directory",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Read topics with a model of your own (see `model train`); else with the shipped one.",
)
@click.option("--draft", is_flag=True, help="Check a draft: nothing is stored; signature and approval are not due yet.")
@click.option(
    "--kind",
    type=click.Choice(["statement", "declaration"]),
    help="Score every document as this, whatever it seems to be.",
)
@mapping_option
@role_option
@format_options
@click.option("-v", "--verbose", is_flag=True, help="Show all evidence, with what matched.")
@click.option(
    "--fail-under",
    multiple=True,
    metavar="NAME=N",
    help="Exit with 1 below this: 13=4 (points), 13=50% (share), mandatory=100%. May be repeated.",
)
@click.option("--allow-unreadable", is_flag=True, help="Do not exit with 3 because of files that cannot be read.")
@click.option(
    "--manifest",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the record of the run here. Default for a batch: beside the database.",
)
@as_of_option
@db_option
def check(
    files: tuple[Path, ...], pack_names: tuple[str, ...], switches: tuple[str, ...], model_directory: Path | None, draft: bool, kind: str | None, mapping: Path | None, role: str | None,
    output: str | None, verbose: bool, fail_under: tuple[str, ...], allow_unreadable: bool, manifest: Path | None,
    as_of: datetime | None, db: Path | None,
) -> None:  # fmt: skip
    """Check FILES: statements and declarations in any format that is read, archives and mails that hold them, folders.

    Each file is read, its disclosures are found sentence by sentence and scored against the criteria, and the
    result is stored. The tool reads text; it never says that anybody is compliant, guilty or safe.
    """
    from supplychain_check.cli import thresholds
    from supplychain_check.models import DocumentKind, Options, Role

    limits = thresholds.parse(fail_under)
    worker = started_worker()
    packs = chosen_packs(pack_names, switches)
    thresholds.check_names(limits, thresholds.names(packs))
    options = Options(draft=draft, kind=DocumentKind(kind) if kind else None)
    view = _View(output, Role(role or ("author" if draft else "procurement")), verbose, day(as_of))
    table_only = _is_batch(files) and output is None and not verbose
    reading = _Reading(packs, options, worker, _model(model_directory), declaring(mapping))
    run = _run(files, reading, db, slim=table_only)
    # an archive is a batch as much as a folder is
    many = _is_batch(files) or len(run.results) > 1
    written = _keep_manifest(run.manifest, manifest, db, many=many, draft=draft)
    _show(run, view, many=many, manifest=written)
    _leave(run, limits, allow_unreadable=allow_unreadable)


def _is_batch(files: Sequence[Path]) -> bool:
    return len(files) > 1 or files[0].is_dir()


class _Reading(NamedTuple):
    """How documents are read and scored."""

    packs: list[Pack]
    options: Options
    worker: Worker
    model: TopicModel | None
    declare: Declare | None


def declaring(mapping: Path | None) -> Declare | None:
    """How declarations are read: with a mapping, or None for the forms alone."""
    from supplychain_check.pipeline_declarations import mapped

    return mapped(mapping) if mapping else None


def _model(directory: Path | None) -> TopicModel | None:
    """A topic model of the user's own; None for the shipped one."""
    if directory is None:
        return None
    from supplychain_check.analyse.topics import EncoderTopics
    from supplychain_check.encoder import Encoder

    return EncoderTopics(Encoder(directory))


def _run(files: Sequence[Path], reading: _Reading, db: Path | None, *, slim: bool) -> _Run:
    from supplychain_check.pipeline import Pipeline
    from supplychain_check.readers import collect

    paths = collect(files)
    if not paths:
        raise click.UsageError(f"No files that can be read were found in {', '.join(map(str, files))}.")
    started = datetime.now(UTC)
    packs, options = reading.packs, reading.options
    with nullcontext() if options.draft else open_database(db) as store:
        pipeline = Pipeline(packs, options, store, reading.worker, reading.model, reading.declare)
        sources = pipeline.sources(paths)
        with progress(len(sources)) as tick:
            stored = (_stored(result, pipeline.bodies, store) for result in pipeline.run(sources, tick))
            results = [_slim(result) if slim else result for result in stored]
        by_id = {pack.head.id: pack for pack in packs}
        return _Run(results, by_id, _manifest(results, pipeline, started))


def started_worker() -> Worker:
    """A reader of files with the limits of the settings file, which gets ready while this program loads the rest."""
    from supplychain_check.cli.settings import limits
    from supplychain_check.readers.limits import LIMITS
    from supplychain_check.readers.worker import Worker, shared

    asked = limits()
    worker = shared() if asked == LIMITS else Worker(asked)
    worker.start()
    return worker


def _stored(result: FileResult, bodies: Mapping[str, str], store: Store | None) -> FileResult:
    """Store what came of a file; a stored assessment comes back with its reviews."""
    from supplychain_check.models import Assessment, Excluded, Unreadable

    if store is None:
        return result._replace(prepared=None)
    for outcome in result.outcomes:
        if isinstance(outcome, Unreadable | Excluded):
            store.save_unscored(outcome)
    if result.prepared is None or not any(isinstance(outcome, Assessment) for outcome in result.outcomes):
        return result._replace(prepared=None)
    prepared = result.prepared
    assessed = [(outcome, bodies[outcome.pack.id]) for outcome in result.outcomes if isinstance(outcome, Assessment)]
    kept = store.save_all(assessed, prepared.document, prepared.segments, frozenset(prepared.prints.values()))
    return result._replace(outcomes=kept, prepared=None)


def _slim(result: FileResult) -> FileResult:
    """Let go of quotes where only a table is made: a batch may have tens of thousands of results."""
    from supplychain_check.models import Assessment

    def light(outcome: Outcome) -> Outcome:
        if not isinstance(outcome, Assessment):
            return outcome
        findings = tuple(finding.model_copy(update={"evidence": ()}) for finding in outcome.findings)
        return outcome.model_copy(update={"findings": findings})

    return result._replace(outcomes=tuple(light(outcome) for outcome in result.outcomes))


@contextmanager
def progress(files: int) -> Iterator[Callable[[str], None]]:
    """A progress bar on a terminal; nothing elsewhere, nor for a single file."""
    import sys

    if files == 1 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        reading = progress.add_task("Reading", total=files)
        scoring = progress.add_task("Scoring", total=files)
        seen: set[str] = set()

        def tick(path: str) -> None:
            progress.advance(scoring if path in seen else reading)
            seen.add(path)

        yield tick


def _manifest(results: list[FileResult], pipeline: Pipeline, started: datetime) -> Manifest:
    from supplychain_check.cli.record import manifest

    return manifest(results, pipeline.infos, pipeline.model.info, pipeline.options, started)


def _keep_manifest(record: Manifest, asked: Path | None, db: Path | None, *, many: bool, draft: bool) -> Path | None:
    """Write the record of a batch, or of any run where a file was asked for."""
    from supplychain_check.cli.record import default_manifest, write
    from supplychain_check.store.database import default_path

    if asked is None and (draft or not many):
        return None
    if not draft:
        with open_database(db) as store:
            store.save_manifest(record)
    path = asked or default_manifest(default_path(db), record.started)
    write(record, path)
    return path


def _show(run: _Run, view: _View, *, many: bool, manifest: Path | None) -> None:
    if view.output == "json":
        from supplychain_check.reports import json

        click.echo(json.render(run.outcomes, role=view.role, manifest=run.manifest))
    elif view.output == "csv":
        from supplychain_check.reports import csv

        click.echo(csv.render(run.outcomes), nl=False)
    else:
        _show_text(run, view, many=many, manifest=manifest)


def _show_text(run: _Run, view: _View, *, many: bool, manifest: Path | None) -> None:
    from supplychain_check.reports import terminal

    here = screen()
    if not many or view.verbose:
        for result in run.results:
            _show_result(result.outcomes, view)
    if many:
        rows = [(result.path, result.outcomes) for result in run.results]
        click.echo(terminal.render_batch(rows, width=here.width, colour=here.colour, unicode=here.unicode), nl=False)
        click.echo(
            terminal.render_summary(run.outcomes, width=here.width, colour=here.colour, unicode=here.unicode), nl=False
        )
    if manifest:
        click.echo(f"Record of this run: {manifest}", err=view.output is not None)


def _show_result(outcomes: Sequence[Outcome], view: _View) -> None:
    """Print what came of one file; with several packs their table first, with many nothing else."""
    from supplychain_check.models import Assessment
    from supplychain_check.reports import terminal
    from supplychain_check.reports.packs import IN_FULL

    here = screen()
    assessed = [outcome for outcome in outcomes if isinstance(outcome, Assessment)]
    in_full = view.verbose or len(assessed) <= IN_FULL
    if len(assessed) > 1:
        table = terminal.render_packs(
            assessed, width=here.width, colour=here.colour, unicode=here.unicode, in_full=in_full
        )
        click.echo(table, nl=False)
    for outcome in outcomes if in_full else ():
        show_outcome(outcome, view.role, view.today, verbose=view.verbose)


def show_outcome(outcome: Outcome, role: Role, today: date, *, verbose: bool) -> None:
    """Print one outcome: an assessment in full, anything else in the words of its row."""
    from supplychain_check.analyse.identity import clock_warnings
    from supplychain_check.models import Assessment
    from supplychain_check.reports import terminal

    here = screen()
    if isinstance(outcome, Assessment):
        text = terminal.render_assessment(
            outcome, role=role, width=here.width, colour=here.colour, verbose=verbose, unicode=here.unicode,
            extra_warnings=clock_warnings(outcome.identity, today),
        )  # fmt: skip
    else:
        text = terminal.render_batch(
            [(outcome.path, (outcome,))], width=here.width, colour=here.colour, unicode=here.unicode
        )
    click.echo(text, nl=False)


def _leave(run: _Run, limits: tuple[object, ...], *, allow_unreadable: bool) -> None:
    """Exit with 3 for unreadable input, which outranks 1 for results below a threshold."""
    from supplychain_check.cli.thresholds import Threshold, below
    from supplychain_check.models import Assessment, Unreadable

    asked = tuple(limit for limit in limits if isinstance(limit, Threshold))
    assessed: list[Assessment] = [o for o in run.outcomes if isinstance(o, Assessment)]
    missed = [f"{a.document.name} ({a.id}): {text}" for a in assessed for text in below(a, asked)]
    for line in missed:
        click.echo(f"Below the threshold: {line}", err=True)
    unreadable = any(isinstance(outcome, Unreadable) for outcome in run.outcomes)
    if (unreadable or not assessed) and not allow_unreadable:
        raise click.exceptions.Exit(ExitCode.INPUT)
    if missed:
        raise click.exceptions.Exit(ExitCode.BELOW_THRESHOLD)
