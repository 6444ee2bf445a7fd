"""The filters over statements that `show` and `gather` share: their options, and what these ask for.

Flows in: what the user typed. Flows out: a `StatementFilter`. Refuses a type that the codebook does not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import click

from imbroglio.cli.options import DayType, Decorated, named_actors
from imbroglio.model import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from imbroglio.store import StatementFilter


def statement_filters(
    since: Sequence[str] = ("--from",), until: Sequence[str] = ("--to",)
) -> Callable[[Decorated], Decorated]:
    """The options; `since` and `until` are the names of those for the days."""
    options: list[Callable[[Any], Any]] = [
        click.option("--kind", "kinds", multiple=True, type=click.Choice(get_args(Kind)), help="May be repeated: any of them."),
        click.option("--type", "types", multiple=True, metavar="TYPE", help="A type such as clash or backs; may be repeated: any of them."),
        click.option("--actor", "actors", multiple=True, metavar="NAME", help="Who takes part, by any name or id; repeated: all of them."),
        click.option("--place", "places", multiple=True, metavar="NAME", help="Where, by name or id; repeated: all of them."),
        click.option(*since, "since", type=DayType(last=False), metavar="DAY", help="From this day, month or year."),
        click.option(*until, "until", type=DayType(last=True), metavar="DAY", help="Up to the end of this day, month or year."),
        click.option(
            "--source", "sources", multiple=True, metavar="NAME", help="Who says so: the report's publisher, or whom it credits."
        ),
        click.option("--status", "statuses", multiple=True, type=click.Choice(get_args(Status)), help="May be repeated: any of them."),
        click.option("--min-score", type=click.FloatRange(0, 1), metavar="S", help="The reader's score, 0 to 1, at least."),
    ]

    def decorate(command: Decorated) -> Decorated:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def asked_for(
    *,
    kinds: tuple[str, ...],
    types: tuple[str, ...],
    actors: tuple[str, ...],
    places: tuple[str, ...],
    since: date | None,
    until: date | None,
    sources: tuple[str, ...],
    statuses: tuple[str, ...],
    min_score: float | None,
    reports: tuple[str, ...] = (),
) -> StatementFilter:
    """What the options ask for. Raises a usage error where a type is not one of the codebook's."""
    _check_types(types)
    from imbroglio.store import Named, StatementFilter

    return StatementFilter(
        kinds=kinds,
        types=types,
        statuses=statuses,
        actors=named_actors(actors),
        places=tuple(Named(name) for name in places),
        since=since,
        until=until,
        sources=sources,
        min_score=min_score,
        reports=reports,
    )


def _check_types(types: tuple[str, ...]) -> None:
    from difflib import get_close_matches

    from imbroglio.knowledge.codebook import codebook

    known = sorted(codebook())
    for asked in types:
        if asked not in known:
            near = get_close_matches(asked, known, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"the types are {', '.join(known)}."
            raise click.UsageError(f"There is no type '{asked}'; {hint}")
