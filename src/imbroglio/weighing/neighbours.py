"""Which accounts can be of one incident with which: found where and when they are, never by looking at all pairs.

Flows in: sights of accounts. Flows out: for one, the positions of those it can touch; for many, the pairs that are likely
one with their scores. Accounts meet by place and day; where one does not say the place, within its report, or by a
telling number of dead on the same day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from math import cos, floor, radians

from imbroglio.knowledge.likeness import LikenessParams
from imbroglio.weighing.likeness import Sight, is_exact, likeness, may_be_one

_DEGREE = 111.2  # kilometres, along a meridian
_FINE, _COARSE = 0.5, 2.0  # sizes of cells in degrees, for exact places and for areas
_POLE = 0.1  # the least cosine of a latitude; nearer to a pole no war is fought


class Neighbours:
    """Accounts by place and day. Accounts may be added at any time; those of new reports find the old ones they touch."""

    def __init__(self, params: LikenessParams) -> None:
        self._params = params
        self._sights: list[Sight] = []
        self._fine: dict[tuple[str, int, int, int], list[int]] = defaultdict(list)
        self._areas: dict[tuple[str, int, int, int], list[int]] = defaultdict(list)
        self._coarse: dict[tuple[str, int, int, int], list[int]] = defaultdict(list)
        self._report: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        self._toll: dict[tuple[str, int, int], list[int]] = defaultdict(list)

    def add(self, s: Sight) -> int:
        """Put one in; returns its position."""
        n = len(self._sights)
        self._sights.append(s)
        if not s.dated:
            return n
        for day in self._days(s, 0):
            self._report[s.account.doc, s.family, day].append(n)
            if (s.killed or 0) >= self._params.limit["telling_toll"]:
                self._toll[s.family, day, s.killed or 0].append(n)
            if s.spot is not None:
                exact = is_exact(s.spot)
                table, size = (self._fine, _FINE) if exact else (self._areas, _COARSE)
                for cell in _cells(s, size, 0.0):
                    table[s.family, day, *cell].append(n)
                if exact:
                    for cell in _cells(s, _COARSE, 0.0):
                        self._coarse[s.family, day, *cell].append(n)
        return n

    def near(self, s: Sight) -> list[int]:
        """Positions of those that may be one with `s` and meet it somewhere, in order."""
        if not s.dated:
            return []
        met: set[int] = set()
        limit = self._params.limit
        exact = is_exact(s.spot)
        areas = _cells(s, _COARSE, limit["area_kilometres"])
        places = _cells(s, _FINE, limit["kilometres"]) if exact else areas
        table = self._fine if exact else self._coarse
        for day in self._days(s, int(max(limit["days"], limit["report_days"]))):
            for cell in places:
                met.update(table.get((s.family, day, *cell), ()))
            for cell in areas:
                met.update(self._areas.get((s.family, day, *cell), ()))
            for n in self._report.get((s.account.doc, s.family, day), ()):
                if s.spot is None or self._sights[n].spot is None:
                    met.add(n)
            if (s.killed or 0) >= limit["telling_toll"]:
                met.update(self._toll.get((s.family, day, s.killed or 0), ()))
        return sorted(n for n in met if may_be_one(self._sights[n], s, self._params))

    def _days(self, s: Sight, reach: int) -> range:
        """The days under which an account is kept (or looked for, `reach` days around); a long time only by its first."""
        if s.last - s.first > self._params.limit["wide_days"]:
            return range(s.first, s.first + 1)
        return range(s.first - reach, s.last + reach + 1)


def _cells(s: Sight, size: float, kilometres: float) -> list[tuple[int, int]]:
    """The cells that a circle around an account's place touches."""
    if s.spot is None or s.spot.lat is None or s.spot.lon is None:
        return []
    high = kilometres / _DEGREE
    wide = high / max(_POLE, cos(radians(min(90.0, abs(s.spot.lat) + high))))
    rows = range(floor((s.spot.lat - high) / size), floor((s.spot.lat + high) / size) + 1)
    columns = range(floor((s.spot.lon - wide) / size), floor((s.spot.lon + wide) / size) + 1)
    return [(row, column) for row in rows for column in columns]


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
