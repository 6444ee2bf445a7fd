"""Keys of the record as names to show. Who is not known to act in public has no name here.

Flows in: the record's actors and places, the packs. Flows out: names that are safe to show.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from imbroglio.knowledge.packs import load_packs
from imbroglio.model.record import Actor, Place, Spot
from imbroglio.views.shown import PRIVATE, clean

STATES = ("contested", "unknown")
CIVILIANS = "civilians"


class Names:
    """Names of actors and places by key; a side of which no report names the whole ("Iraq") by its name in the packs."""

    def __init__(self, actors: Iterable[Actor], places: Iterable[Place]) -> None:
        self._packs = _packs()
        self.actors: dict[str, Actor] = {a.key: a for a in actors}
        self.places: dict[str, Place] = {p.key: p for p in places}

    def actor(self, key: str) -> str:
        """An actor's name; "contested", "unknown" and "civilians" stand for themselves, private persons for nobody."""
        if key in STATES or key == CIVILIANS:
            return key
        found = self.actors.get(key)
        if found is not None:
            return clean(found.name)
        return clean(self._packs.get(key, (PRIVATE, ""))[0]) if key.startswith("actor:") else PRIVATE

    def kind(self, key: str) -> str:
        """An actor's kind; "" where it is not known, "state" of control where the key is one ("contested")."""
        if key in STATES:
            return key
        if key == CIVILIANS:
            return "people"
        found = self.actors.get(key)
        return found.kind if found is not None else self._packs.get(key, ("", ""))[1]

    def is_shown(self, key: str) -> bool:
        """Whether a key is of somebody who may be named as a side: an actor of the record, or civilians."""
        return key in self.actors or key == CIVILIANS

    def actors_of(self, keys: Iterable[str]) -> str:
        """Several actors' names, each once; private persons are left out."""
        return ", ".join(dict.fromkeys(self.actor(k) for k in keys if self.is_shown(k)))

    def member(self, key: str) -> str:
        """The name of a key that was joined into another, or may be: as the record has it, else as the key says it."""
        return self.actor(key) if key in self.actors else clean(key.partition(":")[2])

    def place(self, key: str) -> str:
        """A place's name."""
        found = self.places.get(key)
        return clean(found.name) if found is not None else clean(key.partition(":")[2])

    def spot(self, spot: Spot | None) -> str:
        """The name of where an incident was."""
        return "" if spot is None else clean(spot.name)

    def origin(self, origin: str) -> str:
        """Whose word something is: an actor, an outlet or a report."""
        if origin in self.actors or origin in self._packs:
            return self.actor(origin)
        if origin.startswith("name:"):
            return PRIVATE
        # An outlet's own name may have a colon in it.
        return clean(origin.removeprefix("doc:"))


@lru_cache(maxsize=1)
def _packs() -> dict[str, tuple[str, str]]:
    return {f"actor:{a.id}": (a.name, a.kind) for a in load_packs()}
