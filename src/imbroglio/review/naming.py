"""What a span of a report names, as far as the case, the packs and the gazetteer know: for statements that a person makes.

Flows in: a report, a span that somebody has marked in it, the role that it is to fill. Flows out: a `Ref`. A guess to
begin with: whoever marked it sees it, and may change it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from imbroglio.errors import StatementFault
from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.knowledge.packs import NameTable, Sense, fold_token, load_packs, name_tokens
from imbroglio.model import Document, Ref, Statement
from imbroglio.store import Record


def ref_at(record: Record, doc: Document, start: int, end: int, role: str) -> Ref:
    """The Ref of a span: as the reader has it elsewhere in the report, else as the packs or the gazetteer know the name.

    Args:
        role: "agent", "target", "place" or "claim".

    Raises:
        StatementFault: the span is no part of the report.
    """
    text = doc.text[start:end] if 0 <= start < end else ""
    if not text.strip():
        raise StatementFault(role, "nothing is marked; mark the words in the report that name it.")
    told = list(record.case.statements_of(doc.id))
    seen = [r for s in told for r in _refs(s) if r.text == text and (r.kind == "place") == (role == "place")]
    if seen:
        return replace(next((r for r in seen if r.start == start), seen[0]), start=start, end=end)
    mention = record.case.find_mention(doc.id, text, is_place=role == "place")
    if mention is not None:
        return replace(mention, start=start, end=end)
    return _place(text, start, end, told) if role == "place" else _actor(text, start, end)


def _refs(s: Statement) -> Iterator[Ref]:
    for role in (s.agent, s.target, s.place, s.claim.by):
        yield from role


def _place(text: str, start: int, end: int, told: Sequence[Statement]) -> Ref:
    """The likeliest place of that name, given the others that the report speaks of."""
    gazetteer = Gazetteer.open()
    try:
        near = list(gazetteer.with_ids({r.id for s in told for r in s.place if r.id is not None}).values())
        found = gazetteer.best(text, Counter(p.country for p in near if p.country), near)
    finally:
        gazetteer.close()
    if found is None:
        return Ref(text, start, end, text, "place")
    return Ref(text, start, end, found.name, "place", found.id, found.lat, found.lon, found.precision)


def _actor(text: str, start: int, end: int) -> Ref:
    tokens = name_tokens(text)
    found = _names().match([fold_token(t) for t in tokens], tokens, 0) if tokens else None
    senses: list[Sense] = found[1] if found is not None and found[0] == len(tokens) else []
    sense = min(senses, key=lambda s: s.sense != "name", default=None)
    if sense is not None:
        return Ref(text, start, end, sense.actor.name, sense.actor.kind, f"actor:{sense.actor.id}")
    # A name of nobody known is likeliest a group's; words without one describe people.
    return Ref(text, start, end, text, "armed_group" if any(t[:1].isupper() for t in tokens) else "people")


@lru_cache(maxsize=1)
def _names() -> NameTable:
    return NameTable(load_packs())
