"""Names in a report's tokens, before any parse: packs first, then abbreviations that the report itself explains, then places.

Flows in: tokens of the whole report. Flows out: `Name`s by first token. A name of several words becomes one token for
the parser, and a name that the parser stumbles over is shown to it as a familiar one of the same kind ("mask").
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from imbroglio.knowledge.gazetteer import GazetteerPlace
from imbroglio.knowledge.packs import KnownActor, NameTable, Sense, fold_token
from imbroglio.reading.tokens import Tokens

MASK = {
    "armed_group": "Hamas",
    "organisation": "NATO",
    "government": "Congress",
    "coalition": "NATO",
    "person": "Obama",
    "state": "Hamas",
    "place": "Baghdad",
    "thing": "Google",
    "people": "Hamas",
}
_HYPHENS = frozenset("-–‑")
_INNER = frozenset("al ez el ad an ar as ash at az es de la da do dos das du del of the and bin ibn abu um umm e i ul ud un us ed".split())


_LINKS = _INNER | frozenset("for in on to against with by und la el".split())
_OPENERS = frozenset(
    "on in at the a an more since one two three four five six seven eight nine ten many most some several other others two after before as "
    "by for from with while when where who what why how if but and or so then there this that these those it its he she they we you i his her their our "
    "during until under over among between both each all no not now new old first second third last next since still such than to up also "
    "according reports sources dozens hundreds thousands another earlier later meanwhile however although despite because through about against "
    "early late local state members fighters troops clashes ongoing part main major".split()
)


class PlaceFinder(Protocol):
    """What the reader asks of the gazetteer."""

    def lookup(self, name: str, prior: Mapping[str, float] | None = None, limit: int = 5) -> list[GazetteerPlace]: ...


@dataclass(slots=True)
class Name:
    """A name in the text: tokens [first, end), what it can stand for, and the places it can be."""

    first: int
    end: int
    text: str
    senses: list[Sense] = field(default_factory=list)
    places: list[GazetteerPlace] = field(default_factory=list)
    merge: bool = True

    def sense(self, *kinds: str) -> Sense | None:
        """The first sense of one of these kinds, in their order."""
        for kind in kinds:
            for sense in self.senses:
                if sense.sense == kind:
                    return sense
        return None

    @property
    def actor(self) -> KnownActor | None:
        """The known actor that it names, if any."""
        return self.senses[0].actor if self.senses else None

    @property
    def kind(self) -> str:
        """The kind of thing it most likely is: its actor's kind, else place, else thing."""
        if self.senses:
            sense = self.senses[0]
            if sense.sense == "government":
                return "government"
            return "people" if sense.sense == "people" else sense.actor.kind
        return "place" if self.places else "thing"


def _capital_run(tokens: Tokens, at: int, limit: int, taken: Sequence[bool]) -> int:
    """End of the run of capitalised words that starts at `at`; small inner words ("al", "of") may stand within."""
    end = at + 1
    i = at + 1
    while i < limit and i - at < 8 and not taken[i]:
        word = tokens.text[i]
        glued = tokens.start[i] == tokens.end[i - 1]
        if word[:1].isupper() and (word[:1].isalpha()):
            end = i + 1
        elif not (word in _HYPHENS and glued) and not (word.lower() in _INNER and i + 1 < limit):
            break
        elif word.lower() in {"and", "of", "the", "us", "i", "e"} :
            break
        i += 1
    return end


def find_known(tokens: Tokens, ranges: Sequence[tuple[int, int]], table: NameTable, text: str) -> dict[int, Name]:
    """Names of the packs, by first token."""
    folded = [fold_token(t) if t not in _HYPHENS else "" for t in tokens.text]
    lost = lost_apostrophes(text)
    out: dict[int, Name] = {}
    for first, end in ranges:
        i = first
        while i < end:
            name = _known(tokens, folded, i, end, table, text)
            if name is None and lost and _bare_genitive(tokens.text[i]):
                name = _owning(tokens, folded, i, table)
            if name is None:
                i += 1
                continue
            out[i] = name
            i = name.end
    return out


def lost_apostrophes(text: str) -> bool:
    """Whether a text has lost its apostrophes ("Syrias war"), as some archives' have."""
    return "'s" not in text and "’s" not in text


def _bare_genitive(word: str) -> bool:
    return len(word) > 4 and word[0].isupper() and word.endswith("s") and word[-2] not in "su" and not word.isupper()


def _owning(tokens: Tokens, folded: list[str], i: int, table: NameTable) -> Name | None:
    """The name that owns what follows it where the apostrophe is lost: "Syrias war" is Syria's."""
    stem = folded[i][:-1]
    if i + 1 >= len(folded) or not table.starts(stem):
        return None
    found = table.match([stem, ""], [tokens.text[i][:-1], ""], 0)
    if found is None or not any(s.sense == "name" for s in found[1]):
        return None
    return Name(i, i + 1, tokens.text[i][:-1], found[1])


