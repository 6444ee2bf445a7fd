"""Parquet files to Drafts: one report a row, columns as in tables.

Flows in: a file that can be sought. Flows out: one Draft or Trouble for each row; only the columns of a report are read, a
few rows at a time. Refuses a file without a column for the text, and a row group that unpacks to more than the limit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, BinaryIO

from imbroglio.intake.columns import missing_columns
from imbroglio.intake.decoding import decode
from imbroglio.intake.draft import PARSER_FAULTS, Draft, refuse
from imbroglio.intake.limits import Limits
from imbroglio.intake.row import RowReader
from imbroglio.model import Trouble

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

INSTALL = "pip install 'imbroglio[archive]'"
_ROWS = 64  # unpacked at a time
_MOST_SLICES = 32  # of a row group: each has to unpack what lies before it
_TEXT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class GroupPart:
    """Some rows of one row group: the group, the rows in it from `start` to `end`, and the rows of the file before it."""

    group: int
    start: int
    end: int
    before: int


def count_rows(stream: BinaryIO) -> int:
    """The rows of a file, as its end says; 1 where it cannot be read."""
    try:
        return max(1, int(_open(stream).metadata.num_rows))
    except ImportError:
        return 1
    except _faults():
        return 1


def cut_parquet(stream: BinaryIO, most: int) -> Iterator[tuple[GroupPart, int, int]]:
    """The parts of a file of about `most` rows each: the part, its rows, and its bytes; none where it cannot be read."""
    try:
        about = _open(stream).metadata
        groups = [about.row_group(n) for n in range(about.num_row_groups)]
        shapes = [(int(group.num_rows), int(group.total_byte_size)) for group in groups]
    except ImportError:
        return
    except _faults():
        return
    before = 0
    for n, (rows, size) in enumerate(shapes):
        step = max(most, math.ceil(rows / _MOST_SLICES))
        for start in range(0, rows, step):
            end = min(rows, start + step)
            yield GroupPart(n, start, end, before), end - start, size * (end - start) // rows
        before += rows


def read_parquet(
    stream: BinaryIO,
    where: str,
    columns: Mapping[str, str] | None,
    limits: Limits,
    part: GroupPart | None = None,
) -> Iterator[Draft | Trouble]:
    """One Draft or Trouble for each row of a file, or of a part of one."""
    try:
        file = _open(stream)
        names = tuple(str(name) for name in file.schema_arrow.names)
    except ImportError:
        yield refuse(where, "missing-extra", f"it is a Parquet file; to read it: {INSTALL}")
        return
    except _faults() as fault:
        yield refuse(where, "broken-parquet", f"it cannot be read as Parquet ({_said(fault)}).")
        return
    rows = RowReader(columns)
    if lacking := _find_lack(names, rows, columns):
        listed = ", ".join(name[:30] for name in names[:20])
        message = f"the file has {lacking}. Its columns are: {listed}. Map them with text=COLUMN."
        yield refuse(where, "no-column", message)
        return
    if part is None and not file.metadata.num_rows:
        yield refuse(where, "empty", "it holds no rows.")
        return
    wanted = list(dict.fromkeys(rows.choose(names).values()))
    for one in [part] if part else _groups(file):
        yield from _read_part(file, one, wanted, where, rows, limits)


def _open(stream: BinaryIO) -> ParquetFile:
    from pyarrow.parquet import ParquetFile

    stream.seek(0)
    return ParquetFile(stream, thrift_string_size_limit=_TEXT_BYTES, thrift_container_size_limit=1_000_000)


def _faults() -> tuple[type[Exception], ...]:
    """What pyarrow raises on bytes that it cannot make sense of."""
    try:
        from pyarrow import ArrowException
    except ImportError:
        return PARSER_FAULTS
    return (*PARSER_FAULTS, ArrowException)


def _said(fault: Exception) -> str:
    return " ".join(str(fault).split())[:120] or type(fault).__name__


def _find_lack(names: tuple[str, ...], rows: RowReader, columns: Mapping[str, str] | None) -> str | None:
    missing = missing_columns(names, columns)
    if missing:
        return f"no column '{missing[0]}'"
    return None if "text" in rows.choose(names) else "no column that holds the text"


def _groups(file: ParquetFile) -> Iterator[GroupPart]:
    before = 0
    for n in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(n).num_rows
        yield GroupPart(n, 0, rows, before)
        before += rows


def _read_part(
    file: ParquetFile, part: GroupPart, wanted: list[str], where: str, rows: RowReader, limits: Limits
) -> Iterator[Draft | Trouble]:
    place = f"{where}:{part.before + part.start + 1}"
    size = _size_of(file, part.group, wanted)
    if size > limits.group_bytes:
        message = (
            f"its row group {part.group} unpacks to {size:,} bytes; the limit is {limits.group_bytes:,}."
        )
        yield refuse(place, "too-large", message)
        return
    at = 0
    try:
        for batch in file.iter_batches(_ROWS, row_groups=[part.group], columns=wanted, use_threads=False):
            first, last = max(part.start - at, 0), min(part.end - at, batch.num_rows)
            for n in range(first, last):
                place = f"{where}:{part.before + at + n + 1}"
                yield _read_row(batch, n, place, rows, limits)
            at += batch.num_rows
            if at >= part.end:
                return
    except _faults() as fault:
        message = f"row {place.rpartition(':')[2]} or one soon after it cannot be read ({_said(fault)})."
        yield refuse(place, "broken-parquet", message)


def _size_of(file: ParquetFile, group: int, wanted: list[str]) -> int:
    about = file.metadata.row_group(group)
    columns = (about.column(n) for n in range(about.num_columns))
    return sum(
        int(column.total_uncompressed_size)
        for column in columns
        if column.path_in_schema.split(".")[0] in wanted
    )


def _read_row(batch: Any, n: int, place: str, rows: RowReader, limits: Limits) -> Draft | Trouble:
    row: dict[str, object] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        try:
            value = _plain(column[n].as_py())
        except _faults():
            return refuse(place, "bad-row", f"its column '{str(name)[:60]}' holds what cannot be read.")
        if isinstance(value, str) and len(value) > limits.line_bytes:
            message = f"its column '{str(name)[:60]}' holds more than {limits.line_bytes:,} characters."
            return refuse(place, "too-long", message)
        row[str(name)] = value
    return rows.read(row, place)


def _plain(value: object) -> object:
    """A cell as JSON would have it: days and times as text, numbers that are none as nothing."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case bytes():
            return decode(value).text
        case float() if math.isnan(value):
            return None
        case _:
            return value
