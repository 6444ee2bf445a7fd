"""Reports, statements and troubles as flat rows.

Flows in: values of the model. Flows out: dictionaries of plain values with the columns of `imbroglio.fleet.schema`, which this module
does not import: worker processes make rows, and need no Arrow for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from imbroglio.intake.draft import Draft
from imbroglio.model import (
    Document,
    Quantity,
    Ref,
    Statement,
    Trouble,
    statement_from_json,
    statement_to_json,
)

Row = dict[str, Any]
UNKNOWN = "unknown"


def pack(value: object) -> str:
    """JSON as short as it gets, the same for the same value; as a case keeps it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def month_of(doc: Document | None) -> str:
    """The month of a report's date; a date that nobody says is not invented.

    >>> from datetime import date
    >>> month_of(Document.from_text("x", date=date(2016, 11, 5))), month_of(Document.from_text("x"))
    ('2016-11', 'unknown')
    """
    return UNKNOWN if doc is None or doc.date is None else doc.date.isoformat()[:7]


def report_row(doc: Document, item: int, draft: Draft) -> Row:
    """A report that is not read yet; `item` is its number in its unit."""
    return {
        "id": doc.id,
        "seq": 0,
        "sha256": doc.sha256,
        "text_sha256": hashlib.sha256(doc.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "state": "failed",
        "reason": None,
        "title": doc.title,
        "date": doc.date,
        "date_basis": doc.date_basis,
        "source": doc.source,
        "url": doc.url,
        "language": doc.language,
        "origin": doc.origin,
        "extra": pack(doc.extra),
        "read_with": None,
        "chars": len(doc.text),
        "statements": 0,
        "screen_score": None,
        "text": doc.text,
        "mentions": "[]",
        "item": item,
        "month": month_of(doc),
        "named": draft.where,
        "own_id": bool(draft.id),
    }


def glanced_row(doc: Document, item: int, draft: Draft) -> Row:
    """A page that was left alone at a glance; nobody knows its text, which is like no other."""
    return {**report_row(doc, item, draft), "text_sha256": doc.sha256, "chars": None}


def statement_row(s: Statement, doc: Document, item: int) -> Row:
    """A statement with its report's date and publisher."""
    return {
        **_said(s),
        "seq": 0,
        "report_date": doc.date,
        "source": doc.source,
        "url": doc.url,
        "item": item,
        "month": month_of(doc),
    }


def renamed(row: Mapping[str, Any], id: str) -> Row:
    """A statement's row when its report has got another id."""
    told = statement_from_json(json.loads(row["form"]))
    return {**row, **_said(replace(told, doc=id)), "because": row["because"]}


def _said(s: Statement) -> Row:
    place = s.place[0] if s.place else None
    dead, injured = _largest(s.numbers, "killed"), _largest(s.numbers, "wounded")
    codes = s.codes
    return {
        "id": s.id,
        "doc": s.doc,
        "kind": s.kind,
        "type": s.type,
        "plover": codes and codes.plover,
        "plover_mode": codes and codes.plover_mode,
        "cameo": codes and codes.cameo,
        "acled_event": codes and codes.acled_event,
        "acled_sub_event": codes and codes.acled_sub_event,
        "ucdp_violence": codes and codes.ucdp_violence,
        **_role("agent", s.agent),
        **_role("target", s.target),
        "place": place and place.name,
        "place_id": place and place.id,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "place_precision": place and place.precision,
        "places": [ref.name for ref in s.place],
        "start": s.time.start,
        "end": s.time.end,
        "time_text": s.time.text,
        "precision": s.time.precision,
        "time_basis": s.time.basis,
        "dead_low": dead and dead.low,
        "dead_high": dead and dead.high,
        "injured_low": injured and injured.low,
        "injured_high": injured and injured.high,
        "claim_by": [ref.name for ref in s.claim.by],
        "stance": s.claim.stance,
        "hearsay": s.claim.hearsay,
        "status": s.status,
        "score": s.made_by.score,
        "rule": s.made_by.rule,
        "trigger": s.trigger,
        "evidence_start": s.evidence.start,
        "evidence_end": s.evidence.end,
        "sentence": s.evidence.quote,
        "form": pack(statement_to_json(s)),
        "because": pack(s.because),
    }


def _role(name: str, refs: Sequence[Ref]) -> Row:
    return {
        f"{name}s": [ref.name for ref in refs],
        f"{name}_ids": [ref.id for ref in refs],
        f"{name}_kinds": [ref.kind for ref in refs],
    }


def _largest(numbers: Iterable[Quantity], measure: str) -> Quantity | None:
    """The largest figure of a measure: it is the whole, and the others are parts of it or the same said again."""
    held = [n for n in numbers if n.measure == measure and (n.low is not None or n.high is not None)]
    return max(held, key=lambda n: (n.low if n.low is not None else n.high or 0, n.high is not None), default=None)


def trouble_row(trouble: Trouble, doc: Document | None, item: int) -> Row:
    """A trouble about a report, or with an input that gave none."""
    return {
        "seq": 0,
        "doc": None if doc is None else doc.id,
        "place": trouble.where,
        "reason": trouble.reason,
        "message": trouble.message,
        "start": trouble.start,
        "end": trouble.end,
        "fatal": trouble.fatal,
        "item": item,
        "month": month_of(doc),
    }
