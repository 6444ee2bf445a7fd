"""`imbroglio read --dataset`: reports to a dataset, with any number of workers.

Flows in: what was typed. Flows out: a dataset; progress on standard error; a summary with what it cost.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from imbroglio.fleet.progress import Progress
    from imbroglio.fleet.run import Run

_EVERY = 10.0  # seconds between two lines, where there is no terminal
_EVERY_ON_A_TERMINAL = 0.1
_STATES = {"read": "read", "dropped": "dropped by the screen", "not-read": "not in English", "failed": "on which the reader failed"}


@dataclass(frozen=True, slots=True)
class DatasetWanted:
    """What is to be read, and how; the fields are the options' values."""

    inputs: tuple[str, ...]
    dataset: str
    packs: tuple[Path, ...] = ()
    on: str = "local"
    jobs: int | None = None
    columns: Mapping[str, str] | None = None
    limit_seconds: float = 60.0
    screened: bool = True
    texts: bool = False
    again: bool = False
    as_json: bool = False


def run(wanted: DatasetWanted) -> int:
    """Read and report; returns the exit code."""
    from imbroglio.cli.read import tell_preparation
    from imbroglio.fleet.run import read_to_dataset
    from imbroglio.fleet.screening import choose_screen
    from imbroglio.fleet.settings import Settings
    from imbroglio.intake.columns import check_columns
    from imbroglio.pipeline import make_reader, prepare, reader_mark

    check_columns(wanted.columns)
    prepare(wanted.packs, told=tell_preparation)
    packs = tuple(pack.absolute() for pack in wanted.packs)  # a worker may run in another folder
    screen, mark = choose_screen(wanted.screened, packs)
    settings = Settings(
        reader=partial(make_reader, packs),
        mark=reader_mark(packs),
        screen=screen,
        screen_mark=mark,
        columns=wanted.columns,
        limit=wanted.limit_seconds,
        texts=wanted.texts,
    )
    with _shown() as told:
        done = read_to_dataset(
            wanted.inputs,
            wanted.dataset,
            settings,
            on=wanted.on,
            jobs=wanted.jobs or os.cpu_count() or 1,
            again=wanted.again,
            packs=packs,
            told=told,
        )
    _report(done, wanted)
    return 0 if done.total.reports["read"] else 1


@contextmanager
def _shown() -> Iterator[Callable[[Progress], None]]:
    """Progress on standard error: one line that changes on a terminal, a line every so often elsewhere."""
    last, phase = time.monotonic(), ""
    every = _EVERY_ON_A_TERMINAL if sys.stderr.isatty() else _EVERY
    with ExitStack() as stack:
        show: Callable[[str], None] = partial(click.echo, err=True)
        if sys.stderr.isatty():
            from imbroglio.cli.render import console

            show = stack.enter_context(console(stderr=True).status("Planning")).update

        def tell(progress: Progress) -> None:
            nonlocal last, phase
            now = time.monotonic()
            over = progress.phase == "read" and progress.units_done == progress.units
            if progress.phase != phase or over or now - last >= every:
                last, phase = now, progress.phase
                show(progress.line())

        yield tell


def _report(done: Run, wanted: DatasetWanted) -> None:
    from imbroglio.cli.render import to_line
    from imbroglio.fleet.progress import cost_lines

    if wanted.as_json:
        click.echo(to_line({**done.to_json(), "path": wanted.dataset}))
        return
    for line in (*summary_lines(done, wanted.dataset), *cost_lines(done.reports, done.seconds, done.pace)):
        click.echo(line)


def summary_lines(done: Run, dataset: str) -> list[str]:
    """A run in a few lines."""
    from imbroglio.cli.render import plural

    if not done.units:
        lines = ["Nothing is new: the dataset holds all of it."]
    else:
        states = ", ".join(f"{n:,} {_STATES[state]}" for state, n in sorted(done.counts.reports.items(), reverse=True))
        known = f" {plural(done.known, 'report')} known before." if done.known else ""
        lines = [f"{plural(done.reports, 'report')}{f': {states}' if states else ''}.{known}"]
        lines.append(f"{plural(done.counts.statements.total(), 'statement')}.")
    for what, counts in (
        ("Not read", done.counts.dropped),
        ("Troubles", done.counts.troubles),
        ("Passed over in archives", done.counts.passed),
    ):
        if counts:
            lines.append(f"{what}: {', '.join(f'{reason} {n:,}' for reason, n in sorted(counts.items()))}.")
    held = f"{dataset} holds {plural(done.total.reports.total(), 'report')} and {plural(done.total.statements.total(), 'statement')}"
    return [*lines, f"{held} in {plural(done.files, 'file')}."]
