"""`imbroglio export WHAT --as FORM`: the record as files for other programs.

Flows in: what, in which form, and filters. Flows out: a file, or standard output. A file is written whole or not at all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import DayType, case_option, limit_option, named_actors
from imbroglio.cli.weigh import open_record

if TYPE_CHECKING:
    from imbroglio.exchange.cells import Row
    from imbroglio.pipeline.export import Asked
    from imbroglio.store import Record

WHATS = ("incidents", "statements", "actors", "control", "network", "disputes")
FORMS = ("csv", "xlsx", "json", "jsonl", "geojson", "gexf", "acled", "ged")
_FITS = {
    "types": ("incidents", "statements"),
    "actors": ("incidents", "statements", "control", "network"),
    "place": ("incidents", "statements", "control", "disputes"),
    "since": ("incidents", "statements", "control", "network", "disputes"),
    "until": ("incidents", "statements", "control", "network", "disputes"),
    "on": ("control", "network"),
    "deaths": ("incidents",),
    "outlets": ("incidents",),
    "sort": ("incidents",),
    "kinds": ("statements", "actors"),
    "statuses": ("statements",),
    "basis": ("control",),
    "about": ("disputes",),
}
_OPTIONS = {
    "types": "--type", "actors": "--actor", "since": "--from", "until": "--to", "kinds": "--kind", "statuses": "--status",
}  # fmt: skip


@click.command(
    short_help="Write the record for other programs: CSV, XLSX, JSON, GeoJSON, GEXF, ACLED, GED.",
    epilog="Example: imbroglio export incidents --as xlsx --from 2016 --out incidents.xlsx --case syria.imbroglio",
)
@click.argument("what", type=click.Choice(WHATS), metavar="WHAT")
@click.option("--as", "form", type=click.Choice(FORMS), help="The form; without it, by the ending of --out, else csv.")
@click.option("--out", "out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="The file to write; without it, standard output.")
@case_option
@click.option("--type", "types", multiple=True, metavar="TYPE", help="Incidents, statements: of this type; repeated: any of them.")
@click.option("--actor", "actors", multiple=True, metavar="NAME", help="Who takes part, or holds; repeated: all of them.")
@click.option("--place", "place", metavar="NAME", help="Where, by name or key.")
@click.option("--from", "since", type=DayType(last=False), metavar="DAY", help="From this day, month or year.")
@click.option("--to", "until", type=DayType(last=True), metavar="DAY", help="Up to the end of this day, month or year.")
@click.option("--on", "on", type=DayType(last=True), metavar="DAY", help="Control, network: as they were on this day.")
@click.option("--deaths", type=click.IntRange(min=1), metavar="N", help="Incidents: with this many dead or more.")
@click.option("--outlets", type=click.IntRange(min=1), metavar="N", help="Incidents: told by this many outlets or more.")
@click.option("--sort", type=click.Choice(["time", "deaths", "sources"]), help="Incidents: the order; by time without it.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Statements: event, relation, ...; actors: armed_group, state, ...")
@click.option("--status", "statuses", multiple=True, metavar="STATUS", help="Statements: actual, planned, denied, ...")
@click.option("--basis", type=click.Choice(["assessed", "claimed"]), help="Control: only what is assessed, or what parties claim.")
@click.option("--about", type=click.Choice(["holder", "perpetrator", "toll", "occurrence"]), help="Disputes: only these.")
@limit_option
@click.option("--json", "as_json", is_flag=True, help="What was written, as JSON on standard output; with --out only.")
def export(what: str, form: str | None, out: Path | None, case_path: Path, limit: int | None, as_json: bool, **filters: Any) -> None:
    """Write WHAT: incidents, statements, actors, control, network or disputes.

    csv, xlsx, json and jsonl hold everything; geojson what has a place (incidents, statements, control); gexf the network
    for Gephi; acled and ged incidents in the columns of these datasets. Each row names its statements and the revision of
    the record, so that it leads back. Private persons are left out; no cell can start a formula.
    """
    from imbroglio.cli.render import plural, to_line
    from imbroglio.exchange.forms import columns_of, form_of, iter_bytes
    from imbroglio.pipeline.export import Export

    given = {name: value for name, value in filters.items() if value not in (None, ())}
    for name in given:
        if what not in _FITS[name]:
            raise click.UsageError(f"{_OPTIONS.get(name, f'--{name}')} does not apply to {what}; it does to {', '.join(_FITS[name])}.")
    meant = form_of(what, form or _form_by_ending(what, out))
    if meant == "xlsx" and out is None and sys.stdout.isatty():
        raise click.UsageError("A workbook cannot be shown on a terminal; name a file with --out.")
    if as_json and out is None:
        raise click.UsageError("--json and the rows would both go to standard output; name a file with --out, or write rows as JSON with --as json.")
    with open_record(case_path) as (case, record):
        holder = Export(case, record)
        asked = replace(_asked(record, what, **given), limit=limit)
        sheet = holder.sheet(what, meant, asked)
        counted = _Counted(sheet.rows)
        _put(iter_bytes(replace(sheet, rows=counted, columns=columns_of(what, meant)), meant, holder.book), out)
        left = len(holder.incidents(asked)) - counted.count if meant in ("acled", "ged") else 0
    if as_json:
        summary = {"what": what, "form": meant, "file": str(out), "rows": counted.count, "left_out": left, "revision": holder.revision}
        click.echo(to_line(summary))
        return
    told = f"{plural(counted.count, 'row')} of {what} as {meant}{f' to {out}' if out else ''}; revision {holder.revision}."
    if left:
        told += f" {plural(left, 'incident')} left out: {'ACLED has no event type for them' if meant == 'acled' else 'GED holds organised violence with known sides and at least one death'}."
    click.echo(told, err=True)


class _Counted:
    """Rows, and how many of them have gone by."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _form_by_ending(what: str, out: Path | None) -> str:
    from imbroglio.exchange.forms import FORMS, KINDS

    fitting = [form for form in FORMS[what] if out is not None and out.name.lower().endswith(f".{KINDS[form].ending}")]
    return max(fitting, key=lambda form: len(KINDS[form].ending), default="csv")


