"""How fast and how faithfully PDFs are read, against pdfplumber in the same run.

    python benchmarks/pdf.py              200 pages of running text, 60 pages of tables
    python benchmarks/pdf.py --pages 40   fewer pages of text, for a quick look

Makes its own PDFs: two columns, divided words, ligatures, running heads; grids with wrapped cells, tables with
rules only across, and lines drawn row by row across both columns. Prints pages per CPU second, ratios of one run,
the share of sentences that come out whole, and how many rows of ruled tables are exact.
"""

from __future__ import annotations

import argparse
import io
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

import pdfplumber
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from supplychain_check.models import BlockKind, Document
from supplychain_check.readers import pdf, pdf_open, pdf_page
from supplychain_check.segment import segment

FONT, SIZE, LEADING = "Vera", 9, 12
LEFT, TOP, GUTTER = 54, 760, 24
COLUMN = (A4[0] - 2 * LEFT - GUTTER) / 2
ROWS_DOWN = 54
ROUNDS = 3

WHO = "Our buyers|The board|Our auditors|The works council|Two of our suppliers|Our managers|The procurement team"
DID = "visited|questioned|certified|reconfirmed|confirmed|identified|classified|notified|briefed|verified"
WHOM = "factories|fisheries|offices|contractors|workers' representatives|recruitment agencies|first-tier suppliers"
WHERE = "in Southland|near Hai Phong|outside Guangzhou|in Penang|on the West Coast|in Chittagong|around Surat"
WHY = (
    "after a complaint about withheld identification documents|because recruitment fees had not been reimbursed|"
    "as part of our unannounced verification programme|following the investigation that was finished in the spring|"
    "to find out whether overtime was paid at the agreed rates|before the contract was renewed for another year"
)


@dataclass
class Made:
    """A PDF, and what it says."""

    data: bytes
    pages: int
    sentences: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


def sentences(dice: random.Random) -> Iterator[str]:
    """Sentences without end, no two alike: each carries its number."""
    number = 0
    while True:
        number += 1
        who, did, whom, where, why = (dice.choice(words.split("|")) for words in (WHO, DID, WHOM, WHERE, WHY))
        yield f"{who} {did} {number + 2} {whom} {where} {why}."


def ligated(text: str) -> str:
    """The text with ligatures, as typesetters leave it."""
    return text.replace("fi", "\ufb01").replace("fl", "\ufb02")


def wrapped(text: str, width: float) -> Iterator[str]:
    """Lines of a paragraph; long words are divided with a hyphen."""
    line = ""
    for word in text.split():
        tried = f"{line} {word}".strip()
        if pdfmetrics.stringWidth(ligated(tried), FONT, SIZE) <= width:
            line = tried
            continue
        head, tail = _divided(word, line, width)
        yield f"{line} {head}".strip()
        line = tail
    yield line


def _divided(word: str, line: str, width: float) -> tuple[str, str]:
    """As much of a word as fits behind the line, with a hyphen, and the rest."""
    for cut in range(len(word) - 3, 2, -1):
        plain = word.isalpha() and word[cut - 1] in "aeiou" and word[cut] not in "aeiou"
        if plain and pdfmetrics.stringWidth(ligated(f"{line} {word[:cut]}-"), FONT, SIZE) <= width:
            return f"{word[:cut]}-", word[cut:]
    return "", word


def running_text(pages: int, *, across: bool = False) -> Made:
    """Two columns of paragraphs with running heads; `across` draws them line by line across the page."""
    dice = random.Random(7)
    source = sentences(dice)
    made = Made(b"", pages)
    lines: list[str] = []
    while len(lines) < 2 * ROWS_DOWN * pages:
        paragraph = [next(source) for _ in range(dice.randint(2, 5))]
        made.sentences += paragraph
        lines += [*wrapped(" ".join(paragraph), COLUMN), ""]
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    for number in range(pages):
        canvas.setFont(FONT, SIZE)
        canvas.drawString(LEFT, 805, "Fernhollow Kitchens Limited modern slavery statement")
        canvas.drawString(A4[0] / 2, 30, str(number + 1))
        start = 2 * ROWS_DOWN * number
        _columns(canvas, lines[start : start + 2 * ROWS_DOWN], across=across)
        canvas.showPage()
    canvas.save()
    cut = 2 * ROWS_DOWN * pages
    made.sentences = made.sentences[: -5 if len(lines) > cut else None]
    made.data = target.getvalue()
    return made


