"""Rows as a workbook for Excel and LibreOffice.

Flows in: a Sheet. Flows out: the bytes of an XLSX file: a heading that stays in sight, days as days, numbers as numbers,
text as text and never as a formula or link; a second sheet says what each column holds. Memory does not grow with the rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from imbroglio.errors import ExportError
from imbroglio.exchange.cells import Row, Sheet, Value, as_text, clean, safe_text

_CHUNK = 1 << 18
_FIRST_DAY = date(1900, 3, 1)  # Excel counts a 29 February 1900 that never was; days before are text
_MOST_ROWS = 1_048_575  # under the heading
_QUIET = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def iter_xlsx(sheet: Sheet) -> Iterator[bytes]:
    """The bytes of a workbook. Raises ExportError, before the first byte."""
    with tempfile.TemporaryDirectory(prefix="imbroglio-") as folder:
        file = Path(folder) / "sheet.xlsx"
        _write(sheet, file, folder)
        with file.open("rb") as held:
            while chunk := held.read(_CHUNK):
                yield chunk


def _write(sheet: Sheet, file: Path, folder: str) -> None:
    options = {"constant_memory": True, "tmpdir": folder, "default_date_format": "yyyy-mm-dd", **_QUIET}
    with xlsxwriter.Workbook(str(file), options) as book:
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF1F4", "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        page = book.add_worksheet(sheet.what[:31])
        page.freeze_panes(1, 0)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, max(column.width, min(len(column.name) + 2, 22)))
            page.write_string(0, at, column.name, head)
        last = 0
        for last, row in enumerate(sheet.rows, start=1):
            if last > _MOST_ROWS:
                raise ExportError(f"A sheet of XLSX holds {_MOST_ROWS:,} rows; narrow what is asked for, or write CSV.")
            _put_row(page, last, row, sheet.names, day)
        page.autofilter(0, 0, max(last, 1), len(sheet.columns) - 1)
        _put_about(book.add_worksheet("about"), sheet, head)


def _put_row(page: Any, at: int, row: Row, names: tuple[str, ...], day: Any) -> None:
    for column, name in enumerate(names):
        value: Value = row.get(name)
        if value is None or value == () or value == "":
            continue
        if isinstance(value, bool):
            page.write_boolean(at, column, value)
        elif isinstance(value, int | float):
            page.write_number(at, column, value)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            page.write_datetime(at, column, value, day)
        else:
            page.write_string(at, column, as_text(value))


def _put_about(page: Any, sheet: Sheet, head: Any) -> None:
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 100)
    lines = [("about", ""), *sheet.about.items(), ("", ""), ("column", "what stands in it")]
    lines += [(c.name, c.about) for c in sheet.columns]
    for at, (name, text) in enumerate(lines):
        heading = name in ("about", "column")
        page.write_string(at, 0, safe_text(clean(name)), *((head,) if heading else ()))
        page.write_string(at, 1, safe_text(clean(text)), *((head,) if heading else ()))
