"""One reading of one report: sentence by sentence, with what goes from one to the next.

Flows in: the tokens, sentences and names of a report. Flows out: a `Reading`. Each step is a module of its own; this one
holds their order, and the state: who was spoken of, who speaks, where and when things happened last.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date

from imbroglio import __version__
from imbroglio.knowledge.codebook import codes_for
from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, Statement, When
from imbroglio.reading import measure, timing, where
from imbroglio.reading.attribution import Attribution, find_attributions
from imbroglio.reading.called_places import called_places
from imbroglio.reading.chooser import UNSEEN, features
from imbroglio.reading.claims import credit_of
from imbroglio.reading.commas import lost_commas
from imbroglio.reading.company import Company
from imbroglio.reading.coreference import Memory
from imbroglio.reading.demands import find_demands, find_threats
from imbroglio.reading.drafts import ROLES, Draft
from imbroglio.reading.epithets import find_aliases, find_connected, find_epithets, find_memberships
from imbroglio.reading.frames import SEEN_BY_RULE
from imbroglio.reading.fusion import fuse, once
from imbroglio.reading.ground import Ground, title_place
from imbroglio.reading.kit import Kit
from imbroglio.reading.layers import Layer, Links, Reading, claim_rows, mention_rows, time_row, unread_places
from imbroglio.reading.linker import link, questions
from imbroglio.reading.masking import Sentence, masked
from imbroglio.reading.means import same_means
from imbroglio.reading.mentions import Mention, Scene
from imbroglio.reading.naming import Name
from imbroglio.reading.numbers import NumberMention, find_numbers
from imbroglio.reading.parser import BATCH
from imbroglio.reading.roles import settle_roles
from imbroglio.reading.sense import only_carries, only_names, says_something
from imbroglio.reading.speech import Speech, names_speaker
from imbroglio.reading.status import Decision, is_attempt, is_refusal, status_of
from imbroglio.reading.telling import Telling
from imbroglio.reading.times import TimeMention, find_times, resolve
from imbroglio.reading.tokens import Tokens
from imbroglio.reading.tree import Tree
from imbroglio.reading.years import find_years

_NOMINAL = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "attr", "conj", "ROOT"})
READER = "imbroglio-rules"
_LONGEST_TRIGGER = 7  # tokens; a longer one is told by its head alone


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence says besides its drafts: times and credits, and who is named in it."""

    own: list[Mention]
    times: list[tuple[int, TimeMention]]
    credits: list[Attribution]
    cues: frozenset[int]


