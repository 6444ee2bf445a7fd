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
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.model import document_from_json, statement_to_json
from imbroglio.model.codec import ref_to_json
from imbroglio.reading.chooser import UNSEEN, Chooser
from imbroglio.reading.drafts import OTHER_SIDE, ROLES
from imbroglio.reading.frames import SEEN_BY_RULE
from imbroglio.reading.linker import Linker, Question, answer, expand, tables
from imbroglio.reading.reader import Reader

FOLDS = 5
SEEN_AT_LEAST = 3
OUT = ROOT / "src" / "imbroglio" / "reading"
THRESHOLD = 0.28  # below it a draft is dropped
STRENGTH = 0.2  # the inverse of the penalty on weights
LINK_STRENGTH = {"agent": 0.2, "target": 0.2, "place": 0.1}


@dataclass(slots=True)
class Drafted:
    """A draft as JSON with its features; what the linker is asked of it; whether it is right, and what the models say."""

    statement: dict
    features: tuple[str, ...]
    links: list[tuple[Question, list[dict]]]
    right: int = 0
    gold: dict | None = None
    score: float = 0.0
    settled: dict[str, list[dict]] = field(default_factory=dict)

    def scored(self) -> dict:
        """The statement with the chooser's score, its roles as the rules filled them."""
        return dict(self.statement, made_by=dict(self.statement["made_by"], score=round(self.score, 3)))

    def final(self) -> dict:
        """The statement as the reader would hand it out."""
        seen = self.statement["type"] in UNSEEN or self.statement["made_by"]["rule"] in SEEN_BY_RULE
        return self.scored() if seen else self.scored() | self.settled

    def answer(self, linker: Linker) -> dict[str, list[dict]]:
        """Who stands in each role, as `linker.link` settles it."""
        made = dict(self.statement)
        for q, refs in self.links:
            other = made[OTHER_SIDE[q.role]] if q.role in OTHER_SIDE else []
            made[q.role] = [refs[i] for i in answer(q, linker, made["type"], frozenset(x["name"] for x in other))]
        return {role: made[role] for role in ROLES}


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
            Drafted(statement_to_json(s), f, [(q, [ref_to_json(m) for m in refs]) for q, refs in links])
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


def fit_linker(rows: list[Drafted]) -> Linker:
    """Each role's model, from the drafts that are right."""
    return Linker({role: tables(fit_options(rows, role, LINK_STRENGTH[role])) for role in ROLES})


def fit_options(rows: list[Drafted], role: str, strength: float) -> dict[str, float]:
    """Weights of a conditional logit: of the options for a role, those that name just whom the gold names are to be likeliest.

    McFadden (1974), with several right answers summed; penalty on the squares of the weights, by L-BFGS.
    """
    cases = [c for d in rows if d.gold is not None for q, refs in d.links if q.role == role for c in [option_case(d, q, refs)] if any(c[1]) and not all(c[1])]
    counts = Counter(f for options, _ in cases for f in {x for o in options for x in o})
    index = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= SEEN_AT_LEAST))}
    columns = [[index[f] for f in o if f in index] for options, _ in cases for o in options]
    matrix = csr_matrix((np.ones(sum(map(len, columns))), np.array([c for row in columns for c in row], dtype=np.int32), np.cumsum([0, *map(len, columns)])), shape=(len(columns), len(index)))
    right = np.array([y for _, ys in cases for y in ys], dtype=float)
    sizes = np.array([len(ys) for _, ys in cases])
    starts, owner = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(cases)), sizes)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total = matrix @ weights
        odds = np.exp(total - np.maximum.reduceat(total, starts)[owner])
        every, just = np.add.reduceat(odds, starts), np.add.reduceat(odds * right, starts)
        slope = matrix.T @ (odds / every[owner] - odds * right / just[owner])
        return float(np.log(every).sum() - np.log(just).sum() + weights @ weights / (2 * strength)), slope + weights / strength

    found = minimize(loss, np.zeros(len(index)), jac=True, method="L-BFGS-B", options={"maxiter": 150})
    return dict(zip(index, found.x.tolist(), strict=True))


def option_case(d: Drafted, q: Question, refs: list[dict]) -> tuple[list[list[str]], list[bool]]:
    """The features of each option of a question, and whether it names just whom the gold names."""
    wanted = scoring.fillers(d.gold, q.role)
    kind = d.statement["type"]
    options = [[*expand((f for i in o for f in q.features[i]), kind), *expand(marks, kind)] for o, marks in zip(q.options, q.marks, strict=True)]
    right = [scoring.common(wanted, [refs[i] for i in o], scoring.same_filler) == len(wanted) == len(o) for o in q.options]
    return options, right


def cross_validate(drafts: dict, strength: float) -> None:
    """Give every draft and candidate the score of a model that did not see its report."""
    for fold in range(FOLDS):
        seen = training_rows(drafts, fold)
        chooser, linker = fit_chooser(seen, strength), fit_linker(seen)
        for doc, found in drafts.items():
            if fold_of(doc) != fold:
                continue
            for d in found:
                d.score = d.statement["made_by"]["score"] if d.statement["type"] in UNSEEN else chooser.score(d.features)
                d.settled = d.answer(linker)


def kept(drafts: dict, threshold: float, linked: bool) -> dict[str, list[dict]]:
    """The statements that stand at a threshold, with the roles that the linker settles, or the rules' own."""
    chooser = Chooser({}, threshold)
    out: dict[str, list[dict]] = {}
    for doc, found in drafts.items():
        out[doc] = []
        for d in found:
            kind = d.statement["type"]
            if kind not in UNSEEN and not chooser.keeps(kind, d.score):
                continue
            out[doc].append(d.final() if linked else d.scored())
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
    ask.add_argument("--threshold", type=float, default=THRESHOLD)
    ask.add_argument("--sweep", action="store_true", help="try other thresholds too")
    ask.add_argument("--predictions", type=Path, help="write the cross-validated statements here, one a line")
    o = ask.parse_args()
    gold, drafts = gather(o.gold)
    label(gold, drafts)
    line("rules alone", gold, {doc: [d.statement for d in found] for doc, found in drafts.items()})
    cross_validate(drafts, o.strength)
    line("rules and chooser", gold, kept(drafts, o.threshold, False))
    pred = kept(drafts, o.threshold, True)
    line("rules, chooser and linker", gold, pred)
    if o.sweep:
        for t in (0.25, 0.3, 0.35, 0.4, 0.45):
            line(f"threshold {t}", gold, kept(drafts, t, True))
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
        write(OUT / "linker.json", {"weights": {role: trimmed(fit_options(seen, role, LINK_STRENGTH[role]), 0.01) for role in ROLES}})


if __name__ == "__main__":
    main()
