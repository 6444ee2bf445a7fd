"""Counts in plain text: how many people, weapons or places a sentence speaks of, with bounds.

Flows in: a sentence (or any text). Flows out: `NumberMention`s in order of text, none overlapping, each with
its hedge and its bounds by codebook section 1 and rule 14 ("at least 16": low 16, high open). Refuses numbers
that count nothing: dates, times of day, ages, distances, ordinals, and numbers that are part of
a name ("T-72", "Resolution 2254", "Route 4"). Invariant: `text[m.start - base : m.end - base] == m.text`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from imbroglio.knowledge.quantities import load_quantities
from imbroglio.reading.numerals import Numeral, any_numeral, iter_numerals
from imbroglio.reading.times import find_times

_TABLE = load_quantities()


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A count in the text.

    Attributes:
        start, end: offsets, counted from the `base` that the finder was given.
        text: the whole phrase with its hedge and money sign ("at least 16", "nearly $5 million").
        low, high: the bounds; None is open.
        core_start, core_end: offsets of the figure or number words alone.
        currency: an amount of money.
        share: a percentage.
    """

    start: int
    end: int
    text: str
    low: int | None
    high: int | None
    core_start: int
    core_end: int
    currency: bool = False
    share: bool = False


@dataclass(slots=True)
class _Count:
    """A count being read: its numeral or two, then what stands around it."""

    first: Numeral
    last: Numeral
    start: int
    end: int
    low: int | None
    high: int | None
    hedged: bool = False
    money: bool = False


def _either(words: Sequence[str]) -> str:
    return "|".join(re.escape(w).replace("\\ ", r"\s+") for w in sorted(words, key=len, reverse=True))


_WORDY = [w for w in _TABLE.no_count_after if w[0].isalpha()]
_SIGNS = [w for w in _TABLE.no_count_after if not w[0].isalpha()]
_BETWEEN_UNIT = (
    r"(?:(?:more|straight|consecutive|successive|long|whole|full|further|other|and\s+a\s+half)[\s-]+)*"
)
_NO_COUNT = re.compile(
    rf"(?:\s+of)?\s*-?\s*{_BETWEEN_UNIT}(?:(?:{_either(_WORDY)})(?![A-Za-z])|(?:{_either(_SIGNS)}))",
    re.IGNORECASE,
)
_FRACTION = re.compile(rf"[-\s](?:{_either(_TABLE.fractions)})(?![A-Za-z])", re.IGNORECASE)
_SHARE = re.compile(r"\s?%|\s?(?:per\s?cent|pct)(?![A-Za-z])", re.IGNORECASE)
_METRES = re.compile(r"\s?m(?![A-Za-z])")
_PEOPLE = re.compile(
    r"\s+(?:[A-Za-z-]+\s+){0,2}?(?:people|persons|civilians|fighters|troops|soldiers|men|women|children"
    r"|refugees|families|militants|rebels"
    r"|homes|houses|residents|prisoners|others|migrants|displaced|Syrians|Iraqis|Ukrainians|police|victims"
    r"|dead)\b"
)
_NAME_AFTER = re.compile(rf"\s+(?:[A-Z][A-Za-z]+\s+)?(?:{_either(_TABLE.names_after)})(?![A-Za-z])")
_MONEY_BEFORE = re.compile(rf"(?<![A-Za-z])(?:{_either(_TABLE.money_before)})\s?$")
_WEIGHT = re.compile(r"\s+pounds\s+of\b")
_LAUNCHER = re.compile(r"[\s-]+(?:rocket|launch)", re.IGNORECASE)
_MONEY_AFTER = re.compile(rf"(?:\s+of)?[\s-]*(?:{_either(_TABLE.money_after)})(?![A-Za-z])")
_AFTER = re.compile(
    rf"\+(?![0-9])|[-\s]+(?P<words>{_either(list(_TABLE.after))})(?![A-Za-z])(?!\s+(?:than|[0-9]|a\s|one\b))",
    re.IGNORECASE,
)
_GAP = re.compile(
    r"(?P<dash>\s?[-\u2010\u2011\u2012\u2013\u2014]\s?)|(?P<word>\s*(?:-\s*)?\b(?:to|or"
    r"|and)\s+)(?:[$€£¥]\s?)?"
)
_BETWEEN = re.compile(r"\b(?:(?:somewhere|anything|anywhere)\s+)?between\s+(?:[$€£¥]\s?)?$", re.IGNORECASE)
_WORD = re.compile(r"[^\s,;:()\"“”]+")
_AS_NOUN = re.compile(r"-(?:strong|plus|odd|member|man|person|vehicle|truck|tank|ship)s?\b")
_AGE_BEFORE, _AGE_AFTER = re.compile(r"[A-Z][\w'’-]+,\s$"), re.compile(r"\s*,")
_LIST_MARK, _LINE_START = re.compile(r"[.)](?:\s|$)"), re.compile(r"(?:^|\n)\s*$")
_NOT_ONE_AFTER = re.compile(
    r"\s+(?:another|side|hand|point|reason|thing|way|step|more\s+time|by\s+one|after\s+(?:another"
    r"|the\s+other)|must|should|can|would|could|may|might"
    r"|of\s+(?:the|its|his|her|their|our|Syria's|Iraq's)\s+(?:\w+\s+)?(?:\w+est|most|main|few|last|key"
    r"|major|biggest|chief|leading|many)\b)|['’]",
    re.IGNORECASE,
)
_NOT_ONE_BEFORE = re.compile(
    r"\b(?:no|this|that|which|any|every|each|the|another|some|such|first|last|latest|new|good|big|only)\s+$",
    re.IGNORECASE,
)
_SAME_LIST = re.compile(r"\s*(?:,|,?\s(?:and|or))\s+")


