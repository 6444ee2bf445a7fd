"""Days as inputs write them: ISO, RFC 2822 and the common English forms.

Flows in: a string. Flows out: a `date`, or None where the string is no day or can be read as two
(03/04/2017); nothing is guessed.
"""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>\d{4})[-/.](?P<number>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        r"(?P<year>(?:19|20)\d\d)(?P<number>\d\d)(?P<day>\d\d)(?!\d)",
        r"(?:[a-z]{3,9}\.?,?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?"
        + _MONTH
        + r",?[\s-]+(?P<year>\d{4})\b",
        r"(?:[a-z]{3,9}\.?,?\s+)?"
        + _MONTH
        + r"[\s-]+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?[\s-]+(?P<year>\d{4})\b",
    )
)
_SLASHED = re.compile(r"(?P<one>\d{1,2})(?P<sign>[-/.])(?P<two>\d{1,2})(?P=sign)(?P<year>\d{4})(?!\d)")
_YEARS = range(1800, 2101)


def find_day(value: str) -> date | None:
    """The one day that `value` states at its beginning, or None.

    >>> find_day("2016-11-05T21:04:00Z")
    datetime.date(2016, 11, 5)
    >>> find_day("Saturday, November 5, 2016 at 9 pm")
    datetime.date(2016, 11, 5)
    >>> find_day("5/11/2016") is None  # May or November?
    True
    >>> find_day("25/11/2016")
    datetime.date(2016, 11, 25)
    """
    value = value.strip()[:100]
    for form in _FORMS:
        if found := form.match(value):
            parts = found.groupdict()
            month = parts.get("number") or _MONTHS.index(parts["month"][:3].lower()) + 1
            return _day(int(parts["year"]), int(month), int(parts["day"]))
    if found := _SLASHED.match(value):
        one, two, year = int(found["one"]), int(found["two"]), int(found["year"])
        # Full stops are used where the day comes first.
        return _day(year, two, one) if found["sign"] == "." else _slashed(one, two, year)
    try:
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def find_pdf_day(value: str) -> date | None:
    """The day of a PDF's date string.

    >>> find_pdf_day("D:20161105210400+02'00'")
    datetime.date(2016, 11, 5)
    """
    return find_day(value.removeprefix("D:")[:8])


def _slashed(one: int, two: int, year: int) -> date | None:
    if one > 12 or one == two:
        return _day(year, two, one)
    if two > 12:
        return _day(year, one, two)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
