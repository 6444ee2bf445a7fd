"""What the pages of the workbench ask a case: light lines of all statements, whole ones by id, reports without their text.

Flows in: an open case. Flows out: frozen values. Nothing here decides; what a record says of a statement is not here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import case as either
from sqlalchemy import func, or_, select, tuple_

from imbroglio.model import Statement
from imbroglio.store.case import Case
from imbroglio.store.filters import ALIVE
from imbroglio.store.rows import statement_of
from imbroglio.store.schema import document, note, statement, trouble, verdict

_PAGE = 20_000
_FEW = 500
_SHOWN = or_(ALIVE, statement.c.judged.in_(("rejected", "amended")))


class _Ref(msgspec.Struct, gc=False):
    name: str
    kind: str
    id: str | None = None


class _Number(msgspec.Struct, gc=False):
    measure: str
    low: int | None
    high: int | None


class _Claim(msgspec.Struct, gc=False):
    by: list[_Ref] = []
    stance: str | None = None


class _Evidence(msgspec.Struct, gc=False):
    quote: str


class _Form(msgspec.Struct, gc=False):
    agent: list[_Ref]
    target: list[_Ref]
    place: list[_Ref]
    claim: _Claim
    numbers: list[_Number]
    evidence: _Evidence


@dataclass(frozen=True, slots=True)
class Named:
    """A Ref without its span: what it goes by."""

    name: str
    kind: str
    id: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """A statement as far as lists and filters need it.

    Attributes:
        alive: whether it stands: not ended, rejected or replaced.
        killed: the most dead that it counts for sure, 0 where it counts none.
    """

    id: str
    doc: str
    position: int
    kind: str
    type: str
    status: str
    first: str | None
    last: str | None
    score: float
    judged: str | None
    alive: bool
    agent: tuple[Named, ...]
    target: tuple[Named, ...]
    place: tuple[Named, ...]
    by: tuple[Named, ...]
    stance: str | None
    killed: int
    quote: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report without its text; `words` are counted by the blanks between them."""

    id: str
    seq: int
    title: str | None
    date: date | None
    source: str | None
    url: str | None
    words: int
    troubles: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether something that was fetched is still as it was."""

    mark: str | None
    reports: int
    verdicts: int


def stamp(case: Case) -> Stamp:
    """How far the case is: its record's mark, the last report, the last verdict."""
    with case.reading() as connection:
        mark = connection.execute(select(note.c.value).where(note.c.name == "mark")).scalar()
        reports = connection.execute(select(func.max(document.c.seq))).scalar()
        verdicts = connection.execute(select(func.max(verdict.c.seq))).scalar()
    return Stamp(mark, -1 if reports is None else int(reports), verdicts or 0)


_LINE = (
    statement.c.id, statement.c.doc, statement.c.position, statement.c.kind, statement.c.type, statement.c.status, statement.c.first_day,
    statement.c.last_day, statement.c.score, statement.c.judged, either((ALIVE, True), else_=False).label("alive"), statement.c.form,
)  # fmt: skip


def lines(case: Case) -> Iterator[Line]:
    """Every statement that stands or that a person has judged, by report, then as they stand in it."""
    decoder = msgspec.json.Decoder(_Form)
    at = tuple_(document.c.seq, statement.c.position, statement.c.id)
    after: tuple[int, int, str] = (-1, -1, "")
    while True:
        asked = (
            select(*_LINE, document.c.seq)
            .join_from(statement, document)
            .where(_SHOWN, document.c.seq >= after[0], at > after)
            .order_by(document.c.seq, statement.c.position, statement.c.id)
            .limit(_PAGE)
        )
        with case.reading() as connection:
            page = connection.execute(asked).all()
        for row in page:
            yield _line(row, decoder)
        if len(page) < _PAGE:
            return
        after = (page[-1].seq, page[-1].position, page[-1].id)


