"""Fusion: several words of one passage that tell one event become one draft.

Flows in: the drafts of one sentence. Flows out: fewer drafts. "An air strike killed 13" and "killed 13 in clashes" are one
statement of the strike or the fight (codebook rule 19); "killed 5 and wounded 12" is one killing; a light verb's noun and
its clause ("launched an attack that targeted the base") are one attack.
"""

from __future__ import annotations

from imbroglio.reading.frames import Draft
from imbroglio.reading.mentions import Scene
from imbroglio.reading.tree import Tree

FORCE = frozenset("clash air-strike shelling bombing chemical-attack killing harm destruction".split())
_RANK = {"chemical-attack": 6, "air-strike": 5, "shelling": 4, "bombing": 5, "killing": 2, "clash": 3, "harm": 1, "destruction": 1}
_MEANS = frozenset({"clash", "air-strike", "shelling", "bombing", "chemical-attack"})
_TOLL = frozenset({"killing", "harm"})
_WITHIN = frozenset({"in", "by", "during", "from", "after", "when", "amid", "with"})


def _linked(t: Tree, scene: Scene, event: Draft, toll: Draft) -> bool:
    """Whether the toll is said of the event: it is its subject, its agent, its clause, or hangs on it by "in"."""
    e, k = event.tok, toll.tok
    verb = k if t.is_verb(k) else (toll.light if toll.light is not None else None)
    if verb is not None:
        slots = t.slots(verb)
        if e in slots.get("subj", []) or any(e in slots.get(p, []) for p in _WITHIN):
            return True
        if t.dep[verb] in {"relcl", "acl", "advcl", "xcomp", "conj", "pcomp"} and t.head[verb] in {e, event.light}:
            if t.dep[verb] == "advcl" and t.tag[verb] != "VBG" and t.is_verb(t.head[verb]):
                return False
            return True
        if t.dep[verb] == "pcomp" and t.head[t.head[verb]] in {e, event.light}:
            return True
        if event.light is not None and event.light == verb:
            return True
        if t.is_verb(e) and t.dep[e] in {"advcl"} and t.head[e] == verb and _when(t, e):
            return True
        return False
    if e in _within(t, k):
        return True
    if t.is_verb(e):
        slots = t.slots(e)
        return k in slots.get("obj", []) and toll.type in _TOLL
    return t.dep[k] == "pobj" and t.head[t.head[k]] == e and t.low[t.head[k]] in {"with", "in", "that", "of"}


def _when(t: Tree, e: int) -> bool:
    return any(t.dep[k] in {"advmod", "mark"} and t.low[k] in {"when", "after", "as"} for k in t.kids[e])


def _within(t: Tree, k: int) -> set[int]:
    return {f for p in t.having(k, "prep") if t.low[p] in _WITHIN for g in t.having(p, "pobj") for f in t.fillers(g)}


def _absorb(into: Draft, other: Draft, why: str) -> None:
    """Give what `other` holds to `into`: roles that are empty there, and its numbers' owners."""
    for role in ("agent", "target", "place"):
        if role == "agent" and other.type in _TOLL and into.type in _MEANS:
            fresh = [m for m in other.roles[role] if m.kind != "thing" and m.tok != into.tok]
        else:
            fresh = other.roles[role]
        if not into.roles[role] or role == "target":
            for m in fresh:
                if m.tok != into.tok and all(m.tok != x.tok for x in into.roles["agent"]):
                    into.add(role, m, why)
    into.merged.append(other)
    into.because.append(f"'{why}' joined to it: {other.type}")


def fuse(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Join the drafts that tell one event."""
    t = scene.tree
    alive = list(drafts)
    alive = _joined_tolls(t, alive)
    for toll in [d for d in alive if d.type in _TOLL]:
        parts = [toll, *toll.merged]
        event = next((e for e in alive if e is not toll and e.type in _MEANS and any(_linked(t, scene, e, p) for p in parts)), None)
        if event is not None:
            _absorb(event, toll, t.text[toll.tok])
            alive.remove(toll)
    return _same_event(scene, alive)


def _joined_tolls(t: Tree, drafts: list[Draft]) -> list[Draft]:
    """"killed 5 and wounded 12", "5 dead and 12 injured": the first keeps both."""
    out: list[Draft] = []
    for d in drafts:
        first = next(
            (k for k in out if k.type == "killing" and d.type in _TOLL and (t.head[d.tok] == k.tok and t.dep[d.tok] in {"conj", "advcl"}
             or (t.dep[t.head[d.tok]] == "conj" and t.head[t.head[d.tok]] == k.tok)
             or (d.type == "harm" and t.clause(d.tok) == t.clause(k.tok))
             or (d.type == "harm" and abs(d.tok - k.tok) <= 6 and not t.is_noun(d.tok) and t.dep[t.clause(d.tok)] in {"conj", "advcl"}))),
            None,
        )
        if first is None:
            out.append(d)
        else:
            first.merged.append(d)
    return out


def _same_event(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """"carried out an attack that targeted a base": two words of force, one the subject or light-verb noun of the other."""
    t = scene.tree
    alive = list(drafts)
    for d in list(drafts):
        if d not in alive or d.type not in FORCE or not t.is_verb(d.tok):
            continue
        slots = t.slots(d.tok)
        for e in alive:
            if e is d or e.type not in _MEANS or t.is_verb(e.tok) or d.type == "destruction":
                continue
            if e.tok in slots.get("subj", []) or (t.dep[d.tok] == "acl" and t.head[d.tok] == e.tok) or (e.tok in slots.get("with", []) + slots.get("in", []) and e.type != "clash"):
                _absorb(e, d, t.text[d.tok])
                if _RANK.get(d.type, 0) > _RANK.get(e.type, 0):
                    e.type = d.type
                alive.remove(d)
                break
    return alive
