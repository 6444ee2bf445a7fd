"""Descriptions: one in all its forms, and a bare one for the state of the report's country."""

from __future__ import annotations

import pytest

from .world import IRAQ, LIBYA, SYRIA, UKRAINE, YEMEN, ref, roster, say


@pytest.mark.parametrize("name", ["government forces", "regime warplanes", "Regime troops", "army units", "the army", "at least 20 government soldiers"])
def test_the_forces_of_a_government_are_the_state_of_the_report(name: str) -> None:
    found = roster(say("a", [ref(name, "state")]), say("b", [ref(name, "state")], where=YEMEN))
    key = f"name:{name.lower()}"
    assert found.identity(key, "a") == "actor:syria"
    assert found.identity(key, "b") == "actor:yemen"


def test_the_government_is_its_own_actor_where_the_packs_know_one() -> None:
    found = roster(say("a", [ref("regime", "government")]), say("b", [ref("government", "government")], where=YEMEN))
    assert found.identity("name:regime", "a") == "actor:syrian-government"
    assert found.identity("name:government", "b") == "actor:yemen"


def test_a_bare_army_is_nobodys_where_no_country_is_clear() -> None:
    found = roster(say("a", [ref("army", "state")], where=""), say("b", [ref("army", "state")]))
    assert found.identity("name:army", "a") == "name:army"


def test_a_bare_army_is_nobodys_where_two_states_fight() -> None:
    war = [say(f"w{n}", [ref("actor:russia")], [ref("actor:ukraine")], where=UKRAINE) for n in range(6)]
    found = roster(*war, say("a", [ref("army", "state")], where=UKRAINE), say("b", [ref("government forces", "state")], where=UKRAINE))
    assert found.identity("name:army", "a") == "name:army@UA"
    assert found.identity("name:government forces", "b") == "actor:ukraine"


def test_no_bare_description_stands_for_a_state_that_two_governments_claim() -> None:
    found = roster(say("a", [ref("government forces", "state")], where=LIBYA))
    assert found.identity("name:government forces", "a") == "name:government forces@LY"


@pytest.mark.parametrize("name", ["Zahrans air force", "President Karim Zahrans troops", "Syrian President Zahran's army", "Zahran regime's forces"])
def test_a_head_of_states_forces_are_the_states(name: str) -> None:
    statement = say("a", [ref(name, "state")])
    found = roster(statement)
    assert found.identity(f"name:{name.lower().replace(chr(39), '')}", "a") == "actor:syria"


def test_those_for_a_head_of_state_are_not_his_own() -> None:
    found = roster(say("a", [ref("pro-Zahran fighters")]), say("a", [ref("pro-government fighters")]))
    assert found.identity("name:pro zahran fighters", "a") != "actor:syria"
    assert found.identity("name:pro government fighters", "a") == "name:pro-government forces@SY"


@pytest.mark.parametrize("name", ["rebel", "Rebels", "rebel groups", "rebel fighters", "at least 29 rebels", "opposition fighters", "Syrian rebels", "armed opposition"])
def test_rebels_in_all_forms_are_one_description(name: str) -> None:
    found = roster(say("a", [ref(name)]), say("a", [ref("rebels")]))
    assert found.identity(f"name:{name.lower()}", "a") == "name:rebels@SY"
    actor = found.actors["name:rebels@SY"]
    assert (actor.named, actor.name, actor.kind) == (False, "rebels", "armed_group")


@pytest.mark.parametrize("other", ["militants", "gunmen", "insurgents", "jihadists", "terrorist groups", "fighters", "civilians", "Kurdish forces", "rebel alliance"])
def test_descriptions_are_told_apart_by_rule(other: str) -> None:
    found = roster(say("a", [ref("rebels")]), say("a", [ref(other)]))
    assert found.identity(f"name:{other.lower()}", "a") != found.identity("name:rebels", "a")


def test_a_description_is_somebody_else_in_each_country() -> None:
    found = roster(say("a", [ref("rebels")]), say("b", [ref("rebels")], where=YEMEN))
    assert found.identity("name:rebels", "a") == "name:rebels@SY"
    assert found.identity("name:rebels", "b") == "name:rebels@YE"


def test_a_description_never_joins_a_named_group() -> None:
    found = roster(say("a", [ref("actor:river-guard")]), say("a", [ref("river fighters")]), say("a", [ref("rebels")], [ref("actor:river-guard")]))
    assert found.actors["actor:river-guard"].members == ("actor:river-guard",)


def test_the_coalition_is_the_one_that_the_reports_name() -> None:
    alone = [say(f"s{n}", [ref("coalition", "coalition")], where=IRAQ) for n in range(3)]
    found = roster(say("a", [ref("US-led coalition", "coalition")]), *alone)
    assert found.identity("name:us led coalition", "a") == "actor:global-coalition"
    assert found.identity("name:coalition", "s0") == "name:coalition@IQ"
    together = [say(f"s{n}", [ref("coalition", "coalition")], [ref("actor:global-coalition")], where=IRAQ) for n in range(3)]
    assert roster(*together).identity("name:coalition", "s0") == "actor:global-coalition"


def test_the_us_led_coalition_elsewhere_is_not_the_one_in_syria() -> None:
    assert roster(say("a", [ref("US-led coalition", "coalition")], where=YEMEN)).identity("name:us led coalition", "a") == "name:us led coalition@YE"


def test_the_observatory_is_that_of_syria_in_reports_on_syria() -> None:
    found = roster(
        say("a", by=[ref("Observatory", "organisation")]), say("a", by=[ref("Britain-based Syrian Observatory", "organisation")]), say("b", by=[ref("Observatory", "organisation")], where=YEMEN)
    )  # fmt: skip
    assert found.identity("name:observatory", "a") == "actor:sohr"
    assert found.identity("name:observatory", "b") != "actor:sohr"


def test_a_nations_officials_are_its_governments() -> None:
    found = roster(say("a", by=[ref("Syrian officials", "government")]), say("a", by=[ref("officials", "government")]))
    assert found.identity("name:syrian officials", "a") == "actor:syrian-government"
    assert found.identity("name:officials", "a") == "name:officials@SY"


def test_a_description_of_nobody_is_no_actor() -> None:
    found = roster(say("a", [ref("rebels")], [ref("her son", "people"), ref("hospital", "thing"), ref("civilians", "people")]))
    assert set(found.actors) == {"name:rebels@SY", "name:civilians@SY"}


def test_reasons_say_the_rule() -> None:
    found = roster(say("a", [ref("regime forces", "state")], where=SYRIA))
    (link,) = found.links
    assert "the state's of the country that the report is about (SY)" in link.reasons[0]
