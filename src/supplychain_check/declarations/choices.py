"""Which of printed options an answer ticks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from supplychain_check.declarations.words import plain

_ON = r"[☒☑✓✔🗹■●◉](?:\ufe0f)?|\[\s?[xX✓✔]\s?\]|\(\s?[xX✓✔]\s?\)"
_OFF = r"[☐□○❏❑]|\[\s{0,3}\]|\(\s{1,3}\)|\[_+\]"
_BOX = re.compile(rf"(?P<on>{_ON})|(?P<off>{_OFF})")
_PARTS = re.compile(r"\s*(?:[;|\n•·]|,(?=\s))\s*")
_LETTERS_A_SLIP = 7
"""One slip of the pen (a letter wrong, missing, too many, or two swapped) is allowed in so many letters."""


class Ticked(NamedTuple):
    """Labels beside boxes, and the text that belongs to none."""

    on: tuple[str, ...]
    off: tuple[str, ...]


class Chosen(NamedTuple):
    """Options of a question, in its order, and what else was written."""

    options: tuple[str, ...]
    rest: str


def ticked(text: str) -> Ticked | None:
    """The labels beside ticked and empty boxes; None where there are no boxes.

    The box stands before each label, or behind each: before, if the text begins with one.
    """
    boxes = list(_BOX.finditer(text))
    if not boxes:
        return None
    gaps = [0, *(end for box in boxes for end in box.span()), len(text)]
    between = [text[start:end].strip(" \t\n,;:/|-") for start, end in zip(gaps[::2], gaps[1::2], strict=True)]
    labels = between[1:] if not between[0] else between[:-1]
    pairs = [(label, box["on"] is not None) for label, box in zip(labels, boxes, strict=True)]
    return Ticked(tuple(label for label, on in pairs if on), tuple(label for label, on in pairs if not on))


def choose(text: str, options: Sequence[str]) -> Chosen:
    """The options that a text names: by ticks, as a list, or inside it; the rest is free text."""
    boxes = ticked(text)
    if boxes is not None and (boxes.on or boxes.off):
        found = [(label, _same(label, options)) for label in boxes.on]
        chosen = {option for _, option in found if option}
        return Chosen(_ordered(chosen, options), "; ".join(label for label, option in found if not option))
    whole = _same(text, options)
    if whole:
        return Chosen((whole,), "")
    chosen, rest = set(), []
    for part in _whole_options_kept(text, options, chosen):
        option = _same(part, options) or _other(part, options)
        chosen.update([option] if option else [])
        rest += [] if option and _same(part, options) else [part]
    return Chosen(_ordered(chosen, options), "; ".join(rest))


def _whole_options_kept(text: str, options: Sequence[str], chosen: set[str]) -> list[str]:
    """Take options out of the text that have a comma or other separator in them; the parts that remain."""
    low = " ".join(text.replace("\n", " ; ").split())
    for option in sorted(options, key=len, reverse=True):
        if _PARTS.search(option) and (place := low.casefold().find(" ".join(option.casefold().split()))) >= 0:
            chosen.add(option)
            low = f"{low[:place]} ; {low[place + len(' '.join(option.split())) :]}"
    return [part for part in _PARTS.split(low) if any(map(str.isalnum, part))]


def _ordered(chosen: set[str], options: Sequence[str]) -> tuple[str, ...]:
    return tuple(option for option in options if option in chosen)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", " ", plain(text)).strip()


def _same(text: str, options: Sequence[str]) -> str:
    """The option that a text is, but for case, punctuation and a slip of the pen; "" if none."""
    from rapidfuzz.distance import OSA

    bare = _bare(text)
    exact = [option for option in options if _bare(option) == bare]
    if exact or not bare:
        return exact[0] if exact else ""
    close = [option for option in options if OSA.distance(bare, _bare(option)) <= min(len(bare) // _LETTERS_A_SLIP, 3)]
    return close[0] if len(close) == 1 else ""


def _other(text: str, options: Sequence[str]) -> str:
    """The option "Other", where the text begins with it and says which."""
    low = _bare(text)
    found = (option for option in options if _bare(option).split()[:1] == ["other"])
    return next(found, "") if low.split()[:1] == ["other"] else ""
