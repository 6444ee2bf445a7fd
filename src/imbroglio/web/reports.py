"""Reports to read, and statements to look through.

Flows in: a `Teller`, what is asked for. Flows out: pages of reports and of sentences, and one report with all that was read
from it. Texts are fetched for what a page shows, never for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from imbroglio.errors import NotFound
from imbroglio.knowledge.fold import plain
from imbroglio.store.pages import ReportLine, reports_with_words, statements_to_read
from imbroglio.views.shown import clean
from imbroglio.web import forms as f
from imbroglio.web.columns import StatementAsk
from imbroglio.web.telling import Teller, day, safe_url, title_of

ReportSort = Literal["date", "title", "statements"]


def report_page(teller: Teller, q: str, sort: ReportSort, offset: int, limit: int) -> f.ReportPage:
    """Reports whose title, outlet or text holds these words."""
    found = teller.snapshot.by_day
    if q.strip():
        wanted = plain(q)
        saying = reports_with_words(teller.case, q.strip())
        found = [r for r in found if r.id in saying or (wanted and wanted in plain(f"{r.title or ''} {r.source or ''} {r.id}"))]
    if sort == "title":
        found = sorted(found, key=lambda r: (plain(title_of(r, r.id)), r.seq))
    elif sort == "statements":
        told, _ = _tallies(teller)
        found = sorted(found, key=lambda r: (-told.get(r.id, 0), r.seq))
    return f.ReportPage(total=len(found), rows=report_rows(teller, found[offset : offset + limit]))


def report_rows(teller: Teller, reports: Sequence[ReportLine]) -> list[f.ReportRow]:
    """Reports as lines of a list."""
    told, judged = _tallies(teller)
    return [teller.report(r, told.get(r.id, 0), judged.get(r.id, 0)) for r in reports]


def _tallies(teller: Teller) -> tuple[dict[str, int], dict[str, int]]:
    """How many statements each report has, and how many of its statements a person has judged."""
    columns = teller.snapshot.columns

    def count() -> tuple[dict[str, int], dict[str, int]]:
        return columns.doc.counts(columns.alive), columns.doc.counts((columns.judged > 0) & (columns.judged < 5))

    return teller.snapshot.answers.kept("reports", count)


def report_form(teller: Teller, id: str) -> f.ReportForm:
    """A report to read. Raises NotFound."""
    if id not in teller.snapshot.reports:
        raise NotFound("The case holds no such report; the list of reports shows those that it holds.")
    stored = teller.case.document(id)
    doc = stored.document
    places = teller.snapshot.answers.kept("order", lambda: {r.id: n for n, r in enumerate(teller.snapshot.by_day)})
    at, order = places[id], teller.snapshot.by_day
    return f.ReportForm(
        id=doc.id,
        title=title_of(teller.snapshot.reports[id], id),
        source=clean(doc.source or ""),
        date=day(doc.date),
        date_basis=doc.date_basis,
        url=safe_url(doc.url),
        language=doc.language,
        received_at=stored.received_at,
        sha256=doc.sha256,
        text=doc.text,
        statements=[teller.statement(s, judged, to_read=True, because=True) for s, judged in statements_to_read(teller.case, id)],
        troubles=[clean(t.message) for t in teller.case.troubles(id)],
        previous=order[at - 1].id if at > 0 else None,
        next=order[at + 1].id if at + 1 < len(order) else None,
    )


def statement_page(teller: Teller, asked: StatementAsk, offset: int, limit: int) -> f.StatementPage:
    """Statements that fit, in the order of reports."""
    columns = teller.snapshot.columns
    found = teller.snapshot.answers.kept(asked, lambda: columns.find(asked, teller.snapshot.source))
    some = [columns.ids[n] for n in np.asarray(found)[offset : offset + limit]]
    return f.StatementPage(total=len(found), rows=teller.sentences(some))


def statements_by_id(teller: Teller, ids: Sequence[str]) -> f.StatementPage:
    """The statements of these ids, in that order."""
    rows = teller.sentences(ids)
    return f.StatementPage(total=len(rows), rows=rows)


def statement_form(teller: Teller, id: str) -> f.Sentence:
    """One statement with what its reader decided. Raises NotFound."""
    found = teller.sentences([id], because=True)
    if not found:
        raise NotFound("The case holds no such statement.")
    return found[0]
