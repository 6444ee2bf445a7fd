"""Statements and documents to and from JSON: the codebook's section 1 with `id`, `made_by` and `codes`.

Flows in: a frozen value, or a parsed JSON object. Flows out: the other one. Refuses JSON of another form with a
`ModelFormError` that names the field.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any, cast, get_args

from imbroglio.errors import ModelFormError
from imbroglio.model.document import Document
from imbroglio.model.statement import (
    Basis,
    Claim,
    Codes,
    Evidence,
    Kind,
    MadeBy,
    Measure,
    Precision,
    Quantity,
    Ref,
    RefKind,
    Stance,
    Statement,
    Status,
    When,
)

Json = dict[str, Any]


def ref_to_json(ref: Ref) -> Json:
    """A Ref as JSON; place fields only where they are filled."""
    out: Json = {"text": ref.text, "start": ref.start, "end": ref.end, "name": ref.name, "kind": ref.kind, "id": ref.id}
    for key in ("lat", "lon", "precision"):
        value = getattr(ref, key)
        if value is not None:
            out[key] = value
    return out


def statement_to_json(s: Statement) -> Json:
    """The published form of a statement."""
    out: Json = {
        "id": s.id,
        "doc": s.doc,
        "kind": s.kind,
        "type": s.type,
        "agent": [ref_to_json(r) for r in s.agent],
        "target": [ref_to_json(r) for r in s.target],
        "place": [ref_to_json(r) for r in s.place],
        "time": {
            "text": s.time.text,
            "start": s.time.start.isoformat() if s.time.start else None,
            "end": s.time.end.isoformat() if s.time.end else None,
            "precision": s.time.precision,
            "basis": s.time.basis,
        },
        "numbers": [{"text": n.text, "measure": n.measure, "low": n.low, "high": n.high} for n in s.numbers],
        "claim": {"by": [ref_to_json(r) for r in s.claim.by], "stance": s.claim.stance},
        "status": s.status,
        "evidence": {"start": s.evidence.start, "end": s.evidence.end, "quote": s.evidence.quote},
        "trigger": s.trigger,
        "made_by": {
            "reader": s.made_by.reader,
            "version": s.made_by.version,
            "rule": s.made_by.rule,
            "score": s.made_by.score,
        },
    }
    if s.claim.hearsay:
        out["claim"]["hearsay"] = True
    if s.codes is not None:
        out["codes"] = {f.name: getattr(s.codes, f.name) for f in fields(Codes)}
    return out


def _one_of(value: object, literal: object, field: str) -> Any:
    allowed = get_args(literal)
    if value not in allowed:
        raise ModelFormError(f"{field} is {value!r}; it must be one of {', '.join(map(str, allowed))}.")
    return value


def _get(data: Json, key: str, kind: type | tuple[type, ...]) -> Any:
    if not isinstance(data, dict) or key not in data:
        raise ModelFormError(f"The field '{key}' is missing.")
    value = data[key]
    if not isinstance(value, kind):
        raise ModelFormError(f"The field '{key}' holds {type(value).__name__}, not what the form asks for.")
    return value


def _day(value: object, field: str) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ModelFormError(f"{field} is {value!r}; it must be a day such as 2016-11-05, or null.") from None


def ref_from_json(data: Json) -> Ref:
    """A Ref from JSON. Raises ModelFormError."""
    return Ref(
        text=_get(data, "text", str),
        start=_get(data, "start", int),
        end=_get(data, "end", int),
        name=str(data.get("name") or data["text"]),
        kind=cast(RefKind, _one_of(data.get("kind"), RefKind, "kind of a Ref")),
        id=data.get("id"),
        lat=data.get("lat"),
        lon=data.get("lon"),
        precision=data.get("precision"),
    )


def statement_from_json(data: Json) -> Statement:
    """A statement from its published form (unknown fields are ignored). Raises ModelFormError."""
    time, claim, evidence = _get(data, "time", dict), _get(data, "claim", dict), _get(data, "evidence", dict)
    made = data.get("made_by") or {}
    stance = claim.get("stance")
    codes = data.get("codes")
    return Statement(
        doc=_get(data, "doc", str),
        kind=cast(Kind, _one_of(data.get("kind"), Kind, "kind")),
        type=_get(data, "type", str),
        agent=tuple(ref_from_json(r) for r in _get(data, "agent", list)),
        target=tuple(ref_from_json(r) for r in _get(data, "target", list)),
        place=tuple(ref_from_json(r) for r in _get(data, "place", list)),
        time=When(
            text=str(time.get("text") or ""),
            start=_day(time.get("start"), "time.start"),
            end=_day(time.get("end"), "time.end"),
            precision=cast(Precision, _one_of(time.get("precision"), Precision, "time.precision")),
            basis=cast(Basis, _one_of(time.get("basis"), Basis, "time.basis")),
        ),
        numbers=tuple(
            Quantity(str(n.get("text", "")), cast(Measure, _one_of(n.get("measure"), Measure, "measure")), n.get("low"), n.get("high"))
            for n in _get(data, "numbers", list)
        ),
        claim=Claim(
            by=tuple(ref_from_json(r) for r in _get(claim, "by", list)),
            stance=None if stance is None else cast(Stance, _one_of(stance, Stance, "claim.stance")),
            hearsay=bool(claim.get("hearsay", False)),
        ),
        status=cast(Status, _one_of(data.get("status"), Status, "status")),
        evidence=Evidence(_get(evidence, "start", int), _get(evidence, "end", int), _get(evidence, "quote", str)),
        trigger=str(data.get("trigger") or ""),
        made_by=MadeBy(
            str(made.get("reader", "")), str(made.get("version", "")), str(made.get("rule", "")), float(made.get("score", 1.0))
        ),
        codes=None if codes is None else Codes(**{f.name: codes.get(f.name) for f in fields(Codes)}),
    )


def document_to_json(d: Document) -> Json:
    """A report in the JSON Lines form that `imbroglio read` takes."""
    return {
        "id": d.id,
        "text": d.text,
        "title": d.title,
        "date": d.date.isoformat() if d.date else None,
        "source": d.source,
        "url": d.url,
    }


def document_from_json(data: Json) -> Document:
    """A report from that form; only `text` is needed. Raises ModelFormError."""
    made = Document.from_text(_get(data, "text", str), id=str(data["id"]) if data.get("id") else None)
    return Document(
        id=made.id,
        text=made.text,
        title=data.get("title"),
        date=_day(data.get("date"), "date"),
        source=data.get("source"),
        url=data.get("url"),
        sha256=made.sha256,
        date_basis="given" if data.get("date") else "",
    )
