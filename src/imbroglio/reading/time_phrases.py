"""Times told without a date: "yesterday", "last week", "two days later", "for three years", "recently", "every Friday".

Flows in: a text and the report's day. Flows out: `Atom`s, with their interval where publication gives it, and with an `Offset`
where the event before gives it. Nothing is guessed: without a day of publication the interval stays open.
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
    year_span,
)
from imbroglio.reading.time_atoms import (
    COUNT,
    NEARLY,
    UNIT,
    WEEKDAY_WORD,
    WEEKDAYS,
    Atom,
    Offset,
    Setting,
    Unit,
    count_of,
)

_I = re.IGNORECASE
_WEEKDAY = re.compile(
    rf"(?<![A-Za-z])(?:(?P<near>[Ll]ast|[Tt]his|[Nn]ext|[Tt]his past|[Pp]ast|[Tt]his coming)\s+)?(?P<day>{WEEKDAY_WORD})(?P<own>s(?=\s+[a-z]))?(?![A-Za-z])"
    r"(?:\s+(?:early\s+|late\s+)?(?:morning|afternoon|evening|night|noon))?(?:\s+(?:of\s+)?(?P<week>last|this|next)\s+week\b)?"
    r"(?!\s+(?:Times|Telegraph|Mirror|Express|Mail|Market|Herald|Post)\b)"
)
_NO_WEEKDAY = re.compile(r"\b(?:Black|Bloody|Good|Easter|Holy|Palm|Ash)\s+$")
_NEAR_DAY = re.compile(
    r"\b(?:the day (?P<two>before yesterday|after tomorrow)|(?:earlier |later |late |early )?(?P<word>yesterday|tomorrow|today|tonight)"
    r"(?:\s+(?:morning|afternoon|evening|night))?|(?P<last>last night|yesterday)|(?P<this>this (?:morning|afternoon|evening))"
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
    rf"\b(?:(?:in|over|during|for|within|throughout|across)\s+)?(?:(?:the|this)\s+)?(?P<which>past|last|previous|preceding)\s+"
    rf"(?:(?P<n>{COUNT})\s+)?(?P<unit>{UNIT})(?P<many>s?)\b(?!\s+of\b)",
    _I,
)
_COMING = re.compile(
    rf"\b(?:(?:in|over|during|for|within)\s+)?the\s+(?:next|coming|upcoming)\s+(?:(?P<n>{COUNT})\s+)?(?P<unit>{UNIT})s?\b",
    _I,
)
_DISTANCE = re.compile(
    rf"\b{NEARLY}(?:(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?|the\s+(?P<one>day|week|month|year))\s+(?P<way>later|earlier|before|prior|previously|beforehand|after|afterwards?"
    r"|following)(?:\s+(?:that|this|to|then))?\b(?!\s+(?:yesterday|tomorrow))",
    _I,
)
_SAME = re.compile(
    r"\b(?:(?:(?:earlier|later|early|late)\s+)?(?:on\s+)?(?:the\s+(?:very\s+)?same|that(?:\s+(?:very|same))?)\s+"
    r"(?P<unit>day|morning|afternoon|evening|night|week|weekend|month|year)"
    r"|(?:earlier|later|early|late)\s+(?:in|on)\s+the\s+(?P<in>day|week|month|year|morning|afternoon|evening)"
    r"|(?:(?:during|throughout)\s+the|(?P<end>the end of the))\s+(?P<during>day|night)"
    r"|(?P<time>(?:(?:at|around|about)\s+|(?<=by )|(?<=since )|(?<=until ))(?:that|this|the|the same|that same)\s+(?:time|moment|point))(?!\s+of)\b"
    r"|(?:since|by|until|till|from)\s+(?P<then>then)(?!\s*,?\s*(?:the|an?|it|he|they))"
    r"|(?P<soon>(?:shortly|soon|moments|minutes|hours|immediately|some hours|several hours|a few hours)\s+(?:later|earlier|after|afterwards?|before)))\b",
    _I,
)
_BESIDE = re.compile(
    r"\bthe\s+(?P<which>next|following|ensuing|subsequent|previous|preceding|prior)\s+"
    r"(?P<unit>day|morning|afternoon|evening|night|week|weekend|month|year)\b",
    _I,
)
_UNCOUNTED = re.compile(
    r"\b(?:(?:in|over|during|within)\s+(?:the\s+)?(?:recent|past|last|coming|upcoming|next)\s+(?:hours|days|weeks|months|years|times)(?!\s+of\b)|recent(?:ly)?"
    r"(?:\s+(?:hours|days|weeks|months|years|times))?|lately|(?:some\s+)?(?:hours|days|weeks|months|years|decades|long)\s+ago|in the past"
    r"|in the near future)\b",
    _I,
)
_UNCOUNTED_AFTER = re.compile(
    r"\b(?:(?:in\s+)?(?:the\s+)?(?:days|weeks|months|years|some time|a short time|not long)\s+(?:later|earlier|afterwards?|after|before|beforehand)"
    r"|(?:in|over|during|within)\s+(?:the\s+)?(?:following|subsequent|ensuing|previous|preceding)\s+(?:few\s+)?(?:hours|days|weeks|months|years))\b",
    _I,
)
_OFTEN = re.compile(
    rf"\b(?:(?:every|each)\s+(?:other\s+|single\s+|few\s+|{COUNT}\s+)?(?:{UNIT}|morning|evening|{WEEKDAY_WORD})s?"
    rf"|on\s+{WEEKDAY_WORD}s|(?-i:daily|nightly|weekly|monthly|yearly|annually)"
    rf"|(?:once|twice|(?:{COUNT})\s+times)\s+(?:a|per)\s+(?:{UNIT}))\b",
    _I,
)
_LASTING = re.compile(
    rf"\b(?:for|lasted|lasting|after|during|over|throughout|in|within)\s+(?:{NEARLY}(?P<n>{COUNT})\s+)?"
    rf"(?:straight\s+|consecutive\s+|whole\s+|full\s+|long\s+|more\s+)*(?P<unit>{UNIT})(?P<many>s?)\b(?!\s+(?:later|earlier|ago|before))",
    _I,
)
_PERFECT = re.compile(r"\b(?:has|have|['’]ve)\b[^.;:]{0,90}$", _I)
_PERIODS: dict[str, Precision] = {
    "week": "week",
    "weekend": "week",
    "month": "month",
    "year": "year",
    "decade": "year",
}
_BACK = frozenset({"previous", "preceding", "prior", "earlier", "before", "previously", "beforehand"})

# Each family of patterns runs only where one of its words is in the text.
_FAMILIES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(w.casefold() + s for w in WEEKDAYS for s in ("", "s")), "weekday"),
    (
        frozenset(
            {
                "yesterday",
                "tomorrow",
                "today",
                "tonight",
                "night",
                "overnight",
                "morning",
                "afternoon",
                "evening",
            }
        ),
        "near",
    ),
    (frozenset({"last", "this", "next", "weekend"}), "calendar"),
    (frozenset({"ago"}), "ago"),
    (frozenset({"past", "last", "previous", "preceding", "next", "coming", "upcoming"}), "window"),
    (
        frozenset(
            {
                "later",
                "earlier",
                "before",
                "prior",
                "previously",
                "beforehand",
                "after",
                "afterward",
                "afterwards",
                "following",
                "same",
            }
            | {
                "that",
                "then",
                "time",
                "moment",
                "point",
                "early",
                "late",
                "next",
                "ensuing",
                "subsequent",
                "previous",
                "preceding",
                "during",
                "throughout",
                "end",
            }
        ),
        "event",
    ),
    (frozenset({"recent", "recently", "lately", "ago", "past", "last", "coming", "next", "near"}), "vague"),
    (
        frozenset(
            {
                "every",
                "each",
                "daily",
                "nightly",
                "weekly",
                "monthly",
                "yearly",
                "annually",
                "once",
                "twice",
                "times",
            }
        )
        | frozenset(w.casefold() + "s" for w in WEEKDAYS),
        "often",
    ),
    (frozenset(u + s for u in UNIT.split("|") for s in ("", "s")), "lasting"),
)
TRIGGERS = frozenset().union(*(words for words, _ in _FAMILIES)) - {
    # These mean a time only beside another word that is a trigger itself.
    *(
        "this",
        "that",
        "last",
        "next",
        "same",
        "after",
        "before",
        "following",
        "prior",
        "early",
        "late",
        "near",
        "each",
        "every",
        "point",
    ),
    *(
        "previous",
        "preceding",
        "subsequent",
        "coming",
        "times",
        "once",
        "twice",
        "previously",
        "later",
        "earlier",
        "past",
        "moment",
        "during",
        "throughout",
        "end",
    ),
}


def find_phrases(text: str, words: frozenset[str] | set[str], setting: Setting) -> Iterator[Atom]:
    """All times of a text that are told without a date; they may overlap. `words` are the text's words in lower case."""
    for triggers, family in _FAMILIES:
        if not triggers.isdisjoint(words):
            yield from _FINDERS[family](text, setting)


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
        yield Atom(*match.span(), "relative-published", "day", span=_whole(first, last), glues=True)


