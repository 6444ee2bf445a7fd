"""What a case holds, as sheets to be written out.

Flows in: an open case with its record, and what is asked for. Flows out: rows with their columns, for `exchange` to write.
Nothing is worked out here but who may be named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import TypeVar

from imbroglio.exchange.acled import iter_acled
from imbroglio.exchange.book import Book, look_up_areas
from imbroglio.exchange.cells import Row, Sheet, clean
from imbroglio.exchange.forms import columns_of
from imbroglio.exchange.ged import iter_ged
from imbroglio.exchange.private import Private, private_spans
from imbroglio.exchange.rows import (
    Context,
    Heading,
    iter_actors,
    iter_control,
    iter_disputes,
    iter_incidents,
    iter_network,
    iter_statements,
)
from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.model import Document, Statement
from imbroglio.model.record import Actor, Bond, ControlSpell, Dispute, Incident, Place, Tally
from imbroglio.store import Case, Record, StatementFilter
from imbroglio.store.pages import statements_with
from imbroglio.store.persons import private_mentions
from imbroglio.views.incidents import IncidentFilter, Sort, grades_of, in_days, in_order

T = TypeVar("T")
_FEW = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be written; a field that is empty asks for all.

    Attributes:
        incidents, statements: which of them.
        chosen: ids (keys) of incidents, statements, actors or disputes, in their order, in place of a filter.
        actors, places: keys, for control, the network and disputes.
        kinds: of actors.
        about: what disputes are about.
        since, until: for control, the network and disputes.
        on: a day, for control and the network: what was in force then.
        basis: of control; "" both.
        ties: of the network.
        least: so many independent sources tell a bond, or more.
        limit: so many rows of the record at most.
    """

    incidents: IncidentFilter = field(default_factory=IncidentFilter)
    statements: StatementFilter = field(default_factory=StatementFilter)
    sort: Sort = "time"
    chosen: tuple[str, ...] | None = None
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    on: date | None = None
    basis: str = ""
    ties: tuple[str, ...] = ()
    least: int = 1
    limit: int | None = None


