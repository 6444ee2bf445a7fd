"""The record to read: the case, its reports and statements, incidents, places, actors, relations, disputes.

Flows in: requests. Flows out: forms, worked out from one `Snapshot` each. Nothing here changes anything. What is asked for by
a key or an id that is not there is answered with 404, whatever it looks like.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from imbroglio.model.record import DisputeAbout
from imbroglio.views.incidents import IncidentFilter, Sort
from imbroglio.web import actors, contradictions, happenings, overview, places, relations, reports
from imbroglio.web import forms as f
from imbroglio.web.codebook_page import codebook_form
from imbroglio.web.columns import StatementAsk
from imbroglio.web.reports import ReportSort
from imbroglio.web.snapshot import Answers
from imbroglio.web.state import Here
from imbroglio.web.telling import MOST_IDS, Teller

router = APIRouter(tags=["record"])
_MOST_WORDS, _MOST_KEY = 300, 2000

Words = Annotated[str, Query(max_length=_MOST_WORDS, description="Words to look for.")]
Key = Annotated[str, Query(max_length=_MOST_KEY, description="A key of the record.")]
Codes = Annotated[list[str], Query(max_length=100, description="May be repeated: any of them.")]
Keys = Annotated[list[str], Query(max_length=20, description="May be repeated: all of them.")]
Offset = Annotated[int, Query(ge=0, le=100_000_000)]
Limit = Annotated[int, Query(ge=1, le=1000)]
Day = Annotated[date | None, Query()]
Least = Annotated[int, Query(ge=1, le=1_000_000, description="Leave out relations that fewer statements tell of.")]


def _teller(here: Here) -> Teller:
    return Teller(here.case, here.snapshots.current())


Telling = Annotated[Teller, Depends(_teller)]


def _kept(answers: Answers, key: object, make: Callable[[], BaseModel]) -> Response:
    """An answer that is large or takes long, kept as the text that is sent: forms by the thousand would weigh on every request."""
    body = answers.kept(key, lambda: make().model_dump_json().encode())
    return Response(body, media_type="application/json")


# ---- the case, its reports and statements -----------------------------------------------------------------------------


@router.get("/case", response_model=f.CaseForm)
def case(told: Telling) -> Response:
    """What the case holds."""
    return _kept(told.snapshot.answers, "case", lambda: overview.case_form(told))


@router.get("/search")
def search(told: Telling, q: Words = "") -> f.SearchForm:
    """Actors, places and reports by a word."""
    return overview.search(told, q)


@router.get("/codebook")
def codebook() -> f.CodebookForm:
    """What each field, type and code means."""
    return codebook_form()


@router.get("/reports")
def report_list(told: Telling, q: Words = "", sort: ReportSort = "date", offset: Offset = 0, limit: Limit = 100) -> f.ReportPage:
    """Reports in their order."""
    return reports.report_page(told, q, sort, offset, limit)


@router.get("/reports/{id:path}")
def report(told: Telling, id: str) -> f.ReportForm:
    """A report to read, with every statement of it."""
    return reports.report_form(told, id)


@router.get("/statements")
def statement_list(
    told: Telling,
    q: Words = "",
    kind: Codes = [],  # noqa: B006 - FastAPI copies it
    type: Codes = [],  # noqa: B006
    status: Codes = [],  # noqa: B006
    actor: Keys = [],  # noqa: B006
    place: Key = "",
    outlet: Codes = [],  # noqa: B006
    doc: Key = "",
    since: Day = None,
    until: Day = None,
    judged: Literal["", "yes", "no", "accepted", "rejected", "amended", "person"] = "",
    role: Annotated[Literal["", "agent", "target", "claim"], Query(description="In which role the actors take part.")] = "",
    incident: Annotated[str, Query(max_length=40, description="Only the accounts of this incident.")] = "",
    dead: Annotated[bool, Query(description="Only those that give a figure of dead.")] = False,
    ids: Annotated[str, Query(max_length=20_000, description="Ids with commas between: these, in this order.")] = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> f.StatementPage:
    """Statements that fit all that is asked for; or those of `ids`."""
    if ids:
        wanted = [id for part in ids.split(",") if (id := part.strip())]
        return reports.statements_by_id(told, wanted[:MOST_IDS])
    states = {"": None, "no": frozenset(("",)), "yes": frozenset(("accepted", "rejected", "amended", "person"))}
    asked = StatementAsk(
        kinds=frozenset(kind), types=frozenset(type), statuses=frozenset(status),
        actors=tuple(sorted({told.world.actor_key(key) for key in actor})),
        place=told.world.place_key(place) if place else None,
        outlets=frozenset(outlet), docs=frozenset((doc,)) if doc else None, since=since, until=until,
        judged=states[judged] if judged in states else frozenset((judged,)), words=q, role=role, dead=dead,
        rows=told.world.incident(incident).statements if incident else None,
    )  # fmt: skip
    return reports.statement_page(told, asked, offset, limit)


@router.get("/statements/{id}")
def statement(told: Telling, id: str) -> f.Sentence:
    """One statement with what its reader decided."""
    return reports.statement_form(told, id)


# ---- incidents ----------------------------------------------------------------------------------------------------------


@router.get("/incidents")
def incident_list(
    told: Telling,
    q: Words = "",
    type: Codes = [],  # noqa: B006
    actor: Keys = [],  # noqa: B006
    place: Key = "",
    since: Day = None,
    until: Day = None,
    deaths: Annotated[int | None, Query(ge=0, le=1_000_000_000, description="So many dead or more, by the best figure.")] = None,
    outlet: Codes = [],  # noqa: B006
    outlets: Annotated[int, Query(ge=1, le=1000, description="Told by so many outlets, or more.")] = 1,
    grade: Codes = [],  # noqa: B006
    disputed: bool | None = None,
    sort: Sort = "time",
    offset: Offset = 0,
    limit: Limit = 100,
) -> f.IncidentPage:
    """Incidents that fit all that is asked for."""
    asked = IncidentFilter(
        types=frozenset(type), actors=tuple(sorted({told.world.actor_key(key) for key in actor})),
        place=told.world.place_key(place) if place else None, since=since, until=until, deaths=deaths or None,
        outlets=frozenset(outlet), told_by=outlets, grades=frozenset(grade), disputed=disputed,
    )  # fmt: skip
    return happenings.incident_page(told, asked, q, sort, offset, limit)


@router.get("/incidents/{id}")
def incident(told: Telling, id: str) -> f.IncidentForm:
    """One incident with its accounts side by side."""
    return happenings.incident_form(told, id)


# ---- map, places, control -------------------------------------------------------------------------------------------------


@router.get("/map", response_model=f.MapForm)
def whole_map(
    request: Request,
    told: Telling,
    type: Codes = [],  # noqa: B006
    actor: Keys = [],  # noqa: B006
    outlet: Codes = [],  # noqa: B006
) -> Response:
    """Everything that the map draws, as columns."""
    asked = IncidentFilter(
        types=frozenset(type), actors=tuple(sorted({told.world.actor_key(key) for key in actor})), outlets=frozenset(outlet)
    )
    packed = places.packed_map(told, asked)
    headers = {"Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(packed), media_type="application/json", headers=headers)
    return Response(packed, media_type="application/json", headers={**headers, "Content-Encoding": "gzip"})


@router.get("/places")
def place_list(told: Telling, q: Words = "", offset: Offset = 0, limit: Limit = 100) -> f.PlacePage:
    """Places, those most is told of first."""
    return places.place_page(told, q, offset, limit)


@router.get("/places/{key:path}", response_model=f.PlaceForm)
def place(told: Telling, key: str) -> Response:
    """One place: its ribbon of holders, and what happened there."""
    return _kept(told.snapshot.answers, ("place", told.world.place_key(key)), lambda: places.place_form(told, key))


@router.get("/control/{key:path}")
def control(told: Telling, key: str, on: Day = None) -> f.ControlForm:
    """Who holds a place on a day."""
    return places.control_form(told, key, on)


# ---- actors, relations, disputes -----------------------------------------------------------------------------------------------------


@router.get("/actors")
def actor_list(
    told: Telling,
    q: Words = "",
    kind: Codes = [],  # noqa: B006
    sort: actors.ActorSort = "acts",
    offset: Offset = 0,
    limit: Limit = 100,
) -> f.ActorPage:
    """Actors, those that take part most first."""
    return actors.actor_page(told, q, frozenset(kind), sort, offset, limit)


@router.get("/actors/{key:path}")
def actor(told: Telling, key: str) -> f.ActorForm:
    """One actor's page."""
    return actors.actor_form(told, key)


