"""How far the incidents of a case are those that UCDP coded: who, where, when, how many.

    python tools/score_ucdp.py ../shared [--case FILE] [--show]

Flows in: the reports of FA-KES (read into a case here, or a case that has them) and UCDP GED's events in Syria. An
incident with 5 or more dead (best figure) is linked where an event of UCDP's with 5 or more dead (best) lies within a
day, in the same first-level unit or within 25 km (an incident that only an area is known of: the same unit), with
compatible sides. The placebo asks the same with the incidents' days shifted by 45 to 200 days, ten times. Of the
linked, the share whose UCDP deaths (of the nearest event) lie within [low, high], and as a yardstick the same with
the deaths of linked events dealt out at random.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.knowledge.place_index import distance
from imbroglio.model.record import Incident
from imbroglio.pipeline.record import weigh
from imbroglio.store import Case, Record, open_case

FATAL = 5
DAYS = 1
KM = 25.0
SHIFTS = (45, 200)
ROUNDS = 10
EXACT = 2  # UCDP place precision up to which the point itself counts

# Which sides of UCDP's a name stands for. Only for this comparison; the product knows actors by its packs.
CAMPS: tuple[tuple[str, str], ...] = (
    ("government", r"government of syria|ndf|syrian arab|^actor:(syria|russia|iran|hezbollah|syrian-|russian-|national-defence)"),
    ("is", r"^is$|actor:islamic-state"),
    ("sdf", r"\bsdf\b|ypg|actor:(syrian-democratic-forces|peoples-protection-units|kurds|rojava)"),
    ("coalition", r"actor:(united-states|global-coalition|united-kingdom|france)|us led coalition"),
    ("turkey", r"government of turkey|actor:turkey|hawar kilis|euphrates shield"),
    ("israel", r"government of israel|actor:israel"),
    ("civilians", r"^civilians$"),
    ("rebels", r"insurgents|hts|sna|fatah|ahrar|jaysh|jaish|front|rahman|corps|nusra|tahrir|free-syrian-army|rebel|opposition|zenki|division|brigade"),
)  # fmt: skip
# UCDP codes the coalition's strikes under the conflicts of those whom it supports.
ALSO = {"coalition": {"sdf", "government", "is", "civilians"}}


def camps(names: Sequence[str]) -> set[str]:
    """The camps that names or keys stand for; those that stand for none are left out."""
    found = set()
    for name in names:
        low = name.lower()
        camp = next((camp for camp, pattern in CAMPS if re.search(pattern, low)), None)
        if camp:
            found.add(camp)
    return found


@dataclass(frozen=True, slots=True)
class Event:
    """One event of UCDP's."""

    first: date
    last: date
    lat: float
    lon: float
    unit: str
    sides: frozenset[str]
    best: int


def read_events(path: Path) -> list[Event]:
    """UCDP's events with `FATAL` or more dead."""
    out = []
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            best = int(float(row["best"]))
            if best >= FATAL:
                sides = frozenset(camps([row["side_a"], row["side_b"]]))
                first, last = date.fromisoformat(row["date_start"][:10]), date.fromisoformat(row["date_end"][:10])
                out.append(Event(first, last, float(row["latitude"]), float(row["longitude"]), unit_key(row["adm_1"]), sides, best))
    return out


def unit_key(name: str) -> str:
    """A first-level unit's name without its kind and article."""
    words = [w for w in plain(name).split() if w not in ("governorate", "province", "al", "ar", "ad", "as", "ez", "rif", "countryside")]
    joined = "".join(words)
    spelled = {"hamah": "hama", "deirzor": "deirezzor", "deirzzor": "deirezzor", "raqqah": "raqqa", "hasakah": "hasaka", "hasakeh": "hasaka", "dara": "daraa"}
    return spelled.get(joined, joined)


@dataclass(frozen=True, slots=True)
class Ours:
    """One incident as it is compared."""

    id: str
    first: date
    last: date
    lat: float
    lon: float
    exact: bool
    unit: str
    sides: frozenset[str]
    low: int | None
    best: int
    high: int | None


