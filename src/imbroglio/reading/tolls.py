"""Tolls beside numbers: "12 people were wounded", "killing at least 40", "the toll rose to 61".

Flows in: the number mentions of a parsed sentence. Flows out: `Count`s, each with the noun it counts and, where the words
beside it tell one, its toll and the token that tells it. Read off the words rather than the parse, which slips in just
these sentences ("killed and dozens injured").
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from imbroglio.knowledge.words import Measures
from imbroglio.model.statement import Measure
from imbroglio.reading.drafts import Draft
from imbroglio.reading.numbers import NumberMention
from imbroglio.reading.tree import Tree

HARM: frozenset[Measure] = frozenset({"killed", "wounded", "missing"})
ROUND = frozenset({"dozen", "hundred", "thousand", "million", "score", "ten"})
_SHARES = frozenset({"piece", "unit", "item", "number", "total", "case", "kind"})
CHANGES = frozenset(
    "rise reach stand climb increase be pass exceed bring raise put grow jump hit top total update revise number".split()
)
_SKIPPED = frozenset({"DT", "JJ", "JJR", "JJS", "RB", "RBR", "RBS", "IN", "CD", "PRP$", "POS", "HYPH"})
_REACH = 8
_WARS = frozenset({"war", "conflict", "insurgency", "uprising", "revolution", "crisis"})
_TIMES = frozenset({"day", "week", "month", "year"})


@dataclass(slots=True)
class Count:
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
            if t.is_noun(at) and t.lemma[at] not in ROUND:
                if t.dep[at] == "compound" and t.head[at] == at + 1:
                    at += 1  # "50 barrel bombs"
                break
            continue
        break
    if not (t.is_noun(at) and t.lemma[at] not in ROUND | _SHARES):
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
    return said if said in HARM else None


def _behind(t: Tree, count: Count, following: Count | None, known: Measures) -> tuple[Measure, int] | None:
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


def _ahead(t: Tree, count: Count, known: Measures) -> tuple[Measure, int] | None:
    """The toll that a verb before the number tells: "wounding at least 12", "killed 5"."""
    for w in range(count.tok - 1, max(-1, count.tok - 6), -1):
        said = known.verbs.get(t.lemma[w]) or (
            known.verbs.get(t.low[w].removesuffix("s")) if t.tag[w] == "NNS" else None
        )
        if w == count.tok - 1 and t.dep[w] == "amod" and t.tag[w] in {"JJ", "VBN"}:
            said = known.nouns.get(t.low[w])  # "injured scores", taken for an adjective
            return (said, w) if said in HARM else None
        if t.is_noun(w) and t.low[w + 1] == "of":
            said = known.nouns.get(t.lemma[w]) or known.nouns.get(t.low[w])  # "the injury of three"
            return (said, w) if said in HARM else None
        if t.is_verb(w) or (t.tag[w] == "NNS" and said in HARM):
            return (said, w) if said in HARM and not (t.passive(w) and t.tag[w] == "VBN") else None
        if (
            t.tag[w] not in _SKIPPED
            or t.low[w] in {"in", "by", "with", "near", "at", "on", "for"}
            and w == count.tok - 1
        ):
            return None
    return None


def is_subset(t: Tree, i: int) -> bool:
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


def is_both(t: Tree, verb: int) -> bool:
    """Whether one count stands for the killed and the hurt alike: "were killed and injured"."""
    hurt, dead = {"wounded", "injured", "hurt"}, {"killed", "dead"}
    for one, link, two in ((verb - 2, verb - 1, verb), (verb, verb + 1, verb + 2)):
        if one < 0 or two >= len(t) or t.low[link] not in {"and", "or", "/"}:
            continue
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


def counts_of(t: Tree, numbers: list[tuple[int, NumberMention]], known: Measures) -> list[Count]:
    """The numbers with the tolls beside them, from the last to the first, since each looks at the one behind it."""
    out: list[Count] = []
    following: Count | None = None
    for i, m in reversed(numbers):
        last = i
        while last + 1 < len(t) and t.end[last] < m.end:
            last += 1
        count = Count(m, i, last, _noun(t, i))
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


def _listed(t: Tree, one: Count, two: Count) -> bool:
    """Whether nothing but a noun phrase and "and" stands between two numbers."""
    between = range(one.last + 1, two.tok)
    return 0 < len(between) <= 8 and all(
        t.is_noun(k)
        or t.tag[k] in {"JJ", "CC", ",", "HYPH", "POS", "RB", "RBS"}
        or t.low[k] in {"of", "at", "least", "more", "than"}
        for k in between
    )


def read_change(t: Tree, count: Count) -> None:
    """ "The number of victims is at least 70", "the toll rose to 61": who is counted stands before the verb."""
    verb = t.clause(count.tok)
    if not t.is_verb(verb) or t.lemma[verb] not in CHANGES:
        return
    for k in t.having(verb, "nsubj", "nsubjpass", "dobj"):
        heads = [k, *(g for p in t.having(k, "prep") if t.low[p] == "of" for g in t.having(p, "pobj"))]
        if count.noun not in heads and any(
            t.lemma[h] in {"victim", "toll", "fatality", "death", "dead", "killed"} for h in heads
        ):
            count.toll, count.word = "killed", k
            return


def over_period(t: Tree, toll: Draft) -> bool:
    """Whether a toll is one of a period or a war, not of one event: "killed since 2011", "over four days of fighting"."""
    if any(t.lemma[k] in _WARS for k in t.slots(toll.tok).get("subj", [])) and t.is_verb(toll.tok):
        return True
    top = t.clause(toll.tok)
    spots = {toll.tok, top, *t.kids[toll.tok], *t.kids[top]}
    for k in range(len(t)):
        low = t.low[k]
        if low == "since" and (t.head[k] in spots or t.head[t.head[k]] in spots):
            return True
        if low in {"over", "in"} and t.dep[k] == "prep" and t.head[k] in spots:
            span = t.kid(k, "pobj")
            if (
                span is not None
                and (t.lemma[span] in _TIMES or t.lemma[span] in {"stretch", "period"})
                and t.kid(span, "nummod", "amod", "compound") is not None
            ):
                return low == "over" or "of" in (t.low[g] for g in t.kids[span])
    return False