def lines_with(case: Case, ids: Iterable[str]) -> list[Line]:
    """The lines of these statements, those that stand no more among them; in no order."""
    decoder = msgspec.json.Decoder(_Form)
    wanted = sorted(set(ids))
    with case.reading() as connection:
        return [
            _line(row, decoder)
            for at in range(0, len(wanted), _FEW)
            for row in connection.execute(select(*_LINE).where(statement.c.id.in_(wanted[at : at + _FEW])))
        ]


def judged(case: Case) -> dict[str, str]:
    """What persons have decided on statements, by id, in no order: to ask for one would have the whole table gone through."""
    with case.reading() as connection:
        found = connection.execute(select(statement.c.id, statement.c.judged).where(statement.c.judged.is_not(None)))
        return {row.id: row.judged for row in found}


def statements_with(case: Case, ids: Sequence[str]) -> list[tuple[Statement, str | None]]:
    """The statements of these ids, with what a person has decided on each, in the order asked; unknown ids are passed over."""
    found: dict[str, tuple[Statement, str | None]] = {}
    wanted = list(dict.fromkeys(ids))
    with case.reading() as connection:
        for at in range(0, len(wanted), _FEW):
            asked = select(statement.c.id, statement.c.form, statement.c.because, statement.c.judged)
            for row in connection.execute(asked.where(statement.c.id.in_(wanted[at : at + _FEW]))):
                found[row.id] = statement_of(row), row.judged
    return [found[id] for id in wanted if id in found]


def statements_to_read(case: Case, doc: str) -> list[tuple[Statement, str | None]]:
    """All statements of a report, those rejected or amended too, in the order of its text."""
    asked = select(statement.c.form, statement.c.because, statement.c.judged).where(statement.c.doc == doc, _SHOWN)
    with case.reading() as connection:
        held = [(statement_of(row), row.judged) for row in connection.execute(asked)]
    return sorted(held, key=lambda s: (s[0].evidence.start, s[0].evidence.end, s[0].id))


def report_lines(case: Case) -> list[ReportLine]:
    """Every report, in the order in which they came."""
    blanks = func.length(document.c.text) - func.length(func.replace(document.c.text, " ", ""))
    columns = (document.c.id, document.c.seq, document.c.title, document.c.date, document.c.source, document.c.url, blanks.label("blanks"))
    with case.reading() as connection:
        counted: dict[str, int] = {
            row.doc: row.n
            for row in connection.execute(select(trouble.c.doc, func.count().label("n")).where(trouble.c.doc.is_not(None)).group_by(trouble.c.doc))
        }
        found = connection.execute(select(*columns).order_by(document.c.seq)).all()
    return [
        ReportLine(
            row.id, row.seq, row.title, date.fromisoformat(row.date) if row.date else None, row.source, row.url, row.blanks + 1, counted.get(row.id, 0)
        )
        for row in found
    ]  # fmt: skip


def reports_with_words(case: Case, words: str) -> set[str]:
    """Ids of the reports whose text holds these words as they are written (small and capital letters a to z alike)."""
    with case.reading() as connection:
        asked = select(document.c.id).where(document.c.text.icontains(words, autoescape=True))
        return set(connection.execute(asked).scalars())


def trouble_counts(case: Case) -> dict[str, int]:
    """How many troubles there are of each reason."""
    with case.reading() as connection:
        found = connection.execute(select(trouble.c.reason, func.count().label("n")).group_by(trouble.c.reason))
        return {row.reason: int(row.n) for row in found}


def _line(row: Any, decoder: msgspec.json.Decoder[_Form]) -> Line:
    form = decoder.decode(row.form)
    killed = max((n.low or n.high or 0 for n in form.numbers if n.measure == "killed"), default=0)
    return Line(
        row.id, row.doc, row.position, row.kind, row.type, row.status, row.first_day, row.last_day, row.score, row.judged, bool(row.alive),
        _named(form.agent), _named(form.target), _named(form.place), _named(form.claim.by), form.claim.stance, killed, form.evidence.quote,
    )  # fmt: skip


def _named(refs: list[_Ref]) -> tuple[Named, ...]:
    return tuple(Named(r.name, r.kind, r.id) for r in refs)
