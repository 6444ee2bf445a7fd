"""Rows as CSV: UTF-8, a heading, commas, CRLF (RFC 4180).

Flows in: a Sheet. Flows out: bytes, some rows at a time. Text is in quotation marks; text that a spreadsheet would take
for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from imbroglio.exchange.cells import Sheet, Value, as_text

_CHUNK = 1 << 16


def iter_csv(sheet: Sheet) -> Iterator[bytes]:
    """The bytes of a sheet."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(sheet.names)
    for row in sheet.rows:
        writer.writerow([_cell(row.get(name)) for name in sheet.names])
        if buffer.tell() >= _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: Value) -> str | int | float | None:
    """A number as a number, nothing as an empty cell without marks, all else as text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return as_text(value) or None
