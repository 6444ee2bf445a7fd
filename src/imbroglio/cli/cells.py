"""A statement as the cells of a table.

Flows in: a Statement, and the keys of persons who act in public. Flows out: short texts, safe to show. The
names of private persons (victims, witnesses) stay in the reports' text and out of tables and exports.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from imbroglio.views.shown import clean, name_of

if TYPE_CHECKING:
    from imbroglio.model import Document, Quantity, Ref, Statement

CSV_COLUMNS = (
    "id",
    "report",
    "report_date",
    "source",
    "kind",
    "type",
    "status",
    "agent",
    "agent_id",
    "target",
    "target_id",
    "place",
    "place_id",
    "lat",
    "lon",
    "place_precision",
    "time_start",
    "time_end",
    "time_precision",
    "time_basis",
    "numbers",
    "claim_by",
    "stance",
    "hearsay",
    "score",
    "rule",
    "plover",
    "cameo",
    "acled_event",
    "acled_sub_event",
    "ucdp_violence",
    "start",
    "end",
    "quote",
)


def names(refs: Iterable[Ref], public: frozenset[str]) -> str:
    """Several Refs' names, each once."""
    return ", ".join(dict.fromkeys(name_of(ref, public) for ref in refs))


def when(s: Statement) -> str:
    """The time, as exact as it is; in brackets where it is only the report's own date."""
    first, last = s.time.start, s.time.end
    if first is None and last is None:
        return ""
    if s.time.basis == "publication":
        return f"({last or first})"
    if first is None or last is None:
        return f"by {last}" if first is None else f"from {first}"
    if first == last:
        return first.isoformat()
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        if (first.year, first.month) == (last.year, last.month):
            return first.isoformat()[:7]
        if first.year == last.year and (first.month, last.month) == (1, 12):
            return str(first.year)
    return f"{first} to {last}"


def what(s: Statement) -> str:
    """The type, and how it stands where it is not simply so."""
    return s.type if s.status == "actual" else f"{s.type} ({s.status})"


def number(n: Quantity) -> str:
    """A figure with its bounds.

    >>> from imbroglio.model import Quantity
    >>> number(Quantity("at least 1,600", "killed", 1600, None))
    'killed 1,600 or more'
    """
    low, high = n.low, n.high
    if low is None and high is None:
        return f"{n.measure} {clean(n.text)}"
    if low is None:
        return f"{n.measure} up to {high:,}"
    if high is None:
        return f"{n.measure} {low:,} or more"
    return f"{n.measure} {low:,}" if low == high else f"{n.measure} {low:,} to {high:,}"


def numbers(s: Statement) -> str:
    """All figures."""
    return ", ".join(number(n) for n in s.numbers)


def says(s: Statement, public: frozenset[str]) -> str:
    """Who says so, and how; empty in the report's own voice."""
    if not s.claim.by:
        return "reportedly" if s.claim.hearsay else ""
    by = names(s.claim.by, public)
    return by if s.claim.stance in (None, "asserts") else f"{by} {s.claim.stance}"


def csv_row(s: Statement, doc: Document, public: frozenset[str]) -> Mapping[str, object]:
    """A statement as one row of `CSV_COLUMNS`."""
    place = s.place[0] if s.place else None
    row: dict[str, object] = {
        "id": s.id,
        "report": s.doc,
        "report_date": doc.date,
        "source": doc.source,
        "kind": s.kind,
        "type": s.type,
        "status": s.status,
        "place": "; ".join(clean(r.name) for r in s.place),
        "place_id": "; ".join(r.id or "" for r in s.place),
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision if place else None,
        "time_start": s.time.start,
        "time_end": s.time.end,
        "time_precision": s.time.precision,
        "time_basis": s.time.basis,
        "numbers": "; ".join(number(n) for n in s.numbers),
        "claim_by": "; ".join(name_of(r, public) for r in s.claim.by),
        "stance": s.claim.stance,
        "hearsay": "yes" if s.claim.hearsay else "",
        "score": s.made_by.score,
        "rule": s.made_by.rule,
        "start": s.evidence.start,
        "end": s.evidence.end,
        "quote": s.evidence.quote,
    }
    for role, refs in (("agent", s.agent), ("target", s.target)):
        row[role] = "; ".join(name_of(r, public) for r in refs)
        row[f"{role}_id"] = "; ".join(r.id or "" for r in refs)
    if s.codes is not None:
        for code in ("plover", "cameo", "acled_event", "acled_sub_event", "ucdp_violence"):
            row[code] = getattr(s.codes, code)
    return row
