"""Groups of things that are likely one, by the mean of their pairs' scores (average linkage; Sokal and Michener 1958).

Flows in: scores of pairs, what must and what must not be together. Flows out: groups of positions. Refuses to chain: two
groups are joined only where their pairs are likely one on average, a pair without a score counting as 0. The same answer
comes out in whatever order the pairs are given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

Pair = tuple[int, int]


class Sets:
    """Disjoint sets of positions; the least leads."""

    def __init__(self, size: int) -> None:
        self._leader = list(range(size))

    def find(self, n: int) -> int:
        """The leader of a position's set."""
        leader = self._leader
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    def join(self, one: int, other: int) -> None:
        """Make two sets one."""
        a, b = sorted((self.find(one), self.find(other)))
        self._leader[b] = a

    def all(self) -> list[list[int]]:
        """The sets, each in order, by their leaders."""
        found: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self._leader)):
            found[self.find(n)].append(n)
        return [found[n] for n in sorted(found)]


@dataclass(frozen=True, slots=True)
class Join:
    """Two groups that were made one: by their leaders, and the mean score of their pairs; `forced` by a person."""

    into: int
    gone: int
    mean: float
    forced: bool = False


def settle(size: int, together: Iterable[Pair], apart: Iterable[Pair]) -> tuple[Sets, set[Pair], list[Join]]:
    """What a person decided: the sets that it makes, the pairs that it bars, the joins.

    Of decisions that contradict each other, what is apart stays apart: the last join that would bring it together is left out.
    """
    barred = {(min(p), max(p)) for p in apart}
    sets, joins = Sets(size), []
    for one, other in sorted((min(p), max(p)) for p in together):
        a, b = sorted((sets.find(one), sets.find(other)))
        if a == b or any({sets.find(m), sets.find(n)} == {a, b} for m, n in barred):
            continue
        sets.join(a, b)
        joins.append(Join(a, b, 1.0, forced=True))
    return sets, barred, joins


def group(
    size: int,
    scores: Mapping[Pair, float],
    least: float,
    may_join: Callable[[int, int], bool],
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
) -> Iterator[Join]:
    """Join groups, the likeliest first, as long as the mean score of two is `least` or more. Yields each join as it is made.

    Args:
        size: how many positions there are, 0 to size - 1. At first each leads a group of its own.
        scores: of pairs of positions, the smaller first; a pair that is missing has 0.
        least: the mean from which two groups are one.
        may_join: asked with the leaders of two groups before they are joined. Once False, it must stay so as groups grow.
        together, apart: pairs that a person decided on.

    >>> scores = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.1}  # a chain: 2 is like 1, but not like 0
    >>> [(j.into, j.gone) for j in group(3, scores, 0.5, lambda a, b: True)]
    [(0, 1)]
    """
    sets, barred, joins = settle(size, together, apart)
    yield from joins
    held = _Sums(size, scores, sets, barred)
    while (best := held.best(least)) is not None:
        a, b, mean = best
        if not may_join(a, b):
            held.bar(a, b)
            continue
        held.merge(a, b)
        yield Join(a, b, mean)


class _Sums:
    """Sums of scores between groups, and a heap of their means; what a heap holds of groups that changed is passed over."""

    def __init__(self, size: int, scores: Mapping[Pair, float], sets: Sets, barred: Iterable[Pair]) -> None:
        self._size = [0] * size
        for n in range(size):
            self._size[sets.find(n)] += 1
        self._sum: dict[int, dict[int, float]] = defaultdict(dict)
        for (m, n), score in sorted(scores.items()):
            a, b = sets.find(m), sets.find(n)
            if a != b:
                self._sum[a][b] = self._sum[b][a] = self._sum[a].get(b, 0.0) + score
        self._barred: dict[int, set[int]] = defaultdict(set)
        for m, n in sorted(barred):
            a, b = sets.find(m), sets.find(n)
            self._barred[a].add(b)
            self._barred[b].add(a)
        self._heap = [(-self._mean(a, b), a, b) for a in sorted(self._sum) for b in sorted(self._sum[a]) if a < b]
        heapify(self._heap)

    def _mean(self, a: int, b: int) -> float:
        return self._sum[a][b] / (self._size[a] * self._size[b])

    def best(self, least: float) -> tuple[int, int, float] | None:
        """The two groups with the highest mean; of several those with the least leaders."""
        while self._heap and -self._heap[0][0] >= least:
            minus, a, b = heappop(self._heap)
            if b in self._sum[a] and b not in self._barred[a] and minus == -self._mean(a, b):
                return a, b, -minus
        return None

    def bar(self, a: int, b: int) -> None:
        """Never join these two."""
        self._barred[a].add(b)
        self._barred[b].add(a)

    def merge(self, a: int, b: int) -> None:
        """Make group b part of a."""
        gone = self._sum.pop(b)
        own = self._sum[a]
        own.pop(b, None)
        for other in sorted(gone):
            if other != a:
                row = self._sum[other]
                row.pop(b)
                own[other] = row[a] = own.get(other, 0.0) + gone[other]
        self._size[a] += self._size[b]
        for other in self._barred.pop(b, set()):
            self._barred[other].discard(b)
            self.bar(a, other)
        for other in own:
            x, y = (a, other) if a < other else (other, a)
            heappush(self._heap, (-self._mean(x, y), x, y))
