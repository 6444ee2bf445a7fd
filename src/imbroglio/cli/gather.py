"""`imbroglio gather`: a dataset, or a part of it, into a case.

Flows in: a dataset and what is wanted of it. Flows out: a case that holds those reports as if they had been read into it; progress on
standard error; a summary.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.filters import asked_for, statement_filters
from imbroglio.cli.options import DEFAULT_CASE

if TYPE_CHECKING:
    from imbroglio.fleet.gathering import Gathered
    from imbroglio.store import Case

_EVERY = 10.0  # seconds between two lines, where there is no terminal
_LEFT_OUT = {"dropped": "dropped by the screen", "not-read": "not in English", "failed": "on which the reader failed"}


@click.command(
    short_help="Bring a dataset, or a part of it, into a case.",
    epilog="Example: imbroglio gather archive/ --case aleppo.imbroglio --where \"place = 'Aleppo' and start >= '2016-11-01'\"",
)
@click.argument("dataset")
@click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path),
    default=DEFAULT_CASE,
    show_default=True,
    metavar="FILE",
    help="The case to bring them into; it is made where there is none.",
)
@click.option(
    "--where",
    metavar="CONDITION",
    help="As in SQL's WHERE, over the columns of statements (docs/dataset.md) and reports.COLUMN; \"end\" in double quotes.",
)
@statement_filters(since=("--from", "--since"), until=("--to", "--until"))
@click.option("--json", "as_json", is_flag=True, help="The summary as JSON.")
def gather(dataset: str, case_path: Path, where: str | None, as_json: bool, **filters: Any) -> int:
    """Bring the reports of DATASET into a case, as if they had been read into it.

    Reports come whole: one with a statement that fits all that is asked for comes with all of its statements. Without a
    filter all come, and the troubles of inputs that gave no report. The same again adds nothing; a run that was stopped
    goes on where it was.
    """
    from imbroglio.fleet.asking import choose
    from imbroglio.fleet.dataset import open_dataset
    from imbroglio.fleet.gathering import gather as gather_reports
    from imbroglio.store import open_case

    asked = asked_for(**filters)
    held = open_dataset(dataset)
    with _shown(as_json) as told:
        chosen = choose(held, where, asked)
        if chosen is not None and not chosen.ids:
            click.echo("No statement of the dataset fits; no report was brought.", err=True)
            return 1
        total = held.manifest.counts.reports.total() if chosen is None else len(chosen.ids)
        with open_case(case_path, create=True) as case:
            done = gather_reports(held, case, chosen, lambda so_far: told(so_far, total))
            _report(done, case, as_json)
    return 0 if done.summary.any_read else 1


@contextmanager
def _shown(quiet: bool) -> Iterator[Callable[[Gathered, int], None]]:
    """Progress on standard error: a bar on a terminal, a line every so often elsewhere."""
    if sys.stderr.isatty():
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        from imbroglio.cli.render import console

        parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*parts, console=console(stderr=True), transient=True) as progress:
            task = progress.add_task("Gathering", total=None)
            yield lambda done, total: progress.update(task, completed=done.reports, total=total)
        return
    last = time.monotonic()

    def tell(done: Gathered, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if not quiet and now - last >= _EVERY:
            last = now
            click.echo(f"{done.reports:,} of {total:,} reports, {done.summary.statements.total():,} statements.", err=True)

    yield tell


def _report(done: Gathered, case: Case, as_json: bool) -> None:
    from imbroglio.cli.read import summarise
    from imbroglio.cli.render import to_line

    if as_json:
        click.echo(to_line({**done.to_json(), "case": str(case.path)}))
        return
    first, *rest = summarise(done.summary, case)
    click.echo(first.replace(" read", " brought", 1))
    if done.left_out:
        click.echo(f"Left out: {', '.join(f'{n:,} {_LEFT_OUT[state]}' for state, n in sorted(done.left_out.items()))}.")
    for line in rest:
        click.echo(line)
