"""Mentions: what a noun phrase of a sentence names, of what kind, and what it may be used as.

Flows in: a `Tree`, the names found in it, the classes of common nouns. Flows out: `Mention`s, made on demand for the
head token of a phrase. Appositions, titles, demonym + noun ("Turkish warplanes" is Turkey), owners, groups named only by kind
("opposition fighters"), and pronouns (by `coreference`) are settled here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from imbroglio.knowledge.gazetteer import GazetteerPlace
from imbroglio.model import RefKind
from imbroglio.reading.naming import Name
from imbroglio.reading.tree import Tree

ACTOR_KINDS = frozenset({"state", "government", "armed_group", "coalition", "organisation"})
PARTY_KINDS = ACTOR_KINDS | {"person", "people"}
WEAPONS = frozenset({"aircraft", "artillery", "explosive", "gas", "firearm", "vehicle"})
_LEFT = ("amod", "compound", "nmod", "poss", "npadvmod")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_GROUP_ENDINGS = frozenset(
    "brigade brigades front movement army battalion regiment division militia militias group corps legion command forces guard "
    "guards unit fighters wing squadron fleet flotilla platoon detachment liwa harakat jabhat jaish jaysh katiba kataib faylaq ansar jund ahrar".split()
)
FORMATIONS = frozenset(
    "brigade regiment division corps command guard battalion army wing squadron fleet flotilla platoon detachment company contingent unit "
    "squad garrison battlegroup team group".split()
)
_ORG_ENDINGS = frozenset(
    "organization organisation agency centre center committee council association foundation institute observatory network "
    "party university media news channel tv television newspaper times post union federation commission court fund office".split()
)
_GOV_ENDINGS = frozenset("ministry parliament department assembly senate cabinet authority administration government".split())
_REBEL = frozenset("rebel opposition insurgent separatist jihadist islamist extremist militant terrorist guerrilla anti-government takfiri".split())
_OTHERS_THAN = frozenset("splinter offshoot breakaway rival dissident anti successor predecessor".split())
_LOYAL = frozenset("government regime loyalist pro-government security army military pro-regime".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A noun phrase with what it names.

    Attributes:
        tok: head token in its sentence; `first`, `end`: offsets in the report of the phrase.
        classes: what it may count as for a lexicon's condition.
        owner: id of the actor whose it is, for "Turkish warplanes".
        vague: True for a definite phrase or pronoun that needs the text before it.
        lemma: the head's lemma.
    """

    tok: int
    start: int
    end: int
    text: str
    name: str
    kind: RefKind
    classes: frozenset[str]
    id: str | None = None
    place: GazetteerPlace | None = None
    vague: bool = False
    plural: bool = False
    lemma: str = ""
    adjectival: bool = False


class Antecedents(Protocol):
    """What coreference gives: the mention with what it refers to."""

    def resolve(self, m: Mention, index: int) -> Mention: ...


@dataclass(slots=True)
class Scene:
    """One sentence as the reader works on it: tree, names by tree token, report text, noun classes."""

    tree: Tree
    names: Mapping[int, Name]
    text: str
    nouns: Mapping[str, frozenset[str]]
    memory: Antecedents | None = None
    index: int = 0
    times: frozenset[int] = frozenset()
    called: frozenset[str] = frozenset()  # names in no gazetteer that the report calls places
    made: dict[int, Mention] = field(default_factory=dict)

    def mention(self, i: int) -> Mention:
        """The mention whose head is token `i`."""
        found = self.made.get(i)
        if found is None:
            found = _describe(self, i)
            if found.vague and self.memory is not None:
                found = self.memory.resolve(found, self.index)
            self.made[i] = found
        return found

    def span(self, i: int) -> tuple[int, int, str]:
        """Offsets and text of the phrase around `i`."""
        first, end = self.tree.phrase(i)
        if i in self.tree.outer:
            first = min(first, self.tree.phrase(self.tree.outer[i])[0])
        name = self.names.get(i)
        if name is not None and not name.merge:
            first = min(first, name.first)
        a, b = self.tree.start[first], self.tree.end[end - 1]
        return a, b, self.text[a:b]

    def classes_of(self, i: int) -> frozenset[str]:
        """Classes of the common noun at `i`; a compound ("air base") first."""
        t = self.tree
        for k in t.kids[i]:
            if t.dep[k] in {"compound", "amod"} and k < i:
                both = self.nouns.get(f"{t.lemma[k]} {t.lemma[i]}") or self.nouns.get(f"{t.low[k]} {t.lemma[i]}")
                if both:
                    return both
        return self.nouns.get(t.lemma[i]) or self.nouns.get(t.low[i]) or frozenset()