def find_numbers(
    text: str, base: int = 0, avoid: Sequence[tuple[int, int]] | None = None
) -> list[NumberMention]:
    """The counts that a text gives, in order, none overlapping.

    Args:
        text: a sentence or more.
        base: added to every offset.
        avoid: spans of times in the text, offsets without `base`; None has them found here.

    >>> [(m.text, m.low, m.high) for m in find_numbers("At least 16 died in two raids on 11 September.")]
    [('At least 16', 16, None), ('two', 2, 2)]
    """
    if not any_numeral(text):
        return []
    numerals = list(iter_numerals(text))
    if not numerals:
        return []
    if avoid is None:
        avoid = [(m.start, m.end) for m in find_times(text, None)]
    found: list[NumberMention] = []
    floor, named_until = 0, -1
    for count in _counts(text, numerals):
        if any(a < count.last.end and count.first.start < b for a, b in avoid):
            continue
        _take_money(text, count, floor)
        _take_hedges(text, count, floor)
        if _is_name(text, count) or named_until >= 0 and _SAME_LIST.fullmatch(text, named_until, count.start):
            named_until = count.end
            continue
        named_until = -1
        share = _SHARE.match(text, count.last.end) is not None and not count.money
        if share or not _counts_nothing(text, count):
            floor = count.end
            found.append(replace(_mention(text, count, base), share=share))
    return found


def _counts(text: str, numerals: list[Numeral]) -> list[_Count]:
    """Numerals, with two that make a range taken together."""
    counts: list[_Count] = []
    i = 0
    while i < len(numerals):
        one = numerals[i]
        pair = _range(text, one, numerals[i + 1]) if i + 1 < len(numerals) else None
        if pair is not None:
            counts += pair
            i += 2
            continue
        low, high = int(one.low), None if one.high is None else int(one.high)
        if one.low == low and (one.high is None or one.high == high):
            counts.append(_Count(one, one, one.start, one.end, low, high))
        i += 1
    return counts


def _range(text: str, one: Numeral, two: Numeral) -> list[_Count] | None:
    """A range as one count; no count at all for "3-2", a score; None for two numerals that stand apart."""
    gap = _GAP.fullmatch(text, one.end, two.start)
    between = _BETWEEN.search(text, max(0, one.start - 24), one.start)
    if gap is None or gap["word"] and (gap["word"].strip(" -").casefold() == "and") != (between is not None):
        return None
    if one.scale == 1 and two.scale > 1 and not one.vague and one.low < two.mantissa:
        one = replace(one, low=one.low * two.scale, high=one.low * two.scale)
    low, high = one.low, two.high
    if high is not None and low >= high:
        return [] if gap["dash"] else None
    if low != int(low) or high is not None and high != int(high):
        return []
    start = between.start() if between else one.start
    return [
        _Count(
            one,
            two,
            start,
            two.end,
            int(low),
            None if high is None else int(high),
            hedged=between is not None,
        )
    ]


def _take_money(text: str, count: _Count, floor: int) -> None:
    if before := _MONEY_BEFORE.search(text, max(floor, count.first.start - 5), count.first.start):
        count.start, count.money = min(count.start, before.start()), True
    if (after := _MONEY_AFTER.match(text, count.end)) and not _WEIGHT.match(text, count.end):
        count.end, count.money = after.end(), True


def _take_hedges(text: str, count: _Count, floor: int) -> None:
    """Hedges before ("at least") and after ("or more") a number; the outermost one that bounds decides."""
    side = "both"
    while (hedge := _hedge_before(text, count.start, floor)) is not None:
        count.start, count.hedged = hedge[0], True
        side = hedge[1] if hedge[1] != "both" else side
    if after := _AFTER.match(text, count.end):
        words = " ".join((after["words"] or "plus").casefold().split())
        count.end, count.hedged = after.end(), True
        side = _TABLE.after.get(words, "both") if side == "both" else side
    ranged = count.first is not count.last
    if side == "low" and not ranged:
        count.high = None
    elif side == "high":
        # Of "nearly two dozen" the number is the upper bound; of "up to several hundred" the upper of its
        # two.
        count.low = None


