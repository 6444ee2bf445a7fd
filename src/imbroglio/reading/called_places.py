"""Places that a report makes known itself: names in no gazetteer that it calls a village, or speaks of as only places are spoken of.

Flows in: the tokens of a report and the names found in it. Flows out: the words of such names. What a report calls a place
once is that place wherever it says the name again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from imbroglio.reading.naming import Name
from imbroglio.reading.tokens import Tokens

_KINDS = frozenset("village villages town towns city settlement settlements hamlet suburb township neighbourhood neighborhood".split())
_SIDES = frozenset("north south east west northeast northwest southeast southwest outskirts vicinity".split())
_DEEDS = frozenset("battle siege fall encirclement".split())
_DETERMINERS = frozenset("a an the".split())
_MOST_BETWEEN = 4  # words between "a" and "village"


def called_places(tokens: Tokens, names: Mapping[int, Name]) -> frozenset[str]:
    """The words of unknown names that the report calls places."""
    inside = {k for n in names.values() for k in range(n.first, n.end)}
    found: set[str] = set()
    first = 0
    while first < len(tokens):
        end = _run(tokens, first, inside)
        if end == first:
            first += 1
            continue
        if _led_in(tokens, first) or _explained(tokens, end):
            found.add(" ".join(tokens.text[first:end]))
        first = end
    return frozenset(found)


def _run(tokens: Tokens, first: int, inside: set[int]) -> int:
    """End of the run of capitalised words at `first` that belong to no known name; `first` where there is none."""
    end = first
    while end < len(tokens) and end not in inside and _is_name(tokens.text[end]):
        end += 1
    return end if end - first <= 2 else first


def _is_name(word: str) -> bool:
    return word[:1].isupper() and len(word) > 2 and word.replace("-", "").replace("'", "").isalpha() and not word.isupper()


def _before(tokens: Tokens, first: int) -> Iterator[str]:
    for k in range(first - 1, max(first - 4, -1), -1):
        yield tokens.text[k].lower()


def _led_in(tokens: Tokens, first: int) -> bool:
    """"the village of X", "the siege of X", "north of X", "near X"."""
    before = [*_before(tokens, first), "", "", ""]
    if before[0] == "near":
        return True
    return before[0] == "of" and (before[1] in _KINDS or before[1] in _SIDES or (before[1] in _DEEDS and before[2] in _DETERMINERS))


def _explained(tokens: Tokens, end: int) -> bool:
    """"X, a large village"; "X village"."""
    words = tokens.text
    if end < len(tokens) and words[end] in _KINDS:
        return True
    if end + 2 >= len(tokens) or words[end] != "," or words[end + 1] not in _DETERMINERS:
        return False
    for k in range(end + 2, min(end + 2 + _MOST_BETWEEN, len(tokens))):
        if words[k].lower() in _KINDS:
            return True
        if not words[k].isalpha():
            return False
    return False
