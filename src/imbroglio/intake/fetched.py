"""A page that was fetched, to a Document: its bytes, and what is known of it beside them.

Flows in: bytes as received, with the address, the encoding that the server states, and what a feed says of it. Flows out:
a Document, followed by the Troubles about it, or the Trouble that says why there is none. The day published is the
page's own where its metadata say it, else the feed's, else one that the page shows; where nobody says it, there is none:
the day on which it was fetched is no day of publication.

Nothing is fetched here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date as Day

from imbroglio.intake.decoding import decode
from imbroglio.intake.draft import Draft, hash_bytes, one_line, refuse
from imbroglio.intake.finishing import Dateline, Finisher, Seen
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.intake.page import draft_from_html, read_page
from imbroglio.intake.pdf import read_pdf
from imbroglio.intake.plain import read_plain
from imbroglio.intake.sniffing import HEAD, Format, find_format, find_kind
from imbroglio.model import Document, Trouble

PAGES = frozenset({"text/html", "application/xhtml+xml"})
KINDS = PAGES | {"text/plain", "application/pdf"}
"""The content types of which a report can be made."""


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
            yield made
        else:
            yield from finisher.finish(_with_known(made, page), page.where)


def _drafts(page: Fetched, limits: Limits) -> Iterator[Draft | Trouble]:
    """Drafts by what the bytes are; what the server says of them decides only where they look like nothing in particular."""
    head = page.body[:HEAD]
    found = find_format(head, "")  # by no name: addresses end in anything
    if not page.body.strip():
        yield refuse(page.where, "empty", "it is empty.")
    elif found is Format.PDF:
        yield from read_pdf(page.body, page.where, limits)
    elif found in (Format.BINARY, Format.WORD):
        yield refuse(page.where, "binary", f"it is {find_kind(head) or 'no text but binary data'}.")
    elif found is not Format.PAGE and page.kind not in PAGES:
        yield from read_plain(page.body, page.where)
    elif page.charset is None or len(page.body) > limits.html_bytes:
        yield from read_page(page.body, page.where, limits)
    else:  # what the server states goes before what the page states
        decoded = decode(page.body, page.charset)
        yield draft_from_html(
            decoded.text, page.where, hash_bytes(page.body), limits, decoded.trouble(page.where)
        )


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
