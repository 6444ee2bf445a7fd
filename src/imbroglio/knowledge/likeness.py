"""What makes two accounts one thing: families of types, weights of reasons, limits, words. Data in `likeness.toml`.

Flows in: the file. Flows out: a `LikenessParams`. Refuses a file that lacks a weight, or has one that is not known
(`KnowledgeError`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.toml_file import line_of, load_toml
from imbroglio.knowledge.word_roots import root_of, rows_of

_FILE = "likeness.toml"
_NUMBERS = {
    "weight": (
        "bias", "same_day", "near_day", "same_report_days", "overlapping", "same_month", "same_place", "near_place", "wider_place",
        "within_area", "place_unsaid", "same_agent", "same_target", "like_agent", "like_target", "other_agent", "other_target",
        "same_number", "near_number", "grown_number", "other_number", "same_report", "words",
    ),
    "learnt": ("same_word", "same_weak_word", "same_type", "weak_word"),
    "limit": (
        "score", "floor", "learnt", "days", "report_days", "wide_days", "kilometres", "area_kilometres", "near_kilometres", "telling_toll",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LikenessParams:
    """What stands in `likeness.toml`.

    Attributes:
        family: type to family.
        vague: types that leave the means open.
        mutual: families in which either side may be told as the one that acts.
        weight: log odds by reason; those learnt are already cut to their share.
        learnt: the learnt ones as they were learnt.
        limit: numbers by name.
        weak: roots of words that may stand for any deed.
        roots: words to roots that do not show.
        common: words that stand in most passages.
        totals: log odds of sets of reasons, as they are worked out.
    """

    family: Mapping[str, str]
    vague: frozenset[str]
    mutual: frozenset[str]
    weight: Mapping[str, float]
    learnt: Mapping[str, float]
    limit: Mapping[str, float]
    weak: frozenset[str]
    roots: Mapping[str, str]
    common: frozenset[str]
    totals: dict[tuple[str, ...], float] = field(default_factory=dict, init=False, repr=False, compare=False)


@lru_cache(maxsize=1)
def load_likeness() -> LikenessParams:
    """The parameters that ship.

    >>> load_likeness().family["bombing"]
    'violence'
    """
    with resources.as_file(resources.files("imbroglio.knowledge") / _FILE) as path:
        return likeness_of(path)


def likeness_of(path: Path) -> LikenessParams:
    """The parameters that a file holds. Raises KnowledgeError with the line of the first mistake."""
    held = load_toml(path)
    numbers = {table: _numbers(path, held, table) for table in _NUMBERS}
    weight = {**numbers["weight"], **{key: value * numbers["limit"]["learnt"] for key, value in numbers["learnt"].items()}}
    families = {name: _texts(path, held, "family", name) for name in held.get("family", {})}
    roots = rows_of(_texts(path, held, "roots", "rows"))
    weak = _words(path, held, "weak")
    return LikenessParams(
        family={type: name for name, types in families.items() for type in types},
        vague=frozenset(_texts(path, held, "types", "vague")),
        mutual=frozenset(_texts(path, held, "types", "mutual")),
        weight=weight,
        learnt=numbers["learnt"],
        limit=numbers["limit"],
        weak=frozenset(root_of(word, roots) for word in weak),
        roots=roots,
        common=frozenset(_words(path, held, "common")),
    )


def _numbers(path: Path, held: Mapping[str, Any], table: str) -> dict[str, float]:
    given, wanted = held.get(table, {}), _NUMBERS[table]
    for key in (*wanted, *given):
        value = given.get(key)
        if key not in wanted:
            raise KnowledgeError(str(path), line_of(path, f"{key} ="), f"'{key}' is no number of [{table}]")
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise KnowledgeError(str(path), line_of(path, f"[{table}]"), f"[{table}] lacks the number '{key}'")
    return {key: float(given[key]) for key in wanted}


def _texts(path: Path, held: Mapping[str, Any], table: str, key: str) -> list[str]:
    value = held.get(table, {}).get(key)
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise KnowledgeError(str(path), line_of(path, f"[{table}]"), f"[{table}] must hold '{key}', a list of texts")
    return value


def _words(path: Path, held: Mapping[str, Any], table: str) -> list[str]:
    value = held.get(table, {}).get("words")
    if not isinstance(value, str):
        raise KnowledgeError(str(path), line_of(path, f"[{table}]"), f"[{table}] must hold 'words', a text")
    return value.split()
