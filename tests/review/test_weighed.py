"""The record follows what a person has decided, whatever is read or weighed again, and is the start to the byte when all is undone."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imbroglio.errors import Conflict, ImbroglioError, NotFound
from imbroglio.model.record import Actor, Incident, Place, Verdict, in_force
from imbroglio.pipeline import record as record_stage
from imbroglio.pipeline.record import place_history, weigh
from imbroglio.review import (
    accept,
    add,
    amend,
    join_incidents,
    merge,
    part_incident,
    redo,
    reject,
    split,
    undo,
)
from imbroglio.store import Case, Record, open_case
from review.cases import READ, capture, fill, find, put
from review.test_statements import missed

STRIKE, CAPTURE = READ["r1"]
SECOND, THIRD = READ["r2"][0], READ["r3"][0]


@pytest.fixture(autouse=True)
def _every_part_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small parts, too, are taken from the last weighing where nothing that concerns them has changed."""
    monkeypatch.setattr(record_stage, "_WORTH_KEEPING", 1)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with open_case(tmp_path / "war.imbroglio", create=True) as made:
        fill(made)
        weigh(made)
        yield made


@pytest.fixture
def record(case: Case) -> Record:
    return Record(case)


def dump(case: Case) -> list[tuple[object, ...]]:
    """The record to the byte: every piece in its order, and the keys it is found by."""
    with closing(sqlite3.connect(case.path)) as raw:
        pieces = raw.execute("SELECT kind, id, position, form FROM record ORDER BY position").fetchall()
        return pieces + raw.execute("SELECT kind, id, key FROM record_key ORDER BY kind, id, key").fetchall()


def incident_of(record: Record, id: str) -> Incident:
    (found,) = record.with_key(Incident, [id])
    return found


def test_a_rejected_account_leaves_its_incident(case: Case, record: Record) -> None:
    before = dump(case)
    assert set(incident_of(record, STRIKE.id).statements) == {STRIKE.id, SECOND.id, THIRD.id}
    reject(record, [THIRD.id], by="me")
    assert not record.is_current()
    weigh(case)
    assert set(incident_of(record, STRIKE.id).statements) == {STRIKE.id, SECOND.id}
    assert record.with_key(Incident, [THIRD.id]) == []
    assert [(t.low, t.high) for t in incident_of(record, STRIKE.id).deaths if not t.side] == [(12, 14)]
    undo(record, by="me")
    weigh(case)
    assert dump(case) == before


def test_what_a_person_stands_by_weighs_more(case: Case, record: Record) -> None:
    doubtful = replace(CAPTURE, made_by=replace(CAPTURE.made_by, score=0.2))
    put(case, "r1", STRIKE, doubtful, read_with="stub 2")
    put(case, "r3", THIRD, read_with="stub 2")
    weigh(case)

    def sure() -> float:
        assert doubtful.time.start is not None
        return place_history(case, record, record.place("al-Bab")).on(doubtful.time.start).get("name:the plain falcons", 0.0)

    before = sure()
    accept(record, [doubtful.id], by="me")
    weigh(case)
    assert sure() > before


def test_an_amended_account_is_weighed_as_amended(case: Case, record: Record) -> None:
    verdict = amend(record, THIRD.id, replace(THIRD, numbers=(replace(THIRD.numbers[0], low=13, high=13, text=""),)), by="me")
    weigh(case)
    found = incident_of(record, verdict.object)
    assert set(found.statements) == {STRIKE.id, SECOND.id, verdict.object}
    assert [(t.low, t.high) for t in found.deaths if not t.side] == [(12, 14)]


