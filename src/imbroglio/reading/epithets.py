"""Epithets and other relations within a noun phrase: "X-backed", "X-held", "pro-X", "NAME (ABBR)", "also known as".

Flows in: a `Scene` and the epithets (data: `knowledge/lexicon/epithets.toml`). Flows out: drafts of relation and control statements.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from imbroglio.knowledge.connectors import Connector
from imbroglio.knowledge.words import Epithet, Epithets
from imbroglio.reading.classes import is_class
from imbroglio.reading.drafts import Draft
from imbroglio.reading.mentions import ACTOR_KINDS, FORMATIONS, PARTY_KINDS, Mention, Scene
from imbroglio.reading.naming import initials
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
    return m.kind in PARTY_KINDS or bool(m.classes & {"fighters", "force", "government", "unknown", "state"})


def find_epithets(scene: Scene, known: Epithets) -> list[Draft]:
    """Drafts from hyphened epithets."""
    t = scene.tree
    out: list[Draft] = []
    for i in range(1, len(t) - 1):
        if t.tag[i] == "VBN" and t.dep[i] in {"amod", "acl"} and t.low[i] in known.suffixes and t.is_noun(i - 1) and t.is_noun(i + 1):
            for epithet in known.suffixes[t.low[i]]:  # "government controlled parts": the hyphen left out
                found = _suffix(scene, i - 1, i, epithet) if scene.mention(i - 1).kind in ACTOR_KINDS else []
                if found:
                    out += found
                    break
        if t.text[i] not in HYPHENS or t.end[i - 1] != t.start[i] or t.end[i] != t.start[i + 1]:
            continue
        for epithet in known.suffixes.get(t.low[i + 1], ()):
            found = _suffix(scene, i - 1, i + 1, epithet)
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


def _suffix(scene: Scene, first: int, form: int, epithet: Epithet) -> list[Draft]:
    """"X-FORM Y", with X at `first` and FORM at `form`."""
    t = scene.tree
    if epithet.type == "none" or epithet.kind not in {"relation", "control"}:
        return []
    x = scene.mention(first)
    if not _actor_like(x) or (epithet.if_first and not any(is_class(scene, first, c) for c in epithet.if_first)):
        return []
    head = _modified(t, form)
    if head is None and t.dep[form] in {"acomp", "attr", "oprd"}:
        head = next(iter(t.subject(t.head[form])), None)
    if head is None:
        return []
    words = list(range(first, form + 1))
    if epithet.kind == "control":
        return [_draft(scene, words, epithet, x, [_held(scene, head)])]
    if t.dep[head] == "appos" and scene.mention(t.head[head]).kind in ACTOR_KINDS:
        head = t.head[head]  # "the SDF, a US-backed group"
    ys = [scene.mention(f) for f in t.fillers(head)]
    fit = [y for y in ys if not epithet.if_head or any(is_class(scene, y.tok, c) for c in epithet.if_head)]
    if not fit and epithet.type == "leads":
        # "US-led air strikes": the led body is named by no more than the epithet
        a, b = t.start[first], t.end[form]
        text = scene.text[a:b]
        body = Mention(form, a, b, text, f"{text} coalition", "coalition", frozenset({"coalition", "actor"}))
        return [_draft(scene, words, epithet, x, [body])]
    return [_draft(scene, words, epithet, x, fit[:1])] if fit else []


def _held(scene: Scene, head: int) -> Mention:
    """The place that is held: the noun described, or, for "portions of X", with X's place."""
    m = scene.mention(head)
    if m.kind == "place":
        return m
    inner = next((f for f in scene.tree.slots(head).get("of", []) if scene.mention(f).kind == "place"), None)
    return replace(m, kind="place", classes=m.classes | {"place"}, place=scene.mention(inner).place if inner is not None else m.place)


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


_BODIES = frozenset({"armed_group", "organisation", "government", "coalition"})
_OFFICES = frozenset(
    "command leadership control direction authority orders order hand ally friend partner rival enemy foe opponent successor predecessor".split()
)
_PEOPLE = frozenset({"force", "fighters", "people", "person", "leader", "speaker", "member", "unit"})


