"""Figures of a statement: which numbers of a sentence count what a draft tells.

Flows in: the number mentions of a sentence and its drafts. Flows out: `Quantity`s by draft. A subset ("including four
children") is no number of its own (codebook rule 14). A toll is read off the words beside the number first, since "killed
and dozens injured" is where parsers slip; what the parse says comes after.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from imbroglio.knowledge.words import Measures
from imbroglio.model import Quantity
from imbroglio.model.statement import Measure
from imbroglio.reading.frames import Draft
from imbroglio.reading.fusion import FORCE, TOLLS, over_period
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.numbers import NumberMention
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
_HARM: frozenset[Measure] = frozenset({"killed", "wounded", "missing"})
_COUNTED: frozenset[Measure] = frozenset({"killed", "wounded", "captured", "missing", "displaced"})
_ROUND = frozenset({"dozen", "hundred", "thousand", "million", "score", "ten"})
_SHARES = frozenset({"piece", "unit", "item", "number", "total", "case", "kind"})
_CHANGES = frozenset(
    "rise reach stand climb increase be pass exceed bring raise put grow jump hit top total update revise number".split()
)
_SKIPPED = frozenset({"DT", "JJ", "JJR", "JJS", "RB", "RBR", "RBS", "IN", "CD", "PRP$", "POS", "HYPH"})
_PERIOD_COUNT = 5000
"""More dead than one event of these wars has: the toll of a war."""
_PERIOD_MOVED = 100_000
_REACH = 8


@dataclass(slots=True)
class _Count:
    """A number on its way to a statement: first and last token, the counted noun, the toll that words beside it tell."""

    mention: NumberMention
    tok: int
    last: int
    noun: int
    toll: Measure | None = None
    word: int = -1


def _noun(t: Tree, i: int) -> int:
    """What the number at token `i` counts: the noun that it modifies, else itself."""
    at = i
    for _ in range(4):
        if (
            t.dep[at] in {"nummod", "quantmod", "compound", "amod", "npadvmod", "advmod", "det"}
            and t.head[at] != at
        ):
            at = t.head[at]
            if t.is_noun(at) and t.lemma[at] not in _ROUND:
                break
            continue
        break
    if not (t.is_noun(at) and t.lemma[at] not in _ROUND | _SHARES):
        for k in t.kids[at]:
            if t.low[k] == "of":
                obj = t.kid(k, "pobj")
                if obj is not None:
                    return obj
    return at


def _toll_word(t: Tree, w: int, known: Measures) -> Measure | None:
    """What a participle, adjective or noun says of those counted before it."""
    said = (
        known.verbs.get(t.lemma[w])
        if t.tag[w] in {"VBN", "VBD", "VB"}
        else known.nouns.get(t.low[w])
        if t.tag[w] == "JJ"
        else None
    )
    if said is None and t.tag[w] in {"NN", "NNS", "JJ", "VBN"}:
        said = known.nouns.get(t.low[w]) or known.nouns.get(t.lemma[w])
    if said == "displaced" and t.tag[w] in {"VBN", "VBD"}:
        return said
    return said if said in _HARM else None


def _behind(t: Tree, count: _Count, following: _Count | None, known: Measures) -> tuple[Measure, int] | None:
    """The toll that words behind the number tell: "12 people were wounded", "dozens injured", "15 dead"."""
    stop = following.tok if following is not None else len(t)
    for w in range(count.last + 1, min(count.last + 1 + _REACH, len(t))):
        if w >= stop:
            return None
        said = _toll_word(t, w, known)
        if (
            said is not None
            and t.dep[w] == "amod"
            and t.head[w] > w
            and (known.nouns.get(t.lemma[t.head[w]]) in {"weapons", "places"})
        ):
            return None  # "dozens of burned out vehicles"
        if said is not None:
            nearby = (
                following is not None
                and following.tok - w <= 3
                and all(t.tag[k] in _SKIPPED for k in range(w + 1, following.tok))
            )
            if t.is_verb(w) and nearby and following is not None and following.word < following.tok:
                return None  # "12 gunmen killed 5": the verb counts what follows
            if t.tag[w] in {"VBD", "VB"} and t.kid(w, "dobj", "dative") is not None and not nearby:
                return None
            return said, w
        if t.tag[w] in {",", ".", ":", "CC"} or (
            t.tag[w] in {"WDT", "WP"}
            or (
                t.is_verb(w)
                and t.dep[w] not in {"aux", "auxpass", "amod"}
                and t.lemma[w] not in {"be", "have", "report", "confirm", "believe"}
            )
        ):
            return None
    return None


def _ahead(t: Tree, count: _Count, known: Measures) -> tuple[Measure, int] | None:
    """The toll that a verb before the number tells: "wounding at least 12", "killed 5"."""
    for w in range(count.tok - 1, max(-1, count.tok - 6), -1):
        said = known.verbs.get(t.lemma[w]) or (
            known.verbs.get(t.low[w].removesuffix("s")) if t.tag[w] == "NNS" else None
        )
        if w == count.tok - 1 and t.dep[w] == "amod" and t.tag[w] in {"JJ", "VBN"}:
            said = known.nouns.get(t.low[w])  # "injured scores", taken for an adjective
            return (said, w) if said in _HARM else None
        if t.is_noun(w) and t.low[w + 1] == "of":
            said = known.nouns.get(t.lemma[w]) or known.nouns.get(t.low[w])  # "the injury of three"
            return (said, w) if said in _HARM else None
        if t.is_verb(w) or (t.tag[w] == "NNS" and said in _HARM):
            return (said, w) if said in _HARM and not (t.passive(w) and t.tag[w] == "VBN") else None
        if (
            t.tag[w] not in _SKIPPED
            or t.low[w] in {"in", "by", "with", "near", "at", "on", "for"}
            and w == count.tok - 1
        ):
            return None
    return None


def _subset(t: Tree, i: int) -> bool:
    """Whether the number stands under "including", "among them", "of them" or the like."""
    if (
        i + 2 < len(t)
        and t.low[i + 1] == "of"
        and t.low[i + 2] in {"them", "whom", "which", "these", "those"}
    ):
        return True
    at = i
    for _ in range(5):
        if t.low[at] in {"including", "include", "includes", "included"}:
            return not any(
                t.low[k] in {"killed", "dead", "those", "victims"} for k in t.having(at, "nsubj", "csubj")
            )
        if any(
            t.low[k] in {"including", "among"}
            and (t.low[k] != "among" or t.dep[t.head[k]] != "ROOT" and not t.is_verb(at))
            for k in t.kids[at]
            if k < i
        ):
            return True
        if (
            t.low[at] == "among"
            or t.is_verb(at)
            and any(t.low[k] == "among" and t.dep[k] == "prep" for k in t.kids[at])
        ):
            return True
        if t.head[at] == at or t.is_verb(at):
            return False
        at = t.head[at]
    return False


def _described(t: Tree, noun: int, words: dict[int, Draft]) -> tuple[Draft | None, int] | None:
    """The draft told by a clause about the counted noun: "40,000 civilians besieged", "30 people managed to escape"."""
    for k in t.having(noun, "acl", "relcl") if noun not in words else ():
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
        return words[noun], noun
    for n, above in enumerate(t.ancestors(noun)):
        if above in words:
            return words[above], above
        if t.lemma[above] in _CHANGES and t.is_verb(above):
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
        or t.lemma[noun] in _ROUND
        or t.low[noun] == "others"
    )


def _thing(mention: Mention, draft: Draft) -> Measure:
    classes = mention.classes
    if classes & {"vehicle", "aircraft", "artillery", "firearm", "explosive"}:
        return "weapons"
    return "places" if "place" in classes and "building" not in classes and draft.kind == "event" else "other"


def _both(t: Tree, verb: int) -> bool:
    """Whether one count stands for the killed and the hurt alike: "were killed and injured"."""
    hurt, dead = {"wounded", "injured", "hurt"}, {"killed", "dead"}
    for one, link, two in ((verb - 2, verb - 1, verb), (verb, verb + 1, verb + 2)):
        if 0 <= one and two < len(t) and t.low[link] in {"and", "or", "/"}:
            if (t.low[one] in hurt and t.low[two] in dead) or (t.low[one] in dead and t.low[two] in hurt):
                return True
    for k in t.having(verb, "conj"):
        if (
            t.lemma[k] in {"injure", "wound", "injured", "wounded", "kill"}
            and t.lemma[k] != t.lemma[verb]
            and k - verb <= 3
        ):
            return t.kid(k, "nsubj", "nsubjpass", "dobj", "nummod") is None and t.kid(verb, "dobj") is None
    return False


def _counts(t: Tree, numbers: list[tuple[int, NumberMention]], known: Measures) -> list[_Count]:
    """The numbers with the tolls beside them, from the last to the first, since each looks at the one behind it."""
    out: list[_Count] = []
    following: _Count | None = None
    for i, m in reversed(numbers):
        last = i
        while last + 1 < len(t) and t.end[last] < m.end:
            last += 1
        count = _Count(m, i, last, _noun(t, i))
        found = _behind(t, count, following, known) or _ahead(t, count, known)
        if found is not None:
            count.toll, count.word = found
        out.append(count)
        following = count
    out.reverse()
    for one, two in pairwise(out):
        if two.toll is None and one.toll is not None and one.word < one.tok and _listed(t, one, two):
            two.toll, two.word = one.toll, one.word  # "killing 5 soldiers and 3 policemen"
    for two, one in pairwise(reversed(out)):
        if one.toll is None and two.toll is not None and two.word > two.tok and _listed(t, one, two):
            one.toll, one.word = two.toll, two.word  # "leaving 6 officers and 15 fighters dead"
    return out


def _listed(t: Tree, one: _Count, two: _Count) -> bool:
    """Whether nothing but a noun phrase and "and" stands between two numbers."""
    between = range(one.last + 1, two.tok)
    return 0 < len(between) <= 8 and all(
        t.is_noun(k)
        or t.tag[k] in {"JJ", "CC", ",", "HYPH", "POS", "RB", "RBS"}
        or t.low[k] in {"of", "at", "least", "more", "than"}
        for k in between
    )


def _changed(t: Tree, count: _Count, words: dict[int, Draft], known: Measures) -> None:
    """ "The number of victims is at least 70", "the toll rose to 61": who is counted stands before the verb."""
    verb = t.clause(count.tok)
    if not t.is_verb(verb) or t.lemma[verb] not in _CHANGES:
        return
    for k in t.having(verb, "nsubj", "nsubjpass", "dobj"):
        heads = [k, *(g for p in t.having(k, "prep") if t.low[p] == "of" for g in t.having(p, "pobj"))]
        if count.noun not in heads and any(
            t.lemma[h] in {"victim", "toll", "fatality", "death", "dead", "killed"} for h in heads
        ):
            count.toll, count.word = "killed", k
            return


def _owner(t: Tree, count: _Count, words: dict[int, Draft], drafts: list[Draft]) -> tuple[Draft | None, int]:
    """The draft that a number belongs to, and the token that decides its measure."""
    if count.toll is not None and count.word in words and words[count.word].type in _COUNTING:
        return words[count.word], count.word
    part, governor = _described(t, count.noun, words) or _predicate(t, count.noun, words)
    if part is not None and part.type == "deployment" and t.is_noun(governor) and t.head[governor] in words:
        part, governor = words[t.head[governor]], t.head[governor]  # "destroyed a column of 80 vehicles"
    if count.toll in _HARM and (part is None or part.type not in FORCE and part.kind == "event"):
        tolls = [w for w, d in words.items() if d.type in TOLLS and abs(w - count.word) <= 12] or [
            w for w, d in words.items() if d.type in FORCE
        ]
        if tolls:
            near = min(tolls, key=lambda w: abs(w - count.word))
            return words[near], near
    return part, governor


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
    counts = _counts(t, numbers, known)
    for n, count in enumerate(counts):
        if n + 1 < len(counts) and counts[n + 1].tok == count.last + 1:
            continue  # page furniture before a count
        if count.toll is None:
            _changed(t, count, words, known)
        part, governor = _owner(t, count, words, drafts)
        if part is None or count.mention.currency and part.type not in {"aid", "accusation"}:
            continue
        have = out.get(owner[id(part)], [])
        if (
            have
            and _subset(t, count.tok)
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
        if measure in {"killed", "wounded"} and _both(t, count.word if told else governor):
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


def _worth(t: Tree, count: _Count, governor: int, part: Draft, measure: Measure) -> bool:
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
        return (
            t.low[prep] in {"of", "by"}
            and (t.head[prep] == governor or t.lemma[t.head[prep]] in _ROUND)
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
        and any(q.measure in _HARM for q in quantities)
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
        and all(q.measure == "wounded" for q in quantities)
    ):
        if known.nouns.get(t.lemma[draft.tok]) != "killed" and not draft.merged:
            draft.type = "harm"
