"""One input's bytes to Drafts, by its format.

Flows in: the head that was read for sniffing, and the stream behind it. Flows out: Drafts and Troubles of the format's
own module. Refuses what is empty, binary, of an unknown kind, or larger than the limit where it has to be read whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from imbroglio.intake.decoding import decode, is_utf8
from imbroglio.intake.draft import Draft, refuse
from imbroglio.intake.json_rows import read_json, read_json_lines
from imbroglio.intake.limits import Limits
from imbroglio.intake.lines import iter_chunks, read_up_to
from imbroglio.intake.mail import read_mail
from imbroglio.intake.page import read_page
from imbroglio.intake.pdf import read_pdf
from imbroglio.intake.plain import read_markdown, read_plain
from imbroglio.intake.sniffing import Format, find_format, find_kind
from imbroglio.intake.table import read_table
from imbroglio.intake.word import read_word
from imbroglio.model import Trouble


class FormatReader:
    """Reads inputs of every format under one column mapping and one set of limits."""

    def __init__(self, columns: Mapping[str, str] | None, limits: Limits) -> None:
        self._columns, self._limits = columns, limits

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
