"""Dates of the calendar in plain text: days, months, seasons and years, with or without their year.

Flows in: a text. Flows out: `Atom`s in which year, month and days are kept apart, and `settle`, which turns
one into an interval once its year is known. Refuses numeric dates that could be read two ways ("11/9/2016").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from imbroglio.reading.days import NOWHERE, Span, day_of, month_span, plus, season_span, year_span
from imbroglio.reading.time_atoms import HYPHEN, MONTH_WORD, MONTHS, WEEKDAY_WORD, Atom, Setting

_COUNTED = (
    r"people|persons|civilians|fighters|troops|soldiers|men|women|children|refugees|families|militants"
    r"|rebels|homes|houses|"
    r"villagers|residents|prisoners|others|migrants|foreign|km|square|families|tonnes|tons"
)
_YEAR = rf"(?:19|20)[0-9]{{2}}(?![0-9A-Za-z%]|[.,][0-9]|\s+(?:{_COUNTED})\b)"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?(?![0-9A-Za-z%]|[.,:][0-9])"
_FUNCTION = (
    r"(?:and|or|as|after|at|against|around|before|between|but|by|during|following|for|from|he|in|into|it"
    r"|its|near|of|on|over|she|"
    r"since|that|the|their|there|they|this|through|to|until|was|were|we|when|where|which|while|who|with"
    r"|would|had|has|have|is|a|an)"
)
_NOUN_NEXT = rf"\s+(?!{_FUNCTION}\b)[a-z]"
_NAMED_AFTER = (
    r"(?!\s+(?:[Mm]ovement|Martyrs|Brigades?|Battalion|Street|Square|Hospital|Bridge|Stadium|University|School"
    r"|Revolution)\b)"
)
_PART = (
    r"(?:(?:the\s+)?(?:very\s+)?(?P<part>early|mid|late|beginning|start|end|middle|first half|second half"
    r"|first quarter"
    r"|second quarter|third quarter|fourth quarter|last quarter|first week|second week|third week"
    r"|fourth week|last week)"
    rf"(?:\s*(?:to|or|{HYPHEN})\s*(?P<part2>mid|late))?(?:\s+(?:in|of)\s+|\s+|{HYPHEN}))?"
)
_JOIN = rf"\s*(?:{HYPHEN}|/)\s*|\s+(?:to|and|or|until|through|till)\s+"
_DAY_MONTH = re.compile(
    rf"(?<![0-9A-Za-z$€£])(?<![0-9][-.,/:])(?:the\s+)?"
    rf"(?P<days>{_DAY}(?:(?:{_JOIN}|\s*,\s*(?:and\s+)?)(?:the\s+)?{_DAY}){{0,9}})(?:\s+of\s+|\s*{HYPHEN}\s*|\s*)"
    rf"(?P<month>{MONTH_WORD})(?:(?:\s*,\s*|\s+(?:of\s+)?|{HYPHEN})(?P<year>{_YEAR}))?{_NAMED_AFTER}"
)
_MONTH_DAY = re.compile(
    rf"(?<![A-Za-z])(?P<month>{MONTH_WORD})\s*(?:the\s+)?"
    rf"(?P<days>{_DAY}(?:\s*(?:{HYPHEN}|/)\s*{_DAY}|\s+(?:to|and|or|until"
    rf"|through)\s+{_DAY}(?!{_NOUN_NEXT})){{0,9}})"
    rf"(?:(?:\s*,\s*|\s+(?:of\s+)?)(?P<year>{_YEAR}))?{_NAMED_AFTER}"
)
# A page that lost the comma and the blank between: "Jun 182016".
_MONTH_DAYYEAR = re.compile(
    rf"(?<![A-Za-z])(?P<month>{MONTH_WORD})\s*(?P<days>0?[1-9]|[12][0-9]|3[01])(?P<year>(?:19|20)[0-9]{{2}})(?![0-9A-Za-z%]|[.,][0-9])"
)
_MONTH = re.compile(
    rf"(?<![A-Za-z]){_PART}(?:(?P<near>last|this|next|this past)\s+)?(?P<month>{MONTH_WORD})"
    rf"(?:(?:\s*,\s*|\s+(?:of\s+)?|{HYPHEN})(?P<year>{_YEAR})|\s+(?:of\s+)?(?P<of>last|this|next)\s+year\b)?"
    r"(?!\s*[0-9]{1,2}(?:st|nd|rd|th)\b)"
)
_SEASON = re.compile(
    rf"(?<![A-Za-z])(?:(?:early|mid|late){HYPHEN}?\s*)?(?:(?P<near>last|this|next|this past|the|each)\s+)?"
    rf"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)\b"
    rf"(?:(?:\s+of|,)?\s+(?P<year>{_YEAR})(?:{HYPHEN}(?:20)?[0-9]{{2}}(?![0-9]))?)?"
)
_YEARS = re.compile(
    rf"(?<![0-9A-Za-z$€£#])(?<![0-9][-.,/:])(?<!-)(?i:{_PART})(?P<year>{_YEAR})(?:{HYPHEN}(?P<year2>(?:20"
    rf"|19)?[0-9]{{2}})(?![0-9]|[-/.][0-9]))?"
)
_ISO = re.compile(
    r"(?<![0-9-])(?P<y>(?:19|20)[0-9]{2})([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})(?![0-9]|[-/.][0-9])"
)
_NUMERIC = re.compile(
    r"(?<![0-9/.-])(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>(?:19|20)[0-9]{2})(?![0-9]"
    r"|[-/.][0-9])"
)
_DAY_ALONE = re.compile(
    r"\b[Oo]n (?P<day>the (?P<n>3[01]|[12][0-9]|[1-9])(?:st|nd|rd|th))(?=\s*(?:[.,;:)!?]|$)|\s+(?:in|at"
    r"|near|when|by|after|and|but|with)\b)"
)
_NUMBER = re.compile(r"[0-9]+")
_IN_BEFORE = re.compile(r"\b[Ii]n\s+$")
_NEXT_NOUN = re.compile(_NOUN_NEXT)
_NAMES_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|of|during|from|to|and|or|between|through|throughout|before|after|around"
    r"|mid|about|on)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_NAMES_YEAR = re.compile(
    r"\b(?:in|since|during|by|until|till|before|after|from|through|throughout|to|between|and|or|around"
    r"|circa|as of|back to|of|the year)"
    r"\s+(?:about\s+|around\s+|at least\s+)?$",
    re.IGNORECASE,
)
_SEASON_BEFORE = re.compile(
    r"\b(?:in|during|since|over|by|until|through|throughout|before|after)\s+$", re.IGNORECASE
)
_NO_SEASON = re.compile(r"\b(?:Arab|Prague|Damascus|African|hot|cold)\s+$")
_WEEKDAY_BEFORE = re.compile(
    rf"\b(?:{WEEKDAY_WORD}|(?:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.?)\s*,?\s+(?:the\s+)?$"
)
_WEEKDAY_BEHIND = re.compile(rf"\s*(?:,\s*{WEEKDAY_WORD}\b|\(\s*{WEEKDAY_WORD}\s*\))")
_PARTS = {"beginning": "early", "start": "early", "middle": "mid", "end": "late"}


def find_dates(text: str) -> Iterator[Atom]:
    """All dates of a text, not yet settled; they may overlap."""
    for match in _ISO.finditer(text):
        if (atom := _day(match, int(match["y"]), int(match["m"]), int(match["d"]))) is not None:
            yield atom
    for match in _NUMERIC.finditer(text):
        if (atom := _numeric(match)) is not None:
            yield atom
    for pattern in (_DAY_MONTH, _MONTH_DAY, _MONTH_DAYYEAR):
        for match in pattern.finditer(text):
            if (atom := _with_month(match, text)) is not None:
                yield atom
    for match in _DAY_ALONE.finditer(text):
        yield Atom(
            match.start("day"),
            match.end("day"),
            "partial",
            "day",
            "stated",
            glues=True,
            first=int(match["n"]),
        )
    yield from _months(text)
    yield from _seasons(text)
    yield from _bare_years(text)


def _day(match: re.Match[str], year: int, month: int, day: int) -> Atom | None:
    if day_of(year, month, day) is None:
        return None
    start, end = match.span()
    return Atom(
        start, end, "absolute", "day", "stated", glues=True, year=year, month=month, first=day, last=day
    )


def _numeric(match: re.Match[str]) -> Atom | None:
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    if match["sep"] == "." or a > 12 or a == b:
        return _day(match, year, b, a)
    return _day(match, year, a, b) if b > 12 else None


def _with_month(match: re.Match[str], text: str) -> Atom | None:
    month = MONTHS[match["month"].rstrip(".")]
    days = [int(found[0]) for found in _NUMBER.finditer(match["days"])]
    start, end = match.start(), _without_full_stop(text, match)
    if days != sorted(days) or len(set(days)) < len(days):
        # "killing 20, 4 March": only the day beside the month belongs to it.
        *_, beside = _NUMBER.finditer(match["days"])
        start, days = match.start("days") + beside.start(), days[-1:]
        if match.start("month") < start:
            return None
    year = match["year"]
    if (
        match.start("month") < match.start("days")
        and year is None
        and _IN_BEFORE.search(text, max(0, start - 6), start)
        and _NEXT_NOUN.match(text, end)
    ):
        return None  # "in May 20 rebels": the number counts rebels
    if before := _WEEKDAY_BEFORE.search(text, max(0, start - 16), start):
        start = before.start()
    elif behind := _WEEKDAY_BEHIND.match(text, end):
        end = behind.end()
    atom = Atom(start, end, "absolute" if year else "partial", "day", "stated", glues=True, month=month)
    atom.first, atom.last, atom.year = days[0], days[-1], int(year) if year else None
    return atom


def _without_full_stop(text: str, match: re.Match[str]) -> int:
    """Where a date ends: the full stop of "Sept." belongs to it, that of "September." does not."""
    end = match.end()
    ends_sentence = len(match["month"].rstrip(".")) > 4 or end == len(text)
    return end - 1 if text[end - 1] == "." and ends_sentence else end


def _months(text: str) -> Iterator[Atom]:
    for match in _MONTH.finditer(text):
        word, year, near = match["month"].rstrip("."), match["year"], match["near"] or ""
        sure = len(word) > 4 and word not in ("March", "MARCH") or word in ("June", "July", "JUNE", "JULY")
        named = (
            year
            or near
            or match["part"]
            or match["of"]
            or _NAMES_MONTH.search(text, max(0, match.start() - 16), match.start())
        )
        if not (named or sure):
            continue
        end = _without_full_stop(text, match)
        atom = Atom(match.start(), end, "absolute" if year else "partial", "month", "stated", glues=True)
        atom.month, atom.year, atom.nearby = (
            MONTHS[word],
            int(year) if year else None,
            match["of"] and f"{match['of']} year" or near,
        )
        _take_part(atom, match, "week")
        if atom.nearby:
            atom.basis = "relative"
        yield atom


def _take_part(atom: Atom, match: re.Match[str], precision: str) -> None:
    part = (match["part"] or "").casefold()
    if part:
        # "early to mid-March" is written as both parts, for `settle` to read.
        atom.part = _PARTS.get(part, part) + (f"+{match['part2']}" if match["part2"] else "")
        atom.precision = "week" if precision == "week" else "season"


def _seasons(text: str) -> Iterator[Atom]:
    for match in _SEASON.finditer(text):
        year, near, season = match["year"], match["near"] or "", match["season"]
        behind = max(0, match.start() - 14)
        told = year or near in ("last", "this", "next", "this past")
        if not told and season in ("summer", "winter", "autumn", "spring"):
            told = _SEASON_BEFORE.search(text, behind, match.start())
        if not told or near == "each" or _NO_SEASON.search(text, behind, match.start("season")):
            continue
        atom = Atom(
            match.start(), match.end(), "absolute" if year else "partial", "season", "stated", glues=True
        )
        atom.season, atom.year, atom.nearby = season.casefold(), int(year) if year else None, near
        if not year:
            atom.basis = "relative"
        yield atom


def _bare_years(text: str) -> Iterator[Atom]:
    for match in _YEARS.finditer(text):
        second = match["year2"]
        named = match["part"] or _NAMES_YEAR.search(text, max(0, match.start() - 24), match.start())
        if not (named or second):
            continue
        word_before = text[max(0, match.start() - 8) : match.start()].rstrip()[-3:].casefold()
        if word_before.endswith("of") and int(match["year"]) % 100 == 0:
            continue  # "a force of 2000"
        if (
            word_before not in ("in", " in", "nce")
            and not (match["part"] or second)
            and _NEXT_NOUN.match(text, match.end())
        ):
            continue  # "after 2000 fighters"
        atom = Atom(
            match.start(), match.end(), "absolute", "year", "stated", glues=True, year=int(match["year"])
        )
        _take_part(atom, match, "season")
        if second:
            last = int(second) if len(second) == 4 else int(match["year"][:2] + second)
            if not int(match["year"]) < last < int(match["year"]) + 60:
                continue
            atom.last = last
        yield atom


def settle(atom: Atom, setting: Setting) -> None:
    """Give a date its interval: with its own year, else the report's."""
    if atom.season:
        atom.span = _season_interval(atom, setting)
    elif atom.month is not None and atom.first is not None:
        atom.span = _days_interval(atom, setting)
    elif atom.month is not None:
        atom.span = _month_interval(atom, setting)
    elif atom.first is not None:
        atom.span = _lone_day(atom, setting)
    elif atom.year is not None:
        first, last = _both_parts(atom.part)
        atom.span = year_span(atom.year, first)[0], year_span(atom.last or atom.year, last)[1]


