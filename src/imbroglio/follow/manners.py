"""Manners: one request at a time to a host, none too soon after another, none that robots.txt forbids.

Flows in: what is about to be asked, and what came of it. Flows out: time that passes, or a Fault that says why it is not
asked now. A host that fails, or says that it is busy, is left alone for as long as it says, else for twice as long each
time; that is remembered beyond the end of a run.
"""

from __future__ import annotations

import re
from dataclasses import replace

from imbroglio.follow.address import Target
from imbroglio.follow.connection import Clock
from imbroglio.follow.fetch import Fault, Fetcher
from imbroglio.follow.memory import KnownHost, Memory

ROBOT = "imbroglio"  # the name that robots.txt may address
PATIENCE = 120.0  # seconds that a run waits for a host; beyond, its pages are left for the next poll
_FIRST_PAUSE, _LONGEST_PAUSE = 10.0, 6 * 3600.0
_ROBOTS_FRESH, _ROBOTS_RETRY = 24 * 3600.0, 3600.0
_ROBOTS_BYTES = 512 * 1024
_LONGEST_DELAY = 600.0
_ROBOTS_KINDS = ("text/plain", "text/html", "application/octet-stream")


class Pace:
    """When a host may be asked."""

    def __init__(self, memory: Memory, clock: Clock, delay: float) -> None:
        self._memory, self._clock, self._delay = memory, clock, delay
        self._asked_at: dict[str, float] = {}

    def ready_at(self, host: str, delay: float = 0.0) -> float:
        """The moment from which on a host may be asked."""
        return max(self._asked_at.get(host, 0.0) + max(self._delay, delay), self._memory.host(host).not_before)

    def wait(self, host: str, delay: float = 0.0) -> None:
        """Let time pass until a host may be asked, and count it as asked. Raises a Fault where that is too long."""
        wait = self.ready_at(host, delay) - self._clock.now()
        if wait > PATIENCE and self._memory.host(host).not_before > self._clock.now() + PATIENCE:
            raise Fault("busy", f"'{host}' wants to be left alone for now; it is asked again at a later poll.", later=True)
        if wait > 0:
            self._clock.sleep(wait)
        self._asked_at[host] = self._clock.now()

    def answered(self, host: str) -> None:
        """A host has given an answer."""
        self._asked_at[host] = self._clock.now()
        if self._memory.host(host) != KnownHost():
            self._memory.keep_host(host, KnownHost())

    def failed(self, host: str, wait: float | None) -> None:
        """A host did not answer, or wants to be left alone for `wait` seconds."""
        known = self._memory.host(host)
        pause = min(_FIRST_PAUSE * 2.0 ** min(known.failures, 20), _LONGEST_PAUSE)
        until = self._clock.now() + max(pause, wait or 0.0)
        self._asked_at[host] = self._clock.now()
        self._memory.keep_host(host, KnownHost(known.failures + 1, max(until, known.not_before)))


class Robots:
    """What each site's robots.txt lets be asked (RFC 9309)."""

    def __init__(self, memory: Memory, clock: Clock, fetcher: Fetcher, pace: Pace) -> None:
        self._memory, self._clock, self._fetcher, self._pace = memory, clock, fetcher, pace
        self._parsed: dict[str, tuple[float, object]] = {}

    def check(self, target: Target) -> float:
        """The seconds between two requests that a site asks for (0 where it does not say).

        Raises:
            Fault: the site bars this address, or does not say at the moment what it bars.
        """
        from protego import Protego

        text, fetched_at = self._text_of(target)
        if text is None:
            raise Fault("robots-unknown", f"the robots.txt of '{target.host}' cannot be had at the moment.", later=True)
        known = self._parsed.get(target.origin)
        if known is None or known[0] != fetched_at:
            known = (fetched_at, Protego.parse(text))
            self._parsed[target.origin] = known
        rules = known[1]
        assert isinstance(rules, Protego)
        if not rules.can_fetch(target.url, ROBOT):
            raise Fault("robots", f"the robots.txt of '{target.host}' bars it.")
        return min(rules.crawl_delay(ROBOT) or 0.0, _LONGEST_DELAY)

    def _text_of(self, target: Target) -> tuple[str | None, float]:
        known = self._memory.robots(target.origin)
        if known is not None:
            text, fetched_at = known
            if self._clock.now() - fetched_at < (_ROBOTS_RETRY if text is None else _ROBOTS_FRESH):
                return known
        text = self._fetch(target)
        now = self._clock.now()
        self._memory.keep_robots(target.origin, text, now)
        return text, now

    def _fetch(self, target: Target) -> str:
        """A site's robots.txt; "" where it has none. Raises a Fault where it does not answer, which bars everything for now."""
        try:
            answer = self._fetcher.get(
                replace(target, path="/robots.txt"),
                _ROBOTS_KINDS,
                before=lambda at: self._pace.wait(at.host),
                most_bytes=_ROBOTS_BYTES,
            )
        except Fault as fault:
            if fault.of_host and fault.reason in ("no-address", "timed-out", "connection"):
                self._pace.failed(target.host, None)
                raise
            if fault.reason in ("address-refused", "busy"):
                raise
            if fault.reason == "content-type" or re.fullmatch(r"http-4(?!29)\d\d", fault.reason):
                return ""
            if fault.of_host:
                self._pace.failed(target.host, fault.wait)
            self._memory.keep_robots(target.origin, None, self._clock.now())
            raise Fault(
                "robots-unknown", f"its robots.txt cannot be had, and so nothing is asked: {fault.message}", later=True
            ) from None
        return answer.body.decode("utf-8", "replace")
