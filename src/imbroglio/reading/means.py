"""The means of an attack that a report speaks of again: "the attack", "Tuesday's raids" (codebook rule 9).

Flows in: the drafts of a sentence and what the report told of force so far. Flows out: the drafts, retyped where the
sentence leaves the means open and what came before does not.
"""

from __future__ import annotations

from imbroglio.reading.drafts import Draft
from imbroglio.reading.fusion import FORCE, MEANS, STRIKES
from imbroglio.reading.mentions import Scene

_GENERIC = frozenset({"attack", "raid", "strike", "assault", "incident"})
_BOMBS = frozenset({"bombing", "bombardment"})
_POINTERS = frozenset(
    {"the", "this", "that", "these", "those", "its", "their", "his", "latest", "such", "similar"}
)
_BACK = 3
_FAR_BACK = 12


def same_means(scene: Scene, drafts: list[Draft], told: list[tuple[int, str]], sentence: int) -> None:
    """ "The attack", "Tuesday's raids", after a strike was told: the same means (codebook rule 9).

    Args:
        told: (sentence, type) of the events of force of the report so far; what this sentence tells is added.
    """
    t = scene.tree
    for d in sorted((d for d in drafts if d.type in FORCE and d.kind == "event"), key=lambda d: d.tok):
        lemma = t.lemma[d.tok]
        if t.is_noun(d.tok) and len(d.words) == 1:
            if d.type == "clash" and lemma in _GENERIC:
                back = _FAR_BACK if lemma in {"raid", "strike"} else _BACK
                pointed = lemma in {"raid", "strike"} or any(
                    t.low[k] in _POINTERS or t.dep[k] == "poss" for k in t.kids[d.tok] if k < d.tok
                )
                before = next(
                    (
                        kind
                        for n, kind in reversed(told)
                        if sentence - n <= back and (kind in MEANS or lemma == "attack")
                    ),
                    None,
                )
                if lemma == "raid" and before != "air-strike":
                    before = (
                        "air-strike"
                        if any(kind == "air-strike" for n, kind in told if sentence - n <= back)
                        else None
                    )
                if pointed and before in STRIKES:
                    d.because.append(f"the {before} told before")
                    d.type = before
            elif d.type in {"bombing", "shelling"} and lemma in _BOMBS:
                airborne = [
                    kind
                    for n, kind in told
                    if sentence - n <= _FAR_BACK and kind in {"air-strike", "bombing", "shelling"}
                ]
                if airborne.count("air-strike") > len(airborne) / 2:
                    d.because.append("the air strikes told before")
                    d.type = "air-strike"
        told.append((sentence, d.type))
