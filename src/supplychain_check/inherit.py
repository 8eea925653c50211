"""What a pack takes over from others, before the schema is checked.

A criterion that is ``like = "nz-plan-of-action/16-training"`` takes every key that its file does not give itself:
two laws that ask for the same evidence then find the same sentences. A pack that ``extends`` another has all its
criteria, and a file with ``overrides = true`` changes one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from supplychain_check.criteria import criteria_dir
from supplychain_check.mistakes import Mistakes, choose, did_you_mean
from supplychain_check.switches import parse_reference
from supplychain_check.toml_lines import Key

Data = dict[str, Any]
MAX_DEPTH = 5
_PLACE = ("id", "section", "citation", "obligation", "like", "accuracy")
"""What `like` never takes over: it says what the criterion is in its own pack, and how well that was measured."""
_HEAD_OWN = ("id", "title", "version", "schema_version", "extends", "without", "weights", "signals_from")
"""What `extends` never takes over."""
_HEADS = frozenset({"pack.toml", "signals.toml"})


class Raw(NamedTuple):
    """A criterion with everything that it takes over, not yet checked.

    Attributes:
        files: where its keys may stand, nearest first.
        lineage: where it comes from, in words; "" if it was written in the pack itself.
        switches: those of the pack from which its conditions come.
    """

    data: Data
    files: tuple[Path, ...]
    lineage: str = ""
    switches: Mapping[str, Any] = {}


class RawPack(NamedTuple):
    """A pack with everything that it takes over, not yet checked. `files` are those of the head, nearest first."""

    head: Data
    files: tuple[Path, ...]
    signals: Data
    signal_files: tuple[Path, ...]
    criteria: tuple[Raw, ...]


class Reader:
    """Reads packs and what they take over; mistakes go to `mistakes`, and reading goes on."""

    def __init__(self, mistakes: Mistakes) -> None:
        self._mistakes = mistakes
        self._read: dict[Path, Data] = {}

    def pack(self, directory: Path) -> RawPack:
        """A pack by its directory."""
        signals, signal_files = self._shared(directory)
        criteria = tuple(self._criteria(directory).values())
        head, files = self._head(directory)
        head = _with_borrowed_switches(head, criteria)
        if "extends" in head:
            self._check_extension(directory, {str(raw.data.get("id")) for raw in criteria})
            head = _listing_all(head, criteria) if hastables(head, "sections") else head
        return RawPack(head, files, signals, signal_files, criteria)

    def _toml(self, path: Path) -> Data:
        if path not in self._read:
            self._read[path] = (self._mistakes.toml(path) if path.is_file() else None) or {}
        return self._read[path]

    # --- other packs -----------------------------------------------------------------------------------

    def _other(self, directory: Path, key: str, depth: int) -> Path | None:
        """The directory of the pack that ``pack.toml`` names under a key."""
        path = directory / "pack.toml"
        name = self._toml(path).get(key)
        if not isinstance(name, str) or not name:
            return None
        if depth == MAX_DEPTH:
            self._mistakes.add(
                (path,), (key,), f"leads from pack to pack {MAX_DEPTH} times, or in a circle; name another"
            )
            return None
        found = _directory(name, directory)
        if found is None:
            self._mistakes.add((path,), (key,), f"there is no pack {name!r}{choose(name, _neighbours(directory))}")
        return found

    def _shared(self, directory: Path, depth: int = 0) -> tuple[Data, tuple[Path, ...]]:
        """The signals that the criteria of a pack share, and the files in which they stand."""
        path = directory / "signals.toml"
        own = dict(self._toml(path))
        files: tuple[Path, ...] = (path,) if path.is_file() else ()
        taken: Data = {}
        if (base := self._other(directory, "signals_from", depth)) is not None:
            taken, more = self._shared(base, depth + 1)
            files += more
        if (base := self._other(directory, "extends", depth)) is not None:
            inherited, more = self._shared(base, depth + 1)
            files += more
            own = self._overriding(path, own, inherited)
            taken = {**inherited, **taken}
        return {**taken, **own}, files

    def _overriding(self, path: Path, own: Data, inherited: Data) -> Data:
        """Own signals of a pack that extends another; those that change an inherited one must say so."""
        kept: Data = {}
        for name, body in own.items():
            says = isinstance(body, dict) and body.get("overrides") is True
            kept[name] = {key: value for key, value in body.items() if key != "overrides"} if says else body
            self._check_override((path,), (name,), name, inherited, says=says)
        return kept

    def _check_override(
        self, files: tuple[Path, ...], at: Key, name: str, inherited: Mapping[str, Any], *, says: bool
    ) -> None:
        if says and name not in inherited:
            what = f"nothing called {name!r} is inherited{choose(name, inherited)}, or remove `overrides`"
            self._mistakes.add(files, (*at, "overrides"), what)
        if not says and name in inherited:
            self._mistakes.add(
                files,
                at,
                f"{name!r} is inherited already; write `overrides = true` to change it, or choose another name",
            )

    def _switches(self, directory: Path, depth: int = 0) -> Data:
        """Switches by id, inherited ones first."""
        base = self._other(directory, "extends", depth)
        own = {str(one.get("id")): one for one in tables(self._toml(directory / "pack.toml"), "switches")}
        return {**(self._switches(base, depth + 1) if base else {}), **own}

    # --- criteria --------------------------------------------------------------------------------------

    def _criteria(self, directory: Path, depth: int = 0) -> dict[str, Raw]:
        """All criteria of a pack by id: inherited ones, changed or not, then its own."""
        base = self._other(directory, "extends", depth)
        inherited = self._criteria(base, depth + 1) if base else {}
        head = self._toml(directory / "pack.toml")
        found = {name: _inherited(raw, base.name, head) for name, raw in inherited.items()} if base else {}
        own: dict[str, Path] = {}
        for path, data in self._own(directory):
            name = str(data.get("id", path.stem))
            if name in own:
                self._mistakes.add((path,), ("id",), f"{name!r} is already used in {own[name].name}; choose another")
                name = f"{name} in {path.name}"
            own.setdefault(name, path)
            found[name] = self._one(path, data, inherited, base.name if base else "")
        left_out = texts(head, "without") if base else ()
        return {name: raw for name, raw in found.items() if name not in left_out}

    def _own(self, directory: Path) -> Iterator[tuple[Path, Data]]:
        for path in sorted(directory.glob("*.toml")):
            if path.name not in _HEADS and (data := self._toml(path)):
                yield path, data

    def _one(self, path: Path, data: Data, inherited: Mapping[str, Raw], base: str) -> Raw:
        """A criterion as its file and what it takes over say it."""
        name, overrides = str(data.get("id", path.stem)), data.get("overrides") is True
        self._check_override((path,), ("id",), name, inherited, says=overrides)
        data = {key: value for key, value in data.items() if key != "overrides"}
        if overrides and name in inherited:
            changed = ", ".join(key for key in data if key != "id")
            lineage = f"from {base}; changed here: {changed}"
            below = inherited[name]
            kept = {key for key in below.data if key != "accuracy" or not data.keys() & {"levels", "signals"}}
            return below._replace(data=_merged(below.data, data, kept), files=(path, *below.files), lineage=lineage)
        return self._like(path, data, 0)

    def _like(self, path: Path, data: Data, depth: int) -> Raw:
        name = data.get("like")
        if not isinstance(name, str):
            return Raw(data, (path,))
        below = self._look_up(path, name, depth)
        if below is None:
            return Raw(data, (path,))
        merged = _merged(below.data, data, set(below.data) - set(_PLACE))
        kept = set(table(data, "signals")) | {one.removeprefix("heading:") for _, one in references(merged)}
        if isinstance(merged["signals"], dict):
            merged["signals"] = {name: body for name, body in merged["signals"].items() if name in kept}
        return Raw(merged, (path, *below.files), f"like {name}", below.switches)

    def _look_up(self, path: Path, name: str, depth: int) -> Raw | None:
        """A criterion by ``PACK/ID``, with the shared signals of its pack that it refers to."""
        pack, _, criterion = name.partition("/")
        directory = _directory(pack, path.parent)
        if depth == MAX_DEPTH:
            self._mistakes.add((path,), ("like",), f"leads from file to file {MAX_DEPTH} times, or in a circle")
            return None
        raw = self._named(directory, criterion, depth + 1) if directory else None
        if directory is None or raw is None:
            ids = {f"{pack}/{one.stem}" for one in directory.glob("*.toml")} if directory else set[str]()
            close = did_you_mean(name, ids) or "; write PACK/ID, for instance nz-plan-of-action/14-training"
            self._mistakes.add((path,), ("like",), f"there is no criterion {name!r}{close}")
            return None
        used = {reference.removeprefix("heading:") for _, reference in references(raw.data)}
        shared, files = self._shared(directory)
        common = {key: body for key, body in shared.items() if key in used}
        data = {**raw.data, "signals": {**common, **table(raw.data, "signals")}}
        switches = {**self._switches(directory), **raw.switches}
        return Raw(data, (*raw.files, *files), raw.lineage, switches)

    def _named(self, directory: Path, criterion: str, depth: int) -> Raw | None:
        if "extends" in self._toml(directory / "pack.toml"):
            return self._criteria(directory).get(criterion)
        path = directory / f"{criterion}.toml"
        return self._like(path, self._toml(path), depth) if path.is_file() and path.name not in _HEADS else None

    # --- the head --------------------------------------------------------------------------------------

    def _head(self, directory: Path, depth: int = 0) -> tuple[Data, tuple[Path, ...]]:
        """``pack.toml`` over that of the pack that it extends."""
        path = directory / "pack.toml"
        own = self._toml(path)
        base = self._other(directory, "extends", depth)
        if base is None:
            return own, (path,)
        below, files = self._head(base, depth + 1)
        # who adds the sections up must not inherit the sentence that says that nobody does
        left = (*_HEAD_OWN, "why_no_total") if own.get("total") is True else _HEAD_OWN
        head = {**{key: value for key, value in below.items() if key not in left}, **own}
        if isinstance(own.get("switch_settings", {}), dict):
            head["switch_settings"] = {**table(below, "switch_settings"), **table(own, "switch_settings")}
        inherited = self._switches(base)
        for place, switch in enumerate(tables(own, "switches")):
            if (name := str(switch.get("id"))) in inherited:
                what = f"the switch {name!r} is inherited; set it under [switch_settings] instead"
                self._mistakes.add((path,), ("switches", place), what)
        if hastables(own, "switches"):
            head["switches"] = [*tables(own, "switches"), *tables(below, "switches")]
        if hastables(own, "sections"):
            head["sections"] = self._sections(path, own, tables(below, "sections"))
        return head, (path, *files)

    def _sections(self, path: Path, own: Data, below: list[Data]) -> list[Data]:
        """Sections of an extending pack: one with the id of an inherited section gives only the keys that differ."""
        mine = {str(section.get("id")): (place, section) for place, section in enumerate(tables(own, "sections"))}
        merged: list[Data] = []
        for section in below:
            place, changes = mine.pop(str(section.get("id")), (None, {}))
            left = [name for name in texts({**section, **changes}, "criteria") if name not in texts(own, "without")]
            if place is not None or left:
                self._moved(path, len(merged), place)
                listed = isinstance(changes.get("criteria", []), list)
                merged.append({**section, **changes, **({"criteria": left} if listed else {})})
        for place, section in mine.values():
            self._moved(path, len(merged), place)
            merged.append(section)
        return merged

    def _moved(self, path: Path, now: int, before: int | None) -> None:
        """Tell where in its file a section of the merged list stands."""
        if before is not None:
            self._mistakes.moved["sections", now] = (path, ("sections", before))

    def _check_extension(self, directory: Path, ids: set[str]) -> None:
        """Names under `without` and `weights` must be there."""
        path = directory / "pack.toml"
        head, base = self._toml(path), self._other(directory, "extends", 0)
        inherited = self._criteria(base) if base else {}
        for place, name in enumerate(texts(head, "without")):
            if name not in inherited:
                self._mistakes.add((path,), ("without", place), f"{name!r} is not inherited{choose(name, inherited)}")
        for name in table(head, "weights"):
            if name not in ids:
                what = f"there is no criterion {name!r} in this pack{did_you_mean(name, ids)}"
                self._mistakes.add((path,), ("weights", name), what)


def _directory(name: str, near: Path) -> Path | None:
    """The directory of a pack: one that comes with the tool, else one that lies beside `near`."""
    for directory in (criteria_dir() / name, near.parent / name):
        if "/" not in name and "\\" not in name and (directory / "pack.toml").is_file():
            return directory
    return None


def _neighbours(near: Path) -> set[str]:
    found = (path.parent for folder in (criteria_dir(), near.parent) for path in folder.glob("*/pack.toml"))
    return {path.name for path in found if path != near}


def _inherited(raw: Raw, base: str, head: Data) -> Raw:
    """A criterion as the extending pack has it: with the weight that it sets."""
    weight = table(head, "weights").get(str(raw.data.get("id")))
    if weight is None:
        return raw._replace(lineage=f"from {base}")
    return raw._replace(data={**raw.data, "weight": weight}, lineage=f"from {base}; changed here: weight")


def _merged(below: Data, own: Data, kept: set[str]) -> Data:
    """Own keys over those that are taken over: tables `signals` and `crosswalk` are merged by key, examples added.

    Examples are taken over only together with the ladder that gives them their levels.
    """
    merged = {key: value for key, value in below.items() if key in kept} | own
    for key in ("signals", "crosswalk"):
        if isinstance(own.get(key, {}), dict):
            merged[key] = {**table(below, key), **table(own, key)}
    if "levels" not in own and hastables(own, "examples"):
        merged["examples"] = [*tables(own, "examples"), *tables(below, "examples")]
    return merged


def _listing_all(head: Data, criteria: tuple[Raw, ...]) -> Data:
    """The sections of a pack that extends another list its new criteria at their ends, unless it places them itself."""
    sections = [{**section, "criteria": texts(section, "criteria")} for section in tables(head, "sections")]
    listed = {name for section in sections for name in section["criteria"]}
    for raw in criteria:
        home = next((s for s in sections if s.get("id") == raw.data.get("section")), None)
        if home is not None and str(raw.data.get("id")) not in listed:
            home["criteria"].append(raw.data.get("id"))
    return {**head, "sections": sections}


def _with_borrowed_switches(head: Data, criteria: tuple[Raw, ...]) -> Data:
    """The head with the switches on which conditions rest that were taken over by `like`."""
    known = {str(switch.get("id")) for switch in tables(head, "switches")}
    borrowed: Data = {}
    for raw in criteria:
        for _, reference in switch_references(raw.data):
            name = parse_reference(reference)[0]
            if name not in known and name in raw.switches:
                borrowed.setdefault(name, raw.switches[name])
    if not borrowed or not hastables(head, "switches"):
        return head
    return {**head, "switches": [*tables(head, "switches"), *borrowed.values()]}


# --- looking into what has not been checked: what has another shape counts as not there, and the schema names it --


def tables(data: Data, key: str) -> list[Data]:
    """The tables of a list under a key."""
    value = data.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def hastables(data: Data, key: str) -> bool:
    """Whether under a key stands nothing, or a list of tables and of nothing else."""
    value = data.get(key, [])
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def table(data: Data, key: str) -> Data:
    """The table under a key."""
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def texts(data: Data, key: str) -> list[str]:
    """The texts of a list under a key."""
    value = data.get(key)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def conditions(data: Data) -> Iterator[tuple[Key, Data]]:
    """Every condition of an unchecked criterion, with its place."""
    for place, rung in enumerate(tables(data, "levels")):
        for number, condition in enumerate(tables(rung, "when")):
            yield ("levels", place, "when", number), condition
    for key in ("not_applicable", "applies_when"):
        for number, condition in enumerate(tables(data, key)):
            yield (key, number), condition


def references(data: Data) -> Iterator[tuple[Key, str]]:
    """Every reference of an unchecked criterion, with its place."""
    for at, condition in conditions(data):
        for key in ("all", "any", "none"):
            for place, name in enumerate(texts(condition, key)):
                yield (*at, key, place), name


def switch_references(data: Data) -> Iterator[tuple[Key, str]]:
    """Every ``when_switch`` of an unchecked criterion, with its place."""
    examples = ((("examples", place), one) for place, one in enumerate(tables(data, "examples")))
    for at, part in (*conditions(data), *examples):
        for reference in choices(part):
            yield (*at, "when_switch"), reference


def choices(part: Data) -> list[str]:
    """What ``when_switch`` of a condition or an example asks for."""
    value = part.get("when_switch")
    return [value] if isinstance(value, str) else texts(part, "when_switch")
