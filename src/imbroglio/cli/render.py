"""Text, tables, JSON and CSV on their way out.

Flows in: values of the record. Flows out: lines that are safe to show. Text of a report may hold anything:
signs that steer a terminal or turn the reading direction are left out on display and escaped in JSON, and a
cell that a spreadsheet would take for a formula is written as text.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from imbroglio.exchange.cells import safe_text
from imbroglio.views.shown import STEERING
from imbroglio.views.shown import clean as clean  # the commands take it from here

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_IN_JSON = re.compile(f"[{STEERING}\u2028\u2029]")
WIDE = 100  # columns, where the output is no terminal


def to_line(value: Any) -> str:
    """A value as one line of JSON.

    Signs that steer a terminal, or that some tools take for a line's end, are escaped.
    """
    escaped = not _is_unicode(sys.stdout)
    line = json.dumps(value, ensure_ascii=escaped, separators=(", ", ": "))
    return _IN_JSON.sub(lambda sign: f"\\u{ord(sign[0]):04x}", line)


def _is_unicode(stream: Any) -> bool:
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"


def print_lines(values: Iterable[Any]) -> None:
    """JSON Lines to standard output."""
    for value in values:
        click.echo(to_line(value))


def safe_cell(value: object) -> str:
    """A CSV cell that no spreadsheet runs as a formula.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell(-3.5), safe_cell("-3.5"), safe_cell(None)
    ("'=HYPERLINK(1)", '-3.5', '-3.5', '')
    """
    return "" if value is None else safe_text(clean(str(value)))


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """CSV with a heading to standard output."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([safe_cell(row.get(column)) for column in columns])
        click.echo(buffer.getvalue(), nl=False)
        buffer.seek(0)
        buffer.truncate()
    click.echo(buffer.getvalue(), nl=False)


def console(stderr: bool = False) -> Console:
    """A console as wide as the terminal, or `WIDE` (or COLUMNS) where there is none."""
    from rich.console import Console

    made = Console(stderr=stderr, highlight=False, emoji=False, markup=False)
    if not made.is_terminal and "COLUMNS" not in made._environ:
        made.width = WIDE
    return made


def make_table(columns: Sequence[tuple[str, Mapping[str, Any]]], title: str | None = None) -> Table:
    """A table with these columns: heading, and how rich is to lay it out."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for heading, layout in columns:
        table.add_column(heading, **layout)
    return table


def print_headed(lines: Iterable[tuple[str, str]]) -> None:
    """Texts under headings at their left."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column()
    for heading, text in lines:
        table.add_row(heading, Text(clean(text)))
    console().print(Padding(table, (0, 0)))


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> plural(1, "report"), plural(1200, "report")
    ('1 report', '1,200 reports')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
