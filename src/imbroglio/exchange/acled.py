"""Incidents in the columns of ACLED's event data (codebook of 2024: labels in place of numbers).

Flows in: incidents, and who and where their keys are. Flows out: rows in ACLED's columns, then two that lead back. What
is not known stays empty. Incidents that the crosswalk gives no event type (an agreement broken, talks) are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from imbroglio.exchange.book import Party
from imbroglio.exchange.cells import SEPARATOR, Column, Row, clean, unique
from imbroglio.exchange.columns import BACK
from imbroglio.exchange.crosswalk import ACLED_DISORDER, ACLED_PLACE, ACLED_TIME, acled_inter, codes_of
from imbroglio.exchange.rows import Context, sides_of, toll_of
from imbroglio.model.record import Incident

COLUMNS = (
    Column("event_id_cnty", "id of the incident", 20),
    Column("event_date", "first day; empty where no account tells a day of that month, or any day at all", 12),
    Column("year", "year of the first day", 6),
    Column("time_precision", "1 the day, 2 within a week, 3 within a month; from UCDP's 1, 2 and 3, 4", 6),
    Column("disorder_type", "follows from the event type", 20),
    Column("event_type", "by the crosswalk, from type and sides", 24),
    Column("sub_event_type", "by the crosswalk; empty where it cannot be told", 28),
    Column("actor1", "the agent named most often", 28),
    Column("assoc_actor_1", "the other agents", 28),
    Column("inter1", "State forces (of the country), External/Other forces (another state's), Civilians, Protesters; else empty", 20),
    Column("actor2", "the target named most often", 28),
    Column("assoc_actor_2", "the other targets", 28),
    Column("inter2", "as `inter1`", 20),
    Column("interaction", "`inter1`-`inter2`, where both are known", 28),
    Column("civilian_targeting", "\"Civilian targeting\" where all targets are civilians and it is violence", 16),
    Column("iso", "empty: the gazetteer has no numbers of countries", 6),
    Column("region", "empty: ACLED's regions are its own", 10),
    Column("country", "name of the country in which the place lies", 16),
    Column("admin1", "first-level unit in which it lies", 18),
    Column("admin2", "empty: not in the gazetteer", 10),
    Column("admin3", "empty: not in the gazetteer", 10),
    Column("location", "the place", 22),
    Column("latitude", "degrees north; of an area its middle", 10),
    Column("longitude", "degrees east", 10),
    Column("geo_precision", "1 exact, 2 near or part of, 3 a larger region; from UCDP's 1, 2 and 3, 4 to 6", 6),
    Column("source", "outlets that tell it", 30),
    Column("source_scale", "empty: not known", 10),
    Column("notes", "what the accounts say, in a sentence of figures and names", 60),
    Column("fatalities", "best figure of all dead; empty, not 0, where no account gives one", 8),
    Column("tags", "`independent sources`, `type` of the codebook, and `disputed` where accounts cannot all be true", 24),
    Column("timestamp", "empty: the row has no time of its own; `revision` says of which record it is", 10),
    *BACK,
)  # fmt: skip
_VIOLENCE = "Political violence"


def iter_acled(incidents: Iterable[Incident], context: Context) -> Iterator[Row]:
    """Incidents that ACLED has an event type for, in its columns."""
    for i in incidents:
        codes = codes_of(i, context.book)
        if codes.acled_event is not None:
            yield _row(i, codes.acled_event, codes.acled_sub_event, context)


def _row(i: Incident, event: str, sub_event: str | None, context: Context) -> Row:
    agents, targets = (context.book.parties(keys) for keys in sides_of(i))
    area, toll = context.book.area(i.place), toll_of(i)
    inter1, inter2 = (acled_inter(side[0], area.country, event) if side else None for side in (agents, targets))
    told = i.start is not None and i.date_precision in ACLED_TIME
    disorder = ACLED_DISORDER.get(event)
    on_civilians = bool(targets) and all(p.key == "civilians" for p in targets) and disorder == _VIOLENCE
    return {
        "event_id_cnty": i.id,
        "event_date": i.start if told else None,
        "year": i.start.year if i.start and i.date_precision is not None else None,
        "time_precision": ACLED_TIME.get(i.date_precision or 0) if told else None,
        "disorder_type": disorder,
        "event_type": event,
        "sub_event_type": sub_event,
        "actor1": agents[0].name if agents else None,
        "assoc_actor_1": tuple(p.name for p in agents[1:]),
        "inter1": inter1,
        "actor2": targets[0].name if targets else None,
        "assoc_actor_2": tuple(p.name for p in targets[1:]),
        "inter2": inter2,
        "interaction": f"{inter1}-{inter2}" if inter1 and inter2 else None,
        "civilian_targeting": "Civilian targeting" if on_civilians else None,
        "country": area.country_name or None,
        "admin1": area.admin1 or None,
        "location": clean(i.place.name) if i.place else None,
        "latitude": i.place.lat if i.place else None,
        "longitude": i.place.lon if i.place else None,
        "geo_precision": ACLED_PLACE.get(i.place.precision or 0) if i.place else None,
        "source": unique(clean(o) for o in i.outlets),
        "notes": note(i, agents, targets),
        "fatalities": toll.best if toll else None,
        "tags": _tags(i, context),
        "statements": i.statements,
        "revision": context.revision,
    }


def _tags(i: Incident, context: Context) -> tuple[str, ...]:
    tags = (f"type={i.type}", f"independent sources={len(i.sources)}")
    return (*tags, "disputed") if context.disputes.get(i.id) else tags


def note(i: Incident, agents: tuple[Party, ...], targets: tuple[Party, ...]) -> str:
    """An incident in a sentence."""
    by = f" by {_and(agents)}" if agents else ""
    against = f" against {_and(targets)}" if targets else ""
    where = f" at {clean(i.place.name)}" if i.place else ""
    if i.start is None:
        when = f", reported by {i.end.isoformat()}" if i.end else ", undated"
    else:
        when = f", {i.start.isoformat()}" + (f" to {i.end.isoformat()}" if i.end and i.end != i.start else "")
    toll = toll_of(i)
    ends = [] if toll is None else [f"{n} {v}" for n, v in (("low", toll.low), ("best", toll.best), ("high", toll.high)) if v is not None]
    dead = f" Dead: {', '.join(ends)}." if ends else ""
    accounts = "1 account" if len(i.statements) == 1 else f"{len(i.statements)} accounts"
    sources = "1 independent source" if len(i.sources) == 1 else f"{len(i.sources)} independent sources"
    return f"{i.type}{by}{against}{where}{when}; {accounts} from {sources}.{dead}"


def _and(parties: tuple[Party, ...]) -> str:
    return SEPARATOR.join(p.name for p in parties)
