"""Who is part of whom, as the packs know it.

Flows in: the packs. Flows out: the bodies that an actor belongs to, nearest first, and the state whose organ it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from imbroglio.knowledge.packs import KnownActor


def by_key(packs: Iterable[KnownActor]) -> dict[str, KnownActor]:
    """The packs' actors by their keys ("actor:islamic-state")."""
    return {f"actor:{a.id}": a for a in packs}


def parents_in(key: str, packs: Mapping[str, KnownActor]) -> tuple[str, ...]:
    """The bodies right above an actor: its parents, and what a person leads, speaks for or is part of."""
    known = packs.get(key)
    if known is None:
        return ()
    return tuple(f"actor:{id}" for id in dict.fromkeys((*known.parent, *((known.of,) if known.of else ()))))


def ancestors(direct: Iterable[str], packs: Mapping[str, KnownActor], own: str = "") -> tuple[str, ...]:
    """All the bodies above, nearest first, each once; a ring of parents ends where it began."""
    out: list[str] = []
    row = [k for k in direct if k != own]
    while row:
        out += [k for k in dict.fromkeys(row) if k not in out]
        row = [p for k in row for p in parents_in(k, packs) if p != own and p not in out]
    return tuple(out)


def state_of(key: str, parents: Iterable[str], packs: Mapping[str, KnownActor]) -> str | None:
    """The key of the state whose organ an actor is; its own for a state; None where it is nobody's."""
    for k in (key, *parents):
        known = packs.get(k)
        if known is not None and known.kind == "state" and known.iso:
            return k
    return None


def states_of(packs: Mapping[str, KnownActor]) -> dict[str, str]:
    """Every actor of the packs that is a state's organ, to the key of that state."""
    found = {key: state_of(key, ancestors(parents_in(key, packs), packs, key), packs) for key in packs}
    return {key: state for key, state in found.items() if state is not None}
