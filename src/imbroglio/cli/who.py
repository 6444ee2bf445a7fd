"""`imbroglio who`: who fights, backs and stands with whom, at any time or on one day.

Flows in: a case. Flows out: a matrix, or JSON Lines of the ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import DayType, case_option, json_option
from imbroglio.cli.weigh import open_record

if TYPE_CHECKING:
    from imbroglio.store import Record
    from imbroglio.views.names import Names
    from imbroglio.views.relations import TieRow

_COLUMNS = 12


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
@click.option("--on", "on", type=DayType(last=True), metavar="DAY", help="Only what held on this day; all times without it.")
@json_option
def who(case_path: Path, limit: int, least: int, everybody: bool, on: date | None, as_json: bool) -> None:
    """Who fights whom, and who backs whom: a matrix of actors, counted in statements.

    f3: they fight each other in three statements. b2: the row's actor backs the column's in two. a1: they
    stand together in one. What is denied, planned or only possible is not counted.
    """
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import print_lines

    with open_record(case_path) as (case, record):
        ties = [t for t in ties_of(record, names_of(record), on) if len(t.statements) >= least and (t.named or everybody)]
        types = case.types_of(id for t in ties for id in t.statements) if as_json else {}
    if as_json:
        print_lines(tie_json(t, types) for t in ties)
        return
    print_matrix(ties, limit)


def ties_of(record: Record, names: Names, on: date | None = None) -> list[TieRow]:
    """Who fights, backs and stands with whom, at any time or on one day; most often told first."""
    from imbroglio.model.record import Bond
    from imbroglio.views.relations import ties
    from imbroglio.weighing.bonds import on as holding

    held = record.all(Bond)
    return ties(held if on is None else holding(held, on), names)


def tie_json(t: TieRow, types: Mapping[str, str]) -> dict[str, Any]:
    """A tie for a program; `types` are those of its statements, by id."""
    return {
        "first": t.first, "first_name": t.first_name, "second": t.second, "second_name": t.second_name, "tie": t.tie,
        "statements": len(t.statements), "types": dict(sorted(Counter(types[id] for id in t.statements).items())), "evidence": t.statements, "independent_sources": len(t.sources),
        "since": t.since and t.since.isoformat(), "until": t.until and t.until.isoformat(), "named": t.named,
    }  # fmt: skip


def print_matrix(ties: Sequence[TieRow], limit: int = _COLUMNS) -> None:
    """The matrix of the actors with the most ties."""
    from imbroglio.cli.render import clean, console, make_table
    from imbroglio.views.relations import SIGNS

    if not ties:
        click.echo(
            "The case does not say of any two actors that they fight, back or stand with each other.",
            err=True,
        )
        return
    weight: Counter[str] = Counter()
    names: dict[str, str] = {}
    for t in ties:
        weight.update({t.first: len(t.statements), t.second: len(t.statements)})
        names |= {t.first: t.first_name, t.second: t.second_name}
    keys = sorted(weight, key=lambda k: (-weight[k], names[k], k))[:limit]
    at = {key: n for n, key in enumerate(keys)}
    grid = [["" for _ in keys] for _ in keys]
    for t in ties:
        if t.first in at and t.second in at:
            a, b, sign = at[t.first], at[t.second], f"{SIGNS[t.tie]}{len(t.statements)}"
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
    if len(weight) > limit:
        click.echo(f"{limit:,} of {len(weight):,} actors; --limit N shows more.", err=True)
