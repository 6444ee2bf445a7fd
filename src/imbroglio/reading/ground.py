"""The ground: which place a report is speaking of, sentence by sentence.

Flows in: the places where things were told to happen and those that were named. Flows out: the place that a passage with
none of its own is about: where the last thing happened, else what was named last, else what the title names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from imbroglio.reading.drafts import Draft
from imbroglio.reading.mentions import Mention
from imbroglio.reading.naming import Name
from imbroglio.reading.tokens import Tokens
from imbroglio.reading.where import COUNTRY, named

# How a place earns to be spoken of: by what happened there, by being named; less with every sentence.
_HAPPENED, _NAMED, _FADE = 1.0, 0.7, 0.4
_KEPT = 16
_OFFERED = 3  # places of the sentences before, of which one may be meant
_A_SENTENCE = 3


@dataclass(slots=True)
class Ground:
    """The places of a report so far.

    Attributes:
        title: the place that the title names, for as long as nothing else was told.
        sentence: index of the sentence at hand.
        events: name of a place to the types of what happened there.
    """

    title: Mention | None = None
    sentence: int = 0
    told: list[tuple[int, float, Mention]] = field(default_factory=list)
    events: dict[str, set[str]] = field(default_factory=dict)

    def happened(self, draft: Draft) -> None:
        """Remember where the draft happened; a place that came from the paragraph stays what the paragraph is about."""
        if draft.kind == "relation":
            return
        for m in draft.roles["place"]:
            if named(m):
                country = m.place is not None and m.place.precision >= COUNTRY
                self.events.setdefault(m.name, set()).add(draft.type)
                self.told.append((self.sentence, _NAMED if country else _HAPPENED, m))
        del self.told[:-_KEPT]

    def named(self, places: Iterable[Mention]) -> None:
        """Remember the first places that the sentence names."""
        self.told += [(self.sentence, _NAMED, m) for m in places][:_A_SENTENCE]
        del self.told[:-_KEPT]

    def place(self) -> Mention | None:
        """The place that the paragraph is about."""
        ranked = self._ranked()
        return ranked[0][1] if ranked else self.title

    def earlier(self) -> list[tuple[Mention, str]]:
        """The places spoken of so far, the likeliest first, each with its rank, how long ago and in what way it was told; the title's last."""
        out: list[tuple[Mention, str]] = []
        title = self.title.name if self.title is not None else None
        for rank, (index, m, happened) in enumerate(self._ranked()[:_OFFERED]):
            age = min(3, self.sentence - index)
            out.append((m, f"{rank}|{age}|{'happened' if happened else 'named'}{'|title' if m.name == title else ''}"))
        if self.title is not None and all(m.name != title for m, _ in out):
            out.append((self.title, f"title|{min(1, len(out))}"))
        return out

    def _ranked(self) -> list[tuple[int, Mention, bool]]:
        """(sentence in which it was last told, place, whether something happened there), the likeliest first."""
        votes: dict[str, float] = {}
        latest: dict[str, tuple[int, Mention, bool]] = {}
        for index, weight, m in self.told:
            votes[m.name] = votes.get(m.name, 0.0) + weight * _FADE ** (self.sentence - index)
            latest[m.name] = (index, m, weight == _HAPPENED or (m.name in latest and latest[m.name][2]))
        return [latest[name] for name in sorted(votes, key=lambda name: -votes[name])]


def title_place(title: str | None, names: Iterable[Name], tokens: Tokens) -> Mention | None:
    """The most exact place that the title names, as the mention by which the text first names it."""
    low = (title or "").casefold()
    found = [n for n in names if n.places and not n.senses and n.text.casefold() in low]
    if not found:
        return None
    n = min(found, key=lambda n: (n.places[0].precision, n.first))
    a, b = tokens.start[n.first], tokens.end[n.end - 1]
    return Mention(0, a, b, n.text, n.text, "place", frozenset({"place"}), id=n.places[0].id, place=n.places[0])
