"""What the finders of times share: the mention they give, the atom they build it from, and the words of both.

Flows in: nothing. Flows out: frozen `TimeMention` and `Offset` for callers, `Atom` and `Setting` for the
finders.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from imbroglio.knowledge.quantities import load_quantities
from imbroglio.model.statement import Basis, Precision, When
from imbroglio.reading.days import NOWHERE, Span

TimeKind = Literal[
    "absolute", "partial", "relative-published", "relative-event", "duration", "vague", "recurrent"
]
Unit = Literal["same", "day", "week", "month", "year"]

HYPHEN = "[-\u2010\u2011\u2013\u2014]"
UNIT = r"minute|hour|day|night|week|month|year|decade"
MONTHS: dict[str, int] = {}
WEEKDAYS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "January Jan", "February Feb", "March Mar", "April Apr", "May", "June Jun", "July Jul", "August Aug",
        "September Sept Sep", "October Oct", "November Nov", "December Dec",
    )
):  # fmt: skip
    MONTHS.update((form, _number + 1) for name in _names.split() for form in (name, name.upper()))
for _number, _name in enumerate(
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
):
    WEEKDAYS.update({_name: _number, _name.upper(): _number})

# Long names first, so that "Sept" is not read as "Sep" and a rest. Months and weekdays must have their
# capital.
MONTH_WORD = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")(?![A-Za-z])\.?"
WEEKDAY_WORD = "(?:" + "|".join(WEEKDAYS) + ")"
PERIODS: dict[str, Precision] = {
    "week": "week",
    "weekend": "week",
    "month": "month",
    "year": "year",
    "decade": "year",
}
_LOOSE = {
    "a": 1,
    "an": 1,
    "several": 5,
    "a few": 4,
    "a couple of": 2,
    "a couple": 2,
    "couple of": 2,
    "few": 4,
    "many": 5,
}
_WORDS = load_quantities().words
COUNT = (
    "(?:[0-9]{1,3}|"
    + "|".join(
        [
            *sorted(_WORDS, key=len, reverse=True),
            "a couple of",
            "a couple",
            "a few",
            "few",
            "several",
            "many",
            "an?",
        ]
    )
    + r")(?:\s*(?:-|\u2013|\bto\b|\bor\b)\s*(?:[0-9]{1,3}|"
    + "|".join(_WORDS)
    + "))?"
)
NEARLY = (
    r"(?:(?:about|around|some|almost|nearly|over|just over|more than|less than|roughly|approximately"
    r"|at least|barely|only|just"
    r"|up to|the|another)\s+){0,2}"
)


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a time lies from the event before it.

    Attributes:
        amount: how many units on (negative: back); 0 is the same day, week, month or year.
        unit: "same" takes the other event's interval as it is.
        whole: a week by the calendar ("the following week", Monday to Sunday) instead of seven days ("a week
            later").
    """

    amount: int
    unit: Unit
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A stretch of text that says when.

    Attributes:
        start, end: offsets, counted from the `base` that the finder was given.
        text: verbatim.
        kind: "absolute" has its year, "partial" lacks it; the others say against what they are told.
        when: the interval, as far as it can be told without the event before.
        by: the interval has no start ("by 9 June", "before", "until").
        since: the interval is open to the report's date ("since 2012") or without an end ("after 9 June").
        lead: the words that say so, lower case ("by", "since", "after", "as of"), or "".
        needs_anchor: for "relative-event", the distance to the event before, if the text says it.
    """

    start: int
    end: int
    text: str
    kind: TimeKind
    when: When
    by: bool = False
    since: bool = False
    lead: str = ""
    needs_anchor: Offset | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a time is read against: day of publication, year of the report, and whether it is to come."""

    published: date | None
    year_hint: int | None
    ahead: bool


@dataclass(slots=True)
class Atom:
    """A time being read. Dates keep their parts until their year is known; `glues` allows "A to B"."""

    start: int
    end: int
    kind: TimeKind
    precision: Precision
    basis: Basis = "relative"
    span: Span = NOWHERE
    glues: bool = False
    year: int | None = None
    month: int | None = None
    first: int | None = None
    last: int | None = None
    part: str = ""
    season: str = ""
    nearby: str = ""
    weekday: int | None = None
    offset: Offset | None = None
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """A way of telling a time: the words (spaced) of which one must be in the text, and the finder."""

    words: str
    find: Callable[[str, Setting], Iterator[Atom]]

    @property
    def triggers(self) -> frozenset[str]:
        return frozenset(self.words.casefold().split())


def count_of(words: str) -> int | None:
    """The number that a count stands for; of a range ("two or three") the upper end.

    >>> count_of("three"), count_of("a few"), count_of("2-3")
    (3, 4, 3)
    """
    words = words.casefold().strip()
    for cut in ("-", "\u2013", " to ", " or "):
        words = words.rpartition(cut)[2].strip()
    if words.isdecimal():
        return int(words)
    return _LOOSE.get(words, _WORDS.get(words))


def without_overlaps(atoms: Iterable[Atom]) -> list[Atom]:
    """Atoms in order of text; of two that overlap, the one that starts first, then the longer."""
    kept: list[Atom] = []
    for atom in sorted(atoms, key=lambda a: (a.start, -a.end)):
        if not kept or atom.start >= kept[-1].end:
            kept.append(atom)
    return kept
