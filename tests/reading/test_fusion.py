"""What is one statement and what are two (codebook rule 19)."""

from __future__ import annotations

from datetime import date

import pytest

from imbroglio.model import Document
from imbroglio.reading.reader import Reader

FORCE = {"clash", "air-strike", "shelling", "bombing", "killing", "harm"}


def force(reader: Reader, text: str) -> list[str]:
    found = reader.read(Document.from_text(text, id="t", date=date(2016, 9, 10))).statements
    return [s.type for s in found if s.type in FORCE]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Warplanes bombed a market in Idlib, killing at least 40 civilians and injuring dozens.",
            ["air-strike"],
        ),
        ("An artillery bombardment killed four people in Homs.", ["shelling"]),
        ("Regime air raids on Eastern Ghouta have left 23 civilians dead.", ["air-strike"]),
        ("Eleven people died after a rocket hit a school in Aleppo.", ["shelling"]),
        ("Dozens of fighters were killed in clashes with the army.", ["clash"]),
        ("Dozens of fighters were killed in the battle for Manbij.", ["killing", "clash"]),
        ("Rockets fired by rebels hit a school in Aleppo, killing six.", ["shelling"]),
    ],
)
def test_a_toll_joins_the_attack_that_it_is_told_of(reader: Reader, text: str, expected: list[str]) -> None:
    assert sorted(force(reader, text)) == sorted(expected)


def test_an_attack_spoken_of_again_keeps_its_means(reader: Reader) -> None:
    text = "Warplanes bombed a market in Idlib on Sunday. Residents said that the attack destroyed several shops."
    assert force(reader, text)[-1] == "air-strike"
