"""Why a criterion got its level on a document: each rung, each condition, each sentence, and what nearly counted."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from supplychain_check.analyse.topics import TopicModel
from supplychain_check.authoring import words as say
from supplychain_check.authoring.trace import Trace, Tried, Words
from supplychain_check.criteria import Condition, Criterion, Level, Pack
from supplychain_check.errors import InputProblem, PackProblem
from supplychain_check.match import Matcher
from supplychain_check.models import (
    Assessment,
    Cap,
    Disclosure,
    DisclosureState,
    Document,
    DocumentKind,
    EvidenceStatus,
    Finding,
    Frozen,
    Options,
    Specificity,
    Unreadable,
)
from supplychain_check.pipeline import Pipeline, Prepared, Shelf
from supplychain_check.readers.box import Source

NEAR_KEPT = 100
"""So many near misses are kept for each condition; a statement of any length has fewer that are of interest."""


class Missing(Frozen):
    """What keeps a sentence from counting: its kind, the references, and in words."""

    kind: str
    names: tuple[str, ...]
    text: str


class Attempt(Frozen):
    """One sentence held against one condition.

    Attributes:
        level: what it counts for after the rules of fair scoring; 0 where it does not meet the condition.
        missing: empty where it meets the condition.
    """

    segment: int
    quote: str
    start: int
    end: int
    page: int | None
    headings: tuple[str, ...]
    status: EvidenceStatus
    specificity: Specificity
    specificity_reason: str
    words: tuple[Words, ...]
    missing: tuple[Missing, ...] = ()
    level: int = 0
    caps: tuple[Cap, ...] = ()


class Way(Frozen):
    """A condition and what came of it.

    Attributes:
        key: where it stands in the criterion's file.
        asks: the condition in words.
        enough: whether as many sentences met it as it asks for.
        near: sentences that miss exactly one thing; at most `NEAR_KEPT`, the closest first.
        next_best: where none misses only one thing, the closest that misses two.
    """

    key: str
    asks: str
    condition: Condition
    met: tuple[Attempt, ...]
    enough: bool
    near: tuple[Attempt, ...]
    next_best: Attempt | None = None


class Step(Frozen):
    """A rung of the ladder and the ways that lead to it."""

    level: int
    label: str
    points: float
    disclosure: str
    advice: str
    ways: tuple[Way, ...]

    @property
    def reached(self) -> dict[int, Attempt]:
        """Sentences that reach this rung by any way, each once, by segment."""
        return {attempt.segment: attempt for way in self.ways if way.enough for attempt in way.met}

    @property
    def near(self) -> tuple[Attempt, ...]:
        """Sentences that nearly reach this rung, each once, the closest first."""
        found: dict[int, Attempt] = {}
        for attempt in sorted((one for way in self.ways for one in way.near), key=_closeness):
            found.setdefault(attempt.segment, attempt)
        return tuple(attempt for segment, attempt in found.items() if segment not in self.reached)

    @property
    def next_best(self) -> Attempt | None:
        """Where no sentence comes near, the closest that misses two things."""
        found = sorted((way.next_best for way in self.ways if way.next_best), key=_closeness)
        return found[0] if found and not self.near else None


class Explanation(Frozen):
    """Why one criterion got its level on one document.

    Attributes:
        steps: from the top rung down.
        best: the sentence that decides, as the assessment has it.
        note: what a reader must know beside it, or "".
    """

    document: str
    pack: str
    pack_version: str
    criterion: str
    title: str
    question: str
    accuracy: str
    level: int
    top: int
    disclosure: DisclosureState
    reason: str
    best: Disclosure | None
    evidence_count: int
    steps: tuple[Step, ...]
    not_applicable: tuple[Way, ...] = ()
    applies_when: tuple[Way, ...] = ()
    note: str = ""


class Explainer:
    """A pack, ready to explain one of its criteria on any number of documents.

    Args:
        pack: resolved.
        criterion: its id.
        kind: score every document as this; what it seems to be if not given.
        shelf: documents assessed before, looked through for copied sentences as a check does.
        model: the topic model; the shipped one if not given.

    Raises:
        PackProblem: the pack has no such criterion.
    """

    def __init__(
        self,
        pack: Pack,
        criterion: str,
        kind: DocumentKind | None = None,
        shelf: Shelf | None = None,
        model: TopicModel | None = None,
    ) -> None:
        self.pack = pack
        self.criterion = chosen(pack, criterion)
        self._kind = kind
        self._shelf = shelf
        self._reader = Pipeline((), Options(kind=kind), model=model)
        self._matcher = Matcher(pack)

    def sources(self, path: Path) -> list[Source]:
        """The documents in a file."""
        return self._reader.sources([path])

    def explain(self, source: Source) -> Explanation:
        """Explain one document.

        Raises:
            InputProblem: it cannot be read.
        """
        prepared = self._reader.prepare(source)
        if isinstance(prepared, Unreadable):
            raise InputProblem(f"{prepared.path}: {prepared.message}", prepared.hint, reason=prepared.reason.value)
        return self._explain(prepared)

    def explain_document(self, document: Document) -> Explanation:
        """Explain a document that has been read."""
        return self._explain(self._reader.prepare_document(document))

    def disclosures(self, prepared: Prepared) -> tuple[Disclosure, ...]:
        """What the matcher finds for the criterion in a document, without copied sentences."""
        return self._matcher.match(prepared.document, prepared.analysis, {}).get(self.criterion.id, ())

    def _explain(self, prepared: Prepared) -> Explanation:
        found = prepared.analysis.identity.kind
        declared = found is DocumentKind.DECLARATION
        kind = self._kind or (DocumentKind.DECLARATION if declared else DocumentKind.STATEMENT)
        pipeline = Pipeline((self.pack,), Options(kind=kind), self._shelf)
        outcome = pipeline.assess(prepared)[0]
        assert isinstance(outcome, Assessment)
        finding = next(f for f in outcome.findings if f.criterion == self.criterion.id)
        # of a declaration the explanations are matched, laid out as a text of their own
        text = prepared.declared.document if prepared.declared else prepared.document
        trace = Trace(self._matcher, self.criterion, text, prepared.analysis, pipeline.copied(prepared))
        note = _GRADES if prepared.declared else _note(found, kind)
        return self._explanation(prepared, finding, trace, note)

    def _explanation(self, prepared: Prepared, finding: Finding, trace: Trace, note: str) -> Explanation:
        head, criterion = self.pack.head, self.criterion
        caps = {d.segment: d for d in trace.search.disclosures() if d.role == "evidence"}
        notes = {name: signal.note for name, signal in {**self.pack.signals, **criterion.signals}.items()}
        ways = _Ways(trace, caps, notes)
        return Explanation(
            document=prepared.path,
            pack=head.id,
            pack_version=head.version,
            criterion=criterion.id,
            title=criterion.title,
            question=criterion.question,
            accuracy=criterion.accuracy,
            level=finding.level,
            top=len(criterion.levels),
            disclosure=finding.disclosure,
            reason=finding.reason,
            best=next((d for d in finding.evidence if d.role == "evidence"), None),
            evidence_count=finding.evidence_count,
            steps=tuple(ways.step(rung) for rung in reversed(criterion.levels)),
            not_applicable=tuple(ways.stated("not_applicable", criterion.not_applicable)),
            applies_when=tuple(ways.stated("applies_when", criterion.applies_when)),
            note=note,
        )


_GRADES = (
    "This is a declaration: below stand the explanations of its answers. The level also rests on what the answers are "
    "worth, from a bare yes to one with figures: see check -v."
)


def _note(found: DocumentKind, kind: DocumentKind) -> str:
    if found is kind:
        return ""
    looks = "like no statement" if found is DocumentKind.OTHER else f"like a {found.value}"
    return f"This file looks {looks}; it is explained as a {kind.value} all the same."


def chosen(pack: Pack, criterion: str) -> Criterion:
    """A criterion of a pack by its id.

    Raises:
        PackProblem: there is none; the message names the closest.
    """
    by_id = {c.id: c for c in pack.criteria}
    if criterion in by_id:
        return by_id[criterion]
    close = difflib.get_close_matches(criterion, by_id, n=3, cutoff=0.4)
    meant = f"Did you mean {say.listed(close, 'or')}? " if close else ""
    raise PackProblem(
        f"The pack {pack.head.id} has no criterion {criterion!r}.",
        f"{meant}See them all with: supplychain-check packs show {pack.head.id}",
    )


class _Ways:
    """Conditions to ways, for one criterion on one document."""

    def __init__(self, trace: Trace, counted: dict[int, Disclosure], notes: dict[str, str]) -> None:
        self._trace = trace
        self._counted = counted
        self._notes = notes

    def step(self, rung: Level) -> Step:
        return Step(
            level=rung.level,
            label=rung.label,
            points=rung.points,
            disclosure=rung.disclosure,
            advice=rung.advice,
            ways=tuple(
                self._way(f"levels[{rung.level}].when[{n}]", c, rung.statuses(c), rung)
                for n, c in enumerate(rung.when, 1)
            ),
        )

    def stated(self, key: str, conditions: Sequence[Condition]) -> Iterator[Way]:
        for number, condition in enumerate(conditions, 1):
            yield self._way(f"{key}[{number}]", condition, condition.status or tuple(EvidenceStatus), None)

    def _way(self, key: str, condition: Condition, statuses: tuple[EvidenceStatus, ...], rung: Level | None) -> Way:
        tried = [*self._trace.tried(condition, statuses), *self._trace.aside(condition)]
        met = [one for one in tried if not one.misses and not one.why_not]
        near, two = (
            sorted(
                (
                    self._attempt(one, condition, None)
                    for one in tried
                    if len(one.misses) + bool(one.why_not) == lacking
                ),
                key=_closeness,
            )
            for lacking in (1, 2)
        )
        return Way(
            key=key,
            asks=say.condition(condition, rung),
            condition=condition,
            met=tuple(self._attempt(one, condition, rung) for one in met),
            enough=len(met) >= condition.min_count,
            near=tuple(near[:NEAR_KEPT]),
            next_best=two[0] if two and not near else None,
        )

    def _attempt(self, tried: Tried, condition: Condition, rung: Level | None) -> Attempt:
        segment, reading = tried.unit.segment, tried.unit.reading
        counted = self._counted.get(segment.index) if rung else None
        caps = tuple(cap for cap in counted.caps if rung and cap.level < rung.level) if counted else ()
        level = min([rung.level, *(cap.level for cap in caps)]) if rung else 0
        return Attempt(
            segment=segment.index,
            quote=segment.text,
            start=segment.start,
            end=segment.end,
            page=segment.page,
            headings=segment.headings,
            status=reading.status,
            specificity=reading.specificity,
            specificity_reason=reading.specificity_reason,
            words=tuple(self._trace.words(tried.unit, condition)),
            missing=tuple(self._missing(tried)),
            level=level,
            caps=caps,
        )

    def _missing(self, tried: Tried) -> Iterator[Missing]:
        if tried.why_not:
            yield Missing(kind="evidence", names=(), text=say.why_not(tried.why_not))
        for miss in tried.misses:
            text = say.miss(miss, tried.unit.reading.status, tried.unit.reading.specificity)
            meant = [self._notes[name].rstrip(".") for name in miss.names if self._notes.get(name)]
            yield Missing(kind=miss.kind, names=miss.names, text=f"{text} ({'; '.join(meant)})" if meant else text)


def _closeness(attempt: Attempt) -> tuple[bool, int, int]:
    """A sentence that lacks a figure or the right status is nearer than one that is about something else."""
    wording = any(missing.kind in {"all", "any"} and ":" not in "".join(missing.names) for missing in attempt.missing)
    return wording, -len({w.reference for w in attempt.words if w.where == "sentence"}), attempt.start
