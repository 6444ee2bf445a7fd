"""Actors as people look through them: who is listed, in which order, what is worth saying of why names are one.

Flows in: actors, tallies, links. Flows out: the same values, chosen and in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from imbroglio.model.record import Actor, Link, Tally


def ranked(actors: Iterable[Actor], tallies: Mapping[str, Tally]) -> list[tuple[Actor, Tally]]:
    """Actors with their tallies, those that take part most first; people in general ("civilians") are no actors here."""
    found = [(a, tallies[a.key]) for a in actors if a.key in tallies and a.kind != "people"]
    return sorted(found, key=lambda pair: (-(pair[1].agent + pair[1].target), -pair[1].claims, pair[0].name, pair[0].key))


def unsure(links: Iterable[Link]) -> list[Link]:
    """Pairs that may be one, likeliest first."""
    return sorted((k for k in links if k.judgement == "unsure"), key=lambda k: (-k.score, k.first, k.second))


def telling(links: Iterable[Link]) -> list[Link]:
    """Why names are one, may be, or are none by a person's word; what the machine holds to be another is no news."""
    kept = [k for k in links if k.judgement != "different" or k.by != "machine"]
    return sorted(kept, key=lambda k: (k.judgement, -k.score, k.first, k.second))
