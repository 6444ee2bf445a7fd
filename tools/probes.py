"""The reader's probes: short sentences of one idea each, by type and family, and what must be read from them.

    python tools/probes.py                 shares of probes fully right by family and type, then misses by cause
    python tools/probes.py --misses        each miss: sentence, what is expected, what came out
    python tools/probes.py --misses agent --type clash
    python tools/probes.py --raise         raise the floors to two points below what is reached (never lowers one)

In: tests/reading/probes/*.toml, each with a list `probe`. An entry names the `war` and the `family`, and holds in `expect` the
statements that must come out: `type` (or a list of types where the codebook leaves the choice), and what is asserted of it (`agent`, `target`, `place`, `by`: a word, or a list of words,
each of which must occur in a filler's text or name; "" where the role must be empty; `status`). What is left out is not asserted.
`never` lists types that must not come out. A probe is right when all of that holds.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.model import Document, Ref, Statement
from imbroglio.reading.reader import Reader

PROBES = Path(__file__).resolve().parents[1] / "tests" / "reading" / "probes"
FLOORS = PROBES / "floors.toml"
FAMILIES = ("active", "passive", "nominal", "relative", "coordinated", "negated", "hedged", "quoted")
ROLES = ("agent", "target", "place", "by")
NO_STATEMENT, WRONG_TYPE, EXTRA = "no statement", "wrong type", "extra"
DAY = date(2024, 5, 16)  # no probe asserts a day; the reader wants to know when the report was written
MARGIN = 2.0

Expected = dict[str, Any]


def types_of(expected: Expected) -> tuple[str, ...]:
    """The type that is expected, or the several of which any will do."""
    said = expected["type"]
    return (said,) if isinstance(said, str) else tuple(said)


@dataclass(frozen=True)
class Probe:
    """One sentence and what must be read from it."""

    war: str
    family: str
    text: str
    expect: tuple[Expected, ...]
    never: tuple[str, ...]

    @property
    def type(self) -> str:
        """The type that it is counted under: the first that it expects."""
        return types_of(self.expect[0])[0]


@dataclass(frozen=True)
class Outcome:
    """A probe, what came out, and why it is not right: nothing in `faults` means that it is."""

    probe: Probe
    found: tuple[Statement, ...]
    faults: tuple[str, ...]


def load(folder: Path = PROBES) -> list[Probe]:
    """All probes of a folder, in the order of its files."""
    rows = [row for path in sorted(folder.glob("*.toml")) if path.name != FLOORS.name for row in tomllib.loads(path.read_text(encoding="utf-8"))["probe"]]
    return [Probe(row["war"], row["family"], row["text"], tuple(row["expect"]), tuple(row.get("never", ()))) for row in rows]


def _fits(wanted: str | Sequence[str], fillers: Iterable[Ref]) -> bool:
    held = [f"{ref.text}\n{ref.name}".lower() for ref in fillers]
    if wanted == "":
        return not held
    words = [wanted] if isinstance(wanted, str) else wanted
    return all(any(word.lower() in filler for filler in held) for word in words)


def faults_of(expected: Expected, statement: Statement) -> list[str]:
    """What is wrong with a statement of the expected type."""
    held = {"agent": statement.agent, "target": statement.target, "place": statement.place, "by": statement.claim.by}
    faults = ["claim" if role == "by" else role for role in ROLES if role in expected and not _fits(expected[role], held[role])]
    if "status" in expected and expected["status"] != statement.status:
        faults.append("status")
    return faults


def judge(probe: Probe, found: Sequence[Statement]) -> Outcome:
    """Compare: each expected statement has one of its own, dealt out so that as little as possible is wrong."""
    faults: list[str] = []
    for codes in dict.fromkeys(types_of(e) for e in probe.expect):
        wanted = [e for e in probe.expect if types_of(e) == codes]
        have: list[Statement | None] = [s for s in found if s.type in codes]
        lost = NO_STATEMENT if not found else WRONG_TYPE
        have += [None] * max(0, len(wanted) - len(have))
        deals = ([f for e, s in zip(wanted, deal, strict=True) for f in ([lost] if s is None else faults_of(e, s))] for deal in permutations(have, len(wanted)))
        faults += min(deals, key=lambda deal: (sum(5 if f == lost else 1 for f in deal), deal))
    faults += [EXTRA for s in found if s.type in probe.never]
    return Outcome(probe, tuple(found), tuple(faults))


def read_all(reader: Reader, probes: Iterable[Probe]) -> list[Outcome]:
    """Every probe, read as a report of its own."""
    return [judge(p, reader.read(Document.from_text(p.text, id=f"probe-{i}", date=DAY)).statements) for i, p in enumerate(probes)]


def shares(outcomes: Iterable[Outcome], key: Callable[[Probe], str]) -> dict[str, tuple[int, int]]:
    """For each value of `key`: how many probes are fully right, and how many there are."""
    table: dict[str, tuple[int, int]] = {}
    for o in outcomes:
        right, n = table.get(key(o.probe), (0, 0))
        table[key(o.probe)] = (right + (not o.faults), n + 1)
    return table


def percentages(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Share fully right of each family and in total, in per cent."""
    table = {family: shares(outcomes, lambda p: p.family).get(family, (0, 0)) for family in FAMILIES}
    table["total"] = (sum(not o.faults for o in outcomes), len(outcomes))
    return {name: round(100 * right / n, 1) if n else 0.0 for name, (right, n) in table.items()}


