"""Where the accounts cannot all be true: positions side by side, each with who takes it.

Flows in: incidents, accounts, spells of control, actors, whose word each account is. Flows out: disputes over the toll, the
perpetrator, whether it happened, and the holder of a place. Nothing is settled here. An update by the same origin is no
dispute, nor is a figure that another's bounds allow.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from imbroglio.knowledge.likeness import LikenessParams, load_likeness
from imbroglio.model.record import Account, Actor, ControlSpell, Dispute, DisputeAbout, Incident, Position
from imbroglio.weighing.figures import Figure, figures_of, latest
from imbroglio.weighing.likeness import Sight, likeness, may_be_one, sight

# Two tolls dispute each other from this ratio on, and from this many dead apart: reporters count at different hours.
RATIO = 1.5
APART = 5
_ACTORS = frozenset(("state", "government", "armed_group", "coalition", "organisation"))


@dataclass(frozen=True, slots=True)
class _World:
    """What every dispute looks up."""

    accounts: Mapping[str, Account]
    roster: Mapping[str, Actor]
    origin: Mapping[str, str]

    def kin(self, key: str) -> frozenset[str]:
        """An actor with all that it is part of."""
        actor = self.roster.get(key)
        return frozenset((key, *(actor.parents if actor else ()), *((actor.state,) if actor and actor.state else ())))

    def name(self, key: str) -> str:
        """The name of an actor."""
        actor = self.roster.get(key)
        return actor.name if actor else key.partition(":")[2]

    def position(self, value: str, ids: Iterable[str], sides: frozenset[str]) -> Position:
        """One position: who takes it, and whether these are all parties to the fight."""
        told = sorted({self.accounts[id] for id in ids if id in self.accounts}, key=lambda a: (a.published or date.max, a.id))
        by = tuple(dict.fromkeys(key for a in told for key in a.by))
        days = [d for a in told for d in (a.published or a.first,) if d is not None]
        return Position(
            value,
            tuple(a.id for a in told),
            by,
            tuple(sorted({a.outlet for a in told if a.outlet})),
            tuple(sorted({self.origin.get(a.id) or a.outlet or a.doc for a in told})),
            min(days, default=None),
            max(days, default=None),
            bool(told) and all(a.by and any(self.kin(key) & sides for key in a.by) for a in told),
        )


def disputes(
    incidents: Sequence[Incident],
    accounts: Sequence[Account],
    spells: Sequence[ControlSpell],
    roster: Mapping[str, Actor],
    origin: Mapping[str, str],
) -> list[Dispute]:
    """All disputes, by what they are about, then by time."""
    world = _World({a.id: a for a in accounts}, roster, origin)
    denied: dict[str, list[Account]] = defaultdict(list)
    for a in accounts:
        if a.kind == "event" and (a.status == "denied" or a.stance == "denies"):
            denied[a.doc].append(a)
    found: list[Dispute] = []
    for incident in incidents:
        found += _over_toll(incident, world)
        found += _over_perpetrator(incident, world)
        found += _over_occurrence(incident, world, denied)
    found += _over_holder(spells, world)
    unique = {d.id: d for d in found}
    return sorted(unique.values(), key=lambda d: (d.about, d.start or d.end or date.max, d.id))


def _dispute(about: DisputeAbout, subject: str, title: str, positions: Sequence[Position], days: Sequence[date | None], grade: str | None) -> Dispute:
    content = " ".join((about, subject, *(p.statements[0] for p in positions)))
    id = "d" + hashlib.sha256(content.encode()).hexdigest()[:16]
    known = [d for d in days if d is not None]
    return Dispute(id, about, subject, title, tuple(positions), min(known, default=None), max(known, default=None), grade)


def _what(i: Incident) -> str:
    place = f" at {i.place.name}" if i.place else ""
    return f"{i.type}{place}"


def _sides(i: Incident, world: _World) -> frozenset[str]:
    return frozenset(kin for side in i.sides for key in side for kin in world.kin(key))


def _over_toll(i: Incident, world: _World) -> list[Dispute]:
    told = [world.accounts[id] for id in i.statements if id in world.accounts]
    figures = latest([f for a in told for f in figures_of(a, world.origin, world.roster, "killed") if not f.side])
    groups: list[list[Figure]] = []
    for f in sorted(figures, key=lambda f: (f.value, f.origin)):
        home = next((g for g in groups if not any(_differ(f, other) for other in g)), None)
        if home is None:
            groups.append([f])
        else:
            home.append(f)
    if len(groups) < 2 or not _differ(groups[0][0], groups[-1][-1]):
        return []
    sides = _sides(i, world)
    positions = [world.position(_figure_text(g), (f.account for f in g), sides) for g in groups]
    return [_dispute("toll", i.id, f"How many died: {_what(i)}", positions, (i.start, i.end), None)]


def _differ(a: Figure, b: Figure) -> bool:
    """Whether two figures cannot both be right, and lie further apart than hours of counting explain."""
    low, high = sorted((a, b), key=lambda f: f.value)
    if low.high is None:  # "at least 10" allows 30
        return False
    return high.value - low.high >= APART and high.value >= RATIO * max(low.high, 1)


def _figure_text(group: Sequence[Figure]) -> str:
    values = sorted({f.value for f in group})
    return f"{values[0]} dead" if len(values) == 1 else f"{values[0]} to {values[-1]} dead"


def _over_perpetrator(i: Incident, world: _World) -> list[Dispute]:
    """Accounts that name other agents, no kin of each other. In a fight both sides act, so that it takes an attack."""
    if i.type in ("clash", "capture", "withdrawal", "siege", "agreement", "talks", "deployment", "displacement"):
        return []
    camps: list[tuple[set[str], set[str], set[str]]] = []  # kin, agents as named, statements
    for id in i.statements:
        a = world.accounts.get(id)
        for key in a.agent if a is not None else ():
            actor = world.roster.get(key)
            if actor is None or not actor.named or actor.kind not in _ACTORS:
                continue
            kin = set(world.kin(key))
            home = next((c for c in camps if c[0] & kin), None)
            if home is None:
                home = (set(), set(), set())
                camps.append(home)
            home[0].update(kin)
            home[1].add(key)
            home[2].add(id)
    # Allies that are named together by one account do not dispute each other.
    if len(camps) < 2 or any(a[2] & b[2] for n, a in enumerate(camps) for b in camps[n + 1 :]):
        return []
    sides = _sides(i, world)
    positions = [world.position(", ".join(sorted(world.name(k) for k in c[1])), c[2], sides) for c in camps]
    return [_dispute("perpetrator", i.id, f"Who did it: {_what(i)}", positions, (i.start, i.end), "contested")]


def _over_occurrence(i: Incident, world: _World, denied: Mapping[str, Sequence[Account]]) -> list[Dispute]:
    told = [world.accounts[id] for id in i.statements if id in world.accounts]
    params = load_likeness()
    seen = [s for a in told if (s := sight(a, world.roster, params)) is not None]
    against = [d for doc in sorted({a.doc for a in told}) for d in denied.get(doc, ()) if _is_of(d, seen, world, params)]
    if not against:
        return []
    sides = _sides(i, world)
    by = sorted({world.name(k) for d in against for k in d.by if k in world.roster})
    positions = [
        world.position("it happened", (a.id for a in told), sides),
        world.position(f"denied{' by ' + ', '.join(by) if by else ''}", (d.id for d in against), sides),
    ]
    if positions[0].sources == positions[1].sources:  # one voice that says both has said them of different things
        return []
    return [_dispute("occurrence", i.id, f"Whether it happened so: {_what(i)}", positions, (i.start, i.end), "contested")]


def _is_of(denial: Account, seen: Sequence[Sight], world: _World, params: LikenessParams) -> bool:
    """Whether what is denied would be of this incident if it were told as a fact."""
    as_told = sight(replace(denial, status="actual", stance=None), world.roster, params)
    if as_told is None:
        return False
    near = [s for s in seen if may_be_one(s, as_told, params)]
    return any(likeness(s, as_told, params)[0] >= params.limit["score"] for s in near)


def _over_holder(spells: Sequence[ControlSpell], world: _World) -> list[Dispute]:
    """Spells in which the parties claim another holder than all accounts together tell."""
    by_place: dict[str, list[ControlSpell]] = defaultdict(list)
    for s in spells:
        if s.holder not in ("contested", "unknown") and s.statements:
            by_place[s.place].append(s)
    found = []
    for place, held in sorted(by_place.items()):
        claimed = [s for s in held if s.basis == "claimed"]
        for a in (s for s in held if s.basis == "assessed"):
            for c in claimed:
                if c.holder != a.holder and c.start <= a.end and a.start <= c.end and not set(c.statements) & set(a.statements):
                    sides = frozenset((*world.kin(a.holder), *world.kin(c.holder)))
                    positions = [world.position(f"held by {world.name(s.holder)}", s.statements, sides) for s in (a, c)]
                    if all(p.statements for p in positions):
                        name = next((s.name for p in positions for id in p.statements for s in world.accounts[id].place if s.key == place), place)
                        found.append(_dispute("holder", place, f"Who held {name}", positions, (max(a.start, c.start), min(a.end, c.end)), None))
    return found
