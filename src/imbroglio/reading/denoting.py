"""Whom a noun stands for: who holds an office, who owns a force of several owners.

Flows in: a `Scene` and a noun's token. Flows out: the tokens, or mentions, that the noun is said of.
"""

from __future__ import annotations

from collections.abc import Iterator

from imbroglio.reading.mentions import ACTOR_KINDS, Mention, Scene


def joined_owners(scene: Scene, h: int) -> Iterator[Mention]:
    """"Russian and Syrian warplanes", "Russian and LPR forces": those for whom the noun itself does not stand."""
    t = scene.tree
    mine = scene.mention(h)
    for k in t.kids[h]:
        if k < h and t.dep[k] in {"amod", "compound", "nmod"} and k in scene.names:
            several = t.spread(k)
            for other in several if len(several) > 1 else ():
                m = scene.mention(other)
                if other < h and m.kind in ACTOR_KINDS and m.name != mine.name and (other in scene.names or "government" in m.classes):
                    yield m


def _name_after(scene: Scene, n: int) -> int | None:
    """The name right after an office that the parser tied to something else: "the mayor of X, Y Z said"."""
    t = scene.tree
    last = n
    for k in t.kids[n]:
        if k > n and t.dep[k] == "prep" and k == last + 1:
            last = max(t.subtree(k))
    at = last + 1
    if at < len(t) and t.text[at] == ",":
        at += 1
    for _ in range(3):
        if at >= len(t) or t.tag[at] != "NNP":
            return None
        if t.dep[at] != "compound" or t.head[at] < at:
            break
        at = t.head[at]
    # a clause of its own between office and name would be somebody else's
    return at if at != n and at < len(t) and scene.mention(at).kind == "person" else None


def denoted(scene: Scene, n: int) -> list[int]:
    """Whom a nominal predicate is said of: the subject of a copula, the noun in apposition, a name after it, else itself."""
    t = scene.tree
    dep, head = t.dep[n], t.head[n]
    if dep in {"attr", "oprd"} or (dep == "conj" and t.dep[head] == "attr"):
        verb = head if dep != "conj" else t.head[head]
        found = [f for s in t.subject(verb) for f in t.fillers(s)]
        if t.passive(verb) or dep == "oprd":
            found = t.slots(verb).get("obj") or found
        return found or [n]
    if dep == "appos":
        return [head]
    if dep == "pobj" and t.low[head] in {"under", "in", "outside", "beyond", "out", "among"}:
        above = t.head[head]
        if t.is_noun(above):
            return [above]
        if t.is_verb(above):
            slots = t.slots(above)
            return slots.get("obj") or slots.get("subj") or [n]
    own = t.having(n, "appos")
    if own:
        return [f for k in own for f in t.fillers(k)]
    if dep in {"compound", "nmod"} and t.is_noun(head):
        return [head]
    beside = _name_after(scene, n)
    if beside is None:
        beside = _name_before(scene, n)
    return [n] if beside is None else [beside]


def _name_before(scene: Scene, n: int) -> int | None:
    """"X Y, the envoy to Z, urged": the name before the comma, where the parser did not tie the two."""
    t = scene.tree
    at = t.phrase(n)[0] - 1
    if at > 0 and t.tag[at] == "DT":
        at -= 1
    if at <= 0 or t.text[at] != "," or t.tag[at - 1] != "NNP":
        return None
    m = scene.mention(at - 1)
    return at - 1 if m.kind == "person" or m.id is None and m.place is None and m.kind != "place" and not t.tag[at - 1].endswith("S") else None