def find_memberships(scene: Scene) -> list[Draft]:
    """"soldiers from the 3rd Battalion", "the coalition, including Russia": who is of which body."""
    t = scene.tree
    out: list[Draft] = []
    for i in range(1, len(t) - 1):
        word = t.low[i]
        if word in {"of", "'s", "’s"}:
            out += _part_of_body(scene, i) or _led_by(scene, i)
            continue
        if word == ",":
            out += _unit_within(scene, i)
            continue
        if word not in {"from", "including"} or t.dep[i] != "prep":
            continue
        above = t.head[i]
        if t.dep[above] == "acl" and t.tag[above] == "VBG" and word == "from":
            above = t.head[above]  # "soldiers visiting from the 3rd Battalion"
        if not t.is_noun(above):
            continue
        whole = scene.mention(above)
        members = [scene.mention(f) for k in t.having(i, "pobj") for f in t.fillers(k)]
        if word == "from":
            bodies = [m for m in members if m.kind in _BODIES or "unit" in m.classes]
            if not bodies or not whole.classes & _PEOPLE or whole.id == bodies[0].id and whole.id is not None and whole.kind != "people":
                continue
            draft = Draft("relation", "part-of", i, [i], "from", weight=0.7)
            draft.add("agent", whole, "who is from it")
            draft.add("target", bodies[0], "the body after 'from'")
        else:
            named = [m for m in members if m.kind in {*_BODIES, "state"} and t.tag[m.tok] in {"NNP", "NNPS"}]
            if not named or not (whole.kind in _BODIES or "actor" in whole.classes or t.lemma[whole.tok] in {"community", "faction", "group"}):
                continue
            draft = Draft("relation", "part-of", i, [i], "including", weight=0.7)
            for m in named:
                draft.add("agent", m, "a member named after 'including'")
            draft.add("target", whole, "the body that includes it")
        draft.because.insert(0, f"'{t.text[i]}' joins members to a body")
        out.append(draft)
    return out


def _part_and_whole(t: Tree, i: int) -> tuple[int, int | None]:
    """The nouns before and behind "of", behind and before "'s" at token `i`; the first is -1 where there is none."""
    if t.low[i] == "of":
        return t.head[i], t.kid(i, "pobj")
    whole = t.head[i]
    return (t.head[whole] if t.dep[whole] == "poss" else -1), whole


def _part_of_body(scene: Scene, i: int) -> list[Draft]:
    """"the 5th Brigade of the 1st Corps", "Ukraine's Southern Command": a named body within a larger one; `i` is "of" or "'s"."""
    t = scene.tree
    part, whole = _part_and_whole(t, i)
    if whole is None or part < 0 or t.tag[part] not in {"NNP", "NNPS"} or part in scene.times or scene.classes_of(part) & {"leader", "speaker", "person"}:
        return []
    a, b = scene.mention(part), scene.mention(whole)
    if a.kind not in {"armed_group", "organisation", "state"} or b.kind not in ACTOR_KINDS or (a.id is not None and a.id == b.id):
        return []
    if t.tag[whole] not in {"NNP", "NNPS"} and b.id is None or (t.low[i] == "of" and b.classes & {"place"}):
        return []
    draft = Draft("relation", "part-of", part, [i], "within", weight=0.5)
    draft.add("agent", a, "a body within another")
    draft.add("target", b, "the larger body")
    return [draft]


def _led_by(scene: Scene, i: int) -> list[Draft]:
    """"The army of General X", "President X's forces": who leads them."""
    t = scene.tree
    part, whole = _part_and_whole(t, i)
    if whole is None or part < 0 or not t.is_noun(part) or part in scene.times or t.tag[whole] not in {"NNP", "NNPS"}:
        return []
    a, b = scene.mention(part), scene.mention(whole)
    if b.kind == "person" and (a.kind in {"armed_group", "coalition", "state"} or a.classes & {"force", "unit", "fighters"}) and t.lemma[part] not in _OFFICES and not a.classes & {"person", "people"}:
        draft = Draft("relation", "leads", part, [part], "his forces", weight=0.6)
        draft.add("agent", b, "whose they are")
        draft.add("target", a, "who is led")
        return [draft]
    return []


