"""From trigger words to drafts: which frame of the lexicon a word of the sentence evokes, and who fills its roles.

Flows in: a `Scene` and the lexicon. Flows out: `Draft`s, one a trigger. Where several frames of a word fit, the one
with the longest words, then the most conditions met, then the greatest weight is taken; the others are kept on the draft for
the chooser.
"""

from __future__ import annotations

from imbroglio.knowledge.lexicon import PREPOSITIONS, Fill, Frame, Lexicon
from imbroglio.reading.addressees import addressee, protested
from imbroglio.reading.classes import Events, holds, is_class
from imbroglio.reading.denoting import denoted, joined_owners
from imbroglio.reading.drafts import Draft, Match
from imbroglio.reading.mentions import ACTOR_KINDS, WEAPONS, Scene
from imbroglio.reading.phrases import needed, noun_words, phrase_slots, verb_words
from imbroglio.reading.tree import Tree

LOCATIVE = frozenset(
    "in at near around outside inside within on across along between toward towards into over throughout from to through amid".split()
)
SEEN_BY_RULE = frozenset({"epithet", "bracket"})  # rules whose statements stand in the words themselves: "IS-held", "X (Y)"
_WORDS = frozenset("demand refusal accusation threat endorsement concession agreement talks sanction".split())
_FORCE = frozenset("clash air-strike shelling bombing chemical-attack killing harm".split())
_GATHERINGS = frozenset("deployment aid protest talks".split())  # a convoy, a march, a meeting can be hit
_CRAFT = frozenset({"aircraft", "plane", "jet", "helicopter"})
# nouns that carry an event noun after "of", and its parties with it
_CARRIERS = frozenset("use employment deployment firing launch launching dropping conduct resumption continuation escalation intensification wave series spate".split())
_HELPING = frozenset("help support assist assistance aid back backing".split())
_SUFFERERS = frozenset("victim survivor casualty death refugee group".split())
_OWNERS = ACTOR_KINDS | {"people"}
_POSITIONS = frozenset("position line post outpost camp hideout headquarters stronghold base checkpoint trench site redoubt bastion gathering".split())
_OF_PEOPLE = frozenset("displacement release abduction arrest".split())
_TWO_SIDES = frozenset({"clash", "hostile", "allied"})
_MOST_REMEMBERED = 50_000


def _numbered(t: Tree, k: int) -> bool:
    return bool(t.having(k, "compound")) or t.text[k - 1][:1].isdigit()


def _another_sense(scene: Scene, words: list[int]) -> bool:
    """Whether the words of an idiom are not meant so: "marched through the city on Tuesday" is no march on it."""
    t = scene.tree
    for k in words[1:]:
        if t.lemma[k] == "force" and t.tag[k] == "NNS":
            return True  # "taken by government forces" is not "taken by force"
        below = t.having(k, "pobj") if t.tag[k] in {"IN", "TO"} else []
        if below and all(g in scene.times for g in below):
            return True
    return False


