"""That the language model's layers, worked out in another way, say the same; whatever was read before."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from spacy.tokens import Doc

from imbroglio.reading.encoder import Encoder
from imbroglio.reading.entities import EntityLabels
from imbroglio.reading.parser import Parser, Words, load_pipeline

SENTENCES = [
    "Fighters of the Northern Front seized the town of Dorvane on Monday , General Ilir Prodan said .",
    "A spokeswoman for the ministry in Geneva denied it .",
    "Zqxw shelled Wqzkx ; 1,250 people fled to Kenya , Uganda and the West Bank between 3 and 5 May 2016 .",
    "Nobody was hurt .",
    "\"We hold the hill ,\" said Mr. O'Neill of the New York Times ' bureau in Tel Aviv .",
    "!",
]


@pytest.fixture(scope="module")
def parser() -> Parser:
    """A parser of its own."""
    return Parser()


def docs_for(nlp: Any) -> list[Any]:
    """The sentences as docs of a pipeline."""
    return [Doc(nlp.vocab, words=s.split()) for s in SENTENCES]


def words_of(sentence: str) -> Words:
    """A sentence as the parser takes it."""
    words = sentence.split()
    starts = [sum(len(w) + 1 for w in words[:n]) for n in range(len(words))]
    return Words(words, words, [True] * len(words), starts, [a + len(w) for a, w in zip(starts, words, strict=True)])


def test_rows_of_words_are_those_of_the_pipelines_own_layer() -> None:
    nlp = load_pipeline()
    layer = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    encoder = Encoder.find(layer, nlp.vocab)
    assert encoder is not None
    for ours, theirs in zip(encoder.encode(docs_for(nlp)), layer.predict(docs_for(nlp)), strict=True):
        assert np.allclose(ours, theirs, atol=1e-4)


def test_a_words_row_does_not_hang_on_what_was_read_before() -> None:
    nlp = load_pipeline()
    layer = nlp.get_pipe("tok2vec").model  # type: ignore[attr-defined]
    fresh, used = Encoder.find(layer, nlp.vocab), Encoder.find(layer, nlp.vocab)
    assert fresh is not None and used is not None
    docs = docs_for(nlp)
    for doc in reversed(docs):
        used.encode([doc])
    for one, other in zip(fresh.encode(docs), used.encode(docs), strict=True):
        assert np.array_equal(one, other)


def test_trees_and_labels_are_those_of_the_whole_pipeline(parser: Parser) -> None:
    nlp = load_pipeline()
    trees = parser.parse([words_of(s) for s in SENTENCES], [True] * len(SENTENCES))
    for tree, doc in zip(trees, docs_for(nlp), strict=True):
        whole = nlp(doc)
        assert tree.entity == [t.ent_type_ for t in whole]
        again = Parser._tree(parser, whole, words_of(whole.text.rstrip()))
        assert (tree.tag, tree.dep, tree.head, tree.lemma) == (again.tag, again.dep, again.head, again.lemma)


def test_no_entity_goes_across_the_beginning_of_a_sentence(parser: Parser) -> None:
    nlp = parser.nlp
    labels = EntityLabels.find(nlp.get_pipe("ner"), nlp.vocab)
    assert labels is not None
    doc = Doc(nlp.vocab, words="They met in New York".split())
    (joined,) = labels.label([doc], [[True, False, False, False, False]])
    (apart,) = labels.label([doc], [[True, False, False, False, True]])
    assert joined[3:] == ["GPE", "GPE"]
    assert len(apart) == 5


def test_layers_that_are_built_in_another_way_are_left_to_spacy() -> None:
    nlp = load_pipeline()
    assert Encoder.find(nlp.get_pipe("tagger").model, nlp.vocab) is None  # type: ignore[attr-defined]


def test_the_pipeline_as_it_comes_is_not_touched(parser: Parser) -> None:
    assert parser.nlp is not load_pipeline()
    assert load_pipeline().get_pipe("tok2vec").model.ops.use_blis  # type: ignore[attr-defined]
