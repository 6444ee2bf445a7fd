"""`imbroglio who`: who fights, backs and stands with whom, at any time or on one day.

Flows in: a case. Flows out: a matrix, or JSON Lines of the ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import DayType, case_option, json_option
from imbroglio.cli.weigh import open_record

if TYPE_CHECKING:
    from imbroglio.cli.named import Names
    from imbroglio.model.record import Bond
    from imbroglio.store import Record

_COLUMNS = 12
_SIGNS = {"fights": "f", "backs": "b", "allied": "a"}


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
    from imbroglio.cli.named import Names
    from imbroglio.cli.render import print_lines

    with open_record(case_path) as (case, record):
        ties = [t for t in ties_of(record, Names(record), on) if len(t.statements) >= least and (t.named or everybody)]
        types = case.types_of(id for t in ties for id in t.statements) if as_json else {}
    if as_json:
        print_lines(tie_json(t, types) for t in ties)
        return
    print_matrix(ties, limit)


@dataclass(frozen=True, slots=True)
class Tie:
    """How two actors stand to each other: all spells of one bond together, or those of one day."""

    first: str
    first_name: str
    second: str
    second_name: str
    tie: str
    statements: tuple[str, ...]
    sources: tuple[str, ...]
    since: date | None
    until: date | None
    named: bool


def ties_of(record: Record, names: Names, on: date | None = None) -> list[Tie]:
    """Who fights, backs and stands with whom; most often first. `part-of` is history and stands on an actor's page."""
    from imbroglio.model.record import Bond

    held: dict[tuple[str, str, str], list[Bond]] = {}
    for b in record.all(Bond):
        if b.tie in _SIGNS and (on is None or ((b.since is None or b.since <= on) and (b.until is None or on <= b.until))):
            held.setdefault((b.first, b.second, b.tie), []).append(b)
    ties = [_tie(spells, names) for spells in held.values()]
    order = list(_SIGNS)
    return sorted(ties, key=lambda t: (-len(t.statements), order.index(t.tie), t.first_name, t.second_name, t.first, t.second))


def _tie(spells: list[Bond], names: Names) -> Tie:
    b = spells[0]
    starts, ends = [s.since for s in spells], [s.until for s in spells]
    named = all(key in names.actors and names.actors[key].named for key in (b.first, b.second))
    return Tie(
        b.first,
        names.actor(b.first),
        b.second,
        names.actor(b.second),
        b.tie,
        tuple(dict.fromkeys(id for s in spells for id in s.statements)),
        tuple(sorted({o for s in spells for o in s.sources})),
        None if None in starts else min(d for d in starts if d),
        None if None in ends else max(d for d in ends if d),
        named,
    )


def tie_json(t: Tie, types: Mapping[str, str]) -> dict[str, Any]:
    """A tie for a program; `types` are those of its statements, by id."""
    return {
        "first": t.first, "first_name": t.first_name, "second": t.second, "second_name": t.second_name, "tie": t.tie,
        "statements": len(t.statements), "types": dict(sorted(Counter(types[id] for id in t.statements).items())), "evidence": t.statements, "independent_sources": len(t.sources),
        "since": t.since and t.since.isoformat(), "until": t.until and t.until.isoformat(), "named": t.named,
    }  # fmt: skip


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
        weight.update({t.first: len(t.statements), t.second: len(t.statements)})
        names |= {t.first: t.first_name, t.second: t.second_name}
    keys = sorted(weight, key=lambda k: (-weight[k], names[k], k))[:limit]
    at = {key: n for n, key in enumerate(keys)}
    grid = [["" for _ in keys] for _ in keys]
    for t in ties:
        if t.first in at and t.second in at:
            a, b, sign = at[t.first], at[t.second], f"{_SIGNS[t.tie]}{len(t.statements)}"
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
