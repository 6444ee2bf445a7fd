"""How plain text writes a count: number words, vague quantities, hedges, and words that make a number no
count.

Flows in: `lexicon/quantities.toml`. Flows out: one checked table, `Quantities`. Refuses a file with a
mistake: a bound that is no whole number, a vague quantity whose low is above its high, a word that is no
plain text (`KnowledgeError`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.toml_file import line_of, load_toml

Bounds = tuple[int | None, int | None]
_SIDES = ("low", "high", "both")


@dataclass(frozen=True, slots=True)
class Quantities:
    """The table of counts.

    Attributes:
        words: "seven" to 7.
        scales: "thousand" to 1000; `letters` the ones that only follow digits directly ("40k").
        vague: "dozens" to (24, 99); None is an open bound.
        before, after: a hedge to the bound that it gives, "low", "high" or "both".
        no_count_after: words after a number that make it no count ("km", "percent", "days").
        fractions: words that with a small number before them are a part ("two thirds").
        names_after, names_before: words that make it part of a name ("Brigade", "Resolution").
        money_before, money_after: what makes it an amount of money.
    """

    words: Mapping[str, int]
    scales: Mapping[str, int]
    letters: Mapping[str, int]
    vague: Mapping[str, Bounds]
    before: Mapping[str, str]
    after: Mapping[str, str]
    no_count_after: tuple[str, ...]
    fractions: tuple[str, ...]
    names_after: tuple[str, ...]
    names_before: tuple[str, ...]
    money_before: tuple[str, ...]
    money_after: tuple[str, ...]


def quantities_of(path: Path) -> Quantities:
    """The table that a file holds. Raises KnowledgeError with the line of the first mistake."""
    data = load_toml(path)
    nouns: dict[str, Any] = data.get("not_counted", {})
    return Quantities(
        words=_whole_numbers(path, data, "words"),
        scales=_whole_numbers(path, data, "scales"),
        letters=_whole_numbers(path, data, "letters"),
        vague=_vague(path, data.get("vague", [])),
        before=_hedges(path, data.get("before", {})),
        after=_hedges(path, data.get("after", {})),
        no_count_after=_texts(path, nouns, "after"),
        fractions=_texts(path, nouns, "fractions"),
        names_after=_texts(path, nouns, "names_after"),
        names_before=_texts(path, nouns, "names_before"),
        money_before=_texts(path, nouns, "money_before"),
        money_after=_texts(path, nouns, "money_after"),
    )


@lru_cache(maxsize=1)
def load_quantities() -> Quantities:
    """The table that ships with the package. Raises KnowledgeError."""
    return quantities_of(
        Path(str(resources.files("imbroglio.knowledge").joinpath("lexicon", "quantities.toml")))
    )


def _whole_numbers(path: Path, data: Mapping[str, Any], table: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for word, value in data.get(table, {}).items():
        if isinstance(value, bool) or not isinstance(value, int):
            raise KnowledgeError(
                str(path), line_of(path, f"{word} ="), f"'{word}' needs a whole number, not {value!r}."
            )
        found[word] = value
    return found


def _texts(path: Path, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    found = data.get(key, [])
    for word in found:
        if not isinstance(word, str) or not word or word != word.strip():
            raise KnowledgeError(
                str(path), line_of(path, f"{key} ="), f"'{key}' holds {word!r}, which is no plain word."
            )
    return tuple(found)


def _hedges(path: Path, data: Mapping[str, Any]) -> dict[str, str]:
    unknown = sorted(set(data) - set(_SIDES))
    if unknown:
        where = line_of(path, f"{unknown[0]} =")
        raise KnowledgeError(str(path), where, f"A hedge gives 'low', 'high' or 'both', not '{unknown[0]}'.")
    return {word: side for side in _SIDES for word in _texts(path, data, side)}


def _vague(path: Path, entries: list[Mapping[str, Any]]) -> dict[str, Bounds]:
    found: dict[str, Bounds] = {}
    for entry in entries:
        words = _texts(path, entry, "words")
        low, high = entry.get("low"), entry.get("high")
        where = line_of(path, f'"{words[0]}"') if words else None
        if not words:
            raise KnowledgeError(str(path), None, "A vague quantity lists no words; give it 'words'.")
        if any(b is not None and (isinstance(b, bool) or not isinstance(b, int)) for b in (low, high)):
            raise KnowledgeError(str(path), where, f"The bounds of '{words[0]}' must be whole numbers.")
        if low is not None and high is not None and low > high:
            raise KnowledgeError(str(path), where, f"The low bound of '{words[0]}' is above its high bound.")
        found.update(dict.fromkeys(words, (low, high)))
    return found
