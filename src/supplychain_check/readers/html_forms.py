"""Questionnaires on web pages that were saved after they were filled in: what is written, ticked and chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from supplychain_check.models import FormField
from supplychain_check.readers.builder import clean

_TICKED, _UNTICKED = "☒", "☐"
_SILENT = frozenset({"hidden", "submit", "button", "reset", "image", "search", "password"})
_ASIDE = re.compile(r"search|newsletter|subscri|log-?in|sign-?in|cookie|consent", re.I)
_NO_WORDS = frozenset({"option", "textarea", "script", "style"})
_LONGEST = 1_500
_FEWEST = 3
_FEWEST_WORDS = 5
_MOST_FIELDS = 5_000
_UP = 4
"""How far above a field its question is looked for, in elements."""


@dataclass
class _Found:
    """A field with the words around it."""

    node: LexborNode
    kind: str
    name: str
    own: str
    asked: str
    section: str
    value: str


def take(tree: LexborHTMLParser) -> list[FormField]:
    """Return the fields of a questionnaire, and put their values into the page as text.

    A page that only has a search box, a contact form or the like is left as it is, and gives no fields.
    """
    found = list(_found(tree))
    if not _is_questionnaire(found):
        return []
    fields = list(_fields(found))
    for each in found:
        each.node.replace_with(f" {each.value} " if each.value else " ")
    for form in tree.css("form"):
        form.unwrap()
    return fields


def located(fields: list[FormField], text: str) -> Iterator[FormField]:
    """Give each field the offsets of its value in the text of the page, looked for in order."""
    at = 0
    for each in fields:
        value = clean(each.value)
        start = text.find(value, at) if value else -1
        if start >= 0:
            at = start + len(value)
            yield each.model_copy(update={"start": start, "end": at})
        else:
            yield each


def _found(tree: LexborHTMLParser) -> Iterator[_Found]:
    labels = {label.attributes.get("for") or "": label for label in tree.css("label[for]")}
    section, count = "", 0
    for node in tree.root.traverse() if tree.root is not None else ():
        tag = node.tag or ""
        if re.fullmatch("h[1-6]", tag):
            section = clean(node.text())
        if tag not in {"input", "select", "textarea"} or count > _MOST_FIELDS:
            continue
        kind = (node.attributes.get("type") or "text").lower() if tag == "input" else tag
        if kind in _SILENT or _is_aside(node):
            continue
        count += 1
        own = _own_label(tree, node, labels)
        held = _held(tree, node) if kind in {"checkbox", "radio"} or not own else ""
        before = _before(node, own) if not held and (kind == "radio" or not own) else ""
        asked = held or before or own
        yield _Found(
            node,
            kind,
            node.attributes.get("name") or node.attributes.get("id") or "",
            own,
            asked,
            section,
            _value(node, kind),
        )


def _is_aside(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag not in {"body", "html"}:
        named = f"{parent.attributes.get('class') or ''} {parent.attributes.get('id') or ''} {parent.attributes.get('role') or ''}"
        if parent.tag in {"nav", "header", "footer", "aside"} or _ASIDE.search(named):
            return True
        parent = parent.parent
    return False


def _is_questionnaire(found: list[_Found]) -> bool:
    """Whether the fields ask more than a contact form does: several long questions, or something is filled in."""
    asking = sum("?" in f.asked or len(f.asked.split()) >= _FEWEST_WORDS for f in found)
    filled = sum(bool(f.value) and f.value != _UNTICKED for f in found if f.kind != "select")
    return len(found) >= _FEWEST and (asking >= 2 or filled >= 2)


def _value(node: LexborNode, kind: str) -> str:
    if kind in {"checkbox", "radio"}:
        return _TICKED if "checked" in node.attributes else _UNTICKED
    if kind == "select":
        chosen = [o for o in node.css("option") if "selected" in o.attributes and o.attributes.get("value") != ""]
        return ", ".join(clean(o.text()) for o in chosen)
    return clean(node.text() if kind == "textarea" else node.attributes.get("value") or "")


def _own_label(tree: LexborHTMLParser, node: LexborNode, labels: dict[str, LexborNode]) -> str:
    """The label of one field: by its id, around it, or as an attribute."""
    attributes = node.attributes
    if (label := labels.get(attributes.get("id") or "\0")) is not None:
        return _words(label)
    parent = node.parent
    for _ in range(_UP):
        if parent is None or parent.tag in {"form", "fieldset", "table", "body"}:
            break
        if parent.tag == "label":
            return _words(parent)
        parent = parent.parent
    return clean(attributes.get("aria-label") or "") or _referred(tree, node)


def _referred(tree: LexborHTMLParser, node: LexborNode) -> str:
    """The text of the elements that name this one (aria-labelledby)."""
    ids = (node.attributes.get("aria-labelledby") or "").split()
    named = (tree.css_first(f'[id="{each}"]') for each in ids if re.fullmatch(r"[\w:.-]+", each))
    return clean(" ".join(_words(each) for each in named if each is not None))


def _held(tree: LexborHTMLParser, node: LexborNode) -> str:
    """The question of the group or row that holds a field: its legend, its name or its first cell."""
    parent = node.parent
    for _ in range(2 * _UP):
        if parent is None or parent.tag in {"form", "body", "html"}:
            break
        if parent.tag == "fieldset" and (legend := parent.css_first("legend")) is not None:
            return _words(legend)
        if parent.attributes.get("role") in {"radiogroup", "group"} and (named := _named(tree, parent)):
            return named
        if parent.tag == "tr" and (cell := parent.css_first("td, th")) is not None and (words := _words(cell)):
            return words
        parent = parent.parent
    return ""


def _named(tree: LexborHTMLParser, node: LexborNode) -> str:
    return clean(node.attributes.get("aria-label") or "") or _referred(tree, node)


def _before(node: LexborNode, own: str) -> str:
    """The nearest words before a field, or before what holds it; "" where another field comes first."""
    place: LexborNode | None = node
    for _ in range(_UP):
        if place is None or place.tag in {"form", "body", "html"}:
            break
        if words := _earlier(place, own):
            return words
        place = place.parent
    return ""


def _earlier(node: LexborNode, own: str) -> str:
    """The nearest words beside an element that stand before it and are no options of the same question."""
    earlier = node.prev
    for _ in range(2 * _UP):
        if earlier is None:
            break
        if earlier.tag == "-text":
            words = clean((earlier.text_content or "")[-_LONGEST:])
        else:
            words = "" if earlier.css_first("input, select, textarea, script, style") else _words(earlier)
        if words and words != own and earlier.tag != "label":
            return words
        earlier = earlier.prev
    return ""


def _words(node: LexborNode) -> str:
    """The text of an element without what can be chosen or written in it, cut where no question is that long."""
    parts: list[str] = []
    length = 0
    for inner in node.traverse(include_text=True):
        above = inner.parent
        if inner.tag == "-text" and (above is None or above.tag not in _NO_WORDS):
            parts.append(inner.text_content or "")
            length += len(parts[-1])
        if length > _LONGEST:
            break
    return clean(" ".join(parts)[:_LONGEST])


def _fields(found: list[_Found]) -> Iterator[FormField]:
    """Fields in order; buttons of one name together, and boxes under one question."""
    groups: dict[tuple[str, str], list[_Found]] = {}
    for index, each in enumerate(found):
        radio = each.kind == "radio" and each.name
        boxes = each.kind == "checkbox" and "?" in each.asked and each.asked != each.own
        key = ("radio", each.name) if radio else ("boxes", each.asked) if boxes else ("", str(index))
        groups.setdefault(key, []).append(each)
    for (kind, _), group in groups.items():
        first = group[0]
        if kind:
            ticked = [_option(each) for each in group if each.value == _TICKED]
            yield FormField(
                name=first.name.removesuffix("[]"),
                label=first.asked,
                value=", ".join(ticked),
                kind="choice",
                options=tuple(map(_option, group)),
                section=first.section,
            )
        elif first.kind in {"checkbox", "radio"}:
            value = _TICKED if first.value == _TICKED else ""
            yield FormField(
                name=first.name, label=first.own or first.asked, value=value, kind="box", section=first.section
            )
        else:
            yield FormField(name=first.name, label=first.asked, value=first.value, section=first.section)


def _option(found: _Found) -> str:
    """What choosing a button says: its label, the head of its column, else its value."""
    if found.own:
        return found.own
    return _column(found.node) or clean(found.node.attributes.get("value") or "")


def _column(node: LexborNode) -> str:
    """The head of the column of a table in which a field stands; "" where there is none."""
    cell = node.parent
    while cell is not None and cell.tag not in {"td", "th", "body"}:
        cell = cell.parent
    row = cell.parent if cell is not None and cell.tag in {"td", "th"} else None
    table = row
    while table is not None and table.tag != "table":
        table = table.parent
    if row is None or table is None or cell is None:
        return ""
    head = table.css_first("tr")
    place = next(
        (i for i, c in enumerate(c for c in row.iter() if c.tag in {"td", "th"}) if c.mem_id == cell.mem_id), -1
    )
    names = [_words(c) for c in head.iter() if c.tag in {"td", "th"}] if head is not None else []
    return names[place] if 0 <= place < len(names) else ""
