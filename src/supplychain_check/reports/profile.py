"""The text as a whole, for the long form: length, how it reads, and how much of it says something."""

from __future__ import annotations

from collections.abc import Iterator

from supplychain_check.models import TextProfile
from supplychain_check.reports import wording
from supplychain_check.reports.paper import Paper

COMMON = "a common sentence: it also stands in statements of several other firms"


def write_profile(paper: Paper, profile: TextProfile | None) -> None:
    """Print the figures about a text; nothing where there are none."""
    if profile is None or not profile.sentences:
        return
    paper.line()
    paper.line("The text as a whole", "bold")
    for line in _lines(profile):
        paper.line(line, indent=2)
    paper.line("These figures describe the text; they change no level.", "dim", indent=2)


def _lines(profile: TextProfile) -> Iterator[str]:
    sentences = wording.plural(profile.sentences, "sentence")
    yield f"Length: {profile.words:,} words in {sentences}, list items and table rows."
    if profile.reading_grade is not None:
        yield (
            f"Reading: {profile.words_a_sentence:g} words a sentence; grade {profile.reading_grade:g}, about the years of "
            "schooling that it asks for (Flesch and Kincaid)."
        )
    yield f"On no topic of modern slavery: {_of(profile.silent, sentences)}."
    if profile.evidence:
        yield (
            f"Of {wording.plural(profile.evidence, 'sentence')} that can be evidence, {profile.claims:.0%} are values or "
            f"expectations, {profile.specific:.0%} give a name, a date or a figure, {profile.measured:.0%} a figure."
        )
    common = f"{len(profile.common)} of {sentences} ({profile.common_share:.0%})"
    yield f"Common wording, as in statements of several other firms: {common}."


def _of(share: float, whole: str) -> str:
    return f"{share:.0%} of {whole}"
