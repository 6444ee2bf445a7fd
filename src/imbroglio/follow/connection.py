"""Connections to addresses that were checked, each byte of which has to come before a deadline.

Flows in: addresses and a deadline. Flows out: what httpcore needs to speak HTTP over them. Names are not looked up here.
"""

from __future__ import annotations

import ssl
import time
from typing import Any, Protocol

import httpcore2

_PAUSE = 20.0  # seconds without a byte
_ADDRESSES = 3  # of one name that are tried


class Clock(Protocol):
    """The time, and how to let it pass."""

    def now(self) -> float: ...  # seconds since 1970, kept between runs
    def steady(self) -> float: ...  # seconds, never set back
    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time()

    def steady(self) -> float:
        """Seconds since some moment, never set back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        time.sleep(seconds)


class Deadline:
    """How long a request may still take."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock, self._seconds = clock, seconds
        self.restart()

    def restart(self) -> None:
        """Begin anew."""
        self._end = self._clock.steady() + self._seconds

    def left(self) -> float:
        """Seconds until something has to come. Raises ReadTimeout where the time is over."""
        left = self._end - self._clock.steady()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time is over")
        return min(left, _PAUSE)


class Checked(httpcore2.NetworkBackend):
    """Connects to addresses that were checked, whatever name it is given."""

    def __init__(self, addresses: list[str], deadline: Deadline) -> None:
        self._addresses, self._deadline = addresses, deadline
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *rest: Any, **more: Any) -> Bounded:
        """A connection to the first address that answers."""
        failure: Exception | None = None
        for address in self._addresses[:_ADDRESSES]:
            try:
                return Bounded(self._inner.connect_tcp(address, port, timeout=self._deadline.left()), self._deadline)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as fault:
                failure = fault
        raise failure or httpcore2.ConnectError("no address")


class Bounded(httpcore2.NetworkStream):
    """A connection whose every byte has to come before the deadline."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes."""
        return self._inner.read(max_bytes, timeout=self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._inner.write(buffer, timeout=self._deadline.left())

    def close(self) -> None:
        """Let go."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> Bounded:
        """The same, encrypted; the certificate has to be the name's."""
        return Bounded(
            self._inner.start_tls(ssl_context, server_hostname, timeout=self._deadline.left()), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        """What is known of the connection."""
        return self._inner.get_extra_info(info)
