"""`imbroglio disputes`: where the accounts cannot all be true, side by side.

Flows in: a case, filters. Flows out: each dispute with its positions, who takes them, and the statements behind them.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from imbroglio.cli.options import case_option, json_option, limit_option
from imbroglio.cli.weigh import open_record
from imbroglio.model.record import DisputeAbout

if TYPE_CHECKING:
    from imbroglio.model.record import Dispute
    from imbroglio.views.names import Names

_ROWS = 20


@click.command(
    short_help="Where the accounts cannot all be true.",
    epilog="Example: imbroglio disputes --about toll --case syria.imbroglio",
)
@click.option("--about", type=click.Choice(get_args(DisputeAbout)), help="Only disputes about this.")
@click.option("--place", metavar="NAME", help="Only disputes at this place.")
@click.option("--incident", "incident_id", metavar="ID", help="Only disputes about this incident.")
@case_option
@limit_option
@json_option
def disputes(about: str | None, place: str | None, incident_id: str | None, case_path: Path, limit: int | None, as_json: bool) -> None:
    """Disputes over who holds a place, who did it, how many died, whether it happened: each position with its sources.

    imbroglio does not settle them: it says who says what, how independent they are, and which are parties to the fight.
    """
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import print_lines
    from imbroglio.model.record import Dispute, Incident

    with open_record(case_path) as (_case, record):
        names = names_of(record)
        keys: list[str] = []
        if place:
            keys.append(record.place(place).key)
        if incident_id:
            keys.append(record.get(Incident, incident_id).id)
        held = record.with_key(Dispute, keys) if keys else record.all(Dispute)
        found = [d for d in held if about in (None, d.about)]
    if as_json:
        print_lines(dispute_json(d, names) for d in islice(found, limit))
        return
    if not found:
        click.echo("The accounts of this case do not contradict each other in what was asked for.", err=True)
        return
    print_disputes(found[: limit or _ROWS], names)
    if len(found) > (limit or _ROWS):
        click.echo(f"{limit or _ROWS:,} of {len(found):,} disputes; --limit N shows more.", err=True)


def dispute_json(d: Dispute, names: Names) -> dict[str, Any]:
    """A dispute for a program, with names beside keys."""
    out: dict[str, Any] = asdict(d)
    for key in ("start", "end"):
        out[key] = out[key] and out[key].isoformat()
    for position in out["positions"]:
        # A key holds a name: who does not act in public has neither here.
        position["by"] = [{"id": k, "name": names.actor(k)} for k in position["by"] if k in names.actors]
        position["independent_sources"] = len(position["sources"])
        position["sources"] = [names.origin(o) for o in position["sources"]]
        for key in ("first", "last"):
            position[key] = position[key] and position[key].isoformat()
    return out


def print_disputes(found: list[Dispute], names: Names) -> None:
    """Disputes with their positions, one below the other."""
    from rich.table import Table
    from rich.text import Text

    from imbroglio.cli.render import clean, console, plural

    screen = console()
    for d in found:
        days = " to ".join(dict.fromkeys(x.isoformat() for x in (d.start, d.end) if x))
        grade = f", graded {d.grade}" if d.grade else ""
        screen.print(Text(f"{clean(d.title)}  [{d.about}{f', {days}' if days else ''}{grade}; {d.id[:9]}]", style="bold"))
        table = Table.grid(padding=(0, 2, 0, 2))
        table.add_column(ratio=3, overflow="fold")
        table.add_column(ratio=4, overflow="fold")
        table.add_column(ratio=2, overflow="fold", style="dim")
        table.expand = True
        for p in d.positions:
            who = names.actors_of(p.by) or "in reports' own voice"
            told = f"{who}{' (a party to the fight)' if p.party else ''}; {', '.join(clean(o) for o in p.outlets)}"
            ids = " ".join(id[:8] for id in p.statements[:3]) + (" ..." if len(p.statements) > 3 else "")
            table.add_row(Text(clean(p.value)), Text(f"{told}: {plural(len(p.sources), 'independent source')}"), Text(ids))
        screen.print(table)
        screen.print()
    click.echo("Next: imbroglio why ID, with an id of a position, shows the sentence.", err=True)
