"""What a person decides: the queue, verdicts on statements, actors, places and incidents, and their undoing.

Flows in: requests that name what is meant, with the etag under which it was shown. Flows out: the verdict, and the statements
as they are now. A decision on something that somebody else has decided on meanwhile is refused with both versions (412);
nothing is ever overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Header, Query

from imbroglio import review
from imbroglio.errors import Conflict, NotFound, Stale
from imbroglio.model import Statement
from imbroglio.model.record import About, Actor, Incident, Place, Verdict
from imbroglio.model.verdicts import touched_by
from imbroglio.store import Record
from imbroglio.store.pages import statements_with
from imbroglio.web import forms as f
from imbroglio.web.columns import StatementAsk
from imbroglio.web.queueing import queue_form
from imbroglio.web.routes_record import Codes, Key, Keys, Limit, Telling
from imbroglio.web.state import Here
from imbroglio.web.telling import Teller
from imbroglio.web.verdicts import statement_from, verdict_forms

router = APIRouter(tags=["review"])
_MOST_SHOWN = 200  # statements in one answer

IfMatch = Annotated[str, Header(alias="If-Match", max_length=200, description="The etag under which it was shown.")]


@router.get("/queue")
def queue(
    told: Telling,
    type: Codes = [],  # noqa: B006 - FastAPI copies it
    actor: Keys = [],  # noqa: B006
    place: Key = "",
    doc: Key = "",
    passed: Annotated[str, Query(max_length=40_000, description="Ids with commas between that were passed over.")] = "",
    limit: Limit = 20,
) -> f.QueueForm:
    """What to look at next, by doubt times weight."""
    asked = StatementAsk(
        types=frozenset(type), actors=tuple(sorted({told.world.actor_key(key) for key in actor})),
        place=told.world.place_key(place) if place else None, docs=frozenset((doc,)) if doc else None,
    )  # fmt: skip
    return queue_form(told, asked, limit, [id for part in passed.split(",") if (id := part.strip())])


@router.get("/verdicts")
def verdicts(here: Here, told: Telling) -> f.VerdictPage:
    """Every verdict, the newest first."""
    return f.VerdictPage(rows=verdict_forms(told, here.record.verdicts()))


@router.post("/verdicts/judge")
def judge_statements(here: Here, asked: f.JudgeRequest) -> f.VerdictAnswer:
    """Accept or reject statements, all as one act."""
    with here.writing() as record:
        now = _guard(here, record, asked.ids, asked.etags, asked.action)
        decide = review.accept if asked.action == "accept" else review.reject
        made = _decided(here, asked.ids, asked.action, lambda: decide(record, asked.ids, why=asked.why, expected=now)[0])
        return _answer(here, record, made, asked.ids)


@router.post("/statements/{id}/amend")
def amend(here: Here, id: str, asked: f.AmendRequest, if_match: IfMatch = "") -> f.VerdictAnswer:
    """Put a person's version in the place of a statement."""
    with here.writing() as record:
        now = _guard(here, record, [id], {id: given} if (given := _etag(if_match)) else {}, "amend")
        old = _whole(here, id)
        new = statement_from(record, here.case.document(old.doc).document, asked.statement, "amend", old)
        made = _decided(here, [id], "amend", lambda: review.amend(record, id, new, why=asked.why, expected=now))
        return _answer(here, record, made, [id, made.object])


@router.post("/statements")
def add(here: Here, asked: f.AddRequest) -> f.VerdictAnswer:
    """Add a statement that the reader missed."""
    with here.writing() as record:
        doc = here.case.document(asked.doc).document
        made = review.add(record, statement_from(record, doc, asked.statement, "add"), why=asked.why)
        return _answer(here, record, made, [made.subject])


@router.post("/verdicts/merge")
def merge(here: Here, asked: f.MergeRequest, if_match: IfMatch = "") -> f.VerdictAnswer:
    """Two actors, places or incidents are one."""
    with here.writing() as record:
        if asked.about == "incident":
            one, other = (record.get(Incident, id) for id in (asked.first, asked.second))
            now = _expected(record, "incident", _sides(one.statements, other.statements), if_match, asked.shown)
            return _answer(here, record, review.join_incidents(record, one, other, why=asked.why, expected=now))
        return _on_two(here, record, asked, if_match, review.merge)


@router.post("/verdicts/apart")
def keep_apart(here: Here, asked: f.ApartRequest, if_match: IfMatch = "") -> f.VerdictAnswer:
    """Two actors, or two places, that may be one are two: nothing joins them again until it is taken back."""
    with here.writing() as record:
        return _on_two(here, record, asked, if_match, review.keep_apart)


def _on_two(
    here: Here, record: Record, asked: f.MergeRequest | f.ApartRequest, if_match: str, decide: Callable[..., Verdict]
) -> f.VerdictAnswer:
    """What is decided on two actors, or two places."""
    if asked.about == "place":
        first, second = (_place(record, key) for key in (asked.first, asked.second))
        now = _expected(record, "place", _keys(first, second), if_match, asked.shown)
        return _answer(here, record, decide(record, first, second, why=asked.why, expected=now))
    mine, yours = (_actor(record, key) for key in (asked.first, asked.second))
    now = _expected(record, "actor", _keys(mine, yours), if_match, asked.shown)
    return _answer(here, record, decide(record, mine, yours, why=asked.why, expected=now))


