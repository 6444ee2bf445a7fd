"""One poll: feeds and sitemaps to the articles that are new or have changed, and those to bytes that wait to be read.

Flows in: sources, and the memory of what was followed. Flows out: pages in the memory, `Event`s for whoever watches, and a
Trouble for all that fails. What fails stops nothing else. Requests to one host follow each other; while one host has to be
left alone, another is asked.

What always holds: a page that was fetched is fetched again only when its feed or sitemap says that it has changed, and
then the server is asked whether it has; a feed counts as seen (its ETag is remembered) only when all that it listed was
fetched or given up, so that what is left over is listed again at the next poll.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from imbroglio.follow import listing
from imbroglio.follow.address import AddressFault, Target, split_url
from imbroglio.follow.connection import Clock
from imbroglio.follow.fetch import Answer, Fault, Fetcher
from imbroglio.follow.listing import Entry
from imbroglio.follow.manners import Pace, Robots
from imbroglio.follow.memory import KnownPage, Memory, State, Waiting
from imbroglio.follow.settings import Followed
from imbroglio.intake import fetched
from imbroglio.model import Trouble

_TRIES = 5
_SITEMAPS = 10  # of one index, in one poll

What = Literal["polled", "unchanged", "would-fetch", "fetched", "later", "failed", "same", "read", "refused", "weighed", "resting"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened on the way: what, to which source and address, and a sentence for a person."""

    what: What
    message: str
    source: str = ""
    url: str = ""
    more: tuple[tuple[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The same for a program."""
        return {"what": self.what, "source": self.source, "url": self.url, "message": self.message, **dict(self.more)}


@dataclass(slots=True)
class _Round:
    """One source in one poll: what its servers said, and whether anything is left over."""

    source: Followed
    target: Target
    said: dict[str, tuple[str, str]] = field(default_factory=dict)  # address of a listing -> ETag, Last-Modified
    left_over: bool = False
    foreign: set[str] = field(default_factory=set)  # hosts that were told of


class Poll:
    """Polls sources; made for one run."""

    def __init__(
        self,
        memory: Memory,
        fetcher: Fetcher,
        clock: Clock,
        delay: float,
        tell: Callable[[Event], None],
        trouble: Callable[[Trouble], None],
        *,
        dry: bool = False,
    ) -> None:
        self._memory, self._fetcher, self._clock = memory, fetcher, clock
        self._tell, self._trouble, self._dry = tell, trouble, dry
        self._pace = Pace(memory, clock, delay)
        self._robots = Robots(memory, clock, fetcher, self._pace)
        self._queue = _Queue(self._pace)
        self._lister = listing.Lister()
        self._asked: Target | None = None

    def run(self, sources: Sequence[Followed]) -> None:
        """Poll each source once, and fetch what it has that is new."""
        rounds = [_Round(source, split_url(source.url)) for source in sources]
        taken: set[str] = set()
        for each in rounds:
            self._queue.add(each.target.host, partial(self._list, each, taken))
        try:
            self._queue.work()
        finally:
            self._lister.dismiss()
        for each in [] if self._dry else rounds:
            now = self._clock.now()
            said = {each.source.url: self._memory.listing(each.source.url)[:2], **each.said}
            for url, (etag, modified) in said.items():
                self._memory.keep_listing(url, *(("", "") if each.left_over else (etag, modified)), now)

    # ---- feeds and sitemaps --------------------------------------------------------------------------------

    def _list(self, each: _Round, taken: set[str]) -> None:
        try:
            entries, base = self._entries(each)
        except Fault as fault:
            each.said.clear()  # what was known of it before still holds
            self._report(each.source, each.source.url, fault)
            return
        if entries is None:
            self._tell(Event("unchanged", "nothing has changed.", each.source.name, each.source.url))
            return
        chosen, count = self._choose(each, entries, base, taken)
        later = max(0, count - each.source.most)
        self._tell(
            Event(
                "polled", f"{len(entries):,} listed, {count:,} of them new or changed"
                + (f"; {count - later:,} now, the others at the next polls." if later else "."),
                each.source.name, each.source.url, (("listed", len(entries)), ("new", count)),
            )
        )  # fmt: skip
        for target, entry, known in chosen:
            self._queue.add(target.host, partial(self._fetch, each, target, entry, known))

    def _entries(self, each: _Round) -> tuple[list[Entry] | None, str]:
        """What a source lists, and the address it is seen from; None where nothing has changed. Raises a Fault."""
        answer = self._ask_listing(each, each.target)
        if answer is None:
            return None, each.target.url
        most = self._fetcher.most_bytes
        entries, maps = self._lister.read(each.source.listing, answer.body, most)
        if maps:
            # An index may stay as it is while the sitemaps below it change: it is always asked for whole.
            each.said[each.target.url] = ("", "")
        for url in maps[:_SITEMAPS]:
            try:
                target = split_url(url, answer.target.url)
                if target.host != each.target.host and not each.source.allows(target):
                    self._tell_foreign(each, target)
                    continue
                below = self._ask_listing(each, target)
                entries += [] if below is None else self._lister.read("sitemap", below.body, most)[0]
            except AddressFault as fault:
                self._report(each.source, url, Fault("address-refused", str(fault)))
            except Fault as fault:
                each.left_over = True
                self._report(each.source, url, fault)
        return entries, answer.target.url

    def _ask_listing(self, each: _Round, target: Target) -> Answer | None:
        etag, modified, _ = ("", "", 0.0) if self._dry else self._memory.listing(target.url)
        answer = self._ask(each.source, target, listing.KINDS, etag, modified)
        each.said[target.url] = (etag, modified) if answer.unchanged else (answer.etag, answer.modified)
        return None if answer.unchanged else answer

    def _choose(
        self, each: _Round, entries: Iterable[Entry], base: str, taken: set[str]
    ) -> tuple[list[tuple[Target, Entry, KnownPage | None]], int]:
        """The articles to fetch now, and how many there are to fetch."""
        chosen: list[tuple[Target, Entry, KnownPage | None]] = []
        barred: list[tuple[Target, Entry, KnownPage | None]] = []
        count = faults = 0
        for entry in entries:
            if each.source.since is not None and entry.is_before(each.source.since):
                continue
            try:
                target = split_url(entry.link, base)
            except AddressFault as fault:
                faults += 1
                if faults <= each.source.most:
                    self._report(each.source, entry.link[:200], Fault("address-refused", str(fault)))
                continue
            if not each.source.allows(target):
                self._tell_foreign(each, target)
                continue
            known = self._memory.page(target.url)
            if target.url in taken or not _is_wanted(known, entry):
                continue
            taken.add(target.url)
            if known is not None and known.state == "barred":
                # Asked about again, since robots.txt may have changed; but nobody has to wait for it.
                barred.append((target, entry, known))
                continue
            count += 1
            if len(chosen) < each.source.most:
                chosen.append((target, entry, known))
        if count > len(chosen):
            each.left_over = True
        return [*chosen, *barred], count

    def _tell_foreign(self, each: _Round, target: Target) -> None:
        if target.host in each.foreign or len(each.foreign) >= each.source.most:
            return
        each.foreign.add(target.host)
        message = f"it lists articles on '{target.host}', which are not fetched; add \"{target.host}\" to its hosts if they are meant."
        self._report(each.source, each.source.url, Fault("other-host", message))

    # ---- articles ------------------------------------------------------------------------------------------

    def _fetch(self, each: _Round, target: Target, entry: Entry, known: KnownPage | None) -> None:
        name, url = each.source.name, target.url
        try:
            if self._dry:
                self._robots.check(target)
                self._tell(Event("would-fetch", "would be fetched.", name, url))
                return
            etag, modified = (known.etag, known.modified) if known else ("", "")
            answer = self._ask(each.source, target, fetched.KINDS, etag, modified)
        except Fault as fault:
            self._give_up(each, url, entry, known, fault)
            return
        if answer.unchanged:
            self._memory.keep_unchanged(url, entry.changed)
            self._tell(Event("same", "has not changed.", name, url))
            return
        page = Waiting(
            url, answer.target.url, answer.body, answer.kind, answer.charset, each.source.source, entry.title, entry.day
        )
        self._memory.keep_fetched(page, answer.etag, answer.modified, entry.changed)
        size = f"{len(answer.body):,} bytes"
        self._tell(Event("fetched", f"fetched, {size}.", name, url, (("bytes", len(answer.body)),)))

    def _give_up(self, each: _Round, url: str, entry: Entry, known: KnownPage | None, fault: Fault) -> None:
        """Remember that a page could not be fetched: for now, or for good."""
        tries = known.tries + 1 if known is not None and known.state == "failed" else 1
        state: State | None = "done"
        if fault.later and not fault.asked:
            state = None
        elif fault.reason == "robots":
            state = "barred"
        elif fault.later and tries < _TRIES:
            state = "failed"
        elif fault.later:
            fault = Fault(fault.reason, f"{fault.message} It was tried {_TRIES} times.")
        each.left_over |= fault.later
        said = state == "barred" and known is not None and known.state == "barred"
        # The trouble comes first: whoever is stopped in between says it again, and it is kept once.
        if not said:
            self._keep(url, fault)
        if state is not None and not self._dry:
            self._memory.keep_failed(url, state, entry.changed)
        if not said or self._dry:
            self._say(each.source, url, fault)

    # ---- both ----------------------------------------------------------------------------------------------

    def _ask(self, source: Followed, target: Target, kinds: Iterable[str], etag: str, modified: str) -> Answer:
        """One request with all manners. Raises a Fault."""
        first = target

        def before(at: Target) -> None:
            # What a redirect leads to has to be as welcome as what was asked for.
            if at != first and at.host != first.host and not source.allows(at):
                raise Fault(
                    "redirect-refused",
                    f"it redirects to '{at.host}', which is not among the source's hosts; add \"{at.host}\" if it is meant.",
                )
            self._asked = None
            self._pace.wait(at.host, self._robots.check(at))
            self._asked = at

        try:
            answer = self._fetcher.get(target, kinds, before=before, etag=etag, modified=modified)
        except Fault as fault:
            fault.asked = self._asked is not None
            if self._asked is not None:
                if fault.of_host:
                    self._pace.failed(self._asked.host, fault.wait)
                else:
                    self._pace.answered(self._asked.host)
            raise
        finally:
            asked, self._asked = self._asked, None
        if asked is not None:
            self._pace.answered(asked.host)
        return answer

    def _report(self, source: Followed, url: str, fault: Fault) -> None:
        """Keep and say what failed."""
        self._keep(url, fault)
        self._say(source, url, fault)

    def _keep(self, url: str, fault: Fault) -> None:
        """Keep what failed as a Trouble, unless it is only put off."""
        if fault.reason != "busy" and not self._dry:
            again = " It will be tried again." if fault.later else ""
            self._trouble(Trouble(url, fault.reason, f"{url}: {fault.message}{again}", fatal=True))

    def _say(self, source: Followed, url: str, fault: Fault) -> None:
        self._tell(Event("later" if fault.later else "failed", fault.message, source.name, url, (("reason", fault.reason),)))


class _Queue:
    """What is to be asked, by host; the host that may be asked soonest is next."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._waiting: dict[str, deque[Callable[[], None]]] = {}

    def add(self, host: str, task: Callable[[], None]) -> None:
        """Put a task at the end of a host's line."""
        self._waiting.setdefault(host, deque()).append(task)

    def work(self) -> None:
        """Do all tasks, those that they add, too."""
        while self._waiting:
            host = min(self._waiting, key=self._pace.ready_at)
            line = self._waiting[host]
            task = line.popleft()
            if not line:
                del self._waiting[host]
            task()


def _is_wanted(known: KnownPage | None, entry: Entry) -> bool:
    """Whether a page has to be asked for: it is new, it failed, it was barred, or its feed says that it has changed."""
    if known is None or known.state == "failed":
        return True
    if known.state == "fetched":
        return False
    if known.state == "barred":
        return True
    return bool(entry.changed) and entry.changed != known.changed
