"""Names to actors: what joins them, and what never does."""

from __future__ import annotations

from datetime import date

import pytest

from imbroglio.resolving.link import link

from .world import IRAQ, MALI, PACKS, SYRIA, judged, ref, roster, say, sightings


def _pair(first: str, second: str, **more: object) -> str:
    """The judgement on two groups named in one report, or "" where there is none."""
    found = judged(say("a", [ref(first)]), say("a", [ref(second)]))
    return next(iter(found.values()), "")


@pytest.mark.parametrize(
    "name", ["Haras an-Nahr", "River Guard group", "UK-backed River Guard", "rebel River Guard fighters", "River Guards", "so-called River Guard"]
)
def test_a_name_that_the_packs_know_but_for_its_trimmings(name: str) -> None:
    found = roster(say("a", [ref(name, "organisation")]))
    assert found.identity(f"name:{name.lower().replace('-', ' ')}", "a") == "actor:river-guard"


def test_a_packs_name_far_from_where_it_acts_is_only_a_suggestion() -> None:
    assert judged(say("a", [ref("River Guards")], where=MALI)) == {("actor:river-guard", "name:river guards"): "unsure"}


@pytest.mark.parametrize(
    ("first", "second"),
    [("Liwa al-Fajr", "Liwa el-Fajr"), ("Harakat al-Jumhuriyah", "Harakat al-Jumhouriyya"), ("Qadisiya Brigade", "Qadisiyya Brigades"), ("Free Hills Army", "the Free Hills Army"),
     ("Hizb al-Nur", "Hezb an-Nour")],
)  # fmt: skip
def test_transliterations_and_plurals_join(first: str, second: str) -> None:
    assert _pair(first, second) == "same"


@pytest.mark.parametrize(
    ("first", "second"),
    [("1st Coastal Brigade", "2nd Coastal Brigade"), ("First Hills Brigade", "2nd Hills Brigade"), ("Coastal Brigade", "1st Coastal Brigade"), ("Ahrar al-Wadi", "Ansar al-Wadi"),
     ("Free Hills Army", "Free Plains Army")],
)  # fmt: skip
def test_numbers_and_other_words_keep_names_apart(first: str, second: str) -> None:
    assert _pair(first, second) != "same"


def test_opposite_words_never_match() -> None:
    assert _pair("Northern Storm Brigade", "Southern Storm Brigade") == "different"


def test_a_slip_of_a_letter_joins_groups_of_one_country() -> None:
    assert _pair("Martyrs of Zamalka Brigade", "Martyrs of Zamalca Brigade") == "same"


def test_a_slip_between_two_countries_is_only_a_suggestion() -> None:
    found = judged(say("a", [ref("Martyrs of Zamalka Brigade")]), say("b", [ref("Martyrs of Zamalca Brigade")], where=MALI))
    assert list(found.values()) == ["unsure"]


def test_words_that_are_words_elsewhere_are_no_slips() -> None:
    others = [say("a", [ref(n)]) for n in ("Falcons of Karima", "Lions of Karima", "Falcons of Karina", "Lions of Karina")]
    assert "same" not in judged(*others).values()


def test_those_who_fight_each_other_are_not_one() -> None:
    found = judged(say("a", [ref("Liwa al-Fajr")], [ref("Liwa el-Fajr")]))
    assert list(found.values()) == ["unsure"]


def test_persons_are_not_joined_for_distance_alone() -> None:
    found = judged(say("a", by=[ref("Samer Darwishi", "person")]), say("a", by=[ref("Samer Darwichi", "person")]))
    assert list(found.values()) == ["unsure"]


def test_nicknames_are_never_joined() -> None:
    names = ["Abu Omar", "Abu Omer", "Abu Omar al-Shimali", "Abu Omar al-Shimari"]
    assert "same" not in judged(*(say("a", by=[ref(n, "person")]) for n in names)).values()


def test_a_surname_is_the_person_whom_the_report_names_in_full() -> None:
    found = roster(*(say("a", by=[ref(n, "person")]) for n in ("Samer Darwish", "Darwish", "Gen. Samer Darwish")))
    assert len({found.identity(k, "a") for k in ("name:samer darwish", "name:darwish", "name:gen samer darwish")}) == 1


