"""Scores of coreference on cases worked out by hand from their definitions, and how ECB+ is read."""

from __future__ import annotations

import pytest
from coreference import b_cubed, ceaf_e, conll, muc
from ecb import _chains, _marked
from score_ecb import Pool, cut, joins_of

# The truth {a b c} {d e}; the answer {a b} {c d e}.
KEY = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
ANSWER = {"a": 8, "b": 8, "c": 9, "d": 9, "e": 9}
# The truth {a b} {c}; the answer puts all together.
PAIR_KEY = {"a": 1, "b": 1, "c": 2}
ALL_ONE = dict.fromkeys("abc", 1)


def test_muc_counts_links() -> None:
    found = muc(KEY, ANSWER)
    assert (found.recall, found.precision) == pytest.approx((2 / 3, 2 / 3))  # 1 + 1 of 2 + 1 links, each way
    together = muc(PAIR_KEY, ALL_ONE)
    assert (together.recall, together.precision, together.f1) == pytest.approx((1, 1 / 2, 2 / 3))


def test_b_cubed_counts_mentions() -> None:
    found = b_cubed(KEY, ANSWER)
    assert (found.recall, found.precision) == pytest.approx((11 / 15, 11 / 15))  # (2/3 + 2/3 + 1/3 + 1 + 1) / 5
    together = b_cubed(PAIR_KEY, ALL_ONE)
    assert (together.recall, together.precision, together.f1) == pytest.approx((1, 5 / 9, 5 / 7))


def test_ceaf_matches_groups_one_to_one() -> None:
    found = ceaf_e(KEY, ANSWER)
    assert (found.recall, found.precision) == pytest.approx((4 / 5, 4 / 5))  # 4/5 + 4/5 of 2 groups
    together = ceaf_e(PAIR_KEY, ALL_ONE)
    assert (together.recall, together.precision) == pytest.approx((2 / 5, 4 / 5))


def test_conll_is_the_mean_of_the_three() -> None:
    assert conll(KEY, ANSWER) == pytest.approx((10 / 15 + 11 / 15 + 12 / 15) / 3)
    assert conll(KEY, KEY) == pytest.approx(1)


def test_mentions_that_stand_alone_give_muc_nothing() -> None:
    alone = {"a": 1, "b": 2}
    assert muc(alone, alone).f1 == 0
    assert ceaf_e(alone, alone).f1 == 1


def test_marks_without_words_are_no_mentions_and_chains_across_reports_keep_their_name() -> None:
    from xml.etree.ElementTree import fromstring

    root = fromstring(
        '<Document doc_name="x.xml"><Markables>'
        '<ACTION_OCCURRENCE m_id="1"><token_anchor t_id="7"/></ACTION_OCCURRENCE><ACTION_OCCURRENCE m_id="9" instance_id="ACT1"/>'
        '</Markables><Relations><CROSS_DOC_COREF r_id="5" note="ACT1"><source m_id="1"/><target m_id="9"/></CROSS_DOC_COREF>'
        '<INTRA_DOC_COREF r_id="6"><source m_id="2"/></INTRA_DOC_COREF></Relations></Document>'
    )
    assert _marked(root, {"7": 3}) == {"1": ("ACTION_OCCURRENCE", (3,))}
    assert _chains(root) == {"1": "ACT1", "2": "x.xml:6"}


def test_a_higher_threshold_cuts_the_same_joins_earlier() -> None:
    import numpy as np
    from ecb import Mention

    mentions = tuple(Mention(id, "d", "1", id, "ACTION", "x", "VERB", "x", "x", 0, 0, (), (), (), (), True) for id in "abc")
    pool = Pool("1", mentions, ((0, 1), (0, 2), (1, 2)), np.array([[2.0], [-0.5], [-0.5]]), np.zeros(3, dtype=bool))
    joins = joins_of(pool, np.array([1.0]))  # 0.88, 0.38, 0.38
    assert len(set(cut(pool, joins, 0.3).values())) == 1
    assert cut(pool, joins, 0.5) == {"a": "a", "b": "a", "c": "c"}
