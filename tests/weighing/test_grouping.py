"""Groups by the mean of their pairs: no chains, no order, and what a person decided."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.weighing.grouping import Join, Sets, group

Scores = dict[tuple[int, int], float]
SIZE = 7
PAIRS = [(m, n) for n in range(SIZE) for m in range(n)]
scores_of = st.dictionaries(st.sampled_from(PAIRS), st.sampled_from([0.2, 0.4, 0.55, 0.6, 0.7, 0.9, 1.0]), max_size=len(PAIRS))
pairs_of = st.lists(st.sampled_from(PAIRS), max_size=3)


def groups(joins: list[Join], size: int = SIZE) -> list[list[int]]:
    sets = Sets(size)
    for join in joins:
        sets.join(join.into, join.gone)
    return sets.all()


def grouped(scores: Scores, together: list[tuple[int, int]] | None = None, apart: list[tuple[int, int]] | None = None) -> list[list[int]]:
    return groups(list(group(SIZE, scores, 0.5, lambda a, b: True, together or [], apart or [])))


def mean(scores: Scores, a: list[int], b: list[int]) -> float:
    return sum(scores.get((min(m, n), max(m, n)), 0.0) for m in a for n in b) / (len(a) * len(b))


def test_a_chain_is_cut_at_its_weakest_link() -> None:
    chain = {(0, 1): 0.9, (1, 2): 0.8, (2, 3): 0.7, (3, 4): 0.6}
    assert [g for g in grouped(chain) if len(g) > 1] == [[0, 1], [2, 3]]


@settings(max_examples=80, deadline=None)
@given(scores_of, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(scores: Scores, dice: object) -> None:
    mixed = list(scores.items())
    dice.shuffle(mixed)  # type: ignore[attr-defined]
    assert list(group(SIZE, dict(mixed), 0.5, lambda a, b: True)) == list(group(SIZE, scores, 0.5, lambda a, b: True))


@settings(max_examples=80, deadline=None)
@given(scores_of)
def test_no_two_groups_that_are_left_are_likely_one_on_average(scores: Scores) -> None:
    found = grouped(scores)
    assert sorted(n for g in found for n in g) == list(range(SIZE))
    assert all(mean(scores, a, b) < 0.5 + 1e-9 for a in found for b in found if a is not b)


@settings(max_examples=80, deadline=None)
@given(scores_of)
def test_means_never_rise_from_one_join_to_the_next(scores: Scores) -> None:
    means = [join.mean for join in group(SIZE, scores, 0.1, lambda a, b: True)]
    assert all(later <= earlier + 1e-9 for earlier, later in pairwise(means))


@settings(max_examples=80, deadline=None)
@given(scores_of, pairs_of, pairs_of)
def test_what_is_to_be_apart_is_apart_and_what_is_to_be_together_is_together(
    scores: Scores, together: list[tuple[int, int]], apart: list[tuple[int, int]]
) -> None:
    sets = Sets(SIZE)
    for one, other in together:
        sets.join(one, other)
    found = {n: k for k, members in enumerate(grouped(scores, together, apart)) for n in members}
    assert all(found[m] != found[n] for m, n in apart)
    if all(sets.find(m) != sets.find(n) for m, n in apart):  # they do not contradict each other
        assert all(found[m] == found[n] for m, n in together)


def test_groups_that_may_not_be_joined_are_asked_for_by_their_leaders() -> None:
    asked: list[tuple[int, int]] = []

    def never(a: int, b: int) -> bool:
        asked.append((a, b))
        return False

    assert list(group(3, {(0, 2): 0.9, (0, 1): 0.8}, 0.5, never)) == []
    assert asked == [(0, 2), (0, 1)]
