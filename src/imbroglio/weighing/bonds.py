"""Who fights, backs, is allied with, or is part of whom: from when to when, how often, on whose word.

Flows in: accounts, whose word each is, the roster of actors, `knowledge/bonds.toml`. Flows out: `Bond`s, one per spell,
those that hold on a day, and pairs that stand together and fight each other all the same. Persons, people, things and
places have no bonds, nor have outlets, agencies and monitors, nor has what is only planned, foretold, denied or doubted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import combinations

from imbroglio.knowledge.bonds import TIES, BondParams, load_bonds
from imbroglio.knowledge.packs import load_packs
from imbroglio.model.record import Account, Actor, Bond, Tie

ACTOR_KINDS = frozenset(("state", "government", "armed_group", "coalition", "organisation"))
DIRECTED: frozenset[Tie] = frozenset(("backs", "part-of"))
_SO = frozenset(("actual", "ongoing"))
_NOT_MEANT = frozenset(("denies", "doubts"))
# A time this wide says that it was somewhen in it, not that it went on all the while.
_WIDE = frozenset(("season", "year"))

_Pair = tuple[Tie, str, str]
_Days = tuple[date, date]
_Timed = tuple[Bond, _Days]
_Meeting = tuple[_Days, tuple[Bond, ...]]


@dataclass(frozen=True, slots=True)
class _Told:
    """One account as evidence of one bond. `wide` where its days only bound when it was."""

    id: str
    first: date | None
    last: date | None
    wide: bool
    outlet: str
    origin: str
    joint: bool = False

    @property
    def order(self) -> tuple[date, date, str]:
        return self.first or date.max, self.last or date.max, self.id


@dataclass(frozen=True, slots=True)
class Infighting:
    """Two actors that stand together, or against a common foe, and fight each other at the same time.

    Attributes:
        first, second: keys of actors, first < second.
        start, end: the days on which both hold.
        fights: their bonds of fighting in that time.
        together: the bonds that join them: their own, or (where `foes` is not empty) each one's fight with a common foe.
        foes: keys of the foes that they share; empty where a bond of their own joins them.
    """

    first: str
    second: str
    start: date
    end: date
    fights: tuple[Bond, ...]
    together: tuple[Bond, ...]
    foes: tuple[str, ...] = ()


def bonds(
    accounts: Iterable[Account],
    origin: Mapping[str, str],
    roster: Mapping[str, Actor],
    params: BondParams | None = None,
    *,
    described: bool = False,
) -> list[Bond]:
    """How actors stand to each other, spell by spell.

    Args:
        accounts: any accounts, in any order.
        origin: statement id to whose word it is; the outlet, else the report, where it is missing.
        roster: who is who; a key that it lacks is no actor.
        params: `load_bonds()`, if not given.
        described: also between those whom reports only describe ("rebels"), who need not be the same in all of them.

    Returns:
        Bonds in the order of tie, actors, time. Undated accounts of a pair make a bond with no days.

    >>> roster = {k: Actor(k, k, "armed_group") for k in ("name:reds", "name:blues")}
    >>> def fight(id: str, day: date) -> Account:
    ...     return Account(id, "d", "event", "clash", "actual", 0.9, agent=("name:reds",), target=("name:blues",), first=day, last=day)
    >>> told = [fight("a", date(2020, 1, 1)), fight("b", date(2020, 3, 1)), fight("c", date(2022, 1, 1))]
    >>> [(b.first, b.tie, b.second, len(b.statements)) for b in bonds(told, {}, roster)]
    [('name:blues', 'fights', 'name:reds', 2), ('name:blues', 'fights', 'name:reds', 1)]
    """
    rules = params or load_bonds()
    observers = _observers(rules.observers)
    keys = frozenset(
        k for k, a in roster.items() if a.kind in ACTOR_KINDS and (a.named or described) and k not in observers
    )
    found = []
    for (tie, first, second), evidence in _gather(accounts, origin, keys, rules):
        if all(t.joint for t in evidence) and len({t.origin for t in evidence}) < rules.least_together:
            continue
        found += [_bond(tie, first, second, spell) for spell in _spells(evidence, rules.gap[tie])]
    return sorted(found, key=_order)


def on(held: Iterable[Bond], day: date, params: BondParams | None = None) -> list[Bond]:
    """The bonds that hold on a day: from their first account to their last, and for a while after it (`[lasts]`)."""
    rules = params or load_bonds()
    return [b for b in held if (time := holds(b, rules)) is not None and time[0] <= day <= time[1]]


def holds(bond: Bond, params: BondParams | None = None) -> _Days | None:
    """First and last day on which a bond is taken to hold; None for one without days."""
    since, until = bond.since or bond.until, bond.until or bond.since
    if since is None or until is None:
        return None
    lasts = timedelta(days=(params or load_bonds()).lasts[bond.tie])
    return since, until + min(lasts, date.max - until)


def matrix(held: Iterable[Bond], tie: Tie) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Actors, and for each row's actor towards each column's the number of statements of a tie.

    Symmetric for ties without direction.
    """
    kept = [b for b in held if b.tie == tie]
    keys = tuple(sorted({k for b in kept for k in (b.first, b.second)}))
    at = {k: i for i, k in enumerate(keys)}
    cells = [[0] * len(keys) for _ in keys]
    for b in kept:
        cells[at[b.first]][at[b.second]] += len(b.statements)
        if tie not in DIRECTED:
            cells[at[b.second]][at[b.first]] += len(b.statements)
    return keys, tuple(tuple(row) for row in cells)


