"""How far a signed network is from two camps: the exact frustration index.

Flows in: a `SignedNetwork`. Flows out: the least number of edges that contradict any division into two camps, which they
are, whether that is proven, the triads, the camps. How it is found is in `frustration`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from imbroglio.weighing.frustration import Arc, colour, least_flips
from imbroglio.weighing.network import Edge, SignedNetwork, network, read_edges
from imbroglio.weighing.triads import count_triads

__all__ = ["Edge", "SignedNetwork", "Tangle", "is_balanced", "network", "read_edges", "solve"]

SECONDS = 60.0  # the networks of wars and of states that were tried take less than one


@dataclass(frozen=True, slots=True)
class Tangle:
    """The answer.

    Attributes:
        nodes, edges, negative: how many actors, edges, and edges of them that are -.
        frustration: how many edges `flip` has: the frustration index if `optimal`, else at most so many are needed.
        optimal: whether fewer are proven to be impossible.
        flip: edges that must change their sign for two camps to remain, in order. Others may do as well; of sets as
            small, one with few independent sources behind it.
        camps: who stands together once they are flipped: for each part of the network that does not touch the others its
            two camps (one where nobody fights), the largest part first, the larger camp first.
        triads: how many there are of each kind, by signs.
        bound: proven: so many must flip at least.
    """

    nodes: int
    edges: int
    negative: int
    frustration: int
    optimal: bool
    flip: tuple[Edge, ...]
    camps: tuple[tuple[str, ...], ...]
    triads: Mapping[str, int]
    bound: int


def solve(net: SignedNetwork, seconds: float = SECONDS) -> Tangle:
    """The frustration index of a network.

    The same network gives the same answer wherever the proof is done in time.

    Args:
        net: the network.
        seconds: how long to look for a proof.

    >>> fell_out = SignedNetwork((Edge("a", "b", 1), Edge("a", "c", 1), Edge("b", "c", -1), Edge("c", "d", -1)))
    >>> answer = solve(fell_out)
    >>> answer.frustration, answer.optimal, answer.triads["++-"]
    (1, True, 1)
    """
    arcs = _arcs(net.edges)
    found = least_flips(arcs, seconds)
    flipping = set(found.flip)
    balanced = [(a, b, -sign if i in flipping else sign, weight) for i, (a, b, sign, weight) in enumerate(arcs)]
    camp = colour(balanced)
    if camp is None:
        raise AssertionError("the edges to flip leave no two camps")  # a bug, never the user's fault
    return Tangle(
        nodes=len(net.nodes),
        edges=len(net.edges),
        negative=sum(e.sign < 0 for e in net.edges),
        frustration=len(found.flip),
        optimal=found.proven,
        flip=tuple(net.edges[i] for i in found.flip),
        camps=_camps(net.nodes, balanced, camp),
        triads=count_triads(net.edges),
        bound=found.bound,
    )


def is_balanced(edges: Sequence[Edge]) -> bool:
    """Whether two camps exist that no edge contradicts."""
    return colour(_arcs(edges)) is not None


def _arcs(edges: Sequence[Edge]) -> list[Arc]:
    nodes = sorted({end for e in edges for end in (e.a, e.b)})
    number = {node: i for i, node in enumerate(nodes)}
    return [(number[e.a], number[e.b], e.sign, e.weight) for e in edges]


def _camps(nodes: Sequence[str], arcs: Sequence[Arc], camp: Mapping[int, int]) -> tuple[tuple[str, ...], ...]:
    part = list(range(len(nodes)))  # each node's part, by its least node

    def root(node: int) -> int:
        while part[node] != node:
            part[node] = part[part[node]]
            node = part[node]
        return node

    for a, b, *_rest in arcs:
        first, second = sorted((root(a), root(b)))
        part[second] = first
    by_part: dict[int, tuple[list[str], list[str]]] = {}
    for i, node in enumerate(nodes):
        by_part.setdefault(root(i), ([], []))[camp[i]].append(node)
    parts = [sorted((tuple(side) for side in sides if side), key=lambda s: (-len(s), s)) for sides in by_part.values()]
    parts.sort(key=lambda sides: (-sum(map(len, sides)), sides))
    return tuple(side for sides in parts for side in sides)
