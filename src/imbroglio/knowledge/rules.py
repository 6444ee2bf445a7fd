"""How to decide on each field of a statement, in the words that are shown beside a form.

Flows in: `rules.toml`. Flows out: checked `RuleText`s by group and code. Refuses a file that lacks a code of the model, or has
one that the model does not know (`KnowledgeError`, with the line).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal, get_args

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.toml_file import fault_at, get_table, load_toml
from imbroglio.model.statement import Measure, Precision, RefKind, Stance, Status

Group = Literal["field", "status", "measure", "ref_kind", "stance", "precision"]
FIELDS = ("kind", "type", "agent", "target", "place", "time", "numbers", "by", "stance", "hearsay", "status", "evidence", "trigger")
_CODES: Mapping[Group, tuple[str, ...]] = {
    "field": FIELDS,
    "status": get_args(Status),
    "measure": get_args(Measure),
    "ref_kind": get_args(RefKind),
    "stance": get_args(Stance),
    "precision": get_args(Precision),
}


@dataclass(frozen=True, slots=True)
class RuleText:
    """What the codebook says of a field or a code: what to call it, and how to decide."""

    code: str
    label: str
    text: str


@lru_cache(maxsize=1)
def load_rules() -> Mapping[Group, tuple[RuleText, ...]]:
    """The rules that ship with the package, in the order of the model.

    >>> load_rules()["stance"][0]
    RuleText(code='asserts', label='asserts', text='Says that it is so.')
    """
    with resources.as_file(resources.files("imbroglio.knowledge") / "rules.toml") as path:
        return rules_of(path)


def rules_of(path: Path) -> Mapping[Group, tuple[RuleText, ...]]:
    """The rules that a file holds. Raises KnowledgeError with the line of the first mistake."""
    data = load_toml(path)
    for group in data:
        if group not in _CODES:
            raise fault_at(path, f"[{group}", f"'{group}' is no group of rules")
    return {group: tuple(_rule(path, data.get(group, {}), group, code, codes) for code in codes) for group, codes in _CODES.items()}


def _rule(path: Path, table: object, group: str, code: str, codes: tuple[str, ...]) -> RuleText:
    if not isinstance(table, dict) or code not in table:
        raise KnowledgeError(str(path), None, f"the rule [{group}.{code}] is missing")
    for key in table:
        if key not in codes:
            raise fault_at(path, f"[{group}.{key}]", f"'{key}' is no {group} of a statement")
    row = get_table(path, table, code, ("label", "text"))
    for key in ("label", "text"):
        if not isinstance(row[key], str) or not row[key].strip():
            raise fault_at(path, f"[{group}.{code}]", f"'{key}' of [{group}.{code}] must be a text")
    return RuleText(code, row["label"], row["text"])
