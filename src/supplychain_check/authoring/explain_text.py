"""An explanation as text: about a screen of it, or all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from supplychain_check.authoring import words as say
from supplychain_check.authoring.explain import Attempt, Explanation, Step, Way
from supplychain_check.authoring.trace import Words
from supplychain_check.models import DisclosureState, Specificity
from supplychain_check.reports.clean import clean, short
from supplychain_check.reports.paper import MARK_WIDTH, Paper
from supplychain_check.reports.wording import LIMITS, on_page

QUOTE = 240
_WITH_FACTS = frozenset({Specificity.SPECIFIC, Specificity.MEASURED})
_INDENT = 2 + MARK_WIDTH
_WHERE = {
    "sentence": "",
    "introduction": " (where the list begins)",
    "heading": " (a heading above)",
    "nearby": " (another sentence)",
}


def render(
    explanation: Explanation, *, width: int, colour: bool = False, unicode: bool = True, verbose: bool = False
) -> str:
    """Write an explanation.

    Args:
        explanation: of one criterion on one document.
        width: in columns.
        colour: with ANSI colours.
        unicode: False keeps to ASCII.
        verbose: every condition with every sentence, the words and their places; else about a screen.
    """
    paper = Paper(width, colour=colour, unicode=unicode)
    _write_head(paper, explanation)
    for step in explanation.steps:
        (_write_step_whole if verbose else _write_step)(paper, step, explanation)
    _write_stated(paper, explanation, verbose=verbose)
    paper.line()
    if not verbose:
        paper.line("Every condition and every sentence: the same command with -v.", "dim")
    paper.line(LIMITS, "dim")
    return paper.text()


def _write_head(paper: Paper, explanation: Explanation) -> None:
    e = explanation
    paper.line("UNREVIEWED MACHINE READING", "bold")
    paper.line(f"{e.criterion}: {clean(e.title)}", "bold")
    paper.line(clean(e.question))
    paper.line(f"{clean(e.document)}, against {e.pack} {e.pack_version}; {clean(e.accuracy)}", "dim")
    if e.note:
        paper.line(e.note, "yellow")
    paper.line()
    level = f"Level {e.level} of {e.top}, {e.disclosure.value}" if e.top else e.disclosure.value.capitalize()
    paper.line(f"{level}: {clean(e.reason)}", "bold")


def _write_step(paper: Paper, step: Step, explanation: Explanation) -> None:
    """One rung in short: the sentence that reached it, or the one that came nearest."""
    reached = _best_first(step.reached.values(), explanation)
    if reached:
        held = all(attempt.level < step.level for attempt in reached)
        how = "but held at a lower level" if held else "reached"
        paper.item(f"{step.level}", f"{clean(step.label)}: {how}, by {say.counted(len(reached), 'sentence')}.")
        if step.level == explanation.level or held:
            _write_attempt(paper, reached[0])
        return
    paper.item(f"{step.level}", f"{clean(step.label)}: not reached.")
    if step.level < explanation.level:
        return
    _write_short_counts(paper, step)
    if step.near:
        count = say.counted(len(step.near), "sentence nearly counts", "sentences nearly count")
        paper.line(f"{count}; the nearest:", indent=_INDENT)
        _write_attempt(paper, step.near[0])
    elif step.next_best:
        paper.line("No sentence lacks only one thing; the nearest lacks two:", indent=_INDENT)
        _write_attempt(paper, step.next_best)
    else:
        paper.line("No sentence comes near.", indent=_INDENT)


def _write_short_counts(paper: Paper, step: Step) -> None:
    for way in step.ways:
        if way.met and not way.enough:
            paper.line(
                f"{say.counted(len(way.met), 'sentence')} would do, but {way.condition.min_count} are needed.",
                indent=_INDENT,
            )


def _best_first(attempts: Iterable[Attempt], explanation: Explanation) -> list[Attempt]:
    best = explanation.best.segment if explanation.best else -1
    return sorted(attempts, key=lambda a: (a.segment != best, -a.level, a.start))


def _write_attempt(paper: Paper, attempt: Attempt, *, verbose: bool = False) -> None:
    quote = clean(attempt.quote) if verbose else short(attempt.quote, QUOTE)
    paper.line(f'"{quote}"{on_page(attempt.page)}', indent=_INDENT)
    paper.line(f"It has {'; '.join(_words(attempt.words, verbose=verbose))}.", "dim", indent=_INDENT + 2)
    if attempt.missing:
        paper.line(f"It does not count: it {' and '.join(clean(m.text) for m in attempt.missing)}.", indent=_INDENT + 2)
    elif not any(words.reference.startswith("formality:") for words in attempt.words):
        why = f": {clean(attempt.specificity_reason)}" if attempt.specificity in _WITH_FACTS else ""
        read = f"It reads as {say.STATUSES[attempt.status]}, with {say.DETAIL[attempt.specificity]}{why}."
        paper.line(read, "dim", indent=_INDENT + 2)
    for cap in attempt.caps:
        paper.line(f"Held at level {cap.level}: {clean(cap.reason)}.", "yellow", indent=_INDENT + 2)


def _words(found: tuple[Words, ...], *, verbose: bool) -> Iterator[str]:
    """Each reference with the words that met it; in short only the first words of each."""
    seen: set[str] = set()
    for one in found:
        if one.reference in seen and not verbose:
            continue
        seen.add(one.reference)
        where = f" (characters {one.start} to {one.end})" if verbose and one.start >= 0 else ""
        name, colon, _ = one.reference.partition(":")
        label = say.reference(one.reference) if colon else name
        # a formality is most often the whole sentence, which stands just above
        yield (
            label if name == "formality" and not verbose else f'{label}: "{clean(one.words)}"{_WHERE[one.where]}{where}'
        )


def _write_step_whole(paper: Paper, step: Step, explanation: Explanation) -> None:
    paper.line()
    count = say.counted(len(step.reached), "sentence")
    paper.line(f"Level {step.level}, {step.disclosure}: {clean(step.label)}. Reached by {count}.", "bold")
    for number, way in enumerate(step.ways, 1):
        _write_way(paper, number, way)
    if step.level > explanation.level:
        paper.line(f"To reach it: {clean(step.advice)}", indent=2)


def _write_way(paper: Paper, number: int, way: Way) -> None:
    paper.line(f"Way {number} ({way.key}). {way.asks}", indent=2)
    if way.met:
        enough = "" if way.enough else f", but {way.condition.min_count} are needed"
        paper.line(f"{say.counted(len(way.met), 'sentence meets', 'sentences meet')} it{enough}:", indent=4)
    for attempt in way.met:
        _write_attempt(paper, attempt, verbose=True)
    if way.near:
        paper.line(f"{say.counted(len(way.near), 'sentence misses', 'sentences miss')} it by one thing:", indent=4)
    for attempt in way.near:
        _write_attempt(paper, attempt, verbose=True)
    if not way.met and way.next_best:
        paper.line("No sentence lacks only one thing; the nearest lacks two:", indent=4)
        _write_attempt(paper, way.next_best, verbose=True)
    elif not way.met and not way.near:
        paper.line("No sentence comes near.", "dim", indent=4)


def _write_stated(paper: Paper, explanation: Explanation, *, verbose: bool) -> None:
    """Facts by which the criterion does not apply, or by which it does."""
    for ways, name in (
        (explanation.not_applicable, "Does not apply where the document states it"),
        (explanation.applies_when, "Applies only where the document states it"),
    ):
        met = [attempt for way in ways if way.enough for attempt in way.met]
        if not ways or not (verbose or met or explanation.disclosure is DisclosureState.NOT_ASKED):
            continue
        paper.line()
        paper.line(f"{name}: {say.counted(len(met), 'sentence does', 'sentences do') if met else 'none does'}.", "bold")
        if verbose:
            for number, way in enumerate(ways, 1):
                _write_way(paper, number, way)
        elif met:
            _write_attempt(paper, met[0])
