"""The words by which the article screen tells reports on armed conflict from all others.

Flows in: `screen.toml`, written by `tools/train_screen.py`: weights of words (as the lexicon spells them), of the names of armed groups and
states, of the length. Flows out: `ScreenWords`. Refuses a file with a mistake (`KnowledgeError`, with the line).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.toml_file import fault_at, get_table, load_toml

NUMBERS = ("threshold", "start", "length", "group", "state", "states")


@dataclass(frozen=True, slots=True)
class ScreenWords:
    """A logistic regression over the words of a text.

    Attributes:
        threshold: log-odds from which on a report is kept.
        start: log-odds of a text without any word.
        length: what the logarithm of the number of words weighs.
        group: what it weighs that an armed group is named; `state`: a state, its people or what is theirs; `states`: two of them.
        words: what each word weighs where it stands at least once.
    """

    threshold: float
    start: float
    length: float
    group: float
    state: float
    states: float
    words: Mapping[str, float]


def screen_path() -> Path:
    """The file that ships with the package."""
    return Path(str(resources.files("imbroglio.knowledge").joinpath("screen.toml")))


def load_screen_words(path: Path | None = None) -> ScreenWords:
    """The weights in a file; those that ship with the package by default. Raises KnowledgeError."""
    path = path or screen_path()
    data = load_toml(path)
    numbers = get_table(path, data, "screen", NUMBERS)
    words = data.get("words")
    if not isinstance(words, dict) or not words:
        raise KnowledgeError(str(path), None, "the table [words] is missing or empty")
    return ScreenWords(
        **{key: _number(path, key, numbers[key]) for key in NUMBERS},
        words={word: _number(path, word, weight) for word, weight in words.items()},
    )


def _number(path: Path, key: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1000:
        raise fault_at(path, key, f"'{key}' must be a number below 1000")
    return float(value)
