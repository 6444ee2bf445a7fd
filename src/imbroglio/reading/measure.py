"""Figures of a statement: which numbers of a sentence count what a draft tells.

Flows in: the number mentions of a sentence and its drafts. Flows out: `Quantity`s by draft. A subset ("including four
children") is no number of its own (codebook rule 14). A toll is read off the words beside the number first, since "killed
and dozens injured" is where parsers slip; what the parse says comes after.
"""

from __future__ import annotations

from imbroglio.knowledge.words import Measures
from imbroglio.model import Quantity
from imbroglio.model.statement import Measure
from imbroglio.reading.drafts import Draft
from imbroglio.reading.fusion import FORCE, TOLLS
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.numbers import NumberMention
from imbroglio.reading.tolls import (
    CHANGES,
    HARM,
    ROUND,
    Count,
    counts_of,
    is_both,
    is_subset,
    over_period,
    read_change,
)
from imbroglio.reading.tree import Tree

_BY_TYPE: dict[str, Measure] = {
    "killing": "killed", "harm": "wounded", "displacement": "displaced", "displaced": "displaced", "abduction": "captured", "arrest": "captured",
    "deployment": "strength", "strength": "strength", "casualties": "killed", "losses": "killed",
}  # fmt: skip
_UNTOLD = frozenset({"release", "withdrawal", "siege", "talks", "refusal", "demand"})
"""Types whose people are neither hurt nor counted as a force."""
_FIGHTERS = frozenset({"fighters", "force", "people", "person"})
_VAGUE = frozenset({"multiple", "numerous", "a few", "many", "some"})
_COUNTING = FORCE | {"displacement", "displaced", "abduction", "casualties"}
_COUNTED: frozenset[Measure] = frozenset({"killed", "wounded", "captured", "missing", "displaced"})
_PERIOD_COUNT = 5000
"""More dead than one event of these wars has: the toll of a war."""
_PERIOD_MOVED = 100_000


def _described(t: Tree, noun: int, words: dict[int, Draft]) -> tuple[Draft | None, int] | None:
    """The draft told by a clause about the counted noun: "40,000 civilians besieged", "30 people managed to escape"."""
    taken = t.dep[noun] in {"dobj", "nsubjpass"} and t.head[noun] in words  # "freed 900 people they had held"
    for k in t.having(noun, "acl", "relcl") if noun not in words and not taken else ():
        if k in words and words[k].type not in FORCE:
            return words[k], k
    verb = t.head[noun]
    if t.dep[noun] in {"nsubj", "nsubjpass"} and verb not in words:
        for _ in range(3):
            nxt = t.kid(verb, "xcomp")
            if nxt is None:
                break
            if nxt in words:
                return words[nxt], nxt
            verb = nxt
    return None


def _predicate(t: Tree, noun: int, words: dict[int, Draft]) -> tuple[Draft | None, int]:
    """The draft whose trigger governs the counted noun, nearest first, and the governing token."""
    if noun in words:
        above = t.head[noun]
        people = words[noun].type in {"abduction", "arrest", "displacement", "displaced"}
        if people and above in words and t.dep[noun] in {"dobj", "nsubjpass", "nsubj"}:
            return words[above], above  # "released 13 hostages": the verb tells what was done to them
        return words[noun], noun
    for n, above in enumerate(t.ancestors(noun)):
        if above in words:
            return words[above], above
        if t.lemma[above] in CHANGES and t.is_verb(above):
            # "the death toll rose to 61": the toll is what changes
            told = next((k for k in t.kids[above] if k in words and words[k].type in TOLLS | FORCE), None)
            if told is not None:
                return words[told], told
        if n > 4:
            break
    return None, noun


def _named(t: Tree, noun: int, known: Measures) -> Measure | None:
    """What the counted noun itself says: "13 deaths", "10 T-80 and T-90 tanks"."""
    own = known.nouns.get(t.lemma[noun]) or known.nouns.get(t.low[noun])
    if own is None and t.text[noun].isupper() and noun + 1 < len(t) and t.text[noun + 1] == "-":
        return "weapons"
    if (
        own is None
        and t.tag[noun] in {"NNP", "NNPS", "NNS"}
        and sum(c.isupper() or c.isdigit() for c in t.text[noun]) >= 2
    ):
        return "weapons"  # the type of a vehicle: "12 BMPs", "two T-90s"
    if own is None and t.is_noun(noun):
        own = next(
            (known.nouns[t.lemma[k]] for k in t.having(noun, "conj") if t.lemma[k] in known.nouns), None
        )
    return own