def test_a_surname_that_two_bear_is_only_a_suggestion() -> None:
    found = judged(*(say("a", by=[ref(n, "person")]) for n in ("Samer Darwish", "Hind Darwish", "Darwish")))
    assert found == {("name:darwish", "name:samer darwish"): "unsure", ("name:darwish", "name:hind darwish"): "unsure"}


def test_initials_join_where_the_reports_give_the_full_name() -> None:
    assert judged(say("a", [ref("Free Hills Army")]), say("a", [ref("FHA", "organisation")])) == {("name:fha", "name:free hills army"): "same"}
    assert "same" not in judged(say("a", [ref("Free Hills Army")]), say("b", [ref("FHA", "organisation")])).values()
    two = judged(*(say("a", [ref(n)]) for n in ("Free Hills Army", "Front of Humanitarian Aid", "FHA")))
    assert {v for pair, v in two.items() if "name:fha" in pair} == {"unsure"}


def test_initials_of_a_person_or_place_are_nobodys() -> None:
    assert judged(say("a", [ref("Fadi Haddad Aswad", "person")]), say("a", [ref("FHA")])) == {}


def test_what_a_report_says_joins_two_names() -> None:
    for type in ("alias", "renamed"):
        found = roster(say("a", [ref("Hill Watch")], [ref("Guardians of the Hill")], type=type))
        assert found.identity("name:hill watch", "a") == found.identity("name:guardians of the hill", "a")
    denied = judged(say("a", [ref("Hill Watch")], [ref("Guardians of the Hill")], type="alias", status="denied"))
    assert denied == {}


def test_what_a_report_calls_a_description_is_only_a_suggestion() -> None:
    assert set(judged(say("a", [ref("rescue teams", "organisation")], [ref("Hill Watch", "organisation")], type="alias")).values()) == {"unsure"}


def test_no_link_joins_two_actors_of_the_packs() -> None:
    found = roster(say("a", [ref("actor:river-guard")], [ref("actor:river-front")], type="alias"))
    assert {"actor:river-guard", "actor:river-front"} <= set(found.actors)


def test_a_third_name_does_not_join_two_actors_of_the_packs() -> None:
    found = roster(say("a", [ref("Hill Watch")], [ref("actor:river-guard")], type="alias"), say("b", [ref("Hill Watch")], [ref("actor:river-front")], type="alias"))
    assert found.identity("name:hill watch", "a") in ("actor:river-guard", "actor:river-front")
    assert any("which the packs tell apart" in reason for k in found.links for reason in k.reasons)
    assert {"actor:river-guard", "actor:river-front"} <= set(found.actors)


def test_one_name_in_two_wars_is_two_actors_and_in_one_theatre_one() -> None:
    far = roster(say("a", [ref("Victory Brigade")]), say("b", [ref("Victory Brigade")], where=MALI))
    assert (far.identity("name:victory brigade", "a"), far.identity("name:victory brigade", "b")) == ("name:victory brigade@SY", "name:victory brigade@ML")
    assert [k.judgement for k in far.links] == ["different"]
    near = roster(say("a", [ref("Victory Brigade")]), say("b", [ref("Victory Brigade")], where=IRAQ))
    assert {near.identity("name:victory brigade", d) for d in "ab"} == {"name:victory brigade"}


def test_links_do_not_depend_on_the_order_of_statements() -> None:
    names = ["River Guards", "Liwa al-Fajr", "Liwa el-Fajr", "rebels", "rebel groups", "Free Hills Army", "FHA", "army"]
    statements = [say(d, [ref(n)], on=date(2015, 1, 1), where=SYRIA) for n in names for d in ("a", "b")]
    forward, backward = (link(sightings(*order), PACKS) for order in (statements, statements[::-1]))
    assert forward == backward and forward


def test_reports_are_never_evaluated() -> None:
    hostile = ["(a+)+$" * 20, "{0.__class__}", "name:@SY", "@", "\\", "a" * 5000, "​ ​", "1" * 400, "' OR 1=1 --", "..."]
    found = roster(*(say("a", [ref(n)]) for n in hostile))
    assert all(found.identity(k, "a") for k in found.actors)
