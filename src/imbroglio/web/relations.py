"""The signed network on a day, and how tangled it is.

Flows in: a `Teller`, a day, how many statements must tell of a relation. Flows out: `NetworkForm`, `TangleForm`; the same as
`imbroglio who` and `imbroglio tangle` tell. How near the war is to two camps is proven where that is done in time, else said
not to be.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
from numpy.typing import NDArray

from imbroglio.knowledge.bonds import load_bonds
from imbroglio.model.record import Bond
from imbroglio.views.months import span
from imbroglio.views.relations import well_told
from imbroglio.web import forms as f
from imbroglio.web.actors import bond_forms
from imbroglio.web.telling import Teller, ids
from imbroglio.weighing.bonds import holds
from imbroglio.weighing.tangle import Edge, SignedNetwork, Tangle, network, solve
from imbroglio.weighing.triads import triads

_SECONDS = 5.0  # for a proof that somebody waits for
_GLANCE, _SMALL = 0.05, 500  # for one beside a network, and up to how many relations it is tried
_NODES, _TRIADS, _IDS = 2000, 200, 50


def network_form(teller: Teller, on: date | None, least: int) -> f.NetworkForm:
    """Actors and how they stand to each other, those with most statements, no more than can be drawn.

    Camps are told where it is proven at a glance which they are, or somebody has waited for the tangle of that day.
    """
    bonds, made = _network(teller, on, least)
    weight = Counter[str]()
    for b in bonds:
        weight.update({b.first: len(b.statements), b.second: len(b.statements)})
    kept = {key for key, _ in sorted(weight.items(), key=lambda pair: (-pair[1], pair[0]))[:_NODES]}
    camp = {node: n for n, camp in enumerate(_camps(teller, made, on, least)) for node in camp}
    first, last = teller.world.answers.kept("bonds span", lambda: span(d for b in teller.world.bonds for d in (b.since, b.until)))
    return f.NetworkForm(
        on=on.isoformat() if on else None,
        first=first.isoformat() if first else None,
        last=last.isoformat() if last else None,
        nodes=[
            f.Node(key=key, name=teller.names.actor(key), kind=teller.names.kind(key), weight=weight[key], camp=camp.get(key))
            for key in sorted(kept, key=lambda k: (-weight[k], k))
        ],
        bonds=bond_forms(teller, [b for b in bonds if b.first in kept and b.second in kept], _IDS),
    )


def _network(teller: Teller, on: date | None, least: int) -> tuple[list[Bond], SignedNetwork]:
    """Bonds that are told often enough, of the day, and what they are as a signed network."""
    world = teller.world
    told, often, first, last = teller.world.answers.kept("bonds", lambda: _timed(well_told(world.bonds, world.actors, 1)))
    fits = often >= least
    if on is not None:
        fits &= (first <= on.toordinal()) & (on.toordinal() <= last)
    held = [told[n] for n in np.flatnonzero(fits)]
    return held, network(held, None, world.actors)


_Whole = NDArray[np.int32]


def _timed(bonds: list[Bond]) -> tuple[list[Bond], _Whole, _Whole, _Whole]:
    """Bonds; how many statements tell of each pair's tie; the first and last day on which each holds (`weighing.bonds.holds`).

    One without days holds on none.
    """
    rules = load_bonds()
    told: Counter[tuple[str, str, str]] = Counter()
    for b in bonds:
        told[b.tie, b.first, b.second] += len(b.statements)
    days = [holds(b, rules) for b in bonds]
    often = np.array([told[b.tie, b.first, b.second] for b in bonds], dtype=np.int32)
    first = np.array([d[0].toordinal() if d else 1 for d in days], dtype=np.int32)
    last = np.array([d[1].toordinal() if d else 0 for d in days], dtype=np.int32)
    return bonds, often, first, last


def _camps(teller: Teller, made: SignedNetwork, on: date | None, least: int) -> tuple[tuple[str, ...], ...]:
    answer = teller.world.answers.get(("tangle", on, least))
    if isinstance(answer, Tangle):
        return answer.camps
    if len(made.edges) > _SMALL:
        return ()
    glance = solve(made, _GLANCE)
    return glance.camps if glance.optimal else ()


def is_solved(teller: Teller, on: date | None, least: int) -> bool:
    """Whether the tangle of a day has been worked out."""
    return teller.world.answers.get(("tangle", on, least)) is not None


def is_quick(teller: Teller, on: date | None, least: int) -> bool:
    """Whether a tangle is small enough to be worked out before anybody asks."""
    return len(_network(teller, on, least)[1].edges) <= _SMALL


def tangle_form(teller: Teller, on: date | None, least: int) -> f.TangleForm:
    """The frustration index, the relations to flip, the triads that contradict, the camps, and who is told to be both."""
    _, made = _network(teller, on, least)
    answer = teller.world.answers.kept(("tangle", on, least), lambda: solve(made, _SECONDS))
    torn = sorted((e for e in made.edges if e.against), key=lambda e: (-min(e.weight, e.against_weight), e.a, e.b))
    return f.TangleForm(
        nodes=answer.nodes,
        edges=answer.edges,
        negative=answer.negative,
        frustration=answer.frustration,
        optimal=answer.optimal,
        flip=[_edge(teller, e) for e in answer.flip],
        triads=dict(answer.triads),
        contradictory=[
            f.Triad(actors=teller.whos(end for e in t.edges for end in (e.a, e.b)), edges=[_edge(teller, e) for e in t.edges])
            for t in triads(made)[:_TRIADS]
        ],
        camps=[[teller.who(key) for key in camp] for camp in answer.camps],
        both=[_edge(teller, e, both=True) for e in torn],
    )


def _edge(teller: Teller, e: Edge, *, both: bool = False) -> f.TangleEdge:
    """A relation with the statements for its sign; with `both`, those for the other sign after them."""
    told = dict.fromkeys((*e.statements, *(e.against if both else ())))
    return f.TangleEdge(first=teller.who(e.a), second=teller.who(e.b), sign=e.sign, statements=ids(list(told)))
