"""Which incident a denial is of, and who says that they did it.

Flows in: incidents, accounts. Flows out: for each incident the accounts that deny it, or claim it, though they are no
accounts of it themselves. A denial is of the one incident to which it would belong if it were told as a fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from imbroglio.knowledge.likeness import LikenessParams, load_likeness
from imbroglio.model.record import Account, Incident
from imbroglio.weighing.likeness import Seer, Sight, likeness, may_be_one
from imbroglio.weighing.positions import Scene, is_denied

RESPONSIBILITY = "responsibility"


def find_denials(incidents: Sequence[Incident], scene: Scene) -> dict[str, list[Account]]:
    """Incident id to the accounts that deny it or claim responsibility for it, in the order of their ids."""
    found: dict[str, list[Account]] = defaultdict(list)
    telling = {a.id for a in scene.accounts.values() if a.type == RESPONSIBILITY or is_denied(a)}
    attached: set[str] = set()
    for incident in incidents:
        if telling.isdisjoint(incident.statements):
            continue
        for a in _accounts(incident, scene):
            if scene.denies_deed(a) or a.type == RESPONSIBILITY:
                found[incident.id].append(a)
                attached.add(a.id)
    loose = [a for id in sorted(telling - attached) if (a := scene.accounts[id]).kind == "event"]
    denials = [a for a in loose if scene.denies_deed(a) and a.type != RESPONSIBILITY]
    for a, incident in _by_likeness(denials, incidents, scene):
        found[incident.id].append(a)
    for a, incident in _by_report((a for a in loose if a.type == RESPONSIBILITY), incidents, scene):
        found[incident.id].append(a)
    return {id: sorted(of, key=lambda a: a.id) for id, of in found.items()}


def _accounts(incident: Incident, scene: Scene) -> list[Account]:
    return [scene.accounts[id] for id in incident.statements if id in scene.accounts]


def _by_likeness(denials: Iterable[Account], incidents: Sequence[Incident], scene: Scene) -> Iterable[tuple[Account, Incident]]:
    """Each denial with the incident that it is most like, if it is like any."""
    params = load_likeness()
    reach = round(max(params.limit["days"], params.limit["report_days"]))
    made = Seer(scene.roster, params).sight
    wanted: list[tuple[Account, Sight]] = []
    for a in denials:
        as_told = made(replace(a, status="actual", stance=None))
        if as_told is not None:
            wanted.append((a, as_told))
    days = {day for _, s in wanted for day in _days(s, reach) if 0 < day <= date.max.toordinal()}
    near = {date.fromordinal(day) for day in days}
    families = {s.family for _, s in wanted}
    by_day: dict[tuple[str, int], list[tuple[Incident, Sight]]] = defaultdict(list)
    for incident in incidents:
        for a in _accounts(incident, scene):
            if params.family.get(a.type) not in families or not (a.first in near or a.last in near or a.published in near):
                continue
            seen = made(a)
            if seen is not None and not is_denied(a):
                by_day[seen.family, seen.first].append((incident, seen))
    for a, as_told in wanted:
        best = _best(as_told, (pair for day in _days(as_told, reach) for pair in by_day.get((as_told.family, day), ())), params)
        if best is not None:
            yield a, best


def _days(s: Sight, reach: int) -> range:
    return range(s.first - reach, s.last + reach + 1)


def _best(as_told: Sight, near: Iterable[tuple[Incident, Sight]], params: LikenessParams) -> Incident | None:
    ranked = [
        (-likeness(seen, as_told, params)[0], incident.id, incident)
        for incident, seen in near
        if may_be_one(seen, as_told, params)
    ]
    if not ranked:
        return None
    score, _, incident = min(ranked, key=lambda r: r[:2])
    return incident if -score >= params.limit["score"] else None


def _by_report(claims: Iterable[Account], incidents: Sequence[Incident], scene: Scene) -> Iterable[tuple[Account, Incident]]:
    """A claim of responsibility seldom says for what: it is of the one attack of its report, if there is only one."""
    told: Mapping[str, dict[str, Incident]] = defaultdict(dict)
    for incident in incidents:
        if incident.type in scene.params.attacks:
            for a in _accounts(incident, scene):
                told[a.doc][incident.id] = incident
    for a in claims:
        attacks = told.get(a.doc, {})
        if len(attacks) == 1:
            yield a, next(iter(attacks.values()))


def said_on(a: Account) -> date:
    """The day on which an account was told."""
    return a.published or a.last or a.first or date.min


def within(a: Account, start: date, end: date, days: int) -> bool:
    """Whether the time of an account touches a time, give or take some days."""
    first, last = a.first or a.last or a.published, a.last or a.first or a.published
    if first is None or last is None:
        return False
    slack = timedelta(days=days)
    return first <= end + slack and start <= last + slack
