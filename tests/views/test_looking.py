"""Relations, months, and what to look at next."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.model.record import Actor, Bond, Link, Tally, Tie
from imbroglio.views.actors import ranked, telling, unsure
from imbroglio.views.months import in_rows, months_between, span
from imbroglio.views.names import Names
from imbroglio.views.queue import Stake, doubt_of
from imbroglio.views.relations import ties, well_told

ROSTER = {
    a.key: a for a in (Actor("name:reds", "Reds", "armed_group"), Actor("name:blues", "Blues", "state"), Actor("name:rebels", "rebels", "armed_group", named=False))
}  # fmt: skip
NAMES = Names(ROSTER.values(), [])


def bond(tie: Tie, first: str, second: str, since: date | None, until: date | None, *statements: str) -> Bond:
    return Bond(tie, first, second, since, until, statements, ("Post",), ("Post",))


SPELLS = [
    bond("fights", "name:blues", "name:reds", date(2031, 1, 1), date(2031, 2, 1), "a", "b"),
    bond("fights", "name:blues", "name:reds", date(2033, 1, 1), None, "c"),
    bond("backs", "name:blues", "name:rebels", None, None, "d"),
    bond("part-of", "name:rebels", "name:reds", None, None, "e"),
]


def test_spells_of_one_bond_are_one_tie_with_the_evidence_of_all() -> None:
    first, second = ties(SPELLS, NAMES)
    assert (first.tie, first.statements, first.since, first.until) == ("fights", ("a", "b", "c"), date(2031, 1, 1), None)
    assert (second.tie, second.named) == ("backs", False)
    assert [t.tie for t in ties(SPELLS, NAMES, kin=True)] == ["fights", "backs", "part-of"]


def test_what_few_tell_of_or_of_somebody_without_a_name_is_left_out() -> None:
    assert well_told(SPELLS, ROSTER, 1) == SPELLS[:2]
    assert well_told(SPELLS, ROSTER, 3) == SPELLS[:2]  # together, at any time
    assert well_told(SPELLS, ROSTER, 4) == []


def test_months_have_no_gaps() -> None:
    assert in_rows([{"2031-11": 2}, {"2032-02": 3}]) == [
        ("2031-11", (2, 0)), ("2031-12", (0, 0)), ("2032-01", (0, 0)), ("2032-02", (0, 3)),
    ]  # fmt: skip
    assert in_rows([{}, {}]) == []


def test_one_sentence_on_older_history_does_not_stretch_the_axis() -> None:
    days = [date(1916, 5, 1), *[date(2031, 1, 1 + n % 28) for n in range(400)]]
    assert span(days) == (date(2031, 1, 1), date(2031, 1, 28))
    assert span([None]) == (None, None)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)), st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_no_two_days_make_an_axis_without_end(a: date, b: date) -> None:
    first, last = sorted((a, b))
    assert len(months_between(first.isoformat()[:7], last.isoformat()[:7])) <= 1200


@given(st.floats(0, 1))
def test_doubt_is_greatest_at_evens(score: float) -> None:
    assert 0 <= doubt_of(score) <= doubt_of(0.5) == 1


@pytest.mark.parametrize(
    ("stake", "reason"),
    [
        (Stake(dead=30), "it counts 30 dead"),
        (Stake(disputed=True), "dispute"),
        (Stake(only_teller=True), "no other source"),
        (Stake(only_reason=True), "changed hands by this statement alone"),
    ],
)
def test_whatever_adds_weight_is_told_as_a_reason(stake: Stake, reason: str) -> None:
    assert stake.weight > Stake().weight
    assert reason in stake.reasons[0]
    assert Stake().reasons == []


def test_more_dead_weigh_more_up_to_those_of_a_whole_war() -> None:
    assert Stake(dead=5).weight < Stake(dead=50).weight < Stake(dead=999).weight == Stake(dead=500_000).weight


def test_actors_are_listed_by_what_they_take_part_in() -> None:
    held = [*ROSTER.values(), Actor("name:civilians", "civilians", "people"), Actor("name:silent", "Silent", "state")]
    tallies = {key: Tally(key, acts, 0, 0, 1, 1, None, None) for key, acts in (("name:reds", 2), ("name:blues", 5), ("name:rebels", 2), ("name:civilians", 99))}
    assert [a.name for a, _ in ranked(held, tallies)] == ["Blues", "Reds", "rebels"]


def test_links_worth_telling() -> None:
    links = [
        Link("a", "b", "different", 0.9, ()),
        Link("a", "c", "different", 1.0, (), by="me"),
        Link("a", "d", "unsure", 0.5, ()),
        Link("a", "e", "unsure", 0.7, ()),
        Link("a", "f", "same", 0.8, ()),
    ]
    assert [k.second for k in telling(links)] == ["c", "f", "e", "d"]
    assert [k.second for k in unsure(links)] == ["e", "d"]
