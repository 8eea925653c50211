"""Fields of a PDF form with the questions that they ask: from their tooltips, else from the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from supplychain_check.models import Box, FormField, Line
from supplychain_check.readers.builder import Draft, clean
from supplychain_check.readers.pdf_forms import TICKED, Answer
from supplychain_check.readers.pdf_lines import Segment, segments
from supplychain_check.readers.pdf_words import Word

_NEAR = 3.0
_OVERLAP = 15.0
"""How far words may reach into the field that they stand before."""

_ABOVE = 26.0
_ALIGNED = 8.0
_GAP = 3.0
"""Widths of a letter's height between two words of the same option."""

_FARTHEST = 60.0
_MOST = 300
"""Most fields of a page whose questions are looked for in the words around them."""
_NO_OPTION = re.compile(r"(?:choice|option|button|group|radio|value|off)?[ _-]?\d*", re.I)
_OPTION = re.compile(r"yes|no|n/?a|not applicable|true|false|y|n|partly|partially|unknown|don.t know|not known", re.I)

Placed = tuple[FormField, Box]


def fields(answers: Sequence[Answer], words: Sequence[Word], page: int) -> list[Placed]:
    """Return the fields of a page with their boxes; buttons of which one can be chosen make one field.

    Args:
        answers: the fields as PDFium gives them.
        words: the words of the page.
        page: its number, from 1.
    """
    if len(answers) > _MOST:
        words = ()
    beside = {id(a): _beside(a, words, answers) for a in answers if a.kind == "box"}
    used = {id(word) for found in beside.values() for word in found}
    lines = segments([word for word in words if id(word) not in used])
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(answer.name if answer.name and answer.kind == "box" else f"\0{id(answer)}", []).append(answer)
    return [(_field(group, beside, lines, answers, page), group[0].box) for group in groups.values()]


def located(found: Iterable[Placed], draft: Draft) -> Iterator[FormField]:
    """Give each field the offsets at which its value stands in the text that was made of the document."""
    pages = {page.number: page for page in draft.pages}
    lines: dict[int, list[Line]] = {}
    for line in draft.lines:
        lines.setdefault(line.page, []).append(line)
    for field, box in found:
        value = clean(field.value)
        page = pages.get(field.page or 0)
        start = _place(value, box, lines.get(field.page or 0, ()), draft.text) if value and page else -1
        yield field.model_copy(update={"start": start, "end": start + len(value)}) if start >= 0 else field


def _place(value: str, box: Box, lines: Sequence[Line], text: str) -> int:
    """Offset of a value in a line that stands in the box of its field; -1 where there is none."""
    for line in lines:
        x0, y0, x1, y1 = line.box
        if x0 < box[2] and x1 > box[0] and y0 < box[3] and y1 > box[1]:
            found = text.find(value, line.start, max(line.end, line.start + len(value) + 1))
            if found >= 0:
                return found
    return -1


def _field(
    group: Sequence[Answer],
    beside: Mapping[int, Sequence[Word]],
    lines: Sequence[Segment],
    answers: Sequence[Answer],
    page: int,
) -> FormField:
    first = group[0]
    options = (
        [_option(a, beside.get(id(a), ()), alone=len(group) == 1) for a in group]
        if first.kind == "box"
        else list(first.options)
    )
    tooltip = clean(first.question)
    asks = bool(tooltip) and not _OPTION.fullmatch(tooltip)
    label = tooltip if asks else _label(group, lines, answers)
    if first.kind != "box":
        return FormField(
            name=first.name, label=label, value=first.value, kind=first.kind, options=tuple(options), page=page
        )
    ticked = [option for answer, option in zip(group, options, strict=True) if answer.value]
    if len(group) > 1:
        value = ", ".join(filter(None, ticked)) or (TICKED if ticked else "")
        return FormField(name=first.name, label=label, value=value, kind="choice", options=tuple(options), page=page)
    options = [option for option in options if option and option != label]
    value = TICKED if ticked else ""
    if not label and options:
        label = options.pop()
    return FormField(name=first.name, label=label, value=value, kind="box", options=tuple(options), page=page)


