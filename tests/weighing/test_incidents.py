"""Accounts of one thing are one incident; those that cannot be one never are, whoever stands between them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.model.record import Account, Incident
from imbroglio.weighing.incidents import components, merge

from .accounts import ALEPPO, BAB, HOMS, PROVINCE, ROSTER, account, day, killed


def told_together(found: list[Incident]) -> set[frozenset[str]]:
    return {frozenset(i.statements) for i in found}


def one(*accounts: Account) -> Incident:
    (found,) = merge(accounts, {}, ROSTER)
    return found


def test_five_outlets_on_one_strike_are_one_incident() -> None:
    told = [account(str(n), agent=("actor:blues",), target=("name:civilians",), numbers=(killed(20 + n),)) for n in range(5)]
    found = one(*told)
    assert len(found.statements) == len(found.outlets) == len(found.sources) == 5
    assert (found.start, found.end, found.date_precision) == (day(5), day(5), 1)
    assert found.sides == (("actor:blues",), ("civilians",))
    assert found.place == ALEPPO
    assert {"same day", "same place", "both name Blues"} <= {r.partition(" as ")[0] for r in found.reasons}


def test_outlets_that_repeat_one_monitor_are_one_source() -> None:
    told = [account(str(n), agent=("actor:blues",)) for n in range(3)]
    (found,) = merge(told, {a.id: "actor:monitor" for a in told}, ROSTER)
    assert (len(found.outlets), found.sources) == (3, ("actor:monitor",))


@pytest.mark.parametrize(
    "other",
    [
        account("b", 9, agent=("actor:blues",)),
        account("b", place=(HOMS,), agent=("actor:blues",)),
        account("b", type="agreement", agent=("actor:blues",)),
        account("b", place=(BAB,), agent=("actor:greens",), target=("actor:blues",)),
    ],
    ids=["another week", "another town", "another thing", "others elsewhere"],
)
def test_what_is_something_else_stays_apart(other: Account) -> None:
    first = account("a", agent=("actor:blues",), target=("actor:reds",))
    assert told_together(merge([first, other], {}, ROSTER)) == {frozenset("a"), frozenset("b")}


@pytest.mark.parametrize("status", ["planned", "predicted", "conditional", "denied"])
def test_what_has_not_happened_is_no_incident(status: str) -> None:
    assert merge([account("a", status=status)], {}, ROSTER) == []


def test_an_attack_and_its_dead_are_one_and_keep_the_means() -> None:
    strike = account("a", agent=("actor:blues",), numbers=(killed(9),))
    deaths = account("b", type="killing", target=("name:civilians",), numbers=(killed(9),))
    assert one(strike, deaths).type == "air-strike"


def test_a_unit_of_an_army_is_its_state() -> None:
    assert len(one(account("a", agent=("actor:blues",)), account("b", agent=("actor:blue-air",))).statements) == 2


def test_a_chain_of_days_is_no_incident() -> None:
    told = [account(str(n), n, agent=("actor:blues",), target=("actor:reds",)) for n in range(1, 9)]
    for found in merge(told, {}, ROSTER):
        days = [a.first for a in told if a.id in found.statements and a.first]
        assert (max(days) - min(days)).days <= 1


def test_the_most_exact_place_and_day_count() -> None:
    exact = account("a", agent=("actor:blues",), numbers=(killed(31),))
    vague = account("b", place=(PROVINCE,), agent=("actor:blues",), numbers=(killed(31),), first=day(5), last=day(7), precision="week")
    found = one(exact, vague)
    assert found.place == ALEPPO
    assert (found.start, found.end) == (day(5), day(5))


def test_a_day_that_nobody_tells_is_not_shown() -> None:
    found = one(account("a", basis="publication", precision="unknown"))
    assert (found.start, found.end, found.date_precision) == (None, day(5), None)


def test_what_a_person_decided_stands() -> None:
    a, b = account("a", agent=("actor:blues",)), account("b", agent=("actor:blues",))
    assert told_together(merge([a, b], {}, ROSTER, apart=[("a", "b")])) == {frozenset("a"), frozenset("b")}
    far = account("c", 20, place=(HOMS,))
    assert told_together(merge([a, far], {}, ROSTER, together=[("a", "c")])) == {frozenset("ac")}


def test_an_incident_keeps_its_id_when_accounts_are_added() -> None:
    first = account("a", agent=("actor:blues",), target=("actor:reds",))
    assert one(first).id == one(first, account("b", 6, agent=("actor:blues",), target=("actor:reds",))).id


SIDES = st.sampled_from(["actor:reds", "actor:blues", "actor:greens"])


@st.composite
def many(draw: st.DrawFn) -> list[Account]:
    count = draw(st.integers(2, 9))
    return [
        account(
            f"{n}",
            draw(st.integers(1, 6)),
            place=(draw(st.sampled_from([ALEPPO, BAB, HOMS])),),
            type=draw(st.sampled_from(["air-strike", "killing", "clash", "capture"])),
            agent=(draw(SIDES),),
            words=frozenset(draw(st.sets(st.sampled_from(["bakery", "queue", "bridge", "convoy"]), max_size=3))),
        )
        for n in range(count)
    ]


@settings(max_examples=60, deadline=None)
@given(many(), st.randoms(use_true_random=False))
def test_the_order_of_accounts_does_not_matter_and_none_is_lost(accounts: list[Account], dice: object) -> None:
    found = merge(accounts, {}, ROSTER)
    assert sorted(id for i in found for id in i.statements) == sorted(a.id for a in accounts)
    mixed = list(accounts)
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert merge(mixed, {}, ROSTER) == found


@settings(max_examples=60, deadline=None)
@given(many())
def test_components_can_be_merged_apart(accounts: list[Account]) -> None:
    apart = [i for part in components(accounts, ROSTER) for i in merge(part, {}, ROSTER)]
    assert sorted(apart, key=lambda i: (i.start or date.max, i.id)) == merge(accounts, {}, ROSTER)