def _columns(canvas: Canvas, lines: Sequence[str], *, across: bool) -> None:
    places = [(LEFT + (COLUMN + GUTTER) * (i // ROWS_DOWN), i % ROWS_DOWN, line) for i, line in enumerate(lines)]
    for x, row, line in sorted(places, key=lambda p: p[1]) if across else places:
        if line:
            canvas.drawString(x, TOP - LEADING * row, ligated(line))


# --- tables ----------------------------------------------------------------------------------------


def tables(pages: int) -> Made:
    """A page of text and a table each: grids and tables with rules across only, in turn."""
    dice = random.Random(11)
    source = sentences(dice)
    made = Made(b"", pages)
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1)
    for number in range(pages):
        canvas.setFont(FONT, SIZE)
        paragraph = [next(source) for _ in range(4)]
        made.sentences += paragraph
        y = float(TOP)
        for line in wrapped(" ".join(paragraph), 2 * COLUMN):
            canvas.drawString(LEFT, y, ligated(line))
            y -= LEADING
        rows = _questions(dice, number) if number % 2 else _figures(dice, number)
        made.rows += [" | ".join(row) for row in rows]
        _table(canvas, rows, y - LEADING, grid=number % 4 < 2)
        canvas.showPage()
    canvas.save()
    made.data = target.getvalue()
    return made


def _figures(dice: random.Random, page: int) -> list[list[str]]:
    body = [[f"Site {page}-{n}", *(f"{dice.randint(10, 9999):,}" for _ in range(3))] for n in range(1, 15)]
    return [["Site", "Workers", "Interviews", "Findings"], *body]


def _questions(dice: random.Random, page: int) -> list[list[str]]:
    source = sentences(dice)
    return [
        ["Question", "Answer", "Evidence given"],
        *(
            [
                f"{page}.{n} Did you ask your agents for all of the contracts that they signed with workers?",
                next(source),
                f"File {page}-{n}",
            ]
            for n in range(1, 9)
        ),
    ]


def _table(canvas: Canvas, rows: Sequence[Sequence[str]], y: float, *, grid: bool) -> None:
    width = (A4[0] - 2 * LEFT) / len(rows[0])
    edges = [LEFT + width * n for n in range(len(rows[0]) + 1)]
    top = y
    for row in rows:
        cells = [list(wrapped(cell, width - 8)) for cell in row]
        canvas.line(edges[0], y, edges[-1], y)
        for x, cell in zip(edges, cells, strict=False):
            for number, line in enumerate(cell):
                canvas.drawString(x + 4, y - LEADING * (number + 1), ligated(line))
        y -= LEADING * max(map(len, cells)) + 5
    canvas.line(edges[0], y, edges[-1], y)
    if grid:
        for x in edges:
            canvas.line(x, top, x, y)


# --- measuring -------------------------------------------------------------------------------------


def ours(made: Made) -> Document:
    """What this tool reads."""
    draft = pdf.read(made.data, "made.pdf")
    return Document(
        name="made.pdf", path="made.pdf", sha256="0" * 64, media_type="application/pdf", reader="PDF",
        text=draft.text, pages=draft.pages, blocks=draft.blocks,
    )  # fmt: skip


def lines_only(made: Made) -> int:
    """The text path: lines of every page in reading order, without paragraphs; returns how many pages there are."""
    with pdf_open.opened(made.data) as (document, _):
        return sum(bool(pdf_page.read_page(document, number + 1).rows) for number in range(len(document)))


def theirs(made: Made, *, with_tables: bool) -> int:
    """What pdfplumber reads; returns how many pages there were."""
    with pdfplumber.open(io.BytesIO(made.data)) as document:
        for page in document.pages:
            page.extract_text()
            if with_tables:
                page.extract_tables()
            # it keeps what it found of every page until told otherwise, which makes long files slower still
            page.close()
        return made.pages


def rate(work: Callable[[], int]) -> float:
    """Pages per CPU second of some work, which returns how many pages it did."""
    before = time.process_time()
    pages = work()
    return pages / max(time.process_time() - before, 1e-9)


def compare(made: Made, theirs_called: str, *, with_tables: bool) -> None:
    """Time the readers in turns and print the medians and their ratios."""
    work: dict[str, Callable[[], int]] = {
        "text path": lambda: lines_only(made),
        "complete reader": lambda: len(ours(made).pages),
        theirs_called: lambda: theirs(made, with_tables=with_tables),
    }
    rounds = [{name: rate(do) for name, do in work.items()} for _ in range(ROUNDS)]
    speeds = {name: median(r[name] for r in rounds) for name in work}
    for name, speed in speeds.items():
        print(f"  {name:<45} {speed:6.1f} pages per CPU second, {speed / speeds[theirs_called]:5.1f} times")


def faithful(name: str, made: Made) -> None:
    """Print the share of sentences found whole, and of rows found exactly."""
    document = ours(made)
    found = {s.text for s in segment(document)}
    whole = sum(s in found for s in made.sentences)
    print(f"{name}: {whole} of {len(made.sentences)} sentences whole ({whole / len(made.sentences):.3f})")
    if made.rows:
        rows = [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.TABLE_ROW]
        exact = sum(row in set(rows) for row in made.rows)
        print(f"{name}: {exact} of {len(made.rows)} rows exact; {len(rows) - exact} rows too many")


def main() -> None:
    """Make the PDFs, measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=200)
    pages = parser.parse_args().pages
    pdfmetrics.registerFont(TTFont(FONT, "Vera.ttf"))
    text, ruled = running_text(pages), tables(60)
    faithful("two columns", text)
    faithful("drawn across both columns", running_text(20, across=True))
    faithful("tables", ruled)
    print(f"{pages} pages of running text:")
    compare(text, "pdfplumber extract_text", with_tables=False)
    print("60 pages of text and tables:")
    compare(ruled, "pdfplumber extract_text and extract_tables", with_tables=True)


if __name__ == "__main__":
    main()
