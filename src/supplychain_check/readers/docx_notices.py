"""What the reader of a result must know of a Word document: what is hidden in it, and what was left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator


def notices(seen: Counter[str], kinds: Counter[str], *, macros: bool, mended: bool) -> list[str]:
    """Return warnings in plain words.

    Args:
        seen: what the walk counted.
        kinds: how many parts of each kind the document points to.
        macros: whether it holds macros.
        mended: whether its end is missing.
    """
    cut = (
        ["The file is cut off: its text is whole, but notes, running heads or styles may be missing."] if mended else []
    )
    return [*cut, *_unseen(seen), *_unaccepted(seen), *_unread(seen, kinds, macros)]


def _unseen(seen: Counter[str]) -> Iterator[str]:
    if seen["hidden"]:
        yield f"Hidden text was found ({_count(seen['hidden'], 'word')}) and not used, as nobody sees it on the page."
    if seen["white"]:
        yield f"Text in white on white was found ({_count(seen['white'], 'word')}) and not used."


def _unaccepted(seen: Counter[str]) -> Iterator[str]:
    if seen["insertions"] or seen["deletions"]:
        yield (
            f"The file holds tracked changes ({_count(seen['insertions'], 'insertion')},"
            f" {_count(seen['deletions'], 'deletion')}); it was read as if all were accepted."
        )
    if seen["comments"]:
        yield f"{_count(seen['comments'], 'comment')} in the margin left out."
    if seen["unfilled"]:
        yield f"{_count(seen['unfilled'], 'form field')} not filled in."


def _unread(seen: Counter[str], kinds: Counter[str], macros: bool) -> Iterator[str]:
    if macros:
        yield "The file holds macros; they were neither run nor read."
    embedded = kinds["oleObject"] + kinds["package"] + seen["chunks"]
    if embedded:
        yield f"{_count(embedded, 'embedded file')} not read; save what matters in a file of its own."


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