def _mods(scene: Scene, i: int) -> list[int]:
    """Tokens that modify `i` from the left, nested ones too, nearest first."""
    t = scene.tree
    out: list[int] = []
    for k in reversed(t.kids[i]):
        if k < i and t.dep[k] in _LEFT:
            out.append(k)
            out += _mods(scene, k)
    return out


def _of(scene: Scene, i: int, *preps: str) -> int | None:
    t = scene.tree
    for k in t.kids[i]:
        if t.dep[k] == "prep" and t.low[k] in (preps or ("of",)):
            return t.kid(k, "pobj")
    return None


def _describe(scene: Scene, i: int) -> Mention:
    t = scene.tree
    a, b, text = scene.span(i)
    name = scene.names.get(i)
    lemma = t.lemma[i]
    if i in scene.times:
        return Mention(i, a, b, text, text, "thing", frozenset({"time"}), lemma=lemma)
    if t.tag[i] in {"PRP", "PRP$", "WP", "WDT", "WP$"} or (t.tag[i] == "DT" and t.dep[i] != "det"):
        return Mention(i, t.start[i], t.end[i], t.text[i], t.text[i], "people" if lemma in {"they", "we"} else "thing",
                       frozenset({"pronoun"}), vague=True, plural=lemma in {"they", "we", "these", "those"}, lemma=t.low[i])
    plural = t.tag[i] in {"NNS", "NNPS"}
    if name is not None:
        return _counted(_named(scene, i, name, a, b, text), plural, lemma)
    if t.tag[i] in {"NNP", "NNPS"} and not scene.classes_of(i):
        return _counted(_proper(scene, i, a, b, text), plural, lemma)
    return _counted(_with_its_name(scene, i, _common(scene, i, a, b, text)), plural, lemma)


def _counted(m: Mention, plural: bool, lemma: str) -> Mention:
    """The mention with its number and lemma. `replace` would do; this is asked for each noun of a report."""
    return Mention(m.tok, m.start, m.end, m.text, m.name, m.kind, m.classes, m.id, m.place, m.vague, plural, lemma, m.adjectival)


def _with_its_name(scene: Scene, i: int, m: Mention) -> Mention:
    """"the rebel faction Jaish al-Islam", "the perpetrator, X Y": the name beside the noun names it."""
    if m.id is not None or m.kind not in PARTY_KINDS:
        return m
    t = scene.tree
    for k in t.kids[i]:
        if k > i and t.dep[k] == "appos" and (k in scene.names or (t.tag[k] == "NNP" and t.entity[k] == "PERSON")) and t.phrase(k)[0] - i <= 2:
            inner = scene.mention(k)
            if inner.kind in ACTOR_KINDS and m.kind in ACTOR_KINDS or inner.kind == "person" and m.kind in {"people", "person"}:
                return replace(m, end=inner.end, text=scene.text[m.start : inner.end], name=inner.name, kind=inner.kind, id=inner.id, vague=False,
                               classes=m.classes | inner.classes)
    return m


