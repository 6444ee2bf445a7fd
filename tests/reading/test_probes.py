"""The probes: sentences of one idea each, in eight families, for every type of the codebook; see tools/probes.py.

What is asserted are floors, by family and in total: they hold what has been reached and may only rise.
"""

from __future__ import annotations

from datetime import date

import probes as tool
import pytest

from imbroglio.knowledge.codebook import codebook
from imbroglio.model import Document
from imbroglio.reading.reader import Reader

PROBES = tool.load()
TYPES = frozenset(codebook())


@pytest.fixture(scope="module")
def outcomes(reader: Reader) -> list[tool.Outcome]:
    """All probes, read once."""
    return tool.read_all(reader, PROBES)


def test_probes_cover_every_type_in_every_family_and_many_wars() -> None:
    assert len(PROBES) >= 620
    assert len({p.war for p in PROBES}) >= 16
    assert {p.type for p in PROBES} == TYPES
    lacking = {(code, family) for code in TYPES for family in tool.FAMILIES} - {(code, p.family) for p in PROBES for e in p.expect for code in tool.types_of(e)}
    assert not lacking


def test_each_probe_is_one_plain_sentence_with_words_that_stand_in_it() -> None:
    assert len({p.text for p in PROBES}) == len(PROBES)
    for p in PROBES:
        assert 8 <= len(p.text.split()) <= 35, p.text
        assert p.family in tool.FAMILIES, p.text
        assert {code for e in p.expect for code in tool.types_of(e)} | set(p.never) <= TYPES, p.text
        assert all(set(e) <= {"type", "agent", "target", "place", "status", "by"} for e in p.expect), p.text


@pytest.mark.parametrize("name", [*tool.FAMILIES, "total"])
def test_no_family_falls_below_what_was_reached(name: str, outcomes: list[tool.Outcome]) -> None:
    reached, floor = tool.percentages(outcomes)[name], tool.floors()[name]
    misses = [o for o in outcomes if o.faults and name in {o.probe.family, "total"}]
    assert reached >= floor, f"{name}: {reached} % fully right, floor {floor} %\n\n" + "\n\n".join(tool.describe(o) for o in misses)


@pytest.mark.parametrize(
    ("expected", "faults"),
    [
        ({"type": "capture", "agent": "rebels", "place": "Morek", "status": "actual", "by": ""}, ()),
        ({"type": "capture", "agent": ["rebels", "army"]}, ("agent",)),
        ({"type": "capture", "place": "", "status": "denied", "by": "army"}, ("place", "claim", "status")),
        ({"type": "siege"}, (tool.WRONG_TYPE,)),
    ],
)
def test_a_probe_is_right_only_if_all_that_it_asserts_holds(reader: Reader, expected: tool.Expected, faults: tuple[str, ...]) -> None:
    text = "The rebels captured Morek on Friday."
    found = reader.read(Document.from_text(text, id="p", date=date(2020, 1, 4))).statements
    assert tool.judge(tool.Probe("Syria", "active", text, (expected,), ()), found).faults == faults


def test_a_type_that_must_not_come_out_is_a_fault(reader: Reader) -> None:
    text = "The rebels captured Morek on Friday."
    found = reader.read(Document.from_text(text, id="p", date=date(2020, 1, 4))).statements
    assert tool.judge(tool.Probe("Syria", "active", text, ({"type": "capture"},), ("capture",)), found).faults == (tool.EXTRA,)
