"""SOURCES.toml: what is to be followed, and how politely.

Flows in: the file. Flows out: `Settings`, all of it checked. Refuses, with the file's name, the line and what to write
instead: unknown fields, addresses that are none, two sources of one name, limits outside their bounds.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from pathlib import Path
from typing import Any, Literal

from imbroglio.errors import FollowError
from imbroglio.follow.address import PORTS, AddressFault, Target, is_below, parse_host, split_url

Listing = Literal["feed", "sitemap"]

_FOLLOW_FIELDS = ("contact", "delay", "seconds", "megabytes", "private_hosts")
_SOURCE_FIELDS = ("name", "feed", "sitemap", "source", "every", "most", "since", "hosts")
_MOST_BYTES = 64 * 1024 * 1024
_CONTACT = re.compile(r"[\x21-\x7e]{3,200}")


@dataclass(frozen=True, slots=True)
class Manners:
    """How everybody is asked.

    Attributes:
        contact: an e-mail address or page by which a site can reach whoever asks; part of the User-Agent.
        delay: seconds between two requests to one host, at least; robots.txt may ask for more.
        seconds: the longest that one request may take, from the connection to the last byte.
        megabytes: the largest page or feed, packed or unpacked.
        private_hosts: hosts whose addresses may be private ones. Nobody else's may.
        ports: host to the ports beside 80 and 443 that the file names for it.
    """

    contact: str
    delay: float = 2.0
    seconds: float = 60.0
    megabytes: int = 8
    private_hosts: frozenset[str] = frozenset()
    ports: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def most_bytes(self) -> int:
        """`megabytes` in bytes."""
        return self.megabytes * 1024 * 1024

    def ports_of(self, host: str) -> frozenset[int]:
        """The ports on which a host may be asked."""
        return PORTS | self.ports.get(host, frozenset())


@dataclass(frozen=True, slots=True)
class Followed:
    """One source that is followed.

    Attributes:
        name: what the file calls it.
        url: the feed's or sitemap's address.
        listing: which of the two it is.
        source: who publishes its reports; None where their pages are to say it.
        every: minutes between two polls.
        most: articles that are fetched in one poll, at most.
        since: what was published, or changed last, before this day is left out, where that is said.
        hosts: where its articles may lie: these hosts, and those below them.
    """

    name: str
    url: str
    listing: Listing
    source: str | None = None
    every: float = 30.0
    most: int = 20
    since: Day | None = None
    hosts: tuple[str, ...] = ()

    def allows(self, target: Target) -> bool:
        """Whether an article of this source may lie there."""
        return any(is_below(target.host, host) for host in self.hosts)


@dataclass(frozen=True, slots=True)
class Settings:
    """All of a SOURCES.toml."""

    manners: Manners
    sources: tuple[Followed, ...]


def load_settings(path: Path) -> Settings:
    """Read and check a list of sources. Raises FollowError."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise FollowError(str(path), None, f"the list of sources cannot be opened ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise FollowError(str(path), None, "the list of sources is not UTF-8 text; save it as UTF-8.") from None
    return settings_of(text, str(path))


