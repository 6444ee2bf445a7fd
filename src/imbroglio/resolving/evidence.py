"""A proposal that two keys are one, and whether two sightings are near enough to be one.

Flows in: two sightings. Flows out: yes or no, with plain words.
"""

from __future__ import annotations

from dataclasses import dataclass

from imbroglio.model.record import Judgement
from imbroglio.resolving.sighting import Sighting


@dataclass(frozen=True, slots=True)
class Proposal:
    """A link in the making: `first` is the lesser known of the two."""

    first: str
    second: str
    judgement: Judgement
    score: float
    reason: str


def fits_in_place(a: Sighting, b: Sighting) -> bool:
    """Whether nothing of where and against whom keeps two sightings apart: a country or a report shared, no fight between."""
    if a.key in b.foes or b.key in a.foes:
        return False
    if not a.countries or not b.countries:
        return bool(set(a.reports) & set(b.reports))
    return bool(set(a.countries) & set(b.countries) or set(a.reports) & set(b.reports))


def shared(a: Sighting, b: Sighting) -> str:
    """What two sightings share, in plain words, to stand behind a reason; "" for nothing.

    Foes and places tell more than a country: two names that fight the same foes in the same towns are likelier one.
    """
    words = []
    if set(a.reports) & set(b.reports):
        words.append("reports")
    if a.foes & b.foes:
        words.append("foes")
    if a.places & b.places:
        words.append("places")
    return f"; they share {' and '.join(words)}" if words else ""
