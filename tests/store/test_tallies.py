"""Where, and who acts in public."""

from __future__ import annotations

from collections.abc import Callable

from imbroglio.model import Document
from imbroglio.store import Case

from .conftest import ref, statement

Fill = Callable[..., Document]
TURKEY = ref("Turkey", "state", "actor:turkey", "Ankara")
SDF = ref("Syrian Democratic Forces", id="actor:sdf")


def test_only_who_is_known_or_leads_acts_in_public(case: Case, fill: Fill) -> None:
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
    assert case.public_persons() == {"name:salim idris", "actor:bashar-al-assad"}


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


def test_what_was_ended_is_not_counted(case: Case, fill: Fill) -> None:
    fill("r1", statement("r1", agent=(TURKEY,), target=(SDF,), place=(ref("Manbij", "place"),)))
    fill("r1", read_with="stub 2")
    assert case.places() == []
