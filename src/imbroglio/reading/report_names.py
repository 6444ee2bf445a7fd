"""All names of a report: packs, the report's own abbreviations, then places, by what the report is about.

Flows in: the tokens of a report. Flows out: its `Name`s by first token; those with several senses in the order of how much
the report is about their actor's countries.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from imbroglio.knowledge.packs import NameTable, Sense
from imbroglio.reading.naming import Name, PlaceFinder, find_abbreviations, find_known, find_places
from imbroglio.reading.tokens import Tokens

_SENSE_ORDER = {"name": 0, "people": 1, "adjective": 1, "forces": 2, "government": 2, "seat": 3}


def names_of(
    tokens: Tokens,
    ranges: Sequence[tuple[int, int]],
    text: str,
    table: NameTable,
    gazetteer: PlaceFinder,
    common: Container[str],
) -> dict[int, Name]:
    """Names by first token, in the order of the text."""
    names = find_known(tokens, ranges, table, text)
    _spread_abbreviations(tokens, names, text)
    prior = _countries(names)
    for name in names.values():
        if len(name.senses) > 1:
            name.senses = _likeliest(name.senses, prior)
    find_places(tokens, ranges, names, gazetteer, prior, text, common)
    return dict(sorted(names.items()))


def _spread_abbreviations(tokens: Tokens, names: dict[int, Name], text: str) -> None:
    """An abbreviation that the report explains by a known name is that name wherever it stands."""
    for (first, end), short in find_abbreviations(tokens, names, text):
        long = names.get(first)
        if long is None or long.end != end or not long.senses:
            continue
        inside = {i for n in names.values() for i in range(n.first, n.end)}
        for i, word in enumerate(tokens.text):
            if word == tokens.text[short] and i not in inside:
                names[i] = Name(i, i + 1, word, long.senses, [])


def _countries(names: Mapping[int, Name]) -> dict[str, float]:
    """How much of the report's actors belongs to each country: ISO2 to share, the six foremost."""
    shares: dict[str, float] = {}
    for name in names.values():
        actor = name.actor
        if actor is None:
            continue
        countries = [actor.iso] if actor.iso else list(actor.countries[:4])
        for country in countries:
            shares[country] = shares.get(country, 0.0) + 1 / max(1, len(actor.countries[:4]))
    total = sum(shares.values())
    foremost = sorted(shares.items(), key=lambda c: -c[1])[:6]
    return {c: round(n / total, 3) for c, n in foremost} if total else {}


def _likeliest(senses: list[Sense], prior: Mapping[str, float]) -> list[Sense]:
    """Senses by how much the report is about their actor's countries; an actor's own name before what a state calls its own."""

    def worth(sense: Sense) -> tuple[float, int, str]:
        countries = (sense.actor.iso,) if sense.actor.iso else sense.actor.countries
        near = max((prior.get(c, 0.0) for c in countries if c), default=0.0)
        return (-round(near, 1), _SENSE_ORDER[sense.sense], sense.actor.id)

    return sorted(senses, key=worth)
