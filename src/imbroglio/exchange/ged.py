"""Incidents in the columns of UCDP's Georeferenced Event Dataset (GED 25.1).

Flows in: incidents, and who and where their keys are. Flows out: rows in GED's columns, then two that lead back. GED holds
organised violence with at least one death: an incident whose type of violence its actors do not tell, or of which no
account says that anybody died, is left out. What is not known stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import floor

from imbroglio.exchange.book import CIVILIANS, Party
from imbroglio.exchange.cells import Column, Row, Value, clean, unique
from imbroglio.exchange.columns import BACK
from imbroglio.exchange.crosswalk import UCDP_VIOLENCE, codes_of
from imbroglio.exchange.rows import Context, Heading, sides_of, toll_of
from imbroglio.model.record import Incident, Toll

_OWN = "empty: a number of UCDP's own"
COLUMNS = (
    Column("id", "number made of the incident's id (its first 12 signs)", 18),
    Column("relid", "id of the incident", 20),
    Column("year", "year of the last day", 6),
    Column("active_year", "empty: follows from all events of a year", 6),
    Column("code_status", "empty: UCDP's own", 8),
    Column("type_of_violence", "1 state-based, 2 non-state, 3 one-sided; by the crosswalk, from the sides", 6),
    Column("conflict_dset_id", _OWN, 8),
    Column("conflict_new_id", _OWN, 8),
    Column("conflict_name", "empty: UCDP's conflicts are its own", 20),
    Column("dyad_dset_id", _OWN, 8),
    Column("dyad_new_id", _OWN, 8),
    Column("dyad_name", "`side_a` - `side_b`, where both are known", 30),
    Column("side_a_dset_id", _OWN, 8),
    Column("side_a_new_id", _OWN, 8),
    Column("side_a", "state-based: the state; one-sided: who killed; else the agent", 26),
    Column("side_b_dset_id", _OWN, 8),
    Column("side_b_new_id", _OWN, 8),
    Column("side_b", "the other side; Civilians where it is one-sided", 26),
    Column("number_of_sources", "how many reports tell it", 8),
    Column("source_article", "\"outlet,day,title\" of each report, with semicolons; titles without private names", 40),
    Column("source_office", "outlets", 26),
    Column("source_date", "days of the reports", 14),
    Column("source_headline", "titles of the reports", 30),
    Column("source_original", "who is credited in the reports; private persons are left out", 26),
    Column("where_prec", "UCDP's precision of the place, 1 to 7", 6),
    Column("where_coordinates", "the place", 22),
    Column("where_description", "empty", 10),
    Column("adm_1", "first-level unit in which it lies, from the gazetteer", 18),
    Column("adm_2", "empty: not in the gazetteer", 10),
    Column("latitude", "degrees north; of an area its middle", 10),
    Column("longitude", "degrees east", 10),
    Column("geom_wkt", "the point as text", 26),
    Column("priogrid_gid", "cell of the PRIO-GRID (half a degree), worked out from the point", 10),
    Column("country", "country in which the place lies", 16),
    Column("country_id", "empty: Gleditsch and Ward's numbers are not in the gazetteer", 8),
    Column("region", "empty", 10),
    Column("event_clarity", "empty: a coder's judgement", 6),
    Column("date_prec", "UCDP's: 1 day, 2 two to six days, 3 week, 4 month, 5 year; empty where no account tells a day", 6),
    Column("date_start", "first day; empty where no account tells one", 12),
    Column("date_end", "last day, or the day by which it was reported", 12),
    Column("deaths_a", "dead of `side_a` by the best figure; 0 where none are ascribed to it", 8),
    Column("deaths_b", "dead of `side_b`", 8),
    Column("deaths_civilians", "dead civilians", 8),
    Column("deaths_unknown", "what is left of `best`; all four are empty where they exceed it, or no best figure is told", 8),
    Column("best", "best figure of all dead, by the rule of the record", 6),
    Column("high", "greatest figure that counts; empty where that end is open", 6),
    Column("low", "least figure that counts; empty where that end is open", 6),
    Column("gwnoa", "empty: not in the gazetteer", 6),
    Column("gwnob", "empty: not in the gazetteer", 6),
    *BACK,
)  # fmt: skip
_STATE_BASED, _ONE_SIDED = 1, 3
_UNARMED = ("people", "person", "organisation", "place", "thing")


def iter_ged(incidents: Iterable[Incident], context: Context) -> Iterator[Row]:
    """Incidents that GED would hold, in its columns."""
    for i in incidents:
        violence = UCDP_VIOLENCE.get(codes_of(i, context.book).ucdp_violence or "")
        toll = toll_of(i)
        if violence is not None and toll is not None and any(n for n in (toll.low, toll.best, toll.high)):
            yield _row(i, violence, toll, context)


def priogrid(lat: float, lon: float) -> int:
    """The cell of the PRIO-GRID: half degrees, counted from the south-west (Tollefsen et al. 2012).

    >>> priogrid(34.802462, 36.707602)
    179714
    """
    return min(floor((lat + 90) * 2), 359) * 720 + min(floor((lon + 180) * 2), 719) + 1


def _row(i: Incident, violence: int, toll: Toll, context: Context) -> Row:
    side_a, side_b = _sides(i, violence, context)
    name_a, name_b = (side[0].name if side else None for side in (side_a, side_b))
    if violence == _ONE_SIDED:
        name_b = "Civilians"
    area = context.book.area(i.place)
    return {
        "id": number_of(i.id),
        "relid": i.id,
        "year": (i.end or i.start).year if (i.end or i.start) else None,  # type: ignore[union-attr]
        "type_of_violence": violence,
        "dyad_name": f"{name_a} - {name_b}" if name_a and name_b else None,
        "side_a": name_a,
        "side_b": name_b,
        **_sources(i, context),
        **_place(i),
        "adm_1": area.admin1 or None,
        "country": area.country_name or None,
        "date_prec": i.date_precision,
        "date_start": i.start,
        "date_end": i.end,
        **_deaths(i, toll, side_a, side_b),
        "best": toll.best,
        "high": toll.high,
        "low": toll.low,
        "statements": i.statements,
        "revision": context.revision,
    }


def number_of(id: str) -> int:
    """A number made of an incident's id, small enough for a program that counts in floating point."""
    return int("".join(c for c in id if c in "0123456789abcdef")[:12] or "0", 16)


