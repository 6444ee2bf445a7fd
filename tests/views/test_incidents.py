"""Looking through incidents: what fits, in which order, what may be the same, what is counted."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.model.record import Dispute, Incident, Position, Spot, Toll
from imbroglio.views.incidents import (
    IncidentFilter,
    all_deaths,
    deaths_of,
    facets,
    few,
    grades_of,
    in_days,
    in_order,
    near,
    toll_of,
    toll_text,
    when,
)

ORM = Spot("made:orm", "Orm", 10.0, 10.0, 1)
VASK = Spot("made:vask", "Vask", 10.1, 10.1, 1)
FAR = Spot("made:far", "Far", 40.0, 40.0, 1)


def toll(low: int | None, best: int | None, high: int | None, side: str = "") -> Toll:
    return Toll("killed", side, low, best, high, "median", ("s",))


def incident(id: str, day: int | None = 5, **more: Any) -> Incident:
    told = date(2031, 3, day) if day else None
    values: dict[str, Any] = {
        "type": "clash", "start": told, "end": told, "date_precision": 1 if day else None, "place": ORM, "sides": (("a",), ("b",)), "deaths": (),
        "statements": (f"s-{id}",), "outlets": ("Post",), "sources": ("Post",),
    }  # fmt: skip
    return Incident(id=id, **(values | more))


def test_what_is_told_by_a_report_that_names_no_outlet_is_told_all_the_same() -> None:
    told = incident("a", outlets=(), sources=())
    assert IncidentFilter().fits(told)
    assert not IncidentFilter(told_by=2).fits(told)


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        (IncidentFilter(), True),
        (IncidentFilter(types=frozenset(("clash", "siege"))), True),
        (IncidentFilter(types=frozenset(("siege",))), False),
        (IncidentFilter(actors=("a", "b")), True),
        (IncidentFilter(actors=("a", "c")), False),
        (IncidentFilter(place="made:orm"), True),
        (IncidentFilter(place="made:vask"), False),
        (IncidentFilter(since=date(2031, 3, 5), until=date(2031, 3, 5)), True),
        (IncidentFilter(since=date(2031, 3, 6)), False),
        (IncidentFilter(deaths=9), True),
        (IncidentFilter(deaths=10), False),
        (IncidentFilter(outlets=frozenset(("Post",))), True),
        (IncidentFilter(told_by=2), False),
        (IncidentFilter(grades=frozenset(("weak",))), True),
        (IncidentFilter(disputed=True), False),
    ],
)
def test_a_filter_asks_for_all_that_is_given(asked: IncidentFilter, fits: bool) -> None:
    assert asked.fits(incident("i", deaths=(toll(7, 9, 12),)), "weak", disputed=False) is fits


def test_an_undated_incident_fits_only_where_no_days_are_asked_for() -> None:
    assert in_days(None, None, None, None)
    assert not in_days(None, None, date(2031, 1, 1), None)


def test_orders() -> None:
    held = [
        incident("late", 9, deaths=(toll(1, 1, 1),), sources=("x", "y")),
        incident("never", None, statements=("1", "2", "3")),
        incident("early", 2, deaths=(toll(None, None, 40),)),
    ]
    order = {sort: [i.id for i in in_order(held, sort)] for sort in ("time", "-time", "deaths", "sources", "accounts")}
    assert order == {
        "time": ["early", "late", "never"],
        "-time": ["late", "early", "never"],
        "deaths": ["early", "late", "never"],
        "sources": ["late", "early", "never"],
        "accounts": ["never", "early", "late"],
    }


def test_the_dead_of_a_year_are_not_added_to_those_of_its_battles() -> None:
    battle = incident("battle", deaths=(toll(10, 12, None),))
    war = incident("war", date_precision=5, deaths=(toll(100_000, 100_000, None),))
    somewhere = incident("somewhere", place=Spot("country:XX", "A country", 1.0, 1.0, 6), deaths=(toll(5_000, 5_000, 5_000),))
    assert all_deaths([battle, war, somewhere]) == (10, 12, 12)
    assert all_deaths([war]) is None


def test_a_toll_of_one_side_is_not_that_of_all() -> None:
    of_one = incident("i", deaths=(toll(3, 3, 3, side="a"),))
    assert toll_of(of_one) is None
    assert deaths_of(of_one) is None


@pytest.mark.parametrize(
    ("held", "text"),
    [(None, ""), (toll(3, 3, 3), "3"), (toll(16, 16, None), "16+"), (toll(4, 12, 30), "12 (4 to 30)"), (toll(None, 5, 9), "5 (? to 9)")],
)
def test_a_toll_reads_as_exact_as_it_is(held: Toll | None, text: str) -> None:
    assert toll_text(held) == text


def test_a_time_reads_as_exact_as_it_is() -> None:
    assert when(incident("i")) == "2031-03-05"
    assert when(incident("i", date_precision=4)) == "month of 2031-03"
    assert when(incident("i", None, end=date(2031, 4, 1))) == "by 2031-04-01"
    assert when(incident("i", None)) == ""


def test_what_may_be_the_same_is_close_in_time_and_place() -> None:
    here = incident("here")
    others = [
        incident("same-day", 5),
        incident("next-town", 7, place=VASK),
        incident("other-type", 5, type="siege"),
        incident("week-later", 20),
        incident("far", 5, place=FAR),
        incident("undated-kin", None),
        incident("undated-strangers", None, sides=(("x",), ("y",))),
        incident("nowhere-strangers", 5, place=None, sides=(("x",), ("y",))),
    ]
    found = [i.id for i in near(here, [here, *others])]
    assert found[0] == "same-day"
    assert set(found) == {"same-day", "next-town", "other-type", "undated-kin"}
    assert len(near(here, [incident(f"n{k}") for k in range(30)])) == 8


@given(st.lists(st.tuples(st.integers(1, 28), st.sampled_from([ORM, VASK, FAR, None])), max_size=12))
def test_nearness_never_names_the_incident_itself_nor_anything_twice(told: list[tuple[int, Spot | None]]) -> None:
    held = [incident(f"i{n}", day, place=place) for n, (day, place) in enumerate(told)]
    for one in held:
        found = near(one, held)
        assert one not in found
        assert len({i.id for i in found}) == len(found)


def test_facets_leave_out_whom_nobody_may_name() -> None:
    held = [incident("1", sides=(("a", "name:omar haddad"), ("b",))), incident("2", type="siege", outlets=("Post", "Wire"))]
    counted = facets(held, {"1": "weak", "2": "fair"}, lambda key: not key.startswith("name:"))
    assert counted["actor"] == [("a", 2), ("b", 2)]
    assert counted["outlet"] == [("Post", 2), ("Wire", 1)]
    assert counted["type"] == [("clash", 1), ("siege", 1)]
    assert counted["grade"] == [("fair", 1), ("weak", 1)]


def test_grades_of_a_dispute_go_before_what_sources_alone_give() -> None:
    held = [incident("1"), incident("2", sources=("x", "y")), incident("3", sources=("x", "y"))]
    position = Position("so", ("s",), (), (), (), None, None, False)
    disputes = [
        Dispute("d1", "toll", "3", "", (position, position), None, None, "confirmed"),
        Dispute("d2", "perpetrator", "3", "", (position, position), None, None, "contested"),
    ]
    assert grades_of(held, disputes) == {"1": "weak", "2": "fair", "3": "contested"}
    assert grades_of(held, disputes, owned={"s-1", "s-3"}) == {"1": "confirmed", "2": "fair", "3": "contested"}


def test_few() -> None:
    assert few("A, B, C, D") == "A, B +2"
    assert few("A, B") == "A, B"


def test_a_long_incident_is_near_what_happened_within_it() -> None:
    siege = incident("siege", 1, end=date(2031, 3, 1) + timedelta(days=25))
    assert [i.id for i in near(siege, [incident("within", 20)])] == ["within"]
