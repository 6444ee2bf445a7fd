"""Mask, then parse: a sentence as the parser gets it.

Flows in: the tokens of a sentence and the names found in it. Flows out: `Sentence`, with names of several words as one
word and names that the parser stumbles over shown as familiar ones of the same kind; offsets lead back to the report.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from imbroglio.reading.naming import MASK, Name
from imbroglio.reading.parser import Words
from imbroglio.reading.tokens import Tokens


@dataclass(slots=True)
class Sentence:
    """One sentence before its parse.

    Attributes:
        index: its number in the report.
        row: the words for the parser.
        names: names by the word of the row.
        unknown: whether a capitalised word stands in it that no name explains.
    """

    index: int
    row: Words
    names: dict[int, Name]
    unknown: bool


@dataclass(slots=True)
class _Row:
    masked: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    space: list[bool] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    def add(self, shown: str, word: str, start: int, end: int, space: bool) -> None:
        self.masked.append(shown)
        self.text.append(word)
        self.start.append(start)
        self.end.append(end)
        self.space.append(space)


def masked(
    tokens: Tokens, names: Mapping[int, Name], text: str, index: int, span: tuple[int, int], commas: Collection[int]
) -> Sentence:
    """The sentence of tokens [span) as the parser gets it.

    Args:
        commas: tokens before which a comma was lost; the parser sees one of no width.
    """
    a, b = span
    row = _Row()
    by_word: dict[int, Name] = {}
    unknown = False
    i = a
    while i < b:
        if i in commas:
            row.add(",", ",", row.end[-1], row.end[-1], True)
        name = names.get(i)
        held = name if name is not None and name.end <= b else None
        stop = held.end if held is not None and held.merge else i + 1
        word = text[tokens.start[i] : tokens.end[stop - 1]]
        at = len(row.text)
        if held is not None and held.merge:
            by_word[at] = held
        elif held is not None:
            size = held.end - held.first
            by_word[at + size - 1] = Name(at, at + size, held.text, held.senses, held.places, False)
        elif name is None and word[:1].isupper() and i > a:
            unknown = True
        shown = mask(held, word, stop - i) if held is not None and held.merge else word
        if word == "back" and _is_verb(tokens, names, i, b):
            shown = "support"
        row.add(shown, word, tokens.start[i], tokens.end[stop - 1], stop < b and tokens.end[stop - 1] < tokens.start[stop])
        i = stop
    return Sentence(index, Words(row.masked, row.text, row.space, row.start, row.end), by_word, unknown)


def _is_verb(tokens: Tokens, names: Mapping[int, Name], i: int, end: int) -> bool:
    """Whether "back" at `i` is what one does to another: "Russia and Iran back Assad"; parsers take it for an adverb."""
    if i == 0 or i + 1 >= end or not any(n.end == i and n.senses for n in (names.get(k) for k in range(max(0, i - 6), i)) if n is not None):
        return False
    return tokens.text[i + 1][:1].isupper() or tokens.text[i + 1].lower() in {"the", "a"}


def mask(name: Name, word: str, size: int) -> str:
    """What the parser is shown for a name of `size` tokens."""
    sense = name.senses[0].sense if name.senses else ""
    if size == 1 and (name.kind in {"state", "place", "person", "people"} or sense == "adjective"):
        return word
    if sense == "adjective":
        return "French"
    if sense == "people":
        return "Americans"
    if name.kind == "state" and sense == "name":
        return "France"
    return MASK.get(name.kind, word)
