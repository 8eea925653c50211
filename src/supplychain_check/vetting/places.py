"""What is told of another country or of another firm of the group than the answer speaks of."""

from __future__ import annotations

from supplychain_check.vetting.asked import Asked, Papers, Raised
from supplychain_check.vetting.countries import codes
from supplychain_check.vetting.formal import stated, words

_OF_ORIGIN = frozenset({"country"})
"""Kinds that are about countries themselves."""


def elsewhere(pair: Raised, asked_: Asked, papers: Papers) -> Raised:
    """A pair as it was raised, or as one of scope: "none in New Zealand" is not contradicted by a case in Australia."""
    if pair.outcome != "contradicted" or pair.kind in _OF_ORIGIN:
        return pair
    own = set(codes(" ".join([asked_.words, *(words(one) for one in stated(papers.declaration, "entity"))])))
    there = set(codes(pair.said.segment.text))
    if own and there and not own & there and (papers.group or codes(asked_.words)):
        reason = f"{pair.reason} The statement speaks of another country there."
        return pair._replace(outcome="differs in scope", reason=reason, confidence=pair.confidence * 0.7)
    return pair
