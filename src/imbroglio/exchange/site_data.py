"""What a published site tells: incidents with their accounts, who held what, disputes, sources; in one value of plain JSON.

Flows in: the record, the statements behind it, and who is private. Flows out: lists that point into each other by number.
Private persons have no name in it, in quotations neither; quotations are as short as is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal
from urllib.parse import urlsplit

from imbroglio.exchange.book import STATES, Book
from imbroglio.exchange.cells import clean
from imbroglio.exchange.private import Private
from imbroglio.exchange.rows import number_text, sides_of, toll_of
from imbroglio.model import Document, Ref, Statement
from imbroglio.model.record import ControlSpell, Dispute, Incident, Place, Position, Spot

Quotes = Literal["none", "short", "full"]
SHORT = 300  # characters of a quotation
_LONGEST_URL = 2000
_VAGUE = 5  # UCDP's precision of a date: a year
_FEW_DAYS = 50


@dataclass(frozen=True, slots=True)
class SiteSource:
    """All that a site is made of.

    Attributes:
        title: what the site is called.
        about: what is to be known of all of it: case, revision, rule, version, made.
        statements: by id; those that any value here names.
        documents: by id, without their text.
        origins: whose word a statement is, by its id, where that is not simply its report's publisher.
        counts: how many reports, statements, actors and places the case holds.
    """

    title: str
    about: Mapping[str, str]
    book: Book
    incidents: Sequence[Incident]
    spells: Sequence[ControlSpell]
    disputes: Sequence[Dispute]
    statements: Mapping[str, Statement]
    documents: Mapping[str, Document]
    origins: Mapping[str, str]
    grades: Mapping[str, str]
    private: Private
    counts: Mapping[str, int]
    method: Sequence[tuple[str, Sequence[str]]] = ()
    quotes: Quotes = "short"


@dataclass(slots=True)
class _Numbers:
    """Numbers given to keys, in the order in which they come."""

    of: dict[str, int] = field(default_factory=dict)

    def __call__(self, key: str) -> int:
        return self.of.setdefault(key, len(self.of))


def link_of(url: str | None) -> str | None:
    """An address that a page may link to: http or https, with a host; None for any other.

    >>> link_of("https://news.example/a"), link_of("javascript:alert(1)"), link_of("https://")
    ('https://news.example/a', None, None)
    """
    text = clean(url or "")
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    fits = parts.scheme in ("http", "https") and bool(parts.hostname) and not set(" \"'<>\\^`{|}") & set(text)
    return text if fits and len(text) <= _LONGEST_URL else None


def shorten(text: str, most: int = SHORT) -> str:
    """A quotation of so many characters at most, cut at a word.

    >>> shorten("one two three", 9)
    'one two …'
    """
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, _, _ = cut.rpartition(" ")
    return f"{(head or cut).rstrip()} …"


def site_data(source: SiteSource) -> dict[str, Any]:
    """The value that the site's pages are made of."""
    return _Builder(source).build()


