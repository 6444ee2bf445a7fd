"""The table of counts: that the shipped one holds, and that mistakes are told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.quantities import load_quantities, quantities_of


def test_the_shipped_table_knows_words_vague_quantities_and_hedges() -> None:
    table = load_quantities()
    assert (table.words["seven"], table.scales["thousand"], table.letters["k"]) == (7, 1000, 1000)
    assert (table.vague["dozens"], table.vague["multiple"]) == ((24, 99), (2, None))
    assert (table.before["at least"], table.before["up to"], table.after["or more"]) == ("low", "high", "low")


@pytest.mark.parametrize(
    ("source", "line", "problem"),
    [
        ('[words]\none = 1\ntwo = "2"\n', 3, "whole number"),
        ('[[vague]]\nwords = ["lots"]\nlow = 9\nhigh = 3\n', 2, "above its high"),
        ('[[vague]]\nwords = ["lots"]\nlow = 1.5\n', 2, "whole numbers"),
        ("[[vague]]\nlow = 2\n", None, "lists no words"),
        ('[before]\nlower = ["at least"]\n', 2, "not 'lower'"),
        ('[after]\nlow = [" or more"]\n', 2, "no plain word"),
        ("[words\n", 1, "not valid TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, source: str, line: int | None, problem: str) -> None:
    path = tmp_path / "quantities.toml"
    path.write_text(source, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=problem) as caught:
        quantities_of(path)
    assert caught.value.line == line
