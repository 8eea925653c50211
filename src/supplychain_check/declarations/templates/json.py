"""Empty forms as JSON, for programs that hold the answers already."""

from __future__ import annotations

import json
from typing import Any

from supplychain_check.declarations.templates.layout import YES_NO, introduction
from supplychain_check.models.declaration import Form, Question, QuestionKind


def write(form: Form) -> bytes:
    """Make the file: an object with the form's name and a list of questions, each with room for the answer."""
    made = {
        "id": form.id,
        "type": "form",
        "version": form.version,
        "title": form.title,
        "instructions": list(introduction(form)[:-1]),
        "questions": [_question(question) for question in form.questions],
    }
    return (json.dumps(made, indent=2, ensure_ascii=False) + "\n").encode()


def _question(question: Question) -> dict[str, Any]:
    options = YES_NO if question.kind is QuestionKind.YES_NO else question.options
    said = {
        "section": question.section,
        "question": question.text,
        "help": question.help,
        "please_explain": question.explain,
        "only_if": question.only_if,
        "options": list(options),
    }
    several = question.kind is QuestionKind.CHOICES
    return {
        "id": question.id,
        "kind": question.kind.value,
        **{key: value for key, value in said.items() if value},
        "answer": [] if several else "",
        "explanation": "",
        "document": "",
    }
