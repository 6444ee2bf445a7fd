"""Who held what as people look at it: places that changed hands, ribbons of holders, the days on which shares move.

Flows in: spells of control; shares by day. Flows out: changes, spells in order, the few days that draw the same line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from imbroglio.model.record import ControlSpell

OPEN = ("contested", "unknown")


@dataclass(frozen=True, slots=True)
class ChangeOfHands:
    """A place that went from one holder to another, or to a first known one (`before` is then "unknown").

    `day` is the first of the new holder's spell, `after` that spell, whose statements are the reasons.
    """

    place: str
    day: date
    before: str
    after: ControlSpell


def assessed(spells: Iterable[ControlSpell], basis: Literal["assessed", "claimed"] = "assessed") -> dict[str, list[ControlSpell]]:
    """Spells of one basis by place, in the order of time."""
    held: dict[str, list[ControlSpell]] = {}
    for s in spells:
        if s.basis == basis:
            held.setdefault(s.place, []).append(s)
    return {place: sorted(of, key=lambda s: (s.start, s.end)) for place, of in held.items()}


def changes(spells: Iterable[ControlSpell]) -> list[ChangeOfHands]:
    """Every place that changed hands, in the order of time.

    A place that was contested, or of which nobody knew, between two spells of one holder has not changed hands.
    """
    found: list[ChangeOfHands] = []
    for place, held in assessed(spells).items():
        before = "unknown"
        for was, now in pairwise([None, *held]):
            if was is not None and was.holder not in OPEN:
                before = was.holder
            if now is None or now.holder in OPEN or was is None:
                continue
            if now.holder != before and now.statements:
                found.append(ChangeOfHands(place, now.start, before, now))
    return sorted(found, key=lambda c: (c.day, c.place))


def holder_on(held: Sequence[ControlSpell], day: date) -> ControlSpell | None:
    """The spell of a place's ribbon that covers a day, if any does."""
    return next((s for s in held if s.start <= day <= s.end), None)


def turning_days(shares: NDArray[np.float64], within: float = 0.01) -> list[int]:
    """The days, as indexes, that draw the same lines as all days do, straight between them, no further off than `within`.

    Args:
        shares: days x states.
        within: how far off a line may be.

    >>> turning_days(np.array([[0.0], [0.5], [1.0], [1.0], [1.0], [0.2]]))
    [0, 2, 4, 5]
    """
    if not len(shares):
        return []
    kept = {0, len(shares) - 1}
    open_ = [(0, len(shares) - 1)]
    while open_:
        low, high = open_.pop()
        if high - low < 2:
            continue
        part = (np.arange(low + 1, high) - low)[:, None] / (high - low)
        off = np.abs(shares[low + 1 : high] - (shares[low] + (shares[high] - shares[low]) * part)).max(axis=1)
        if off.max() > within:
            at = low + 1 + int(off.argmax())
            kept.add(at)
            open_ += [(low, at), (at, high)]
    return sorted(kept)
