"""Values of the record as rows of the columns in `columns`.

Flows in: incidents, statements, actors, spells of control, bonds, disputes; who and where their keys are. Flows out: rows
of plain values, one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from imbroglio.exchange.book import Area, Book
from imbroglio.exchange.cells import Row, Value, clean, unique
from imbroglio.exchange.private import Private
from imbroglio.knowledge.keys import key_of
from imbroglio.model import Document, Quantity, Statement
from imbroglio.model.record import Actor, Bond, ControlSpell, Dispute, Incident, Place, Spot, Tally, Toll

_SIGNS = {"fights": -1}


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a statement: its report, who publishes it, when, and the title without private names."""

    doc: str
    outlet: str
    date: date | None
    title: str = ""
    credited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What rows need beside the values themselves.

    Attributes:
        book: who and where keys are.
        revision: mark of the record.
        disputes: ids of disputes by the incident that they are on.
        grades: Airwars' grade by incident.
        headings: by statement id.
        judged: what a person has decided on a statement, by its id.
    """

    book: Book
    revision: str
    disputes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, Heading] = field(default_factory=dict)
    judged: Mapping[str, str] = field(default_factory=dict)
    private: Private = field(default_factory=Private)


def toll_of(incident: Incident) -> Toll | None:
    """The dead of all sides together; None where no account gives a number."""
    return next((t for t in incident.deaths if not t.side and t.measure == "killed"), None)


def sides_of(incident: Incident) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of agents and of targets."""
    first, second = (*incident.sides, (), ())[:2]
    return first, second


def _where(place: Spot | Place | None, area: Area) -> dict[str, Value]:
    return {
        "country": area.country or None,
        "admin1": area.admin1 or None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision if place else None,
    }


def iter_incidents(incidents: Iterable[Incident], context: Context) -> Iterator[Row]:
    """Incidents as rows."""
    book = context.book
    for i in incidents:
        toll = toll_of(i)
        agents, targets = (book.parties(keys) for keys in sides_of(i))
        yield {
            "id": i.id,
            "type": i.type,
            "start": i.start,
            "end": i.end,
            "date_precision": i.date_precision,
            "place": clean(i.place.name) if i.place else None,
            "place_id": i.place.key if i.place else None,
            **_where(i.place, book.area(i.place)),
            "agents": tuple(p.name for p in agents),
            "agent_ids": tuple(p.key for p in agents),
            "targets": tuple(p.name for p in targets),
            "target_ids": tuple(p.key for p in targets),
            "deaths_low": toll.low if toll else None,
            "deaths_best": toll.best if toll else None,
            "deaths_high": toll.high if toll else None,
            "deaths_rule": toll.rule if toll else None,
            "accounts": len(i.statements),
            "outlets": unique(clean(o) for o in i.outlets),
            "independent_sources": len(i.sources),
            "sources": unique(book.origin(o) for o in i.sources),
            "score": round(i.score, 4),
            "reasons": tuple(clean(r) for r in i.reasons),
            "grade": context.grades.get(i.id),
            "disputes": context.disputes.get(i.id, ()),
            "statements": i.statements,
            "revision": context.revision,
        }


def number_text(n: Quantity) -> str:
    """A figure with its bounds.

    >>> number_text(Quantity("at least 1,600", "killed", 1600, None))
    'killed 1600 or more'
    """
    low, high = n.low, n.high
    if low is None and high is None:
        return f"{n.measure} {clean(n.text)}"
    if low is None:
        return f"{n.measure} up to {high}"
    if high is None:
        return f"{n.measure} {low} or more"
    return f"{n.measure} {low}" if low == high else f"{n.measure} {low} to {high}"


