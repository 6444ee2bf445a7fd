"""CSV and TSV to Drafts, by a header line and a column mapping.

Flows in: chunks of bytes; read line by line, whatever the file's size. Flows out: one Draft or Trouble for
each row. Refuses a table without a column for the text, and one that lacks a column the user named.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from imbroglio.intake.columns import missing_columns
from imbroglio.intake.decoding import Decoded, decode
from imbroglio.intake.draft import Draft, refuse
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.intake.lines import iter_lines
from imbroglio.intake.row import RowReader
from imbroglio.model import Trouble

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"


class _Lines:
    """Decoded lines for the csv module; keeps what went wrong, which an iterator cannot hand on."""

    def __init__(self, chunks: Iterable[bytes], where: str, limits: Limits) -> None:
        self._lines = iter_lines(chunks, limits.line_bytes)
        self._where, self._limit = where, limits.line_bytes
        self._number = 0
        self.troubles: list[Trouble] = []
        self.guessed: Decoded | None = None

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._number += 1
            place = f"{self._where}:{self._number}"
            if line is None:
                message = f"line {self._number} is longer than the limit of {self._limit:,} bytes."
                self.troubles.append(refuse(place, "line-too-long", message))
                continue
            decoded = decode(line)
            if decoded.guessed and self.guessed is None:
                self.guessed = decoded
            if "\x00" in decoded.text:
                self.troubles.append(refuse(place, "binary", f"line {self._number} holds zero bytes."))
                continue
            yield decoded.text

    def take_troubles(self) -> list[Trouble]:
        """The Troubles since the last call."""
        taken, self.troubles = self.troubles, []
        return taken


def read_table(
    chunks: Iterable[bytes],
    where: str,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Iterator[Draft | Trouble]:
    """One Draft or Trouble for each row under the header."""
    lines = _Lines(chunks, where, limits)
    texts = iter(lines)
    first = next((line for line in texts if line.strip()), None)
    yield from lines.take_troubles()
    if first is None:
        yield refuse(where, "empty", "the table is empty.")
        return
    # The csv module refuses fields beyond a bound that holds for the whole process; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), limits.line_bytes))
    reader = csv.reader(_chain(first, texts), delimiter=choose_delimiter(first, where))
    header = _next_row(reader, where)
    if header is None or isinstance(header, Trouble):
        yield header or refuse(where, "empty", "the table is empty.")
        return
    yield from _read_rows(reader, header, lines, where, columns)


def _read_rows(
    reader: Reader, header: list[str], lines: _Lines, where: str, columns: Mapping[str, str] | None
) -> Iterator[Draft | Trouble]:
    rows = RowReader(columns)
    names = tuple(header)
    missing = missing_columns(names, columns)
    if missing or "text" not in rows.choose(names):
        lacking = f"no column '{missing[0]}'" if missing else "no column that holds the text"
        listed = ", ".join(name[:30] for name in names[:20])
        yield refuse(
            where,
            "no-column",
            f"the table has {lacking}. Its columns are: {listed}. Map them with text=COLUMN.",
        )
        return
    number = 0
    while (row := _next_row(reader, where)) is not None:
        yield from lines.take_troubles()
        if isinstance(row, Trouble):
            yield row
        elif any(row):
            number += 1
            yield _read_row(row, names, f"{where}:{reader.line_num}", rows)
    yield from lines.take_troubles()
    if not number:
        yield refuse(where, "empty", "the table has a header but no rows.")
    if lines.guessed is not None:
        yield from lines.guessed.trouble(where)


def _read_row(row: list[str], names: tuple[str, ...], place: str, rows: RowReader) -> Draft | Trouble:
    if len(row) > len(names) and any(row[len(names) :]):
        message = (
            f"the row has {len(row)} cells under {len(names)} columns; quote cells that hold the delimiter."
        )
        return refuse(place, "bad-row", message)
    cells = row[: len(names)] + [""] * (len(names) - len(row))
    return rows.read(dict(zip(names, cells, strict=True)), place)


def _next_row(reader: Reader, where: str) -> list[str] | Trouble | None:
    try:
        return next(reader, None)
    except csv.Error as fault:
        return refuse(
            f"{where}:{reader.line_num}", "bad-row", f"line {reader.line_num} is no row of a table ({fault})."
        )


def _chain(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


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
