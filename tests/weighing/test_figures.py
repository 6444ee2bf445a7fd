"""A toll's bounds are somebody's words, an update is no rival, and a copy counts for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.model.record import Account, Actor, Toll, TollRule
from imbroglio.model.statement import Kind, Quantity, Stance, Status
from imbroglio.weighing.figures import ALL, CIVILIANS, deaths, tolls

DAY = date(2031, 5, 4)
ROSTER = {
    "name:people": Actor("name:people", "people", "people", named=False),
    "name:civilians": Actor("name:civilians", "civilians", "people", named=False),
    "name:children": Actor("name:children", "children", "people", named=False),
    "name:others": Actor("name:others", "others", "people", named=False),
    "name:mill": Actor("name:mill", "mill", "thing", named=False),
    "name:guards": Actor("name:guards", "Northern Guards", "armed_group"),
    "actor:ardland": Actor("actor:ardland", "Ardland", "state"),
}


def said(
    id: str,
    *numbers: Quantity,
    target: Sequence[str] = (),
    day: int = 0,
    kind: Kind = "event",
    type: str = "bombing",
    status: Status = "actual",
    stance: Stance | None = None,
    first: date | None = None,
    last: date | None = None,
    words: str = "",
) -> Account:
    return Account(
        id, f"d-{id}", kind, type, status, 0.9, target=tuple(target), numbers=numbers, stance=stance, first=first, last=last,
        published=DAY + timedelta(day), outlet=f"o-{id}", words=frozenset(words.split()),
    )  # fmt: skip


def n(text: str, low: int | None, high: int | None, measure: str = "killed") -> Quantity:
    return Quantity(text, measure, low, high)  # type: ignore[arg-type]


def exactly(number: int) -> Quantity:
    return n(str(number), number, number)


def bounds(found: Sequence[Toll], side: str = ALL) -> tuple[int | None, int | None, int | None] | None:
    return next(((t.low, t.best, t.high) for t in found if t.side == side), None)


# ---- one account ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (exactly(16), (16, 16, 16)),
        (n("at least 16", 16, None), (16, 16, None)),
        (n("up to 40", None, 40), (None, 40, 40)),
        (n("200 to 400", 200, 400), (200, 200, 400)),
    ],
)
def test_one_account_keeps_its_own_bounds(number: Quantity, expected: tuple[int | None, ...]) -> None:
    assert bounds(deaths([said("a", number)], {}, {})) == expected


@pytest.mark.parametrize(
    "account",
    [
        said("a", exactly(9), stance="denies"),
        said("a", exactly(9), stance="doubts"),
        said("a", exactly(9), status="denied"),
        said("a", exactly(9), status="predicted"),
        said("a", exactly(9), kind="figure", type="casualties"),
        said("a", exactly(9), first=date(2029, 1, 1), last=DAY),
        said("a", exactly(9), first=date(2029, 1, 1)),
        said("a", n("9", 9, 9, "wounded")),
    ],
    ids=["denies", "doubts", "denied", "predicted", "figure", "over-years", "since", "wounded"],
)
def test_what_is_no_toll_of_this_incident_gives_none(account: Account) -> None:
    assert deaths([account], {}, ROSTER) == ()


def test_a_denial_is_no_zero() -> None:
    found = deaths([said("a", exactly(9)), said("b", exactly(9), stance="denies", status="denied")], {}, {})
    assert bounds(found) == (9, 9, 9)
    assert found[0].accounts == ("a",)


def test_each_measure_has_its_own_toll() -> None:
    account = said("a", exactly(4), n("at least 11", 11, None, "wounded"))
    assert bounds(tolls([account], {}, {}, "wounded")) == (11, 11, None)
    assert bounds(tolls([account], {}, {}, "killed")) == (4, 4, 4)


# ---- several sources --------------------------------------------------------------------------------------------

THREE = [said("a", exactly(10), day=2), said("b", exactly(14), day=1), said("c", exactly(40), day=0)]


@pytest.mark.parametrize(("rule", "best", "by"), [("median", 14, "b"), ("max", 40, "c"), ("latest", 10, "a")])
def test_the_rules(rule: TollRule, best: int, by: str) -> None:
    (found,) = deaths(THREE, {}, {}, rule)
    assert (found.low, found.best, found.high, found.rule) == (10, best, 40, rule)
    assert found.accounts == ("c", "b", "a")
    assert found.best_by == (by,)


def test_of_an_even_number_the_lower_middle_which_somebody_says() -> None:
    found = deaths([*THREE, said("d", exactly(20))], {}, {})
    assert bounds(found) == (10, 14, 40)


def test_the_high_end_may_come_from_another_account() -> None:
    assert bounds(deaths([said("a", n("at least 16", 16, None)), said("b", exactly(23))], {}, {})) == (16, 16, 23)


def test_at_least_the_most_leaves_the_high_end_open() -> None:
    assert bounds(deaths([said("a", n("at least 23", 23, None)), said("b", exactly(16))], {}, {})) == (16, 16, None)


def test_an_update_replaces_what_its_origin_said_before() -> None:
    accounts = [said("a", n("at least 3", 3, None)), said("b", exactly(23), day=1), said("c", exactly(25), day=2)]
    origin = {"a": "monitor", "b": "monitor", "c": "police"}
    (found,) = deaths(accounts, origin, {})
    assert (found.low, found.best, found.high) == (23, 23, 25)
    assert found.accounts == ("a", "b", "c")
    assert found.best_by == ("b",)


def test_of_one_day_an_origin_means_its_largest() -> None:
    accounts = [said("a", exactly(17)), said("b", exactly(12))]
    assert bounds(deaths(accounts, {"a": "monitor", "b": "monitor"}, {})) == (17, 17, 17)


def test_ten_outlets_with_one_monitors_figure_do_not_outvote_two_others() -> None:
    repeated = [said(f"m{k}", exactly(50)) for k in range(10)]
    origin = {a.id: "monitor" for a in repeated}
    assert bounds(deaths([*repeated, said("x", exactly(20)), said("y", exactly(21))], origin, {})) == (20, 21, 50)


def test_dozens_count_only_where_nobody_has_a_number() -> None:
    dozens = said("a", n("dozens", 24, 99))
    assert bounds(deaths([dozens], {}, {})) == (24, 24, 99)
    assert bounds(deaths([dozens, said("b", exactly(61))], {}, {})) == (61, 61, 61)


def test_a_months_figure_counts_only_where_none_is_closer() -> None:
    month = said("a", exactly(300), first=date(2031, 5, 1), last=date(2031, 5, 31))
    assert bounds(deaths([month], {}, {})) == (300, 300, 300)
    assert bounds(deaths([month, said("b", exactly(12), first=DAY, last=DAY)], {}, {})) == (12, 12, 12)


# ---- sides, wholes and parts ------------------------------------------------------------------------------------


def test_a_number_for_each_side_is_summed_within_its_account() -> None:
    found = deaths([said("a", exactly(12), n("at least 5", 5, None), target=("name:guards", "name:civilians"))], {}, ROSTER)
    assert [t.side for t in found] == [ALL, CIVILIANS, "name:guards"]
    assert bounds(found) == (17, 17, None)
    assert bounds(found, CIVILIANS) == (5, 5, None)
    assert bounds(found, "name:guards") == (12, 12, 12)


def test_where_the_account_says_a_total_nothing_is_summed() -> None:
    numbers = (exactly(23), exactly(8), exactly(6))
    assert bounds(deaths([said("a", *numbers, target=("name:people",))], {}, ROSTER)) == (23, 23, 23)


def test_sides_in_different_accounts_are_not_summed() -> None:
    found = deaths([said("a", exactly(14), target=("name:guards",)), said("b", exactly(5), target=("name:civilians",))], {}, ROSTER)
    assert bounds(found) == (14, 14, 14)
    assert bounds(found, CIVILIANS) == (5, 5, 5)


def test_a_part_is_not_the_least_of_the_whole() -> None:
    whole = said("a", exactly(20), target=("name:people",))
    children = said("b", exactly(4), target=("name:children",))
    more = said("c", n("another three", 3, 3), target=("name:people",))
    (found,) = deaths([whole, children, more], {}, ROSTER)
    assert (found.low, found.best, found.high) == (20, 20, 20)
    assert found.accounts == ("a",)


def test_more_of_one_side_than_another_says_of_all_is_a_rival() -> None:
    found = deaths([said("a", exactly(20), target=("name:people",)), said("b", exactly(25), target=("name:civilians",))], {}, ROSTER)
    assert bounds(found) == (20, 20, 25)


def test_an_origins_narrower_figure_does_not_replace_its_wider_one() -> None:
    accounts = [said("a", exactly(30), target=("name:people",)), said("b", exactly(25), target=("name:civilians",), day=2)]
    origin = {"a": "monitor", "b": "monitor"}
    assert bounds(deaths([*accounts, said("c", exactly(20))], origin, ROSTER)) == (20, 20, 30)


def test_where_only_parts_are_told_they_are_all_that_is_known() -> None:
    found = deaths([said("a", exactly(3), target=("name:children",))], {}, ROSTER)
    assert [(t.side, t.best) for t in found] == [(ALL, 3)]


def test_people_are_nobodys_side() -> None:
    assert [t.side for t in deaths([said("a", exactly(3), target=("name:people",))], {}, ROSTER)] == [ALL]


def test_the_place_that_was_hit_says_nothing_of_whose_the_dead_are() -> None:
    found = deaths([said("a", exactly(3), target=("name:mill", "name:civilians"))], {}, ROSTER)
    assert bounds(found, CIVILIANS) == (3, 3, 3)


def test_the_dead_of_a_clash_are_not_taken_for_its_targets() -> None:
    found = deaths([said("a", exactly(30), target=("name:guards",), type="clash")], {}, ROSTER)
    assert [t.side for t in found] == [ALL]


@pytest.mark.parametrize(("words", "sides"), [("five ardland soldiers died", [ALL, "actor:ardland"]), ("five ardlanders died", [ALL])])
def test_a_states_dead_are_its_armys_only_where_the_passage_says_so(words: str, sides: list[str]) -> None:
    found = deaths([said("a", exactly(5), target=("actor:ardland",), words=words)], {}, ROSTER)
    assert [t.side for t in found] == sides


# ---- invariants -------------------------------------------------------------------------------------------------

BOUNDS = st.one_of(
    st.integers(0, 99).map(exactly),
    st.integers(0, 99).map(lambda k: n(f"at least {k}", k, None)),
    st.integers(0, 99).map(lambda k: n(f"up to {k}", None, k)),
    st.tuples(st.integers(0, 50), st.integers(50, 99)).map(lambda p: n(f"{p[0]} to {p[1]}", *p)),
    st.just(n("dozens", 24, 99)),
)
TARGETS = st.lists(st.sampled_from(sorted(ROSTER)), max_size=2)
RULES: st.SearchStrategy[TollRule] = st.sampled_from(["median", "max", "latest"])


@st.composite
def incidents(draw: st.DrawFn) -> tuple[list[Account], dict[str, str]]:
    parts = st.tuples(st.lists(BOUNDS, min_size=1, max_size=3), TARGETS, st.integers(0, 3), st.sampled_from("pqrs"))
    rows = draw(st.lists(parts, min_size=1, max_size=7))
    accounts = [said(f"s{k}", *numbers, target=target, day=day) for k, (numbers, target, day, _) in enumerate(rows)]
    return accounts, {f"s{k}": row[3] for k, row in enumerate(rows)}


@settings(max_examples=200, deadline=None)
@given(incidents(), RULES)
def test_low_best_and_high_are_in_order_and_somebody_says_the_best(case: tuple[list[Account], dict[str, str]], rule: TollRule) -> None:
    accounts, origin = case
    for toll in deaths(accounts, origin, ROSTER, rule):
        assert toll.best is not None
        assert toll.low is None or toll.low <= toll.best
        assert toll.high is None or toll.best <= toll.high
        assert toll.best_by and set(toll.best_by) <= set(toll.accounts)


@settings(max_examples=100, deadline=None)
@given(incidents(), RULES, st.randoms(use_true_random=False))
def test_the_order_of_accounts_does_not_matter(case: tuple[list[Account], dict[str, str]], rule: TollRule, chance: st.DataObject) -> None:
    accounts, origin = case
    mixed = list(accounts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert deaths(mixed, origin, ROSTER, rule) == deaths(accounts, origin, ROSTER, rule)


@settings(max_examples=100, deadline=None)
@given(incidents(), RULES, st.data())
def test_a_copy_of_the_same_origin_changes_no_number(case: tuple[list[Account], dict[str, str]], rule: TollRule, data: st.DataObject) -> None:
    accounts, origin = case
    copied = data.draw(st.sampled_from(accounts))
    day = (copied.published or DAY) - DAY
    again = said("t", *copied.numbers, target=copied.target, day=day.days)
    before = deaths(accounts, origin, ROSTER, rule)
    after = deaths([*accounts, again], {**origin, "t": origin[copied.id]}, ROSTER, rule)
    assert [(t.side, t.low, t.best, t.high) for t in after] == [(t.side, t.low, t.best, t.high) for t in before]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 99), min_size=1, max_size=5), st.integers(1, 99), RULES)
def test_a_later_figure_of_an_origin_is_the_only_one_that_counts(before: list[int], now: int, rule: TollRule) -> None:
    accounts = [said(f"s{k}", exactly(number), day=k) for k, number in enumerate(before)]
    update = said("u", exactly(now), day=9)
    origin = {a.id: "monitor" for a in [*accounts, update]}
    assert bounds(deaths([*accounts, update], origin, {}, rule)) == (now, now, now)