def floors() -> dict[str, float]:
    """The stored floors."""
    return {k: float(v) for k, v in tomllib.loads(FLOORS.read_text(encoding="utf-8"))["floors"].items()} if FLOORS.exists() else {}


def _wanted(expected: Expected) -> str:
    return " or ".join(types_of(expected)) + "".join(f"  {k}={v!r}" for k, v in expected.items() if k != "type")


def _got(s: Statement) -> str:
    names = {"agent": s.agent, "target": s.target, "place": s.place, "by": s.claim.by}
    roles = "".join(f"  {k}={' + '.join(r.text if r.name == r.text else f'{r.text} ({r.name})' for r in v)!r}" for k, v in names.items() if v)
    return f"{s.type}{roles}  {s.status}  [{s.trigger}: {s.made_by.rule}]"


def describe(outcome: Outcome) -> str:
    """A miss in words: what is wrong, the sentence, what was expected and what came out."""
    p = outcome.probe
    lines = [f"{p.family}, {p.war}: {', '.join(outcome.faults) or 'right'}", f"  {p.text}"]
    lines += [f"    expected  {_wanted(e)}" for e in p.expect]
    lines += [f"    never     {code}" for code in p.never]
    lines += [f"    got       {_got(s)}" for s in outcome.found] or ["    got       nothing"]
    return "\n".join(lines)


def ledger(outcomes: Sequence[Outcome]) -> str:
    """Shares by family and type, then the misses by cause."""
    lines = []
    for title, key in (("family", lambda p: p.family), ("type", lambda p: p.type)):
        lines.append(f"\nfully right by {title}")
        lines += [f"  {name:16} {right:4} of {n:4}  {100 * right / n:5.1f} %" for name, (right, n) in sorted(shares(outcomes, key).items(), key=lambda kv: kv[1][0] / kv[1][1])]
    causes: dict[str, Counter[str]] = defaultdict(Counter)
    for o in outcomes:
        for fault in set(o.faults):
            causes[fault][o.probe.type] += 1
    lines.append("\nmisses by cause (a probe may have several)")
    lines += [f"  {cause:13} {sum(n.values()):4}  {', '.join(f'{t} {k}' for t, k in n.most_common(8))}" for cause, n in sorted(causes.items(), key=lambda kv: -sum(kv[1].values()))]
    right = sum(not o.faults for o in outcomes)
    return "\n".join([*lines, f"\n{right} of {len(outcomes)} probes fully right, {100 * right / len(outcomes):.1f} %"])


def raise_floors(outcomes: Sequence[Outcome]) -> None:
    """Write floors two points below what is reached, where that is higher than what is stored."""
    old = floors()
    rows = [f"{name} = {max(old.get(name, 0.0), round(reached - MARGIN, 1))}" for name, reached in percentages(outcomes).items()]
    FLOORS.write_text("\n".join(["# Per cent of probes fully right, by family and in total. `python tools/probes.py --raise` raises them; none may fall.", "[floors]", *rows, ""]), encoding="utf-8")


def main() -> None:
    ask = argparse.ArgumentParser(description="Read the probes and say what the reader gets wrong.")
    ask.add_argument("--misses", nargs="?", const="", metavar="CAUSE", help="print each miss, or those of one cause (agent, status, wrong type ...)")
    ask.add_argument("--type", help="only probes of this type")
    ask.add_argument("--family", choices=FAMILIES, help="only probes of this family")
    ask.add_argument("--raise", dest="lift", action="store_true", help="raise the floors to two points below what is reached")
    given = ask.parse_args()
    outcomes = read_all(Reader(Gazetteer.open()), load())
    if given.lift:
        raise_floors(outcomes)
    shown = [o for o in outcomes if given.type in {None, o.probe.type} and given.family in {None, o.probe.family}]
    if given.misses is not None:
        print("\n\n".join(describe(o) for o in shown if o.faults and (not given.misses or given.misses in o.faults)))
    if shown:
        print(ledger(shown))


if __name__ == "__main__":
    main()
