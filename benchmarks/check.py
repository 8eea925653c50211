"""How long checking takes, and where the time goes: ratios within one run, so that they hold on any machine.

    python benchmarks/check.py            40 copies of the samples, each made different
    python benchmarks/check.py FOLDER     your own documents

Prints CPU seconds a document for each stage, and ratios: analysis to reading, all of analysis that is not topics to
topics, and scoring to analysis. What more packs cost is for `packs.py` to say.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from supplychain_check.cli.check import DEFAULT_PACK
from supplychain_check.models import Document, DocumentKind, Options, Unreadable
from supplychain_check.packs import load_pack
from supplychain_check.pipeline import Pipeline, Prepared
from supplychain_check.readers import collect, read
from supplychain_check.segment import segment

SAMPLES = Path(__file__).parents[1] / "samples"
COPIES = 40
_T = TypeVar("_T")


def timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """Result of some work, and the CPU seconds that it took in this process."""
    before = time.process_time()
    result = work()
    return result, time.process_time() - before


def copies(folder: Path) -> list[Path]:
    """Markdown samples, repeated with a number in them, so that none is a duplicate."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*/statement.md"))]
    made = []
    for number in range(COPIES):
        path = folder / f"{number}.md"
        path.write_text(f"{texts[number % len(texts)]}\n\nCopy number {number}.\n", encoding="utf-8")
        made.append(path)
    return made


def measure(paths: Iterable[Path]) -> None:
    """Time the stages and print them."""
    pack = load_pack(DEFAULT_PACK)
    one = Pipeline((pack,), Options(kind=DocumentKind.STATEMENT))
    documents, reading = timed(lambda: [d for path in paths if (d := _read(one, path)) is not None])
    cut, cutting = timed(lambda: [segment(document) for document in documents])
    one.model.predict(cut[0])  # loads the model
    _, topics = timed(lambda: [one.model.predict(segments) for segments in cut])
    prepared, preparing = timed(lambda: [one.prepare_document(document) for document in documents])
    _, scoring = timed(lambda: _score(one, prepared))
    analysing = preparing - cutting
    for name, seconds in (
        ("read", reading),
        ("segment", cutting),
        ("analyse", analysing),
        ("of it topics", topics),
        ("match and score", scoring),
    ):
        print(f"{name:<16} {1000 * seconds / len(documents):7.1f} ms a document (n = {len(documents)})")
    print(f"analyse to read and segment: {analysing / (reading + cutting):.2f}")
    print(f"evidence, facts, formalities to topics: {(analysing - topics) / topics:.2f}")
    print(f"match and score to analyse:  {scoring / analysing:.2f}")


def _read(pipeline: Pipeline, path: Path) -> Document | None:
    found = pipeline.prepare(path) if path.suffix == ".pdf" else read(path)
    return None if isinstance(found, Unreadable) else found.document if isinstance(found, Prepared) else found


def _score(pipeline: Pipeline, prepared: list[Prepared]) -> None:
    for one in prepared:
        pipeline.assess(one)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(collect([Path(argument) for argument in sys.argv[1:]]))
    else:
        with tempfile.TemporaryDirectory() as made_here:
            measure(copies(Path(made_here)))
