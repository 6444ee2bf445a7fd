"""Where: the most exact place that a passage ties to an event, by syntax first, then sentence, then paragraph.

Flows in: a draft with the places that its frame gave, the scene, the places spoken of before. Flows out: the draft's
`place`. A place of origin in an epithet or in a source's name ("a Damascus-based monitor") is no place of the event.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from imbroglio.reading.drafts import Draft
from imbroglio.reading.frames import LOCATIVE
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.tree import Tree

# Types whose place may come from the sentence, and those whose place may come from the paragraph too (codebook 6.12).
BY_SENTENCE = frozenset(
    "clash air-strike shelling bombing chemical-attack killing harm destruction abduction arrest release capture withdrawal siege "
    "displacement deployment aid agreement talks violation protest casualties losses displaced flow responsibility contested holds".split()
)
BY_PARAGRAPH = frozenset(
    "clash air-strike shelling bombing chemical-attack killing destruction abduction capture withdrawal siege "
    "displacement deployment casualties displaced holds contested".split()
)
_WHERE = LOCATIVE | {"of", "outside", "inside", "off", "by", "on", "west", "east", "north", "south", "past", "beyond"}
_SIDES = frozenset("outskirts outskirt edge suburb suburbs centre center heart part parts area areas vicinity countryside side west east north south "
                   "northwest northeast southwest southeast middle surroundings town city village province district region state capital neighbourhood neighborhood".split())


COUNTRY, _CLOSE = 6, 3  # precision of a country's point; steps in the tree
_CLAIMED = 2  # steps that a place is farther off for being another event's
_WITHIN = frozenset("of in near around at on outside inside within between above below overlooking off".split())
_SETTLEMENTS = frozenset("city town village hamlet settlement camp".split())
_WARS = frozenset("war conflict revolution uprising rebellion insurgency unrest crisis".split())
_WHOLE = _WARS | {"invasion"}  # a war as a whole happens nowhere nearer than its country
_PARTS = frozenset("rural northern southern eastern western central northeastern northwestern southeastern southwestern".split())
_STRETCHES = frozenset("area position street road neighbourhood neighborhood zone route line outskirt suburb part".split())
_STRUCK = frozenset("clash air-strike shelling bombing chemical-attack capture siege".split())
_ABOUT = frozenset("near outside around surrounding beside".split())
_BEARINGS = frozenset(
    "north south east west northeast northwest southeast southwest north-east north-west south-east south-west vicinity direction".split()
)
_MEASURES = frozenset("km kilometer kilometre mile metre meter".split())
_INSIDE = frozenset("in into inside within across throughout around".split())


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
    """The place at `i`; for "outskirts of X", "the town of X", "the airport in X" the more exact of both.

    A settlement that is not named, in a province that is ("a village in Deir ez-Zor province"), stays, with the province as its point.
    """
    t = scene.tree
    m = scene.mention(i)
    listed = _listed(scene, i)
    if listed:
        return listed
    if m.place is not None and (m.kind in {"place", "state"} or "place" in m.classes):
        if i not in scene.names and t.lemma[i] not in _SETTLEMENTS:  # "the streets of X" lie where X does: X is the place
            whole = [f for k in t.having(i, "prep") if t.low[k] == "of" for g in t.having(k, "pobj") for f in t.fillers(g)]
            found = [x for f in whole for x in exact(scene, f) if named(x)]
            if found:
                return found
        return [*_run(scene, i), m, *_joined(scene, i)]
    if _facility(scene, m):
        return [_as_place(scene, i)]
    inner: list[Mention] = []
    for k in t.kids[i]:
        if t.dep[k] == "prep" and t.low[k] in _WITHIN:
            inner += [x for g in t.kids[k] if t.dep[g] == "pobj" for f in t.fillers(g) for x in exact(scene, f)]
        elif t.dep[k] == "appos":
            inner += exact(scene, k)
    if m.kind != "place":
        return inner if t.lemma[i] in _SIDES or m.classes & {"building", "thing"} and "unknown" not in m.classes else []
    if t.lemma[i] == "side" and not inner:
        return []  # "the two sides"
    if "proper" in m.classes:
        return [m, *_joined(scene, i)]
    if not inner or (named(m) and t.lemma[i] not in _SIDES):
        return [m]
    if t.lemma[i] in _SETTLEMENTS and all(x.place is not None and x.place.precision > 2 for x in inner):
        return [replace(m, place=inner[0].place, id=inner[0].id, name=f"{m.name} in {inner[0].name}", vague=False)]
    return inner


def _facility(scene: Scene, m: Mention) -> bool:
    """Whether a building has a name of its own ("the Intercontinental Hotel", "Sumy State University"): a place, even if no gazetteer has it."""
    t = scene.tree
    if "building" not in m.classes or m.kind not in {"thing", "place"} or not t.encloses(m.start):
        return False
    return t.tag[m.tok] == "NNP" or any(t.tag[k] == "NNP" and t.dep[k] in {"compound", "nmod"} for k in t.kids[m.tok])


def _joined(scene: Scene, i: int) -> list[Mention]:
    """Y and Z of "the towns of X, Y and Z"."""
    t = scene.tree
    if i in scene.names:
        return []
    inner = [g for k in t.kids[i] if t.dep[k] == "prep" and t.low[k] == "of" for g in t.having(k, "pobj")]
    return [_as_place(scene, f) for g in inner if t.tag[g] == "NNP" for f in t.spread(g)[1:] if t.tag[f] == "NNP" or scene.mention(f).kind == "place"]


def _listed(scene: Scene, i: int) -> list[Mention]:
    """X, Y and Z of "the X, Y and Z districts" and of "areas including X, Y and Z"."""
    t = scene.tree
    if t.tag[i] != "NNS" or "place" not in scene.classes_of(i):
        return []
    out: list[Mention] = []
    names = [f for k in t.kids[i] if k < i and t.dep[k] in {"nmod", "compound"} and t.tag[k] == "NNP" for f in t.spread(k)]
    if len(names) > 1:
        out += [_as_place(scene, f) for f in names]
    for k in t.kids[i]:
        if t.dep[k] == "prep" and t.low[k] == "including":
            out += [x for g in t.having(k, "pobj") for f in t.spread(g) for x in exact(scene, f)]
    return out


def _as_place(scene: Scene, i: int) -> Mention:
    m = scene.mention(i)
    return m if m.kind == "place" else replace(m, kind="place", classes=frozenset({"place", "proper"}), adjectival=False)


def _run(scene: Scene, i: int) -> list[Mention]:
    """Places listed without commas before `i`: "Aleppo Raqqa Homs and Hama"."""
    t = scene.tree
    out: list[Mention] = []
    if i not in scene.names:
        return out
    for k in t.kids[i]:
        if k < i and t.dep[k] in {"compound", "nmod"} and k in scene.names and scene.names[k].places and not scene.names[k].senses:
            out += [*_run(scene, k), scene.mention(k)]
    return out


def named(m: Mention) -> bool:
    """Whether a place is named, and not only described ("a checkpoint", "residential areas")."""
    if m.place is not None or m.id is not None or "proper" in m.classes:
        return True
    return m.text.rsplit(" ", 1)[-1][:1].isupper() and "time" not in m.classes


def usable(scene: Scene, m: Mention) -> bool:
    """Whether a place named in the sentence may be where things happen: no epithet, no demonym, no office's seat, no state that acts."""
    t, i = scene.tree, m.tok
    if m.adjectival or t.dep[i] in {"npadvmod", "poss"} or (i + 2 < len(t) and t.text[i + 1] == "-" and t.start[i + 1] == t.end[i]):
        return False
    if m.kind != "place":
        return t.dep[i] == "pobj" and t.low[t.head[i]] in _INSIDE and not _seat(scene, t.head[t.head[i]])
    if t.dep[i] in {"compound", "nmod"}:
        return bool(scene.classes_of(t.head[i])) and not _seat(scene, t.head[i])
    return not (t.dep[i] == "pobj" and t.low[t.head[i]] in {"of", "for", "in"} and _seat(scene, t.head[t.head[i]]))


