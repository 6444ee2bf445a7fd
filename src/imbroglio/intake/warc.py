"""WARC archives to Drafts: the web pages and texts that a crawler kept.

Flows in: a file that can be sought, plain or gzipped. Flows out: for each page of HTML or plain text that a server gave out
a Draft, with the address it was fetched from; for each broken or over-large record a Trouble with its place
(file#byte). Records of other kinds (requests, metadata, pictures, pages that were not found) are counted and passed
over. The day on which a page was fetched is no day of publication: it is kept beside.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, Literal
from urllib.parse import urlsplit

from imbroglio.intake.decoding import decode, looks_binary
from imbroglio.intake.draft import Draft, hash_bytes, one_line, refuse, remark
from imbroglio.intake.glance import Screen, glance_at
from imbroglio.intake.limits import Limits
from imbroglio.intake.page import decode_page, draft_from_html
from imbroglio.intake.records import BEGIN, Place, Record, iter_records
from imbroglio.intake.sniffing import HEAD, Format, find_format
from imbroglio.model import Trouble

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

INSTALL = "pip install 'imbroglio[archive]'"
_WANTED = frozenset({"response", "resource", "conversion"})
_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_HEADERS = 64 * 1024  # of HTTP, before the page

_Decoding = Literal["all", "content", "transfer", "none"]
# Crawlers often unpack a page and keep the header that says it is packed: what fails is tried as it lies.
_DECODINGS: tuple[_Decoding, ...] = ("all", "content", "transfer", "none")


@dataclass(frozen=True, slots=True)
class RecordsPart:
    """Some records of an archive: from the place of one to that of another, or to the end."""

    start: Place
    end: Place | None


@dataclass(frozen=True, slots=True)
class _Payload:
    """What a record holds: the bytes, what they are said to be, and how they are said to be encoded."""

    data: bytes
    kind: str
    charset: str | None = None


def cut_archive(stream: BinaryIO, most: int) -> Iterator[tuple[RecordsPart, int, int]]:
    """The parts of an archive of `most` pages each: the part, how many pages it may hold, and its bytes.

    Where many records are packed together, parts are ten times as large, for each has to unpack what lies before it.
    """
    start, pages, sound = BEGIN, 0, True
    for record in iter_records(stream, 0):
        if sound and not record.fault and pages >= (10 * most if record.place.inner else most):
            yield RecordsPart(start, record.place), pages, max(1, record.place.offset - start.offset)
            start, pages = record.place, 0
        sound = not record.fault
        pages += sound and record.field("WARC-Type").lower() in _WANTED
    yield RecordsPart(start, None), pages, 1


def read_archive(
    stream: BinaryIO,
    where: str,
    limits: Limits,
    passed: Counter[str],
    part: RecordsPart | None = None,
    screen: Screen | None = None,
) -> Iterator[Draft | Trouble]:
    """The pages of an archive, or of a part of one; what is passed over is counted in `passed`, by kind."""
    for page in iter_archive(stream, where, limits, part, screen):
        made = page.read()
        if isinstance(made, str):
            passed[made] += 1
        elif isinstance(made, Left):
            passed[made.reason] += 1
        else:
            yield made


@dataclass(frozen=True, slots=True)
class Left:
    """A page that is left alone at a glance: why, and what is known of it all the same.

    The text of its Draft is all that the page shows, its menus too; it has no title and no date.
    """

    reason: str
    draft: Draft


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A record of an archive that nothing was made of yet: what it is called, and what reads it.

    `read` gives a Draft, a Trouble, the kind that the record is counted as where it is passed over, or what a screen left
    alone.
    """

    place: str
    read: Callable[[], Draft | Trouble | Left | str]


def iter_archive(
    stream: BinaryIO,
    where: str,
    limits: Limits,
    part: RecordsPart | None = None,
    screen: Screen | None = None,
) -> Iterator[ArchivedPage]:
    """The records of an archive, or of a part of one, each to be read or left alone.

    Of a page that `screen` wants left alone at a glance nothing is extracted.
    """
    if not _is_installed():
        refused = refuse(where, "missing-extra", f"it is a WARC archive; to read it: {INSTALL}")
        yield ArchivedPage(where, lambda: refused)
        return
    start, end = (part.start, part.end) if part else (BEGIN, None)
    for record in iter_records(stream, limits.html_bytes + _HEADERS, start, end):
        place = f"{where}#{record.place}"
        yield ArchivedPage(place, partial(_read_sound, record, place, limits, screen))


def _read_sound(record: Record, place: str, limits: Limits, screen: Screen | None) -> Draft | Trouble | Left | str:
    if record.fault:
        return refuse(place, "broken-record", f"{record.fault}.")
    return _read_record(record, place, limits, screen)


def _is_installed() -> bool:
    from importlib.util import find_spec

    return find_spec("fastwarc") is not None


