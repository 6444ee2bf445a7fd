"""`imbroglio demo`: the bundled reports, read and printed.

Flows in: the dispatches that ship with the package, written for the demonstration. Flows out: a record of
them.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from typing import Literal

import click

from imbroglio.cli.read import Wanted, run
from imbroglio.errors import NotFound

_ROWS = 40


@click.command(
    short_help="Read the reports that ship with imbroglio.",
    epilog="Example: imbroglio demo --case demo.imbroglio",
)
@click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Keep the case here; without it, it is thrown away.",
)
@click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="Worker processes."
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=_ROWS,
    show_default=True,
    metavar="N",
    help="Statements to print.",
)
@click.option("--json", "as_json", is_flag=True, help="All statements as JSON Lines, and nothing else.")
def demo(case_path: Path | None, jobs: int, limit: int, as_json: bool) -> int:
    """Read the reports that ship with imbroglio and print the record.

    The reports are dispatches written for the demonstration, on events that are well documented; they are not
    press reports.
    """
    from imbroglio.cli.show import print_statements
    from imbroglio.cli.tally import print_matrix
    from imbroglio.store import StatementFilter, open_case

    bundled = resources.files("imbroglio").joinpath("demo", "reports.jsonl")
    if not bundled.is_file():
        raise NotFound("The demo's reports are missing from this installation; install imbroglio again.")
    with ExitStack() as stack:
        source = stack.enter_context(resources.as_file(bundled))
        kept = case_path
        if case_path is None:
            case_path = (
                Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="imbroglio-"))) / "demo.imbroglio"
            )
        report: Literal["none", "brief", "text"] = "none" if as_json else "text" if kept else "brief"
        code = run(Wanted((str(source),), case_path, jobs=jobs, report=report))
        with open_case(case_path) as case:
            if as_json:
                print_statements(case, StatementFilter(), None, "json")
                return code
            print_statements(case, StatementFilter(), limit, "table")
            print_matrix([t for t in case.who() if t.named], 8)
    if kept is not None:
        click.echo(
            f"Next: imbroglio why ID --case {kept}, with an Id of the table; imbroglio who --case {kept}."
        )
    else:
        click.echo(
            "Next: imbroglio demo --case demo.imbroglio keeps the case; imbroglio read --help reads "
            "your own reports."
        )
    return code