def _hedge_before(text: str, start: int, floor: int) -> tuple[int, str] | None:
    begin = max(floor, start - 40)
    words = list(_WORD.finditer(text, begin, start))[-5:]
    if not words or text[words[-1].end() : start].strip():
        return None
    for i, word in enumerate(words):
        phrase = " ".join(text[word.start() : start].casefold().split())
        whole = word.start() == 0 or not text[word.start() - 1].isalnum()
        if (
            whole
            and (side := _TABLE.before.get(phrase)) is not None
            and (phrase in "~c." or text[start - 1].isspace())
        ):
            if i + 1 == len(words) and phrase == "just" and _is_just_then(text, word.start()):
                return None
            return word.start(), side
    return None


def _is_just_then(text: str, start: int) -> bool:
    """ "Has just" tells of time."""
    return text[max(0, start - 5) : start].casefold().split()[-1:] in (["has"], ["had"], ["have"])


def _is_name(text: str, count: _Count) -> bool:
    """Whether the number is part of a name or gives an age: "Resolution 2254", "155 Brigade", "aged 14"."""
    words = list(_WORD.finditer(text, max(0, count.start - 24), count.start))[-2:]
    if words and not text[words[-1].end() : count.start].strip():
        for word in words:
            if " ".join(text[word.start() : count.start].split()) in _TABLE.names_before:
                return True
    if count.first.figure and not count.hedged and _NAME_AFTER.match(text, count.end):
        return True
    plain = count.first.figure and not count.hedged and (count.high or 0) < 120
    return (
        plain
        and bool(_AGE_BEFORE.search(text, max(0, count.start - 24), count.start))
        and bool(_AGE_AFTER.match(text, count.end))
    )


def _counts_nothing(text: str, count: _Count) -> bool:
    if _NO_COUNT.match(text, count.last.end) and not count.money:
        return True
    if not _stands_free(text, count):
        return True
    one, last = count.first, count.last
    if last.low < 10 and _FRACTION.match(text, last.end):
        return True
    metres = last.letter == "m" and not count.money and last.mantissa == int(last.mantissa)
    if metres and (last.mantissa > 50 or not _PEOPLE.match(text, last.end)):
        return True
    if (
        last.figure
        and not last.letter
        and last.scale == 1
        and not count.money
        and _METRES.match(text, last.end)
    ):
        return True
    if one is last and text[one.start : one.end].casefold() == "one":
        return bool(
            _NOT_ONE_AFTER.match(text, one.end)
            or _NOT_ONE_BEFORE.search(text, max(0, one.start - 10), one.start)
        )
    if text[one.start : one.end].casefold() == "multiple" and _LAUNCHER.match(text, one.end):
        return True
    return one is last and one.figure and _is_bare_label(text, count)


def _stands_free(text: str, count: _Count) -> bool:
    """Whether nothing is glued to the number: not "T-72", "6:30", "9/11", "122mm", "14-year-old", "3rd"."""
    start, end = count.first.start, count.last.end
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if (
        before[-1:]
        and before[-1] in "/#@_№.:-\u2010\u2011,'’"
        and (before[:1].isalnum() or before[-1] in "/#@_№")
    ):
        return False
    if before[-1:].isalnum() or after[:1].isalnum() or after[:1] in ("/", "_", "\\"):
        return False
    if after[:1] in (":", ".", "-", "\u2013", ",") and after[1:].isdigit():
        return False
    if after[:1] in ("-", "\u2010", "\u2011") and after[1:].isalpha():
        return count.end > end or _AS_NOUN.match(text, end) is not None
    return True


def _is_bare_label(text: str, count: _Count) -> bool:
    """Bracketed notes, list marks, figures with a leading nought, and years ("the 2014 war")."""
    one = count.first
    digits = text[one.start : one.end]
    before, after = text[max(0, one.start - 1) : one.start], text[one.end : one.end + 1]
    if len(digits) > 1 and digits[0] == "0" or before in tuple("([") and after in tuple(")]"):
        return True
    if count.hedged or count.money:
        return False
    if (
        len(digits) < 3
        and _LIST_MARK.match(text, one.end)
        and _LINE_START.search(text, max(0, one.start - 8), one.start)
    ):
        return text[one.end : one.end + 3].strip() not in (".", "")
    yearlike = len(digits) == 4 and digits.isdigit() and 1900 <= int(digits) < 2050
    return yearlike and int(digits) % 100 != 0 and not _PEOPLE.match(text, one.end)


def _mention(text: str, count: _Count, base: int) -> NumberMention:
    return NumberMention(
        count.start + base,
        count.end + base,
        text[count.start : count.end],
        count.low,
        count.high,
        count.first.start + base,
        count.last.end + base,
        count.money,
    )
