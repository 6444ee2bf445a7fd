"""Addresses: which may be asked, and which machine a name leads to.

Flows in: URLs, out of a user's file or out of a page that anybody may have written. Flows out: a `Target`, and the
addresses of the machine behind it, each of them checked. What always holds: a connection goes to an address that
`find_addresses` returned, and never to a name, so that a name that changes its address in between gains nothing.

Refuses every scheme but http and https, credentials, ports that the user's own file does not name, and every address
that is not public, in whatever form it comes; for a host of `private_hosts`, private ones may be asked, too, but
neither link-local ones (where clouds keep their secrets) nor anything that is no machine's.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

PORTS = frozenset({80, 443})
_DEFAULT_PORT = {"http": 80, "https": 443}
_LONGEST = 2_000
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?)*")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to addresses, as texts. Raises OSError where the name leads nowhere."""

# Of IPv6, only what is given out to machines (2000::/3); in it, ways back to IPv4 by which any address can be reached.
_GIVEN_OUT = ipaddress.IPv6Network("2000::/3")
_TUNNELS = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2002::/16", "2001:db8::/32", "3fff::/20")))
_NEVER4 = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
            "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
# What a host of `private_hosts` may lead to.
_PRIVATE4 = tuple(
    map(ipaddress.IPv4Network, ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
)
_PRIVATE6 = tuple(map(ipaddress.IPv6Network, ("fc00::/7", "::1/128")))


class AddressFault(Exception):
    """An address that is not asked; the text says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """A URL, taken apart. `host` is in small letters and ASCII; `path` begins with a slash and holds the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a URL without a path."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _DEFAULT_PORT[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{shown}{port}"

    @property
    def netloc(self) -> str:
        """What the header Host says."""
        return self.origin.partition("://")[2]

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.path


def split_url(url: str, base: str | None = None) -> Target:
    """Take a URL apart; a relative one is seen from `base`. Its fragment is left out.

    >>> split_url("HTTPS://Example.org:443/a b?c#d").url
    'https://example.org/a%20b?c'

    Raises:
        AddressFault: it is none that may be asked.
    """
    url = url.strip().replace(" ", "%20")
    if len(url) > _LONGEST:
        raise AddressFault(f"the address is longer than {_LONGEST:,} characters.")
    if _UNSAFE.search(url):
        raise AddressFault("the address holds signs that no address holds.")
    try:
        parts = urlsplit(urljoin(base, url) if base else url)
        port = parts.port
    except ValueError:
        raise AddressFault("it is no address that can be read.") from None
    if parts.scheme not in _DEFAULT_PORT:
        raise AddressFault(f"only http and https are asked, not '{parts.scheme[:20]}'.")
    if "@" in parts.netloc:
        raise AddressFault("the address holds a user's name or password; leave it out.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    whole = f"{path}?{query}" if query else path
    return Target(parts.scheme, parse_host(parts.hostname or ""), port or _DEFAULT_PORT[parts.scheme], whole)


def parse_host(name: str) -> str:
    """A host's name as it is asked for: small letters, ASCII, no dot at the end.

    >>> parse_host("Bücher.example.")
    'xn--bcher-kva.example'

    Raises AddressFault.
    """
    name = name.strip("[]").removesuffix(".").lower()
    if "%" in name:
        raise AddressFault("it names no host.")
    if ":" in name:
        try:
            return str(ipaddress.IPv6Address(name))
        except ValueError:
            raise AddressFault("it names no host.") from None
    try:
        host = name.encode("idna").decode("ascii") if not name.isascii() else name
    except UnicodeError:
        raise AddressFault("it names no host.") from None
    if not _HOST.fullmatch(host):
        raise AddressFault("it names no host.")
    return host


def is_below(host: str, above: str) -> bool:
    """Whether a host is `above`, or a host below it.

    >>> is_below("news.example.org", "example.org"), is_below("badexample.org", "example.org")
    (True, False)
    """
    return host == above or (host.endswith(f".{above}") and not _is_number(above))


def _is_number(host: str) -> bool:
    return bool(re.fullmatch(r"[0-9.]+|.*:.*", host))


def lookup(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def find_addresses(target: Target, private: bool, resolve: Resolve = lookup) -> list[str]:
    """The addresses of the machine behind a target, each of which may be connected to.

    One that may not be is enough to refuse all: a name that leads outside and inside is no mistake of an honest site.

    Args:
        target: where to.
        private: whether the user's own file lets this host be a private one.
        resolve: name to addresses.

    Raises:
        AddressFault: the name leads nowhere, or to an address that is not asked.
    """
    try:
        found = resolve(target.host, target.port)
    except (OSError, UnicodeError):
        raise AddressFault(f"the name '{target.host}' leads to no address.") from None
    if not found:
        raise AddressFault(f"the name '{target.host}' leads to no address.")
    for text in found:
        if not may_ask(text, private):
            raise AddressFault(
                f"'{target.host}' leads to {text[:60]}, which is no public address. If it is your own machine, name the host in "
                "private_hosts."
            )
    return list(found)


def may_ask(text: str, private: bool = False) -> bool:
    """Whether an address may be connected to.

    >>> may_ask("93.184.215.14"), may_ask("::ffff:169.254.169.254"), may_ask("64:ff9b::7f00:1")
    (True, False, False)
    >>> may_ask("127.0.0.1"), may_ask("127.0.0.1", private=True), may_ask("169.254.169.254", private=True)
    (False, True, False)
    """
    try:
        address: Address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
    if isinstance(address, ipaddress.IPv4Address):
        if private and any(address in net for net in _PRIVATE4):
            return True
        return address.is_global and not any(address in net for net in _NEVER4)
    if private and any(address in net for net in _PRIVATE6):
        return True
    return address.is_global and address in _GIVEN_OUT and not any(address in net for net in _TUNNELS)
