"""Places: the map, the list, one place with its ribbon of holders, who holds it on a day.

Flows in: a `Teller`, what is asked for. Flows out: forms. What is told of a place is weighed anew from its own statements, day
by day, as `imbroglio control` does; the spells are the record's.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

import numpy as np

from imbroglio.errors import NotFound
from imbroglio.knowledge.control import load_control
from imbroglio.knowledge.fold import plain
from imbroglio.model import Document
from imbroglio.model.record import ControlSpell, Incident, Place
from imbroglio.model.verdicts import Judged
from imbroglio.pipeline.record import Known, history_from
from imbroglio.store.pages import statements_with
from imbroglio.views.control import OPEN, changes, turning_days
from imbroglio.views.incidents import IncidentFilter, deaths_of, in_order
from imbroglio.views.months import month_of, months_between, span
from imbroglio.views.shown import clean
from imbroglio.web import forms as f
from imbroglio.web.happenings import find_incidents
from imbroglio.web.overview import months
from imbroglio.web.telling import Teller
from imbroglio.weighing.control import ControlHistory
from imbroglio.weighing.control_evidence import OF_AREA

_EPOCH = date(1970, 1, 1).toordinal()
_MAP_IDS, _EVIDENCE, _INCIDENTS, _DAY_EVIDENCE = 20, 100, 100, 30


# ---- the map ------------------------------------------------------------------------------------------------------------


def packed_map(teller: Teller, asked: IncidentFilter) -> bytes:
    """The map as JSON, packed by gzip: it is large, and asked for again and again."""
    return teller.world.answers.kept(("map", asked), lambda: gzip.compress(map_form(teller, asked).model_dump_json().encode(), 1))


def map_form(teller: Teller, asked: IncidentFilter) -> f.MapForm:
    """Everything that the map draws: incidents with a point that fit, and the places: those with a holder, and theirs."""
    world = teller.world
    found = [i for i in find_incidents(teller, asked) if i.place is not None and i.place.lat is not None and i.place.lon is not None]
    held = teller.world.answers.kept("map places", lambda: _map_places(teller))
    known = {p.place.key for p in held}
    other = {i.place.key: i.place for i in found if i.place is not None and i.place.key not in known}
    places = [*held, *(f.MapPlace(place=teller.spot_of(spot), spells=[]) for spot in other.values())]
    days = [d for i in found for d in (i.start, i.end)]
    days += [d for of in world.held.values() for s in of if s.holder not in OPEN for d in (s.start, s.end)]
    first, last = span(days)
    holders = {s.holder for of in world.held.values() for s in of}
    return f.MapForm(
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        months=_months_within(teller, first, last),
        incidents=_columns(found),
        places=places,
        holders=[teller.who(key) for key in sorted(holders)],
    )


def _map_places(teller: Teller) -> list[f.MapPlace]:
    world = teller.world
    return [
        f.MapPlace(place=teller.place(key), spells=[spell_form(teller, s, _MAP_IDS) for s in spells])
        for key, spells in world.held.items()
        if key in world.places and world.places[key].lat is not None and any(s.holder not in OPEN for s in spells)
    ]


def _months_within(teller: Teller, first: date | None, last: date | None) -> list[f.Month]:
    if first is None or last is None:
        return []
    told = {m.month: m for m in teller.snapshot.answers.kept("months", lambda: months(teller))}
    return [told.get(m) or f.Month(month=m) for m in months_between(month_of(first), month_of(last))]


def _columns(found: Sequence[Incident]) -> f.MapIncidents:
    spots = [i.place for i in found if i.place is not None]
    return f.MapIncidents(
        id=[i.id for i in found],
        lat=[round(p.lat or 0.0, 5) for p in spots],
        lon=[round(p.lon or 0.0, 5) for p in spots],
        precision=[p.precision for p in spots],
        type=[i.type for i in found],
        first=[_day_number(i.start or i.end) for i in found],
        last=[_day_number(i.end or i.start) for i in found],
        dead=[deaths_of(i) for i in found],
        sources=[len(i.sources) for i in found],
        place=[p.key for p in spots],
    )


def _day_number(day: date | None) -> int | None:
    return None if day is None else day.toordinal() - _EPOCH


def spell_form(teller: Teller, s: ControlSpell, most: int = _EVIDENCE) -> f.Spell:
    """A spell with the days on which its statements tell of it."""
    form = teller.spell(s, most)
    columns = teller.snapshot.columns
    rows = [n for id in s.statements if (n := columns.row.get(id)) is not None]
    days = np.unique(np.where(columns.last[rows] > 0, columns.last[rows], columns.first[rows])) if rows else ()
    low, high = s.start.toordinal(), s.end.toordinal()
    form.evidence = [date.fromordinal(int(d)).isoformat() for d in days if low <= d <= high]
    return form


# ---- the list, one place --------------------------------------------------------------------------------------------------


def place_page(teller: Teller, q: str, offset: int, limit: int) -> f.PlacePage:
    """Places, those most is told of first."""
    world, wanted = teller.world, plain(q)
    ranked = teller.world.answers.kept("places", lambda: sorted(world.places.values(), key=lambda p: (-p.statements, p.name, p.key)))
    found = [p for p in ranked if not wanted or wanted in world.place_words[p.key]]
    return f.PlacePage(total=len(found), rows=[_place_row(teller, p) for p in found[offset : offset + limit]])


def _place_row(teller: Teller, p: Place) -> f.PlaceRow:
    spells = teller.world.held.get(p.key, [])
    known = [s for s in spells if s.holder != "unknown"]
    return f.PlaceRow(
        place=teller.spot_of(p),
        statements=p.statements,
        countries=list(p.countries),
        holder=teller.who(known[-1].holder) if known else None,
        changes=len(changes(spells)),
    )


def _find_place(teller: Teller, key: str) -> Place:
    found = teller.world.places.get(teller.world.place_key(key))
    if found is None:
        raise NotFound("The record holds no such place; the list of places shows all.")
    return found


def history(teller: Teller, place: Place) -> ControlHistory:
    """Who held a place, day by day."""
    return teller.snapshot.answers.kept(("history", place.key), lambda: _weigh(teller, place))


def _weigh(teller: Teller, place: Place) -> ControlHistory:
    snapshot, world, columns = teller.snapshot, teller.world, teller.snapshot.columns
    known = world.answers.kept("known", lambda: Known(world.places, world.actors, world.origins))
    rows = set(_telling(teller, place.key, {*OF_AREA, "siege", "clash", *load_control().strikes}))
    for area in known.areas(place.key):
        rows |= set(_telling(teller, world.place_key(area), OF_AREA))
    held = statements_with(teller.case, [columns.ids[n] for n in sorted(rows)])
    reports = [snapshot.reports[doc] for doc in {s.doc for s, _ in held}]
    docs = {r.id: Document(id=r.id, text="", date=r.date, source=r.source) for r in reports}
    judged = {s.id: cast(Judged, state) for s, state in held if state is not None}
    return history_from(place, [s for s, _ in held], docs, judged, known)


def _telling(teller: Teller, key: str, types: Iterable[str]) -> list[int]:
    """Rows of the statements of these types that stand and are tied to a place; others tell nothing of who held it."""
    columns = teller.snapshot.columns
    rows = columns.places.get(key)
    if rows is None:
        return []
    fits = columns.type.of(frozenset(types)) & columns.alive
    return [int(n) for n in rows[fits[rows]]]


def place_form(teller: Teller, key: str) -> f.PlaceForm:
    """One place. Raises NotFound."""
    world = teller.world
    place = _find_place(teller, key)
    assessed, claimed = world.held.get(place.key, []), world.claimed.get(place.key, [])
    days, shares = _turns(teller, history(teller, place)) if assessed else ([], {})
    evidence = dict.fromkeys(id for s in assessed for id in s.statements)
    incidents = [i for i in world.incidents_by_key.get(place.key, ()) if i.place is not None and i.place.key == place.key]
    disputes = list(world.disputes_by_subject.get(place.key, ()))
    disputes += [d for i in incidents for d in world.disputes_by_subject.get(i.id, ())]
    holders = dict.fromkeys([*(s.holder for s in (*assessed, *claimed)), *shares])
    return f.PlaceForm(
        place=teller.spot_of(place),
        names=[clean(n) for n in place.names],
        countries=list(place.countries),
        assessed=[spell_form(teller, s) for s in assessed],
        claimed=[spell_form(teller, s) for s in claimed],
        holders=[teller.who(k) for k in holders],
        days=days,
        shares={teller.who(k).key: of for k, of in shares.items()},
        evidence=teller.sentences(list(evidence)[:_EVIDENCE]),
        incidents=[teller.incident(i) for i in in_order(incidents, "-time")[:_INCIDENTS]],
        disputes=[teller.dispute(d) for d in disputes],
    )


def _turns(teller: Teller, found: ControlHistory) -> tuple[list[str], dict[str, list[float]]]:
    """The days between which shares move in straight lines, and the shares on those."""
    daily = found.daily()
    if daily is None:
        return [], {}
    first, names, shares = daily
    kept = turning_days(shares)
    days = [date.fromordinal(first.toordinal() + n).isoformat() for n in kept]
    return days, {name: [round(float(shares[n, at]), 3) for n in kept] for at, name in enumerate(names)}


def control_form(teller: Teller, key: str, on: date | None) -> f.ControlForm:
    """Who holds a place on a day; without one, on the last with evidence. Raises NotFound."""
    place = _find_place(teller, key)
    found = history(teller, place)
    day = on or found.last
    if day is None or found.first is None:
        unknown = f.Share(who=teller.who("unknown"), share=1.0)
        return f.ControlForm(place=teller.spot_of(place), on=day.isoformat() if day else "", states=[unknown], claimed=[], holder=None, evidence=[])
    holder = found.holder(day)
    return f.ControlForm(
        place=teller.spot_of(place),
        on=day.isoformat(),
        states=teller.shares(found.on(day)),
        claimed=teller.shares(found.claimed(day)),
        holder=teller.who(holder) if holder is not None else None,
        evidence=teller.sentences(found.evidence(day)[:_DAY_EVIDENCE]),
    )
