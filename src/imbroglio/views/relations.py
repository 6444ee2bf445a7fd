"""Who stands how to whom: the spells of a bond as one tie, and which of them are told often enough.

Flows in: bonds (those of any time, or those that hold on a day). Flows out: ties, most often told first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from imbroglio.model.record import Actor, Bond, Tie
from imbroglio.views.names import Names

SIGNS: Mapping[str, str] = {"fights": "f", "backs": "b", "allied": "a"}
_ORDER: tuple[Tie, ...] = ("fights", "backs", "allied", "part-of")


@dataclass(frozen=True, slots=True)
class TieRow:
    """How two actors stand to each other: all spells of one bond together.

    `since` and `until` are None where that end of a spell is not known; `named` is False where reports only describe
    one of the two ("rebels"), who need not be the same in all of them.
    """

    first: str
    first_name: str
    second: str
    second_name: str
    tie: Tie
    statements: tuple[str, ...]
    outlets: tuple[str, ...]
    sources: tuple[str, ...]
    since: date | None
    until: date | None
    named: bool


def ties(bonds: Iterable[Bond], names: Names, *, kin: bool = False) -> list[TieRow]:
    """Who fights, backs and stands with whom; most often told first.

    Args:
        bonds: any of them, of one day or of all times.
        names: of the record.
        kin: with `part-of`, which is history and stands on an actor's page.
    """
    held: dict[tuple[str, str, Tie], list[Bond]] = {}
    for b in bonds:
        if kin or b.tie in SIGNS:
            held.setdefault((b.first, b.second, b.tie), []).append(b)
    found = [_tie(spells, names) for spells in held.values()]
    return sorted(found, key=lambda t: (-len(t.statements), _ORDER.index(t.tie), t.first_name, t.second_name, t.first, t.second))


def _tie(spells: list[Bond], names: Names) -> TieRow:
    b = spells[0]
    starts, ends = [s.since for s in spells], [s.until for s in spells]
    return TieRow(
        b.first,
        names.actor(b.first),
        b.second,
        names.actor(b.second),
        b.tie,
        tuple(dict.fromkeys(id for s in spells for id in s.statements)),
        tuple(sorted({o for s in spells for o in s.outlets})),
        tuple(sorted({o for s in spells for o in s.sources})),
        None if None in starts else min(d for d in starts if d),
        None if None in ends else max(d for d in ends if d),
        all(key in names.actors and names.actors[key].named for key in (b.first, b.second)),
    )


def well_told(bonds: Iterable[Bond], actors: Mapping[str, Actor], least: int) -> list[Bond]:
    """Bonds between actors that have a name, of pairs of which so many statements tell at any time."""
    named = {key for key, actor in actors.items() if actor.named}
    held = [b for b in bonds if b.first in named and b.second in named]
    told: Counter[tuple[str, str, str]] = Counter()
    for b in held:
        told[b.tie, b.first, b.second] += len(b.statements)
    return [b for b in held if told[b.tie, b.first, b.second] >= least]
