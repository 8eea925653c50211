"""Commands that hold a pack against people's judgement: `packs evaluate` and `packs sample`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from supplychain_check.cli.screen import screen
from supplychain_check.errors import InputProblem, UsageProblem

if TYPE_CHECKING:
    from supplychain_check.criteria import Pack
    from supplychain_check.measuring.evaluation import Evaluation
    from supplychain_check.reports.paper import Paper

_FILE = click.Path(path_type=Path, dir_okay=False)
_seed = click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Of everything random.")


@click.command()
@click.argument("pack")
@click.argument("labels", type=_FILE)
@click.option("--map", "map_file", type=_FILE, help="Which column of LABELS answers which criterion (TOML).")
@click.option("--key", "key_file", type=_FILE, help="The key of a coding sheet; LABELS is then the sheet (XLSX).")
@click.option(
    "--on",
    "folder",
    type=click.Path(path_type=Path),
    help="With --map: also the rate in these documents, corrected for the errors measured on LABELS.",
)
@click.option("--disagreements", type=_FILE, help="Write every disagreement here (CSV), with both sides' evidence.")
@_seed
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def evaluate(
    pack: str, labels: Path, map_file: Path | None, key_file: Path | None, folder: Path | None,
    disagreements: Path | None, seed: int, as_json: bool,
) -> None:  # fmt: skip
    """Measure PACK against people: LABELS is a JSONL file with --map, or a coding sheet with --key.

    Kappa, accuracy, precision, recall and F1 come with 95 % intervals. A file of labels has one JSON object a
    line, with a text, or the path of a file, and the labels.
    """
    from supplychain_check.packs import load_pack

    if (map_file is None) == (key_file is None):
        raise UsageProblem(
            "It is not clear what the labels are.",
            "Give --map FILE.toml for a JSONL file, or --key KEY.json for a coding sheet.",
        )
    loaded = load_pack(pack)
    if key_file:
        if folder or disagreements:
            raise UsageProblem("--on and --disagreements go with --map.", "Leave them out for a coding sheet.")
        _evaluate_sheet(loaded, labels, key_file, seed, as_json=as_json)
    else:
        assert map_file
        _evaluate_labels(loaded, labels, map_file, (folder, disagreements), seed, as_json=as_json)


def _evaluate_labels(
    pack: Pack, labels: Path, map_file: Path, extra: tuple[Path | None, Path | None], seed: int, *, as_json: bool
) -> None:
    from supplychain_check.measuring import labels as files
    from supplychain_check.measuring.evaluation import evaluate as measure
    from supplychain_check.measuring.wording import write_evaluation

    folder, disagreements = extra
    by = files.load_map(map_file, pack)
    rows = files.load_labels(labels, by)
    elsewhere = documents(folder) if folder else []
    with progress("Checking", len(rows) + len(elsewhere)) as tick:
        result = measure(pack, by, rows, labels=labels.name, seed=seed, elsewhere=elsewhere, tick=tick)
    if disagreements:
        _write_disagreements(result, disagreements)
    if as_json:
        click.echo(result.model_dump_json(indent=2))
        return
    paper = _paper()
    write_evaluation(paper, result)
    click.echo(paper.text(), nl=False)


def _write_disagreements(result: Evaluation, path: Path) -> None:
    from supplychain_check.measuring.wording import disagreements_csv

    path.write_text(disagreements_csv(result.disagreements), encoding="utf-8", newline="")


def _evaluate_sheet(pack: Pack, sheet: Path, key_file: Path, seed: int, *, as_json: bool) -> None:
    from supplychain_check.measuring.coders import evaluate_sheet, load_key
    from supplychain_check.measuring.sheet import read_sheet
    from supplychain_check.measuring.wording import write_sheet

    key = load_key(key_file)
    if key.pack != pack.head.id:
        raise InputProblem(
            f"The sheet was drawn for the pack {key.pack}, not {pack.head.id}.",
            f"Run: supplychain-check packs evaluate {key.pack} {sheet} --key {key_file}",
        )
    if key.pack_sha256 != pack.info().sha256:
        click.echo("The pack has changed since the sheet was drawn; the figures are for the pack as it was.", err=True)
    result = evaluate_sheet(read_sheet(sheet), key, sheet=sheet.name, seed=seed)
    if as_json:
        click.echo(result.model_dump_json(indent=2))
        return
    paper = _paper()
    write_sheet(paper, result)
    click.echo(paper.text(), nl=False)


@click.command()
@click.argument("pack")
@click.option(
    "--on", "folder", required=True, type=click.Path(path_type=Path), help="Documents to draw from: a folder or file."
)
@click.option("--n", "wanted", type=click.IntRange(min=1), default=200, show_default=True, help="Rows wanted.")
@_seed
@click.option("--out", required=True, type=_FILE, help="The coding sheet (XLSX); never overwritten.")
@click.option("--key", "key_file", type=_FILE, help="The key. Default: beside the sheet, with -key.json at the end.")
def sample(pack: str, folder: Path, wanted: int, seed: int, out: Path, key_file: Path | None) -> None:
    """Draw a blind coding sheet for PACK: quotes and missed candidates, to be judged by two people.

    The sheet says nothing of what the tool found; that is in the key, which the coders do not get. When both have
    filled in their column: supplychain-check packs evaluate PACK SHEET --key KEY
    """
    from supplychain_check.measuring.sample import draw
    from supplychain_check.measuring.sheet import write_sheet
    from supplychain_check.packs import load_pack

    key_path = key_file or out.with_name(f"{out.stem}-key.json")
    for path in (out, key_path):
        if path.exists():
            raise UsageProblem(f"{path} exists already, and may hold people's work.", "Choose another name.")
    if out.suffix.lower() != ".xlsx":
        raise UsageProblem(f"The sheet is an XLSX workbook, but {out.name} ends otherwise.", "End its name with .xlsx.")
    loaded, paths = load_pack(pack), documents(folder)
    with progress("Checking", len(paths)) as tick:
        rows, key = draw(loaded, paths, wanted, seed=seed, tick=tick)
    write_sheet(rows, loaded, out)
    key_path.write_text(key.model_dump_json(indent=1) + "\n", encoding="utf-8")
    strata = len({(row.criterion, row.found) for row in key.rows})
    click.echo(
        f"{len(rows)} rows from {key.documents} documents, {strata} strata of criterion and found or not found; "
        f"{key.unreadable} unreadable.\nSheet, for the coders: {out}\nKey, not for the coders: {key_path}"
    )


def documents(folder: Path) -> list[Path]:
    """The files that can be read in a folder.

    Raises:
        InputProblem: there are none.
    """
    from supplychain_check.readers import collect

    paths = collect([folder])
    if not paths:
        raise InputProblem(f"No files that can be read were found in {folder}.", "Check the path of the folder.")
    return paths


@contextmanager
def progress(what: str, total: int) -> Iterator[Callable[[str], None]]:
    """A bar on standard error, where that is a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda _: bar.advance(task)


def _paper() -> Paper:
    from supplychain_check.reports.paper import Paper

    here = screen()
    return Paper(here.width, colour=here.colour, unicode=here.unicode)
