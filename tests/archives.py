"""WARC archives and Parquet files that the tests write: own pages, as crawlers keep them, sound or broken.

Used by the tests of intake, of the fleet, and of the commands (`from archives import write_warc`).
"""

from __future__ import annotations

import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType
from press_pages import PressPage, make_pages

FETCHED = "2024-02-29T12:00:00Z"


@dataclass(frozen=True, slots=True)
class Kept:
    """What a record is to hold.

    `http` is the whole answer, headers and body; for kinds other than response, request and revisit the content itself.
    """

    url: str
    http: bytes
    kind: str = "response"
    content_type: str = "application/http; msgtype=response"


def answer(
    body: bytes, media: str | None = "text/html", status: str = "200 OK", headers: Sequence[str] = ()
) -> bytes:
    """An HTTP answer."""
    lines = [f"HTTP/1.1 {status}", *([f"Content-Type: {media}"] if media else []), *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def chunked(body: bytes, size: int = 1000) -> bytes:
    """A body in chunks, for `Transfer-Encoding: chunked`."""
    pieces = [body[i : i + size] for i in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def keep(page: PressPage) -> Kept:
    """A page as a server gives it out."""
    charset = f"; charset={page.header_charset}" if page.header_charset else ""
    return Kept(page.url, answer(page.html, f"text/html{charset}"))


def record(kept: Kept) -> bytes:
    """One record, as fastwarc writes it."""
    made = WarcRecord()
    made.init_headers(getattr(WarcRecordType, kept.kind), f"<urn:uuid:{hash_of(kept):032x}>".encode())
    made.headers["WARC-Target-URI"] = kept.url
    made.headers["WARC-Date"] = FETCHED
    made.headers["Content-Type"] = kept.content_type
    made.set_bytes_content(kept.http)
    out = io.BytesIO()
    made.write(out)
    return out.getvalue()


def hash_of(kept: Kept) -> int:
    """The same number for the same record in every process."""
    return int.from_bytes(f"{kept.kind} {kept.url}".encode()[-16:], "big")


def record_by_hand(kept: Kept, length: int | str | None = None) -> bytes:
    """One record with the length that one wants it to state."""
    stated = len(kept.http) if length is None else length
    head = (
        f"WARC/1.0\r\nWARC-Type: {kept.kind}\r\nWARC-Target-URI: {kept.url}\r\nWARC-Date: {FETCHED}\r\n"
        f"WARC-Record-ID: <urn:uuid:{hash_of(kept):032x}>\r\nContent-Type: {kept.content_type}\r\nContent-Length: {stated}\r\n\r\n"
    )
    return head.encode() + kept.http + b"\r\n\r\n"


def with_company(pages: Sequence[PressPage]) -> list[Kept]:
    """Pages among the records that crawlers keep beside them: requests, metadata, pictures, pages that were not found."""
    kept = [
        Kept(
            "", b"software: tests\r\nformat: WARC File Format 1.0\r\n", "warcinfo", "application/warc-fields"
        )
    ]
    for page in pages:
        request = f"GET / HTTP/1.1\r\nHost: {page.url.split('/')[2]}\r\n\r\n".encode()
        kept.append(Kept(page.url, request, "request", "application/http; msgtype=request"))
        kept.append(keep(page))
        kept.append(Kept(page.url, b"fetchTimeMs: 20\r\n", "metadata", "application/warc-fields"))
    kept.append(Kept("https://www.valley-courier.example/a.jpg", answer(b"\xff\xd8\xff\xe0", "image/jpeg")))
    kept.append(
        Kept("https://www.valley-courier.example/gone", answer(b"<html>gone</html>", status="404 Not Found"))
    )
    return kept


def pack(records: Sequence[bytes]) -> bytes:
    """Records gzipped one by one, as in a .warc.gz."""
    out = io.BytesIO()
    for one in records:
        inner = io.BytesIO()
        writer = GzipWriter(inner)
        writer.write(one)
        writer.close()
        out.write(inner.getvalue())
    return out.getvalue()


def write_warc(path: Path, kept: Sequence[Kept] | None = None) -> list[PressPage]:
    """An archive of press pages with all that crawlers keep beside them; packed where the name ends in .gz.

    Returns:
        The pages in it, where `kept` does not say what is.
    """
    pages = make_pages(2) if kept is None else []
    records = [record(one) for one in (with_company(pages) if kept is None else kept)]
    path.write_bytes(pack(records) if path.name.endswith(".gz") else b"".join(records))
    return pages


def pack_as_one(records: Sequence[bytes]) -> bytes:
    """A whole archive as one gzip member, as `gzip` makes it of a .warc."""
    return gzip.compress(b"".join(records), mtime=0)


def write_parquet(path: Path, rows: Sequence[dict[str, object]], group: int = 100) -> None:
    """A Parquet file of these rows."""
    pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=group)
