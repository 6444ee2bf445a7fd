"""`imbroglio timeline ACTOR|PLACE`: what happened to an actor or a place, day by day.

Flows in: a name. Flows out: incidents, changes of control, bonds and steps of history in the order of time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from imbroglio.cli.options import DayType, case_option, json_option, limit_option
from imbroglio.cli.weigh import open_record
from imbroglio.errors import NotFound
from imbroglio.views.incidents import deaths_of, in_days

if TYPE_CHECKING:
    from imbroglio.store import Record
    from imbroglio.views.names import Names

_ROWS = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a timeline. `kind` is incident, control, bond or history; `id` leads on to it where it has one."""

    first: date | None
    last: date | None
    kind: str
    what: str
    id: str
    statements: tuple[str, ...]
    sources: int


@click.command(
    short_help="What is told of an actor or a place, in the order of time.",
    epilog="Example: imbroglio timeline al-Bab --from 2016-11 --case syria.imbroglio",
)
@click.argument("name", metavar="ACTOR|PLACE")
@click.option("--from", "since", type=DayType(last=False), metavar="DAY", help="From this day, month or year.")
@click.option("--to", "until", type=DayType(last=True), metavar="DAY", help="Up to the end of this day, month or year.")
@case_option
@limit_option
@json_option
def timeline(name: str, since: date | None, until: date | None, case_path: Path, limit: int | None, as_json: bool) -> None:
    """What is told of an actor or a place, in the order of time: incidents, changes of control, who stood with or against whom.

    What no account dates is not here; 'imbroglio incidents' lists it.
    """
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import clean, console, make_table, print_lines

    with open_record(case_path) as (_case, record):
        names = names_of(record)
        entries = [e for e in _entries(record, _key(record, name), names) if e.first or e.last]
    found = [e for e in entries if in_days(e.first, e.last, since, until)]
    found.sort(key=lambda e: (e.first or e.last or date.min, e.last or e.first or date.min, e.kind, e.id))
    if as_json:
        print_lines(
            {
                "start": e.first and e.first.isoformat(), "end": e.last and e.last.isoformat(), "kind": e.kind,
                "what": e.what, "id": e.id, "statements": e.statements, "independent_sources": e.sources,
            }
            for e in islice(found, limit)
        )  # fmt: skip
        return
    if not found:
        click.echo(f"Nothing that is dated is told of '{name}' in these days.", err=True)
        return
    table = make_table([("When", {"width": 12, "overflow": "fold"}), ("What", {"ratio": 1}), ("Sources", {"justify": "right"}), ("Id", {"no_wrap": True, "style": "dim"})])
    table.expand = True
    rows = found[: limit or _ROWS]
    for e in rows:
        days = " to ".join(dict.fromkeys(d.isoformat() for d in (e.first, e.last) if d))
        table.add_row(days, clean(e.what), str(e.sources or ""), e.id[:9] or " ".join(s[:8] for s in e.statements[:1]))
    console().print(table)
    if len(rows) < len(found):
        click.echo(f"{len(rows):,} of {len(found):,} entries; --limit N shows more.", err=True)


def _key(record: Record, name: str) -> str:
    """The key of the actor or else the place of that name. Raises NotFound."""
    try:
        return record.actor(name).key
    except NotFound as as_actor:
        try:
            return record.place(name).key
        except NotFound as as_place:
            both = f"Neither an actor nor a place of the record is called '{name}'; 'imbroglio actors' and 'imbroglio places' list them."
            several = next((str(e) for e in (as_actor, as_place) if "several" in str(e)), None)
            raise NotFound(several or both) from None


def _entries(record: Record, key: str, names: Names) -> Iterator[Entry]:
    from imbroglio.model.record import Bond, ControlSpell, History, Incident

    for i in record.with_key(Incident, [key]):
        first, second = (*i.sides, (), ())[:2]
        dead = deaths_of(i)
        said = [(" by ", names.actors_of(first)), (" against ", names.actors_of(second)), (" at ", names.spot(i.place))]
        what = i.type + "".join(word + text for word, text in said if text) + ("" if dead is None else f" ({dead:,} dead)")
        yield Entry(i.start, i.end, "incident", what, i.id, i.statements, len(i.sources))
    for s in record.with_key(ControlSpell, [key]):
        if s.basis == "assessed" and s.holder != "unknown":
            verb = "contested" if s.holder == "contested" else f"held by {names.actor(s.holder)}"
            yield Entry(s.start, s.end, "control", f"{names.place(s.place)} {verb} ({s.probability:.0%})", "", s.statements, 0)
    for b in record.with_key(Bond, [key]):
        if len(b.statements) > 1:
            verb = {"fights": "and {} fight", "allied": "and {} stand together", "backs": "backs {}", "part-of": "is part of {}"}[b.tie]
            yield Entry(b.since, b.until, "bond", f"{names.actor(b.first)} {verb.format(names.actor(b.second))}", "", b.statements, len(b.sources))
    for h in record.with_key(History, [key]):
        yield Entry(h.on, h.until, "history", f"{names.actor(h.first)} {h.type} {names.actor(h.second)}", "", h.statements, 0)
