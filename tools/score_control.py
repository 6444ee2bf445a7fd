"""How right the weighing of control is: against a timeline of who held which Ukrainian place, kept by people.

    python tools/score_control.py ../shared [--case FILE] [--show] [--half 0]

Flows in: a case with the encyclopedia's articles on the war (read here without --case), and the gold of ../shared:
who held a place on a day, and which places changed hands when. Flows out: one table: ours, ours without the
background's answers, the last report's word, and "always Ukraine"; by halves of the places (by SHA-256 of their names;
half 0 was tuned on). Only gold rows whose place some report names, and whose name stands for one place in the gold, are
asked. Of two places of one name in the reports, the one that is told of most is taken; each inherits from its oblast.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from imbroglio.knowledge.control import ControlParams, load_control
from imbroglio.knowledge.fold import fold
from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.knowledge.keys import key_of
from imbroglio.knowledge.packs import KnownActor, load_packs
from imbroglio.knowledge.place_index import unit_key
from imbroglio.model import Statement
from imbroglio.model.record import Account, Actor
from imbroglio.store import open_case
from imbroglio.weighing.accounts import account_of
from imbroglio.weighing.control import ControlHistory, assess, find_holder
from imbroglio.weighing.control_sides import find_sides

COUNTRY = "UA"
SIDES = {"actor:ukraine": "Ukraine", "actor:russia": "Russia"}
WITHIN = 3  # days by which a change may be off
EXACT = 2  # UCDP place precision up to which a place is itself and no area


@dataclass(frozen=True)
class Held:
    """A row of the gold: who held a place on a day."""

    place: str
    raion: str
    side: str
    day: date


@dataclass
class Bench:
    """What is scored: gold by folded name, accounts by folded name, and what ours makes of them."""

    held: list[Held]
    changes: list[Held]
    accounts: dict[str, list[Account]]
    histories: dict[str, ControlHistory]
    roster: Mapping[str, Actor]
    params: ControlParams


def half(place: str) -> int:
    return int(hashlib.sha256(place.encode()).hexdigest(), 16) % 2


def read_gold(path: Path, side: str, day: str, text: str, twice: set[str]) -> list[Held]:
    """The rows whose place is named in the text and stands for one place only."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [Held(r["place"], r["raion"], r[side], date.fromisoformat(r[day])) for r in csv.DictReader(file)]
    return [r for r in rows if f" {fold(r.place)} " in text and fold(r.place) not in twice]


def names_of_two(paths: Iterable[Path]) -> set[str]:
    """Folded names that stand for places in two raions."""
    raions = defaultdict(set)
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for r in csv.DictReader(file):
                raions[fold(r["place"])].add(r["raion"])
    return {name for name, found in raions.items() if len(found) > 1}


def plain_roster(statements: Iterable[Statement]) -> dict[str, Actor]:
    """Actors as the packs alone know them; the product's own come from resolving."""
    packs = {f"actor:{a.id}": a for a in load_packs()}
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    refs = {}
    for s in statements:
        for r in (*s.agent, *s.target, *s.claim.by):
            kinds[key_of(r)][r.kind] += 1
            refs[key_of(r)] = r
    roster = {}
    for key, ref in refs.items():
        known = packs.get(key)
        above = parents(key, packs)
        states = (k for k in (key, *above) if k in packs and packs[k].kind == "state" and packs[k].iso)
        roster[key] = Actor(
            key, ref.name, known.kind if known else ref.kind, known is not None or ref.name != ref.name.lower(),
            parents=above, state=next(states, None),
        )  # fmt: skip
    return roster


def parents(key: str, packs: Mapping[str, KnownActor]) -> tuple[str, ...]:
    found: list[str] = []
    todo = [key]
    while todo:
        known = packs.get(todo.pop(0))
        for above in () if known is None else (*known.parent, *([known.of] if known.of else [])):
            if f"actor:{above}" not in found:
                found.append(f"actor:{above}")
                todo.append(f"actor:{above}")
    return tuple(found)