def _measure(scene: Scene, noun: int, governor: int, draft: Draft, known: Measures) -> Measure:
    """By the counted noun where it says so itself ("13 deaths"), then by the verb, then by the type of the statement."""
    t = scene.tree
    own = _named(t, noun, known)
    counted = _people(t, scene.mention(noun), noun)
    if draft.type in _UNTOLD and (counted or own in _COUNTED):
        return "other"
    if own in _COUNTED and not (own == "displaced" and draft.type in TOLLS):
        return own
    if draft.type in {"talks", "demand", "accusation", "refusal"}:
        return "other"
    table = known.verbs if t.is_verb(governor) else known.nouns
    said = table.get(t.lemma[governor])
    if said in _COUNTED and counted:
        return said
    if draft.type == "aid" and (own == "strength" or "fighters" in scene.mention(noun).classes):
        return "strength"
    if draft.type in _BY_TYPE and counted:
        return _BY_TYPE[draft.type]
    if own in {"weapons", "places", "other"}:
        return own
    return _thing(scene.mention(noun), draft)


def _people(t: Tree, mention: Mention, noun: int) -> bool:
    return (
        bool(mention.classes & _FIGHTERS)
        or t.tag[noun] == "CD"
        or "pronoun" in mention.classes
        or t.lemma[noun] in ROUND
        or t.low[noun] == "others"
    )


def _thing(mention: Mention, draft: Draft) -> Measure:
    classes = mention.classes
    if classes & {"vehicle", "aircraft", "artillery", "firearm", "explosive"}:
        return "weapons"
    return "places" if "place" in classes and "building" not in classes and draft.kind == "event" else "other"


def _owner(t: Tree, count: Count, words: dict[int, Draft], drafts: list[Draft]) -> tuple[Draft | None, int]:
    """The draft that a number belongs to, and the token that decides its measure."""
    if count.toll is not None and count.word in words and words[count.word].type in _COUNTING:
        return words[count.word], count.word
    part, governor = _described(t, count.noun, words) or _predicate(t, count.noun, words)
    if part is not None and part.type == "deployment" and t.is_noun(governor) and t.head[governor] in words:
        part, governor = words[t.head[governor]], t.head[governor]  # "destroyed a column of 80 vehicles"
    if count.toll in HARM and (part is None or part.type not in FORCE and part.kind == "event"):
        tolls = [w for w, d in words.items() if d.type in TOLLS and abs(w - count.word) <= 12] or [
            w for w, d in words.items() if d.type in FORCE
        ]
        if tolls:
            near = min(tolls, key=lambda w: abs(w - count.word))
            return words[near], near
    return part, governor


def _all_of_whom(t: Tree, tok: int) -> bool:
    """The number of all of whom some are counted: "two of the five attackers"."""
    noun = t.head[tok]
    if t.dep[tok] != "nummod" or t.dep[noun] != "pobj" or t.low[t.head[noun]] != "of":
        return False
    return t.tag[t.head[t.head[noun]]] == "CD" and any(t.dep[k] in {"det", "poss"} for k in t.kids[noun])


def _share_of(t: Tree, tok: int, words: dict[int, Draft]) -> Draft | None:
    """What a percentage tells the extent of: "about 80% of the homes were damaged"."""
    for above in t.ancestors(tok):
        if t.is_verb(above):
            return words[above] if above in words and words[above].type in FORCE - TOLLS else None
        if t.dep[above] in {"appos", "relcl"}:
            break
    return None


