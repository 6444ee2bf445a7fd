"""`imbroglio actors` and `imbroglio who`: who acts, and who fights or backs whom.

Flows in: a case. Flows out: tables, or JSON Lines of the tallies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import case_option, json_option, limit_option, open_existing

if TYPE_CHECKING:
    from imbroglio.store import Tie

_ROWS = 50
_COLUMNS = 12
_RIGHT: dict[str, Any] = {"justify": "right", "no_wrap": True}
_SIGNS = {"fights": "f", "backs": "b", "allied": "a"}


@click.command(
    short_help="Who acts: how often each acts, is acted on, and speaks.",
    epilog="Example: imbroglio actors --case syria.imbroglio --limit 20",
)
@case_option
@limit_option
@json_option
def actors(case_path: Path, limit: int | None, as_json: bool) -> None:
    """Who acts in the case: how often each acts, is acted on, and speaks.

    Persons are listed only where they act in public: known from an actor pack, or said to lead or to speak
    for somebody.
    """
    from imbroglio.cli.render import clean, console, make_table, print_lines

    with open_existing(case_path) as case:
        found = case.actors()
    if as_json:
        print_lines(asdict(a) for a in islice(found, limit))
        return
    table = make_table(
        [
            ("Actor", {"ratio": 4}),
            ("Kind", {"ratio": 2}),
            ("Acts", _RIGHT),
            ("Acted on", _RIGHT),
            ("Says", _RIGHT),
            ("Reports", _RIGHT),
            ("Named", _RIGHT),
        ]
    )
    for a in islice(found, limit or _ROWS):
        figures = (a.agent, a.target, a.claims, a.reports, a.mentions)
        table.add_row(clean(a.name), a.kind.replace("_", " "), *(f"{n:,}" for n in figures))
    console().print(table)
    _tell_rest(len(found), limit or _ROWS, "actors")


def _tell_rest(total: int, shown: int, noun: str) -> None:
    if total > shown:
        click.echo(f"{shown:,} of {total:,} {noun}; --limit N shows more.", err=True)


@click.command(
    short_help="Who fights whom, and who backs whom.",
    epilog="Example: imbroglio who --case syria.imbroglio --limit 8",
)
@case_option
@click.option(
    "--limit",
    type=click.IntRange(2, 60),
    default=_COLUMNS,
    show_default=True,
    metavar="N",
    help="Actors in the matrix.",
)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="Leave out pairs with fewer statements.",
)
@click.option(
    "--all", "everybody", is_flag=True, help="Count groups too that are only described, such as 'militants'."
)
@json_option
def who(case_path: Path, limit: int, least: int, everybody: bool, as_json: bool) -> None:
    """Who fights whom, and who backs whom: a matrix of actors, counted in statements.

    f3: they fight each other in three statements. b2: the row's actor backs the column's in two. a1: they
    stand together in one. What is denied, planned or only possible is not counted.
    """
    from imbroglio.cli.render import print_lines

    with open_existing(case_path) as case:
        ties = [t for t in case.who() if t.statements >= least and (t.named or everybody)]
    if as_json:
        print_lines({**asdict(t), "types": dict(t.types)} for t in ties)
        return
    print_matrix(ties, limit)


def print_matrix(ties: Sequence[Tie], limit: int = _COLUMNS) -> None:
    """The matrix of the actors with the most ties."""
    from imbroglio.cli.render import clean, console, make_table

    if not ties:
        click.echo(
            "The case does not say of any two actors that they fight, back or stand with each other.",
            err=True,
        )
        return
    weight: Counter[str] = Counter()
    names: dict[str, str] = {}
    for t in ties:
        weight.update({t.first: t.statements, t.second: t.statements})
        names |= {t.first: t.first_name, t.second: t.second_name}
    keys = sorted(weight, key=lambda k: (-weight[k], names[k], k))[:limit]
    at = {key: n for n, key in enumerate(keys)}
    grid = [["" for _ in keys] for _ in keys]
    for t in ties:
        if t.first in at and t.second in at:
            a, b, sign = at[t.first], at[t.second], f"{_SIGNS[t.tie]}{t.statements}"
            grid[a][b] = f"{grid[a][b]} {sign}".strip()
            if t.tie != "backs":
                grid[b][a] = f"{grid[b][a]} {sign}".strip()
    table = make_table([("", {"ratio": 1}), *((str(n + 1), {"justify": "center"}) for n in range(len(keys)))])
    for n, key in enumerate(keys):
        table.add_row(
            f"{n + 1} {clean(names[key])}", *("·" if n == m else cell for m, cell in enumerate(grid[n]))
        )
    console().print(table)
    click.echo(
        "f: they fight; b: the row's actor backs the column's; a: they stand together; with the "
        "number of statements."
    )
    _tell_rest(len(weight), limit, "actors")
