"""What happened: accounts of one thing as one incident, with all of its accounts.

Flows in: accounts, whose word each is, actors, and pairs that a person has joined or kept apart. Flows out: incidents.
Refuses to chain: two accounts that tell exact days or exact places too far apart never share an incident, whoever stands
between them.

What always holds: incidents of accounts that cannot touch are worked out apart (`components`), so that the incidents of
all are those of each component, and only components that new accounts touch have to be worked out again.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import floor

from imbroglio.knowledge.likeness import LikenessParams, load_likeness
from imbroglio.model.record import Account, Actor, Incident, Spot, TollRule
from imbroglio.weighing.figures import deaths
from imbroglio.weighing.likeness import REASONS, Sight, is_exact, likeness, may_be_one, sight

Pairs = Iterable[tuple[str, str]]
_CELL = 0.5  # degrees; wider than the farthest two places of one incident in any latitude that wars are fought in
_ACTORS = frozenset(("state", "government", "armed_group", "coalition", "organisation"))
_PRECISIONS = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))


def merge(
    accounts: Sequence[Account],
    origin: Mapping[str, str],
    roster: Mapping[str, Actor],
    *,
    together: Pairs = (),
    apart: Pairs = (),
    rule: TollRule = "median",
) -> list[Incident]:
    """All incidents of these accounts, by time, then id.

    Args:
        accounts: any; those that are no events that happened take no part.
        origin: statement id to whose word it is.
        roster: actors by key.
        together, apart: pairs of statement ids that a person has decided on.
        rule: how the best figure of a toll is found.
    """
    found = [
        incident
        for part in parts(accounts, roster, together=together)
        for incident in merge_part(part, origin, roster, together=together, apart=apart, rule=rule)
    ]
    return sorted(found, key=lambda i: (i.start or i.end or date.max, i.id))


@dataclass(frozen=True, slots=True)
class Part:
    """Accounts that can touch each other and no others, by time, and the pairs of them (by position) that are linked."""

    sights: tuple[Sight, ...]
    pairs: tuple[tuple[int, int], ...]

    @property
    def accounts(self) -> list[Account]:
        """The accounts, by time."""
        return [s.account for s in self.sights]


def components(accounts: Iterable[Account], roster: Mapping[str, Actor], *, together: Pairs = ()) -> list[list[Account]]:
    """Accounts in groups that cannot touch each other: no account of one may be of one incident with another's."""
    return [part.accounts for part in parts(accounts, roster, together=together)]


def parts(accounts: Iterable[Account], roster: Mapping[str, Actor], *, together: Pairs = ()) -> list[Part]:
    """The components, made ready to be merged each by itself."""
    params = load_likeness()
    sights = sorted((s for a in accounts if (s := sight(a, roster, params)) is not None), key=lambda s: s.order)
    groups = _Groups(len(sights))
    linked = list(candidates(sights, params))
    for one, other in linked:
        groups.join(one, other)
    at = {s.account.id: n for n, s in enumerate(sights)}
    for first, second in together:
        if first in at and second in at:
            groups.join(at[first], at[second])
    pairs: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one, other in linked:
        pairs[groups.find(one)].append((one, other))
    found = []
    for members in groups.all():
        place = {n: k for k, n in enumerate(members)}
        inner = tuple((place[m], place[n]) for m, n in pairs.get(members[0], ()))
        found.append(Part(tuple(sights[n] for n in members), inner))
    return found