def build(case_path: Path, shared: Path, params: ControlParams) -> Bench:
    """Read the case and the gold, and work out each asked place's history."""
    with open_case(case_path) as case:
        docs = {d.document.id: d.document for d in case.documents()}
        statements = list(case.statements())
    text = " ".join(f" {fold(d.text)} " for d in docs.values())
    gold = shared / "gold" / "control"
    paths = (gold / "ukraine_held_by.csv", gold / "ukraine_changes.csv")
    twice = names_of_two(paths)
    held = read_gold(paths[0], "held_by", "as_of", text, twice)
    changes = read_gold(paths[1], "taken_by", "date", text, twice)
    roster = plain_roster(statements)
    origin = {s.id: docs[s.doc].source or s.doc for s in statements}
    asked = {fold(r.place) for r in (*held, *changes)}
    by_key: dict[tuple[str, str], list[Account]] = defaultdict(list)
    by_area: dict[str, list[Account]] = defaultdict(list)
    for account in (account_of(s, docs[s.doc]) for s in statements):
        for spot in account.place:
            if (spot.precision or 1) > EXACT:
                by_area[spot.key].append(account)
            if fold(spot.name) in asked and (spot.precision or 1) <= EXACT:
                by_key[fold(spot.name), spot.key].append(account)
    gazetteer = Gazetteer.open()
    known = gazetteer.with_ids([key for _, key in by_key])
    countries = {key: p.country for key, p in known.items()}
    areas = {key: unit_key(p.country, p.admin1) for key, p in known.items() if p.admin1}
    best: dict[str, str] = {}
    for name, key in sorted(by_key, key=lambda k: (countries.get(k[1]) == COUNTRY, len(by_key[k]), k)):
        best[name] = key
    histories = {
        name: assess(
            key, [*by_key[name, key], *by_area.get(areas.get(key, ""), ())], roster, origin, params,
            lambda k: countries.get(k, COUNTRY), (areas[key],) if key in areas else (),
        )
        for name, key in sorted(best.items())
    }  # fmt: skip
    return Bench(held, changes, {n: by_key[n, k] for n, k in best.items()}, histories, roster, params)


Answer = Mapping[tuple[str, date], str | None]


def ours(bench: Bench, rows: Sequence[Held]) -> Answer:
    out: dict[tuple[str, date], str | None] = {}
    for r in rows:
        history = bench.histories.get(fold(r.place))
        key = None if history is None else find_holder(history, r.day)
        out[r.place, r.day] = None if key is None else SIDES.get(key)
    return out


def supported(bench: Bench, rows: Sequence[Held]) -> Answer:
    """Ours, only where some dated account speaks for the holder, so that it is not the background's answer."""
    out: dict[tuple[str, date], str | None] = {}
    for (place, day), side in ours(bench, rows).items():
        told_so = {s for h in [bench.histories.get(fold(place))] if h for e in h.spells() for s in e.statements if SIDES.get(e.holder) == side}
        out[place, day] = side if told_so else None
    return out


def told(bench: Bench, name: str) -> list[tuple[date, str]]:
    """Captures and holds of a place by one of the two, by day: what "the last report wins" goes by."""
    found = []
    for a in bench.accounts.get(name, ()):
        day = a.last or a.first
        sides = find_sides(a.agent, bench.roster, bench.params)
        if a.type in ("capture", "holds") and a.status == "actual" and day and len(sides) == 1 and sides[0] in SIDES:
            found.append((day, a.id, SIDES[sides[0]]))
    return [(day, side) for day, _, side in sorted(found)]


def last_report(bench: Bench, rows: Sequence[Held]) -> Answer:
    out: dict[tuple[str, date], str | None] = {}
    for r in rows:
        before = [side for day, side in told(bench, fold(r.place)) if day <= r.day]
        out[r.place, r.day] = before[-1] if before else None
    return out


Change = tuple[str, str, date]


def our_changes(bench: Bench, names: Iterable[str]) -> list[Change]:
    return [
        (name, SIDES[c.after], c.day)
        for name in sorted(names)
        if name in bench.histories
        for c in bench.histories[name].changes()
        if c.after in SIDES
    ]


def last_report_changes(bench: Bench, names: Iterable[str]) -> list[Change]:
    out = []
    for name in sorted(names):
        had = "Ukraine"
        for day, side in told(bench, name):
            if side != had:
                out.append((name, side, day))
            had = side
    return out


