"""The parameters of likeness, and the roots of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge import likeness
from imbroglio.knowledge.codebook import types_of
from imbroglio.knowledge.likeness import likeness_of, load_likeness
from imbroglio.knowledge.word_roots import root_of, roots_of, rows_of

SHIPPED = Path(likeness.__file__).with_name("likeness.toml")


def changed(tmp_path: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    path = tmp_path / "likeness.toml"
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def test_families_hold_only_types_of_the_codebook() -> None:
    params = load_likeness()
    known = set(types_of("event"))
    assert set(params.family) <= known
    assert params.vague <= set(params.family)
    assert params.mutual <= set(params.family.values())


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("same_day = 1.6", "", "same_day"),
        ("same_day = 1.6", 'same_day = "much"', "same_day"),
        ("same_day = 1.6", "same_day = 1.6\nsame_moon = 1", "same_moon"),
        ('vague = ["killing"', 'unclear = ["killing"', "vague"),
        ("[limit]\nscore = 0.5", "[limit]", "score"),
    ],
)
def test_a_mistake_is_told_by_name_and_line(tmp_path: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(KnowledgeError, match=named) as raised:
        likeness_of(changed(tmp_path, old, new))
    assert raised.value.line


def test_learnt_weights_count_for_their_share(tmp_path: Path) -> None:
    whole = likeness_of(changed(tmp_path, "learnt = 0.5 ", "learnt = 1.0 "))
    assert load_likeness().weight["same_word"] == pytest.approx(whole.weight["same_word"] / 2)
    assert whole.weight["same_day"] == load_likeness().weight["same_day"]


@pytest.mark.parametrize(
    "forms",
    [
        "strike strikes struck striking stricken", "shoot shot shooting shootings", "withdraw withdrew withdrawal withdrawn", "seize seized seizure",
        "bomb bombs bombed bombing bombings", "deploy deployed deployment", "evacuate evacuated evacuation evacuations", "invade invaded invasion",
        "arrest arrested arrests", "capture captured capturing captures", "retreat retreated retreats", "die dies died death dead",
    ],
)  # fmt: skip
def test_forms_of_a_deed_have_one_root(forms: str) -> None:
    assert len({root_of(word, load_likeness().roots) for word in forms.split()}) == 1


def test_deeds_keep_apart() -> None:
    words = "strike shoot bomb seize arrest capture retreat withdraw die kill shell siege flee fight deploy talk".split()
    assert len({root_of(word, load_likeness().roots) for word in words}) == len(words)


def test_of_words_that_tell_something_and_words_that_do_not_the_first_count() -> None:
    rows = rows_of(["take took"])
    assert roots_of("took hostages", rows, frozenset({"tak"})) == (frozenset({root_of("hostage", rows)}), frozenset())
    assert roots_of("took", rows, frozenset({"tak"})) == (frozenset(), frozenset({"tak"}))
