"""Claims: who says what a passage says. Reporting clauses, "according to", quotations, accusations, hearsay.

Flows in: a `Scene` and the reporting words (data). Flows out: `Attribution`s: the source, the cue, the tokens that it
covers, the stance. Nested ones all count, nearest first. The same list is the layer `claims.jsonl`.
"""

from __future__ import annotations

from dataclasses import dataclass

from imbroglio.knowledge.words import Reporting
from imbroglio.model.statement import Stance
from imbroglio.reading.frames import verb_words
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.tree import Tree

@dataclass(frozen=True, slots=True)
class Attribution:
    """One credit.

    Attributes:
        source: who is credited; empty for hearsay.
        cue: tokens of the crediting words.
        covers: tokens whose content is credited.
        stance: how the source stands to it.
        whole: True where the whole sentence is credited.
        quoted: True where the words stand in quotation marks.
    """

    source: tuple[Mention, ...]
    cue: tuple[int, ...]
    covers: frozenset[int]
    stance: Stance
    whole: bool = False
    quoted: bool = False


def _content(t: Tree, v: int, nominal: bool) -> set[int]:
    """Tokens that a reporting verb credits to its subject: its clause, or (nominal) what its object names."""
    out: set[int] = set()
    clause = any(t.dep[k] in {"ccomp", "xcomp", "parataxis"} for k in t.kids[v])
    for k in t.kids[v]:
        if t.dep[k] in {"ccomp", "xcomp", "parataxis"}:
            out.update(t.subtree(k))
        elif t.dep[k] == "advcl" and clause:
            if t.kid(k, "mark") is None:
                out.update(t.subtree(k))
        elif nominal and (t.dep[k] in {"dobj", "nsubjpass"} or (t.dep[k] == "prep" and t.low[k] in {"of", "for", "about", "on", "over"})):
            out.update(t.subtree(k))
    if not out and t.dep[v] in {"advcl", "parataxis", "relcl"} and t.kid(v, "mark") is not None:
        # "as the army said": the clause around it is what was said
        out.update(x for x in t.subtree(t.head[v]) if x not in set(t.subtree(v)))
    if t.dep[v] == "parataxis" or (not out and t.dep[v] in {"ccomp", "advcl"} and t.kid(v, "mark") is None):
        out.update(x for x in t.subtree(t.head[v]) if x not in set(t.subtree(v)))
    return out


def _sources(scene: Scene, heads: list[int], words: Reporting) -> tuple[Mention, ...]:
    """Who is credited: a thing only where it carries words ("a statement"), and then its owner if one is named."""
    t = scene.tree
    found = []
    for h in heads:
        m = scene.mention(h)
        if m.kind == "thing" and (m.lemma in words.carriers or "reports" in m.classes):
            owners = [f for k in ("poss", "by", "from", "of") for f in t.slots(h).get(k, [])] + [k for k in t.slots(h).get("mod", []) if k in scene.names]
            owned = [scene.mention(o) for o in owners if scene.mention(o).kind not in {"thing", "place"}]
            found += owned or [m]
            continue
        if m.kind == "thing" and not (m.classes & {"unknown", "pronoun"} or m.lemma in words.sources):
            continue
        if m.kind == "place" and not (m.classes & {"state", "actor"}) and m.place is None:
            continue
        found.append(m)
    return tuple(found)


def find_attributions(scene: Scene, words: Reporting) -> list[Attribution]:
    """All credits of one sentence, without what comes from the sentences around it."""
    t = scene.tree
    out: list[Attribution] = []
    for i in range(len(t)):
        found: Attribution | None = None
        if t.is_verb(i):
            found = _verb(scene, i, words)
        elif t.low[i] in words.hearsay and t.dep[i] in {"advmod", "amod"}:
            found = Attribution((), (i,), frozenset(t.subtree(t.head[i])) - {i}, "asserts")
        elif t.is_noun(i) and t.lemma[i] in words.nouns and i not in scene.names:
            found = _by_noun(scene, i, words.nouns[t.lemma[i]], words)
        if found is not None:
            out.append(found)
        elif t.low[i] in {"according", "citing", "quoting"}:
            out += _by_according(scene, i, words)
    return out