def _sides(i: Incident, violence: int, context: Context) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    agents, targets = (context.book.parties(keys) for keys in sides_of(i))
    if violence == _STATE_BASED and not (agents and agents[0].is_state) and any(p.is_state for p in targets):
        agents, targets = targets, agents
    # Who is named most often may be the bystanders; the sides of a fight are armed, and GED names the state first.
    first = sorted(agents, key=lambda p: (violence == _STATE_BASED and not p.is_state, p.kind in _UNARMED))
    second = targets if violence == _ONE_SIDED else sorted(targets, key=lambda p: p.kind in _UNARMED)
    return tuple(first), tuple(second)


def _deaths(i: Incident, toll: Toll, side_a: tuple[Party, ...], side_b: tuple[Party, ...]) -> dict[str, Value]:
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    keys_a, keys_b = {p.key for p in side_a} - {CIVILIANS}, {p.key for p in side_b} - {CIVILIANS}
    by_side = {t.side: t.best or 0 for t in i.deaths if t.side and t.measure == "killed"}
    a = sum(n for key, n in by_side.items() if key in keys_a)
    b = sum(n for key, n in by_side.items() if key in keys_b - keys_a)
    civilians = by_side.get(CIVILIANS, 0)
    if toll.best is None or a + b + civilians > toll.best:
        return dict.fromkeys(names)
    return dict(zip(names, (a, b, civilians, toll.best - a - b - civilians), strict=True))


def _place(i: Incident) -> dict[str, Value]:
    if i.place is None:
        return {}
    out: dict[str, Value] = {"where_prec": i.place.precision, "where_coordinates": clean(i.place.name)}
    lat, lon = i.place.lat, i.place.lon
    if lat is not None and lon is not None:
        out |= {"latitude": lat, "longitude": lon, "geom_wkt": f"POINT ({lon} {lat})", "priogrid_gid": priogrid(lat, lon)}
    return out


def _sources(i: Incident, context: Context) -> dict[str, Value]:
    held = {id: context.headings[id] for id in i.statements if id in context.headings}
    reports: dict[str, Heading] = {h.doc: h for h in held.values()}
    days = {doc: h.date.isoformat() if h.date else "" for doc, h in reports.items()}
    articles = (f'"{clean(h.outlet)},{days[doc]},{_bare(h.title)}"' for doc, h in reports.items())
    return {
        "number_of_sources": len(reports) or None,
        "source_article": ";".join(articles) or None,
        "source_office": tuple(clean(h.outlet) for h in reports.values() if h.outlet),
        "source_date": tuple(d for d in days.values() if d),
        "source_headline": tuple(clean(h.title) for h in reports.values() if h.title),
        "source_original": unique(name for h in held.values() for name in h.credited),
    }


def _bare(title: str) -> str:
    return clean(title).replace('"', "'")