def settings_of(text: str, file: str) -> Settings:
    """The settings that a text states. Raises FollowError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        raise FollowError(file, int(at[1]) if at else None, f"this is no TOML: {error}.") from None
    return _Reading(file, text).read(data)


class _Reading:
    """One file on its way in: what it says, and where it says it."""

    def __init__(self, file: str, text: str) -> None:
        self._file, self._lines = file, text.splitlines()
        self._ports: dict[str, set[int]] = {}

    def read(self, data: Mapping[str, Any]) -> Settings:
        unknown = sorted(set(data) - {"follow", "source"})
        if unknown:
            raise self._fault(None, unknown[0], f"'{unknown[0]}' is none of [follow] and [[source]].")
        follow = data.get("follow", {})
        entries = data.get("source", [])
        if not isinstance(follow, dict):
            raise self._fault(None, "follow", "'follow' has to be a table; write [follow] on a line of its own.")
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise self._fault(None, "source", "each source is a table of its own; begin it with [[source]].")
        if not entries:
            raise self._fault(None, None, "it names no source; add one that begins with [[source]].")
        contact = self._contact(follow)
        sources = tuple(self._source(entry, n) for n, entry in enumerate(entries))
        self._check_names(sources)
        return Settings(self._manners(follow, contact), sources)

    def _contact(self, follow: Mapping[str, Any]) -> str:
        self._check_fields(follow, _FOLLOW_FIELDS, None)
        contact = follow.get("contact")
        if not isinstance(contact, str) or not _CONTACT.fullmatch(contact) or not re.search(r"[@.]", contact):
            raise self._fault(
                None,
                "contact" if "contact" in follow else "[follow]",
                "'contact' has to be an e-mail address or the address of a page, by which a site can reach you; "
                'write contact = "you@example.org" under [follow].',
            )
        return contact

    def _manners(self, follow: Mapping[str, Any], contact: str) -> Manners:
        hosts = self._texts(follow, "private_hosts", None)
        return Manners(
            contact,
            delay=self._number(follow, "delay", None, 2.0, 0.5, 3600.0),
            seconds=self._number(follow, "seconds", None, 60.0, 1.0, 600.0),
            megabytes=int(self._number(follow, "megabytes", None, 8, 1, _MOST_BYTES // 1024**2, whole=True)),
            private_hosts=frozenset(self._host(host, "private_hosts", None) for host in hosts),
            ports={host: frozenset(ports) for host, ports in self._ports.items()},
        )

    def _source(self, entry: Mapping[str, Any], n: int) -> Followed:
        self._check_fields(entry, _SOURCE_FIELDS, n)
        name = entry.get("name")
        if not isinstance(name, str) or not name.strip():
            raise self._fault(n, "name", 'a source needs a name; write name = "Northern Wire".')
        given = [listing for listing in ("feed", "sitemap") if listing in entry]
        if len(given) != 1:
            raise self._fault(
                n, given[-1] if given else None, f"'{name}' needs either feed = or sitemap =, and not both."
            )
        listing: Listing = "feed" if given[0] == "feed" else "sitemap"
        target = self._url(entry[listing], listing, n)
        hosts = tuple(self._host(host, "hosts", n) for host in self._texts(entry, "hosts", n))
        since = entry.get("since")
        if since is not None and type(since) is not Day:
            raise self._fault(n, "since", "'since' has to be a day without quotation marks; write since = 2026-01-31.")
        source = entry.get("source")
        if source is not None and (not isinstance(source, str) or not source.strip()):
            raise self._fault(n, "source", "'source' has to be a text: who publishes the reports.")
        return Followed(
            name=" ".join(name.split()),
            url=target.url,
            listing=listing,
            source=source and " ".join(source.split()),
            every=self._number(entry, "every", n, 30.0, 1.0, 7 * 24 * 60.0),
            most=int(self._number(entry, "most", n, 20, 1, 1000, whole=True)),
            since=since,
            hosts=hosts or (target.host.removeprefix("www."),),
        )

    def _url(self, value: object, field: str, n: int) -> Target:
        if not isinstance(value, str):
            raise self._fault(n, field, f"'{field}' has to be an address; write {field} = \"https://...\".")
        try:
            target = split_url(value)
        except AddressFault as fault:
            raise self._fault(n, field, f"'{field}' cannot be used: {fault}") from None
        if target.port not in PORTS:
            self._ports.setdefault(target.host, set()).add(target.port)
        return target

    def _host(self, value: str, field: str, n: int | None) -> str:
        name, _, port = value.rpartition(":") if re.fullmatch(r"[^:]+:\d{1,5}", value) else (value, "", "")
        try:
            host = parse_host(name)
        except AddressFault as fault:
            raise self._fault(n, field, f"'{value}' in '{field}' is no host ({fault}); write \"example.org\".") from None
        if port:
            self._ports.setdefault(host, set()).add(int(port))
        return host

    def _check_names(self, sources: Sequence[Followed]) -> None:
        names: set[str] = set()
        urls: set[str] = set()
        for n, source in enumerate(sources):
            if source.name in names:
                raise self._fault(n, "name", f"the name '{source.name}' stands twice; give each source its own.")
            if source.url in urls:
                raise self._fault(n, source.listing, f"'{source.url}' stands twice; keep one of them.")
            names.add(source.name)
            urls.add(source.url)

    def _check_fields(self, entry: Mapping[str, Any], known: Sequence[str], n: int | None) -> None:
        unknown = sorted(set(entry) - set(known))
        if unknown:
            raise self._fault(n, unknown[0], f"'{unknown[0]}' is no field here; there are {', '.join(known)}.")

    def _number(
        self,
        entry: Mapping[str, Any],
        field: str,
        n: int | None,
        default: float,
        low: float,
        high: float,
        whole: bool = False,
    ) -> float:
        value = entry.get(field, default)
        right = isinstance(value, int) if whole else isinstance(value, int | float)
        if not right or isinstance(value, bool) or not low <= value <= high:
            kind = "a whole number" if whole else "a number"
            raise self._fault(n, field, f"'{field}' has to be {kind} from {low:g} to {high:g}; {default:g} is usual.")
        return float(value)

    def _texts(self, entry: Mapping[str, Any], field: str, n: int | None) -> list[str]:
        value = entry.get(field, [])
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self._fault(n, field, f"'{field}' has to be a list of hosts; write {field} = [\"example.org\"].")
        return value

    def _fault(self, n: int | None, field: str | None, problem: str) -> FollowError:
        return FollowError(self._file, self._line_of(n, field), problem)

    def _line_of(self, n: int | None, field: str | None) -> int | None:
        """The line of a field, or of the table that should hold it; of source number `n`, or of all that is none."""
        heads = [i for i, line in enumerate(self._lines) if re.match(r"\s*\[\[\s*source\s*\]\]", line)]
        if n is None:
            end = heads[0] if heads else len(self._lines)
            region = range(end) if field and field != "source" else range(len(self._lines))
        else:
            if n >= len(heads):
                return None
            region = range(heads[n] + 1, heads[n + 1] if n + 1 < len(heads) else len(self._lines))
        for i in region:
            if field and re.match(rf"\s*(?:\[+\s*)?[\"']?{re.escape(field.strip('[]'))}[\"']?\s*(?:=|\]|\.)", self._lines[i]):
                return i + 1
        return None if n is None else heads[n] + 1
