"""Where accounts give one place to two holders at once.

Flows in: accounts of control and captures, spells of control. Flows out: disputes over the holder of a place, one for each
time in which positions meet. A place that changed hands in between is no dispute, nor is what one source says twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from imbroglio.model.record import Account, ControlSpell
from imbroglio.weighing.denials import within
from imbroglio.weighing.positions import SO, Scene, is_denied, is_told

_NOBODY = frozenset(("contested", "unknown"))
_OF_HOLDERS = frozenset(("holds", "capture"))


@dataclass(frozen=True, slots=True)
class Holding:
    """By one account somebody has a place on these days (or has it not: `denied`); `taken` where it was captured then."""

    key: str
    start: date
    end: date
    taken: bool
    denied: bool
    account: Account


@dataclass(frozen=True, slots=True)
class HolderConflict:
    """Holdings of one place that meet in time and cannot all be so."""

    place: str
    start: date
    end: date
    holdings: tuple[Holding, ...]


def find_conflicts(scene: Scene, spells: Iterable[ControlSpell]) -> list[HolderConflict]:
    """All conflicts over places, in the order of place and time."""
    by_place: dict[str, list[Holding]] = defaultdict(list)
    for a in sorted((a for a in scene.accounts.values() if a.type in _OF_HOLDERS), key=lambda a: a.id):
        for place, holding in _holdings(a, scene):
            by_place[place].append(holding)
    assessed: dict[str, list[HolderConflict]] = defaultdict(list)
    for conflict in _of_spells(spells, scene):
        assessed[conflict.place].append(conflict)
    found: list[HolderConflict] = []
    for place in sorted({*by_place, *assessed}):
        found += _merged([*_of_accounts(place, by_place.get(place, []), scene), *assessed.get(place, [])])
    return found


def _holdings(a: Account, scene: Scene) -> Iterator[tuple[str, Holding]]:
    """What an account says of who has a place, where its day is known well enough to disagree with another."""
    days = _days(a)
    if a.type not in _OF_HOLDERS or days is None or not (is_told(a) or is_denied(a)):
        return
    start, end = days
    taken, denied = a.type == "capture", is_denied(a)
    if taken and not denied:
        start, end = end, end + timedelta(days=scene.params.stands)
    for key in sorted({k for k in a.agent if scene.is_known(k)}):
        for place in sorted({spot.key for spot in a.place}):
            yield place, Holding(key, start, end, taken, denied, a)


def _days(a: Account) -> tuple[date, date] | None:
    """The days of which an account speaks; the report's own where it says none. None where only a month or year is known."""
    first, last = a.first or a.last, a.last or a.first
    if first is None or last is None or (a.precision != "day" and a.basis != "publication"):
        return None
    return first, last


def _of_accounts(place: str, holdings: Sequence[Holding], scene: Scene) -> Iterator[HolderConflict]:
    """Pairs of holdings that cannot both be so, one of them at least a claim: said by somebody, or in a party's own outlet."""
    ordered = sorted(holdings, key=lambda h: (h.start, h.end, h.key, h.account.id))
    taken = [h for h in ordered if h.taken and not h.denied]
    for n, one in enumerate(ordered):
        for other in ordered[n + 1 :]:
            if other.start > one.end:
                break
            if _disagree(one, other, taken, scene):
                yield HolderConflict(place, max(one.start, other.start), min(one.end, other.end), (one, other))


def _disagree(one: Holding, other: Holding, taken: Sequence[Holding], scene: Scene) -> bool:
    """`one` begins first, or on the same day."""
    kin = bool(scene.kin(one.key) & scene.kin(other.key))
    if one.denied and other.denied or kin != (one.denied or other.denied):
        return False
    if scene.source(one.account) == scene.source(other.account):
        return False
    if not any(h.account.by or scene.params.owner(h.account.outlet) for h in (one, other)):
        return False
    if one.denied or other.denied or one.taken == other.taken:
        # Of two captures the later retakes the place; on one day both cannot have it.
        return not (one.taken and other.taken) or one.start == other.start
    capture, held = (one, other) if one.taken else (other, one)
    if held.end <= capture.start:
        return False  # it changed hands on that day
    later = scene.kin(held.key)
    return not any(capture.start <= t.start <= held.end and scene.kin(t.key) & later for t in taken)


def _of_spells(spells: Iterable[ControlSpell], scene: Scene) -> Iterator[HolderConflict]:
    """Spells in which the parties claim another holder than all accounts together tell, with the accounts of those days."""
    by_place: dict[str, list[ControlSpell]] = defaultdict(list)
    for s in spells:
        if s.holder not in _NOBODY and s.statements:
            by_place[s.place].append(s)
    for place, held in sorted(by_place.items()):
        claimed = [s for s in held if s.basis == "claimed"]
        for one in (s for s in held if s.basis == "assessed"):
            for other in claimed:
                start, end = max(one.start, other.start), min(one.end, other.end)
                if start > end or scene.kin(one.holder) & scene.kin(other.holder):
                    continue
                told = [_of_spell(s, start, end, scene) for s in (one, other)]
                if all(told) and {scene.source(h.account) for h in told[0]} != {scene.source(h.account) for h in told[1]}:
                    yield HolderConflict(place, start, end, tuple(h for side in told for h in side))


def _of_spell(spell: ControlSpell, start: date, end: date, scene: Scene) -> list[Holding]:
    """A spell's own statements that say its holder has the place, in the days in question."""
    kin = scene.kin(spell.holder)
    told = [scene.accounts[id] for id in spell.statements if id in scene.accounts]
    return [
        Holding(spell.holder, start, end, a.type == "capture", False, a)
        for a in told
        if a.type in _OF_HOLDERS and a.status in SO and kin & scene.kin_of(a.agent) and within(a, start, end, scene.params.stands)
    ]


def _merged(conflicts: Iterable[HolderConflict]) -> list[HolderConflict]:
    """Conflicts of one place that meet in time as one."""
    found: list[HolderConflict] = []
    for c in sorted(conflicts, key=lambda c: (c.start, c.end)):
        last = found[-1] if found else None
        if last is not None and c.start <= last.end:
            found[-1] = HolderConflict(last.place, last.start, max(last.end, c.end), tuple(dict.fromkeys((*last.holdings, *c.holdings))))
        else:
            found.append(c)
    return found


def place_names(scene: Scene, wanted: Set[str]) -> Mapping[str, str]:
    """Key of a place to its name, as the account with the least id writes it; of these places."""
    named: dict[str, tuple[str, str]] = {}
    for a in scene.accounts.values():
        for spot in a.place:
            if spot.key in wanted and (spot.key not in named or a.id < named[spot.key][0]):
                named[spot.key] = a.id, spot.name
    return {key: name for key, (_, name) in named.items()}
