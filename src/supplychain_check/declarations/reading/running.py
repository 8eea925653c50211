"""Questions and answers in running text: numbered questions with what follows them, and names with values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from supplychain_check.declarations.reading import ticks, wording
from supplychain_check.models import Block, BlockKind, Document
from supplychain_check.models.declaration import Entry, Place

_LEAD = re.compile(
    r"(?:(?P<answer>(?:answer|response|reply|ans|a)\s?\d{0,3})|(?P<comment>comments?|explanation|details?|remarks?|notes?|please explain"
    r"|please give details|further information|if (?:yes|no)[^:]{0,60})|(?P<file>attachments?|attached|evidence|documents?"
    r"|supporting documents?))\s*(?::|\s[–—-]\s)\s*",
    re.I,
)
_KEY = re.compile(r"([A-Z][^:.?!|]{0,60}):(?:\s+(.*))?$", re.S)
_SIGNING = re.compile(
    r"(?:full |print(?:ed)? )?(?:name|signed|signature|date|position|title|job title|role)\b.{0,30}", re.I
)
_HINT = re.compile(r"\(([^()]{2,40})\)\s*")
_INSIDE = re.compile(
    r"(?<=\S)\s((?:(?:Full |Job )?(?:Name|Title)|Position|Role|Date|Signed|Signature|On behalf of|Answer|Response|Comments?"
    r"|Explanation|Details|Attachments?|Evidence|Supporting documents?|Please explain)\s*:)"
)
_FAREWELL = re.compile(
    r"(?:(?:kind|best|warm) regards|regards|many thanks|yours (?:sincerely|faithfully|truly)|sincerely|ng[aā] mihi)\b",
    re.I,
)
_PARTED = re.compile(r"(?:q\.? ?)?\d{1,2}(?:\.\d{1,2})+[.)]?|q\.? ?\d{1,3}[.)]?", re.I)
_MOST_KEY, _MOST_VALUE = 7, 25
_FEWEST, _FEWEST_KEYS = 2, 3


@dataclass(frozen=True)
class _Words:
    text: str
    start: int
    end: int


@dataclass
class _Asked:
    """A question that was met, with the stretches of text that answer it."""

    label: str
    question: str
    section: str
    at: int
    key: bool = False
    answers: list[_Words] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)


def entries(document: Document, stretches: Sequence[Sequence[int]]) -> list[tuple[int, Entry]]:
    """Return the questions and named values in these blocks with their offsets, and what follows each as its answer.

    A single question in a text is no questionnaire, nor are one or two names with values: then nothing is returned.

    Args:
        document: what was read.
        stretches: indexes of the blocks; between two stretches stands a table, beyond which no answer reaches.
    """
    reader = _Reader(document)
    asked = [found for indexes in stretches for found in reader.run([document.blocks[i] for i in indexes])]
    if sum(not found.key for found in asked) < _FEWEST:
        asked = [found for found in asked if found.key]
    if sum(found.key for found in asked) < _FEWEST_KEYS and all(found.key for found in asked):
        return []
    return [(found.at, _entry(document, found)) for found in asked]


class _Reader:
    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._section = ""
        self._open: _Asked | None = None
        self._number = ""

    def run(self, blocks: Sequence[Block]) -> Iterator[_Asked]:
        for block, after in zip(blocks, [*blocks[1:], None], strict=True):
            if after is not None and self._is_number(block, after):
                self._number = wording.plain_label(self._words(block))
            else:
                yield from self._block(block)
                self._number = ""
        yield from self._close()

    def _words(self, block: Block) -> str:
        return self._text[block.start : block.end]

    def _is_number(self, block: Block, after: Block) -> bool:
        """Whether a block is the number of the question after it, as where a table has no lines between its cells."""
        text, asked = self._words(block), self._words(after)
        if not any(map(str.isdigit, text)) or not wording.is_label(text) or wording.split_label(asked)[0]:
            return False
        answered = self._open is None or bool(self._open.answers)
        return "?" in asked and (answered or bool(_PARTED.fullmatch(text)))

    def _block(self, block: Block) -> Iterator[_Asked]:
        for words in _split(_Words(self._text[block.start : block.end], block.start, block.end)):
            found = self._question(words, block)
            if found is None and block.kind is BlockKind.HEADING and not (self._open and _LEAD.match(words.text)):
                yield from self._close()
                self._section = words.text
            elif found is not None:
                yield from self._close()
                self._open = found
            elif _FAREWELL.match(words.text):
                yield from self._close()
            elif self._open is not None:
                self._add(_with_tick(words, block.marker))

    def _close(self) -> Iterator[_Asked]:
        if self._open is not None:
            yield self._open
        self._open = None

    def _question(self, words: _Words, block: Block) -> _Asked | None:
        """The question with which a block starts, with the part of its answer that stands in the same block."""
        if _LEAD.match(words.text) and self._open is not None:
            return None
        label, _ = wording.split_label(words.text)
        numbered = bool(label) or any(map(str.isalnum, block.marker))
        end = _end_of_question(words.text, numbered=numbered)
        if not end:
            return self._named(words, block, numbered=numbered)
        _, question = wording.split_label(words.text[:end])
        question = re.sub(r"^Q(?:uestion)?\s*[:.]\s*", "", question)
        found = _Asked(label or wording.plain_label(block.marker) or self._number, question, self._section, words.start)
        found.label = found.label if any(map(str.isalnum, found.label)) else ""
        self._rest(found, words, end)
        return found

    def _named(self, words: _Words, block: Block, *, numbered: bool) -> _Asked | None:
        """A name with its value, such as "Legal name: ..."; not where it may be part of an answer."""
        match = _KEY.match(words.text)
        if match is None or len(match[1].split()) > _MOST_KEY or len((match[2] or "").split()) > _MOST_VALUE:
            return None
        if match[2] and (wording.is_title(match[1]) or (self._heads(block) and not wording.names_supplier(match[1]))):
            return None
        waiting = self._open is not None and not self._open.answers and not self._open.key
        if waiting and not numbered and not _SIGNING.fullmatch(match[1]):
            return None
        label, name = wording.split_label(match[1])
        marker = wording.plain_label(block.marker)
        label = label or (marker if any(map(str.isalnum, marker)) else "")
        found = _Asked(label, name.strip(), self._section, words.start, key=True)
        self._rest(found, words, match.end(1) + 1)
        return found

    def _heads(self, block: Block) -> bool:
        """Whether a block stands where titles stand: it is a heading, or the first of all."""
        return block.kind is BlockKind.HEADING or not self._text[: block.start].strip()

    def _rest(self, found: _Asked, words: _Words, at: int) -> None:
        """Take what stands behind the question in its own block; "(Yes/No)" only says how to answer."""
        rest = words.text[at:]
        hint = _HINT.match(rest.lstrip())
        if hint and ticks.is_blank(hint[1]):
            at += len(rest) - len(rest.lstrip()) + hint.end()
            rest = words.text[at:]
        if rest.strip(" _."):
            start = words.start + at + len(rest) - len(rest.lstrip())
            self._sort(found, _Words(rest.strip(), start, words.end))

    def _add(self, words: _Words) -> None:
        if self._open is not None:
            self._sort(self._open, words)

    def _sort(self, found: _Asked, words: _Words) -> None:
        """Tell answers from comments and names of files by how the text starts."""
        lead = _LEAD.match(words.text)
        what = str(lead.lastgroup) if lead else "answer"
        rest = words.text[lead.end() :].strip() if lead else words.text
        if ticks.is_blank(rest) and lead:
            return
        if what == "file":
            found.attachments.append(rest)
        elif what == "comment":
            found.comments.append(rest)
        else:
            found.answers.append(_Words(rest, words.end - len(rest), words.end))


def _split(words: _Words) -> Iterator[_Words]:
    """Part lines that were joined to a paragraph: names of values and of comments start a new part."""
    named = bool(_KEY.match(words.text) or _LEAD.match(words.text))
    inside = (m for m in _INSIDE.finditer(words.text) if named or _LEAD.match(m[1]))
    for start, end in pairwise([0, *(match.start(1) for match in inside), len(words.text)]):
        part = words.text[start:end]
        yield _Words(part.strip(), words.start + start, words.start + start + len(part.rstrip()))


def _end_of_question(text: str, *, numbered: bool) -> int:
    """Where the question at the start of a text ends; 0 where it does not start with one."""
    stop = text.rfind("?") + 1
    if stop and (text.count("?") == 1 or len(text[:stop].split()) <= 60):
        return stop
    if stop:
        return text.find("?") + 1
    if numbered and wording.requests(wording.split_label(text)[1]):
        first = re.search(r"[.:](?:\s|$)", text[wording_start(text) :])
        return wording_start(text) + first.end() if first else len(text)
    return 0


def wording_start(text: str) -> int:
    """Where the words of a numbered text start, behind the number."""
    _, rest = wording.split_label(text)
    return text.find(rest)


def _with_tick(words: _Words, marker: str) -> _Words:
    """A tick that was taken for the bullet of a list item is put back."""
    return _Words(f"{marker} {words.text}", words.start, words.end) if ticks.is_tick(marker) else words


def _entry(document: Document, found: _Asked) -> Entry:
    words = found.answers
    short = len(words) > 1 and ticks.is_option(words[0].text)
    first, rest = (words[:1], words[1:]) if short else (words, [])
    answer, comment = ticks.read(" ".join(each.text for each in first))
    comment = " ".join(filter(None, [comment, *(each.text for each in rest), *found.comments]))
    span = {"start": first[0].start, "end": first[-1].end} if answer else {}
    at = first[0].start if first else found.at
    named = [name.strip() for text in found.attachments for name in re.split(r"[;,]\s", text)]
    return Entry(
        label=found.label,
        question=found.question,
        answer=answer,
        comment=comment,
        attachments=tuple(dict.fromkeys((*named, *wording.files(f"{answer} {comment}")))),
        section=found.section,
        place=Place(page=document.page_at(at)),
        **span,
    )