def _seat(scene: Scene, i: int) -> bool:
    """Whether what is said to be "of" or "in" a place is an office, a body or a source: nothing need happen there."""
    return scene.tree.lemma[i] in {"base", "headquarter", "branch", "affiliate", "wing", "bear"} or bool(
        scene.classes_of(i) & {"leader", "speaker", "government", "organisation"}
    )


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


def settle(scene: Scene, drafts: Sequence[Draft], ground: Mention | None, sentence_places: Sequence[Mention], sources: Container[int]) -> None:
    """Fill or sharpen the places of a sentence's drafts: all by syntax first, then the rest by what stands near.

    Args:
        ground: the place that the paragraph is about.
        sentence_places: places named in the sentence.
        sources: tokens that only say who told it ("the mayor of X said").
    """
    for draft in drafts:
        if draft.type in BY_SENTENCE:
            _by_syntax(scene, draft)
            draft.roles["place"] = [_grounded(scene, m, ground) for m in draft.roles["place"]]
    tied = {m.tok: d.tok for d in drafts for m in d.roles["place"]}
    land = _war_land(scene)
    free = [m for m in sentence_places if m.tok not in sources and usable(scene, m)]
    for draft in drafts:
        war = scene.tree.lemma[draft.tok] in _WHOLE
        if war and land is not None and not _settled(draft):
            draft.add("place", land, "the land of the war spoken of")
        if draft.type in BY_SENTENCE and not war and not _settled(draft):
            _by_nearness(scene, draft, free, tied, _exact_ground(ground))
        if draft.type in BY_SENTENCE and land is not None and not _settled(draft):
            draft.add("place", land, "the land of the war spoken of")
        if draft.type in BY_PARAGRAPH and ground is not None and not war and not _settled(draft):
            draft.roles["place"].append(ground)
            draft.because.append(f"place: '{ground.text}' (from the sentences before)")
        _sharpen(scene, draft)
        draft.roles["place"] = [m for m in draft.roles["place"] if not _takes_part(scene, draft, m)]


