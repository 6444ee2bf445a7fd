"""The reader: one Document in, its Statements out, with the layers seen on the way.

It sees one report and nothing else, writes nowhere, and is deterministic: same input and version, same bytes out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from imbroglio import __version__
from imbroglio.knowledge.codebook import codes_for
from imbroglio.knowledge.lexicon import Lexicon, load_lexicon
from imbroglio.knowledge.nouns import load_nouns
from imbroglio.knowledge.packs import NameTable, Sense, load_packs
from imbroglio.knowledge.words import load_epithets, load_light, load_measures, load_operators, load_reporting
from imbroglio.model import Claim, Document, Evidence, MadeBy, Ref, Statement, Trouble, When
from imbroglio.reading import measure, timing, where
from imbroglio.reading.attribution import Attribution, find_attributions
from imbroglio.reading.chooser import UNSEEN, Chooser, features, load_chooser
from imbroglio.reading.claims import credit_of
from imbroglio.reading.commas import lost_commas
from imbroglio.reading.coreference import Memory
from imbroglio.reading.dateline import report_date, year_hint
from imbroglio.reading.demands import find_demands
from imbroglio.reading.epithets import HYPHENS, find_aliases, find_epithets, find_memberships
from imbroglio.reading.frames import Draft, FrameMatcher
from imbroglio.reading.fusion import fuse
from imbroglio.reading.ground import Ground, title_place
from imbroglio.reading.linker import ROLES, Company, Linker, link, load_linker, rows
from imbroglio.reading.means import same_means
from imbroglio.reading.mentions import ACTOR_KINDS, Mention, Scene
from imbroglio.reading.naming import MASK, Name, PlaceFinder, find_abbreviations, find_known, find_places
from imbroglio.reading.numbers import NumberMention, find_numbers
from imbroglio.reading.parser import BATCH, Parser, Words
from imbroglio.reading.roles import settle_roles
from imbroglio.reading.screen import Screen
from imbroglio.reading.sense import says_something
from imbroglio.reading.speech import Speech, names_speaker
from imbroglio.reading.status import is_attempt, status_of
from imbroglio.reading.times import TimeMention, find_times, resolve
from imbroglio.reading.tokens import Tokens, sentences, tokenize
from imbroglio.reading.tree import Tree

READER = "imbroglio-rules"
_WORDS_AT_ONCE = 4000


@dataclass(frozen=True, slots=True)
class Layer:
    """One row of a layer: an actor or place mentioned, a credit, or a time."""

    row: tuple[tuple[str, object], ...]

    def to_json(self) -> dict[str, object]:
        return dict(self.row)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader made of one report."""

    doc: str
    statements: tuple[Statement, ...]
    mentions: tuple[Layer, ...]
    claims: tuple[Layer, ...]
    times: tuple[Layer, ...]
    troubles: tuple[Trouble, ...] = ()
    features: tuple[tuple[str, ...], ...] = ()
    links: tuple[tuple[tuple[str, Ref, tuple[str, ...]], ...], ...] = ()


@dataclass(slots=True)
class _Sentence:
    index: int
    first: int
    end: int
    row: Words
    names: dict[int, Name]
    named: bool


