"""The evidence status of a sentence from two judges: word lists, and a network that has learned from labelled sentences.

They are weighed as independent witnesses are (naive Bayes): what each says counts by how often readers say the same of
such sentences, against how often they say it of any sentence. On sentences by themselves the lists add nothing to the
network (alone it gives 0.85 of 4,676 the readers' status, both 0.84); they count where they read more than the network,
which does not see the sentence that introduces a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from supplychain_check.analyse.wording import word_list
from supplychain_check.models import EvidenceStatus

_SENTENCE, _ITEM = 0.2, 1.0
"""Weight of the word lists: for a sentence by itself, and where they have read or heard more than it."""
_LEAST = 1e-6
_TORN = 0.5
"""Confidence where the lists are kept to only because the network is unsure."""
_SURE, _SURER = 0.75, 0.9
"""What is done for the word lists is something less only where the network is sure: from 0.75 it was right in 0.85 of 612
such sentences, below in 0.47 of 283. It must be surer to call them context, as which it takes short plain sentences too
often."""


class Place(NamedTuple):
    """What is known of a sentence beside its words.

    Attributes:
        introduced: whether the lists have read a sentence that introduces this one.
        agreed: whether the models of promises and denials say the same as the lists.
        risk: whether it describes a risk, which is then no mere claim: "we see the greatest risk in our packhouses".
        rule: whether it says that something is not done without something else, which is no denial.
    """

    introduced: bool = False
    agreed: bool = False
    risk: bool = False
    rule: bool = False


def judged(
    lists: EvidenceStatus, sure: float, network: Mapping[str, float], place: Place
) -> tuple[EvidenceStatus, float]:
    """The likeliest status, and the probability that it tells rightly what is done from what is not.

    Args:
        lists: what the word lists say.
        sure: how surely they are right.
        network: probability of each status.
        place: in which it stands.
    """
    weight = _ITEM if place.introduced or place.agreed else _SENTENCE
    lifts = _lifts()[lists]
    shares = {status: max(network[status.value], _LEAST) * lifts[status] ** weight for status in EvidenceStatus}
    whole = sum(shares.values())
    best, done = max(shares, key=lambda status: shares[status]), shares[EvidenceStatus.ACTION] / whole
    if _seen_by_lists(lists, best, place):
        return lists, sure
    if lists is EvidenceStatus.ACTION is not best and shares[best] / whole < _least(best):
        return lists, _TORN
    return best, round(done if best is EvidenceStatus.ACTION else 1 - done, 2)


@lru_cache(maxsize=1)
def _lifts() -> dict[EvidenceStatus, dict[EvidenceStatus, float]]:
    """By what the lists say: how much oftener readers take such a sentence for each status than any sentence."""
    read = word_list("status")["read"]
    total, size = sum(map(sum, read.values())), len(EvidenceStatus)
    of_all = [sum(row[column] for row in read.values()) / total for column in range(size)]
    return {
        said: {
            status: (read[said.value][column] + 1) / (sum(read[said.value]) + size) / of_all[column]
            for column, status in enumerate(EvidenceStatus)
        }
        for said in EvidenceStatus
    }


def _seen_by_lists(lists: EvidenceStatus, best: EvidenceStatus, place: Place) -> bool:
    """Whether the lists know better what the network thinks shows less.

    Of an item such as "forced labour and debt bondage" the network sees no more than a fragment.
    """
    if best is EvidenceStatus.CONTEXT:
        return place.introduced and lists is not EvidenceStatus.CONTEXT
    if best is EvidenceStatus.DENIAL:
        return place.rule and lists is not EvidenceStatus.DENIAL
    described = lists in {EvidenceStatus.ACTION, EvidenceStatus.CONTEXT}
    return best is EvidenceStatus.CLAIM and place.risk and described


def _least(best: EvidenceStatus) -> float:
    return _SURER if best is EvidenceStatus.CONTEXT else _SURE
