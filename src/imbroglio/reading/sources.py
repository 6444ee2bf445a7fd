"""Sources: which mention a credit goes to.

Flows in: the tokens that stand as a reporting word's subject, agent or object. Flows out: the mentions that can say
something: a person's name rather than the role beside it, the owner of a statement rather than the statement.
"""

from __future__ import annotations

from dataclasses import replace

from imbroglio.knowledge.words import Reporting
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.tree import NOUN_TAGS, Tree

_ROLES = frozenset({"leader", "speaker", "member"})
_PUBLISHES = frozenset("release issue publish post send make read put broadcast circulate air give write".split())
_FAR = 9
_DOERS = ("er", "or", "ist", "man", "ian", "ee")
_PERSONAL = frozenset({"he", "she", "who"})


def beside(t: Tree, v: int) -> int | None:
    """The noun right before a verb, past adverbs; None where something else stands there."""
    i = v - 1
    while i > 0 and t.tag[i] == "RB":
        i -= 1
    if i > 0 and t.text[i] == ")":
        while i > 0 and t.text[i] != "(":
            i -= 1
        i -= 1
    return i if i >= 0 and t.tag[i] in NOUN_TAGS else None


def teller(t: Tree, v: int, words: Reporting) -> int | None:
    """The source right before a verb of saying: of "a source at the police command told", the source."""
    i = beside(t, v)
    if i is None and v > 2 and t.text[v - 1] == "," and t.tag[v - 2] == "NNP":
        return v - 2  # "the governor, Ivan Petrov, said"
    if i is None:
        return None
    for _ in range(3):
        if t.lemma[i] in words.tellers or t.low[i] in words.tellers or t.dep[i] != "pobj":
            break
        above = t.head[t.head[i]]
        if t.tag[above] not in NOUN_TAGS or above > i or v - above > _FAR:
            break
        i = above
    return i


def start_of(t: Tree, h: int) -> int:
    """Where the noun phrase around `h` begins, its article included."""
    first = t.phrase(h)[0]
    while first > 0 and t.tag[first - 1] in {"DT", "PDT"} and t.head[first - 1] == h:
        first -= 1
    return first


def credited(scene: Scene, heads: list[int], words: Reporting, cue: int) -> tuple[Mention, ...]:
    """Who is credited: a thing only where it carries words ("a statement"), and then its owner if one is named."""
    found: list[Mention] = []
    for h in heads:
        if _is_nobody(scene, h):
            continue
        m = scene.mention(h)
        if _carries(m, scene.tree.low[h], words):
            owned = _owners(scene, h)
            found += owned or [m]
        elif _says(m, scene.tree.low[h], words):
            found.append(_named(scene, h, m, cue, words))
    return tuple(found)


def _is_nobody(scene: Scene, h: int) -> bool:
    """"Nobody has claimed it", "neither side has confirmed it": no word of anybody's."""
    t = scene.tree
    return t.low[h] in {"nobody", "none", "neither"} or any(t.low[k] in {"no", "neither"} for k in t.having(h, "det"))


def _carries(m: Mention, low: str, words: Reporting) -> bool:
    return m.kind == "thing" and low not in {"source", "sources"} and (m.lemma in words.carriers or low in words.carriers or "reports" in m.classes)


def _says(m: Mention, low: str, words: Reporting) -> bool:
    """Whether a mention can be the source of words."""
    if m.kind == "thing":
        return bool(m.classes & {"unknown", "pronoun"}) or m.lemma in words.sources or low in words.sources
    if m.kind == "place":
        return bool(m.classes & {"state", "actor"}) or m.place is not None
    return True


def _owners(scene: Scene, h: int) -> list[Mention]:
    """Whose statement it is: "the army's statement", "a statement by the army", "the army released a statement saying"."""
    t = scene.tree
    slots = t.slots(h)
    tokens = [f for key in ("poss", "by", "from", "of") for f in slots.get(key, [])]
    tokens += [k for k in slots.get("mod", []) if k in scene.names]
    for k in t.having(h, "acl"):
        tokens += t.slots(k).get("subj", []) if t.passive(k) else []
    verb = t.head[h]
    if t.dep[h] == "dobj" and t.lemma[verb] in _PUBLISHES:
        tokens += t.slots(verb).get("subj", [])
    owned = [scene.mention(o) for o in tokens]
    return [m for m in owned if m.kind not in {"thing", "place"}]


def _named(scene: Scene, h: int, m: Mention, cue: int, words: Reporting) -> Mention:
    """The person named beside a role noun: "Omar Haddad head of the council said", "the deputy head of the council Omar Haddad said"."""
    t = scene.tree
    if "pronoun" in m.classes:
        return _antecedent(scene, h, m)
    for k in t.having(h, "appos"):
        if _is_person(scene, k):
            return scene.mention(k)
    if m.kind == "thing" and "unknown" in m.classes and m.end - m.start == t.end[h] - t.start[h]:
        return replace(_run(scene, h, m), kind="person")  # "…, Ivan Petrov, said": who speaks and has two names
    if h in scene.names or not (scene.classes_of(h) & _ROLES or t.low[h] in words.sources):
        return m
    before = start_of(t, h) - 1
    if before >= 0 and t.text[before] == ",":
        before -= 1
    if before >= 0 and _is_person(scene, before):
        return scene.mention(before)
    last = cue - 1
    if last > h and t.dep[last] in {"pobj", "appos", "nsubj", "conj"} and t.tag[last] == "NNP" and last not in scene.names:
        return _run(scene, last, m)
    return m


def _is_person(scene: Scene, i: int) -> bool:
    return scene.tree.tag[i] in {"NNP", "NNPS"} and (scene.tree.entity[i] == "PERSON" or scene.mention(i).kind == "person")


def _run(scene: Scene, last: int, role: Mention) -> Mention:
    """The run of capitalised words that ends at `last`, as the person that the role stands for."""
    t = scene.tree
    first = last
    while first > 0 and first - 1 not in scene.names and (t.text[first - 1][:1].isupper() or t.text[first - 1] == "-"):
        first -= 1
    if first == last or t.low[first] in {"the", "a"}:
        return role
    a, b = t.start[first], t.end[last]
    text = scene.text[a:b]
    return replace(role, tok=last, start=a, end=b, text=text, name=text, id=None, vague=False)


def _antecedent(scene: Scene, h: int, m: Mention) -> Mention:
    """"A doctor sent a letter in which he said": the person before it in the sentence, where the text before gives none."""
    t = scene.tree
    if m.lemma not in _PERSONAL or m.name != m.text:
        return m
    for i in range(h - 1, -1, -1):
        if t.dep[i] in {"nsubj", "nsubjpass"} and t.is_noun(i):
            other = scene.mention(i)
            if other.kind in {"person", "people"} or (i not in scene.names and t.low[i].endswith(_DOERS)):
                return replace(m, name=other.name, id=other.id, kind=other.kind)
    return m
