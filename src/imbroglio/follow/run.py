"""Following: poll, read, weigh, rest; once, or until it is stopped.

Flows in: settings, an open case and its memory. Flows out: a case that grows, and `Event`s. What was fetched before and
not read is read first. The record is weighed when reports have come.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from imbroglio.crew import MakeReader
from imbroglio.follow.address import Resolve, lookup
from imbroglio.follow.connection import Clock, SystemClock
from imbroglio.follow.fetch import Fetcher
from imbroglio.follow.memory import Memory
from imbroglio.follow.poll import Event, Poll
from imbroglio.follow.reading import read_again, read_waiting
from imbroglio.follow.settings import Followed, Settings
from imbroglio.store import Case

Weigh = Callable[[Case], dict[str, int]]
_LONGEST_REST = 3600.0
_LONGEST_READING = 300.0  # seconds; a long report takes some


@dataclass(frozen=True, slots=True)
class Means:
    """What following works with; the fields are there so that tests can put others in their place.

    Attributes:
        clock: the time.
        resolve: names to addresses.
        reader: makes the reader; None: the one with all it knows.
        mark: what a reading is marked with.
        jobs: worker processes.
        limit: seconds that reading one report may take, with one worker process; 0: any number.
        weigh: works out the record; None: it is left as it is.
    """

    clock: Clock
    resolve: Resolve = lookup
    reader: MakeReader | None = None
    mark: str | None = None
    jobs: int = 1
    limit: float = 0.0
    weigh: Weigh | None = None


def usual_means() -> Means:
    """This machine's clock and names."""
    return Means(SystemClock(), limit=_LONGEST_READING)


def follow(
    settings: Settings, case: Case, memory: Memory, tell: Callable[[Event], None], means: Means, *, once: bool = False
) -> None:
    """Follow sources into a case until it is stopped; with `once`, poll each of them once.

    Raises:
        FollowError, CaseError, PipelineMissing, KnowledgeError: what stands in the way of all sources.
    """
    fetcher = Fetcher(settings.manners, means.clock, means.resolve)
    poll = Poll(memory, fetcher, means.clock, settings.manners.delay, tell, case.add_trouble)
    _read(case, memory, tell, means, first=True)
    while True:
        due = settings.sources if once else _due(settings.sources, memory, means.clock.now())
        poll.run(due)
        _read(case, memory, tell, means)
        if once:
            return
        _rest(settings.sources, memory, tell, means.clock)


def list_wanted(settings: Settings, memory: Memory, tell: Callable[[Event], None], means: Means) -> None:
    """Say what would be fetched. Feeds and robots.txt are fetched for it; no article is, and nothing is written."""
    fetcher = Fetcher(settings.manners, means.clock, means.resolve)
    Poll(memory, fetcher, means.clock, settings.manners.delay, tell, lambda _trouble: None, dry=True).run(settings.sources)


def _read(case: Case, memory: Memory, tell: Callable[[Event], None], means: Means, *, first: bool = False) -> None:
    """Read what waits; the first time, also what an earlier version has read. Then weigh, if anything was read."""
    limit = means.limit if means.jobs == 1 else 0.0
    count = 0
    if first:
        again = read_again(case, tell, reader=means.reader, mark=means.mark, jobs=means.jobs, limit=limit)
        count += again.reports["read"]
    new = read_waiting(memory, case, tell, reader=means.reader, mark=means.mark, jobs=means.jobs, limit=limit)
    count += new.reports["read"]
    if count and means.weigh is not None:
        figures = means.weigh(case)
        words = ", ".join(f"{figures.get(kind, 0):,} {kind}s" for kind in ("statement", "incident", "actor", "dispute"))
        tell(Event("weighed", f"The record holds {words}.", more=tuple(figures.items())))


def _due(sources: Sequence[Followed], memory: Memory, now: float) -> list[Followed]:
    return [source for source in sources if memory.listing(source.url)[2] + source.every * 60 <= now]


def _rest(sources: Sequence[Followed], memory: Memory, tell: Callable[[Event], None], clock: Clock) -> None:
    """Let time pass until the first source is due again."""
    due = min(memory.listing(source.url)[2] + source.every * 60 for source in sources)
    wait = due - clock.now()
    if wait <= 0:
        return
    minutes = max(1, round(wait / 60))
    tell(Event("resting", f"Next poll in {minutes:,} minute{'' if minutes == 1 else 's'}. Stop with Ctrl+C."))
    while (wait := due - clock.now()) > 0:
        clock.sleep(min(wait, _LONGEST_REST))
