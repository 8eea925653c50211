"""What the first predicate of a sentence says: done, promised, denied, only if, valued.

There is no parser here: places of words in the sentence stand for its structure. What is said first counts: "We train
our buyers and will train our drivers" is done, "We will train the drivers whom we hired" is a promise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from supplychain_check.analyse.evidence import Said
from supplychain_check.analyse.wording import phrase_set
from supplychain_check.models import EvidenceStatus
from supplychain_check.phrases import Hit

_PAST_FORM = re.compile(r"[a-z]{2,}ed\Z")
_NOT_PAST = frozenset(
    "need indeed exceed proceed succeed speed feed seed breed hundred based related committed red bed unrelated "
    "dedicated opposed determined expected so-called aimed intended planned united limited encouraged".split()
)
irregular = frozenset(
    "held found made paid repaid told taken given sent led run bought kept set put done met drawn built sold".split()
)
_NEVER = 10_000
_PROMISED = (EvidenceStatus.COMMITMENT, EvidenceStatus.HYPOTHETICAL)


@lru_cache(maxsize=256)
def _hits(words: tuple[str, ...]) -> tuple[Hit, ...]:
    return phrase_set("status", "words").find(words)


def past_form(word: str) -> bool:
    """Whether a word ends as past forms do and is none of those that only look so."""
    return _PAST_FORM.match(word) is not None and word not in _NOT_PAST


def bare_yes(words: tuple[str, ...]) -> bool:
    """Whether a sentence is no more than a yes, or "not applicable"."""
    return words[:1] in {("yes",), ("n",)} and len(words) < 12


def weigh(
    words: tuple[str, ...], intro_names: frozenset[str], names: frozenset[str], said: Said, *, has_facts: bool
) -> tuple[EvidenceStatus, str]:
    """The status after word lists and models, and the way to it: "words", "model", or "both" where they agree.

    A claim is "alone" where the sentence has no other predicate. Only a denial can come from a model alone: promises that no word list sees were seldom right. A denial of the word
    lists that the model does not see, behind another predicate, is no denial: "We check that there is no risk".

    Args:
        words: as `judge` takes it, like the next two and the last.
        intro_names: see there.
        names: see there.
        said: what the models say.
        has_facts: see there.
    """
    found = judge(words, intro_names, names, has_facts=has_facts)
    if found is EvidenceStatus.DENIAL and (_about_others(words) or (not said.negative and _made_sure(words))):
        return judge(words, intro_names, names - {"denial"}, has_facts=has_facts), "words"
    if found is EvidenceStatus.DENIAL:
        return found, "both" if said.negative else "words"
    if said.negative and found in {EvidenceStatus.ACTION, EvidenceStatus.CONTEXT} and _denies_first(words):
        return EvidenceStatus.DENIAL, "model"
    if found is EvidenceStatus.CLAIM:
        act, claim = _first_act(words), _first(words, "claim")
        return found, "alone" if act == _NEVER or "that" in words[claim:act] else "words"
    return found, "both" if found in _PROMISED and said.future else "words"


def _made_sure(words: tuple[str, ...]) -> bool:
    """Whether what is denied is only what something else shall make sure of."""
    act, denied = _first_act(words), _first(words, "denial")
    return act < denied and bool(_TO_ENSURE & set(words[act:denied]))


def _about_others(words: tuple[str, ...]) -> bool:
    """Whether the denial stands in a clause about somebody else: "in regions that do not ..."."""
    denied = _first(words, "denial")
    return _first_act(words) < denied and bool(_RELATIVE & set(words[max(0, denied - 2) : denied]))


_TO_ENSURE = frozenset("that ensure ensures ensuring verify verifies check whether requires require requiring".split())


def _denies_first(words: tuple[str, ...]) -> bool:
    """Whether a "not" stands in the first predicate, and in no rule: "We do not yet train", not "who do not know"."""
    place = next((at for at, word in enumerate(words) if word in _NO), _NEVER)
    relative = bool(_RELATIVE & set(words[:place]))
    return place <= _first_act(words) and not relative and not _BOUND & set(words)


_NO = frozenset("no not never nor neither none nil cannot".split())
_RELATIVE = frozenset("who whom which that whose where".split())
_BOUND = frozenset("shall must should will may would if".split())


def judge(
    words: tuple[str, ...], intro_names: frozenset[str], names: frozenset[str], *, has_facts: bool
) -> EvidenceStatus:
    """The status by word lists alone.

    Args:
        words: tokens of the sentence.
        intro_names: lists of which a phrase stands in the sentence that introduces the list.
        names: lists of which a phrase stands in the sentence.
        has_facts: whether it carries a count, share, sum of money or date.
    """
    if bare_yes(words):
        return EvidenceStatus.CLAIM
    if "answer_no" in names:
        return EvidenceStatus.DENIAL
    if _depends(words) or ("hypothetical" in intro_names and not _first_act(words) < _NEVER):
        return EvidenceStatus.HYPOTHETICAL
    if "denial" in names and "not_denial" not in names:
        return EvidenceStatus.DENIAL
    return _first_said(words, intro_names, names, has_facts=has_facts)


def _first_said(
    words: tuple[str, ...], intro_names: frozenset[str], names: frozenset[str], *, has_facts: bool
) -> EvidenceStatus:
    act = _first_act(words)
    promise, claim = _first(words, "commitment"), _first(words, "claim", _main_clause(words))
    if claim < promise < act and "that" in words[claim:promise]:
        return EvidenceStatus.CLAIM  # "We expect that suppliers will ..."
    if promise < act and words[promise] == "shall" and words[promise - 1] != "we":
        return EvidenceStatus.CLAIM  # what a code says that others shall do
    if "reference" in names or says_what_a_word_means(words, names, has_facts=has_facts):
        return EvidenceStatus.CONTEXT
    if "not_commitment" in names:
        return EvidenceStatus.CLAIM if min(claim, promise) < act else EvidenceStatus.ACTION
    if promise < act or ("commitment" in intro_names and not {"past", "not_commitment"} & names):
        return EvidenceStatus.COMMITMENT
    if (claim <= act and claim < _NEVER) or ("claim" in intro_names and not has_facts and not past_form(words[0])):
        return EvidenceStatus.CLAIM
    told = {"act_words"} & (names | intro_names) and (has_facts or {"actor", "instrument"} & (names | intro_names))
    done = any(map(past_form, words)) or "past" in names
    return EvidenceStatus.ACTION if told or done or act < _NEVER else EvidenceStatus.CONTEXT


def says_what_a_word_means(words: tuple[str, ...], names: frozenset[str], *, has_facts: bool) -> bool:
    """Whether nobody in particular "is a", "is the" something: "A social audit is an inspection of a site"."""
    equals = any(first in _BE and second in {"a", "an", "the"} for first, second in pairwise(words))
    return equals and not has_facts and "actor" not in names


def _first(words: tuple[str, ...], name: str, start: int = 0) -> int:
    """The place, from `start` on, where a phrase of a list first begins; far behind the end where there is none."""
    hits = _hits(words)
    return min((hit.places[0] for hit in hits if hit.name == name and hit.places[0] >= start), default=_NEVER)


_BE = frozenset("is are was were".split())
_AUXILIARIES = frozenset("is are was were be been being may must can cannot should has have had do does did".split())
_NO_VERB_AFTER = frozenset(
    "to who which that our the a an of this these those their its any all and or for in on with by modern supply code "
    "not will shall would could might may can must should".split()
)
"""After these a word of the lists of verbs is an infinitive, in a clause about somebody else, or a noun."""
_PREDICATE = frozenset("a an the one part based required".split())


def _first_act(words: tuple[str, ...]) -> int:
    """The place of the first verb in the indicative; clauses before a comma that say only when are left out."""
    start = _main_clause(words)
    return next((at for at in _acts(words) if at >= start), _NEVER)


def _acts(words: tuple[str, ...]) -> Iterator[int]:
    hits = _hits(words)
    listed = {hit.places[0] for hit in hits if hit.name == "act_words"}
    actor = min((hit.places[0] for hit in hits if hit.name == "actor"), default=_NEVER)
    for at, word in enumerate(words):
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in _AUXILIARIES:
            # "We are a member of": in place; "an audit is an inspection": no more than what a word means
            if actor < at and word in _BE and before not in {"who", "which", "that"} and after in _PREDICATE:
                yield at
        elif _finite_past(words, at) or (at in listed and at > 0 and before not in _NO_VERB_AFTER):
            yield at


_SUBJECTS = frozenset("we i it they who has have had was were is are been also and company group board team".split())


def _finite_past(words: tuple[str, ...], at: int) -> bool:
    """Whether a past form is a verb of its own, not what describes a noun: "labour supplied to us will be ..."."""
    before = words[at - 1] if at else ""
    if not past_form(words[at]) or before in {"to", "be", "being", "a", "an", "the", "any"}:
        return False
    return before in _SUBJECTS or not (_FINITE & set(words[at:]))


_FINITE = frozenset("will shall is are was were has have can may must would".split())


_WHEN = frozenset("once when after if where until before unless while although following whilst as in to".split())


def _main_clause(words: tuple[str, ...]) -> int:
    if words[:1] and words[0] in _WHEN and "," in words:
        return words.index(",") + 1
    return 0


_MODALS = frozenset("will would may shall could must might should can reserves reserve".split())
_ONLY_IF = frozenset("if unless".split())
_EMPTY = frozenset(
    "possible necessary appropriate applicable relevant required any needed practicable so prescribed permitted allowed".split()
)


def _depends(words: tuple[str, ...]) -> bool:
    """Whether what is said happens only if something else does: "If a case were found, we would ..."."""
    conditions = list(_conditions(words))
    if not conditions:
        return False
    first = conditions[0]
    if first <= 2 or words[first - 1] in {",", ";", ":", ".", "and"}:
        return bool(_MODALS & set(words[first + 1 :])) or words[0] in _ONLY_IF
    return words[first] in _TRAILING and bool(_MODALS & set(words[:first])) and _first_act(words) > first


_TRAILING = frozenset("if unless in should".split())


def _conditions(words: tuple[str, ...]) -> Iterator[int]:
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word in _ONLY_IF and after not in _EMPTY:
            yield at
    yield from sorted(hit.places[0] for hit in _hits(words) if hit.name == "condition")
