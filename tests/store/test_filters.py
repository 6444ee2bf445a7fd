"""What is asked for is what is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from imbroglio.model import Claim, MadeBy, When
from imbroglio.store import Case, Named, StatementFilter

from .conftest import day, ref, statement


@pytest.fixture
def filled(case: Case, fill: Callable[..., object]) -> Case:
    """Five statements, each named by its trigger."""
    month = When("in March 2016", date(2016, 3, 1), date(2016, 3, 31), "month", "stated")
    by_june = When("by 9 June", None, date(2016, 6, 9), "day", "stated")
    turkey, sdf = (
        ref("Turkey", "state", "actor:turkey", "Ankara"),
        ref("Syrian Democratic Forces", id="actor:sdf", text="SDF"),
    )
    fill(
        "r1",
        statement("r1", "clash", agent=(turkey,), target=(sdf,), time=month, trigger="fought"),
        statement(
            "r1",
            "backs",
            "relation",
            agent=(ref("Israel", "state"),),
            target=(ref("Jabhat al-Nusra"),),
            trigger="backs",
        ),
        statement(
            "r1",
            "capture",
            place=(ref("al-Bāb", "place", "geonames:1"),),
            time=by_june,
            status="planned",
            trigger="take",
        ),
        source="Northern Wire",
        origin="in/a.txt",
    )
    fill(
        "r2",
        statement(
            "r2",
            "clash",
            agent=(turkey,),
            time=day("2016-12-31"),
            trigger="struck",
            made_by=MadeBy("s", "1", "r", 0.9),
        ),
        statement(
            "r2",
            "killing",
            claim=Claim((ref("100% Sure_Monitor", "organisation"),), "asserts"),
            trigger="killed",
        ),
        source="Evening Post",
        origin="in/b.txt",
    )
    return case


@pytest.mark.parametrize(
    ("asked", "triggers"),
    [
        (StatementFilter(), "fought backs take struck killed"),
        (StatementFilter(kinds=("relation",)), "backs"),
        (StatementFilter(types=("backs", "capture")), "backs take"),
        (StatementFilter(statuses=("planned",)), "take"),
        (StatementFilter(actors=(Named("ankara"),)), "fought struck"),
        (StatementFilter(actors=(Named("actor:sdf"),)), "fought"),
        (StatementFilter(actors=(Named("QSD", frozenset({"actor:sdf"})),)), "fought"),
        (StatementFilter(actors=(Named("Turkey"), Named("SDF"))), "fought"),
        (StatementFilter(actors=(Named("IS"),)), ""),  # neither "Israel" nor "is" within a word
        (StatementFilter(actors=(Named("al-nusra"),)), "backs"),
        (StatementFilter(actors=(Named("%"),)), ""),
        (StatementFilter(places=(Named("Al Bab"),)), "take"),
        (StatementFilter(places=(Named("geonames:1"),)), "take"),
        (StatementFilter(places=(Named("Turkey"),)), ""),
        (StatementFilter(since=date(2016, 3, 31), until=date(2016, 3, 31)), "fought take"),
        (StatementFilter(since=date(2016, 6, 10)), "struck"),
        (StatementFilter(until=date(2016, 2, 29)), "take"),
        (StatementFilter(sources=("northern",)), "fought backs take"),
        (StatementFilter(sources=("100% sure_monitor",)), "killed"),
        (StatementFilter(sources=("sure monitor",)), "killed"),
        (StatementFilter(min_score=0.6), "struck"),
        (StatementFilter(reports=("r2",)), "struck killed"),
        (StatementFilter(reports=("in/a.txt",), types=("clash",)), "fought"),
    ],
)
def test_filters(filled: Case, asked: StatementFilter, triggers: str) -> None:
    assert [s.trigger for s in filled.statements(asked)] == triggers.split()
    assert filled.count(asked) == len(triggers.split())


def test_types_that_the_case_holds(filled: Case) -> None:
    assert filled.types() == ["backs", "capture", "clash", "killing"]
