"""How well accounts of one thing are found in news of all kinds: ECB+, with mentions given, CoNLL F1.

    python tools/score_ecb.py ../shared/gold/ecbplus_topics_1_35.zip [--fit]

Flows in: the archive of ECB+. Flows out: a table, for all marked mentions and for those that the gold puts into a chain.
"cluster+lemma" groups mentions of one head lemma within a cluster of reports. "likeness" turns the same mentions into
Accounts and groups them by the product's reasons, weights and grouping, within the same clusters of reports; time and
coordinates, which this gold does not have as the product does, say nothing there. Its weights are learnt on four fifths
of the topics and tried on the rest, five times, so that no topic is scored by weights that saw it. `--fit` prints
weights learnt on all topics, for `knowledge/likeness.toml`. The clusters of reports are the halves of each topic that
ECB+ was built from; `--by-words` finds them by TF-IDF instead.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path

import numpy as np
from coreference import b_cubed, ceaf_e, muc
from ecb import Mention, Told, by_topic, read_corpus
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from imbroglio.knowledge.lexicon import load_lexicon
from imbroglio.knowledge.likeness import LikenessParams, load_likeness
from imbroglio.model.record import Account, Actor
from imbroglio.reading.parser import load_pipeline
from imbroglio.weighing.accounts import words_of
from imbroglio.weighing.grouping import Join, Sets, group
from imbroglio.weighing.likeness import Sight, reasons, sight

FOLDS = 5
# Reasons that mentions in this gold can give; time, coordinates and numbers are not in it as the product has them.
NAMES = ("same_word", "same_weak_word", "same_type", "weak_word", "words", "same_agent", "same_target", "other_agent", "other_target", "same_report")
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
NO_DAY = date(2000, 1, 1)  # one day for all, so that time says nothing
PLAIN_TYPE = "told"


@dataclass(frozen=True, slots=True)
class Pool:
    """Mentions that may be one, all of one cluster of reports: their sights, pairs, reasons (one row a pair), and the truth."""

    topic: str
    mentions: tuple[Mention, ...]
    pairs: tuple[tuple[int, int], ...]
    table: np.ndarray
    same: np.ndarray


def types_by_word() -> dict[str, str]:
    """Lemma to the type of event that it evokes most surely, from the product's lexicon."""
    found: dict[str, tuple[float, str]] = {}
    lexicon = load_lexicon()
    for frame in lexicon.frames:
        if frame.kind == "event" and len(frame.words) == 1:
            best = found.get(frame.words[0])
            if best is None or frame.weight > best[0]:
                found[frame.words[0]] = (frame.weight, frame.type)
    return {word: type for word, (_, type) in found.items()}


def sight_of(m: Mention, types: Mapping[str, str], roster: Mapping[str, Actor], params: LikenessParams) -> Sight:
    """A mention as the product sees an account."""
    account = Account(
        id=m.id, doc=m.doc, kind="event", type=types.get(m.head, PLAIN_TYPE + m.id), status="actual", score=1.0, trigger=m.text,
        agent=tuple(f"name:{name}" for name in m.before[:1]), target=tuple(f"name:{name}" for name in m.after[:1]),
        first=NO_DAY, last=NO_DAY, published=NO_DAY, words=words_of(m.passage),
    )  # fmt: skip
    seen = sight(account, roster, params)
    assert seen is not None
    return seen


class _AnyType(dict[str, str]):
    """Every type is of one family: in this gold all mentions of a cluster of reports may be one."""

    def get(self, _key: str, _default: object = None) -> str:
        return "violence"


def pools(reports: Sequence[Told], cluster: Mapping[str, object], chained: bool) -> list[Pool]:
    """The mentions of each cluster of reports, with the product's reasons for each pair."""
    params = replace(load_likeness(), family=_AnyType())
    types = types_by_word()
    held: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for report in reports:
        held[report.topic, str(cluster[report.doc])] += [m for m in report.mentions if m.chained or not chained]
    found = []
    for (topic, _), mentions in held.items():
        names = sorted({name for m in mentions for name in (*m.before, *m.after)})
        roster = {f"name:{name}": Actor(f"name:{name}", name, "organisation") for name in names}
        sights = [sight_of(m, types, roster, params) for m in mentions]
        pairs = tuple(combinations(range(len(mentions)), 2))
        table = np.zeros((len(pairs), len(NAMES) + 1))
        table[:, -1] = 1.0  # the bias
        for row, (m, n) in zip(table, pairs, strict=True):
            for name, much in reasons(sights[m], sights[n], params):
                if name in NAMES:
                    row[NAMES.index(name)] = much
        same = np.array([mentions[m].chain == mentions[n].chain for m, n in pairs], dtype=bool)
        found.append(Pool(topic, tuple(mentions), pairs, table, same))
    return found


def learn(held: Sequence[Pool]) -> np.ndarray:
    """Weights of `NAMES`, then the bias, by logistic regression over the pairs."""
    table, same = np.concatenate([p.table for p in held]), np.concatenate([p.same for p in held])
    found = LogisticRegression(fit_intercept=False, max_iter=500).fit(table, same)
    return np.asarray(found.coef_[0])