def _whole(first: date | None, last: date | None) -> Span:
    return NOWHERE if first is None or last is None or first > last else (first, last)


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
                span = _whole(setting.published, last)
            elif part in ("", "earlier"):
                span = _whole(first, setting.published)
        finer: dict[str, Precision] = {"year": "season", "month": "week"}
        precision = finer.get(unit, "week") if part in ("early", "mid", "late") else _PERIODS[unit]
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
        return _whole(saturday, plus(saturday, 1))
    if unit == "week":
        return _whole(*week_span(day, step))
    if unit == "month":
        return month_span(*shifted_month(day, step), part)
    return year_span(day.year + step, part)


def _ago(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _AGO.finditer(text):
        count, unit, day = count_of(match["n"]), match["unit"].casefold(), setting.published
        span, precision = NOWHERE, _PERIODS.get(unit, "day")
        if day is not None and count is not None:
            span = _shifted(day, -count, unit)
            low = count_of(re.split(r"[-\u2013]|\bto\b|\bor\b", match["n"])[0])
            if match["n"].casefold() in ("several", "a few", "few", "many") and unit in ("day", "night"):
                span, precision = _whole(plus(day, -9), plus(day, -3)), "week"
            elif low is not None and low < count:
                span = _whole(span[0], _shifted(day, -low, unit)[1])
        yield Atom(*match.span(), "relative-published", precision, span=span)


def _shifted(day: date, amount: int, unit: str) -> Span:
    """The interval that lies `amount` units from a day: a day, a week around it, a month or a year of the calendar."""
    if unit in ("minute", "hour"):
        hours = amount if unit == "hour" else 0
        moved = plus(day, -(-hours // 24) if hours < 0 else hours // 24)
        return _whole(moved, moved)
    if unit in ("day", "night"):
        moved = plus(day, amount)
        return _whole(moved, moved)
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
            _PERIODS.get(unit, "day"),
            span=_whole(first, setting.published),
        )
    for match in _COMING.finditer(text):
        unit = match["unit"].casefold()
        if not match["n"]:
            continue
        last = _window_end(setting.published, match["n"], unit, 1)
        yield Atom(
            *match.span(),
            "relative-published",
            _PERIODS.get(unit, "day"),
            span=_whole(setting.published, last),
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


def _events(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _DISTANCE.finditer(text):
        unit, count = (match["one"] or match["unit"]).casefold(), 1 if match["one"] else count_of(match["n"])
        if count is not None:
            way = -1 if match["way"].casefold() in _BACK else 1
            yield _from_event(match, _offset(count * way, unit))
    for match in _SAME.finditer(text):
        unit = (match["unit"] or match["in"] or match["during"] or "").casefold()
        if match["time"] or match["then"]:
            atom = _from_event(match, Offset(0, "same"))
            if match["then"]:
                atom.start = match.start("then")
            yield atom
        else:
            yield _from_event(match, _offset(0, unit or "day"))
    for match in _BESIDE.finditer(text):
        way = -1 if match["which"].casefold() in _BACK else 1
        yield _from_event(match, _offset(way, match["unit"].casefold(), whole=True))
    for match in _UNCOUNTED_AFTER.finditer(text):
        yield Atom(*match.span(), "relative-event", "unknown")


def _from_event(match: re.Match[str], offset: Offset) -> Atom:
    precision: Precision = "day" if offset.unit == "same" else _PERIODS.get(offset.unit, "day")
    return Atom(*match.span(), "relative-event", precision, offset=offset)


def _offset(amount: int, unit: str, whole: bool = False) -> Offset:
    if unit in ("minute", "hour"):
        hours = amount if unit == "hour" else 0
        return Offset(-(-hours // 24) if hours < 0 else hours // 24, "day")
    kinds: dict[str, Unit] = {
        "week": "week",
        "weekend": "week",
        "month": "month",
        "year": "year",
        "decade": "year",
    }
    return Offset(amount * (10 if unit == "decade" else 1), kinds.get(unit, "day"), whole)


def _vague(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _UNCOUNTED.finditer(text):
        if match[0].casefold() != "recent":
            yield Atom(*match.span(), "vague", "unknown")


def _often(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _OFTEN.finditer(text):
        yield Atom(*match.span(), "recurrent", "unknown")


def _lasting(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _LASTING.finditer(text):
        lead = match[0].split(maxsplit=1)[0].casefold()
        if not match["n"] and not (lead == "for" and match["many"]):
            continue
        atom = Atom(*match.span(), "duration", _PERIODS.get(match["unit"].casefold(), "day"), lead=lead)
        if lead == "for" and _PERFECT.search(text, max(0, match.start() - 100), match.start()):
            atom.span = (None, setting.published)
        yield atom


_FINDERS = {
    "weekday": _weekdays,
    "near": _near_days,
    "calendar": _calendar_units,
    "ago": _ago,
    "window": _windows,
    "event": _events,
    "vague": _vague,
    "often": _often,
    "lasting": _lasting,
}