def infighting(held: Iterable[Bond], params: BondParams | None = None) -> list[Infighting]:
    """Pairs that fight each other while a bond or a common foe joins them, with the evidence of both.

    Those with a bond of their own first; best attested fight first within that.
    """
    rules = params or load_bonds()
    fights: dict[tuple[str, str], list[_Timed]] = defaultdict(list)
    joined: dict[tuple[str, str], list[_Timed]] = defaultdict(list)
    foes: dict[str, set[str]] = defaultdict(set)
    for bond in sorted(held, key=_order):
        time = holds(bond, rules)
        if time is None:
            continue
        a, b = sorted((bond.first, bond.second))
        (fights if bond.tie == "fights" else joined)[a, b].append((bond, time))
        if bond.tie == "fights":
            foes[a].add(b)
            foes[b].add(a)
    found = []
    for (a, b), fought in sorted(fights.items()):
        own = _overlap(a, b, fought, [(t, (bond,)) for bond, t in joined.get((a, b), ())])
        against = [meeting for foe in sorted(foes[a] & foes[b]) for meeting in _common_foe(a, b, foe, fights)]
        found += [f for f in (own, _overlap(a, b, fought, against, foes=True)) if f is not None]
    return sorted(found, key=lambda f: (bool(f.foes), -_sources(f.fights), f.first, f.second, f.foes))


def _common_foe(a: str, b: str, foe: str, fights: Mapping[tuple[str, str], Sequence[_Timed]]) -> Iterator[_Meeting]:
    """When two actors both fight a third, and their bonds with it."""
    mine, theirs = (fights[min(x, foe), max(x, foe)] for x in (a, b))
    for m, t in mine:
        for n, u in theirs:
            time = _both(t, u)
            if time is not None:
                yield time, (m, n)


def _both(t: _Days, u: _Days) -> _Days | None:
    start, end = max(t[0], u[0]), min(t[1], u[1])
    return (start, end) if start <= end else None


def _overlap(first: str, second: str, fought: Sequence[_Timed], joined: Sequence[_Meeting], foes: bool = False) -> Infighting | None:
    """What joins two actors while they fight each other; with `foes`, it is their fights with others."""
    meet = [(f, bonds_, time) for f, t in fought for u, bonds_ in joined if (time := _both(t, u)) is not None]
    if not meet:
        return None
    start, end = min(time[0] for _, _, time in meet), max(time[1] for _, _, time in meet)
    fights = tuple(dict.fromkeys(f for f, _, _ in meet))
    together = tuple(dict.fromkeys(bond for _, bonds_, _ in meet for bond in bonds_))
    third = {k for bond in together for k in (bond.first, bond.second)} - {first, second} if foes else set()
    return Infighting(first, second, start, end, fights, together, tuple(sorted(third)))


def _sources(held: Iterable[Bond]) -> int:
    return len({source for b in held for source in b.sources})


