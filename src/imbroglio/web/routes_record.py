"""The record to read: the case, its reports and statements, incidents, actors, disputes.

Flows in: requests. Flows out: forms, worked out from one `Snapshot` each. Nothing here changes anything. What is asked for by
a key or an id that is not there is answered with 404, whatever it looks like.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, cast

from fastapi import APIRouter, Depends, Query, Request

from imbroglio.model.record import DisputeAbout
from imbroglio.views.incidents import IncidentFilter, Sort
from imbroglio.web import actors, contradictions, happenings, overview, reports
from imbroglio.web import forms as f
from imbroglio.web.columns import StatementAsk
from imbroglio.web.reports import ReportSort
from imbroglio.web.snapshot import Snapshots
from imbroglio.web.state import Here, Workbench
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


def snapshots_of(app_state: object, workbench: Workbench) -> Snapshots:
    """The snapshots of an application's case, made at the first request."""
    held = getattr(app_state, "snapshots", None)
    if held is None:
        held = Snapshots(workbench.case, workbench.record)
        app_state.snapshots = held  # type: ignore[attr-defined]
    return cast(Snapshots, held)


def _teller(request: Request, here: Here) -> Teller:
    return Teller(here.case, snapshots_of(request.app.state, here).current())


Telling = Annotated[Teller, Depends(_teller)]


# ---- the case, its reports and statements -----------------------------------------------------------------------------


@router.get("/case")
def case(told: Telling) -> f.CaseForm:
    """What the case holds."""
    return told.snapshot.kept("case", lambda: overview.case_form(told))


@router.get("/search")
def search(told: Telling, q: Words = "") -> f.SearchForm:
    """Actors, places and reports by a word."""
    return overview.search(told, q)


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
        judged=states[judged] if judged in states else frozenset((judged,)), words=q,
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


# ---- actors, disputes -----------------------------------------------------------------------------------------------------


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
