"""Tokens and sentences of a report's text, by offset, before any parse.

Flows in: text as received. Flows out: `Token` rows and sentence ranges. spaCy's tokenizer is mended in one point:
a hyphened word that it leaves whole ("U.S.-led") is taken apart, so that epithets look alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from imbroglio.reading.screen import stems

Spans = list[tuple[int, int]]

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr gen lt col maj capt sgt sen rep gov st jan feb mar apr jun jul aug sep sept oct nov dec no vs prof brig adm "
    "cmdr pres min dept est approx fig rev hon u.s u.n u.k".split()
)
_CLOSERS = frozenset("\"'”’)]»")
_STARTERS = frozenset("\"'“‘([«")
_DATELINE_DASH = re.compile(r"^\s*[A-Z][A-Za-z .,'’/-]{2,60}(?:\([A-Za-z .]+\))?\s*[—–-]{1,2}\s")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel rows: the text of each token, and its start and end in the report."""

    text: list[str]
    start: list[int]
    end: list[int]

    def __len__(self) -> int:
        return len(self.text)


def resplit(spans: Spans, text: str) -> Spans:
    """Take hyphened words apart that the tokenizer left whole; also a stuck bracket or dash.

    >>> [("U.S.-led"[a:b]) for a, b in resplit([(0, 8)], "U.S.-led")]
    ['U.S.', '-', 'led']
    """
    out: Spans = []
    for start, end in spans:
        word = text[start:end]
        if "-" not in word or len(word) < 4 or word.startswith(("-", "http")) or not any(c.isalpha() for c in word):
            out.append((start, end))
            continue
        at = start
        for part in re.split(r"(-)", word):
            if part:
                out.append((at, at + len(part)))
                at += len(part)
    return out


def rejoin(spans: Spans, text: str, hyphened: frozenset[str]) -> Spans:
    """Put hyphened words together that are words of their own ("counter-offensives", "test-fired"); `hyphened` holds their stems.

    >>> [("a cease-fire"[a:b]) for a, b in rejoin([(0, 1), (2, 7), (7, 8), (8, 12)], "a cease-fire", frozenset({"cease-fire"}))]
    ['a', 'cease-fire']
    """
    out: Spans = []
    i = 0
    while i < len(spans):
        start, end = spans[i]
        last = i
        while last + 2 < len(spans) and text[slice(*spans[last + 1])] == "-" and spans[last][1] + 1 == spans[last + 2][0]:
            last += 2
        while last > i and stems(text[start : spans[last][1]].lower()).isdisjoint(hyphened):
            last -= 2
        out.append((start, spans[last][1] if last > i else end))
        i = last + 1
    return out


def tokenize(text: str, split: Callable[[str], Spans], hyphened: frozenset[str] = frozenset()) -> Tokens:
    """Tokens of a text. `split` gives spans (spaCy's tokenizer, wrapped by the parser); white space is left out."""
    spans = [(a, b) for a, b in resplit(split(text), text) if not text[a:b].isspace()]
    if hyphened:
        spans = rejoin(spans, text, hyphened)
    return Tokens([text[a:b] for a, b in spans], [a for a, _ in spans], [b for _, b in spans])


def _ends(tokens: Tokens, text: str, i: int) -> bool:
    """Whether the sentence ends with token `i`, a full stop or its like."""
    word = tokens.text[i]
    if word[-1] not in ".!?…":
        return False
    if len(word) > 1 and word[-1] == "." and (word[:-1].lower() in _ABBREVIATIONS or re.fullmatch(r"(?:\w\.)+", word)):
        following = tokens.text[i + 1] if i + 1 < len(tokens) else ""
        return bool(re.fullmatch(r"(?:\w\.){2,}", word)) and following in {"The", "He", "She", "It", "In", "On", "But", "They"}
    if i > 0 and tokens.end[i - 1] == tokens.start[i] and word == ".":
        before = tokens.text[i - 1].lower()
        if before in _ABBREVIATIONS or (len(before) == 1 and before.isalpha() and tokens.text[i - 1].isupper()):
            return False
    if i + 1 >= len(tokens):
        return True
    j = i + 1
    while j < len(tokens) and tokens.text[j] in _STARTERS | _CLOSERS:
        j += 1
    if j >= len(tokens):
        return True
    return not tokens.text[j][0].islower()


def sentences(tokens: Tokens, text: str, longest: int = 120) -> list[tuple[int, int]]:
    """Sentence ranges (first token, end token). A blank line ends one; so does a full stop before a capital.

    A run of more than `longest` tokens without an end is cut at a semicolon, comma or space, so that a text
    without punctuation still can be read.
    """
    out: list[tuple[int, int]] = []
    first = 0
    n = len(tokens)
    for i in range(n):
        cut = False
        if i + 1 < n:
            gap = text[tokens.end[i] : tokens.start[i + 1]]
            if "\n" in gap and (gap.count("\n") > 1 or not tokens.text[i + 1][0].islower()):
                cut = gap.count("\n") > 1 or tokens.text[i][-1] in ".!?:;\"”" or _short_line(tokens, text, first, i)
        if not cut and _ends(tokens, text, i):
            cut = not (i + 1 < n and tokens.text[i + 1] in _CLOSERS and text[tokens.end[i] : tokens.start[i + 1]] == "")
        if not cut and i > first and tokens.text[i] in _CLOSERS and _ends_before_closer(tokens, text, i):
            cut = True
        if not cut and i - first >= longest:
            cut = tokens.text[i] in {";", ",", ":"} or i - first >= longest + 40
        if cut:
            out.append((first, i + 1))
            first = i + 1
    if first < n:
        out.append((first, n))
    return out


def _ends_before_closer(tokens: Tokens, text: str, i: int) -> bool:
    j = i - 1
    while j > 0 and tokens.text[j] in _CLOSERS and tokens.end[j] == tokens.start[j + 1]:
        j -= 1
    if tokens.end[j] != tokens.start[j + 1] or tokens.text[j][-1] not in ".!?":
        return False
    return i + 1 >= len(tokens) or not tokens.text[i + 1][0].islower()


def _short_line(tokens: Tokens, text: str, first: int, i: int) -> bool:
    """A line that stands alone, such as a headline or a list item, is a sentence of its own."""
    start = text.rfind("\n", 0, tokens.start[i]) + 1
    return start <= tokens.start[first] and i - first < 20
