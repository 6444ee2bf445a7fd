"""Figures of a statement: which numbers of a sentence count what a draft tells.

Flows in: the number mentions of a sentence and its drafts. Flows out: `Quantity`s by draft. A subset ("including four
children") is no number of its own (codebook rule 14).
"""

from __future__ import annotations

from imbroglio.knowledge.words import Measures
from imbroglio.model import Quantity
from imbroglio.model.statement import Measure
from imbroglio.reading.frames import Draft
from imbroglio.reading.mentions import Scene
from imbroglio.reading.numbers import NumberMention
from imbroglio.reading.tree import Tree

_BY_TYPE: dict[str, Measure] = {
    "killing": "killed", "harm": "wounded", "displacement": "displaced", "displaced": "displaced", "abduction": "captured", "arrest": "captured",
    "release": "captured", "deployment": "strength", "strength": "strength", "casualties": "killed", "losses": "killed", "withdrawal": "strength",
}  # fmt: skip
_FIGHTERS = frozenset({"fighters", "force", "people", "person"})


def _noun(t: Tree, i: int) -> int:
    """What the number at token `i` counts: the noun that it modifies, else itself."""
    at = i
    for _ in range(4):
        if t.dep[at] in {"nummod", "quantmod", "compound", "amod", "npadvmod", "advmod", "det"} and t.head[at] != at:
            at = t.head[at]
            if t.is_noun(at) and t.lemma[at] not in {"dozen", "hundred", "thousand", "million", "score"}:
                return at
            continue
        break
    for k in t.kids[at]:
        if t.low[k] == "of":
            obj = t.kid(k, "pobj")
            if obj is not None:
                return obj
    return at


def _subset(t: Tree, i: int) -> bool:
    """Whether the number stands under "including", "among them" or the like."""
    at = i
    for _ in range(5):
        if t.low[at] in {"including", "among", "include", "includes", "included"}:
            return True
        if any(t.low[k] in {"including", "among"} for k in t.kids[at] if k < i):
            return True
        if t.head[at] == at:
            return False
        at = t.head[at]
    return False


def _predicate(t: Tree, noun: int, words: dict[int, Draft]) -> tuple[Draft | None, int]:
    """The draft whose trigger governs the counted noun, nearest first, and the governing token."""
    at = noun
    if at in words:
        return words[at], at
    for n, above in enumerate(t.ancestors(noun)):
        if above in words:
            return words[above], above
        if n > 4:
            break
    return None, noun


_VAGUE = frozenset({"several", "multiple", "numerous", "a few", "many", "some"})
_TOLLS = frozenset({"killed", "wounded", "captured", "missing", "displaced"})


def _measure(scene: Scene, noun: int, governor: int, draft: Draft, known: Measures) -> Measure:
    """By the counted noun where it says so itself ("13 deaths"), then by the verb, then by the type of the statement."""
    t = scene.tree
    own = known.nouns.get(t.lemma[noun])
    if own in _TOLLS and not (t.is_noun(noun) and own == "displaced" and draft.type in {"killing", "harm"}):
        return own
    table = known.verbs if t.is_verb(governor) else known.nouns
    said = table.get(t.lemma[governor])
    classes = scene.mention(noun).classes
    counted = bool(classes & _FIGHTERS) or t.tag[noun] == "CD" or "pronoun" in classes
    if said in _TOLLS and (counted or own in {None, "strength", "other"}):
        return said
    if draft.type in _BY_TYPE and (counted or draft.type in {"killing", "harm"}):
        return _BY_TYPE[draft.type]
    if own in {"weapons", "places"}:
        return own
    if classes & {"vehicle", "aircraft", "artillery", "firearm", "explosive"}:
        return "weapons"
    return "places" if "place" in classes else "other"


def _both(t: Tree, verb: int) -> bool:
    """Whether one count stands for the killed and the hurt alike: "were killed and injured"."""
    for k in t.having(verb, "conj"):
        if t.lemma[k] in {"injure", "wound", "injured", "wounded", "kill"} and t.lemma[k] != t.lemma[verb] and k - verb <= 3:
            return t.kid(k, "nsubj", "nsubjpass", "dobj", "nummod") is None and t.kid(verb, "dobj") is None
    return False


def attach(scene: Scene, drafts: list[Draft], numbers: list[tuple[int, NumberMention]], known: Measures) -> dict[int, list[Quantity]]:
    """Quantities by the index of the draft.

    Args:
        drafts: after fusion; what was merged into one counts as its own.
        numbers: (token of the number, mention).
    """
    t = scene.tree
    words: dict[int, Draft] = {}
    owner: dict[int, int] = {}
    for n, draft in enumerate(drafts):
        if draft.kind in {"relation", "control"}:
            continue
        for part in draft.parts():
            for w in part.words:
                words.setdefault(w, part)
            owner[id(part)] = n
            if part.light is not None:
                words.setdefault(part.light, part)
    out: dict[int, list[Quantity]] = {}
    for i, number in numbers:
        noun = _noun(t, i)
        if _subset(t, i):
            continue
        part, governor = _predicate(t, noun, words)
        if part is None:
            continue
        measure = _measure(scene, noun, governor, part, known)
        if measure in {"killed", "wounded"} and _both(t, governor):
            measure = "other"  # "60 killed and injured" together (codebook rule 14)
        if measure == "other" and (number.text.lower() in _VAGUE or noun in {m.tok for m in drafts[owner[id(part)]].roles["agent"]}):
            continue
        quantity = Quantity(number.text, measure, number.low, number.high)
        have = out.setdefault(owner[id(part)], [])
        if quantity not in have:
            have.append(quantity)
    return out
