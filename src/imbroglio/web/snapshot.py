"""The record decoded once and kept in memory, with the columns of all statements, until a new record takes its place.

Flows in: an open case. Flows out: a `Snapshot`, whole and never changed: whoever holds one goes on with it while the next
is made. A verdict gives new columns over the same record; a new record, or a new report, gives a new snapshot. While a
record is worked out, the one before it is served.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from threading import Lock
from typing import TypeVar

from imbroglio.errors import NotFound
from imbroglio.knowledge.disputes import load_disputes
from imbroglio.knowledge.fold import plain
from imbroglio.model.record import (
    About,
    Actor,
    Bond,
    ControlSpell,
    Dispute,
    History,
    Incident,
    Link,
    Origins,
    Place,
    Tally,
)
from imbroglio.model.verdicts import NO_VERDICT
from imbroglio.store import Case, Record
from imbroglio.store.pages import (
    ReportLine,
    Stamp,
    judged,
    lines,
    lines_with,
    report_lines,
    stamp,
    trouble_counts,
)
from imbroglio.views.actors import ranked
from imbroglio.views.control import assessed
from imbroglio.views.incidents import grades_of
from imbroglio.views.names import Names
from imbroglio.web.columns import Columns, columns_of
from imbroglio.web.etags import last_by_key

T = TypeVar("T")
_KEPT = 64  # answers that are kept, of those that take long


class World:
    """The record: values by id, by whom and by where. Made once, never changed."""

    def __init__(self, record: Record) -> None:
        self.actors = {a.key: a for a in record.all(Actor)}
        self.places = {p.key: p for p in record.all(Place)}
        self.names = Names(self.actors.values(), self.places.values())
        self.tallies = {t.key: t for t in record.all(Tally)}
        self.links = list(record.all(Link))
        self.history = list(record.all(History))
        self.incidents = {i.id: i for i in record.all(Incident)}
        self.bonds = list(record.all(Bond))
        self.spells = list(record.all(ControlSpell))
        self.disputes = {d.id: d for d in record.all(Dispute)}
        self.origins = {o.doc: o for o in record.all(Origins)}
        self.joined = {member: a.key for a in self.actors.values() for member in a.members}
        self.sited = {member: p.key for p in self.places.values() for member in p.members}
        self.public = record.case.public_persons()
        self.incident_of = {id: i.id for i in self.incidents.values() for id in i.statements}
        self.grades = grades_of(self.incidents.values(), self.disputes.values())
        self.held = assessed(self.spells)
        self.claimed = assessed(self.spells, "claimed")
        self.answers = Answers()

    # ---- who and where ----------------------------------------------------------------------------------------------

    def identity(self, key: str, doc: str) -> str:
        """The actor that a key stands for in a report."""
        return _stands_for(self.joined, key, self._set_in(doc))

    def site(self, key: str, doc: str) -> str:
        """The place that a key stands for in a report."""
        return _stands_for(self.sited, key, self._set_in(doc))

    def _set_in(self, doc: str) -> str:
        held = self.origins.get(doc)
        return held.set_in if held is not None else ""

    def origin(self, statement: str, doc: str, source: str | None) -> str:
        """Whose word a statement is."""
        held = self.origins.get(doc)
        return (held.of.get(statement) if held is not None else None) or source or doc

    def actor_key(self, key: str) -> str:
        """The actor of a key, which may be one that was joined into it; the key itself where there is none."""
        return key if key in self.actors else self.joined.get(key, key)

    def place_key(self, key: str) -> str:
        """The place of a key, in the same way."""
        return key if key in self.places else self.sited.get(key, key)

    def kin(self, key: str) -> frozenset[str]:
        """An actor, and all that it is part of."""
        actor = self.actors.get(key)
        if actor is None:
            return frozenset((key,))
        return frozenset((key, *actor.parents, *((actor.state,) if actor.state else ())))

    def kin_of(self, keys: Iterable[str]) -> frozenset[str]:
        """The same of several."""
        return frozenset().union(*(self.kin(key) for key in keys))

    # ---- what is found by whom, where, when -----------------------------------------------------------------------------

    def incident(self, id: str) -> Incident:
        """One incident. Raises NotFound."""
        found = self.incidents.get(id)
        if found is None:
            raise NotFound("The record holds no such incident; it may have been merged with another, or its statements rejected.")
        return found

    @cached_property
    def incidents_by_key(self) -> Mapping[str, list[Incident]]:
        """Incidents by each actor that takes part, and by their place."""
        found: dict[str, list[Incident]] = defaultdict(list)
        for i in self.incidents.values():
            for key in dict.fromkeys((*(k for side in i.sides for k in side), *((i.place.key,) if i.place else ()))):
                found[key].append(i)
        return found

    @cached_property
    def incidents_by_day(self) -> Mapping[int, list[Incident]]:
        """Incidents by the ordinal of each day that they may have been on, of the first days of long ones."""
        found: dict[int, list[Incident]] = defaultdict(list)
        for i in self.incidents.values():
            first, last = i.start or i.end, i.end or i.start
            if first is not None and last is not None:
                for day in range(first.toordinal(), min(last.toordinal(), first.toordinal() + 60) + 1):
                    found[day].append(i)
        return found

    @cached_property
    def incident_words(self) -> Mapping[str, str]:
        """What an incident can be found by: its type, who takes part, where."""
        shown = self.names.is_shown
        return {
            i.id: plain(" ".join((i.id, i.type, *(self.names.actor(k) for side in i.sides for k in side if shown(k)), i.place.name if i.place else "")))
            for i in self.incidents.values()
        }

    @cached_property
    def bonds_by_key(self) -> Mapping[str, list[Bond]]:
        """Bonds by both ends."""
        return _by(self.bonds, lambda b: (b.first, b.second))

    @cached_property
    def history_by_key(self) -> Mapping[str, list[History]]:
        """Steps of history by both ends."""
        return _by(self.history, lambda h: (h.first, h.second))

    @cached_property
    def links_by_key(self) -> Mapping[str, list[Link]]:
        """Links by both ends."""
        return _by(self.links, lambda k: (k.first, k.second))

    @cached_property
    def disputes_by_subject(self) -> Mapping[str, list[Dispute]]:
        """Disputes by the incident or place that they are about."""
        return _by(self.disputes.values(), lambda d: (d.subject,))

    @cached_property
    def held_by(self) -> Mapping[str, list[ControlSpell]]:
        """Assessed spells by their holder."""
        return _by((s for of in self.held.values() for s in of), lambda s: (s.holder,))

    @cached_property
    def children(self) -> Mapping[str, list[str]]:
        """Keys of the actors that are part of each, directly."""
        return {key: [a.key for a in of] for key, of in _by(self.actors.values(), lambda a: a.parents[:1]).items()}

    @cached_property
    def ranked(self) -> list[tuple[Actor, Tally]]:
        """The actors that are listed, in their order."""
        return ranked(self.actors.values(), self.tallies)

    @cached_property
    def actor_words(self) -> Mapping[str, str]:
        """Every name that an actor can be found by, plain."""
        return {a.key: plain(" | ".join(dict.fromkeys((a.name, *(n.name for n in a.names))))) for a in self.actors.values()}

    @cached_property
    def place_words(self) -> Mapping[str, str]:
        """Every name that a place can be found by, plain."""
        return {p.key: plain(" | ".join(dict.fromkeys((p.name, *p.names)))) for p in self.places.values()}


def _by(values: Iterable[T], keys: Callable[[T], Iterable[str]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for value in values:
        for key in dict.fromkeys(keys(value)):
            found[key].append(value)
    return found


def _stands_for(joined: Mapping[str, str], key: str, set_in: str) -> str:
    return joined.get(f"{key}@{set_in}") or joined.get(key, key)


class Answers:
    """Answers that take long, worked out once."""

    def __init__(self) -> None:
        self._held: dict[object, object] = {}
        self._lock = Lock()

    def get(self, key: object) -> object | None:
        """One that was worked out before; None where it was not, or was let go of."""
        return self._held.get(key)

    def kept(self, key: object, work: Callable[[], T]) -> T:
        """An answer, from before or worked out now.

        Args:
            key: a plain name is kept as long as what it was worked out from; of other keys, which hold what somebody asked for,
                the oldest are let go of.
            work: works it out.
        """
        found = self._held.get(key)
        if found is None:
            found = work()
            with self._lock:
                self._held[key] = found
                asked = [k for k in self._held if not isinstance(k, str)]
                for old in asked[: max(0, len(asked) - _KEPT)]:
                    del self._held[old]
        return found  # type: ignore[return-value]


@dataclass(frozen=True)
class Snapshot:
    """What a request answers from.

    Attributes:
        stamp: how far the case was.
        world: the record.
        columns: all statements.
        reports: in the order in which they came, by id.
        troubles: how many of each reason.
        etags: of statements, and of actors, places and incidents' statements, by what they are about.
        answers: those that show statements as they are judged; those of the record alone are the world's.
    """

    stamp: Stamp
    world: World
    columns: Columns
    reports: Mapping[str, ReportLine]
    troubles: Mapping[str, int]
    etags: Mapping[About, Mapping[str, str]]
    answers: Answers = field(default_factory=Answers, repr=False)

    @property
    def revision(self) -> str:
        """Changes with everything that an answer can hang on."""
        return f"{self.stamp.mark or 'none'}-{self.stamp.reports}-{self.stamp.verdicts}"

    def etag(self, about: About, keys: Iterable[str]) -> str:
        """The last verdict that touches any of these."""
        held = self.etags.get(about, {})
        return max((held[k] for k in keys if k in held), key=lambda v: int(v[1:]), default=NO_VERDICT)

    @cached_property
    def source(self) -> Mapping[str, str]:
        """A report's outlet, by the report's id."""
        return {r.id: r.source or "" for r in self.reports.values()}

    @cached_property
    def by_day(self) -> list[ReportLine]:
        """Reports by their day, those without one last."""
        return sorted(self.reports.values(), key=lambda r: (r.date or date.max, r.seq))


class Snapshots:
    """The snapshot of a case that is served now. Safe to ask from several threads."""

    def __init__(self, case: Case, record: Record) -> None:
        self._case, self._record = case, record
        self._made: Snapshot | None = None
        self._making, self._following = Lock(), Lock()

    def current(self) -> Snapshot:
        """The snapshot as the case is now.

        A verdict is followed at once. A new record or report takes seconds: who asks first waits for it, and others are given
        what was there before, with the verdicts of now.
        """
        made, now = self._made, stamp(self._case)
        if made is not None and made.stamp == now:
            return made
        if made is not None and made.stamp == replace(now, verdicts=made.stamp.verdicts):
            return self._follow(made, now.verdicts)
        if not self._making.acquire(blocking=made is None):
            assert made is not None
            return self._follow(made, now.verdicts)
        try:
            return self._renew()
        finally:
            self._making.release()

    def is_behind(self) -> bool:
        """Whether answers are still given from a record, or from reports, that newer ones have replaced."""
        made = self._made
        return made is not None and made.stamp != replace(stamp(self._case), verdicts=made.stamp.verdicts)

    def refresh(self) -> Snapshot:
        """The snapshot as the case is now; what changed it has been put into the case before."""
        with self._making:
            return self._renew()

    def _renew(self) -> Snapshot:
        made, now = self._made, stamp(self._case)
        if made is None or made.stamp.mark != now.mark:
            self._made = made = self._whole(now, None)
        elif made.stamp.reports != now.reports:
            self._made = made = self._whole(now, made.world)
        return self._follow(made, stamp(self._case).verdicts)

    def _follow(self, made: Snapshot, verdicts: int) -> Snapshot:
        """The same with the verdicts up to one."""
        with self._following:
            if self._made is not None and self._made.world is made.world:
                made = self._made  # another thread may have followed them
            if made.stamp.verdicts == verdicts:
                return made
            followed = self._judged(made, replace(made.stamp, verdicts=verdicts))
            if self._made is made:
                self._made = followed
            return followed

    def _whole(self, now: Stamp, known: World | None) -> Snapshot:
        # A million values, none of them in circles: looking for circles among them would hold up the requests of a whole day.
        collecting = gc.isenabled()
        gc.disable()
        try:
            world = known or World(self._record)
            reports = {r.id: r for r in report_lines(self._case)}
            voices = {r.id: owner for r in reports.values() if (owner := load_disputes().owner(r.source or "")) is not None}

            def own(agents: set[str], by: set[str], doc: str) -> bool:
                speaking = by or ({voices[doc]} if doc in voices else set())
                return bool(speaking) and bool(world.kin_of(speaking) & world.kin_of(agents & world.actors.keys()))

            columns = columns_of(lines(self._case), world.identity, world.site, own)
            world.grades = grades_of(world.incidents.values(), world.disputes.values(), columns.owned)
            return Snapshot(now, world, columns, reports, trouble_counts(self._case), self._etags())
        finally:
            gc.freeze()
            if collecting:
                gc.enable()

    def _judged(self, made: Snapshot, now: Stamp) -> Snapshot:
        before, after = made.columns.states(), judged(self._case)
        touched = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
        columns = made.columns.with_lines(lines_with(self._case, touched), made.world.identity, made.world.site)
        return replace(made, stamp=now, columns=columns, etags=self._etags(), answers=Answers())

    def _etags(self) -> dict[About, Mapping[str, str]]:
        verdicts = self._record.verdicts()
        abouts: Sequence[About] = ("statement", "actor", "place", "incident")
        return {about: last_by_key(verdicts, about) for about in abouts}
