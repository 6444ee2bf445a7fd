"""One request, with a bound on everything that a server decides.

Flows in: a `Target`. Flows out: an `Answer`; or a `Fault` that says why there is none, and whether it is worth asking
again. What always holds: a connection goes to an address that was checked, and each redirect is a new request that is
checked as the first was; from the first byte to the last no request takes longer than its time, however slowly it drips;
no more bytes are kept than the limit, packed or unpacked.

Refuses redirects from https to http, codings that were not asked for, and kinds of content that were not asked for.
Proxies that the environment names are not used: behind one, nobody could say where a connection goes.
"""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from email.utils import parsedate_to_datetime

import httpcore2

from imbroglio import __version__
from imbroglio.follow.address import AddressFault, Resolve, Target, find_addresses, lookup, split_url
from imbroglio.follow.connection import Checked, Clock, Deadline
from imbroglio.follow.settings import Manners

_REDIRECTS = 5
_MEMBERS = 1_000  # of one gzip file
_LONGEST_WAIT = 24 * 3600.0
_MARK = re.compile(r"[\x21-\x7e][\x20-\x7e]{0,300}")
_MOVED = (301, 302, 303, 307, 308)


class Fault(Exception):
    """Why there is no answer.

    Args:
        reason: short stable code, as a Trouble has it.
        message: one plain sentence.
        later: whether it is worth asking again.
        wait: for how many seconds the server wants to be left alone, where it says so.
        of_host: whether it is the host that does not answer, and not this one address of it.

    `asked` says whether the page itself was asked for, or something before it (robots.txt) stood in the way.
    """

    asked = True

    def __init__(
        self, reason: str, message: str, *, later: bool = False, wait: float | None = None, of_host: bool = False
    ) -> None:
        super().__init__(message)
        self.reason, self.message, self.later, self.wait, self.of_host = reason, message, later, wait, of_host


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server gave.

    Attributes:
        target: where it came from, after all redirects.
        body: its bytes, unpacked; empty where `unchanged`.
        kind: its content type, without parameters; "" where none is said.
        charset: the encoding that the server states.
        etag, modified: what to say when it is asked for again.
        unchanged: whether the server says that nothing has changed since.
    """

    target: Target
    body: bytes = b""
    kind: str = ""
    charset: str | None = None
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


class Fetcher:
    """Asks servers, one request at a time."""

    def __init__(self, manners: Manners, clock: Clock, resolve: Resolve = lookup) -> None:
        self._manners, self._clock, self._resolve = manners, clock, resolve
        self._tls: ssl.SSLContext | None = None

    @property
    def agent(self) -> str:
        """Who asks."""
        return f"imbroglio/{__version__} (+{self._manners.contact})"

    @property
    def most_bytes(self) -> int:
        """The largest answer that is taken."""
        return self._manners.most_bytes

    def get(
        self,
        target: Target,
        kinds: Iterable[str],
        *,
        before: Callable[[Target], None],
        etag: str = "",
        modified: str = "",
        most_bytes: int | None = None,
    ) -> Answer:
        """Fetch what lies at a target.

        Args:
            target: where to begin.
            kinds: content types that are wanted; what says no type is taken, too.
            before: asked before every request, the first and those of redirects; raises a Fault to stop it.
            etag, modified: what the last answer said.
            most_bytes: another limit than the manners'.

        Raises:
            Fault: there is no answer.
        """
        wanted, limit = frozenset(kinds), most_bytes or self._manners.most_bytes
        deadline = Deadline(self._clock, self._manners.seconds)
        for _ in range(_REDIRECTS + 1):
            self._check(target)
            before(target)
            deadline.restart()  # waiting for one's turn is not the server's doing
            headers = self._headers(target, wanted, etag, modified)
            with self._open(target, headers, deadline) as response:
                if response.status == 304 and not etag and not modified:
                    raise Fault("http-304", "it says that nothing has changed, though it was not asked that.", later=True)
                if response.status not in _MOVED:
                    return self._answer(target, response, wanted, limit)
                target = redirected(target, _header(response, b"location"))
        raise Fault("redirects", f"it redirects more than {_REDIRECTS} times.")

    def _check(self, target: Target) -> None:
        if target.port not in self._manners.ports_of(target.host):
            raise Fault(
                "address-refused",
                f"port {target.port} of '{target.host}' is not asked; name \"{target.host}:{target.port}\" under hosts "
                "if it is meant.",
            )

    def _headers(self, target: Target, kinds: frozenset[str], etag: str, modified: str) -> list[tuple[bytes, bytes]]:
        headers = {
            "Host": target.netloc,
            "User-Agent": self.agent,
            "Accept": ", ".join([*sorted(kinds), "*/*;q=0.1"]),
            "Accept-Encoding": "gzip",
            "Connection": "close",
            "If-None-Match": etag,
            "If-Modified-Since": modified,
        }
        return [(name.encode(), value.encode("ascii", "ignore")) for name, value in headers.items() if value]

    @contextmanager
    def _open(
        self, target: Target, headers: list[tuple[bytes, bytes]], deadline: Deadline
    ) -> Iterator[httpcore2.Response]:
        """One request over a connection of its own, so that no host is ever asked over what was opened for another."""
        try:
            addresses = find_addresses(target, target.host in self._manners.private_hosts, self._resolve)
        except AddressFault as fault:
            nowhere = "no address" in str(fault)
            raise Fault(
                "no-address" if nowhere else "address-refused", str(fault), later=nowhere, of_host=nowhere
            ) from None
        if target.scheme == "https" and self._tls is None:
            self._tls = httpcore2.default_ssl_context()
        url = httpcore2.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
        )
        try:
            with httpcore2.ConnectionPool(
                ssl_context=self._tls,
                max_connections=1,
                max_keepalive_connections=0,
                network_backend=Checked(addresses, deadline),
            ) as pool, pool.stream("GET", url, headers=headers) as response:
                yield response
        except httpcore2.TimeoutException:
            raise Fault("timed-out", "it did not answer in time.", later=True, of_host=True) from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as fault:
            raise Fault("connection", _plain(fault), later=True, of_host=True) from None

    def _answer(self, target: Target, response: httpcore2.Response, kinds: frozenset[str], limit: int) -> Answer:
        status = response.status
        if status == 304:
            return Answer(target, unchanged=True)
        if status != 200:
            raise self._refusal(status, _header(response, b"retry-after"))
        said = Message()
        said["Content-Type"] = _header(response, b"content-type") or "application/octet-stream"
        kind = said.get_content_type() if _header(response, b"content-type") else ""
        if kind and kind not in kinds:
            raise Fault("content-type", f"it is of the kind '{kind[:100]}', which is not read here.")
        charset = said.get_param("charset")
        return Answer(
            target,
            _body(response, limit),
            kind,
            charset if isinstance(charset, str) and re.fullmatch(r"[A-Za-z0-9_.:-]{2,40}", charset) else None,
            _mark(_header(response, b"etag")),
            _mark(_header(response, b"last-modified")),
        )

    def _refusal(self, status: int, retry_after: str) -> Fault:
        busy = status == 429 or status >= 500
        meaning = {
            401: "it wants a password", 403: "the server refuses it", 404: "there is no such page", 410: "the page is gone",
            429: "the server wants to be asked less often", 503: "the server is busy",
        }.get(status, "the server has a fault" if status >= 500 else "the server does not give it")  # fmt: skip
        return Fault(
            f"http-{status}",
            f"{meaning} (status {status}).",
            later=busy,
            wait=self._seconds_of(retry_after) if busy else None,
            of_host=busy,
        )

    def _seconds_of(self, retry_after: str) -> float | None:
        """For how long Retry-After asks to wait: a number of seconds, or a day and time."""
        if re.fullmatch(r"\d{1,9}", retry_after):
            return min(float(retry_after), _LONGEST_WAIT)
        try:
            until = parsedate_to_datetime(retry_after).timestamp()
        except (TypeError, ValueError, IndexError, OverflowError):
            return None
        return min(max(0.0, until - self._clock.now()), _LONGEST_WAIT)


def redirected(target: Target, location: str) -> Target:
    """Where a redirect leads to. Raises a Fault where it is not followed."""
    if not location:
        raise Fault("redirects", "it redirects without saying where to.")
    try:
        found = split_url(location, target.url)
    except AddressFault as fault:
        raise Fault("redirect-refused", f"it redirects to '{location[:200]}', which is not followed: {fault}") from None
    if target.scheme == "https" and found.scheme == "http":
        raise Fault("redirect-refused", f"it redirects from https to {found.url[:200]}, which anybody could read.")
    return found


def _header(response: httpcore2.Response, name: bytes) -> str:
    value = next((value for key, value in response.headers if key.lower() == name), b"")
    try:
        return value.decode("utf-8").strip()
    except UnicodeDecodeError:
        return value.decode("latin-1").strip()


def _mark(value: str) -> str:
    return value if _MARK.fullmatch(value) else ""


def _body(response: httpcore2.Response, limit: int) -> bytes:
    """The bytes of an answer, unpacked. Raises a Fault beyond the limit, before or after unpacking."""
    coding = _header(response, b"content-encoding").lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise Fault("content-type", f"it is packed as '{coding[:40]}', which was not asked for.")
    stated = _header(response, b"content-length")
    if stated.isdigit() and int(stated[:20]) > limit:
        raise too_large(limit)
    chunks = _counted(response.iter_stream(), limit)
    return unpack(chunks, limit) if "gzip" in coding else b"".join(chunks)


def _counted(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    count = 0
    for chunk in chunks:
        count += len(chunk)
        if count > limit:
            raise too_large(limit)
        yield chunk


def too_large(limit: int) -> Fault:
    """The Fault of what has more bytes than are taken."""
    return Fault("too-large", f"it is larger than the limit of {limit:,} bytes; megabytes under [follow] sets it.")


def unpack(chunks: Iterable[bytes], limit: int) -> bytes:
    """Gzip to bytes, of one or several members. Raises a Fault where it is broken, or becomes too large."""
    out = bytearray()
    member, members = zlib.decompressobj(31), 1
    fed = False  # whether the member that is open has had any bytes
    try:
        for chunk in chunks:
            while chunk:
                fed = True
                out += member.decompress(chunk, limit + 1 - len(out))
                if len(out) > limit or members > _MEMBERS:
                    raise too_large(limit)
                chunk = member.unconsumed_tail
                if member.eof:
                    chunk, fed = member.unused_data.lstrip(b"\0"), False
                    member, members = zlib.decompressobj(31), members + 1
    except zlib.error:
        raise Fault("unpacking", "it is packed as gzip, and cannot be unpacked.") from None
    if fed:
        raise Fault("unpacking", "it is packed as gzip, and breaks off.", later=True)
    return bytes(out)


def _plain(fault: Exception) -> str:
    origin = fault.args[0] if fault.args else None  # httpcore hands on what the system said
    if isinstance(origin, ssl.SSLCertVerificationError):
        return f"its certificate is not good ({origin.verify_message})."
    if isinstance(fault, httpcore2.ConnectError):
        return "no connection can be made."
    return "the connection broke off, or what came is no HTTP."
