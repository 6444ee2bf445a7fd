"""Word lists are plain words under known names; a mistake is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.word_lists import load_word_lists, word_lists_of

SHIPPED = Path(__file__).parents[2] / "src/imbroglio/knowledge/word_lists.toml"


def test_the_words_are_plain_so_that_plain_text_can_hold_them() -> None:
    lists = {(table, name): words for table, held in load_word_lists().items() for name, words in held.items()}
    assert {key: [w for w in words if plain(w.replace("-", " ")) != w.replace("-", " ")] for key, words in lists.items()} == {
        key: [] for key in lists
    }


def test_no_word_says_two_things_of_the_dead() -> None:
    dead = load_word_lists()["dead"]
    told = [w for name in ("untold", "part", "besides", "civilians", "forces") for w in dead[name] if (name, w) != ("forces", "crew")]
    assert len(told) == len(set(told))


@pytest.mark.parametrize(
    ("change", "problem", "line"),
    [
        (("[dead]", "[living]"), "no table", True),
        (("untold = [", "told = ["), "must hold", True),
        (('both = ["clash"]', "both = [7]"), "list of words", True),
        (('both = ["clash"]', 'both = "clash"'), "list of words", True),
        (('both = ["clash"]', "both = ["), "not valid TOML", False),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, change: tuple[str, str], problem: str, line: bool) -> None:
    path = tmp_path / "words.toml"
    path.write_text(SHIPPED.read_text("utf-8").replace(*change), "utf-8")
    with pytest.raises(KnowledgeError, match=problem) as told:
        word_lists_of(path)
    assert not line or told.value.line is not None
