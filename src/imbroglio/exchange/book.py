"""Who and where the keys of the record are, for those who read what goes out.

Flows in: the record's actors and places, and what the gazetteer knows of places. Flows out: names and countries. A key
that is neither an actor of the record nor one of a pack is a private person's or nobody's: it has no name here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from imbroglio.exchange.cells import clean
from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.knowledge.packs import load_packs
from imbroglio.model.record import Actor, Place, Spot

CIVILIANS = "civilians"
STATES = ("contested", "unknown")
_STATE_KINDS = frozenset({"state", "government"})


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as exports name it. `countries` are ISO codes, likeliest first."""

    key: str
    name: str
    kind: str
    countries: tuple[str, ...] = ()

    @property
    def is_state(self) -> bool:
        """Whether it is a state, or its government or army."""
        return self.kind in _STATE_KINDS


@dataclass(frozen=True, slots=True)
class Area:
    """Where a place lies: its country by code and name, and its first-level unit; "" where that is not known."""

    country: str = ""
    country_name: str = ""
    admin1: str = ""


class Book:
    """Names by key."""

    def __init__(
        self, actors: Iterable[Actor], places: Iterable[Place] = (), areas: Mapping[str, Area] | None = None
    ) -> None:
        self.actors = {a.key: a for a in actors}
        self.places = {p.key: p for p in places}
        self._areas = areas or {}
        self._known = {f"actor:{a.id}": Party(f"actor:{a.id}", clean(a.name), a.kind, a.countries) for a in load_packs()}

    def party(self, key: str) -> Party | None:
        """The actor of a key; None for a private person, or nobody known."""
        if key == CIVILIANS:
            return Party(CIVILIANS, CIVILIANS, "people")
        found = self.actors.get(key)
        if found is not None:
            return Party(key, clean(found.name), found.kind, found.countries)
        return self._known.get(key)

    def parties(self, keys: Iterable[str]) -> tuple[Party, ...]:
        """The actors of several keys, each once; private persons are left out."""
        found = (self.party(key) for key in dict.fromkeys(keys))
        return tuple(p for p in found if p is not None)

    def holder(self, key: str) -> str:
        """Who has a place, by name; "contested" and "unknown" stand for themselves, "" for whom nobody may name."""
        if key in STATES:
            return key
        found = self.party(key)
        return "" if found is None else found.name

    def origin(self, origin: str) -> str:
        """Whose word something is: an actor, an outlet or a report; "" for a private person."""
        found = self.party(origin)
        if found is not None:
            return found.name
        if origin.startswith("name:"):
            return ""
        return clean(origin.partition(":")[2] if origin.startswith("doc:") else origin)

    def place(self, key: str) -> Place:
        """A place; one that the record does not hold has the name of its key and no point."""
        return self.places.get(key) or Place(key, clean(key.partition(":")[2]) or key)

    def area(self, place: Spot | Place | None) -> Area:
        """Where a place lies."""
        if place is None:
            return Area()
        found = self._areas.get(place.key) or self._areas.get(place.key.partition("@")[0])
        if found is not None:
            return found
        held = self.places.get(place.key)
        country = held.countries[0] if held is not None and held.countries else ""
        named = self._areas.get(f"country:{country}")
        return Area(country, named.country_name if named else "")


def look_up_areas(places: Iterable[Place]) -> dict[str, Area]:
    """Where places lie, as far as the gazetteer knows them; the countries themselves are among the answer."""
    held = list(places)
    gazetteer = Gazetteer.open()
    try:
        known = gazetteer.with_ids(id for p in held for id in (p.key, *p.members))
        codes = {p.country for p in known.values()} | {c for p in held for c in p.countries}
        countries = {p.country: p.name for p in gazetteer.with_ids(f"country:{c}" for c in codes if c).values()}
    finally:
        gazetteer.close()
    out = {f"country:{code}": Area(code, clean(name)) for code, name in countries.items()}
    for place in held:
        found = next((known[id] for id in (place.key, *place.members) if id in known), None)
        if found is not None and found.country:
            unit = found.name if found.kind == "admin1" else found.admin1
            out[place.key] = Area(found.country, clean(countries.get(found.country, "")), clean(unit))
    return out