def _named(scene: Scene, i: int, name: Name, a: int, b: int, text: str) -> Mention:
    before_noun = scene.tree.dep[i] in {"amod", "compound", "nmod", "npadvmod"}
    sense = name.sense("adjective") if before_noun else None
    sense = sense or name.sense("name", "forces", "government", "people", "adjective", "seat")
    place = name.places[0] if name.places else None
    if sense is None:
        kind: RefKind = "place" if place else "thing"
        classes = {"place"} if place else {"thing"}
        if scene.tree.entity[i] == "PERSON" and place is not None and place.population < 50000 and scene.tree.low[i] != "al" and not _taken(scene, i):
            kind, classes = "person", {"person", "people", "place"}
        return Mention(i, a, b, text, name.text, kind, frozenset(classes), place=place if kind == "place" else None,
                       id=place.id if place and kind == "place" else None)
    actor = sense.actor
    kind = actor.kind
    title = actor.name
    classes = {kind, "actor"}
    if kind == "person":
        classes = {"person", "people"}
    elif kind == "people" or sense.sense == "people":
        kind, classes, title = "people", {"people"}, name.text
    elif sense.sense == "government":
        kind, title, classes = "government", name.text, {"government", "actor"}
    elif sense.sense == "forces":
        kind, title, classes = "state", actor.name, {"state", "actor", "force"}
    elif sense.sense == "seat":
        kind, classes = "state", {"state", "actor", "place"}
    elif kind == "state" and actor.iso is None and actor.parent:
        classes = {"state", "actor", "force", "unit"}  # armed forces and their named units
        if "air force" in actor.name.lower():
            classes.add("aircraft")
    elif kind == "state":
        classes = {"state", "actor"} | ({"place"} if sense.sense == "name" else set())
    elif kind == "armed_group":
        classes.add("fighters")
    elif kind == "place":
        classes = {"place"}
    return Mention(i, a, b, text, title, kind, frozenset(classes), id=f"actor:{actor.id}", place=place if "place" in classes else None,
                   adjectival=sense.sense == "adjective")


def _taken(scene: Scene, i: int) -> bool:
    """The object of a verb that takes towns, or what falls: "captured Morek" is no arrest, nor is "Morek was reported captured"."""
    t = scene.tree
    head = t.head[i]
    if t.dep[i] == "nsubjpass" and t.lemma[head] not in _TAKES_TOWNS:
        head = next((k for k in t.kids[head] if t.dep[k] in {"xcomp", "oprd"} and t.tag[k] == "VBN"), head)
    return t.dep[i] in {"dobj", "nsubjpass"} and t.lemma[head] in _TAKES_TOWNS or t.dep[i] == "nsubj" and t.lemma[head] == "fall"


def _of_towns_alone(scene: Scene, i: int) -> bool:
    """The object of what is done to no person: "recaptured Tal Rifaat", "took over Adan Yabaal"."""
    t = scene.tree
    verb = t.head[i]
    over = t.lemma[verb] == "take" and any(t.low[k] in {"over", "back"} for k in t.having(verb, "prt"))
    return over or t.lemma[verb] in _TAKES_TOWNS - {"capture", "seize", "take", "shell", "bomb", "reach", "lose", "leave"}


_TAKES_TOWNS = frozenset("flee capture recapture seize take retake liberate enter shell bomb besiege storm reach overrun lose encircle leave".split())


def _proper(scene: Scene, i: int, a: int, b: int, text: str) -> Mention:
    """A capitalised name that nobody knows: by its last or first word, by a title, by the model's label."""
    t = scene.tree
    first, end = t.phrase(i)
    words = [t.low[k] for k in range(first, end)]
    while words and t.tag[first] == "DT":
        first += 1
        words = words[1:]
    name = scene.text[t.start[first] : t.end[end - 1]] if first < end else text
    label = t.entity[i]
    ends = words[-1] if words else ""
    if ends in _GROUP_ENDINGS or (words and words[0] in _GROUP_ENDINGS):
        owner = next((scene.names[m] for m in _mods(scene, i) if m in scene.names and scene.names[m].senses), None)
        numbered = words[0][:1].isdigit() and ends in FORMATIONS and owner is None
        kind: RefKind = "state" if numbered or owner and owner.kind == "state" and ends in FORMATIONS else "armed_group"
        return Mention(i, a, b, text, name, kind, frozenset({kind, "actor", "force" if kind == "state" else "fighters"}))
    if ends in _GOV_ENDINGS or (words and words[0] in _GOV_ENDINGS):
        return Mention(i, a, b, text, name, "government", frozenset({"government", "actor"}))
    if not _person_like(scene, i) and ends not in _ORG_ENDINGS and (
        _is_called(scene, i, first, end) or _stands_as_place(scene, i) or (_taken(scene, i) and (end - first == 1 or _of_towns_alone(scene, i)))
    ):
        return Mention(i, a, b, text, name, "place", frozenset({"place", "proper"}))
    if ends in _ORG_ENDINGS or label == "ORG" and not _person_like(scene, i):
        return Mention(i, a, b, text, name, "organisation", frozenset({"organisation", "actor"}))
    if label == "PERSON" or _person_like(scene, i):
        return Mention(i, a, b, text, _person_name(scene, i, name), "person", frozenset({"person", "people"}))
    if label in _PLACE_LABELS or t.dep[i] == "pobj" and t.low[t.head[i]] in {"at", "towards", "toward"}:
        return Mention(i, a, b, text, name, "place", frozenset({"place", "proper"}))
    if label == "NORP":
        return Mention(i, a, b, text, name, "people", frozenset({"people"}))
    return Mention(i, a, b, text, name, "thing", frozenset({"thing", "unknown"}))


