"""What to look at next: statements by doubt times weight, with the reasons of the weight in plain words.

Flows in: a statement's score, and what hangs on it. Flows out: its doubt, its weight, why it weighs so.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

# What a statement can move, as multiples of one that moves nothing. Chosen, not fitted: a wrong toll or a wrong change of
# hands is seen by everybody, and one that nobody else tells is corrected by nobody else.
_EACH_TENFOLD_OF_DEAD, _DISPUTED, _ONLY_TELLER, _ONLY_REASON = 0.75, 1.0, 0.5, 2.0
_MOST_DEAD = 999  # from here on more dead make it no more urgent: such figures are of a whole war


def doubt_of(score: float) -> float:
    """How unsure a score leaves it whether a statement is right: 1 at evens, 0 where it is certain, either way.

    >>> doubt_of(0.5), doubt_of(0.9), round(doubt_of(0.1), 6)
    (1.0, 0.19999999999999996, 0.2)
    """
    return 1.0 - abs(2.0 * score - 1.0)


@dataclass(frozen=True, slots=True)
class Stake:
    """What hangs on one statement.

    Attributes:
        dead: the figure of dead that it gives, 0 for none.
        disputed: it stands on a side of a dispute.
        only_teller: no other source tells of its incident.
        only_reason: a place changed hands by it alone.
    """

    dead: int = 0
    disputed: bool = False
    only_teller: bool = False
    only_reason: bool = False

    @property
    def weight(self) -> float:
        """1 for a statement on which nothing hangs, more where something does.

        >>> Stake().weight, Stake(dead=99, disputed=True).weight
        (1.0, 3.5)
        """
        return (
            1.0
            + _EACH_TENFOLD_OF_DEAD * log10(1 + min(self.dead, _MOST_DEAD))
            + _DISPUTED * self.disputed
            + _ONLY_TELLER * self.only_teller
            + _ONLY_REASON * self.only_reason
        )

    @property
    def reasons(self) -> list[str]:
        """Why it weighs more than another."""
        said = [
            (self.dead > 0, f"it counts {self.dead:,} dead"),
            (self.disputed, "it stands on one side of a dispute"),
            (self.only_reason, "a place changed hands by this statement alone"),
            (self.only_teller, "no other source tells of this incident"),
        ]
        return [text for so, text in said if so]