class _Groups:
    """Disjoint sets of numbers; the least number leads."""

    def __init__(self, size: int) -> None:
        self._leader = list(range(size))

    def find(self, n: int) -> int:
        while self._leader[n] != n:
            self._leader[n] = self._leader[self._leader[n]]
            n = self._leader[n]
        return n

    def join(self, one: int, other: int) -> None:
        a, b = sorted((self.find(one), self.find(other)))
        self._leader[b] = a

    def all(self) -> list[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for n in range(len(self._leader)):
            found[self.find(n)].append(n)
        return [found[n] for n in sorted(found)]


def candidates(sights: Sequence[Sight], params: LikenessParams) -> Iterator[tuple[int, int]]:
    """Pairs (by position, the earlier first) that are linked: they may be one, and their score is high enough.

    Accounts with a place meet in cells of half a degree; those without one only within their report.
    """
    reach = int(max(params.limit["days"], params.limit["report_days"]))
    by_cell: dict[tuple[str, int, int, int], list[int]] = defaultdict(list)
    by_doc: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, s in enumerate(sights):
        met: set[int] = set()
        for key in _keys_near(s, reach):
            met.update(by_cell.get(key, ()))
        doc = (s.account.doc, s.family)
        met.update(m for m in by_doc[doc] if s.spot is None or sights[m].spot is None)
        for m in sorted(met):
            if may_be_one(sights[m], s, params) and likeness(sights[m], s, params)[0] >= params.limit["score"]:
                yield m, n
        by_doc[doc].append(n)
        if s.spot is not None:
            for day in range(s.first, min(s.last, s.first + 7) + 1):
                by_cell[(s.family, day, *_cell(s.spot))].append(n)


def _cell(spot: Spot) -> tuple[int, int]:
    return floor((spot.lat or 0.0) / _CELL), floor((spot.lon or 0.0) / _CELL)


def _keys_near(s: Sight, reach: int) -> Iterator[tuple[str, int, int, int]]:
    if s.spot is None:
        return
    row, column = _cell(s.spot)
    wide = 1 if is_exact(s.spot) else 2
    for day in range(s.first - reach, min(s.last, s.first + 7) + reach + 1):
        for y in range(row - wide, row + wide + 1):
            for x in range(column - wide, column + wide + 1):
                yield s.family, day, y, x


@dataclass(slots=True)
class _Cluster:
    """Accounts that are taken for one incident so far, and what they tie it to."""

    members: list[Sight]
    weakest: float = 1.0
    reasons: Counter[str] = field(default_factory=Counter)


def merge_part(
    part: Part,
    origin: Mapping[str, str],
    roster: Mapping[str, Actor],
    *,
    together: Pairs = (),
    apart: Pairs = (),
    rule: TollRule = "median",
) -> list[Incident]:
    """The incidents of one component: the likeliest pairs first, groups by the mean of their pairs."""
    params = load_likeness()
    sights = part.sights
    if len(sights) == 1:
        return [_incident(_Cluster([sights[0]]), origin, roster, rule)]
    at = {s.account.id: n for n, s in enumerate(sights)}
    forced = sorted({(at[a], at[b]) for a, b in together if a in at and b in at})
    barred = {frozenset((at[a], at[b])) for a, b in apart if a in at and b in at}
    scored = [(*likeness(sights[m], sights[n], params), m, n) for m, n in part.pairs]
    cluster = {n: _Cluster([s]) for n, s in enumerate(sights)}
    groups = _Groups(len(sights))
    for m, n in forced:
        _join(cluster, groups, m, n, 1.0, ("person",))
    for score, names, m, n in sorted(scored, key=lambda p: (-p[0], p[2], p[3])):
        a, b = groups.find(m), groups.find(n)
        if a == b or not _agree(cluster[a], cluster[b], params) or _barred(cluster[a], cluster[b], at, barred):
            continue
        mean = _mean(cluster[a], cluster[b], params)
        if mean >= params.limit["score"]:
            _join(cluster, groups, m, n, min(score, mean), names)
    return [_incident(c, origin, roster, rule) for n, c in sorted(cluster.items()) if groups.find(n) == n]


def _barred(a: _Cluster, b: _Cluster, at: Mapping[str, int], barred: set[frozenset[int]]) -> bool:
    if not barred:
        return False
    return any(frozenset((at[s.account.id], at[t.account.id])) in barred for s in a.members for t in b.members)


def _join(cluster: dict[int, _Cluster], groups: _Groups, m: int, n: int, score: float, names: Iterable[str]) -> None:
    a, b = sorted((groups.find(m), groups.find(n)))
    if a == b:
        return
    groups.join(a, b)
    gone = cluster.pop(b)
    kept = cluster[a]
    kept.members += gone.members
    kept.members.sort(key=lambda s: s.order)
    kept.weakest = min(kept.weakest, gone.weakest, score)
    kept.reasons.update(gone.reasons)
    kept.reasons.update(names)


def _agree(a: _Cluster, b: _Cluster, params: LikenessParams) -> bool:
    """Whether every exact day and exact place of the two lies close enough to every other."""
    return all(may_be_one(s, t, params) for s in _edges(a, params) for t in _edges(b, params))


def _edges(c: _Cluster, params: LikenessParams) -> list[Sight]:
    """Of a large group those members that lie outermost, so that the rest lies between them."""
    if len(c.members) <= 2 * params.limit["sample"]:
        return c.members
    placed = [s for s in c.members if s.spot is not None]
    outer = [c.members[0], max(c.members, key=lambda s: (s.last, s.order))]
    for at in ("lat", "lon") if placed else ():
        ranked = sorted(placed, key=lambda s: (getattr(s.spot, at), s.order))
        outer += [ranked[0], ranked[-1]]
    return outer


def _mean(a: _Cluster, b: _Cluster, params: LikenessParams) -> float:
    """The mean score of pairs across two groups, of a large group over its first members by time."""
    few = int(params.limit["sample"])
    scores = [likeness(s, t, params)[0] for s in a.members[:few] for t in b.members[:few]]
    return sum(scores) / len(scores)


def _incident(c: _Cluster, origin: Mapping[str, str], roster: Mapping[str, Actor], rule: TollRule) -> Incident:
    told = [s.account for s in c.members]
    start, end, precision = _days(c)
    sources = tuple(sorted({origin.get(a.id) or a.outlet or a.doc for a in told}))
    seed = min(a.id for a in told if (a.first or a.last or a.published) == (told[0].first or told[0].last or told[0].published))
    reasons = [REASONS.get(name, "a person joined them") for name, _ in sorted(c.reasons.items(), key=lambda r: (-r[1], r[0])) if name != "place_unsaid"]
    return Incident(
        "i" + hashlib.sha256(seed.encode()).hexdigest()[:16],
        _type(told, origin),
        start,
        end,
        precision,
        _place(c),
        (_side([k for a in told for k in a.agent], roster), _side([k for a in told for k in a.target], roster)),
        deaths(told, origin, roster, rule),
        tuple(a.id for a in told),
        tuple(sorted({a.outlet for a in told if a.outlet})),
        sources,
        round(c.weakest, 4),
        tuple(reasons[:6]),
    )


def _type(told: Sequence[Account], origin: Mapping[str, str]) -> str:
    """The type that most independent sources use; of as many, the one that more accounts use; `killing` leaves means open and yields."""
    by_source: dict[str, set[str]] = defaultdict(set)
    for a in told:
        by_source[a.type].add(origin.get(a.id) or a.outlet or a.doc)
    counted = Counter(a.type for a in told)
    vague = ("killing", "harm", "responsibility", "destruction")
    return min(by_source, key=lambda t: (t in vague, -len(by_source[t]), -counted[t], t))


def _days(c: _Cluster) -> tuple[date | None, date | None, int | None]:
    """The days of the most exact accounts; where none tells a day, no start, and an end not after the first report."""
    exact = [s for s in c.members if s.told]
    if not exact:
        published = min(s.last for s in c.members)
        return None, date.fromordinal(published), None
    narrowest = min(s.last - s.first for s in exact)
    days = [s for s in exact if s.last - s.first == narrowest]
    counted = Counter((s.first, s.last) for s in days)
    first, last = min(counted, key=lambda d: (-counted[d], d))
    precision = next((p for most, p in _PRECISIONS if last - first + 1 <= most), 5)
    return date.fromordinal(first), date.fromordinal(last), precision


def _place(c: _Cluster) -> Spot | None:
    """The most exact place; of several the one that most accounts name."""
    held = [s.spot for s in c.members if s.spot is not None]
    if not held:
        return next((p for s in c.members for p in s.account.place if p.lat is not None), None)
    counted = Counter(s.key for s in held)
    return min(held, key=lambda s: (not is_exact(s), -counted[s.key], s.precision or 9, s.key))


def _side(keys: Sequence[str], roster: Mapping[str, Actor]) -> tuple[str, ...]:
    """The actors of a side, those that most accounts name first; civilians stand for people of any name."""
    counted: Counter[str] = Counter()
    for key in keys:
        actor = roster.get(key)
        if actor is not None and actor.kind in _ACTORS:
            counted[key] += 1
        elif key.startswith("name:civilian") or (actor is not None and actor.kind == "people"):
            counted["civilians"] += 1
    return tuple(sorted(counted, key=lambda k: (-counted[k], k)))

