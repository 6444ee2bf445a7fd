"""Status: how a thing stands for whoever says it. Negation, modals, implicatives, conditions, purpose, tense.

Flows in: a tree and a trigger. Flows out: one of the codebook's six words, with the word that decided. The operators
("fail to", "vow to", "unless") are data: `knowledge/lexicon/status.toml`. In the manner of Karttunen's implicatives (1971).
"""

from __future__ import annotations

from dataclasses import dataclass

from imbroglio.knowledge.words import Operators
from imbroglio.model import Status
from imbroglio.reading.tree import Tree

_ALWAYS_ON = frozenset({"clash", "siege"})
_WAR_NOUNS = frozenset({"war", "conflict", "siege", "fighting", "blockade", "battle", "insurgency", "invasion", "encirclement"})
_STOP = frozenset({"relcl", "parataxis", "appos"})
_IF = frozenset({"if", "unless", "should", "whether", "until", "provided"})


@dataclass(frozen=True, slots=True)
class Decision:
    """A status and the words that decided it."""

    status: Status
    why: str


def _own(t: Tree, v: int, ops: Operators) -> Decision | None:
    """What the words around predicate `v` itself say: "not", "no", modals, adverbs."""
    for k in t.kids[v]:
        if t.dep[k] == "neg" or (t.low[k] in {"no", "never", "neither"} and t.dep[k] in {"det", "advmod", "preconj"}):
            return Decision("denied", t.text[k])
    for k in t.kids[v]:
        if t.dep[k] == "aux":
            status = ops.modals.get(t.low[k]) or ops.modals.get(t.lemma[k])
            if status:
                return Decision(status, t.text[k])
        if t.dep[k] in {"advmod", "amod"} and k < v:
            status = ops.adverbs.get(t.low[k])
            if status:
                return Decision(status, t.text[k])
    mark = next((k for k in t.kids[v] if t.dep[k] in {"mark", "advmod"} and t.low[k] in {"if", "unless"}), None)
    if mark is not None:
        return Decision("conditional", t.text[mark])
    return None


def _joined_aux(t: Tree, v: int, ops: Operators) -> Decision | None:
    """A verb joined to another shares its modal: "will attack and capture"."""
    if t.dep[v] != "conj" or not t.is_verb(t.head[v]):
        return None
    if t.kid(v, "nsubj", "nsubjpass", "aux") is not None or t.tag[v] != t.tag[t.head[v]]:
        return None
    found = _own(t, t.head[v], ops)
    return found if found and found.status != "denied" else found


def _governor(t: Tree, at: int, ops: Operators) -> Decision | None:
    """What the word above says of `at`: "failed to", "plans for", "unable to", a purpose."""
    head = t.head[at]
    if head == at:
        return None
    dep = t.dep[at]
    if dep in {"pobj", "pcomp"}:
        prep, head = head, t.head[head]
        phrase = f"{t.lemma[head]} {t.low[prep]}"
        table = ops.nouns if t.is_noun(head) else ops.verbs
        found = table.get(phrase) or (ops.adjectives.get(phrase) if not t.is_noun(head) else None)
        return Decision(found, phrase) if found else None
    lemma = t.lemma[head]
    clausal = dep in {"xcomp", "ccomp", "acl", "advcl"}
    infinitive = clausal and any(t.dep[k] == "aux" and t.low[k] == "to" for k in t.kids[at])
    if t.is_verb(head):
        found = (ops.verbs.get(f"{lemma} to") if infinitive else None) or ops.verbs.get(lemma)
        for k in t.kids[head]:
            if found is None and t.dep[k] in {"prt", "acomp", "advmod"}:
                found = ops.verbs.get(f"{lemma} {t.low[k]}") or (ops.adjectives.get(t.lemma[k]) if t.dep[k] == "acomp" else None)
        if found and (clausal or dep in {"dobj", "nsubjpass"}) and not (dep == "ccomp" and not infinitive and found != "denied"):
            return Decision(found, t.text[head])
        if infinitive and dep in {"advcl", "xcomp"} and found is None:
            if lemma in {"be", "have", "go"}:
                return Decision("planned", f"{t.text[head]} to")
            return Decision("planned", f"to {t.low[at]}") if dep == "advcl" or lemma not in {"help", "use"} else None
        return None
    if t.is_noun(head) and (infinitive or dep in {"compound", "amod"} and False):
        found = ops.nouns.get(f"{lemma} to") or ops.nouns.get(lemma)
        return Decision(found or "planned", t.text[head])
    if t.tag[head].startswith("JJ") and infinitive:
        found = ops.adjectives.get(f"{lemma} to") or ops.adjectives.get(lemma)
        return Decision(found, t.text[head]) if found else Decision("planned", t.text[head])
    return None


def _climbs(t: Tree, at: int) -> bool:
    """Whether what is said of the head of `at` is said of `at` too."""
    dep = t.dep[at]
    head = t.head[at]
    if dep in _STOP or head == at:
        return False
    if t.is_noun(at):
        return dep in {"dobj", "nsubjpass", "nsubj", "attr", "conj", "compound"} and (t.is_verb(head) or t.is_noun(head))
    if dep == "xcomp":
        return True
    if dep == "ccomp":
        return t.tag[at] in {"VB", "VBG"}
    return dep == "pcomp" and t.low[head] in {"from"}


def status_of(t: Tree, tok: int, type_: str, ops: Operators, light: int | None = None) -> Decision:
    """The status of what token `tok` evokes.

    A purpose ("launched an offensive to retake X") is planned; what "failed to", "prevented" or "no" governs is denied.
    """
    at, seen = tok, 0
    while seen < 8:
        found = _own(t, at, ops) or (_joined_aux(t, at, ops) if t.is_verb(at) else None)
        if found is None:
            found = _governor(t, at, ops)
        if found is not None and found.status == "actual":
            found = None
            if not _climbs(t, at):
                break
        if found is not None:
            if found.status == "ongoing" and type_ not in _ALWAYS_ON:
                break
            return found
        if not _climbs(t, at):
            break
        at = t.head[at]
        if t.low[at] in {"from"}:
            at = t.head[at]
        seen += 1
    return _running(t, tok, type_, light) or Decision("actual", "")


def _running(t: Tree, tok: int, type_: str, light: int | None) -> Decision | None:
    """A fight or siege under way: "are fighting", "has been besieging", the wars that go by a noun."""
    if type_ not in _ALWAYS_ON:
        return None
    verb = tok if t.is_verb(tok) else light
    if verb is not None and t.tag[verb] == "VBG" and any(t.dep[k] == "aux" and t.lemma[k] == "be" and t.tag[k] in {"VBZ", "VBP", "VBN"} for k in t.kids[verb]):
        return Decision("ongoing", t.text[verb])
    if t.is_noun(tok) and t.lemma[tok] in _WAR_NOUNS:
        if type_ == "siege" or t.lemma[tok] in {"war", "conflict", "insurgency"}:
            return Decision("ongoing", t.text[tok])
        if any(t.low[k] in {"ongoing", "continuing", "current", "continued"} for k in t.kids[tok]):
            return Decision("ongoing", t.text[tok])
    if any(t.low[k] in {"ongoing", "continuing", "current"} for k in t.kids[tok]):
        return Decision("ongoing", t.text[tok])
    return None
