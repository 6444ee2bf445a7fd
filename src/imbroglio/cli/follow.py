"""`imbroglio follow`: feeds and sitemaps into a case, politely, once or until it is stopped.

Flows in: a SOURCES.toml and a case. Flows out: a case that grows, and a line for each thing that happens.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from imbroglio.cli.options import jobs_option, pack_option

if TYPE_CHECKING:
    from imbroglio.follow.poll import Event
    from imbroglio.follow.settings import Settings


@click.command(
    short_help="Follow feeds and sitemaps into a case.",
    epilog="Example: imbroglio follow sources.toml syria.imbroglio --once",
)
@click.argument("sources", metavar="SOURCES.toml", type=click.Path(path_type=Path))
@click.argument("case_path", metavar="CASE", type=click.Path(path_type=Path))
@click.option("--once", is_flag=True, help="Poll each source once, and end; for a timer such as cron.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="List what would be fetched, and write nothing. Feeds and robots.txt are fetched for it.",
)
@pack_option
@jobs_option
@click.option("--json", "as_json", is_flag=True, help="JSON for a program, one object for each line.")
def follow(
    sources: Path, case_path: Path, once: bool, dry_run: bool, packs: tuple[Path, ...], jobs: int, as_json: bool
) -> int:
    """Poll the feeds and sitemaps that SOURCES.toml names, and read what is new into CASE.

    This is the one command that asks other machines, and it asks only those that your file names, only at public
    addresses, and only as far as their robots.txt lets it. It goes on until Ctrl+C; the same command goes on from
    there, and fetches and reads nothing twice.
    """
    from imbroglio.follow import need_extra

    need_extra()
    from imbroglio.follow.settings import load_settings

    settings = load_settings(sources)
    teller = Teller(as_json)
    if dry_run:
        _list(settings, case_path, teller)
    else:
        _follow(settings, case_path, teller, once, packs, jobs)
    return 1 if once and teller.all_failed else 0


class Teller:
    """Says what happens, a line at a time."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._good = self._bad = 0

    @property
    def all_failed(self) -> bool:
        """Whether something failed, and nothing else happened."""
        return self._bad > 0 and self._good == 0

    def __call__(self, event: Event) -> None:
        from imbroglio.cli.render import clean, to_line

        if event.what in ("failed", "later"):
            self._bad += 1
        else:
            self._good += 1
        if self._as_json:
            click.echo(to_line(event.to_json()))
        else:
            parts = [f"{event.source}:" if event.source else "", event.url, event.message]
            click.echo(clean(" ".join(part for part in parts if part)))
        sys.stdout.flush()  # whoever watches a pipe sees it when it happens


def _list(settings: Settings, case_path: Path, teller: Teller) -> None:
    from imbroglio.follow.memory import Memory, memory_path
    from imbroglio.follow.run import list_wanted, usual_means

    with Memory(memory_path(case_path), dry=True) as memory:
        list_wanted(settings, memory, teller, usual_means())


def _follow(
    settings: Settings, case_path: Path, teller: Teller, once: bool, packs: tuple[Path, ...], jobs: int
) -> None:
    from dataclasses import replace

    from imbroglio.follow.memory import Memory, forget, memory_path
    from imbroglio.follow.run import follow as follow_sources
    from imbroglio.follow.run import usual_means
    from imbroglio.pipeline import make_reader, prepare, reader_mark
    from imbroglio.pipeline.record import weigh
    from imbroglio.store import open_case

    prepare(packs)
    if not case_path.exists():
        forget(memory_path(case_path))  # what an earlier case of this name has read, this one has not
    means = replace(usual_means(), reader=partial(make_reader, packs), mark=reader_mark(packs), jobs=jobs, weigh=weigh)
    with open_case(case_path, create=True) as case, Memory(memory_path(case_path)) as memory:
        follow_sources(settings, case, memory, teller, means, once=once)
