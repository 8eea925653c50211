"""Segments to Analysis: everything that does not depend on a pack, made once a document."""

from __future__ import annotations

from supplychain_check.analyse.facts import find_facts
from supplychain_check.analyse.firms import named_firm, own_words
from supplychain_check.analyse.formalities import formalities
from supplychain_check.analyse.identity import identify
from supplychain_check.analyse.laws import Law
from supplychain_check.analyse.specific import Grade, specificity
from supplychain_check.analyse.status import read_status
from supplychain_check.analyse.terms import dated, owned
from supplychain_check.analyse.topics import Prediction, TopicModel
from supplychain_check.models import Analysis, Document, FactKind, Identity, Reading, Segment, Specificity

_RISK = "risk_description"
_HARD_FACTS = frozenset({FactKind.COUNT, FactKind.PERCENT, FactKind.MONEY, FactKind.DATE})


def analyse(document: Document, segments: tuple[Segment, ...], model: TopicModel, laws: tuple[Law, ...]) -> Analysis:
    """Read a document's segments: topics, status, facts, identity, formalities.

    Args:
        document: as read.
        segments: of this document, in order.
        model: the topic model.
        laws: acts that a document may name as its own.
    """
    identity = identify(document, segments, laws)
    found, warnings = formalities(document, segments, identity, laws)
    predictions = model.predict(segments)
    firm, least = own_words(identity), model.info.threshold(_RISK)
    readings = tuple(
        _read(document, segments, segment, prediction, identity, firm, least)
        for segment, prediction in zip(segments, predictions, strict=True)
    )
    return Analysis(
        document_sha256=document.sha256,
        model=model.info,
        segments=segments,
        readings=readings,
        identity=identity,
        formalities=found,
        warnings=warnings,
    )


def _read(
    document: Document,
    segments: tuple[Segment, ...],
    segment: Segment,
    prediction: Prediction,
    identity: Identity,
    firm: frozenset[str],
    least: float,
) -> Reading:
    facts = find_facts(document, segment)
    intro = segments[segment.intro] if segment.intro is not None else None
    risk = prediction.topics.get(_RISK, 0) >= least
    hard = any(fact.kind in _HARD_FACTS for fact in facts)
    status = read_status(segment, intro, has_facts=hard, firm=firm, network=prediction.kinds, risk=risk)
    grade = Grade(Specificity.NONE, status.why_not)
    if not status.why_not:
        grade = specificity(facts, status.status, segment.text)
    return Reading(
        segment=segment.index,
        topics=prediction.topics,
        status=status.status,
        status_confidence=status.confidence,
        evidential=not status.why_not,
        why_not=status.why_not,
        specificity=grade.grade,
        specificity_reason=grade.reason,
        facts=facts,
        named_firm=named_firm(segment, identity, document.text),
        dated=dated(status.status, segment.text, facts),
        owned=owned(status.status, segment.text, facts),
    )
