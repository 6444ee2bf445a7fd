"""One input's bytes to Drafts, by its format.

Flows in: the head that was read for sniffing, and the stream behind it. Flows out: Drafts and Troubles of the format's
own module. Refuses what is empty, binary, of an unknown kind, or larger than the limit where it has to be read whole.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from imbroglio.intake.decoding import decode, is_utf8
from imbroglio.intake.draft import Draft, refuse
from imbroglio.intake.glance import Screen
from imbroglio.intake.json_rows import LinesPart, read_json, read_json_lines
from imbroglio.intake.limits import Limits
from imbroglio.intake.lines import iter_chunks, iter_span, read_up_to
from imbroglio.intake.mail import read_mail
from imbroglio.intake.page import read_page
from imbroglio.intake.parquet import GroupPart, read_parquet
from imbroglio.intake.pdf import read_pdf
from imbroglio.intake.plain import read_markdown, read_plain
from imbroglio.intake.sniffing import Format, find_format, find_kind
from imbroglio.intake.table import TablePart, read_table, read_table_part
from imbroglio.intake.warc import RecordsPart, read_archive
from imbroglio.intake.word import read_word
from imbroglio.model import Trouble

BINARY_ROWS = (Format.ARCHIVE, Format.PARQUET)
Part = LinesPart | TablePart | RecordsPart | GroupPart
"""A part of an input that holds many reports."""


class FormatReader:
    """Reads inputs of every format under one column mapping and one set of limits."""

    def __init__(
        self,
        columns: Mapping[str, str] | None,
        limits: Limits,
        passed: Counter[str] | None = None,
        screen: Screen | None = None,
    ) -> None:
        self._columns, self._limits, self._screen = columns, limits, screen
        self._passed: Counter[str] = Counter() if passed is None else passed

    def read_part(self, part: Part, stream: BinaryIO, name: str) -> Iterator[Draft | Trouble]:
        """Drafts of a part of an input, as one of the `cut_` functions gave it."""
        columns, limits = self._columns, self._limits
        match part:
            case TablePart():
                chunks = iter_span(stream, part.start.offset, part.end)
                yield from read_table_part(chunks, name, part, columns, limits)
            case LinesPart():
                chunks = iter_span(stream, part.start, part.end)
                yield from read_json_lines(chunks, name, columns, limits, part.first)
            case RecordsPart():
                yield from read_archive(stream, name, limits, self._passed, part, self._screen)
            case GroupPart():
                yield from read_parquet(stream, name, columns, limits, part)

    def read(self, head: bytes, stream: BinaryIO, name: str) -> Iterator[Draft | Trouble]:
        """Drafts of one input, by its format."""
        if not head:
            yield refuse(name, "empty", "it is empty.")
            return
        found = find_format(head, name)
        if found is Format.PLAIN and name == "-" and self._columns:
            found = Format.TABLE  # standard input has no ending; a column mapping says what it is
        if found is Format.BINARY:
            kind = find_kind(head)
            yield refuse(name, "binary", f"it is {kind}." if kind else "it is no text but binary data.")
        elif found is Format.XML:
            yield refuse(
                name,
                "unknown-format",
                "it is XML of a kind that is not read. Save its reports as text or JSON Lines.",
            )
        elif found in BINARY_ROWS:
            with _sought(head, stream) as file:
                if found is Format.ARCHIVE:
                    yield from read_archive(file, name, self._limits, self._passed, None, self._screen)
                else:
                    yield from read_parquet(file, name, self._columns, self._limits)
        elif is_streamed(found, head):
            yield from self._read_rows(found, iter_chunks(head, stream), name)
        else:
            data = head + read_up_to(stream, self._limits.file_bytes + 1 - len(head))
            if len(data) > self._limits.file_bytes:
                yield refuse(
                    name, "too-large", f"it is larger than the limit of {self._limits.file_bytes:,} bytes."
                )
                return
            yield from self._read_whole(found, data, name)

    def _read_rows(self, found: Format, chunks: Iterable[bytes], name: str) -> Iterator[Draft | Trouble]:
        read = read_table if found is Format.TABLE else read_json_lines
        empty = True
        for made in read(chunks, name, self._columns, self._limits):
            empty = False
            yield made
        if empty:
            yield refuse(name, "empty", "it holds nothing but white space.")

    def _read_whole(self, found: Format, data: bytes, name: str) -> Iterator[Draft | Trouble]:
        match found:
            case Format.PDF:
                yield from read_pdf(data, name, self._limits)
            case Format.WORD:
                yield from read_word(data, name, self._limits)
            case Format.PAGE:
                yield from read_page(data, name, self._limits)
            case Format.MAIL:
                yield from read_mail(data, name, self._limits)
            case Format.MARKDOWN:
                yield from read_markdown(data, name)
            case Format.JSON:
                yield from read_json(data, name, self._columns, self._limits)
            case (
                Format.JSON_LINES | Format.TABLE
            ):  # not UTF-8: decoded as a whole, so that one guess holds for all
                decoded = decode(data)
                yield from self._read_rows(found, [decoded.text.encode("utf-8", "surrogatepass")], name)
                yield from decoded.trouble(name)
            case _:
                yield from read_plain(data, name)


def is_streamed(found: Format, head: bytes) -> bool:
    """Whether an input of this format that begins with `head` is read line by line, whatever its size."""
    return found in (Format.JSON_LINES, Format.TABLE) and is_utf8(head)


@contextmanager
def _sought(head: bytes, stream: BinaryIO) -> Iterator[BinaryIO]:
    """A stream that can be sought: itself, or what a pipe gives, put down for the time being."""
    if stream.seekable():
        yield stream
        return
    with TemporaryFile() as kept:
        kept.write(head)
        shutil.copyfileobj(stream, kept)
        yield cast(BinaryIO, kept)
