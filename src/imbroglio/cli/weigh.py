"""`imbroglio weigh`: statements and verdicts to the record; and the record for the commands that show it.

Flows in: a case, or a dataset. Flows out: its record of actors, incidents, bonds, control and disputes, put into the case, or beside
the dataset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from imbroglio.cli.options import case_option, open_existing

if TYPE_CHECKING:
    from imbroglio.model.record import TollRule
    from imbroglio.store import Case, Record

RULES = ("median", "max", "latest")


@click.command(
    short_help="Work out the record: actors, incidents, control, disputes.",
    epilog="Examples: imbroglio weigh syria.imbroglio --rule median, or: imbroglio weigh archive/ --jobs 8",
)
@click.argument("what", metavar="[CASE|DATASET]", required=False)
@case_option
@click.option(
    "--rule",
    type=click.Choice(RULES),
    help="How the best figure of a toll is found: the median of independent sources, the highest, or the latest. "
    "Without it, the rule of the last time, at first the median.",
)
@click.option("--again", is_flag=True, help="Work out everything anew, what has not changed too.")
@click.option(
    "--on",
    metavar="here|local|ray|ray://HOST:PORT",
    help="With a dataset: in this process, with local processes, or on a Ray cluster. [default: local; here where "
    "there are few statements]",
)
@click.option("--jobs", type=click.IntRange(1, 4096), metavar="N", help="With a dataset: workers. [default: one a core]")
@click.option("--to", metavar="DIR", help="With a dataset: put the record there, not beside the dataset.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON, and nothing else.")
def weigh(
    what: str | None,
    case_path: Path,
    rule: TollRule | None,
    again: bool,
    on: str | None,
    jobs: int | None,
    to: str | None,
    as_json: bool,
) -> None:
    """Work out from all statements and verdicts who is who, what happened, who held what, and who disagrees.

    All of it is derived: it can be done again at any time and gives the same. The commands that show the record
    do it by themselves where reports or verdicts have come since.

    Of a dataset (a folder, or an address such as s3://bucket/war) the record is written beside it as Parquet: incidents,
    control, relations, disputes, actors, places; the same as of a case with the same statements.
    """
    from imbroglio.cli.render import to_line

    if what is not None and ("://" in what or Path(what).is_dir()):
        figures = _weigh_dataset(what, rule, again, on, jobs, to, quiet=as_json)
        if as_json:
            click.echo(to_line(figures))
        return
    for option, value in (("--on", on), ("--jobs", jobs), ("--to", to)):
        if value is not None:
            raise click.UsageError(f"{option} goes with a dataset, which is a folder; a case is weighed in this process.")
    with open_existing(Path(what) if what is not None else case_path) as case:
        figures = run_weighing(case, rule, again=again, quiet=as_json)
    if as_json:
        click.echo(to_line(figures))
        return
    click.echo(tell(figures))


def _weigh_dataset(
    dataset: str, rule: TollRule | None, again: bool, on: str | None, jobs: int | None, to: str | None, quiet: bool
) -> dict[str, int]:
    from imbroglio.fleet.record import weigh_to_tables

    with _progress(quiet) as told:
        done = weigh_to_tables(dataset, on=on, jobs=jobs, to=to, rule=rule, again=again, told=told)
    counts = done.counts
    if not quiet:
        kinds = {"statement": "statements", "incident": "incidents", "actor": "actors", "place": "places", "bond": "relations"}
        kinds |= {"spell": "control", "dispute": "disputes"}
        known = "Nothing has changed since it was weighed. " if done.known else ""
        click.echo(f"{known}{tell({kind: counts[table] for kind, table in kinds.items()})} The record is in {done.where}.")
    return counts


def tell(figures: dict[str, int]) -> str:
    """A record in one sentence."""
    from imbroglio.cli.render import plural

    nouns = (
        ("incident", "incident"), ("actor", "actor"), ("place", "place"), ("bond", "bond"),
        ("spell", "spell of control"), ("dispute", "dispute"),
    )  # fmt: skip
    parts = [plural(figures[kind], noun, "spells of control" if kind == "spell" else None) for kind, noun in nouns]
    return f"{plural(figures['statement'], 'statement')}: {', '.join(parts)}."


def run_weighing(case: Case, rule: TollRule | None = None, *, again: bool = False, quiet: bool = False) -> dict[str, int]:
    """Weigh a case, with a bar of progress on a terminal. Returns how many pieces of each kind the record holds."""
    from imbroglio.pipeline.record import weigh as weigh_case

    with _progress(quiet) as told:
        return weigh_case(case, rule=rule, again=again, told=told)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[[str, float], None]]:
    from imbroglio.cli.render import console

    screen = console(stderr=True)
    if quiet or not screen.is_terminal:
        yield lambda _stage, _share: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=screen, transient=True) as bar:
        task = bar.add_task("Weighing", total=1.0)
        yield lambda stage, share: bar.update(task, description=stage, completed=share)


@contextmanager
def open_record(path: Path) -> Iterator[tuple[Case, Record]]:
    """The case with its record, worked out anew where reports or verdicts have come since."""
    from imbroglio.store import Record

    with open_existing(path) as case:
        record = Record(case)
        if not record.is_current():
            run_weighing(case)
        yield case, record
