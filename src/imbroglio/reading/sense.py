"""What a draft must have to be a statement at all.

Flows in: drafts with their roles and places. Flows out: those that say something: a relation has two ends, a holder holds a place,
somebody accuses somebody. A word alone ("allies", "the city") states nothing.
"""

from __future__ import annotations

from imbroglio.reading.drafts import ROLES, Draft
from imbroglio.reading.tree import Tree

_NEEDS_TWO = frozenset("backs allied hostile part-of leads speaks-for alias renamed split-from merged-into cut-ties designates".split())
_NEEDS_SOMEBODY = frozenset(
    "aid demand accusation threat refusal sanction endorsement concession cooperation talks agreement deployment withdrawal "
    "responsibility arrest abduction release displacement".split()
)
_WORDS = frozenset("demand accusation threat refusal endorsement concession cooperation responsibility".split())
_ONE_SET = frozenset({"allied", "hostile"})
_TAKEN_IN_NAME = frozenset({"place", "part", "cover", "refuge", "shelter", "aim", "note", "care", "effect"})


def says_something(draft: Draft) -> bool:
    """Whether the draft has the roles without which its type is empty."""
    agent, target, place = (draft.roles[r] for r in ROLES)
    if draft.type in _NEEDS_TWO:
        if draft.type in _ONE_SET and len(agent) > 1:
            return True
        return bool(agent and target) and not ({m.tok for m in agent} & {m.tok for m in target})
    if draft.type == "holds":
        return bool(agent and place)
    if draft.type == "contested":
        return bool(place)
    if draft.kind == "event" and draft.type in _NEEDS_SOMEBODY:
        return bool(agent or target or place) or draft.type not in _WORDS
    return True


def only_carries(t: Tree, draft: Draft) -> bool:
    """Whether "take" takes nothing, but carries another word: "fighting took place in Azaz", "they took part in it"."""
    if draft.type != "capture" or t.lemma[draft.tok] != "take":
        return False
    return any(t.lemma[k] in _TAKEN_IN_NAME and not t.having(k, "det", "poss", "amod") for k in t.having(draft.tok, "dobj"))


_OF_WAR = frozenset("prisoner weapon crime law spoil theater theatre act council state rule captive cabinet ministry minister drum".split())


def only_names(t: Tree, draft: Draft) -> bool:
    """Whether "war" is part of what another thing is called: "prisoners of war", "weapons of war"."""
    if t.lemma[draft.tok] != "war" or t.dep[draft.tok] != "pobj":
        return False
    prep = t.head[draft.tok]
    return t.low[prep] == "of" and t.lemma[t.head[prep]] in _OF_WAR and not t.having(draft.tok, "det", "poss", "amod")