def iter_statements(told: Iterable[tuple[Statement, Document]], context: Context) -> Iterator[Row]:
    """Statements, with their reports, as rows."""
    private = context.private
    for s, doc in told:
        place = s.place[0] if s.place else None
        spot = Spot(place.id or "", place.name, place.lat, place.lon, place.precision) if place else None
        refs = (*s.agent, *s.target, *s.place, *s.claim.by)
        row: dict[str, Value] = {
            "id": s.id,
            "report": s.doc,
            "report_date": doc.date,
            "source": clean(doc.source or "") or None,
            "title": private.title(s.doc, doc.title or "", refs) or None,
            "url": clean(doc.url or "") or None,
            "kind": s.kind,
            "type": s.type,
            "status": s.status,
            "place": unique(clean(r.name) for r in s.place),
            "place_id": unique(r.id or "" for r in s.place),
            **_where(spot, context.book.area(spot)),
            "time_start": s.time.start,
            "time_end": s.time.end,
            "time_precision": s.time.precision,
            "time_basis": s.time.basis,
            "numbers": tuple(number_text(n) for n in s.numbers),
            "claim_by": private.names(s.claim.by, s.doc),
            "stance": s.claim.stance,
            "hearsay": s.claim.hearsay,
            "score": round(s.made_by.score, 4),
            "judged": context.judged.get(s.id),
            "start": s.evidence.start,
            "end": s.evidence.end,
            "quote": private.quote(s.doc, s.evidence.start, s.evidence.quote, refs),
            "statements": (s.id,),
            "revision": context.revision,
        }
        for role, named in (("agent", s.agent), ("target", s.target)):
            shown = {key_of(r): clean(r.name) for r in reversed(private.shown(named, s.doc))}
            row[f"{role}s"] = tuple(reversed(shown.values()))
            row[f"{role}_ids"] = tuple(reversed(shown))
        for code in ("plover", "cameo", "acled_event", "acled_sub_event", "ucdp_violence"):
            row[code] = getattr(s.codes, code) if s.codes is not None else None
        yield row


def iter_actors(actors: Iterable[Actor], tallies: Mapping[str, Tally], context: Context) -> Iterator[Row]:
    """Actors as rows."""
    for a in actors:
        tally = tallies.get(a.key)
        above = context.book.parties(a.parents)
        yield {
            "id": a.key,
            "name": clean(a.name),
            "kind": a.kind,
            "named": a.named,
            "countries": a.countries,
            "names": unique((clean(a.name), *(clean(n.name) for n in a.names))),
            "member_ids": a.members,
            "part_of": tuple(p.name for p in above),
            "part_of_ids": tuple(p.key for p in above),
            "agent": tally.agent if tally else 0,
            "target": tally.target if tally else 0,
            "claims": tally.claims if tally else 0,
            "reports": tally.reports if tally else 0,
            "mentions": tally.mentions if tally else 0,
            "first": tally.first if tally else None,
            "last": tally.last if tally else None,
            "statements": unique(id for n in a.names for id in n.statements),
            "revision": context.revision,
        }


def iter_control(spells: Iterable[ControlSpell], context: Context) -> Iterator[Row]:
    """Spells of control as rows; those of a holder whom nobody may name are left out."""
    for s in spells:
        holder = context.book.holder(s.holder)
        if not holder:
            continue
        place = context.book.place(s.place)
        yield {
            "place": clean(place.name),
            "place_id": place.key,
            **_where(place, context.book.area(place)),
            "holder": holder,
            "holder_id": s.holder,
            "start": s.start,
            "end": s.end,
            "probability": round(s.probability, 4),
            "basis": s.basis,
            "statements": s.statements,
            "revision": context.revision,
        }


def iter_network(bonds: Iterable[Bond], context: Context) -> Iterator[Row]:
    """Bonds as rows; those of a private person are left out."""
    for b in bonds:
        first, second = context.book.party(b.first), context.book.party(b.second)
        if first is None or second is None:
            continue
        yield {
            "tie": b.tie,
            "sign": _SIGNS.get(b.tie, 1),
            "first": first.name,
            "first_id": first.key,
            "second": second.name,
            "second_id": second.key,
            "since": b.since,
            "until": b.until,
            "outlets": unique(clean(o) for o in b.outlets),
            "independent_sources": len(b.sources),
            "statements": b.statements,
            "revision": context.revision,
        }


def iter_disputes(disputes: Iterable[Dispute], context: Context) -> Iterator[Row]:
    """Disputes as rows, one for each position."""
    for d in disputes:
        for n, p in enumerate(d.positions, start=1):
            by = context.book.parties(p.by)
            yield {
                "dispute": d.id,
                "about": d.about,
                "subject": d.subject,
                "title": clean(d.title),
                "start": d.start,
                "end": d.end,
                "grade": d.grade,
                "position": n,
                "value": clean(p.value),
                "by": tuple(x.name for x in by),
                "by_ids": tuple(x.key for x in by),
                "party": p.party,
                "outlets": unique(clean(o) for o in p.outlets),
                "independent_sources": len(p.sources),
                "first": p.first,
                "last": p.last,
                "statements": p.statements,
                "revision": context.revision,
            }