class _Builder:
    def __init__(self, source: SiteSource) -> None:
        self.source = source
        self.book = source.book
        self.actor, self.place, self.report, self.statement = _Numbers(), _Numbers(), _Numbers(), _Numbers()
        self.incident_at = {i.id: n for n, i in enumerate(source.incidents)}
        self.spots: dict[str, Spot | Place] = {}
        self.named: dict[str, list[Ref]] = {}
        for s in source.statements.values():
            self.named.setdefault(s.doc, []).extend((*s.agent, *s.target, *s.claim.by))

    def build(self) -> dict[str, Any]:
        s = self.source
        incidents = [self._incident(i) for i in s.incidents]
        control = self._control()
        disputes = [self._dispute(d) for d in s.disputes]
        statements = [self._statement(s.statements[id]) for id in self.statement.of]
        return {
            "title": clean(s.title),
            "about": {k: clean(v) for k, v in s.about.items()},
            "quotes": s.quotes,
            "counts": {**s.counts, "incidents": len(incidents), "disputes": len(disputes), "outlets": len(self._outlets())},
            "deaths": _all_deaths(s.incidents),
            **self._span(),
            "incidents": incidents,
            "control": control,
            "disputes": disputes,
            "statements": statements,
            "outlets": self._outlets(),
            "origins": self._origins(),
            "method": [{"heading": heading, "text": list(text)} for heading, text in s.method],
            "reports": [self._report(s.documents[id]) for id in self.report.of],
            "places": [self._place(key) for key in self.place.of],
            "actors": [self._party(key) for key in self.actor.of],
        }

    def _span(self) -> dict[str, str | None]:
        """First and last day of most of it: what is told of long ago, or dated to a year, does not stretch it."""
        days = [i.start for i in self.source.incidents if i.start is not None and (i.date_precision or _VAGUE) < _VAGUE]
        days = sorted([*days, *(d.date for d in self.source.documents.values() if d.date is not None)])
        cut = 0 if len(days) < _FEW_DAYS else len(days) // 100
        return {"first": _iso(days[cut]), "last": _iso(days[-1 - cut])} if days else {"first": None, "last": None}

    # ---- who, where, which report --------------------------------------------------------------------------

    def _actors(self, keys: Iterable[str]) -> list[int]:
        return [self.actor(p.key) for p in self.book.parties(keys)]

    def _party(self, key: str) -> dict[str, Any]:
        party = self.book.party(key)
        return {"name": party.name, "kind": party.kind} if party else {"name": self.book.holder(key), "kind": "state"}

    def _spot(self, spot: Spot | Place | None) -> int | None:
        if spot is None:
            return None
        self.spots.setdefault(spot.key, spot)
        return self.place(spot.key)

    def _place(self, key: str) -> dict[str, Any]:
        spot = self.spots[key]
        area = self.book.area(spot)
        name = self.book.places[key].name if key in self.book.places else spot.name
        return {
            "name": clean(name), "lat": spot.lat, "lon": spot.lon, "precision": spot.precision,
            "country": area.country_name, "admin1": area.admin1,
        }  # fmt: skip

    def _report(self, doc: Document) -> dict[str, Any]:
        return {
            "title": self.source.private.title(doc.id, doc.title or "", self.named.get(doc.id, ())),
            "outlet": clean(doc.source or ""),
            "date": _iso(doc.date),
            "url": clean(doc.url or "")[:_LONGEST_URL] or None,
        }

    # ---- statements ----------------------------------------------------------------------------------------

    def _told(self, ids: Iterable[str]) -> list[int]:
        return [self.statement(id) for id in ids if id in self.source.statements]

    def _statement(self, s: Statement) -> dict[str, Any]:
        private = self.source.private
        return {
            "id": s.id,
            "report": self.report(s.doc),
            "quote": self._quote(s),
            "type": s.type,
            "status": s.status,
            "by": list(private.names(s.claim.by, s.doc)),
            "stance": s.claim.stance,
            "hearsay": s.claim.hearsay,
            "numbers": [number_text(n) for n in s.numbers],
            "origin": self._origin(s),
        }

    def _quote(self, s: Statement) -> str | None:
        if self.source.quotes == "none":
            return None
        refs = (*s.agent, *s.target, *s.place, *s.claim.by)
        text = self.source.private.quote(s.doc, s.evidence.start, s.evidence.quote, refs)
        return text if self.source.quotes == "full" else shorten(text)

    def _origin(self, s: Statement) -> str:
        doc = self.source.documents[s.doc]
        whose = self.source.origins.get(s.id) or doc.source or s.doc
        return self.book.origin(whose)

    # ---- incidents, control, disputes ----------------------------------------------------------------------

    def _incident(self, i: Incident) -> dict[str, Any]:
        agents, targets = sides_of(i)
        toll = toll_of(i)
        return {
            "id": i.id,
            "type": i.type,
            "start": _iso(i.start),
            "end": _iso(i.end),
            "precision": i.date_precision,
            "place": self._spot(i.place),
            "agents": self._actors(agents),
            "targets": self._actors(targets),
            "dead": None if toll is None else [toll.low, toll.best, toll.high],
            "tolls": [self._toll(t) for t in i.deaths if t.measure == "killed" and t.side and self.book.party(t.side)],
            "accounts": self._told(i.statements),
            "outlets": [clean(o) for o in i.outlets],
            "sources": len(i.sources),
            "grade": self.source.grades.get(i.id),
            "reasons": [clean(r) for r in i.reasons],
            "score": round(i.score, 2),
        }

    def _toll(self, toll: Any) -> dict[str, Any]:
        return {"side": self.book.holder(toll.side), "dead": [toll.low, toll.best, toll.high]}

    def _control(self) -> list[dict[str, Any]]:
        held: dict[str, dict[str, list[Any]]] = {}
        for s in self.source.spells:
            if self.book.holder(s.holder):
                held.setdefault(s.place, {}).setdefault(s.basis, []).append(self._spell(s))
        return [
            {"place": self._spot(self.book.place(key)), "assessed": of.get("assessed", []), "claimed": of.get("claimed", [])}
            for key, of in held.items()
        ]

    def _spell(self, s: ControlSpell) -> dict[str, Any]:
        days = {d for id in s.statements if (d := self._day_of(id)) is not None and s.start <= d <= s.end}
        return {
            "holder": s.holder if s.holder in STATES else self.actor(s.holder),
            "start": s.start.isoformat(),
            "end": s.end.isoformat(),
            "probability": round(s.probability, 3),
            "statements": self._told(s.statements),
            "days": [d.isoformat() for d in sorted(days)],
        }

    def _day_of(self, id: str) -> date | None:
        """The day on which a statement speaks of control: its own, else its report's."""
        told = self.source.statements.get(id)
        if told is None:
            return None
        return told.time.start or told.time.end or self.source.documents[told.doc].date

    def _dispute(self, d: Dispute) -> dict[str, Any]:
        return {
            "id": d.id,
            "about": d.about,
            "title": clean(d.title),
            "incident": self.incident_at.get(d.subject),
            "place": self._spot(self.book.places.get(d.subject)),
            "start": _iso(d.start),
            "end": _iso(d.end),
            "grade": d.grade,
            "positions": [self._position(p) for p in d.positions],
        }

    def _position(self, p: Position) -> dict[str, Any]:
        return {
            "value": clean(p.value),
            "by": [x.name for x in self.book.parties(p.by)],
            "party": p.party,
            "outlets": [clean(o) for o in p.outlets],
            "sources": len(p.sources),
            "first": _iso(p.first),
            "last": _iso(p.last),
            "statements": self._told(p.statements),
        }

    # ---- sources -------------------------------------------------------------------------------------------

    def _outlets(self) -> list[dict[str, Any]]:
        """Who publishes: how many reports and statements of the site, from when to when."""
        told: Counter[str] = Counter(self.source.documents[self.source.statements[id].doc].source or "" for id in self.statement.of)
        held: dict[str, list[Document]] = {}
        for doc in self.source.documents.values():
            held.setdefault(doc.source or "", []).append(doc)
        rows = []
        for name, docs in held.items():
            days = sorted(d.date for d in docs if d.date is not None)
            ends = (_iso(days[0]), _iso(days[-1])) if days else (None, None)
            rows.append({"name": clean(name), "reports": len(docs), "statements": told[name], "first": ends[0], "last": ends[1]})
        return sorted(rows, key=lambda r: (-r["statements"], -r["reports"], r["name"]))

    def _origins(self) -> list[dict[str, Any]]:
        """Whose word the statements of the site are, however many outlets print it."""
        told: Counter[str] = Counter()
        outlets: dict[str, set[str]] = {}
        for id in self.statement.of:
            s = self.source.statements[id]
            name = self._origin(s)
            told[name] += 1
            outlets.setdefault(name, set()).add(clean(self.source.documents[s.doc].source or ""))
        rows = [{"name": name, "statements": n, "outlets": sorted(outlets[name] - {""})} for name, n in told.items() if name]
        return sorted(rows, key=lambda r: (-int(str(r["statements"])), str(r["name"])))


def _all_deaths(incidents: Iterable[Incident]) -> dict[str, int]:
    """Incidents whose dead are told, and the sum of their best figures."""
    best = [t.best for i in incidents if (t := toll_of(i)) is not None and t.best is not None]
    return {"incidents": len(best), "best": sum(best)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