def _known(tokens: Tokens, folded: list[str], i: int, end: int, table: NameTable, text: str) -> Name | None:
    if not folded[i] or not table.starts(folded[i]):
        return None
    found = table.match(folded, tokens.text, i)
    if found is None:
        return None
    stop, senses = found
    if stop > end:
        return None
    if stop - i == 1 and senses[0].actor.kind == "person" and _another_person(tokens, i):
        return None
    if stop - i == 1 and senses[0].sense in {"people", "adjective"} and _ends_a_name(tokens, i):
        return None
    words = tokens.text[i:stop]
    merge = all(w[:1].isupper() or w in _HYPHENS or w.lower() in _LINKS or w[:1].isdigit() or w in {"'s", "’s"} for w in words)
    return Name(i, stop, text[tokens.start[i] : tokens.end[stop - 1]], senses, [], merge)


_TITLES = frozenset(
    "mr mrs ms dr president minister general gen colonel col secretary prime king prince sheikh mayor governor premier chancellor senator ambassador "
    "spokesman commander chief leader director lieutenant lt maj major captain capt and or".split()
)


def _another_person(tokens: Tokens, i: int) -> bool:
    """Whether a lone surname follows a first name that the pack does not give it: "Oleksandr Lysenko" is not Andriy."""
    if i == 0:
        return False
    before = tokens.text[i - 1]
    return before[:1].isupper() and before.isalpha() and before.lower() not in _TITLES and not before.isupper()


def _ends_a_name(tokens: Tokens, i: int) -> bool:
    """Whether a people's name is the end of another: "Ain al-Arab", "Jabal al-Turkman"."""
    before = tokens.text[max(0, i - 3) : i]
    return len(before) == 3 and before[0][:1].isupper() and before[1].lower() in {"al", "el"} and before[2] in _HYPHENS


def find_places(
    tokens: Tokens,
    ranges: Sequence[tuple[int, int]],
    out: dict[int, Name],
    gazetteer: PlaceFinder,
    prior: Mapping[str, float],
    text: str,
    common: Container[str] = frozenset(),
) -> None:
    """Add places to the names: to states and seats known already, and to capitalised words that nobody has claimed."""
    lost = lost_apostrophes(text)
    taken = [False] * len(tokens)
    for name in list(out.values()):
        taken[name.first : name.end] = [True] * (name.end - name.first)
        if name.sense("name", "seat") and name.kind in {"state", "government", "organisation"}:
            actor = name.actor
            name.places = gazetteer.lookup(name.text, prior) or (gazetteer.lookup(actor.name, prior, 1) if actor is not None and actor.iso else [])
        elif name.kind == "state" and name.sense("adjective"):
            actor = name.actor
            name.places = gazetteer.lookup(actor.name, prior, 1) if actor is not None and actor.iso else []
    _widen(tokens, out, gazetteer, prior, text, taken)
    for first, end in ranges:
        i = first
        while i < end:
            word = tokens.text[i]
            starts = word[:1].isupper() or (word.lower() in {"al", "el", "ar", "as", "ash"} and i + 2 < end and tokens.text[i + 1] in _HYPHENS
                                            and tokens.text[i + 2][:1].isupper())
            if taken[i] or not starts or not word[:1].isalpha():
                i += 1
                continue
            stop = _capital_run(tokens, i, end, taken)
            if stop - i == 1 and word.lower() in common:
                i += 1
                continue
            after = _place_in_run(tokens, i, stop, out, gazetteer, prior, text, i == first or tokens.text[i - 1] in {'"', "“", ":"}, common)
            if i not in out and lost and _bare_genitive(word):
                places = gazetteer.lookup(word[:-1], prior)
                if places and places[0].score >= _SURE:
                    out[i] = Name(i, i + 1, word[:-1], [], places)
                    after = i + 1
            i = after
    _again(tokens, out, taken)


def _again(tokens: Tokens, out: dict[int, Name], taken: Sequence[bool]) -> None:
    """A name that was a place once is that place wherever the report says it again, though nothing there shows it."""
    known = {n.text: n for n in out.values() if n.places and not n.senses and n.end - n.first == 1}
    inside = {k for n in out.values() for k in range(n.first, n.end)}
    for i, word in enumerate(tokens.text):
        name = known.get(word)
        if name is None or i in inside or taken[i]:
            continue
        beside = tokens.text[max(0, i - 1) : i] + tokens.text[i + 1 : i + 2]
        if not any(w[:1].isupper() and w.isalpha() for w in beside):  # no part of a longer name
            out[i] = Name(i, i + 1, word, [], name.places)


