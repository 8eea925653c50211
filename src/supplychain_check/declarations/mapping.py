"""The mapping file: which question of a form each question of a buyer's own questionnaire means.

`declaration map` writes one from a filled-in file; a person corrects it, and it serves for all files of that kind.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import Field

from supplychain_check.declarations.matched import Match
from supplychain_check.declarations.words import bare
from supplychain_check.errors import UsageProblem
from supplychain_check.mistakes import Mistakes, choose
from supplychain_check.models.declaration import Entry, Form, Question, Unsure
from supplychain_check.models.document import Frozen

IGNORE = "ignore"
"""Instead of the id of a question: the line of the file is none of the form's questions."""
_HEAD = """\
# Which question of the form {form} each question of a file means.
# Left stands the question in the file, right the id of the form's question: correct it where it is wrong.
# "" is undecided: the program decides again, file by file. "{ignore}" leaves the line out.
# Use it for every file with the same questions: supplychain-check declaration read FILE --mapping THIS
# The questions of the form, with their ids: supplychain-check declaration forms {form}
"""


class Mapping(Frozen):
    """What a person decided.

    Attributes:
        form: id of the form.
        questions: wording in the file to id, `IGNORE` or "" (undecided).
        labels: the same, for lines of the file that have a number or name but no wording.
    """

    form: str
    questions: dict[str, str] = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)

    def question(self, entry: Entry) -> str:
        """The id that an entry means, `IGNORE`, or "" where nothing was decided."""
        worded = {bare(wording): told for wording, told in self.questions.items()}
        with_section = bare(f"{entry.section} {entry.question}")
        return worded.get(with_section) or worded.get(bare(entry.question)) or self.labels.get(entry.label.strip(), "")


def load_mapping(path: Path, forms: Sequence[Form]) -> Mapping:
    """Read a mapping file.

    Args:
        path: a TOML file.
        forms: those that it may name.

    Raises:
        UsageProblem: it cannot be read or has mistakes; all of them are listed, each with its line.
    """
    mistakes = Mistakes(path.parent)
    data = mistakes.toml(path)
    mapping = mistakes.validate(Mapping, data, [path]) if data is not None else None
    if mapping:
        _look(mapping, path, {form.id: form for form in forms}, mistakes)
    if mistakes or mapping is None:
        found = "\n".join(f"  {one}" for one in mistakes.listed())
        raise UsageProblem(
            f"The mapping {path} has mistakes:\n{found}",
            "Correct them, or write it anew with: supplychain-check declaration map FILE -o mapping.toml",
        )
    return mapping


def _look(mapping: Mapping, path: Path, forms: dict[str, Form], mistakes: Mistakes) -> None:
    """What only the form can tell: names of forms and questions."""
    form = forms.get(mapping.form)
    if form is None:
        mistakes.add([path], ("form",), f"there is no form {mapping.form!r}{choose(mapping.form, forms)}")
        return
    known = {IGNORE, *(question.id for question in form.questions)}
    for table in ("questions", "labels"):
        for wording, told in getattr(mapping, table).items():
            if told and told not in known:
                says = f"{form.id} has no question {told!r}{choose(told, known)}; {IGNORE!r} leaves the line out"
                mistakes.add([path], (table, wording), says)


def write_mapping(form: Form, matches: Sequence[Match], unsure: Sequence[Unsure]) -> str:
    """The mapping of a file as TOML, with what it rests on as comments.

    Args:
        form: the form.
        matches: what was matched, in any order.
        unsure: what was not.
    """
    questions = {question.id: question for question in form.questions}
    lines = [(m.entry, m.question, _sure(m, questions[m.question])) for m in matches]
    lines += [(one.entry, "", _open(one, questions)) for one in unsure]
    tables: dict[str, list[str]] = {"questions": [], "labels": []}
    twice = _twice([entry for entry, _, _ in lines])
    for entry, told, why in lines:
        table = "questions" if bare(entry.question) else "labels"
        key = _key(entry, twice) if table == "questions" else entry.label.strip()
        if key:
            tables[table] += [*(f"# {_line(text)}" for text in why), f"{_quoted(key)} = {_quoted(told)}", ""]
    head = _HEAD.format(form=form.id, ignore=IGNORE)
    return "\n".join((head, f"form = {_quoted(form.id)}", "", *_tables(tables))).rstrip() + "\n"


def _tables(tables: dict[str, list[str]]) -> Iterator[str]:
    for name, lines in tables.items():
        if lines:
            yield f"[{name}]"
            yield from lines


def _sure(match: Match, question: Question) -> list[str]:
    place = f", {match.entry.place}" if str(match.entry.place) else ""
    return [f"{match.confidence:.2f} by {match.by}{place}: {question.text}"]


def _open(one: Unsure, questions: dict[str, Question]) -> list[str]:
    place = str(one.entry.place)
    head = f"UNDECIDED{f', {place}' if place else ''}"
    if not one.candidates:
        return [f"{head}: no question of the form seems near; {IGNORE!r} leaves it out"]
    return [f"{head}; perhaps:", *(f'  "{name}" ({p:.2f}): {questions[name].text}' for name, p in one.candidates)]


def _twice(entries: Sequence[Entry]) -> set[str]:
    """Wordings that stand more than once in the file, such as "Comments"."""
    return {said for said, count in Counter(bare(entry.question) for entry in entries).items() if count > 1}


def _key(entry: Entry, twice: set[str]) -> str:
    if bare(entry.question) in twice and entry.section:
        return f"{entry.section} {entry.question}"
    return entry.question


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _quoted(text: str) -> str:
    """A TOML string; JSON writes the same one for text without control characters."""
    return json.dumps(_line(text), ensure_ascii=False)
