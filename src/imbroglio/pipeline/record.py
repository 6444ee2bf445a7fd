"""Statements and verdicts to the record: who is who, what happened, who stood with whom, who held what, who disagrees.

Flows in: an open case. Flows out: the record, put into the case in one transaction; the same bytes for the same
statements and verdicts (`derivation`). Incidents and control are worked out in parts that do not touch each other, and a part
whose accounts have not changed since the last weighing is taken from there.
"""

from __future__ import annotations

import gc
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from imbroglio import __version__
from imbroglio.knowledge.control import load_control
from imbroglio.knowledge.keys import key_of
from imbroglio.model import Document, Ref, Statement
from imbroglio.model.record import (
    Account,
    Actor,
    ControlSpell,
    Incident,
    Origins,
    Place,
    Spot,
    TollRule,
)
from imbroglio.model.verdicts import Judged, Pairs
from imbroglio.pipeline.derivation import Material, PlaceTold, Told, look_up, work_out
from imbroglio.pipeline.judged import Decided, with_sure
from imbroglio.resolving.setting import country_of_id
from imbroglio.store import Record
from imbroglio.weighing.accounts import account_of
from imbroglio.weighing.control import ControlHistory, assess
from imbroglio.weighing.copies import is_current, signature
from imbroglio.weighing.incidents import Part, merge_part
from imbroglio.weighing.incidents import parts as incident_parts
from imbroglio.weighing.lineage import Lineage, trace

if TYPE_CHECKING:
    from imbroglio.store import Case

RULE = "rule"
# Accounts that can touch each other from which on it is quicker to look the answer up than to work it out.
_WORTH_KEEPING = 12


def weigh(case: Case, *, rule: TollRule | None = None, again: bool = False, told: Told | None = None) -> dict[str, int]:
    """Work out the record of a case anew.

    Args:
        case: an open case.
        rule: how the best figure of a toll is found; None: as the last time, at first the median.
        again: use no part of the last weighing.
        told: told (stage, share done) on the way.

    Returns:
        How many pieces of each kind the record holds, and of how many statements.
    """
    # Millions of values are made and none of them in circles: looking for circles costs a fifth of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _weigh(case, rule, again, told or (lambda _stage, _share: None))
    finally:
        if collecting:
            gc.enable()


def _weigh(case: Case, rule: TollRule | None, again: bool, tell: Told) -> dict[str, int]:
    record = Record(case)
    mark = record.mark()
    meant: TollRule = rule or _rule(record.note(RULE))
    tell("Fetching statements", 0.0)
    docs = {d.document.id: d.document for d in case.documents()}
    material = Material(
        docs,
        case.gists,
        lambda accounts, actors: _trace(record, docs, accounts, actors),
        case.mention_counts,
        record.verdicts(),
        case.judgements(),
    )
    parts = _Parts(record, again)
    worked = work_out(material, parts, meant, tell)
    record.replace(worked.pieces, mark, {RULE: meant, "version": __version__})
    parts.keep()
    tell("Done", 1.0)
    kinds = ("actor", "place", "incident", "bond", "spell", "dispute", "history", "link")
    return {"statement": worked.statements, **{kind: record.count(kind) for kind in kinds}}


def _rule(text: str | None) -> TollRule:
    return "max" if text == "max" else "latest" if text == "latest" else "median"


# ---- whose word -------------------------------------------------------------------------------------------------


def _trace(
    record: Record, docs: Mapping[str, Document], accounts: Sequence[Account], actors: Mapping[str, Actor]
) -> Lineage:
    """Lineage, with the signatures of texts that were made before."""
    held = record.parts("signature")
    new: dict[str, str] = {}
    signed: dict[str, bytes] = {}
    for id, doc in docs.items():
        kept = bytes.fromhex(held.get(doc.sha256, ""))
        if not is_current(kept):
            kept = signature(doc.text)
            new[doc.sha256] = kept.hex()
        signed[id] = kept
    record.keep_parts("signature", new, {doc.sha256 for doc in docs.values()})
    return trace(docs.values(), accounts, actors, signed)


# ---- parts that are worked out once -----------------------------------------------------------------------------


