"""JSON Lines, JSON arrays and single JSON objects to Drafts.

Flows in: chunks of bytes (JSON Lines are read line by line, whatever the file's size) or the bytes of a
whole file. Flows out: one Draft or Trouble for each line or element; a bad line does not stop the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from imbroglio.intake.decoding import decode
from imbroglio.intake.draft import Draft, refuse
from imbroglio.intake.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from imbroglio.intake.lines import iter_lines, iter_sized_lines
from imbroglio.intake.row import RowReader
from imbroglio.model import Trouble

_PART_BYTES = 32 * MEGABYTE  # a part ends here at the latest


def read_json_lines(
    chunks: Iterable[bytes],
    where: str,
    columns: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    first: int = 1,
) -> Iterator[Draft | Trouble]:
    """One Draft or Trouble for each line that is not blank; `first` is the number of the first line."""
    rows = RowReader(columns)
    for number, line in enumerate(iter_lines(chunks, limits.line_bytes), start=first):
        place = f"{where}:{number}"
        if line is None:
            yield refuse(
                place,
                "line-too-long",
                f"line {number} is longer than the limit of {limits.line_bytes:,} bytes.",
            )
        elif line.strip():
            yield _read_line(line, place, number, rows)


@dataclass(frozen=True, slots=True)
class LinesPart:
    """Some lines of JSON Lines: the bytes from `start` to `end`, and the number of the first line."""

    start: int
    end: int
    first: int


def cut_json_lines(
    chunks: Iterable[bytes], limits: Limits, most: int
) -> Iterator[tuple[LinesPart, int, int]]:
    """The parts of JSON Lines of `most` rows each, with how many rows and bytes each has; blank lines go with the row before."""
    start, first, rows, offset = 0, 1, 0, 0
    for number, (line, size) in enumerate(iter_sized_lines(chunks, limits.line_bytes), start=1):
        filled = line is None or not line.isspace()
        if filled and (rows >= most or (rows and offset + size - start > _PART_BYTES)):
            yield LinesPart(start, offset, first), rows, offset - start
            start, first, rows = offset, number, 0
        rows += filled
        offset += size
    if rows:
        yield LinesPart(start, offset, first), rows, offset - start


def _read_line(line: bytes, place: str, number: int, rows: RowReader) -> Draft | Trouble:
    decoded = decode(line)
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError) as fault:
        return refuse(place, "bad-json", f"line {number} is no JSON ({_fault(fault)}).")
    made = _read_value(value, place, f"line {number}", rows)
    return (
        made if isinstance(made, Trouble) else replace(made, troubles=decoded.trouble(place) + made.troubles)
    )


def read_json(
    data: bytes, where: str, columns: Mapping[str, str] | None = None, limits: Limits = DEFAULT_LIMITS
) -> Iterator[Draft | Trouble]:
    """A JSON array of reports, or one report as a JSON object; JSON Lines under another name pass too."""
    decoded = decode(data)
    rows = RowReader(columns)
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError) as fault:
        lines = decoded.text.split("\n", 200)
        if sum(line.lstrip().startswith("{") for line in lines) > 1 and any(
            line.rstrip().endswith("}") for line in lines
        ):
            yield from read_json_lines(
                [decoded.text.encode("utf-8", "surrogatepass")], where, columns, limits
            )
            return
        yield refuse(where, "bad-json", f"it is no JSON ({_fault(fault)}).")
        return
    if not isinstance(value, list):
        yield _read_value(value, where, "it", rows)
        yield from decoded.trouble(where)
        return
    if not value:
        yield refuse(where, "empty", "it is an empty list.")
    for number, item in enumerate(value, start=1):
        place = f"{where}:{number}"
        yield _read_value(item, place, f"element {number}", rows)
    yield from decoded.trouble(where)


def _read_value(value: object, place: str, name: str, rows: RowReader) -> Draft | Trouble:
    if not isinstance(value, dict):
        return refuse(place, "bad-json", f"{name} is no JSON object with a field for the text.")
    return rows.read(value, place)


def _fault(fault: Exception) -> str:
    if isinstance(fault, json.JSONDecodeError):
        return f"{fault.msg}, column {fault.colno}"
    return "nested too deep" if isinstance(fault, RecursionError) else "a number is too long"
