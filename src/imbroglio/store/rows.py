"""Values of the model to rows of the case, and back.

Flows in: Documents, Statements, Troubles, mentions. Flows out: rows as dictionaries, or the values again,
equal to what went in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from imbroglio.knowledge.keys import key_from
from imbroglio.model import Document, Quantity, Ref, Statement, Trouble, statement_to_json
from imbroglio.model.statement import PERSON
from imbroglio.store.filters import fold_words

Values = dict[str, Any]
# The published form has the fields of the types; `because` is kept apart from it.
_FORM = msgspec.json.Decoder(Statement)


class _Ref(msgspec.Struct, gc=False):
    text: str
    name: str
    kind: str
    id: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None


class _Claim(msgspec.Struct, gc=False):
    by: list[_Ref]
    stance: str | None = None
    hearsay: bool = False


class _When(msgspec.Struct, gc=False):
    start: date | None
    end: date | None
    precision: str
    basis: str


class _Evidence(msgspec.Struct, gc=False):
    quote: str


class _MadeBy(msgspec.Struct, gc=False):
    score: float


class _Read(msgspec.Struct, gc=False):
    """Of the published form, what a gist is made of; the rest is passed over."""

    id: str
    doc: str
    kind: str
    type: str
    agent: list[_Ref]
    target: list[_Ref]
    place: list[_Ref]
    time: _When
    numbers: list[Quantity]
    claim: _Claim
    status: str
    evidence: _Evidence
    trigger: str
    made_by: _MadeBy


read_gist = msgspec.json.Decoder(_Read).decode


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A report in the case.

    Attributes:
        document: the report as it was received.
        received_at: when, ISO 8601 in UTC.
        read_with: what read it (reader, version, the user's packs); None where it was not read.
        statements: how many the case holds of it.
        troubles: how many the case holds about it.
    """

    document: Document
    received_at: str
    read_with: str | None
    statements: int = 0
    troubles: int = 0


def pack(value: object) -> str:
    """JSON as short as it gets, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def document_row(doc: Document) -> Values:
    """A report's columns, without those that say when it came and was read."""
    return {
        "id": doc.id,
        "sha256": doc.sha256,
        "text": doc.text,
        "title": doc.title,
        "date": doc.date.isoformat() if doc.date else None,
        "date_basis": doc.date_basis,
        "source": doc.source,
        "url": doc.url,
        "language": doc.language,
        "origin": doc.origin,
        "extra": pack(doc.extra),
    }


def document_of(row: Any) -> Document:
    """The report of a row."""
    return Document(
        id=row.id,
        text=row.text,
        title=row.title,
        date=date.fromisoformat(row.date) if row.date else None,
        source=row.source,
        url=row.url,
        language=row.language,
        sha256=row.sha256,
        origin=row.origin,
        date_basis=row.date_basis,
        extra=tuple((key, value) for key, value in json.loads(row.extra)),
    )


def statement_row(s: Statement, position: int, made_with: str) -> Values:
    """A statement's columns."""
    return {
        "id": s.id,
        "doc": s.doc,
        "position": position,
        "kind": s.kind,
        "type": s.type,
        "status": s.status,
        "first_day": s.time.start.isoformat() if s.time.start else None,
        "last_day": s.time.end.isoformat() if s.time.end else None,
        "score": s.made_by.score,
        "form": pack(statement_to_json(s)),
        "because": pack(s.because),
        "made_with": made_with,
        "ended_with": None,
    }


def own_row(s: Statement) -> Values:
    """The columns of a person's own statement; its place among the report's others is found when it is put there."""
    return {**statement_row(s, 0, PERSON), "judged": "undone"}


def own_from(form: str) -> Statement:
    """The statement that a verdict holds as JSON. Raises msgspec.ValidationError where it is none."""
    return _FORM.decode(form)


def statement_of(row: Any) -> Statement:
    """The statement of a row, with the reader's reasons."""
    return replace(_FORM.decode(row.form), because=tuple(json.loads(row.because)))


def told_of(row: Any) -> Statement:
    """The statement of a row, without the reader's reasons."""
    return _FORM.decode(row.form)


def ref_rows(s: Statement) -> list[Values]:
    """One row for each Ref of a statement."""
    roles = {"agent": s.agent, "target": s.target, "place": s.place, "claim": s.claim.by}
    return [_ref_row(s.id, role, n, ref) for role, refs in roles.items() for n, ref in enumerate(refs)]


def _ref_row(statement: str, role: str, position: int, ref: Ref) -> Values:
    is_place = role == "place" or ref.kind == "place"
    return {
        "statement": statement,
        "role": role,
        "position": position,
        "name": ref.name,
        "kind": ref.kind,
        "actor_id": None if is_place else ref.id,
        "place_id": ref.id if is_place else None,
        "lat": ref.lat,
        "lon": ref.lon,
        "key": key_from(ref.id, ref.name),
        "folded": fold_words(ref.name, ref.text),
    }


def mention_row(doc: str, position: int, mention: Mapping[str, Any]) -> Values:
    """A mention's columns, from a row of the layer `mentions`."""
    return {
        "doc": doc,
        "position": position,
        "start": mention["start"],
        "stop": mention["end"],
        "text": mention["text"],
        "name": mention["name"],
        "kind": mention["kind"],
        "identity": mention.get("id"),
        "lat": mention.get("lat"),
        "lon": mention.get("lon"),
        "key": key_from(mention.get("id"), mention["name"]),
    }


def mention_ref(row: Any) -> Ref:
    """The Ref of a mention."""
    return Ref(row.text, row.start, row.stop, row.name, row.kind, row.identity, row.lat, row.lon)


def trouble_row(trouble: Trouble, doc: str | None) -> Values:
    """A trouble's columns; its id is a hash of what it says, so that it is kept once."""
    content = [trouble.where, trouble.reason, trouble.message, trouble.start, trouble.end]
    return {
        "id": hashlib.sha256(pack(content).encode("utf-8", "surrogatepass")).hexdigest()[:20],
        "doc": doc,
        "place": trouble.where,
        "reason": trouble.reason,
        "message": trouble.message,
        "start": trouble.start,
        "stop": trouble.end,
        "fatal": trouble.fatal,
    }


def trouble_of(row: Any) -> Trouble:
    """The trouble of a row."""
    return Trouble(row.place, row.reason, row.message, row.start, row.stop, bool(row.fatal))
