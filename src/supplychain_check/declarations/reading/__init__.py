"""Filled-in questionnaires to entries: each question with its answer as they stand in the file, blank ones too.

What a document is made of decides how it is read: the fields of a form (`form_fields`), tables and sheets (`tables`),
and questions in running text (`running`). Nothing is made of the answers here; that is for `declarations.matching`
and `declarations.values`.
"""

from __future__ import annotations

from supplychain_check.declarations.reading import exports, form_fields, grids, running, tables
from supplychain_check.models import Document
from supplychain_check.models.declaration import Entry

_DATA = frozenset({"application/json", "application/yaml"})
_FEWEST = 3
"""Fields from which a document is a form; fewer are those of a signature or a search."""


def entries(document: Document) -> tuple[Entry, ...]:
    """Return the questions of a document with their answers, in its order; those left blank have the answer "".

    A document that is no questionnaire may give some entries too, such as the rows of a table of names and values;
    none of them will be matched to a question of a form.
    """
    data = document.media_type in _DATA
    found = form_fields.entries(document, data=data)
    if data:
        return tuple(found)
    shown = _shown(document)
    # words printed around the fields of a page look like questions and answers as well; several fields make an entry
    if len(found) >= _FEWEST and 2 * len(document.fields) >= sum(bool(entry.answer) for entry in shown):
        return tuple(found)
    asked = {entry.question.casefold() for entry in shown}
    return (*shown, *(entry for entry in found if entry.question.casefold() not in asked))


def respondents(document: Document) -> int:
    """How many suppliers answered in a document: more than one where an export has a row for each."""
    found = (exports.respondents(part) for part in grids.parts(document) if isinstance(part, grids.Grid))
    return max(found, default=1)


def _shown(document: Document) -> list[Entry]:
    """The entries of tables and running text."""
    found: list[tuple[int, Entry]] = []
    between: list[list[int]] = []
    for part in grids.parts(document):
        if isinstance(part, grids.Grid):
            found.extend((part.start, entry) for entry in tables.entries(document, part))
        else:
            between.append(part)
    found.extend(running.entries(document, between))
    return [entry for _, entry in sorted(found, key=lambda each: each[0])]
