"""Inputs cut into units: pieces of bounded size that any process can read by itself, in any order.

Flows in: the same inputs as `iter_reports` takes. Flows out: Units, small values that travel between processes; and for
each Unit its Documents and Troubles. All units in order give what `iter_reports` gives: the same ids, places and
Troubles in the same order. One thing no unit can know by itself is what others hold: that needs the `Seen` of the
units before it; without it, reports with the same bytes or the same id in different units stay as they are.
Refuses standard input, which cannot be read twice.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from imbroglio.errors import IntakeError
from imbroglio.intake.columns import check_columns
from imbroglio.intake.draft import Draft, refuse
from imbroglio.intake.finishing import Dateline, Finisher, Seen
from imbroglio.intake.formats import FormatReader, Part, is_streamed
from imbroglio.intake.glance import Screen
from imbroglio.intake.json_rows import cut_json_lines
from imbroglio.intake.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from imbroglio.intake.lines import iter_chunks, read_up_to
from imbroglio.intake.parquet import cut_parquet
from imbroglio.intake.reports import iter_drafts, unreadable
from imbroglio.intake.sniffing import HEAD, Format, find_format
from imbroglio.intake.sources import Source, iter_sources
from imbroglio.intake.table import cut_table
from imbroglio.intake.warc import cut_archive
from imbroglio.model import Document, Trouble

REPORTS = 200
_BYTES = 64 * MEGABYTE
_FORM = "1"  # of keys: raised where the same piece would be read otherwise than before


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
    passed: Counter[str] | None = None,
    screen: Screen | None = None,
) -> Iterator[Document | Trouble]:
    """Read one unit.

    Args:
        unit: what `plan_units` gave, here or elsewhere.
        columns, dateline, limits: as `iter_reports` takes them; columns and limits as the unit was planned with.
        seen: the reports of the units before, which is added to; without it each unit stands for itself.
        passed: counts the records of archives that are no reports, by kind.
        screen: says which pages of archives are left alone, and counted, before anything is extracted of them.
    """
    check_columns(columns)
    reader, finisher = FormatReader(columns, limits, passed, screen), Finisher(dateline, limits, seen)
    for item in unit.items:
        if isinstance(item, Trouble):
            yield item
            continue
        for made in read_piece(item, reader):
            yield from (made,) if isinstance(made, Trouble) else finisher.finish(made, item.source.name)


_Item = tuple[Piece | Trouble, int, int]
"""What to read, how many reports it holds, and how many bytes have to be read for it."""


def _iter_items(
    inputs: Sequence[str | Source], columns: Mapping[str, str] | None, limits: Limits, most: int
) -> Iterator[_Item]:
    for source in iter_sources(inputs):
        if isinstance(source, Trouble):
            yield source, 0, 0
        elif source.is_standard_input:
            raise IntakeError(
                "Standard input cannot be read in pieces; save it as a file, and name that in place of '-'."
            )
        else:
            yield from _cut(source, columns, limits, most)


def _cut(source: Source, columns: Mapping[str, str] | None, limits: Limits, most: int) -> Iterator[_Item]:
    """The pieces of one file: the whole of it, unless it holds more than a unit should."""
    if (
        source.path is not None
    ):  # a worker may run in another folder: the name stays as typed, the path holds everywhere
        source = replace(source, path=source.path.absolute())
    try:
        whole = Piece(source, *source.look_up())
        with source.open() as stream:
            yield from _items_of(whole, _iter_parts(stream, source.name, columns, limits, most))
    except OSError as fault:
        yield unreadable(source, fault), 0, 0


_Cut = tuple[Part, int, int]
"""A part of a file, how many reports it holds, and how many bytes have to be read for it."""


def _iter_parts(
    stream: BinaryIO, name: str, columns: Mapping[str, str] | None, limits: Limits, most: int
) -> Iterator[_Cut | Trouble]:
    """The parts of one file, with the Troubles that are of no part; none where it is read as a whole."""
    head = read_up_to(stream, HEAD)
    found = find_format(head, name)
    if found is Format.ARCHIVE:
        yield from cut_archive(stream, most)
    elif found is Format.PARQUET:
        yield from cut_parquet(stream, most)
    elif is_streamed(found, head):
        chunks = iter_chunks(head, stream)
        if found is Format.TABLE:
            yield from cut_table(chunks, name, columns, limits, most)
        else:
            yield from cut_json_lines(chunks, limits, most)


def _items_of(whole: Piece, parts: Iterator[_Cut | Trouble]) -> Iterator[_Item]:
    """Parts as items; a file of one part is read as a whole, which says all that is wrong with it."""
    first: list[_Cut | Trouble] = []
    cut = 0
    for part in parts:
        cut += not isinstance(part, Trouble)
        first.append(part)
        if cut > 1:
            yield from (_item_of(whole, held) for held in first)
            first.clear()
    if cut < 2:
        reports = sum(part[1] for part in first if not isinstance(part, Trouble))
        yield whole, max(1, reports), whole.size
    else:
        yield from (_item_of(whole, held) for held in first)


def _item_of(whole: Piece, part: _Cut | Trouble) -> _Item:
    return (part, 0, 0) if isinstance(part, Trouble) else (replace(whole, part=part[0]), part[1], part[2])


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


def read_piece(piece: Piece, reader: FormatReader) -> Iterator[Draft | Trouble]:
    """The Drafts of a piece, before ids, dates and duplicates are settled."""
    source, part = piece.source, piece.part
    if part is None:
        yield from iter_drafts(source, reader)
        return
    try:
        if source.look_up()[0] != piece.size:
            message = "it has another size than when it was planned; run the command again."
            yield refuse(source.name, "changed", message)
            return
        with source.open() as stream:
            yield from reader.read_part(part, stream, source.name)
    except OSError as fault:
        yield unreadable(source, fault)
