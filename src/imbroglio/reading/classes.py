"""What a phrase counts as, and whether a frame's condition is met.

Flows in: a `Scene`, a token, a class of the lexicon ("actor", "place", "aircraft"). Flows out: yes or no.
"""

from __future__ import annotations

from collections.abc import Mapping

from imbroglio.knowledge.lexicon import Condition
from imbroglio.reading.mentions import ACTOR_KINDS, Scene

Events = Mapping[int, frozenset[str]]
_NO_EVENTS: Events = {}
_MEANS_OF = {"aircraft": "air-strike", "artillery": "shelling", "explosive": "bombing", "gas": "chemical-attack"}


def is_class(scene: Scene, i: int, cls: str, events: Events = _NO_EVENTS) -> bool:
    """Whether the phrase at token `i` counts as `cls` for a condition or a slot."""
    negated = cls.startswith("!")
    if negated:
        return not is_class(scene, i, cls[1:], events)
    if cls == "any":
        return True
    t = scene.tree
    m = scene.mention(i)
    if cls in m.classes or cls == m.kind:
        return True
    if cls in {"force", "fighters"}:
        return "unit" in m.classes or (cls == "force" and m.kind == "coalition")
    if cls == "actor":
        # "the Russians" as people are a nation that acts
        return m.kind in ACTOR_KINDS or bool(m.classes & {"force", "fighters", "pronoun", "unknown", "leader", "person"}) or (m.kind == "people" and m.id is not None)
    if cls == "people":
        return m.kind in {"people", "person"} or "pronoun" in m.classes or (t.tag[i] == "CD")
    if cls == "place":
        return m.place is not None or "unknown" in m.classes
    if cls == "person":
        return m.lemma in {"he", "she", "him", "her"} or m.kind == "person"
    if cls == "event":
        return i in events and m.kind not in ACTOR_KINDS  # "forces backed by Iran" are no use of force
    if cls in _MEANS_OF and i in events:
        return _MEANS_OF[cls] in events[i]  # "the shelling hit a market" is said of shells
    if cls == "number":
        return t.tag[i] == "CD" or any(t.dep[k] == "nummod" for k in t.kids[i])
    if cls == "money":
        return t.entity[i] == "MONEY" or t.lemma[i] in {"$", "dollar", "euro", "money", "fund", "million", "billion"}
    if cls == "thing":
        return m.kind == "thing" and "unknown" not in m.classes or bool(m.classes & {"building", "vehicle", "thing"})
    return False


def holds(scene: Scene, condition: Condition, slots: dict[str, list[int]], events: Events) -> bool:
    """Whether a frame's condition is met by the slots."""
    fillers = slots.get(condition.slot, [])
    if "none" in condition.classes and not condition.lemmas:
        return bool(fillers) == condition.negated
    t = scene.tree
    met = any(
        any(is_class(scene, f, c, events) for c in condition.classes) or t.lemma[f] in condition.lemmas or t.low[f] in condition.lemmas
        for f in fillers
    )
    return met != condition.negated if fillers or condition.negated else False
