"""A declaration for people: who, period, signature, each question with its answer and worth; and as a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

from supplychain_check.models.declaration import Answer, Declaration, Entry, Grade, Question, Role, Unsure, Value
from supplychain_check.reports.clean import clean, short
from supplychain_check.reports.csv import safe
from supplychain_check.reports.paper import Paper

COLUMNS = (
    *(
        "state",
        "section",
        "question",
        "wording",
        "answer",
        "value",
        "chosen",
        "explanation",
        "number",
        "date",
        "documents",
    ),
    *("worth", "why", "label in the file", "wording in the file", "matched by", "confidence", "candidates", "place"),
)
LIMITS = (
    "This is what the supplier says of itself, read by a machine and not reviewed. It shows what to ask; "
    "it proves nothing."
)
_WIDTHS = {"wording": 50, "answer": 30, "explanation": 60, "why": 40, "wording in the file": 50, "candidates": 30}
_TEXT, _QUOTE = 300, 200
_Cell = str | float | None


# --- for the terminal --------------------------------------------------------------------------------------


def write_declaration(paper: Paper, declaration: Declaration, *, verbose: bool = False) -> None:
    """Print a declaration.

    Args:
        paper: to print on.
        declaration: as read.
        verbose: all of each explanation, and what was matched how.
    """
    _head(paper, declaration)
    _warnings(paper, declaration)
    section = ""
    for question in declaration.form.questions:
        if answer := declaration.answer(question.id):
            if question.section != section:
                section = question.section
                paper.line()
                paper.line(section, "bold")
            _answer(paper, question, answer, verbose=verbose)
    _not_asked(paper, declaration)
    _unsure(paper, declaration, verbose=verbose)
    paper.line()
    paper.line(LIMITS, "dim")


def _head(paper: Paper, declaration: Declaration) -> None:
    form, answers = declaration.form, declaration.answers
    filled = sum(answer.value is not Value.BLANK for answer in answers)
    paper.line(f"{clean(declaration.document.name)}: {form.title} ({form.id} {form.version})", "bold")
    paper.line(f"{len(answers)} of the form's {len(form.questions)} questions are in the file; {filled} are answered.")
    paper.line(f"Who: {_said(declaration, 'entity', 'trading_name', 'identifier') or 'not stated'}")
    start, end = _said(declaration, "period_start"), _said(declaration, "period_end")
    paper.line(f"Period: {f'{start} to {end}' if start and end else f'to {end}' if end else start or 'not stated'}")
    paper.line(f"Signed: {_said(declaration, 'signatory', 'signatory_title', 'signed_on') or 'not stated'}")


def _said(declaration: Declaration, *roles: Role) -> str:
    return ", ".join(clean(text) for role in roles if (text := _in_role(declaration, role)))


def _in_role(declaration: Declaration, role: Role) -> str:
    """What stands in a role; a day in its plain form, and no "yes", "no" or "not applicable"."""
    ids = {question.id for question in declaration.form.questions if question.role == role}
    for answer in declaration.answers:
        if answer.question in ids and answer.value is Value.STATED:
            return answer.day.isoformat() if answer.day else answer.text or answer.entry.answer
    return ""


def _answer(paper: Paper, question: Question, answer: Answer, *, verbose: bool) -> None:
    paper.line(f"{question.id}: {clean(question.text)}", indent=2)
    text = f'"{clean(answer.text) if verbose else short(answer.text, _TEXT)}"' if answer.text else ""
    if question.role and answer.value is Value.STATED:
        paper.line("; ".join(map(clean, answer.chosen)) or text.strip('"'), indent=6)
    else:
        paper.line(_verdict(answer), indent=6)
        if text:
            paper.line(text, indent=6)
    if answer.entry.attachments:
        paper.line(f"Documents: {', '.join(map(clean, answer.entry.attachments))}", indent=6)
    paper.line(_where(answer, verbose=verbose), "dim", indent=6)


def _verdict(answer: Answer) -> str:
    """The answer in a word, and what it is worth; of a plain no there is nothing more to say."""
    stated = answer.value is Value.STATED
    plainly = "answered in words" if stated else answer.value.value
    head = "; ".join(map(clean, answer.chosen)) or plainly
    head = f"{head[:1].upper()}{head[1:]}"
    if answer.grade is Grade.NONE:
        return f"{head}: {answer.grade_reason}" if stated else head
    return f"{head}, {answer.grade.value}: {answer.grade_reason}"


def _place(entry: Entry) -> str:
    """Where an answer stands; the heading above it where the format has neither pages nor cells."""
    return str(entry.place) or (f'under "{short(entry.section, _QUOTE)}"' if entry.section else "place not known")


def _where(answer: Answer, *, verbose: bool) -> str:
    place = _place(answer.entry)
    if answer.matched_by == "id" and not verbose:
        return place
    how = f"matched by {answer.matched_by}, {answer.confidence:.2f}"
    asked = f'asked as "{short(answer.entry.question, _QUOTE)}"' if answer.entry.question else ""
    return "; ".join(filter(None, (place, how, asked if verbose or answer.matched_by == "meaning" else "")))


def _not_asked(paper: Paper, declaration: Declaration) -> None:
    if declaration.unasked:
        paper.line()
        paper.line("Not in the file", "bold")
        paper.line(", ".join(declaration.unasked), indent=2)


def _unsure(paper: Paper, declaration: Declaration, *, verbose: bool) -> None:
    near = [one for one in declaration.unsure if one.candidates]
    others = [one for one in declaration.unsure if not one.candidates]
    if near:
        paper.line()
        paper.line("For you to decide: it is not sure which question these answer, and they are not used", "bold")
    for one in near:
        paper.line(_asked(one.entry), indent=2)
        paper.line(f"perhaps {_candidates(one)}", indent=6)
        paper.line(_place(one.entry), "dim", indent=6)
    if others:
        paper.line()
        count = "One more line is" if len(others) == 1 else f"{len(others)} more lines are"
        paper.line(f"{count} near no question of the form{':' if verbose else ' (-v lists them).'}")
        for one in others if verbose else ():
            paper.line(f"{_asked(one.entry)} ({_place(one.entry)})", indent=2)
    if near:
        paper.line(
            "To decide once for all files with these questions: supplychain-check declaration map FILE -o mapping.toml"
        )


def _asked(entry: Entry) -> str:
    name = " ".join(filter(None, (clean(entry.label), short(entry.question, _QUOTE))))
    said = short("; ".join(filter(None, (entry.answer, entry.comment))), _QUOTE)
    return f'"{name}": {said or "blank"}'


def _candidates(one: Unsure) -> str:
    return ", ".join(f"{name} ({confidence:.2f})" for name, confidence in one.candidates)


def _warnings(paper: Paper, declaration: Declaration) -> None:
    if declaration.warnings:
        paper.line()
        paper.line("Look at this first", "bold")
    for warn in declaration.warnings:
        paper.item("!", warn.message)
        if warn.quote:
            paper.line(f'"{short(warn.quote, _QUOTE)}"', "dim", indent=7)


# --- as a table --------------------------------------------------------------------------------------------


def rows(declaration: Declaration) -> Iterator[dict[str, _Cell]]:
    """One row a question of the form, in its order, then one a line of the file that no question took."""
    for question in declaration.form.questions:
        answer = declaration.answer(question.id)
        yield {**_asks(question), **(_given(answer) if answer else {"state": "not in the file"})}
    for one in declaration.unsure:
        yield {"state": "not decided", **_entry(one.entry), "candidates": _candidates(one)}


def _asks(question: Question) -> dict[str, _Cell]:
    return {"section": question.section, "question": question.id, "wording": question.text}


def _given(answer: Answer) -> dict[str, _Cell]:
    return {
        "state": "blank" if answer.value is Value.BLANK else "answered",
        **_entry(answer.entry),
        "value": answer.value.value,
        "chosen": "; ".join(answer.chosen),
        "explanation": answer.text,
        "number": answer.number,
        "date": answer.day.isoformat() if answer.day else None,
        "worth": answer.grade.value,
        "why": answer.grade_reason,
        "matched by": answer.matched_by,
        "confidence": round(answer.confidence, 2),
    }


def _entry(entry: Entry) -> dict[str, _Cell]:
    return {
        "answer": entry.answer,
        "documents": "; ".join(entry.attachments),
        "label in the file": entry.label,
        "wording in the file": entry.question,
        "place": str(entry.place),
    }


def as_csv(declaration: Declaration) -> bytes:
    """The table as CSV in UTF-8 with a mark by which spreadsheets know it; no cell starts a formula."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe(row.get(name)) for name in COLUMNS] for row in rows(declaration))
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(declaration: Declaration) -> bytes:
    """The table as a workbook, with its heading kept in sight; no cell starts a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Answers"
    sheet.append(COLUMNS)
    for row in rows(declaration):
        sheet.append([safe(row.get(name)) for name in COLUMNS])
    for number, name in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 16)
    for row_cells in sheet.iter_rows():
        for cell in row_cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=cell.row == 1)
    sheet.freeze_panes = "D2"
    file = BytesIO()
    book.save(file)
    return file.getvalue()
