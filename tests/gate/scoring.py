"""Holds statements that a reader wrote against gold statements, and counts.

Flows in: two lists of statements in the codebook's form (plain JSON objects), by report. Flows out: a
`Scores`. Used by the gate's test and, on the command line, by `make score`: `python tests/gate/scoring.py
GOLD_FOLDER PREDICTED.jsonl`, where the folder holds `statements.json` and its reports.

What is counted: *detect* and *loose*, statements found (same kind and type, or same family of types, with
overlapping evidence); *agent*, *target*, *place*, *claim*, *numbers*, fillers of those roles over all
statements, so that a missed statement's fillers are missed too; *time* and *status*, shares of the paired
statements; *whole*, the share of gold statements that are right in status and in every role but numbers and
time.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

Json = dict[str, Any]
ByReport = Mapping[str, Sequence[Json]]

FAMILIES: dict[str, str] = {
    code: codes
    for codes in (
        "clash air-strike shelling bombing chemical-attack killing harm destruction",
        "abduction arrest",
        "capture withdrawal siege",
        "displacement deployment",
        "aid backs allied",
        "demand accusation threat refusal sanction designates",
        "agreement talks release",
        "cut-ties split-from violation hostile",
        "alias renamed",
        "part-of leads speaks-for merged-into",
        "holds contested",
        "strength losses casualties displaced flow",
    )
    for code in codes.split()
}
"""Type to its family; a type that is in none is a family of its own."""

WEAK = frozenset(
    word
    for words in (
        "the a an of and in on at to for from by with al el as is was s his her their its our",
        "group groups force forces army troops fighters militants rebels state united new people government",
        "north south east west northern southern eastern western city town village province",
    )
    for word in words.split()
)
"""Words that name nothing by themselves: they count only where a name has no other."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How many were right, of how many found and how many wanted."""

    hit: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """Share of the found ones that are right."""
        return self.hit / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the wanted ones that were found."""
        return self.hit / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.hit / (self.found + self.wanted) if self.hit else 0.0

    def __add__(self, other: Rate) -> Rate:
        """Both counts together."""
        return Rate(self.hit + other.hit, self.found + other.found, self.wanted + other.wanted)

    def __str__(self) -> str:
        """All of it on one line."""
        shares = f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"
        return f"{shares}   ({self.hit} of {self.wanted}, {self.found} found)"


@dataclass(slots=True)
class Scores:
    """All figures of a comparison. `rates` has detect, loose and the five roles; shares are (right, of)."""

    rates: dict[str, Rate] = field(default_factory=dict)
    by_type: dict[str, Rate] = field(default_factory=dict)
    shares: dict[str, tuple[int, int]] = field(
        default_factory=lambda: dict.fromkeys(("time", "status", "whole"), (0, 0))
    )

    def share(self, name: str) -> float:
        """`time`, `status` or `whole` as a number from 0 to 1."""
        right, of = self.shares[name]
        return right / of if of else 0.0

    def count(self, name: str, rate: Rate) -> None:
        """Add to one of the rates."""
        self.rates[name] = self.rates.get(name, Rate()) + rate

    def count_type(self, statement: Json, rate: Rate) -> None:
        """Add to the rate of the statement's kind and type."""
        name = f"{statement['kind']}:{statement['type']}"
        self.by_type[name] = self.by_type.get(name, Rate()) + rate

    def tally(self, name: str, right: bool) -> None:
        """Add one case to a share."""
        before, of = self.shares[name]
        self.shares[name] = (before + right, of + 1)

    def table(self) -> str:
        """The figures as lines of text."""
        lines = [f"{name:8} {rate}" for name, rate in self.rates.items()]
        return "\n".join(lines + [f"{name:8} {self.share(name):.3f}" for name in self.shares])


def content_words(*names: str | None) -> set[str]:
    """Lower-case words without diacritics; the weak ones only where there are no others.

    >>> sorted(content_words("the Syrian army"))
    ['syrian']
    """
    plain = unicodedata.normalize("NFKD", " ".join(name or "" for name in names))
    found = set(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)).lower()))
    return found - WEAK or found


def overlaps(a: Json, b: Json) -> bool:
    """True where two spans share a character; a span without offsets shares none."""
    if None in (a.get("start"), b.get("start")):
        return False
    return bool(a["start"] < b["end"] and b["start"] < a["end"])


def same_filler(gold: Json, made: Json) -> bool:
    """True where two Refs lie on the same words or share a content word."""
    if overlaps(gold, made):
        return True
    other_names = made.get("aliases") or []
    return bool(
        content_words(gold.get("text"), gold.get("name"))
        & content_words(made.get("text"), made.get("name"), *other_names)
    )


def same_number(gold: Json, made: Json) -> bool:
    """True where measure and both bounds are equal."""
    return all(gold.get(key) == made.get(key) for key in ("measure", "low", "high"))


Same = Callable[[Json, Json], bool]


def common(gold: Iterable[Json], made: Iterable[Json], same: Same) -> int:
    """How many pairs can be taken, each filler once, in the order of the gold ones."""
    left, pairs = list(made), 0
    for wanted in gold:
        at = next((i for i, candidate in enumerate(left) if same(wanted, candidate)), None)
        if at is not None:
            del left[at]
            pairs += 1
    return pairs


def fillers(statement: Json, role: str) -> list[Json]:
    """What fills a role; the claim's role is filled by those who make it."""
    holder = statement.get("claim") or {} if role == "claim" else statement
    return list(holder.get("by" if role == "claim" else role) or [])


ROLES: dict[str, Same] = {
    "agent": same_filler,
    "target": same_filler,
    "place": same_filler,
    "claim": same_filler,
    "numbers": same_number,
}


