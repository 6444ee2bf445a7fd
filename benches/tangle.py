"""How long the proof of a frustration index takes: given networks, and random ones that are far harder than wars.

    python benches/tangle.py ../shared/gold/networks/*.csv [--seconds 60] [--random]

Prints one line for each network: actors, edges, negative ones, edges that lie on cycles, the index with
"proven" or the bound that was proven, and seconds of the wall clock.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from imbroglio.weighing.frustration import blocks
from imbroglio.weighing.network import Edge, SignedNetwork, read_edges
from imbroglio.weighing.tangle import solve

# Actors, edges, share of negative ones. Edges drawn by chance contradict each other far more than those of a war do.
RANDOM = ((30, 200, 0.5), (60, 400, 0.5), (200, 1200, 0.1))
SEED = 1


def drawn(actors: int, edges: int, negative: float) -> SignedNetwork:
    """A network drawn by chance, the same each time."""
    chance = random.Random(SEED)
    pairs = sorted(chance.sample(list(combinations([f"n{i:04}" for i in range(actors)], 2)), edges))
    return SignedNetwork(tuple(Edge(a, b, -1 if chance.random() < negative else 1) for a, b in pairs))


def networks(paths: list[Path], with_random: bool) -> Iterator[tuple[str, SignedNetwork]]:
    """The networks to solve, with their names."""
    for path in paths:
        yield path.stem, read_edges(path)
    for kind in RANDOM if with_random else ():
        yield "random {} {} {}".format(*kind), drawn(*kind)


def on_cycles(net: SignedNetwork) -> int:
    """Edges that lie in a block with a cycle: what the solver has to look at."""
    number = {node: i for i, node in enumerate(net.nodes)}
    return sum(len(block) for block in blocks([(number[e.a], number[e.b], e.sign, e.weight) for e in net.edges]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--random", action="store_true")
    asked = parser.parse_args()
    print(f"{'network':24} {'actors':>6} {'edges':>6} {'minus':>6} {'cycles':>6} {'index':>6}  {'proof':10} {'s':>7}")
    for name, net in networks(asked.paths, asked.random):
        began = time.perf_counter()
        answer = solve(net, asked.seconds)
        took = time.perf_counter() - began
        proof = "proven" if answer.optimal else f">= {answer.bound}"
        print(
            f"{name[:24]:24} {answer.nodes:6} {answer.edges:6} {answer.negative:6} {on_cycles(net):6} {answer.frustration:6}  "
            f"{proof:10} {took:7.2f}"
        )


if __name__ == "__main__":
    main()
