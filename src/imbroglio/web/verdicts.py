"""Verdicts as forms, and a person's statement as the case keeps it.

Flows in: verdicts, what a person has filled in. Flows out: forms in plain words; statements for `review`, which checks
them. A Ref that the statement, or its report, has already keeps all that is known of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, cast

from imbroglio import __version__
from imbroglio.errors import Conflict, Stale, StatementFault
from imbroglio.knowledge.codebook import codebook
from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, Statement, When
from imbroglio.model.record import Verdict, taken_back_by
from imbroglio.model.statement import PERSON, Basis, Kind, Measure, Precision, RefKind, Stance, Status
from imbroglio.model.verdicts import NO_VERDICT
from imbroglio.review.naming import ref_at
from imbroglio.store import Record
from imbroglio.views.shown import PRIVATE, clean
from imbroglio.web import forms as f
from imbroglio.web.telling import Teller

_ACTS = {"accept": "accept it", "reject": "reject it", "amend": "amend it"}
_DONE = {"accept": "accepted", "reject": "rejected", "amend": "amended", "add": "added"}


def conflict_form(teller: Teller, made: Sequence[Verdict], error: Conflict) -> f.ConflictForm:
    """Both versions in plain words.

    Args:
        teller: names whom verdicts are about.
        made: all verdicts of the case.
        error: the conflict.
    """
    theirs = next((v for v in made if v.id == error.found), None)
    if theirs is None:
        told = "what was decided meanwhile was taken back" if error.found == NO_VERDICT else f"decided meanwhile ({error.found})"
    else:
        told = f"{clean(theirs.by)} {verdict_forms(teller, made, [theirs])[0].said} ({theirs.id}, {theirs.at})"
    stale = error if isinstance(error, Stale) else None
    yours = _ACTS.get(stale.meant, stale.meant) if stale is not None else "what you meant to decide"
    return f.ConflictForm(error=str(error), yours=yours, theirs=told, etag=error.found, current=stale.current if stale is not None else [])


def verdict_forms(teller: Teller, made: Sequence[Verdict], wanted: Iterable[Verdict] | None = None) -> list[f.VerdictForm]:
    """Verdicts as forms.

    Args:
        teller: names whom they are about.
        made: all of the case, in the order of deciding.
        wanted: which of them; None: all, the newest first.
    """
    undone_by = taken_back_by(made)
    by_id = {v.id: v for v in made}
    return [
        f.VerdictForm(
            id=v.id,
            at=v.at,
            by=clean(v.by),
            action=v.action,
            about=v.about,
            subject=_key(teller, v, v.subject),
            object=_key(teller, v, v.object),
            why=clean(v.why),
            batch=v.batch,
            after=_after(v),
            stands=v.id not in undone_by,
            undone_by=undone_by.get(v.id),
            said=_said(teller, v, by_id),
        )
        for v in (reversed(made) if wanted is None else wanted)
    ]


def _key(teller: Teller, v: Verdict, key: str) -> str:
    """What a verdict is about; the key of somebody who acts in public no more holds a name, and is left out."""
    if v.action == "undo" or v.about not in ("actor", "place") or not key:
        return key
    return teller.member(key).key


def _after(v: Verdict) -> dict[str, Any] | None:
    """What a verdict keeps: of a person's statement its type and sentence only, since a Ref may name somebody private."""
    if not v.after:
        return None
    told = json.loads(v.after)
    return told if v.about == "incident" else {"type": told["type"], "status": told["status"], "quote": told["evidence"]["quote"]}


def _said(teller: Teller, v: Verdict, by_id: dict[str, Verdict]) -> str:
    """A verdict in plain words."""
    if v.action == "undo":
        meant = by_id.get(v.subject)
        return f"took back {v.subject}" + (f": {_said(teller, meant, by_id)}" if meant is not None else "")
    if v.about == "statement":
        return f"{_DONE.get(v.action, v.action)} a statement"
    if v.about == "incident":
        held = _after(v) or {}
        if v.action == "merge":
            return "joined two incidents"
        return f"took {len(held.get('these', ()))} of {len(held.get('these', ())) + len(held.get('from', ()))} accounts out of an incident"
    first, second = (teller.member(key).name for key in (v.subject, v.object or v.subject))
    if v.action == "merge":
        return f"joined {second} into {first}"
    if v.object:
        return f"kept {first} and {second} apart"
    return f"took {first} out of the {v.about} it was joined into"


