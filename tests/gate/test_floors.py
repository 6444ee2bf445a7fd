"""The gate: accuracy on passages that ship with the project must not sink below the floors of `floors.toml`."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.model import document_from_json, statement_to_json
from imbroglio.reading.reader import Reader

from . import scoring

HERE = Path(__file__).parent
FLOORS: dict[str, float] = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def scores() -> scoring.Scores:
    """The reader's statements on the gate's reports, held against their gold."""
    reader = Reader(Gazetteer.open())
    reports = [json.loads(line) for line in (HERE / "reports.jsonl").read_text("utf-8").splitlines()]
    made = [statement_to_json(s) for r in reports for s in reader.read(document_from_json(r)).statements]
    gold = scoring.load_gold(HERE)
    return scoring.score(gold, scoring.by_report(made, gold))


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_no_figure_sinks_below_its_floor(scores: scoring.Scores, name: str) -> None:
    reached = scores.rates[name].f1 if name in scores.rates else scores.share(name)
    assert reached >= FLOORS[name], f"{name} is {reached:.3f}, its floor {FLOORS[name]}\n{scores.table()}"