def _takes_part(scene: Scene, draft: Draft, m: Mention) -> bool:
    """A state named as one of those who do it, and not as where: "talks between Armenia and Azerbaijan"."""
    t = scene.tree
    if m.tok not in {x.tok for role in ("agent", "target") for x in draft.roles[role]} or m.kind != "state" or not t.encloses(m.start):
        return False
    first = t.head[m.tok] if t.dep[m.tok] == "conj" else m.tok
    return t.dep[first] == "pobj" and t.low[t.head[first]] in {"between", "with", "against", "by", "from"}


def _settled(draft: Draft) -> bool:
    return any(m.kind in {"place", "state"} or named(m) for m in draft.roles["place"])


def _settled_by_name(draft: Draft) -> bool:
    return any(named(m) for m in draft.roles["place"])


def _grounded(scene: Scene, m: Mention, ground: Mention | None) -> Mention:
    """"The area", "its streets": part of what the paragraph is about, and so told by its name."""
    t = scene.tree
    if ground is None or named(m) or m.kind != "place" or not t.encloses(m.start):
        return m
    definite = any(t.dep[k] in {"det", "poss"} and t.low[k] not in {"a", "an", "another", "some", "any"} for k in t.kids[m.tok])
    if not definite and (t.lemma[m.tok] not in _STRETCHES or t.kid(m.tok, "det", "nummod") is not None):
        return m
    return replace(m, name=ground.name, id=ground.id, place=ground.place, vague=False)


def _by_syntax(scene: Scene, draft: Draft) -> None:
    """Places that hang on the trigger and on the words above it."""
    t = scene.tree
    places = draft.roles["place"]
    places[:] = [x for m in places for x in (exact(scene, m.tok) or [m])] if len(places) else places
    if draft.type == "talks" and t.lemma[draft.tok] in {"visit", "visiting", "trip", "tour"}:
        for m in draft.roles["target"]:
            if m.place is not None:
                draft.add("place", m, "the place visited")
    if draft.type in _STRUCK:
        for m in draft.roles["target"]:
            if _facility(scene, m):
                draft.add("place", _as_place(scene, m.tok), "a place by name")
    if places:
        if not _settled_by_name(draft):
            for m in locatives(scene, draft.tok):
                draft.add("place", m, f"by '{t.text[draft.tok]}'")
        return
    for node in _chain(scene, draft):
        for m in locatives(scene, node):
            draft.add("place", m, f"by '{t.text[node]}'")
        if draft.roles["place"]:
            return


def _exact_ground(ground: Mention | None) -> bool:
    return ground is not None and ground.place is not None and ground.place.precision < COUNTRY


