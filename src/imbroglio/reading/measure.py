"""Figures of a statement: which numbers of a sentence count what a draft tells.

Flows in: the number mentions of a sentence and its drafts. Flows out: `Quantity`s by draft. A subset ("including four
children") is no number of its own (codebook rule 14).
"""

from __future__ import annotations

from imbroglio.model import Quantity
from imbroglio.model.statement import Measure
from imbroglio.reading.frames import Draft
from imbroglio.reading.mentions import Scene
from imbroglio.reading.numbers import NumberMention
from imbroglio.reading.tree import Tree

_BY_LEMMA: dict[str, Measure] = {
    **dict.fromkeys("kill die dead death fatality body corpse execute massacre martyr slay murder behead assassinate toll life perish slaughter gun martyrdom drown".split(), "killed"),
    **dict.fromkeys("wound injure hurt maim injury injured wounded casualty suffer hospitalise hospitalize".split(), "wounded"),
    **dict.fromkeys("capture arrest detain imprison prisoner hostage abduct kidnap seize detainee captive free release round".split(), "captured"),
    **dict.fromkeys("miss missing disappear disappearance".split(), "missing"),
    **dict.fromkeys("displace flee evacuate leave escape refugee uproot return evacuation idp".split(), "displaced"),
}
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


def _measure(scene: Scene, noun: int, governor: int, draft: Draft) -> Measure:
    t = scene.tree
    for k in (noun, governor):
        found = _BY_LEMMA.get(t.lemma[k])
        if found:
            return found
    classes = scene.mention(noun).classes
    if draft.type in _BY_TYPE and (classes & _FIGHTERS or t.tag[noun] == "CD" or "pronoun" in classes or draft.type in {"killing", "harm"}):
        return _BY_TYPE[draft.type]
    if classes & {"vehicle", "aircraft", "artillery", "firearm", "explosive"}:
        return "weapons"
    if "place" in classes:
        return "places"
    return "other"


def attach(scene: Scene, drafts: list[Draft], numbers: list[tuple[int, NumberMention]]) -> dict[int, list[Quantity]]:
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
        for part in [draft, *draft.merged]:
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
        measure = _measure(scene, noun, governor, part)
        quantity = Quantity(number.text, measure, number.low, number.high)
        have = out.setdefault(owner[id(part)], [])
        if quantity not in have:
            have.append(quantity)
    return out
