"""Claims: who says what a passage says. Reporting clauses, "according to", quotations, accusations, demands, hearsay.

Flows in: a `Scene` and the reporting words (data). Flows out: `Attribution`s: the source, the cue, the tokens that it
covers, the stance. Nested ones all count, nearest first. The same list is the layer `claims.jsonl`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from imbroglio.knowledge.words import Reporting
from imbroglio.model.statement import Stance
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.phrases import verb_words
from imbroglio.reading.sources import beside, credited, start_of, teller
from imbroglio.reading.tree import Tree

_CLAUSES = frozenset({"ccomp", "xcomp", "parataxis"})
_TOPIC = frozenset({"of", "for", "about", "on", "over"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_SWAPPED = frozenset({"on", "to"})
_ASKED = frozenset({"for", "on", "upon", "of", "to", "with"})
_HELD = frozenset({"say", "believe", "think", "report", "allege", "understand", "know", "consider", "suspect", "presume"})
_LONG = 12


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
        asked: True where the source calls for the content and does not tell it.
    """

    source: tuple[Mention, ...]
    cue: tuple[int, ...]
    covers: frozenset[int]
    stance: Stance
    whole: bool = False
    quoted: bool = False
    asked: bool = False


def find_attributions(scene: Scene, words: Reporting) -> list[Attribution]:
    """All credits of one sentence, without what comes from the sentences around it."""
    t = scene.tree
    out: list[Attribution] = []
    for i in range(len(t)):
        found: Attribution | None = None
        if t.low[i] in {"according", "citing", "quoting"}:
            out += _by_according(scene, i, words)
        elif t.is_verb(i):
            found = _verb(scene, i, words)
        elif t.low[i] in words.hearsay and t.dep[i] in {"advmod", "amod"}:
            found = Attribution((), (i,), frozenset(t.subtree(t.head[i])) - {i}, "asserts")
        elif t.is_noun(i) and t.lemma[i] in words.nouns and i not in scene.names:
            found = _by_noun(scene, i, words.nouns[t.lemma[i]], words)
        if found is not None:
            out.append(found)
    tag = _headline(scene, words)
    return [*out, tag] if tag is not None else out


