"""Where: the most exact place that a passage ties to an event, by syntax first, then sentence, then paragraph.

Flows in: a draft with the places that its frame gave, the scene, the places spoken of before. Flows out: the draft's
`place`. A place of origin in an epithet or in a source's name ("a Damascus-based monitor") is no place of the event.
"""

from __future__ import annotations

from imbroglio.reading.frames import LOCATIVE, Draft
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.tree import Tree

# Types whose place may come from the sentence, and those whose place may come from the paragraph too (codebook 6.12).
BY_SENTENCE = frozenset(
    "clash air-strike shelling bombing chemical-attack killing harm destruction abduction arrest release capture withdrawal siege "
    "displacement deployment aid agreement talks violation protest casualties losses displaced flow responsibility contested holds".split()
)
BY_PARAGRAPH = frozenset(
    "clash air-strike shelling bombing chemical-attack killing harm destruction abduction arrest capture withdrawal siege "
    "displacement deployment protest casualties displaced holds contested".split()
)
_WHERE = LOCATIVE | {"of", "outside", "inside", "off", "by", "on", "west", "east", "north", "south", "past", "beyond"}
_SIDES = frozenset("outskirts outskirt edge suburb suburbs centre center heart part parts area areas vicinity countryside side west east north south "
                   "northwest northeast southwest southeast middle surroundings town city village province district region state capital neighbourhood neighborhood".split())


def locatives(scene: Scene, i: int) -> list[Mention]:
    """Places that hang on token `i` by a preposition of place, "outskirts of X" followed to X."""
    t = scene.tree
    out: list[Mention] = []
    for k in t.kids[i]:
        if t.dep[k] in {"prep", "prt", "advmod"} and t.low[k] in LOCATIVE | {"off"}:
            out += _under(scene, k)
        elif t.dep[k] == "advmod" and t.low[k] in {"north", "south", "east", "west", "northwest", "northeast", "southwest", "southeast"}:
            out += [m for g in t.kids[k] if t.dep[g] == "prep" for m in _under(scene, g)]
    return out


def _under(scene: Scene, prep: int) -> list[Mention]:
    t = scene.tree
    out: list[Mention] = []
    for g in t.kids[prep]:
        if t.dep[g] == "pobj":
            for f in t.fillers(g):
                out += exact(scene, f)
        elif t.dep[g] == "prep":
            out += _under(scene, g)
    return out


def exact(scene: Scene, i: int) -> list[Mention]:
    """The place at `i`; for "outskirts of X", "the town of X", "the airport in X" the more exact of both."""
    t = scene.tree
    m = scene.mention(i)
    if m.place is not None and (m.kind in {"place", "state"} or "place" in m.classes):
        return [m]
    inner: list[Mention] = []
    for k in t.kids[i]:
        if t.dep[k] == "prep" and t.low[k] in {"of", "in", "near", "around"}:
            inner += [x for g in t.kids[k] if t.dep[g] == "pobj" for f in t.fillers(g) for x in exact(scene, f)]
        elif t.dep[k] == "appos":
            inner += exact(scene, k)
    if m.kind == "place":
        return inner if inner and (t.lemma[i] in _SIDES or not named(m)) else [m]
    if "building" in m.classes:
        return inner
    return inner if t.lemma[i] in _SIDES else []


def named(m: Mention) -> bool:
    """Whether a place is named, and not only described ("a checkpoint", "residential areas")."""
    return m.place is not None or m.id is not None or m.text[:1].isupper() and "time" not in m.classes


def usable(t: Tree, m: Mention) -> bool:
    """Whether a place named in the sentence may be where things happen: no epithet, no demonym, no source's seat."""
    if m.adjectival:
        return False
    i = m.tok
    if t.dep[i] in {"npadvmod", "poss"} or (i + 2 < len(t) and t.text[i + 1] == "-" and t.start[i + 1] == t.end[i]):
        return False
    return not (t.dep[i] in {"compound", "nmod", "amod"} and m.kind != "place")


def _distance(t: Tree, a: int, b: int) -> int:
    """Steps in the tree between two tokens."""
    above = {a: 0}
    for n, x in enumerate(t.ancestors(a), 1):
        above.setdefault(x, n)
    if b in above:
        return above[b]
    for n, x in enumerate(t.ancestors(b), 1):
        if x in above:
            return n + above[x]
    return 99


def settle(scene: Scene, draft: Draft, before: Mention | None, sentence_places: list[Mention]) -> None:
    """Fill or sharpen the draft's place.

    Args:
        before: the place that the paragraph is about.
        sentence_places: places named in the sentence.
    """
    t = scene.tree
    places = draft.roles["place"]
    if draft.type in BY_SENTENCE and not any(named(m) for m in places):
        for node in _chain(scene, draft):
            for m in locatives(scene, node):
                draft.add("place", m, f"by '{t.text[node]}'")
            if any(named(m) for m in draft.roles["place"]):
                break
    if draft.type in BY_SENTENCE and not any(named(m) for m in places):
        fillers = {m.tok for r in ("agent", "target") for m in draft.roles[r]}
        near_by = [m for m in sentence_places if usable(t, m) and (m.tok not in fillers or m.kind == "place")]
        if near_by:
            near = min(near_by, key=lambda m: (_distance(t, draft.tok, m.tok), abs(m.tok - draft.tok)))
            draft.add("place", near, "nearest place of the sentence")
            for f in t.spread(near.tok)[1:]:
                if scene.mention(f).kind == "place":
                    draft.add("place", scene.mention(f), "joined to it")
    if draft.type in BY_PARAGRAPH and before is not None and not any(named(m) for m in places):
        places.append(before)
        draft.because.append(f"place: '{before.text}' (from the sentences before)")
    _sharpen(scene, draft)


def _chain(scene: Scene, draft: Draft) -> list[int]:
    """The trigger, the words of its phrase, its light verb, its patients, and the verbs above it, as far as the clause goes."""
    t = scene.tree
    out = [draft.tok, *[w for w in draft.words if w != draft.tok]]
    if draft.light is not None:
        out.append(draft.light)
    out += [m.tok for r in ("target", "agent") for m in draft.roles[r] if "pronoun" not in m.classes]
    at = draft.tok
    for _ in range(4):
        if t.dep[at] in {"ROOT", "relcl", "ccomp", "parataxis"}:
            break
        at = t.head[at]
        if t.is_verb(at) or t.is_noun(at):
            out.append(at)
    return list(dict.fromkeys(out))


def _sharpen(scene: Scene, draft: Draft) -> None:
    """Keep the most exact: a country or province beside a town within it says nothing more; agents' countries go."""
    places = draft.roles["place"]
    if len(places) < 2:
        return
    known = [m for m in places if named(m)]
    if known and len(known) < len(places):
        places = draft.roles["place"] = known
    fine = [m for m in places if m.place is not None and m.place.precision <= 2]
    if fine:
        kept = [m for m in places if m.place is None or m.place.precision <= 2]
        draft.roles["place"] = kept or places
