"""Bonds: who fights, backs, is allied with or part of whom, spell by spell, on whose word."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.bonds import bonds_of, load_bonds
from imbroglio.model.record import Account, Actor, Bond
from imbroglio.weighing.bonds import bonds, holds, infighting, matrix, on

DAY = date(2020, 1, 1)
ROSTER = {
    a.key: a
    for a in (
        Actor("reds", "Reds", "armed_group"),
        Actor("blues", "Blues", "armed_group"),
        Actor("union", "Union", "coalition"),
        Actor("ruritania", "Ruritania", "state"),
        Actor("rebels", "rebels", "armed_group", named=False),
        Actor("general", "General", "person"),
        Actor("villagers", "villagers", "people"),
        Actor("actor:reuters", "Reuters", "organisation"),
    )
}


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def account(id: str, type: str = "clash", agent: str = "reds", target: str = "blues", *, at: int | None = 0, **more: Any) -> Account:
    day = None if at is None else after(at)
    made = Account(id, "doc", "event", type, "actual", 0.9, agent=tuple(agent.split()), target=tuple(target.split()), first=day, last=day)
    return replace(made, precision="day", **more)


def ties(found: list[Bond]) -> list[tuple[str, str, str]]:
    return [(b.first, b.tie, b.second) for b in found]


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        ("clash", ("blues", "fights", "reds")),
        ("air-strike", ("blues", "fights", "reds")),
        ("hostile", ("blues", "fights", "reds")),
        ("aid", ("reds", "backs", "blues")),
        ("backs", ("reds", "backs", "blues")),
        ("allied", ("blues", "allied", "reds")),
        ("part-of", ("reds", "part-of", "blues")),
    ],
)
def test_what_statements_say_of_two_actors(type: str, expected: tuple[str, str, str]) -> None:
    assert ties(bonds([account("s", type)], {}, ROSTER)) == [expected]


@pytest.mark.parametrize("type", ["accusation", "threat", "sanction", "talks", "holds"])
def test_words_and_talks_are_no_bond(type: str) -> None:
    assert bonds([account("s", type)], {}, ROSTER) == []


@pytest.mark.parametrize(
    "more",
    [{"status": "planned"}, {"status": "predicted"}, {"status": "conditional"}, {"status": "denied"}, {"stance": "denies"}, {"stance": "doubts"}],
)
def test_what_is_not_said_to_be_so_is_no_bond(more: dict[str, Any]) -> None:
    assert bonds([account("s", **more)], {}, ROSTER) == []


@pytest.mark.parametrize("other", ["general", "villagers", "actor:reuters", "nobody knows", "reds"])
def test_persons_people_observers_and_strangers_have_no_bonds(other: str) -> None:
    assert bonds([account("s", target=other)], {}, ROSTER) == []


def test_descriptions_only_when_asked_for() -> None:
    told = [account("s", target="rebels")]
    assert bonds(told, {}, ROSTER) == []
    assert ties(bonds(told, {}, ROSTER, described=True)) == [("rebels", "fights", "reds")]


def test_either_way_round_it_is_one_fight_but_two_backings() -> None:
    both_ways = [("reds", "blues"), ("blues", "reds")]
    assert len(bonds([account(f"s{a}", "clash", a, b) for a, b in both_ways], {}, ROSTER)) == 1
    assert len(bonds([account(f"s{a}", "backs", a, b) for a, b in both_ways], {}, ROSTER)) == 2


def test_a_long_silence_begins_another_spell() -> None:
    gap = load_bonds().gap["fights"]
    found = bonds([account("c", at=2 * gap + 1), account("a"), account("b", at=gap)], {}, ROSTER)
    assert [(b.since, b.until, b.statements) for b in found] == [
        (DAY, after(gap), ("a", "b")),
        (after(2 * gap + 1), after(2 * gap + 1), ("c",)),
    ]


def test_on_whose_word() -> None:
    told = [account("a", outlet="Herald"), account("b", outlet="Post"), account("c", outlet="Herald"), account("d")]
    (found,) = bonds(told, {"a": "agency", "b": "agency"}, ROSTER)
    assert found.sources == ("Herald", "agency", "doc")
    assert found.outlets == ("Herald", "Post")


def test_what_goes_on_lasts_until_the_report_came_out() -> None:
    (found,) = bonds([account("a", "backs", status="ongoing", published=after(900))], {}, ROSTER)
    assert (found.since, found.until) == (DAY, after(900))


def test_a_year_does_not_stretch_a_spell_whose_days_are_known() -> None:
    year = replace(account("y"), first=date(2020, 1, 1), last=date(2020, 12, 31), precision="year")
    (found,) = bonds([year, account("a", at=40)], {}, ROSTER)
    assert (found.since, found.until, set(found.statements)) == (after(40), after(40), {"y", "a"})
    (alone,) = bonds([year], {}, ROSTER)
    assert (alone.since, alone.until) == (date(2020, 1, 1), date(2020, 12, 31))


def test_without_a_day_it_is_kept_and_holds_on_none() -> None:
    (dated, undated) = bonds([account("u", at=None), account("a")], {}, ROSTER)
    assert (undated.since, undated.until, undated.statements) == (None, None, ("u",))
    assert holds(undated) is None
    assert on([dated, undated], DAY) == [dated]


def test_a_bond_is_taken_to_hold_a_while_after_its_last_account_and_not_before_its_first() -> None:
    (found,) = bonds([account("a")], {}, ROSTER)
    lasts = load_bonds().lasts["fights"]
    assert [bool(on([found], after(n))) for n in (-1, 0, lasts, lasts + 1)] == [False, True, True, False]


def test_two_who_attack_together_are_allied_once_two_independent_sources_say_so() -> None:
    told = [account("a", "air-strike", "reds union", ""), account("b", "shelling", "union reds", "", at=3)]
    assert bonds(told, {"a": "x", "b": "x"}, ROSTER) == []
    assert ties(bonds(told, {"a": "x", "b": "y"}, ROSTER)) == [("reds", "allied", "union")]
    assert ties(bonds([account("a", "allied", "reds union", "")], {}, ROSTER)) == [("reds", "allied", "union")]


def test_two_named_together_in_a_clash_may_be_its_two_sides() -> None:
    told = [account("a", "clash", "reds union", ""), account("b", "clash", "reds union", "")]
    assert bonds(told, {"a": "x", "b": "y"}, ROSTER) == []


def test_allies_who_fight_each_other_are_shown_with_both_evidences() -> None:
    told = [account("f"), account("g", "allied", at=30), account("old", "part-of", at=-5000)]
    (found,) = infighting(bonds(told, {}, ROSTER))
    assert (found.first, found.second, found.foes) == ("blues", "reds", ())
    assert [b.statements for b in found.fights] == [("f",)]
    assert [b.statements for b in found.together] == [("g",)]
    assert (found.start, found.end) == (after(30), after(60))


def test_foes_of_a_common_foe_who_fight_each_other() -> None:
    told = [account("f"), account("g", agent="reds", target="ruritania"), account("h", agent="ruritania", target="blues", at=10)]
    found = {(f.first, f.second): f for f in infighting(bonds(told, {}, ROSTER))}
    assert found["blues", "reds"].foes == ("ruritania",)
    assert sorted(id for b in found["blues", "reds"].together for id in b.statements) == ["g", "h"]


def test_no_infighting_where_the_spells_do_not_meet() -> None:
    assert infighting(bonds([account("f"), account("g", "allied", at=1000)], {}, ROSTER)) == []


def test_a_matrix_counts_statements_by_direction() -> None:
    found = bonds([account("a", "backs"), account("b", "backs", at=1), account("c")], {}, ROSTER)
    assert matrix(found, "backs") == (("blues", "reds"), ((0, 0), (2, 0)))
    assert matrix(found, "fights") == (("blues", "reds"), ((0, 1), (1, 0)))


@st.composite
def told(draw: st.DrawFn) -> list[Account]:
    actors, types = st.sampled_from(["reds", "blues", "union", "rebels", "general"]), st.sampled_from(sorted(load_bonds().tie_of))
    days = st.one_of(st.none(), st.integers(0, 2000))
    return [
        account(f"s{i}", draw(types), draw(actors), draw(actors), at=draw(days), outlet=draw(st.sampled_from("xyz")))
        for i in range(draw(st.integers(0, 12)))
    ]


@settings(max_examples=60, deadline=None)
@given(told(), st.randoms())
def test_order_does_not_matter_and_every_account_of_a_pair_stands_in_one_spell(accounts: list[Account], order: random.Random) -> None:
    found = bonds(accounts, {}, ROSTER)
    assert bonds(order.sample(accounts, len(accounts)), {}, ROSTER) == found
    ids = [id for b in found for id in b.statements]
    named = {"reds", "blues", "union"}
    assert sorted(ids) == sorted(a.id for a in accounts if a.agent != a.target and {*a.agent, *a.target} <= named)


@settings(max_examples=60, deadline=None)
@given(told())
def test_spells_of_a_tie_are_apart_by_more_than_its_gap(accounts: list[Account]) -> None:
    last: dict[tuple[str, str, str], date] = {}
    for b in bonds(accounts, {}, ROSTER):
        if b.since is None or b.until is None:
            continue
        key = (b.tie, b.first, b.second)
        assert b.since <= b.until
        if key in last:
            assert (b.since - last[key]).days > load_bonds().gap[b.tie]
        last[key] = b.until


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("fights = 180", "fights = 0", "whole number from 1"),
        ("fights = 180", 'fights = "long"', "whole number from 1"),
        ("[gap]", "[gaps]", "'gaps' is no table"),
        ("backs = 365", "", r"\[gap\] lacks 'backs'"),
        ('allied = ["allied"]', 'allied = ["allied", "clash"]', "'clash' stands under two ties"),
        ('allied = ["allied"]', "allied = [3]", "list of words"),
        ("least_sources = 2", "least_sources = 2\nmost = 3", "'most' is no key"),
        ("[lasts]", "[lasts", "not valid TOML"),
    ],
)
def test_a_mistake_in_the_parameters_is_told_by_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    shipped = Path(__file__).parents[2] / "src/imbroglio/knowledge/bonds.toml"
    path = tmp_path / "bonds.toml"
    path.write_text(shipped.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(KnowledgeError, match=says):
        bonds_of(path)
