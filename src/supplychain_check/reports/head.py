"""The head of a result: what was read, how well, against what, and what a person should look at first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supplychain_check.models import Assessment, PackInfo, Warn
from supplychain_check.models.assessment import FormInfo
from supplychain_check.reports import wording
from supplychain_check.reports.clean import clean, short
from supplychain_check.reports.paper import Paper
from supplychain_check.reports.particulars import formalities_line, particulars
from supplychain_check.reports.scores import accuracy_line, mandatory_line, switches_line, total_lines

_STATUS = {
    "in force": "in force",
    "draft": "a draft, not in force",
    "voluntary": "voluntary",
    "lapsed": "lapsed",
}


def write_head(paper: Paper, assessment: Assessment, extra_warnings: tuple[Warn, ...]) -> None:
    """Print the head of one assessment."""
    paper.line(wording.heading(assessment).upper(), "bold")
    identity = assessment.identity
    paper.line(clean(identity.title.value) if identity.title else clean(assessment.document.name), "bold")
    paper.line(_who(assessment))
    paper.line(_what(assessment))
    if assessment.form:
        paper.line(_form(assessment.form))
    for law in identity.laws[:2]:
        named = short(clean(law.text).replace("(", "").replace(")", ""), 50)
        paper.line(f"Follows, by its own words: {named} ({clean(law.value)}){wording.on_page(law.page)}")
    if not assessment.form:
        paper.line(formalities_line(assessment))
    pack = assessment.pack
    paper.line(f"Criteria: {clean(pack.title)}, version {pack.version}, {_STATUS.get(pack.status, pack.status)}.")
    if pack.notes:
        paper.line(clean(" ".join(pack.notes)), "dim", indent=2)
    for line in (switches_line(pack), accuracy_line(assessment)):
        if line:
            paper.line(line, "dim", indent=2)
    write_warnings(paper, (*assessment.warnings, *extra_warnings))
    paper.line(mandatory_line(assessment))
    for line in total_lines(assessment):
        paper.line(line, "bold")


def _form(form: FormInfo) -> str:
    """With which form a declaration was read, and how much of it was answered."""
    left = [
        f"{number} {words}"
        for number, words in (
            (form.blank, "left blank"),
            (form.unasked, "not in the file"),
            (len(form.unsure), "of the file's own not matched, and not used"),
        )
        if number
    ]
    worth = ", ".join(f"{number} {grade}" for grade, number in form.grades.items() if number)
    return (
        f"Form: {clean(form.title)} ({clean(form.id)} {clean(form.version)}): {form.answered} of "
        f"{wording.plural(form.questions, 'question')} answered{f' ({worth})' if worth else ''}"
        f"{''.join(f'; {part}' for part in left)}."
    )


def _who(assessment: Assessment) -> str:
    identity = assessment.identity
    who = wording.first_entity(identity) or "reporting entity not found"
    when = wording.period(identity)
    return f"{who}; {f'period {when}' if when else 'reporting period not found'}"


def _what(assessment: Assessment) -> str:
    return f"{clean(assessment.document.name)}: {', '.join(_traits(assessment))}."


def _traits(assessment: Assessment) -> Iterator[str]:
    document = assessment.document
    asked = assessment.options.kind
    yield f"scored as a {asked.value}, as you asked" if asked else wording.kind(assessment.identity)
    if assessment.options.draft:
        yield "draft (signature and approval not due)"
    yield wording.plural(document.pages, "page") if document.pages else f"{document.words:,} words"
    if document.language != "en":
        yield f"language {clean(document.language)}"
    yield wording.quality(document.quality)


def write_warnings(paper: Paper, warnings: Iterable[Warn]) -> None:
    """Print what a person should look at, each with its page."""
    for warn in warnings:
        paper.item("!", f"{clean(warn.message)}{wording.on_page(warn.page)}", "yellow", indent=0)


def write_provenance(paper: Paper, assessment: Assessment) -> None:
    """Print what made the result, so that it can be repeated and checked."""
    document, pack, model = assessment.document, assessment.pack, assessment.model
    others = wording.plural(assessment.shared_checked, "other document")
    paper.line()
    paper.line("What the document says of itself", "bold")
    for label, value in particulars(assessment):
        paper.line(f"{label}: {value}.", indent=2)
    paper.line()
    paper.line("How this was made", "bold")
    for line in (
        f"Kind of document: {clean(assessment.identity.kind_reason) or 'no reason kept'}.",
        *(f'Not matched with a question of the form: "{clean(entry)}".' for entry in _unsure(assessment)),
        f"File: {clean(document.path)}, {document.words:,} words, read by {clean(document.reader)}, "
        f"SHA-256 {document.sha256}.",
        f"Criteria: {pack.id} {pack.version}, {_scoring(pack)}, SHA-256 {pack.sha256}.",
        f"Topics: {clean(model.name)} {clean(model.version)} ({clean(model.accuracy)}).",
        f"Copied sentences were looked for in {others}.",
        f"Made by version {assessment.tool_version} on {assessment.created:%Y-%m-%d %H:%M %Z}.",
    ):
        paper.line(line, indent=2)


def _unsure(assessment: Assessment) -> tuple[str, ...]:
    return assessment.form.unsure if assessment.form else ()


def _scoring(pack: PackInfo) -> str:
    extends = f"extends {clean(pack.extends)}, " if pack.extends else ""
    return f"{extends}scoring: {', '.join(pack.scoring)}"
