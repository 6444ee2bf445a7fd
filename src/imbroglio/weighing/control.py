"""Who held a place, day by day: assessed from all accounts, and apart from that as the parties claim.

Flows in: the accounts of one place, the roster of actors, whose word each account is. Flows out: a `ControlHistory`
that answers for any day with a probability over holders, "contested" and "unknown", and with the statements behind it.
Sides are compared, not units: the holder is a state or the topmost body (`control_sides`). What accounts say, and how
much, is in `control_evidence`; how days hang together, in `control_chain`; every number in `knowledge/control.toml`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from imbroglio.knowledge.control import ControlParams
from imbroglio.model.record import Account, Actor, ControlSpell
from imbroglio.weighing.control_chain import Array, Chain, run_chain
from imbroglio.weighing.control_evidence import Scene, Sign, find_parties, read_signs, read_undated
from imbroglio.weighing.control_sides import CONTESTED, UNKNOWN, find_state

# What is left of a fight's effect on "contested" when it no longer moves an answer.
_FADED = 0.05


@dataclass(frozen=True, slots=True)
class ControlChange:
    """A place changed hands: on which day most likely, and the days between which it must have been.

    `before` and `after` are keys of actors; `before` is "unknown" where nobody tells who had it.
    """

    place: str
    day: date
    before: str
    after: str
    earliest: date
    latest: date
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Track:
    """One run of the filter: over all accounts, or over those of the parties."""

    sides: tuple[str, ...]
    signs: tuple[Sign, ...]
    undated: tuple[Sign, ...]
    chain: Chain

    def states(self, first: int, last: int) -> Array:
        """(days x sides, unknown, contested), each row summing to 1."""
        belief = self.chain.at(first, last)
        return np.concatenate((belief[..., 0], belief[..., 1].sum(axis=1, keepdims=True)), axis=1)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.sides, UNKNOWN, CONTESTED)


@dataclass(frozen=True, slots=True)
class ControlHistory:
    """Who held one place. `first` and `last` are the first and last day of which anything is told, None if nothing is."""

    place: str
    first: date | None
    last: date | None
    _assessed: _Track = field(repr=False)
    _own: Callable[[], _Track] = field(repr=False)
    _claimed: _Track | None = field(repr=False)
    _params: ControlParams = field(repr=False)

    def on(self, day: date) -> dict[str, float]:
        """Probability of each holder, "contested" and "unknown" on a day, likeliest first. They sum to 1."""
        return _read(self._assessed, day)

    def claimed(self, day: date) -> dict[str, float]:
        """The same by the word of the parties to the fight alone, each taken as it is. Empty if they say nothing."""
        return {} if self._claimed is None else _read(self._claimed, day)

    def holder(self, day: date) -> str | None:
        """The likeliest holder, where it is likely enough; None where the place is contested or it is not known."""
        state, share = next(iter(self.on(day).items()))
        return state if state not in (CONTESTED, UNKNOWN) and share >= self._params.answer["holder"] else None

    def evidence(self, day: date) -> tuple[str, ...]:
        """Ids of the statements that move the answer on a day, nearest first.

        Those since the last change of hands, up to the next one; of fights only those near enough to matter still.
        """
        at = day.toordinal()
        low, high = date.min.toordinal(), date.max.toordinal()
        for change in self.changes():
            if change.day <= day:
                low = change.earliest.toordinal()
            else:
                high = change.latest.toordinal()
                break
        chain = self._assessed.chain.crossing
        memory = 1.0 - chain.starts - chain.ends
        near = [
            sign
            for sign in self._assessed.signs
            if low <= sign.day <= high and (sign.what != "stirs" or abs(sign.worth) * memory ** abs(sign.day - at) >= _FADED)
        ]
        near.sort(key=lambda s: (abs(s.day - at), -abs(s.worth), s.id))
        undated = self._assessed.undated if low == date.min.toordinal() else ()
        return tuple(dict.fromkeys(sign.id for sign in (*near, *undated)))

    def spells(self) -> list[ControlSpell]:
        """Maximal runs of the likeliest state, "unknown" where none is likely enough; assessed ones, then claimed ones.

        From the first day of which anything is told to the last and the horizon after it.
        """
        found = list(_spells(self.place, self._assessed, "assessed", self._params))
        if self._claimed is not None:
            found += _spells(self.place, self._claimed, "claimed", self._params)
        return found

    def daily(self) -> tuple[date, tuple[str, ...], Array] | None:
        """The first day of which anything is told, the states, and their shares (days x states) to the last day and the horizon.

        None where nothing is told.
        """
        days = self._assessed.chain.days
        if not days:
            return None
        shares = self._assessed.states(days[0], days[-1] + round(self._params.chain["horizon"]))
        return date.fromordinal(days[0]), self._assessed.names, shares

    def changes(self) -> list[ControlChange]:
        """Changes of hands from one holder to another, in their order. A place that is only left is not taken yet."""
        return list(_changes(self.place, self._own(), self._params))


def assess(
    place: str,
    accounts: Sequence[Account],
    roster: Mapping[str, Actor],
    origin: Mapping[str, str],
    params: ControlParams,
    country_of: Callable[[str], str | None] | None = None,
    areas: Sequence[str] = (),
) -> ControlHistory:
    """Who held a place.

    Args:
        place: its key.
        accounts: what is told of it; those of other places are passed over.
        roster: who is who, for the sides.
        origin: statement id to whose word it is; the outlet, else the report, where it is missing.
        params: `load_control()`.
        country_of: the ISO code of a place's country; its state holds the place before anything is told.
        areas: keys of the areas in which it lies, whose accounts are among `accounts`, to inherit from (`weight.area`).
    """
    home = find_state(country_of(place), roster) if country_of is not None else None
    scene = Scene(place, roster, origin, params, home, frozenset(areas))
    wanted = {place, *(areas if params.weight["area"] > 0 else ())}
    told = sorted((a for a in accounts if any(s.key in wanted for s in a.place)), key=lambda a: a.id)
    own = [a for a in told if any(s.key == place for s in a.place)]
    parties = find_parties(own, scene) or find_parties(told, scene)
    track = _track(read_signs(told, scene, parties=parties), parties, home, params, read_undated(told, scene, parties))

    @lru_cache(maxsize=1)
    def alone() -> _Track:
        # When a place was taken is told by its own accounts alone: that its area was left sometime dates nothing.
        if len(own) == len(told):
            return track
        return _track(read_signs(own, scene, parties=parties), parties, home, params, read_undated(own, scene, parties))

    said = [a for a in told if a.by and parties & set(scene.sides(a.by))]
    claims = read_signs(said, scene, parties=parties, neutral=True)
    claimed = _track(claims, parties, None, params) if claims else None
    days = [date.fromordinal(day) for day in track.chain.days]
    return ControlHistory(place, days[0] if days else None, days[-1] if days else None, track, alone, claimed, params)


def find_holder(history: ControlHistory, day: date) -> str | None:
    """The holder of a place on a day, or None: contested, unknown, or not likely enough."""
    return history.holder(day)


def _track(
    signs: Sequence[Sign], parties: frozenset[str], home: str | None, params: ControlParams, undated: Sequence[Sign] = ()
) -> _Track:
    sides = tuple(sorted(parties | ({home} if home else set())))
    kept = tuple(s for s in signs if s.what == "stirs" or s.side in sides)
    prior = _prior(sides, home, params)
    undated = tuple(s for s in undated if s.side in sides)
    for sign in undated:
        prior[sides.index(sign.side)] *= np.exp(sign.worth)
    return _Track(sides, kept, undated, run_chain(kept, sides, prior / prior.sum(), params))


def _prior(sides: tuple[str, ...], home: str | None, params: ControlParams) -> Array:
    """What is thought of a place before anything is told of it."""
    prior = np.zeros(len(sides) + 1)
    others = [i for i, side in enumerate(sides) if side != home]
    left = 1.0
    if home is not None:
        prior[sides.index(home)] = params.prior["state"]
        left -= params.prior["state"]
    unknown = left * (params.prior["unknown"] if home is not None else params.prior["blank"]) if others else left
    prior[-1] = unknown
    prior[others] = (left - unknown) / max(len(others), 1)
    return prior


def _read(track: _Track, day: date) -> dict[str, float]:
    at = day.toordinal()
    shares = zip(track.names, track.states(at, at)[0].tolist(), strict=True)
    return dict(sorted(shares, key=lambda s: (-s[1], s[0])))


def _runs(of: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Maximal runs: (value, first index, last index)."""
    edges = [0, *(np.flatnonzero(np.diff(of)) + 1).tolist(), len(of)]
    for start, end in pairwise(edges):
        yield int(of[start]), start, end - 1


