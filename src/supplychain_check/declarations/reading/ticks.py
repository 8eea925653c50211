"""Boxes and crosses: what was ticked in a cell or line, and what stands there unticked."""

from __future__ import annotations

import re

_ON, _OFF = "☒☑✓✔✗✘■●◉⊠√🗹", "☐□○◯▢"
_TICK = re.compile(rf"[\[(]?\s*[xX×{_ON}]\s*[\])]?")
_EMPTY = re.compile(rf"[{_OFF}]|\[\s*\]|\(\s*\)|_{{2,}}|\.{{4,}}|…+")
_MARK = re.compile(rf"[\[(]\s*[xX×{_ON}]?\s*[\])]|[{_ON}{_OFF}]")
_WORDS = (
    r"yes|no|n/?a|n\.a\.?|not applicable|not relevant|partly|partial(?:ly)?|in progress|planned|true|false|y|n"
    r"|don[’']?t know|do not know|not known|unknown|unsure|not sure|none|other"
)
_OPTION = re.compile(_WORDS, re.I)
_LEADS = re.compile(rf"({_WORDS})\b[\s.,:;–—-]*(.*)", re.I | re.S)
_UNCHOSEN = re.compile(rf"\(?(?:{_WORDS})(?:(?:\s*[/|,]\s*|\s+or\s+|\s+)(?:{_WORDS}))+\)?", re.I)
_ASKED = re.compile(r"\W*(?:file|document|attachment|answer|response)s? required\W*", re.I)
_EDGE = " \t/|,;:"


def is_tick(text: str) -> bool:
    """Whether a cell holds nothing but a tick or cross."""
    return bool(_TICK.fullmatch(text.strip()))


def is_blank(text: str) -> bool:
    """Whether a cell holds nothing: white space, an empty box, a line to write on, or options none of which is chosen."""
    text = text.strip()
    return not text or bool(_EMPTY.fullmatch(text) or _UNCHOSEN.fullmatch(text) or _ASKED.fullmatch(text))


def is_option(text: str) -> bool:
    """Whether a text is one of the usual answers to choose from, such as yes, no and not applicable."""
    return bool(_OPTION.fullmatch(text.strip().rstrip(".")))


def read(text: str) -> tuple[str, str]:
    """Return the answer in a text, and free text beside it.

    Of options with boxes only those that are ticked are the answer ("☐ Yes ☒ No" is "No"); "" where none is. A text
    without boxes is the answer as it stands.
    """
    text = text.strip()
    if is_blank(text):
        return "", ""
    marks = list(_MARK.finditer(text))
    if not marks or is_tick(text):
        return text, ""
    options, rest = _options(text, marks)
    if len(options) == 1 and not options[0][1]:
        return (text, "") if options[0][0] else ("", rest)
    ticked = [_cut(option) for on, option in options if on]
    comments = [_cut(option)[1] for _, option in options]
    answer = ", ".join(name for name, _ in ticked if name)
    if not answer and ticked:
        answer = "☒"
    return answer, " ".join(filter(None, [rest, *comments]))


def _options(text: str, marks: list[re.Match[str]]) -> tuple[list[tuple[bool, str]], str]:
    """Each option with whether it is ticked, and what stands before the first of them."""
    lead = text[: marks[0].start()].strip(_EDGE)
    if lead and not text[marks[-1].end() :].strip(_EDGE):
        # "Yes [x] No [ ]": the words stand before their boxes
        starts = [0, *(mark.end() for mark in marks)]
        return [(_on(m), text[a : m.start()].strip(_EDGE)) for a, m in zip(starts, marks, strict=False)], ""
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return [(_on(m), text[m.end() : end].strip(_EDGE)) for m, end in zip(marks, ends, strict=True)], lead


def _on(mark: re.Match[str]) -> bool:
    return any(sign in mark[0] for sign in f"xX×{_ON}")


def _cut(option: str) -> tuple[str, str]:
    """One of the usual answers, and the free text that follows it ("No - we hire directly")."""
    found = _LEADS.fullmatch(option)
    return (found[1], found[2].strip()) if found else (option, "")
