"""A page that was fetched, to a Document: its bytes, and what is known of it beside them.

Flows in: bytes as received, with the address, the encoding that the server states, and what a feed says of it. Flows out:
a Document, followed by the Troubles about it, or the Trouble that says why there is none. The day published is the
page's own where its metadata say it, else the feed's, else one that the page shows; where nobody says it, there is none:
the day on which it was fetched is no day of publication.

Nothing is fetched here.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Day

from imbroglio.intake.decoding import decode
from imbroglio.intake.draft import Draft, hash_bytes, one_line
from imbroglio.intake.finishing import Dateline, Finisher, Seen
from imbroglio.intake.formats import FormatReader
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.intake.page import read_page
from imbroglio.intake.sniffing import HEAD
from imbroglio.model import Trouble
from imbroglio.model.document import Document

PAGES = frozenset({"text/html", "application/xhtml+xml"})
PLAIN = "text/plain"
PDF = "application/pdf"
KINDS = PAGES | {PLAIN, PDF}
"""The content types of which a report can be made."""

_ENDINGS = {PLAIN: ".txt", PDF: ".pdf"}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it was received.

    Attributes:
        where: the address by which it is known, for troubles and as the report's origin.
        url: the address that it came from in the end.
        body: its bytes.
        kind: its content type; "" where the server says none.
        charset: the encoding that the server states.
        source: who publishes it, where the user says so.
        title: its headline, as a feed has it.
        day: the day on which it was published, as a feed has it.
    """

    where: str
    url: str
    body: bytes
    kind: str = "text/html"
    charset: str | None = None
    source: str | None = None
    title: str | None = None
    day: Day | None = None


def iter_fetched(
    page: Fetched, dateline: Dateline | None = None, seen: Seen | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Document | Trouble]:
    """The report that a page holds, then the troubles about it; or why it holds none."""
    finisher = Finisher(dateline, limits, seen)
    for made in _drafts(page, limits):
        if isinstance(made, Trouble):
            yield replace(made, where=page.where)
        else:
            yield from finisher.finish(_with_known(made, page), page.where)


def _drafts(page: Fetched, limits: Limits) -> Iterator[Draft | Trouble]:
    if page.kind in _ENDINGS:
        # Named by its kind, since addresses end in anything.
        for made in FormatReader(None, limits).read(
            page.body[:HEAD], io.BytesIO(page.body[HEAD:]), f"{page.where}{_ENDINGS[page.kind]}"
        ):
            yield _renamed(made, page)
        return
    body = page.body
    if page.charset is not None:
        # What the server states goes before what the page states.
        body = decode(body, page.charset).text.encode("utf-8", "surrogatepass")
    for made in read_page(body, page.where, limits):
        yield made if isinstance(made, Trouble) else replace(made, sha256=hash_bytes(page.body))


def _renamed(made: Draft | Trouble, page: Fetched) -> Draft | Trouble:
    longer = f"{page.where}{_ENDINGS[page.kind]}"

    def trouble(t: Trouble) -> Trouble:
        return replace(t, where=page.where, message=t.message.replace(longer, page.where, 1))

    if isinstance(made, Trouble):
        return trouble(made)
    return replace(made, where=page.where, troubles=tuple(map(trouble, made.troubles)))


def _with_known(draft: Draft, page: Fetched) -> Draft:
    day, basis = draft.date, draft.date_basis
    if page.day is not None and basis != "metadata":
        day, basis = page.day, "feed"
    return replace(
        draft,
        url=page.url,
        source=one_line(page.source) or draft.source,
        title=draft.title or one_line(page.title),
        date=day,
        date_basis=basis,
    )