def _asked(
    record: Record,
    what: str,
    *,
    types: tuple[str, ...] = (),
    actors: tuple[str, ...] = (),
    place: str | None = None,
    since: date | None = None,
    until: date | None = None,
    on: date | None = None,
    deaths: int | None = None,
    outlets: int = 1,
    sort: Any = "time",
    kinds: tuple[str, ...] = (),
    statuses: tuple[str, ...] = (),
    basis: str = "",
    about: str | None = None,
) -> Asked:
    from imbroglio.pipeline.export import Asked
    from imbroglio.store import Named, StatementFilter
    from imbroglio.views.incidents import IncidentFilter

    if what == "statements":
        places = (Named(place),) if place else ()
        return Asked(
            statements=StatementFilter(
                kinds=kinds, types=types, statuses=statuses, actors=named_actors(actors), places=places, since=since, until=until
            )
        )
    keys = tuple(record.actor(name).key for name in actors)
    where = record.place(place).key if place else None
    return Asked(
        incidents=IncidentFilter(
            types=frozenset(types), actors=keys, place=where, since=since, until=until, deaths=deaths, told_by=outlets
        ),
        sort=sort, actors=keys, places=(where,) if where else (), kinds=kinds, about=(about,) if about else (), since=since,
        until=until, on=on, basis=basis,
    )  # fmt: skip


def _put(chunks: Iterator[bytes], out: Path | None) -> None:
    """The bytes to a file, which is there only when it is whole, or to standard output."""
    if out is None:
        for chunk in chunks:
            click.echo(chunk, nl=False)
        return
    from imbroglio.errors import ExportError

    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("wb") as held:
            for chunk in chunks:
                held.write(chunk)
        os.replace(part, out)
    except OSError as fault:
        raise ExportError(f"'{out}' cannot be written: {fault.strerror or fault}.") from None
    finally:
        part.unlink(missing_ok=True)
