"""The text of a document as a whole: how it reads, and how much of it says something."""

from __future__ import annotations

from supplychain_check.models.document import Frozen


class TextProfile(Frozen):
    """Figures about a text; they describe it, and change no level.

    Attributes:
        words: in sentences, list items and table rows.
        sentences: how many of these there are; headings are left out.
        words_a_sentence: mean length of sentences, list items and rows apart; 0 without any.
        reading_grade: years of schooling that the sentences ask for (Flesch and Kincaid); None below ten sentences.
        silent: share of `sentences` that are on no topic, 0 to 1.
        evidence: how many sentences are on a topic and can be evidence; the next three are shares of them, 0 to 1.
        claims: values, zero tolerance, expectations.
        specific: with a date, a name or a figure of the firm's own; `measured` among them.
        measured: with a figure of the firm's own.
        common: indexes of the segments whose sentence also stands in statements of several other firms.
        common_share: their share of `sentences`, 0 to 1.
    """

    words: int
    sentences: int
    words_a_sentence: float
    reading_grade: float | None
    silent: float
    evidence: int
    claims: float
    specific: float
    measured: float
    common: tuple[int, ...] = ()
    common_share: float = 0.0
