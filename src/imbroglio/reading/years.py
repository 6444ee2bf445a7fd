"""The years of dates told without one, in a report that bears no date itself.

Flows in: the text and the title. Flows out: for every date without a year, by its offset, the year it is of. A telling
goes forward in time as a rule: past New Year into the next year, back to an earlier one where it begins again after a
summary; and a year that it only looks back to ("as in 2014") does not become its own. So the years are chosen for all
dates together, as the cheapest course through them (Viterbi 1967). Where neither text nor title gives any year, none is
guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from imbroglio.reading.dates import find_dates, settle
from imbroglio.reading.time_atoms import Atom, Setting, without_overlaps

# Costs, in years of a jump forward that would be as unlikely. A jump back, each year of it, and at most where a paragraph
# begins with it; a jump forward past the last date that has its year, each year of it; the longest jump that still tells
# something, and how little one forward tells that has its year; looking back on the way, to a year, to a date with its
# year, to one without; entering a year that the report names seldom; and each date without a year in one of these, where it
# lies before the year that the report names most.
_BACK, _AGAIN, _PAST_ALL, _FARTHEST, _SAID = 1.5, 0.8, 1.5, 2.0, 0.5
_ASIDE_YEAR, _ASIDE, _NEARBY, _RARE, _PASSED = 0.2, 0.5, 0.3, 0.15, 0.02
_SELDOM = 4  # times less often than the year named most
_TITLE = 3  # dates of the text that one year in the title is worth
_KEPT = 40  # courses followed at once
_HEAD = 40  # characters looked at before a date
# What may stand between the start of a paragraph or sentence and a date that sets the time of it: "Starting on", "Late in".
_PARAGRAPH = re.compile(r"(?:\A|\n\n)\W*(?:[A-Za-z]+ ){0,4}\Z")
_SENTENCE = re.compile(r"(?:\A|\n|[.!?][\"”']?\s)\W*(?:[A-Za-z]+ ){0,4}\Z")
_YEAR = re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)(?![\d%]|[.,]\d)")
_NO_DAY = Setting(None, None, ahead=False)

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class _Ground:
    """What the whole report says: the years it names, what it costs to enter one and to stay in it, its last date that has one."""

    named: frozenset[int]
    rare: dict[int, float]
    passed: dict[int, float]
    last: date | None


@dataclass(frozen=True, slots=True)
class _Course:
    """One way to read the dates so far: what it costs, where the telling stands, and the year of each date."""

    cost: float
    at: Span | None
    year: int | None
    before: _Course | None

    def years(self) -> Iterator[int | None]:
        """The years, last date first."""
        here: _Course | None = self
        while here is not None and here.before is not None:
            yield here.year
            here = here.before


def find_years(text: str, title: str | None) -> dict[int, int]:
    """The year of every date that the text gives without one, by the offset of the date.

    >>> find_years("It began on 3 October 2022. On 14 January, it was over.", None)
    {31: 2023}
    """
    atoms = [a for a in without_overlaps(find_dates(text)) if a.year or a.month or a.season]
    titled = [int(year) for year in _YEAR.findall(title or "")]
    ground = _ground(atoms, titled)
    if ground is None:
        return {}
    courses = [_Course(0.0, _year_of(titled[0]) if titled else None, None, None)]
    for atom in atoms:
        before = text[max(atom.start - _HEAD, 0) : atom.start]
        opens = 2 if _PARAGRAPH.search(before) else 1 if _SENTENCE.search(before) else 0
        courses = _followed(atom, courses, ground, opens)
    best = list(min(courses, key=lambda c: c.cost).years())
    return {a.start: year for a, year in zip(atoms, reversed(best), strict=True) if a.year is None and year is not None}


def _ground(atoms: Sequence[Atom], titled: Sequence[int]) -> _Ground | None:
    """What all dates together say; None where none of them has a year, nor has the title."""
    told = Counter(a.year for a in atoms if a.year is not None)
    told.update(dict.fromkeys(titled, _TITLE))
    if not told:
        return None
    years = sorted({y for year in told for y in (year - 1, year, year + 1)})
    spans = [span for a in atoms if a.year is not None and (span := _span(a, a.year))]
    last = max((span[1] for span in spans), default=None)
    main = max(told, key=lambda year: (told[year], year))
    rare = {year: _RARE * log(2 * told.total() / max(2 * told[year], 1)) for year in years}
    passed = {year: _PASSED * max(log(told[main] / _SELDOM / max(told[year], 0.5)), 0.0) for year in years if year < main}
    return _Ground(frozenset(told), rare, passed, last)


def _followed(atom: Atom, courses: Sequence[_Course], ground: _Ground, opens: int) -> list[_Course]:
    """The courses that go on over one more date, the cheapest of those that stand at one time.

    `opens`: the date begins a paragraph (2), a sentence (1).
    """
    best: dict[Span | None, _Course] = {}
    years = ground.rare if atom.year is None else (atom.year,)
    spans = [(year, span) for year in years if (span := _span(atom, year))]
    for c in courses:
        ways = [_Course(c.cost + _jump(c.at, span, ground, opens, atom.year is not None), span, year, c) for year, span in spans]
        if not spans or (atom.year is not None and c.at is not None):
            ways.append(_Course(c.cost + (_ASIDE if atom.month else _ASIDE_YEAR), c.at, atom.year, c))
        elif c.at is not None and opens == 0:
            looks = [(_behind(c.at, span) + ground.rare[year], year) for year, span in spans if year in ground.named]
            ways += [_Course(c.cost + _NEARBY + behind, c.at, year, c) for behind, year in sorted(looks)[:1]]
        for way in ways:
            if way.at not in best or way.cost < best[way.at].cost:
                best[way.at] = way
    return sorted(best.values(), key=lambda c: c.cost)[:_KEPT]


def _span(atom: Atom, year: int) -> Span | None:
    """The days of a date, were it of that year."""
    own, atom.year = atom.year, year
    settle(atom, _NO_DAY)
    atom.year = own
    first, last = atom.span
    return None if first is None or last is None else (first, last)


def _year_of(year: int) -> Span:
    return date(year, 1, 1), date(year, 12, 31)


def _apart(one: Span, two: Span) -> float:
    """Years between two times; 0 where they meet."""
    return max((two[0] - one[1]).days, (one[0] - two[1]).days, 0) / 365


def _behind(at: Span, to: Span) -> float:
    """What it costs to look from one time to another: back rather than ahead."""
    return _apart(at, to) * (_NEARBY if to[0] <= at[1] else 2 * _NEARBY)


def _jump(at: Span | None, to: Span, ground: _Ground, opens: int, said: bool) -> float:
    """What it costs to go on from one time to another."""
    year = to[0].year
    entered = 0.0 if said or (at is not None and year == at[1].year) else ground.rare[year]
    entered += 0.0 if said else ground.passed.get(year, 0.0)
    if at is None:
        return entered
    if at[0] > to[1]:
        return entered + min(_apart(at, to) * _BACK, _AGAIN if opens == 2 else _FARTHEST)
    if said:
        return min(_apart(at, to), 1.0) * _SAID
    beyond = 0.0 if ground.last is None else (to[0] - max(at[1], ground.last)).days / 365
    return entered + min(_apart(at, to) + max(beyond, 0.0) * (_PAST_ALL - 1.0), _FARTHEST)
