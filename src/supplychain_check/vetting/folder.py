"""A folder with one subfolder a supplier: every file is read once, and every supplier is a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from supplychain_check.errors import UsageProblem
from supplychain_check.models import Unreadable
from supplychain_check.pipeline import Pipeline, Prepared
from supplychain_check.readers import collect
from supplychain_check.vetting.risk_data import Contract
from supplychain_check.vetting.values import NoView, SupplierView
from supplychain_check.vetting.view import make_view, sort_papers

TABLES = ("suppliers.csv", "suppliers.xlsx")
"""What a run over a folder writes."""


def suppliers(folder: Path) -> list[Path]:
    """The subfolders, by name; hidden ones are left out, and those with the tables of an earlier run.

    Raises:
        UsageProblem: there are none.
    """
    found = sorted((p for p in folder.iterdir() if p.is_dir() and not _aside(p)), key=lambda p: p.name)
    if not found:
        raise UsageProblem(
            f"{folder} has no subfolders.",
            "Make one subfolder a supplier with its declaration and statements in it, or use --declaration and --statement.",
        )
    return found


def _aside(folder: Path) -> bool:
    return folder.name.startswith(".") or all((folder / table).is_file() for table in TABLES)


def vet_folder(
    pipeline: Pipeline, folder: Path, tick: Callable[[str], None] = lambda _: None, contracts: Sequence[Contract] = ()
) -> Iterator[SupplierView | NoView]:
    """Vet every supplier of a folder; see `make_view`. `tick` is called with the name of each that is done."""
    for one in suppliers(folder):
        yield _vet(pipeline, one, contracts)
        tick(one.name)


def _vet(pipeline: Pipeline, folder: Path, contracts: Sequence[Contract]) -> SupplierView | NoView:
    papers = list(read(pipeline, collect([folder])))
    files = tuple(paper.path for paper in papers)
    if not papers:
        return NoView(supplier=folder.name, reason="The folder has no file that can be read.")
    found = sort_papers(pipeline, papers)
    if found.given.declaration or found.given.statements:
        return make_view(pipeline, found.given._replace(folder=folder.name), contracts=contracts)
    if found.unreadable:
        first = found.unreadable[0]
        return NoView(supplier=folder.name, files=files, reason=f"{first.path}: {first.message}", hint=first.hint)
    reason = "No file is a declaration that a form fits, or a statement."
    return NoView(supplier=folder.name, files=files, reason=reason, hint=" ".join(found.given.left))


def read(pipeline: Pipeline, files: list[Path]) -> Iterator[Prepared | Unreadable]:
    """Read and analyse files, those inside archives and mails too, each once."""
    seen: set[str] = set()
    for source in pipeline.sources(files):
        paper = pipeline.prepare(source)
        sha256 = paper.sha256 if isinstance(paper, Unreadable) else paper.document.sha256
        if not sha256 or sha256 not in seen:
            seen.add(sha256)
            yield paper
