"""Tallies over a case: where, and who acts in public.

Flows in: a connection. Flows out: frozen rows, most often first, ties in the order of names. Only statements
that are still made are counted. A person who does not act in public is no actor here, however often a report
names them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.sql.functions import count

from imbroglio.store.filters import ALIVE
from imbroglio.store.schema import mention, ref, statement


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """One place: how many statements of each kind are tied to it, in how many reports, named how often."""

    key: str
    name: str
    id: str | None
    lat: float | None
    lon: float | None
    events: int
    control: int
    others: int
    reports: int
    mentions: int
    first_day: str | None
    last_day: str | None


@dataclass(slots=True)
class _Names:
    """Which name, kind, identity and point a key goes by: the one that is used most."""

    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    points: Counter[tuple[float, float]] = field(default_factory=Counter)
    identity: str | None = None

    def add(self, row: Any) -> None:
        self.names[row.name] += row.n
        self.kinds[row.kind] += row.n
        self.identity = self.identity or row.identity
        if row.lat is not None and row.lon is not None:
            self.points[row.lat, row.lon] += row.n

    @property
    def name(self) -> str:
        return _most(self.names)

    @property
    def kind(self) -> str:
        return _most(self.kinds)


def _most(counted: Counter[str]) -> str:
    return min(counted, key=lambda k: (-counted[k], k))


def _names(connection: Connection, roles: Iterable[str]) -> dict[str, _Names]:
    identity = func.coalesce(ref.c.actor_id, ref.c.place_id).label("identity")
    asked = (
        select(ref.c.key, ref.c.name, ref.c.kind, ref.c.lat, ref.c.lon, identity, count().label("n"))
        .join_from(ref, statement)
        .where(ALIVE, ref.c.role.in_(list(roles)))
        .group_by(ref.c.key, ref.c.name, ref.c.kind, ref.c.lat, ref.c.lon, identity)
        .order_by(ref.c.key, ref.c.name, ref.c.kind)
    )
    found: dict[str, _Names] = defaultdict(_Names)
    for row in connection.execute(asked):
        found[row.key].add(row)
    return found


def _spans(connection: Connection, roles: Iterable[str]) -> dict[str, tuple[int, str | None, str | None]]:
    """Key to reports, first and last day."""
    # A day that is only the report's own date says nothing of when it was.
    asked = (
        select(
            ref.c.key,
            count(statement.c.doc.distinct()).label("reports"),
            func.min(statement.c.first_day).label("first_day"),
            func.max(statement.c.last_day).label("last_day"),
        )
        .join_from(ref, statement)
        .where(ALIVE, ref.c.role.in_(list(roles)))
        .group_by(ref.c.key)
    )
    return {row.key: (row.reports, row.first_day, row.last_day) for row in connection.execute(asked)}


def _mentions(connection: Connection) -> dict[str, int]:
    asked = select(mention.c.key, count().label("n")).group_by(mention.c.key)
    return {row.key: row.n for row in connection.execute(asked)}


def find_public_persons(connection: Connection) -> frozenset[str]:
    """Keys of persons with an identity from a pack, or said to lead or to speak for somebody."""
    office = (statement.c.type.in_(("leads", "speaks-for"))) & (ref.c.role == "agent")
    asked = (
        select(ref.c.key)
        .distinct()
        .join_from(ref, statement)
        .where(ALIVE, ref.c.kind == "person", office | ref.c.actor_id.is_not(None))
    )
    return frozenset(connection.execute(asked).scalars())


def count_places(connection: Connection) -> list[PlaceTally]:
    """All places that a statement is tied to."""
    names, spans, mentions = (
        _names(connection, ("place",)),
        _spans(connection, ("place",)),
        _mentions(connection),
    )
    asked = (
        select(ref.c.key, statement.c.kind, count().label("n"))
        .join_from(ref, statement)
        .where(ALIVE, ref.c.role == "place")
        .group_by(ref.c.key, statement.c.kind)
    )
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    for row in connection.execute(asked):
        by_kind[row.key][row.kind] += row.n
    out = []
    for key, kinds in by_kind.items():
        called, (reports, first, last) = names[key], spans[key]
        lat, lon = min(called.points, key=lambda p: (-called.points[p], p)) if called.points else (None, None)
        others = kinds["relation"] + kinds["figure"]
        out.append(
            PlaceTally(
                key,
                called.name,
                called.identity,
                lat,
                lon,
                kinds["event"],
                kinds["control"],
                others,
                reports,
                mentions.get(key, 0),
                first,
                last,
            )
        )
    return sorted(out, key=lambda p: (-(p.events + p.control + p.others), p.name, p.key))
