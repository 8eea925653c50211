"""What is wrong with the files of a pack, all of it at once: file, line, key, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import tomli
from pydantic import ValidationError

from supplychain_check.models import Frozen
from supplychain_check.toml_lines import Key, line_of, lines

_T = TypeVar("_T", bound=Frozen)
_WRITE = {
    "id": "write lower-case letters, digits and hyphens, such as 16-training",
    "version": "write three numbers in quotes, such as 1.2.3",
    "jurisdiction": "write an ISO 3166 code in lower case, such as nz, gb or us-ca, or un",
    "url": "write the whole address, from https:// on",
}
_KINDS = {
    "string_type": "text in quotes",
    "tuple_type": "a list: [...]",
    "bool_type": "true or false, without quotes",
    "bool_parsing": "true or false, without quotes",
    "int_type": "a whole number, without quotes",
    "int_parsing": "a whole number, without quotes",
    "int_from_float": "a whole number",
    "float_type": "a number, without quotes",
    "float_parsing": "a number, without quotes",
    "dict_type": "a table: [name] on a line of its own, with its keys below",
    "model_type": "a table: [name] on a line of its own, with its keys below",
    "model_attributes_type": "a table: [name] on a line of its own, with its keys below",
}


class Mistake(NamedTuple):
    """One thing to put right; `line` is 0 where there is none."""

    file: str
    line: int
    key: str
    says: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.says}" if self.key else f"{place}: {self.says}"


class Mistakes:
    """Collects the mistakes of one pack.

    Args:
        home: directory of the pack; files elsewhere are shown with the name of their own.

    Attributes:
        broken: files that are no TOML.
        moved: list entries that stand elsewhere in a file than in what was made of it: where they are now to where they
            stand.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._found: set[Mistake] = set()
        self._lines: dict[Path, dict[Key, int]] = {}
        self.broken: set[Path] = set()
        self.moved: dict[Key, tuple[Path, Key]] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def listed(self) -> tuple[str, ...]:
        """All mistakes as text: the pack's own head first, then file by file and from top to bottom."""
        order = sorted(self._found, key=lambda m: (m.file != "pack.toml", m.file, m.line, m.key, m.says))
        return tuple(map(str, order))

    def add(self, files: Sequence[Path], key: Key, says: str) -> None:
        """Note a mistake.

        Args:
            files: where the key may stand; the first that has it is named, else the very first.
            key: path of the key, () for the whole file.
            says: what is wrong and what to write instead.
        """
        spots = [(path, key) for path in files]
        if key[:2] in self.moved:
            path, before = self.moved[key[:2]]
            spots = [(path, before + key[2:])]
        file, key = next(((path, one) for path, one in spots if self._known(path, one)), spots[0])
        line = line_of(key, self._lines_of(file)) or 0
        self._found.add(Mistake(self._name(file), line, shown(key), says))

    def toml(self, path: Path) -> dict[str, Any] | None:
        """Read a file; where it cannot be read, note why and return None."""
        try:
            return _parsed(path.read_text(encoding="utf-8"))
        except tomli.TOMLDecodeError as error:
            line, says = _syntax(str(error))
        except UnicodeDecodeError:
            line, says = 0, "this is not text in UTF-8; save the file again with that encoding"
        except OSError as error:
            line, says = 0, f"cannot be read ({error.strerror}); check the name and who may read it"
        self.broken.add(path)
        self._found.add(Mistake(self._name(path), line, "", says))
        return None

    def validate(self, kind: type[_T], data: Any, files: Sequence[Path], at: Key = ()) -> _T | None:
        """Make a value, or note everything that keeps the data from being one."""
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            found: dict[Key, list[Any]] = {}
            for one in error.errors():
                found.setdefault(_written(one["loc"], data, one["type"]), []).append(one)
            meant = {_meant(key, kind) for key, errors in found.items() if errors[0]["type"] == "extra_forbidden"}
            for key, errors in found.items():
                # a misspelt key is not missing as well
                for says in () if key in meant else _say_all(errors, key, kind):
                    self.add(files, (*at, *key), says)
        return None

    def _known(self, path: Path, key: Key) -> bool:
        return key in self._lines_of(path)

    def _lines_of(self, path: Path) -> dict[Key, int]:
        if path not in self._lines:
            readable = path.is_file() and path not in self.broken
            self._lines[path] = lines(path.read_text(encoding="utf-8")) if readable else {}
        return self._lines[path]

    def _name(self, path: Path) -> str:
        return path.name if path.parent == self._home else f"{path.parent.name}/{path.name}"


# packs take over from one another: a file is parsed once, and nobody changes what came of it. tomli is the parser of
# the standard library, compiled: it takes a third of the time
@lru_cache(maxsize=2048)
def _parsed(text: str) -> dict[str, Any]:
    return tomli.loads(text)


def shown(key: Key) -> str:
    """A path of keys as people write it: entries of lists count from 1."""
    text = ""
    for part in key:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """``; did you mean 'title'?`` where something known is close, else ""."""
    close = closest(wrong, known)
    return f"; did you mean {close!r}?" if close else ""


def closest(wrong: str, known: Iterable[str]) -> str:
    """What somebody meant who wrote something that is not known; "" where nothing is close."""
    return next(iter(difflib.get_close_matches(wrong, sorted(known), n=1, cutoff=0.6)), "")


