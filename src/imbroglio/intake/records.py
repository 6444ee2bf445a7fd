"""The records of a WARC archive, plain or gzipped: where each begins, its head and its block.

Flows in: a file that can be sought. Flows out: Records in order, each with its place; a broken one with what is wrong with
it, and the reading goes on at the next that can be found. Reading from the place of a sound record to the place of
another gives the same records as reading all, so an archive can be cut there. Nothing larger than the limit is held in
memory.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, Protocol

from imbroglio.intake.limits import MEGABYTE
from imbroglio.intake.lines import CHUNK

GZIP = b"\x1f\x8b\x08"
_HEAD_BYTES = 64 * 1024
_STEP = 16 * 1024
_FILL, _KEPT = 64 * 1024, 2 * _STEP
# Inside a gzip member, every byte has to be unpacked: how far the next record is looked for, and what is skipped.
_SEARCHED, _SKIPPED = 256 * MEGABYTE, 2048 * MEGABYTE
_MOST_AGAIN = 50  # times that one is unpacked anew, since a broken record went too far
_MOST_BROKEN = 1_000
_FIRST = re.compile(rb"WARC/\d\.\d\r?\n")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_BLANK = b"\r\n"
_FIELD = re.compile(rb"^([A-Za-z-]{1,60}):[ \t]*(.{0,2000}?)[ \t]*\r?$", re.MULTILINE)
_LEFT_OUT = "too many records are broken in what is packed here; the rest of it is left out"
_BROKEN = "it is cut off, or its length is not what it says"


class Place(NamedTuple):
    """Where a record begins: the byte of the file and, where records are packed together, the byte once unpacked."""

    offset: int
    inner: int = 0

    def __str__(self) -> str:
        return f"{self.offset}+{self.inner}" if self.inner else str(self.offset)


BEGIN = Place(0)


@dataclass(frozen=True, slots=True)
class Record:
    """One record as it lies in the archive.

    Attributes:
        place: where it begins.
        head: its WARC header, with the blank line behind it.
        block: what follows; empty where it is larger than the limit.
        size: bytes of the block, as the header says.
        fault: what is wrong with it, in plain words; "" where it is sound.
    """

    place: Place
    head: bytes = b""
    block: bytes = b""
    size: int = 0
    fault: str = ""

    def field(self, name: str) -> str:
        """A field of the WARC header, or "" where it has none."""
        wanted = name.lower().encode("ascii")
        found = (match[2] for match in _FIELD.finditer(self.head) if match[1].lower() == wanted)
        return next(found, b"").decode("utf-8", "replace")


class _Unfit(Exception):
    """What is packed cannot be gone through any further."""


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def seek(self, offset: int, /) -> object: ...


def iter_records(
    stream: BinaryIO, limit: int, start: Place = BEGIN, end: Place | None = None
) -> Iterator[Record]:
    """The records from `start` to `end`; blocks of more than `limit` bytes are left out."""
    size = stream.seek(0, io.SEEK_END)
    whole = _Window(stream, size)
    at = start.offset
    plain = _FIRST.match(whole.read(at, 16)) is not None
    if not plain and (whole.read(at, len(GZIP)) == GZIP or _find_member(whole, at) is not None):
        yield from _iter_packed(stream, size, limit, start, end)
    else:
        yield from _iter_plain(_Window(stream, end.offset if end else size), limit, at)


class _Window:
    """A stream up to an end. What was read lately is kept, so that it is sought only where a record is broken."""

    def __init__(self, stream: _Bytes, end: int | None) -> None:
        self._stream, self._end = stream, end
        self._held, self._from = b"", -1

    def read(self, at: int, size: int) -> bytes:
        """The bytes from `at`, fewer only at the end."""
        if self._end is not None:
            size = min(size, self._end - at)
        if size <= 0:
            return b""
        if not 0 <= self._from <= at <= self._from + len(self._held):
            self._stream.seek(at)
            self._held, self._from = b"", at
        skip = at - self._from
        if len(self._held) < skip + size:
            kept = max(0, skip - _KEPT)
            self._held, self._from, skip = (
                self._held[kept:] + self._read_on(skip + size),
                self._from + kept,
                skip - kept,
            )
        return self._held[skip : skip + size]

    def _read_on(self, upto: int) -> bytes:
        """What the stream holds next: enough for `upto` bytes in all, and some more."""
        pieces: list[bytes] = []
        left = max(upto - len(self._held), _FILL)
        while left > 0 and (piece := self._stream.read(left)):
            pieces.append(piece)
            left -= len(piece)
        return b"".join(pieces)


def _iter_plain(
    window: _Window, limit: int, at: int, member: int | None = None, searched: int | None = None
) -> Iterator[Record]:
    """The records of a plain archive, or of the gzip member that begins at `member`."""
    lost, broken = False, 0  # what is no record at all is told once, however far it goes
    while True:
        at = _skip_blank(window, at)
        head = _read_head(window, at)
        if not head:
            return
        place = Place(at) if member is None else Place(member, at)
        found = _HEAD_END.search(head)
        size = _size_of(head[: found.end()]) if found and head.startswith(b"WARC/") else None
        if found is None or size is None:
            if not lost:
                yield Record(place, fault="here begins no record that can be read")
            lost = True
            at = _find_record(window, at + (1 if found else max(1, len(head) - _STEP)), searched)
            continue
        lost = False
        block_at = at + found.end()
        if searched is not None and size > _SKIPPED:
            raise _Unfit(f"it says that it has {size:,} bytes, too many to unpack")
        block = _read_block(window, block_at, size if size <= limit else 0, size, member is None)
        if block is None:
            yield Record(place, head[: found.end()], size=size, fault=_BROKEN)
            broken += 1
            if member is not None and broken > _MOST_BROKEN:
                raise _Unfit(_LEFT_OUT)
            at = _find_record(window, block_at, searched)
            continue
        yield Record(place, head[: found.end()], block, size)
        at = block_at + size


def _read_block(window: _Window, at: int, wanted: int, size: int, seekable: bool) -> bytes | None:
    """The first `wanted` bytes of a block; None where the block does not end as it says.

    Where that costs nothing its end is looked at first, so that lies about lengths are not read.
    """
    if seekable and size > _FILL and not _ends_well(window, at + size):
        return None
    block = window.read(at, wanted)
    if len(block) < wanted or not _ends_well(window, at + size):
        return None
    return block


def _skip_blank(window: _Window, at: int) -> int:
    while (byte := window.read(at, 4)) and not byte.strip(_BLANK):
        at += len(byte)
    return at + len(byte) - len(byte.lstrip(_BLANK))


def _read_head(window: _Window, at: int) -> bytes:
    """What begins at `at`, as far as the blank line behind a header, and some more."""
    head = window.read(at, 1024)
    while len(head) < _HEAD_BYTES and not _HEAD_END.search(head):
        more = window.read(at + len(head), _STEP)
        if not more:
            break
        head += more
    return head


def _size_of(head: bytes) -> int | None:
    for field in _FIELD.finditer(head):
        if field[1].lower() == b"content-length":
            return int(field[2]) if field[2].isdigit() and len(field[2]) < 16 else None
    return None


def _ends_well(window: _Window, at: int) -> bool:
    """Whether a block that ends at `at` is all there, and followed by what follows a record."""
    if not window.read(at - 1, 1):
        return False
    after = window.read(at, 64)
    return (
        after.startswith(b"\r\n\r\n") or not after.strip(_BLANK) or after.lstrip(_BLANK).startswith(b"WARC/")
    )


def _find_record(window: _Window, at: int, searched: int | None) -> int:
    """Where the next line begins that looks like a record's first; the end where there is none."""
    mark, begin = b"\nWARC/1.", at
    at -= 1  # the newline may stand right before
    held, step = b"", _STEP  # mostly it is near
    while searched is None or at - begin < searched:
        piece = window.read(at, step)
        if not piece:
            return at
        where = (held + piece).find(mark)
        if where >= 0:
            return at - len(held) + where + 1
        at += len(piece)
        held, step = (held + piece)[-len(mark) + 1 :], min(2 * step, CHUNK)
    raise _Unfit(f"no other record is found in the next {searched:,} bytes of what is packed here")


