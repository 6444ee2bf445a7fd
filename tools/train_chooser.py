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
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests" / "gate")]

import numpy as np
import scoring
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.model import document_from_json, statement_to_json
from imbroglio.reading.chooser import UNSEEN, Chooser
from imbroglio.reading.reader import Reader

FOLDS = 5
SEEN_AT_LEAST = 3
OUT = ROOT / "src" / "imbroglio" / "reading" / "chooser.json"


def fold_of(doc: str) -> int:
    return int(hashlib.sha256(doc.encode()).hexdigest(), 16) // 2 % FOLDS


def gather(folder: Path) -> tuple[dict[str, list[dict]], dict[str, list[tuple[dict, tuple[str, ...]]]]]:
    """Gold statements, and every draft of the reader with its features, by report."""
    gold: dict[str, list[dict]] = {}
    drafts: dict[str, list[tuple[dict, tuple[str, ...]]]] = {}
    reader = Reader(Gazetteer.open(), keep_all=True)
    docs = json.loads((folder / "docs.json").read_text("utf-8"))
    for n, row in enumerate(docs):
        gold[row["id"]] = []
        reading = reader.read(document_from_json(row))
        drafts[row["id"]] = [(statement_to_json(s), f) for s, f in zip(reading.statements, reading.features, strict=True)]
        if sys.stderr.isatty():
            print(f"\rread {n + 1} of {len(docs)}", end="", file=sys.stderr)
    for s in json.loads((folder / "statements.json").read_text("utf-8")):
        gold[s["doc"]].append(s)
    return gold, drafts


def labelled(gold: dict, drafts: dict) -> dict[str, list[int]]:
    out = {}
    for doc, found in drafts.items():
        right = {j for _, j in scoring.pair(gold[doc], [s for s, _ in found])}
        out[doc] = [int(j in right) for j in range(len(found))]
    return out


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


def cross_validate(drafts: dict, labels: dict, strength: float) -> dict[str, list[float]]:
    """Score of every draft by a model that did not see its report."""
    scores: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        rows = [(f, y) for d, found in drafts.items() if fold_of(d) != fold for (s, f), y in zip(found, labels[d], strict=True) if s["type"] not in UNSEEN]
        model = Chooser(fit([r for r, _ in rows], [y for _, y in rows], strength), 0.0)
        for d, found in drafts.items():
            if fold_of(d) == fold:
                scores[d] = [s["made_by"]["score"] if s["type"] in UNSEEN else model.score(f) for s, f in found]
    return scores


def kept(drafts: dict, scores: dict, threshold: float) -> dict[str, list[dict]]:
    chooser = Chooser({}, threshold)
    return {d: [s | {"made_by": s["made_by"] | {"score": round(p, 3)}} for (s, _), p in zip(found, scores[d], strict=True) if s["type"] in UNSEEN or chooser.keeps(s["type"], p)] for d, found in drafts.items()}


def line(name: str, gold: dict, pred: dict) -> float:
    r = scoring.score(gold, pred)
    cells = "  ".join(f"{k} {r.rates[k].f1:.3f}" for k in ("detect", "loose", "agent", "target", "place", "claim", "numbers"))
    shares = " ".join(f"{k} {r.share(k):.3f}" for k in ("time", "status", "whole"))
    found = r.rates["detect"]
    print(f"{name:28} P {found.precision:.3f} R {found.recall:.3f}  {cells}  {shares}")
    return float(found.f1)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("gold", type=Path)
    ask.add_argument("--dry", action="store_true")
    ask.add_argument("--strength", type=float, nargs="*", default=[0.1])
    ask.add_argument("--predictions", type=Path, help="write the cross-validated statements here, one a line")
    o = ask.parse_args()
    gold, drafts = gather(o.gold)
    labels = labelled(gold, drafts)
    line("rules alone", gold, {d: [s for s, _ in found] for d, found in drafts.items()})
    best = (0.0, o.strength[0], 0.5)
    for strength in o.strength:
        scores = cross_validate(drafts, labels, strength)
        for threshold in (0.3, 0.35, 0.4, 0.45, 0.5):
            f1 = line(f"chooser C={strength} t={threshold}", gold, kept(drafts, scores, threshold))
            best = max(best, (f1, strength, threshold))
    _, strength, threshold = best
    scores = cross_validate(drafts, labels, strength)
    pred = kept(drafts, scores, threshold)
    print(f"\nreliability of the cross-validated score (C={strength}, threshold {threshold})")
    for low in np.arange(threshold // 0.1 / 10, 1.0, 0.1):
        cell = [y for d in drafts for p, y in zip(scores[d], labels[d], strict=True) if max(low, threshold) <= p < low + 0.1]
        if cell:
            print(f"  {low:.1f} to {low + 0.1:.1f}: {sum(cell) / len(cell):.2f} right of {len(cell)}")
    for half in (0, 1):
        ids = {d for d in gold if int(hashlib.sha256(d.encode()).hexdigest(), 16) % 2 == half}
        line(f"half {half}", {d: g for d, g in gold.items() if d in ids}, {d: p for d, p in pred.items() if d in ids})
    if o.predictions:
        o.predictions.write_text("".join(json.dumps(s) + "\n" for found in pred.values() for s in found), "utf-8")
    if not o.dry:
        rows = [(f, y) for d, found in drafts.items() for (s, f), y in zip(found, labels[d], strict=True) if s["type"] not in UNSEEN]
        weights = fit([r for r, _ in rows], [y for _, y in rows], strength)
        small = {k: round(v, 4) for k, v in sorted(weights.items()) if abs(v) >= 0.001 or k == ""}
        OUT.write_text(json.dumps({"trained_on": "gold statements", "strength": strength, "threshold": threshold, "weights": small}, indent=0) + "\n", "utf-8")
        print(f"wrote {OUT} ({OUT.stat().st_size // 1024} KB, {len(small)} weights)")


if __name__ == "__main__":
    main()
