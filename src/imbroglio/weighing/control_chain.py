"""The filter behind control: a hidden Markov chain over holders, run forward and backward over the days with evidence.

Flows in: signs, the sides that may hold the place, and what is thought before anything is told. Flows out: for any day
the probability of each holder, settled or contested. A state is a pair (holder or unknown, contested or not); the two
halves change independently, and silent days in between are crossed in one step, since their powers have a closed form.

The method is forward-backward smoothing (Rabiner 1989) with transitions that depend on what is told on the day
(Bengio and Frasconi 1995): a capture opens the way to its taker on its day, and hardly any other day does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from imbroglio.knowledge.control import ControlParams
from imbroglio.weighing.control_evidence import Sign

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Crossing:
    """Silent days: `holder_stays` a day, else to `landing`; a contest begins and ends at its own rates."""

    holder_stays: float
    landing: Array
    starts: float
    ends: float

    def _contest(self, days: NDArray[np.int64]) -> tuple[Array, Array]:
        """Probability to be contested after some days, from settled and from contested."""
        left = np.power(1.0 - self.starts - self.ends, days)
        rest = self.starts / (self.starts + self.ends)
        return rest * (1.0 - left), rest + (1.0 - rest) * left

    def forward(self, state: Array, days: NDArray[np.int64]) -> Array:
        """A belief (holders x 2) after each of some numbers of days: (days x holders x 2)."""
        stays = np.power(self.holder_stays, days)[:, None, None]
        moved = stays * state + (1.0 - stays) * (self.landing[:, None] * state.sum(axis=0))
        from_calm, from_contest = (c[:, None] for c in self._contest(days))
        stirred = moved[..., 0] * from_calm + moved[..., 1] * from_contest
        return np.stack((moved.sum(axis=-1) - stirred, stirred), axis=-1)

    def backward(self, message: Array, days: NDArray[np.int64]) -> Array:
        """The likelihood of what comes, seen from each of some numbers of days before: (days x holders x 2)."""
        stays = np.power(self.holder_stays, days)[:, None, None]
        moved = stays * message + (1.0 - stays) * (self.landing @ message)
        from_calm, from_contest = (c[:, None] for c in self._contest(days))
        calm, more = moved[..., 0], moved[..., 1] - moved[..., 0]
        return np.stack((calm + more * from_calm, calm + more * from_contest), axis=-1)

    def _turn(self, days: int) -> Array:
        """The contest's own transitions over one number of days: from settled and contested (rows) to each (columns)."""
        left = (1.0 - self.starts - self.ends) ** days
        rest = self.starts / (self.starts + self.ends)
        begun, on = rest * (1.0 - left), rest + (1.0 - rest) * left
        return np.array(((1.0 - begun, begun), (1.0 - on, on)))

    def step(self, state: Array, days: int) -> Array:
        """`forward` over one number of days: (holders x 2). Long chains take thousands of steps, one at a time."""
        stays = self.holder_stays**days
        moved = (stays * state + (1.0 - stays) * (self.landing[:, None] * state.sum(axis=0))) @ self._turn(days)
        return np.asarray(moved, dtype=np.float64)

    def step_back(self, message: Array, days: int) -> Array:
        """`backward` over one number of days: (holders x 2)."""
        stays = self.holder_stays**days
        moved = (stays * message + (1.0 - stays) * (self.landing @ message)) @ self._turn(days).T
        return np.asarray(moved, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Knot:
    """A day with evidence: likelihood of each state (holders x 2), and how holders move that day (or None)."""

    day: int
    likelihood: Array
    moves: Array | None


@dataclass(slots=True)
class Chain:
    """Beliefs on the days with evidence, from which any day's is had by one crossing each way.

    `before` is the belief on a knot's day with all that was told until then; `arriving` the likelihood of what is told
    from a knot on, as seen on the day before it.
    """

    prior: Array
    crossing: Crossing
    days: list[int] = field(default_factory=list)
    before: list[Array] = field(default_factory=list)
    arriving: list[Array] = field(default_factory=list)

    def at(self, first: int, last: int) -> Array:
        """Belief on each day from first to last (days x holders x 2); each sums to 1."""
        parts, low = [], first
        knot = bisect_right(self.days, first) - 1
        while low <= last:
            high = min(self.days[knot + 1] - 1, last) if knot + 1 < len(self.days) else last
            parts.append(self._between(knot, np.arange(low, high + 1, dtype=np.int64)))
            low, knot = high + 1, knot + 1
        return np.concatenate(parts)

    def _between(self, knot: int, days: NDArray[np.int64]) -> Array:
        """Belief on days from a knot (-1: before the first) until the next one."""
        if len(days) == 1 and knot >= 0 and days[0] == self.days[knot]:  # so it is on most days of a place told of daily
            belief = self.before[knot]
            if knot + 1 < len(self.days):
                belief = belief * self.crossing.step_back(self.arriving[knot + 1], self.days[knot + 1] - 1 - self.days[knot])
            return np.asarray(belief / belief.sum(), dtype=np.float64)[None]
        if knot < 0:
            belief = np.broadcast_to(self.prior, (len(days), *self.prior.shape))
        else:
            belief = self.crossing.forward(self.before[knot], days - self.days[knot])
        if knot + 1 < len(self.days):
            belief = belief * self.crossing.backward(self.arriving[knot + 1], self.days[knot + 1] - 1 - days)
        return np.asarray(belief / belief.sum(axis=(1, 2), keepdims=True), dtype=np.float64)


def run_chain(signs: Sequence[Sign], sides: Sequence[str], prior: Array, params: ControlParams) -> Chain:
    """The chain over `sides` (unknown comes after the last of them) with all signs taken in.

    Args:
        signs: in the order of their days.
        sides: keys of the sides that may hold the place.
        prior: (sides and unknown) what is thought before anything is told; sums to 1.
        params: rates and caps.
    """
    crossing = _crossing(len(sides), params)
    rest = crossing.starts / (crossing.starts + crossing.ends)
    chain = Chain(np.outer(prior, (1.0 - rest, rest)), crossing)
    knots = _knots(signs, sides, params)
    belief, last = chain.prior, None
    for knot in knots:
        belief = crossing.step(belief, 1 if last is None else knot.day - last)
        if knot.moves is not None:
            belief = knot.moves.T @ belief
        belief = belief * knot.likelihood
        belief, last = belief / belief.sum(), knot.day
        chain.days.append(knot.day)
        chain.before.append(belief)
    message = np.ones_like(chain.prior)
    for i in range(len(knots) - 1, -1, -1):
        message, moves = message * knots[i].likelihood, knots[i].moves
        if moves is not None:
            message = moves @ message
        message = crossing.step_back(message, 1)  # seen from the eve, from which the day's own moves lead to it
        message = message / message.max()
        chain.arriving.append(message)
        if i and (days := knots[i].day - 1 - knots[i - 1].day):
            message = crossing.step_back(message, days)
    chain.arriving.reverse()
    return chain


def _crossing(n: int, params: ControlParams) -> Crossing:
    rates = params.chain
    landing = np.full(n + 1, (1.0 - rates["to_unknown"]) / n if n else 0.0)
    landing[n] = rates["to_unknown"] if n else 1.0
    return Crossing(1.0 - rates["change"], landing, rates["contest_starts"], rates["contest_ends"])


def _knots(signs: Sequence[Sign], sides: Sequence[str], params: ControlParams) -> list[_Knot]:
    by_day: dict[int, list[Sign]] = defaultdict(list)
    for sign in signs:
        by_day[sign.day].append(sign)
    index = {side: i for i, side in enumerate(sides)}
    return [_knot(day, by_day[day], index, params) for day in sorted(by_day)]


def _knot(day: int, signs: Sequence[Sign], index: Mapping[str, int], params: ControlParams) -> _Knot:
    n, cap = len(index), params.weight["day_cap"]
    lifts, stir = np.zeros(n + 1), 0.0
    favour: dict[str, tuple[float, str]] = {}
    for sign in signs:
        if sign.what == "has" and sign.side in index:
            lifts[index[sign.side]] += sign.worth
            if sign.worth > 0:
                favour[sign.side] = max(favour.get(sign.side, (0.0, "")), (sign.worth, sign.origin))
        elif sign.what == "stirs":
            stir += sign.worth
    if len(favour) > 1:
        (_, first), (second_worth, second) = sorted(favour.values(), reverse=True)[:2]
        if first != second:  # one origin that tells of both tells of a course of things
            stir += params.contest["disagree"] * second_worth
    lifts = np.minimum(np.maximum(lifts, -cap), cap)
    likelihood = np.exp(lifts[:, None] + np.array((0.0, min(max(stir, -cap), cap))))
    return _Knot(day, likelihood / likelihood.max(), _moves(signs, index, params))


def _moves(signs: Sequence[Sign], index: Mapping[str, int], params: ControlParams) -> Array | None:
    """How holders move on a day, rows from, columns to. None where nothing says that they do.

    Each row sums to 1, but for a side that is told to take what it has: less is told of that, by `move.anew`.
    """
    n = len(index)
    stays_untaken: dict[int, float] = {}
    stays_unleft: dict[int, float] = {}
    for sign in signs:  # independent origins: not to have moved, all must be wrong
        if sign.side in index and sign.what == "takes":
            stays_untaken[index[sign.side]] = stays_untaken.get(index[sign.side], 1.0) * (1.0 - sign.worth)
        elif sign.side in index and sign.what == "leaves":
            stays_unleft[index[sign.side]] = stays_unleft.get(index[sign.side], 1.0) * (1.0 - sign.worth)
    if not stays_untaken and not stays_unleft:
        return None
    moves = np.zeros((n + 1, n + 1))
    for to, stays in sorted(stays_untaken.items()):
        moves[:, to] += 1.0 - stays
    for source, stays in sorted(stays_unleft.items()):
        goes = np.zeros(n + 1)
        others = [i for i in range(n) if i != source]
        goes[others] = params.move["to_foe"] / max(len(others), 1)
        goes[n] = 1.0 - goes.sum()
        moves[source] += (1.0 - stays) * goes
    np.fill_diagonal(moves, 0.0)
    out = moves.sum(axis=1, keepdims=True)
    cap = params.weight["move_cap"]
    moves = np.where(out > cap, moves * (cap / np.maximum(out, cap)), moves)
    np.fill_diagonal(moves, 1.0 - moves.sum(axis=1))
    for to, stays in stays_untaken.items():
        moves[to, to] *= 1.0 - (1.0 - stays) * params.move["anew"]
    return moves