class _Member:
    """One gzip member of a file, unpacked as it is read; sought by unpacking it anew."""

    def __init__(self, packed: _Window, offset: int) -> None:
        self._packed, self._offset = packed, offset
        self._again = 0
        self._restart()

    def _restart(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)
        self._next, self._at, self._held = self._offset, 0, b""

    @property
    def end(self) -> int | None:
        """Where the next member begins; None where this one has none, since the file is cut off."""
        self.seek(1 << 62)
        return self._next - len(self._inflate.unused_data) if self._inflate.eof else None

    def read(self, size: int, /) -> bytes:
        while not self._inflate.eof:
            packed = self._inflate.unconsumed_tail
            if not packed:
                packed = self._packed.read(self._next, _STEP)
                self._next += len(packed)
                if not packed:
                    return b""
            if data := self._inflate.decompress(packed, min(size, CHUNK)):
                self._at += len(data)
                return data
        return b""

    def seek(self, offset: int, /) -> None:
        if offset < self._at:
            self._again += 1
            if self._again > _MOST_AGAIN:
                raise _Unfit(_LEFT_OUT)
            self._restart()
        while self._at < offset and self.read(offset - self._at):
            pass


def _iter_packed(
    stream: BinaryIO, size: int, limit: int, start: Place, end: Place | None
) -> Iterator[Record]:
    """The records of an archive of gzip members, mostly one record each."""
    at, inner = start
    packed_end = end.offset if end and not end.inner else size
    packed = _Window(stream, packed_end)
    while (magic := packed.read(at, len(GZIP))) and not (end and at > end.offset):
        if not magic.strip(b"\0"):  # some stores fill up with zeros
            filled = packed.read(at, CHUNK)
            at += len(filled) - len(filled.lstrip(b"\0"))
            continue
        inner_end = end.inner if end and at == end.offset else None
        last = Place(at, inner)
        try:
            if magic != GZIP:
                raise _Unfit("here begins nothing that can be unpacked")
            member = _Member(packed, at)
            for record in _iter_plain(_Window(member, inner_end), limit, inner, at, _SEARCHED):
                last = Place(at, record.place.inner + len(record.head) + record.size)
                yield record
            following = None if inner_end is not None else member.end
        except (zlib.error, _Unfit) as fault:
            why = str(fault) if isinstance(fault, _Unfit) else "what is packed here cannot be unpacked"
            yield Record(last, fault=why)
            following = _find_member(packed, at + 1)
        if following is None:
            return
        at, inner = following, 0


def _find_member(packed: _Window, at: int) -> int | None:
    """Where the next gzip member begins that unpacks to a record; None where there is none."""
    while piece := packed.read(at, CHUNK):
        where = piece.find(GZIP)
        if where < 0:
            at += max(1, len(piece) - len(GZIP) + 1) if len(piece) == CHUNK else len(piece)
            continue
        at += where
        try:
            if zlib.decompressobj(wbits=31).decompress(packed.read(at, _STEP), 8).startswith(b"WARC/"):
                return at
        except zlib.error:
            pass
        at += 1
    return None
