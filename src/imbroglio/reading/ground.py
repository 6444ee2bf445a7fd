"""The ground: which place a report is speaking of, sentence by sentence.

Flows in: the places where things were told to happen and those that were named. Flows out: the place that a passage with
none of its own is about: where the last thing happened, else what was named last, else what the title names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from imbroglio.reading.frames import Draft
from imbroglio.reading.mentions import Mention
from imbroglio.reading.naming import Name
from imbroglio.reading.tokens import Tokens
from imbroglio.reading.where import COUNTRY, named

# How a place earns to be spoken of: by what happened there, by being named; less with every sentence.
_HAPPENED, _NAMED, _FADE = 1.0, 0.7, 0.4
_KEPT = 16
_A_SENTENCE = 3


@dataclass(slots=True)
class Ground:
    """The places of a report so far.

    Attributes:
        title: the place that the title names, for as long as nothing else was told.
        sentence: index of the sentence at hand.
    """

    title: Mention | None = None
    sentence: int = 0
    told: list[tuple[int, float, Mention]] = field(default_factory=list)

    def happened(self, draft: Draft) -> None:
        """Remember where the draft happened; a place that came from the paragraph stays what the paragraph is about."""
        if draft.kind == "relation":
            return
        for m in draft.roles["place"]:
            if named(m):
                country = m.place is not None and m.place.precision >= COUNTRY
                self.told.append((self.sentence, _NAMED if country else _HAPPENED, m))
        del self.told[:-_KEPT]

    def named(self, places: Iterable[Mention]) -> None:
        """Remember the first places that the sentence names."""
        self.told += [(self.sentence, _NAMED, m) for m in places][:_A_SENTENCE]
        del self.told[:-_KEPT]

    def place(self) -> Mention | None:
        """The place that the paragraph is about."""
        votes: dict[str, float] = {}
        latest: dict[str, Mention] = {}
        for index, weight, m in self.told:
            votes[m.name] = votes.get(m.name, 0.0) + weight * _FADE ** (self.sentence - index)
            latest[m.name] = m
        return latest[max(votes, key=lambda name: votes[name])] if votes else self.title


def title_place(title: str | None, names: Iterable[Name], tokens: Tokens) -> Mention | None:
    """The most exact place that the title names, as the mention by which the text first names it."""
    low = (title or "").casefold()
    found = [n for n in names if n.places and not n.senses and n.text.casefold() in low]
    if not found:
        return None
    n = min(found, key=lambda n: (n.places[0].precision, n.first))
    a, b = tokens.start[n.first], tokens.end[n.end - 1]
    return Mention(0, a, b, n.text, n.text, "place", frozenset({"place"}), id=n.places[0].id, place=n.places[0])
