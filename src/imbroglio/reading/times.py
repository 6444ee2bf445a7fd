"""Times in plain text: which words say when, and which days they mean.

Flows in: a sentence (or any text), the report's day of publication, a year to fall back on. Flows out:
`TimeMention`s in order of text, none overlapping, each with its interval (codebook, sections 1, 6.5 and
6.13); and, apart, the date of a report's dateline. Days are resolved only from what is given: without a day
of publication "yesterday" has no interval. A time of day alone ("at 6:30 a.m.") is not returned. Invariant:
`text[m.start - base : m.end - base] == m.text`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

from imbroglio.model.statement import Precision, When
from imbroglio.reading.dates import find_dates, settle
from imbroglio.reading.days import NOWHERE, Span, month_span, plus, shifted_month, week_span, year_span
from imbroglio.reading.time_atoms import (
    HYPHEN,
    MONTHS,
    Atom,
    Offset,
    Setting,
    TimeKind,
    TimeMention,
    without_overlaps,
)
from imbroglio.reading.time_phrases import PUBLISHED_FAMILIES
from imbroglio.reading.time_sequences import SEQUENCE_FAMILIES

__all__ = ["Offset", "TimeKind", "TimeMention", "dateline_date", "find_times", "resolve"]

_WORD = re.compile(r"[A-Za-z]+|[0-9]+")
_DATE_WORDS = frozenset(MONTHS) | {str(year) for year in range(1900, 2100)}
_SEASON_WORDS = frozenset({"spring", "summer", "autumn", "fall", "winter"})
_FAMILIES = tuple((family.triggers, family.find) for family in (*PUBLISHED_FAMILIES, *SEQUENCE_FAMILIES))
# Words that mean a time only beside another one that does.
_WEAK = (
    "this that last next same after before following prior early late near each every point previous "
    "preceding "
    "subsequent coming upcoming times once twice previously later earlier past moment during throughout "
    "end long"
)
_TIME_WORDS = frozenset().union(*(words for words, _ in _FAMILIES)) - set(_WEAK.split()) | _SEASON_WORDS
# The words that open a reading at all; months only with their capital, so that "may" and "march" cost
# nothing.
_OPENERS = _DATE_WORDS | {form for w in _TIME_WORDS for form in (w, w.capitalize(), w.upper())}
_LONE_DAY = re.compile(r"\b[Oo]n the [0-9]{1,2}(?:st|nd|rd|th)\b")
_GAP_TO = re.compile(
    rf"\s*(?:{HYPHEN}|/|,?\s(?:to|until|till|through|up to|and into|into)(?=\s))\s*(?:the\s+)?"
)
_GAP_AND = re.compile(r"\s+(?:and|or)\s+(?:the\s+)?")
_GAP_SAME_YEAR = re.compile(
    rf"\s*(?:{HYPHEN}|,|,?\s*\b(?:to|and|or|until|through|till|up to)\b)\s*(?:(?:on|in|from"
    rf"|by)\s+)?(?:the\s+)?"
)
_GAP_OVERNIGHT = re.compile(r"\s+(?:(?:on|into|from|to|of)\s+)?(?:the\s+)?")
_GAP_DISTANCE = re.compile(r"\s+(?:on\s+)?(?:the\s+)?")
_OPENING = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_LEAD = re.compile(
    r"\b(?P<lead>(?:ever\s+)?since|no later than|by|before|prior to|until|till|up to|up until|as of|as from"
    r"|after|following|starting"
    r"|beginning|from|through|as late as|as early as)\s+(?:on\s+|in\s+|at\s+)?(?:(?:at least|about|around"
    r"|only)\s+)?"
    r"(?:the\s+)?(?:(?:early|late|very)\s+)?(?:(?:morning|afternoon|evening|night|hours|dawn|noon|midnight"
    r"|end|start|beginning|close)"
    r"(?:\s+hours)?\s+(?:of|on)\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_BY = frozenset(
    {"by", "before", "prior to", "until", "till", "up to", "up until", "no later than", "through"}
)
_SINCE = frozenset({"since", "ever since", "as from", "after", "following", "starting", "beginning", "from"})
# "A report from 5 May" was made that day; nothing runs on from there.
_OF_A_PAPER = re.compile(
    r"\b(?:report|video|footage|photo|photograph|image|statement|letter|article|document|survey|data|figure|post"
    r"|tweet)s?\s+$"
)
_LABEL = re.compile(
    r"(?:\b(?:[Ff]irst |[Ll]ast )?(?:[Pp]ublished|[Pp]osted|[Uu]pdated|[Ii]ssued|PUBLISHED|POSTED"
    r"|UPDATED)(?:\s+(?:on|at))?|\b(?:Date|DATE|[Dd]ated)(?=\s*:))"
    r"\s*:?\s*(?:[0-9]{1,2}:[0-9]{2}\s*(?:[APap]\.?[Mm]\.?)?\s*(?:[A-Z]{2,4})?\s*,?\s*(?:on\s+)?)?"
)
_CITY = re.compile(
    r"(?:[A-Z][A-Za-z.'’-]*(?:[ /,]+(?:[A-Z][A-Za-z.'’-]*"
    r"|al-[A-Z][a-z]+)){0,5})?\s*(?:\([A-Z][^)]{1,30}\)\s*)?(?:,|[-–—:|]+|\()?\s*"
)
_LINE = re.compile(r"^\s*", re.MULTILINE)
_AFTER_CITY = re.compile(r"\s*\)|\s*(?:\([A-Z][^)]{1,40}\)|[-–—:|]|\n|$)")


def find_times(
    text: str,
    published: date | None,
    base: int = 0,
    year_hint: int | None = None,
    *,
    years: Mapping[int, int] | None = None,
    ahead: bool = False,
) -> list[TimeMention]:
    """The times that a text tells, in order, none overlapping.

    Args:
        text: a sentence or more.
        published: the report's day, or None.
        base: added to every offset.
        year_hint: the year of a day without one, where `published` is None.
        years: the same for single dates, by their offset (`find_years`); before `year_hint`.
        ahead: read weekdays and dates without a year as to come ("will meet on Tuesday").

    >>> found = find_times("Rebels took it in early March 2016.", None)
    >>> [(m.text, m.when.start, m.when.precision) for m in found]
    [('early March 2016', datetime.date(2016, 3, 1), 'week')]
    """
    words = set(_WORD.findall(text))
    if _OPENERS.isdisjoint(words) and (" the " not in text or not _LONE_DAY.search(text)):
        return []
    setting = Setting(published, year_hint, ahead)
    folded = {w.casefold() for w in words}
    phrases = [
        atom
        for triggers, find in _FAMILIES
        if not triggers.isdisjoint(folded)
        for atom in find(text, setting)
    ]
    atoms = without_overlaps([*_dates(text, words), *phrases])
    _share_years(text, atoms)
    for atom in atoms:
        year = (years or {}).get(base + atom.start)
        settle(atom, replace(setting, year_hint=year) if year is not None else setting)
    atoms = _glued(text, atoms)
    mentions = []
    for i, atom in enumerate(atoms):
        mentions.append(_mention(text, atom, atoms[i - 1].end if i else 0, base, setting))
    return mentions


def _dates(text: str, words: set[str]) -> list[Atom]:
    wanted = not _DATE_WORDS.isdisjoint(words) or not _SEASON_WORDS.isdisjoint(w.casefold() for w in words)
    return list(find_dates(text)) if wanted or _LONE_DAY.search(text) else []


def _share_years(text: str, atoms: list[Atom]) -> None:
    """ "3 March and 5 April 2016", "March 3, 2016 to April 5": one year for both."""
    for i in range(len(atoms) - 2, -1, -1):
        one, two = atoms[i], atoms[i + 1]
        if (
            one.month
            and two.month
            and one.year is None
            and two.year
            and _between(text, one, two, _GAP_SAME_YEAR)
        ):
            one.year, one.kind = two.year - (_place(one) > _place(two)), "absolute"
    for one, two in pairwise(atoms):
        if (
            one.month
            and two.month
            and one.year
            and two.year is None
            and _between(text, one, two, _GAP_SAME_YEAR)
        ):
            two.year, two.kind = one.year + (_place(one) > _place(two)), "absolute"


def _place(atom: Atom) -> tuple[int, int]:
    return atom.month or 0, atom.first or 0


def _between(text: str, one: Atom, two: Atom, gap: re.Pattern[str]) -> bool:
    return gap.fullmatch(text, one.end, two.start) is not None


def _glued(text: str, atoms: list[Atom]) -> list[Atom]:
    """Ranges ("from A to B"), nights ("overnight on A") and distances ("two days after A") made one."""
    done: list[Atom] = []
    for atom in atoms:
        joined = _joined(text, done[-1], atom) if done else None
        if joined is not None:
            done[-1] = joined
        else:
            done.append(atom)
    return done


def _joined(text: str, one: Atom, two: Atom) -> Atom | None:
    if two.start - one.end > 12 or not two.glues:
        return None
    if text[one.start : one.end].casefold() == "overnight" and _between(text, one, two, _GAP_OVERNIGHT):
        return _night(text, one, two)
    if one.offset is not None and one.offset.unit != "same" and _between(text, one, two, _GAP_DISTANCE):
        # "Two days after 5 March"; "the next day, 5 March" has a comma and stays two.
        if (
            not text[one.start : one.end].casefold().endswith(("after", "before", "following", "prior to"))
            or two.span == NOWHERE
        ):
            return None
        span, precision = _moved(one.offset, two.span, two.precision)
        return Atom(one.start, two.end, two.kind, precision, two.basis, span)
    if not one.glues or one.lead == "range":
        return None
    opening = _OPENING.search(text, max(0, one.start - 16), one.start)
    between = opening is not None and opening[0][:1] in "bB"
    if not (_between(text, one, two, _GAP_TO) or between and _between(text, one, two, _GAP_AND)):
        return None
    return _range(one, two, opening.start() if opening else one.start)


def _night(text: str, one: Atom, two: Atom) -> Atom:
    first, last = two.span
    if first is not None and first == last and two.precision == "day":
        span = (plus(first, -1), last) if "into" in text[one.end : two.start] else (first, plus(first, 1))
        first, last = span if None not in span else two.span
    return Atom(one.start, two.end, two.kind, two.precision, two.basis, (first, last))


def _range(one: Atom, two: Atom, start: int) -> Atom | None:
    first, last = one.span[0], two.span[1]
    if first is not None and last is not None and first > last:
        if one.weekday is not None and two.weekday is not None:
            first = plus(first, -7)
        elif one.year is None and one.month and first.year > 1:
            first = date(first.year - 1, first.month, min(first.day, 28) if first.month == 2 else first.day)
    if (first is None) != (last is None) or first is not None and last is not None and first > last:
        return None
    finest: Precision = two.precision if one.precision != "day" else one.precision
    kind: TimeKind = two.kind if one.kind == "absolute" else one.kind
    basis = one.basis if one.basis == "relative" else two.basis
    return Atom(start, two.end, kind, finest, basis, (first, last), glues=True, lead="range")


def _mention(text: str, atom: Atom, floor: int, base: int, setting: Setting) -> TimeMention:
    """The mention of an atom, with the words before it that bound it ("since", "by the end of")."""
    start, lead = atom.start, "" if atom.lead == "range" else atom.lead
    if (
        atom.lead == ""
        and atom.first != atom.last
        and (opening := _OPENING.search(text, max(floor, start - 16), start))
    ):
        start, atom.lead = opening.start(), "range"
    if atom.lead == "":
        start, lead = _lead(text, atom, max(floor, start - 48))
    first, last = _ordered(_bounded(lead, atom.span, setting.published))
    said = text[start : atom.end]
    return TimeMention(
        start + base,
        atom.end + base,
        said,
        atom.kind,
        When(said, first, last, atom.precision, atom.basis),
        by=lead in _BY,
        since=lead in _SINCE and atom.kind != "duration",
        lead=lead,
        needs_anchor=atom.offset,
    )


def _lead(text: str, atom: Atom, floor: int) -> tuple[int, str]:
    """Where a mention starts with the words that bound it, and those words, or "" where there are none."""
    found = _LEAD.search(text, floor, atom.start)
    if found is None:
        return atom.start, ""
    word = " ".join(found["lead"].casefold().split())
    if (
        word in ("from", "following")
        and atom.basis != "stated"
        or word == "through"
        and atom.precision != "day"
    ):
        return atom.start, ""
    if word == "from" and _OF_A_PAPER.search(text, max(0, found.start() - 16), found.start()):
        return atom.start, ""
    return found.start(), word


def _bounded(lead: str, span: Span, published: date | None) -> Span:
    """An interval cut open by its lead: "by" has no start, "since" runs to the report, "after" has no end."""
    first, last = span
    if lead in ("before", "prior to"):
        return None, plus(first, -1)
    if lead in _BY:
        return None, last
    if lead in ("since", "ever since"):
        return first, published
    if lead in _SINCE and span != NOWHERE:
        return (first, None) if first is not None else span
    return span


def _ordered(span: Span) -> Span:
    first, last = span
    return (first, None) if first is not None and last is not None and first > last else span


def resolve(mention: TimeMention, anchor: When | None) -> When:
    """The interval of a mention, counted from the event before where the text says so ("two days later").

    Args:
        mention: as `find_times` gave it.
        anchor: when the event before happened, if that is known.

    Returns:
        `mention.when` for any time that does not lean on another, or where the anchor has no day.
    """
    if mention.needs_anchor is None or anchor is None:
        return mention.when
    span, precision = _moved(mention.needs_anchor, (anchor.start, anchor.end), anchor.precision)
    if span == NOWHERE:
        return mention.when
    first, last = _ordered(_bounded(mention.lead, span, mention.when.end))
    return replace(mention.when, start=first, end=last, precision=precision)


def _moved(offset: Offset, span: Span, precision: Precision) -> tuple[Span, Precision]:
    """An interval moved by an offset: on from the last day of the anchor, back from its first."""
    first, last = span[0] or span[1], span[1] or span[0]
    if first is None or last is None:
        return NOWHERE, precision
    if offset.unit == "same":
        return (first, last), precision
    if offset.unit == "day":
        if precision not in ("day", "unknown"):
            # "The next day" after something of March is some day of March.
            return (plus(first, offset.amount), plus(last, offset.amount)), precision
        day = plus(first if offset.amount < 0 else last, offset.amount)
        return (first, last) if offset.amount == 0 else (day, day), "day"
    start = first if offset.amount < 0 else last
    if offset.unit == "week":
        if offset.whole or offset.amount == 0:
            return week_span(start, offset.amount), "week"
        middle = plus(start, 7 * offset.amount)
        return (plus(middle, -3), plus(middle, 3)), "week"
    if offset.unit == "month":
        return month_span(*shifted_month(start, offset.amount)), "month"
    return year_span(start.year + offset.amount), "year"


def dateline_date(text: str, published: date | None) -> tuple[date, int, int] | None:
    """The date that a report's own dateline or "Published" line gives, with its offsets, or None.

    A date without a year takes the year from `published`, and is left out where that is None.

    >>> dateline_date("DAMASCUS, Oct 3 (Reuters) - Rebels shelled the city.", date(2016, 10, 4))
    (datetime.date(2016, 10, 3), 10, 15)
    """
    head = text[:600]
    label = _LABEL.search(head)
    lines = [found.end() for found in _LINE.finditer(head[:300])]
    for atom in without_overlaps(find_dates(head)):
        if atom.first is None or atom.month is None:
            continue
        labelled = label is not None and label.end() == atom.start
        line = max((at for at in lines if at <= atom.start), default=0)
        opens = _CITY.fullmatch(head, line, atom.start) and _AFTER_CITY.match(head, atom.end)
        if not (labelled or opens):
            continue
        settle(atom, Setting(published, None, ahead=False))
        day, end = atom.span
        if day is not None and day == end:
            return day, atom.start, atom.end
    return None
