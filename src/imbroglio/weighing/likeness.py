"""How likely two accounts tell of one thing, and why.

Flows in: accounts and actors. Flows out: a score from 0 to 1, the reasons by name (`likeness`) and in plain words
(`explain`). The weights are data (`knowledge/likeness.toml`); what two accounts cannot both be (other exact days, other
exact places) is no reason but a limit, see `may_be_one`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from math import asin, cos, exp, radians, sin, sqrt

from imbroglio.knowledge.likeness import LikenessParams, load_likeness
from imbroglio.knowledge.word_roots import roots_of
from imbroglio.model.record import Account, Actor, Spot

EXACT = 2  # UCDP place precision up to which a point is where it was
AREA = 4  # up to which an area is small enough to hold an incident; beyond it lies a whole country
LEAST_TOLL = 3  # from which the same number of dead tells something
NEAR_TOLL, OTHER_TOLL = 1.2, 3.0  # numbers up to so many times apart are near, from so many on another number
_ACTORS = frozenset(("state", "government", "armed_group", "coalition", "organisation"))
_NO_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Sight:
    """An account made ready to be compared: days as numbers, sides as sets of kin.

    Attributes:
        account, family: it, and the family of its type.
        first, last: days, as numbers of the calendar.
        told: whether the passage says them; else they are those of the report.
        dated: whether it can be compared in time at all.
        spot: where it was, if that is no wider than a first-level unit.
        agent, target: keys of the named actors, and of all that they are part of; empty where none is named.
        like_agent, like_target: kinds of actors on that side, whether named or only described.
        killed: how many.
        words: what the passage tells beside the words of any war.
        roots: of the words that evoke it, those that tell what was done.
        weak: where none does, the roots of the words that may stand for any deed.
    """

    account: Account
    family: str
    first: int
    last: int
    told: bool
    dated: bool
    spot: Spot | None
    agent: frozenset[str]
    target: frozenset[str]
    like_agent: frozenset[str]
    like_target: frozenset[str]
    killed: int | None
    words: frozenset[str]
    roots: frozenset[str]
    weak: frozenset[str]

    @property
    def order(self) -> tuple[int, str, str]:
        """By time, then report, then id."""
        return self.first, self.account.doc, self.account.id


def sight(a: Account, roster: Mapping[str, Actor], params: LikenessParams | None = None) -> Sight | None:
    """An account ready to be compared; None where it tells of no event that happened."""
    return Seer(roster, params or load_likeness()).sight(a)


class Seer:
    """Makes sights of the accounts of one roster; those that name the same actors share what these come to."""

    def __init__(self, roster: Mapping[str, Actor], params: LikenessParams) -> None:
        self._roster, self._params = roster, params
        self._sides: dict[tuple[str, ...], tuple[frozenset[str], frozenset[str]]] = {}
        self._same: dict[frozenset[str], frozenset[str]] = {}

    def sight(self, a: Account) -> Sight | None:
        """An account ready to be compared; None where it tells of no event that happened."""
        family = self._params.family.get(a.type)
        if a.kind != "event" or a.status not in ("actual", "ongoing") or family is None or a.stance == "denies":
            return None
        first, last, told, dated = _time(a)
        spot = next((s for s in a.place if s.lat is not None and s.lon is not None and (s.precision or 9) <= AREA), None)
        killed = next((n.low if n.low is not None else n.high for n in a.numbers if n.measure == "killed"), None)
        agent, like_agent = self._side(a.agent)
        target, like_target = self._side(a.target)
        return Sight(
            a, family, first, last, told, dated, spot, agent, target, like_agent, like_target, killed, _telling(a.words), *_roots(a.trigger)
        )

    def _side(self, keys: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
        """The named actors of a side with their kin, and the kinds of all of them."""
        found = self._sides.get(keys)
        if found is None:
            kin, kinds = _kin(keys, self._roster), _kinds(keys, self._roster)
            found = self._sides[keys] = self._same.setdefault(kin, kin), self._same.setdefault(kinds, kinds)
        return found


def _time(a: Account) -> tuple[int, int, bool, bool]:
    """First and last day, whether the passage tells them, whether there are any."""
    start, end = a.first or a.last, a.last or a.first
    said = a.basis != "publication" and a.precision != "unknown"
    if said and a.first is not None and a.last is not None:
        return a.first.toordinal(), max(a.first, a.last).toordinal(), True, True
    if start is None or end is None:  # a past event of which nothing says when it was
        day = (a.published or date.max).toordinal()
        return day, day, False, False
    # "By 9 June", or nothing said: it lies shortly before that day, or on it.
    day = (a.published if a.basis == "publication" and a.published else end).toordinal()
    return day, day, False, True


@lru_cache(maxsize=4096)
def _telling(words: frozenset[str]) -> frozenset[str]:
    """The words that tell something; one set for all accounts of a passage."""
    return words - load_likeness().common


@lru_cache(maxsize=100_000)
def _roots(trigger: str) -> tuple[frozenset[str], frozenset[str]]:
    held = load_likeness()
    return roots_of(trigger, held.roots, held.weak)


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


def _kinds(keys: Iterable[str], roster: Mapping[str, Actor]) -> frozenset[str]:
    """Kinds of those of a side who are actors, whether named or only described ("rebels")."""
    return frozenset(roster[key].kind for key in keys if key in roster and roster[key].kind in _ACTORS)


def kilometres(one: Spot, other: Spot) -> float:
    """Great-circle distance of two places.

    >>> round(kilometres(Spot("a", "", 36.2, 37.16), Spot("b", "", 35.93, 36.63)))
    56
    """
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    return _kilometres(one.lat, one.lon, other.lat, other.lon)


@lru_cache(maxsize=200_000)
def _kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    p, q = radians(lat), radians(other_lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(other_lon - lon) / 2) ** 2
    return 12742.0 * asin(sqrt(min(1.0, h)))


def is_exact(spot: Spot | None) -> bool:
    """Whether a place is a point and not the middle of an area."""
    return spot is not None and (spot.precision or 9) <= EXACT


def may_be_one(a: Sight, b: Sight, params: LikenessParams) -> bool:
    """Whether two accounts can be of one incident at all: one family, days and exact places not too far apart."""
    if a.family != b.family or not (a.dated and b.dated):
        return False
    limit = params.limit
    apart = (b.first - a.last) if b.first > a.last else (a.first - b.last)
    if apart > limit["days" if a.told and b.told else "report_days"]:
        return False
    if (a.last - a.first > limit["wide_days"] or b.last - b.first > limit["wide_days"]) and (a.first, a.last) != (b.first, b.last):
        return False
    return a.spot is None or b.spot is None or spots_agree(a.spot, b.spot, params)


def spots_agree(one: Spot, other: Spot, params: LikenessParams) -> bool:
    """Whether two places can be that of one incident."""
    if one is other or one.key == other.key:
        return True
    reach = params.limit["kilometres" if is_exact(one) and is_exact(other) else "area_kilometres"]
    return kilometres(one, other) <= reach


def likeness(a: Sight, b: Sight, params: LikenessParams) -> tuple[float, tuple[str, ...]]:
    """The score of two accounts that may be one, and the names of the reasons for and against."""
    names, words = _compare(a, b, params)
    total = params.totals.get(names)
    if total is None:  # there are a few thousand such sets of reasons, however many pairs
        total = params.weight["bias"]
        for name in names:
            total += params.weight[name]
        params.totals[names] = total
    if words:
        total += params.weight["words"] * words
        names += ("words",)
    return 1.0 / (1.0 + exp(-total)), names


def reasons(a: Sight, b: Sight, params: LikenessParams) -> list[tuple[str, float]]:
    """What speaks for and against, by name, and how much of each there is (1, but for `words`: a share)."""
    names, words = _compare(a, b, params)
    return [*((name, 1.0) for name in names), *([("words", words)] if words else [])]


def _compare(a: Sight, b: Sight, params: LikenessParams) -> tuple[tuple[str, ...], float]:
    """Names of reasons, and the share of their words that both have, if that says something."""
    names = (*_when(a, b, params), *_where(a, b, params), *_who(a, b, params), *_how_many(a, b), *_what(a, b))
    # One passage tells of one thing once, so that its statements share words for no reason of their own.
    if a.account.doc == b.account.doc:
        if a.account.words == b.account.words:
            return names, 0.0
        names += ("same_report",)
    shared = len(a.words & b.words)
    return names, shared / (len(a.words) + len(b.words) - shared) if shared else 0.0


def _what(a: Sight, b: Sight) -> tuple[str, ...]:
    if a.roots and b.roots:
        if not a.roots.isdisjoint(b.roots):
            return ("same_word",)
        return ("same_type",) if a.account.type == b.account.type else ()
    if not a.weak.isdisjoint(b.weak):
        return ("weak_word", "same_weak_word")
    return ("weak_word", "same_type") if a.account.type == b.account.type else ("weak_word",)


def _when(a: Sight, b: Sight, params: LikenessParams) -> tuple[str, ...]:
    apart = (b.first - a.last) if b.first > a.last else (a.first - b.last)
    if not (a.told and b.told):
        return ("same_report_days",) if apart <= 1 else ()
    if a.first == a.last and b.first == b.last:
        return ("same_day",) if apart == 0 else ("near_day",)
    if a.last - a.first > params.limit["wide_days"]:
        return ("same_month",)
    return ("overlapping",) if apart <= 0 else ()


def _where(a: Sight, b: Sight, params: LikenessParams) -> tuple[str, ...]:
    if a.spot is None or b.spot is None:
        return ("place_unsaid",)
    if not (is_exact(a.spot) and is_exact(b.spot)):
        return ("within_area",)
    if a.spot.key == b.spot.key:
        return ("same_place",)
    return ("near_place",) if kilometres(a.spot, b.spot) <= params.limit["near_kilometres"] else ("wider_place",)


def _who(a: Sight, b: Sight, params: LikenessParams) -> tuple[str, ...]:
    if a.family in params.mutual:
        # In a fight each side may be told as the one that attacks.
        straight = (not a.agent.isdisjoint(b.agent)) + (not a.target.isdisjoint(b.target))
        crossed = (not a.agent.isdisjoint(b.target)) + (not a.target.isdisjoint(b.agent))
        if crossed > straight:
            return ("same_agent", "same_target")[:crossed]
    return _side("agent", a.agent, b.agent, a.like_agent, b.like_agent) + _side("target", a.target, b.target, a.like_target, b.like_target)


def _side(role: str, a: frozenset[str], b: frozenset[str], like_a: frozenset[str], like_b: frozenset[str]) -> tuple[str, ...]:
    if a and b:
        return (f"other_{role}" if a.isdisjoint(b) else f"same_{role}",)
    # A side that is only described may be that which the other names; nothing says that it is.
    return (f"like_{role}",) if like_a and like_b and not like_a.isdisjoint(like_b) else ()


def _how_many(a: Sight, b: Sight) -> tuple[str, ...]:
    if a.killed is None or b.killed is None:
        return ()
    low, high = sorted((a.killed, b.killed))
    if low == high:
        return ("same_number",) if low >= LEAST_TOLL else ()
    if high <= low * NEAR_TOLL + 1:
        return ("near_number",)
    early, late = sorted((a, b), key=lambda s: (s.account.published or date.min, s.killed or 0))
    if early.account.published != late.account.published and (late.killed or 0) > (early.killed or 0):
        return ("grown_number",)
    return ("other_number",) if high > low * OTHER_TOLL and high >= LEAST_TOLL else ()


_PLAIN = {
    "same_day": "same day", "near_day": "a day apart", "same_report_days": "reported within a day", "overlapping": "times overlap",
    "same_month": "same month", "same_place": "same place", "within_area": "within one area", "like_agent": "like kind of side acts",
    "like_target": "like kind of side is hit", "other_agent": "but another side acts", "other_target": "but another side is hit",
    "near_number": "near number of dead", "grown_number": "a later, higher toll", "other_number": "but another number of dead",
    "same_type": "same type", "same_report": "same report", "words": "shared words", "weak_word": "but a word that tells little",
}  # fmt: skip


def explain(a: Sight, b: Sight, names: Iterable[str], roster: Mapping[str, Actor]) -> tuple[str, ...]:
    """Reasons in plain words: "same day", "4 km apart", "both name Jaish al-Islam", "same toll 23"."""
    told: list[str] = []
    for name in names:
        if name in ("near_place", "wider_place") and a.spot is not None and b.spot is not None:
            told.append(f"{kilometres(a.spot, b.spot):.0f} km apart")
        elif name in ("same_agent", "same_target"):
            told.append(_both_name(a, b, name == "same_agent", roster))
        elif name == "same_number":
            told.append(f"same toll {a.killed}")
        elif name == "same_word":
            told.append(f"same word “{min(a.roots & b.roots)}”")
        elif name == "same_weak_word":
            told.append(f"same word “{min(a.weak & b.weak)}”")
        elif name in _PLAIN:
            told.append(_PLAIN[name])
    return tuple(dict.fromkeys(told))


def _both_name(a: Sight, b: Sight, acting: bool, roster: Mapping[str, Actor]) -> str:
    """The actor that both name on a side, or to which those belong whom they name; of a fight on either side."""
    one, other = (a.agent, b.agent) if acting else (a.target, b.target)
    shared = one & other or (a.agent | a.target) & (b.agent | b.target)
    said = {*a.account.agent, *a.account.target}
    # What an account itself names comes before the bodies that it is part of.
    key = min(shared, key=lambda k: (k not in said, k))
    return f"both name {roster[key].name if key in roster else key.partition(':')[2]}"