def _option(answer: Answer, words: Sequence[Word], *, alone: bool) -> str:
    """What a tick in a box says: the word of the file, else the words beside it."""
    said = clean(answer.options[0]) if answer.options else ""
    tooltip = clean(answer.question)
    shown = clean(" ".join(word.text for word in words))
    if _OPTION.fullmatch(tooltip):
        return tooltip
    if _OPTION.fullmatch(shown) or not said or _NO_OPTION.fullmatch(said):
        return shown
    # "Yes" is what programs write into any box that is ticked
    return said if _OPTION.fullmatch(said) and (not alone or said.lower() != "yes") else shown or said


def _beside(box: Answer, words: Sequence[Word], answers: Sequence[Answer]) -> list[Word]:
    """The words right of a box to tick, up to the next field or a wide gap."""
    x0, y0, x1, y1 = box.box
    middle = (y0 + y1) / 2
    end = min((a.box[0] for a in answers if a.box[0] > x0 + 1 and a.box[1] < middle < a.box[3]), default=1e9)
    level = [w for w in words if w.box[1] < middle < w.box[3] and w.box[0] >= x1 - _NEAR and w.box[0] < end]
    found: list[Word] = []
    edge = x1
    for word in sorted(level, key=lambda w: w.box[0]):
        if word.box[0] - edge > _GAP * word.size:
            break
        found.append(word)
        edge = word.box[2]
    return found


def _label(group: Sequence[Answer], lines: Sequence[Segment], answers: Sequence[Answer]) -> str:
    """The lines beside a field that are nearer to it than to the fields above and below, else those above it."""
    x0, y0, x1, y1 = _around([answer.box for answer in group])
    own = {id(answer) for answer in group}
    others = [a.box for a in answers if id(a) not in own and (a.box[3] <= y0 + _NEAR or a.box[1] >= y1 - _NEAR)]
    left = [s for s in lines if s.x0 < x0 and s.x1 <= x0 + _OVERLAP and s.y0 < y1 and s.y1 > y0]
    if left:
        nearest = max(left, key=lambda s: s.x1)
        column = [s for s in lines if abs(s.x0 - nearest.x0) < _ALIGNED and s.x1 <= x0 + _OVERLAP]
        mine = [s for s in column if _mine((s.y0 + s.y1) / 2, (y0, y1), others)]
        return _text(_together(mine, left))
    above = [s for s in lines if 0 <= y0 - s.y1 + _NEAR < _ABOVE and s.x0 < x1 and s.x1 > x0]
    column = [s for s in lines if above and abs(s.x0 - above[0].x0) < _ALIGNED and s.y1 <= y0 + _NEAR]
    return _text(_together([s for s in column if not _between(s, y0, others)], above))


def _around(boxes: Sequence[Box]) -> Box:
    columns = list(zip(*boxes, strict=True))
    return min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3])


def _mine(height: float, span: tuple[float, float], others: Sequence[Box]) -> bool:
    """Whether a line at this height is nearer to the field of this span than to any other."""

    def far(y0: float, y1: float) -> float:
        return abs(height - (y0 + y1) / 2) if not y0 <= height <= y1 else 0.0

    mine = far(*span)
    return mine < _FARTHEST and all(mine < far(box[1], box[3]) for box in others)


def _between(line: Segment, top: float, others: Sequence[Box]) -> bool:
    """Whether another field stands between a line and the field below it that starts at `top`."""
    return any(line.y0 < box[3] <= top + _NEAR and box[1] < top for box in others)


def _together(lines: Sequence[Segment], seeds: Sequence[Segment]) -> list[Segment]:
    """The lines that follow each other closely and take in at least one of the seeds."""
    ordered = sorted({id(s): s for s in (*lines, *seeds)}.values(), key=lambda s: (s.y0, s.x0))
    runs: list[list[Segment]] = []
    for line in ordered:
        close = runs and line.y0 - runs[-1][-1].y1 < 0.9 * line.size
        if close and not runs[-1][-1].words[-1].text.endswith("?"):
            runs[-1].append(line)
        else:
            runs.append([line])
    wanted = {id(seed) for seed in seeds}
    return next((run for run in reversed(runs) if any(id(s) in wanted for s in run)), [])


def _text(lines: Sequence[Segment]) -> str:
    return clean(" ".join(word.text for line in lines for word in line.words))
