"""The record is a function of statements and verdicts: the same again, the same in parts, the same after an undo."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store.conftest import day, ref, statement

from imbroglio.errors import ImbroglioError, NotFound
from imbroglio.model import Claim, Document, Quantity, Ref, Statement
from imbroglio.model.record import Actor, Bond, ControlSpell, Incident, Place
from imbroglio.pipeline.record import place_history, weigh
from imbroglio.review import merge, split, undo
from imbroglio.store import Case, Record, open_case

SYRIA = ref("Syria", "state", "actor:syria")
IS = ref("Islamic State", id="actor:islamic-state")
FALCONS = ref("Falcons of the Plain", id=None)
FALCON = ref("Plain Falcons", id=None)
MONITOR = ref("Syrian Observatory for Human Rights", "organisation", "actor:sohr")
BAB = ref("al-Bab", "place", "geonames:172946", lat=36.3704, lon=37.5156, precision=1)
START = date(2016, 11, 1)


def report(case: Case, n: int, *statements: Statement, source: str | None = None) -> None:
    id = f"r{n}"
    text = f"Report {n}. " + " ".join(f"word{n}x{k}" for k in range(60))
    doc = Document.from_text(text, id=id, date=START + timedelta(days=n))
    doc = Document(id, text, f"Title {n}", doc.date, source or f"Outlet {n % 4}", sha256=doc.sha256)
    case.add_reading(doc, statements, read_with="test")


def strike(n: int, dead: int, at: int = 5, by: Ref | None = None, agent: Ref = SYRIA) -> Statement:
    told = (START + timedelta(days=at)).isoformat()
    number = Quantity(str(dead), "killed", dead, dead)
    claim = Claim((by,), "asserts") if by else Claim()
    return statement(f"r{n}", "air-strike", agent=(agent,), target=(IS,), place=(BAB,), time=day(told), numbers=(number,), claim=claim)


def capture(n: int, agent: Ref, loser: Ref, at: int) -> Statement:
    told = (START + timedelta(days=at)).isoformat()
    return statement(f"r{n}", "capture", agent=(agent,), target=(loser,), place=(BAB,), time=day(told))


def fill(case: Case) -> None:
    report(case, 1, strike(1, 12, by=MONITOR), capture(1, IS, SYRIA, 1))
    report(case, 2, strike(2, 12, by=MONITOR))
    report(case, 3, strike(3, 30))
    report(case, 4, capture(4, FALCONS, IS, 20), statement("r4", "hostile", "relation", agent=(FALCONS,), target=(IS,)))
    report(case, 5, capture(5, FALCON, IS, 20))


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with open_case(tmp_path / "war.imbroglio", create=True) as made:
        fill(made)
        yield made


def dump(case: Case) -> list[tuple[object, ...]]:
    """The record to the byte: every piece in its order, and the keys it is found by."""
    with closing(sqlite3.connect(case.path)) as raw:
        pieces = raw.execute("SELECT kind, id, position, form FROM record ORDER BY position").fetchall()
        return pieces + raw.execute("SELECT kind, id, key FROM record_key ORDER BY kind, id, key").fetchall()


def test_one_strike_of_three_reports_is_one_incident_of_two_sources(case: Case) -> None:
    weigh(case)
    (found,) = [i for i in Record(case).all(Incident) if i.type == "air-strike"]
    assert len(found.statements) == 3
    assert len(found.outlets) == 3
    assert len(found.sources) == 2  # two of the three repeat the monitor
    assert [(t.low, t.best, t.high) for t in found.deaths if not t.side] == [(12, 12, 30)]


def test_the_rule_of_tolls_is_kept_until_another_is_asked_for(case: Case) -> None:
    weigh(case, rule="max")
    weigh(case)
    (found,) = [i for i in Record(case).all(Incident) if i.type == "air-strike"]
    assert [(t.best, t.rule) for t in found.deaths if not t.side] == [(30, "max")]


def test_every_piece_leads_back_to_statements_of_the_case(case: Case) -> None:
    weigh(case)
    record = Record(case)
    known = {s.id for s in case.statements()}
    for kind in (Incident, Bond, ControlSpell):
        for piece in record.all(kind):
            assert set(piece.statements) <= known  # type: ignore[attr-defined]
    assert all(i.statements for i in record.all(Incident))


def test_weighing_again_gives_the_same_bytes(case: Case) -> None:
    weigh(case)
    first = dump(case)
    for again in (False, True):
        weigh(case, again=again)
        assert dump(case) == first


def test_what_is_added_later_gives_what_is_there_from_the_start(case: Case, tmp_path: Path) -> None:
    weigh(case)
    report(case, 6, strike(6, 14), strike(6, 3, at=40))
    weigh(case)
    with open_case(tmp_path / "other.imbroglio", create=True) as other:
        fill(other)
        report(other, 6, strike(6, 14), strike(6, 3, at=40))
        weigh(other)
        assert dump(other) == dump(case)


def test_a_merge_stands_against_every_later_weighing_and_is_undone_to_the_byte(case: Case) -> None:
    weigh(case)
    record, before = Record(case), dump(case)
    one, other = record.actor("Falcons of the Plain"), record.actor("Islamic State")
    verdict = merge(record, one, other, by="me", why="a test")
    for _ in range(2):
        weigh(case)
        assert record.actor(one.key).key == record.actor("Islamic State").key
    undo(record, verdict.id, by="me")
    weigh(case)
    assert dump(case) == before


def test_a_split_takes_a_name_out_and_is_undone_to_the_byte(case: Case) -> None:
    weigh(case)
    record = Record(case)
    merge(record, record.actor("Falcons of the Plain"), record.actor("Plain Falcons"), by="me")
    weigh(case)
    before = dump(case)
    whole = record.actor("Falcons of the Plain")
    assert len(whole.members) == 2
    split(record, record.member(whole, "Plain Falcons"), whole, by="me")
    weigh(case)
    assert record.actor("Plain Falcons").key != record.actor("Falcons of the Plain").key
    undo(record, by="me")
    weigh(case)
    assert dump(case) == before


def test_what_cannot_be_meant_is_refused(case: Case) -> None:
    weigh(case)
    record = Record(case)
    falcons = record.actor("Falcons of the Plain")
    with pytest.raises(ImbroglioError, match="one actor already"):
        merge(record, falcons, falcons)
    with pytest.raises(ImbroglioError, match="nothing to split"):
        split(record, falcons.key, falcons)
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(record)
    with pytest.raises(NotFound, match="no verdict 'v7'"):
        undo(record, "v7")
    made = merge(record, falcons, record.actor("Islamic State"), by="me")
    undo(record, made.id, by="me")
    with pytest.raises(ImbroglioError, match="taken back already"):
        undo(record, made.id)


def test_a_place_has_a_history_of_holders(case: Case) -> None:
    weigh(case)
    record = Record(case)
    history = place_history(case, record, record.place("al-Bab"))
    assert history.holder(START + timedelta(days=8)) == "actor:islamic-state"
    states = history.on(START + timedelta(days=8))
    assert sum(states.values()) == pytest.approx(1.0)
    assert [s for s in record.all(ControlSpell) if s.holder == "actor:islamic-state" and s.basis == "assessed"]
    assert history.spells() == [s for s in record.all(ControlSpell) if s.place == record.place("al-Bab").key]


def test_names_find_their_actors_and_places(case: Case) -> None:
    weigh(case)
    record = Record(case)
    assert record.actor("Daesh").key == "actor:islamic-state"
    assert record.actor("islamic-state").key == "actor:islamic-state"
    assert isinstance(record.place("Al Bab"), Place)
    with pytest.raises(NotFound, match="imbroglio actors"):
        record.actor("Nobody at all")


DECIDE = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=4)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DECIDE, st.randoms(use_true_random=False))
def test_any_verdicts_taken_back_in_any_order_leave_the_start(case: Case, decisions: list[tuple[int, int, bool]], dice: object) -> None:
    weigh(case)
    record, before = Record(case), dump(case)
    made = []
    for one, other, joins in decisions:
        actors = sorted(record.all(Actor), key=lambda a: a.key)
        first, second = actors[one % len(actors)], actors[other % len(actors)]
        if joins and first.key != second.key:
            made.append(merge(record, first, second, by="me"))
        elif not joins and len(first.members) > 1:
            made.append(split(record, first.members[-1], first, by="me"))
        weigh(case)
    dice.shuffle(made)  # type: ignore[attr-defined]
    for verdict in made:
        undo(record, verdict.id, by="me")
    weigh(case)
    assert dump(case) == before


def test_private_persons_have_no_place_in_the_record(case: Case) -> None:
    victim = ref("Hamid Nasri", "person")
    killed = statement("r7", "killing", agent=(SYRIA,), target=(victim,), place=(BAB,), time=day("2016-11-06"), claim=Claim((victim,), "asserts"))
    denied = statement("r7", "killing", agent=(SYRIA,), target=(ref("Hamid Nasry", "person"),), place=(BAB,), time=day("2016-11-06"), status="denied")
    report(case, 7, killed, denied)
    weigh(case)
    record = Record(case)
    assert not [a for a in record.all(Actor) if "Nasri" in a.name or any("nasri" in key for key in a.members)]
    for kind, _, _, form in (row for row in dump(case) if len(row) == 4):
        assert "nasr" not in str(form).lower(), (kind, form)
