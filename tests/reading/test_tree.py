"""The predicate-argument layer: which words stand in which slot, whatever the sentence's shape."""

from __future__ import annotations

import pytest

from imbroglio.reading.parser import Parser, Words
from imbroglio.reading.reader import Reader
from imbroglio.reading.tokens import sentences, tokenize
from imbroglio.reading.tree import Tree


def _tree(parser: Parser, text: str) -> Tree:
    tokens = tokenize(text, parser.spans)
    (first, end), *_ = sentences(tokens, text)
    words = tokens.text[first:end]
    space = [i + 1 < end and tokens.end[i] < tokens.start[i + 1] for i in range(first, end)]
    return parser.parse([Words(words, words, space, tokens.start[first:end], tokens.end[first:end])], [False])[0]


def _slot(tree: Tree, verb: str, slot: str) -> list[str]:
    at = tree.low.index(verb)
    return [tree.low[i] for i in tree.slots(at).get(slot, [])]


@pytest.mark.parametrize(
    ("text", "verb", "subject", "patient"),
    [
        ("Rebels captured the town.", "captured", ["rebels"], ["town"]),
        ("The town was captured by rebels.", "captured", ["rebels"], ["town"]),
        ("Rebels bombed and shelled the town.", "bombed", ["rebels"], ["town"]),
        ("Rebels bombed and shelled the town.", "shelled", ["rebels"], ["town"]),
        ("The militia that attacked the convoy fled.", "attacked", ["militia"], ["convoy"]),
        ("The town held by militants was bombed.", "held", ["militants"], ["town"]),
        ("The president ordered troops to storm the city.", "storm", ["troops"], ["city"]),
        ("The army advanced, killing dozens of civilians.", "killing", ["army"], ["civilians"]),
        ("Gunmen and soldiers killed farmers and herders.", "killed", ["gunmen", "soldiers"], ["farmers", "herders"]),
    ],
)
def test_who_does_it_to_whom(reader: Reader, text: str, verb: str, subject: list[str], patient: list[str]) -> None:
    tree = _tree(reader.parser, text)
    assert _slot(tree, verb, "subj") == subject
    assert _slot(tree, verb, "obj") == patient


def test_what_follows_a_report_is_said_of_the_reported_event(reader: Reader) -> None:
    tree = _tree(reader.parser, "Jets bombed the market, the monitor said, killing twelve people.")
    assert _slot(tree, "killing", "subj") == ["jets"]


def test_an_ing_form_with_a_determiner_is_a_noun(reader: Reader) -> None:
    tree = _tree(reader.parser, "Five people died in the shelling of the town.")
    assert tree.is_noun(tree.low.index("shelling"))


def test_hyphened_epithets_are_taken_apart(reader: Reader) -> None:
    text = "The U.S.-led coalition met."
    tokens = tokenize(text, reader.parser.spans)
    assert tokens.text[1:4] == ["U.S.", "-", "led"]
    assert all(text[a:b] == word for a, b, word in zip(tokens.start, tokens.end, tokens.text, strict=True))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Rebels took the town. The army fled.", 2),
        ("Gen. Idris spoke to the U.N. envoy on Monday.", 1),
        ('He said: "We will fight." They left.', 2),
        ("A headline without a stop\n\nRebels took the town.", 2),
    ],
)
def test_sentences(reader: Reader, text: str, count: int) -> None:
    tokens = tokenize(text, reader.parser.spans)
    assert len(sentences(tokens, text)) == count


def test_a_small_clause_is_an_object_with_its_predicate(reader: Reader) -> None:
    tree = _tree(reader.parser, "The junta declared the resistance army a terrorist organisation.")
    assert _slot(tree, "declared", "obj") == ["army"]


@pytest.mark.parametrize("noun", ["exodus", "census", "siege", "crisis"])
def test_one_of_something_is_its_own_lemma(reader: Reader, noun: str) -> None:
    tree = _tree(reader.parser, f"The {noun} began in August.")
    assert tree.lemma[1] == noun
