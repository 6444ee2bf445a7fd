"""The lexicon's grammar, and that a mistake is told by file and line."""

from __future__ import annotations

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.lexicon import frames_of, load_lexicon, parse_entry
from imbroglio.knowledge.nouns import load_nouns
from imbroglio.knowledge.words import load_epithets, load_light, load_operators, load_reporting

HEAD = 'kind = "event"\ntype = "capture"\nverb_slots = "subj=agent obj=place:place|target"\n'


def test_an_entry_lays_its_slots_over_the_files() -> None:
    (frame,) = frames_of(HEAD + 'verbs = ["fall to : subj=place obj=agent if subj=place ~ 0.8"]', "x.toml")
    assert frame.words == ("fall", "to")
    assert frame.slots["obj"][0].role == "agent"
    assert frame.weight == 0.8
    assert frame.conditions[0].slot == "subj"


def test_an_entry_keeps_what_it_does_not_name() -> None:
    (frame,) = frames_of(HEAD + 'verbs = ["seize"]', "x.toml")
    assert [f.role for f in frame.slots["obj"]] == ["place", "target"]


def test_the_head_of_a_noun_is_its_last_word_or_the_one_before_a_preposition() -> None:
    frames = frames_of(HEAD + 'nouns = ["air strike", "cessation of hostility", "under control"]', "x.toml")
    assert [f.key for f in frames] == ["strike", "cessation", "control"]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [("seize : subj=nobody", "role"), ("seize : nowhere=agent", "slot"), ("seize if obj=dragon", "class"), ("seize ~ 3", "weight")],
)
def test_a_mistake_is_told_by_file_and_line(entry: str, problem: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        frames_of(HEAD + f'verbs = [\n  "take",\n  "{entry}",\n]', "capture.toml")
    assert caught.value.line == 6
    assert "capture.toml" in str(caught.value)
    assert problem in str(caught.value)


def test_broken_toml_is_told() -> None:
    with pytest.raises(KnowledgeError, match=r"broken\.toml"):
        frames_of("kind = ", "broken.toml")


def test_the_lexicon_that_ships_is_broad_and_sound() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.frames) > 1500
    assert {f.type for f in lexicon.find("verb", "seize")} >= {"capture"}
    assert load_nouns().classes["warplane"] >= {"aircraft"}
    assert load_operators().verbs["fail to"] == "denied"
    assert load_reporting().clause["say"] == "asserts"
    assert load_light().find("verb", "launch")
    assert load_epithets().suffixes["backed"][0].type == "backs"


def test_words_of_an_entry() -> None:
    words, slots, conditions, weight = parse_entry("take control of")
    assert (words, slots, conditions, weight) == (("take", "control", "of"), {}, (), 1.0)