def _is_called(scene: Scene, i: int, first: int, end: int) -> bool:
    """Whether the report calls it a place elsewhere: the name itself, or with a word before it ("southeastern X")."""
    t = scene.tree
    return t.text[i] in scene.called or " ".join(t.text[first:end]) in scene.called


def _stands_as_place(scene: Scene, i: int) -> bool:
    """An unknown name where only a place can stand: "in X", "near X", "the siege of X", "the battle for X"."""
    t = scene.tree
    if t.dep[i] != "pobj":
        return False
    prep = t.head[i]
    if t.low[prep] == "over" and t.lemma[t.head[prep]] in {"fight", "clash", "battle"}:
        return True
    return t.low[prep] in {"in", "near", "outside", "around"} or (t.low[prep] in {"of", "for"} and t.lemma[t.head[prep]] in _OF_PLACES)


_OF_PLACES = frozenset("seizure takeover recapture retaking battle siege shelling bombardment capture fall liberation encirclement outskirt town village city district".split())


def _person_like(scene: Scene, i: int) -> bool:
    """A title or role before the name ("spokesman Talal Silo", "Mr X") makes it a person."""
    t = scene.tree
    for m in t.kids[i]:
        if m < i and t.dep[m] in {"compound", "nmod", "amod", "appos"}:
            if t.low[m].rstrip(".") in {"mr", "mrs", "ms", "dr", "gen", "general", "lt", "col", "maj", "capt", "sheikh", "brig", "sir"}:
                return True
            if scene.nouns.get(t.lemma[m], frozenset()) & {"leader", "speaker", "person"}:
                return True
    for k in t.having(i, "appos"):
        if scene.classes_of(k) & {"leader", "speaker", "member"}:
            return True
    return t.dep[i] == "appos" and bool(scene.classes_of(t.head[i]) & {"leader", "speaker"})


def _person_name(scene: Scene, i: int, name: str) -> str:
    """The name without titles and roles before it."""
    t = scene.tree
    first, end = t.phrase(i)
    while first < i and (t.tag[first] not in {"NNP", "NNPS"} or not t.text[first][:1].isalpha() or scene.nouns.get(t.lemma[first], frozenset()) & {"leader", "speaker", "force"} or first in scene.names
                         or t.low[first].rstrip(".") in {"mr", "mrs", "ms", "dr", "gen", "general", "lt", "col", "maj", "capt", "brig", "sgt"}):
        first += 1
    return scene.text[t.start[first] : t.end[end - 1]]


def _possessor(scene: Scene, i: int) -> Name | None:
    """Whose "its troops" are, where the sentence says it: the subject of the clause around, "Russia said its troops had left"."""
    t = scene.tree
    if not any(t.tag[k] == "PRP$" and t.low[k] in {"its", "their"} for k in t.kids[i]):
        return None
    at = i
    for _ in range(12):
        above = t.head[at]
        if above == at:
            return None
        at = above
        if not t.is_verb(at):
            continue
        for subject in t.having(at, "nsubj", "nsubjpass"):
            if subject < i and subject != i and i not in t.subtree(subject):
                name = scene.names.get(subject)
                if name is None or not name.senses:
                    name = _owner(scene, subject)[0]
                return name if name is not None and name.kind in ACTOR_KINDS else None
    return None


def _owner(scene: Scene, i: int) -> tuple[Name | None, set[str]]:
    """The name that owns or describes the noun ("Turkish", "IS", "of the Syrian army"), and the small words before it."""
    t = scene.tree
    words: set[str] = set()
    found: Name | None = None
    for m in _mods(scene, i):
        words.add(t.lemma[m])
        words.add(t.low[m])
        name = scene.names.get(m)
        if name is None or found is not None or not name.senses:
            continue
        after = m + 2 < len(t) and t.text[m + 1] == "-"
        if not after:
            found = name
    if found is None:
        of = _of(scene, i, "of", "from")
        if of is not None and scene.names.get(of) is not None and scene.names[of].senses:
            found = scene.names[of]
    if found is None and scene.classes_of(i) & {"force", "fighters"}:
        found = _possessor(scene, i)
    return found, words


