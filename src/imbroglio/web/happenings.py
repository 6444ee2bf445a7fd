"""Incidents: the table with its facets, and one with its accounts side by side.

Flows in: a `Teller`, what is asked for. Flows out: `IncidentPage`, `IncidentForm`.
"""

from __future__ import annotations

from collections.abc import Sequence

from imbroglio.knowledge.fold import plain
from imbroglio.model.record import Incident
from imbroglio.views.incidents import IncidentFilter, Sort, facets, in_order, near
from imbroglio.views.months import count_months, in_rows
from imbroglio.views.shown import clean
from imbroglio.web import forms as f
from imbroglio.web.telling import Teller, ids

_FACETS, _NEAR_DAYS, _ACCOUNTS = 50, 8, 300


def incident_page(teller: Teller, asked: IncidentFilter, q: str, sort: Sort, offset: int, limit: int) -> f.IncidentPage:
    """Incidents that fit, with counts over all of them."""
    found = find_incidents(teller, asked, q, sort)
    counted, by_month = teller.world.answers.kept(("facets", asked, plain(q)), lambda: _count(teller, found))
    return f.IncidentPage(
        total=len(found), rows=[teller.incident(i) for i in found[offset : offset + limit]], facets=counted, months=by_month
    )


def find_incidents(teller: Teller, asked: IncidentFilter, q: str = "", sort: Sort = "time") -> Sequence[Incident]:
    """The incidents that fit, in order."""
    words = plain(q)
    fits = teller.world.answers.kept(("incidents", asked, words), lambda: _find(teller, asked, words))
    return teller.world.answers.kept(("incidents", asked, words, sort), lambda: in_order(fits, sort))


def _find(teller: Teller, asked: IncidentFilter, words: str) -> list[Incident]:
    world = teller.world
    keys = [*asked.actors, *((asked.place,) if asked.place else ())]
    held: Sequence[Incident] = list(world.incidents.values())
    if keys:  # the fewest of them, to look through
        held = min((world.incidents_by_key.get(key, []) for key in keys), key=len)
    fits = [i for i in held if asked.fits(i, world.grades.get(i.id), i.id in world.disputes_by_subject)]
    # Each word for itself: "air strike al-Bab" asks for a type and a place, which stand apart.
    wanted = words.split()
    return [i for i in fits if all(word in world.incident_words[i.id] for word in wanted)] if wanted else fits


def _count(teller: Teller, found: Sequence[Incident]) -> tuple[dict[str, list[f.Count]], list[f.Month]]:
    counted = facets(found, teller.world.grades, teller.names.is_shown)
    labels = {"actor": teller.names.actor, "place": teller.names.place}
    named = {
        name: [f.Count(key=key, label=labels[name](key) if name in labels else clean(key), count=n) for key, n in of[:_FACETS]]
        for name, of in counted.items()
    }
    by_month = in_rows([count_months(i.start or i.end for i in found)])
    return named, [f.Month(month=m, incidents=n) for m, (n,) in by_month]


def incident_form(teller: Teller, id: str) -> f.IncidentForm:
    """One incident. Raises NotFound."""
    world = teller.world
    i = world.incident(id)
    sentences = teller.sentences(i.statements[:_ACCOUNTS])
    lineage = _lineage(teller, i)
    firsts = {row.statements[0] for row in lineage}
    return f.IncidentForm(
        row=teller.incident(i),
        tolls=[teller.toll(t) for t in i.deaths],
        accounts=[
            f.Account(
                sentence=s, deaths=[n for n in s.statement.numbers if n.measure == "killed"], independent=s.statement.id in firsts
            )
            for s in sentences
        ],
        lineage=lineage,
        reasons=[clean(r) for r in i.reasons],
        disputes=[teller.dispute(d) for d in world.disputes_by_subject.get(i.id, ())],
        near=[teller.incident(other) for other in near(i, _around(teller, i))],
        etag=teller.snapshot.etag("incident", i.statements),
    )  # fmt: skip


def _lineage(teller: Teller, i: Incident) -> list[f.LineageRow]:
    """Statements by whose word they are, in the order of their first."""
    columns, source = teller.snapshot.columns, teller.snapshot.source
    held: dict[str, list[str]] = {}
    outlets: dict[str, list[str]] = {}
    for id in i.statements:
        n = columns.row.get(id)
        if n is None:
            continue
        doc = columns.doc.values[columns.doc.at[n]]
        whose = teller.world.origin(id, doc, source.get(doc))
        held.setdefault(whose, []).append(id)
        outlets.setdefault(whose, []).append(clean(source.get(doc) or doc))
    return [
        f.LineageRow(origin=teller.names.origin(whose), outlets=list(dict.fromkeys(outlets[whose])), statements=ids(told))
        for whose, told in held.items()
    ]


def _around(teller: Teller, i: Incident) -> list[Incident]:
    """What may be near an incident: of its days, and what its place or its sides share where a day is not known."""
    world = teller.world
    first, last = i.start or i.end, i.end or i.start
    found: dict[str, Incident] = {}
    if first is not None and last is not None:
        low, high = first.toordinal() - _NEAR_DAYS, min(last.toordinal(), first.toordinal() + 60) + _NEAR_DAYS
        for day in range(low, high + 1):
            found.update((o.id, o) for o in world.incidents_by_day.get(day, ()))
    for other in world.incidents_by_key.get(i.place.key, ()) if i.place is not None else ():
        if first is None or (other.start is None and other.end is None):
            found[other.id] = other
    return list(found.values())
