"""Calendar arithmetic on intervals of days, both ends included.

Flows in: dates, years, months, the names of seasons. Flows out: first and last day. A day that the calendar
does not have, or that falls outside the years 1 to 9999, is None, never an exception.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Span = tuple[date | None, date | None]
NOWHERE: Span = (None, None)

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_MONTH_PARTS = {
    "early": (1, 10),
    "mid": (11, 20),
    "late": (21, 31),
    "first half": (1, 15),
    "second half": (16, 31),
}
_WEEKS_OF_MONTH = {
    "first week": (1, 7),
    "second week": (8, 14),
    "third week": (15, 21),
    "fourth week": (22, 31),
    "last week": (22, 31),
}
_YEAR_PARTS = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "first half": (1, 6),
    "second half": (7, 12),
    "first quarter": (1, 3),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "fourth quarter": (10, 12),
    "last quarter": (10, 12),
}


def day_of(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plus(day: date | None, days: int) -> date | None:
    """The day so many days on (or back)."""
    if day is None:
        return None
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def whole(first: date | None, last: date | None) -> Span:
    """The interval of two days, or nowhere where one is missing or they stand the wrong way round."""
    return NOWHERE if first is None or last is None or first > last else (first, last)


def month_span(year: int, month: int, part: str = "") -> Span:
    """A month, or its early (1 to 10), mid (11 to 20) or late part (21 to the end), or a half of it."""
    if not (1 <= year <= 9999 and 1 <= month <= 12):
        return NOWHERE
    length = monthrange(year, month)[1]
    first, last = _WEEKS_OF_MONTH.get(part) or _MONTH_PARTS.get(part, (1, 31))
    if part == "last week":
        first = length - 6
    return date(year, month, first), date(year, month, min(last, length))


def year_span(year: int, part: str = "") -> Span:
    """A year, or a third, half or quarter of it; "early" is January to April."""
    first, last = _YEAR_PARTS.get(part, (1, 12))
    return month_span(year, first)[0], month_span(year, last)[1]


def season_span(year: int, name: str) -> Span:
    """The three months of a northern season; a winter begins in December of its year."""
    month = _SEASONS.get(name)
    if month is None:
        return NOWHERE
    first = month_span(year, month)[0]
    last = month_span(year + 1, 2)[1] if month == 12 else month_span(year, month + 2)[1]
    return first, last


def week_span(day: date, weeks: int = 0) -> Span:
    """Monday to Sunday of that day's week, or of the week so many weeks on."""
    monday = plus(day, 7 * weeks - day.weekday())
    return monday, plus(monday, 6)


def shifted_month(day: date, months: int) -> tuple[int, int]:
    """Year and month, so many months on."""
    whole = day.year * 12 + day.month - 1 + months
    return whole // 12, whole % 12 + 1


def around(day: date | None, slack: int) -> Span:
    """From `slack` days before to `slack` days after; nowhere if either end falls off the calendar."""
    return whole(plus(day, -slack), plus(day, slack))


def weekday_near(day: date, weekday: int, ahead: bool = False, strict: bool = False) -> date | None:
    """The latest such weekday (0 is Monday) on or before `day`; with `ahead`, the first on or after it.

    `strict` leaves out `day` itself.
    """
    if ahead:
        gap = (weekday - day.weekday()) % 7
        return plus(day, 7 if strict and gap == 0 else gap)
    gap = (day.weekday() - weekday) % 7
    return plus(day, -(7 if strict and gap == 0 else gap))
