"""Inputs cut into units: pieces of bounded size that any process can read by itself, in any order.

Flows in: the same inputs as `iter_reports` takes. Flows out: Units, small values that travel between processes; and for
each Unit its Documents and Troubles. All units in order give what `iter_reports` gives: the same ids, places and
Troubles in the same order. One thing no unit can know by itself is what others hold: that needs the `Seen` of the
units before it; without it, reports with the same bytes or the same id in different units stay as they are.
Refuses standard input, which cannot be read twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from imbroglio.errors import IntakeError
from imbroglio.intake.columns import check_columns
from imbroglio.intake.draft import Draft, refuse
from imbroglio.intake.finishing import Dateline, Finisher, Seen
from imbroglio.intake.formats import FormatReader, is_streamed
from imbroglio.intake.json_rows import LinesPart, cut_json_lines, read_json_lines
from imbroglio.intake.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from imbroglio.intake.lines import iter_chunks, iter_span
from imbroglio.intake.reports import iter_drafts, unreadable
from imbroglio.intake.sniffing import HEAD, Format, find_format
from imbroglio.intake.sources import Source, iter_sources
from imbroglio.intake.table import TablePart, cut_table, read_table_part
from imbroglio.model import Document, Trouble

REPORTS = 200
_BYTES = 64 * MEGABYTE
_FORM = "1"  # of keys: raised where the same piece would be read otherwise than before

Part = LinesPart | TablePart


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or a part of one.

    Attributes:
        source: the file.
        size: its bytes when it was planned.
        mark: when it was last changed, as its store says it.
        part: which part of it; None for all of it.
    """

    source: Source
    size: int
    mark: str
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Some reports in a row, of one file or of several.

    Attributes:
        key: hash of what it is: names, sizes and days of change of its files, and the parts of them.
        items: what to read, and the Troubles of inputs that are none, in order.
        reports: how many reports to expect; a guess where only reading can tell.
    """

    key: str
    items: tuple[Piece | Trouble, ...]
    reports: int


def plan_units(
    inputs: Sequence[str | Source],
    *,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    reports: int = REPORTS,
) -> Iterator[Unit]:
    """Cut inputs into units of about `reports` reports; the same inputs always give the same units.

    Large files are gone through once for the places at which to cut; nothing of them is parsed.

    Args:
        inputs: as `iter_reports` takes them, but for standard input.
        columns: the column mapping that the units will be read with.
        limits: the limits that they will be read with.
        reports: how many reports a unit has at most, where that can be chosen.

    Raises:
        IntakeError: standard input is among the inputs, or `columns` names a field that no report has.
    """
    check_columns(columns)
    return _pack(_iter_items(inputs, columns, limits, reports), reports)


def iter_unit(
    unit: Unit,
    *,
    columns: Mapping[str, str] | None = None,
    dateline: Dateline | None = None,
    limits: Limits = DEFAULT_LIMITS,
    seen: Seen | None = None,
) -> Iterator[Document | Trouble]:
    """Read one unit.

    Args:
        unit: what `plan_units` gave, here or elsewhere.
        columns, dateline, limits: as `iter_reports` takes them; columns and limits as the unit was planned with.
        seen: the reports of the units before, which is added to; without it each unit stands for itself.
    """
    check_columns(columns)
    reader, finisher = FormatReader(columns, limits), Finisher(dateline, limits, seen)
    for item in unit.items:
        if isinstance(item, Trouble):
            yield item
            continue
        for made in _read_piece(item, reader, columns, limits):
            yield from (made,) if isinstance(made, Trouble) else finisher.finish(made, item.source.name)


_Item = tuple[Piece | Trouble, int, int]
"""What to read, how many reports it holds, and how many bytes have to be read for it."""


def _iter_items(
    inputs: Sequence[str | Source], columns: Mapping[str, str] | None, limits: Limits, most: int
) -> Iterator[_Item]:
    for source in iter_sources(inputs):
        if isinstance(source, Trouble):
            yield source, 0, 0
        elif source.path is None:
            raise IntakeError(
                "Standard input cannot be read in pieces; save it as a file, and name that in place of '-'."
            )
        else:
            yield from _cut(source, source.path, columns, limits, most)


def _cut(
    source: Source, path: Path, columns: Mapping[str, str] | None, limits: Limits, most: int
) -> Iterator[_Item]:
    """The pieces of one file: the whole of it, unless it holds more rows than a unit should."""
    # A worker may run in another folder: the name stays as typed, the path holds everywhere.
    source = replace(source, path=path.absolute())
    try:
        state = path.stat()
        whole = Piece(source, state.st_size, str(state.st_mtime_ns))
        with path.open("rb") as stream:
            yield from _cut_stream(whole, stream, columns, limits, most)
    except OSError as fault:
        yield unreadable(source, fault), 0, 0


def _cut_stream(
    whole: Piece, stream: BinaryIO, columns: Mapping[str, str] | None, limits: Limits, most: int
) -> Iterator[_Item]:
    head = stream.read(HEAD)
    found = find_format(head, whole.source.name)
    if not is_streamed(found, head):
        yield whole, 1, whole.size
        return
    chunks = iter_chunks(head, stream)
    parts: Iterator[tuple[Part, int] | Trouble]
    if found is Format.TABLE:
        parts = cut_table(chunks, whole.source.name, columns, limits, most)
    else:
        parts = cut_json_lines(chunks, limits, most)
    with closing(parts):  # type: ignore[type-var]  # generators both
        yield from _items_of(whole, parts)


def _items_of(whole: Piece, parts: Iterator[tuple[Part, int] | Trouble]) -> Iterator[_Item]:
    """Parts as items; a file of one part is read as a whole, which says all that is wrong with it."""
    first: list[tuple[Part, int] | Trouble] = []
    cut = 0
    for part in parts:
        cut += not isinstance(part, Trouble)
        if cut < 2:
            first.append(part)
            continue
        for held in (*first, part):
            yield _item_of(whole, held)
        first.clear()
    if cut < 2:
        rows = sum(part[1] for part in first if not isinstance(part, Trouble))
        yield whole, max(1, rows), whole.size


def _item_of(whole: Piece, part: tuple[Part, int] | Trouble) -> _Item:
    if isinstance(part, Trouble):
        return part, 0, 0
    span, rows = part
    start = span.start.offset if isinstance(span, TablePart) else span.start
    return replace(whole, part=span), rows, span.end - start


def _pack(items: Iterator[_Item], most: int) -> Iterator[Unit]:
    """Items in runs of at most `most` reports."""
    held: list[Piece | Trouble] = []
    reports = size = 0
    for item, n, size_of_item in items:
        if held and (reports + n > most or size + size_of_item > _BYTES or len(held) >= 2 * most):
            yield _unit(held, reports)
            held, reports, size = [], 0, 0
        held.append(item)
        reports += n
        size += size_of_item
    if held:
        yield _unit(held, reports)


def _unit(items: Sequence[Piece | Trouble], reports: int) -> Unit:
    said = [_FORM]
    for item in items:
        if isinstance(item, Trouble):
            said.append(repr((item.where, item.reason)))
        else:
            said.append(repr((item.source.name, item.size, item.mark, item.part)))
    digest = hashlib.sha256("\n".join(said).encode("utf-8", "backslashreplace")).hexdigest()
    return Unit(digest[:32], tuple(items), reports)


def _read_piece(
    piece: Piece, reader: FormatReader, columns: Mapping[str, str] | None, limits: Limits
) -> Iterator[Draft | Trouble]:
    source, part = piece.source, piece.part
    if part is None:
        yield from iter_drafts(source, reader)
        return
    assert source.path is not None
    try:
        if source.path.stat().st_size != piece.size:
            message = "it has another size than when it was planned; run the command again."
            yield refuse(source.name, "changed", message)
            return
        with source.path.open("rb") as stream:
            if isinstance(part, TablePart):
                chunks = iter_span(stream, part.start.offset, part.end)
                yield from read_table_part(chunks, source.name, part, columns, limits)
            else:
                chunks = iter_span(stream, part.start, part.end)
                yield from read_json_lines(chunks, source.name, columns, limits, part.first)
    except OSError as fault:
        yield unreadable(source, fault)
