"""Demands and threats without a verb of demanding or threatening: "Ankara said that Damascus must hand the pilots over";
"Brussels could freeze the funds unless the judges are protected".

Flows in: a `Scene`, its credits and drafts. Flows out: drafts of `demand`: whoever says it, to whoever is to act; and of `threat`.
"""

from __future__ import annotations

from collections.abc import Sequence

from imbroglio.reading.attribution import Attribution
from imbroglio.reading.drafts import Draft
from imbroglio.reading.mentions import PARTY_KINDS, Scene

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
            if m.kind in PARTY_KINDS:
                draft.add("target", m, "who is to act")
        out.append(draft)
    return out


_HARMS = frozenset(
    "clash air-strike shelling bombing chemical-attack killing harm destruction abduction arrest siege sanction refusal repression protest cut-ties".split()
)
_ANNOUNCED = frozenset({"will", "would", "could", "may", "might", "shall", "'ll"})


def find_threats(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """One draft for each harm that somebody announces on a condition: "will", "could" with "unless" or "if"."""
    t = scene.tree
    out: list[Draft] = []
    for d in drafts:
        if d.type not in _HARMS or not t.is_verb(d.tok) or not d.roles["agent"]:
            continue
        modal = next((k for k in t.kids[d.tok] if t.dep[k] == "aux" and t.low[k] in _ANNOUNCED), None)
        unless = next((k for k in t.having(d.tok, "advcl") if any(t.low[g] in {"unless", "if"} and t.dep[g] == "mark" for g in t.kids[k])), None)
        doers = [m for m in d.roles["agent"] if m.kind in PARTY_KINDS]
        if modal is None or unless is None or not doers:
            continue
        draft = Draft("event", "threat", modal, [modal, d.tok], "condition", weight=0.7)
        draft.because.append(f"a harm announced on a condition: '{t.text[modal]} {t.text[d.tok]}'")
        for m in doers:
            draft.add("agent", m, "who would do it")
        for m in d.roles["target"] or [scene.mention(f) for s in t.subject(unless) for f in t.fillers(s)]:
            if m.kind in PARTY_KINDS:
                draft.add("target", m, "to whom it would be done")
        out.append(draft)
    return out
