"""What makes a bond between two actors, how long a silence ends it, and how long it is taken to hold after its last account.

Flows in: `bonds.toml`. Flows out: one checked `BondParams`. Refuses a file with a table or key that is missing or not
known, or a value out of its bounds (`KnowledgeError`, with the line).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, get_args

from imbroglio.knowledge.toml_file import fault_at, get_table, get_words, load_toml
from imbroglio.model.record import Tie

TIES: tuple[Tie, ...] = get_args(Tie)
_TABLES = ("types", "observers", "together", "gap", "lasts")
_MOST_DAYS = 36_600
_MOST_SOURCES = 100


@dataclass(frozen=True, slots=True)
class BondParams:
    """The tables of `bonds.toml`; what each means, and why it is so, stands there.

    Attributes:
        tie_of: type of a statement to the tie that it is evidence of, agent towards target.
        observers: roles (as in packs) of actors that report a war and are no party to it.
        together: types of attack whose agents act together.
        least_together: independent sources that must tell of joint attacks before they make a bond.
        gap, lasts: days, by tie.
    """

    tie_of: Mapping[str, Tie]
    observers: frozenset[str]
    together: frozenset[str]
    least_together: int
    gap: Mapping[Tie, int]
    lasts: Mapping[Tie, int]


@lru_cache(maxsize=1)
def load_bonds() -> BondParams:
    """The parameters that ship with the package.

    >>> load_bonds().tie_of["air-strike"], load_bonds().tie_of["aid"]
    ('fights', 'backs')
    """
    with resources.as_file(resources.files("imbroglio.knowledge") / "bonds.toml") as path:
        return bonds_of(path)


def bonds_of(path: Path) -> BondParams:
    """The parameters that a file holds. Raises KnowledgeError with the line of the first mistake."""
    data = load_toml(path)
    for table in data:
        if table not in _TABLES:
            raise fault_at(path, f"[{table}]", f"'{table}' is no table of this file")
    types = get_table(path, data, "types", TIES)
    tie_of: dict[str, Tie] = {}
    for tie in TIES:
        for type_ in get_words(path, types, "types", tie):
            if type_ in tie_of:
                raise fault_at(path, f'"{type_}"', f"'{type_}' stands under two ties")
            tie_of[type_] = tie
    observers = get_words(path, get_table(path, data, "observers", ("roles",)), "observers", "roles")
    together = get_table(path, data, "together", ("types", "least_sources"))
    gap, lasts = (_days(path, data, name) for name in ("gap", "lasts"))
    return BondParams(
        tie_of,
        frozenset(observers),
        frozenset(get_words(path, together, "together", "types")),
        _whole(path, together, "together", "least_sources", _MOST_SOURCES),
        gap,
        lasts,
    )


def _days(path: Path, data: Mapping[str, Any], name: str) -> Mapping[Tie, int]:
    table = get_table(path, data, name, TIES)
    return {tie: _whole(path, table, name, tie, _MOST_DAYS) for tie in TIES}


def _whole(path: Path, table: Mapping[str, Any], name: str, key: str, most: int) -> int:
    value = table[key]
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
        raise fault_at(path, key, f"'{key}' of [{name}] must be a whole number from 1 to {most}")
    return value
