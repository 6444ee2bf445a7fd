"""Time as months: how much falls into each, and which days a case is about.

Flows in: days. Flows out: months in their order ("2016-11"), without gaps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

_MOST_MONTHS = 1200
_OUTLIERS = 0.005  # share of days on either side that a background sentence may have put there ("since 1916")


def month_of(day: date) -> str:
    """The month of a day.

    >>> month_of(date(2016, 11, 5))
    '2016-11'
    """
    return f"{day.year:04d}-{day.month:02d}"


def count_months(days: Iterable[date | None]) -> Counter[str]:
    """How many days fall into each month."""
    counted = Counter(d.toordinal() for d in days if d is not None)
    out: Counter[str] = Counter()
    for at, n in counted.items():
        out[month_of(date.fromordinal(at))] += n
    return out


def months_between(first: str, last: str) -> list[str]:
    """All months from one to another, no more than a hundred years of them.

    >>> months_between("2016-11", "2017-02")
    ['2016-11', '2016-12', '2017-01', '2017-02']
    """
    start, end = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, min(end + 1, start + _MOST_MONTHS))]


def in_rows(counts: Sequence[Mapping[str, int]]) -> list[tuple[str, tuple[int, ...]]]:
    """Several counts by month as rows, without gaps; months far off that hold next to nothing are left out.

    >>> in_rows([{"2016-11": 2, "2017-01": 1}, {"2016-12": 5}])
    [('2016-11', (2, 0)), ('2016-12', (0, 5)), ('2017-01', (1, 0))]
    """
    held = sorted({month for of in counts for month in of})
    if not held:
        return []
    total = Counter[str]()
    for of in counts:
        total.update(of)
    first, last = _middle(held, total)
    return [(m, tuple(of.get(m, 0) for of in counts)) for m in months_between(first, last)]


def _middle(held: Sequence[str], weight: Mapping[str, int]) -> tuple[str, str]:
    """The first and last of values in order, without the few on either side that are far out."""
    few = sum(weight.values()) * _OUTLIERS
    low = high = 0.0
    first, last = 0, len(held) - 1
    while first < last and low + weight[held[first]] <= few:
        low += weight[held[first]]
        first += 1
    while last > first and high + weight[held[last]] <= few:
        high += weight[held[last]]
        last -= 1
    return held[first], held[last]


def span(days: Iterable[date | None]) -> tuple[date | None, date | None]:
    """First and last day that a case is about, without the few far out."""
    counted = Counter(d for d in days if d is not None)
    if not counted:
        return None, None
    held = sorted(counted)
    texts = {d.isoformat(): n for d, n in counted.items()}
    first, last = _middle([d.isoformat() for d in held], texts)
    return date.fromisoformat(first), date.fromisoformat(last)