class _Parts:
    """Answers of costly steps by the digest of all that went in."""

    def __init__(self, record: Record, again: bool) -> None:
        self._record = record
        self._held = {kind: {} if again else record.parts(kind) for kind in ("incident", "spell")}
        self._new: dict[str, dict[str, str]] = defaultdict(dict)
        self._used: dict[str, set[str]] = defaultdict(set)

    def get(self, kind: str, content: bytes, work: Callable[[], list[object]], of: type) -> list[object]:
        """The answer that is held for this content, or else what `work` finds."""
        digest = hashlib.sha256(content).hexdigest()[:32]
        form = self._held[kind].get(digest)
        self._used[kind].add(digest)
        if form is not None:
            return list(msgspec.json.decode(form, type=list[of]))  # type: ignore[valid-type]
        found = work()
        self._new[kind][digest] = msgspec.json.encode(found).decode()
        return found

    def incidents(
        self, accounts: Sequence[Account], origin: Mapping[str, str], actors: Mapping[str, Actor], rule: TollRule, decided: Decided
    ) -> list[Incident]:
        """What happened."""
        found: list[Incident] = []
        for part in incident_parts(accounts, actors, together=decided.all.together):
            pairs = decided.within(part.accounts)

            def work(part: Part = part, pairs: Pairs = pairs) -> list[object]:
                return list(merge_part(part, origin, actors, together=pairs.together, apart=pairs.apart, rule=rule))

            if len(part.sights) < _WORTH_KEEPING:
                found += work()  # type: ignore[arg-type]
            else:
                more = [rule, pairs.together, pairs.apart] if pairs != Pairs() else rule
                found += self.get("incident", _content(part.accounts, origin, actors, more), work, Incident)  # type: ignore[arg-type]
        return found

    def spells(
        self, places: Iterable[PlaceTold], origin: Mapping[str, str], actors: Mapping[str, Actor]
    ) -> list[ControlSpell]:
        """Who held these places."""
        found: list[ControlSpell] = []
        for told in places:

            def work(told: PlaceTold = told) -> list[object]:
                return list(told.spells(origin, actors))

            found += self.get("spell", _content(told.accounts, origin, actors, told.key), work, ControlSpell)  # type: ignore[arg-type]
        return found

    def keep(self) -> None:
        """Keep what was found anew, let go of what was not used."""
        for kind in self._held:
            self._record.keep_parts(kind, self._new[kind], self._used[kind])


def _content(accounts: Iterable[Account], origin: Mapping[str, str], actors: Mapping[str, Actor], more: object) -> bytes:
    """All that an answer on these accounts hangs on: they themselves, whose word they are, who their actors are."""
    held = list(accounts)
    keys = sorted({key for a in held for key in (*a.agent, *a.target, *a.by)})
    who = [(k, actors[k].kind, actors[k].named, actors[k].parents, actors[k].state) for k in keys if k in actors]
    return msgspec.json.encode([__version__, more, [_facts(a, origin) for a in held], who])


def _facts(a: Account, origin: Mapping[str, str]) -> tuple[object, ...]:
    """An account without its words, which its id stands for: it hashes the passage."""
    return (
        a.id, a.type, a.status, a.score, a.agent, a.target, a.place, a.first, a.last, a.precision, a.basis, a.numbers, a.by,
        a.stance, a.hearsay, a.published, a.outlet, origin.get(a.id),
    )  # fmt: skip


def _country(countries: Mapping[str, str]) -> Callable[[str], str | None]:
    return lambda key: country_of_id(key, countries) or None


def place_history(case: Case, record: Record, place: Place) -> ControlHistory:
    """Who held a place, day by day, from the statements of the case and the roster of its record."""
    known = Known([place.key], {a.key: a for a in record.all(Actor)}, {held.doc: held for held in record.all(Origins)})
    # Keys as statements have them: without the country that sets two places of one name apart.
    members = dict.fromkeys(key.partition("@")[0] for key in (place.key, *place.members))
    statements = case.statements_at([*members, *known.areas(place.key)])
    docs = {id: case.document(id).document for id in {s.doc for s in statements}}
    return history_from(place, statements, docs, case.judgements(s.id for s in statements), known)


class Known:
    """What the histories of places look up: who is who, where reports are set, whose word a statement is, what lies where."""

    def __init__(self, places: Iterable[str], actors: Mapping[str, Actor], origins: Mapping[str, Origins]) -> None:
        self.actors = actors
        self.set_in = {doc: held.set_in for doc, held in origins.items()}
        self.origin = {id: whose for held in origins.values() for id, whose in held.of.items()}
        self.countries, self._within = look_up(places)
        self._joined = {member: key for key, actor in actors.items() for member in actor.members}

    def areas(self, place: str) -> list[str]:
        """The key of the first-level unit in which a place lies, of which what is told says a little of the place. Else nothing."""
        return [self._within[place]] if place in self._within else []

    def identity(self, ref: Ref, doc: str) -> str:
        """The actor that a Ref stands for in a report."""
        base = key_of(ref)
        return self._joined.get(f"{base}@{self.set_in.get(doc, '')}") or self._joined.get(base, base)


def history_from(
    place: Place, statements: Iterable[Statement], docs: Mapping[str, Document], judged: Mapping[str, Judged], known: Known
) -> ControlHistory:
    """Who held a place, from what is told of it and of its area.

    Args:
        place: of the record.
        statements: those tied to it or to its area.
        docs: their reports, of which only the day and the outlet count.
        judged: what a person has decided on them.
        known: of the record.
    """
    members = {key.partition("@")[0] for key in (place.key, *place.members)}

    def locate(ref: Ref) -> Spot:
        key = key_of(ref)
        if key in members:
            return Spot(place.key, ref.name, place.lat, place.lon, place.precision)
        return Spot(key, ref.name, ref.lat, ref.lon, ref.precision)

    accounts = [account_of(s, docs[s.doc], lambda r, doc=s.doc: known.identity(r, doc), locate) for s in statements]  # type: ignore[misc]
    country = _country(known.countries)
    return assess(place.key, with_sure(accounts, judged), known.actors, known.origin, load_control(), country, known.areas(place.key))
