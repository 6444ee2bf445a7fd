"""What disputes look up: who is kin, whose word an account is, who is a party to a fight; and the positions made of it.

Flows in: accounts, actors, whose word each account is. Flows out: `Scene`, with a `Position` for any set of statements and
the grade of any set of accounts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from imbroglio.knowledge.disputes import DisputeParams
from imbroglio.model.record import Account, Actor, Incident, Position

SO = frozenset(("actual", "ongoing"))
_NOT_MEANT = frozenset(("denies", "doubts"))
_ACTORS = frozenset(("state", "government", "armed_group", "coalition", "organisation"))


def is_told(a: Account) -> bool:
    """Whether an account says that it is so."""
    return a.status in SO and a.stance not in _NOT_MEANT


def is_denied(a: Account) -> bool:
    """Whether an account says, for somebody whom it names, that it is not so.

    A report's own "no shots were fired" is most often said of something else, and counts for nothing.
    """
    return bool(a.by) and (a.status == "denied" or a.stance == "denies")


@dataclass(frozen=True, slots=True)
class Camp:
    """Actors that are kin, or that one account names together, and the accounts that name them."""

    kin: frozenset[str]
    keys: frozenset[str]
    statements: frozenset[str]

    def joined(self, other: Camp) -> Camp:
        """Both in one."""
        return Camp(self.kin | other.kin, self.keys | other.keys, self.statements | other.statements)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that is looked up.

    `leaders` goes from a coalition to those who lead it, `named` from a key to how many accounts name it in a role.
    """

    accounts: Mapping[str, Account]
    roster: Mapping[str, Actor]
    origin: Mapping[str, str]
    params: DisputeParams
    leaders: Mapping[str, frozenset[str]]
    named: Mapping[str, int]
    _kin: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def kin(self, key: str) -> frozenset[str]:
        """An actor, all that it is part of, and who leads it."""
        known = self._kin.get(key)
        if known is not None:
            return known
        actor = self.roster.get(key)
        found = {key}
        if actor is not None:
            found.update(actor.parents)
            found.update((actor.state,) if actor.state else ())
        self._kin[key] = frozenset(found).union(*(self.leaders.get(k, frozenset()) for k in sorted(found)))
        return self._kin[key]

    def kin_of(self, keys: Iterable[str]) -> frozenset[str]:
        """The same of several."""
        return frozenset().union(*(self.kin(key) for key in keys))

    def is_party(self, key: str) -> bool:
        """Whether somebody can have done it or hold a place: a named actor, not "militants", of whom there may be many."""
        actor = self.roster.get(key)
        return actor is not None and actor.named and actor.kind in _ACTORS

    def is_known(self, key: str) -> bool:
        """Whether a party is known well enough to be accused: to a pack, or named by several accounts.

        What is read once as a name may be the beginning of a headline.
        """
        return self.is_party(key) and (not key.startswith("name:") or self.named.get(key, 0) >= self.params.least_named)

    def denies_deed(self, a: Account) -> bool:
        """Whether an account denies that something was done: in so many words, or as a "we did not" of whoever would have done it."""
        return is_denied(a) and (a.stance == "denies" or bool(self.kin_of(a.by) & self.kin_of(a.agent)))

    def name(self, key: str) -> str:
        """The name of an actor."""
        actor = self.roster.get(key)
        return actor.name if actor is not None else key.partition(":")[2]

    def names(self, keys: Iterable[str]) -> str:
        """The names of several, in order; without those that are part of another one, and without private persons."""
        held = sorted({k for k in keys if k in self.roster or k.startswith("actor:")})
        top = [k for k in held if not any(o in self.kin(k) and not (k in self.kin(o) and k < o) for o in held if o != k)]
        return " and ".join(sorted({self.name(key) for key in top}))

    def source(self, a: Account) -> str:
        """Whose word an account is."""
        return self.origin.get(a.id) or a.outlet or a.doc

    def sides(self, incident: Incident) -> frozenset[str]:
        """The parties to an incident, with their kin."""
        return self.kin_of(key for side in incident.sides for key in side if self.is_party(key))

    def speaks_for(self, a: Account, sides: frozenset[str]) -> bool:
        """Whether an account is the word of one of the sides: of whom it credits, else of who owns the outlet."""
        if a.by:
            return any(self.kin(key) & sides for key in a.by)
        owner = self.params.owner(a.outlet)
        return owner is not None and bool(self.kin(owner) & sides)

    def position(self, value: str, told: Iterable[Account], sides: frozenset[str]) -> Position:
        """One position: who takes it, and whether they all are parties to the fight."""
        unique = {a.id: a for a in told}
        accounts = sorted(unique.values(), key=lambda a: (a.published or date.max, a.doc, a.id))
        days = [day for a in accounts if (day := a.published or a.last or a.first) is not None]
        return Position(
            value,
            tuple(a.id for a in accounts),
            tuple(sorted({key for a in accounts for key in a.by})),
            tuple(sorted({a.outlet for a in accounts if a.outlet})),
            tuple(sorted({self.source(a) for a in accounts})),
            min(days, default=None),
            max(days, default=None),
            bool(accounts) and all(self.speaks_for(a, sides) for a in accounts),
        )

    def camps(self, told: Iterable[tuple[str, Account]]) -> list[Camp]:
        """Actors with the accounts that name them, those joined that are kin or are named together in one account."""
        found: list[Camp] = []
        for key, a in sorted(told, key=lambda t: (t[0], t[1].id)):
            new = Camp(self.kin(key), frozenset((key,)), frozenset((a.id,)))
            apart = []
            for camp in found:
                if camp.kin & new.kin or camp.statements & new.statements:
                    new = new.joined(camp)
                else:
                    apart.append(camp)
            found = [*apart, new]
        return sorted(found, key=lambda c: sorted(c.keys))

    def grade(self, told: Sequence[Account], denied: Sequence[Account] = ()) -> str | None:
        """The grade that Airwars gives to reported harm, as far as accounts alone carry it.

        contested: accounts name doers that are no kin, or the one named denies it. discounted: whoever told it denies it by
        now. confirmed: all name one doer, who says so, too. fair: two independent sources or more. weak: one. None: nobody
        tells it.
        """
        camps = self.camps((key, a) for a in told for key in a.agent if self.is_party(key))
        if len(camps) > 1 or any(self.kin_of(d.by) & camp.kin for camp in camps for d in denied):
            return "contested"
        last: dict[str, tuple[date, bool]] = {}
        for a, so in [*((a, True) for a in told), *((d, False) for d in denied)]:
            said = (a.published or date.min, so)
            last[self.source(a)] = max(last.get(self.source(a), said), said)
        tellers = {self.source(a) for a in told}
        if not tellers:
            return None
        if not any(last[teller][1] for teller in sorted(tellers)):
            return "discounted"
        if camps and any(self.speaks_for(a, camps[0].kin) for a in told if self.kin_of(a.agent) & camps[0].kin):
            return "confirmed"
        return "fair" if len(tellers) > 1 else "weak"


def scene_of(
    accounts: Iterable[Account], roster: Mapping[str, Actor], origin: Mapping[str, str], params: DisputeParams
) -> Scene:
    """The scene of a case: who leads which coalition is taken from the accounts that say so ("the X-led coalition")."""
    held = {a.id: a for a in accounts}
    said: dict[tuple[str, str], set[str]] = defaultdict(set)
    for a in held.values():
        if a.type == "leads" and is_told(a):
            for led in a.target:
                if (body := roster.get(led)) is not None and body.kind == "coalition":
                    for leader in a.agent:
                        if (actor := roster.get(leader)) is not None and actor.kind in _ACTORS:
                            said[led, leader].add(origin.get(a.id) or a.outlet or a.doc)
    leaders: dict[str, set[str]] = defaultdict(set)
    for (led, leader), sources in said.items():
        if len(sources) >= params.least_sources:
            leaders[led].add(leader)
    named = Counter(key for a in held.values() for key in {*a.agent, *a.target})
    return Scene(held, roster, origin, params, {led: frozenset(by) for led, by in sorted(leaders.items())}, named)
