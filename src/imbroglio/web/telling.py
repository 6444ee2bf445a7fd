"""Values of the record as forms, with names to show; who does not act in public is nowhere named.

Flows in: a snapshot, values of the model. Flows out: forms. A key holds a name: a private person has neither here. On the
page of the report itself (`to_read`) the text names whom it names, and there alone the spans keep their names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from imbroglio.knowledge.disputes import load_disputes
from imbroglio.knowledge.keys import key_of
from imbroglio.model import Quantity, Ref, Statement
from imbroglio.model.record import Actor, ControlSpell, Dispute, Incident, Place, Position, Spot, Tally, Toll
from imbroglio.store import Case
from imbroglio.store.pages import ReportLine, statements_with
from imbroglio.views.incidents import sides_of, toll_of
from imbroglio.views.names import STATES
from imbroglio.views.shown import PRIVATE, STEERING, clean, is_private
from imbroglio.web import forms as f
from imbroglio.web.snapshot import Snapshot

MOST_IDS = 500  # of statements behind one figure; the drawer that opens them asks for no more
_STEERING = re.compile(f"[{STEERING}]")


def shown_lines(text: str) -> str:
    """A passage as it is to be shown: of the same length, its signs that steer a terminal replaced.

    >>> shown_lines("a\\x1b[31mb\\nc")
    'a\ufffd[31mb\\nc'
    """
    return _STEERING.sub("\ufffd", text)


def day(value: date | None) -> str | None:
    """A day as ISO text."""
    return value.isoformat() if value is not None else None


def ids(held: Sequence[str]) -> list[str]:
    """Ids of statements, no more than can be opened."""
    return list(held[:MOST_IDS])


class Teller:
    """Makes forms out of one snapshot."""

    def __init__(self, case: Case, snapshot: Snapshot) -> None:
        self.case, self.snapshot = case, snapshot
        self.world = snapshot.world
        self.names = snapshot.world.names

    # ---- who and where ----------------------------------------------------------------------------------------------

    def who(self, key: str) -> f.Who:
        """An actor, or a state of control; somebody private without key or name."""
        if key in STATES:
            return f.Who(key=key, name=key, kind="state")
        if not self.names.is_shown(key) and not key.startswith("actor:"):
            return f.Who(key="", name=PRIVATE, kind="person")
        return f.Who(key=key, name=self.names.actor(key), kind=self.names.kind(key))

    def whos(self, keys: Iterable[str]) -> list[f.Who]:
        """Those of several who may be shown."""
        return [self.who(key) for key in dict.fromkeys(keys) if self.names.is_shown(key)]

    def member(self, key: str) -> f.Who:
        """A key of a link, which may be a member of an actor or a place."""
        if key in self.world.actors:
            return self.who(key)
        if key in self.world.sited or key in self.world.places:
            return f.Who(key=key, name=self.names.place(key), kind="place")
        joined = self.world.joined.get(key)
        if joined is None and not key.startswith("actor:"):
            return f.Who(key="", name=PRIVATE, kind="person")
        return f.Who(key=key, name=self.names.member(key), kind=self.names.kind(joined or key))

    def place(self, key: str) -> f.Spot:
        """A place of the record."""
        return self.spot_of(self.world.places[key]) if key in self.world.places else f.Spot(key=key, name=self.names.place(key))

    def spot_of(self, p: Place | Spot) -> f.Spot:
        """A place with its point."""
        return f.Spot(key=p.key, name=clean(p.name), lat=p.lat, lon=p.lon, precision=p.precision)

    # ---- statements -------------------------------------------------------------------------------------------------

    def statement(self, s: Statement, judged: str | None, *, to_read: bool = False, because: bool = False) -> f.StatementForm:
        """A statement; with `to_read`, as its own report names whom it names."""
        codes, id = s.codes, s.id  # the id is a hash, worked out each time it is asked for
        return f.StatementForm(
            id=id,
            doc=s.doc,
            kind=s.kind,
            type=s.type,
            agent=self._refs(s.agent, to_read),
            target=self._refs(s.target, to_read),
            place=self._refs(s.place, to_read),
            time=f.WhenForm(text=clean(s.time.text), start=s.time.start, end=s.time.end, precision=s.time.precision, basis=s.time.basis),
            numbers=[quantity(n) for n in s.numbers],
            claim=f.ClaimForm(by=self._refs(s.claim.by, to_read), stance=s.claim.stance, hearsay=s.claim.hearsay),
            status=s.status,
            evidence=f.EvidenceForm(start=s.evidence.start, end=s.evidence.end, quote=shown_lines(s.evidence.quote)),
            trigger=clean(s.trigger),
            score=s.made_by.score,
            made_by=s.made_by.reader,
            because=self._because(s, to_read) if because else [],
            codes=None if codes is None else {name: getattr(codes, name) for name in codes.__slots__},
            judged=judged if judged in ("accepted", "rejected", "amended", "person") else None,  # type: ignore[arg-type]
            etag=self.snapshot.etag("statement", [id]),
        )

    def _because(self, s: Statement, to_read: bool) -> list[str]:
        """What its reader decided; it quotes the words of a Ref, so that a private person's are taken out of it, too."""
        refs = (*s.agent, *s.target, *s.place, *s.claim.by)
        hidden = {words for r in refs if not to_read and is_private(r, self.world.public) for words in (r.text, r.name) if words}
        said = [clean(b) for b in s.because]
        for words in sorted(hidden, key=len, reverse=True):
            said = [b.replace(words, PRIVATE) for b in said]
        return said

    def _refs(self, refs: Iterable[Ref], to_read: bool) -> list[f.RefForm]:
        return [self._ref(r, to_read) for r in refs]

    def _ref(self, r: Ref, to_read: bool) -> f.RefForm:
        hidden = not to_read and is_private(r, self.world.public)
        return f.RefForm(
            text=PRIVATE if hidden else shown_lines(r.text),
            start=r.start,
            end=r.end,
            name=PRIVATE if hidden else clean(r.name),
            kind=r.kind,
            id=r.id,
            lat=r.lat,
            lon=r.lon,
            precision=r.precision,
        )

    def sentences(self, wanted: Sequence[str], *, because: bool = False) -> list[f.Sentence]:
        """The sentences of these statements, in that order; ids that the case does not hold are passed over."""
        return [self.sentence(s, judged, because=because) for s, judged in statements_with(self.case, wanted)]

    def sentence(self, s: Statement, judged: str | None, *, because: bool = False) -> f.Sentence:
        """A statement as evidence."""
        report = self.snapshot.reports.get(s.doc)
        source = report.source if report is not None else None
        form = self.statement(s, judged, because=because)
        incident = self.world.incident_of.get(form.id)
        return f.Sentence(
            statement=form,
            title=title_of(report, s.doc),
            source=clean(source or ""),
            date=day(report.date) if report is not None else None,
            url=safe_url(report.url) if report is not None else None,
            origin=self.names.origin(self.world.origin(form.id, s.doc, source)),
            party=self._is_party(s, source, incident),
            incident=incident,
        )

    def _is_party(self, s: Statement, source: str | None, incident: str | None) -> bool:
        """Whether it is the word of a party to the fight: of whom it credits, else of who owns the outlet."""
        held = self.world.incidents.get(incident or "")
        if held is not None:
            sides = {key for side in held.sides for key in side}
        else:
            sides = {self._identity(r, s.doc) for r in (*s.agent, *s.target)}
        kin = self.world.kin_of(key for key in sides if key in self.world.actors)
        if s.claim.by:
            return any(self.world.kin(self._identity(r, s.doc)) & kin for r in s.claim.by)
        owner = load_disputes().owner(source or "")
        return owner is not None and bool(self.world.kin(owner) & kin)

    def _identity(self, ref: Ref, doc: str) -> str:
        return self.world.identity(key_of(ref), doc)

    # ---- incidents --------------------------------------------------------------------------------------------------

    def incident(self, i: Incident) -> f.IncidentRow:
        """One line of the table of incidents."""
        agents, targets = sides_of(i)
        toll = toll_of(i)
        return f.IncidentRow(
            id=i.id,
            type=i.type,
            start=day(i.start),
            end=day(i.end),
            date_precision=i.date_precision,
            place=self.spot_of(i.place) if i.place is not None else None,
            agents=self.whos(agents),
            targets=self.whos(targets),
            deaths=None if toll is None else f.Bounds(low=toll.low, best=toll.best, high=toll.high),
            accounts=len(i.statements),
            outlets=len(i.outlets),
            sources=len(i.sources),
            score=round(i.score, 4),
            grade=self.world.grades.get(i.id),
            disputed=i.id in self.world.disputes_by_subject,
        )

    def toll(self, t: Toll) -> f.TollForm:
        """A toll by its rule."""
        return f.TollForm(
            measure=t.measure,
            side=self.who(t.side) if t.side else None,
            low=t.low,
            best=t.best,
            high=t.high,
            rule=t.rule,
            statements=ids(t.accounts),
            best_by=ids(t.best_by),
        )

    # ---- actors, control, disputes ----------------------------------------------------------------------------------

    def actor(self, a: Actor, t: Tally | None) -> f.ActorRow:
        """One line of the list of actors."""
        figures = t or Tally(a.key, 0, 0, 0, 0, 0, None, None)
        return f.ActorRow(
            key=a.key, name=clean(a.name), kind=a.kind, named=a.named, countries=list(a.countries), agent=figures.agent, target=figures.target,
            claims=figures.claims, reports=figures.reports, mentions=figures.mentions, first=day(figures.first), last=day(figures.last),
        )  # fmt: skip

    def spell(self, s: ControlSpell, most: int = MOST_IDS) -> f.Spell:
        """Who held a place from when to when."""
        return f.Spell(
            holder=self.who(s.holder).key, start=s.start.isoformat(), end=s.end.isoformat(),
            probability=round(s.probability, 4), statements=list(s.statements[:most]),
        )  # fmt: skip

    def shares(self, states: Mapping[str, float]) -> list[f.Share]:
        """Shares of holders, likeliest first."""
        return [f.Share(who=self.who(key), share=round(share, 4)) for key, share in states.items()]

    def dispute(self, d: Dispute) -> f.DisputeForm:
        """Accounts that cannot all be true."""
        return f.DisputeForm(
            id=d.id, about=d.about, subject=d.subject, title=clean(d.title), positions=[self._position(p) for p in d.positions],
            start=day(d.start), end=day(d.end), grade=d.grade,
        )  # fmt: skip

    def _position(self, p: Position) -> f.PositionForm:
        return f.PositionForm(
            value=clean(p.value), statements=ids(p.statements), by=[self.names.actor(k) for k in p.by if k in self.world.actors],
            outlets=[clean(o) for o in p.outlets], sources=len(p.sources), first=day(p.first), last=day(p.last), party=p.party,
        )  # fmt: skip

    def report(self, r: ReportLine, statements: int, judged: int) -> f.ReportRow:
        """One line of the list of reports."""
        return f.ReportRow(
            id=r.id, title=title_of(r, r.id), source=clean(r.source or ""), date=day(r.date),
            statements=statements, judged=judged, troubles=r.troubles, words=r.words,
        )  # fmt: skip


def quantity(n: Quantity) -> f.QuantityForm:
    """A figure."""
    return f.QuantityForm(text=clean(n.text), measure=n.measure, low=n.low, high=n.high)


def title_of(report: ReportLine | None, id: str) -> str:
    """A report's title, else its id."""
    return clean((report.title if report is not None else None) or id)


def safe_url(url: str | None) -> str | None:
    """An address of the web; anything else that a report gives for one is left out.

    >>> safe_url("https://a.example/x"), safe_url("javascript:alert(1)")
    ('https://a.example/x', None)
    """
    text = clean(url or "")
    return text if text.lower().startswith(("https://", "http://")) else None