def _both_parts(part: str) -> tuple[str, str]:
    first, _, last = part.partition("+")
    return first, last or first


def _years(atom: Atom, setting: Setting) -> list[int]:
    """The years that a date may be of, best first."""
    if atom.year is not None:
        return [atom.year]
    if setting.published is None:
        return [] if setting.year_hint is None else [setting.year_hint]
    # Far enough to reach the leap year before.
    year = setting.published.year
    if atom.nearby.endswith(" year"):
        return [year + {"last": -1, "this": 0, "next": 1}[atom.nearby.split()[0]]]
    return (
        [year, *range(year + 1, year + 9)]
        if setting.ahead or atom.nearby == "next"
        else [year + 1, *range(year, year - 9, -1)]
    )


def _days_interval(atom: Atom, setting: Setting) -> Span:
    for year in _years(atom, setting):
        first, last = (
            day_of(year, atom.month or 0, atom.first or 0),
            day_of(year, atom.month or 0, atom.last or 0),
        )
        if first is None or last is None:
            continue
        if atom.year is None and setting.published is not None:
            if setting.ahead and last < setting.published:
                continue
            if not setting.ahead and (first - setting.published).days > 7:
                continue
        return first, last
    return NOWHERE


def _month_interval(atom: Atom, setting: Setting) -> Span:
    early, late = _both_parts(atom.part)
    for year in _years(atom, setting):
        first, last = month_span(year, atom.month or 0, early)[0], month_span(year, atom.month or 0, late)[1]
        whole, day = month_span(year, atom.month or 0), setting.published
        if first is None or last is None or whole[0] is None or whole[1] is None:
            continue
        if atom.year is None and day is not None and not atom.nearby.endswith(" year"):
            if atom.nearby == "next" or setting.ahead:
                if whole[1] < day or atom.nearby == "next" and whole[0] <= day:
                    continue
            elif whole[0] > day or atom.nearby == "last" and whole[1] >= day:
                continue
        return first, last
    return NOWHERE


def _season_interval(atom: Atom, setting: Setting) -> Span:
    for year in _years(atom, setting):
        first, last = season_span(year, atom.season)
        if first is None or last is None:
            continue
        day = setting.published
        if atom.year is None and day is not None:
            if atom.nearby == "next" or setting.ahead:
                if last < day or atom.nearby == "next" and first <= day:
                    continue
            elif first > day or atom.nearby == "last" and last >= day:
                continue
        return first, last
    return NOWHERE


def _lone_day(atom: Atom, setting: Setting) -> Span:
    """ "On the 11th": the latest such day before publication, or the first after it."""
    day = setting.published
    for _ in range(3):
        if day is None:
            break
        found = day_of(day.year, day.month, atom.first or 0)
        if (
            found
            and setting.published
            and (found == setting.published or (found > setting.published) == setting.ahead)
        ):
            return found, found
        ends = month_span(day.year, day.month)
        day = plus(ends[1], 1) if setting.ahead else plus(ends[0], -1)
    return NOWHERE