def _common(scene: Scene, i: int, a: int, b: int, text: str) -> Mention:
    t = scene.tree
    classes = set(scene.classes_of(i))
    owner, words = _owner(scene, i)
    bare = _bare(scene, i)
    definite = any(t.dep[k] in {"det", "poss"} and t.low[k] in {"the", "this", "that", "these", "those", "its", "their", "his"} for k in t.kids[i])
    vague = definite and owner is None and not words - {t.low[k] for k in t.kids[i] if t.dep[k] in {"det", "poss"}}

    def made(kind: RefKind, name: str, *more: str, id: str | None = None) -> Mention:
        return Mention(i, a, b, text, name, kind, frozenset(classes | set(more)), id=id, vague=vague)

    if words & _OTHERS_THAN and classes & {"fighters", "organisation", "coalition"}:
        owner = None  # "a Boko Haram splinter group" is not Boko Haram
    owned = owner.actor if owner else None
    owned_id = f"actor:{owned.id}" if owned else None
    okind = owner.kind if owner else None
    weapon = classes & WEAPONS
    if classes & {"force"} or (weapon and not classes & {"force", "fighters"}):
        if weapon and owner is None and not words & (_REBEL | _LOYAL | {"coalition"}):
            return made("thing", bare)
        if words & {"coalition"}:
            return made("coalition", owned.name if owned and okind == "coalition" else bare, "actor")
        if words & _REBEL and okind != "armed_group":
            return made("armed_group", bare, "actor", "fighters")
        if owned and okind in {"armed_group", "coalition", "organisation"}:
            return made("armed_group" if okind == "armed_group" else "coalition" if okind == "coalition" else "organisation", owned.name, "actor", id=owned_id)
        if owned and okind == "state" and words & {"government", "regime"}:
            return made("state", f"{owned.name} government forces", "actor", id=owned_id)
        if owned and okind in {"state", "government", "person"}:
            return made("state", owned.name if okind != "person" else bare, "actor", id=owned_id if okind != "person" else None)
        return made("state", bare, "actor")
    if classes & {"fighters"}:
        if owned and okind in {"armed_group"}:
            return made("armed_group", owned.name, "actor", id=owned_id)
        if owned and okind == "coalition":
            return made("coalition", owned.name, "actor", id=owned_id)
        if words & _LOYAL and not words & {"anti"}:
            return made("armed_group", bare, "actor")
        return made("armed_group", bare, "actor")
    if classes & {"coalition"}:
        return made("coalition", owned.name if owned and okind == "coalition" else bare, "actor", id=owned_id if okind == "coalition" else None)
    if classes & {"government"}:
        return made("government", bare if owned is None or okind != "state" else f"{owner.text if owner else ''} {t.low[i]}".strip(), "actor", id=owned_id if okind == "state" else None)
    if classes & {"organisation"}:
        return made("organisation", bare, "actor")
    if "place" in classes and t.lemma[i] in _GENERIC:  # "province" is also what Islamic State calls its branches
        classes -= {"member", "leader", "organisation"}
        return _place_noun(scene, i, made("place", bare, "place"))
    if t.lemma[i] in FORMATIONS and t.lemma[i] not in {"company", "command", "guard"}:
        if words & _REBEL:
            return made("armed_group", bare, "actor", "fighters")
        if owned and okind in ACTOR_KINDS:
            return made("state" if okind in {"state", "government"} else owned.kind, owned.name, "actor", "force", id=owned_id)
        return made("state", bare, "actor", "force")
    if classes & {"leader", "speaker", "member"}:
        named = _holder(scene, i)
        if named is not None:
            inner = scene.mention(named)
            if inner.kind in {"person", "thing"}:
                return replace(inner, tok=i, kind="person", classes=inner.classes | {"person", "people"})
        if t.tag[i] == "NNS" and classes & {"speaker"}:
            return made("government", bare, "actor", "people")
        return made("person", bare, "person", "people")
    if classes & {"people", "person", "prisoner", "member"}:
        return made("people", bare, "people")
    if t.lemma[i] in {"nation", "country", "state", "power", "partner"} and (words & {"coalition", "member", "allied"} or t.tag[i] == "NNS" and t.dep[i] in {"nsubj", "nsubjpass"}):
        return made("coalition" if words & {"coalition"} else "state", bare, "actor", "state")
    if classes & {"place"}:
        return _place_noun(scene, i, made("place", bare, "place"))
    label = t.entity[i]
    if label in {"GPE", "LOC"} and t.tag[i] in {"NNP", "NNPS"}:
        return made("place", bare, "place")
    return made("thing", bare, "thing")


