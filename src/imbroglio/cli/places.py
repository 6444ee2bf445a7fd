"""`imbroglio places`: the places of a case; `imbroglio places add`: more places for the gazetteer.

Flows in: a case, or a GeoNames country dump. Flows out: a table or JSON Lines; or a bigger gazetteer.
"""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from pathlib import Path

import click

from imbroglio.cli.options import case_option, json_option, limit_option, open_existing

_ROWS = 50


@click.group(
    short_help="Where; and more places for the gazetteer.",
    invoke_without_command=True,
    epilog="Examples: imbroglio places --case syria.imbroglio, or: imbroglio places add SY.txt",
)
@case_option
@limit_option
@json_option
@click.pass_context
def places(context: click.Context, case_path: Path, limit: int | None, as_json: bool) -> None:
    """The places of a case, with how much is said of each; 'add' teaches the gazetteer more of them."""
    if context.invoked_subcommand is not None:
        return
    from imbroglio.cli.render import clean, console, make_table, print_lines

    with open_existing(case_path) as case:
        found = case.places()
    if as_json:
        print_lines(asdict(p) for p in islice(found, limit))
        return
    right = {"justify": "right", "no_wrap": True}
    headings = ("Events", "Control", "Other", "Reports", "Named")
    table = make_table(
        [("Place", {"ratio": 3}), ("Point", {"no_wrap": True}), *((h, right) for h in headings)]
    )
    shown = limit or _ROWS
    for p in islice(found, shown):
        point = "" if p.lat is None or p.lon is None else f"{p.lat:.2f} {p.lon:.2f}"
        figures = (p.events, p.control, p.others, p.reports, p.mentions)
        table.add_row(clean(p.name), point, *(f"{n:,}" for n in figures))
    console().print(table)
    if len(found) > shown:
        click.echo(f"{shown:,} of {len(found):,} places; --limit N shows more.", err=True)


@places.command(epilog="Example: imbroglio places add SY.txt (from the GeoNames download of one country)")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--json", "as_json", is_flag=True, help="The figures as JSON.")
def add(file: Path, as_json: bool) -> None:
    """Add the places of a GeoNames country dump, such as SY.txt, to the gazetteer, for all later readings."""
    from imbroglio.cli.render import plural, to_line
    from imbroglio.knowledge.gazetteer import add_geonames

    number = add_geonames(file)
    if as_json:
        click.echo(to_line({"file": str(file), "places": number}))
        return
    click.echo(
        f"{plural(number, 'place')} of {file} added. Reports read from now on, or read again, are "
        "placed with them."
    )
