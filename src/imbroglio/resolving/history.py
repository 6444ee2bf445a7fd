"""What reports tell of actors' history: who leads, belongs, was renamed, split off or merged.

Flows in: what reports tell (`Sightings.told`) and the roster. Flows out: one `History` for each pair and type, with its
days and the statements behind it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from imbroglio.model.record import History
from imbroglio.resolving.roster import Roster
from imbroglio.resolving.sighting import Told

_SO = ("actual", "ongoing")


def history(told: Iterable[Told], roster: Roster) -> list[History]:
    """Steps of actors' history, in the order of their days, then of their keys; those without a day last.

    A step between two names of one actor is no step: it is among the actor's names. Both ends must be
    actors with a name: "rebels" have no history.
    """
    steps: dict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for t in told:
        first, second = (roster.stands_for.get(k, k) for k in (t.first, t.second))
        if t.status in _SO and first in roster.actors and second in roster.actors:
            if not (roster.actors[first].named and roster.actors[second].named):
                continue
            if first != second:
                steps[t.type, first, second].append(t)
    out = []
    for (type, first, second), some in steps.items():
        on = min((t.on for t in some if t.on is not None), default=None)
        until = max((t.until for t in some if t.until is not None), default=None)
        out.append(History(type, first, second, on, until, tuple(sorted({t.statement for t in some}))))
    return sorted(out, key=lambda h: (h.on or date.max, h.type, h.first, h.second))
