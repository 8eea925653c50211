"""What the schema of packs cannot see: names that must be known elsewhere, switches that leave a gap.

Works on what was read, checked or not, so that a mistake in one place hides none in another.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from supplychain_check.criteria import FORMALITIES
from supplychain_check.inherit import (
    Raw,
    RawPack,
    choices,
    conditions,
    references,
    switch_references,
    table,
    tables,
    texts,
)
from supplychain_check.mistakes import Mistakes, choose, closest, did_you_mean
from supplychain_check.models import TOPICS, FactKind
from supplychain_check.switches import OFF, ON, choice_of, holds, parse_reference
from supplychain_check.toml_lines import Key

_NAMES: Mapping[str, set[str]] = {
    "topic": set(TOPICS),
    "fact": {kind.value for kind in FactKind},
    "formality": set(FORMALITIES),
}
"""What may stand after each prefix of a reference; after ``heading:`` stands a signal."""


class Known(NamedTuple):
    """Names that criteria may refer to.

    Attributes:
        signals: shared ones, with what they are; None where they could not be read.
        listed: (section, criterion) of ``pack.toml``; None where it could not be read.
        switches: choices of each switch; None where they could not be read.
    """

    core_elements: frozenset[str]
    signals: Mapping[str, Any] | None
    listed: frozenset[tuple[str, str]] | None
    switches: Mapping[str, tuple[str, ...]] | None

    @classmethod
    def of(cls, raw: RawPack, mistakes: Mistakes, core_elements: frozenset[str]) -> Known:
        """What a pack knows."""
        lost = raw.files[0] in mistakes.broken
        signals = None if lost or mistakes.broken.intersection(raw.signal_files) else raw.signals
        listed = frozenset((section, criterion) for section, criterion, _ in _listed(raw))
        return cls(core_elements, signals, None if lost else listed, None if lost else _choices(raw))


def _choices(raw: RawPack) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for switch in tables(raw.head, "switches"):
        found[str(switch.get("id"))] = tuple(texts(switch, "choices") if "choices" in switch else (OFF, ON))
    return found


def _listed(raw: RawPack) -> Iterable[tuple[str, str, Key]]:
    """Section, criterion and place of everything that sections list."""
    for place, section in enumerate(tables(raw.head, "sections")):
        for number, name in enumerate(texts(section, "criteria")):
            yield str(section.get("id")), name, ("sections", place, "criteria", number)


# --- one criterion -----------------------------------------------------------------------------------------


def check_criterion(raw: Raw, known: Known, mistakes: Mistakes) -> None:
    """Check the names that a criterion refers to, and that no choice of a switch empties a rung."""
    data, files = raw.data, raw.files
    element = data.get("core_element")
    if isinstance(element, str) and element not in known.core_elements:
        close = did_you_mean(element, known.core_elements)
        mistakes.add(files, ("core_element",), f"{element!r} is not in criteria/core-elements.toml{close}")
    section, name = data.get("section"), data.get("id")
    sound = known.listed is not None and isinstance(section, str) and isinstance(name, str)
    if sound and (section, name) not in (known.listed or ()):
        mistakes.add(files, ("section",), _not_listed(str(section), str(name), known.listed or frozenset()))
    _check_signals(raw, known, mistakes)
    _check_switches(raw, known, mistakes)


def _not_listed(section: str, name: str, listed: frozenset[tuple[str, str]]) -> str:
    sections = {one for one, _ in listed}
    if section not in sections:
        return f"pack.toml has no section {section!r}{choose(section, sections)}"
    return f"{name!r} is not listed under section {section!r} in pack.toml; add it to that section's `criteria`"


def _check_signals(raw: Raw, known: Known, mistakes: Mistakes) -> None:
    own = table(raw.data, "signals")
    shared = known.signals or {}
    for name in sorted(n for n in own.keys() & shared.keys() if own[n] != shared[n]):
        mistakes.add(raw.files, ("signals", name), "signals.toml has a signal of this name; choose another")
    names = None if known.signals is None else {*own, *shared}
    used: set[str] = set()
    for at, reference in references(raw.data):
        name = reference.removeprefix("heading:")
        # a misspelt name uses the signal that it means, so that one mistake gives one message
        used.add(name if name in own or ":" in name else closest(name, own))
        if problem := _reference_problem(reference, names):
            mistakes.add(raw.files, at, problem)
    for name in sorted(set(own) - used):
        mistakes.add(raw.files, ("signals", name), "no condition refers to this signal; use it or remove it")


def _reference_problem(reference: str, signals: set[str] | None) -> str:
    prefix, colon, name = reference.partition(":")
    if not colon:
        missing = signals is not None and reference not in signals
        return f"no signal is called {reference!r}{did_you_mean(reference, signals or ())}" if missing else ""
    if prefix not in {*_NAMES, "heading"}:
        return (
            f"{reference!r}: a reference is a signal, or begins with {', '.join(p + ':' for p in (*_NAMES, 'heading'))}"
        )
    names = signals if prefix == "heading" else _NAMES[prefix]
    name, _, variant = name.partition("=")
    if names is not None and name not in names:
        return f"{reference!r}: unknown {prefix}{choose(name, names)}"
    variants = FORMALITIES[name] if prefix == "formality" else ()
    return f"{reference!r}: unknown variant{choose(variant, variants)}" if variant and variant not in variants else ""


def _check_switches(raw: Raw, known: Known, mistakes: Mistakes) -> None:
    if known.switches is None:
        return
    sound = True
    for at, reference in switch_references(raw.data):
        name, choice = parse_reference(reference)
        if name not in known.switches:
            sound = False
            what = f"there is no switch {name!r}{choose(name, known.switches)}, or declare it under [[switches]] in pack.toml"
            mistakes.add(raw.files, at, what)
        elif choice not in known.switches[name]:
            sound = False
            what = f"the switch {name!r} has no choice {choice!r}{choose(choice, known.switches[name])}"
            mistakes.add(raw.files, at, what)
    if sound:
        _check_gaps(raw, known.switches, mistakes)


def _check_gaps(raw: Raw, switches: Mapping[str, tuple[str, ...]], mistakes: Mistakes) -> None:
    """Every rung, and `applies_when`, needs a condition that holds, whatever is chosen."""
    groups: dict[Key, list[tuple[str, ...]]] = {}
    for at, condition in conditions(raw.data):
        groups.setdefault(at[:-1], []).append(tuple(choices(condition)))
    for at, each in groups.items():
        gap = _gap(each, switches)
        if gap and at != ("not_applicable",):
            what = f"with {gap} no condition is left here; add one without `when_switch`, or one for that choice"
            mistakes.add(raw.files, at, what)


def _gap(each: list[tuple[str, ...]], switches: Mapping[str, tuple[str, ...]]) -> str:
    """The choices under which none of the conditions holds, in words; "" where there are none."""
    names = sorted({parse_reference(one)[0] for references in each for one in references})
    for chosen in itertools.product(*(switches[name] for name in names)):
        settings = dict(zip(names, chosen, strict=True))
        if not any(holds(references, settings) for references in each):
            return " and ".join(f"{name}={choice}" for name, choice in settings.items())
    return ""


# --- the head ----------------------------------------------------------------------------------------------


def check_sections(raw: RawPack, known: Known, mistakes: Mistakes) -> None:
    """Every criterion that a section lists must have a file; one that could not be read counts as there."""
    there = {str(one.data.get("id")) for one in raw.criteria} | {path.stem for path in mistakes.broken}
    # a file whose id is wrong is named elsewhere
    there |= {one.files[0].stem for one in raw.criteria}
    seen: set[str] = set()
    for section, name, at in _listed(raw):
        if name not in there:
            mistakes.add(
                raw.files, at, f"section {section} lists {name!r}, but no file has that id{did_you_mean(name, there)}"
            )
        if name in seen:
            mistakes.add(raw.files, at, f"{name!r} is listed a second time; keep one of the two")
        seen.add(name)
    _check_bands(raw, {section for section, _, _ in _listed(raw)}, mistakes)
    _check_twice(raw, mistakes)


def _check_twice(raw: RawPack, mistakes: Mistakes) -> None:
    for key in ("sections", "switches"):
        ids = [str(one.get("id")) for one in tables(raw.head, key)]
        for place, name in enumerate(ids):
            if name in ids[:place]:
                mistakes.add(raw.files, (key, place, "id"), f"{name!r} is used a second time; choose another")


def _check_bands(raw: RawPack, sections: set[str], mistakes: Mistakes) -> None:
    for place, name in enumerate(texts(table(raw.head, "bands"), "of")):
        if name not in sections:
            mistakes.add(raw.files, ("bands", "of", place), f"there is no section {name!r}{choose(name, sections)}")


def check_settings(raw: RawPack, known: Known, mistakes: Mistakes) -> None:
    """Every setting must name a switch and one of its choices."""
    switches = known.switches or {}
    for name, value in table(raw.head, "switch_settings").items():
        choice = choice_of(value)
        if name not in switches:
            mistakes.add(raw.files, ("switch_settings", name), f"there is no switch {name!r}{choose(name, switches)}")
        elif choice not in switches[name]:
            what = f"the switch {name!r} has no choice {choice!r}{choose(str(choice), switches[name])}"
            mistakes.add(raw.files, ("switch_settings", name), what)