def attach(
    scene: Scene, drafts: list[Draft], numbers: list[tuple[int, NumberMention]], known: Measures
) -> dict[int, list[Quantity]]:
    """Quantities by the index of the draft; a toll over a period makes its draft a figure (codebook section 5).

    Args:
        drafts: after fusion; what was merged into one counts as its own.
        numbers: (token of the number, mention).
    """
    if not numbers:
        return {}
    t = scene.tree
    words, owner = _triggers(drafts)
    out: dict[int, list[Quantity]] = {}
    for tok, m in numbers:
        struck = _share_of(t, tok, words) if m.share else None
        if struck is not None:
            out.setdefault(owner[id(struck)], []).append(Quantity(m.text, "other", m.low, m.high))
    counts = counts_of(t, [(tok, m) for tok, m in numbers if not m.share and not _all_of_whom(t, tok)], known)
    for n, count in enumerate(counts):
        if n + 1 < len(counts) and counts[n + 1].tok == count.last + 1:
            continue  # page furniture before a count
        if count.toll is None:
            read_change(t, count)
        part, governor = _owner(t, count, words, drafts)
        if part is None or count.mention.currency and part.type not in {"aid", "accusation"}:
            continue
        have = out.get(owner[id(part)], [])
        if (
            have
            and is_subset(t, count.tok)
            or t.low[count.tok] == "one"
            and count.last + 1 < len(t)
            and t.low[count.last + 1] == "of"
        ):
            continue
        told = count.toll is not None and part.type in _COUNTING
        measure = (
            count.toll
            if told and count.toll is not None
            else _measure(scene, count.noun, governor, part, known)
        )
        if measure in {"killed", "wounded"} and is_both(t, count.word if told else governor):
            measure = "other"  # "60 killed and injured" together (codebook rule 14)
        if not told and not _worth(t, count, governor, part, measure):
            continue
        if (
            measure == "other"
            and count.noun in {m.tok for m in drafts[owner[id(part)]].roles["agent"]}
            and part.type not in {"siege", "withdrawal"}
        ):
            continue
        quantity = Quantity(count.mention.text, measure, count.mention.low, count.mention.high)
        if quantity not in have:
            out.setdefault(owner[id(part)], []).append(quantity)
    for n, quantities in out.items():
        _make_figure(t, drafts[n], quantities, known)
    return out


def _worth(t: Tree, count: Count, governor: int, part: Draft, measure: Measure) -> bool:
    """Whether a number without a toll beside it counts what the statement tells, and not something in passing."""
    noun = count.noun
    if noun == count.tok and t.tag[noun] == "CD":
        # no counted noun: only what the verb itself takes, and no hull number or page count
        return (
            part.type in _BY_TYPE
            and t.head[noun] == governor
            and t.dep[noun] in {"dobj", "nsubj", "nsubjpass", "conj", "attr", "pobj"}
        )
    if measure not in {"other", "places"}:
        return True
    if (
        t.low[count.tok] == "one"
        or count.mention.text.lower() in _VAGUE
        or part.kind == "figure"
        and part.type != "strength"
    ):
        return False
    if noun == governor:
        return count.mention.text.lower() != "several"
    if part.type != "siege" and any(
        t.dep[k] in {"det", "poss"} and t.low[k] in {"the", "these", "those", "both"} for k in t.kids[noun]
    ):
        return False
    at = noun
    while t.dep[at] in {"conj", "appos"} and t.is_noun(t.head[at]):
        at = t.head[at]
    if t.dep[at] == "pobj":
        prep = t.head[at]
        if prep in part.words:
            return True  # "took control of 12 villages"
        return (
            t.low[prep] in {"of", "by"}
            and (t.head[prep] == governor or t.lemma[t.head[prep]] in ROUND)
            or part.type == "siege"
        )
    return t.dep[at] in {"dobj", "nsubjpass", "nsubj", "attr", "dative"}


def _triggers(drafts: list[Draft]) -> tuple[dict[int, Draft], dict[int, int]]:
    """Drafts by the tokens of their triggers, and the index of what each was merged into."""
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
    return words, owner


def _make_figure(t: Tree, draft: Draft, quantities: list[Quantity], known: Measures) -> None:
    """The dead of a war, those displaced by one, what an army lost are figures and no events; only hurt is not killed."""
    if draft.kind != "event":
        return
    most = max((q.low or 0 for q in quantities), default=0)
    if (
        draft.type in TOLLS
        and any(q.measure in HARM for q in quantities)
        and (most >= _PERIOD_COUNT or over_period(t, draft))
    ):
        draft.kind, draft.type = "figure", "casualties"
    elif draft.type == "displacement" and most >= _PERIOD_MOVED:
        draft.kind, draft.type = "figure", "displaced"
    elif (
        draft.type == "destruction"
        and t.lemma[draft.tok] == "lose"
        and any(q.measure == "weapons" for q in quantities)
    ):
        draft.kind, draft.type = "figure", "losses"
    elif (
        draft.type == "killing"
        and t.lemma[draft.tok] not in known.verbs
        and known.nouns.get(t.lemma[draft.tok]) != "killed"
        and not draft.merged
        and all(q.measure == "wounded" for q in quantities)
    ):
        draft.type = "harm"
