"""Fields of forms and values of data files to entries: boxes of one question together, comments with their answers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from supplychain_check.declarations.reading import ticks, wording
from supplychain_check.models import Document, FormField
from supplychain_check.models.declaration import Entry, Place

_INDEX = re.compile(r"\[\d+\]")
_SUFFIX = re.compile(
    r"(?:[._\s-]+|(?-i:(?<=[a-z0-9])(?=[A-Z])))(?:(?P<answer>answer|response|value|choice)|(?P<yes>yes)|(?P<no>no)"
    r"|(?P<na>n_?a|not_?applicable)|(?P<partly>partly|partial)|(?P<unknown>unknown|not_?known|dont_?know)"
    r"|(?P<comment>explanation|explain|comments?|details?|notes?|text|free_?text|remarks?|reason)"
    r"|(?P<file>documents?|files?|attachments?|evidence|links?|uploads?|url))$",
    re.I,
)
_NAMES = {"yes": "Yes", "no": "No", "na": "N/A", "partly": "Partly", "unknown": "Not known"}
_LONGEST_NAME = 200
_MEANINGLESS = re.compile(
    r"(?:text|fill|field|check|box|undefined|radio|group|button|drop|down|combo|date|signature|list|choice|row|input|name|form"
    r"|page|topmostsubform|f|c|[\s_.-])*\d*(?:[\s_.-]\d+)*",
    re.I,
)


def entries(document: Document, *, data: bool) -> list[Entry]:
    """Return the fields of a document as questions with their answers; blank ones too.

    Args:
        document: what was read.
        data: whether it is a file of data, in which people gave the names; programs that make forms make them up.
    """
    found: list[Entry] = []
    for stem, group in _groups(document.fields):
        _take(stem, group, found, data=data)
    return found


def _groups(fields: Sequence[FormField]) -> list[tuple[str, list[FormField]]]:
    """Fields of one question together: their names have the same stem, and only the first may be without an end."""
    found: list[tuple[str, list[FormField]]] = []
    for field in fields:
        stem, what = _parted(field.name)
        last, group = found[-1] if found else ("", [])
        known = what in {"comment", "file", "answer"} or field.kind == "box"
        joins = group and stem == last and what and known and field.name not in {f.name for f in group}
        if joins and _parted(group[0].name)[1] not in {"comment", "file"}:
            group.append(field)
        else:
            found.append((stem, [field]))
    return found


def _parted(name: str) -> tuple[str, str]:
    """The name of a field without what tells it from others of its question, and that ("comment", "yes" ...)."""
    if len(name) > _LONGEST_NAME:
        return name, ""
    name = _INDEX.sub("", name)
    match = _SUFFIX.search(name)
    return (name[: match.start()], str(match.lastgroup)) if match and match.start() else (name, "")


def _take(stem: str, group: Sequence[FormField], before: list[Entry], *, data: bool) -> None:
    """Append the entry of fields with one stem; what only explains the entry before is added to that."""
    boxes = [f for f in group if f.kind == "box"]
    rest = [f for f in group if f.kind != "box"]
    if boxes and before and not rest and _same_boxes(boxes[0], before[-1]):
        before[-1] = _more_ticks(before[-1], boxes)
        return
    first = boxes or rest[:1]
    extra = rest if boxes else rest[1:]
    if before and not boxes and _explains(first[0], before[-1]):
        before[-1] = _added(before[-1], first[0])
    else:
        before.append(_entry(first[0].name if data and len(group) == 1 else stem, first, data=data))
    for field in extra:
        before[-1] = _added(before[-1], field)


def _entry(stem: str, fields: Sequence[FormField], *, data: bool) -> Entry:
    first = fields[0]
    stem = first.name if _parted(first.name)[1] in {"comment", "file"} else stem
    number, question = wording.split_label(first.label)
    value, comment = _value(fields)
    shown = next((f for f in fields if f.value), first)
    comment = " ".join(filter(None, [comment, *(f.comment for f in fields)]))
    files = (*(name for f in fields for name in f.attachments), *wording.files(f"{value} {comment}"))
    return Entry(
        label=(stem.rpartition("/")[2] if data else _label(stem)) or number,
        question=question,
        answer=value,
        comment=comment,
        attachments=tuple(dict.fromkeys(files)),
        section=first.section,
        place=Place(page=shown.page, field=shown.name, line=shown.line),
        start=shown.start if value else -1,
        end=shown.end if value else -1,
    )


def _value(fields: Sequence[FormField]) -> tuple[str, str]:
    if fields[0].kind != "box":
        return ticks.read(fields[0].value)
    ticked = [f for f in fields if f.value]
    names = [_option(f) for f in ticked]
    return (", ".join(filter(None, names)) or ticked[0].value) if ticked else "", ""


def _option(field: FormField) -> str:
    """What a tick in a box means: the words beside it, else the end of its name."""
    if field.options:
        return field.options[0]
    return _NAMES.get(_parted(field.name)[1], "")


def _label(stem: str) -> str:
    """The id of a question in the name of a field; "" where programs made the name up."""
    last = stem.rpartition(".")[2] or stem
    return "" if _MEANINGLESS.fullmatch(last) or len(last) > 80 else last


def _same_boxes(box: FormField, before: Entry) -> bool:
    """Whether a box belongs to the question of the boxes before it."""
    return bool(box.label) and wording.split_label(box.label)[1] == before.question and bool(box.options)


def _more_ticks(entry: Entry, boxes: Sequence[FormField]) -> Entry:
    value, _ = _value(boxes)
    if not value:
        return entry
    first = next(f for f in boxes if f.value)
    answer = f"{entry.answer}, {value}" if entry.answer else value
    update: dict[str, object] = {"answer": answer}
    if not entry.answer:
        place = Place(page=first.page, field=first.name, line=first.line)
        update |= {"place": place, "start": first.start, "end": first.end}
    return entry.model_copy(update=update)


def _explains(field: FormField, before: Entry) -> bool:
    """Whether a field asks nothing of its own but to explain or prove the answer before it."""
    if field.kind != "text":
        return False
    label = field.label.strip(" :*")
    # beside a question on a page; values of data files that repeat a question answer it again
    if label and field.page is not None and before.question == wording.split_label(field.label)[1]:
        return True
    return wording.explains(label) or wording.proves(label)


def _added(entry: Entry, field: FormField) -> Entry:
    """The entry with the value of a field as its comment or attachment."""
    if not field.value:
        return entry
    what = _parted(field.name)[1]
    if what == "file" or (what != "comment" and wording.proves(field.label)):
        return entry.model_copy(update={"attachments": (*entry.attachments, field.value)})
    comment = f"{entry.comment} {field.value}".strip()
    files = dict.fromkeys((*entry.attachments, *wording.files(field.value)))
    return entry.model_copy(update={"comment": comment, "attachments": tuple(files)})