def _read_record(record: Record, place: str, limits: Limits, screen: Screen | None) -> Draft | Trouble | Left | str:
    """The Draft of a record, the Trouble with it, or the kind that it is counted as."""
    kind = record.field("WARC-Type").lower()
    if kind not in _WANTED:
        return kind[:40] or "no type"
    if record.size > limits.html_bytes + _HEADERS:
        message = f"the record has {record.size:,} bytes; the limit for a page is {limits.html_bytes:,}."
        return refuse(place, "too-large", message)
    found = _open_record(record, kind, limits)
    if isinstance(found, str):
        return found
    if found is None:
        return refuse(place, "broken-record", "what it holds is packed in a way that cannot be unpacked.")
    if len(found.data) > limits.html_bytes:
        message = f"the page has more than {limits.html_bytes:,} bytes, the limit for a page, once unpacked."
        return refuse(place, "too-large", message)
    made = _read_payload(found, place, limits, screen)
    if isinstance(made, str | Trouble):
        return made
    known = _with_known(made.draft if isinstance(made, Left) else made, record, place)
    return Left(made.reason, known) if isinstance(made, Left) and not isinstance(known, str) else known


def _open_record(record: Record, kind: str, limits: Limits) -> _Payload | str | None:
    """What a record holds, the kind that it is counted as, or None where it cannot be unpacked."""
    stated, _, rest = record.field("Content-Type").partition(";")
    stated = stated.strip().lower()
    if kind != "response":
        return _Payload(record.block, stated, _charset_in(rest))
    if stated not in ("", "application/http"):
        return f"response: {stated[:60]}"
    media = None
    for decoding in _DECODINGS:
        try:
            parsed = _parse(record, decoding)
            status = parsed.http_headers.status_code
            if not 200 <= (status or 0) < 300:
                return f"response: {'no HTTP' if status is None else f'HTTP {status}'}"
            said = (parsed.http_headers.get("Content-Type") or "").partition(";")
            media = said[0].strip().lower()
            if not _is_wanted(media):
                return f"response: {media[:60]}"
            data = parsed.reader.read(limits.html_bytes + 1)
        except (OSError, ValueError):
            continue
        if not looks_binary(data[:HEAD]):
            return _Payload(data, media, _charset_in(said[2]))
    return None if media is None or media in _PAGES else f"response: {media or 'no type'}"


def _parse(record: Record, decoding: _Decoding) -> WarcRecord:
    from fastwarc.warc import ArchiveIterator

    stream = io.BytesIO(record.head + record.block)
    archive = ArchiveIterator(stream, parse_http=False, stream_detect=False, quirks_mode=True)
    parsed = next(iter(archive), None)
    if parsed is None:
        raise ValueError("no record")
    parsed.parse_http(auto_decode=decoding, max_header_len=_HEADERS, quirks_mode=True)
    return parsed


def _is_wanted(media: str) -> bool:
    return media in _PAGES or media in ("", "text/plain")


def _charset_in(parameters: str) -> str | None:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            value = value.strip().strip("\"'")
            return value if value.isascii() and 1 < len(value) < 40 else None
    return None


def _read_payload(
    found: _Payload, place: str, limits: Limits, screen: Screen | None
) -> Draft | Trouble | Left | str:
    if not _is_wanted(found.kind):
        return f"resource: {found.kind[:60]}"
    looks = find_format(found.data[:HEAD], "")
    if found.kind in _PAGES or looks is Format.PAGE:
        decoded = decode_page(found.data, found.charset)
        if screen is not None and (reason := screen(seen := glance_at(decoded.text))):
            return Left(reason, Draft(seen.text, place, hash_bytes(found.data)))
        return draft_from_html(decoded.text, place, hash_bytes(found.data), limits, decoded.trouble(place))
    if not found.kind or looks is Format.BINARY:
        return "response: no type"
    decoded = decode(found.data, found.charset)
    return Draft(decoded.text, place, hash_bytes(found.data), troubles=decoded.trouble(place))


def _with_known(draft: Draft, record: Record, place: str) -> Draft | str:
    """A Draft with what the archive says of it: where it was fetched, and when."""
    url = one_line(record.field("WARC-Target-URI").strip("<>"))
    host, path = _split(url)
    if path == "/robots.txt":
        return "response: robots.txt"
    troubles = draft.troubles
    if record.field("WARC-Truncated"):
        troubles += (remark(place, "truncated", "the crawler cut it off; its end may be missing."),)
    said = (("fetched", record.field("WARC-Date")), ("record", record.field("WARC-Record-ID")))
    return replace(
        draft,
        url=url or draft.url,
        source=draft.source or host,
        origin=place,
        troubles=troubles,
        extra=tuple((name, value[:200]) for name, value in said if value),
    )


def _split(url: str | None) -> tuple[str | None, str]:
    try:
        parts = urlsplit(url or "")
        return one_line((parts.hostname or "").removeprefix("www.")), parts.path
    except ValueError:  # brackets that hold no address
        return None, ""
