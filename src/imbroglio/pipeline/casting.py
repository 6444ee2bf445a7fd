"""Gists to accounts: whom and what each role of a statement stands for.

Flows in: gists that share their roles (`model.gist`), who is who, which place is which. Flows out: accounts, in the order of
the gists. What a role stands for hangs on its Refs and on the country that the report is set in, and so is worked out once for
each such pair; but a place that is only described is another one in each report.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from imbroglio.knowledge.keys import key_of
from imbroglio.model import Document, Gist, Ref
from imbroglio.model.record import Account, Spot
from imbroglio.resolving.places import Places
from imbroglio.resolving.roster import Roster
from imbroglio.weighing.accounts import account_from

_Role = tuple[Ref, ...]
T = TypeVar("T")


def accounts_of(gists: Iterable[Gist], docs: Mapping[str, Document], roster: Roster, places: Places) -> list[Account]:
    """All gists as accounts. They may be gists of several makers, but must stay alive until this returns."""
    cast = _Cast(roster, places)
    out = []
    for g in gists:
        cast.enter(g.doc)
        out.append(account_from(g, docs[g.doc], cast.keys, cast.spots))
    return out


class _Cast:
    """Who plays the roles of the report that was entered last."""

    def __init__(self, roster: Roster, places: Places) -> None:
        self._roster, self._places = roster, places
        self._doc = ""
        # By the identity of a role, whose Refs would take long to hash: one object for all statements that have it.
        self._keys: dict[int, tuple[str, ...]] = {}
        self._spots: dict[int, tuple[Spot, ...]] = {}
        self._by_country: dict[str, tuple[dict[int, tuple[str, ...]], dict[int, tuple[Spot, ...]]]] = {}
        self._same: dict[object, object] = {}

    def enter(self, doc: str) -> None:
        if doc != self._doc:
            self._doc = doc
            self._keys, self._spots = self._by_country.setdefault(self._roster.set_in.get(doc, ""), ({}, {}))

    def keys(self, role: _Role) -> tuple[str, ...]:
        """The actors of a role, each once."""
        found = self._keys.get(id(role))
        if found is None:
            found = tuple(dict.fromkeys(self._roster.identity(key_of(r), self._doc) for r in role))
            found = self._keys[id(role)] = self._one(found)
        return found

    def spots(self, role: _Role) -> tuple[Spot, ...]:
        """The places of a role."""
        found = self._spots.get(id(role))
        if found is None:
            keys = [key_of(r) for r in role]
            found = self._one(tuple(self._spot(r, self._places.identity(k, self._doc)) for r, k in zip(role, keys, strict=True)))
            if self._places.vague.isdisjoint(keys):
                self._spots[id(role)] = found
        return found

    def _spot(self, ref: Ref, key: str) -> Spot:
        # A place that a person has joined to another lies where that one lies.
        joined = ref.lat is None or key != key_of(ref)
        known = self._places.places.get(key) if joined else None
        if known is None or (known.lat is None and ref.lat is not None):
            return self._one(Spot(key, ref.name, ref.lat, ref.lon, ref.precision))
        return self._one(Spot(key, ref.name, known.lat, known.lon, known.precision))

    def _one(self, value: T) -> T:
        """One object for all that are equal."""
        return self._same.setdefault(value, value)  # type: ignore[return-value]
