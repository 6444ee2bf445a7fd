"""The day that a report itself says it is of: a dateline, a "Published" line, a date that stands alone at its head.

Flows in: the head of a text, and the date that came with the report. Flows out: the day, with its offsets. Where the two
contradict each other, the text's own date wins (codebook rule 13); intake says so as a Trouble.
"""

from __future__ import annotations

import re
from datetime import date

from imbroglio.reading.times import dateline_date, find_times

HEAD = 400
_NUMERIC = re.compile(r"\s*(\d{1,2})[-./](\d{1,2})[-./]((?:19|20)\d\d)\b")
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s*$", re.I)
_NAMED_DAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)", re.I)
_CLOCK = re.compile(r"^\d\d:\d\d\s*")
_LAST_WORD = re.compile(r"(\S+)\s*$")


def report_date(text: str, published: date | None) -> tuple[date, int, int] | None:
    """The report's own date, with start and end in the text; None where the head gives none.

    >>> report_date("Monitor says raids kill 22 Reuters Wednesday 26 Oct 2016 The group said so.", None)[0]
    datetime.date(2016, 10, 26)
    """
    found = dateline_date(text[:HEAD], published)
    if found is not None:
        return found
    numeric = _NUMERIC.match(text)
    if numeric:
        day, month, year = (int(g) for g in numeric.groups())
        if month > 12 >= day:
            day, month = month, day
        if 1 <= month <= 12 and 1 <= day <= 31:
            try:
                return date(year, month, day), numeric.start(1), numeric.end()
            except ValueError:
                return None
    return _standing_alone(text, published)


def _standing_alone(text: str, published: date | None) -> tuple[date, int, int] | None:
    """A full date that no sentence leads up to: at the head, or after an agency's name, with a capital behind it."""
    for m in find_times(text[:HEAD], published):
        when = m.when
        if m.kind != "absolute" or when.start is None or when.start != when.end:
            continue
        before = _WEEKDAY.sub("", text[: m.start])
        weekday = before != text[: m.start] or _NAMED_DAY.match(m.text) is not None
        after = _CLOCK.sub("", text[m.end : m.end + 20].lstrip(" ,-–—:")).lstrip("\"“' ")
        last = _LAST_WORD.search(before)
        byline = last is None or last.group(1).isupper() or (weekday and last.group(1)[:1].isupper())
        return (when.start, m.start, m.end) if byline and after[:1].isupper() else None
    return None
