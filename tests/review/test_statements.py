"""Verdicts on statements: what is accepted, rejected, amended or added shows at once, everywhere, and is taken back whole."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from imbroglio.errors import Conflict, ImbroglioError, NotFound, StatementFault
from imbroglio.model import Evidence, Quantity, Statement, When
from imbroglio.review import accept, add, amend, redo, reject, undo
from imbroglio.store import Case, Record, StatementFilter, open_case
from review.cases import IS, READ, SYRIA, TEXTS, fill, find, put, strike

STRIKE, CAPTURE = READ["r1"]
SECOND = READ["r2"][0]


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with open_case(tmp_path / "war.imbroglio", create=True) as made:
        fill(made)
        yield made


@pytest.fixture
def record(case: Case) -> Record:
    return Record(case)


def alive(case: Case) -> set[str]:
    """Ids of what stands, by every way that leads to statements; they must agree."""
    held = list(case.statements())
    ids = {s.id for s in held}
    assert len(ids) == len(held) == case.count()
    assert ids == {s.id for doc in TEXTS for s in case.statements_of(doc)}
    assert {s.type for s in held} == set(case.types())
    assert len(held) == sum(d.statements for d in case.documents())
    assert {s.id for s in held if s.place} == {s.id for s in case.statements_at(["geonames:172946"])}
    assert sum(p.events for p in case.places()) == len(held)
    return ids


ALL = {s.id for held in READ.values() for s in held}


def test_what_is_rejected_counts_nowhere_and_is_kept(case: Case, record: Record) -> None:
    made = reject(record, [STRIKE.id, CAPTURE.id], by="me", why="a film")
    assert [v.batch for v in made] == ["v1", "v1"]
    assert alive(case) == ALL - {STRIKE.id, CAPTURE.id}
    assert case.judgements() == {STRIKE.id: "rejected", CAPTURE.id: "rejected"}
    assert [s.id for s in case.statements_of("r1", dead=True)] == [STRIKE.id, CAPTURE.id]
    assert case.statement(STRIKE.id).id == STRIKE.id


def test_a_batch_is_taken_back_and_brought_back_as_one(case: Case, record: Record) -> None:
    reject(record, [STRIKE.id, CAPTURE.id], by="me")
    undo(record, by="me")
    assert alive(case) == ALL
    assert case.judgements() == {}
    redo(record, by="me")
    assert alive(case) == ALL - {STRIKE.id, CAPTURE.id}
    undo(record, "v2", by="me")  # one of the batch alone
    assert alive(case) == ALL - {STRIKE.id}


def test_undo_and_redo_walk_back_and_forth(case: Case, record: Record) -> None:
    for id in (STRIKE.id, CAPTURE.id):
        reject(record, [id], by="me")
    undo(record, by="me")
    undo(record, by="me")
    assert alive(case) == ALL
    with pytest.raises(NotFound, match="nothing to undo"):
        undo(record, by="me")
    redo(record, by="me")
    assert alive(case) == ALL - {STRIKE.id}
    redo(record, by="me")
    assert alive(case) == ALL - {STRIKE.id, CAPTURE.id}
    with pytest.raises(NotFound, match="brought back"):
        redo(record, by="me")
    undo(record, by="me")
    accept(record, [CAPTURE.id], by="me")
    with pytest.raises(NotFound, match="brought back"):
        redo(record, by="me")  # something else was decided since


def test_what_is_accepted_outlives_a_reader_that_no_longer_finds_it(case: Case, record: Record) -> None:
    accept(record, [STRIKE.id], by="me")
    put(case, "r1", read_with="stub 2")
    assert alive(case) == ALL - {CAPTURE.id}
    undo(record, by="me")
    assert alive(case) == ALL - {CAPTURE.id, STRIKE.id}
    put(case, "r1", *READ["r1"], read_with="stub 3")
    assert alive(case) == ALL


def test_a_rejected_statement_stays_so_when_it_is_read_again(case: Case, record: Record) -> None:
    reject(record, [STRIKE.id], by="me")
    put(case, "r1", *READ["r1"], read_with="stub 2")
    assert alive(case) == ALL - {STRIKE.id}


def test_what_was_accepted_passes_any_score(case: Case, record: Record) -> None:
    accept(record, [STRIKE.id], by="me")
    assert {s.id for s in case.statements(StatementFilter(min_score=0.95))} == {STRIKE.id}


def test_an_amended_statement_stands_in_the_place_of_the_old_one(case: Case, record: Record) -> None:
    sixth = When("", date(2016, 11, 6), date(2016, 11, 6), "day", "stated")
    verdict = amend(record, STRIKE.id, replace(STRIKE, time=sixth, status="denied"), by="me")
    assert verdict.object != STRIKE.id
    assert alive(case) == ALL - {STRIKE.id} | {verdict.object}
    made = case.statement(verdict.object)
    assert (made.made_by.reader, made.made_by.rule, made.made_by.score) == ("person", "amend", 1.0)
    assert (made.time, made.status, made.agent) == (sixth, "denied", STRIKE.agent)
    assert made.codes is not None
    assert made.codes.acled_event is None  # a strike that is denied is none
    assert [s.id for s in case.statements_of("r1")] == [made.id, CAPTURE.id]  # in its place among the others
    put(case, "r1", *READ["r1"], read_with="stub 2")
    put(case, "r1", CAPTURE, read_with="stub 3")
    assert made.id in alive(case)


def test_an_amended_statement_can_be_amended_again_and_all_of_it_taken_back(case: Case, record: Record) -> None:
    once = amend(record, STRIKE.id, replace(STRIKE, status="denied"), by="me")
    twice = amend(record, once.object, replace(case.statement(once.object), type="shelling"), by="me")
    assert alive(case) == ALL - {STRIKE.id} | {twice.object}
    undo(record, once.id, by="me")  # what the second verdict amends is not said any more
    assert alive(case) == ALL
    undo(record, "v3", by="me")
    assert alive(case) == ALL - {STRIKE.id} | {twice.object}
    undo(record, twice.id, by="me")
    assert alive(case) == ALL - {STRIKE.id} | {once.object}


def test_what_was_undone_is_not_found_any_more(case: Case, record: Record) -> None:
    verdict = amend(record, STRIKE.id, replace(STRIKE, status="denied"), by="me")
    undo(record, by="me")
    with pytest.raises(NotFound):
        case.statement(verdict.object)
    with pytest.raises(NotFound):
        reject(record, [verdict.object], by="me")
    assert verdict.object not in {s.id for s in case.statements_of("r1", dead=True)}


def missed() -> Statement:
    """A killing that the reader has not seen."""
    evidence = strike("r2", 14).evidence
    start = TEXTS["r2"].index("Hamid")
    whole = TEXTS["r2"][start:]
    return replace(
        strike("r2", 14), type="killing", agent=(), target=(find("r2", "Hamid Nasri", "person"),), trigger="among them", numbers=(),
        evidence=replace(evidence, start=start, end=start + len(whole), quote=whole),
    )  # fmt: skip


def test_a_missed_statement_is_added(case: Case, record: Record) -> None:
    verdict = add(record, missed(), by="me")
    assert alive(case) == ALL | {verdict.subject}
    assert case.statement(verdict.subject).made_by.rule == "add"
    with pytest.raises(ImbroglioError, match="already"):
        add(record, missed(), by="me")
    undo(record, by="me")
    assert alive(case) == ALL
    assert add(record, missed(), by="me").subject == verdict.subject
    reject(record, [verdict.subject], by="me")
    assert alive(case) == ALL


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"type": "dance"}, "type"),
        ({"type": "holds"}, "type"),  # a type of another kind
        ({"kind": "story"}, "kind"),
        ({"status": "maybe"}, "status"),
        ({"trigger": "bombed"}, "trigger"),
        ({"evidence": replace(STRIKE.evidence, quote="Syrian jets hit nobody")}, "evidence.quote"),
        ({"evidence": replace(STRIKE.evidence, end=10_000)}, "evidence.start"),
        ({"agent": (replace(STRIKE.agent[0], text="Russian"),)}, "agent[0].text"),
        ({"agent": (replace(STRIKE.agent[0], kind="army"),)}, "agent[0].kind"),
        ({"agent": (replace(STRIKE.agent[0], start=-3),)}, "agent[0].start"),
        ({"agent": (replace(STRIKE.agent[0], id="<script>"),)}, "agent[0].id"),
        ({"place": (find("r1", "Islamic State", *IS),)}, "place[0].kind"),
        ({"place": (replace(STRIKE.place[0], lat=136.0),)}, "place[0].lat"),
        ({"time": When("", date(2016, 11, 6), date(2016, 11, 5), "day", "stated")}, "time.end"),
        ({"time": When("last spring", None, None, "unknown", "stated")}, "time.text"),
        ({"numbers": (Quantity("12", "dead", 12, 12),)}, "numbers[0].measure"),
        ({"numbers": (Quantity("12", "killed", 13, 12),)}, "numbers[0].high"),
        ({"claim": replace(STRIKE.claim, by=(find("r1", "Syrian", *SYRIA),))}, "claim.stance"),
    ],
)
def test_what_does_not_stand_in_the_report_is_refused(case: Case, record: Record, change: dict[str, object], field: str) -> None:
    with pytest.raises(StatementFault) as refused:
        amend(record, STRIKE.id, replace(STRIKE, **change), by="me")  # type: ignore[arg-type]
    assert refused.value.field == field
    assert field in str(refused.value)
    assert record.verdicts() == []
    assert alive(case) == ALL


def test_what_cannot_be_meant_is_refused(case: Case, record: Record) -> None:
    with pytest.raises(ImbroglioError, match="change a field"):
        amend(record, STRIKE.id, STRIKE, by="me")
    with pytest.raises(NotFound, match="imbroglio show"):
        accept(record, ["0" * 20], by="me")
    with pytest.raises(ImbroglioError, match="No statement is named"):
        reject(record, [], by="me")
    with pytest.raises(StatementFault, match="stays in its report"):
        amend(record, STRIKE.id, READ["r2"][0], by="me")
    amend(record, STRIKE.id, replace(STRIKE, status="denied"), by="me")
    with pytest.raises(ImbroglioError, match="stands in its place"):
        accept(record, [STRIKE.id], by="me")
    accept(record, [CAPTURE.id], by="me")
    with pytest.raises(ImbroglioError, match="accepted already"):
        accept(record, [CAPTURE.id], by="me")


def test_two_windows_never_lose_an_edit(case: Case, record: Record) -> None:
    shown = record.etag("statement", STRIKE.id)
    assert shown == "v0"
    other = record.etag("statement", CAPTURE.id)
    amend(record, STRIKE.id, replace(STRIKE, status="denied"), by="one", expected=shown)
    with pytest.raises(Conflict) as refused:
        reject(record, [STRIKE.id], by="two", expected=shown)
    assert (refused.value.expected, refused.value.found) == ("v0", "v1")
    assert len(record.verdicts()) == 1
    reject(record, [CAPTURE.id], by="two", expected=other)  # nobody has touched this one
    undo(record, "v1", by="two")
    assert record.etag("statement", STRIKE.id) == "v3"  # an undo touches what it takes back
    assert record.etag("statement", CAPTURE.id) == "v2"
    with pytest.raises(Conflict):
        accept(record, [STRIKE.id], by="one", expected="v1")


def test_an_undo_is_refused_where_something_was_decided_since(record: Record) -> None:
    reject(record, [STRIKE.id], by="me")
    reject(record, [CAPTURE.id], by="you")
    with pytest.raises(Conflict):
        undo(record, by="me", expected="v1")
    assert len(record.verdicts()) == 2


def test_of_two_windows_that_decide_at_once_one_is_told(case: Case) -> None:
    def decide(n: int) -> str:
        with open_case(case.path) as mine:
            try:
                return reject(Record(mine), [STRIKE.id], by=str(n), expected="v0")[0].id
            except Conflict as refused:
                return f"{refused.expected} {refused.found}"

    with ThreadPoolExecutor(4) as windows:
        assert sorted(windows.map(decide, range(4))) == ["v0 v1", "v0 v1", "v0 v1", "v1"]


def part(start: int, end: int) -> Statement:
    """The second report's strike, as if these characters were its passage."""
    return replace(SECOND, evidence=Evidence(start, end, TEXTS["r2"][start:end]))


def test_reading_again_leaves_a_persons_statement_where_it_is_said(case: Case, record: Record) -> None:
    made = add(record, missed(), by="me").subject  # from character 64 on
    before, after = part(0, 30), part(70, 80)
    put(case, "r2", part(0, 20), before, after, read_with="stub 2")
    found = [s.id for s in case.statements_of("r2")]
    assert (found[0], found[-1]) == (part(0, 20).id, after.id)
    assert set(found[1:-1]) == {before.id, made}
    put(case, "r2", read_with="stub 3")
    assert [s.id for s in case.statements_of("r2")] == [made]
