"""`imbroglio weigh`: statements and verdicts to the record; and the record for the commands that show it.

Flows in: a case. Flows out: its record of actors, incidents, bonds, control and disputes, put into the case.
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
    epilog="Example: imbroglio weigh syria.imbroglio --rule median",
)
@click.argument("case_argument", metavar="[CASE]", type=click.Path(path_type=Path), required=False)
@case_option
@click.option(
    "--rule",
    type=click.Choice(RULES),
    help="How the best figure of a toll is found: the median of independent sources, the highest, or the latest. "
    "Without it, the rule of the last time, at first the median.",
)
@click.option("--again", is_flag=True, help="Work out everything anew, what has not changed too.")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON, and nothing else.")
def weigh(case_argument: Path | None, case_path: Path, rule: TollRule | None, again: bool, as_json: bool) -> None:
    """Work out from all statements and verdicts who is who, what happened, who held what, and who disagrees.

    All of it is derived: it can be done again at any time and gives the same. The commands that show the record
    do it by themselves where reports or verdicts have come since.
    """
    from imbroglio.cli.render import to_line

    with open_existing(case_argument or case_path) as case:
        figures = run_weighing(case, rule, again=again, quiet=as_json)
    if as_json:
        click.echo(to_line(figures))
        return
    click.echo(tell(figures))


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
