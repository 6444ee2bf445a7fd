"""`imbroglio show`: the statements of a case, as a table, JSON Lines or CSV.

Flows in: filters. Flows out: statements in the order of reports, then as they stand in them.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.filters import asked_for, statement_filters
from imbroglio.cli.options import case_option, json_option, limit_option, open_existing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from imbroglio.model import Statement
    from imbroglio.store import Case, StatementFilter

_ROWS = 100


@click.command(
    short_help="The statements of a case, filtered.",
    epilog="Example: imbroglio show --type air-strike --actor Russia --place Aleppo --from 2016-10 "
    "--to 2016-12 --csv > strikes.csv",
)
@case_option
@statement_filters()
@click.option(
    "--report", "reports", multiple=True, metavar="ID|FILE", help="A report's id or file; may be repeated."
)
@limit_option
@json_option
@click.option(
    "--csv",
    "as_csv",
    is_flag=True,
    help="CSV; cells that a spreadsheet would take for formulas are made text.",
)
def show(
    case_path: Path, reports: tuple[str, ...], limit: int | None, as_json: bool, as_csv: bool, **filters: Any
) -> None:
    """Show the statements of a case that fit all that is asked for."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other; give one of them.")
    asked = asked_for(**filters, reports=reports)
    with open_existing(case_path) as case:
        print_statements(case, asked, limit, "json" if as_json else "csv" if as_csv else "table")


def print_statements(case: Case, asked: StatementFilter, limit: int | None, form: str) -> None:
    """Print the statements that fit, in one of the forms."""
    from imbroglio.cli import cells, render
    from imbroglio.model import statement_to_json

    found: Iterable[Statement] = case.statements(asked)
    if form == "json":
        render.print_lines(statement_to_json(s) for s in islice(found, limit))
        return
    public = case.public_persons()
    if form == "csv":
        # Statements come report by report, so that one report at a time is enough.
        about = lru_cache(maxsize=1)(lambda id: case.document(id).document)
        render.print_csv(
            cells.CSV_COLUMNS, (cells.csv_row(s, about(s.doc), public) for s in islice(found, limit))
        )
        return
    rows = list(islice(found, limit or _ROWS))
    total = case.count(asked)
    if not total:
        types = ", ".join(case.types())
        click.echo(
            f"No statement fits. The case holds statements of these types: {types or 'none'}.", err=True
        )
        return
    screen = render.console()
    screen.print(statement_table(rows, public, screen))
    if len(rows) < total:
        click.echo(
            f"{len(rows):,} of {total:,} statements; --limit N shows more, and filters fewer (see --help).",
            err=True,
        )


def statement_table(rows: Iterable[Statement], public: frozenset[str], screen: Console) -> Any:
    """The table of statements; a narrow terminal gets fewer columns."""
    from imbroglio.cli import cells
    from imbroglio.cli.render import make_table

    wide = screen.width >= 90
    columns: list[tuple[str, dict[str, Any]]] = [
        ("Id", {"no_wrap": True, "style": "dim"}),
        ("When", {"width": 12}),
        ("What", {"width": 15 if wide else 12}),
        ("Who", {"ratio": 3}),
        ("To whom", {"ratio": 3}),
        ("Where", {"ratio": 2}),
    ]
    if wide:
        columns += [("Numbers", {"ratio": 2, "min_width": 9}), ("Said by", {"ratio": 3})]
    columns = [(heading, {"overflow": "fold", **layout}) for heading, layout in columns]
    table = make_table(columns)
    table.expand = True
    for s in rows:
        row = [
            s.id[:8],
            cells.when(s),
            cells.what(s),
            cells.names(s.agent, public),
            cells.names(s.target, public),
            cells.names(s.place, public),
        ]
        if wide:
            row += [cells.numbers(s), cells.says(s, public)]
        table.add_row(*row)
    return table
