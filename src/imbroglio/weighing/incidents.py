"""What happened: accounts of one thing as one incident, with all of its accounts.

Flows in: accounts, whose word each is, actors, and pairs that a person has joined or kept apart. Flows out: incidents.
Refuses to chain: two accounts that tell exact days or exact places too far apart never share an incident, whoever stands
between them.

What always holds: incidents of accounts that cannot touch are worked out apart (`parts`), so that the incidents of all
are those of each part, and only parts that new accounts touch have to be worked out again.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from imbroglio.knowledge.likeness import LikenessParams, load_likeness
from imbroglio.model.record import Account, Actor, Incident, Spot, TollRule
from imbroglio.weighing.figures import CIVILIANS, deaths
from imbroglio.weighing.grouping import Join, Sets, group
from imbroglio.weighing.likeness import Seer, Sight, explain, is_exact, likeness, spots_agree
from imbroglio.weighing.neighbours import likely_pairs

Pairs = Iterable[tuple[str, str]]
_ACTORS = frozenset(("state", "government", "armed_group", "coalition", "organisation"))
# UCDP's precision of dates: the most days of an interval, and its code.
_PRECISIONS = ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5))
_REASONS = 6  # shown of an incident
BY_A_PERSON = "a person joined them"


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
        together, apart: pairs of statement ids that a person has decided on. What is apart stays so against `together`.
        rule: how the best figure of a toll is found.
    """
    kept_together, kept_apart = tuple(together), tuple(apart)
    found = [
        incident
        for part in parts(accounts, roster, together=kept_together)
        for incident in merge_part(part, origin, roster, together=kept_together, apart=kept_apart, rule=rule)
    ]
    return sorted(found, key=lambda i: (i.start or i.end or date.max, i.id))


@dataclass(frozen=True, slots=True)
class Part:
    """Accounts that can touch each other and no others, by time; pairs of them (by position) with their scores."""

    sights: tuple[Sight, ...]
    pairs: tuple[tuple[int, int, float], ...] = ()

    @property
    def accounts(self) -> list[Account]:
        """The accounts, by time."""
        return [s.account for s in self.sights]


def components(accounts: Iterable[Account], roster: Mapping[str, Actor], *, together: Pairs = ()) -> list[list[Account]]:
    """Accounts in groups that cannot touch each other: no account of one may be of one incident with another's."""
    return [part.accounts for part in parts(accounts, roster, together=together)]


def parts(accounts: Iterable[Account], roster: Mapping[str, Actor], *, together: Pairs = ()) -> list[Part]:
    """The components, made ready to be merged each by itself.

    Groups grow by the mean of their pairs, so that no incident spans two sets of accounts of which no pair reaches the
    score from which two are linked.
    """
    sights = sights_of(accounts, roster)
    return parts_of(sights, likely_pairs(sights, load_likeness()), together)


def sights_of(accounts: Iterable[Account], roster: Mapping[str, Actor]) -> list[Sight]:
    """The accounts of events that happened, ready to be compared, by time."""
    made = Seer(roster, load_likeness()).sight
    return sorted((s for a in accounts if (s := made(a)) is not None), key=lambda s: s.order)


def parts_of(sights: Sequence[Sight], likely: Iterable[tuple[int, int, float]], together: Pairs = ()) -> list[Part]:
    """The same from sights, by time, and their likely pairs, by the later position, then the earlier."""
    least = load_likeness().limit["score"]
    sets = Sets(len(sights))
    pairs = list(likely)
    for one, other, score in pairs:
        if score >= least:
            sets.join(one, other)
    at = {s.account.id: n for n, s in enumerate(sights)}
    for first, second in together:
        if first in at and second in at:
            sets.join(at[first], at[second])
    inside: dict[int, list[tuple[int, int, float]]] = {}
    for pair in pairs:
        leader = sets.find(pair[0])
        if leader == sets.find(pair[1]):
            inside.setdefault(leader, []).append(pair)
    found = []
    for members in sets.all():
        if len(members) == 1:
            found.append(Part((sights[members[0]],)))
            continue
        place = {n: k for k, n in enumerate(members)}
        held = tuple([(place[m], place[n], score) for m, n, score in inside.get(members[0], ())])
        found.append(Part(tuple([sights[n] for n in members]), held))
    return found


