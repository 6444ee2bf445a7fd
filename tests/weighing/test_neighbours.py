"""The index finds all accounts that one can touch by its place and day, and only those."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.knowledge.likeness import load_likeness
from imbroglio.model.record import Account, Spot
from imbroglio.weighing.likeness import Sight, may_be_one, sight
from imbroglio.weighing.neighbours import Neighbours

from .accounts import ALEPPO, BAB, HOMS, PROVINCE, ROSTER, account, day, killed

PARAMS = load_likeness()


def seen(a: Account) -> Sight:
    found = sight(a, ROSTER)
    assert found is not None
    return found


def touched(old: list[Account], new: Account) -> list[str]:
    index = Neighbours(PARAMS)
    for a in old:
        index.add(seen(a))
    return [old[n].id for n in index.near(seen(new))]


def test_a_new_account_finds_the_old_ones_it_can_touch() -> None:
    old = [account("before", 4), account("same"), account("late", 9), account("far", place=(HOMS,)), account("area", place=(PROVINCE,))]
    assert touched(old, account("new")) == ["before", "same", "area"]


def test_without_a_place_it_finds_its_report_and_a_telling_number_of_dead() -> None:
    old = [account("other"), account("own", doc="one"), account("toll", numbers=(killed(43),)), account("few", numbers=(killed(4),))]
    assert touched(old, account("new", place=(), doc="one", numbers=(killed(43),))) == ["own", "toll"]


def test_what_nothing_dates_finds_nobody() -> None:
    assert touched([account("a")], account("b", None, published=day(5), basis="publication", precision="unknown")) == []


spots = st.one_of(
    st.sampled_from([ALEPPO, BAB, HOMS, PROVINCE]),
    st.builds(lambda y, x, p: Spot(f"at {y} {x} {p}", "", y, x, p), st.floats(34, 60), st.floats(-1, 1), st.sampled_from([1, 2, 3, 4])),
    st.builds(lambda y, x: Spot(f"by {y} {x}", "", 52 + y, x, 1), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(spots, st.integers(1, 6), st.integers(0, 8), st.booleans()), min_size=2, max_size=8))
def test_no_two_placed_accounts_that_may_be_one_miss_each_other(drawn: list[tuple[Spot, int, int, bool]]) -> None:
    told = [
        seen(replace(account(str(n), first, place=(spot,)), last=day(first + longer), **({} if said else {"basis": "publication", "precision": "unknown"})))
        for n, (spot, first, longer, said) in enumerate(drawn)
    ]  # fmt: skip
    index = Neighbours(PARAMS)
    for s in told:
        index.add(s)
    for s in told:
        assert index.near(s) == [n for n, other in enumerate(told) if may_be_one(other, s, PARAMS)]