class ReportPass:
    """The state of one reading. Made for one report, run once."""

    def __init__(
        self,
        kit: Kit,
        doc: Document,
        tokens: Tokens,
        ranges: list[tuple[int, int]],
        names: Mapping[int, Name],
        published: date | None,
    ) -> None:
        self.kit, self.doc, self.tokens, self.ranges, self.names = kit, doc, tokens, ranges, names
        self.published = published
        self.called = called_places(tokens, names)
        self.memory = Memory()
        self.speech = Speech(kit.reporting)
        self.ground = Ground(title_place(doc.title, names.values(), tokens))
        self.company = Company()
        self.anchor: When | None = None
        self.telling = Telling()
        self.years = {} if published else find_years(doc.text, doc.title)
        self.means_told: list[tuple[int, str]] = []
        self.unsaid: list[int] = []
        self.heard = 0
        self.told_to = 0
        self.statements: list[Statement] = []
        self.features: list[tuple[str, ...]] = []
        self.links: list[Links] = []
        self.mentions: list[Layer] = []
        self.claims: list[Layer] = []
        self.times: list[Layer] = []

    def run(self) -> Reading:
        """Read the report to its end."""
        batch: list[Sentence] = []
        for index in range(len(self.ranges)):
            sentence = self._sentence(index)
            if sentence is not None:
                batch.append(sentence)
            if len(batch) >= BATCH:
                self._read(batch)
                batch = []
        self._read(batch)
        doc = self.doc
        if self.kit.keep_all:
            return Reading(doc.id, tuple(self.statements), features=tuple(self.features), links=tuple(self.links))
        self.mentions += unread_places(doc.id, doc.text, self.tokens, self.names.values(), self.mentions)
        self.mentions.sort(key=lambda m: (int(str(m.to_json()["start"])), int(str(m.to_json()["end"]))))
        unique = {s.id: s for s in self.statements}
        return Reading(doc.id, tuple(unique.values()), tuple(self.mentions), tuple(self.claims), tuple(self.times))

    def _sentence(self, index: int) -> Sentence | None:
        """The sentence as the parser gets it; None where it can hold no statement."""
        a, b = self.ranges[index]
        words = self.tokens.text[a:b]
        low = [w.lower() for w in words]
        if b - a < 3 or not (names_speaker(low) or self.kit.screen.passes(low)):
            return None
        commas = {a + k for k in lost_commas(words, self.kit.reporting.tellers)}
        return masked(self.tokens, self.names, self.doc.text, index, (a, b), commas)

    def _read(self, batch: list[Sentence]) -> None:
        trees = self.kit.parser.parse([s.row for s in batch], [s.unknown for s in batch])
        for sentence, tree in zip(batch, trees, strict=True):
            self._read_one(sentence, tree)

    def _read_one(self, s: Sentence, tree: Tree) -> None:
        _mend_lemmas(tree, s.names, self.kit.common)
        scene = Scene(tree, s.names, self.doc.text, self.kit.nouns, self.memory, s.index, called=self.called)
        self.memory.sentence = self.ground.sentence = s.index
        told = self._told(scene)
        drafts = self._drafts(scene, told.credits)
        figures = measure.attach(scene, drafts, self._numbers(scene, told.times), self.kit.measures)
        settle_roles(scene, drafts)
        places = [m for m in told.own if (m.place is not None or m.kind == "place" and where.named(m)) and not m.adjectival]
        asked = [d.kind != "event" or says_something(d) for d in drafts]
        where.settle(scene, drafts, self.ground.place(), places, _source_tokens(tree, told.credits))
        self.company.gather(drafts, (m.start for a in told.credits for m in a.source), self.ground)
        first = len(self.statements)
        for n, draft in enumerate(drafts):
            if asked[n] and (draft.kind != "figure" or figures.get(n)):
                if not self._state(scene, draft, figures.get(n, []), told, drafts):
                    self._state_toll(scene, draft, figures.get(n, []), told, drafts)
                self.ground.happened(draft)
        self._hand_over(first)
        self.ground.named(m for m in places if m.kind == "place" and where.usable(scene, m))
        self.mentions += mention_rows(self.doc.id, told.own)
        self.claims += claim_rows(self.doc.id, tree, told.credits)
        if told.credits and told.credits[0].source:
            self.memory.speakers = told.credits[0].source

    def _told(self, scene: Scene) -> _Told:
        """Times first, since their words name nobody; then who is named; then who says it."""
        tree = scene.tree
        for k in range(self.heard, scene.index):
            first, end = self.ranges[k]
            self._times_between(self.tokens.start[first], self.tokens.end[end - 1])
        times = self._times(scene)
        scene.times = frozenset(
            i for i in range(len(tree)) for _, m in times if m.start < tree.end[i] and tree.start[i] < m.end
        )
        ground = self.ground.place()
        if ground is not None:
            self.memory.places.append(ground)
        own = self._own_mentions(scene)
        self.memory.note((m, tree.dep[m.tok] in {"nsubj", "nsubjpass"}, _listed(tree, m.tok)) for m in own)
        credits = find_attributions(scene, self.kit.reporting)
        for k in range(self.heard, scene.index):
            first, end = self.ranges[k]
            self.speech.pass_over(self.doc.text, self.tokens.start[first], self.tokens.end[end - 1])
        self.heard = scene.index + 1
        credits = self.speech.carry(scene, credits)
        return _Told(own, times, credits, frozenset(c for a in credits for c in a.cue))

    def _drafts(self, scene: Scene, credits: list[Attribution]) -> list[Draft]:
        """Everything that the sentence may state."""
        tree = scene.tree
        drafts = [d for d in fuse(scene, self.kit.matcher.drafts(scene)) if not (only_carries(tree, d) or only_names(tree, d))]
        words = {w for d in drafts for w in d.words}
        for d in drafts:
            if d.type == "capture" and is_attempt(tree, d.tok, words):
                d.type = "clash"  # an attempt to take a place (codebook rule 9)
        same_means(scene, drafts, self.means_told, scene.index)
        drafts += find_epithets(scene, self.kit.epithets) + find_aliases(scene) + find_connected(scene, self.kit.connectors) + find_memberships(scene)
        drafts += find_demands(scene, credits) + find_threats(scene, drafts)
        drafts = once(drafts)
        self._seat(tree, drafts)
        return [d for d in drafts if d.kind in {"event", "figure"} or says_something(d)]

    def _hand_over(self, first: int) -> None:
        """Statements of a quotation whose speaker is named only at its end wait for the name."""
        if self.speech.waiting:
            self.unsaid += range(first, len(self.statements))
            return
        by = tuple(_ref(m) for m in self.speech.answer)
        for k in self.unsaid if by else ():
            s = self.statements[k]
            if not s.claim.by:
                self.statements[k] = replace(s, claim=Claim(by, "asserts", s.claim.hearsay))
        self.unsaid = []

    def _seat(self, tree: Tree, drafts: list[Draft]) -> None:
        """A mayor or governor named without the town leads the place that the paragraph is about."""
        ground = self.ground.place()
        local = {"mayor", "governor"}
        for d in drafts:
            if d.type != "leads" or d.roles["target"] or ground is None or tree.lemma[d.tok] not in local:
                continue
            if any(m.kind == "person" and m.lemma not in local for m in d.roles["agent"]):
                d.roles["target"].append(ground)
                d.because.append(f"target: '{ground.text}' (the place that the paragraph is about)")

    def _own_mentions(self, scene: Scene) -> list[Mention]:
        t = scene.tree
        out = []
        for i in range(len(t)):
            if i in scene.names or (t.is_noun(i) and t.dep[i] not in {"compound", "nmod", "amod"}):
                m = scene.mention(i)
                if m.kind != "thing":
                    out.append(m)
                if m.kind == "place" and m.place is not None and not m.vague:
                    self.memory.places.append(m)  # "took Kupiansk and shelled the city"
        return out

    def _times(self, scene: Scene) -> list[tuple[int, TimeMention]]:
        """The sentence's times, resolved, each with its first token."""
        t = scene.tree
        out = []
        for m in self._times_between(t.start[0], t.end[-1]):
            tok = next((i for i in range(len(t)) if t.end[i] > m.start), len(t) - 1)
            out.append((tok, m))
            self.times.append(time_row(self.doc.id, m, m.when))
        return out

    def _times_between(self, a: int, b: int) -> list[TimeMention]:
        """The times of a stretch of text, resolved against what was told before; the telling goes on by it."""
        out: list[TimeMention] = []
        for m in find_times(self.doc.text[a:b], self.published, base=a, years=self.years):
            when = out[-1].when if out and timing.restates(self.doc.text, out[-1], m) else resolve(m, self.anchor)
            if (when.start or (when.end and m.by)) and when.precision == "day" and m.kind != "duration":
                self.anchor = when
            out.append(replace(m, when=when))
        if self.published is None:
            self.telling.hear(self.doc.text[a:b], a, out, breaks="\n" in self.doc.text[self.told_to : a])
            self.told_to = b
        return out

    def _numbers(self, scene: Scene, times: list[tuple[int, TimeMention]]) -> list[tuple[int, NumberMention]]:
        t = scene.tree
        a, b = t.start[0], t.end[-1]
        out = []
        for m in find_numbers(self.doc.text[a:b], base=a, avoid=[(m.start - a, m.end - a) for _, m in times]):
            tok = next((i for i in range(len(t)) if t.end[i] > m.core_start), None)
            if tok is not None and tok not in scene.names:
                out.append((tok, m))
        return out

    def _score(self, draft: Draft, found: list[str]) -> float | None:
        """How sure the reader is of a draft; None where it is dropped."""
        chooser = self.kit.chooser
        if chooser is None or draft.type in UNSEEN:
            doubtful = draft.type in UNSEEN and not (draft.weight >= 0.7 and draft.roles["agent"])
            return None if doubtful else 0.6 * draft.weight
        score = chooser.score(found)
        return score if self.kit.keep_all or chooser.keeps(draft.type, score) else None

    def _state_toll(self, scene: Scene, draft: Draft, numbers: list[Quantity], told: _Told, beside: list[Draft]) -> None:
        """Of an event that is left out ("the attack killed 12"), the deaths that were joined to it are told by themselves."""
        part = next((p for p in draft.parts()[1:] if p.type == "killing"), None)
        if part is not None and any(n.measure == "killed" for n in numbers):
            part.roles["place"] = part.roles["place"] or draft.roles["place"]
            self._state(scene, part, numbers, told, beside)

    def _state(self, scene: Scene, draft: Draft, numbers: list[Quantity], told: _Told, beside: list[Draft]) -> bool:
        """Make the statement of a draft, if it stands; whether it does."""
        t = scene.tree
        decision = status_of(t, draft.tok, draft.type, self.kit.operators, draft.light)
        if is_refusal(t, draft, decision):
            draft.type, decision = "refusal", Decision("actual", decision.why)
        by, stance, hearsay = credit_of(t, draft, told.credits, decision.status)
        claim = Claim(tuple(_ref(m) for m in by), stance, hearsay)
        status = "denied" if claim.stance == "denies" and decision.status == "actual" else decision.status
        if draft.kind != "event" and draft.rule in SEEN_BY_RULE:
            status = "actual"
        when = timing.when_of(t, draft, told.times, frozenset(t.clause(c) for c in told.cues), self.published)
        position = scene.index / max(1, len(self.ranges))
        found = features(scene, draft, claim, status, len(numbers), position, when.basis != "publication", beside)
        score = self._score(draft, found)
        if score is None:
            return False
        if self.published is None:
            when = self.telling.carry(t, draft, when, frozenset(t.clause(c) for c in told.cues))
        if self.kit.keep_all:
            self.features.append(tuple(found))
            self.links.append(self._asked(scene, draft, told))
        elif self.kit.linker is not None and draft.type not in UNSEEN and draft.rule not in SEEN_BY_RULE:
            link(scene, told.own, draft, self.kit.linker, self.company)
        a, b = t.start[0], t.end[-1]
        roles = {r: tuple(_as(r, m) for m in draft.roles[r]) for r in ROLES}
        roles["place"] = tuple(_beside(t, m, ref) for m, ref in zip(draft.roles["place"], roles["place"], strict=True))
        because = list(draft.because)
        because += [f"status {status}: '{decision.why}'"] if decision.why else []
        because += [f"credited to {', '.join(r.text for r in claim.by)}"] if claim.by else []
        self.statements.append(
            Statement(
                doc=self.doc.id,
                kind=draft.kind,
                type=draft.type,
                agent=roles["agent"],
                target=roles["target"],
                place=roles["place"],
                time=when,
                numbers=tuple(numbers),
                claim=claim,
                status=status,
                evidence=Evidence(a, b, self.doc.text[a:b]),
                trigger=self._trigger(t, draft),
                made_by=MadeBy(READER, __version__, draft.frame.origin if draft.frame else draft.rule, round(score, 3)),
                codes=codes_for(draft.type, status, roles["agent"], roles["target"], [t.lemma[w] for w in draft.words]) if draft.kind == "event" else None,
                because=tuple(because),
            )
        )
        return True

    def _asked(self, scene: Scene, draft: Draft, told: _Told) -> Links:
        """What the linker would be asked of a draft, for the trainer."""
        asked = questions(scene, told.own, draft, self.company)
        return tuple((q, tuple(_as(q.role, m) for m in q.mentions)) for q in asked)

    def _trigger(self, t: Tree, draft: Draft) -> str:
        first, last = draft.words[0], draft.words[-1]
        return self.doc.text[t.start[first] : t.end[last]] if last - first < _LONGEST_TRIGGER else t.text[draft.tok]


