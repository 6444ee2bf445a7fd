"""Demands without a verb of demanding: "Ankara said that Damascus must hand the pilots over".

Flows in: a `Scene` and its credits. Flows out: drafts of `demand`: whoever says it, to whoever is to act.
"""

from __future__ import annotations

from collections.abc import Sequence

from imbroglio.reading.attribution import Attribution
from imbroglio.reading.frames import Draft
from imbroglio.reading.mentions import ACTOR_KINDS, Scene

_DUTY = frozenset({"must", "should", "ought"})


def find_demands(scene: Scene, credits: Sequence[Attribution]) -> list[Draft]:
    """One draft for each credited clause that says what somebody must do."""
    t = scene.tree
    out: list[Draft] = []
    for i in range(len(t)):
        if t.low[i] not in _DUTY or t.dep[i] != "aux" or not t.is_verb(t.head[i]):
            continue
        verb = t.head[i]
        credit = next((c for c in credits if c.source and verb in c.covers and c.stance == "asserts"), None)
        if credit is None:
            continue
        draft = Draft("event", "demand", i, [i, verb], "duty", weight=0.7)
        draft.because.append(f"what is credited says what '{t.text[i]}' be done")
        for m in credit.source:
            draft.add("agent", m, "who says it")
        for f in [f for s in t.subject(verb) for f in t.fillers(s)]:
            m = scene.mention(f)
            if m.kind in ACTOR_KINDS or m.kind in {"person", "people"}:
                draft.add("target", m, "who is to act")
        out.append(draft)
    return out
