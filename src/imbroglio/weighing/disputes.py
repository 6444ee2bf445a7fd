"""Where the accounts cannot all be true: positions side by side, each with who takes it.

Flows in: incidents, accounts, spells of control, actors, whose word each account is. Flows out: disputes over the toll, the
perpetrator, whether it happened, and the holder of a place. Nothing is settled here. An update by the same origin is no
dispute, nor is a figure that another's bounds allow.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from imbroglio.knowledge.disputes import DisputeParams, load_disputes
from imbroglio.model.record import Account, Actor, ControlSpell, Dispute, DisputeAbout, Incident, Position
from imbroglio.weighing.counts import Count, are_rivals, counts_of, in_words, latest
from imbroglio.weighing.denials import RESPONSIBILITY, find_denials
from imbroglio.weighing.holdings import HolderConflict, find_conflicts, place_names
from imbroglio.weighing.positions import Camp, Scene, is_denied, is_told, scene_of


def disputes(
    incidents: Sequence[Incident],
    accounts: Sequence[Account],
    spells: Sequence[ControlSpell],
    roster: Mapping[str, Actor],
    origin: Mapping[str, str],
    params: DisputeParams | None = None,
) -> list[Dispute]:
    """All disputes, by what they are about, then by time.

    Args:
        incidents: what happened; their accounts are looked up by statement id.
        accounts: all accounts of the case, those too that are of no incident: denials, claims of responsibility, control.
        spells: who held what, assessed and claimed.
        roster: who is who.
        origin: statement id to whose word it is; the outlet, else the report, where it is missing.
        params: `load_disputes()`, if not given.
    """
    scene = scene_of(accounts, roster, origin, params or load_disputes())
    denials = find_denials(incidents, scene)
    found: list[Dispute] = []
    for incident in incidents:
        told = [a for id in incident.statements if (a := scene.accounts.get(id)) is not None and is_told(a)]
        others = denials.get(incident.id, [])
        found += _over_toll(incident, told, others, scene)
        found += _over_deed(incident, told, others, scene)
    conflicts = find_conflicts(scene, spells)
    names = place_names(scene, {c.place for c in conflicts})
    for conflict in conflicts:
        found += _over_holder(conflict, names, scene)
    unique = {d.id: d for d in found}
    return sorted(unique.values(), key=lambda d: (d.about, d.start or d.end or date.max, d.id))


def grade(
    told: Sequence[Account], roster: Mapping[str, Actor], origin: Mapping[str, str], params: DisputeParams | None = None
) -> str | None:
    """The grade of the accounts of one incident: confirmed, fair, weak, contested, discounted; None where nobody tells it.

    >>> one = Account("a", "d", "event", "air-strike", "actual", 0.9, outlet="Herald")
    >>> grade([one], {}, {}), grade([one, Account("b", "e", "event", "air-strike", "actual", 0.9, outlet="Post")], {}, {})
    ('weak', 'fair')
    """
    scene = scene_of(told, roster, origin, params or load_disputes())
    return scene.grade([a for a in told if is_told(a)], [a for a in told if is_denied(a)])


def _dispute(
    about: DisputeAbout, subject: str, title: str, positions: Iterable[Position], days: Iterable[date | None], graded: str | None
) -> Iterator[Dispute]:
    kept = tuple(p for p in positions if p.statements)
    if len(kept) < 2:
        return
    content = " ".join((about, subject, *(p.statements[0] for p in kept)))
    known = [day for day in days if day is not None]
    id = "d" + hashlib.sha256(content.encode()).hexdigest()[:16]
    yield Dispute(id, about, subject, title, kept, min(known, default=None), max(known, default=None), graded)


def _what(i: Incident) -> str:
    return f"{i.type} at {i.place.name}" if i.place else i.type


def _by_id(ids: Iterable[str], scene: Scene) -> list[Account]:
    return [scene.accounts[id] for id in sorted(ids)]


def _over_toll(i: Incident, told: Sequence[Account], denials: Sequence[Account], scene: Scene) -> Iterator[Dispute]:
    """Counts of the same dead: of all together, of one side, of civilians; each origin's last one."""
    if sum(1 for a in told if a.numbers) < 2:
        return
    by_side: dict[str, list[Count]] = defaultdict(list)
    for count in (c for a in told for c in counts_of(a, scene)):
        by_side[count.side].append(count)
    for side, counts in sorted(by_side.items()):
        groups: list[list[Count]] = []
        for c in sorted(latest(counts), key=lambda c: (c.value, c.origin)):
            home = next((g for g in groups if not any(are_rivals(c, other, scene.params) for other in g)), None)
            if home is None:
                groups.append([c])
            else:
                home.append(c)
        if len(groups) < 2:
            continue
        whose = "" if not side else f" of {scene.name(side) if side in scene.roster else side}"
        sides = scene.sides(i)
        positions = [scene.position(in_words(g), _by_id({c.account for c in g}, scene), sides) for g in groups]
        yield from _dispute("toll", i.id, f"How many{whose} died: {_what(i)}", positions, (i.start, i.end), scene.grade(told, _deeds(denials)))