def _unit_within(scene: Scene, i: int) -> list[Draft]:
    """"3rd Battalion, 321st Field Artillery Regiment": a unit and, after a comma, the one that it is of."""
    t = scene.tree
    first = i - 1
    if t.tag[first] != "NNP" or t.lemma[first] not in FORMATIONS or i + 1 >= len(t):
        return []
    last = next((k for k in range(i + 1, min(i + 7, len(t))) if t.tag[k] == "NNP" and t.lemma[k] in FORMATIONS), None)
    if last is None or any(t.tag[k] not in {"NNP", "NNPS", "JJ", "CD", "DT", "NN", "POS"} for k in range(i + 1, last)):
        return []
    if not any(c.isdigit() for c in t.text[i + 1]) and not t.text[i + 1][:1].isupper():
        return []
    a, b = scene.mention(first), scene.mention(last)
    if t.text[last + 1 : last + 2] == ["and"] or t.dep[last] == "conj":
        return []  # a list of units
    draft = Draft("relation", "part-of", first, [first], "unit within", weight=0.7)
    draft.add("agent", a, "a unit")
    draft.add("target", b, "the unit that it is of")
    return [draft]


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
        if not inner or len(inner) > 7:
            continue
        head_in = inner[-1]
        before = i - 1 if t.text[i - 1] not in {"'s", "’s", "'", "’"} else i - 2
        if not (t.is_noun(before) and t.tag[before] in {"NNP", "NNPS", "NN", "NNS"} and t.text[before][:1].isupper() or before in scene.names):
            continue
        acronym = len(inner) == 1 and sum(c.isupper() for c in t.text[head_in]) >= 2 and len(t.text[head_in]) <= 10
        cue = any(t.low[k] in {"or", "known", "called", "formerly", "dubbed", "abbreviated", "acronym"} for k in range(i + 1, close))
        a, b = scene.mention(before), scene.mention(head_in)
        if acronym and before not in scene.names:
            a = _spelled(scene, before, t.text[head_in]) or a
        same = a.id is not None and a.id == b.id
        if not (acronym and _initial(a.text, t.text[head_in]) or cue or same) or a.kind in {"person", "people"}:
            continue
        draft = Draft("relation", "renamed" if "formerly" in t.low[i + 1 : close] else "alias", head_in, list(range(i, close + 1)), "bracket")
        draft.because.append("a name in brackets after a name")
        draft.add("agent", a, "the name before the bracket")
        draft.add("target", b, "the name in the bracket")
        out.append(draft)
    return out


def _spelled(scene: Scene, last: int, short: str) -> Mention | None:
    """The whole name before a bracket whose words spell the abbreviation: "State Board of Antiquities and Heritage"."""
    t = scene.tree
    first = initials(t.text, last + 1, [c.lower() for c in short if c.isalnum()])
    if first is None or first >= last:
        return None
    start, end = t.start[first], t.end[last]
    text = scene.text[start:end]
    base = scene.mention(first)
    kind = base.kind if base.kind in ACTOR_KINDS else "organisation"
    return Mention(last, start, end, text, text, kind, frozenset({kind, "actor"}))


def _initial(long: str, short: str) -> bool:
    letters = [w[0].lower() for w in long.replace("-", " ").split() if w[:1].isalpha()]
    want = [c.lower() for c in short if c.isalpha()]
    return len(long.split()) > 1 and (want[0] in letters or want[-1] in letters)


_FILLS = frozenset({",", '"', "“", "”", "'", "‘", "’", "the", "(", "``", "''", "-", "–", "—"})


def find_connected(scene: Scene, known: Mapping[str, tuple[Connector, ...]]) -> list[Draft]:
    """"Ansar al-Islam, also operating as X", "Y, formerly Z": two names and the words between them that say how they stand."""
    t = scene.tree
    out: list[Draft] = []
    for i in range(1, len(t) - 1):
        for connector in known.get(t.low[i], ()):
            end = i + len(connector.words)
            if tuple(t.low[i:end]) != connector.words:
                continue
            left = _name_at(scene, i - 1, -1)
            right = _name_at(scene, end, 1)
            if left is None or right is None or left.start == right.start:
                break
            draft = Draft("relation", connector.type, i, list(range(i, end)), "connector", weight=0.8)
            draft.because.append(f"'{' '.join(connector.words)}' between two names ({connector.origin})")
            draft.add(connector.left, left, "the name before")
            draft.add(connector.right, right, "the name behind")
            out.append(draft)
            break
    return out


def _name_at(scene: Scene, i: int, step: int) -> Mention | None:
    """The name that ends (or, forward, begins) at token `i`, past commas, quotation marks and articles; no private person's."""
    t = scene.tree
    for _ in range(3):
        if 0 <= i < len(t) and t.text[i].lower() in _FILLS:
            i += step
    if not 0 <= i < len(t) or (t.tag[i] not in {"NNP", "NNPS"} and i not in scene.names):
        return None
    while step > 0 and i + 1 < len(t) and t.dep[i] in {"compound", "nmod", "amod"} and t.head[i] > i and t.tag[t.head[i]] in {"NNP", "NNPS"}:
        i = t.head[i]
    m = scene.mention(i)
    named = m.kind in ACTOR_KINDS or m.kind == "place" or (m.kind == "person" and m.id is not None)
    return m if named and "time" not in m.classes else None
