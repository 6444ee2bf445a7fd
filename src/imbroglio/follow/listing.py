"""Feeds and sitemaps: the articles that they list.

Flows in: bytes, as they were fetched. Flows out: `Entry`s, each with an address and what is said of it. Refuses what is
neither feed nor sitemap, what declares entities, more entries than are worth going through, and what takes too long: the
parser of feeds forgives nearly everything, and some megabytes can be written so that it needs minutes. So what is large is
gone through in a child process that can be killed. Nothing that a feed names is fetched here, by the parsers neither.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from typing import Any

from imbroglio.crew import GivenUp, Kept, Token
from imbroglio.crew.kept import Begun
from imbroglio.follow.fetch import Fault, unpack
from imbroglio.follow.settings import Listing
from imbroglio.intake.dating import find_day

KINDS = frozenset(
    "application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml text/html text/plain "
    "application/octet-stream application/gzip application/x-gzip".split()
)
"""The content types under which feeds and sitemaps are met."""

MOST = 50_000  # entries; a sitemap may hold no more
_SMALL = 128 * 1024  # bytes that are gone through in a moment, however they are written
_SECONDS = 20.0
_GZIP = b"\x1f\x8b"
# XML may begin in UTF-16; the signs of a declaration are the same then, with zeros between them.
_DECLARES = re.compile(rb"<!\s*(?:ENTITY|DOCTYPE[^>\[]{0,2000}\[)", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{0,1000}>")
_SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article that a feed or sitemap lists.

    Attributes:
        link: its address, as it is written; it may be relative.
        title: its headline, where one is said.
        day: the day on which it was published, where that is said; when it was changed is no such day.
        changed: when it was changed last, as it is written; "" where that is not said.
    """

    link: str
    title: str | None = None
    day: Day | None = None
    changed: str = ""

    def is_before(self, day: Day) -> bool:
        """Whether it was published, and not changed since, before a day; where neither is said, it was not."""
        said = [known for known in (self.day, find_day(self.changed)) if known is not None]
        return bool(said) and max(said) < day


Listed = tuple[list[Entry], list[str]]
"""Articles, and the sitemaps that an index names."""


class Lister:
    """Goes through feeds and sitemaps; `dismiss` ends its child process."""

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._here: Kept[_Task] = Kept(make_reading, 0.0)
        self._apart: Kept[_Task] = Kept(make_reading, seconds)

    def read(self, listing: Listing, body: bytes, most_bytes: int) -> Listed:
        """What a feed or sitemap lists. Raises a Fault."""
        small = len(body) <= _SMALL and not body.startswith(_GZIP)
        made: list[Any] = [m for _, _, m in (self._here if small else self._apart).run((listing, body, most_bytes))]
        match made:
            case [_Refused(reason, message, later)]:
                raise Fault(reason, message, later=later)
            case [GivenUp(reason=reason, why=why)]:
                raise Fault("time-limit" if reason == "time-limit" else "no-feed", f"it cannot be gone through: {why}.")
            case [(list() as entries, list() as maps)]:
                return entries, maps
        raise Fault("no-feed", "it cannot be gone through.", later=True)

    def dismiss(self) -> None:
        """End the child process, where there is one."""
        self._apart.dismiss()


_Task = tuple[Listing, bytes, int]


@dataclass(frozen=True, slots=True)
class _Refused:
    """A Fault as a value, which travels between processes."""

    reason: str
    message: str
    later: bool


class _Reading:
    """The work of a child: one listing is one item."""

    def __call__(
        self, task: _Task, done: frozenset[Token], given_up: frozenset[Token], begun: Begun
    ) -> Iterator[tuple[Token, Listed | _Refused]]:
        listing, body, most_bytes = task
        token: Token = ("listing",)
        if token in done or token in given_up:
            return
        begun(token, listing)
        try:
            yield token, read_feed(body, most_bytes) if listing == "feed" else read_sitemap(body, most_bytes)
        except Fault as fault:
            yield token, _Refused(fault.reason, fault.message, fault.later)


