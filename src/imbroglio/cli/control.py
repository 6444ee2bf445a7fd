"""`imbroglio control PLACE` and `imbroglio fronts`: who holds a place, assessed apart from claimed.

Flows in: a place and a day, or a day alone. Flows out: probabilities over holders with the statements behind them, and
the spells of control; or every place with its likeliest holder.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import DayType, case_option, json_option, limit_option
from imbroglio.cli.weigh import open_record

if TYPE_CHECKING:
    from imbroglio.model.record import ControlSpell
    from imbroglio.store import Case
    from imbroglio.views.names import Names

_ROWS = 60
_BAR = 24
_LEAST = 0.01  # shares below it are shown in JSON only


@click.command(
    short_help="Who holds a place: assessed, claimed, and by whose word.",
    epilog="Example: imbroglio control al-Bab --on 2017-02-24 --case syria.imbroglio",
)
@click.argument("place")
@click.option("--on", "on", type=DayType(last=True), metavar="DAY", help="The day asked about; the last with evidence without it.")
@case_option
@json_option
def control(place: str, on: date | None, case_path: Path, as_json: bool) -> None:
    """Who holds PLACE: a probability over holders, contested and unknown, and its spells of control.

    Assessed from all accounts; what the parties claim stands apart. A place of which nobody says who holds it is
    unknown: silence is no evidence.
    """
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import to_line
    from imbroglio.model.record import ControlSpell
    from imbroglio.pipeline.record import place_history

    with open_record(case_path) as (case, record):
        meant = record.place(place)
        names = names_of(record)
        history = place_history(case, record, meant)
        day = on or history.last
        if day is None:
            click.echo(f"No statement of the case tells who holds {meant.name}.", err=True)
            if as_json:
                click.echo(to_line({"place": meant.name, "id": meant.key, "on": None, "states": {"unknown": 1.0}, "holder": None}))
            return
        states = history.on(day)
        evidence = history.evidence(day)
        if as_json:
            answer = {
                "place": meant.name,
                "id": meant.key,
                "on": day.isoformat(),
                "states": _named(states, names),
                "holder": _holder(history.holder(day), names),
                "claimed": _named(history.claimed(day), names),
                "evidence": list(evidence),
                "ids": {names.actor(key): key for key in states},
            }
            click.echo(to_line(answer))
            return
        click.echo(f"{meant.name} on {day}:")
        for key, share in states.items():
            if share < _LEAST:
                continue
            click.echo(f"  {names.actor(key):<40.40} {share:6.1%} {'█' * round(share * _BAR)}".rstrip())
        for key, share in history.claimed(day).items():
            if key not in ("unknown", "contested") and share >= _LEAST:
                click.echo(f"  claimed by or for {names.actor(key)}: {share:.0%} of what the parties say")
        spells = [s for s in record.with_key(ControlSpell, [meant.key]) if s.place == meant.key]
        _print_spells(spells, names)
        _print_evidence(case, evidence[:8])


def _holder(key: str | None, names: Names) -> str | None:
    return None if key is None else names.actor(key)


def _named(states: dict[str, float], names: Names) -> dict[str, float]:
    out: dict[str, float] = {}
    for key, share in states.items():
        out[names.actor(key)] = round(out.get(names.actor(key), 0.0) + share, 4)
    return out


def _print_spells(spells: list[ControlSpell], names: Names) -> None:
    from imbroglio.cli.render import console, make_table

    if not spells:
        return
    right: dict[str, Any] = {"justify": "right", "no_wrap": True}
    table = make_table([("From", {"no_wrap": True}), ("To", {"no_wrap": True}), ("Holder", {"ratio": 1}), ("Sure", right), ("Basis", {}), ("Told", right)])
    for s in spells:
        table.add_row(s.start.isoformat(), s.end.isoformat(), names.actor(s.holder), f"{s.probability:.0%}", s.basis, str(len(s.statements)))
    console().print(table)


def _print_evidence(case: Case, ids: tuple[str, ...]) -> None:
    from imbroglio.cli.render import clean

    for id in ids:
        s = case.statement(id)
        doc = case.document(s.doc).document
        about = ", ".join(p for p in (doc.source, doc.date and doc.date.isoformat()) if p) or doc.id
        click.echo(f"  {s.id[:8]}  {clean(about)}: {clean(s.evidence.quote)}")
    if ids:
        click.echo("Next: imbroglio why ID shows how a sentence was read.", err=True)


@click.command(
    short_help="Every place with its likeliest holder on a day.",
    epilog="Example: imbroglio fronts --on 2016-11-05 --case syria.imbroglio",
)
@click.option("--on", "on", type=DayType(last=True), metavar="DAY", required=True, help="The day asked about.")
@click.option("--holder", metavar="NAME", help="Only places that this actor holds, or that are contested or unknown.")
@case_option
@limit_option
@json_option
def fronts(on: date, holder: str | None, case_path: Path, limit: int | None, as_json: bool) -> None:
    """Who holds what on a day, place by place, where anything is known: assessed, with how sure that is.

    No line is drawn between places: reports tell of places, and what lies between them is not known.
    """
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import console, make_table, print_lines
    from imbroglio.model.record import ControlSpell

    with open_record(case_path) as (_case, record):
        names = names_of(record)
        wanted = holder if holder in (None, "contested", "unknown") else record.actor(holder).key
        found = [
            s
            for s in record.all(ControlSpell)
            if s.basis == "assessed" and s.start <= on <= s.end and wanted in (None, s.holder) and (wanted or s.holder != "unknown")
        ]
    found.sort(key=lambda s: (names.place(s.place), s.place))
    if as_json:
        print_lines(
            {
                "place": names.place(s.place), "id": s.place, "holder": names.actor(s.holder), "holder_id": s.holder,
                "probability": round(s.probability, 4), "since": s.start.isoformat(), "until": s.end.isoformat(), "evidence": s.statements,
                "lat": names.places[s.place].lat if s.place in names.places else None,
                "lon": names.places[s.place].lon if s.place in names.places else None,
            }
            for s in islice(found, limit)
        )  # fmt: skip
        return
    if not found:
        click.echo(f"Nothing is known of who held what on {on}; 'imbroglio timeline PLACE' shows what is told of a place.", err=True)
        return
    table = make_table([("Place", {"ratio": 2}), ("Holder", {"ratio": 3}), ("Sure", {"justify": "right"}), ("Since", {"no_wrap": True}), ("Told", {"justify": "right"})])
    rows = found[: limit or _ROWS]
    for s in rows:
        table.add_row(names.place(s.place), names.actor(s.holder), f"{s.probability:.0%}", s.start.isoformat(), str(len(s.statements)))
    console().print(table)
    if len(rows) < len(found):
        click.echo(f"{len(rows):,} of {len(found):,} places; --limit N shows more.", err=True)