def _likeliest(shares: Array, unknown: int, least: float) -> NDArray[np.int64]:
    best = shares.argmax(axis=1)
    return np.where(shares.max(axis=1) >= least, best, unknown).astype(np.int64)


def _spells(
    place: str, track: _Track, basis: Literal["assessed", "claimed"], params: ControlParams
) -> Iterator[ControlSpell]:
    if not track.chain.days:
        return
    first, unknown = track.chain.days[0], len(track.sides)
    shares = track.states(first, track.chain.days[-1] + round(params.chain["horizon"]))
    for state, start, end in _runs(_likeliest(shares, unknown, params.answer["holder"])):
        name = track.names[state]
        ids = [s.id for s in track.signs if first + start <= s.day <= first + end and _speaks_for(s, name)]
        yield ControlSpell(
            place, name, date.fromordinal(first + start), date.fromordinal(first + end),
            float(shares[start : end + 1, state].mean()), basis, tuple(dict.fromkeys(ids)),
        )  # fmt: skip


def _speaks_for(sign: Sign, state: str) -> bool:
    """Whether a sign is a reason for a state; for "unknown" all of its days are, since they leave it open."""
    if state == UNKNOWN:
        return True
    if state == CONTESTED:
        return sign.what == "stirs" and sign.worth > 0
    if sign.what == "leaves":
        return sign.side != state
    return sign.what != "stirs" and (sign.worth > 0) == (sign.side == state)


