"""Whether a person's statement stands in its report, and its form in the case.

Flows in: a statement as a person means it, its report, and the statement that it replaces. Flows out: the statement
with who made it and its codes. Refuses, with the field and the remedy (`StatementFault`): a span that is not verbatim,
a kind, type, status or measure that the codebook does not know, days and figures that run backwards.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from imbroglio import __version__
from imbroglio.errors import StatementFault
from imbroglio.knowledge.codebook import TypeEntry, codebook, codes_for, types_of
from imbroglio.model import Document, Kind, MadeBy, Quantity, Ref, RefKind, Statement, Status
from imbroglio.model.statement import PERSON, Basis, Measure, Precision, Stance
from imbroglio.store import Record

LONGEST_PASSAGE = 5_000  # characters
LONGEST_NAME = 300
MOST_REFS = 50  # in one role
MOST_NUMBERS = 50
HIGHEST = 1_000_000_000
_NOBODY = "nobody"  # what the codebook says of a role that a type does not have
_BROKEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_IDENTITY = re.compile(r"[a-z]+:[\w.-]{1,100}")


def the_report_of(record: Record, s: Statement) -> Document:
    """The report of a statement. Raises NotFound."""
    return record.case.document(s.doc).document


def own(new: Statement, doc: Document, rule: str, old: Statement | None = None) -> Statement:
    """A statement as its person's own: score 1, codes from the crosswalk.

    Args:
        new: what is meant.
        doc: its report.
        rule: "amend" or "add".
        old: what it replaces; what it has of that need not be checked against the report's words again.

    Raises:
        StatementFault: it does not stand in the report; says which field, and what to give instead.
    """
    entry = _coded(new)
    if old is not None and new.doc != old.doc:
        raise StatementFault("doc", f"an amended statement stays in its report; it must be '{old.doc}'.")
    _check_evidence(new, doc, old)
    _check_roles(new, doc, entry, old)
    _check_time(new, doc, old)
    _check_numbers(new, doc, old)
    plain = replace(
        new,
        agent=tuple(map(_settled, new.agent)),
        target=tuple(map(_settled, new.target)),
        place=tuple(map(_settled, new.place)),
        claim=replace(new.claim, by=tuple(map(_settled, new.claim.by))),
        made_by=MadeBy(PERSON, __version__, rule, 1.0),
        codes=None,
        because=(),
    )
    if new.kind != "event":
        return plain
    kept = old is not None and all(getattr(old, f) == getattr(new, f) for f in ("type", "status", "agent", "target", "trigger"))
    codes = old.codes if kept and old is not None else codes_for(new.type, new.status, new.agent, new.target, new.trigger.lower().split())
    return replace(plain, codes=codes)


def _coded(s: Statement) -> TypeEntry:
    """The codebook's entry of a statement's type."""
    _one_of("kind", s.kind, get_args(Kind))
    entry = codebook().get(s.type)
    if entry is None or entry.kind != s.kind:
        raise StatementFault("type", f"the codebook has no {s.kind} '{_short(s.type)}'; give one of {', '.join(types_of(s.kind))}.")
    _one_of("status", s.status, get_args(Status))
    return entry


def _check_evidence(s: Statement, doc: Document, old: Statement | None) -> None:
    _verbatim("evidence", s.evidence.start, s.evidence.end, s.evidence.quote, doc, LONGEST_PASSAGE)
    if not s.evidence.quote.strip():
        raise StatementFault("evidence.quote", "it is empty; give the sentence that says it.")
    if s.trigger not in s.evidence.quote and (old is None or s.trigger != old.trigger):
        raise StatementFault("trigger", f"'{_short(s.trigger)}' does not stand in the evidence; give words of it that say what is done.")


def _check_roles(s: Statement, doc: Document, entry: TypeEntry, old: Statement | None) -> None:
    for role, refs in (("agent", s.agent), ("target", s.target), ("place", s.place), ("claim.by", s.claim.by)):
        if len(refs) > MOST_REFS:
            raise StatementFault(role, f"it names {len(refs)}; a statement holds {MOST_REFS} or fewer.")
        for n, ref in enumerate(refs):
            _check_ref(f"{role}[{n}]", ref, doc)
            if role == "place" and ref.kind != "place":
                raise StatementFault(f"place[{n}].kind", f"it is '{ref.kind}'; where something happened is of kind 'place'.")
    for role, meaning in (("agent", entry.agent), ("target", entry.target)):
        same = old is not None and old.type == s.type and getattr(old, role) == getattr(s, role)
        if meaning == _NOBODY and getattr(s, role) and not same:
            raise StatementFault(role, f"'{s.type}' has no {role}; leave it empty.")
    if s.claim.stance is not None:
        _one_of("claim.stance", s.claim.stance, get_args(Stance))
    elif s.claim.by:
        raise StatementFault("claim.stance", f"it is empty, and somebody says so; give one of {', '.join(get_args(Stance))}.")


def _check_ref(field: str, ref: Ref, doc: Document) -> None:
    _verbatim(field, ref.start, ref.end, ref.text, doc, LONGEST_NAME, "text")
    _one_of(f"{field}.kind", ref.kind, get_args(RefKind))
    if not ref.name.strip() or len(ref.name) > LONGEST_NAME or _BROKEN.search(ref.name):
        raise StatementFault(f"{field}.name", f"a name has 1 to {LONGEST_NAME} characters, and no signs that steer a screen.")
    if ref.id is not None and not _IDENTITY.fullmatch(ref.id):
        raise StatementFault(f"{field}.id", f"'{_short(ref.id)}' is no identity; give one such as actor:syria or geonames:172946, or none.")
    if (ref.lat is None) != (ref.lon is None):
        raise StatementFault(f"{field}.lat", "latitude and longitude stand together; give both, or none.")
    for name, value, most in (("lat", ref.lat, 90.0), ("lon", ref.lon, 180.0)):
        if value is not None and not -most <= value <= most:
            raise StatementFault(f"{field}.{name}", f"{value} is no place on earth; give degrees from {-most:g} to {most:g}.")
    if ref.precision is not None and not 1 <= ref.precision <= 7:
        raise StatementFault(f"{field}.precision", f"it is {ref.precision}; UCDP's precision of places runs from 1 to 7.")


def _check_time(s: Statement, doc: Document, old: Statement | None) -> None:
    _one_of("time.precision", s.time.precision, get_args(Precision))
    _one_of("time.basis", s.time.basis, get_args(Basis))
    if s.time.start is not None and s.time.end is not None and s.time.start > s.time.end:
        raise StatementFault("time.end", f"{s.time.end} is before {s.time.start}; give the first and the last day in their order.")
    if old is None or s.time.text != old.time.text:
        _words("time.text", s.time.text, doc)


def _check_numbers(s: Statement, doc: Document, old: Statement | None) -> None:
    if len(s.numbers) > MOST_NUMBERS:
        raise StatementFault("numbers", f"there are {len(s.numbers)}; a statement holds {MOST_NUMBERS} or fewer.")
    known: frozenset[Quantity] = frozenset(old.numbers) if old is not None else frozenset()
    for n, number in enumerate(s.numbers):
        _one_of(f"numbers[{n}].measure", number.measure, get_args(Measure))
        for bound in (number.low, number.high):
            if bound is not None and not 0 <= bound <= HIGHEST:
                raise StatementFault(f"numbers[{n}]", f"{bound} is no figure; give a whole number from 0 to {HIGHEST:,}.")
        if number.low is not None and number.high is not None and number.low > number.high:
            raise StatementFault(f"numbers[{n}].high", f"{number.high} is below {number.low}; give the lower figure first.")
        if number not in known:
            _words(f"numbers[{n}].text", number.text, doc)


def _verbatim(field: str, start: int, end: int, said: str, doc: Document, longest: int, words: str = "quote") -> None:
    if not 0 <= start < end <= len(doc.text):
        raise StatementFault(f"{field}.start", f"{start} to {end} is no part of the report, which has {len(doc.text):,} characters; mark it in the text.")
    if end - start > longest:
        raise StatementFault(f"{field}.end", f"it has {end - start:,} characters; mark {longest:,} or fewer.")
    if doc.text[start:end] != said:
        raise StatementFault(f"{field}.{words}", f"the report has '{_short(doc.text[start:end])}' there, not '{_short(said)}'; mark it in the text.")


def _words(field: str, said: str, doc: Document) -> None:
    if len(said) > LONGEST_NAME or said not in doc.text:
        raise StatementFault(field, f"'{_short(said)}' does not stand in the report; give its words, or leave it empty.")


def _one_of(field: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise StatementFault(field, f"'{_short(str(value))}' is none of the codebook's; give one of {', '.join(allowed)}.")


def _short(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _settled(ref: Ref) -> Ref:
    """A Ref whose degrees are written in one way, so that its statement's id stays when it is read again."""
    if ref.lat is None or ref.lon is None:
        return ref
    return replace(ref, lat=float(ref.lat), lon=float(ref.lon))
