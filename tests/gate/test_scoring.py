"""The scorer counts what its docstring says."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from . import scoring

Json = dict[str, Any]
GOLD = scoring.load_gold(Path(__file__).parent)


def ref(text: str, start: int, name: str = "") -> Json:
    """A Ref whose text starts at `start`."""
    return {
        "text": text,
        "start": start,
        "end": start + len(text),
        "name": name or text,
        "kind": "armed_group",
    }


def statement(**changes: Any) -> Json:
    """A capture of Suran by rebels, with changes."""
    base: Json = {
        "doc": "d",
        "kind": "event",
        "type": "capture",
        "agent": [ref("Rebels", 0)],
        "target": [],
        "place": [ref("Suran", 12)],
        "time": {"text": "", "start": "2017-03-21", "end": "2017-03-21"},
        "numbers": [{"measure": "killed", "low": 3, "high": 3}],
        "claim": {"by": [], "stance": None},
        "status": "actual",
        "evidence": {"start": 0, "end": 28, "quote": ""},
        "trigger": "took",
    }
    return {**base, **changes}


def compare(gold: list[Json], made: list[Json]) -> scoring.Scores:
    """Scores of one report."""
    return scoring.score({"d": gold}, {"d": made})


def test_gold_against_itself_is_perfect() -> None:
    """Everything is 1 where the reader wrote the gold."""
    scores = scoring.score(GOLD, GOLD)
    assert {name: rate.f1 for name, rate in scores.rates.items()} == dict.fromkeys(scores.rates, 1.0)
    assert [scores.share(name) for name in ("time", "status", "whole")] == [1.0, 1.0, 1.0]


def test_nothing_found_is_nothing() -> None:
    """An empty prediction scores 0 and does not divide by 0."""
    scores = scoring.score(GOLD, {})
    assert scores.rates["detect"] == scoring.Rate(0, 0, sum(map(len, GOLD.values())))
    assert scores.rates["detect"].f1 == scores.share("whole") == scores.share("time") == 0.0


@pytest.mark.parametrize(
    ("change", "detect", "loose"),
    [
        ({"type": "siege"}, 0.0, 1.0),
        ({"type": "clash"}, 0.0, 0.0),
        ({"kind": "relation"}, 0.0, 1.0),
        ({"evidence": {"start": 28, "end": 40, "quote": ""}}, 0.0, 0.0),
        ({"evidence": {"start": 27, "end": 40, "quote": ""}}, 1.0, 1.0),
    ],
)
def test_pairs_need_kind_type_and_evidence(change: Json, detect: float, loose: float) -> None:
    """Families are equal only for `loose`; evidence must share a character."""
    scores = compare([statement()], [statement(**change)])
    assert (scores.rates["detect"].f1, scores.rates["loose"].f1) == (detect, loose)


def test_fillers_of_missed_statements_are_missed() -> None:
    """One of two statements found: half of the agents."""
    other = statement(evidence={"start": 50, "end": 60, "quote": ""})
    assert compare([statement(), other], [statement()]).rates["agent"] == scoring.Rate(1, 1, 2)


@pytest.mark.parametrize(
    ("made", "same"),
    [
        (ref("Rebels in the south", 0), True),
        (ref("the insurgents", 40, "Free Rebels Army"), False),
        (ref("the insurgents", 40, "Sham Legion"), True),
        (ref("a group", 40, "group of the Légion"), True),
    ],
)
def test_fillers_match_by_span_or_content_word(made: Json, same: bool) -> None:
    """Overlap, or a shared word that is not a weak one, without diacritics."""
    gold = statement(agent=[ref("Rebels", 0, "Sham Legion")])
    assert compare([gold], [statement(agent=[made])]).rates["agent"].hit == int(same)


def test_one_filler_is_counted_once() -> None:
    """Two predicted Refs to one gold Ref: one hit of two found."""
    scores = compare([statement()], [statement(agent=[ref("Rebels", 0), ref("Rebels", 0)])])
    assert scores.rates["agent"] == scoring.Rate(1, 2, 1)
    assert scores.share("whole") == 0.0


def test_pairing_prefers_the_most_fillers_in_common() -> None:
    """Of two candidates, the one that shares the place is taken, whatever the order."""
    here, there = statement(place=[ref("Suran", 12)]), statement(place=[ref("Halfaya", 70)])
    assert scoring.pair([here, there], [there, here]) == [(0, 1), (1, 0)]


@pytest.mark.parametrize(
    ("key", "value"), [("status", "planned"), ("place", []), ("claim", {"by": [ref("Ankara", 30)]})]
)
def test_whole_asks_for_status_and_every_role(key: str, value: Any) -> None:
    """A wrong status, a lost place or a claimant too many is not whole."""
    assert compare([statement()], [statement(**{key: value})]).share("whole") == 0.0


def test_numbers_and_time_do_not_decide_whole() -> None:
    """They have figures of their own."""
    made = statement(
        numbers=[{"measure": "killed", "low": 3, "high": None}], time={"start": "2016-01-01", "end": None}
    )
    scores = compare([statement()], [made])
    assert scores.share("whole") == 1.0
    assert (scores.rates["numbers"].hit, scores.share("time")) == (0, 0.0)


def test_open_intervals_and_missing_dates() -> None:
    """One end stands for both; a gold statement without a date is not asked for one."""
    by_then = statement(time={"start": None, "end": "2017-03-21"})
    assert compare([by_then], [statement()]).shares["time"] == (1, 1)
    assert compare([statement()], [statement(time={"start": None, "end": None})]).shares["time"] == (0, 1)
    undated = statement(time={"start": None, "end": None})
    assert compare([undated], [statement()]).shares["time"] == (0, 0)


def test_scores_fall_with_every_loss() -> None:
    """Taking the agents away costs agents and whole, and nothing else."""
    poorer = copy.deepcopy(GOLD)
    for made in poorer.values():
        for s in made:
            s["agent"] = []
    scores = scoring.score(GOLD, poorer)
    assert scores.rates["detect"].f1 == scores.rates["place"].f1 == 1.0
    assert scores.rates["agent"].f1 == 0.0
    assert 0.0 < scores.share("whole") < 1.0
