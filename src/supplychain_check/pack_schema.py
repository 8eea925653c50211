"""JSON Schemas of the files of a pack, for editors that complete and check TOML while one writes."""

from __future__ import annotations

import json
from typing import Any

from supplychain_check.criteria import Criterion, PackHead, Signal
from supplychain_check.models.declaration import Form

DRAFT = "http://json-schema.org/draft-07/schema#"
"""The draft that editors of TOML know (Taplo, Even Better TOML)."""
_OVERRIDES = {
    "type": "boolean",
    "default": False,
    "description": "true where this changes what is inherited under the same name",
}
_FORM_KEYS = {
    "id": "Never changes once used; a form's is the name of its file",
    "jurisdiction": "ISO 3166 code in lower case",
    "version": "1.2.3; raise it with every change of meaning",
    "publisher": "Who asks these questions",
    "sources": "Where the form comes from, with address",
    "note": "What people should know of the form, and what was not verified",
    "text": "The question",
    "section": "Heading under which it stands",
    "help": "A word to whoever answers",
    "explain": "What an explanation should say",
    "also": "Other wordings under which the question is met in files",
    "core_elements": "Ids of core-elements.toml; first what a bare answer speaks of",
    "options": "The answers to choose from, for the kinds choice and choices",
    "mandatory": "Whether a blank answer is worth a warning",
    "small_firms": "Whether a small firm answers it too",
    "only_if": "Id of a yes_no question that must be yes for this one to be asked",
}
_LIKE = ("id", "like", "section", "citation", "obligation")
_EXTENDS = ("schema_version", "id", "extends", "title", "version")


def schema_text(kind: str) -> str:
    """The schema of ``criterion``, ``pack`` (for ``pack.toml``), ``signals`` or ``form`` files as JSON text."""
    made = {"criterion": _criterion, "pack": _pack, "signals": _signals, "form": _form}[kind]()
    return json.dumps({"$schema": DRAFT, **made}, indent=2, ensure_ascii=False) + "\n"


def _criterion() -> dict[str, Any]:
    body = _plain(Criterion.model_json_schema())
    body["properties"]["overrides"] = _OVERRIDES
    return _either(body, _LIKE, ("id", "overrides"))


def _pack() -> dict[str, Any]:
    body = _plain(PackHead.model_json_schema())
    section = body["definitions"]["Section"]
    section["required"] = ["id"]
    return _either(body, _EXTENDS)


def _signals() -> dict[str, Any]:
    signal = _plain(Signal.model_json_schema())
    signal["properties"]["overrides"] = _OVERRIDES
    definitions = {**signal.pop("definitions", {}), "Signal": signal}
    return {
        "title": "signals.toml",
        "type": "object",
        "additionalProperties": {"$ref": "#/definitions/Signal"},
        "definitions": definitions,
    }


def _form() -> dict[str, Any]:
    body = _plain(Form.model_json_schema())
    for part in (body, body["definitions"]["Question"]):
        for key, says in _FORM_KEYS.items():
            if key in part["properties"]:
                part["properties"][key]["description"] = says
    return body


def _either(body: dict[str, Any], *fewer: tuple[str, ...]) -> dict[str, Any]:
    """All that is required, or fewer keys where the rest is taken over from elsewhere."""
    required = body.pop("required")
    return {**body, "anyOf": [{"required": required}, *({"required": list(keys)} for keys in fewer)]}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema of pydantic in draft 7, whose name for definitions differs; descriptions keep their first paragraph."""
    text = json.dumps(schema).replace('"#/$defs/', '"#/definitions/').replace('"$defs":', '"definitions":')
    made: dict[str, Any] = json.loads(text, object_hook=_brief)
    return made


def _brief(part: dict[str, Any]) -> dict[str, Any]:
    description = part.get("description")
    return {**part, "description": description.partition("\n\n")[0]} if isinstance(description, str) else part