def _widen(tokens: Tokens, out: dict[int, Name], gazetteer: PlaceFinder, prior: Mapping[str, float], text: str, taken: list[bool]) -> None:
    """A country's name within a longer place name is the longer place: "New Mexico", "Northern Ireland", "French Guiana"."""
    for name in [n for n in out.values() if n.kind == "state" and n.end - n.first == 1 and n.sense("name", "adjective")]:
        own = {p.id for p in name.places}
        for a, b in ((name.first - 1, name.end), (name.first, name.end + 1)):
            if a < 0 or b > len(tokens) or not all(w[:1].isupper() and w.isalpha() for w in tokens.text[a:b]):
                continue
            if any(k in out and k != name.first for k in range(a, b)) or tokens.text[a].lower() in _OPENERS - {"new"}:
                continue
            places = gazetteer.lookup(text[tokens.start[a] : tokens.end[b - 1]], prior)
            if places and places[0].score >= _SURE_LONG and places[0].id not in own:
                out.pop(name.first)
                out[a] = Name(a, b, text[tokens.start[a] : tokens.end[b - 1]], [], places)
                taken[a:b] = [True] * (b - a)
                break


_SURE_LONG = 0.5  # a name of several words is seldom anything else
_SURE = 0.75  # a lone name with this score is taken anywhere; below it only where the grammar says that it is a place
_BEFORE = frozenset(
    "in at near from to of around outside inside towards toward into for on over across seized captured shelled bombed retook "
    "recaptured liberated entered left reached besieged encircled stormed raided pounded overran".split()
)


def _place_in_run(
    tokens: Tokens, at: int, stop: int, out: dict[int, Name], gazetteer: PlaceFinder, prior: Mapping[str, float], text: str, opening: bool, common: Container[str]
) -> int:
    """Look up the longest place name that starts at `at` within a capitalised run; returns where to go on.

    A part of a longer run ("Combined Arms Army") is a place only where the gazetteer is sure of it.
    """
    led_in = at > 0 and tokens.text[at - 1].lower() in _BEFORE
    for end in range(stop, at, -1):
        last = tokens.text[end - 1]
        if last in _HYPHENS or (last.lower() in _INNER and end - at < 2):
            continue
        if end - at == 1 and (last.lower() in common or (opening and last.lower() in _OPENERS)):
            continue
        name = text[tokens.start[at] : tokens.end[end - 1]]
        places = gazetteer.lookup(name, prior)
        if not places:
            continue
        whole = end == stop
        kind_word = end < stop and tokens.text[end].lower() in common
        if places[0].score >= (_SURE_LONG if whole and end - at > 1 else _SURE) or (led_in and (whole or kind_word)):
            out[at] = Name(at, end, name, [], places)
            return end
    return at + 1 if stop - at == 1 else _skip(tokens, at)


def _skip(tokens: Tokens, at: int) -> int:
    i = at + 1
    while i < len(tokens) and tokens.text[i] in _HYPHENS:
        i += 1
    return i


_BRACKET = re.compile(r"[A-Z][A-Za-z0-9.&-]{1,9}")


def find_abbreviations(tokens: Tokens, names: Mapping[int, Name], text: str) -> list[tuple[tuple[int, int], int]]:
    """Names that the report itself abbreviates: ((first, end) of the long form, token of the abbreviation).

    After Schwartz and Hearst (2003), by initials: "Free Idlib Army (FIA)".
    """
    out: list[tuple[tuple[int, int], int]] = []
    ends = {n.end: n for n in names.values()}
    for i in range(2, len(tokens) - 1):
        if tokens.text[i - 1] not in "([" or tokens.text[i + 1] not in ")]" or not _BRACKET.fullmatch(tokens.text[i]):
            continue
        short = tokens.text[i]
        if sum(c.isupper() for c in short) < 2:
            continue
        long_end = i - 1
        known = ends.get(long_end)
        if known is not None and known.end - known.first > 1:
            out.append(((known.first, known.end), i))
            continue
        first = initials(tokens.text, long_end, [c.lower() for c in short if c.isalnum()])
        if first is not None:
            out.append(((first, long_end), i))
    return out


def initials(words: Sequence[str], end: int, letters: list[str]) -> int | None:
    """The token from which the capitalised words before `end` spell the letters, or None."""
    i, left = end - 1, len(letters)
    while i >= 0 and left and end - i < 14:
        word = words[i]
        if word[:1].lower() == letters[left - 1] and (word[:1].isupper() or left > 1):
            left -= 1
        elif word[:1].isupper() and word[:1].lower() != letters[left - 1]:
            return None
        elif word in ".;:(),":
            return None
        i -= 1
    return i + 1 if left == 0 else None