@router.post("/verdicts/split")
def split(here: Here, asked: f.SplitRequest, if_match: IfMatch = "") -> f.VerdictAnswer:
    """Members that are none of an actor or a place, or accounts that are none of an incident."""
    with here.writing() as record:
        if asked.about == "incident":
            whole = record.get(Incident, asked.whole)
            now = _expected(record, "incident", {"first": whole.statements}, if_match, "first")
            return _answer(here, record, review.part_incident(record, whole, asked.keys, why=asked.why, expected=now))
        held = _place(record, asked.whole) if asked.about == "place" else _actor(record, asked.whole)
        now = _expected(record, asked.about, {"first": (held.key, *held.members)}, if_match, "first")
        return _answer(here, record, review.split(record, asked.keys, held, why=asked.why, expected=now))


@router.post("/verdicts/undo")
def undo(here: Here, asked: f.UndoRequest) -> f.VerdictAnswer:
    """Take back a verdict with all of its batch; "" the last act that stands. To undo an undo brings it back."""
    with here.writing() as record:
        meant, made = review.undo(record, asked.id or None, why=asked.why)
        held = record.verdicts()
        return _answer(here, record, made, _statements_of(held, meant))


# ---- two windows ----------------------------------------------------------------------------------------------------


def _etag(given: str) -> str:
    """An etag as If-Match gives it.

    >>> _etag('"v3"'), _etag('W/"v3"'), _etag("*"), _etag("")
    ('v3', 'v3', '', '')
    """
    return given.strip().removeprefix("W/").strip('"').replace("*", "")


def _guard(here: Here, record: Record, ids: Sequence[str], etags: dict[str, str], meant: str) -> str:
    """The etag of these statements together, where each is as it was shown.

    Raises:
        Stale: one of them was decided on since.
    """
    for id in ids if etags else ():
        if id in etags and record.etag("statement", id) != etags[id]:
            raise Stale(etags[id], record.etag("statement", id), meant, _now(here, ids))
    return record.etag("statement", *ids)


def _decided(here: Here, ids: Sequence[str], meant: str, act: Callable[[], Verdict]) -> Verdict:
    """What `act` decides; a conflict with another process is told with both versions, too."""
    try:
        return act()
    except Conflict as since:
        raise Stale(since.expected, since.found, meant, _now(here, ids)) from None


def _expected(record: Record, about: About, sides: _Sides, given: str, shown: f.Shown) -> str:
    """The etag of all that is decided on, where what was shown of it is as it was shown.

    Args:
        sides: keys of what is decided on: of the first, the second, of both.
        shown: of which of them the etag is.

    Raises:
        Conflict: it was decided on since.
    """
    meant, now = _etag(given), record.etag(about, *sides[shown])
    if meant and meant != now:
        raise Conflict(meant, now)
    return record.etag(about, *sides.get("both", sides[shown]))


# ---- what is meant --------------------------------------------------------------------------------------------------


_Sides = Mapping[f.Shown, Sequence[str]]


def _sides(first: Sequence[str], second: Sequence[str]) -> _Sides:
    return {"first": first, "second": second, "both": (*first, *second)}


def _keys(first: Actor | Place, second: Actor | Place) -> _Sides:
    return _sides((first.key, *first.members), (second.key, *second.members))


def _actor(record: Record, key: str) -> Actor:
    found = next((a for a in record.with_key(Actor, [key]) if key in (a.key, *a.members)), None)
    if found is None:
        raise NotFound(f"The record holds no actor '{key[:80]}'; it may have been joined with another: look at the list of actors again.")
    return found


def _place(record: Record, key: str) -> Place:
    found = next((p for p in record.with_key(Place, [key]) if key in (p.key, *p.members)), None)
    if found is None:
        raise NotFound(f"The record holds no place '{key[:80]}'; it may have been joined with another: look at the list of places again.")
    return found


def _whole(here: Here, id: str) -> Statement:
    found = next((s for s, _judged in statements_with(here.case, [id]) if s.id == id), None)
    if found is None:
        raise NotFound(f"The case holds no statement '{id[:80]}'; look at its report again.")
    return found


def _statements_of(held: Sequence[Verdict], meant: Verdict) -> list[str]:
    """The statements that a verdict, or what it took back, with its batch, touches."""
    by_id = {v.id: v for v in held}
    while meant.action == "undo" and meant.subject in by_id:
        meant = by_id[meant.subject]
    if meant.about != "statement":
        return []
    return sorted({id for v in held if v.batch == meant.batch and v.action != "undo" for id in touched_by(v)})


def _now(here: Here, ids: Sequence[str]) -> list[f.StatementForm]:
    """Statements as they are now, those that cannot be seen any more left out."""
    told = Teller(here.case, here.snapshots.refresh())
    found = statements_with(here.case, list(ids)[:_MOST_SHOWN])
    return [told.statement(s, judged, to_read=True, because=True) for s, judged in found if judged != "undone"]


def _answer(here: Here, record: Record, made: Verdict, ids: Sequence[str] = ()) -> f.VerdictAnswer:
    now = _now(here, ids)
    told = Teller(here.case, here.snapshots.current())
    return f.VerdictAnswer(verdict=verdict_forms(told, record.verdicts(), [made])[0], statements=now)