class Reader:
    """Holds what is loaded once: knowledge, gazetteer, parser. Picklable parts only are passed between processes."""

    def __init__(
        self, gazetteer: PlaceFinder, packs: Sequence[Path] = (), pipeline: str | None = None, chooser: Chooser | None = None, linker: Linker | None = None, keep_all: bool = False
    ) -> None:
        nouns = load_nouns()
        lexicon = load_lexicon()
        self.epithets = load_epithets()
        self.lexicon = Lexicon((*lexicon.frames, *nouns.frames, *self.epithets.frames))
        self.nouns = nouns.classes
        self.table = NameTable(load_packs(packs))
        self.gazetteer = gazetteer
        self.operators = load_operators()
        self.reporting = load_reporting()
        self.measures = load_measures()
        self.matcher = FrameMatcher(self.lexicon, load_light())
        self.screen = Screen(self.lexicon.keys() | set(self.epithets.suffixes) | set(self.epithets.prefixes))
        self.parser = Parser(pipeline)
        self.chooser = chooser or load_chooser()
        self.linker = linker or load_linker()
        self.keep_all = keep_all

    def read(self, doc: Document) -> Reading:
        """All statements of one report. Raises nothing for what stands in the text."""
        tokens = tokenize(doc.text, self.parser.spans)
        ranges = sentences(tokens, doc.text)
        names, prior = self._names(tokens, ranges, doc.text)
        found = report_date(doc.text, doc.date)
        published = found[0] if found else doc.date
        return _Pass(self, doc, tokens, ranges, names, published).run()

    def _names(self, tokens: Tokens, ranges: list[tuple[int, int]], text: str) -> tuple[dict[int, Name], dict[str, float]]:
        names = find_known(tokens, ranges, self.table, text)
        for (first, end), short in find_abbreviations(tokens, names, text):
            long = names.get(first)
            if long is None or long.end != end or not long.senses:
                continue
            for i, word in enumerate(tokens.text):
                if word == tokens.text[short] and i not in names and not any(n.first < i < n.end for n in (names.get(k) for k in range(max(0, i - 8), i)) if n):
                    names[i] = Name(i, i + 1, word, long.senses, [])
        counts: Counter[str] = Counter()
        for name in names.values():
            actor = name.actor
            if actor is not None:
                for country in [actor.iso] if actor.iso else actor.countries[:4]:
                    if country:
                        counts[country] += 1 / max(1, len(actor.countries[:4]))
        total = sum(counts.values())
        prior = {c: round(n / total, 3) for c, n in counts.most_common(6)} if total else {}
        for name in names.values():
            if len(name.senses) > 1:
                name.senses = _likeliest(name.senses, prior)
        find_places(tokens, ranges, names, self.gazetteer, prior, text, self.nouns)
        return dict(sorted(names.items())), prior


