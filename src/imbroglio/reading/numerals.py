"""Numerals in plain text: where a figure, a number word or a vague quantity stands, and what it is worth.

Flows in: a text. Flows out: `Numeral`s in order of text, each with its bounds, without hedges and without
asking whether it counts anything; `numbers.py` does that. The grammar: "1,500", "30 000", "1.5 million",
"twenty-one", "two hundred and fifty", "a hundred", "dozens", "tens of thousands".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from imbroglio.knowledge.quantities import load_quantities

_TABLE = load_quantities()
_LONGEST = 15
"""Digits; a longer figure is no count."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral, worth `low` to `high`.

    Attributes:
        mantissa, scale: of "3 million", 3 and 1000000; the scale is 1 where none is said.
        figure: written with digits.
        vague: a quantity such as "dozens".
    """

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    mantissa: Decimal
    scale: int
    figure: bool
    vague: bool = False
    letter: str = ""


def _either(words: list[str]) -> str:
    return "|".join(re.escape(w).replace("\\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


_ONES = _either([w for w, n in _TABLE.words.items() if n < 20])
_TENS = _either([w for w, n in _TABLE.words.items() if n >= 20])
_SCALES = _either(list(_TABLE.scales))
_SMALL = rf"(?:(?:{_TENS})(?:[-\s](?:{_ONES})(?![A-Za-z]))?|(?:{_ONES}))"
_VAGUE = re.compile(rf"(?:{_either(list(_TABLE.vague))})(?![A-Za-z])", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?P<n>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?:[ \u00a0\u202f]000)+|[0-9]+)(?![0-9])(?:\.[0-9]+)?)"
    rf"(?:(?P<scales>(?:[\s-]?(?:{_SCALES})(?![A-Za-z]))+)"
    rf"|(?P<letter>{_either(list(_TABLE.letters))})(?![A-Za-z]))?",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"(?:(?:an?|{_SMALL})(?P<half>\s+and\s+a\s+half)?(?:[-\s]+(?:{_SCALES})(?![A-Za-z]))+"
    rf"(?:\s+(?:and\s+)?{_SMALL}(?![A-Za-z])(?:\s+(?:{_SCALES})(?![A-Za-z]))*)*|{_SMALL}"
    rf"|(?:{_SCALES}))(?![A-Za-z])",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[A-Za-z]+|[0-9]+")
_FUNCTION_WORDS = {"a", "of", "and", "or", "if", "not", "perhaps", "upon", "many", "some", "half", "quarter"}
_VAGUE_WORDS = {w for phrase in _TABLE.vague for w in re.findall(r"[a-z]+", phrase)} - _FUNCTION_WORDS
_VAGUE_STARTS = {re.findall(r"[a-z]+", phrase)[0] for phrase in _TABLE.vague}
_WORD_STARTS = {*_TABLE.words, *_TABLE.scales, "a", "an"}
_OPENERS = {
    form for w in {*_TABLE.words, *_TABLE.scales, *_VAGUE_WORDS} for form in (w, w.capitalize(), w.upper())
}


def any_numeral(text: str) -> bool:
    """Whether the text can hold a numeral at all; cheap."""
    words = _TOKEN.findall(text)
    return not _OPENERS.isdisjoint(words) or any(w[0] <= "9" for w in words)


def iter_numerals(text: str) -> Iterator[Numeral]:
    """The numerals of a text, in order, none overlapping."""
    done = 0
    for token in _TOKEN.finditer(text):
        at = token.start()
        if at < done:
            continue
        word = token[0].lower()
        numeral = None
        if word[0] <= "9":
            numeral = _figure(text, at)
        elif word in _VAGUE_STARTS or word in _WORD_STARTS:
            numeral = _vague(text, at) or _worded(text, at)
        if numeral is not None:
            done = numeral.end
            yield numeral


def _figure(text: str, at: int) -> Numeral | None:
    match = _FIGURE.match(text, at)
    if match is None:
        return None
    digits = re.sub(r"[,\s]", "", match["n"])
    if len(digits) > _LONGEST:
        return None
    scale = 1
    for word in re.findall(r"[A-Za-z]+", match["scales"] or ""):
        scale *= _TABLE.scales.get(word.lower(), 1)
    letter = (match["letter"] or "").lower()
    scale *= _TABLE.letters.get(letter, 1)
    mantissa = Decimal(digits)
    return Numeral(at, match.end(), mantissa * scale, mantissa * scale, mantissa, scale, True, letter=letter)


def _vague(text: str, at: int) -> Numeral | None:
    match = _VAGUE.match(text, at)
    if match is None:
        return None
    bounds = _TABLE.vague.get(" ".join(match[0].lower().split()))
    if bounds is None or bounds[0] is None:
        return None
    low, high = Decimal(bounds[0]), None if bounds[1] is None else Decimal(bounds[1])
    return Numeral(at, match.end(), low, high, low, 1, False, vague=low != high)


def _worded(text: str, at: int) -> Numeral | None:
    match = _WORDED.match(text, at)
    if match is None or match[0].lower() in ("a", "an"):
        return None
    total = current = Decimal(0)
    mantissa, scale = Decimal(0), 1
    words = [w.lower() for w in re.findall(r"[A-Za-z]+", match[0])]
    for i, word in enumerate(words):
        if word in _TABLE.words:
            current += _TABLE.words[word]
        elif word == "half":
            current += Decimal("0.5")
        elif word in _TABLE.scales:
            factor = _TABLE.scales[word]
            mantissa, scale = (current or Decimal(1), factor) if scale == 1 else (mantissa, scale * factor)
            if factor >= 1000:
                total, current = total + (current or 1) * factor, Decimal(0)
            else:
                current = (current or Decimal(1)) * factor
        elif word in ("a", "an") and i == 0:
            current = Decimal(1)
    value = total + current
    if mantissa * scale != value:
        mantissa, scale = value, 1
    return Numeral(at, match.end(), value, value, mantissa, scale, False)
