"""When accounts dispute each other, and which outlets are a party's own voice.

Flows in: `disputes.toml` and the actor packs. Flows out: one checked `DisputeParams`, and the owner of an outlet by its name.
Refuses a file with a table or key that is missing or not known, or a value out of its bounds (`KnowledgeError`, with the line).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.fold import fold
from imbroglio.knowledge.packs import load_packs
from imbroglio.knowledge.toml_file import fault_at, get_table, get_words, load_toml

_KEYS: Mapping[str, tuple[str, ...]] = {
    "toll": ("ratio", "apart", "earlier"),
    "perpetrator": ("types", "least_named"),
    "holder": ("stands",),
    "leader": ("least_sources",),
}
_MOST = 1000
_TELLERS = frozenset(("outlet", "agency"))


@dataclass(frozen=True, slots=True)
class DisputeParams:
    """The tables of `disputes.toml`; what each means, and why it is so, stands there.

    `owners` goes from the folded name of an outlet to the key of the actor whose voice it is.
    """

    ratio: float
    apart: int
    earlier: int
    attacks: frozenset[str]
    least_named: int
    stands: int
    least_sources: int
    owners: Mapping[str, str]

    def owner(self, outlet: str) -> str | None:
        """Whose voice an outlet is, by its name or the host of its address; None where that is not known.

        >>> load_disputes().owner("sana.sy"), load_disputes().owner("al-Manar TV"), load_disputes().owner("Reuters")
        ('actor:syria', 'actor:hezbollah', None)
        """
        found = self.owners.get(fold(outlet))
        if found is None and "." in outlet and " " not in outlet:
            labels = outlet.lower().split(".")
            found = next((self.owners[name] for name in map(fold, labels[:-1]) if name in self.owners), None)
        return found


@lru_cache(maxsize=1)
def load_disputes() -> DisputeParams:
    """The parameters that ship with the package."""
    with resources.as_file(resources.files("imbroglio.knowledge") / "disputes.toml") as path:
        return disputes_of(path)


def disputes_of(path: Path) -> DisputeParams:
    """The parameters that a file holds. Raises KnowledgeError with the line of the first mistake."""
    data = load_toml(path)
    for table in data:
        if table not in _KEYS and table != "outlets":
            raise fault_at(path, f"[{table}]", f"'{table}' is no table of this file")
    tables = {name: get_table(path, data, name, keys) for name, keys in _KEYS.items()}
    return DisputeParams(
        ratio=_number(path, tables, "toll", "ratio", whole=False),
        apart=int(_number(path, tables, "toll", "apart")),
        earlier=int(_number(path, tables, "toll", "earlier")),
        attacks=frozenset(get_words(path, tables["perpetrator"], "perpetrator", "types")),
        least_named=int(_number(path, tables, "perpetrator", "least_named")),
        stands=int(_number(path, tables, "holder", "stands")),
        least_sources=int(_number(path, tables, "leader", "least_sources")),
        owners={**_owners_of_packs(), **_owners(path, data)},
    )


def _owners(path: Path, data: Mapping[str, Any]) -> dict[str, str]:
    outlets = data.get("outlets")
    if not isinstance(outlets, dict):
        raise KnowledgeError(str(path), None, "the table [outlets] is missing")
    known = {actor.id for actor in load_packs()}
    found: dict[str, str] = {}
    for owner in outlets:
        if owner not in known:
            raise fault_at(path, f"{owner} =", f"'{owner}' of [outlets] is in no actor pack")
        for name in get_words(path, outlets, "outlets", owner):
            if found.setdefault(fold(name), f"actor:{owner}") != f"actor:{owner}":
                raise fault_at(path, f'"{name}"', f"'{name}' stands under two owners")
    return found


def _owners_of_packs() -> dict[str, str]:
    """Outlets that the packs call part of somebody, by all their names."""
    found: dict[str, str] = {}
    for actor in load_packs():
        above = actor.parent or ((actor.of,) if actor.of else ())
        if actor.role in _TELLERS and above:
            for name in (actor.name, *actor.names, *actor.strict):
                found.setdefault(fold(name), f"actor:{above[0]}")
    return found


def _number(path: Path, tables: Mapping[str, Mapping[str, Any]], name: str, key: str, *, whole: bool = True) -> float:
    value = tables[name][key]
    kinds = int if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds) or not 1 <= value <= _MOST:
        raise fault_at(path, key, f"'{key}' of [{name}] must be a {'whole ' if whole else ''}number from 1 to {_MOST}")
    return value
