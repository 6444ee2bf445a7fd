"""Times told against the event before, and times without a day: "two days later", "for three years",
"recently", "every Friday".

Flows in: a text and the report's day. Flows out: `Atom`s; those that lean on the event before carry an
`Offset` and no interval of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from imbroglio.model.statement import Precision
from imbroglio.reading.time_atoms import (
    COUNT,
    NEARLY,
    PERIODS,
    UNIT,
    WEEKDAY_WORD,
    WEEKDAYS,
    Atom,
    Family,
    Offset,
    Setting,
    Unit,
    count_of,
)

_I = re.IGNORECASE
_DISTANCE = re.compile(
    rf"\b{NEARLY}(?:(?P<n>{COUNT})\s+(?P<unit>{UNIT})s?|the\s+(?P<one>day|week|month|year))\s+(?P<way>later"
    rf"|earlier|before|prior|previously|beforehand|after|afterwards?"
    r"|following)(?:\s+(?:that|this|to|then))?\b(?!\s+(?:yesterday|tomorrow))",
    _I,
)
_SAME = re.compile(
    r"\b(?:(?:(?:earlier|later|early|late)\s+)?(?:on\s+)?(?:the\s+(?:very\s+)?same|that(?:\s+(?:very"
    r"|same))?)\s+"
    r"(?P<unit>day|morning|afternoon|evening|night|week|weekend|month|year)"
    r"|(?:earlier|later|early|late)\s+(?:in|on)\s+the\s+(?P<in>day|week|month|year|morning|afternoon|evening)"
    r"|(?:(?:during|throughout)\s+the|(?P<end>the end of the))\s+(?P<during>day|night)"
    r"|(?P<time>(?:(?:at|around|about)\s+|(?<=by )|(?<=since )|(?<=until ))(?:that|this|the|the same"
    r"|that same)\s+(?:time|moment|point))(?!\s+of)\b"
    r"|(?:since|by|until|till|from)\s+(?P<then>then)"
    r"|(?P<soon>(?:shortly|soon|moments|minutes|hours|immediately|some hours|several hours"
    r"|a few hours)\s+(?:later|earlier|after|afterwards?|before)))\b",
    _I,
)
_BESIDE = re.compile(
    r"\bthe\s+(?P<which>next|following|ensuing|subsequent|previous|preceding|prior)\s+"
    r"(?P<unit>day|morning|afternoon|evening|night|week|weekend|month|year)\b",
    _I,
)
_UNCOUNTED = re.compile(
    r"\b(?:(?:in|over|during|within)\s+(?:the\s+)?(?:recent|past|last|coming|upcoming|next)\s+(?:hours|days"
    r"|weeks|months|years|times)(?!\s+of\b)|recent(?:ly)?"
    r"(?:\s+(?:hours|days|weeks|months|years|times))?|lately|(?:some\s+)?(?:hours|days|weeks|months|years"
    r"|decades|long)\s+ago|in the past"
    r"|in the near future)\b",
    _I,
)
_UNCOUNTED_AFTER = re.compile(
    r"\b(?:(?:in\s+)?(?:the\s+)?(?:days|weeks|months|years|some time|a short time|not long)\s+(?:later"
    r"|earlier|afterwards?|after|before|beforehand)"
    r"|(?:in|over|during|within)\s+(?:the\s+)?(?:following|subsequent|ensuing|previous"
    r"|preceding)\s+(?:few\s+)?(?:hours|days|weeks|months|years))\b",
    _I,
)
_OFTEN = re.compile(
    rf"\b(?:(?:every|each)\s+(?:other\s+|single\s+|few\s+|{COUNT}\s+)?(?:{UNIT}|morning|evening"
    rf"|{WEEKDAY_WORD})s?"
    rf"|on\s+{WEEKDAY_WORD}s|(?-i:daily|nightly|weekly|monthly|yearly|annually)"
    rf"|(?:once|twice|(?:{COUNT})\s+times)\s+(?:a|per)\s+(?:{UNIT}))\b",
    _I,
)
_LASTING = re.compile(
    rf"\b(?:for|lasted|lasting|after|during|over|throughout|in|within)\s+(?:{NEARLY}(?P<n>{COUNT})\s+)?"
    rf"(?:straight\s+|consecutive\s+|whole\s+|full\s+|long\s+"
    rf"|more\s+)*(?P<unit>{UNIT})(?P<many>s?)\b(?!\s+(?:later|earlier|ago|before))",
    _I,
)
_PERFECT = re.compile(r"\b(?:has|have|['’]ve)\b[^.;:]{0,90}$", _I)
_BACK = frozenset({"previous", "preceding", "prior", "earlier", "before", "previously", "beforehand"})


def _distances(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _DISTANCE.finditer(text):
        unit, count = (match["one"] or match["unit"]).casefold(), 1 if match["one"] else count_of(match["n"])
        if count is not None:
            way = -1 if match["way"].casefold() in _BACK else 1
            yield _from_event(match, _offset(count * way, unit))


def _events(text: str, setting: Setting) -> Iterator[Atom]:
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


def _uncounted_after(text: str, setting: Setting) -> Iterator[Atom]:
    for match in _UNCOUNTED_AFTER.finditer(text):
        yield Atom(*match.span(), "relative-event", "unknown")


def _from_event(match: re.Match[str], offset: Offset) -> Atom:
    precision: Precision = "day" if offset.unit == "same" else PERIODS.get(offset.unit, "day")
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
        atom = Atom(*match.span(), "duration", PERIODS.get(match["unit"].casefold(), "day"), lead=lead)
        if lead == "for" and _PERFECT.search(text, max(0, match.start() - 100), match.start()):
            atom.span = (None, setting.published)
        yield atom


SEQUENCE_FAMILIES: tuple[Family, ...] = (
    Family(
        "minute hour day night week month year decade minutes hours days nights weeks months years decades",
        _distances,
    ),
    Family(
        "same that then time moment point later earlier early late during throughout end shortly soon "
        "moments immediately "
        "next following ensuing subsequent previous preceding prior",
        _events,
    ),
    Family("recent recently lately ago past last coming upcoming next near", _vague),
    Family("days weeks months years hours time long", _uncounted_after),
    Family(
        "every each daily nightly weekly monthly yearly annually once twice times "
        + " ".join(f"{w}s" for w in WEEKDAYS),
        _often,
    ),
    Family(
        "minute hour day night week month year decade minutes hours days nights weeks months years decades",
        _lasting,
    ),
)