def test_incidents_are_joined_and_stay_so(case: Case, record: Record) -> None:
    before = dump(case)
    one, other = incident_of(record, STRIKE.id), incident_of(record, CAPTURE.id)
    verdict = join_incidents(record, one, other, by="me")
    assert (verdict.about, verdict.subject) == ("incident", one.statements[0])
    for again in (False, True):
        weigh(case, again=again)
        assert set(incident_of(record, STRIKE.id).statements) == {*one.statements, *other.statements}
    with pytest.raises(ImbroglioError, match="one incident already"):
        join_incidents(record, incident_of(record, STRIKE.id), incident_of(record, CAPTURE.id))
    undo(record, by="me")
    weigh(case)
    assert dump(case) == before


def test_an_incident_is_parted_and_joined_again_by_a_later_verdict(case: Case, record: Record) -> None:
    before = dump(case)
    whole = incident_of(record, STRIKE.id)
    part_incident(record, whole, [THIRD.id, SECOND.id], by="me")
    weigh(case)
    assert set(incident_of(record, THIRD.id).statements) == {SECOND.id, THIRD.id}
    assert incident_of(record, STRIKE.id).statements == (STRIKE.id,)
    join_incidents(record, incident_of(record, STRIKE.id), incident_of(record, THIRD.id), by="me")
    weigh(case)
    assert set(incident_of(record, STRIKE.id).statements) == set(whole.statements)
    part_incident(record, incident_of(record, STRIKE.id), [SECOND.id], by="me")
    weigh(case)
    assert incident_of(record, SECOND.id).statements == (SECOND.id,)
    for id in ("v2", "v1", "v3"):
        undo(record, id, by="me")
    weigh(case)
    assert dump(case) == before


def test_a_join_outlives_the_rejecting_and_amending_of_the_statement_it_names(case: Case, record: Record) -> None:
    joined = join_incidents(record, incident_of(record, STRIKE.id), incident_of(record, CAPTURE.id), by="me")
    named = case.statement(joined.subject)
    left = next(s.id for s in (STRIKE, SECOND, THIRD) if s.id != named.id)
    reject(record, [named.id], by="me")
    weigh(case)
    assert incident_of(record, left) == incident_of(record, CAPTURE.id)
    undo(record, by="me")
    verdict = amend(record, named.id, replace(named, status="ongoing"), by="me")
    weigh(case)
    assert incident_of(record, verdict.object) == incident_of(record, CAPTURE.id)


def test_what_cannot_be_parted_is_refused(record: Record) -> None:
    whole = incident_of(record, STRIKE.id)
    with pytest.raises(ImbroglioError, match="leave some"):
        part_incident(record, whole, whole.statements)
    with pytest.raises(ImbroglioError, match="Name some accounts"):
        part_incident(record, whole, [])
    with pytest.raises(NotFound, match="no account"):
        part_incident(record, whole, [CAPTURE.id])


def test_an_incident_that_somebody_else_has_parted_is_not_joined_unseen(case: Case, record: Record) -> None:
    one, other = incident_of(record, STRIKE.id), incident_of(record, CAPTURE.id)
    shown = record.etag("incident", *one.statements, *other.statements)
    part_incident(record, one, [THIRD.id], by="one", expected=record.etag("incident", *one.statements))
    with pytest.raises(Conflict):
        join_incidents(record, one, other, by="two", expected=shown)
    assert record.etag("incident", *other.statements) == "v0"
    assert record.etag("statement", THIRD.id) == "v0"


def test_places_and_actors_are_kept_apart(case: Case, record: Record) -> None:
    there = find("r2", "Hamid", "place", "geonames:1", "Hamid", lat=36.0, lon=37.0)
    verdict = amend(record, SECOND.id, replace(SECOND, place=(there,)), by="me")
    weigh(case)
    before = dump(case)
    shown = record.etag("place", "geonames:172946", "geonames:1")
    made = merge(record, record.place("al-Bab"), record.place("Hamid"), by="me", expected=shown)
    assert made.about == "place"
    weigh(case)
    assert record.place("Hamid").key == "geonames:172946"
    assert verdict.object in incident_of(record, STRIKE.id).statements
    assert record.etag("actor", "geonames:1") == "v0"
    whole = record.place("al-Bab")
    split(record, "geonames:1", whole, by="me")
    weigh(case)
    assert record.place("Hamid").key == "geonames:1"
    undo(record, by="me")
    undo(record, made.id, by="me")
    weigh(case)
    assert dump(case) == before
    assert len(list(record.all(Place))) == 2


