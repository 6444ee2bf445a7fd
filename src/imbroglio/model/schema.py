"""The JSON Schema of a statement, generated from the dataclasses, so that it cannot drift from them.

Flows in: the types of `statement`. Flows out: the schema of the published form, which `codec` writes: the
dataclasses' fields, with the statement's `id`, without `because`, and with fields left out where the codec
leaves them out. docs/statement.schema.json is this module's output; `python -m imbroglio.model.schema FILE`
writes it.
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from imbroglio.model.statement import Claim, Ref, Statement

Json = dict[str, Any]

# What the codec leaves out where it is not filled, and what it never writes.
_OMITTED: dict[type, frozenset[str]] = {
    Ref: frozenset({"lat", "lon", "precision"}),
    Claim: frozenset({"hearsay"}),
    Statement: frozenset({"codes"}),
}
_UNPUBLISHED: dict[type, frozenset[str]] = {Statement: frozenset({"because"})}
_PLAIN: dict[type, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
}
_ATTRIBUTE = re.compile(r"^(\w+(?:, \w+)*): (.+?)(?=\n\w+(?:, \w+)*: |\Z)", re.MULTILINE | re.DOTALL)


def statement_schema() -> Json:
    """The schema as a JSON value."""
    definitions: dict[str, Json] = {}
    whole = _object(Statement, definitions)
    first = {
        "id": {
            "type": "string",
            "description": "Hash of report, spans, kind, type and roles.",
            "pattern": "^[0-9a-f]{20}$",
        }
    }
    whole["properties"] = first | whole["properties"]
    whole["required"] = ["id", *whole["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Statement",
        **whole,
        "$defs": dict(sorted(definitions.items())),
    }


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(statement_schema(), indent=2, ensure_ascii=False) + "\n"


def _object(kind: type, definitions: dict[str, Json]) -> Json:
    """A dataclass as an object with exactly its published fields."""
    hints, described = get_type_hints(kind), _descriptions(kind)
    omitted = _OMITTED.get(kind, frozenset())
    properties: dict[str, Json] = {}
    for one in fields(kind):
        if one.name in _UNPUBLISHED.get(kind, frozenset()):
            continue
        hint = hints[one.name]
        if one.name in omitted and NoneType in get_args(hint):  # left out rather than written as null
            hint = Union[tuple(part for part in get_args(hint) if part is not NoneType)]  # noqa: UP007 - made at run time
        form = _form(hint, definitions)
        if one.name in described:
            form = {**form, "description": described[one.name]}
        properties[one.name] = form
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split("\n\n")[0].split()),
        "properties": properties,
        "required": [name for name in properties if name not in omitted],
        "additionalProperties": False,
    }


def _form(hint: Any, definitions: dict[str, Json]) -> Json:
    """A type as a schema; dataclasses become definitions of their own."""
    origin = get_origin(hint)
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    if origin is Literal:
        return {"enum": list(get_args(hint))}
    if origin in (Union, UnionType):
        return {"anyOf": [_form(part, definitions) for part in get_args(hint)]}
    if origin is tuple:
        return {"type": "array", "items": _form(get_args(hint)[0], definitions)}
    if is_dataclass(hint) and isinstance(hint, type):
        if hint.__name__ not in definitions:
            definitions[hint.__name__] = {}  # holds the place while its own fields are looked at
            definitions[hint.__name__] = _object(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    raise TypeError(f"no schema for {hint!r}")


def _descriptions(kind: type) -> dict[str, str]:
    """What a class's docstring says of its attributes."""
    _, _, block = (kind.__doc__ or "").partition("Attributes:\n")
    lines = "\n".join(
        line.strip() if not line.startswith(" " * 9) else f"  {line.strip()}"
        for line in block.split("\n\n")[0].splitlines()
    )
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(lines):
        for name in match[1].split(", "):
            found[name] = " ".join(match[2].split())
    return found


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
