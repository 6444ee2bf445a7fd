"""For whom an actor holds ground."""

import pytest

from imbroglio.knowledge.control import load_control
from imbroglio.model.record import Actor
from imbroglio.weighing.control_sides import find_side, find_sides, find_state

PARAMS = load_control()


def side(name: str, kind: str = "armed_group", home: str | None = None, **more: object) -> str | None:
    """The side of somebody whom no pack knows."""
    key = f"name:{name.lower()}"
    actor = Actor(key, name, kind, named=name != name.lower(), **more)  # type: ignore[arg-type]
    return find_side(key, {key: actor}, PARAMS, home)


def test_proxies_hold_for_their_patron_and_so_do_their_units():
    dpr = "actor:donetsk-peoples-republic"
    roster = {
        dpr: Actor(dpr, "DPR", "government"),
        "name:unit": Actor("name:unit", "Unit", "armed_group", parents=("actor:missing", dpr)),
        "actor:dpr-peoples-militia": Actor("actor:dpr-peoples-militia", "Militia", "armed_group", parents=(dpr,)),
    }
    assert find_sides(roster, roster, PARAMS) == ("actor:russia",)


def test_parents_in_a_circle_end():
    roster = {k: Actor(k, k, "armed_group", parents=(p,)) for k, p in (("actor:a", "actor:b"), ("actor:b", "actor:a"))}
    assert find_side("actor:a", roster, PARAMS) == "actor:b"


@pytest.mark.parametrize("kind", ["people", "thing", "place", "organisation", "person"])
def test_who_rules_no_places_is_no_side(kind):
    assert side("The Example", kind) is None


def test_an_official_speaks_for_the_state_above():
    assert side("A Mayor", "person", state="actor:syria") == "actor:syria"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Syrian troops", "actor:syria"),
        ("pro-Russian separatist fighters", "actor:russia"),
        ("Syrian rebels", "name:syrian rebels"),
        ("US-backed fighters", "name:us-backed fighters"),
        ("militants", None),
        ("troops", None),
    ],
)
def test_descriptions_name_a_side_only_where_they_say_whose_they_are(name, expected):
    assert side(name) == expected


def test_government_forces_are_nobodys_where_the_country_is_not_known():
    assert side("government forces", "state") is None
    assert side("government forces", "state", home="actor:syria") == "actor:syria"


def test_an_actor_missing_from_the_roster_is_no_side():
    assert find_side("actor:nobody", {}, PARAMS) is None


def test_the_state_of_a_country_follows_the_roster_where_states_were_joined():
    joined = {"actor:syria": Actor("actor:syria", "Syria", "state", state="actor:arab-republic")}
    assert find_state("SY", joined) == "actor:arab-republic"
    assert find_state("XX", {}) is None
    assert find_state(None, {}) is None
