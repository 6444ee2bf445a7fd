"""Where statements are said to happen: by syntax, by the sentence, by the paragraph."""

from __future__ import annotations

import pytest

from imbroglio.model import Document, Statement
from imbroglio.reading.reader import Reader


def said(reader: Reader, text: str, type: str, title: str | None = None) -> list[Statement]:
    found = reader.read(Document.from_text(text, id="w", title=title)).statements
    return [s for s in found if s.type == type]


def places(statement: Statement) -> list[str]:
    return [p.name for p in statement.place]


@pytest.mark.parametrize(
    ("text", "type", "wanted"),
    [
        ("Rebels recaptured the villages of Kafr Nabl and Hass after heavy fighting.", "capture", ["Kafr Nabl", "Hass"]),
        ("Jets bombed the towns of Douma and Saqba on Monday.", "air-strike", ["Douma", "Saqba"]),
        ("Army units seized Kafr Nabl in rural Idlib on Monday.", "capture", ["Kafr Nabl"]),
        ("Rebels shelled residential areas, including the Sabri, Laithi and Hadaiq districts.", "shelling", ["Sabri", "Laithi", "Hadaiq"]),
        ("Rebels shelled a base in Homs, the army said in Damascus.", "shelling", ["Homs"]),
        ("Gunmen fought in the streets of Baalbek.", "clash", ["Baalbek"]),
        ("Coalition warplanes bombed a fuel depot on the outskirts of Saada on Wednesday.", "air-strike", ["Saada"]),
    ],
)  # fmt: skip
def test_places_of_a_clause(reader: Reader, text: str, type: str, wanted: list[str]) -> None:
    (statement,) = said(reader, text, type)
    assert places(statement) == wanted


def test_a_village_that_no_gazetteer_has_is_a_place(reader: Reader) -> None:
    (statement,) = said(reader, "On 10 March, at Dobrinovka village near Brovary, troops ambushed rebels.", "clash")
    assert places(statement) == ["Dobrinovka village"]
    assert statement.place[0].lat is None


def test_a_described_village_keeps_its_words_and_takes_its_provinces_point(reader: Reader) -> None:
    (statement,) = said(reader, "Jets bombed a village in Deir ez-Zor province on Monday.", "air-strike")
    (place,) = statement.place
    assert place.text == "village"
    assert place.lat is not None


def test_a_passage_without_a_place_is_about_the_last_one(reader: Reader) -> None:
    text = "Rebels seized Jisr al-Shughur on Friday. Soldiers shelled the town of Ariha. Ten civilians were killed."
    (killing,) = said(reader, text, "killing")
    assert places(killing) == ["Ariha"]


def test_the_area_is_part_of_what_was_spoken_of(reader: Reader) -> None:
    text = "Rebels attacked Palmyra on Friday. Warplanes bombed the area at night."
    (strike,) = said(reader, text, "air-strike")
    assert strike.place[0].text == "area"
    assert places(strike) == ["Palmyra"]


def test_the_title_names_the_place_until_the_text_does(reader: Reader) -> None:
    text = "Ten civilians were killed in an air strike, and rebels later left Saraqib."
    (strike,) = said(reader, text, "air-strike", title="Strike on Saraqib kills ten")
    assert places(strike) == ["Saraqib"]


def test_an_offices_seat_is_no_place_of_events(reader: Reader) -> None:
    text = "Clashes erupted near Kupiansk. The mayor of Odesa said that twelve soldiers were killed."
    (killing,) = said(reader, text, "killing")
    assert places(killing) == ["Kupiansk"]


def test_a_war_as_a_whole_is_in_its_country(reader: Reader) -> None:
    text = "Rebels attacked Palmyra on Friday. More than 300,000 people have been killed in Syria's civil war."
    wars = [s for s in said(reader, text, "clash") if s.trigger.endswith("war")]
    assert [places(s) for s in wars] == [["Syria"]]


def test_a_state_that_acts_is_no_place(reader: Reader) -> None:
    text = "Rebels attacked Manbij on Friday. Turkey shelled Kurdish fighters on Saturday."
    (shelling,) = said(reader, text, "shelling")
    assert places(shelling) == ["Manbij"]


def test_genitives_without_apostrophe_in_a_text_that_lost_them(reader: Reader) -> None:
    (statement,) = said(reader, "Warplanes bombed a market in Syrias Idlib on Sunday.", "air-strike")
    assert places(statement) == ["Idlib"]


def test_a_countrys_name_within_a_longer_place(reader: Reader) -> None:
    layer = reader.read(Document.from_text("He was born in New Mexico and moved to Northern Ireland.", id="w")).mentions
    rows = [m.to_json() for m in layer]
    assert [r["text"] for r in rows if r["kind"] == "place"] == ["New Mexico", "Northern Ireland"]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("Rebels captured the town of Azaz.", 1),
        ("Rebels captured a village near the town of Azaz.", 2),
        ("Rebels retook several villages to the east of Azaz.", 2),
        ("Rebels drove the army 10 kilometers away from Azaz.", 2),
    ],
)
def test_what_is_taken_by_a_place_is_not_taken_in_it(reader: Reader, text: str, precision: int) -> None:
    (capture,) = said(reader, text, "capture")
    assert [(p.name, p.precision) for p in capture.place] == [("Azaz", precision)]


@pytest.mark.parametrize("text", ["Fighting took place in Azaz.", "Special forces took part in the battle of Azaz."])
def test_taking_place_or_part_takes_no_place(reader: Reader, text: str) -> None:
    assert said(reader, text, "capture") == []