def _mend_lemmas(tree: Tree, names: Mapping[int, Name], common: Container[str]) -> None:
    """A masked name's lemma is the name; a plural that the rules do not know loses its s, and so does a common noun that
    a headline writes with a capital."""
    for i, name in names.items():
        if name.merge:
            tree.lemma[i] = tree.low[i]
    for i, tag in enumerate(tree.tag):
        if tag == "JJ" and tree.dep[i] in _NOMINAL and "-" in tree.low[i] and i not in names and tree.low[i] in common:
            tree.tag[i] = "NN"  # "launched a counter-offensive"
        if i in names or tree.lemma[i] != tree.low[i] or not tree.low[i].endswith("s"):
            continue
        if tag == "NNS" or (tag in {"NNP", "NNPS"} and tree.low[i][:-1] in common):
            tree.lemma[i] = tree.low[i][:-1]


def _source_tokens(tree: Tree, credits: list[Attribution]) -> set[int]:
    """Tokens of the sources that stand in this sentence (a carried credit's stands in an earlier one)."""
    here = [m for a in credits for m in a.source if tree.encloses(m.start)]
    return {i for m in here for i in tree.subtree(m.tok)}


def _ref(m: Mention) -> Ref:
    place = m.place
    if m.kind == "place" and place is not None:
        return Ref(m.text, m.start, m.end, m.name, "place", m.id or place.id, place.lat, place.lon, place.precision)
    return Ref(m.text, m.start, m.end, m.name, m.kind, m.id)


def _beside(t: Tree, m: Mention, ref: Ref) -> Ref:
    """A place by which a thing happened, and not in it: UCDP's precision 2."""
    return replace(ref, precision=2) if ref.precision == 1 and t.encloses(m.start) and where.is_near(t, m.tok) else ref


def _as(role: str, m: Mention) -> Ref:
    """A mention in a role; as a place, a state is its territory."""
    if role != "place":
        return _ref(m)
    if m.place is None:
        return Ref(m.text, m.start, m.end, m.name, "place", None)
    name = m.name if m.kind == "place" else m.place.name
    return Ref(m.text, m.start, m.end, name, "place", m.place.id, m.place.lat, m.place.lon, m.place.precision)


def _listed(tree: Tree, tok: int) -> bool:
    """Whether a mention is one of several that are joined."""
    return tree.dep[tok] == "conj" or tree.kid(tok, "conj") is not None
