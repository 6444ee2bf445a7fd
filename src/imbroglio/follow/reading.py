"""Pages that were fetched, to statements in the case.

Flows in: the pages that wait in the memory. Flows out: reports and statements in the case, an `Event` for each page; a
page's bytes are let go when what was read from it is in the case. A page that has the same text as another of its host, or
as it had before, is no new report. A page at which runs end again and again is put aside, and named.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from imbroglio.crew import MakeReader
from imbroglio.follow.memory import Memory, Waiting
from imbroglio.follow.poll import Event
from imbroglio.intake.fetched import Fetched, iter_fetched
from imbroglio.intake.finishing import Seen
from imbroglio.model import Document, Trouble
from imbroglio.pipeline import Outcome, Summary, read_stream, reader_mark
from imbroglio.reading.times import dateline_date
from imbroglio.store import Case

_MOST_TRIES = 5


def read_waiting(
    memory: Memory,
    case: Case,
    tell: Callable[[Event], None],
    *,
    reader: MakeReader | None = None,
    mark: str | None = None,
    jobs: int = 1,
    limit: float = 0.0,
) -> Summary:
    """Read all pages that wait. Returns what came of it, in figures; raises as `imbroglio.pipeline.read_reports` does."""
    pages = _Pages(memory, tell)
    summary = Summary()
    if not memory.count_waiting():
        return summary
    for outcome in read_stream(pages.iter_made(), case, reader=reader, mark=mark, jobs=jobs, limit=limit):
        summary.add(outcome)
        pages.settle(outcome)
    return summary


def read_again(
    case: Case,
    tell: Callable[[Event], None],
    *,
    reader: MakeReader | None = None,
    mark: str | None = None,
    jobs: int = 1,
    limit: float = 0.0,
) -> Summary:
    """Read the reports again that were followed and that another version, or one that knew less, has read.

    Nobody has their files; so they are read as the case keeps them.
    """
    wanted = mark or reader_mark()
    summary = Summary()
    for outcome in read_stream(_outdated(case, wanted), case, reader=reader, mark=wanted, jobs=jobs, limit=limit):
        summary.add(outcome)
    count = summary.reports["read"]
    if count:
        tell(Event("read", f"{count:,} report{'' if count == 1 else 's'} of earlier polls read again, as this version reads."))
    return summary


def _outdated(case: Case, mark: str) -> Iterator[Document]:
    for stored in case.documents():
        followed = (stored.document.origin or "").startswith(("http://", "https://"))
        if followed and stored.read_with not in (None, mark):
            yield stored.document


class _Pages:
    """Pages on their way from the memory to the case."""

    def __init__(self, memory: Memory, tell: Callable[[Event], None]) -> None:
        self._memory, self._tell = memory, tell
        self._likeness: dict[str, str] = {}  # address -> hash of the text
        self._given: dict[tuple[str, str], str] = {}  # host and hash -> address, in this run
        self._seen = Seen()

    def iter_made(self) -> Iterator[Document | Trouble]:
        """The reports of all pages that wait, each with the troubles about it."""
        for page in self._memory.iter_waiting():
            if page.tries > _MOST_TRIES:
                message = f"{page.url}: {_MOST_TRIES} runs ended while it was read; it is put aside. Please report this."
                yield Trouble(page.url, "reader-crash", message, fatal=True)
                continue
            made = list(iter_fetched(_as_fetched(page), dateline_date, self._seen))
            if made and isinstance(made[0], Document) and self._is_known(page, made[0]):
                continue
            yield from made

    def _is_known(self, page: Waiting, doc: Document) -> bool:
        """Whether the same text came from this host before; then the page is done with."""
        host, likeness = _host(page.final), _likeness(doc.text)
        before = self._memory.find_alike(host, likeness) or self._given.get((host, likeness))
        if before is None:
            self._likeness[page.url] = likeness
            self._given[host, likeness] = page.url
            return False
        self._memory.settle(page.url, host, likeness)
        words = "its text has not changed." if before in (page.url, page.final) else f"has the text of {before}."
        self._tell(Event("same", words, url=page.url))
        return True

    def settle(self, outcome: Outcome) -> None:
        """Let a page go that is in the case, and say what came of it."""
        doc = outcome.document
        url = (doc.origin if doc is not None else outcome.troubles[0].where) or ""
        self._memory.settle(url, _host(url), self._likeness.get(url))
        if doc is None:
            self._tell(Event("refused", _reason(outcome, url), url=url))
            return
        said = len(outcome.layers.statements)
        message = {
            "read": f"read: {said:,} statement{'' if said == 1 else 's'}.",
            "known": "the case holds it already.",
            "not-read": "is not in English, and was not read.",
        }.get(outcome.state) or _reason(outcome, url)
        more = (("state", outcome.state), ("report", doc.id), ("statements", said))
        self._tell(Event("read", message, doc.source or "", url, more))


def _as_fetched(page: Waiting) -> Fetched:
    return Fetched(
        page.url, page.final, page.body, page.kind, page.charset, source=page.source, title=page.title, day=page.day
    )


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _likeness(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()


def _reason(outcome: Outcome, url: str) -> str:
    message = next((t.message for t in outcome.troubles if t.fatal), "") or next((t.message for t in outcome.troubles), "")
    return message.removeprefix(f"{url}: ") or "no report could be made of it."