def _holder(scene: Scene, i: int) -> int | None:
    """The name of whoever holds the office at `i`: "the mayor of Brovary, Ihor Sapozhko", with or without the comma."""
    t = scene.tree
    for k in t.having(i, "appos"):
        if k in scene.names or t.tag[k] == "NNP":
            return k
    inner = _of(scene, i, "of", "for")
    if inner is None:
        return None
    for k in t.having(inner, "appos"):
        known = scene.names.get(k)
        if t.tag[k] == "NNP" and (t.entity[k] == "PERSON" or known is None or known.kind == "person"):
            return k
    return None


def _bare(scene: Scene, i: int) -> str:
    """The phrase without its determiner."""
    t = scene.tree
    first, end = t.phrase(i)
    while first < i and t.tag[first] in {"DT", "PDT", "PRP$", "CD", "WP$"}:
        first += 1
    return scene.text[t.start[first] : t.end[end - 1]]


def _place_noun(scene: Scene, i: int, mention: Mention) -> Mention:
    """"the city of X", "X province", "X's airport": the named place within, with the noun as what it is of.

    A name that no gazetteer has is still a name: "the village of X", "the X neighbourhood".
    """
    t = scene.tree
    inner = _of(scene, i, "of")
    generic = t.lemma[i] in _GENERIC
    candidates = [inner] if inner is not None else []
    # "Afghanistan's Khost province" is Khost
    candidates += sorted((k for k in t.kids[i] if t.dep[k] in {"appos", "compound", "nmod", "poss"}), key=lambda k: t.dep[k] == "poss")
    for k in candidates:
        name = scene.names.get(k)
        if name is None or not name.places or (name.senses and k != inner and t.dep[k] != "poss"):
            continue
        place = _fitting(name, t.lemma[i])
        if not generic:
            return replace(mention, place=place, vague=False)
        end = t.end[k] if k == inner else max(t.end[k], t.end[i])
        start = min(mention.start, t.start[k])
        return replace(mention, start=start, end=end, text=scene.text[start:end], name=name.text, place=place, id=place.id, vague=False)
    for k in candidates:
        if t.tag[k] != "NNP" or (k in scene.names and scene.names[k].senses) or t.dep[k] == "poss":
            continue
        if k == inner and generic and t.lemma[i] in _SETTLED:
            first, end = t.phrase(k)
            return replace(mention, end=t.end[k], text=scene.text[mention.start : t.end[k]], name=scene.text[t.start[first] : t.end[end - 1]],
                           vague=False, classes=mention.classes | {"proper"})
        if k != inner and t.dep[k] in {"compound", "nmod"}:
            return replace(mention, vague=False, classes=mention.classes | {"proper"})
    return mention


def _fitting(name: Name, noun: str) -> GazetteerPlace:
    """The place of that name which is such a thing: "Idlib province" is not the city."""
    kinds = _UNITS.get(noun)
    return next((p for p in name.places if kinds and p.kind in kinds), name.places[0])


_UNITS = {
    **dict.fromkeys(("province", "governorate", "oblast", "region", "state", "countryside"), ("admin1", "region")),
    **dict.fromkeys(("district", "raion", "county", "subdistrict"), ("admin2",)),
}
_SETTLED = frozenset("city town township village hamlet district suburb neighbourhood neighborhood settlement".split())
_GENERIC = frozenset(
    ("settlement hamlet township quarter canton municipality subdistrict pocket city town village province "
     "governorate district region area oblast raion state county capital neighbourhood neighborhood suburb "
     "island river").split()
)