@router.get("/suggestions")
def suggestion_list(told: Telling, offset: Offset = 0, limit: Limit = 100) -> f.LinkPage:
    """Pairs that may be one, likeliest first."""
    return actors.suggestions(told, offset, limit)


@router.get("/network", response_model=f.NetworkForm)
def network(told: Telling, on: Day = None, least: Least = 1) -> Response:
    """The signed network on a day, or over all time."""
    return _kept(told.world.answers, ("network", on, least, relations.is_solved(told, on, least)), lambda: relations.network_form(told, on, least))


@router.get("/tangle", response_model=f.TangleForm)
def tangle(told: Telling, on: Day = None, least: Least = 2) -> Response:
    """How far the relations are from two camps."""
    return _kept(told.world.answers, ("tangle form", on, least), lambda: relations.tangle_form(told, on, least))


@router.get("/disputes")
def dispute_list(
    told: Telling,
    about: Annotated[list[DisputeAbout], Query(max_length=10)] = [],  # noqa: B006
    q: Words = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> f.DisputePage:
    """Disputes, best attested first."""
    return contradictions.dispute_page(told, frozenset(about), q, offset, limit)


@router.get("/disputes/{id}")
def dispute(told: Telling, id: str) -> f.DisputeForm:
    """One dispute."""
    return contradictions.dispute_form(told, id)
