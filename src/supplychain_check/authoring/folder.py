"""A folder of documents on which packs are tried: what was read, and what was not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from supplychain_check.authoring.words import counted
from supplychain_check.criteria import Pack
from supplychain_check.errors import UsageProblem
from supplychain_check.models import Assessment, DocumentKind, Duplicate, Excluded, Frozen, Options, Unreadable
from supplychain_check.pipeline import FileResult, Pipeline, Prepared
from supplychain_check.readers import collect

Tick = Callable[[str], None]


class Unread(Frozen):
    """A document that gave nothing to try a pack on, and why."""

    path: str
    reason: str


class Reading(Frozen):
    """What became of the documents of a folder.

    Attributes:
        n: how many were read and scored; the denominator of every figure.
        unreadable: those that could not be read.
        left_out: those that are neither statements nor what was asked for.
        duplicates: how many were the same bytes as another.
    """

    folder: str
    n: int
    unreadable: tuple[Unread, ...]
    left_out: tuple[Unread, ...]
    duplicates: int

    def line(self) -> str:
        """All of it in one sentence or two."""
        parts = [f"{counted(self.n, 'document')} scored"]
        if self.unreadable:
            parts.append(f"{len(self.unreadable):,} could not be read")
        if self.left_out:
            parts.append(f"{len(self.left_out):,} left out as something else (--kind scores them all the same)")
        if self.duplicates:
            parts.append(f"{counted(self.duplicates, 'duplicate')}")
        return "; ".join(parts) + "."


class Folder:
    """Documents, each read and analysed once for all the packs that are tried.

    Args:
        packs: resolved.
        path: a folder, or a single file.
        kind: score every document as this; statements only if not given.

    Raises:
        UsageProblem: the folder is not there, or holds no file that can be read.
    """

    def __init__(self, packs: Iterable[Pack], path: Path, kind: DocumentKind | None = None) -> None:
        if not path.exists():
            raise UsageProblem(f"There is no folder {path}.", "Give a folder with statements after --on.")
        self._path = path
        self._pipeline = Pipeline(packs, Options(kind=kind))
        self._files = collect([path])
        if not self._files:
            raise UsageProblem(f"No files that can be read were found in {path}.", "Give another folder after --on.")
        self.sources = self._pipeline.sources(self._files)
        self._unreadable: list[Unread] = []
        self._left_out: list[Unread] = []
        self._duplicates = self._n = 0

    def run(self, tick: Tick = lambda _: None) -> Iterator[tuple[Prepared, Sequence[Assessment]]]:
        """Each document that is scored, with an assessment for each pack, in order; the rest is counted."""
        for result in self._pipeline.run(self.sources, tick):
            assessed = [outcome for outcome in result.outcomes if isinstance(outcome, Assessment)]
            if assessed and result.prepared:
                self._n += 1
                yield result.prepared, assessed
            else:
                self._note(result)

    def _note(self, result: FileResult) -> None:
        for outcome in result.outcomes:
            if isinstance(outcome, Unreadable):
                self._unreadable.append(Unread(path=outcome.path, reason=outcome.reason.value))
            elif isinstance(outcome, Excluded):
                self._left_out.append(Unread(path=outcome.path, reason=outcome.identity.kind.value))
            elif isinstance(outcome, Duplicate):
                self._duplicates += 1

    def reading(self) -> Reading:
        """What became of the documents, once all have been run."""
        return Reading(
            folder=str(self._path),
            n=self._n,
            unreadable=tuple(self._unreadable),
            left_out=tuple(self._left_out),
            duplicates=self._duplicates,
        )
