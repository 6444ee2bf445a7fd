"""CSV and TSV to Drafts, by a header line and a column mapping.

Flows in: chunks of bytes; read line by line, whatever the file's size. Flows out: one Draft or Trouble for
each row; or, to read a large table in parts, where its rows may be cut. Refuses a table without a column for the
text, and one that lacks a column the user named.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from imbroglio.intake.columns import missing_columns
from imbroglio.intake.decoding import Decoded, decode
from imbroglio.intake.draft import Draft, refuse
from imbroglio.intake.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from imbroglio.intake.lines import iter_sized_lines
from imbroglio.intake.row import RowReader
from imbroglio.model import Trouble

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"
_PART_BYTES = 32 * MEGABYTE  # a part ends here at the latest, after the row in hand


@dataclass(frozen=True, slots=True)
class RowBorder:
    """A place between two rows: byte offset, lines of the file up to it, and those that belong to the table."""

    offset: int
    lines: int
    table_lines: int


@dataclass(frozen=True, slots=True)
class TablePart:
    """Some rows of a table: how to read them, where they begin, and the offset at which they end."""

    delimiter: str
    names: tuple[str, ...]
    start: RowBorder
    end: int


class _Lines:
    """Decoded lines for the csv module; keeps what went wrong, which an iterator cannot hand on."""

    def __init__(self, chunks: Iterable[bytes], where: str, limits: Limits, number: int = 0) -> None:
        self._lines = iter_sized_lines(chunks, limits.line_bytes)
        self.where, self._limit = where, limits.line_bytes
        self.number = number
        self.offset = 0
        self.troubles: list[Trouble] = []
        self.guessed: Decoded | None = None

    def __iter__(self) -> Iterator[str]:
        for line, size in self._lines:
            self.number += 1
            self.offset += size
            place = f"{self.where}:{self.number}"
            if line is None:
                message = f"line {self.number} is longer than the limit of {self._limit:,} bytes."
                self.troubles.append(refuse(place, "line-too-long", message))
                continue
            decoded = decode(line)
            if decoded.guessed and self.guessed is None:
                self.guessed = decoded
            if "\x00" in decoded.text:
                self.troubles.append(refuse(place, "binary", f"line {self.number} holds zero bytes."))
                continue
            yield decoded.text

    def take_troubles(self) -> list[Trouble]:
        """The Troubles since the last call."""
        taken, self.troubles = self.troubles, []
        return taken


class _Table:
    """The rows of a table, one after the other, and where the reader stands."""

    def __init__(
        self, lines: _Lines, texts: Iterator[str], delimiter: str, limits: Limits, table_lines: int = 0
    ) -> None:
        # The csv module refuses fields beyond a bound that holds for the whole process; it is only ever raised.
        csv.field_size_limit(max(csv.field_size_limit(), limits.line_bytes))
        self._reader: Reader = csv.reader(texts, delimiter=delimiter)
        self._before = table_lines
        self.lines, self.delimiter = lines, delimiter

    @property
    def line(self) -> int:
        """The number of the last line that was read, among those of the table."""
        return self._before + self._reader.line_num

    def border(self) -> RowBorder:
        """Where the next row begins."""
        return RowBorder(self.lines.offset, self.lines.number, self.line)

    def next(self) -> list[str] | Trouble | None:
        """The next row, why it is none, or None at the end."""
        try:
            return next(self._reader, None)
        except csv.Error as fault:
            place = f"{self.lines.where}:{self.line}"
            return refuse(place, "bad-row", f"line {self.line} is no row of a table ({fault}).")


def read_table(
    chunks: Iterable[bytes],
    where: str,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Draft | Trouble]:
    """One Draft or Trouble for each row under the header."""
    lines = _Lines(chunks, where, limits)
    table = _open(lines, where, limits)
    yield from lines.take_troubles()
    header = table.next() if table else None
    if table is None or header is None:
        yield refuse(where, "empty", "the table is empty.")
        return
    if isinstance(header, Trouble):
        yield header
        return
    rows = RowReader(columns)
    if lacking := _find_lack(header, rows, columns):
        listed = ", ".join(name[:30] for name in header[:20])
        message = f"the table has {lacking}. Its columns are: {listed}. Map them with text=COLUMN."
        yield refuse(where, "no-column", message)
        return
    yield from _read_rows(table, tuple(header), rows, whole=True)
    if lines.guessed is not None:
        yield from lines.guessed.trouble(where)


def read_table_part(
    chunks: Iterable[bytes],
    where: str,
    part: TablePart,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Draft | Trouble]:
    """The same for one part of a table; `chunks` are the bytes of that part."""
    lines = _Lines(chunks, where, limits, part.start.lines)
    table = _Table(lines, iter(lines), part.delimiter, limits, part.start.table_lines)
    yield from _read_rows(table, part.names, RowReader(columns), whole=False)


def cut_table(
    chunks: Iterable[bytes], where: str, columns: Mapping[str, str] | None, limits: Limits, most: int
) -> Iterator[tuple[TablePart, int, int] | Trouble]:
    """The parts of a table of `most` rows each, with how many rows and bytes each has.

    With the Troubles that are of no part, in their place. Nothing where the table has no rows or cannot be read.
    """
    lines = _Lines(chunks, where, limits)
    table = _open(lines, where, limits)
    header = table.next() if table else None
    if table is None or header is None or isinstance(header, Trouble):
        return
    if _find_lack(header, RowReader(columns), columns):
        return
    before = lines.take_troubles()
    start, rows, names = table.border(), 0, tuple(header)
    while True:
        border = table.border()
        row = table.next()
        lines.take_troubles()
        filled = isinstance(row, list) and any(row)
        ended = row is None
        full = rows >= most or border.offset - start.offset > _PART_BYTES
        if rows and (ended or (filled and full)):
            yield from before
            end = lines.offset if ended else border.offset
            yield TablePart(table.delimiter, names, start, end), rows, end - start.offset
            before, start, rows = [], border, 0
        if ended:
            break
        rows += filled
    if lines.guessed is not None:
        yield from lines.guessed.trouble(where)


def _open(lines: _Lines, where: str, limits: Limits) -> _Table | None:
    """The table whose header comes next; None where there is nothing but blank lines."""
    texts = iter(lines)
    first = next((line for line in texts if line.strip()), None)
    if first is None:
        return None
    return _Table(lines, chain((first,), texts), choose_delimiter(first, where), limits)


def _find_lack(header: Sequence[str], rows: RowReader, columns: Mapping[str, str] | None) -> str | None:
    """What a table lacks to be read."""
    missing = missing_columns(header, columns)
    if missing:
        return f"no column '{missing[0]}'"
    return None if "text" in rows.choose(tuple(header)) else "no column that holds the text"


def _read_rows(
    table: _Table, names: tuple[str, ...], rows: RowReader, whole: bool
) -> Iterator[Draft | Trouble]:
    number, where = 0, table.lines.where
    while (row := table.next()) is not None:
        yield from table.lines.take_troubles()
        if isinstance(row, Trouble):
            yield row
        elif any(row):
            number += 1
            yield _read_row(row, names, f"{where}:{table.line}", rows)
    yield from table.lines.take_troubles()
    if whole and not number:
        yield refuse(where, "empty", "the table has a header but no rows.")


def _read_row(row: list[str], names: tuple[str, ...], place: str, rows: RowReader) -> Draft | Trouble:
    if len(row) > len(names) and any(row[len(names) :]):
        message = (
            f"the row has {len(row)} cells under {len(names)} columns; quote cells that hold the delimiter."
        )
        return refuse(place, "bad-row", message)
    cells = row[: len(names)] + [""] * (len(names) - len(row))
    return rows.read(dict(zip(names, cells, strict=True)), place)


def choose_delimiter(header: str, where: str) -> str:
    r"""The delimiter: a tab in .tsv files, else the one that the header line has most of.

    Where the header has none, the table has one column, and commas in it are the text's own.

    >>> choose_delimiter("id;title;text\n", "reports.csv")
    ';'
    """
    if where.lower().endswith((".tsv", ".tab")):
        return "\t"
    best = max(_DELIMITERS, key=header.count)
    return best if best in header else _NO_DELIMITER