class _Pass:
    """One reading of one report: the state that goes from sentence to sentence."""

    def __init__(
        self, reader: Reader, doc: Document, tokens: Tokens, ranges: list[tuple[int, int]], names: dict[int, Name], published: object
    ) -> None:
        self.reader, self.doc, self.tokens, self.ranges, self.names = reader, doc, tokens, ranges, names
        self.published = published if published is None else doc.date if published is doc.date else published
        self.memory = Memory()
        self.speech = Speech(reader.reporting)
        self.unsaid: list[int] = []
        self.heard = 0
        self.ground = Ground(title_place(doc.title, names.values(), tokens))
        self.company = Company()
        self.anchor: When | None = None
        self.told: list[tuple[int, str]] = []
        self.year_hint: int | None = None if published else year_hint(doc.text, doc.title)
        self.statements: list[Statement] = []
        self.features: list[tuple[str, ...]] = []
        self.links: list[tuple[tuple[str, Ref, tuple[str, ...]], ...]] = []
        self.mentions: list[Layer] = []
        self.claims: list[Layer] = []
        self.times: list[Layer] = []

    def run(self) -> Reading:
        rows = [self._row(i, a, b) for i, (a, b) in enumerate(self.ranges)]
        batch: list[_Sentence] = []
        for row in rows:
            if row is None:
                continue
            batch.append(row)
            if len(batch) >= BATCH:
                self._batch(batch)
                batch = []
        self._batch(batch)
        if self.reader.keep_all:
            return Reading(self.doc.id, tuple(self.statements), (), (), (), features=tuple(self.features), links=tuple(self.links))
        unique = {s.id: s for s in self.statements}
        return Reading(
            self.doc.id, tuple(unique.values()), tuple(self.mentions), tuple(self.claims), tuple(self.times)
        )  # fmt: skip

    def _batch(self, batch: list[_Sentence]) -> None:
        trees = self.reader.parser.parse([s.row for s in batch], [s.named for s in batch])
        for sentence, tree in zip(batch, trees, strict=True):
            self._sentence(sentence, tree)

    def _row(self, index: int, a: int, b: int) -> _Sentence | None:
        """The sentence as the parser gets it: names of several words as one, names that it stumbles over masked."""
        tk, names = self.tokens, self.names
        low = [w.lower() for w in tk.text[a:b]]
        if b - a < 3 or not (names_speaker(low) or self.reader.screen.passes(low)):
            return None
        masked: list[str] = []
        text: list[str] = []
        space: list[bool] = []
        start: list[int] = []
        end: list[int] = []
        by_token: dict[int, Name] = {}
        unknown = False
        commas = {a + k for k in lost_commas(tk.text[a:b], self.reader.reporting.tellers)}
        i = a
        while i < b:
            if i in commas:
                masked.append(",")
                text.append(",")
                start.append(end[-1])
                end.append(end[-1])
                space.append(True)
            name = names.get(i)
            stop = i + 1
            word = tk.text[i]
            shown = word
            if name is not None and name.merge and name.end <= b:
                stop = name.end
                word = self.doc.text[tk.start[i] : tk.end[stop - 1]]
                shown = _mask(name, word, stop - i)
                by_token[len(text)] = name
            elif name is None and word[:1].isupper() and i > a:
                unknown = True
            masked.append(shown)
            text.append(word)
            start.append(tk.start[i])
            end.append(tk.end[stop - 1])
            space.append(stop < b and tk.end[stop - 1] < tk.start[stop])
            if name is not None and not name.merge and name.end <= b:
                by_token[len(text) - 1 + (name.end - name.first - 1)] = Name(
                    len(text) - 1, len(text) - 1 + name.end - name.first, name.text, name.senses, name.places, False
                )
            i = stop
        return _Sentence(index, a, b, Words(masked, text, space, start, end), by_token, unknown)

    def _sentence(self, s: _Sentence, tree: Tree) -> None:
        for i, name in s.names.items():
            if name.merge:
                tree.lemma[i] = tree.low[i]
        for i in range(len(tree)):
            if tree.tag[i] in {"NN", "NNS"} and i not in s.names and tree.lemma[i] == tree.low[i] and tree.tag[i] == "NNS" and tree.low[i].endswith("s"):
                tree.lemma[i] = tree.low[i][:-1]
        scene = Scene(tree, s.names, self.doc.text, self.reader.nouns, self.memory, s.index)
        self.memory.sentence = self.ground.sentence = s.index
        times = self._times(scene)
        scene.times = frozenset(i for i in range(len(tree)) for _, m in times if m.start < tree.end[i] and tree.start[i] < m.end)
        ground = self.ground.place()
        if ground is not None:
            self.memory.places.append(ground)
        own = self._own_mentions(scene)
        self.memory.note((m, tree.dep[m.tok] in {"nsubj", "nsubjpass"}) for m in own)
        credits = find_attributions(scene, self.reader.reporting)
        for k in range(self.heard, s.index):
            self.speech.pass_over(self.doc.text, self.tokens.start[self.ranges[k][0]], self.tokens.end[self.ranges[k][1] - 1])
        self.heard = s.index + 1
        credits = self.speech.carry(scene, credits)
        drafts = fuse(scene, list(self.reader.matcher.drafts(scene)))
        told = {w for d in drafts for w in d.words}
        for d in drafts:
            if d.type == "capture" and is_attempt(tree, d.tok, told):
                d.type = "clash"  # an attempt to take a place (codebook rule 9)
        same_means(scene, drafts, self.told, s.index)
        drafts += find_epithets(scene, self.reader.epithets) + find_aliases(scene) + find_memberships(scene) + find_demands(scene, credits)
        self._seat(tree, drafts)
        drafts = [d for d in drafts if d.kind == "event" or d.kind == "figure" or says_something(d)]
        numbers = self._numbers(scene, times)
        figures = measure.attach(scene, drafts, numbers, self.reader.measures)
        settle_roles(scene, drafts)
        cues = frozenset(c for a in credits for c in a.cue)
        places = [m for m in own if (m.place is not None or m.kind == "place" and where.named(m)) and not m.adjectival]
        # a carried credit's source stands in an earlier sentence
        sources = {i for a in credits for m in a.source if tree.start[0] <= m.start < tree.end[-1] for i in tree.subtree(m.tok)}
        asked = [d.kind != "event" or says_something(d) for d in drafts]
        where.settle(scene, drafts, ground, places, sources)
        self.company.gather(drafts, (m.start for a in credits for m in a.source))
        first = len(self.statements)
        for n, draft in enumerate(drafts):
            if not asked[n] or (draft.kind == "figure" and not figures.get(n)):
                continue
            self._finish(scene, draft, figures.get(n, []), times, credits, cues, own)
            self.ground.happened(draft)
        self._hand_over(first)
        self.ground.named(m for m in places if m.kind == "place" and where.usable(scene, m))
        self._layers(scene, own, credits, times)
        if credits and credits[0].source:
            self.memory.speakers = credits[0].source

    def _hand_over(self, first: int) -> None:
        """Statements of a quotation whose speaker is named only at its end wait for the name."""
        if self.speech.waiting:
            self.unsaid += range(first, len(self.statements))
            return
        by = tuple(self._ref(m) for m in self.speech.answer)
        for k in self.unsaid if by else ():
            s = self.statements[k]
            if not s.claim.by:
                self.statements[k] = replace(s, claim=Claim(by, "asserts", s.claim.hearsay))
        self.unsaid = []

    def _seat(self, tree: Tree, drafts: list[Draft]) -> None:
        """A mayor or governor named without the town leads the place that the paragraph is about."""
        ground = self.ground.place()
        for d in drafts:
            if d.type == "leads" and not d.roles["target"] and ground is not None and tree.lemma[d.tok] in {"mayor", "governor"}:
                if any(m.kind == "person" and m.lemma not in {"mayor", "governor"} for m in d.roles["agent"]):
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
        t = scene.tree
        a, b = t.start[0], t.end[-1]
        out = []
        for m in find_times(self.doc.text[a:b], self.published, base=a, year_hint=self.year_hint):  # type: ignore[arg-type]
            when = resolve(m, self.anchor)
            if when.start is not None and when.precision == "day" and m.kind != "duration":
                self.anchor = when
            if m.kind == "absolute" and when.start is not None and when.precision in {"day", "month"} and str(when.start.year) in m.text:
                self.year_hint = when.start.year
            tok = next((i for i in range(len(t)) if t.end[i] > m.start), len(t) - 1)
            out.append((tok, replace(m, when=when)))
            self.times.append(Layer((("doc", self.doc.id), ("start", m.start), ("end", m.end), ("text", m.text), ("from", when.start and when.start.isoformat()),
                                     ("to", when.end and when.end.isoformat()), ("precision", when.precision), ("basis", when.basis))))
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

    def _ref(self, m: Mention) -> Ref:
        place = m.place
        if m.kind == "place" and place is not None:
            return Ref(m.text, m.start, m.end, m.name, "place", m.id or place.id, place.lat, place.lon, place.precision)
        return Ref(m.text, m.start, m.end, m.name, m.kind, m.id)

    def _place_ref(self, m: Mention) -> Ref:
        """A mention used as a place: a state's territory too."""
        if m.place is None:
            return Ref(m.text, m.start, m.end, m.name, "place", None)
        name = m.name if m.kind == "place" else m.place.name
        return Ref(m.text, m.start, m.end, name, "place", m.place.id, m.place.lat, m.place.lon, m.place.precision)

    def _claim(self, t: Tree, draft: Draft, credits: list[Attribution], status: str) -> Claim:
        by, stance, hearsay = credit_of(t, draft, credits, status)
        return Claim(tuple(self._ref(m) for m in by), stance, hearsay)

    def _finish(
        self, scene: Scene, draft: Draft, numbers: list[object], times: list[tuple[int, TimeMention]], credits: list[Attribution], cues: frozenset[int],
        own: list[Mention],
    ) -> None:
        t = scene.tree
        decision = status_of(t, draft.tok, draft.type, self.reader.operators, draft.light)
        claim = self._claim(t, draft, credits, decision.status)
        status = decision.status
        if claim.stance == "denies" and status == "actual":
            status = "denied"
        if draft.kind != "event" and draft.rule in {"epithet", "bracket"}:
            status = "actual"
        published = self.published
        when = timing.when_of(t, draft, times, frozenset(t.clause(c) for c in cues), published)  # type: ignore[arg-type]
        found = features(scene, draft, claim, status, len(numbers), scene.index / max(1, len(self.ranges)), when.basis != "publication")
        chooser = self.reader.chooser
        if chooser is None or draft.type in UNSEEN:
            score = 0.6 * draft.weight
            if draft.type in UNSEEN and not (draft.weight >= 0.7 and draft.roles["agent"]):
                return
        else:
            score = chooser.score(found)
            if not chooser.keeps(draft.type, score) and not self.reader.keep_all:
                return
        if self.reader.keep_all:
            self.features.append(tuple(found))
            self.links.append(tuple((r, self._place_ref(m) if r == "place" else self._ref(m), tuple(f)) for r in ROLES for m, f in rows(scene, own, draft, r, self.company)))
        elif self.reader.linker is not None and draft.type not in UNSEEN and draft.rule not in {"epithet", "bracket"}:
            link(scene, own, draft, self.reader.linker, self.company)
        agent, target = (tuple(self._ref(m) for m in draft.roles[r]) for r in ("agent", "target"))
        a, b = t.start[0], t.end[-1]
        words = draft.words
        trigger = self.doc.text[t.start[words[0]] : t.end[words[-1]]] if words[-1] - words[0] < 7 else t.text[draft.tok]
        because = list(draft.because)
        if decision.why:
            because.append(f"status {status}: '{decision.why}'")
        if claim.by:
            because.append(f"credited to {', '.join(r.text for r in claim.by)}")
        self.statements.append(
            Statement(
                doc=self.doc.id, kind=draft.kind, type=draft.type, agent=agent, target=target,  # type: ignore[arg-type]
                place=tuple(self._place_ref(m) for m in draft.roles["place"]), time=when, numbers=tuple(numbers),  # type: ignore[arg-type]
                claim=claim, status=status, evidence=Evidence(a, b, self.doc.text[a:b]), trigger=trigger,
                made_by=MadeBy(READER, __version__, draft.frame.origin if draft.frame else draft.rule, round(score, 3)),
                codes=codes_for(draft.type, status, agent, target) if draft.kind == "event" else None,
                because=tuple(because),
            )
        )

    def _unread_places(self) -> None:
        """Places named where nothing of the lexicon stands, so that the mentions hold every place of the report."""
        held = {i for m in self.mentions for row in [dict(m.row)] if row["lat"] is not None for i in range(row["start"], row["end"])}  # type: ignore[call-overload]
        for n in self.names.values():
            sense = n.sense("name", "seat", "forces", "government", "people", "adjective")
            a, b = self.tokens.start[n.first], self.tokens.end[n.end - 1]
            if not n.places or (sense is not None and sense.sense not in {"name", "seat"}) or a in held:
                continue
            p = n.places[0]
            self.mentions.append(Layer((("doc", self.doc.id), ("start", a), ("end", b), ("text", self.doc.text[a:b]), ("kind", "place"), ("name", n.text),
                                        ("id", p.id), ("lat", p.lat), ("lon", p.lon))))
        self.mentions.sort(key=lambda m: (m.row[1][1], m.row[2][1]))

    def _layers(self, scene: Scene, own: list[Mention], credits: list[Attribution], times: list[tuple[int, TimeMention]]) -> None:
        t = scene.tree
        for m in own:
            if m.kind in ACTOR_KINDS or m.kind in {"place", "person"}:
                place = m.place
                self.mentions.append(Layer((("doc", self.doc.id), ("start", m.start), ("end", m.end), ("text", m.text), ("kind", m.kind), ("name", m.name),
                                            ("id", m.id), ("lat", place.lat if place else None), ("lon", place.lon if place else None))))
        for c in credits:
            cover = sorted(c.covers)
            for source in c.source or (None,):
                self.claims.append(Layer((("doc", self.doc.id), ("source", {"start": source.start, "end": source.end} if source else None),
                                          ("cue", {"start": t.start[c.cue[0]], "end": t.end[c.cue[-1]]} if c.cue else None),
                                          ("content", {"start": t.start[cover[0]], "end": t.end[cover[-1]]} if cover else None), ("stance", c.stance))))


_SENSE_ORDER = {"name": 0, "people": 1, "adjective": 1, "forces": 2, "government": 2, "seat": 3}


def _likeliest(senses: list[Sense], prior: Mapping[str, float]) -> list[Sense]:
    """Senses by how much the report is about their actor's countries; an actor's own name before what a state calls its own."""

    def worth(sense: Sense) -> tuple[float, int, str]:
        countries = (sense.actor.iso,) if sense.actor.iso else sense.actor.countries
        near = max((prior.get(c, 0.0) for c in countries if c), default=0.0)
        return (-round(near, 1), _SENSE_ORDER[sense.sense], sense.actor.id)

    return sorted(senses, key=worth)


def _mask(name: Name, word: str, size: int) -> str:
    """What the parser is shown for a name."""
    sense = name.senses[0].sense if name.senses else ""
    if size == 1 and (name.kind in {"state", "place", "person", "people"} or sense == "adjective"):
        return word
    if sense == "adjective":
        return "French"
    if sense == "people":
        return "Americans"
    if name.kind == "state" and sense == "name":
        return "France"
    return MASK.get(name.kind, word)


def is_epithet(word: str) -> bool:
    """Whether a token is one of the hyphens that join an epithet."""
    return word in HYPHENS
