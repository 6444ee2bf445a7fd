"""Incidents as people look through them: which fit, in which order, how many of each kind, how a figure and a time read.

Flows in: incidents of the record. Flows out: those that fit, counts over them, short texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from imbroglio.model.record import Dispute, Incident, Spot, Toll

Sort = Literal["time", "-time", "deaths", "sources", "accounts"]
_PRECISION = {1: "", 2: "about ", 3: "week of ", 4: "month of ", 5: "year of "}
_RADIUS = 6371.0  # of the earth, in km
# Two tellings of one thing differ by days at most, and by what two gazetteers make of one place.
_NEAR_DAYS, _NEAR_KM = 7, 60.0
_KILLED = "killed"
_WEEK, _PROVINCE = 3, 4  # UCDP's precisions of a date and of a place


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """What is asked for; a field that is empty asks for nothing.

    Attributes:
        types, outlets, grades: any of them.
        actors: keys of actors; all of them take part.
        place: key of the place.
        since, until: the incident's time overlaps these days; one without any day is left out where either is given.
        deaths: so many dead or more, by the best figure.
        told_by: so many outlets tell it, or more.
        disputed: whether accounts of it cannot all be true.
    """

    types: frozenset[str] = frozenset()
    actors: tuple[str, ...] = ()
    place: str | None = None
    since: date | None = None
    until: date | None = None
    deaths: int | None = None
    outlets: frozenset[str] = frozenset()
    told_by: int = 1
    grades: frozenset[str] = frozenset()
    disputed: bool | None = None

    def fits(self, i: Incident, grade: str | None = None, disputed: bool = False) -> bool:
        """Whether an incident is asked for; its grade, and whether it is disputed, are worked out elsewhere."""
        return (
            (not self.types or i.type in self.types)
            and max(len(i.outlets), 1) >= self.told_by  # where no report names its outlet, one tells it all the same
            and (not self.outlets or not self.outlets.isdisjoint(i.outlets))
            and (not self.grades or grade in self.grades)
            and (self.disputed is None or self.disputed == disputed)
            and (self.place is None or (i.place is not None and i.place.key == self.place))
            and (not self.actors or {key for side in i.sides for key in side}.issuperset(self.actors))
            and (self.deaths is None or (deaths_of(i) or 0) >= self.deaths)
            and in_days(i.start, i.end, self.since, self.until)
        )


def in_days(start: date | None, end: date | None, since: date | None, until: date | None) -> bool:
    """Whether an interval overlaps the days asked for; one without any day fits only where none are asked for."""
    if since is None and until is None:
        return True
    first, last = start or end, end or start
    if first is None or last is None:
        return False
    return (since is None or last >= since) and (until is None or first <= until)


def in_order(found: Iterable[Incident], sort: Sort = "time") -> list[Incident]:
    """Incidents in an order: undated ones last, and the record's own order where the rest is the same."""
    kept = sorted(found, key=lambda i: (i.start or i.end or date.max, i.id))
    if sort == "-time":
        kept.sort(key=lambda i: (i.end or i.start or date.min, i.id), reverse=True)
    elif sort == "deaths":
        kept.sort(key=lambda i: -(deaths_of(i) or 0))
    elif sort == "sources":
        kept.sort(key=lambda i: -len(i.sources))
    elif sort == "accounts":
        kept.sort(key=lambda i: -len(i.statements))
    return kept


def toll_of(incident: Incident) -> Toll | None:
    """The toll of all dead together."""
    return next((t for t in incident.deaths if not t.side and t.measure == _KILLED), None)


def deaths_of(incident: Incident) -> int | None:
    """The best figure of all dead together, else the highest said, else None."""
    toll = toll_of(incident)
    if toll is None:
        return None
    return next((n for n in (toll.best, toll.low, toll.high) if n is not None), None)


def all_deaths(incidents: Iterable[Incident]) -> tuple[int, int, int] | None:
    """Low, best and high of all dead in these incidents, each end as far as it is told; None where none tells of any.

    Only what is dated to a week or better and placed to a province or better: the dead of a year, or of a war, are told beside
    those of its battles.
    """
    low = best = high = 0
    told = False
    for toll in (toll_of(i) for i in incidents if _is_of_its_own(i)):
        if toll is not None:
            told = True
            held = [n for n in (toll.low, toll.best, toll.high) if n is not None] or [0]
            low += held[0] if toll.low is None else toll.low
            best += held[0] if toll.best is None else toll.best
            high += held[-1] if toll.high is None else toll.high
    return (low, best, high) if told else None


def _is_of_its_own(i: Incident) -> bool:
    dated = i.date_precision is not None and i.date_precision <= _WEEK
    return dated and i.place is not None and (i.place.precision or _PROVINCE) <= _PROVINCE


