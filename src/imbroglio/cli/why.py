"""`imbroglio why ID`: the sentence with its roles marked, the rule that made the statement, each decision.

Flows in: the first signs of a statement's id, or an incident's. Flows out: a page of plain text, or JSON.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import case_option, open_existing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from imbroglio.model import Document, Ref, Statement
    from imbroglio.model.record import Verdict


@click.command(
    short_help="Why a statement or an incident is in the record.",
    epilog="Example: imbroglio why 3f9a1c20 --case syria.imbroglio",
)
@click.argument("asked", metavar="ID")
@case_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def why(asked: str, case_path: Path, as_json: bool) -> None:
    """Why the statement, or the incident, whose id starts with ID is in the record.

    An incident's id starts with an i; the sentence of each of its accounts is shown.
    """
    from imbroglio.cli.render import print_headed, to_line

    if asked[:1] in ("i", "I"):
        _why_incident(asked.lower(), case_path, as_json)
        return
    from imbroglio.model.verdicts import iter_touching
    from imbroglio.store import Record

    with open_existing(case_path) as case:
        s = case.statement(asked)
        doc = case.document(s.doc).document
        made = Record(case).verdicts()
        judged = case.judgements([s.id]).get(s.id)
    told = list(iter_touching(made, "statement", [s.id]))
    if as_json:
        verdicts = [asdict(v) for v in told]
        click.echo(to_line({**_as_json(s, doc), "judged": judged, "verdicts": verdicts}))
        return
    print_headed([*explain(s, doc), *_decided(told, made, judged)])


def _as_json(s: Statement, doc: Document) -> dict[str, Any]:
    from imbroglio.model import statement_to_json

    about = {"title": doc.title, "source": doc.source, "date": doc.date and doc.date.isoformat(), "origin": doc.origin}
    return {"statement": statement_to_json(s), "because": s.because, "marked": mark(s), "report": about}


def _why_incident(asked: str, case_path: Path, as_json: bool) -> None:
    """Why an incident is in the record: the sentences of its accounts, and what joined them."""
    from imbroglio.cli.render import plural, print_headed, to_line
    from imbroglio.cli.weigh import open_record
    from imbroglio.model.record import Incident
    from imbroglio.model.verdicts import iter_touching

    with open_record(case_path) as (case, record):
        found = record.get(Incident, asked)
        accounts = [case.statement(id) for id in found.statements]
        docs = {id: case.document(id).document for id in {s.doc for s in accounts}}
        made = record.verdicts()
    told = list(iter_touching(made, "incident", found.statements))
    if as_json:
        sentences = [_as_json(s, docs[s.doc]) for s in accounts]
        about = {"id": found.id, "type": found.type, "score": found.score, "reasons": found.reasons}
        click.echo(to_line({"incident": about, "accounts": sentences, "verdicts": [asdict(v) for v in told]}))
        return
    lines = [("Incident", f"{found.id}: {found.type}, {plural(len(accounts), 'account')}")]
    if len(accounts) > 1:
        lines.append(("Merged", f"score {found.score:.2f}: {'; '.join(found.reasons)}"))
    for s in accounts:
        doc = docs[s.doc]
        about_doc = ", ".join(p for p in (doc.source or doc.id, doc.date and doc.date.isoformat()) if p)
        lines += [(s.id[:8], mark(s)), ("", f"{about_doc}: {s.type}, score {s.made_by.score:g}")]
    print_headed([*lines, *_decided(told, made, None)])
    click.echo("Next: imbroglio why ID with an account's id shows how its sentence was read.", err=True)


def _decided(told: Sequence[Verdict], made: Sequence[Verdict], judged: str | None) -> Iterator[tuple[str, str]]:
    """What persons have decided on it."""
    from imbroglio.cli.verdicts import said_of, stands_in

    if judged is not None:
        yield "Judged", {"amended": "amended: another statement stands in its place", "person": "a person's own"}.get(judged, judged)
    standing = stands_in(made) if told else {}
    for v in told:
        stands = {"yes": "", "": ""}.get(standing[v.id], f" ({standing[v.id]})")
        yield "Verdict", f"{v.id}: {said_of(v)}, by {v.by}, {v.at}{f': {v.why}' if v.why else ''}{stands}"


def explain(s: Statement, doc: Document) -> Iterator[tuple[str, str]]:
    """Headings and texts, in the order of reading."""
    from imbroglio.cli import cells

    yield "Statement", f"{s.id}: {s.kind} {s.type}, {s.status}"
    yield "Sentence", mark(s)
    report = ", ".join(
        part for part in (doc.title, doc.source, doc.date and doc.date.isoformat(), doc.origin) if part
    )
    yield (
        "Report",
        f"{doc.id}{f' ({report})' if report else ''}, characters {s.evidence.start} to {s.evidence.end}",
    )
    for heading, refs in (("Agent", s.agent), ("Target", s.target), ("Place", s.place)):
        for ref in refs:
            yield heading, _about(ref, s)
    yield "Time", _time(s)
    for n in s.numbers:
        yield "Number", f'"{n.text}": {cells.number(n)}'
    if s.claim.by:
        for ref in s.claim.by:
            yield "Says so", f"{_about(ref, s)}: {s.claim.stance}"
    else:
        yield "Says so", "hearsay; no source is named" if s.claim.hearsay else "the report, in its own voice"
    yield "Rule", f"{s.made_by.rule} ({s.made_by.reader} {s.made_by.version}), score {s.made_by.score:g}"
    for count, reason in enumerate(s.because, start=1):
        yield ("Because" if count == 1 else ""), f"{count}. {reason}"


def _about(ref: Ref, s: Statement) -> str:
    named = "" if ref.name == ref.text else f", named {ref.name}"
    inside = s.evidence.start <= ref.start and ref.end <= s.evidence.end
    where = "" if inside else f", from elsewhere in the report (character {ref.start})"
    point = (
        ""
        if ref.lat is None or ref.lon is None
        else f" at {ref.lat:.3f} {ref.lon:.3f}, precision {ref.precision}"
    )
    kind, identity = ref.kind.replace("_", " "), ref.id or "not identified"
    return f'"{ref.text}"{named} ({kind}, {identity}{point}){where}'


def _time(s: Statement) -> str:
    from imbroglio.cli import cells

    said = {
        "stated": f'"{s.time.text}", a date that is stated',
        "relative": f'"{s.time.text}", worked out from the report\'s date or the time told before',
        "publication": "nothing is said; the report's own date, if it has one",
    }[s.time.basis]
    return f"{cells.when(s) or 'unknown'}: {said}; precision {s.time.precision}"


def mark(s: Statement) -> str:
    """The sentence with its roles in brackets; of two that cross, the first and longer is marked."""
    base, quote = s.evidence.start, s.evidence.quote
    roles = (("agent", s.agent), ("target", s.target), ("place", s.place), ("said by", s.claim.by))
    spans = [(ref.start - base, ref.end - base, role) for role, refs in roles for ref in refs]
    at = quote.find(s.trigger) if s.trigger else -1
    if at >= 0:
        spans.append((at, at + len(s.trigger), "trigger"))
    kept: list[tuple[int, int, str]] = []
    for start, end, role in sorted(spans, key=lambda span: (span[0], -span[1])):
        inside = 0 <= start < end <= len(quote)
        crossing = any(a < start < b < end for a, b, _ in kept)
        if inside and not crossing and (start, end, role) not in kept:
            kept.append((start, end, role))
    return "".join(_pieces(quote, kept))


def _pieces(quote: str, spans: list[tuple[int, int, str]]) -> Iterator[str]:
    opens = {at: [role for start, _, role in spans if start == at] for at, _, _ in spans}
    for at, sign in enumerate(f"{quote} "):
        yield "]" * sum(1 for _, end, _ in spans if end == at)
        yield from (f"[{role}: " for role in opens.get(at, ()))
        if at < len(quote):
            yield sign