def _by_nearness(scene: Scene, draft: Draft, free: Sequence[Mention], tied: Mapping[int, int], grounded: bool) -> None:
    """The nearest place of the sentence, one that no other event has for itself before one that has."""
    t = scene.tree
    fillers = {m.tok for r in ("agent", "target") for m in draft.roles[r]}
    near_by = [m for m in free if m.tok not in fillers or m.kind == "place"]
    if grounded:  # a country named far off says less than what the paragraph is about
        near_by = [m for m in near_by if m.place is None or m.place.precision < COUNTRY or _distance(t, draft.tok, m.tok) <= _CLOSE]
    if not near_by:
        return
    near = min(near_by, key=lambda m: (_distance(t, draft.tok, m.tok) + _CLAIMED * (m.tok in tied), abs(m.tok - draft.tok)))
    for m in exact(scene, near.tok) or [near]:
        draft.add("place", m, "nearest place of the sentence")
    for f in t.spread(near.tok)[1:]:
        if scene.mention(f).kind == "place":
            draft.add("place", scene.mention(f), "joined to it")


def _chain(scene: Scene, draft: Draft) -> list[int]:
    """The trigger, the words of its phrase, its light verb, its patients, and the verbs above it, as far as the clause goes."""
    t = scene.tree
    out = [draft.tok, *[w for w in draft.words if w != draft.tok]]
    if draft.light is not None:
        out.append(draft.light)
    out += [m.tok for r in ("target", "agent") for m in draft.roles[r] if "pronoun" not in m.classes and not (r == "agent" and _seat(scene, m.tok))]
    at = draft.tok
    for _ in range(4):
        if t.dep[at] in {"ROOT", "relcl", "ccomp", "parataxis"}:
            break
        at = t.head[at]
        if t.is_verb(at) or t.is_noun(at):
            out.append(at)
    return list(dict.fromkeys(out))


def _war_land(scene: Scene) -> Mention | None:
    """The country whose war as a whole the sentence speaks of: "Syria's conflict", "the Syrian uprising", "Syria has been in a civil war"."""
    t = scene.tree
    for i in range(len(t)):
        if t.lemma[i] not in _WARS or not t.is_noun(i):
            continue
        about = [*t.having(i, "poss", "amod", "compound", "nmod"), *t.subject(t.clause(i))]
        for k in about:
            name = scene.names.get(k)
            if name is not None and name.places and name.kind == "state" and name.places[0].kind == "country" and "-" not in name.text:
                land, at = name.places[0], scene.mention(k)
                return replace(at, name=land.name, kind="place", classes=frozenset({"place"}), id=land.id, place=land, adjectival=False)
    return None


def is_near(t: Tree, i: int) -> bool:
    """Whether what is told is told of the land about the place at `i`: "near X", "east of X", "10 km from X"."""
    prep = t.head[i]
    if t.dep[i] != "pobj" or t.dep[prep] != "prep":
        return t.dep[i] == "pobj" and t.low[prep] in _ABOUT
    above = t.head[prep]
    if t.low[prep] in _ABOUT:
        return True
    if t.low[prep] == "of":
        return t.lemma[above] in _BEARINGS
    return t.low[prep] == "from" and any(t.lemma[g] in _MEASURES for k in [above, *t.kids[above]] for g in [k, *t.kids[k]] if g < i)


def _sharpen(scene: Scene, draft: Draft) -> None:
    """Keep the most exact: a country or province beside a town within it says nothing more, nor does "near X" under a name."""
    places = draft.roles["place"]
    if len(places) < 2:
        return
    known = [m for m in places if named(m)]
    if known and len(known) < len(places):
        places = known
    inner = [m for m in places if not any(m is not a and _within(scene.tree, m, a) for a in places)]
    fine = [m for m in inner if not _coarse(m)]
    draft.roles["place"] = fine or inner or places


def _coarse(m: Mention) -> bool:
    """Whether a place is a province, a country, a countryside: what stands beside it says more exactly where."""
    first = m.text.split(" ", 1)[0].lower()
    return m.place is not None and m.place.precision > 2 or first in _PARTS or m.lemma == "countryside"


def _within(t: Tree, m: Mention, a: Mention) -> bool:
    """Whether `m` stands in a phrase that only says where `a` lies ("Kvitneve near Brovary", "Dehmazang Circle, Kabul")."""
    if not t.encloses(m.start):
        return False
    at, through = m.tok, False
    for _ in range(8):
        if at == a.tok:
            return through
        if t.low[at] == "of" and t.head[at] == a.tok and a.plural:
            return False  # "the towns of X and Y"
        through = through or t.dep[at] in {"prep", "appos", "relcl", "acl"}
        if t.head[at] == at:
            return False
        at = t.head[at]
    return False
