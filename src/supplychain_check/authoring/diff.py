"""What differs between two packs, in words for people who decide whether to adopt one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from supplychain_check.authoring import words as say
from supplychain_check.criteria import Condition, Criterion, Level, Pack, Signal
from supplychain_check.models import NOT_MEASURED, Frozen

_SPECIAL = frozenset({"signals", "levels", "examples", "not_applicable", "applies_when"})
_NOT_SAID = frozenset(
    {
        "id",
        "title",
        "version",
        "like",
        "schema_version",
        "without",
        "weights",
        "switch_settings",
        "sections",
        "switches",
    }
)
"""Keys of a pack that are told elsewhere: in its name, its criteria, sections and settings."""
_NAMES = {
    "core_element": "core element",
    "expected_in": "expected in",
    "why_no_total": "why there is no total",
    "ask": "question to a supplier",
    "look_up_by_hand": "things to look up by hand",
    "signals_from": "signals taken from",
}


class Change(Frozen):
    """One difference.

    Attributes:
        what: `criterion` where a whole criterion came or went; else the key that differs.
        text: in words.
        before: as it stands in the first pack; None where it is not there.
        after: as it stands in the second pack; None where it is not there.
    """

    kind: Literal["added", "removed", "changed"]
    what: str
    text: str
    before: Any = None
    after: Any = None


class CriterionDiff(Frozen):
    """A criterion that was added, removed or changed."""

    criterion: str
    title: str
    section: str
    kind: Literal["added", "removed", "changed"]
    changes: tuple[Change, ...] = ()


class PackRef(Frozen):
    """Which resolved pack is meant, and for how many of its criteria the accuracy was measured."""

    id: str
    version: str
    title: str
    sha256: str
    criteria: int
    measured: int

    def accuracy(self) -> str:
        """What was measured, in a sentence."""
        number = say.counted(self.criteria, "criterion", "criteria")
        if not self.measured:
            return f"{number}: {NOT_MEASURED}."
        return f"Accuracy measured for {self.measured} of {number}; the others: {NOT_MEASURED}."


class PackDiff(Frozen):
    """Everything that differs between two packs.

    Attributes:
        head: of the packs themselves: title, sections, switches, shared signals.
        unchanged: how many criteria are the same in both.
    """

    before: PackRef
    after: PackRef
    head: tuple[Change, ...]
    criteria: tuple[CriterionDiff, ...]
    unchanged: int


def pack_ref(pack: Pack) -> PackRef:
    """Which resolved pack it is."""
    info = pack.info()
    return PackRef(
        id=info.id,
        version=info.version,
        title=info.title,
        sha256=info.sha256,
        criteria=len(pack.criteria),
        measured=sum(criterion.accuracy != NOT_MEASURED for criterion in pack.criteria),
    )


def diff(before: Pack, after: Pack) -> PackDiff:
    """Compare two resolved packs; criteria are the same if they have the same id."""
    old, new = ({c.id: c for c in pack.criteria} for pack in (before, after))
    found = tuple(_criteria(old, new))
    return PackDiff(
        before=pack_ref(before),
        after=pack_ref(after),
        head=tuple(_head(before, after)),
        criteria=found,
        unchanged=len(old.keys() & new.keys()) - sum(one.kind == "changed" for one in found),
    )


def _criteria(old: Mapping[str, Criterion], new: Mapping[str, Criterion]) -> Iterator[CriterionDiff]:
    for name, criterion in {**old, **new}.items():
        where = {"criterion": name, "title": criterion.title, "section": criterion.section}
        if name not in old:
            yield CriterionDiff(**where, kind="added")
        elif name not in new:
            yield CriterionDiff(**where, kind="removed")
        elif changes := tuple(_criterion(old[name], new[name])):
            yield CriterionDiff(**where, kind="changed", changes=changes)


def _head(before: Pack, after: Pack) -> Iterator[Change]:
    yield from _plain(before.head, after.head, _NOT_SAID)
    titles = [{s.id: f"{s.title}. {s.summary}".strip() for s in pack.head.sections} for pack in (before, after)]
    yield from _table("section", *titles)
    yield from _table("switch", before.settings, after.settings)
    yield from _signals("shared signal", before.signals, after.signals)


def _criterion(old: Criterion, new: Criterion) -> Iterator[Change]:
    yield from _plain(old, new, _SPECIAL | {"like"})
    yield from _levels(old.levels, new.levels)
    yield from _conditions("not_applicable", "it does not apply", old.not_applicable, new.not_applicable, None, None)
    yield from _conditions("applies_when", "it applies only", old.applies_when, new.applies_when, None, None)
    yield from _signals("signal", old.signals, new.signals)
    added = [e for e in new.examples if e not in old.examples]
    removed = [e for e in old.examples if e not in new.examples]
    if added or removed:
        parts = [f"{len(group)} {word}" for group, word in ((added, "added"), (removed, "removed")) if group]
        yield _changed("examples", f"examples: {say.listed(parts)}", removed, added)


def _plain(old: Frozen, new: Frozen, left_out: frozenset[str]) -> Iterator[Change]:
    """Keys that hold a word, a number, a text or a list of them."""
    for key in (name for name in type(old).model_fields if name not in left_out):
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield _changed(key, f"{_NAMES.get(key, key)}: {_was(_shown(before), _shown(after))}", before, after)


def _shown(value: Any) -> str:
    """A value in words; lists and tables of more than words by how many there are."""
    if isinstance(value, str):
        return f'"{value}"' if " " in value else value or "nothing"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Sequence):
        simple = all(isinstance(one, str) for one in value)
        return (say.listed(value) if simple else say.counted(len(value), "entry", "entries")) if value else "nothing"
    if isinstance(value, Mapping):
        return say.listed(value) if value else "nothing"
    return "nothing" if value is None else str(value)


def _was(before: str, after: str) -> str:
    return f"was {before}, now {after}"


def _table(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for key in {**old, **new}:
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        text = f"{name} {key}"
        if before is None:
            yield Change(kind="added", what=name, text=f"{text} added: {after}", after=after)
        elif after is None:
            yield Change(kind="removed", what=name, text=f"{text} removed: {before}", before=before)
        else:
            yield _changed(name, f"{text}: {_was(_shown(before), _shown(after))}", before, after)


def _signals(name: str, old: Mapping[str, Signal], new: Mapping[str, Signal]) -> Iterator[Change]:
    for key in {**old, **new}:
        before, after = old.get(key), new.get(key)
        if before is None and after is not None:
            yield Change(
                kind="added", what=name, text=f'{name} "{key}" added: {_phrases(after.phrases)}', after=_dump(after)
            )
        elif after is None and before is not None:
            yield Change(
                kind="removed",
                what=name,
                text=f'{name} "{key}" removed: {_phrases(before.phrases)}',
                before=_dump(before),
            )
        elif before and after and (said := list(_signal(before, after))):
            yield _changed(name, f'{name} "{key}": {"; ".join(said)}', _dump(before), _dump(after))


def _signal(old: Signal, new: Signal) -> Iterator[str]:
    added = [phrase for phrase in new.phrases if phrase not in old.phrases]
    removed = [phrase for phrase in old.phrases if phrase not in new.phrases]
    for group, word in ((added, "added"), (removed, "removed")):
        if group:
            yield f"{_phrases(group)} {word}"
    if old.patterns != new.patterns:
        yield f"token patterns: {_was(str(len(old.patterns)), str(len(new.patterns)))}"
    if old.note != new.note:
        yield f"note: {_was(_shown(old.note), _shown(new.note))}"


def _phrases(phrases: Sequence[str]) -> str:
    shown = say.listed(f'"{phrase}"' for phrase in phrases)
    return f"{'phrase' if len(phrases) == 1 else 'phrases'} {shown}" if phrases else "token patterns only"


def _levels(old: Sequence[Level], new: Sequence[Level]) -> Iterator[Change]:
    for number in range(max(len(old), len(new))):
        before = old[number] if number < len(old) else None
        after = new[number] if number < len(new) else None
        name = f"level {number + 1}"
        if before is None and after is not None:
            yield Change(kind="added", what="levels", text=f"{name} added: {after.label}", after=_dump(after))
        elif after is None and before is not None:
            yield Change(kind="removed", what="levels", text=f"{name} removed: {before.label}", before=_dump(before))
        elif before and after and before != after:
            for change in _plain(before, after, frozenset({"when", "level"})):
                yield change.model_copy(update={"text": f"{name}, {change.text}", "what": f"levels.{change.what}"})
            yield from _conditions("levels.when", f"{name} is reached", before.when, after.when, before, after)


def _conditions(
    key: str,
    name: str,
    old: Sequence[Condition],
    new: Sequence[Condition],
    below: Level | None,
    above: Level | None,
) -> Iterator[Change]:
    for one in (c for c in new if c not in old):
        yield Change(kind="added", what=key, text=f"{name} also by: {say.condition(one, above)}", after=_dump(one))
    for one in (c for c in old if c not in new):
        yield Change(
            kind="removed", what=key, text=f"{name} no more by: {say.condition(one, below)}", before=_dump(one)
        )


def _changed(what: str, text: str, before: Any, after: Any) -> Change:
    return Change(kind="changed", what=what, text=text, before=_dump(before), after=_dump(after))


def _dump(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Frozen):
        return value.model_dump(mode="json")
    if isinstance(value, list | tuple):
        return [_dump(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _dump(one) for key, one in value.items()}
    return value
