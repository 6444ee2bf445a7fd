"""Keys of the record as names to show. Who is not known to act in public has no name here.

Flows in: the record's actors and places. Flows out: names that are safe to show.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from imbroglio.cli.render import clean

if TYPE_CHECKING:
    from imbroglio.model.record import Actor, Place, Spot
    from imbroglio.store import Record

STATES = ("contested", "unknown")
CIVILIANS = "civilians"
PRIVATE = "(a person)"


class Names:
    """Names of actors and places by key; a side of which no report names the whole ("Iraq") by its name in the packs."""

    def __init__(self, record: Record) -> None:
        from imbroglio.knowledge.packs import load_packs
        from imbroglio.model.record import Actor, Place

        self._packs = {f"actor:{a.id}": a.name for a in load_packs()}

        self.actors: dict[str, Actor] = {a.key: a for a in record.all(Actor)}
        self.places: dict[str, Place] = {p.key: p for p in record.all(Place)}

    def actor(self, key: str) -> str:
        """An actor's name; "contested", "unknown" and "civilians" stand for themselves, private persons for nobody."""
        if key in STATES or key == CIVILIANS:
            return key
        found = self.actors.get(key)
        if found is not None:
            return clean(found.name)
        return clean(self._packs.get(key, PRIVATE)) if key.startswith("actor:") else PRIVATE

    def actors_of(self, keys: Iterable[str]) -> str:
        """Several actors' names, each once; private persons are left out."""
        return ", ".join(dict.fromkeys(self.actor(k) for k in keys if k in self.actors or k == CIVILIANS))

    def place(self, key: str) -> str:
        """A place's name."""
        found = self.places.get(key)
        return clean(found.name) if found is not None else clean(key.partition(":")[2])

    def spot(self, spot: Spot | None) -> str:
        """The name of where an incident was."""
        return "" if spot is None else clean(spot.name)

    def origin(self, origin: str) -> str:
        """Whose word something is: an actor, an outlet or a report."""
        return self.actor(origin) if origin in self.actors or origin in self._packs else clean(origin.partition(":")[2] or origin)