def shared(gold: Json, made: Json) -> dict[str, int]:
    """Fillers in common, by role."""
    return {role: common(fillers(gold, role), fillers(made, role), same) for role, same in ROLES.items()}


def pair(gold: Sequence[Json], made: Sequence[Json], loose: bool = False) -> list[tuple[int, int]]:
    """One-to-one pairs: most fillers in common first, then the same trigger, then the nearest evidence."""

    def sort(statement: Json) -> tuple[str, str]:
        code = str(statement["type"])
        return ("", FAMILIES.get(code, code)) if loose else (str(statement["kind"]), code)

    ranked = []
    for i, g in enumerate(gold):
        for j, m in enumerate(made):
            if sort(g) == sort(m) and overlaps(g["evidence"], m["evidence"]):
                apart = not (content_words(g.get("trigger")) & content_words(m.get("trigger")))
                distance = abs(g["evidence"]["start"] - m["evidence"]["start"])
                ranked.append((-sum(shared(g, m).values()), apart, distance, i, j))
    pairs: list[tuple[int, int]] = []
    taken_gold: set[int] = set()
    taken_made: set[int] = set()
    for *_, i, j in sorted(ranked):
        if i not in taken_gold and j not in taken_made:
            taken_gold.add(i)
            taken_made.add(j)
            pairs.append((i, j))
    return pairs


def interval(statement: Json) -> tuple[str, str] | None:
    """First and last day, one standing for both where the other is missing; None without a date."""
    time = statement.get("time") or {}
    start, end = time.get("start"), time.get("end")
    return (str(start or end), str(end or start)) if start or end else None


def same_time(gold: Json, made: Json) -> bool | None:
    """True where the intervals share a day; None where the gold has no date."""
    a, b = interval(gold), interval(made)
    if a is None:
        return None
    return b is not None and a[0] <= b[1] and b[0] <= a[1]


def score(gold: ByReport, made: ByReport) -> Scores:
    """Compare report by report. Reports that the gold does not have are left out."""
    scores = Scores()
    for doc, wanted in gold.items():
        found = made.get(doc, ())
        pairs = pair(wanted, found)
        scores.count("detect", Rate(len(pairs), len(found), len(wanted)))
        scores.count("loose", Rate(len(pair(wanted, found, loose=True)), len(found), len(wanted)))
        for role in ROLES:
            scores.count(
                role,
                Rate(
                    0, sum(len(fillers(s, role)) for s in found), sum(len(fillers(s, role)) for s in wanted)
                ),
            )
        for statement in wanted:
            scores.count_type(statement, Rate(wanted=1))
        for statement in found:
            scores.count_type(statement, Rate(found=1))
        right = 0
        for i, j in pairs:
            right += count_pair(scores, wanted[i], found[j])
        before, of = scores.shares["whole"]
        scores.shares["whole"] = (before + right, of + len(wanted))
    return scores


def count_pair(scores: Scores, gold: Json, made: Json) -> bool:
    """Count one pair; True where it is right as a whole (numbers and time are not asked for)."""
    scores.count_type(gold, Rate(hit=1))
    in_common = shared(gold, made)
    for role, hits in in_common.items():
        scores.count(role, Rate(hit=hits))
    status = gold.get("status") == made.get("status")
    scores.tally("status", status)
    time = same_time(gold, made)
    if time is not None:
        scores.tally("time", time)
    return status and all(
        in_common[role] == len(fillers(gold, role)) == len(fillers(made, role))
        for role in ROLES
        if role != "numbers"
    )


def by_report(statements: Iterable[Json], docs: Iterable[str] = ()) -> dict[str, list[Json]]:
    """Statements by report, with an empty list for each report of `docs` that has none."""
    out: dict[str, list[Json]] = {doc: [] for doc in docs}
    for statement in statements:
        out.setdefault(statement["doc"], []).append(statement)
    return out


def load_lines(path: Path) -> list[Json]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def load_gold(folder: Path) -> dict[str, list[Json]]:
    """Gold of a folder with `statements.json` and, for its reports, `reports.jsonl` or `docs.json`."""
    lines = folder / "reports.jsonl"
    reports = load_lines(lines) if lines.exists() else json.loads((folder / "docs.json").read_text("utf-8"))
    return by_report(json.loads((folder / "statements.json").read_text("utf-8")), (r["id"] for r in reports))


def half(doc: str) -> int:
    """Which half of the reports one belongs to, 0 or 1: tune on one, look at the other."""
    return int(sha256(doc.encode()).hexdigest(), 16) % 2


def main() -> None:
    """Print the figures over all reports and for each half; `--types` adds a line for each type."""
    options = argparse.ArgumentParser(description="Score statements against gold statements.")
    options.add_argument("gold", type=Path)
    options.add_argument("predicted", type=Path)
    options.add_argument("--types", action="store_true")
    given = options.parse_args()
    gold, made = load_gold(given.gold), by_report(load_lines(given.predicted))
    strange = Counter(doc for doc in made if doc not in gold)
    if strange:
        print(f"{len(strange)} reports are not in the gold and are left out.", file=sys.stderr)
    overall = score(gold, made)
    print(f"all {len(gold)} reports\n{overall.table()}")
    for number in (0, 1):
        part = {doc: statements for doc, statements in gold.items() if half(doc) == number}
        print(f"\nhalf {number}, {len(part)} reports\n{score(part, made).table()}")
    if given.types:
        for name, rate in sorted(overall.by_type.items()):
            print(f"  {name:24} {rate}")


if __name__ == "__main__":
    main()
