"""Statements and verdicts to the record: who is who, what happened, who stood with whom, who held what, who disagrees.

Flows in: an open case. Flows out: the record, put into the case in one transaction; the same bytes for the same
statements and verdicts. Incidents and control are worked out in parts that do not touch each other, and a part whose
accounts have not changed since the last weighing is taken from there.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from imbroglio import __version__
from imbroglio.knowledge.control import load_control
from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.knowledge.keys import key_of
from imbroglio.knowledge.packs import load_packs
from imbroglio.knowledge.place_index import unit_key
from imbroglio.model import Document, Gist, Ref, Statement
from imbroglio.model.record import (
    Account,
    Actor,
    Bond,
    ControlSpell,
    Dispute,
    History,
    Incident,
    Origins,
    Place,
    Spot,
    Tally,
    TollRule,
)
from imbroglio.model.verdicts import Judged, Pairs, incident_pairs
from imbroglio.pipeline.casting import accounts_of
from imbroglio.pipeline.judged import Decided, with_sure
from imbroglio.resolving.history import history as history_of
from imbroglio.resolving.lineage import by_key
from imbroglio.resolving.link import link
from imbroglio.resolving.places import Places, resolve_places
from imbroglio.resolving.roster import Roster, resolve
from imbroglio.resolving.setting import country_of_id
from imbroglio.resolving.sighting import Sightings, sight
from imbroglio.store import Piece, Record
from imbroglio.weighing.accounts import account_of
from imbroglio.weighing.bonds import bonds as bonds_of
from imbroglio.weighing.control import ControlHistory, assess
from imbroglio.weighing.control_evidence import OF_AREA, gives_signs
from imbroglio.weighing.copies import is_current, signature
from imbroglio.weighing.disputes import disputes as disputes_of
from imbroglio.weighing.incidents import Part, merge_part
from imbroglio.weighing.incidents import parts as incident_parts
from imbroglio.weighing.lineage import Lineage, trace

if TYPE_CHECKING:
    from imbroglio.store import Case

Told = Callable[[str, float], None]
RULE = "rule"
# Accounts that can touch each other from which on it is quicker to look the answer up than to work it out.
_WORTH_KEEPING = 12
# Kinds of account from which control of a place is worked out; a place of which none tells has no history.
_OF_CONTROL = ("capture", "withdrawal", "siege", "clash", "holds", "contested")


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
    statements = list(case.gists())
    tell("Who is who", 0.25)
    scene = _resolve(record, docs, statements)
    accounts = with_sure(accounts_of(statements, docs, scene.roster, scene.places), case.judgements())
    count = len(statements)
    del statements  # all that follows works on accounts
    tell("Whose word it is", 0.4)
    lineage = _trace(record, docs, accounts, scene.roster)
    tell("What happened", 0.5)
    parts = _Parts(record, again)
    decided = Decided(incident_pairs(record.verdicts(), {a.id for a in accounts}.__contains__))
    incidents = _incidents(parts, accounts, lineage.origin, scene.roster, meant, decided)
    tell("Who held what", 0.7)
    spells = _spells(parts, accounts, lineage.origin, scene)
    tell("Who stood with whom", 0.85)
    bonds = bonds_of(accounts, lineage.origin, scene.roster.actors, described=True)
    disputes = disputes_of(incidents, accounts, spells, scene.roster.actors, lineage.origin)
    steps = history_of(scene.sightings.told, scene.roster)
    tell("Writing the record", 0.9)
    pieces = _pieces(scene, case, accounts, lineage, incidents, spells, bonds, disputes, steps)
    record.replace(pieces, mark, {RULE: meant, "version": __version__})
    parts.keep()
    tell("Done", 1.0)
    kinds = ("actor", "place", "incident", "bond", "spell", "dispute", "history", "link")
    return {"statement": count, **{kind: record.count(kind) for kind in kinds}}


def _rule(text: str | None) -> TollRule:
    return "max" if text == "max" else "latest" if text == "latest" else "median"


# ---- who is who -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scene:
    """Who is who, in which country each place lies, and in which first-level unit (its key)."""

    roster: Roster
    places: Places
    sightings: Sightings
    countries: Mapping[str, str]
    areas: Mapping[str, str]


def _resolve(record: Record, docs: Mapping[str, Document], statements: Sequence[Gist]) -> _Scene:
    packs = by_key(load_packs())
    countries, areas = _look_up({r.id for s in statements for r in s.place if r.id is not None})
    outlets = {id: doc.source for id, doc in docs.items() if doc.source}
    sightings = sight(statements, countries, packs, outlets)
    verdicts = record.verdicts()
    roster = resolve(sightings, link(sightings, packs), verdicts, packs)
    places = resolve_places(statements, sightings.set_in, countries, packs, verdicts)
    return _Scene(roster, places, sightings, countries, areas)


def _look_up(ids: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The country of each place, and the key of the first-level unit in which it lies, as far as the gazetteer knows them."""
    gazetteer = Gazetteer.open()
    try:
        known = gazetteer.with_ids(ids)
    finally:
        gazetteer.close()
    countries = {id: p.country for id, p in sorted(known.items()) if p.country}
    units = {id: unit_key(p.country, p.admin1) for id, p in sorted(known.items()) if p.admin1}
    return countries, {id: unit for id, unit in units.items() if unit != id}


# ---- whose word -------------------------------------------------------------------------------------------------


def _trace(record: Record, docs: Mapping[str, Document], accounts: Sequence[Account], roster: Roster) -> Lineage:
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
    return trace(docs.values(), accounts, roster.actors, signed)


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