def test_no_private_name_gets_into_the_record_by_amending(case: Case, record: Record) -> None:
    victim = find("r2", "Hamid Nasri", "person")
    amend(record, SECOND.id, replace(SECOND, target=(victim,), claim=replace(SECOND.claim, by=(victim,), stance="asserts")), by="me")
    add(record, missed(), by="me")
    weigh(case)
    for row in dump(case):
        assert "nasri" not in str(row).lower()


# ---- any decisions, undone in any order ---------------------------------------------------------------------------

STEP = st.tuples(st.sampled_from(("accept", "reject", "amend", "add", "merge", "split", "join", "part", "undo")), st.integers(0, 99), st.integers(0, 99))


def decide(case: Case, record: Record, step: tuple[str, int, int]) -> None:
    """One decision, if it can be meant now."""
    what, n, m = step
    statements = sorted(case.statements(), key=lambda s: s.id)
    incidents = sorted(record.all(Incident), key=lambda i: i.id)
    actors = sorted(record.all(Actor), key=lambda a: a.key)
    one = statements[n % len(statements)] if statements else None
    if what in ("accept", "reject") and one is not None:
        both = [one.id, statements[m % len(statements)].id]
        accept(record, both, by="me") if what == "accept" else reject(record, both, by="me")
    elif what == "amend" and one is not None:
        amend(record, one.id, replace(one, status="actual" if one.status == "denied" else "denied", time=replace(one.time, precision="week")), by="me")
    elif what == "add":
        add(record, missed() if n % 2 else replace(capture("r3", "The Falcons of the Plain"), trigger="took al-Bab"), by="me")
    elif what == "merge" and actors:
        merge(record, actors[n % len(actors)], actors[m % len(actors)], by="me")
    elif what == "split" and actors:
        split(record, actors[n % len(actors)].members[-1], actors[n % len(actors)], by="me")
    elif what == "join" and incidents:
        join_incidents(record, incidents[n % len(incidents)], incidents[m % len(incidents)], by="me")
    elif what == "part" and incidents:
        held = incidents[n % len(incidents)]
        part_incident(record, held, held.statements[: 1 + m % len(held.statements)], by="me")
    elif what == "undo":
        made = record.verdicts()
        undo(record, made[n % len(made)].id if made else None, by="me")


def standing(made: list[Verdict]) -> list[str]:
    """Batches of which something stands."""
    return list(dict.fromkeys(v.batch for v in in_force(made)))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=7), st.integers(0, 2**16))
def test_any_decisions_undone_in_any_order_leave_the_start(case: Case, steps: list[tuple[str, int, int]], seed: int) -> None:
    record, dice = Record(case), random.Random(seed)
    weigh(case)
    before = dump(case)
    for step in steps:
        try:
            decide(case, record, step)
        except ImbroglioError:
            continue  # it cannot be meant now
        if dice.random() < 0.4:
            weigh(case)
    weigh(case)
    decided = dump(case)
    weigh(case, again=True)
    assert dump(case) == decided  # what is kept of the last weighing changes nothing
    while left := standing(record.verdicts()):
        undo(record, dice.choice(left), by="me")
    weigh(case)
    assert dump(case) == before
    assert set(case.judgements().values()) <= {"undone"}


def test_redo_gives_what_was_before_the_undo(case: Case, record: Record) -> None:
    reject(record, [STRIKE.id, SECOND.id], by="me")
    weigh(case)
    decided = dump(case)
    undo(record, by="me")
    weigh(case)
    assert dump(case) != decided
    redo(record, by="me")
    weigh(case)
    assert dump(case) == decided
