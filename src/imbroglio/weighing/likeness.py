"""How likely two accounts tell of one thing, and why.

Flows in: accounts and actors. Flows out: a score from 0 to 1, the reasons in plain words. The weights are data
(`knowledge/likeness.toml`); what two accounts cannot both be (other exact days, other exact places) is no reason but a
limit, see `may_be_one`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import asin, cos, exp, radians, sin, sqrt

from imbroglio.knowledge.likeness import LikenessParams, load_likeness
from imbroglio.model.record import Account, Actor, Spot

EXACT = 2  # UCDP place precision up to which a point is where it was
AREA = 4  # up to which an area is small enough to hold an incident; beyond it lies a whole country
_DESCRIBED = "described"
_ACTORS = frozenset(("state", "government", "armed_group", "coalition", "organisation"))


@dataclass(frozen=True, slots=True)
class Sight:
    """An account made ready to be compared: days as numbers, sides as sets of kin.

    `first` and `last` are days; `told` is whether the passage says them. `agent` and `target` hold the keys of the named
    actors and of all that they are part of; empty where none is named.
    """

    account: Account
    family: str
    first: int
    last: int
    told: bool
    spot: Spot | None
    agent: frozenset[str]
    target: frozenset[str]
    killed: int | None
    words: frozenset[str]

    @property
    def order(self) -> tuple[int, str, str]:
        """By time, then report, then id."""
        return self.first, self.account.doc, self.account.id


def sight(a: Account, roster: Mapping[str, Actor], params: LikenessParams | None = None) -> Sight | None:
    """An account ready to be compared; None where it is no event that happened, or nothing dates it."""
    held = params or load_likeness()
    family = held.family.get(a.type)
    if a.kind != "event" or a.status not in ("actual", "ongoing") or family is None or a.stance == "denies":
        return None
    start, end = a.first or a.last, a.last or a.first
    told = a.basis != "publication" and a.precision in ("day", "week") and start is not None
    if not told:
        # Known only to be told of on that day; what is said to lie in a month or a year is not dated by it.
        if a.precision not in ("day", "unknown") or a.published is None or (a.basis != "publication" and start is None):
            return None
        start = end = a.published
    assert start is not None and end is not None
    spot = next((s for s in a.place if s.lat is not None and (s.precision or 9) <= AREA), None)
    killed = next((n.low if n.low is not None else n.high for n in a.numbers if n.measure == "killed"), None)
    return Sight(
        a, family, start.toordinal(), end.toordinal(), told, spot, _kin(a.agent, roster), _kin(a.target, roster), killed,
        a.words - held.common,
    )  # fmt: skip


def _kin(keys: Iterable[str], roster: Mapping[str, Actor]) -> frozenset[str]:
    found: set[str] = set()
    for key in keys:
        actor = roster.get(key)
        if actor is not None and actor.named and actor.kind in _ACTORS:
            found.add(key)
            found.update(actor.parents)
            if actor.state:
                found.add(actor.state)
    return frozenset(found)


@lru_cache(maxsize=200_000)
def kilometres(one: Spot, other: Spot) -> float:
    """Great-circle distance of two places."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    p, q = radians(one.lat), radians(other.lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 12742.0 * asin(sqrt(min(1.0, h)))


def is_exact(spot: Spot | None) -> bool:
    """Whether a place is a point and not the middle of an area."""
    return spot is not None and (spot.precision or 9) <= EXACT


def may_be_one(a: Sight, b: Sight, params: LikenessParams) -> bool:
    """Whether two accounts can be of one incident at all: one family, days and exact places not too far apart."""
    if a.family != b.family:
        return False
    apart = max(a.first, b.first) - min(a.last, b.last)
    if apart > params.limit["days" if a.told and b.told else "report_days"]:
        return False
    if a.spot is not None and b.spot is not None and a.spot.key != b.spot.key:
        reach = params.limit["kilometres"]
        if not (is_exact(a.spot) and is_exact(b.spot)):
            reach *= 4  # the middle of an area may lie so far from a place in it
        return kilometres(a.spot, b.spot) <= reach
    return True


def likeness(a: Sight, b: Sight, params: LikenessParams) -> tuple[float, tuple[str, ...]]:
    """The score of two accounts of one family, and the names of the reasons for and against (`REASONS` tells them)."""
    names = [*_when(a, b), *_where(a, b, params), *_who(a, b), *_how_many(a, b)]
    if a.account.type == b.account.type:
        names.append("same_type")
        if a.account.trigger.lower() == b.account.trigger.lower():
            names.append("same_trigger")
    same_report = a.account.doc == b.account.doc
    # One passage tells of one thing once, so that its statements share words for no reason of their own.
    same_passage = same_report and a.account.words == b.account.words
    if same_report and not same_passage:
        names.append("same_report")
    weight = params.weight
    total = weight["bias"] + sum(weight[name] for name in names)
    shared = 0 if same_passage else len(a.words & b.words)
    if shared:
        total += weight["words"] * shared / (len(a.words) + len(b.words) - shared)
        names.append("words")
    return 1.0 / (1.0 + exp(-total)), tuple(names)


def _when(a: Sight, b: Sight) -> list[str]:
    apart = max(a.first, b.first) - min(a.last, b.last)
    if not (a.told and b.told):
        return ["same_report_days"] if apart <= 1 else []
    if a.first == a.last and b.first == b.last:
        return ["same_day"] if apart == 0 else ["near_day"]
    return ["overlapping"] if apart <= 0 else []


def _where(a: Sight, b: Sight, params: LikenessParams) -> list[str]:
    if a.spot is None or b.spot is None:
        return ["place_unsaid"]
    if not (is_exact(a.spot) and is_exact(b.spot)):
        return ["within_area"]
    if a.spot.key == b.spot.key:
        return ["same_place"]
    return ["near_place"] if kilometres(a.spot, b.spot) <= params.limit["near_kilometres"] else ["wider_place"]


def _who(a: Sight, b: Sight) -> list[str]:
    names = []
    # In a fight each side may be told as the one that attacks.
    straight = bool(a.agent & b.agent) + bool(a.target & b.target)
    crossed = bool(a.agent & b.target) + bool(a.target & b.agent) if a.family == "violence" else 0
    if crossed > straight:
        return ["same_agent", "same_target"][:crossed]
    if a.agent and b.agent:
        names.append("same_agent" if a.agent & b.agent else "other_agent")
    if a.target and b.target:
        names.append("same_target" if a.target & b.target else "other_target")
    return names


def _how_many(a: Sight, b: Sight) -> list[str]:
    if a.killed is None or b.killed is None:
        return []
    low, high = sorted((a.killed, b.killed))
    if low == high:
        return ["same_number"] if low >= 3 else []
    if high <= low * 1.2 + 1:
        return ["near_number"]
    return ["other_number"] if high > low * 3 and high >= 5 else []


REASONS = {
    "same_day": "same day", "near_day": "a day apart", "same_report_days": "reported within a day", "overlapping": "times overlap",
    "same_place": "same place", "near_place": "places within 10 km", "wider_place": "places within 25 km",
    "within_area": "place within the same area", "place_unsaid": "one does not say where", "same_agent": "same side acts",
    "same_target": "same side is hit", "other_agent": "another side acts", "other_target": "another side is hit",
    "same_number": "same number of dead", "near_number": "like number of dead", "other_number": "other number of dead",
    "same_type": "same type", "same_trigger": "same word for it", "words": "shared words", "same_report": "same report",
}  # fmt: skip
