"""The chooser: how likely a draft is a statement that a careful coder would write.

Flows in: a draft with its roles, as a handful of plain features. Flows out: a probability (0 to 1), which becomes the
statement's score; below the threshold the draft is dropped. A logistic regression over named features, trained by
`tools/train_chooser.py` on the gold statements alone; its weights are a JSON file of this package. Rules find, the
chooser weighs: see docs/accuracy.md for what each adds.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from imbroglio.model import Claim, Status
from imbroglio.reading.drafts import ROLES, Draft
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.tree import Tree

# Codebook section 7: no gold statement has these types, so nothing could be learned about them.
UNSEEN = frozenset({"endorsement", "concession", "cooperation", "repression"})
POLITICS = frozenset("demand accusation threat refusal sanction protest agreement talks aid release violation".split())
POLITICS_THRESHOLD = 0.2


def logistic(weights: Mapping[str, float], features: Sequence[str]) -> float:
    """Probability by a logistic regression over named features; the intercept stands under ""."""
    total = weights.get("", 0.0)
    for name in features:
        total += weights.get(name, 0.0)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Chooser:
    """Weights by feature name, the intercept under "", and the threshold below which a draft is dropped."""

    weights: Mapping[str, float]
    threshold: float

    def keeps(self, draft_type: str, score: float) -> bool:
        """Whether a draft with this score stands.

        Politics between states is rare in the reports that the chooser was trained on, so its types are held to less.
        """
        return score >= (min(POLITICS_THRESHOLD, self.threshold) if draft_type in POLITICS else self.threshold)

    def score(self, features: Sequence[str]) -> float:
        """Probability that a draft with these features is right."""
        return logistic(self.weights, features)


@lru_cache(maxsize=1)
def load_chooser() -> Chooser | None:
    """The chooser that ships with the package; None where it has not been trained."""
    path = resources.files("imbroglio.reading").joinpath("chooser.json")
    if not path.is_file():
        return None
    data = json.loads(path.read_text("utf-8"))
    return Chooser({str(k): float(v) for k, v in data["weights"].items()}, float(data["threshold"]))


def _filled(role: str, mentions: list[Mention]) -> list[str]:
    if not mentions:
        return [f"{role}:none"]
    m = mentions[0]
    out = [f"{role}:{m.kind}"]
    if m.id:
        out.append(f"{role}:known")
    if "pronoun" in m.classes:
        out.append(f"{role}:pronoun")
    if len(mentions) > 1:
        out.append(f"{role}:many")
    return out


def _syntax(t: Tree, draft: Draft) -> list[str]:
    i = draft.tok
    head = t.head[i]
    out = [f"tag:{t.tag[i]}", f"dep:{t.dep[i]}"]
    if t.is_noun(i):
        det = next((t.low[k] for k in t.kids[i] if t.dep[k] in {"det", "poss"}), "none")
        out.append(f"det:{det if det in {'the', 'a', 'an', 'no', 'this', 'any', 'its', 'their', 'none'} else 'other'}")
        out.append("plural" if t.tag[i] in {"NNS", "NNPS"} else "singular")
        if t.dep[i] == "pobj":
            out.append(f"prep:{t.low[head]}")
            head = t.head[head]
        out.append(f"gov:{t.lemma[head]}" if t.is_verb(head) else f"gov:{t.tag[head]}")
        if any(t.low[k] == "of" for k in t.kids[i]):
            out.append("has-of")
    else:
        out.append("passive" if t.passive(i) else "active")
        aux = [t.lemma[k] for k in t.kids[i] if t.dep[k] in {"aux", "auxpass"}]
        out += [f"aux:{a}" for a in aux[:2]]
        out.append(f"clause:{t.dep[t.clause(i)]}")
    return out


def _beside(t: Tree, draft: Draft, others: Sequence[Draft]) -> list[str]:
    """What else the sentence tells, and what stands over the trigger."""
    rest = [d for d in others if d is not draft]
    out = [f"beside:{min(5, len(rest))}", f"alike:{min(2, sum(d.type == draft.type for d in rest))}"]
    out += sorted({f"with:{d.type}" for d in rest})
    told = {d.tok: d.type for d in rest}
    over = next((told[a] for a in t.ancestors(draft.tok) if a in told), "none")
    same = [d for d in rest if d.type == draft.type]
    out.append(f"told-by:{max((_covers(t, d, draft) for d in same), default=0)}")
    if any(t.head[draft.tok] == d.tok and t.dep[draft.tok] == "conj" for d in same):
        out.append("joined-to-same")
    return [*out, f"over:{over}"]


def _covers(t: Tree, other: Draft, draft: Draft) -> int:
    """Whether another draft of the type says all that this one says (1), and more, or says it first (2)."""
    more = False
    for role in ROLES:
        mine, theirs = {m.name for m in draft.roles[role]}, {m.name for m in other.roles[role]}
        if not mine <= theirs:
            return 0
        more = more or mine != theirs
    return 2 if more or other.tok < draft.tok else 1


def features(
    scene: Scene, draft: Draft, claim: Claim, status: Status, numbers: int, position: float, timed: bool, others: Sequence[Draft] = ()
) -> list[str]:
    """The draft's features, each a name; those of the type are named for it, so that types learn apart.

    Args:
        others: all drafts of the sentence.
        numbers: how many numbers it has.
        position: where in the report its sentence stands, 0 to 1.
        timed: whether a time is said for it.
    """
    t = scene.tree
    frame = draft.frame
    base: list[str] = []
    for role in ROLES:
        base += _filled(role, draft.roles[role])
    base += _syntax(t, draft)
    base += [f"status:{status}", f"claim:{'by' if claim.by else 'own'}", f"numbers:{min(numbers, 2)}", f"timed:{timed}"]
    base.append(f"rule:{draft.rule}")
    base.append(f"weight:{round(draft.weight * 5) / 5}")
    if draft.light is not None:
        base.append("light")
    if draft.merged:
        base.append("merged")
    if frame is not None:
        base.append(f"words:{len(frame.words)}")
        base.append(f"conditions:{min(2, len(frame.conditions))}")
    base.append(f"rivals:{min(2, len(draft.rivals))}")
    if draft.because and "from the sentences before" in draft.because[-1]:
        base.append("place:before")
    base.append(f"position:{min(3, int(position * 4))}")
    base.append(f"length:{min(4, len(t) // 12)}")
    base += _beside(t, draft, others)
    typed = [f"{draft.type}|{name}" for name in base]
    word = f"{draft.type}|word:{t.lemma[draft.tok]}"
    rivals = [f"{draft.type}|rival:{r.type}" for r in draft.rivals[:2]]
    phrase = [f"{draft.type}|phrase:{' '.join(frame.words)}"] if frame is not None and len(frame.words) > 1 else []
    return [*base, *typed, f"type:{draft.type}", word, *rivals, *phrase]
