"""A parsed sentence as plain rows, and the predicate-argument layer over it.

Flows in: what the parser says of one sentence (ClearNLP labels, as every spaCy English pipeline gives them).
Flows out: for a verb or noun, which tokens stand in which grammatical slot: passives, relative and reduced clauses,
conjunctions, control and raising, "by -ing" are undone here, so that the lexicon's frames can stay data.
In the manner of PredPatt (White et al. 2016), which does the same for Universal Dependencies.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_CLAUSE = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "csubj", "csubjpass", "pcomp", "conj", "parataxis", "ROOT"})


@dataclass(slots=True)
class Tree:
    """One sentence. All rows have one value a token; `head[i] == i` at the root.

    Attributes:
        text, low, lemma, tag, dep: the token's words and labels (`text` is the report's, not the masked one).
        head, kids: the tree.
        start, end: offsets in the report.
        outer: for "70 members of the tribe", the counting noun of the noun that counts: a filler's words start there.
        entity: the model's named-entity label, "" where none.
        vocabulary: lemmas and lower-case forms of the sentence: a phrase with a word that is not here need not be looked for.
    """

    text: list[str]
    low: list[str]
    lemma: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    entity: list[str]
    kids: list[list[int]] = field(default_factory=list)
    outer: dict[int, int] = field(default_factory=dict)
    vocabulary: set[str] = field(default_factory=set)
    _slots: dict[int, dict[str, list[int]]] = field(default_factory=dict)
    _clauses: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.kids = [[] for _ in self.text]
        for i, h in enumerate(self.head):
            if h != i:
                self.kids[h].append(i)
        for i, tag in enumerate(self.tag):
            if tag == "VBG" and self._nominal(i):
                self.tag[i], self.lemma[i] = "NN", self.low[i]
            if tag in _FINITE and self.dep[i] in _JOINED_CLAUSE:
                self._own_subject(i)
            if tag == "CC" and self.low[i] == "and":
                self._lost_conjunct(i)
            if self.lemma[i] in _DECLARING and tag[:2] == "VB":
                self._small_clause(i)
            if self.lemma[i] in _QUANTIFIERS:
                real = self.through_quantity(i)
                if real != i:
                    self.outer[real] = i
        self.vocabulary = {*self.lemma, *self.low}

    def _own_subject(self, v: int) -> None:
        """"A freed two men in X and B freed ten": where the parser joined B to X, it is the subject of the verb after it."""
        at = v - 1
        while at > 0 and (self.tag[at] in {"RB", "MD"} or self.dep[at] in {"aux", "auxpass", "neg"}):
            at -= 1
        above = self.head[at] if at > 0 else v
        if at <= 0 or self.tag[at] not in NOUN_TAGS or self.dep[at] != "conj" or above >= at or self.tag[above] not in NOUN_TAGS:
            return
        if above == v or any(self.dep[k] in {"nsubj", "nsubjpass", "expl"} for k in self.kids[v]):
            return
        self._rehang(at, v, "nsubj")

    def _lost_conjunct(self, cc: int) -> None:
        """"Talks between A and B opened": where the parser made B a second subject of the verb, it is joined to A."""
        first = self.head[cc]
        if self.tag[first] not in NOUN_TAGS or self.having(first, "conj") or self.dep[first] != "pobj":
            return
        at = cc + 1
        while at < len(self.head) and self.tag[at] in {"DT", "JJ", "PRP$", "NNP", "NN", "VBN"} and self.head[at] > at and self.dep[at] in {"det", "amod", "poss", "compound", "nmod"}:
            at += 1
        if at >= len(self.head) or self.tag[at] not in NOUN_TAGS or self.dep[at] not in {"nsubj", "nsubjpass"}:
            return
        verb = self.head[at]
        if verb < at or not any(k < first for k in self.having(verb, "nsubj", "nsubjpass")):
            return
        self._rehang(at, first, "conj")

    def _small_clause(self, v: int) -> None:
        """"declared the group a terrorist organisation": what the parser took for a clause of two nouns is object and predicate."""
        for k in self.having(v, "ccomp"):
            subject = self.kid(k, "nsubj")
            if self.tag[k] not in NOUN_TAGS or subject is None or subject > k or self.kid(k, "cop", "aux") is not None:
                continue
            self._rehang(subject, v, "dobj")
            self.dep[k] = "oprd"

    def _rehang(self, i: int, head: int, dep: str) -> None:
        """Give a token another head and label."""
        self.kids[self.head[i]].remove(i)
        self.head[i], self.dep[i] = head, dep
        self.kids[head] = sorted([*self.kids[head], i])

    def _nominal(self, i: int) -> bool:
        """Whether an -ing form is a noun here: "Russian shelling", "the bombing of"."""
        if self.dep[i] in {"amod", "acl", "advcl", "relcl", "xcomp", "ROOT", "conj"} and self.kid(i, "det", "poss") is None:
            return False
        before = any(self.dep[k] in {"amod", "compound", "det", "poss", "nummod"} and k < i for k in self.kids[i])
        return before and self.kid(i, "dobj", "aux", "nsubj", "mark") is None

    def __len__(self) -> int:
        return len(self.text)

    def encloses(self, offset: int) -> bool:
        """Whether the sentence holds this offset of the report; a mention may come from an earlier one."""
        return self.start[0] <= offset < self.end[-1]

    def kid(self, i: int, *deps: str) -> int | None:
        """The first child of `i` with one of these labels."""
        for k in self.kids[i]:
            if self.dep[k] in deps:
                return k
        return None

    def having(self, i: int, *deps: str) -> list[int]:
        """The children of `i` with one of these labels."""
        return [k for k in self.kids[i] if self.dep[k] in deps]

    def ancestors(self, i: int) -> Iterator[int]:
        """From the head of `i` up to the root."""
        seen = 0
        while self.head[i] != i and seen < len(self.head):
            i = self.head[i]
            seen += 1
            yield i

    def subtree(self, i: int) -> list[int]:
        """`i` and all below it, ascending."""
        out, stack = [], [i]
        while stack:
            at = stack.pop()
            out.append(at)
            stack += self.kids[at]
        return sorted(out)

    def is_verb(self, i: int) -> bool:
        """Whether a token heads a clause: a verb, or what the parser made of one ("were reported dead")."""
        tag = self.tag[i]
        return tag[:2] == "VB" or (
            tag in {"JJ", "NNS"}
            and self.dep[i] in {"relcl", "ccomp", "advcl", "ROOT"}
            and self.kid(i, "nsubj", "nsubjpass", "dobj", "aux") is not None
            and self.kid(i, "cop") is None
        )

    def is_noun(self, i: int) -> bool:
        return self.tag[i] in NOUN_TAGS

    def passive(self, v: int) -> bool:
        """Whether verb `v` stands in the passive.

        A participle without auxiliaries is passive where it modifies a noun ("the city held by IS") and where it is
        joined to a passive ("were killed and dozens injured").
        """
        if self.tag[v] not in {"VBN", "VBD", "JJ"}:
            return False
        if self.kid(v, "nsubjpass", "auxpass", "csubjpass") is not None:
            return True
        if self.lemma[v] in _DONE_TO_OTHERS and self.kid(v, "nsubj") is not None and self.kid(v, "dobj", "aux", "ccomp") is None:
            # "3 soldiers killed and 2 injured", as notes and headlines have it; but "the army killed or captured 300"
            return not any(self.is_verb(k) and self.kid(k, "dobj") is not None for k in self.having(v, "conj"))
        if self.tag[v] == "VBD":
            return False
        if any(self.lemma[k] == "have" for k in self.having(v, "aux")):
            return False
        if self.dep[v] in {"acl", "amod"}:
            return True
        if self.dep[v] in {"xcomp", "oprd"} and self.kid(v, "nsubj", "dobj", "aux") is None and self.passive(self.head[v]):
            return True  # "was confirmed captured"
        if self.dep[v] == "advcl" and self.kid(v, "nsubj", "dobj", "aux") is None:
            return True
        if self.kid(v, "agent") is not None:
            return True
        if self.dep[v] == "conj" and self.is_verb(self.head[v]):
            return self.kid(v, "dobj") is None and self.passive(self.head[v])
        return False

    def spread(self, i: int, limit: int = 40) -> list[int]:
        """`i` and the nouns joined to it by "and", commas or "as well as"."""
        out = [i]
        for k in self.kids[i]:
            if self.dep[k] == "conj" and (self.is_noun(k) or self.tag[k] in {"CD", "PRP", "JJ", "DT", "VBG"} or self.is_noun(i)):
                if not (self.tag[k][:2] == "VB" and self.kid(k, "nsubj", "dobj", "aux") is not None):
                    out += self.spread(k, limit - 1) if limit else [k]
            elif self.dep[k] == "appos" and limit and self._listed(i, k):
                out += self.spread(k, limit - 1)
        return out

    def _listed(self, i: int, k: int) -> bool:
        """"A, B and C are": where the parser took B for another name of A, though no comma ends the aside."""
        if self.tag[i] not in {"NNP", "NNPS"} or not self.having(k, "conj"):
            return False
        after = max(self.subtree(k)) + 1
        return after < len(self) and self.text[after] != "," and self.tag[after][:1] in {"V", "M"}

    def fillers(self, i: int) -> list[int]:
        """The nouns that a filler head stands for: itself and what is joined to it; "a number of X" is X."""
        out: list[int] = []
        for head in self.spread(i):
            real = self.through_quantity(head)
            out.append(real)
            for k in self.kids[real]:
                if self.dep[k] != "prep" or k < real:
                    continue
                if self.low[k] == "including":
                    out += [f for g in self.having(k, "pobj") for f in self.spread(g) if self.tag[f] in {"NNP", "NNPS"}]
                elif self.low[k] in _TOGETHER:
                    out += [f for g in self._beside(k) for f in self.spread(g)]
        return out

    def _beside(self, k: int) -> list[int]:
        """Who is named after "along with", "alongside", "together with", "in cooperation with"."""
        if self.low[k] == "alongside":
            return self.having(k, "pobj")
        if self.low[k] == "in":
            noun = self.kid(k, "pobj")
            if noun is None or self.low[noun] not in _JOINTLY:
                return []
            k = noun
        return [g for w in self.kids[k] if self.low[w] == "with" for g in self.having(w, "pobj")]

    def through_quantity(self, i: int) -> int:
        """Past nouns that only count or group: "dozens of civilians", "a number of fighters", "members of"."""
        seen = 0
        while seen < 3 and (self.lemma[i] in _QUANTIFIERS or self.tag[i] == "CD"):  # "14 of its 17 townships"
            ofs = [k for k in self.kids[i] if self.low[k] == "of"]  # "hundreds of thousands of people": the last
            obj = self.kid(ofs[-1], "pobj") if ofs else None
            if obj is None:
                break
            i = obj
            seen += 1
        return i

    def relativizer(self, v: int) -> tuple[str, int | None]:
        """How a relative clause binds its antecedent: the label of who/which/that, and its token."""
        for k in self.kids[v]:
            if self.tag[k] in {"WDT", "WP"} and self.dep[k] in {"nsubj", "nsubjpass", "dobj", "attr"}:
                return self.dep[k], k
            if self.dep[k] in {"prep", "agent"}:
                for g in self.kids[k]:
                    if self.tag[g] in {"WDT", "WP"}:
                        return self.low[k], g
            if self.tag[k] == "WRB" or self.low[k] in {"where", "when"}:
                return "where", k
        return "", None

    def subject(self, v: int, depth: int = 0) -> list[int]:
        """Heads of the grammatical subject of `v`, understood ones too, before conjunctions are spread."""
        own = self.having(v, "nsubj", "nsubjpass", "expl", "csubj")
        if own:
            first = own[-1]
            if self.tag[first] in {"WDT", "WP"}:
                owner = self.clause_owner(v)
                return [owner] if owner is not None else []
            if self.dep[first] == "expl":
                attr = self.kid(v, "attr", "dobj", "nsubj")
                return [attr] if attr is not None else []
            return [first]
        if depth > 6:
            return []
        dep, head = self.dep[v], self.head[v]
        if dep == "conj" and self.is_verb(head):
            return self.subject(head, depth + 1)
        if dep == "conj" and self.tag[head] in {"RB", "RP"} and self.is_verb(self.head[head]):
            return self.subject(self.head[head], depth + 1)  # "pushing IS back and destroying tanks", joined to "back"
        if dep == "xcomp" or (dep == "ccomp" and self.tag[v] in {"VB", "VBG"}):
            obj = self.kid(head, "dobj", "dative")
            if obj is not None and self.is_verb(head) and self.lemma[head] not in {"promise", "threaten", "vow", "use"}:
                return [obj]
            return self._actor_of(head, depth)
        if dep == "acl":
            return [head] if self.tag[v] == "VBG" else ([] if self.tag[v] == "VBN" else self._infinitive_subject(head, depth))
        if dep == "relcl":
            # "an operation to retake Mosul" is often parsed as a relative clause
            to = self.tag[v] == "VB" and any(self.low[k] == "to" for k in self.having(v, "aux"))
            return self._infinitive_subject(head, depth) if to else [head]
        if dep in {"advcl", "prep"} and self.is_verb(head) and self.tag[v] in {"VBG", "VB", "VBN"}:
            said = self.kid(head, "ccomp")
            if said is not None and said < head < v and self.is_verb(said):
                return self.subject(said, depth + 1)  # "X was taken, the army said, killing 16": the taking kills
            return self._actor_of(head, depth)
        if dep == "pcomp":
            above = self.head[head]
            if self.is_verb(above):
                if self.low[head] in {"by", "from"} and self.passive(above):
                    return []  # "killed by shelling": not the killed shelled
                obj = self.kid(above, "dobj")
                if self.low[head] in {"of", "from", "for", "into"} and obj is not None:
                    return [obj]
            return self._actor_of(above, depth)
        return []

    def _actor_of(self, above: int, depth: int) -> list[int]:
        """Who acts in a clause below `above`: a verb's subject ("troops tasked with attacking" are the troops), an
        adjective's ("is determined to crush"), or whose noun it is."""
        if self.is_verb(above):
            tasked = self.dep[above] == "acl" and self.tag[above] == "VBN"
            return [self.head[above]] if tasked else self.subject(above, depth + 1)
        if self.dep[above] == "acomp":
            return self.subject(self.head[above], depth + 1)
        return self._noun_subject(above, depth)

    def _noun_subject(self, n: int, depth: int) -> list[int]:
        poss = self.kid(n, "poss")
        if poss is not None:
            return [poss]
        governor = self.head[n]
        if self.dep[n] == "pobj" and self.low[governor] in {"in", "with", "for", "as", "on"}:
            governor = self.head[governor]  # "in order to defeat", "with the aim of taking"
            return self.subject(governor, depth + 1) if self.is_verb(governor) else []
        if self.is_noun(n) and self.is_verb(governor) and self.dep[n] in {"dobj", "attr", "nsubjpass"}:
            return self.subject(governor, depth + 1)
        return []

    def _infinitive_subject(self, n: int, depth: int) -> list[int]:
        """"a plan to attack": who has the plan, is its subject by the verb, or the noun's possessor, or the name before it."""
        owner = self._noun_subject(n, depth)
        if not owner and not self.kid(n, "poss"):
            owner = [k for k in self.having(n, "compound") if self.is_noun(k)][-1:]  # "the army operation to retake it"
        return owner or ([n] if self.dep[n] in {"nsubj", "nsubjpass"} else [])

    def clause_owner(self, v: int) -> int | None:
        """The noun that a relative clause with predicate `v` (or a verb joined to it) describes."""
        at, seen = v, 0
        while seen < 6:
            if self.dep[at] in {"relcl", "acl"}:
                return self.head[at]
            if self.dep[at] in {"conj", "xcomp", "ccomp", "advcl"} and self.head[at] != at:
                at = self.head[at]
                seen += 1
                continue
            return None
        return None

    def slots(self, i: int) -> dict[str, list[int]]:
        """Grammatical slots of the predicate `i` in the active voice: slot name to filler heads (conjunctions spread)."""
        if i not in self._slots:
            raw = self._verb_slots(i) if self.is_verb(i) else self._noun_slots(i)
            self._slots[i] = {slot: list(dict.fromkeys(f for h in heads for f in self.fillers(h))) for slot, heads in raw.items() if heads}
        return self._slots[i]

    def _add_preps(self, i: int, out: dict[str, list[int]]) -> None:
        for k in self.kids[i]:
            if self.dep[k] in {"prep", "dative", "agent", "prt", "advmod"} and self.tag[k] in {"IN", "TO", "RP", "VBG", "VBN", "RB"}:
                self._add_prep(k, out)

    def _add_prep(self, k: int, out: dict[str, list[int]], name: str | None = None) -> None:
        name = name or self.low[k]
        found = False
        for g in self.kids[k]:
            if self.dep[g] in {"pobj", "pcomp"}:
                if self.tag[g] in {"WDT", "WP"}:
                    continue
                out.setdefault(name, []).append(g)
                found = True
            elif self.dep[g] == "prep" and not found and self.low[k] != "according":
                # "out of X", "inside of X", "from near X": the inner preposition names the slot, the outer too
                self._add_prep(g, out)
                self._add_prep(g, out, name)
            elif self.dep[g] == "conj" and self.dep[g] != "pobj" and self.tag[g] == "IN":
                self._add_prep(g, out)

    def _verb_slots(self, v: int) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        passive = self.passive(v)
        bound, _ = self.relativizer(v)
        owner = self.clause_owner(v) if self.dep[v] in {"relcl", "acl"} else None
        subject = self.subject(v)
        objects = [k for k in self.having(v, "dobj") if self.tag[k] not in {"WDT", "WP"}]
        self._add_preps(v, out)
        if passive:
            patient = subject
            if owner is not None and not self.having(v, "nsubjpass", "nsubj"):
                patient = [owner]
            out["obj"] = patient
            by = self.having(v, "agent")
            out["subj"] = [g for k in by for g in self.kids[k] if self.dep[g] == "pobj"]
            out.pop("by", None)
            if objects:  # "the rebels were given shelter"
                out["iobj"], out["obj"] = patient, objects
        else:
            out["subj"] = subject
            out["obj"] = objects
            if owner is not None and (bound == "dobj" or (not bound and self.dep[v] == "relcl" and not objects and self.having(v, "nsubj"))):
                out["obj"] = [owner]
        if owner is not None and bound and bound not in {"nsubj", "nsubjpass", "dobj", "attr"}:
            out.setdefault("in" if bound == "where" else bound, []).append(owner)
        out["iobj"] = out.get("iobj", []) + [k for k in self.having(v, "dative") if self.is_noun(k) or self.tag[k] == "PRP"]
        self._share_joined(v, out, passive)
        for k in self.having(v, "advcl"):
            self._by_means(k, out)
        out["compl"] = [k for k in self.having(v, "xcomp", "ccomp") if self.is_verb(k)]
        if self.lemma[v] in _NAMING:  # "was renamed Y": what a name is given as
            out["compl"] += [k for k in self.having(v, "oprd", "attr") if self.is_noun(k)]
        attr = self.having(v, "attr", "oprd", "acomp")
        if attr:
            out["attr"] = attr
        return out

    def _by_means(self, k: int, out: dict[str, list[int]]) -> None:
        """"conducted strikes using jets and drones against X": X is struck, whatever the parser hung it on."""
        if self.lemma[k] not in {"use", "employ"} or self.tag[k] != "VBG":
            return
        self._add_preps(k, out)
        for obj in self.having(k, "dobj"):
            for g in self.spread(obj):
                for prep in self.having(g, "prep"):
                    if self.low[prep] in {"against", "on", "at"}:
                        self._add_prep(prep, out)

    def _share_joined(self, v: int, out: dict[str, list[int]], passive: bool) -> None:
        """"bombed and shelled the town": what the last of joined verbs takes, the others take too."""
        if passive or out.get("obj"):
            return
        for k in self.kids[v]:
            if self.dep[k] == "conj" and self.is_verb(k) and self.tag[k] == self.tag[v]:
                shared = self.having(k, "dobj")
                between = [g for g in self.kids[v] if v < g < k and self.dep[g] not in {"cc", "punct"}]
                if shared and not between and k - v <= 3 and self.kid(k, "nsubj") is None:
                    out["obj"] = [g for g in shared if self.tag[g] not in {"WDT", "WP"}]
                    return

    def _noun_slots(self, n: int) -> dict[str, list[int]]:
        out: dict[str, list[int]] = {}
        self._add_preps(n, out)
        out["poss"] = [self._whose(k) for k in self.having(n, "poss")]
        mods = self.having(n, "amod", "compound", "nmod")
        out["mod"] = [m for m in mods if m < n]
        for k in self.having(n, "amod"):
            out["mod"] += [m for m in self.having(k, "npadvmod", "compound") if m not in out["mod"]]
        for k in self.kids[n]:
            if self.dep[k] == "acl":
                self._by_means(k, out)
            elif self.dep[k] == "conj" and k > n and self.is_noun(k) and not _SHARED & out.keys():
                # "shelling and air strikes by X": both are X's
                for prep in self.kids[k]:
                    if self.dep[prep] in {"prep", "agent"} and self.low[prep] in _SHARED:
                        self._add_prep(prep, out)
        if self.dep[n] == "conj" and self.is_noun(self.head[n]) and not out["poss"] and not out["mod"]:
            first = self.head[n]
            out["poss"] = self.having(first, "poss")
            out["mod"] = [m for m in self.having(first, "amod", "nmod") if m < first and self.text[m][:1].isupper()]
        return out

    def _whose(self, k: int) -> int:
        """Whom "whose" is about; any other owner is itself."""
        if self.tag[k] != "WP$":
            return k
        owner = self.clause_owner(self.clause(k))
        return k if owner is None else owner

    def clause(self, i: int) -> int:
        """The predicate of the smallest clause that holds `i` (a verb, or the root)."""
        found = self._clauses.get(i)
        if found is None:
            found = i
            for _ in range(len(self.head)):
                if self.is_verb(found) or self.head[found] == found:
                    break
                found = self.head[found]
            self._clauses[i] = found
        return found

    def phrase(self, i: int) -> tuple[int, int]:
        """First token and end token of the noun phrase around head `i`, without clauses and later phrases."""
        first = i
        for k in self.kids[i]:
            if k < i and self.dep[k] in {"det", "amod", "compound", "nmod", "nummod", "poss", "quantmod", "predet", "npadvmod"}:
                first = min(first, *self.subtree(k)) if self.dep[k] != "det" else min(first, k)
        while first < i and (self.tag[first] in {"DT", "PDT", ",", "HYPH", "``", "''", ":"} or self.low[first] in {"some", "many", "several"}):
            first += 1
        return first, i + 1


_NAMING = frozenset("call name rename dub rebrand christen style term nickname baptise baptize codename retitle".split())
_DECLARING = _NAMING | frozenset("consider declare deem designate brand label list classify elect appoint proclaim regard pronounce".split())
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_JOINED_CLAUSE = frozenset({"conj", "ccomp", "advcl", "dep"})
_SHARED = frozenset({"by", "against", "between"})
_TOGETHER = frozenset({"along", "alongside", "together", "in"})
_JOINTLY = frozenset({"cooperation", "coordination", "collaboration", "conjunction", "concert", "tandem"})
# What is only ever done to somebody: without an object, its subject is the one.
_DONE_TO_OTHERS = frozenset("kill wound injure abduct kidnap arrest detain displace".split())
_QUANTIFIERS = frozenset(
    "kg kilo kilogram ton tonne litre liter barrel gallon batch load truckload planeload consignment shipment day week month hour "
    "number dozen hundred thousand ten score majority rest lot handful group type kind wave series couple pair part bulk "
    "million most some many much % several all each one two three four five both none any half scores dozens hundreds thousands tens "
    "remainder portion percent third quarter last bunch array host plenty total lots member whole entirety".split()
)
