"""What resolving takes in: rows with counts, and the country of each report."""

from __future__ import annotations

from datetime import date

from imbroglio.resolving.setting import find_interstate, find_theatres, set_countries

from .world import COUNTRIES, IRAQ, MALI, PACKS, SYRIA, UKRAINE, YEMEN, ref, roster, say, sightings


def test_a_row_counts_roles_reports_days_and_statements() -> None:
    said = [
        say("a", [ref("Hill Watch")], [ref("actor:river-guard")], on=date(2015, 3, 2)),
        say("b", [ref("actor:river-guard")], [ref("Hill Watch"), ref("rebels")]),
        say("b", by=[ref("HILL WATCH")]),
    ]
    row = next(r for r in sightings(*said).rows if r.key == "name:hill watch")
    assert (row.agent, row.target, row.claims, row.count) == (1, 1, 1, 3)
    assert row.reports == ("a", "b")
    assert row.statements == tuple(sorted(s.id for s in said))
    assert [(s.name, s.count, s.first) for s in row.names] == [("Hill Watch", 2, date(2015, 3, 2)), ("HILL WATCH", 1, None)]
    assert row.foes == {"actor:river-guard"} and row.places == {SYRIA}
    assert (row.named, row.country) == (True, "SY")


def test_a_report_has_the_country_of_most_of_its_places() -> None:
    said = [say("a", where=SYRIA), say("a", where=SYRIA), say("a", where=YEMEN), say("b", where=SYRIA), say("b", where=YEMEN)]
    assert set_countries(said, COUNTRIES, PACKS) == {"a": "SY"}


def test_a_dateline_in_a_country_of_nobody_who_acts_does_not_count() -> None:
    said = [say("a", [ref("actor:river-guard")], where=MALI), say("a", [ref("actor:river-guard")], where=MALI), say("a", where=SYRIA)]
    assert set_countries(said, COUNTRIES, PACKS) == {"a": "SY"}


def test_groups_of_one_country_decide_where_no_place_is_named() -> None:
    assert set_countries([say("a", [ref("actor:river-guard")], [ref("actor:river-guard")], where="")], COUNTRIES, PACKS) == {"a": "SY"}
    assert set_countries([say("a", [ref("rebels")], where="")], COUNTRIES, PACKS) == {}


def test_theatres_are_countries_that_one_group_or_people_acts_in() -> None:
    theatre = find_theatres(["SY", "IQ", "YE"], PACKS)
    assert theatre["SY"] == theatre["IQ"] != theatre["YE"]


def test_a_war_between_states_is_told_by_its_fights() -> None:
    states, organs = {"UA": "actor:ukraine"}, {"actor:ukraine": "actor:ukraine", "actor:russia": "actor:russia"}
    fights = [say("u", [ref("actor:russia")], [ref("actor:ukraine")], where=UKRAINE) for _ in range(5)]
    assert find_interstate(fights, {"u": "UA"}, states, organs) == {"UA"}
    inner = [say("u", [ref("rebels")], [ref("actor:ukraine")], where=UKRAINE) for _ in range(30)]
    assert find_interstate([*fights, *inner], {"u": "UA"}, states, organs) == frozenset()


def test_who_leads_in_one_war_is_not_who_leads_in_another() -> None:
    found = roster(
        say("a", [ref("US-led coalition", "coalition")], where=IRAQ), say("b", [ref("US-led coalition", "coalition")], where=MALI)
    )
    assert found.identity("name:us led coalition", "a") == "actor:global-coalition"
    assert found.identity("name:us led coalition", "b") == "name:us led coalition@ML"