def make_reading() -> _Reading:
    """Makes the work."""
    return _Reading()


def read_feed(body: bytes, most_bytes: int) -> Listed:
    """The entries of an RSS or Atom feed, in its order, and no sitemaps. Raises a Fault."""
    import feedparser  # type: ignore[import-untyped]

    body = _unpacked(body, most_bytes)
    _refuse_entities(body)
    # A stream, so that nothing in it can be taken for an address; and no parsing of what is in the entries.
    found = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        raise Fault("no-feed", "it is neither an RSS nor an Atom feed.")
    if found.get("bozo") and not found.entries:
        raise Fault("broken-xml", "it is a feed that cannot be parsed.", later=True)
    if len(found.entries) > MOST:
        raise _too_many()
    atom = str(found["version"]).startswith("atom")
    return [made for raw in found.entries if (made := _entry(raw, atom)) is not None], []


def _entry(raw: Any, atom: bool) -> Entry | None:
    def text(key: str) -> str:
        value = dict.get(raw, key)  # feedparser's own `get` takes one field for another
        return value.strip() if isinstance(value, str) else ""

    link = text("link") or (text("id") if text("id").startswith(("http://", "https://")) else "")
    if not link:
        return None
    # RSS has no "updated" of its own: there it is Dublin Core's date, of publication.
    published = text("published") or ("" if atom else text("updated"))
    title = " ".join(_MARKUP.sub(" ", text("title")[:2000]).split())
    return Entry(link, title or None, find_day(published) if published else None, text("updated") or published)


def read_sitemap(body: bytes, most_bytes: int) -> Listed:
    """A sitemap's articles, newest first, and the sitemaps that an index names, newest first. Raises a Fault."""
    root = _parse(_unpacked(body, most_bytes))
    name = str(root.tag).rpartition("}")[2]
    if name == "sitemapindex":
        maps = [(_text(node, "loc"), _text(node, "lastmod")) for node in _children(root, "sitemap")]
        return [], [loc for loc, _ in sorted(maps, key=lambda m: m[1], reverse=True) if loc]
    if name != "urlset":
        raise Fault("no-feed", "it is no sitemap.")
    found = [made for node in _children(root, "url") if (made := _url(node)) is not None]
    if len(found) > MOST:
        raise _too_many()
    return sorted(found, key=lambda e: max(e.changed, e.day.isoformat() if e.day else ""), reverse=True), []


def _parse(body: bytes) -> Any:
    from lxml import etree  # type: ignore[import-untyped]

    _refuse_entities(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Fault("broken-xml", "it is XML that cannot be parsed.", later=True) from None
    if root is None:
        raise Fault("broken-xml", "it holds no XML.", later=True)
    return root


def _children(node: Any, name: str) -> Iterator[Any]:
    """A node's children of that name, with the sitemaps' namespace or with none."""
    return (child for child in node if child.tag in (_SITEMAP + name, name))


def _text(node: Any, name: str) -> str:
    return next(((child.text or "").strip() for child in _children(node, name)), "")


def _url(node: Any) -> Entry | None:
    link = _text(node, "loc")
    if not link:
        return None
    news = next(iter(node.iterfind(_NEWS + "news")), None)
    said = "" if news is None else (news.findtext(_NEWS + "publication_date") or "").strip()
    title = "" if news is None else " ".join((news.findtext(_NEWS + "title") or "")[:2000].split())
    return Entry(link, title or None, find_day(said) if said else None, _text(node, "lastmod") or said)


def _unpacked(body: bytes, most_bytes: int) -> bytes:
    """Sitemaps often lie packed: the file itself, not its transport."""
    return unpack((body,), most_bytes) if body.startswith(_GZIP) else body


def _refuse_entities(body: bytes) -> None:
    """No feed needs entities of its own; what declares some means to grow, or to read files."""
    if _DECLARES.search(body) or _DECLARES.search(body.replace(b"\0", b"")):
        raise Fault("entities", "it declares entities of its own, which no feed needs.")


def _too_many() -> Fault:
    return Fault("too-large", f"it lists more than {MOST:,} articles.")
