"""A statement's cells: as exact as it is, and without the names of private persons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from imbroglio.cli import cells
from imbroglio.cli.why import mark
from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, RefKind, Statement, When

TEXT = "Amal Haddad, a baker, said that Turkish warplanes bombed al-Bab."


def ref(text: str, name: str | None = None, kind: RefKind = "armed_group", id: str | None = None) -> Ref:
    start = TEXT.find(text)
    return Ref(text, start, start + len(text), name or text, kind, id)


BAKER = ref("Amal Haddad", kind="person")
S = Statement(
    "r1",
    "event",
    "air-strike",
    (ref("Turkish warplanes", "Turkey", "state", "actor:turkey"),),
    (BAKER,),
    (ref("al-Bab", kind="place"),),
    When("", None, None, "unknown", "publication"),
    (),
    Claim((BAKER,), "asserts"),
    "actual",
    Evidence(0, len(TEXT), TEXT),
    "bombed",
    MadeBy("stub", "1", "rule", 0.5),
)


def at(first: str | None, last: str | None, basis: str = "stated") -> Statement:
    days = [date.fromisoformat(day) if day else None for day in (first, last)]
    return replace(S, time=When("", days[0], days[1], "day", basis))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("s", "shown"),
    [
        (at(None, None), ""),
        (at("2016-08-24", "2016-08-24"), "2016-08-24"),
        (at("2016-08-24", "2016-08-24", "publication"), "(2016-08-24)"),
        (at("2016-02-01", "2016-02-29"), "2016-02"),
        (at("2016-01-01", "2016-12-31"), "2016"),
        (at("2016-01-01", "2016-12-30"), "2016-01-01 to 2016-12-30"),
        (at(None, "2016-06-09"), "by 2016-06-09"),
        (at("2016-06-09", None), "from 2016-06-09"),
    ],
)
def test_when(s: Statement, shown: str) -> None:
    assert cells.when(s) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (16, 16, "killed 16"),
        (16, None, "killed 16 or more"),
        (None, 40, "killed up to 40"),
        (1000, 2000, "killed 1,000 to 2,000"),
        (None, None, "killed some"),
    ],
)
def test_numbers(low: int | None, high: int | None, shown: str) -> None:
    assert cells.number(Quantity("some", "killed", low, high)) == shown


def test_a_private_person_is_named_in_no_table_and_no_export() -> None:
    nobody: frozenset[str] = frozenset()
    row = dict(cells.csv_row(S, Document.from_text(TEXT), nobody))
    row.pop("quote")  # the report's own text
    assert (
        cells.names(S.target, nobody)
        == cells.says(S, nobody)
        == row["target"]
        == row["claim_by"]
        == "(a person)"
    )
    assert not [cell for cell in row.values() if "Amal" in str(cell)]
    assert cells.names(S.target, frozenset({"name:amal haddad"})) == "Amal Haddad"


def test_how_it_stands_and_who_says_so() -> None:
    group = ref("Turkish warplanes", "Turkey")
    assert cells.what(replace(S, status="denied")) == "air-strike (denied)"
    assert cells.says(replace(S, claim=Claim((group,), "denies")), frozenset()) == "Turkey denies"
    assert cells.says(replace(S, claim=Claim((), None, hearsay=True)), frozenset()) == "reportedly"


def test_roles_are_marked_in_the_sentence() -> None:
    said, done = (
        "[target: [said by: Amal Haddad]], a baker, said that ",
        "[agent: Turkish warplanes] [trigger: bombed]",
    )
    assert mark(S) == f"{said}{done} [place: al-Bab]."


def test_of_two_roles_that_cross_the_first_is_marked() -> None:
    crossing = replace(
        S,
        agent=(ref("a baker, said"),),
        target=(ref("said that Turkish"),),
        place=(Ref("x", 500, 501, "x", "place"),),
    )
    assert mark(crossing).startswith("[said by: Amal Haddad], [agent: a baker, said] that Turkish warplanes")
