"""What makes two accounts one thing: families of types, weights of reasons, limits. Data in `likeness.toml`.

Flows in: the file. Flows out: a `LikenessParams`. Refuses a file that lacks a weight (`KnowledgeError`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from imbroglio.errors import KnowledgeError

_FILE = "likeness.toml"
_WEIGHTS = (
    "bias", "same_type", "same_trigger", "same_day", "near_day", "same_report_days", "overlapping", "same_place", "near_place",
    "wider_place", "within_area", "place_unsaid", "same_agent", "same_target", "other_agent", "other_target", "same_number",
    "near_number", "other_number", "words", "same_report",
)  # fmt: skip
_LIMITS = ("score", "days", "report_days", "kilometres", "near_kilometres", "sample")


@dataclass(frozen=True, slots=True)
class LikenessParams:
    """Families by type, weights in log odds, limits, and words that tell little apart."""

    family: Mapping[str, str]
    weight: Mapping[str, float]
    limit: Mapping[str, float]
    common: frozenset[str]


@lru_cache(maxsize=1)
def load_likeness() -> LikenessParams:
    """The parameters that ship. Raises KnowledgeError where one is missing."""
    text = resources.files("imbroglio.knowledge").joinpath(_FILE).read_text("utf-8")
    held = tomllib.loads(text)
    for table, keys in (("weight", _WEIGHTS), ("limit", _LIMITS)):
        for key in keys:
            if not isinstance(held.get(table, {}).get(key), int | float):
                raise KnowledgeError(_FILE, None, f"[{table}] lacks the number '{key}'")
    family = {type: name for name, types in held["family"].items() for type in types}
    weight = {key: float(held["weight"][key]) for key in _WEIGHTS}
    limit = {key: float(held["limit"][key]) for key in _LIMITS}
    return LikenessParams(family, weight, limit, frozenset(held["common"]["words"].split()))