def f1(found: Sequence[Change], gold: Sequence[Held]) -> tuple[float, float, float]:
    """Precision, recall and F1 of changes, each gold change matched once. Changes after the gold's last are not asked."""
    free = [(fold(r.place), r.side, r.day) for r in gold]
    last = max((day for _, _, day in free), default=date.min)
    asked = [c for c in found if c[2] <= last]
    hits = 0
    for name, side, day in asked:
        near = [g for g in free if g[0] == name and g[1] == side and abs((g[2] - day).days) <= WITHIN]
        if near:
            free.remove(min(near, key=lambda g: abs((g[2] - day).days)))
            hits += 1
    precision, recall = hits / max(len(asked), 1), hits / max(len(gold), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def right(answer: Answer, rows: Sequence[Held]) -> tuple[int, int]:
    """How many rows it answers, and how many of these rightly."""
    given = [(answer[r.place, r.day], r.side) for r in rows if answer[r.place, r.day] is not None]
    return len(given), sum(said == side for said, side in given)


def figures(bench: Bench, part: int | None) -> list[tuple[str, ...]]:
    held = [r for r in bench.held if part is None or half(r.place) == part]
    changes = [r for r in bench.changes if part is None or half(r.place) == part]
    names = {fold(r.place) for r in (*held, *changes)}
    moved = {(r.place, r.raion) for r in changes}
    restless = [r for r in held if (r.place, r.raion) in moved]
    rows: list[tuple[str, ...]] = []
    for title, answer, found in (
        ("ours", ours(bench, held), our_changes(bench, names)),
        ("ours, if told of", supported(bench, held), our_changes(bench, names)),
        ("last report wins", last_report(bench, held), last_report_changes(bench, names)),
        ("always Ukraine", {(r.place, r.day): "Ukraine" for r in held}, []),
    ):
        n, ok = right(answer, held)
        m, fine = right(answer, restless)
        p, q, both = f1(found, changes)
        told_of = {fold(r.place) for r in changes}
        _, _, known = f1([c for c in found if c[0] in told_of], changes)
        rows.append((
            title, f"{ok / max(n, 1):.1%} ({ok}/{n})", f"{n / len(held):.1%} of {len(held)}",
            f"{fine / max(m, 1):.1%} ({fine}/{m} of {len(restless)})", f"{known:.3f}; {both:.3f} (p {p:.2f} r {q:.2f} of {len(changes)})",
        ))  # fmt: skip
    return rows


def show(bench: Bench, part: int | None) -> None:
    """What is wrong or not answered, and the changes told for its place."""
    answer = ours(bench, bench.held)
    for r in bench.held:
        said = answer[r.place, r.day]
        if said != r.side and (part is None or half(r.place) == part):
            history = bench.histories.get(fold(r.place))
            states = {} if history is None else {k: round(v, 2) for k, v in history.on(r.day).items() if v > 0.02}
            print(f"{r.place} {r.day}: {r.side}, ours {said} {states}")
            for day, side in told(bench, fold(r.place)):
                print(f"    {day} {side}")
    hits = our_changes(bench, {fold(r.place) for r in (*bench.held, *bench.changes)})
    for r in bench.changes:
        if part is None or half(r.place) == part:
            mine = [f"{side} {day}" for name, side, day in hits if name == fold(r.place)]
            told_days = [f"{side} {day}" for day, side in told(bench, fold(r.place))]
            print(f"change {r.place} {r.side} {r.day}: ours {', '.join(mine)}; told {', '.join(told_days)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--case", type=Path, help="a case that has the articles; read here without it")
    parser.add_argument("--show", action="store_true", help="list what is wrong or missing")
    parser.add_argument("--half", type=int, choices=(0, 1), help="only this half of the places")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        case = args.case or read_case(args.shared, Path(folder) / "ukraine.imbroglio")
        bench = build(case, args.shared, load_control())
    print(f"{'':<7} {'':<17} {'right where answered':<22} {'answered':<15} {'right, changed hands':<24} change F1 within {WITHIN} days: places with a change in the gold; all")
    for part in (0, 1, None) if args.half is None else (args.half,):
        for row in figures(bench, part):
            print(f"{'both' if part is None else f'half {part}':<7} {row[0]:<17} {row[1]:<22} {row[2]:<15} {row[3]:<24} {row[4]}")
    if args.show:
        show(bench, args.half)


def read_case(shared: Path, path: Path) -> Path:
    """Read the articles into a case, as `imbroglio read` does."""
    from click.testing import CliRunner

    from imbroglio.cli import main as imbroglio

    result = CliRunner().invoke(imbroglio, ["read", str(shared / "reports" / "ukraine"), "--case", str(path)])
    if result.exit_code:
        raise SystemExit(result.output)
    return path


if __name__ == "__main__":
    main()
