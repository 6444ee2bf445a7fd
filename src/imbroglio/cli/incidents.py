"""`imbroglio incidents` and `imbroglio incident ID`: what happened, however many reports tell it.

Flows in: filters, or the first signs of an id. Flows out: a table, JSON Lines, or one incident with its accounts
side by side.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from imbroglio.cli.options import DayType, case_option, json_option, limit_option
from imbroglio.cli.weigh import open_record
from imbroglio.views.incidents import IncidentFilter, Sort, few, in_order, toll_of, toll_text, when

if TYPE_CHECKING:
    from imbroglio.model.record import Incident
    from imbroglio.store import Case, Record
    from imbroglio.views.names import Names

_ROWS = 60


@click.command(
    short_help="What happened: incidents, each with all of its accounts.",
    epilog="Example: imbroglio incidents --case syria.imbroglio --place al-Bab --outlets 2",
)
@case_option
@click.option("--type", "types", multiple=True, metavar="TYPE", help="A type such as air-strike; may be repeated: any of them.")
@click.option("--actor", "actors", multiple=True, metavar="NAME", help="Who takes part; repeated: all of them.")
@click.option("--place", "place", metavar="NAME", help="Where, by name or key.")
@click.option("--from", "since", type=DayType(last=False), metavar="DAY", help="From this day, month or year.")
@click.option("--to", "until", type=DayType(last=True), metavar="DAY", help="Up to the end of this day, month or year.")
@click.option("--deaths", type=click.IntRange(min=1), metavar="N", help="With this many dead or more, by the best figure.")
@click.option("--outlets", type=click.IntRange(min=1), default=1, metavar="N", help="Told by this many outlets or more.")
@click.option("--sort", type=click.Choice(["time", "deaths", "sources"]), default="time", show_default=True, help="The order.")
@limit_option
@json_option
def incidents(
    case_path: Path,
    types: tuple[str, ...],
    actors: tuple[str, ...],
    place: str | None,
    since: date | None,
    until: date | None,
    deaths: int | None,
    outlets: int,
    sort: str,
    limit: int | None,
    as_json: bool,
) -> None:
    """What happened: statements of one thing are one incident, however many reports tell it.

    Dead: the best figure, and lowest and highest where accounts differ (16+: 16 or more). Told: by so many statements.
    Src: by so many sources that are independent of each other: outlets that repeat one monitor are one.
    """
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import console, print_lines

    with open_record(case_path) as (_case, record):
        names = names_of(record)
        keys = tuple(record.actor(name).key for name in actors)
        where = record.place(place).key if place else None
        asked = IncidentFilter(frozenset(types), keys, where, since, until, deaths, told_by=outlets)
        found = in_order((i for i in _candidates(record, asked) if asked.fits(i)), cast(Sort, sort))
    if as_json:
        print_lines(incident_json(i, names) for i in islice(found, limit))
        return
    if not found:
        click.echo("No incident fits; 'imbroglio incidents' without filters lists all.", err=True)
        return
    rows = found[: limit or _ROWS]
    console().print(incident_table(rows, names))
    if len(rows) < len(found):
        click.echo(f"{len(rows):,} of {len(found):,} incidents; --limit N shows more, and filters fewer.", err=True)


def _candidates(record: Record, asked: IncidentFilter) -> Iterator[Incident]:
    """Those that the record finds by a key, where one is asked for; else all."""
    from imbroglio.model.record import Incident

    key = asked.place or next(iter(asked.actors), None)
    yield from record.all(Incident) if key is None else record.with_key(Incident, [key])


def incident_table(rows: list[Incident], names: Names) -> Any:
    """The table of incidents."""
    from imbroglio.cli.render import make_table

    right: dict[str, Any] = {"justify": "right", "no_wrap": True}
    table = make_table(
        [
            ("Id", {"no_wrap": True, "style": "dim"}),
            ("When", {"width": 10, "overflow": "fold"}),
            ("What", {"width": 12, "overflow": "fold"}),
            ("Who", {"ratio": 3, "overflow": "fold"}),
            ("Against", {"ratio": 3, "overflow": "fold"}),
            ("Where", {"ratio": 2, "overflow": "fold"}),
            ("Dead", {"justify": "right", "width": 8}),
            ("Told", right),
            ("Src", right),
        ]
    )
    table.expand = True
    for i in rows:
        first, second = (*i.sides, (), ())[:2]
        table.add_row(
            i.id[:9],
            when(i),
            i.type,
            few(names.actors_of(first)),
            few(names.actors_of(second)),
            names.spot(i.place),
            toll_text(toll_of(i)),
            str(len(i.statements)),
            str(len(i.sources)),
        )
    return table


def incident_json(i: Incident, names: Names) -> dict[str, Any]:
    """An incident in the form that programs read; docs/incidents.md describes it."""
    toll = toll_of(i)
    agents, targets = (*i.sides, (), ())[:2]
    place = i.place

    def side(keys: tuple[str, ...]) -> list[dict[str, str]]:
        return [{"id": k, "name": names.actor(k)} for k in keys if k in names.actors or k == "civilians"]

    return {
        "id": i.id,
        "type": i.type,
        "start": i.start and i.start.isoformat(),
        "end": i.end and i.end.isoformat(),
        "date_precision": i.date_precision,
        "place": place
        and {"name": place.name, "id": place.key, "lat": place.lat, "lon": place.lon, "precision": place.precision},
        "sides": list(dict.fromkeys(s["name"] for s in side((*agents, *targets)))),
        "agents": side(agents),
        "targets": side(targets),
        "deaths": {n: getattr(toll, n) if toll else None for n in ("low", "best", "high")},
        "tolls": [
            {
                "side": t.side and names.actor(t.side), "measure": t.measure, "low": t.low, "best": t.best, "high": t.high,
                "rule": t.rule, "statements": t.accounts, "best_by": t.best_by,
            }
            for t in i.deaths
        ],
        "statements": i.statements,
        "outlets": i.outlets,
        "independent_sources": len(i.sources),
        "sources": [names.origin(o) for o in i.sources],
        "score": i.score,
        "reasons": i.reasons,
    }  # fmt: skip


@click.command(
    short_help="One incident: its accounts side by side.",
    epilog="Example: imbroglio incident i3f9a1c2 --case syria.imbroglio",
)
@click.argument("incident_id", metavar="ID")
@case_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON, with every statement.")
def incident(incident_id: str, case_path: Path, as_json: bool) -> None:
    """One incident: what each account says, in whose words, and what was made of them."""
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import clean, console, print_headed, to_line
    from imbroglio.model import statement_to_json
    from imbroglio.model.record import Dispute, Incident

    with open_record(case_path) as (case, record):
        found = record.get(Incident, incident_id)
        names = names_of(record)
        told = [case.statement(id) for id in found.statements]
        disputed = [d for d in record.with_key(Dispute, [found.id]) if d.subject == found.id]
        if as_json:
            accounts = [statement_to_json(s) for s in told]
            click.echo(to_line({**incident_json(found, names), "accounts": accounts, "disputes": [d.id for d in disputed]}))
            return
        first, second = (*found.sides, (), ())[:2]
        lines = [
            ("Incident", f"{found.id}: {found.type}"),
            ("When", when(found) or "no account dates it"),
            ("Where", names.spot(found.place) or "no account places it"),
            ("Who", names.actors_of(first) or "no account says who"),
            ("Against", names.actors_of(second)),
            *_tolls(found, names),
            ("Outlets", ", ".join(clean(o) for o in found.outlets)),
            ("Sources", f"{len(found.sources)} independent: {', '.join(names.origin(o) for o in found.sources)}"),
            ("Merged", f"score {found.score:.2f}: {'; '.join(found.reasons)}" if len(told) > 1 else ""),
            *((("Disputed", f"{d.about}: {clean(d.title)} ({d.id[:9]})")) for d in disputed),
        ]
        print_headed([(heading, text) for heading, text in lines if text])
        console().print(_accounts(case, told, names))
    click.echo("Next: imbroglio why ID shows the sentence of an account with its roles.", err=True)


def _tolls(found: Incident, names: Names) -> Iterator[tuple[str, str]]:
    for n, toll in enumerate(found.deaths):
        of = f" of {names.actor(toll.side)}" if toll.side else ""
        figures = ", ".join(f"{w} {'?' if v is None else f'{v:,}'}" for w, v in (("low", toll.low), ("best", toll.best), ("high", toll.high)))
        yield ("Deaths" if n == 0 else "", f"{toll.measure}{of}: {figures} (rule: {toll.rule}; {len(toll.accounts)} accounts)")


def _accounts(case: Case, told: list[Any], names: Names) -> Any:
    from imbroglio.cli import cells
    from imbroglio.cli.render import clean, make_table

    public = case.public_persons()
    table = make_table(
        [
            ("Id", {"no_wrap": True, "style": "dim"}),
            ("Report", {"width": 18, "overflow": "fold"}),
            ("Says so", {"width": 14, "overflow": "fold"}),
            ("Numbers", {"width": 12, "overflow": "fold"}),
            ("Sentence", {"ratio": 1, "overflow": "fold"}),
        ]
    )
    table.expand = True
    for s in told:
        doc = case.document(s.doc).document
        about = ", ".join(p for p in (doc.source or doc.id, doc.date and doc.date.isoformat()) if p)
        table.add_row(s.id[:8], clean(about), cells.says(s, public), cells.numbers(s), clean(s.evidence.quote))
    return table
