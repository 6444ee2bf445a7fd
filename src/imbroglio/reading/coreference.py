"""Coreference within a report: whom "they", "the group", "the city" mean.

Flows in: mentions in the order of the text. Flows out: the same mentions with the name, kind and id of what they
refer to; a mention that nothing fits keeps its own words. By kind, number, salience (subjects first) and distance, after
Lappin and Leass (1994), much reduced.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from imbroglio.reading.mentions import ACTOR_KINDS, Mention

_REACH = 3
_BODY = frozenset({"it", "its", "itself", "which", "that"})
_MANY = frozenset({"they", "them", "their", "themselves", "theirs", "who"})
_PERSON = frozenset({"he", "she", "him", "her", "his", "himself", "herself", "who"})
_BY_NOUN = {
    "group": {"armed_group", "organisation", "coalition"},
    "movement": {"armed_group"},
    "militant": {"armed_group"},
    "rebel": {"armed_group"},
    "insurgent": {"armed_group"},
    "fighter": {"armed_group"},
    "jihadist": {"armed_group"},
    "militia": {"armed_group"},
    "faction": {"armed_group"},
    "organization": {"armed_group", "organisation"},
    "organisation": {"armed_group", "organisation"},
    "agency": {"organisation"},
    "observatory": {"organisation"},
    "monitor": {"organisation"},
    "coalition": {"coalition"},
    "alliance": {"coalition"},
    "army": {"state"},
    "military": {"state"},
    "force": {"state", "armed_group", "coalition"},
    "troop": {"state"},
    "soldier": {"state"},
    "government": {"government", "state"},
    "regime": {"government", "state"},
    "ministry": {"government"},
    "country": {"state"},
    "nation": {"state"},
}
_PLACE_NOUNS = frozenset(
    "city town village district area province region neighbourhood neighborhood suburb capital settlement enclave airport base "
    "governorate state territory locality oblast crossing".split()
)


@dataclass(slots=True)
class _Entry:
    mention: Mention
    sentence: int
    subject: bool


@dataclass(slots=True)
class Memory:
    """What a report has spoken of so far."""

    sentence: int = 0
    actors: list[_Entry] = field(default_factory=list)
    places: list[Mention] = field(default_factory=list)
    speakers: tuple[Mention, ...] = ()
    listed: set[int] = field(default_factory=set)  # where places begin that stand in a list: no one of them is "the town"

    def note(self, mentions: Iterable[tuple[Mention, bool, bool]]) -> None:
        """Remember a sentence's mentions: (mention, whether it is a subject, whether it is one of a list), in the order of the text."""
        for m, subject, listed in mentions:
            if listed:
                self.listed.add(m.start)
            if "pronoun" in m.classes and m.kind == "thing":
                continue
            if m.kind in ACTOR_KINDS or m.kind in {"person"} or (m.kind == "people" and not m.vague):
                self.actors.append(_Entry(m, self.sentence, subject))
            if m.kind == "place" and not m.vague and not m.adjectival:
                self.places.append(m)
        del self.actors[:-60]
        del self.places[:-20]

    def _fits(self, m: Mention, e: Mention) -> bool:
        low = m.lemma
        if "pronoun" in m.classes:
            if low in _PERSON and low != "who":
                return e.kind == "person"
            if low in _BODY:
                return e.kind in ACTOR_KINDS and not (e.plural and e.id is None)
            if low in _MANY:
                return e.kind in ACTOR_KINDS and (e.plural or e.kind != "state") or e.kind == "people" and e.plural
            return False
        kinds = _BY_NOUN.get(low)
        return kinds is not None and e.kind in kinds and e.id is not None

    def resolve(self, m: Mention, index: int) -> Mention:
        """The mention with what it refers to, by the entries before it; unchanged where nothing fits.

        Args:
            m: a pronoun or a definite phrase.
            index: number of its sentence.
        """
        if m.lemma in {"we", "us", "our", "i", "my"} and self.speakers:
            s = self.speakers[0]
            return replace(m, name=s.name, kind=s.kind, id=s.id, classes=m.classes | s.classes)
        if m.kind == "place" and m.lemma in _PLACE_NOUNS:
            fitting = [p for p in reversed(self.places) if p.place is not None and p.start < m.start and _same_sort(m.lemma, p)]
            p = next((p for p in fitting if p.start not in self.listed), fitting[0] if fitting else None)
            return m if p is None else replace(m, name=p.name, id=p.id, place=p.place)
        best: tuple[float, Mention] | None = None
        for e in self.actors:
            far = index - e.sentence
            if far > _REACH or e.mention.start >= m.start or not self._fits(m, e.mention):
                continue
            worth = -2.0 * far + (1.5 if e.subject else 0.0) + (0.5 if e.mention.id else 0.0) + e.mention.start / 1e7
            if best is None or worth > best[0]:
                best = (worth, e.mention)
        if best is None:
            return m
        found = best[1]
        return replace(m, name=found.name, kind=found.kind, id=found.id, classes=(m.classes | found.classes) - {"place"})


def _same_sort(noun: str, place: Mention) -> bool:
    """Whether "the city", "the province" can mean this place."""
    kind = place.place.kind if place.place is not None else ""
    if noun in {"province", "region", "governorate", "oblast", "state"}:
        return kind in {"admin1", "admin2", "region"}
    if noun in {"airport", "base", "crossing"}:
        return kind == noun
    if noun in {"city", "town", "village", "capital", "settlement", "locality", "suburb", "neighbourhood", "neighborhood"}:
        return kind in {"city", "town", "village", "district", "landmark"}
    return kind not in {"country", "continent"}
