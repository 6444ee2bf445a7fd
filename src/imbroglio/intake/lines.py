"""Lines of a stream of bytes, with a bound on how long one may be.

Flows in: chunks of bytes. Flows out: lines with their newline, or None in the place of a line that is too
long (it is skipped without being held in memory).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

CHUNK = 1 << 20


def iter_chunks(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The head that was read for sniffing, then the rest of the stream."""
    if head:
        yield head
    while chunk := stream.read(CHUNK):
        yield chunk


def iter_span(stream: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """The bytes of a stream from `start` to `end`."""
    stream.seek(start)
    while start < end and (chunk := stream.read(min(end - start, CHUNK))):
        start += len(chunk)
        yield chunk


def read_up_to(stream: BinaryIO, size: int) -> bytes:
    """The next `size` bytes, or all there are; a pipe gives fewer at a time than asked for."""
    pieces: list[bytes] = []
    while size > 0 and (piece := stream.read(min(size, CHUNK))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def iter_lines(chunks: Iterable[bytes], limit: int) -> Iterator[bytes | None]:
    r"""Lines, newline included; None for a line of more than `limit` bytes.

    >>> list(iter_lines([b"one\ntw", b"o\nmuch too long\nend"], limit=8))
    [b'one\n', b'two\n', None, b'end']
    """
    return (line for line, _ in iter_sized_lines(chunks, limit))


def iter_sized_lines(chunks: Iterable[bytes], limit: int) -> Iterator[tuple[bytes | None, int]]:
    """The same, each with its size in bytes."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        start = 0
        while start < len(chunk):
            cut = chunk.find(b"\n", start) + 1
            piece = chunk[start : cut or len(chunk)]
            size += len(piece)
            if size <= limit:
                held.append(piece)
            else:
                held.clear()
            if cut:
                yield (b"".join(held) if size <= limit else None), size
                held, size = [], 0
            start += len(piece)
    if size:
        yield (b"".join(held) if size <= limit else None), size
