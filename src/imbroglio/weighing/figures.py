"""How many: low, best and high of an incident, from all of its accounts, by a named rule.

Flows in: the accounts of one incident, and whose word each is. Flows out: one `Toll` for all together and one for each
side of which an account tells apart. Refuses to add up: a later figure of the same origin replaces its earlier one, and
figures of different origins are rivals, never parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from imbroglio.model.record import Account, Actor, Toll, TollRule

CIVILIANS = "civilians"
ALL = ""
_SO = ("actual", "ongoing")
# A figure over a longer time than an incident can last is no incident's.
_LONG = ("month", "season", "year")
_ACTORS = ("state", "government", "armed_group", "coalition")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one account: its bounds, whose word it is, and when it was said."""

    account: str
    origin: str
    side: str
    low: int | None
    high: int | None
    said: tuple[date, str]

    @property
    def value(self) -> int:
        """The number said: the lower bound where both are, the middle of a range being nobody's word."""
        if self.low is not None:
            return self.low
        return self.high or 0


def deaths(
    accounts: Sequence[Account], origin: Mapping[str, str], roster: Mapping[str, Actor], rule: TollRule = "median"
) -> tuple[Toll, ...]:
    """The dead of one incident, all together first, then by side."""
    return tolls(accounts, origin, roster, "killed", rule)


def tolls(
    accounts: Sequence[Account], origin: Mapping[str, str], roster: Mapping[str, Actor], measure: str, rule: TollRule = "median"
) -> tuple[Toll, ...]:
    """Low, best and high of a measure ("killed", "wounded").

    Args:
        accounts: those of one incident.
        origin: statement id to whose word it is; an account that is missing there is its outlet's or report's.
        roster: actors by key, for whose the dead are.
        measure: which figures count.
        rule: `median` of independent origins (of an even number the lower of the two in the middle), `max`, or `latest`.
    """
    by_side: dict[str, list[Figure]] = defaultdict(list)
    for account in accounts:
        for figure in figures_of(account, origin, roster, measure):
            by_side[figure.side].append(figure)
    return tuple(_toll(measure, side, by_side[side], rule) for side in sorted(by_side))


def figures_of(a: Account, origin: Mapping[str, str], roster: Mapping[str, Actor], measure: str) -> list[Figure]:
    """The figures of one account: of all together, and of a side where it tells of one."""
    if a.status not in _SO or a.kind != "event" or a.precision in _LONG or a.stance == "denies":
        return []
    held = [n for n in a.numbers if n.measure == measure and (n.low is not None or n.high is not None)]
    if not held:
        return []
    whose = origin.get(a.id) or a.outlet or a.doc
    said = (a.published or date.min, a.id)
    # Several figures in one account are a whole and its parts, or parts: the largest stands for the whole.
    whole = max(held, key=lambda n: (n.low if n.low is not None else n.high or 0))
    found = [Figure(a.id, whose, ALL, whole.low, whole.high, said)]
    side = _side(a, roster)
    if side and len(held) == 1:
        found.append(Figure(a.id, whose, side, whole.low, whole.high, said))
    return found


def _side(a: Account, roster: Mapping[str, Actor]) -> str:
    """Whose dead an account tells of, where it names only one target."""
    if len(a.target) != 1:
        return ALL
    target = roster.get(a.target[0])
    if target is not None and target.kind in _ACTORS:
        return target.key
    if (target is not None and target.kind == "people") or a.target[0].startswith("name:civilian"):
        return CIVILIANS
    return ALL


def latest(figures: Sequence[Figure]) -> list[Figure]:
    """Of each origin its last figure; of those said on one day the largest, which counts those found by then."""
    last: dict[str, Figure] = {}
    for f in sorted(figures, key=lambda f: (f.said[0], f.value, f.account)):
        last[f.origin] = f
    return [last[key] for key in sorted(last)]


def _toll(measure: str, side: str, figures: Sequence[Figure], rule: TollRule) -> Toll:
    counted = latest(figures)
    ranked = sorted(counted, key=lambda f: (f.value, f.origin))
    if rule == "max":
        best = ranked[-1].value
    elif rule == "latest":
        best = max(counted, key=lambda f: (f.said[0], f.value, f.account)).value
    else:
        best = ranked[(len(ranked) - 1) // 2].value
    # "up to 40" says nothing of the least, "at least 16" nothing of the most.
    lows = [f.low for f in counted if f.low is not None]
    highs = [f.high for f in counted if f.high is not None]
    open_end = any(f.high is None and f.value >= max(highs, default=0) for f in counted)
    return Toll(
        measure,
        side,
        min(lows, default=None),
        best,
        None if open_end or not highs else max(max(highs), best),
        rule,
        tuple(dict.fromkeys(f.account for f in sorted(figures, key=lambda f: f.said))),
        tuple(sorted({f.account for f in figures if f.value == best})),
    )