def joins_of(pool: Pool, weights: np.ndarray) -> list[Join]:
    """The product's grouping of a pool's mentions, down to the lowest threshold that is tried."""
    scores = 1.0 / (1.0 + np.exp(-(pool.table @ weights)))
    kept = np.flatnonzero(scores >= load_likeness().limit["floor"])
    held = {pool.pairs[n]: float(scores[n]) for n in kept}
    return list(group(len(pool.mentions), held, min(THRESHOLDS), lambda a, b: True))


def cut(pool: Pool, joins: Sequence[Join], least: float) -> dict[str, str]:
    """Groups by the joins whose mean is high enough; means never rise from one join to the next."""
    sets = Sets(len(pool.mentions))
    for join in joins:
        if join.mean >= least:
            sets.join(join.into, join.gone)
    return {m.id: pool.mentions[sets.find(n)].id for n, m in enumerate(pool.mentions)}


def cross_validated(held: Sequence[Pool]) -> dict[str, str]:
    """Groups of all mentions, each topic's by weights and a threshold that never saw it."""
    topics = sorted({p.topic for p in held}, key=int)
    answer: dict[str, str] = {}
    for fold in range(FOLDS):
        away = {t for n, t in enumerate(topics) if n % FOLDS == fold}
        known = [p for p in held if p.topic not in away]
        weights = learn(known)
        joins = [joins_of(p, weights) for p in known]
        tried = {t: mean_f1(known, {k: v for p, j in zip(known, joins, strict=True) for k, v in cut(p, j, t).items()}) for t in THRESHOLDS}
        least = max(THRESHOLDS, key=lambda t: (tried[t], -t))
        for pool in held:
            if pool.topic in away:
                answer.update(cut(pool, joins_of(pool, weights), least))
    return answer


def truth(held: Sequence[Pool]) -> dict[str, str]:
    """Mention to its true group."""
    return {m.id: m.chain for p in held for m in p.mentions}


def mean_f1(held: Sequence[Pool], answer: Mapping[str, str]) -> float:
    """CoNLL F1."""
    key = truth(held)
    return (muc(key, answer).f1 + b_cubed(key, answer).f1 + ceaf_e(key, answer).f1) / 3


def by_halves(reports: Sequence[Told]) -> dict[str, object]:
    """The two seminal events of each topic, as ECB+ was built."""
    return {r.doc: (r.topic, r.half) for r in reports}


def by_words(reports: Sequence[Told]) -> dict[str, object]:
    """Two clusters of reports a topic, by the TF-IDF of their words and average linkage."""
    table = TfidfVectorizer(sublinear_tf=True).fit_transform([" ".join(r.lemmas) for r in reports])
    at = {r.doc: n for n, r in enumerate(reports)}
    found: dict[str, object] = {}
    for topic, held in by_topic(list(reports)):
        rows = table[[at[r.doc] for r in held]]
        far = np.clip(1 - (rows @ rows.T).toarray(), 0, 2)
        labels = AgglomerativeClustering(n_clusters=2, metric="precomputed", linkage="average").fit_predict(far)
        found.update({r.doc: (topic, int(label)) for r, label in zip(held, labels, strict=True)})
    return found


def line(name: str, held: Sequence[Pool], answer: Mapping[str, str]) -> float:
    """Print one line; returns CoNLL F1."""
    key = truth(held)
    scores = [f(key, answer) for f in (muc, b_cubed, ceaf_e)]
    cells = "   ".join(f"{s.recall:.3f} {s.precision:.3f} {s.f1:.3f}" for s in scores)
    print(f"{name:16} {cells}   {100 * mean_f1(held, answer):.2f}", flush=True)
    return mean_f1(held, answer)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path, nargs="?", default=Path("../shared/gold/ecbplus_topics_1_35.zip"))
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--by-words", action="store_true")
    asked = parser.parse_args()
    if not asked.archive.is_file():
        print(f"{asked.archive} is not here; nothing to score.")
        return
    reports = read_corpus(asked.archive, load_pipeline())
    cluster = by_words(reports) if asked.by_words else by_halves(reports)
    for name, chained in (("all marked mentions", False), ("mentions with a chain", True)):
        held = pools(reports, cluster, chained)
        print(f"\n{name}: {sum(len(p.mentions) for p in held):,} in {len(set(truth(held).values())):,} groups, {len(held)} clusters of reports")
        print(f"{'':16} MUC                 B-cubed             CEAF-e              CoNLL")
        base = line("cluster+lemma", held, {m.id: f"{n} {m.head}" for n, p in enumerate(held) for m in p.mentions})
        ours = line("likeness", held, cross_validated(held))
        print(f"{'':16} {100 * (ours - base):+.2f} points")
        if asked.fit:
            print({name: round(float(w), 2) for name, w in zip((*NAMES, "bias"), learn(held), strict=True)})


if __name__ == "__main__":
    main()
