"""What pages ask a case: light lines, whole statements in the order asked, reports without their text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from imbroglio.model import Quantity, Trouble
from imbroglio.review import accept, reject, undo
from imbroglio.store import Case, Record
from imbroglio.store.pages import (
    judged,
    lines,
    lines_with,
    report_lines,
    reports_with_words,
    stamp,
    statements_to_read,
    statements_with,
    trouble_counts,
)
from store.conftest import NUMBER, day, ref, statement

STRIKE = statement("a", "air-strike", agent=(ref("Reds"),), place=(ref("Orm", "place", "made:orm"),), time=day("2031-03-04"), numbers=(NUMBER,))
HOLDS = statement("a", "holds", "control", agent=(ref("Blues"),))
OTHER = statement("b", numbers=(Quantity("up to 40", "killed", None, 40), Quantity("9", "wounded", 9, 9)))
Fill = Callable[..., Any]


def fill_case(fill: Fill) -> None:
    fill("a", STRIKE, HOLDS, text="Bombs fell on Orm.", title="A", date=date(2031, 3, 5), source="Post")
    fill("b", OTHER, text="Nothing else.")


def test_lines_have_what_lists_need(case: Case, fill: Fill) -> None:
    fill_case(fill)
    strike, holds, other = lines(case)
    assert (strike.id, strike.type, strike.first, strike.last, strike.killed) == (STRIKE.id, "air-strike", "2031-03-04", "2031-03-04", 16)
    assert ([r.name for r in strike.agent], [r.id for r in strike.place]) == (["Reds"], ["made:orm"])
    assert (holds.kind, holds.killed, other.killed) == ("control", 0, 40)
    assert all(line.alive and line.judged is None for line in (strike, holds, other))


def test_what_a_person_rejected_stays_in_sight_and_counts_no_more(case: Case, fill: Fill) -> None:
    fill_case(fill)
    record = Record(case)
    before = stamp(case)
    reject(record, [STRIKE.id], by="me")
    assert stamp(case) != before
    assert judged(case) == {STRIKE.id: "rejected"}
    assert next((s.id, s.alive, s.judged) for s in lines(case)) == (STRIKE.id, False, "rejected")
    assert [(s.id, state) for s, state in statements_to_read(case, "a")] == sorted(
        [(STRIKE.id, "rejected"), (HOLDS.id, None)], key=lambda pair: pair[0]
    )
    undo(record, by="me")
    (line,) = lines_with(case, [STRIKE.id])
    assert (line.alive, line.judged) == (True, None)


def test_what_its_reader_no_longer_finds_is_gone_unless_a_person_stands_by_it(case: Case, fill: Fill) -> None:
    fill_case(fill)
    accept(Record(case), [HOLDS.id], by="me")
    fill("a", read_with="stub 2", text="Bombs fell on Orm.")
    assert {s.id for s in lines(case)} == {HOLDS.id, OTHER.id}


def test_statements_come_in_the_order_asked_with_their_reasons(case: Case, fill: Fill) -> None:
    fill_case(fill)
    found = statements_with(case, [OTHER.id, "nonsense", STRIKE.id, OTHER.id])
    assert [s.id for s, _ in found] == [OTHER.id, STRIKE.id]
    assert found[0][0].because == ("a reason",)


def test_reports_are_listed_without_their_text(case: Case, fill: Fill) -> None:
    fill_case(fill)
    case.add_document(fill("c", text="x"), [Trouble("c", "not-english", "It is not English.")])
    first, second, third = report_lines(case)
    assert (first.title, first.date, first.source, first.words, first.troubles) == ("A", date(2031, 3, 5), "Post", 4, 0)
    assert (second.title, third.troubles) == (None, 1)
    assert trouble_counts(case) == {"not-english": 1}
    assert reports_with_words(case, "bombs FELL") == {"a"}
    assert reports_with_words(case, "%") == set()
