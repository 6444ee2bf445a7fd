"""Train the reader's chooser on gold statements, and compare it by cross-validation over reports with the rules alone.

    python tools/train_chooser.py ../shared/gold/statements            prints the comparison, writes the weights
    python tools/train_chooser.py ../shared/gold/statements --dry      prints only

A draft is right where `scoring.match` pairs it with a gold statement. No report is scored by a model that saw it: the
figures come from five folds over reports (by SHA-256 of the report's id); the weights written are trained on all of them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "gate")]

import numpy as np
import scoring
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.model import document_from_json, statement_to_json
from imbroglio.model.codec import ref_to_json
from imbroglio.reading.chooser import UNSEEN, Chooser
from imbroglio.reading.frames import SEEN_BY_RULE
from imbroglio.reading.linker import ROLES, Linker
from imbroglio.reading.reader import Reader

FOLDS = 5
SEEN_AT_LEAST = 3
OUT = ROOT / "src" / "imbroglio" / "reading"
LINK_BOUNDS = {"agent": 0.4, "target": 0.4, "place": 0.4}
LINK_DOUBTS = {"target": 0.3}
THRESHOLD = 0.33  # below it a draft is dropped
STRENGTH, LINK_STRENGTH = 0.2, 0.1  # the inverse of the penalty on weights


@dataclass(slots=True)
class Drafted:
    """A draft as JSON with its features; the candidates of its roles; whether it is right, and what the models say."""

    statement: dict
    features: tuple[str, ...]
    links: list[tuple[str, dict, tuple[str, ...]]]
    right: int = 0
    gold: dict | None = None
    score: float = 0.0
    odds: list[float] = field(default_factory=list)


def fold_of(doc: str) -> int:
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) // 2 % FOLDS


def gather(folder: Path) -> tuple[dict[str, list[dict]], dict[str, list[Drafted]]]:
    """Gold statements, and every draft of the reader with its features and its candidates for each role, by report."""
    gold: dict[str, list[dict]] = {}
    drafts: dict[str, list[Drafted]] = {}
    reader = Reader(Gazetteer.open(), keep_all=True)
    docs = json.loads((folder / "docs.json").read_text("utf-8"))
    for n, row in enumerate(docs):
        gold[row["id"]] = []
        reading = reader.read(document_from_json(row))
        drafts[row["id"]] = [
            Drafted(statement_to_json(s), f, [(r, ref_to_json(m), x) for r, m, x in links])
            for s, f, links in zip(reading.statements, reading.features, reading.links, strict=True)
        ]
        if sys.stderr.isatty():
            print(f"\rread {n + 1} of {len(docs)}", end="", file=sys.stderr)
    for s in json.loads((folder / "statements.json").read_text("utf-8")):
        gold[s["doc"]].append(s)
    return gold, drafts


def label(gold: dict, drafts: dict) -> None:
    """Mark each draft right or wrong, and each candidate of a right one by the gold statement that it is paired with."""
    for doc, found in drafts.items():
        for i, j in scoring.pair(gold[doc], [d.statement for d in found]):
            found[j].right = 1
            found[j].gold = gold[doc][i]


def fit(rows: list[tuple[str, ...]], labels: list[int], strength: float) -> dict[str, float]:
    counts = Counter(f for r in rows for f in set(r))
    kept = {f for f, n in counts.items() if n >= SEEN_AT_LEAST}
    vec = DictVectorizer()
    matrix = vec.fit_transform([{f: 1.0 for f in r if f in kept} for r in rows])
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    model = LogisticRegression(C=strength, max_iter=2000, solver="liblinear")
    model.fit(matrix, np.array(labels))
    weights = dict(zip(vec.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    weights[""] = float(model.intercept_[0])
    return weights


def training_rows(drafts: dict, fold: int | None) -> list[Drafted]:
    return [d for doc, found in drafts.items() if fold is None or fold_of(doc) != fold for d in found if d.statement["type"] not in UNSEEN]


def fit_chooser(rows: list[Drafted], strength: float) -> Chooser:
    return Chooser(fit([d.features for d in rows], [d.right for d in rows], strength), 0.0)


def fit_linker(rows: list[Drafted], strength: float) -> Linker:
    """Each role's model, from the candidates of the drafts that are right."""
    weights = {}
    for role in ROLES:
        cases = [
            (x, int(any(scoring.same_filler(g, ref) for g in scoring.fillers(d.gold, role))))
            for d in rows
            if d.gold is not None
            for r, ref, x in d.links
            if r == role
        ]
        weights[role] = fit([x for x, _ in cases], [y for _, y in cases], strength)
    return Linker(weights, LINK_BOUNDS, LINK_DOUBTS)


def cross_validate(drafts: dict, strength: float, link_strength: float) -> None:
    """Give every draft and candidate the score of a model that did not see its report."""
    for fold in range(FOLDS):
        seen = training_rows(drafts, fold)
        chooser, linker = fit_chooser(seen, strength), fit_linker(seen, link_strength)
        for doc, found in drafts.items():
            if fold_of(doc) != fold:
                continue
            for d in found:
                d.score = d.statement["made_by"]["score"] if d.statement["type"] in UNSEEN else chooser.score(d.features)
                d.odds = [linker.probability(r, x) for r, _, x in d.links]


