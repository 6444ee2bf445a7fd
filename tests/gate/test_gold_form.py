"""The gate's gold is in the codebook's form: every span verbatim, every code legal, both files up to date."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from imbroglio.model import Kind, RefKind, Status, statement_from_json
from imbroglio.model.statement import Basis, Measure, Precision, Stance

from . import build_gold

Json = dict[str, Any]
HERE = Path(__file__).parent

TYPES = {
    "event": "clash air-strike shelling bombing chemical-attack killing harm destruction abduction "
    "arrest release capture withdrawal siege displacement deployment aid agreement talks violation demand "
    "accusation threat refusal sanction protest responsibility endorsement concession cooperation repression",
    "relation": "backs allied hostile part-of leads speaks-for alias renamed split-from merged-into cut-ties "
    "designates",
    "control": "holds contested",
    "figure": "strength losses casualties displaced flow",
}
"""Sections 2 to 5 and 7 of the codebook."""


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The passages' texts by id."""
    lines = (HERE / "reports.jsonl").read_text("utf-8").splitlines()
    return {report["id"]: report["text"] for report in map(json.loads, lines)}


@pytest.fixture(scope="module")
def statements() -> list[Json]:
    """The gold statements."""
    loaded: list[Json] = json.loads((HERE / "statements.json").read_text("utf-8"))
    return loaded


def refs(statement: Json) -> Iterator[Json]:
    """Every Ref of a statement."""
    for role in ("agent", "target", "place"):
        yield from statement[role]
    yield from statement["claim"]["by"]


def test_files_are_what_the_passages_give() -> None:
    """The two JSON files are those that build_gold.py writes now."""
    for name, content in build_gold.as_files(*build_gold.build()).items():
        assert (HERE / name).read_text("utf-8") == content, (
            f"{name} is out of date: run tests/gate/build_gold.py"
        )


def test_there_is_enough_of_it(texts: dict[str, str], statements: list[Json]) -> None:
    """At least 45 passages of nine wars, each with a statement, and every type of the codebook."""
    lines = (HERE / "reports.jsonl").read_text("utf-8").splitlines()
    assert len(texts) == len(lines) >= 45
    assert len({json.loads(line)["war"] for line in lines}) >= 9
    assert {s["doc"] for s in statements} == set(texts)
    assert {(kind, code) for kind, codes in TYPES.items() for code in codes.split()} == {
        (s["kind"], s["type"]) for s in statements
    }


def test_spans_are_verbatim(texts: dict[str, str], statements: list[Json]) -> None:
    """Evidence and Refs are what the text holds there; triggers, times, numbers are words of the passage."""
    for s in statements:
        text, evidence = texts[s["doc"]], s["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert s["trigger"] in evidence["quote"]
        assert s["time"]["text"] in text
        for ref in refs(s):
            assert text[ref["start"] : ref["end"]] == ref["text"], (s["doc"], ref)
        for number in s["numbers"]:
            assert number["text"] in evidence["quote"], (s["doc"], number)


def test_codes_are_legal(statements: list[Json]) -> None:
    """Every code is one that the codebook knows."""
    assert set(TYPES) == set(get_args(Kind))
    for s in statements:
        assert s["type"] in TYPES[s["kind"]].split(), (s["doc"], s["type"])
        assert s["status"] in get_args(Status)
        assert s["time"]["precision"] in get_args(Precision)
        assert s["time"]["basis"] in get_args(Basis)
        assert all(ref["kind"] in get_args(RefKind) for ref in refs(s))
        assert all(number["measure"] in get_args(Measure) for number in s["numbers"])
        stance = s["claim"]["stance"]
        assert (stance in get_args(Stance)) if s["claim"]["by"] else (stance is None)


def test_bounds_and_days_are_in_order(statements: list[Json]) -> None:
    """Low is not above high, a number has a bound, and an interval does not end before it starts."""
    for s in statements:
        for number in s["numbers"]:
            low, high = number["low"], number["high"]
            assert (low, high) != (None, None)
            assert low is None or high is None or low <= high
        start, end = s["time"]["start"], s["time"]["end"]
        if start and end:
            assert date.fromisoformat(start) <= date.fromisoformat(end)
        if s["time"]["basis"] != "publication":
            assert s["time"]["text"]


def test_nothing_is_coded_twice(statements: list[Json]) -> None:
    """No two statements are equal."""
    assert len({json.dumps(s, sort_keys=True) for s in statements}) == len(statements)


def test_the_model_takes_them(statements: list[Json]) -> None:
    """The product's own types accept every gold statement."""
    for s in statements:
        assert statement_from_json(s).evidence.quote == s["evidence"]["quote"]


def test_builder_refuses_words_that_the_passage_lacks() -> None:
    """A trigger, Ref or weekday that does not fit is an error, not a silent gap."""
    passage = build_gold.Passage("x | 2017-01-09 | Syria | t", ["Rebels took Suran on Monday."])
    made = build_gold.read_statement(
        "event capture 1 took | A Rebels:a | P Suran | @on Monday=2017-01-09/day/r", passage
    )
    assert made["agent"] == [
        {"text": "Rebels", "start": 0, "end": 6, "name": "Rebels", "kind": "armed_group"}
    ]
    for wrong in (
        "event capture 1 seized",
        "event capture 1 took | A Rebel:a",
        "event capture 1 took | @on Monday=2017-01-10/day/r",
    ):
        with pytest.raises(ValueError, match=re.escape("x: ")):
            build_gold.read_statement(wrong, passage)