def _changes(place: str, track: _Track, params: ControlParams) -> Iterator[ControlChange]:
    if not track.chain.days:
        return
    first, unknown = track.chain.days[0] - 1, len(track.sides)
    shares = track.chain.at(first, track.chain.days[-1]).sum(axis=2)  # contested or not
    had, had_until = unknown, 0
    for state, start, end in _runs(_likeliest(shares, unknown, params.answer["change"])):
        lasts = end == len(shares) - 1 or end - start + 1 >= params.answer["stands"]
        if state == unknown or not lasts:
            continue
        if state != had:
            change = _change(place, track, first, shares, (had, had_until), (state, start), params)
            if change is not None:
                yield change
        had, had_until = state, end


def _change(
    place: str, track: _Track, first: int, shares: Array, before: tuple[int, int], after: tuple[int, int], params: ControlParams
) -> ControlChange | None:
    """The change between the last sure day of one holder and the first of the next, or None: it was only never told."""
    (old, old_end), (new, new_start) = before, after
    unknown, side = len(track.sides), track.names[new]
    low, high = (old_end + 1 if old != unknown else 0), new_start
    likelier = np.flatnonzero(shares[low : high + 1, new] > shares[low : high + 1, old])
    day = first + low + int(likelier[0])
    takes = [s for s in track.signs if s.what == "takes" and s.side == side and first + low <= s.day <= first + high]
    leaves = [s for s in track.signs if s.what == "leaves" and s.side == track.names[old] and first + low <= s.day <= first + high]
    if not takes and not (leaves and old != unknown):
        return None
    earliest = first + low
    if takes and all(s.since is None or s.since < s.day for s in takes):
        loser = [s.day for s in track.signs if s.what == "has" and s.worth > 0 and s.day < day and s.side == track.names[old]]
        opened = max(loser, default=track.chain.days[0])
        earliest = min(earliest, max(opened, min(opened if s.since is None else s.since for s in takes)))
    if old == unknown:  # nobody is sure enough; who was likeliest on the eve, if anybody
        eve = shares[max(day - first - 1, 0)].copy()
        eve[new] = 0.0
        old = int(eve.argmax())
    day = _told_most(track, side, day, params)
    last = max(first + high, day)
    why = [s.id for s in track.signs if earliest <= s.day <= last and _speaks_for(s, side)]
    return ControlChange(
        place, date.fromordinal(day), track.names[old], side, date.fromordinal(earliest), date.fromordinal(last), tuple(dict.fromkeys(why))
    )


def _told_most(track: _Track, side: str, day: int, params: ControlParams) -> int:
    """The day on which most accounts have it that a side took the place, where it is clearly more than on the first.

    Battles are told as won before they are: of a first claim and the many reports some days later, the many are right.
    """
    told: dict[int, float] = defaultdict(float)
    for s in track.signs:
        if s.what == "takes" and s.side == side and 0 <= s.day - day <= params.answer["settles"]:
            told[s.day] += s.worth
    if not told:
        return day
    at_first = max((worth for on, worth in told.items() if on <= day + 1), default=0.0)
    best = max(sorted(told), key=lambda on: told[on])
    return best if told[best] > params.answer["more"] * at_first else day
