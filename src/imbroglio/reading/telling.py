"""The telling: the day at which a report stands that is not dated itself, for sentences that tell no time.

Flows in: sentence by sentence, the times that it tells. Flows out: for a thing told with no time of its own, the day that
an earlier sentence of the paragraph opened with ("On 26 February, ... The bridge was taken."): a time that opens a
sentence holds for what follows, until another does (Charolles 1997 on framing adverbials). It refuses what stands in
another tense or lies behind the telling ("had been taken", "after the fall of"); what is credited to somebody happened
by that day. Reports with a date of their own take that date instead (codebook rule 5).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from imbroglio.model import When
from imbroglio.reading.drafts import Draft
from imbroglio.reading.frames import SEEN_BY_RULE
from imbroglio.reading.times import TimeMention
from imbroglio.reading.tree import Tree

# What may stand before a time that opens its sentence: "Later on", "In the morning of", "Also on".
_OPENING = re.compile(r"\W*(?:[A-Za-z]+ ){0,5}\Z")
_CALENDAR = frozenset({"absolute", "partial"})
_BEHIND = frozenset("after following since before until despite prior".split())
# An hour of a day that goes on: "By evening", "In the early morning", "at 13:40".
_HOUR = re.compile(
    r"\b(?:by|in the|at|that|during the|around|later in the) (?:early |late )?"
    r"(?:morning|midday|noon|afternoon|evening|night|nightfall|midnight|dawn|dusk|day)\b(?! of)|\b(?:at|by|around) \d{1,2}[:.]\d\d\b",
    re.IGNORECASE,
)
_AGO = re.compile(r"\b(?:had|which|who|whose|that|since|previously|earlier)\b")
_OF_NOW = frozenset({"VBZ", "VBP", "MD"})


@dataclass(slots=True)
class Telling:
    """Where the telling stands. `day` is None where nobody can tell, `before` the day of the paragraph before."""

    day: When | None = None
    before: When | None = None

    def hear(self, sentence: str, start: int, times: Sequence[TimeMention], *, breaks: bool) -> None:
        """Go on by one sentence.

        Args:
            sentence: its text.
            start: its offset.
            times: its times, resolved, in order.
            breaks: a paragraph begins with it.
        """
        if breaks:
            self.before, self.day = self.day or self.before, None
        if self.day is None and not any(m.kind in _CALENDAR for m in times) and _HOUR.search(sentence):
            self.day = self.before
        opening = next((m for m in times if _OPENING.match(sentence[: m.start - start])), None)
        if opening is not None:
            self.day = _day(opening)
        elif len(times) == 1 and times[0].kind in _CALENDAR and not times[0].by and not _AGO.search(sentence[: times[0].start - start]):
            self.day = _day(times[0]) or self.day

    def carry(self, t: Tree, draft: Draft, when: When, reporting: frozenset[int]) -> When:
        """The time of a draft that has none of its own; `when` where the telling gives none."""
        if self.day is None or when.basis != "publication" or draft.rule in SEEN_BY_RULE or draft.kind not in {"event", "control"}:
            return when
        if not _runs_along(t, draft):
            return when
        verb = t.clause(draft.tok)
        told = t.dep[verb] == "ccomp" and t.head[verb] in reporting
        if told or self.day.start is None:
            return replace(self.day, start=None)
        return self.day if not _pluperfect(t, verb) else when


def _day(m: TimeMention) -> When | None:
    """The one day that a time tells, or by which it tells."""
    when = m.when
    if m.kind in {"duration", "recurrent", "vague"} or m.since or when.precision != "day" or when.end is None:
        return None
    if when.start != when.end and not (m.by and when.start is None):
        return None
    return replace(when, basis="relative")


def _pluperfect(t: Tree, verb: int) -> bool:
    return any(t.dep[k] == "aux" and t.low[k] in {"had", "'d"} for k in t.kids[verb])


def _runs_along(t: Tree, draft: Draft) -> bool:
    """Whether a thing is told as part of the course of events: in the past tense, and not as what lay behind it."""
    at = draft.tok
    for _ in range(12):
        if t.low[at] in _BEHIND or any(t.dep[k] == "mark" and t.low[k] in _BEHIND for k in t.kids[at]):
            return False
        if t.is_verb(at) and any(t.tag[k] in _OF_NOW and t.dep[k] in {"aux", "auxpass"} for k in t.kids[at]):
            return False
        if t.tag[at] in _OF_NOW:
            return False
        if t.head[at] == at:
            return True
        at = t.head[at]
    return True
