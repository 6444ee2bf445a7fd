"""That no sentence is left unparsed which states something, and no report unread: on the passages of the gate, and on the lexicon's own words."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from imbroglio.knowledge.lexicon import load_lexicon
from imbroglio.reading.article_screen import ArticleScreen, Kept
from imbroglio.reading.reader import Reader
from imbroglio.reading.screen import stems

GATE = Path(__file__).parents[1] / "gate"
REPORTS = {row["id"]: row["text"] for row in map(json.loads, (GATE / "reports.jsonl").read_text("utf-8").splitlines())}
STATEMENTS = json.loads((GATE / "statements.json").read_text("utf-8"))


def test_every_sentence_of_the_gate_that_states_something_is_parsed(reader: Reader) -> None:
    screen, lost = reader.kit.screen, []
    for statement in STATEMENTS:
        at = statement["evidence"]
        words = REPORTS[statement["doc"]][at["start"] : at["end"]].lower().replace("-", " ").split()
        if not screen.passes(w.strip(".,;:!?\"'()“”") for w in words):
            lost.append(at)
    assert lost == []


def test_no_statement_of_the_gate_is_lost_with_its_report() -> None:
    screen = ArticleScreen()
    held = Counter(s["doc"] for s in STATEMENTS)
    kept = sum(n for doc, n in held.items() if isinstance(screen.verdict(REPORTS[doc]), Kept))
    assert kept >= 0.995 * sum(held.values())


@pytest.mark.parametrize("ending", ["", "s", "ed", "ing"])
def test_a_regular_form_of_a_verb_of_the_lexicon_leads_back_to_it(ending: str) -> None:
    verbs = {f.key for f in load_lexicon().frames if f.pos == "verb" and f.key.isalpha() and len(f.key) > 3}
    plain = {v for v in verbs if v[-1] not in "eysxzh" and not (v[-2] in "aeiou" and v[-3] not in "aeiou")}
    assert plain
    assert {v for v in plain if v not in stems(v + ending)} == set()


@pytest.mark.parametrize("sentence", ["It was warm .", "The weather was warm until noon ."])
def test_a_sentence_in_which_nothing_could_state_anything_is_not_parsed(reader: Reader, sentence: str) -> None:
    assert not reader.kit.screen.passes(sentence.lower().split())
