"""`imbroglio demo`: the bundled reports, read and printed.

Flows in: the dispatches that ship with the package, written for the demonstration. Flows out: a record of
them.
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from imbroglio.cli.options import jobs_option
from imbroglio.cli.read import Wanted, run
from imbroglio.errors import NotFound

if TYPE_CHECKING:
    from imbroglio.store import Record
    from imbroglio.views.names import Names

_ROWS = 40
_INCIDENTS, _CHANGES, _DISPUTES = 15, 15, 4


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
@jobs_option
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
        print_record(case_path)
    if kept is not None:
        click.echo(
            f"Next: imbroglio why ID --case {kept}, with an Id of a table; imbroglio incident ID --case {kept}; "
            f"imbroglio control al-Bab --case {kept}."
        )
    else:
        click.echo(
            "Next: imbroglio demo --case demo.imbroglio keeps the case; imbroglio read --help reads "
            "your own reports."
        )
    return code


def print_record(case_path: Path) -> None:
    """What the statements add up to: incidents, changes of control, relations, disputes, the tangle."""
    from imbroglio.cli.disputes import print_disputes
    from imbroglio.cli.incidents import incident_table
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import console
    from imbroglio.cli.tangle import case_network, print_tangle
    from imbroglio.cli.weigh import open_record
    from imbroglio.cli.who import print_matrix, ties_of
    from imbroglio.model.record import Dispute, Incident
    from imbroglio.weighing.tangle import solve

    with open_record(case_path) as (_case, record):
        names = names_of(record)
        told = sorted(record.all(Incident), key=lambda i: (-len(i.sources), -len(i.statements)))[:_INCIDENTS]
        _heading(f"Incidents: {record.count('incident'):,}, of which these are told by most sources")
        console().print(incident_table(sorted(told, key=lambda i: (str(i.start or i.end or ""), i.id)), names))
        _heading("Who took which place from whom")
        _print_changes(record, names)
        _heading("Who fights, backs and stands with whom")
        print_matrix([t for t in ties_of(record, names) if t.named], 8)
        _heading(f"Disputes: {record.count('dispute'):,}, of which the first")
        print_disputes(sorted(record.all(Dispute), key=lambda d: -min(len(p.sources) for p in d.positions))[:_DISPUTES], names)
    _heading("The tangle")
    network, called = case_network(case_path, None, 2)
    print_tangle(network, solve(network), called)


def _heading(text: str) -> None:
    click.echo(f"\n{text}\n{'-' * len(text)}")


def _print_changes(record: Record, names: Names) -> None:
    from imbroglio.cli.render import plural
    from imbroglio.model.record import ControlSpell
    from imbroglio.views.control import changes

    found = changes(record.all(ControlSpell))
    for c in found[:_CHANGES]:
        told = f"{plural(len(c.after.statements), 'statement')}, {c.after.statements[0][:8]}"
        was = "" if c.before == "unknown" else f"{names.actor(c.before)} to "
        click.echo(f"  {c.day}  {names.place(c.place)}: {was}{names.actor(c.after.holder)} ({c.after.probability:.0%}; {told})")
    if not found:
        click.echo("  no place is known to have changed hands")
