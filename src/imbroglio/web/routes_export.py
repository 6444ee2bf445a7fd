"""What is filtered, as files for other programs: `/api/export/incidents.csv` and the like.

Flows in: what, in which form, and the same filters as the lists have. Flows out: a file, sent as it is written, that a browser
saves and never opens as a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import chain
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from imbroglio.exchange.forms import KINDS, file_name, form_of, iter_bytes
from imbroglio.model.record import DisputeAbout, Tie
from imbroglio.pipeline.export import Asked, Export
from imbroglio.store import Record
from imbroglio.views.incidents import IncidentFilter, Sort
from imbroglio.web.actors import ActorSort, actor_page
from imbroglio.web.columns import StatementAsk
from imbroglio.web.contradictions import dispute_page
from imbroglio.web.happenings import find_incidents
from imbroglio.web.routes_record import Telling
from imbroglio.web.telling import Teller

router = APIRouter(tags=["export"])
_ALL = 1_000_000_000
_JUDGED = ("accepted", "rejected", "amended", "person")

Name = Annotated[
    str,
    Path(
        pattern=r"^[a-z]{1,20}\.[a-z.]{1,20}$",
        description="What and form: `incidents`, `statements`, `actors`, `control`, `network` or `disputes`; `csv`, `xlsx`, `json`, "
        "`jsonl`, `geojson`, `gexf`, `acled.csv` or `ged.csv`. Example: `incidents.acled.csv`.",
    ),
]
Codes = Annotated[list[str], Field(default_factory=list, max_length=100, description="May be repeated: any of them.")]
Key = Annotated[str, Field(max_length=2000)]


class Filters(BaseModel):
    """What is asked for, as in the lists of the same name; what does not apply to what is written is passed over."""

    q: str = Field(default="", max_length=300, description="Words to look for.")
    type: Codes
    kind: Codes
    status: Codes
    actor: list[Key] = Field(default_factory=list, max_length=20, description="May be repeated: all of them.")
    place: Key = ""
    outlet: Codes
    doc: Key = ""
    since: date | None = None
    until: date | None = None
    on: date | None = Field(default=None, description="Control, network: as they were on this day.")
    deaths: int | None = Field(default=None, ge=0, le=_ALL)
    outlets: int = Field(default=1, ge=1, le=1000)
    grade: Codes
    disputed: bool | None = None
    role: Literal["", "agent", "target", "claim"] = Field(default="", description="Of statements: in which role the actors take part.")
    incident: str = Field(default="", max_length=40, description="Of statements: only the accounts of this incident.")
    dead: bool = Field(default=False, description="Of statements: only those that give a figure of dead.")
    ids: str = Field(default="", max_length=20_000, description="Of statements, with commas between: these, in this order.")
    judged: Literal["", "yes", "no", "accepted", "rejected", "amended", "person"] = ""
    about: list[DisputeAbout] = Field(default_factory=list, max_length=10)
    basis: Literal["", "assessed", "claimed"] = Field(default="", description="Of control.")
    tie: list[Tie] = Field(default_factory=list, max_length=10, description="Of the network.")
    least: int = Field(default=1, ge=1, le=1000, description="So many independent sources tell a bond, or more.")
    sort: Sort | ActorSort = "time"


_FILES: dict[int | str, dict[str, Any]] = {200: {"content": {content: {} for content in dict.fromkeys(k.content for k in KINDS.values())}}}


@router.get("/export/{name}", response_class=StreamingResponse, responses=_FILES)
def export(told: Telling, name: Name, asked: Annotated[Filters, Query()]) -> StreamingResponse:
    """A file with all that fits the filters."""
    what, _, ending = name.partition(".")
    form = form_of(what, ending)
    find = _FINDERS.get(what)
    chosen = tuple(find(told, asked)) if find else None
    more = Asked(
        chosen=chosen, actors=_actors(told, asked), places=(told.world.place_key(asked.place),) if asked.place else (),
        since=asked.since, until=asked.until, on=asked.on, basis=asked.basis, ties=tuple(asked.tie), least=asked.least,
    )  # fmt: skip
    held = told.snapshot.answers.kept("export", lambda: Export(told.case, Record(told.case)))
    chunks = iter_bytes(held.sheet(what, form, more), form, held.book)
    # The first chunk before the answer begins: what goes wrong until then is still said in a sentence.
    first = next(chunks, b"")
    headers = {
        "Content-Disposition": f'attachment; filename="{file_name(told.case.path.name, what, form)}"',
        "X-Imbroglio-Revision": held.revision,
    }
    return StreamingResponse(chain((first,), chunks), media_type=KINDS[form].content, headers=headers)


def _actors(told: Teller, asked: Filters) -> tuple[str, ...]:
    return tuple(sorted({told.world.actor_key(key) for key in asked.actor}))


def _incidents(told: Teller, asked: Filters) -> Sequence[str]:
    wanted = IncidentFilter(
        types=frozenset(asked.type), actors=_actors(told, asked), place=told.world.place_key(asked.place) if asked.place else None,
        since=asked.since, until=asked.until, deaths=asked.deaths or None, outlets=frozenset(asked.outlet), told_by=asked.outlets,
        grades=frozenset(asked.grade), disputed=asked.disputed,
    )  # fmt: skip
    order: Sort = asked.sort if asked.sort in ("-time", "deaths", "sources", "accounts") else "time"
    return [i.id for i in find_incidents(told, wanted, asked.q, order)]


def _statements(told: Teller, asked: Filters) -> Sequence[str]:
    if asked.ids:
        return [id for part in asked.ids.split(",") if (id := part.strip())]
    states = {"": None, "no": frozenset(("",)), "yes": frozenset(_JUDGED)}
    wanted = StatementAsk(
        kinds=frozenset(asked.kind), types=frozenset(asked.type), statuses=frozenset(asked.status), actors=_actors(told, asked),
        place=told.world.place_key(asked.place) if asked.place else None, outlets=frozenset(asked.outlet),
        docs=frozenset((asked.doc,)) if asked.doc else None, since=asked.since, until=asked.until,
        judged=states[asked.judged] if asked.judged in states else frozenset((asked.judged,)), words=asked.q,
        role=asked.role, dead=asked.dead, rows=told.world.incident(asked.incident).statements if asked.incident else None,
    )  # fmt: skip
    columns = told.snapshot.columns
    return [columns.ids[n] for n in columns.find(wanted, told.snapshot.source)]


def _actor_keys(told: Teller, asked: Filters) -> Sequence[str]:
    order: ActorSort = asked.sort if asked.sort in ("name", "reports", "mentions", "first") else "acts"
    return [row.key for row in actor_page(told, asked.q, frozenset(asked.kind), order, 0, _ALL).rows]


def _disputes(told: Teller, asked: Filters) -> Sequence[str]:
    return [row.id for row in dispute_page(told, frozenset(asked.about), asked.q, 0, _ALL).rows]


_FINDERS: dict[str, Callable[[Teller, Filters], Sequence[str]]] = {
    "incidents": _incidents,
    "statements": _statements,
    "actors": _actor_keys,
    "disputes": _disputes,
}
