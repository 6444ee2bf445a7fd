"""Roles that only the whole draft settles: who of two stands on which side, whose figure it is, who is of what.

Flows in: drafts as the frames, `fusion` and `measure` left them. Flows out: the same drafts, their roles in order.
"""

from __future__ import annotations

from imbroglio.reading.drafts import Draft
from imbroglio.reading.mentions import ACTOR_KINDS, Mention, Scene

_PEOPLED = frozenset({"casualties", "displaced"})
_MUTUAL = frozenset("clash fight battle skirmish firefight fighting exchange duel".split())
_POSSESSIVE = frozenset({"PRP$", "POS"})
_BOMBERS = frozenset({"bomber", "attacker", "assailant", "militant", "man", "woman"})
_BODY_KINDS = ACTOR_KINDS | {"place"}


def settle_roles(scene: Scene, drafts: list[Draft]) -> None:
    """Put the roles of a sentence's drafts in order."""
    for d in drafts:
        agent, target = d.roles["agent"], d.roles["target"]
        if d.type in _PEOPLED and target or d.type == "losses" and not agent and target and all(m.kind in ACTOR_KINDS for m in target):
            _own_figure(d)
        elif d.type == "destruction" and not target:
            _ruined(scene, d)
        elif d.type == "clash":
            _two_sides(scene, d)
        elif d.type == "allied" and d.rule == "noun":
            _whose_ally(scene, d)
        elif d.type in {"leads", "speaks-for"} and len(target) > 1:
            _one_body(d)
        elif d.type == "deployment" and not agent and target and scene.tree.passive(d.tok) and all(m.kind in ACTOR_KINDS for m in target):
            for m in tuple(target):  # nobody is named as sending them (codebook rule 17)
                _move(d, m, "target", "agent", "who is there")
        elif d.type == "bombing" and not agent:
            _bomber(scene, d)


def _move(d: Draft, m: Mention, old: str, new: str, why: str) -> None:
    d.roles[old] = [x for x in d.roles[old] if x.tok != m.tok]
    if not any(x.tok == m.tok for x in d.roles[new]):
        d.roles[new].append(m)
        d.reasons[new, m.tok] = why
        d.because.append(f"{new}: '{m.text}' ({why})")


def _own_figure(d: Draft) -> None:
    """A figure is that of those whom it counts."""
    counted = d.roles["target"]
    d.roles["agent"], d.roles["target"] = [], []
    for m in counted:
        _move(d, m, "target", "agent", "who is counted")


def _ruined(scene: Scene, d: Draft) -> None:
    """"destroyed the old town": a place told by a common noun is also what was destroyed."""
    for m in d.roles["place"]:
        if d.reasons.get(("place", m.tok), "").startswith(("obj of", "head of", "of of")) and scene.tree.tag[m.tok] in {"NN", "NNS"}:
            d.roles["target"].append(m)
            d.reasons["target", m.tok] = "what was destroyed"
            d.because.append(f"target: '{m.text}' (what was destroyed)")


def _two_sides(scene: Scene, d: Draft) -> None:
    """"23 militants died in clashes with the army": the army is the other side; "A and B clashed": one against the other."""
    agent, target = d.roles["agent"], d.roles["target"]
    if not agent and len(target) > 1 and d.merged:
        facing = [m for m in target if d.reasons.get(("target", m.tok), "").startswith("with of")]
        if facing and len(facing) < len(target):
            for m in facing:
                _move(d, m, "target", "agent", "the other side of those killed")
        return
    if len(agent) == 2 and not target and scene.tree.lemma[d.tok] in _MUTUAL and all(m.kind in ACTOR_KINDS for m in agent):
        why = [d.reasons.get(("agent", m.tok), "") for m in agent]
        if all(w.startswith(("subj", "joined")) for w in why):
            _move(d, max(agent, key=lambda m: (d.reasons.get(("agent", m.tok), "").startswith("joined"), m.tok)), "agent", "target", "the other side of a fight")


def _whose_ally(scene: Scene, d: Draft) -> None:
    """"the regime and its allies": the regime has the allies, and not the other way round."""
    t = scene.tree
    owners = [m for m in d.roles["target"] if d.reasons.get(("target", m.tok), "").startswith("poss")]
    if not owners or [m.tok for m in d.roles["agent"]] != [d.tok]:
        return
    owner, ally = owners[0], d.roles["agent"][0]
    if "pronoun" in owner.classes and t.tag[owner.tok] in _POSSESSIVE and t.dep[d.tok] == "conj":
        first = scene.mention(t.head[d.tok])
        owner = first if first.kind in ACTOR_KINDS else owner
    d.roles["agent"], d.roles["target"] = [], []
    _move(d, owner, "target", "agent", "whose ally it is")
    _move(d, ally, "agent", "target", "the ally")


def _one_body(d: Draft) -> None:
    """"the British Secretary of State for Defence" speaks for Britain; a title before the office is no body."""
    bodies = [m for m in d.roles["target"] if m.kind in _BODY_KINDS and (not m.text[:1].isdigit() or " " in m.text)]
    if d.type == "speaks-for":
        named = [m for m in bodies if m.id is not None and d.reasons.get(("target", m.tok), "").startswith(("mod", "poss"))]
        bodies = named or bodies
    if bodies:
        d.roles["target"] = bodies


def _bomber(scene: Scene, d: Draft) -> None:
    """"A suicide bomber killed four people": he acts."""
    t = scene.tree
    for part in d.parts():
        if not t.is_verb(part.tok):
            continue
        for s in t.slots(part.tok).get("subj", []):
            if t.lemma[s] in _BOMBERS:
                d.add("agent", scene.mention(s), "who carried the bomb")
                return