def toll_text(toll: Toll | None) -> str:
    """A toll as one cell: best, and the bounds where they differ."""
    if toll is None:
        return ""
    low, best, high = (("?" if n is None else f"{n:,}") for n in (toll.low, toll.best, toll.high))
    if low == best == high:
        return best
    return f"{best}+" if low == best and toll.high is None else f"{best} ({low} to {high})"


def when(incident: Incident) -> str:
    """The time of an incident, as exact as its accounts are."""
    first, last = incident.start, incident.end
    if first is None and last is None:
        return ""
    if first is None or last is None:
        return f"by {last}" if first is None else f"from {first}"
    about = _PRECISION.get(incident.date_precision or 1, "")
    if first == last or about in ("week of ", "month of ", "year of "):
        day = first.isoformat()
        return about + (day[:7] if about == "month of " else day[:4] if about == "year of " else day)
    return f"{first} to {last}"


def few(text: str, most: int = 2) -> str:
    """The first names of a list, and how many more there are."""
    held = text.split(", ")
    return text if len(held) <= most else f"{', '.join(held[:most])} +{len(held) - most}"


def sides_of(incident: Incident) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of who acts, and of whom it is done to."""
    first, second = (*incident.sides, (), ())[:2]
    return first, second


def grades_of(incidents: Iterable[Incident], disputes: Iterable[Dispute], owned: Container[str] = ()) -> dict[str, str]:
    """Airwars' grade of each incident, as far as the record carries it.

    What a dispute says of it holds. Without one: confirmed where whoever did it says so, too; fair where two independent
    sources or more tell it; else weak.

    Args:
        incidents: any of them.
        disputes: of the record.
        owned: ids of statements in which whoever acts says so.
    """
    disputed: dict[str, str] = {}
    for d in disputes:
        if d.grade is not None and disputed.get(d.subject) != "contested":
            disputed[d.subject] = d.grade
    return {i.id: disputed.get(i.id) or _undisputed(i, owned) for i in incidents}


def _undisputed(i: Incident, owned: Container[str]) -> str:
    if any(id in owned for id in i.statements):
        return "confirmed"
    return "fair" if len(i.sources) > 1 else "weak"


def facets(
    found: Sequence[Incident], grades: Mapping[str, str], shown: Callable[[str], bool]
) -> dict[str, list[tuple[str, int]]]:
    """How many incidents bear each type, actor, place, outlet and grade, most first.

    Args:
        found: the incidents.
        grades: by id.
        shown: whether an actor's key may be shown.
    """
    types = Counter(i.type for i in found)
    outlets = Counter(o for i in found for o in i.outlets)
    places = Counter(i.place.key for i in found if i.place is not None)
    actors = Counter(key for i in found for key in {k for side in i.sides for k in side})
    graded = Counter(grades.get(i.id, "") for i in found)
    graded.pop("", None)
    kept = {key: n for key, n in actors.items() if shown(key)}
    counted: dict[str, Mapping[str, int]] = {"type": types, "actor": kept, "place": places, "outlet": outlets, "grade": graded}
    return {name: sorted(of.items(), key=lambda pair: (-pair[1], pair[0])) for name, of in counted.items()}


def near(incident: Incident, others: Iterable[Incident], most: int = 8) -> list[Incident]:
    """Incidents close in time and place that may be the same, likeliest first: what a person would merge by hand.

    One of which the place or the day is not known is near only if the other is close, and somebody takes part in both.
    """
    mine = _sides(incident)
    found: list[tuple[float, str, Incident]] = []
    for other in others:
        if other.id == incident.id:
            continue
        days, far = _days_apart(incident, other), _apart(incident.place, other.place)
        if (days is None and far is None) or (days or 0) > _NEAR_DAYS or (far or 0.0) > _NEAR_KM:
            continue
        shared = len(mine & _sides(other))
        if (days is None or far is None) and not shared:
            continue
        cost = (days if days is not None else _NEAR_DAYS) / _NEAR_DAYS + (far if far is not None else _NEAR_KM) / _NEAR_KM
        cost += (0.0 if other.type == incident.type else 1.0) - 0.5 * min(shared, 2)
        found.append((cost, other.id, other))
    return [i for _, _, i in sorted(found, key=lambda f: f[:2])[:most]]


def _sides(i: Incident) -> frozenset[str]:
    return frozenset(key for side in i.sides for key in side)


def _days_apart(a: Incident, b: Incident) -> int | None:
    first, last = a.start or a.end, a.end or a.start
    start, end = b.start or b.end, b.end or b.start
    if first is None or last is None or start is None or end is None:
        return None
    return max(0, (start - last).days, (first - end).days)


def _apart(a: Spot | None, b: Spot | None) -> float | None:
    """Kilometres between two places; 0 where they are the same, None where one is not known."""
    if a is None or b is None:
        return None
    if a.key == b.key:
        return 0.0
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, south = radians(a.lat), radians(b.lat)
    part = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(radians(a.lon - b.lon) / 2) ** 2
    return 2 * _RADIUS * asin(sqrt(min(1.0, part)))
