"""Read the gold sets' reports and print how right the reader is, by half and overall, with the scripts that come with the gold.

    make score                                  the gold in ../shared, if it is there
    python tools/score.py SHARED --only re3d    one of statements, re3d, plover

The reader's chooser and linker are trained on the gold statements. So no report is scored with weights that saw it: the gold's reports
are dealt into folds (by SHA-256 of the id, as in `train_chooser.py`), and each report of any set is read with weights trained on the
other folds. A report of re3d that is among the gold statements bears the same id there, and so falls into the same fold. All else is
as shipped: intake, rules, thresholds. The statements are kept in out/score/ for a closer look (`score.py --show missed`).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import train_chooser as training

from imbroglio import __version__
from imbroglio.crew import DocumentReader, Reading
from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.model import Document, statement_to_json
from imbroglio.pipeline import read_reports
from imbroglio.reading.chooser import Chooser, load_chooser
from imbroglio.reading.linker import Linker, load_linker
from imbroglio.reading.reader import Reader

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "score"
half_of = training.scoring.half  # 0 to tune on, 1 to check with
Row = dict[str, Any]


class Unseen:
    """A reader that reads each report with weights that were trained without it."""

    def __init__(self, weights: list[tuple[Chooser, Linker]]) -> None:
        reader = Reader(Gazetteer.open())
        self._readers = [reader.with_models(*models) for models in weights]

    def read(self, doc: Document) -> Reading:
        """All statements of one report."""
        return self._readers[training.fold_of(doc.id)].read(doc)


def train_folds(statements: Path) -> list[tuple[Chooser, Linker]]:
    """For each fold, what is trained on all others, with the thresholds that ship."""
    chooser, linker = load_chooser(), load_linker()
    if chooser is None or linker is None:
        raise SystemExit("There are no weights yet; run: make train")
    gold, drafts = training.gather(statements)
    training.label(gold, drafts)
    out = []
    for fold in range(training.FOLDS):
        rows = training.training_rows(drafts, fold)
        out.append(
            (
                replace(training.fit_chooser(rows, training.STRENGTH), threshold=chooser.threshold),
                training.fit_linker(rows),
            )
        )
    return out


def read_all(reports: Path, reader: DocumentReader, name: str) -> list[Row]:
    """Every statement of a file of reports, by the way that `imbroglio read` takes. A report lost is said."""
    out: list[Row] = []
    lost: list[str] = []
    for outcome in read_reports([str(reports)], reader=lambda: reader, mark="score"):
        out += [statement_to_json(s) for s in outcome.layers.statements]
        if outcome.state != "read":
            lost += [t.message for t in outcome.troubles]
    for message in lost:
        print(f"  not read: {message}")
    OUT.mkdir(parents=True, exist_ok=True)
    write_lines(OUT / f"{name}.jsonl", out)
    return out


def write_lines(file: Path, rows: Iterable[Row]) -> Path:
    """Rows as JSON Lines."""
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return file


def script(*args: object) -> str:
    """What one of the gold's scripts prints."""
    run = subprocess.run(
        [sys.executable, *map(str, args)], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    return run.stdout


@dataclass(frozen=True, slots=True)
class GoldSet:
    """One of the gold sets: how its reports are got, how it is narrowed to some of them, and how statements are scored on it."""

    name: str
    reports: Callable[[Path, Path], Path]
    narrow: Callable[[Path, Callable[[str], bool], Path], Path]
    score: Callable[[Path, Path, Path], str]


def _load(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def _statements_reports(gold: Path, work: Path) -> Path:
    return write_lines(work / "reports.jsonl", _load(gold / "statements" / "docs.json"))


def _statements_narrow(gold: Path, wanted: Callable[[str], bool], work: Path) -> Path:
    for name, key in (("docs.json", "id"), ("statements.json", "doc")):
        rows = [row for row in _load(gold / "statements" / name) if wanted(row[key])]
        (work / name).write_text(json.dumps(rows), "utf-8")
    return work


def _re3d_reports(gold: Path, work: Path) -> Path:
    file = work / "reports.jsonl"
    file.write_text(script(gold / "score_re3d.py", "reports", gold / "re3d"), "utf-8")
    return file


def _re3d_narrow(gold: Path, wanted: Callable[[str], bool], work: Path) -> Path:
    for file in (gold / "re3d").glob("*/*.json"):
        lines = [line for line in file.read_text("utf-8-sig").splitlines() if line.strip()]
        if file.name == "documents.json":
            lines = [line for line in lines if wanted(f"re3d-{json.loads(line)['_id']}")]
        (work / file.parent.name).mkdir(exist_ok=True)
        (work / file.parent.name / file.name).write_text("\n".join(lines), "utf-8")
    return work


def _plover_reports(gold: Path, work: Path) -> Path:
    file = work / "reports.jsonl"
    file.write_text(script(gold / "score_plover.py", "reports", gold / "plover" / "plover_gsr.json"), "utf-8")
    return file


def _plover_narrow(gold: Path, wanted: Callable[[str], bool], work: Path) -> Path:
    rows = [r for r in _load(gold / "plover" / "plover_gsr.json") if wanted(str(r.get("id")))]
    (work / "plover.json").write_text(json.dumps(rows), "utf-8")
    return work / "plover.json"


SETS = (
    GoldSet(
        "statements",
        _statements_reports,
        _statements_narrow,
        lambda gold, part, pred: script(gold / "score.py", part, pred),
    ),
    GoldSet(
        "re3d",
        _re3d_reports,
        _re3d_narrow,
        lambda gold, part, pred: script(gold / "score_re3d.py", "score", part, pred),
    ),
    GoldSet(
        "plover",
        _plover_reports,
        _plover_narrow,
        lambda gold, part, pred: script(gold / "score_plover.py", "score", part, pred),
    ),
)


def print_tables(one: GoldSet, gold: Path, found: list[Row]) -> None:
    """The script's table for each half, and for all."""
    parts: list[tuple[str, Callable[[str], bool]]] = [
        ("half 0", lambda report: half_of(report) == 0),
        ("half 1", lambda report: half_of(report) == 1),
        ("all", lambda report: True),
    ]
    for title, wanted in parts:
        print(f"\n{one.name}, {title}")
        print(table(one, gold, wanted, found, by_type=title == "all"))
    if one.name == "statements":
        named = {row["id"]: row["set"] for row in _load(gold / "statements" / "docs.json")}
        for kind in sorted(set(named.values())):
            print(f"\nstatements, set {kind}")
            print(table(one, gold, lambda report, kind=kind: named.get(report) == kind, found))


def table(
    one: GoldSet, gold: Path, wanted: Callable[[str], bool], found: list[Row], by_type: bool = False
) -> str:
    """The script's table for the reports wanted; rows of single types, which it indents, only if asked for."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        part = one.narrow(gold, wanted, work)
        pred = write_lines(work / "found.jsonl", (s for s in found if wanted(s["doc"])))
        lines = one.score(gold, part, pred).rstrip().splitlines()
    return "\n".join(line for line in lines if by_type or not line.startswith(" "))


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("shared", type=Path, nargs="?", default=ROOT.parent / "shared")
    ask.add_argument("--only", choices=[one.name for one in SETS], action="append")
    o = ask.parse_args()
    gold = o.shared / "gold"
    if not gold.is_dir():
        print(
            f"There is no gold data in {o.shared}, so there is nothing to score; name its folder: make score SHARED=FOLDER"
        )
        return
    print(f"imbroglio {__version__}, {date.today()}; each report is read with weights trained without it")
    reader = Unseen(train_folds(gold / "statements"))
    for one in SETS:
        if o.only and one.name not in o.only:
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = read_all(one.reports(gold, Path(folder)), reader, one.name)
        print_tables(one, gold, found)


if __name__ == "__main__":
    main()