def _incidents(
    parts: _Parts, accounts: Sequence[Account], origin: Mapping[str, str], roster: Roster, rule: TollRule, decided: Decided
) -> list[Incident]:
    found: list[Incident] = []
    for part in incident_parts(accounts, roster.actors, together=decided.all.together):
        pairs = decided.within(part.accounts)

        def work(part: Part = part, pairs: Pairs = pairs) -> list[object]:
            return list(merge_part(part, origin, roster.actors, together=pairs.together, apart=pairs.apart, rule=rule))

        if len(part.sights) < _WORTH_KEEPING:
            found += merge_part(part, origin, roster.actors, together=pairs.together, apart=pairs.apart, rule=rule)
        else:
            more = [rule, pairs.together, pairs.apart] if pairs != Pairs() else rule
            found += parts.get("incident", _content(part.accounts, origin, roster.actors, more), work, Incident)  # type: ignore[arg-type]
    return sorted(found, key=lambda i: (i.start or i.end or date.max, i.id))


def _spells(parts: _Parts, accounts: Sequence[Account], origin: Mapping[str, str], scene: _Scene) -> list[ControlSpell]:
    params, country = load_control(), _country(scene.countries)
    by_place: dict[str, list[Account]] = defaultdict(list)
    telling: set[str] = set()
    for a in accounts:
        if a.place and a.type in _OF_CONTROL:  # not "a checkpoint", which is another in each report
            telling.update(s.key for s in a.place if s.key in scene.places.places)
        if a.place and gives_signs(a, params):
            for key in {s.key for s in a.place}:
                by_place[key].append(a)
    found: list[ControlSpell] = []
    of_area = {area: [a for a in by_place.get(area, ()) if a.type in OF_AREA] for area in sorted({*scene.areas.values()})}
    for key in sorted(telling):
        # What is told of the area says a little of a place in it.
        areas = [scene.areas[key]] if key in scene.areas else []
        held = [*by_place.get(key, ()), *(a for area in areas for a in of_area[area])]

        def work(key: str = key, held: list[Account] = held, areas: list[str] = areas) -> list[object]:
            return list(assess(key, held, scene.roster.actors, origin, params, country, areas).spells())

        found += parts.get("spell", _content(held, origin, scene.roster.actors, key), work, ControlSpell)  # type: ignore[arg-type]
    return found


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
        self.countries, self._within = _look_up(places)
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


# ---- pieces -----------------------------------------------------------------------------------------------------


def _pieces(
    scene: _Scene,
    case: Case,
    accounts: Sequence[Account],
    lineage: Lineage,
    incidents: Sequence[Incident],
    spells: Sequence[ControlSpell],
    bonds: Sequence[Bond],
    disputes: Sequence[Dispute],
    steps: Sequence[History],
) -> Iterator[Piece]:
    actors = scene.roster.actors
    for actor in actors.values():
        yield Piece("actor", actor.key, actor, (actor.key, *actor.members))
    for place in scene.places.places.values():
        yield Piece("place", place.key, place, (place.key, *place.members))
    for tally in _tallies(accounts, actors, case, scene.roster):
        yield Piece("tally", tally.key, tally, (tally.key,))
    public = {key for actor in actors.values() for key in (actor.key, *actor.members)}
    # A private person's name is a key, too: it has no place in the record.
    known = [k for k in scene.roster.links if all(key in public or key.startswith("actor:") for key in (k.first, k.second))]
    # Two windows may have said the same of a pair before either was weighed.
    for held in {(k.first, k.second): k for k in (*known, *scene.places.links)}.values():
        yield Piece("link", f"{held.first} {held.second}", held, (held.first, held.second))
    for n, step in enumerate(steps):
        yield Piece("history", f"{step.type} {step.first} {step.second} {n}", step, (step.first, step.second, *step.statements))
    for i in incidents:
        keys = [key for side in i.sides for key in side]
        yield Piece("incident", i.id, i, (*i.statements, *keys, *((i.place.key,) if i.place else ())))
    for b in bonds:
        yield Piece("bond", f"{b.tie} {b.first} {b.second} {b.since} {b.until}", b, (b.first, b.second, *b.statements))
    for n, s in enumerate(spells):
        yield Piece("spell", f"{s.place} {s.basis} {s.start} {s.holder} {n}", s, (s.place, s.holder, *s.statements))
    for d in disputes:
        yield Piece("dispute", d.id, d, (d.subject, *(id for p in d.positions for id in p.statements)))
    yield from _origins(accounts, lineage.origin, scene.roster)


def _origins(accounts: Sequence[Account], origin: Mapping[str, str], roster: Roster) -> Iterator[Piece]:
    held: dict[str, dict[str, str]] = defaultdict(dict)
    for a in accounts:
        whose = origin.get(a.id)
        if whose and whose != (a.outlet or a.doc):
            held[a.doc][a.id] = whose
    for doc in sorted({*held, *roster.set_in}):
        yield Piece("origin", doc, Origins(doc, roster.set_in.get(doc, ""), held.get(doc, {})))


def _tallies(accounts: Sequence[Account], actors: Mapping[str, Actor], case: Case, roster: Roster) -> list[Tally]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    docs: dict[str, set[str]] = defaultdict(set)
    days: dict[str, list[date]] = defaultdict(list)
    for a in accounts:
        for role, keys in (("agent", a.agent), ("target", a.target), ("claims", a.by)):
            for key in keys:
                if key in actors:
                    counts[key][role] += 1
                    docs[key].add(a.doc)
                    days[key] += [d for d in (a.first, a.last) if d is not None]
    for doc, key, n in case.mention_counts():
        counts[roster.identity(key, doc)]["mentions"] += n
    return [
        Tally(
            key, c["agent"], c["target"], c["claims"], len(docs[key]), c["mentions"],
            min(days[key], default=None), max(days[key], default=None),
        )
        for key, c in sorted(counts.items())
        if key in docs
    ]  # fmt: skip