@dataclass(slots=True)
class _Cluster:
    """Accounts that are taken for one incident so far, and what they tie it to.

    `latest_first` and `earliest_last` are of all days, `told_latest_first` and `told_earliest_last` of those that passages tell.
    """

    members: list[int]
    latest_first: int
    earliest_last: int
    told_latest_first: int | None
    told_earliest_last: int | None
    spots: list[Spot]
    weakest: float = 1.0
    reasons: Counter[str] = field(default_factory=Counter)


def _alone(n: int, s: Sight) -> _Cluster:
    first, last = (s.first, s.last) if s.told else (None, None)
    return _Cluster([n], s.first, s.last, first, last, [s.spot] if s.spot is not None else [])


def _may_join(a: _Cluster, b: _Cluster, params: LikenessParams) -> bool:
    """Whether each account of one may be of one incident with each of the other: by days, by places."""
    if max(a.latest_first - b.earliest_last, b.latest_first - a.earliest_last) > params.limit["report_days"]:
        return False
    if a.told_latest_first is not None and b.told_latest_first is not None:
        assert a.told_earliest_last is not None and b.told_earliest_last is not None
        apart = max(a.told_latest_first - b.told_earliest_last, b.told_latest_first - a.told_earliest_last)
        if apart > params.limit["days"]:
            return False
    return all(spots_agree(p, q, params) for p in a.spots for q in b.spots)


def _take_in(kept: _Cluster, gone: _Cluster, mean: float) -> None:
    kept.members += gone.members
    kept.latest_first = max(kept.latest_first, gone.latest_first)
    kept.earliest_last = min(kept.earliest_last, gone.earliest_last)
    if gone.told_latest_first is not None and gone.told_earliest_last is not None:
        if kept.told_latest_first is None or kept.told_earliest_last is None:
            kept.told_latest_first, kept.told_earliest_last = gone.told_latest_first, gone.told_earliest_last
        kept.told_latest_first = max(kept.told_latest_first, gone.told_latest_first)
        kept.told_earliest_last = min(kept.told_earliest_last, gone.told_earliest_last)
    known = {s.key for s in kept.spots}
    kept.spots += [s for s in gone.spots if s.key not in known]
    kept.weakest = min(kept.weakest, gone.weakest, mean)
    kept.reasons.update(gone.reasons)


def merge_part(
    part: Part,
    origin: Mapping[str, str],
    roster: Mapping[str, Actor],
    *,
    together: Pairs = (),
    apart: Pairs = (),
    rule: TollRule = "median",
) -> list[Incident]:
    """The incidents of one part: the likeliest groups are joined first, by the mean of their pairs."""
    params = load_likeness()
    sights = part.sights
    if len(sights) == 1:
        return [_incident(_alone(0, sights[0]), sights, origin, roster, params, rule)]
    cluster = {n: _alone(n, s) for n, s in enumerate(sights)}
    if len(sights) > 1:
        at = {s.account.id: n for n, s in enumerate(sights)}
        scores = {(m, n): score for m, n, score in part.pairs}
        for join in group(
            len(sights),
            scores,
            params.limit["score"],
            lambda a, b: _may_join(cluster[a], cluster[b], params),
            [(at[a], at[b]) for a, b in together if a in at and b in at],
            [(at[a], at[b]) for a, b in apart if a in at and b in at],
        ):
            kept, gone = cluster[join.into], cluster.pop(join.gone)
            why = _why(join, kept, gone, sights, scores, roster, params)
            _take_in(kept, gone, join.mean)
            kept.reasons.update(why)
    return [_incident(c, sights, origin, roster, params, rule) for _, c in sorted(cluster.items())]


def _why(
    join: Join,
    kept: _Cluster,
    gone: _Cluster,
    sights: Sequence[Sight],
    scores: Mapping[tuple[int, int], float],
    roster: Mapping[str, Actor],
    params: LikenessParams,
) -> tuple[str, ...]:
    """Why two groups were joined: the reasons of their likeliest pair."""
    if join.forced:
        return (BY_A_PERSON,)
    pairs = ((min(m, n), max(m, n)) for m in kept.members for n in gone.members)
    best = min((p for p in pairs if p in scores), key=lambda p: (-scores[p], p))
    one, other = sights[best[0]], sights[best[1]]
    return explain(one, other, likeness(one, other, params)[1], roster)


