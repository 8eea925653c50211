"""Values of JSON and YAML to text and fields: what is a question, its answer, a comment, a section.

Questionnaires come as records (``{"id": ..., "question": ..., "answer": ...}``), as answers by the id of their
question, or as files that only ask (the questions of a digital marketplace). Other data becomes rows of names and
values under headings.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from supplychain_check.errors import InputProblem
from supplychain_check.models import BlockKind, FormField, UnreadableReason
from supplychain_check.readers.builder import Builder, Draft, clean

MAX_DATA_BYTES = 10 * 1024 * 1024
"""Largest JSON or YAML file."""

MAX_DEPTH = 60
"""Deepest nesting of values."""

MAX_NODES = 200_000
"""Most values in one file, those counted again that are repeated by reference."""


@dataclass(frozen=True)
class Scalar:
    """A value that holds no others, as written; `line` counts from 1, None where unknown."""

    text: str
    line: int | None = None


@dataclass(frozen=True)
class Mapping:
    """Names with values, in the order of the file; a name may occur twice."""

    pairs: tuple[tuple[str, Node], ...]

    def get(self, names: frozenset[str]) -> Node | None:
        """The value of the first of these names that is there."""
        return next((value for key, value in self.pairs if _bare(key) in names), None)


Node = Scalar | Mapping | tuple["Node", ...]

_QUESTION = frozenset("question questiontext questiontitle requirement prompt query questionwording".split())
_NAME = frozenset("text title label name wording description".split())
_ANSWER = frozenset(
    "answer answers response responses value reply selected selection selectedoption selectedoptions choice yesno"
    " answertext answervalue".split()
)
_COMMENT = frozenset(
    "comment comments explanation details detail notes note remarks justification freetext furtherinformation reason"
    " supportinginformation additionalinformation".split()
)
_FILE = frozenset(
    "attachment attachments file files document documents evidence link url upload uploads filename".split()
)
_ID = frozenset("id key code ref reference number no questionid questionkey questionref qid slug".split())
_CHOSEN = frozenset({"selected", "checked", "chosen", "ticked"})
_KIND = frozenset({"type", "answertype", "questiontype", "responsetype", "inputtype"})
_ASKED = frozenset({"questions"})
_TRUE = frozenset({"true", "yes", "1", "on"})
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>")
_LONG = 40


def draft_of(roots: Sequence[Node], name: str) -> Draft:
    """Return the text and the fields of the values of one file.

    Raises:
        InputProblem: there is more text than the limit.
    """
    writer = _Writer(name)
    for root in roots:
        writer.visit(root, (), "")
    warnings = []
    if writer.twice:
        warnings.append(
            f"Names that the file gives twice in one place; all their values were read: {_some(writer.twice)}."
        )
    draft = writer.builder.build({}, warnings)
    return replace(draft, fields=tuple(_merged(writer.fields)))


def too_deep(name: str) -> InputProblem:
    """The problem of values nested too deeply, or repeated too often by reference."""
    return InputProblem(
        f"{name} nests or repeats its values beyond the limits ({MAX_DEPTH} levels, {MAX_NODES:,} values).",
        "Export the answers as a plain list of questions and answers, or as CSV or XLSX.",
        reason=UnreadableReason.LIMIT,
    )


def too_large(name: str) -> InputProblem:
    """The problem of a file larger than the limit."""
    return InputProblem(
        f"{name} is larger than {MAX_DATA_BYTES // 2**20} MB, the limit for JSON and YAML.",
        "Export only the answers of this supplier.",
        reason=UnreadableReason.TOO_LARGE,
    )


def damaged(name: str, what: str, line: int | None) -> InputProblem:
    """The problem of a file that is not written as its format asks."""
    where = f" in line {line}" if line else ""
    return InputProblem(
        f"{name} is not sound {what}{where}.",
        "Export it again, or have the program that made it check it.",
        reason=UnreadableReason.DAMAGED,
    )


def _bare(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.casefold())


def _some(names: Sequence[str]) -> str:
    shown = [clean(name)[:60] for name in list(names)[:5]]
    return ", ".join(shown) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _merged(fields: Sequence[FormField]) -> Iterator[FormField]:
    """Put answers by id to the questions that stand elsewhere in the same file."""
    asked = {f.name.rpartition("/")[2]: f for f in fields if f.label and not f.value and f.name}
    given = {f.name.rpartition("/")[2]: f for f in fields if f.value and not f.label}
    both = asked.keys() & given.keys()
    for each in fields:
        key = each.name.rpartition("/")[2]
        if key in both and each is asked[key]:
            found = given[key]
            update = {"value": found.value, "start": found.start, "end": found.end, "line": found.line or each.line}
            yield each.model_copy(update=update)
        elif key not in both or each is not given[key]:
            yield each


@dataclass(frozen=True)
class _Record:
    """A question with its answer, as the keys of a mapping give them."""

    id: str
    question: str
    answer: Node | None
    comment: str
    files: tuple[str, ...]
    rest: tuple[tuple[str, Node], ...]
    line: int | None


class _Writer:
    """Writes values down and keeps those that can be answers."""

    def __init__(self, name: str) -> None:
        self.builder = Builder()
        self.fields: list[FormField] = []
        self.twice: list[str] = []
        self._stem = name.rpartition(".")[0].rpartition(".")[2]
        self._tables = 0

    def visit(self, node: Node, path: tuple[str, ...], section: str, *, asks: bool = True) -> None:
        """Write a value; `asks` is False inside what only describes a question."""
        if isinstance(node, Scalar):
            self._paragraph(node)
        elif isinstance(node, Mapping):
            self._mapping(node, path, section, asks=asks)
        else:
            self._list(node, path, section, asks=asks)

    def _list(self, nodes: tuple[Node, ...], path: tuple[str, ...], section: str, *, asks: bool) -> None:
        for index, node in enumerate(nodes, start=1):
            pair = node if isinstance(node, tuple) and len(node) == 2 else ()
            if asks and pair and all(isinstance(each, Scalar) for each in pair):
                self._answer("", _text(pair[0]), pair[1], section)
            elif isinstance(node, Scalar):
                self.builder.add(BlockKind.LIST_ITEM, _shown(node.text), level=1)
            else:
                self.visit(node, (*path, str(index)), section, asks=asks)

    def _mapping(self, node: Mapping, path: tuple[str, ...], section: str, *, asks: bool) -> None:
        self.twice += [key for key, times in Counter(key for key, _ in node.pairs).items() if times > 1]
        if asks and (record := _record(node, "")):
            self._record(record, path, section)
            return
        self._tables += 1
        for key, value in node.pairs:
            self._pair(key, value, path, section, asks=asks)

    def _pair(self, key: str, value: Node, path: tuple[str, ...], section: str, *, asks: bool) -> None:
        inner = (*path, key)
        record = _record(value, key) if asks and isinstance(value, Mapping) else None
        if record is not None:
            self._record(record, path, section)
        elif _is_flat(value):
            name = "" if " " in key.strip() or key.endswith("?") else "/".join(inner)
            if asks:
                self._answer(name, "" if name else key, value, section, shown=key)
            else:
                self._row(key, _text(value))
        else:
            self.builder.add(BlockKind.HEADING, _words(key), level=min(6, len(inner)))
            self.visit(value, inner, _words(key), asks=asks)

    def _record(self, record: _Record, path: tuple[str, ...], section: str) -> None:
        name = record.id or "/".join(path) or self._stem
        nested = [(k, v) for k, v in record.rest if _holds_mappings(v) or _bare(k) in _ASKED]
        if nested and record.answer is None and any(_bare(k) in _ASKED for k, _ in nested):
            # a group of questions: its own wording introduces them
            self.builder.add(BlockKind.HEADING, _shown(record.question), level=min(6, len(path) + 1))
            section = _shown(record.question)
        else:
            self._answer(name, record.question, record.answer, section, record=record)
        for key, value in record.rest:
            if (key, value) not in nested:
                self._pair(key, value, path, section, asks=False)
        for key, value in nested:
            if _bare(key) in _ASKED and isinstance(value, tuple) and all(isinstance(v, Scalar) for v in value):
                for each in value:
                    self._answer(_text(each), "", None, section)
            else:
                self.visit(value, (*path, key), section, asks=_bare(key) not in _DESCRIBES)

    def _answer(
        self,
        name: str,
        label: str,
        value: Node | None,
        section: str,
        *,
        shown: str = "",
        record: _Record | None = None,
    ) -> None:
        """Write a question with its answer as a row, and keep it as a field."""
        text = _shown(_text(value)) if value is not None else ""
        label = _shown(label)
        comment = _shown(record.comment) if record else ""
        cells = [label or shown or name, text, *([comment] if comment else []), *(record.files if record else ())]
        before = len(self.builder)
        self.builder.row(cells, table=self._tables)
        start, end = self.builder.last.cells[1] if len(self.builder) > before and text else (-1, -1)
        line = _line(value) if value is not None else None
        self.fields.append(
            FormField(
                name=name,
                label=label,
                value=text,
                comment=comment,
                attachments=record.files if record else (),
                section=section,
                line=line or (record.line if record else None),
                start=start if end > start else -1,
                end=end if end > start else -1,
            )
        )

    def _row(self, key: str, text: str) -> None:
        words = _shown(text)
        if len(words.split()) > _LONG:
            self.builder.add(BlockKind.HEADING, _words(key), level=6)
            self.builder.add(BlockKind.PARAGRAPH, words)
        elif words:
            self.builder.row([_words(key), words], table=self._tables)

    def _paragraph(self, node: Scalar) -> None:
        for part in node.text.split("\n\n"):
            self.builder.add(BlockKind.PARAGRAPH, _shown(part))


_DESCRIBES = frozenset(
    "followup followups validations validation assessment options hint help advice choices items dependson conditions"
    " schema metadata".split()
)


def _record(node: Mapping, id: str) -> _Record | None:
    """The question in a mapping; None where it holds none."""
    question, named = node.get(_QUESTION), node.get(_NAME)
    answer, own = node.get(_ANSWER), node.get(_ID)
    answer = answer if answer is not None and _may_answer(answer) else None
    asked = question if isinstance(question, Scalar) and question.text.strip() else None
    if asked is None and isinstance(named, Scalar) and (answer is not None or _is_asked(node, named)):
        asked = named
    if asked is None and not (answer is not None and (id or isinstance(own, Scalar))):
        return None
    if question is None and answer is not None and asked is None and len(node.pairs) > 8:
        return None
    used = _COMMENT | _FILE | _ID
    label = asked.text if asked is not None else ""
    rest = tuple((k, v) for k, v in node.pairs if _bare(k) not in used and v is not asked and v is not answer)
    return _Record(
        _text(own) if isinstance(own, Scalar) else id,
        re.split(r"</p>|\n\s*\n", label.strip())[0],
        answer,
        _text(node.get(_COMMENT)),
        tuple(filter(None, (_shown(_text(each)) for each in _each(node.get(_FILE))))),
        rest,
        _line(asked) if asked is not None else None,
    )


def _is_asked(node: Mapping, name: Scalar) -> bool:
    """Whether a mapping without an answer is a question: it has an id, and a question mark or a kind of answer."""
    return node.get(_ID) is not None and ("?" in name.text or node.get(_KIND) is not None)


def _may_answer(node: Node) -> bool:
    """Whether a value can be an answer, and not a list of questions or of answers by their ids."""
    if isinstance(node, Mapping):
        return node.get(_ANSWER | _FILE | _CHOSEN) is not None and _record(node, "") is None
    if isinstance(node, Scalar):
        return True
    return all(isinstance(each, Scalar) or (isinstance(each, Mapping) and _is_part(each)) for each in node)


def _is_part(node: Mapping) -> bool:
    """Whether a mapping in a list is an option or a file rather than a question of its own."""
    chosen = node.get(_CHOSEN)
    if chosen is not None and _text(chosen).casefold() in _TRUE | {"false", "no", "0", "off"}:
        return True
    return _record(node, "") is None and node.get(_ANSWER | _QUESTION) is None


def _each(node: Node | None) -> tuple[Node, ...]:
    return () if node is None else node if isinstance(node, tuple) else (node,)


def _text(node: Node | None) -> str:
    """A value as text: of a list all, of options those chosen, of a mapping its own answer or all it holds."""
    if node is None:
        return ""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        chosen = node.get(_CHOSEN)
        name = node.get(_QUESTION | _NAME | _FILE) or node.get(_ANSWER)
        if chosen is not None and isinstance(name, Scalar):
            return name.text if _text(chosen).casefold() in _TRUE else ""
        answer = node.get(_ANSWER | _FILE)
        return _text(answer) if answer is not None else "; ".join(f"{k}: {t}" for k, v in node.pairs if (t := _text(v)))
    return ", ".join(filter(None, map(_text, node)))


def _line(node: Node) -> int | None:
    if isinstance(node, Scalar):
        return node.line
    inner = node if isinstance(node, tuple) else [value for _, value in node.pairs]
    return _line(inner[0]) if inner else None


def _is_flat(node: Node) -> bool:
    return isinstance(node, Scalar) or (isinstance(node, tuple) and all(isinstance(each, Scalar) for each in node))


def _holds_mappings(node: Node) -> bool:
    return isinstance(node, Mapping) or (isinstance(node, tuple) and any(isinstance(each, Mapping) for each in node))


def _shown(text: str) -> str:
    """Text on one line without the tags of HTML, which questions of web forms are written in."""
    if "<" in text and _MARKUP.search(text):
        text = _MARKUP.sub(" ", text)
    return clean(html.unescape(text) if "&" in text else text)


def _words(key: str) -> str:
    """A technical name as words: "recruitment_fees" and "recruitmentFees" are "recruitment fees"."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key).replace("_", " ").replace("-", " ")
    return parted.lower() if parted != key and " " not in key else key