def read_incidents(case: Case) -> Iterator[Ours]:
    """The case's dated and placed incidents with `FATAL` or more dead."""
    held = [i for i in Record(case).all(Incident) if i.place is not None and i.place.lat is not None]
    gazetteer = Gazetteer.open()
    places = gazetteer.with_ids(i.place.key for i in held if i.place)
    for i in held:
        toll = next((t for t in i.deaths if not t.side and t.measure == "killed"), None)
        best = toll and next((n for n in (toll.best, toll.low, toll.high) if n is not None), None)
        first, last = i.start or i.end, i.end or i.start
        if toll is None or best is None or best < FATAL or first is None or last is None or i.place is None:
            continue
        known = places.get(i.place.key)
        unit = unit_key((known.name if known.kind == "admin1" else known.admin1) if known else i.place.name)
        sides = frozenset(camps([key for side in i.sides for key in side]))
        assert i.place.lat is not None and i.place.lon is not None
        exact = (i.place.precision or 9) <= EXACT
        yield Ours(i.id, first, last, i.place.lat, i.place.lon, exact, unit, sides, toll.low, best, toll.high)


def fits(ours: Ours, event: Event, shift: int) -> bool:
    """Whether an event may be what an incident tells of, the incident's days shifted."""
    first, last = ours.first + timedelta(shift), ours.last + timedelta(shift)
    if event.last < first - timedelta(DAYS) or event.first > last + timedelta(DAYS):
        return False
    near = distance(ours.lat, ours.lon, event.lat, event.lon) <= KM if ours.exact else bool(ours.unit) and ours.unit == event.unit
    if not near:
        return False
    return not ours.sides or any(c in event.sides or ALSO.get(c, set()) & event.sides for c in ours.sides)


def link(ours: Ours, events: Sequence[Event], shift: int = 0) -> Event | None:
    """Of the events that fit, the nearest in time, then in distance; never chosen by its deaths."""
    found = [e for e in events if fits(ours, e, shift)]
    middle = ours.first + timedelta(shift)
    return min(found, key=lambda e: (abs((e.first - middle).days), distance(ours.lat, ours.lon, e.lat, e.lon), e.best), default=None)


def within(ours: Ours, deaths: int) -> bool:
    """Whether deaths lie within an incident's low and high; an open end is open."""
    return (ours.low is None or ours.low <= deaths) and (ours.high is None or deaths <= ours.high)


def score(case: Case, gold: Path, show: bool) -> None:
    """Print the figures."""
    events = read_events(gold)
    span = min(e.first for e in events), max(e.last for e in events)
    ours = [o for o in read_incidents(case) if span[0] <= o.first <= span[1]]
    linked = [(o, e) for o in ours if (e := link(o, events)) is not None]
    dice = random.Random(20161105)
    placebo = 0
    for _ in range(ROUNDS):
        for o in ours:
            shift = dice.randint(*SHIFTS) * dice.choice((-1, 1))
            if not span[0] <= o.first + timedelta(shift) <= span[1]:
                shift = -shift
            placebo += link(o, events, shift) is not None
    if not ours:
        print("No incident of the case lies in UCDP's time with so many dead; nothing to score.")
        return
    share, chance = len(linked) / len(ours), placebo / ROUNDS / len(ours)
    right = sum(within(o, e.best) for o, e in linked)
    dealt = [e.best for _, e in linked]
    by_chance = sum(within(o, dice.choice(dealt)) for o, _ in linked for _ in range(ROUNDS)) / ROUNDS if linked else 0.0
    print(f"incidents with {FATAL} or more dead   {len(ours)}")
    print(f"linked to UCDP                 {len(linked)}  {share:.3f}")
    print(f"placebo (shifted days)         {chance:.3f}  {chance / share if share else 0:.2f} of it")
    print(f"deaths within [low, high]      {right / len(linked) if linked else 0:.3f}  (dealt at random {by_chance / len(linked) if linked else 0:.3f})")
    if show:
        for o in ours:
            e = next((e for p, e in linked if p is o), None)
            print(o.id[:9], o.first, o.unit, f"{o.low}/{o.best}/{o.high}", sorted(o.sides), "->", e and (e.best, e.first.isoformat(), sorted(e.sides)))


def main() -> None:
    """Read, weigh, score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--case", type=Path)
    parser.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    gold = asked.shared / "gold" / "ucdp" / "ucdp_ged_syria_2016_2019.csv.gz"
    if not gold.is_file():
        print(f"{gold} is not here; nothing to score.")
        return
    with tempfile.TemporaryDirectory() as folder:
        path = asked.case or Path(folder) / "fakes.imbroglio"
        with open_case(path, create=True) as case:
            if not case.count():
                from imbroglio.pipeline import read_reports

                for _ in read_reports([str(asked.shared / "reports" / "fa-kes")], case, jobs=2):
                    pass
            weigh(case)
            score(case, gold, asked.show)


if __name__ == "__main__":
    main()
