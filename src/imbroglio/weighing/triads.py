"""Three actors of whom each two have a relation: which triads contradict, and which relations make them.

Flows in: signed edges. Flows out: counts of the four kinds of triad, and those that contradict ("the friend of my enemy
is my friend"), each with its three edges and their statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from imbroglio.weighing.network import Edge, SignedNetwork

KINDS = ("+++", "++-", "+--", "---")
UNBALANCED = ("++-", "---")


@dataclass(frozen=True, slots=True)
class Triad:
    """An unbalanced triangle: `++-`, two friends of one fight each other; `---`, three are foes of each other."""

    kind: str
    edges: tuple[Edge, Edge, Edge]

    @property
    def weight(self) -> int:
        """Independent sources behind its worst attested edge: how firm the contradiction is."""
        return min(e.weight for e in self.edges)


def triangles(edges: Iterable[Edge]) -> Iterator[tuple[Edge, Edge, Edge]]:
    """Every triangle once, in the order of its actors."""
    above: dict[str, dict[str, Edge]] = {}
    for e in edges:
        above.setdefault(e.a, {})[e.b] = e
    for a in sorted(above):
        for b in sorted(above[a]):
            for c in sorted(above[a].keys() & above.get(b, {}).keys()):
                yield above[a][b], above[a][c], above[b][c]


def kind_of(triangle: tuple[Edge, Edge, Edge]) -> str:
    """Its signs, plus before minus.

    >>> kind_of((Edge("a", "b", -1), Edge("a", "c", 1), Edge("b", "c", 1)))
    '++-'
    """
    minus = sum(e.sign < 0 for e in triangle)
    return "+" * (3 - minus) + "-" * minus


def count_triads(edges: Iterable[Edge]) -> dict[str, int]:
    """How many triads there are of each kind."""
    counted = dict.fromkeys(KINDS, 0)
    for triangle in triangles(edges):
        counted[kind_of(triangle)] += 1
    return counted


def triads(network: SignedNetwork, *, weakest_first: bool = False) -> list[Triad]:
    """The triads that contradict.

    Those first whose worst attested edge has most independent sources, then most statements: they are hardest to
    explain by a mistake in reading. With `weakest_first` those last, to look for such mistakes.
    """
    found = [Triad(kind, triangle) for triangle in triangles(network.edges) if (kind := kind_of(triangle)) in UNBALANCED]
    found.sort(key=lambda t: (t.kind, [(e.a, e.b) for e in t.edges]))
    found.sort(key=lambda t: (t.weight, min(len(e.statements) for e in t.edges)), reverse=not weakest_first)
    return found
