"""Who acts, where, and who fights or backs whom."""

from __future__ import annotations

from collections.abc import Callable

from imbroglio.model import Claim, Document
from imbroglio.store import Case

from .conftest import day, ref, statement

Fill = Callable[..., Document]
TURKEY = ref("Turkey", "state", "actor:turkey", "Ankara")
SDF = ref("Syrian Democratic Forces", id="actor:sdf")


def test_an_actor_is_counted_by_role_whatever_it_is_called(case: Case, fill: Fill) -> None:
    short = ref("SDF", id="actor:sdf")
    fill(
        "r1",
        statement("r1", agent=(TURKEY,), target=(SDF,), trigger="a", time=day("2016-08-24")),
        statement("r1", agent=(SDF,), trigger="b", claim=Claim((short,), "asserts")),
        statement("r1", agent=(SDF,), trigger="c", time=day("2016-09-01")),
    )
    fill("r2", statement("r2", agent=(short,)))
    first, second = case.actors()
    assert (first.name, first.agent, first.target, first.claims, first.reports) == (
        "Syrian Democratic Forces",
        3,
        1,
        1,
        2,
    )
    assert (first.first_day, first.last_day) == ("2016-08-24", "2016-09-01")
    assert first.names == ("Syrian Democratic Forces", "SDF")
    assert (second.id, second.agent) == ("actor:turkey", 1)


def test_private_persons_are_no_actors(case: Case, fill: Fill) -> None:
    victim, general = ref("Amal Haddad", "person"), ref("Salim Idris", "person")
    president = ref("Bashar al-Assad", "person", "actor:bashar-al-assad")
    fill(
        "r1",
        statement("r1", "killing", target=(victim,), trigger="a"),
        statement("r1", "clash", agent=(general, president), trigger="b"),
        statement("r1", "leads", "relation", agent=(general,), target=(ref("rebels"),), trigger="c"),
        statement(
            "r1",
            "clash",
            agent=(ref("villagers", "people"),),
            target=(ref("a bridge", "thing"),),
            trigger="d",
        ),
    )
    assert {a.name for a in case.actors()} == {"Salim Idris", "Bashar al-Assad", "rebels"}
    assert case.public_persons() == {"name:salim idris", "actor:bashar-al-assad"}


def test_a_group_that_is_only_described_is_not_named(case: Case, fill: Fill) -> None:
    fill(
        "r1",
        statement("r1", agent=(ref("Militants"),), trigger="a"),
        statement("r1", agent=(ref("militants"),), trigger="b"),
    )
    fill("r2", statement("r2", agent=(ref("Ahrar al-Sham"),)))
    assert {a.name: a.named for a in case.actors()} == {"Militants": False, "Ahrar al-Sham": True}


def test_places_are_counted_by_kind_of_statement(case: Case, fill: Fill) -> None:
    bab = ref("al-Bab", "place", "geonames:174018", lat=36.37, lon=37.51, precision=1)
    fill(
        "r1",
        statement("r1", place=(bab,), trigger="a"),
        statement("r1", "holds", "control", place=(bab,), trigger="b"),
    )
    case.add_reading(
        Document.from_text("Text of two", id="r2"),
        [statement("r2", "losses", "figure", place=(bab,))],
        read_with="stub",
        mentions=[
            {
                "start": n,
                "end": n + 1,
                "text": "x",
                "name": "al-Bab",
                "kind": "place",
                "id": "geonames:174018",
            }
            for n in range(4)
        ],
    )
    [place] = case.places()
    assert (place.events, place.control, place.others, place.reports, place.mentions) == (1, 1, 1, 2, 4)
    assert (place.lat, place.lon) == (36.37, 37.51)


def test_fights_count_both_ways_round_and_backing_one_way(case: Case, fill: Fill) -> None:
    rebels = ref("Sultan Murad", id="actor:sultan-murad")
    fill(
        "r1",
        statement("r1", "clash", agent=(TURKEY,), target=(SDF,), trigger="a"),
        statement("r1", "air-strike", agent=(SDF,), target=(TURKEY,), trigger="b"),
        statement("r1", "backs", "relation", agent=(TURKEY,), target=(rebels,), trigger="c"),
        statement("r1", "clash", agent=(TURKEY,), target=(SDF,), trigger="d", status="planned"),
        statement("r1", "clash", agent=(TURKEY,), target=(SDF,), trigger="e", status="denied"),
        statement("r1", "talks", agent=(TURKEY,), target=(SDF,), trigger="f"),
        statement("r1", "killing", agent=(TURKEY,), target=(ref("Amal Haddad", "person"),), trigger="g"),
    )
    ties = {(t.first, t.tie, t.second): t for t in case.who()}
    assert set(ties) == {
        ("actor:sdf", "fights", "actor:turkey"),
        ("actor:turkey", "backs", "actor:sultan-murad"),
    }
    fights = ties["actor:sdf", "fights", "actor:turkey"]
    assert (fights.statements, fights.reports, fights.types) == (2, 1, (("air-strike", 1), ("clash", 1)))


def test_what_was_ended_is_not_counted(case: Case, fill: Fill) -> None:
    fill("r1", statement("r1", agent=(TURKEY,), target=(SDF,), place=(ref("Manbij", "place"),)))
    fill("r1", read_with="stub 2")
    assert (case.actors(), case.places(), case.who()) == ([], [], [])
