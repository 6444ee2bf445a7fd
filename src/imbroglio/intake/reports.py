"""Inputs to Documents: the whole of intake.

Flows in: paths, folders, globs, "-". Flows out: for each report a Document, followed by the Troubles about
it; for each input of which no report can be made a fatal Trouble that names it. Nothing here raises for
what a file holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from imbroglio.intake.columns import check_columns
from imbroglio.intake.draft import Draft, refuse
from imbroglio.intake.finishing import Dateline, Finisher
from imbroglio.intake.formats import FormatReader
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.intake.lines import read_up_to
from imbroglio.intake.parquet import count_rows
from imbroglio.intake.sniffing import HEAD, Format, find_format
from imbroglio.intake.sources import Source, iter_sources
from imbroglio.model import Document, Trouble


def iter_reports(
    inputs: Sequence[str | Source],
    *,
    columns: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
    dateline: Dateline | None = None,
    limits: Limits = DEFAULT_LIMITS,
    passed: Counter[str] | None = None,
) -> Iterator[Document | Trouble]:
    """Read every report that `inputs` name, one at a time.

    Args:
        inputs: paths, folders (read recursively), globs, addresses (s3://, gs://, file://), "-" for standard input,
            and Sources.
        columns: field of a report (text, title, date, source, url, id) -> column or JSON key.
        stdin: what "-" reads.
        dateline: finds the day that a text states at its head; where it contradicts the day given, it wins.
        limits: upper bounds for one input.
        passed: counts the records of archives that are no reports, by kind.

    Yields:
        A Document, then the Troubles about it (`where` is its id); or a Trouble for an input without a report
        (`where` is its path, with ":line" for a row and "#byte" for a record of an archive).

    Raises:
        IntakeError: `columns` names a field that no report has; or an address needs a package that is not there.
    """
    check_columns(columns)
    return _run(inputs, FormatReader(columns, limits, passed), Finisher(dateline, limits), stdin)


def count_inputs(
    inputs: Sequence[str | Source],
    *,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> int | None:
    """How many reports to expect, for a progress bar; None where standard input or an archive is among the inputs."""
    check_columns(columns)
    reader = FormatReader(columns, limits)
    total = 0
    for source in iter_sources(inputs):
        if isinstance(source, Trouble):
            continue
        counted = None if source.is_standard_input else _count(source, reader)
        if counted is None:
            return None
        total += counted
    return total


def _run(
    inputs: Sequence[str | Source], reader: FormatReader, finisher: Finisher, stdin: BinaryIO | None
) -> Iterator[Document | Trouble]:
    for source in iter_sources(inputs):
        if isinstance(source, Trouble):
            yield source
            continue
        for made in iter_drafts(source, reader, stdin):
            yield from (made,) if isinstance(made, Trouble) else finisher.finish(made, source.name)


def iter_drafts(
    source: Source, reader: FormatReader, stdin: BinaryIO | None = None
) -> Iterator[Draft | Trouble]:
    """Drafts of one file, or of standard input."""
    try:
        if not source.is_standard_input:
            with source.open() as stream:
                yield from reader.read(read_up_to(stream, HEAD), stream, source.name)
        elif stdin is not None:
            yield from reader.read(read_up_to(stdin, HEAD), stdin, source.name)
        else:
            yield refuse(source.name, "missing", "there is no standard input.")
    except OSError as fault:
        yield unreadable(source, fault)


def unreadable(source: Source, fault: OSError) -> Trouble:
    """The Trouble of a file that the system does not give out."""
    return refuse(source.name, "unreadable", f"it cannot be read ({fault.strerror or type(fault).__name__}).")


def _count(source: Source, reader: FormatReader) -> int | None:
    """Rows of JSON Lines, JSON arrays, tables and Parquet; 1 for every other file, and None for an archive."""
    try:
        with source.open() as stream:
            head = read_up_to(stream, HEAD)
            found = find_format(head, source.name)
            if found is Format.ARCHIVE:
                return None
            if found is Format.PARQUET:
                return count_rows(stream)
            if found not in (Format.JSON, Format.JSON_LINES, Format.TABLE):
                return 1
            return sum(1 for _ in reader.read(head, stream, source.name))
    except OSError:
        return 1
