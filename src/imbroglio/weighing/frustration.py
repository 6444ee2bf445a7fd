"""The least number of edges to flip until a signed graph has two camps, proven by an integer program.

Flows in: edges between numbered nodes, with signs and weights. Flows out: which edges to flip, and a proven lower bound.
Only cycles can be frustrated, so that each block (2-connected part) is solved apart, and what is no cycle not at all. The
program is that of Aref, Mason and Wilson ("A modeling and computational study of the frustration index in signed
networks", Networks 75, 2020), with their inequalities for unbalanced triangles and the busiest node fixed; HiGHS solves it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import highspy  # type: ignore[import-untyped]
import numpy as np

# Node, node, sign, weight.
Arc = tuple[int, int, int, int]

# Among flip sets of the least size the solver looks for the worst attested one within so many nodes of its search: a count,
# not a time, so that a slow machine gives the same answer.
_TIE_NODES = 500
_NEARLY = 1e-6  # what the solver's sums may be off a whole number
_SEED = 0


@dataclass(frozen=True, slots=True)
class Flips:
    """Indices of the edges to flip, in order, and how many at least must flip. Proven where both agree."""

    flip: tuple[int, ...]
    bound: int

    @property
    def proven(self) -> bool:
        return len(self.flip) == self.bound


def least_flips(arcs: Sequence[Arc], seconds: float) -> Flips:
    """The fewest edges to flip; among as few, those of the least weight as far as the search goes.

    Args:
        arcs: at most one for each two nodes.
        seconds: how long to look for a proof, over all blocks; the smallest block is done first.

    >>> friends_fall_out = [(0, 1, 1, 2), (1, 2, 1, 3), (0, 2, -1, 1)]
    >>> least_flips(friends_fall_out, 10.0)
    Flips(flip=(2,), bound=1)
    """
    deadline = time.monotonic() + seconds
    flip: list[int] = []
    bound = 0
    for block in sorted(blocks(arcs), key=lambda b: (len(b), b)):
        inner = [arcs[i] for i in block]
        camp = colour(inner)
        found = Flips((), 0) if camp is not None else _solve(inner, deadline)
        flip += [block[i] for i in found.flip]
        bound += found.bound
    return Flips(tuple(sorted(flip)), bound)


def colour(arcs: Sequence[Arc]) -> dict[int, int] | None:
    """Camps, 0 or 1, that no edge contradicts; None where there are none. The least node of each part is in camp 0.

    >>> colour([(0, 1, 1, 1), (1, 2, -1, 1)]), colour([(0, 1, -1, 1), (1, 2, -1, 1), (0, 2, -1, 1)])
    ({0: 0, 1: 0, 2: 1}, None)
    """
    near = _near(arcs)
    camp: dict[int, int] = {}
    for start in sorted(near):
        if start in camp:
            continue
        camp[start] = 0
        todo = [start]
        while todo:
            node = todo.pop()
            for other, arc in near[node]:
                side = camp[node] if arcs[arc][2] > 0 else 1 - camp[node]
                if other not in camp:
                    camp[other] = side
                    todo.append(other)
                elif camp[other] != side:
                    return None
    return camp


def blocks(arcs: Sequence[Arc]) -> Iterator[list[int]]:
    """Indices of the edges of each block that holds a cycle (Hopcroft and Tarjan 1973, without recursion)."""
    near = _near(arcs)
    depth: dict[int, int] = {}
    low: dict[int, int] = {}
    for root in sorted(near):
        if root in depth:
            continue
        depth[root] = low[root] = 0
        stack = [(root, -1, iter(near[root]))]
        open_: list[int] = []
        while stack:
            node, came_by, rest = stack[-1]
            step = next(rest, None)
            if step is not None:
                other, arc = step
                if other not in depth:
                    depth[other] = low[other] = len(stack)
                    open_.append(arc)
                    stack.append((other, arc, iter(near[other])))
                elif arc != came_by and depth[other] < depth[node]:
                    low[node] = min(low[node], depth[other])
                    open_.append(arc)
                continue
            stack.pop()
            if not stack:
                break
            above = stack[-1][0]
            low[above] = min(low[above], low[node])
            if low[node] >= depth[above]:  # nothing below reaches higher: a block ends here
                at = open_.index(came_by)
                block, open_ = open_[at:], open_[:at]
                if len(block) > 1:
                    yield sorted(block)


def _near(arcs: Sequence[Arc]) -> dict[int, list[tuple[int, int]]]:
    """Node to its neighbours and the edges there, in order."""
    near: dict[int, list[tuple[int, int]]] = {}
    for i, (a, b, _sign, _weight) in enumerate(arcs):
        near.setdefault(a, []).append((b, i))
        near.setdefault(b, []).append((a, i))
    return {node: sorted(steps) for node, steps in near.items()}


def _solve(arcs: Sequence[Arc], deadline: float) -> Flips:
    """One block: first the least number with its proof, then the least weight among as many."""
    nodes = _busiest_first(arcs)
    start = _descend(arcs, nodes)
    camp, bound = _run(_Program(arcs, nodes), start, deadline)
    flip = min(_flipped(arcs, start), _flipped(arcs, camp), key=lambda f: (len(f), f))
    if len({weight for *_rest, weight in arcs}) > 1 and len(flip) == bound:
        again = _Program(arcs, nodes, exactly=bound)
        camp, _ = _run(again, camp if len(_flipped(arcs, camp)) == bound else start, deadline, _TIE_NODES)
        rival = _flipped(arcs, camp)
        flip = min(flip, rival, key=lambda f: (len(f), sum(arcs[i][3] for i in f), f))
    return Flips(flip, bound)


def _busiest_first(arcs: Sequence[Arc]) -> list[int]:
    near = _near(arcs)
    return sorted(near, key=lambda node: (-len(near[node]), node))


def _flipped(arcs: Sequence[Arc], camp: dict[int, int]) -> tuple[int, ...]:
    return tuple(i for i, (a, b, sign, _) in enumerate(arcs) if (camp[a] == camp[b]) != (sign > 0))


def _descend(arcs: Sequence[Arc], nodes: Sequence[int]) -> dict[int, int]:
    """A good start: nodes change camps while that leaves fewer frustrated edges."""
    near = _near(arcs)
    camp: dict[int, int] = {}
    for node in nodes:
        pull = sum(arcs[i][2] * (1 - 2 * camp[other]) for other, i in near[node] if other in camp)
        camp[node] = 0 if pull >= 0 else 1
    moved = True
    while moved:
        moved = False
        for node in nodes:
            pull = sum(arcs[i][2] * (1 if camp[other] == camp[node] else -1) for other, i in near[node])
            if pull < 0:
                camp[node] = 1 - camp[node]
                moved = True
    return camp


class _Program:
    """The integer program of one block: a column for each node (its camp), then one for each edge (whether it flips)."""

    def __init__(self, arcs: Sequence[Arc], nodes: Sequence[int], exactly: int | None = None) -> None:
        self.arcs, self.nodes = arcs, nodes
        self.column = {node: i for i, node in enumerate(nodes)}
        self.solver = highspy.Highs()
        self.solver.silent()
        for option, value in (("threads", 1), ("random_seed", _SEED), ("mip_rel_gap", 0.0), ("mip_abs_gap", 1.0 - 1e-3)):
            self.solver.setOptionValue(option, value)
        for node in range(len(nodes)):
            # Both camps are alike, so that the busiest node may stand in the first.
            self.solver.addVar(0.0, 0.0 if node == 0 else 1.0)
        for i, (*_ends, weight) in enumerate(arcs):
            self.solver.addVar(0.0, 1.0)
            self.solver.changeColCost(len(nodes) + i, 1.0 if exactly is None else float(weight))
        for i in range(len(nodes) + len(arcs)):
            self.solver.changeColIntegrality(i, highspy.HighsVarType.kInteger)
        self._edges()
        self._triangles()
        if exactly is not None:
            self._row(0.0, range(len(nodes), len(nodes) + len(arcs)), [1.0] * len(arcs), most=float(exactly))

    def _row(self, least: float, columns: Sequence[int], factors: Sequence[float], most: float = highspy.kHighsInf) -> None:
        self.solver.addRow(least, most, len(columns), np.array(columns, np.int32), np.array(factors, np.float64))

    def _edges(self) -> None:
        """An edge flips where its ends are in two camps and it is +, or in one and it is -."""
        for i, (a, b, sign, _weight) in enumerate(self.arcs):
            columns = (len(self.nodes) + i, self.column[a], self.column[b])
            if sign > 0:
                self._row(0.0, columns, (1.0, 1.0, -1.0))
                self._row(0.0, columns, (1.0, -1.0, 1.0))
            else:
                self._row(1.0, columns, (1.0, 1.0, 1.0))
                self._row(-1.0, columns, (1.0, -1.0, -1.0))

    def _triangles(self) -> None:
        """Of an unbalanced triangle at least one edge flips; true already, but it makes the relaxed program far tighter."""
        to: dict[int, dict[int, int]] = {}
        for i, (a, b, *_rest) in enumerate(self.arcs):
            to.setdefault(min(a, b), {})[max(a, b)] = i
        for a in sorted(to):
            for b in sorted(to[a]):
                for c in sorted(to[a].keys() & to.get(b, {}).keys()):
                    triangle = (to[a][b], to[a][c], to[b][c])
                    if math.prod(self.arcs[i][2] for i in triangle) < 0:
                        self._row(1.0, [len(self.nodes) + i for i in triangle], (1.0, 1.0, 1.0))

    def begin(self, camp: dict[int, int]) -> None:
        """Hand the solver a division to improve on."""
        turned = camp[self.nodes[0]]
        flipped = set(_flipped(self.arcs, camp))
        solution = highspy.HighsSolution()
        solution.col_value = [
            *(float(camp[node] ^ turned) for node in self.nodes),
            *(float(i in flipped) for i in range(len(self.arcs))),
        ]
        self.solver.setSolution(solution)


def _run(program: _Program, start: dict[int, int], deadline: float, most_nodes: int | None = None) -> tuple[dict[int, int], int]:
    """The camps found, and how many flips (or how much weight) there must be at least."""
    solver = program.solver
    solver.setOptionValue("time_limit", max(deadline - time.monotonic(), 0.0))
    if most_nodes is not None:
        solver.setOptionValue("mip_max_nodes", most_nodes)
    program.begin(start)
    solver.run()
    bound = solver.getInfo().mip_dual_bound
    values = solver.getSolution().col_value
    camp = {node: round(values[i]) for i, node in enumerate(program.nodes)} if solver.getSolution().value_valid else start
    if not math.isfinite(bound):
        return camp, 1  # a block that needs a solver is unbalanced
    return camp, max(math.ceil(bound - _NEARLY), 1)