def choose(wrong: str, known: Iterable[str]) -> str:
    """What to write instead of a name that is not known: the closest, else all that there are."""
    names = sorted(known)
    return did_you_mean(wrong, names) or (f"; choose from {', '.join(names)}" if names else "; there are none here")


def _syntax(message: str) -> tuple[int, str]:
    """The line of a message of the TOML reader, and the message with what to do."""
    what, _, where = message.rstrip(")").partition(" (at ")
    line = where.removeprefix("line ").partition(",")[0]
    if what.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate")):
        what = "the same key or table stands here a second time; keep one of the two"
    elif "Illegal character" in what or "Unescaped" in what:
        what = f"{what}; text on several lines needs three quotes before and after it"
    else:
        what = f"{what}; text stands in quotes, lists in [ ] with commas between"
    return int(line) if line.isdigit() else 0, f"this is not valid TOML: {what}"


def _written(location: tuple[int | str, ...], data: Any, kind: str) -> Key:
    """The part of a location that stands in the file: alternatives of the schema are no keys."""
    key: Key = ()
    for part in location:
        inside = isinstance(data, dict) and part in data
        entry = isinstance(data, list | tuple) and isinstance(part, int) and part < len(data)
        if not (inside or entry):
            return (*key, part) if kind == "missing" and isinstance(data, dict) else key
        key, data = (*key, part), data[part]
    return key


def _say_all(errors: list[Any], key: Key, model: type[Frozen]) -> list[str]:
    """What is wrong with one key: one sentence where the schema has alternatives and none of them fits."""
    kinds = [_KINDS.get(one["type"]) or str(one.get("ctx", {}).get("expected", "")) for one in errors]
    if len(errors) > 1 and all(kinds):
        return [f"{_short(errors[0]['input'])} will not do here; write {' or '.join(kinds)}"]
    return [_say(one, key, model) for one in errors]


def _say(error: Any, key: Key, model: type[Frozen]) -> str:
    kind, context, last = error["type"], error.get("ctx", {}), str(key[-1]) if key else ""
    if kind == "extra_forbidden":
        return f"unknown key{_other_key(last, key, model)}"
    if kind == "missing":
        return f"missing; add this key{_hint(last)}"
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if kind in {"literal_error", "enum"}:
        return _not_one_of(error["input"], str(context["expected"]))
    if kind in _KINDS:
        return f"{_short(error['input'])} will not do here; write {_KINDS[kind]}"
    return _out_of_bounds(error, last)


def _out_of_bounds(error: Any, last: str) -> str:
    kind, context, value = error["type"], error.get("ctx", {}), error["input"]
    if kind == "string_pattern_mismatch":
        return f"{_short(value)} will not do here{_hint(last)}"
    if kind == "string_too_long":
        return f"is {len(value)} characters long; write at most {context['max_length']}"
    if kind == "string_too_short":
        return f"{_short(value)} says too little; write at least {context['min_length']} characters"
    if kind == "too_short":
        few = context["min_length"]
        return f"is too short a list; give at least {few} {'entry' if few == 1 else 'entries'}"
    bounds = {"greater_than": "gt", "greater_than_equal": "ge", "less_than_equal": "le", "less_than": "lt"}
    if kind in bounds:
        words = {"gt": "more than", "ge": "at least", "le": "at most", "lt": "less than"}[bounds[kind]]
        return f"{_short(value)} will not do here; write a number that is {words} {context[bounds[kind]]:g}"
    return str(error["msg"])


def _not_one_of(value: Any, expected: str) -> str:
    """``'x' or 'y'`` of pydantic as a choice."""
    known = [part.strip(" '") for part in expected.replace(" or ", ",").split(",")]
    return f"{_short(value)} is not known here{choose(str(value), known)}" + (
        f" (all: {', '.join(known)})" if did_you_mean(str(value), known) else ""
    )


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:36]} ..."


def _hint(last: str) -> str:
    return f"; {_WRITE[last]}" if last in _WRITE else ""


def _meant(key: Key, model: type[Frozen]) -> Key:
    """The key that was meant where an unknown one stands."""
    return (*key[:-1], closest(str(key[-1]), _keys_at(key[:-1], model)))


def _other_key(wrong: str, key: Key, model: type[Frozen]) -> str:
    names = _keys_at(key[:-1], model)
    close = did_you_mean(wrong, names)
    return close or f"; remove it, or choose from {', '.join(sorted(names))}"


def _keys_at(key: Key, model: type[Frozen]) -> set[str]:
    """The keys that the schema knows at a place."""
    schema = model.model_json_schema()
    definitions, here = schema.get("$defs", {}), schema
    for part in key:
        inside = here.get("items", {}) if isinstance(part, int) else _property(here, part)
        here = _followed(inside, definitions)
    return set(here.get("properties", {}))


def _property(schema: dict[str, Any], name: str) -> dict[str, Any]:
    found = schema.get("properties", {}).get(name) or schema.get("additionalProperties") or {}
    return found if isinstance(found, dict) else {}


def _followed(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """What a reference, or the table among alternatives, means."""
    for option in (schema, *schema.get("anyOf", ())):
        if "$ref" in option:
            return dict(definitions[option["$ref"].rpartition("/")[2]])
    return schema
