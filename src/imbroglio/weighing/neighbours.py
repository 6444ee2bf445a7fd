"""Which accounts can be of one incident with which: found where and when they are, never by looking at all pairs.

Flows in: sights of accounts. Flows out: for one, the positions of those it can touch; for many, the pairs that are likely
one with their scores. Accounts meet by place and day; where one does not say the place, within its report, or by a
telling number of dead on the same day.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from math import cos, floor, radians
from typing import TypeVar

from imbroglio.knowledge.likeness import LikenessParams
from imbroglio.weighing.likeness import Sight, is_exact, likeness, may_be_one

K = TypeVar("K", bound=Hashable)
_DEGREE = 111.2  # kilometres, along a meridian
FINE, COARSE = 0.5, 2.0  # sizes of cells in degrees, for exact places and for areas; a fine one lies within one coarse one
_POLE = 0.1  # the least cosine of a latitude; nearer to a pole no war is fought


_Days = dict[int, list[int]]


class Neighbours:
    """Accounts by place and day. Accounts may be added at any time; those of new reports find the old ones they touch."""

    def __init__(self, params: LikenessParams) -> None:
        self._params = params
        self._sights: list[Sight] = []
        self._fine: dict[tuple[str, int, int], _Days] = {}
        self._areas: dict[tuple[str, int, int], _Days] = {}
        self._coarse: dict[tuple[str, int, int], _Days] = {}
        self._report: dict[tuple[str, str], _Days] = {}
        self._toll: dict[tuple[str, int], _Days] = {}

    def add(self, s: Sight) -> int:
        """Put one in; returns its position."""
        n = len(self._sights)
        self._sights.append(s)
        if not s.dated:
            return n
        days = self._days(s, 0)
        _put(self._report, (s.account.doc, s.family), days, n)
        if (s.killed or 0) >= self._params.limit["telling_toll"]:
            _put(self._toll, (s.family, s.killed or 0), days, n)
        if s.spot is not None:
            exact = is_exact(s.spot)
            table, size = (self._fine, FINE) if exact else (self._areas, COARSE)
            for row, column in cells(s.spot.lat, s.spot.lon, size, 0.0):
                _put(table, (s.family, row, column), days, n)
            if exact:
                for row, column in cells(s.spot.lat, s.spot.lon, COARSE, 0.0):
                    _put(self._coarse, (s.family, row, column), days, n)
        return n

    def near(self, s: Sight) -> list[int]:
        """Positions of those that may be one with `s` and meet it somewhere, in order."""
        if not s.dated:
            return []
        met: set[int] = set()
        limit = self._params.limit
        days = self._days(s, int(max(limit["days"], limit["report_days"])))
        if s.spot is not None:
            areas = cells(s.spot.lat, s.spot.lon, COARSE, limit["area_kilometres"])
            if is_exact(s.spot):
                for row, column in cells(s.spot.lat, s.spot.lon, FINE, limit["kilometres"]):
                    _take(self._fine.get((s.family, row, column)), days, met)
            else:
                for row, column in areas:
                    _take(self._coarse.get((s.family, row, column)), days, met)
            for row, column in areas:
                _take(self._areas.get((s.family, row, column)), days, met)
        report: set[int] = set()
        _take(self._report.get((s.account.doc, s.family)), days, report)
        met.update(report if s.spot is None else [n for n in report if self._sights[n].spot is None])
        if (s.killed or 0) >= limit["telling_toll"]:
            _take(self._toll.get((s.family, s.killed or 0)), days, met)
        return [n for n in sorted(met) if may_be_one(self._sights[n], s, self._params)]

    def _days(self, s: Sight, reach: int) -> range:
        """The days under which an account is kept (or looked for, `reach` days around); a long time only by its first."""
        if s.last - s.first > self._params.limit["wide_days"]:
            return range(s.first, s.first + 1)
        return range(s.first - reach, s.last + reach + 1)


def _put(table: dict[K, _Days], key: K, days: range, n: int) -> None:
    by_day = table.get(key)
    if by_day is None:
        by_day = table[key] = {}
    for day in days:
        if day in by_day:
            by_day[day].append(n)
        else:
            by_day[day] = [n]


def _take(by_day: _Days | None, days: range, met: set[int]) -> None:
    if by_day is not None:
        for day in days:
            if day in by_day:
                met.update(by_day[day])


@lru_cache(maxsize=1 << 16)
def cells(lat: float | None, lon: float | None, size: float, kilometres: float) -> tuple[tuple[int, int], ...]:
    """The cells that a circle around a place touches."""
    if lat is None or lon is None:
        return ()
    high = kilometres / _DEGREE
    wide = high / max(_POLE, cos(radians(min(90.0, abs(lat) + high))))
    rows = range(floor((lat - high) / size), floor((lat + high) / size) + 1)
    columns = range(floor((lon - wide) / size), floor((lon + wide) / size) + 1)
    return tuple((row, column) for row in rows for column in columns)


def likely_pairs(sights: Iterable[Sight], params: LikenessParams) -> Iterator[tuple[int, int, float]]:
    """Pairs (positions, the earlier first) that may be one and whose score is not under the floor."""
    held: list[Sight] = []
    index = Neighbours(params)
    floor_score = params.limit["floor"]
    for n, s in enumerate(sights):
        for m in index.near(s):
            score = likeness(held[m], s, params)[0]
            if score >= floor_score:
                yield m, n, score
        index.add(s)
        held.append(s)