class Export:
    """A case as sheets."""

    def __init__(self, case: Case, record: Record) -> None:
        self.case = case
        self.record = record
        self.revision = record.note("mark") or ""

    @cached_property
    def book(self) -> Book:
        """Who and where the keys of the record are."""
        places = list(self.record.all(Place))
        return Book(self.record.all(Actor), places, look_up_areas(places))

    @cached_property
    def documents(self) -> dict[str, Document]:
        """The reports by id, without their text."""
        return {d.document.id: replace(d.document, text="") for d in self.case.documents()}

    @cached_property
    def private(self) -> Private:
        """Who is private in the case, and where reports name them."""
        # Who was joined with somebody known is known by each of his names: "Putin", "Vladimir Putin".
        joined = (key for a in self.book.actors.values() if a.kind == "person" for key in a.members if "@" not in key)
        public = self.case.public_persons() | frozenset(joined)
        gazetteer = Gazetteer.open()
        try:
            spans = private_spans(private_mentions(self.case, public), public, gazetteer.is_name)
        finally:
            gazetteer.close()
        return Private(public, spans)

    @cached_property
    def disputes(self) -> list[Dispute]:
        """Every dispute."""
        return list(self.record.all(Dispute))

    @cached_property
    def headings(self) -> dict[str, Heading]:
        """What stands above each statement."""
        return {s.id: self._heading(s.doc, self.private.names(s.claim.by, s.doc)) for s in self.case.gists()}

    def _heading(self, doc: str, credited: tuple[str, ...]) -> Heading:
        held = self.documents[doc]
        return Heading(doc, clean(held.source or ""), held.date, self.private.title(doc, held.title or ""), credited)

    def context(self, *, headings: bool = False, private: bool = False) -> Context:
        """What rows need beside their values; the costly parts only where they are asked for."""
        on: dict[str, list[str]] = {}
        for d in self.disputes:
            on.setdefault(d.subject, []).append(d.id)
        return Context(
            self.book,
            self.revision,
            {subject: tuple(ids) for subject, ids in on.items()},
            headings=self.headings if headings else {},
            judged=dict(self.case.judgements()) if private else {},
            private=self.private if private else Private(),
        )

    # ---- sheets --------------------------------------------------------------------------------------------

    def sheet(self, what: str, form: str, asked: Asked | None = None) -> Sheet:
        """What is asked for, as rows for a form (`exchange.forms`)."""
        asked = asked or Asked()
        if what == "incidents" and form in ("acled", "ged"):
            context = self.context(headings=form == "ged")
            rows: Iterator[Row] = (iter_acled if form == "acled" else iter_ged)(self.incidents(asked), context)
        else:
            rows = getattr(self, f"_{what}")(asked)
        about = {"case": self.case.path.name, "revision": self.revision}
        return Sheet(what, columns_of(what, form), rows, about)

    def incidents(self, asked: Asked) -> list[Incident]:
        """The incidents that are asked for, in order."""
        held = list(self.record.all(Incident))
        if asked.chosen is not None:
            return _chosen(asked, {i.id: i for i in held})
        grades = grades_of(held, self.disputes)
        disputed = {d.subject for d in self.disputes}
        found = [i for i in held if asked.incidents.fits(i, grades.get(i.id), i.id in disputed)]
        return in_order(found, asked.sort)[: asked.limit]

    def _incidents(self, asked: Asked) -> Iterator[Row]:
        found = self.incidents(asked)
        context = replace(self.context(), grades=grades_of(found, self.disputes))
        return iter_incidents(found, context)

    def _statements(self, asked: Asked) -> Iterator[Row]:
        context = self.context(private=True)
        found = islice(self._told(asked), asked.limit)
        return iter_statements(((s, self.documents[s.doc]) for s in found), context)

    def _told(self, asked: Asked) -> Iterator[Statement]:
        if asked.chosen is None:
            yield from self.case.statements(asked.statements)
            return
        for at in range(0, len(asked.chosen), _FEW):
            yield from (s for s, _ in statements_with(self.case, asked.chosen[at : at + _FEW]))

    def _actors(self, asked: Asked) -> Iterator[Row]:
        if asked.chosen is not None:
            found = _chosen(asked, self.book.actors)
        else:
            found = [a for a in self.book.actors.values() if not asked.kinds or a.kind in asked.kinds]
        tallies = {t.key: t for t in self.record.all(Tally)}
        return iter_actors(found[: asked.limit], tallies, self.context())

    def _control(self, asked: Asked) -> Iterator[Row]:
        found = [s for s in self.record.all(ControlSpell) if _has_control(s, asked)]
        return iter_control(found[: asked.limit], self.context())

    def _network(self, asked: Asked) -> Iterator[Row]:
        found = [b for b in self.record.all(Bond) if _has_bond(b, asked)]
        return iter_network(found[: asked.limit], self.context())

    def _disputes(self, asked: Asked) -> Iterator[Row]:
        if asked.chosen is not None:
            return iter_disputes(_chosen(asked, {d.id: d for d in self.disputes}), self.context())
        at = {i.id: i.place.key for i in self.record.all(Incident) if i.place is not None} if asked.places else {}
        found = [
            d
            for d in self.disputes
            if (not asked.about or d.about in asked.about)
            and (not asked.places or at.get(d.subject, d.subject) in asked.places)
            and in_days(d.start, d.end, asked.since, asked.until)
        ]
        return iter_disputes(found[: asked.limit], self.context())


def _chosen(asked: Asked, held: Mapping[str, T]) -> list[T]:
    return [held[id] for id in (asked.chosen or ()) if id in held][: asked.limit]


def _has_control(s: ControlSpell, asked: Asked) -> bool:
    since, until = (asked.on, asked.on) if asked.on else (asked.since, asked.until)
    return (
        asked.basis in ("", s.basis)
        and (not asked.places or s.place in asked.places)
        and (not asked.actors or s.holder in asked.actors)
        and in_days(s.start, s.end, since, until)
    )


def _has_bond(b: Bond, asked: Asked) -> bool:
    since, until = (asked.on, asked.on) if asked.on else (asked.since, asked.until)
    return (
        (not asked.ties or b.tie in asked.ties)
        and len(b.sources) >= asked.least
        and {b.first, b.second}.issuperset(asked.actors)
        and in_days(b.since, b.until, since, until)
    )
