"""Finding and loading forms: one TOML file each, every mistake reported at once with file, line, key and remedy.

``criteria/README.md``, section "Declarations", says what a form holds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from supplychain_check.criteria import criteria_dir
from supplychain_check.errors import PackProblem
from supplychain_check.mistakes import Mistakes, choose
from supplychain_check.models.declaration import Form, Question, QuestionKind
from supplychain_check.packs import core_elements
from supplychain_check.toml_lines import Key

QUESTION_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*")
"""Ids of questions: they become names of fields in PDF files, and `parts` hangs its endings on them."""

_PATTERNS = {
    "id": (re.compile(r"[a-z0-9][a-z0-9-]*"), "lower-case letters, digits and hyphens, such as harbour-agency"),
    "version": (re.compile(r"\d+\.\d+\.\d+"), "three numbers in quotes, such as 1.2.3"),
    "jurisdiction": (re.compile(r"[a-z]{2}(-[a-z]{2})?|un"), "an ISO 3166 code in lower case, such as nz or gb"),
}
_WITH_OPTIONS = (QuestionKind.CHOICE, QuestionKind.CHOICES)
_Problem = tuple[Key, str]


def form_ids() -> tuple[str, ...]:
    """Ids of the forms that come with the tool: those of its own country first, then by name."""
    names = (path.stem for path in (criteria_dir() / "forms").glob("*.toml"))
    return tuple(sorted(names, key=lambda name: (not name.startswith("nz-"), name)))


@lru_cache(maxsize=1)
def shipped_forms() -> tuple[Form, ...]:
    """All forms that come with the tool.

    Raises:
        PackProblem: one of them was changed and has mistakes.
    """
    return tuple(load_form(name) for name in form_ids())


def load_form(id_or_path: str) -> Form:
    """Load a form by its id, or from a file of your own.

    Raises:
        PackProblem: there is no such form, or it has mistakes; all of them are listed.
    """
    path = _find(id_or_path)
    mistakes = Mistakes(path.parent)
    data = mistakes.toml(path)
    form = mistakes.validate(Form, data, [path]) if data is not None else None
    for key, says in _problems(data or {}, path):
        mistakes.add([path], key, says)
    if mistakes or form is None:
        found = mistakes.listed()
        raise PackProblem(
            f"The form in {path} has {len(found)} mistake{'s' if len(found) != 1 else ''}:",
            'The format is described in criteria/README.md under "Declarations".',
            found,
        )
    return form


def _find(name: str) -> Path:
    shipped, given = criteria_dir() / "forms" / f"{name}.toml", Path(name)
    # by its whole name, so that no path leads out of the directory of forms
    if name in form_ids():
        return shipped
    if given.is_file():
        return given
    raise PackProblem(
        f"There is no form {name!r}{choose(name, form_ids()) if given.suffix != '.toml' else ''}.",
        f"Forms that come with the tool: {', '.join(form_ids())}. Or give the path of a TOML file with a form.",
    )


# --- what the types cannot see ------------------------------------------------------------------------------


def _problems(data: Mapping[str, Any], path: Path) -> Iterator[_Problem]:
    for key, (pattern, write) in _PATTERNS.items():
        value = data.get(key)
        if isinstance(value, str) and not pattern.fullmatch(value):
            yield (key,), f"{value!r} will not do here; write {write}"
    if isinstance(data.get("id"), str) and data["id"] != path.stem:
        yield ("id",), f"the form is called {data['id']!r}, its file {path.name}; give both the same name"
    questions = [(n, q) for n, q in enumerate(_list(data.get("questions"))) if isinstance(q, Mapping)]
    if "questions" in data and not questions:
        yield ("questions",), "a form needs at least one question: [[questions]] with its keys below"
    by_id = {str(question.get("id")): question for _, question in questions}
    # hyphens get lost where labels are broken at the end of a line
    counts = Counter(str(question.get("id")).replace("-", "") for _, question in questions)
    for number, question in questions:
        for key, says in _question_problems(question, by_id, counts):
            yield ("questions", number, key), says


def _question_problems(
    question: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]], counts: Mapping[str, int]
) -> Iterator[tuple[str, str]]:
    name = question.get("id")
    if isinstance(name, str) and not QUESTION_ID.fullmatch(name):
        yield "id", f"{name!r} will not do here; write letters and digits, with hyphens between, such as fees-paid"
    elif counts[str(name).replace("-", "")] > 1:
        yield "id", f"several questions are called {name!r}, hyphens apart; each needs an id of its own"
    yield from _option_problems(question)
    known = core_elements()
    for element in _list(question.get("core_elements")):
        if element not in known:
            yield "core_elements", f"{element!r} is not in criteria/core-elements.toml{choose(str(element), known)}"
    yield from _condition_problems(question, by_id)


def _option_problems(question: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    options, kind = [str(option) for option in _list(question.get("options"))], question.get("kind")
    if kind in _WITH_OPTIONS and len(options) < 2:
        yield "options", "a question to choose from needs at least two answers"
    if options and kind not in _WITH_OPTIONS:
        yield "options", 'only a question of the kind "choice" or "choices" has answers to choose from'
    twice = sorted(option for option, times in Counter(o.strip().casefold() for o in options).items() if times > 1)
    if twice:
        yield "options", f"{twice[0]!r} stands here twice; keep one of them"


def _condition_problems(
    question: Mapping[str, Any], by_id: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    asked_if = question.get("only_if")
    if not asked_if:
        return
    above = by_id.get(str(asked_if))
    if above is None or above is question:
        yield "only_if", f"there is no other question {asked_if!r}{choose(str(asked_if), by_id)}"
    elif above.get("kind", QuestionKind.YES_NO) != QuestionKind.YES_NO:
        yield "only_if", f'{asked_if!r} is not a question of the kind "yes_no"'
    elif question.get("small_firms") and not above.get("small_firms"):
        yield "only_if", f"a small firm answers this question but not {asked_if!r} on which it depends"


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


# --- what of a form is asked --------------------------------------------------------------------------------


def for_small_firms(form: Form) -> Form:
    """The form with only the questions that a small firm answers; the same form where it sets none apart.

    The ids stay as they are, so that a filled-in short form is read as the form itself.
    """
    kept = tuple(question for question in form.questions if question.small_firms)
    return form.model_copy(update={"questions": kept}) if kept else form


def sections(form: Form) -> dict[str, tuple[Question, ...]]:
    """The questions under the headings of their sections, in order."""
    found: dict[str, tuple[Question, ...]] = {}
    for question in form.questions:
        found[question.section] = (*found.get(question.section, ()), question)
    return found