def _incident(
    c: _Cluster,
    sights: Sequence[Sight],
    origin: Mapping[str, str],
    roster: Mapping[str, Actor],
    params: LikenessParams,
    rule: TollRule,
) -> Incident:
    held = [sights[n] for n in sorted(c.members)]
    told = [s.account for s in held]
    start, end, precision = _days(held)
    ranked = sorted(c.reasons.items(), key=lambda r: (r[0].startswith("but "), -r[1], r[0]))
    return Incident(
        "i" + hashlib.sha256(told[0].id.encode()).hexdigest()[:16],
        _type(told, origin, params),
        start,
        end,
        precision,
        _place(held),
        _sides(told, roster, mutual=held[0].family in params.mutual),
        deaths(told, origin, roster, rule),
        tuple(a.id for a in told),
        tuple(sorted({a.outlet for a in told if a.outlet})),
        tuple(sorted({_source(a, origin) for a in told})),
        round(c.weakest, 4),
        tuple(text for text, _ in ranked[:_REASONS]),
    )


def _source(a: Account, origin: Mapping[str, str]) -> str:
    return origin.get(a.id) or a.outlet or a.doc


def _type(told: Sequence[Account], origin: Mapping[str, str], params: LikenessParams) -> str:
    """The type that most independent sources use; of as many, the one that more accounts use; what leaves the means open yields."""
    if len({a.type for a in told}) == 1:
        return told[0].type
    sources: dict[str, set[str]] = defaultdict(set)
    for a in told:
        sources[a.type].add(_source(a, origin))
    counted = Counter(a.type for a in told)
    return min(sources, key=lambda t: (t in params.vague, -len(sources[t]), -counted[t], t))


def _days(held: Sequence[Sight]) -> tuple[date | None, date | None, int | None]:
    """The days of the most exact accounts; where none tells a day, no start, and an end not after the first report."""
    exact = [s for s in held if s.told]
    if not exact:
        dated = [s.last for s in held if s.dated]
        return None, date.fromordinal(min(dated)) if dated else None, None
    first, last = exact[0].first, exact[0].last
    if len(exact) > 1:
        narrowest = min(s.last - s.first for s in exact)
        counted = Counter((s.first, s.last) for s in exact if s.last - s.first == narrowest)
        first, last = min(counted, key=lambda d: (-counted[d], d))
    precision = next((code for most, code in _PRECISIONS if last - first + 1 <= most), _PRECISIONS[-1][1])
    return date.fromordinal(first), date.fromordinal(last), precision


def _place(held: Sequence[Sight]) -> Spot | None:
    """The most exact place; of several the one that most accounts name."""
    spots = [s.spot for s in held if s.spot is not None]
    if not spots:
        return next((p for s in held for p in s.account.place if p.lat is not None), None)
    if len(spots) == 1:
        return spots[0]
    counted = Counter(s.key for s in spots)
    return min(spots, key=lambda s: (not is_exact(s), -counted[s.key], s.precision or 9, s.key))


def _sides(told: Sequence[Account], roster: Mapping[str, Actor], *, mutual: bool) -> tuple[tuple[str, ...], ...]:
    """Those who act and those who are hit, those whom most accounts name first.

    In a fight, where one account has somebody act whom another has attacked, he stands where more have him.
    """
    acts, hit = _counted((a.agent for a in told), roster), _counted((a.target for a in told), roster)
    if mutual:
        for key in [k for k in acts if k in hit]:
            del (hit if acts[key] >= hit[key] else acts)[key]
    return tuple(tuple(sorted(side, key=lambda k: (-side[k], k))) for side in (acts, hit))


def _counted(roles: Iterable[Sequence[str]], roster: Mapping[str, Actor]) -> dict[str, int]:
    """How many accounts have each actor in a role. Private persons and things are no side; people stand as civilians."""
    counted: dict[str, int] = {}
    for keys in roles:
        found = set()
        for key in keys:
            actor = roster.get(key)
            if actor is not None and actor.kind in _ACTORS:
                found.add(key)
            elif key.startswith("name:civilian") or (actor is not None and actor.kind == "people"):
                found.add(CIVILIANS)
        for key in found:
            counted[key] = counted.get(key, 0) + 1
    return counted
