"""What speaks for two accounts being one, what against, and what rules it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from imbroglio.knowledge.likeness import load_likeness
from imbroglio.model.record import Account, Actor, Spot
from imbroglio.weighing.likeness import Sight, explain, kilometres, likeness, may_be_one, reasons, sight

from .accounts import ALEPPO, BAB, HOMS, PROVINCE, ROSTER, account, day, killed

PARAMS = load_likeness()
SUBURB = Spot("geonames:4", "Kafr Dael", 36.21, 37.08, 1)
MORE = ROSTER | {"name:fighters": Actor("name:fighters", "fighters", "armed_group", named=False)}


def seen(a: Account) -> Sight:
    found = sight(a, MORE)
    assert found is not None
    return found


def score(a: Account, b: Account) -> float:
    return likeness(seen(a), seen(b), PARAMS)[0]


def names(a: Account, b: Account) -> set[str]:
    return {name for name, _ in reasons(seen(a), seen(b), PARAMS)}


def told(a: Account, b: Account) -> tuple[str, ...]:
    return explain(seen(a), seen(b), likeness(seen(a), seen(b), PARAMS)[1], MORE)


BLUES = account("a", agent=("actor:blues",), target=("actor:reds",))

# Each pair of changes: the first makes the other account more like BLUES than the second does.
CLOSER = [
    ({"n": 5}, {"n": 6}),
    ({"place": (ALEPPO,)}, {"place": (SUBURB,)}),
    ({"place": (SUBURB,)}, {"place": (BAB,)}),
    ({"agent": ("actor:blue-air",)}, {}),
    ({"agent": ("name:fighters",)}, {"agent": ("actor:greens",)}),
    ({}, {"agent": ("actor:greens",)}),
    ({"trigger": "bombs"}, {"trigger": "struck"}),
    ({"type": "air-strike"}, {"type": "shelling"}),
    ({"words": frozenset({"bakery", "queue"})}, {"words": frozenset({"bridge"})}),
]


@pytest.mark.parametrize(("more", "less"), CLOSER)
def test_what_is_nearer_counts_more(more: dict[str, object], less: dict[str, object]) -> None:
    first = replace(BLUES, trigger="bombing", words=frozenset({"bakery", "queue"}))

    def other(change: dict[str, object]) -> Account:
        return account("b", **({"trigger": "hit", "words": frozenset({"gate"})} | change))  # type: ignore[arg-type]

    assert score(first, other(more)) > score(first, other(less))


def test_the_score_is_the_same_both_ways() -> None:
    other = account("b", 6, type="killing", place=(SUBURB,), agent=("actor:reds",), numbers=(killed(9),))
    assert score(BLUES, other) == score(other, BLUES)


@pytest.mark.parametrize(
    ("other", "can"),
    [
        (account("b", 6), True),
        (account("b", 7), False),
        (account("b", 7, basis="publication", precision="unknown"), True),
        (account("b", 8, basis="publication", precision="unknown"), False),
        (account("b", place=(SUBURB,)), True),
        (account("b", place=(HOMS,)), False),
        (account("b", place=(PROVINCE,)), True),
        (account("b", place=()), True),
        (account("b", type="killing"), True),
        (account("b", type="agreement"), False),
        (account("b", first=date(2016, 3, 1), last=date(2016, 3, 31), precision="month"), False),
        (account("b", n=None, basis="publication", precision="unknown", published=day(5)), False),
    ],
    ids=["next day", "two days", "told of later", "told of much later", "near", "far", "area", "nowhere", "family", "other family", "month", "past"],
)
def test_what_two_accounts_can_be(other: Account, can: bool) -> None:
    assert may_be_one(seen(BLUES), seen(other), PARAMS) is can
    assert may_be_one(seen(other), seen(BLUES), PARAMS) is can


def test_sides_may_be_swapped_in_a_fight_but_not_when_a_place_is_taken() -> None:
    swapped = account("b", type="clash", agent=("actor:reds",), target=("actor:blues",))
    assert {"same_agent", "same_target"} <= names(replace(BLUES, type="clash"), swapped)
    assert {"other_agent", "other_target"} <= names(replace(BLUES, type="capture"), replace(swapped, type="capture"))


def test_who_is_only_described_may_be_one_of_its_kind_and_counts_less_than_a_name() -> None:
    first = account("a", agent=("actor:reds",))
    assert "like_agent" in names(first, account("b", agent=("name:fighters",)))
    assert score(first, account("b", agent=("actor:reds",))) > score(first, account("b", agent=("name:fighters",)))


@pytest.mark.parametrize(
    ("numbers", "days", "expected"),
    [
        ((23, 23), (5, 5), "same_number"),
        ((20, 23), (5, 5), "near_number"),
        ((12, 40), (5, 6), "grown_number"),
        ((40, 12), (5, 6), "other_number"),
        ((12, 40), (5, 5), "other_number"),
    ],
)
def test_numbers_of_dead(numbers: tuple[int, int], days: tuple[int, int], expected: str) -> None:
    a, b = (account(id, numbers=(killed(n),), published=day(d)) for id, n, d in zip("ab", numbers, days, strict=True))
    assert expected in names(a, b)


def test_two_dead_and_two_dead_tell_nothing() -> None:
    assert not {"same_number", "near_number"} & names(account("a", numbers=(killed(2),)), account("b", numbers=(killed(2),)))


def test_forms_of_one_word_meet_and_a_word_for_anything_counts_less() -> None:
    assert "same_word" in names(account("a", trigger="exploded"), account("b", trigger="an explosion"))
    vague = names(account("a", trigger="incident"), account("b", trigger="the incident"))
    assert {"weak_word", "same_weak_word"} <= vague
    assert "same_word" not in vague


def test_reasons_are_told_in_plain_words() -> None:
    other = account("b", place=(SUBURB,), agent=("actor:blues",), trigger="bombs", numbers=(killed(23),))
    found = told(replace(BLUES, trigger="bombing", numbers=(killed(23),)), other)
    assert {"same day", "7 km apart", "both name Blues", "same toll 23", "same word “bomb”"} <= set(found)


def test_against_comes_with_but() -> None:
    assert "but another side acts" in told(BLUES, account("b", agent=("actor:greens",)))


def test_distance() -> None:
    assert kilometres(ALEPPO, HOMS) == pytest.approx(168, abs=1)
    assert kilometres(ALEPPO, Spot("x", "somewhere")) == 0


@pytest.mark.parametrize(
    "more", [{"status": "planned"}, {"status": "denied"}, {"stance": "denies"}, {"kind": "figure"}, {"type": "threat"}], ids=lambda m: str(m)
)
def test_what_did_not_happen_is_not_compared(more: dict[str, str]) -> None:
    assert sight(account("a", **more), ROSTER) is None


def test_one_passage_shares_its_words_with_itself_for_no_reason() -> None:
    words = frozenset({"bakery", "queue"})
    inside = {"doc": "one", "words": words}
    assert "words" not in names(account("a", **inside), account("b", **inside))
    assert "words" in names(account("a", words=words), account("b", words=words))
