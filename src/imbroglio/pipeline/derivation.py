"""Statements to the pieces of the record, whoever holds the statements and whoever does the work.

Flows in: `Material`: gists, what is known of their reports, what a person has decided; and `Hands`, which work out incidents and
control in parts that do not touch each other: with answers kept from the last time (a case), or on many machines (a dataset). Flows
out: the pieces, in the record's order, the same for the same statements and verdicts whatever hands did the work.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from imbroglio.knowledge.control import load_control
from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.knowledge.packs import load_packs
from imbroglio.knowledge.place_index import unit_key
from imbroglio.model import Document, Gist
from imbroglio.model.record import (
    Account,
    Actor,
    Bond,
    ControlSpell,
    Dispute,
    History,
    Incident,
    Origins,
    Tally,
    TollRule,
    Verdict,
)
from imbroglio.model.verdicts import Judged, incident_pairs
from imbroglio.pipeline.casting import accounts_of
from imbroglio.pipeline.judged import Decided, with_sure
from imbroglio.resolving.history import history as history_of
from imbroglio.resolving.lineage import by_key
from imbroglio.resolving.link import link
from imbroglio.resolving.places import Places, resolve_places
from imbroglio.resolving.roster import Roster, resolve
from imbroglio.resolving.setting import country_of_id
from imbroglio.resolving.sighting import Sightings, sight
from imbroglio.store import Piece
from imbroglio.weighing.bonds import bonds as bonds_of
from imbroglio.weighing.control import assess
from imbroglio.weighing.control_evidence import OF_AREA, gives_signs
from imbroglio.weighing.disputes import disputes as disputes_of
from imbroglio.weighing.lineage import Lineage

Told = Callable[[str, float], None]
# Kinds of account from which control of a place is worked out; a place of which none tells has no history.
_OF_CONTROL = ("capture", "withdrawal", "siege", "clash", "holds", "contested")


@dataclass(frozen=True, slots=True)
class Material:
    """What a record is worked out from.

    Attributes:
        docs: the reports by id, in the order in which they came; only their days and publishers are looked at.
        gists: all statements that stand, by report, then as they stand in it; asked for once.
        verdicts, judged: what a person has decided.
        lineage: whose word each account is; the reports' texts are its own matter.
        mentions: how often each report names each key.
    """

    docs: Mapping[str, Document]
    gists: Callable[[], Iterable[Gist]]
    lineage: Callable[[Sequence[Account], Mapping[str, Actor]], Lineage]
    mentions: Callable[[], Iterable[tuple[str, str, int]]]
    verdicts: Sequence[Verdict] = ()
    judged: Mapping[str, Judged] | None = None


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A place with all that bears on who held it.

    Attributes:
        key: the place's.
        accounts: those tied to it, then those tied to the areas in which it lies.
        areas: keys of these.
        country: the ISO code of its country; None where that is not known.
    """

    key: str
    accounts: Sequence[Account]
    areas: tuple[str, ...]
    country: str | None

    def spells(self, origin: Mapping[str, str], actors: Mapping[str, Actor]) -> list[ControlSpell]:
        """Who held it, from when to when."""
        return assess(self.key, self.accounts, actors, origin, load_control(), lambda _key: self.country, self.areas).spells()


