"""Scores of coreference by the definitions of the reference scorer (Pradhan et al. 2014): MUC, B-cubed, CEAF-e, CoNLL.

Flows in: two ways to group the same mentions, each a mapping from mention to group. Flows out: recall, precision and F1.
Both must group the same mentions, as they do where mentions are given.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

Groups = Mapping[str, Hashable]


@dataclass(frozen=True, slots=True)
class Score:
    """Recall and precision, 0 to 1."""

    recall: float
    precision: float

    @property
    def f1(self) -> float:
        """Their harmonic mean; 0 where both are 0."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def _sets(groups: Groups) -> dict[Hashable, set[str]]:
    found: dict[Hashable, set[str]] = defaultdict(set)
    for mention, group in groups.items():
        found[group].add(mention)
    return found


def _muc_recall(key: Groups, answer: Groups) -> float:
    """Links kept: of each group its mentions less the parts into which the answer breaks it (Vilain et al. 1995)."""
    kept = whole = 0
    for mentions in _sets(key).values():
        kept += len(mentions) - len({answer[m] for m in mentions})
        whole += len(mentions) - 1
    return kept / whole if whole else 0.0


def muc(key: Groups, answer: Groups) -> Score:
    """Counts links; a mention that stands alone counts for nothing."""
    return Score(_muc_recall(key, answer), _muc_recall(answer, key))


def b_cubed(key: Groups, answer: Groups) -> Score:
    """Counts mentions (Bagga and Baldwin 1998): which share of each one's group is in its other group."""
    keys, answers = Counter(key.values()), Counter(answer.values())
    shared = Counter((key[m], answer[m]) for m in key)
    recall = sum(n * n / keys[k] for (k, _), n in sorted(shared.items(), key=str))
    precision = sum(n * n / answers[a] for (_, a), n in sorted(shared.items(), key=str))
    return Score(recall / len(key), precision / len(key)) if key else Score(0.0, 0.0)


def ceaf_e(key: Groups, answer: Groups) -> Score:
    """Counts groups (Luo 2005): the best one-to-one match of groups, by twice what is shared over both sizes."""
    keys, answers = _sets(key), _sets(answer)
    if not keys:
        return Score(0.0, 0.0)
    total = sum(_best_match([keys[k] for k in ks], [answers[a] for a in os]) for ks, os in _islands(key, answer))
    return Score(total / len(keys), total / len(answers))


def _islands(key: Groups, answer: Groups) -> list[tuple[list[Hashable], list[Hashable]]]:
    """Groups of both sides that share mentions, through others too: the match decomposes into them."""
    keys, answers = _sets(key), _sets(answer)
    found = []
    seen: set[Hashable] = set()
    for start in keys:
        if start in seen:
            continue
        ks: dict[Hashable, None] = {}
        others: dict[Hashable, None] = {}
        todo = [start]
        while todo:
            k = todo.pop()
            if k in ks:
                continue
            ks[k] = None
            for a in {answer[m] for m in keys[k]} - others.keys():
                others[a] = None
                todo.extend(key[m] for m in answers[a])
        seen.update(ks)
        found.append((list(ks), list(others)))
    return found


def _best_match(keys: list[set[str]], answers: list[set[str]]) -> float:
    likeness = np.array([[2 * len(k & a) / (len(k) + len(a)) for a in answers] for k in keys])
    rows, columns = linear_sum_assignment(-likeness)
    return float(likeness[rows, columns].sum())


def conll(key: Groups, answer: Groups) -> float:
    """The mean F1 of MUC, B-cubed and CEAF-e."""
    return (muc(key, answer).f1 + b_cubed(key, answer).f1 + ceaf_e(key, answer).f1) / 3