def filled(odds: list[tuple[float, dict]], bound: float, other: set[str]) -> list[dict]:
    """The likeliest mention for a role that the rules left empty, if it is likely enough."""
    p, ref = max((x for x in odds if x[1]["name"] not in other), key=lambda x: x[0], default=(0.0, {}))
    return [ref] if p >= bound else []


def kept(drafts: dict, threshold: float, links: dict[str, float] | None) -> dict[str, list[dict]]:
    """The statements that stand at a threshold, with the roles that the linker settles (None: the rules' own)."""
    chooser = Chooser({}, threshold)
    out: dict[str, list[dict]] = {}
    for doc, found in drafts.items():
        out[doc] = []
        for d in found:
            kind = d.statement["type"]
            if kind not in UNSEEN and not chooser.keeps(kind, d.score):
                continue
            made = dict(d.statement, made_by=dict(d.statement["made_by"], score=round(d.score, 3)))
            if links is not None and kind not in UNSEEN and made["made_by"]["rule"] not in SEEN_BY_RULE:
                for role in ROLES:
                    odds = [(p, ref) for (r, ref, _), p in zip(d.links, d.odds, strict=True) if r == role]
                    if made[role]:
                        if made["kind"] != "event" or role not in LINK_DOUBTS:
                            continue
                        weak = {ref["start"] for p, ref in odds if p < LINK_DOUBTS[role]}
                        held, made[role] = made[role], [x for x in made[role] if x["start"] not in weak]
                        if made[role]:
                            continue
                        odds = [(p, ref) for p, ref in odds if ref["start"] not in {x["start"] for x in held}]
                    other = {x["name"] for x in made["target" if role == "agent" else "agent"]} if role != "place" else set()
                    made[role] = filled(odds, links[role], other)
            out[doc].append(made)
    return out


def line(name: str, gold: dict, pred: dict) -> float:
    r = scoring.score(gold, pred)
    cells = "  ".join(f"{k} {r.rates[k].f1:.3f}" for k in ("detect", "loose", "agent", "target", "place", "claim", "numbers"))
    shares = " ".join(f"{k} {r.share(k):.3f}" for k in ("time", "status", "whole"))
    found = r.rates["detect"]
    print(f"{name:28} P {found.precision:.3f} R {found.recall:.3f}  {cells}  {shares}")
    return float(found.f1)


def write(path: Path, data: dict) -> None:
    path.write_text(json.dumps(data, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"wrote {path.relative_to(ROOT)} ({path.stat().st_size // 1024} KB)")


def trimmed(weights: dict[str, float], least: float = 0.002) -> dict[str, float]:
    return {k: round(v, 4) for k, v in weights.items() if abs(v) >= least or k == ""}


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path)
    ask.add_argument("--dry", action="store_true", help="write no weights")
    ask.add_argument("--strength", type=float, default=STRENGTH)
    ask.add_argument("--link-strength", type=float, default=LINK_STRENGTH)
    ask.add_argument("--threshold", type=float, default=THRESHOLD)
    ask.add_argument("--sweep", action="store_true", help="try other thresholds too")
    ask.add_argument("--predictions", type=Path, help="write the cross-validated statements here, one a line")
    o = ask.parse_args()
    gold, drafts = gather(o.gold)
    label(gold, drafts)
    line("rules alone", gold, {doc: [d.statement for d in found] for doc, found in drafts.items()})
    cross_validate(drafts, o.strength, o.link_strength)
    line("rules and chooser", gold, kept(drafts, o.threshold, None))
    links = LINK_BOUNDS
    pred = kept(drafts, o.threshold, links)
    line("rules, chooser and linker", gold, pred)
    if o.sweep:
        for t in (0.25, 0.3, 0.35, 0.4, 0.45):
            line(f"threshold {t}", gold, kept(drafts, t, links))
        for bound in (0.3, 0.35, 0.45, 0.5):
            line(f"linker {bound}", gold, kept(drafts, o.threshold, dict.fromkeys(ROLES, bound)))
    print("\nreliability of the cross-validated score")
    for low in np.arange(0.2, 1.0, 0.1):
        cell = [d.right for found in drafts.values() for d in found if d.statement["type"] not in UNSEEN and low <= d.score < low + 0.1]
        if cell:
            print(f"  {low:.1f} to {low + 0.1:.1f}: {sum(cell) / len(cell):.2f} right of {len(cell)}")
    for half in (0, 1):
        ids = {d for d in gold if scoring.half(d) == half}
        line(f"half {half}", {d: g for d, g in gold.items() if d in ids}, {d: p for d, p in pred.items() if d in ids})
    if o.predictions:
        o.predictions.write_text("".join(json.dumps(s) + "\n" for found in pred.values() for s in found), "utf-8")
    if not o.dry:
        seen = training_rows(drafts, None)
        write(OUT / "chooser.json", {"threshold": o.threshold, "weights": trimmed(dict(fit_chooser(seen, o.strength).weights))})
        linker = fit_linker(seen, o.link_strength)
        write(OUT / "linker.json", {"bounds": links, "doubts": LINK_DOUBTS, "weights": {r: trimmed(dict(w), 0.02) for r, w in linker.weights.items()}})


if __name__ == "__main__":
    main()