def _verb(scene: Scene, i: int, words: Reporting) -> Attribution | None:
    """The credit that verb `i` gives, if it is a reporting verb here."""
    t = scene.tree
    lemma = t.lemma[i]
    for parts, stance in words.phrases.get(lemma, ()):
        if verb_words(t, i, parts) is not None:
            found = _by_verb(scene, i, stance, words, nominal=False)
            if found is not None:
                return found
    if lemma in words.clause:
        found = _by_verb(scene, i, words.clause[lemma], words, nominal=False)
        if found is not None:
            return found
    return _by_verb(scene, i, words.noun[lemma], words, nominal=True) if lemma in words.noun else None


def _by_verb(scene: Scene, v: int, stance: Stance, words: Reporting, nominal: bool) -> Attribution | None:
    t = scene.tree
    slots = t.slots(v)
    covers = _content(t, v, nominal)
    if t.passive(v):
        by = slots.get("subj", [])
        patient = [x for k in t.having(v, "nsubjpass") for x in t.subtree(k)]
        if not any(t.dep[k] in {"xcomp", "ccomp", "oprd", "prep"} for k in t.kids[v]) and not patient:
            return None
        heads = by
        if t.kid(v, "xcomp", "oprd") is not None:
            covers.update(patient)
    else:
        heads = slots.get("subj", [])
        if any(t.low[h] in {"it", "there"} and t.dep[h] == "expl" for h in heads):
            heads = []
    own = {v, *(x for k in t.having(v, "nsubj", "agent") for x in t.subtree(k))}
    if not nominal:
        covers |= _before(t, v, own, covers)
    covers -= own
    if not covers:
        return None
    source = _sources(scene, heads, words)
    if not source and not t.passive(v):
        return None
    return Attribution(source, (v,), frozenset(covers), stance)


def _before(t: Tree, v: int, own: set[int], covers: set[int]) -> set[int]:
    """What stands before a reporting clause that ends the sentence: all of it was said ("…, a monitor said on Friday")."""
    subject = t.having(v, "nsubj")
    if not subject or subject[-1] > v or any(t.is_verb(k) for k in range(v + 1, len(t)) if k not in own):
        return set()
    first = min(x for x in t.subtree(subject[-1]) if x <= v)
    if first < 4 or len(t) - v > 12 or (covers and min(covers) > v):
        return set()
    return set(range(first))


def _by_according(scene: Scene, i: int, words: Reporting) -> list[Attribution]:
    t = scene.tree
    own = set(t.subtree(i))
    heads: list[int] = []
    for k in t.kids[i]:
        if t.dep[k] == "prep" or t.low[k] == "to":
            heads += [f for g in t.kids[k] if t.dep[g] == "pobj" for f in t.fillers(g)]
        elif t.dep[k] in {"pobj", "dobj"}:
            heads += t.fillers(k)
    source = _sources(scene, heads, words) or tuple(scene.mention(h) for h in heads)
    if not source:
        return []
    near = own if len(own) < 25 else {x for h in heads for x in range(*t.phrase(h))} | {i}
    return [Attribution(source, (i,), frozenset(range(len(t))) - near, "asserts", whole=True)]


def _by_noun(scene: Scene, n: int, stance: Stance, words: Reporting) -> Attribution | None:
    """"reports of clashes", "Russia's claim that the rebels attacked"."""
    t = scene.tree
    covers = {x for k in t.kids[n] if t.dep[k] in {"acl", "ccomp"} and t.kid(k, "mark") is not None for x in t.subtree(k)}
    source = _sources(scene, t.slots(n).get("poss", []) + t.slots(n).get("by", []) + t.slots(n).get("from", []), words)
    if not covers:
        covers = {x for k in t.having(n, "prep") if t.low[k] in {"of", "about"} for x in t.subtree(k)}
    if not covers:
        return None
    return Attribution(source, (n,), frozenset(covers), stance)
