"""Times told against the report's own day: "yesterday", "on Tuesday", "last week", "two days ago", "in the
past 24 hours".

Flows in: a text and the report's day. Flows out: `Atom`s with their interval. Nothing is guessed: without a
day of publication the interval stays open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from imbroglio.model.statement import Precision
from imbroglio.reading.days import (
    NOWHERE,
    Span,
    around,
    month_span,
    plus,
    shifted_month,
    week_span,
    weekday_near,
    whole,
    year_span,
)
from imbroglio.reading.time_atoms import (
    COUNT,
    NEARLY,
    PERIODS,
    UNIT,
    WEEKDAY_WORD,
    WEEKDAYS,
    Atom,
    Family,
    Setting,
    count_of,
)

_I = re.IGNORECASE
_WEEKDAY = re.compile(
    rf"(?<![A-Za-z])(?:(?P<near>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his past|[Pp]ast"
    rf"|[Tt]his coming)\s+)?(?P<day>{WEEKDAY_WORD})(?P<own>s(?=\s+[a-z]))?(?![A-Za-z])"
    r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|noon))?(?:\s+(?:of\s+)?(?P<week>last"
    r"|this|next)\s+week\b)?"
    r"(?!\s+(?:Times|Telegraph|Mirror|Express|Mail|Market|Herald|Post)\b)"
)
_NO_WEEKDAY = re.compile(r"\b(?:Black|Bloody|Good|Easter|Holy|Palm|Ash)\s+$")
_NEAR_DAY = re.compile(
    r"\b(?:the day (?P<two>before yesterday|after tomorrow)|(?:earlier |later |late "
    r"|early )?(?P<word>yesterday|tomorrow|today|tonight)"
    r"(?:\s+(?:morning|afternoon|evening|night))?|(?P<last>last night|yesterday)|(?P<this>this (?:morning"
    r"|afternoon|evening))"
    r"|(?P<over>overnight))\b",
    _I,
)
_CALENDAR = re.compile(
    r"\b(?:(?P<part>early|mid|late|earlier|later|(?:the )?(?:beginning|start|end|middle) of)[ -]+)?"
    r"(?P<near>last|this|next)\s+(?P<unit>weekend|week|month|year)\b",
    _I,
)
_WEEKEND = re.compile(r"\b(?:at|over|during) the weekend\b", _I)
_AGO = re.compile(rf"\b{NEARLY}(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?\s+ago\b", _I)
_TRAILING = re.compile(
    rf"\b(?:(?:in|over|during|for|within|throughout|across)\s+)?(?:(?:the|this)\s+)?(?P<which>past|last"
    rf"|previous|preceding)\s+"
    rf"(?:(?P<n>{COUNT})\s+)?(?P<unit>{UNIT})(?P<many>s?)\b(?!\s+of\b)",
    _I,
)
_COMING = re.compile(
    rf"\b(?:(?:in|over|during|for|within)\s+)?the\s+(?:next|coming"
    rf"|upcoming)\s+(?:(?P<n>{COUNT})\s+)?(?P<unit>{UNIT})s?\b",
    _I,
)


def _weekdays(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _WEEKDAY.finditer(text):
        if match["own"] and text[: match.start()].casefold().endswith("on "):
            continue  # "on Fridays" comes again and again; "Fridays attack" has lost its apostrophe
        if _NO_WEEKDAY.search(text, max(0, match.start() - 8), match.start()):
            continue
        near, day = (match["near"] or "").casefold(), setting.published
        atom = Atom(*match.span(), "relative-published", "day", glues=True, weekday=WEEKDAYS[match["day"]])
        if day is not None:
            ahead = (
                near in ("next", "this coming") or setting.ahead and near not in ("last", "past", "this past")
            )
            found = weekday_near(day, WEEKDAYS[match["day"]], ahead, strict=near in ("last", "next", "past"))
            if match["week"]:
                monday = week_span(day, {"last": -1, "this": 0, "next": 1}[match["week"]])[0]
                found = plus(monday, WEEKDAYS[match["day"]])
            atom.span = (found, found)
        yield atom


def _near_days(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _NEAR_DAY.finditer(text):
        word = (match["two"] or match["word"] or match["last"] or match["this"] or match["over"]).casefold()
        steps = {
            "before yesterday": -2,
            "after tomorrow": 2,
            "yesterday": -1,
            "last night": -1,
            "tomorrow": 1,
            "overnight": -1,
        }
        first = plus(setting.published, steps.get(word, 0))
        last = setting.published if word == "overnight" else first
        yield Atom(*match.span(), "relative-published", "day", span=whole(first, last), glues=True)


def _calendar_units(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _CALENDAR.finditer(text):
        unit, near, part = (
            match["unit"].casefold(),
            match["near"].casefold(),
            (match["part"] or "").casefold(),
        )
        step = {"last": -1, "this": 0, "next": 1}[near]
        part = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}.get(
            part.split(" ")[-2] if " " in part else part, part
        )
        span = NOWHERE if setting.published is None else _unit_span(setting.published, unit, step, part)
        if setting.published is not None and step == 0:
            # "This week", told of the past, ends with the report; "later this week" begins with it.
            first, last = span
            if part == "later" or setting.ahead:
                span = whole(setting.published, last)
            elif part in ("", "earlier"):
                span = whole(first, setting.published)
        finer: dict[str, Precision] = {"year": "season", "month": "week"}
        precision = finer.get(unit, "week") if part in ("early", "mid", "late") else PERIODS[unit]
        yield Atom(*match.span(), "relative-published", precision, span=span, glues=True)
    for match in _WEEKEND.finditer(text):
        span = NOWHERE if setting.published is None else _unit_span(setting.published, "weekend", 0, "")
        yield Atom(*match.span(), "relative-published", "week", span=span)


def _unit_span(day: date, unit: str, step: int, part: str) -> Span:
    if unit == "weekend":
        # The latest Saturday and Sunday that have begun; "last weekend" is the same one, seen from a weekday.
        saturday = weekday_near(day, 5)
        if step < 0 and day.weekday() >= 5:
            saturday = plus(saturday, -7)
        if step > 0:
            saturday = weekday_near(day, 5, ahead=True, strict=True)
        return whole(saturday, plus(saturday, 1))
    if unit == "week":
        return whole(*week_span(day, step))
    if unit == "month":
        return month_span(*shifted_month(day, step), part)
    return year_span(day.year + step, part)


def _ago(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _AGO.finditer(text):
        count, unit, day = count_of(match["n"]), match["unit"].casefold(), setting.published
        span, precision = NOWHERE, PERIODS.get(unit, "day")
        if day is not None and count is not None:
            span = _shifted(day, -count, unit)
            low = count_of(re.split(r"[-\u2013]|\bto\b|\bor\b", match["n"])[0])
            if match["n"].casefold() in ("several", "a few", "few", "many") and unit in ("day", "night"):
                span, precision = whole(plus(day, -9), plus(day, -3)), "week"
            elif low is not None and low < count:
                span = whole(span[0], _shifted(day, -low, unit)[1])
        yield Atom(*match.span(), "relative-published", precision, span=span)


def _shifted(day: date, amount: int, unit: str) -> Span:
    """The interval `amount` units from a day: a day, a week around it, a month or year of the calendar."""
    if unit in ("minute", "hour"):
        hours = amount if unit == "hour" else 0
        moved = plus(day, -(-hours // 24) if hours < 0 else hours // 24)
        return whole(moved, moved)
    if unit in ("day", "night"):
        moved = plus(day, amount)
        return whole(moved, moved)
    if unit == "week":
        return around(plus(day, 7 * amount), 3)
    if unit == "month":
        return month_span(*shifted_month(day, amount))
    return year_span(day.year + amount * (10 if unit == "decade" else 1))


def _windows(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _TRAILING.finditer(text):
        which, unit, many = match["which"].casefold(), match["unit"].casefold(), match["many"]
        head = match[0][: match.start("which") - match.start()].casefold().split()
        if not match["n"] and (
            many
            or which in ("previous", "preceding")
            or which == "last"
            and "the" not in head
            or unit == "night"
        ):
            continue  # vague, told by the event before, or a unit of the calendar
        if match["n"] and which in ("past", "last") and not head and not many:
            continue
        first = _window_end(setting.published, match["n"], unit, -1)
        yield Atom(
            *match.span(),
            "relative-published",
            PERIODS.get(unit, "day"),
            span=whole(first, setting.published),
        )
    for match in _COMING.finditer(text):
        unit = match["unit"].casefold()
        if not match["n"]:
            continue
        last = _window_end(setting.published, match["n"], unit, 1)
        yield Atom(
            *match.span(),
            "relative-published",
            PERIODS.get(unit, "day"),
            span=whole(setting.published, last),
        )


def _window_end(day: date | None, words: str | None, unit: str, way: int) -> date | None:
    count = count_of(words) if words else 1
    if day is None or count is None:
        return None
    if unit in ("month", "year", "decade"):
        months = count * {"month": 1, "year": 12, "decade": 120}[unit] * way
        year, month = shifted_month(day, months)
        first, last = month_span(year, month)
        return None if first is None or last is None else min(plus(first, day.day - 1) or last, last)
    days = {"minute": 1, "hour": -(-count // 24), "week": 7 * count}.get(unit, count)
    return plus(day, days * way)


PUBLISHED_FAMILIES: tuple[Family, ...] = (
    Family(" ".join(f"{w} {w}s" for w in WEEKDAYS), _weekdays),
    Family("yesterday tomorrow today tonight night overnight morning afternoon evening", _near_days),
    Family("week month year weekend", _calendar_units),
    Family("ago", _ago),
    Family("past last previous preceding next coming upcoming", _windows),
)
