"""What the weighing of control assumes: how much each kind of account says, and how fast knowledge of a place ages.

Flows in: `control.toml`. Flows out: one checked `ControlParams`. Refuses a file with a key that is missing or not known,
or a value out of its bounds (`KnowledgeError`, with the line).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.toml_file import fault_at, load_toml

# Table to its keys and the highest value each may have; the lowest is 0.
_MOST_NATS, _MOST_DAYS = 10.0, 3660.0
_NUMBERS: Mapping[str, Mapping[str, float]] = {
    "chain": {
        **dict.fromkeys(("change", "to_unknown", "contest_starts", "contest_ends"), 1.0),
        "horizon": _MOST_DAYS,
    },
    "prior": dict.fromkeys(("state", "unknown", "blank"), 1.0),
    "answer": {"holder": 1.0, "change": 1.0, "stands": _MOST_DAYS, "settles": 31.0, "more": 10.0},
    "lift": dict.fromkeys(
        (
            "holds", "capture", "loser", "withdrawal", "withdrawal_foe", "siege", "siege_target", "strike",
            "strike_target", "clash_target",
        ),
        _MOST_NATS,
    ),
    "move": dict.fromkeys(("capture", "withdrawal", "to_foe", "anew"), 1.0),
    "contest": dict.fromkeys(("contested", "clash", "siege", "calm", "disagree"), _MOST_NATS),
    "weight": {
        **dict.fromkeys(
            (
                "own_claim", "admission", "third_party", "own_voice", "hearsay", "doubts", "denied", "partly", "wholly", "area", "undated",
            ),
            2.0,
        ),
        "day_cap": _MOST_NATS,
        "move_cap": 0.99,
    },
    "precision": dict.fromkeys(("day", "week", "month", "season", "year", "unknown"), 1.0),
    "time": {"spread": 31.0, "before_report": 31.0, "first_year": 9000.0, "last_year": 9000.0},
    "exactness": dict.fromkeys(("1", "2", "3", "4", "5", "6", "7", "none"), 1.0),
}  # fmt: skip
_ABOVE_ZERO = {
    ("chain", "change"), ("chain", "to_unknown"), ("chain", "contest_starts"), ("chain", "contest_ends"),
    ("time", "spread"), ("time", "first_year"), ("weight", "day_cap"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ControlParams:
    """The tables of `control.toml`; what each number means, and why it is so, stands there.

    `camps` goes from a word to the first of its row, which stands for the camp. `holds_for` goes from the key of an actor to the key of the state for which it holds ground.
    """

    chain: Mapping[str, float]
    prior: Mapping[str, float]
    answer: Mapping[str, float]
    lift: Mapping[str, float]
    move: Mapping[str, float]
    contest: Mapping[str, float]
    weight: Mapping[str, float]
    precision: Mapping[str, float]
    time: Mapping[str, float]
    exactness: Mapping[str, float]
    partly: frozenset[str]
    wholly: frozenset[str]
    camps: Mapping[str, str]
    government: frozenset[str]
    strikes: frozenset[str]
    retaken: frozenset[str]
    lost: frozenset[str]
    yielded: frozenset[str]
    holds_for: Mapping[str, str]


def control_of(path: Path) -> ControlParams:
    """The parameters that a file holds. Raises KnowledgeError with the line of the first mistake."""
    data = load_toml(path)
    known = {*_NUMBERS, "wording", "described", "events", "holds_for"}
    for table in data:
        if table not in known:
            raise fault_at(path, f"[{table}]", f"'{table}' is no table of this file")
    numbers = {table: _numbers(path, data, table) for table in _NUMBERS}
    if numbers["chain"]["contest_starts"] + numbers["chain"]["contest_ends"] >= 1.0:
        raise fault_at(path, "contest_ends", "contest_starts and contest_ends must stay below 1 together")
    pairs = _table(path, data, "holds_for")
    for actor, state in pairs.items():
        if not isinstance(state, str) or not state:
            raise fault_at(path, actor, f"'{actor}' of [holds_for] must name a state")
    return ControlParams(
        **numbers,
        partly=_words(path, data, "wording", "partly"),
        wholly=_words(path, data, "wording", "wholly"),
        camps=_camps(path, data),
        government=_words(path, data, "described", "government"),
        strikes=_words(path, data, "events", "strikes"),
        retaken=_words(path, data, "events", "retaken"),
        lost=_words(path, data, "events", "lost"),
        yielded=_words(path, data, "events", "yielded"),
        holds_for={f"actor:{actor}": f"actor:{state}" for actor, state in sorted(pairs.items())},
    )


@lru_cache(maxsize=1)
def load_control() -> ControlParams:
    """The parameters that ship with the package.

    >>> load_control().holds_for["actor:donetsk-peoples-republic"]
    'actor:russia'
    """
    with resources.as_file(resources.files("imbroglio.knowledge") / "control.toml") as path:
        return control_of(path)


def _table(path: Path, data: Mapping[str, Any], table: str) -> Mapping[str, Any]:
    found = data.get(table)
    if not isinstance(found, dict):
        raise KnowledgeError(str(path), None, f"the table [{table}] is missing")
    return found


def _numbers(path: Path, data: Mapping[str, Any], table: str) -> Mapping[str, float]:
    found, wanted = _table(path, data, table), _NUMBERS[table]
    for key in found:
        if key not in wanted:
            raise fault_at(path, key, f"'{key}' is no parameter of [{table}]")
    out = {}
    for key, most in wanted.items():
        value = found.get(key)
        if value is None:
            raise fault_at(path, f"[{table}]", f"[{table}] lacks '{key}'")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            raise fault_at(path, key, f"'{key}' of [{table}] must be a number from 0 to {most:g}")
        if (table, key) in _ABOVE_ZERO and value == 0:
            raise fault_at(path, key, f"'{key}' of [{table}] must be above 0")
        out[key] = float(value)
    return out


def _words(path: Path, data: Mapping[str, Any], table: str, key: str) -> frozenset[str]:
    words = _table(path, data, table).get(key)
    if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
        raise fault_at(path, f"[{table}]", f"'{key}' of [{table}] must be a list of words")
    return frozenset(words)


def _camps(path: Path, data: Mapping[str, Any]) -> Mapping[str, str]:
    rows = _table(path, data, "described").get("camps")
    if not isinstance(rows, list) or not all(isinstance(row, list) and row for row in rows):
        raise fault_at(path, "camps", "'camps' of [described] must be a list of lists of words")
    if not all(isinstance(word, str) and word for row in rows for word in row):
        raise fault_at(path, "camps", "'camps' of [described] must hold words")
    return {word: row[0] for row in rows for word in row}