class Hands(Protocol):
    """Work out what falls into parts that do not touch each other."""

    def incidents(
        self, accounts: Sequence[Account], origin: Mapping[str, str], actors: Mapping[str, Actor], rule: TollRule, decided: Decided
    ) -> list[Incident]:
        """What happened, in any order."""
        ...

    def spells(
        self, places: Iterable[PlaceTold], origin: Mapping[str, str], actors: Mapping[str, Actor]
    ) -> list[ControlSpell]:
        """Who held these places, place by place in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Worked:
    """A record: its pieces, to be gone through once, and of how many statements they are."""

    pieces: Iterator[Piece]
    statements: int


def work_out(material: Material, hands: Hands, rule: TollRule, tell: Told) -> Worked:
    """Work out the record of these statements.

    Args:
        material: the statements, and what is decided on them.
        hands: who works out incidents and control.
        rule: how the best figure of a toll is found.
        tell: told (stage, share done) on the way.
    """
    statements = list(material.gists())
    count = len(statements)
    tell("Who is who", 0.25)
    scene = _resolve(material.verdicts, material.docs, statements)
    accounts = with_sure(accounts_of(statements, material.docs, scene.roster, scene.places), material.judged or {})
    del statements  # all that follows works on accounts
    actors = scene.roster.actors
    tell("Whose word it is", 0.4)
    lineage = material.lineage(accounts, actors)
    tell("What happened", 0.5)
    decided = Decided(incident_pairs(material.verdicts, {a.id for a in accounts}.__contains__))
    found = hands.incidents(accounts, lineage.origin, actors, rule, decided)
    incidents = sorted(found, key=lambda i: (i.start or i.end or date.max, i.id))
    tell("Who held what", 0.7)
    spells = hands.spells(_places_told(accounts, scene), lineage.origin, actors)
    tell("Who stood with whom", 0.85)
    bonds = bonds_of(accounts, lineage.origin, actors, described=True)
    disputes = disputes_of(incidents, accounts, spells, actors, lineage.origin)
    steps = history_of(scene.sightings.told, scene.roster)
    tell("Writing the record", 0.9)
    return Worked(_pieces(scene, material, accounts, lineage, incidents, spells, bonds, disputes, steps), count)


def _places_told(accounts: Sequence[Account], scene: _Scene) -> Iterator[PlaceTold]:
    params = load_control()
    by_place: dict[str, list[Account]] = defaultdict(list)
    telling: set[str] = set()
    for a in accounts:
        if a.place and a.type in _OF_CONTROL:  # not "a checkpoint", which is another in each report
            telling.update(s.key for s in a.place if s.key in scene.places.places)
        if a.place and gives_signs(a, params):
            for key in {s.key for s in a.place}:
                by_place[key].append(a)
    of_area = {area: [a for a in by_place.get(area, ()) if a.type in OF_AREA] for area in sorted({*scene.areas.values()})}
    for key in sorted(telling):
        # What is told of the area says a little of a place in it.
        areas = (scene.areas[key],) if key in scene.areas else ()
        held = [*by_place.get(key, ()), *(a for area in areas for a in of_area[area])]
        yield PlaceTold(key, held, areas, country_of_id(key, scene.countries) or None)


# ---- who is who -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Scene:
    """Who is who, in which country each place lies, and in which first-level unit (its key)."""

    roster: Roster
    places: Places
    sightings: Sightings
    countries: Mapping[str, str]
    areas: Mapping[str, str]


def _resolve(verdicts: Sequence[Verdict], docs: Mapping[str, Document], statements: Sequence[Gist]) -> _Scene:
    packs = by_key(load_packs())
    countries, areas = look_up({r.id for s in statements for r in s.place if r.id is not None})
    outlets = {id: doc.source for id, doc in docs.items() if doc.source}
    sightings = sight(statements, countries, packs, outlets)
    roster = resolve(sightings, link(sightings, packs), verdicts, packs)
    places = resolve_places(statements, sightings.set_in, countries, packs, verdicts)
    return _Scene(roster, places, sightings, countries, areas)


def look_up(ids: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The country of each place, and the key of the first-level unit in which it lies, as far as the gazetteer knows them."""
    gazetteer = Gazetteer.open()
    try:
        known = gazetteer.with_ids(ids)
    finally:
        gazetteer.close()
    countries = {id: p.country for id, p in sorted(known.items()) if p.country}
    units = {id: unit_key(p.country, p.admin1) for id, p in sorted(known.items()) if p.admin1}
    return countries, {id: unit for id, unit in units.items() if unit != id}


# ---- pieces -----------------------------------------------------------------------------------------------------


def _pieces(
    scene: _Scene,
    material: Material,
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
    for tally in _tallies(accounts, actors, material, scene.roster):
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


def _tallies(accounts: Sequence[Account], actors: Mapping[str, Actor], material: Material, roster: Roster) -> list[Tally]:
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
    for doc, key, n in material.mentions():
        counts[roster.identity(key, doc)]["mentions"] += n
    return [
        Tally(
            key, c["agent"], c["target"], c["claims"], len(docs[key]), c["mentions"],
            min(days[key], default=None), max(days[key], default=None),
        )
        for key, c in sorted(counts.items())
        if key in docs
    ]  # fmt: skip
