"""What each account says of who holds a place, as numbers on days.

Flows in: the accounts of one place, the roster, their origins. Flows out: `Sign`s: for or against a side, that the
place changed hands, that it is contested, each on one day. What is planned, or bears no day, gives none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from imbroglio.knowledge.control import ControlParams
from imbroglio.model.record import Account, Actor, Spot
from imbroglio.weighing.control_sides import find_sides

What = Literal["has", "takes", "leaves", "stirs"]
_REAL = ("actual", "ongoing", "denied")
_NEAR = 2  # UCDP's place precision of what happened by a place
_AREA = 3  # UCDP's place precision from which on a place stands for an area
# Types that may give a sign of the places of an area; of fights in it none does.
OF_AREA = frozenset(("capture", "withdrawal", "holds", "contested"))
_LONG = 14  # an event told over more days than this is set on some of them, whatever the precision it was told with


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that an account says of a place on a day (an ordinal).

    `what`: "has" (`worth` in nats for the side, below 0 against it), "takes" and "leaves" (`worth` a probability of
    change), "stirs" (`worth` in nats for "contested"). `since` is the earliest day that the account's time allows, None
    where it only says "by then".
    """

    day: int
    what: What
    side: str
    worth: float
    id: str
    origin: str
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What one account is judged by: the place, who is who, whose word it is, and the state of the place's country."""

    place: str
    roster: Mapping[str, Actor]
    origin: Mapping[str, str]
    params: ControlParams
    home: str | None = None
    areas: frozenset[str] = frozenset()
    _sides: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def sides(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        found = self._sides.get(keys)
        if found is None:
            found = self._sides[keys] = find_sides(keys, self.roster, self.params, self.home)
        return found


def gives_signs(a: Account, params: ControlParams) -> bool:
    """Whether an account can give a sign of its places at all, by its type and status."""
    return a.status in _REAL and (a.type in OF_AREA or a.type in ("siege", "clash") or a.type in params.strikes)


def read_signs(accounts: Sequence[Account], scene: Scene, *, parties: frozenset[str], neutral: bool = False) -> list[Sign]:
    """The signs of all accounts, one of each sort for one origin, day and side: the one that is worth most.

    Args:
        accounts: what is told of the place.
        scene: what they are judged by.
        parties: the sides that fight for the place.
        neutral: weigh all the same, whoever says it (to tell what parties claim).
    """
    best: dict[tuple[str, int, What, str, bool], Sign] = {}
    for account in accounts:
        for sign in _signs_of(account, scene, parties, neutral):
            key = (sign.origin, sign.day, sign.what, sign.side, sign.worth < 0)
            known = best.get(key)
            if known is None or (abs(sign.worth), known.id) > (abs(known.worth), sign.id):
                best[key] = sign
    return sorted(best.values(), key=lambda s: (s.day, s.what, s.side, s.id, s.worth))


def read_undated(accounts: Sequence[Account], scene: Scene, parties: frozenset[str]) -> list[Sign]:
    """Captures and holds that bear no day: that a side had the place at some time, which day 0 stands for.

    One for each origin and side, the one that is worth most.
    """
    best: dict[tuple[str, str], Sign] = {}
    for a in accounts:
        if a.status == "denied" or a.status not in _REAL or a.type not in ("capture", "holds") or _days(a, scene.params):
            continue
        origin = _origin(a, scene)
        for what, side, worth in _said(a, scene, parties):
            worth *= _trust(a, scene) * _word(a, scene, parties, side, against=worth < 0)
            worth *= scene.params.weight["undated"]
            known = best.get((origin, side))
            if what == "has" and worth > 0 and (known is None or (worth, known.id) > (known.worth, a.id)):
                best[origin, side] = Sign(0, what, side, worth, a.id, origin)
    return sorted(best.values(), key=lambda s: (s.side, s.id))


def _origin(a: Account, scene: Scene) -> str:
    return scene.origin.get(a.id) or a.outlet or a.doc


def find_parties(accounts: Iterable[Account], scene: Scene) -> frozenset[str]:
    """The sides that are said to have, take, lose, leave, besiege or fight over the place."""
    found: set[str] = set()
    for a in accounts:
        if a.status in _REAL and a.type in ("capture", "holds", "contested", "withdrawal"):
            found.update(scene.sides(a.agent))
            if a.type == "capture":
                found.update(scene.sides(a.target))
    return frozenset(found)


def _signs_of(a: Account, scene: Scene, parties: frozenset[str], neutral: bool) -> Iterator[Sign]:
    if a.status not in _REAL:
        return
    p, origin = scene.params, _origin(a, scene)
    spread = _days(a, p)
    if not spread:
        return
    since = None if a.first is None else spread[0][0]
    trust = _trust(a, scene) * p.precision[a.precision]
    if trust <= 0.0:
        return
    own = any(spot.key == scene.place for spot in a.place)
    for what, side, worth in _said(a, scene, parties):
        if not own and what != "has":
            continue  # an area tells who has its places, not on what day each was taken
        told = trust if neutral else trust * _word(a, scene, parties, side, against=worth < 0 or what == "leaves")
        for day, share in spread if what in ("has", "stirs") and not _is_change(a) else _change_days(what, spread):
            value = worth * told * share
            if what in ("takes", "leaves"):
                value = min(value, p.weight["move_cap"])
            yield Sign(day, what, side, value, a.id, origin, since)


def _said(a: Account, scene: Scene, parties: frozenset[str]) -> Iterator[tuple[What, str, float]]:
    """What an account says at full worth: (what, side, worth)."""
    agents, targets = scene.sides(a.agent), tuple(s for s in scene.sides(a.target) if s in parties)
    if a.status == "denied":
        if a.type in ("capture", "holds"):
            for side in agents:
                yield "has", side, -scene.params.lift[a.type] * scene.params.weight["denied"]
        return
    if a.type == "capture":
        yield from _capture(a, scene, agents, targets, parties)
    elif a.type == "holds":
        yield from _hold(scene, agents)
    elif a.type == "contested":
        yield "stirs", "", scene.params.contest["contested"]
    elif a.type == "withdrawal":
        yield from _withdrawal(a, scene, agents, parties)
    else:
        yield from _fight(a, scene, agents, targets)


def _capture(
    a: Account, scene: Scene, agents: tuple[str, ...], targets: tuple[str, ...], parties: frozenset[str]
) -> Iterator[tuple[What, str, float]]:
    p = scene.params
    takers = () if a.trigger.casefold() in p.lost else tuple(side for side in agents if side not in targets)
    if not a.agent and scene.home and scene.home not in targets and a.trigger.casefold() in p.retaken:
        takers = (scene.home,)  # what is retaken, by nobody named, goes back to whose country it is
    elif not a.agent and not targets and scene.home:
        # What fell, to nobody named, fell to the one who fights its state there.
        foes = parties - {scene.home}
        takers = tuple(foes) if len(foes) == 1 else ()
    if len(takers) > 1 or not takers:
        pass  # two who take one place together are one side that has no name here; nobody said is nobody
    else:
        yield "takes", takers[0], p.move["capture"]
        yield "has", takers[0], p.lift["capture"]
        yield "stirs", "", -p.contest["calm"]
    for side in targets:
        if side not in takers:
            yield "leaves", side, p.move["withdrawal"]
            yield "has", side, -p.lift["loser"]


def _hold(scene: Scene, agents: tuple[str, ...]) -> Iterator[tuple[What, str, float]]:
    p = scene.params
    if len(agents) > 1:
        yield "stirs", "", p.contest["contested"]
        return
    for side in agents:
        yield "has", side, p.lift["holds"]
        yield "stirs", "", -p.contest["calm"]


def _withdrawal(
    a: Account, scene: Scene, agents: tuple[str, ...], parties: frozenset[str]
) -> Iterator[tuple[What, str, float]]:
    p = scene.params
    if len(agents) != 1:
        return  # "both sides withdrew"
    if a.trigger.casefold().split()[-1:] == ["to"]:
        yield "has", agents[0], p.lift["clash_target"]
        return  # "retreated to X": it is another place that was left
    if a.trigger.casefold() in p.yielded:
        yield "has", agents[0], -p.lift["withdrawal_foe"]
        return  # men who gave themselves up
    yield "leaves", agents[0], p.move["withdrawal"]
    yield "has", agents[0], -p.lift["withdrawal"]
    others = parties - set(agents)
    if len(others) == 1:
        yield "has", next(iter(others)), p.lift["withdrawal_foe"]
    yield "stirs", "", -p.contest["calm"]


def _fight(a: Account, scene: Scene, agents: tuple[str, ...], targets: tuple[str, ...]) -> Iterator[tuple[What, str, float]]:
    p = scene.params
    if a.type == "siege":
        against, inside, stir = p.lift["siege"], p.lift["siege_target"], p.contest["siege"]
    elif a.type == "clash":
        against, inside, stir = 0.0, p.lift["clash_target"], p.contest["clash"]
    elif a.type in p.strikes:
        against, inside, stir = p.lift["strike"], p.lift["strike_target"], 0.0
    else:
        return
    if stir:
        yield "stirs", "", stir
    for side in agents:
        if against and side not in targets:
            yield "has", side, -against
    for side in targets:
        if inside and side not in agents:
            yield "has", side, inside


def _word(a: Account, scene: Scene, parties: frozenset[str], side: str, *, against: bool) -> float:
    """What the word of those who say it is worth: less for a party in its own interest, more against it."""
    weight = scene.params.weight
    if a.stance in ("doubts", "denies") and a.status != "denied":
        return weight["doubts"]
    if not a.by:
        return weight["hearsay"] if a.hearsay else weight["own_voice"]
    speakers = set(scene.sides(a.by)) & (parties | {side})
    if not side or not speakers:
        return weight["third_party"]
    own, foe = side in speakers, bool(speakers - {side})
    if own and foe:
        return weight["admission"]  # both say so
    gains = own != against
    return weight["own_claim"] if gains else weight["admission"]


def _trust(a: Account, scene: Scene) -> float:
    """The reader's score, how exactly the place is meant, and whether only a part of it is."""
    p = scene.params
    spots = [spot for spot in a.place if spot.key == scene.place]
    if not spots:
        # Who leaves an area, or has all of it, leaves or has its places; who takes something in it may be anywhere there.
        of_all = a.type == "withdrawal" or (a.type in ("capture", "holds") and a.words & p.wholly)
        return a.score * p.weight["area"] if of_all and any(spot.key in scene.areas for spot in a.place) else 0.0
    if _is_change(a) and all(spot.precision == _NEAR for spot in spots):
        return 0.0  # what is taken near a place is not the place
    exact = max(_exactness(spot, p) for spot in spots)
    finest = min((spot.precision for spot in a.place if spot.precision is not None), default=None)
    if finest is not None and finest < _AREA and all((s.precision or 0) >= _AREA for s in spots):
        return 0.0  # "in X, in the province of Y" says nothing of Y as a whole
    how_much = p.weight["wholly"] if a.words & p.wholly else p.weight["partly"] if a.words & p.partly else 1.0
    return a.score * exact * how_much


def _exactness(spot: Spot, p: ControlParams) -> float:
    return p.exactness["none" if spot.precision is None else str(spot.precision)]


def _is_change(a: Account) -> bool:
    return a.status != "denied" and a.type in ("capture", "withdrawal")


def _days(a: Account, p: ControlParams) -> list[tuple[int, float]]:
    """The days on which an account counts, with the share of it that counts there; earliest first.

    A null start with an end is "by then": it counts on that day. A day is a day; a span of some days told as days
    ("from 3 to 9 May") counts on both its ends; a vaguer time, or a long one, on some days spread evenly over it.
    """
    first, last = a.first, a.last
    if any(d is not None and not p.time["first_year"] <= d.year <= p.time["last_year"] for d in (first, last)):
        return []
    if first is None or last is None or first > last:
        day = last or first
        return [] if day is None else [(day.toordinal(), 1.0)]
    if a.basis == "publication" and _is_change(a):
        first = last - timedelta(days=round(p.time["before_report"]))
    start, end = first.toordinal(), last.toordinal()
    if start == end:
        return [(end, 1.0)]
    if a.precision == "day" and end - start <= _LONG:
        return [(start, 0.5), (end, 0.5)]
    n = max(2, min(round(p.time["spread"]), end - start + 1))
    return [(start + round(i * (end - start) / (n - 1)), 1.0 / n) for i in range(n)]


def _change_days(what: What, spread: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """A change may lie on any of its days, and has come about by the last of them."""
    return spread if what in ("takes", "leaves") else [(spread[-1][0], 1.0)]
