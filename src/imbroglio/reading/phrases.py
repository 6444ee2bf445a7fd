"""The words of an entry found in a sentence: phrasal verbs, nouns of several words, and the slots that such a phrase has.

Flows in: a `Tree`, a head token, an entry's words. Flows out: the tokens of the phrase, or None; its grammatical slots.
"""

from __future__ import annotations

from collections.abc import Sequence

from imbroglio.knowledge.lexicon import PREPOSITIONS, Frame
from imbroglio.reading.tree import Tree

_LINKS = ("prt", "prep", "advmod", "dobj", "pobj", "acomp", "attr", "oprd", "agent", "dative", "xcomp", "nsubjpass", "pcomp", "npadvmod", "advcl", "ccomp", "amod", "acl")
_ANY = frozenset({"the", "a", "one's", "its", "someone", "oneself"})  # words of an entry that stand for any, or none


def needed(frame: Frame) -> frozenset[str]:
    """The words of an entry, but for its head, without which it need not be looked for."""
    if frame.pos == "noun":
        return frozenset(frame.words[: frame.head] + frame.words[frame.head + 1 :])
    return frozenset(frame.words[1:]) - _ANY


def _next_word(t: Tree, reached: list[int], word: str, used: set[int]) -> int | None:
    for node in reversed(reached):
        for k in t.kids[node]:
            if k in used or t.dep[k] not in _LINKS:
                continue
            if t.lemma[k] == word or t.low[k] == word:
                return k
    return None


def verb_words(t: Tree, v: int, words: Sequence[str]) -> list[int] | None:
    """Tokens of a phrasal entry whose head is verb `v`, or None."""
    if any(word not in t.vocabulary and word not in _ANY for word in words[1:]):
        return None
    reached, used = [v], {v}
    pending: list[str] = []
    for word in words[1:]:
        if word in _ANY:
            continue
        k = _next_word(t, reached, word, used)
        if k is not None and pending:
            # words passed over must stand before the noun found: "impose arms embargo on"
            before = {x for m in _left_words(t, k) for x in (t.lemma[m], t.low[m])}
            if not before.issuperset(pending):
                return None
            used.update(m for m in _left_words(t, k) if t.lemma[m] in pending or t.low[m] in pending)
            pending = []
        if k is None and t.dep[v] in {"acl", "relcl"} and t.lemma[t.head[v]] == word and t.passive(v):
            k = t.head[v]
        if k is None:
            pending.append(word)
            if len(pending) > 2:
                return None
            continue
        reached.append(k)
        used.add(k)
    return None if pending else reached


def phrase_slots(t: Tree, v: int, found: list[int]) -> dict[str, list[int]]:
    """Slots of a verb phrase: what follows its last word is `obj`; nouns of the phrase itself fill nothing."""
    slots = {k: list(x) for k, x in t.slots(v).items()}
    if len(found) == 1:
        return slots
    inside = set(found)
    for node in found[1:]:
        if t.is_noun(node):
            for name, heads in t.slots(node).items():
                slots.setdefault(name, []).extend(h for h in heads if h not in slots.get(name, []))
            for k in t.having(node, "acl"):
                if t.passive(k) and k not in found:
                    slots.setdefault("by", []).extend(t.slots(k).get("subj", []))
    if t.dep[v] == "acl" and t.passive(v) and t.head[v] in inside:
        inside.discard(t.head[v])  # "hostages held by the group": the hostages are held
    last = found[-1]
    after: list[int] = []
    for k in t.kids[last]:
        if t.dep[k] in {"pobj", "pcomp"}:
            after += t.fillers(k)
        elif t.dep[k] == "prep" and not t.is_noun(last):
            after += [f for g in t.kids[k] if t.dep[g] == "pobj" for f in t.fillers(g)]
    if t.passive(v) and any(t.dep[n] == "nsubjpass" for n in found):
        slots["obj"] = after
    elif not t.is_noun(last) and t.kid(last, "pobj", "pcomp") is not None:
        slots["obj"] = after
    if t.low[last] in slots and after:
        slots.pop(t.low[last], None)
    return {k: [f for f in x if f not in inside] for k, x in slots.items()}


def noun_words(t: Tree, n: int, frame: Frame) -> list[int] | None:
    """Tokens of a nominal entry whose head is `n`, or None."""
    if len(frame.words) > 1 and not t.vocabulary.issuperset(frame.words[: frame.head] + frame.words[frame.head + 1 :]):
        return None
    found = [n]
    before = frame.words[: frame.head]
    if before and before[0] in PREPOSITIONS:
        if t.dep[n] != "pobj" or t.low[t.head[n]] != before[0]:
            return None
        found.append(t.head[n])
        before = before[1:]
    for word in before:
        k = next((k for k in _left_words(t, n) if t.lemma[k] == word or t.low[k] == word), None)
        if k is None:
            return None
        found.append(k)
    reached = [n]
    for word in frame.words[frame.head + 1 :]:
        k = _next_word(t, reached, word, set(found))
        if k is None:
            return None
        reached.append(k)
        found.append(k)
    return sorted(found)


def _left_words(t: Tree, n: int) -> list[int]:
    out = [k for k in t.kids[n] if k < n and t.dep[k] in {"compound", "amod", "nmod", "npadvmod", "nummod", "punct"}]
    for k in list(out):
        out += [g for g in t.kids[k] if t.dep[g] in {"compound", "amod", "npadvmod"}]
    return out