def _over_deed(i: Incident, told: Sequence[Account], others: Sequence[Account], scene: Scene) -> Iterator[Dispute]:
    """Who did it: other doers, claims, denials by or for one of them. Whether it happened: what is denied beyond that."""
    claims = [a for a in others if a.type == RESPONSIBILITY and is_told(a)]
    denials = [a for a in others if is_denied(a)]
    attacks = [a for a in told if a.type in scene.params.attacks]
    if len(attacks) + len(claims) < 2 and not denials:
        return  # those whom one account names are one camp
    camps = _rival_camps((*attacks, *claims), scene)
    if len(camps) < 2 and not denials:
        return
    sides = scene.sides(i)
    positions = [scene.position(f"{scene.names(c.keys)} did it", _by_id(c.statements, scene), sides) for c in camps]
    left = denials
    for camp in camps:
        of_it = [d for d in left if _clears(d, camp, scene)]
        left = [d for d in left if d not in of_it]
        positions.append(scene.position(f"not {scene.names(camp.keys)}", of_it, sides | camp.kin))
    yield from _dispute("perpetrator", i.id, f"Who did it: {_what(i)}", positions, (i.start, i.end), "contested")
    # One voice that says both has said them of different things.
    tellers = {scene.source(a) for a in told}
    against = [d for d in _deeds(left) if scene.source(d) not in tellers]
    by = scene.names(key for d in against for key in d.by)
    values = [("it happened", told), (f"denied by {by}", against)]
    both = [scene.position(value, accounts, sides) for value, accounts in values]
    yield from _dispute("occurrence", i.id, f"Whether it happened: {_what(i)}", both, (i.start, i.end), scene.grade(told, _deeds(denials)))


def _rival_camps(told: Iterable[Account], scene: Scene) -> list[Camp]:
    """Camps of which each is named by a source that names no other: one voice that names two has said them of different things."""
    camps = scene.camps((key, a) for a in told for key in a.agent if scene.is_known(key))
    sources = [{scene.source(a) for a in _by_id(c.statements, scene)} for c in camps]
    return [c for n, c in enumerate(camps) if sources[n] - set().union(*sources[:n], *sources[n + 1 :])]


def _deeds(denials: Iterable[Account]) -> list[Account]:
    return [d for d in denials if is_denied(d) and d.type != RESPONSIBILITY]


def _clears(denial: Account, camp: Camp, scene: Scene) -> bool:
    """Whether a denial says that this camp did not do it: it names the camp as doer, or it is the camp's own and names none.

    Who denies a clash denies that there was one.
    """
    if denial.type != RESPONSIBILITY and denial.type not in scene.params.attacks:
        return False
    named = [key for key in denial.agent if scene.is_party(key)]
    return bool(scene.kin_of(named or denial.by) & camp.kin)


def _over_holder(conflict: HolderConflict, names: Mapping[str, str], scene: Scene) -> Iterator[Dispute]:
    held = [h for h in conflict.holdings if not h.denied]
    sides = scene.kin_of({h.key for h in conflict.holdings})
    # Two whom one account names hold it together.
    camps = scene.camps((h.key, h.account) for h in held)
    positions = [scene.position(f"held by {scene.names(c.keys)}", _by_id(c.statements, scene), sides) for c in camps]
    denied = scene.camps((h.key, h.account) for h in conflict.holdings if h.denied)
    positions += [scene.position(f"not held by {scene.names(c.keys)}", _by_id(c.statements, scene), sides) for c in denied]
    name = names.get(conflict.place, conflict.place)
    yield from _dispute("holder", conflict.place, f"Who held {name}", positions, (conflict.start, conflict.end), None)