def statement_from(record: Record, doc: Document, edit: f.StatementEdit, rule: str, old: Statement | None = None) -> Statement:
    """What a person has filled in, as a statement; `review` checks it.

    Raises:
        StatementFault: a span is no part of the report, or a kind or type is none of the codebook's.
    """
    if edit.type not in codebook():
        raise StatementFault("type", f"the codebook has no '{edit.type[:60]}'; choose one from its list.")
    if not 0 <= edit.evidence_start < edit.evidence_end <= len(doc.text):
        raise StatementFault("evidence", "nothing is marked; mark the sentence in the report that says it.")
    quote = doc.text[edit.evidence_start : edit.evidence_end]
    figures = [n.text for n in old.numbers] if old is not None else []
    roles = {name: _refs(record, doc, getattr(edit, name), name, old) for name in ("agent", "target", "place", "by")}
    said_when = _as_written(edit.time_text, doc.text, [old.time.text] if old is not None else ())
    time = When(said_when, edit.start, edit.end, cast(Precision, edit.precision), cast(Basis, edit.basis))
    return Statement(
        doc=doc.id,
        kind=cast(Kind, edit.kind),
        type=edit.type,
        agent=roles["agent"],
        target=roles["target"],
        place=roles["place"],
        time=time,
        numbers=tuple(
            Quantity(_as_written(n.text, doc.text, figures), cast(Measure, n.measure), n.low, n.high) for n in edit.numbers
        ),
        claim=Claim(roles["by"], cast("Stance | None", edit.stance), edit.hearsay),
        status=cast(Status, edit.status),
        evidence=Evidence(edit.evidence_start, edit.evidence_end, quote),
        trigger=_as_written(edit.trigger, quote, [old.trigger] if old is not None else ())
        or (old.trigger if old is not None and old.evidence.quote == quote else ""),
        made_by=MadeBy(PERSON, __version__, rule, 1.0),
    )


def _as_written(said: str, text: str, held: Iterable[str] = ()) -> str:
    """Words as the report has them: a form shows them in one line, and the report's lines may break between them.

    Args:
        said: what the form sends.
        text: where the words stand.
        held: what the statement has already; a form that leaves it as it was sends it cleaned.

    >>> _as_written("opened fire", "They opened\\nfire."), _as_written("fled", "They stayed.")
    ('opened\\nfire', 'fled')
    """
    kept = next((words for words in held if clean(words) == said), None)
    if kept is not None:
        return kept
    if not said.strip() or said in text:
        return said
    found = re.search(r"\s+".join(map(re.escape, said.split())), text)
    return said if found is None else found[0]


def _refs(record: Record, doc: Document, edits: Sequence[f.RefEdit], role: str, old: Statement | None) -> tuple[Ref, ...]:
    known = {} if old is None else {(r.start, r.end): r for refs in (old.agent, old.target, old.place, old.claim.by) for r in refs}
    found = []
    for edit in edits:
        ref = known.get((edit.start, edit.end)) or ref_at(record, doc, edit.start, edit.end, "claim" if role == "by" else role)
        if edit.kind != ref.kind and "place" in (edit.kind, ref.kind):  # a town that acts, or a group that gives its name to a place
            ref = replace(ref_at(record, doc, edit.start, edit.end, role), kind=cast(RefKind, edit.kind))
        named = edit.name.strip()
        # Another name is another identity, unless one is given with it; where a name was left out, there is none.
        if named and named not in (ref.name, clean(ref.name), PRIVATE):
            ref = replace(ref, name=named, id=edit.id if edit.id != ref.id else None, lat=None, lon=None, precision=None)
        found.append(replace(ref, kind=cast(RefKind, edit.kind)))
    return tuple(found)