def _gather(
    accounts: Iterable[Account], origin: Mapping[str, str], keys: frozenset[str], rules: BondParams
) -> Iterator[tuple[_Pair, list[_Told]]]:
    """For each bond its evidence, in the order of time."""
    told: dict[_Pair, dict[str, _Told]] = defaultdict(dict)
    for account in accounts:
        if account.status in _SO and account.stance not in _NOT_MEANT:
            for pair, joint in _pairs(account, keys, rules):
                told[pair].setdefault(account.id, _told(account, origin, joint))
    for pair, by_id in told.items():
        yield pair, sorted(by_id.values(), key=lambda t: t.order)


@lru_cache(maxsize=4)
def _observers(roles: frozenset[str]) -> frozenset[str]:
    """Keys of those whom the packs know as outlets, agencies, monitors."""
    return frozenset(f"actor:{a.id}" for a in load_packs() if a.role in roles)


def _pairs(account: Account, keys: frozenset[str], rules: BondParams) -> Iterator[tuple[_Pair, bool]]:
    """The bonds that an account is evidence of, and whether only since two act together in it."""
    agents = [k for k in dict.fromkeys(account.agent) if k in keys]
    tie = rules.tie_of.get(account.type)
    if tie is not None:
        for a in agents:
            for b in dict.fromkeys(account.target):
                if b in keys and a != b:
                    yield _pair(tie, a, b), False
    if tie == "allied" or account.type in rules.together:
        for a, b in combinations(agents, 2):
            yield _pair("allied", a, b), tie != "allied"


def _pair(tie: Tie, a: str, b: str) -> _Pair:
    return (tie, a, b) if tie in DIRECTED or a < b else (tie, b, a)


def _told(account: Account, origin: Mapping[str, str], joint: bool) -> _Told:
    first, last = account.first, account.last
    if account.status == "ongoing" and first is not None:
        last = max(d for d in (first, last, account.published) if d is not None)  # it still went on when the report came out
    first, last = first or last, last or first
    wide = account.precision in _WIDE and account.status != "ongoing"
    whose = origin.get(account.id) or account.outlet or account.doc
    return _Told(account.id, first, last, wide, account.outlet, whose, joint)


def _spells(evidence: Sequence[_Told], gap: int) -> Iterator[list[_Told]]:
    """Runs of evidence without a longer silence; what is only known to a year joins the first run that it touches."""
    exact = _runs([t for t in evidence if t.first is not None and not t.wide], gap)
    left = []
    for told in evidence:
        if told.first is None or not told.wide:
            continue
        touched = next((run for run in exact if _touches(told, run)), None)
        if touched is None:
            left.append(told)
        else:
            touched.append(told)
    yield from exact
    yield from _runs(left, gap)
    undated = [t for t in evidence if t.first is None]
    if undated:
        yield undated


def _runs(evidence: Sequence[_Told], gap: int) -> list[list[_Told]]:
    runs: list[list[_Told]] = []
    until = date.min
    for told in evidence:
        if told.first is None or told.last is None:
            continue
        if runs and (told.first - until).days <= gap:
            runs[-1].append(told)
            until = max(until, told.last)
        else:
            runs.append([told])
            until = told.last
    return runs


def _touches(told: _Told, run: Sequence[_Told]) -> bool:
    since, until = _span(run)
    return told.first is not None and told.last is not None and since is not None and until is not None and (
        told.first <= until and since <= told.last
    )


def _span(run: Sequence[_Told]) -> tuple[date | None, date | None]:
    """First and last day of a run: of what is dated well, where anything is."""
    exact = [t for t in run if not t.wide] or run
    return min((t.first for t in exact if t.first), default=None), max((t.last for t in exact if t.last), default=None)


def _bond(tie: Tie, first: str, second: str, run: Sequence[_Told]) -> Bond:
    since, until = _span(run)
    return Bond(
        tie,
        first,
        second,
        since,
        until,
        tuple(t.id for t in sorted(run, key=lambda t: t.order)),
        tuple(sorted({t.outlet for t in run if t.outlet})),
        tuple(sorted({t.origin for t in run})),
    )


def _order(b: Bond) -> tuple[int, str, str, date, date]:
    return TIES.index(b.tie), b.first, b.second, b.since or date.max, b.until or date.max
