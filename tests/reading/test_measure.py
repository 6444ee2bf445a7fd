"""Which statement a number goes to, and what it counts."""

from __future__ import annotations

from datetime import date

import pytest

from imbroglio.model import Document, Statement
from imbroglio.reading.reader import Reader


def read(reader: Reader, text: str) -> tuple[Statement, ...]:
    return reader.read(Document.from_text(text, id="t", date=date(2016, 9, 10))).statements


def numbers(reader: Reader, text: str, kind: str) -> list[tuple[str, int | None, int | None]]:
    return [(q.measure, q.low, q.high) for s in read(reader, text) if s.type == kind for q in s.numbers]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (
            "An air strike on a market in Idlib killed 22 people and wounded dozens.",
            "air-strike",
            [("killed", 22, 22), ("wounded", 24, 99)],
        ),
        (
            "At least 13 people were killed when warplanes struck a bakery in Idlib on Sunday.",
            "air-strike",
            [("killed", 13, None)],
        ),
        (
            "A suicide bomber killed nine soldiers and injured 40 others in Kabul.",
            "bombing",
            [("killed", 9, 9), ("wounded", 40, 40)],
        ),
        ("Heavy shelling of Homs claimed the lives of seven people.", "shelling", [("killed", 7, 7)]),
        ("The army destroyed 12 tanks near Palmyra.", "destruction", [("weapons", 12, 12)]),
        ("The rebels captured three villages in Hama.", "capture", [("places", 3, 3)]),
    ],
)
def test_numbers_go_to_what_they_count(reader: Reader, text: str, kind: str, expected: list[object]) -> None:
    assert numbers(reader, text, kind) == expected


def test_a_subset_is_no_number_of_its_own(reader: Reader) -> None:
    text = "Nine civilians, including two children, were killed by Russian air strikes on Atarib."
    assert numbers(reader, text, "air-strike") == [("killed", 9, 9)]


def test_killed_and_wounded_counted_together_are_other(reader: Reader) -> None:
    text = "More than 60 soldiers were killed and wounded in the fighting."
    found = [(q.measure, q.low) for s in read(reader, text) for q in s.numbers]
    assert found == [("other", 60)]


def test_the_dead_of_a_war_are_a_figure(reader: Reader) -> None:
    text = "More than 300,000 people have been killed in Syria since the war started in 2011."
    kinds = [(s.kind, s.type) for s in read(reader, text) if s.numbers]
    assert kinds == [("figure", "casualties")]


def test_a_percentage_tells_the_extent_of_damage_and_counts_nothing_else(reader: Reader) -> None:
    assert numbers(reader, "Officials said that about 80% of the homes in Homs were damaged.", "destruction") == [("other", 80, 80)]
    assert not any(s.numbers for s in read(reader, "Rebels hold 20 percent of Aleppo."))


def test_the_verb_that_takes_them_comes_before_a_clause_about_them(reader: Reader) -> None:
    text = "The army freed 900 people the militants had held hostage."
    assert numbers(reader, text, "release") == [("other", 900, 900)]
    assert numbers(reader, text, "abduction") == []