def _headline(scene: Scene, words: Reporting) -> Attribution | None:
    """"Rebels take town: monitor", "Strike kills ten - reports": a headline's source."""
    t = scene.tree
    end = len(t) - 1 if t.text[-1] in ".!" else len(t)
    for k in range(end - 2, max(3, end - _LONG // 2), -1):
        if t.text[k] not in {":", "-", "–", "—"}:
            continue
        last = end - 1
        apart = k > 0 and (t.text[k] == ":" or (t.end[k - 1] < t.start[k] < t.end[k] < t.start[k + 1]))
        if apart and (t.low[last] in words.tellers or t.lemma[last] in words.tellers) and not any(t.is_verb(x) for x in range(k, end)):
            source = credited(scene, [last], words, last)
            return Attribution(source, tuple(range(k, end)), frozenset(range(k)), "asserts", whole=True) if source else None
        return None
    return None


def _verb(scene: Scene, v: int, words: Reporting) -> Attribution | None:
    """The credit that verb `v` gives, if it is a reporting verb here."""
    t = scene.tree
    lemma = t.lemma[v]
    aside = _as_said_by(scene, v, words) or _puts_figure(scene, v, words)
    if aside is not None:
        return aside
    for parts, stance in words.phrases.get(lemma, ()):
        found = verb_words(t, v, parts)
        if found is None and parts[-1] in {"of", "for"}:
            found = _of_object(t, v, parts)
        if found is not None:
            credit = _made(scene, v, stance, words, _phrase_content(t, v, found, parts))
            if credit is not None:
                return credit
    if lemma in {"quote", "cite"}:
        quoted = _quoted_as(scene, v, words)
        if quoted is not None:
            return quoted
    if lemma in words.clause:
        credit = _made(scene, v, words.clause[lemma], words, _clause_content(scene, v, words))
        if credit is not None:
            return credit
    if lemma in words.demand:
        credit = _asked(scene, v, words)
        if credit is not None:
            return credit
    return _made(scene, v, words.noun[lemma], words, _noun_content(t, v)) if lemma in words.noun else None


def _as_said_by(scene: Scene, v: int, words: Reporting) -> Attribution | None:
    """"As reported by the BBC, rebels seized the town"."""
    t = scene.tree
    if t.tag[v] != "VBN" or t.dep[v] != "advcl" or not (t.lemma[v] in words.clause or t.lemma[v] in words.noun):
        return None
    by = t.kid(v, "agent")
    if by is None or not any(t.low[k] == "as" for k in t.having(v, "mark", "advmod")):
        return None
    source = credited(scene, [f for k in t.having(by, "pobj") for f in t.fillers(k)], words, v)
    covers = frozenset(range(len(t))) - set(t.subtree(v))
    return Attribution(source, (v,), covers, "asserts", whole=True) if source and covers else None


_COUNTS = frozenset({"toll", "number", "figure", "count", "casualty"})


def _puts_figure(scene: Scene, v: int, words: Reporting) -> Attribution | None:
    """"The Observatory put the death toll at 30": the figure is its subject's word."""
    t = scene.tree
    if t.lemma[v] not in {"put", "place", "set"} or not any(t.lemma[k] in _COUNTS for k in t.having(v, "dobj")) or not any(t.low[k] == "at" for k in t.kids[v]):
        return None
    source = credited(scene, t.slots(v).get("subj", []), words, v)
    covers = frozenset(t.subtree(v)) - {x for k in t.having(v, "nsubj") for x in t.subtree(k)}
    return Attribution(source, (v,), covers, "asserts") if source else None


def _own(t: Tree, v: int) -> set[int]:
    """The reporting verb and its own subject, with all that is said of the subject."""
    return {v, *(x for k in t.having(v, "nsubj", "agent", "aux") for x in t.subtree(k))}


def _made(scene: Scene, v: int, stance: Stance, words: Reporting, covers: set[int]) -> Attribution | None:
    """The credit of content to the verb's subject (a passive's agent), if there is content and somebody."""
    t = scene.tree
    if t.passive(v):
        return _made_passive(scene, v, stance, words, covers)
    lost = _lost(t, v)
    covers = covers - _own(t, v) if lost is None else covers - set(range(lost, v + 1))
    if not covers:
        return None
    source = credited(scene, _speakers(scene, v, words), words, v)
    if all(m.kind in {"place", "thing"} for m in source) and t.dep[v] == "acl" and t.tag[v] == "VBG":
        # "gave a new count for the raid on the town, saying": the clause's subject speaks
        source = credited(scene, t.slots(t.clause(t.head[v])).get("subj", []), words, v) or source
    if not source:
        return None
    return Attribution(source, (v,), frozenset(covers), stance)


def _speakers(scene: Scene, v: int, words: Reporting) -> list[int]:
    """Who says it: the subject, or what stands right before a verb of saying that the parser gave none."""
    t = scene.tree
    heads = [h for h in t.slots(v).get("subj", []) if t.dep[h] != "expl"]
    above = t.head[t.head[v]]
    if t.dep[v] == "pcomp" and t.low[t.head[v]] == "as" and t.is_verb(above):
        return t.slots(above).get("obj", [])  # "quoted a source as saying"
    if t.tag[v] == "VBG" and t.dep[v] == "advcl" and t.lemma[v] in words.saying:
        # "the mayor said shops were shut, adding that": the mayor adds
        teller_verb = next((a for a in t.ancestors(v) if t.lemma[a] in words.saying and t.having(a, "nsubj")), None)
        if teller_verb is not None and teller_verb != t.head[v]:
            return _speakers(scene, teller_verb, words)
    subjects = t.having(v, "nsubj")
    for extra in subjects[:-1] if any(t.dep[k] == "cc" and subjects[0] < k < subjects[-1] for s in subjects for k in t.kids[s]) else []:
        heads = [f for f in t.fillers(extra) if f not in heads] + heads
    if t.lemma[v] in words.saying and (not subjects or _lost(t, v) is not None):
        near = teller(t, v, words)
        if near is not None and (near in scene.names or t.tag[near] == "NNP" or t.lemma[near] in words.tellers or t.low[near] in words.tellers):
            return t.fillers(near)
    return heads


def _lost(t: Tree, v: int) -> int | None:
    """The comma that the text lost before this reporting clause; it has no width."""
    return next((k for k in range(max(0, v - _LONG), v) if t.text[k] == "," and t.start[k] == t.end[k]), None)


def _made_passive(scene: Scene, v: int, stance: Stance, words: Reporting, covers: set[int]) -> Attribution | None:
    """"Was said by witnesses to have", "was accused by X of"; without an agent it is hearsay."""
    t = scene.tree
    source = credited(scene, t.slots(v).get("subj", []), words, v)
    if t.kid(v, "xcomp", "oprd") is not None or (source and covers):
        covers = covers | {x for k in t.having(v, "nsubjpass") for x in t.subtree(k)}
    covers = covers - {v, *(x for k in t.having(v, "agent") for x in t.subtree(k))}
    return Attribution(source, (v,), frozenset(covers), stance) if covers else None


def _clause_content(scene: Scene, v: int, words: Reporting) -> set[int]:
    """What a verb credits as a clause; a verb of saying, the whole of its sentence."""
    t = scene.tree
    lemma = t.lemma[v]
    out: set[int] = set()
    for k in t.kids[v]:
        if t.dep[k] == "xcomp" and lemma in _HELD and lemma not in words.infinitive and any(t.low[a] == "to" for a in t.having(k, "aux")):
            return set()  # "rebels said to be backed by Turkey captured": nobody says it
        bare = t.dep[k] == "xcomp" and (t.tag[k] in {"VB", "VBG"} or not t.is_verb(k))
        if t.dep[k] in _CLAUSES and (not bare or lemma in words.infinitive or t.passive(v)):
            out.update(t.subtree(k))
            out.difference_update(x for c in t.having(k, "advcl") if _speaks(t, c, words) for x in t.subtree(c))
    if lemma not in words.saying:
        return out
    said = bool(out) or _that_below(t, v)
    outer = _outer(t, v)
    if outer:
        return out | outer
    before = _before(t, v)
    if said or before:
        out |= before | _around(t, v, words)
    return out


def _speaks(t: Tree, k: int, words: Reporting) -> bool:
    """Whether a clause beside is another's report: "… as a teacher said that", "while the mayor claimed that"."""
    return t.lemma[k] in words.saying and t.kid(k, "nsubj") is not None and t.kid(k, "ccomp") is not None


def _that_below(t: Tree, v: int) -> bool:
    """"Said in a report that the town …", where the clause hangs on "report"."""
    if t.dep[v] != "ROOT" or v + 2 >= len(t):
        return False
    return any(t.low[m] == "that" and t.dep[m] == "mark" for k in t.kids[v] if k > v for m in t.subtree(k))


def _outer(t: Tree, v: int) -> set[int]:
    """"As the army said", "…, the army said, …": the clause that the reporting clause is put into."""
    if t.dep[v] not in {"advcl", "parataxis", "ccomp"} or not t.having(v, "nsubj"):
        return set()
    mark = t.kid(v, "mark")
    if mark is not None and t.low[mark] != "as" or t.kid(v, *_CLAUSES) is not None and t.dep[v] != "parataxis":
        return set()
    if any(t.tag[x] in {"WDT", "WP"} for k in t.kids[v] if k < v for x in (k, *t.kids[k])):
        return set()  # "an attack for which the group claimed responsibility"
    if t.dep[v] == "advcl" and mark is None and not any(t.text[k] == "," for k in range(max(0, v - 6), v)):
        return set()
    return set(t.subtree(t.head[v])) - set(t.subtree(v))


def _around(t: Tree, v: int, words: Reporting) -> set[int]:
    """A sentence credited to somebody is credited as a whole, but for other reporting clauses and what is joined to it."""
    out: set[int] = set()
    for k in t.kids[v]:
        if t.dep[k] == "conj" or (t.dep[k] == "advcl" and t.kid(k, "nsubj") is not None and t.lemma[k] in words.saying):
            continue
        if t.dep[k] == "prep" and k < v:
            continue  # "following the attacks, Russia announced": the report's own
        out.update(t.subtree(k))
    return out


def _before(t: Tree, v: int) -> set[int]:
    """What stands before a reporting clause that ends the sentence: all of it was said ("…, a monitor said on Friday")."""
    lost = _lost(t, v)
    if lost is not None:
        return set(range(lost))
    if t.tag[v] not in _FINITE | {"VBN"} or any(t.dep[k] in _CLAUSES and k > v for k in t.kids[v]):
        return set()
    subject = t.having(v, "nsubj")
    head = subject[-1] if subject else beside(t, v)
    if head is None:
        return set()
    if head > v:
        first = v  # "… said the Observatory"
    else:
        first = start_of(t, head)
        if any(t.is_verb(k) and t.tag[k] in _FINITE for k in range(head + 1, v)):
            return set()
    if first < 4 or t.text[first - 1] not in {",", '"', "”", "''", "’", ";", ":", "—", "–", "-"}:
        return set()
    rest = [k for k in range(v + 1, len(t)) if t.tag[k] in _FINITE and t.kid(k, "mark") is None]
    if rest and rest[0] - v < _LONG // 2 and t.dep[v] not in {"ROOT", "parataxis"}:
        return set()
    return set(range(first))


def _noun_content(t: Tree, v: int) -> set[int]:
    """What the object of a verb names: "reported clashes", "spoke of an attack"."""
    out: set[int] = set()
    named = t.kid(v, "dobj", "nsubjpass") is not None
    for k in t.kids[v]:
        if t.dep[k] in {"dobj", "nsubjpass"} or (named and t.dep[k] == "prep" and k > v) or (t.dep[k] == "prep" and t.low[k] in _TOPIC | {"as"}):
            out.update(t.subtree(k))
    return out


def _of_object(t: Tree, v: int, parts: tuple[str, ...]) -> list[int] | None:
    """"Accused Russia of bombing", "blamed the army for the attack", where the preposition hangs on the accused."""
    if len(parts) != 2:
        return None
    for k in t.having(v, "dobj", "nsubjpass"):
        for x in t.subtree(k):
            if t.low[x] == parts[-1] and t.dep[x] == "prep" and any(t.dep[g] == "pcomp" or t.tag[g] == "NN" for g in t.kids[x]):
                return [v, x]
    return None


def _phrase_content(t: Tree, v: int, found: list[int], parts: tuple[str, ...]) -> set[int]:
    """What a verb phrase credits: the object of "blame … on", else its last preposition's or its clause."""
    out = {x for k in t.having(v, "ccomp") for x in t.subtree(k)}
    if parts[-1] in _SWAPPED:
        return out | {x for k in t.having(v, "dobj", "nsubjpass") for x in t.subtree(k)}
    last = found[-1]
    if last != v:
        out.update(x for x in t.subtree(last) if x != last)
    return out


def _asked(scene: Scene, v: int, words: Reporting) -> Attribution | None:
    """What is called for, ordered, urged, threatened."""
    t = scene.tree
    for parts in words.demand[t.lemma[v]]:
        found = verb_words(t, v, parts)
        if found is None:
            continue
        covers = {x for k in t.having(v, "xcomp", "ccomp") for x in t.subtree(k)}
        covers |= {x for k in t.having(v, "advcl") if t.tag[k] == "VB" for x in t.subtree(k)}
        objects = t.having(v, "dobj", "nsubjpass") + [g for k in t.having(v, "prep") if t.low[k] in _ASKED for g in t.having(k, "pobj")]
        for k in objects:
            # "called on Russia to leave": the infinitive may hang on Russia
            covers |= {x for c in t.having(k, "acl", "relcl") if t.tag[c] == "VB" for x in t.subtree(c)}
            if " ".join(parts) in words.wanted and not covers:
                covers |= set(t.subtree(k))
        covers |= {x for k in t.having(v, "prep") for g in t.having(k, "pcomp") if t.low[k] in _ASKED for x in t.subtree(g)}
        found_credit = _made(scene, v, "asserts", words, covers)
        return replace(found_credit, asked=True) if found_credit else None
    return None


def _quoted_as(scene: Scene, v: int, words: Reporting) -> Attribution | None:
    """"The agency quoted a nurse as saying …": the source, and who quotes."""
    t = scene.tree
    as_ = next((k for k in t.having(v, "prep", "mark") if t.low[k] == "as"), None)
    objects = t.slots(v).get("obj", [])
    if as_ is None or not objects:
        return None
    covers = set(t.subtree(as_)) - {as_} | (_before(t, v))
    source = credited(scene, objects, words, v) + (() if t.passive(v) else credited(scene, t.slots(v).get("subj", []), words, v))
    return Attribution(source, (v,), frozenset(covers - _own(t, v)), "asserts") if source and covers else None


def _by_according(scene: Scene, i: int, words: Reporting) -> list[Attribution]:
    t = scene.tree
    heads: list[int] = []
    for k in t.kids[i]:
        if t.dep[k] == "prep" or t.low[k] == "to":
            heads += [f for g in t.kids[k] if t.dep[g] == "pobj" for f in t.fillers(g)]
        elif t.dep[k] in {"pobj", "dobj"}:
            heads += t.fillers(k)
        elif t.dep[k] == "pcomp" and t.low[k] in words.tellers:
            heads.append(k)  # "according to report", taken for a verb
    heads = list(dict.fromkeys(_noun_after(scene, _within(t, h, words)) for h in heads))
    source = credited(scene, heads, words, i) or tuple(scene.mention(h) for h in heads)
    if not source:
        return []
    near = {i, *t.kids[i]}
    for h in heads:
        near.update(_phrase(t, h))
    return [Attribution(source, (i,), frozenset(range(len(t))) - near, "asserts", whole=True)]


def _within(t: Tree, h: int, words: Reporting) -> int:
    """"According to the statement missile attacks destroyed …": the statement, which the parser joined to what follows."""
    if t.lemma[h] in words.tellers or t.low[h] in words.tellers or t.tag[h] in {"NNP", "NNPS"}:
        return h
    return next((k for k in t.having(h, "compound") if t.low[k] in words.carriers), h)


def _noun_after(scene: Scene, h: int) -> int:
    """"Russian and Syrian sources": the noun that joined adjectives stand before."""
    if h in scene.names and scene.mention(h).adjectival:
        for k in range(h + 1, min(h + 5, len(scene.tree))):
            if scene.tree.is_noun(k) and not (k in scene.names and scene.mention(k).adjectival):
                return k
    return h


def _phrase(t: Tree, h: int) -> set[int]:
    """A source's phrase with "of", "in" and the like, without clauses about it."""
    out = set(range(*t.phrase(h)))
    for k in t.kids[h]:
        if t.dep[k] == "prep" and not any(t.is_verb(x) for x in t.subtree(k)):
            out.update(t.subtree(k))
        elif t.dep[k] == "appos":
            out |= _phrase(t, k)
    return out


def _by_noun(scene: Scene, n: int, stance: Stance, words: Reporting) -> Attribution | None:
    """"Reports of clashes", "Russia's claim that the rebels attacked"."""
    t = scene.tree
    covers = {x for k in t.kids[n] if t.dep[k] in {"acl", "ccomp"} and t.kid(k, "mark") is not None for x in t.subtree(k)}
    slots = t.slots(n)
    source = credited(scene, slots.get("poss", []) + slots.get("by", []) + slots.get("from", []), words, n)
    if not covers:
        covers = {x for k in t.having(n, "prep") if t.low[k] in {"of", "about"} for x in t.subtree(k)}
    if not covers:
        return None
    return Attribution(source, (n,), frozenset(covers), stance)
