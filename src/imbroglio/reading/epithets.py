"""Epithets and other relations within a noun phrase: "X-backed", "X-held", "pro-X", "NAME (ABBR)", "also known as".

Flows in: a `Scene` and the epithets (data: `knowledge/lexicon/epithets.toml`). Flows out: drafts of relation and control statements.
"""

from __future__ import annotations

from imbroglio.knowledge.words import Epithet, Epithets
from imbroglio.reading.frames import Draft, is_class
from imbroglio.reading.mentions import ACTOR_KINDS, Mention, Scene
from imbroglio.reading.tree import Tree

HYPHENS = frozenset("-–‑")


def _modified(t: Tree, i: int) -> int | None:
    """The noun that an epithet's participle describes."""
    at = i
    for _ in range(4):
        if t.dep[at] in {"amod", "compound", "nmod", "acl", "npadvmod"} and t.head[at] != at:
            at = t.head[at]
            if t.is_noun(at) and at > i:
                return at
            continue
        break
    for k in range(i + 1, min(i + 5, len(t))):
        if t.is_noun(k):
            while t.dep[k] in {"compound", "nmod"} and t.head[k] > k:
                k = t.head[k]
            return k
        if t.tag[k] not in {"JJ", "VBN", "CC", ","}:
            return None
    return None


def _actor_like(m: Mention) -> bool:
    return m.kind in ACTOR_KINDS or m.kind == "person" or bool(m.classes & {"fighters", "force", "government", "unknown", "state"})


def find_epithets(scene: Scene, known: Epithets) -> list[Draft]:
    """Drafts from hyphened epithets."""
    t = scene.tree
    out: list[Draft] = []
    for i in range(1, len(t) - 1):
        if t.text[i] not in HYPHENS or t.end[i - 1] != t.start[i] or t.end[i] != t.start[i + 1]:
            continue
        for epithet in known.suffixes.get(t.low[i + 1], ()):
            found = _suffix(scene, i, epithet)
            if found:
                out += found
                break
        else:
            for epithet in known.prefixes.get(t.low[i - 1], ()):
                out += _prefix(scene, i, epithet)[:1]
    return out


def _draft(scene: Scene, words: list[int], epithet: Epithet, x: Mention, ys: list[Mention]) -> Draft:
    draft = Draft(epithet.kind, epithet.type, words[0], words, "epithet", weight=epithet.weight)
    draft.because.append(f"'{''.join(scene.tree.text[w] for w in words)}' is an epithet of {epithet.type}")
    draft.add(epithet.first, x, "before the hyphen" if words[0] == x.tok else "after the hyphen")
    for y in ys:
        draft.add(epithet.head, y, "the noun described")
    return draft


def _suffix(scene: Scene, hyphen: int, epithet: Epithet) -> list[Draft]:
    t = scene.tree
    first = hyphen - 1
    if epithet.type == "none" or epithet.kind not in {"relation", "control"}:
        return []
    x = scene.mention(first)
    if not _actor_like(x):
        return []
    head = _modified(t, hyphen + 1)
    if head is None and t.dep[hyphen + 1] in {"acomp", "attr", "oprd"}:
        head = next(iter(t.subject(t.head[hyphen + 1])), None)
    if head is None:
        return []
    ys = [scene.mention(f) for f in t.fillers(head)] if epithet.kind == "relation" else [scene.mention(head)]
    if epithet.kind == "control":
        ys = [y for y in ys if y.kind == "place" or y.place is not None or y.classes & {"place", "building", "unknown"}]
    ys = [y for y in ys if not epithet.if_head or any(is_class(scene, y.tok, c) for c in epithet.if_head)]
    if not ys or (epithet.if_first and not any(is_class(scene, first, c) for c in epithet.if_first)):
        return []
    return [_draft(scene, [first, hyphen, hyphen + 1], epithet, x, ys[:1] if epithet.kind == "relation" else ys)]


def _prefix(scene: Scene, hyphen: int, epithet: Epithet) -> list[Draft]:
    t = scene.tree
    x = scene.mention(hyphen + 1)
    if epithet.type == "none" or epithet.kind not in {"relation", "control"}:
        return []
    if not (_actor_like(x) or x.kind in {"place", "people"}):
        return []
    head = _modified(t, hyphen + 1) or (t.head[hyphen + 1] if t.is_noun(t.head[hyphen + 1]) and t.head[hyphen + 1] > hyphen else None)
    if head is None or head == hyphen + 1:
        return []
    y = scene.mention(head)
    if not (_actor_like(y) or y.kind == "people") or (epithet.if_head and not any(is_class(scene, y.tok, c) for c in epithet.if_head)):
        return []
    return [_draft(scene, [hyphen - 1, hyphen, hyphen + 1], epithet, x, [y])]


_KNOWN_AS = (("also", "known", "as"), ("known", "as"), ("also", "called"), ("better", "known", "as"), ("or",), ("also", "known", "by"), ("dubbed",), ("called",))


def find_aliases(scene: Scene) -> list[Draft]:
    """"Syrian Democratic Forces (SDF)", "Jabhat al-Nusra, also known as the Nusra Front"."""
    t = scene.tree
    out: list[Draft] = []
    for i in range(1, len(t) - 2):
        if t.text[i] not in "([":
            continue
        close = next((k for k in range(i + 1, min(i + 9, len(t))) if t.text[k] in ")]"), None)
        if close is None:
            continue
        inner = [k for k in range(i + 1, close) if t.low[k] not in {"or", "also", "known", "as", "the", "formerly", ",", '"', "“", "”", "called", "arabic", ":", "so-called", "so", "-"}]
        if not inner or len(inner) > 5:
            continue
        head_in = inner[-1]
        before = i - 1
        if not (t.is_noun(before) and t.tag[before] in {"NNP", "NNPS", "NN", "NNS"} and t.text[before][:1].isupper() or before in scene.names):
            continue
        acronym = len(inner) == 1 and sum(c.isupper() for c in t.text[head_in]) >= 2 and len(t.text[head_in]) <= 10
        cue = any(t.low[k] in {"or", "known", "called", "formerly"} for k in range(i + 1, close))
        a, b = scene.mention(before), scene.mention(head_in)
        same = a.id is not None and a.id == b.id
        if not (acronym and _initial(a.text, t.text[head_in]) or cue or same) or a.kind in {"person", "people"}:
            continue
        draft = Draft("relation", "renamed" if "formerly" in t.low[i + 1 : close] else "alias", head_in, list(range(i, close + 1)), "bracket")
        draft.because.append("a name in brackets after a name")
        draft.add("agent", a, "the name before the bracket")
        draft.add("target", b, "the name in the bracket")
        out.append(draft)
    return out


def _initial(long: str, short: str) -> bool:
    letters = [w[0].lower() for w in long.replace("-", " ").split() if w[:1].isalpha()]
    want = [c.lower() for c in short if c.isalpha()]
    return len(long.split()) > 1 and (want[0] in letters or want[-1] in letters)