class FrameMatcher:
    """Finds the frames of a sentence."""

    def __init__(self, lexicon: Lexicon, light: Lexicon) -> None:
        self.lexicon, self.light = lexicon, light
        self._needs: dict[tuple[str, str], list[tuple[Frame, frozenset[str]]]] = {}

    def _possible(self, pos: str, lemma: str, vocabulary: set[str]) -> list[Frame]:
        """The frames of a word whose other words all stand in the sentence."""
        rows = self._needs.get((pos, lemma))
        if rows is None:
            rows = self._needs[pos, lemma] = [(f, needed(f)) for f in self.lexicon.find(pos, lemma)]
            if len(self._needs) > _MOST_REMEMBERED:
                self._needs.clear()
        return [f for f, words in rows if words <= vocabulary]

    def events(self, scene: Scene) -> Events:
        """Tokens that may name an event (nouns of the lexicon's event types), with the types that the word alone evokes."""
        t = scene.tree
        out: dict[int, frozenset[str]] = {}
        for i in range(len(t)):
            if t.is_noun(i) and i not in scene.names:
                if any(f.kind == "event" for f in self.lexicon.find("noun", t.lemma[i])):
                    found = self._possible("noun", t.lemma[i], t.vocabulary)
                    out[i] = frozenset(f.type for f in found if f.kind == "event" and f.weight >= 0.8 and not f.conditions and noun_words(t, i, f))
        return out

    def matches(self, scene: Scene, i: int, events: Events) -> list[Match]:
        """All frames that fit at token `i`, best first."""
        t = scene.tree
        out: list[Match] = []
        if t.is_verb(i):
            for frame in self._possible("verb", t.lemma[i], t.vocabulary):
                found = verb_words(t, i, frame.words)
                if found is not None and not (len(found) > 1 and _another_sense(scene, found)):
                    out.append(Match(frame, found, phrase_slots(t, i, found)))
        elif t.is_noun(i) and i not in scene.names:
            out += self._noun_matches(scene, i)
        if not out and (t.tag[i] in {"JJ", "VBN", "VBD", "RB", "IN"}):
            out += self._adjective_matches(scene, i)
        fit = [m for m in out if all(holds(scene, c, m.slots, events) for c in m.frame.conditions)]
        fit.sort(key=lambda m: (-len(m.frame.words), -len(m.frame.conditions), -m.frame.weight))
        return fit

    def _noun_matches(self, scene: Scene, n: int) -> list[Match]:
        t = scene.tree
        frames = self.lexicon.find("noun", t.lemma[n])
        if frames and t.dep[n] == "compound" and t.head[n] > n and t.lemma[t.head[n]] not in _SUFFERERS:
            if scene.classes_of(t.head[n]) & {"people", "person", "organisation", "speaker", "leader"} and frames[0].kind == "event":
                return []  # "aid workers", "protest leaders"
        if not frames or (t.lemma[n] == "attack" and any(t.lemma[k] in _CRAFT for k in t.spread(n))):
            return []  # "attack, bomber and fighter aircraft"
        above = t.head[n]
        if t.dep[n] in {"compound", "nmod"} and above > n and above not in scene.names:
            for frame in self.lexicon.find("noun", t.lemma[above]):
                if t.lemma[n] in frame.words[:-1] and n in (noun_words(t, above, frame) or ()):
                    return []  # "relief supplies" is one thing
        fitting = [(f, words) for f in self._possible("noun", t.lemma[n], t.vocabulary) if (words := noun_words(t, n, f)) is not None]
        if not fitting:
            return []
        light = self._light(scene, n)
        around = {k: list(v) for k, v in t.slots(n).items()}
        self._around(t, n, around)
        self._carried(t, n, around)
        helped = self._helped(t, n, around)
        out: list[Match] = []
        for frame, found in fitting:
            if any(k != n and t.tag[k] == "NNP" and _numbered(t, k) for k in found):
                continue  # "the 5th Brigade commander": Brigade is part of a name, and no kind of commander
            slots = {k: list(v) for k, v in around.items()}
            whole = any(c.slot == "mod" for c in frame.conditions)
            slots["mod"] = [m for m in slots.get("mod", []) if whole or m not in found]
            if "head" in frame.slots:
                slots["head"] = denoted(scene, n)
            if frame.words[0] in PREPOSITIONS:
                slots["subj"] = self._above(t, n)
            match = Match(frame, found, slots)
            if light is not None and not helped and frame.words[0] not in PREPOSITIONS:
                self._lay_light(t, light, match)
            out.append(match)
        return out

    @staticmethod
    def _around(t: Tree, n: int, slots: dict[str, list[int]]) -> None:
        """"Clashes broke out between A and B", "the fighting pitted A against B": the sides stand by the verb."""
        verb = t.head[n]
        if t.dep[n] not in {"nsubj", "nsubjpass"} or not t.is_verb(verb):
            return
        above = t.slots(verb)
        if t.lemma[verb] == "pit" and above.get("against"):
            slots.setdefault("between", [*above.get("obj", [])[:1], *above["against"][:1]])
            return
        for name in ("between", "against"):
            if name in above and name not in slots:
                slots[name] = list(above[name])

    @staticmethod
    def _carried(t: Tree, n: int, slots: dict[str, list[int]]) -> None:
        """"The use of barrel bombs by the army against civilians": the parties stand by the noun that carries the event."""
        of = t.head[n]
        if t.dep[n] != "pobj" or t.low[of] != "of" or t.lemma[t.head[of]] not in _CARRIERS:
            return
        above = t.slots(t.head[of])
        for name in ("poss", "by", "against", "on", "in"):
            if above.get(name) and not slots.get(name):
                slots[name] = list(above[name])

    @staticmethod
    def _helped(t: Tree, n: int, slots: dict[str, list[int]]) -> bool:
        """"Helped the army in the fight against X", "support for Iraq in its war with X": the fight is of those helped."""
        within = t.head[n]
        if t.dep[n] != "pobj" or t.low[within] != "in":
            return False
        top = t.head[within]
        helped = t.fillers(top) if t.dep[top] == "dobj" and t.lemma[t.head[top]] in _HELPING else []
        if t.lemma[top] in _HELPING:
            above = t.slots(top)
            helped = above.get("obj", []) if t.is_verb(top) else above.get("for") or above.get("to") or above.get("of") or []
        if not helped or slots.get("by") or any(t.tag[k] != "PRP$" for k in slots.get("poss", [])):
            return False
        slots["poss"] = list(helped)
        return True

    @staticmethod
    def _above(t: Tree, n: int) -> list[int]:
        """Of whom a phrase such as "in cooperation with" is said: the subject of the verb that it hangs on, or the noun."""
        above = t.head[t.head[n]]
        if t.is_verb(above):
            return t.slots(above).get("subj", [])
        return t.fillers(above) if t.is_noun(above) and above != t.head[n] else []

    def _light(self, scene: Scene, n: int) -> tuple[Frame, list[int]] | None:
        """The light verb that carries event noun `n`, with its tokens."""
        t = scene.tree
        governor = t.head[n]
        at = n
        if t.dep[n] == "conj":
            at, governor = t.head[n], t.head[t.head[n]]
        if t.dep[at] == "pobj" and t.low[governor] == "of" and t.lemma[t.head[governor]] in _CARRIERS:
            at = t.head[governor]  # "was involved in the use of car bombs"
            governor = t.head[at]
        prep: int | None = None
        if t.dep[at] == "pobj":
            prep, governor = governor, t.head[governor]
        if t.dep[at] in {"acl"} or governor == at:
            return None
        for k in t.kids[at]:
            if t.dep[k] in {"acl", "relcl"} and t.is_verb(k) and (t.passive(k) or at in t.slots(k).get("obj", [])):
                found = self._light_at(t, k, None)
                if found:
                    return found
        if not t.is_verb(governor) or t.dep[at] not in {"dobj", "pobj", "nsubjpass", "attr", "oprd"}:
            return None
        return self._light_at(t, governor, prep)

    def _light_at(self, t: Tree, verb: int, prep: int | None) -> tuple[Frame, list[int]] | None:
        for frame in self.light.find("verb", t.lemma[verb]):
            found = verb_words(t, verb, frame.words)
            if found is not None and (prep is None or prep in found) and (prep is not None or not any(t.dep[k] == "prep" for k in found)):
                return frame, found
        return None

    def _lay_light(self, t: Tree, light: tuple[Frame, list[int]], match: Match) -> None:
        frame, found = light
        verb = found[0]
        match.light, match.light_frame = verb, frame
        slots = t.slots(verb)
        for name, heads in slots.items():
            if name in {"subj", "iobj", "obj", "attr"}:
                continue
            have = match.slots.setdefault(name, [])
            have += [h for h in heads if h not in have and h not in match.words]
        doer = slots.get("subj") or (slots.get("obj", []) if frame.words[1:] and t.passive(verb) else [])  # "was engaged in"
        match.slots["subj"] = [s for s in doer if s not in match.words]
        if slots.get("iobj"):
            match.slots["iobj"] = slots["iobj"]

    def _adjective_matches(self, scene: Scene, i: int) -> list[Match]:
        t = scene.tree
        out: list[Match] = []
        for frame in self.lexicon.find("adjective", t.lemma[i]) + (self.lexicon.find("adjective", t.low[i]) if t.low[i] != t.lemma[i] else []):
            found = verb_words(t, i, frame.words)
            if found is None:
                continue
            slots = {k: list(v) for k, v in t._noun_slots(i).items()}
            if t.dep[i] in {"amod", "acl"}:
                slots["head"] = t.fillers(t.head[i])
            elif t.dep[i] in {"acomp", "attr", "oprd"}:
                slots["head"] = [f for s in t.subject(t.head[i]) for f in t.fillers(s)]
            elif t.dep[i] == "conj":
                slots["head"] = [t.head[i]]
            last = found[-1]
            if len(found) > 1:
                slots["obj"] = [f for k in t.kids[last] if t.dep[k] == "pobj" for f in t.fillers(k)]
            out.append(Match(frame, found, slots))
        return out

    def drafts(self, scene: Scene) -> list[Draft]:
        """One draft for each trigger of the sentence."""
        events = self.events(scene)
        consumed: set[int] = set()
        out: list[Draft] = []
        t = scene.tree
        for i in range(len(t)):
            if i in consumed or i in scene.times or t.dep[i] in {"punct", "det", "aux", "auxpass"}:
                continue
            found = self.matches(scene, i, events)
            if not found:
                continue
            best = found[0]
            if best.frame.type != "destruction" and t.is_verb(i):
                # damage told apart from the attack is its own statement (codebook rule 9)
                best = next((m for m in found if m.frame.type == "destruction" and m.frame.weight > 0.8 and best.slots.get("subj") and best.slots["subj"][0] in events), best)
            # "joined the army's fight against X": the fight is the army's, and said besides
            theirs = {k for k in best.words[1:] if t.is_noun(k) and k in events and any(t.tag[p] != "PRP$" for p in t.having(k, "poss"))}
            consumed.update(set(best.words[1:]) - theirs)
            draft = Draft(best.frame.kind, best.frame.type, i, sorted(best.words), f"{best.frame.pos}", best.frame,
                          rivals=[m.frame for m in found[1:] if m.frame.type != best.frame.type], weight=best.frame.weight, light=best.light)
            draft.because.append(f"'{' '.join(t.text[k] for k in sorted(best.words))}' evokes {draft.type}, by the frame '{best.frame.entry or ' '.join(best.frame.words)}' ({best.frame.origin})")
            self._fill(scene, draft, best, events)
            told = set(best.words[1:]) - theirs  # "the deaths were caused by": the noun was met before its verb
            out = [d for d in out if not (d.tok in told and d.type == draft.type and set(d.words) <= set(draft.words))]
            out.append(draft)
        return out

    def _fill(self, scene: Scene, draft: Draft, match: Match, events: Events) -> None:
        frame = match.frame
        for slot, heads in match.slots.items():
            fills: tuple[Fill, ...] = frame.slots.get(slot, ())
            if match.light_frame is not None and slot in {"subj", "iobj"}:
                fills = match.light_frame.slots.get(slot, fills)
            if slot == "subj" and frame.pos == "noun" and match.light_frame is None and frame.words[0] not in PREPOSITIONS:
                continue
            if slot == "between" and frame.type in {"talks", "agreement"} and match.slots.get("subj"):
                for h in heads:  # a mediator speaks between others
                    self._fill_one(scene, draft, slot, h, (Fill("target"),), events)
                continue
            if slot == "between" and frame.type in _TWO_SIDES and len(heads) == 2:
                self._fill_one(scene, draft, slot, heads[0], (Fill("agent"),), events)
                self._fill_one(scene, draft, slot, heads[1], (Fill("target"),), events)
                continue
            for h in heads:
                self._fill_one(scene, draft, slot, h, fills, events)
        if draft.type in {"leads", "speaks-for"} and not draft.roles["target"]:
            self._body_after(scene, draft)
        if draft.type in _OF_PEOPLE and not draft.roles["target"]:
            for w in match.words:  # "the evacuation of civilians": the idiom names whom
                if w != draft.tok and scene.tree.is_noun(w) and scene.classes_of(w) & {"people", "prisoner", "fighters", "force"}:
                    draft.add("target", scene.mention(w), f"named in '{frame.entry}'")
        if draft.type in _WORDS and not draft.roles["target"]:
            addressee(scene, draft, match)
        if draft.type == "protest" and not draft.roles["target"]:
            protested(scene, draft)

    @staticmethod
    def _body_after(scene: Scene, draft: Draft) -> None:
        """"X, commander, Combined Joint Forces Land Component Command": the body named after the office."""
        t = scene.tree
        around = t.having(draft.tok, "appos") + [k for k in t.having(t.head[draft.tok], "appos") if k > draft.tok]
        for k in around:
            m = scene.mention(k)
            if m.kind in ACTOR_KINDS and m.tok not in {a.tok for a in draft.roles["agent"]}:
                draft.add("target", m, "the body named after the office")
                return

    @staticmethod
    def _fill_one(scene: Scene, draft: Draft, slot: str, h: int, fills: tuple[Fill, ...], events: Events) -> None:
        mention = scene.mention(h)
        if h in events and mention.kind == "thing" and not (draft.type == "destruction" and slot in {"obj", "head", "of"}):
            if draft.type not in _FORCE or slot not in {"obj", "on", "against", "at"} or not events[h] <= _GATHERINGS:
                return
        if scene.tree.is_verb(h) and mention.kind == "thing" or "time" in mention.classes:
            return
        for fill in fills:
            if fill.classes and not any(is_class(scene, h, c, events) for c in fill.classes):
                continue
            if fill.role == "none":
                return
            if fill.role == "agent" and mention.kind in {"thing", "place"} and not mention.classes & (WEAPONS | {"unknown", "pronoun", "state", "actor"}):
                return  # a start, a need, a market does nothing
            if fill.role == "place" and len(fills) > 1 and mention.kind in ACTOR_KINDS and (slot in {"poss", "subj", "by"} or mention.adjectival):
                continue  # "Turkey's offensive" is Turkey's, not in Turkey
            if slot == "mod" and h not in scene.names and scene.tree.tag[h][:2] == "JJ" and not mention.classes & {"fighters"}:
                return
            if slot == "mod" and not (mention.adjectival or mention.kind in {*ACTOR_KINDS, "person", "place"} or mention.classes & {"fighters", "force", "government", "aircraft"}):
                return
            draft.add(fill.role, mention, f"{slot} of '{scene.tree.text[draft.tok]}'")
            if fill.role == "place" and draft.type in _FORCE and mention.lemma in _POSITIONS:
                for k in scene.tree.kids[h]:  # "shelled rebel positions": the rebels
                    held = scene.mention(k) if k < h and scene.tree.dep[k] in {"amod", "compound", "nmod", "poss"} else None
                    if held is not None and (held.kind == "armed_group" or held.kind in _OWNERS and mention.plural) and "pronoun" not in held.classes:
                        draft.add("target", held, f"whose is the {slot} of '{scene.tree.text[draft.tok]}'")
            if fill.role in {"agent", "target"} and mention.kind in ACTOR_KINDS:
                for other in joined_owners(scene, h):
                    draft.add(fill.role, other, f"joined to {slot} of '{scene.tree.text[draft.tok]}'")
            return
        if slot in LOCATIVE and not fills and mention.kind == "place":
            draft.add("place", mention, f"{slot} '{mention.text}'")
