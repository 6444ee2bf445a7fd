"""Addressees: to whom words are said, whom a threat would hit, against whom a protest is, where no slot of the frame says it.

Flows in: a draft of words without a target, its match, the scene. Flows out: the same draft with its target, if somebody fits.
"""

from __future__ import annotations

from imbroglio.reading.drafts import Draft, Match
from imbroglio.reading.mentions import PARTY_KINDS, Scene

# what a protest's words say of those it is against
_DEFIES = frozenset("defy oppose denounce condemn reject accuse taunt challenge oust topple remove unseat".split())
_ANGER = frozenset("anger fury outrage rage disgust discontent frustration dismay protest indignation shout jeer".split())
_OUSTERS = frozenset("resignation departure ouster removal overthrow downfall exit impeachment rule policy government regime dismissal".split())


def _party(scene: Scene, draft: Draft, i: int) -> bool:
    """Whether the phrase at `i` names somebody to whom words can be addressed, and who is not the speaker."""
    m = scene.mention(i)
    mine = {x.tok for x in draft.roles["agent"]} | {x.name for x in draft.roles["agent"]}
    return m.kind in PARTY_KINDS and m.tok not in mine and m.name not in mine and "pronoun" not in m.classes


def addressee(scene: Scene, draft: Draft, match: Match) -> None:
    """To whom words are addressed where no slot says it: who is to act ("demanded that Israel withdraw"), or
    whose thing it is ("rejected an Indian proposal", "demands support from the assembly")."""
    t = scene.tree
    v = draft.tok
    if t.is_verb(v):
        deeds = [k for k in t.having(v, "xcomp") if t.is_verb(k)]
        for k in [c for w in (v, *deeds) for c in t.having(w, "ccomp", "xcomp", "advcl")]:
            for s in t.having(k, "nsubj", "nsubjpass"):
                for f in t.fillers(s):
                    if draft.type in {"demand", "accusation", "threat"} and _party(scene, draft, f):
                        draft.add("target", scene.mention(f), "who is to act")
        if draft.type in {"demand", "threat"} and not draft.roles["target"]:
            for f in t.slots(v).get("obj", []):  # "pressed the alliance for a charter"
                if _party(scene, draft, f):
                    draft.add("target", scene.mention(f), f"obj of '{t.text[v]}'")
        if draft.type == "threat" and not draft.roles["target"]:
            _threatened(scene, draft, deeds)
        if draft.roles["target"]:
            return
    nouns = [*match.slots.get("obj", []), *(w for w in match.words if w != v and t.is_noun(w))]
    if t.is_noun(v):
        nouns.append(v)
    for n in nouns:
        slots = t.slots(n) if t.is_noun(n) else {}
        for slot in ("poss", "mod", "from", "by", "with", "to", "of", "against"):
            for f in slots.get(slot, []):
                if f not in match.words and _party(scene, draft, f):
                    draft.add("target", scene.mention(f), f"{slot} of '{t.text[n]}'")
            if draft.roles["target"]:
                return


def protested(scene: Scene, draft: Draft) -> None:
    """"... to press for the departure of X", "defying X", "in anger at X": against whom a protest is, said in what hangs on it."""
    t = scene.tree
    top = t.clause(draft.tok)
    below = [k for k in t.subtree(draft.tok if t.is_noun(draft.tok) else top) if k not in draft.words and k > draft.tok]
    for k in below:
        hit: list[int] = []
        if t.is_verb(k) and t.lemma[k] in _DEFIES:
            hit = t.slots(k).get("obj", [])
        elif t.low[k] in {"against", "at"} and t.tag[k] == "IN" and (t.low[k] == "against" or t.lemma[t.head[k]] in _ANGER):
            hit = [f for g in t.having(k, "pobj") for f in t.fillers(g)]
        elif t.is_noun(k) and t.lemma[k] in _OUSTERS:
            slots = t.slots(k)
            hit = [*slots.get("of", []), *slots.get("poss", [])]
        parties = [f for f in hit if _party(scene, draft, f)]
        if parties:
            for f in parties:
                draft.add("target", scene.mention(f), "against whom it is")
            return


def _threatened(scene: Scene, draft: Draft, deeds: list[int]) -> None:
    """"Threatened to bomb X", "to launch a new offensive in its war with X": to whom the deed would be done."""
    t = scene.tree
    for verb in deeds:
        slots = t.slots(verb)
        done = [*slots.get("obj", []), *(f for s in ("iobj", "on", "against", "at", "to", "with", "over") for f in slots.get(s, []))]
        around = [*done, *slots.get("in", [])]
        below = [f for n in around if t.is_noun(n) for s in ("on", "against", "with", "to", "of", "in") for f in t.slots(n).get(s, [])]
        farther = [f for n in below if t.is_noun(n) for s in ("with", "against", "on") for f in t.slots(n).get(s, [])]
        for near in (done, below, farther):
            for f in near:
                if _party(scene, draft, f):
                    draft.add("target", scene.mention(f), f"whom '{t.text[verb]}' would hit")
            if draft.roles["target"]:
                return
