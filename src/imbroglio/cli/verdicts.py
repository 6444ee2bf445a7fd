"""`imbroglio merge`, `split` and `undo`: what a person decides on who is who, where is where, and what was one.

Flows in: names or keys of actors or places, ids of incidents or statements. Flows out: verdicts in the case, and a record
that follows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from imbroglio.cli.options import case_option
from imbroglio.cli.weigh import open_record, run_weighing

if TYPE_CHECKING:
    from imbroglio.model.record import Actor, Incident, Place, Verdict
    from imbroglio.store import Case, Record

why_option = click.option("--why", default="", metavar="TEXT", help="The reason, kept with the verdict.")
verdict_json = click.option("--json", "as_json", is_flag=True, help="The verdict as JSON.")
by_option = click.option("--by", default="", metavar="NAME", help="Who decides; your account's name without it.")
place_option = click.option("--place", "about", flag_value="place", help="Of places, not actors.")
incident_option = click.option("--incident", "about", flag_value="incident", help="Of incidents, not actors; see above.")


@click.command(
    short_help="Say that two actors, places or incidents are one.",
    epilog="Example: imbroglio merge 'Jabhat al-Nusra' 'Nusra militants' --why 'same leader' --case syria.imbroglio",
)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@place_option
@incident_option
@why_option
@by_option
@case_option
@verdict_json
def merge(first: str, second: str, about: str | None, why: str, by: str, case_path: Path, as_json: bool) -> None:
    """Say that the actors A and B are one; A gives the name. With --place, that two places are.

    With --incident, A and B are ids of incidents, and all of their accounts are of one. No later weighing overwrites it;
    'undo' takes it back.
    """
    from imbroglio.model.record import Incident
    from imbroglio.review import join_incidents
    from imbroglio.review import merge as decide

    with open_record(case_path) as (case, record):
        if about == "incident":
            verdict = join_incidents(record, record.get(Incident, first), record.get(Incident, second), by=by, why=why)
            said = f"{second} is {first}."
        elif about == "place":
            place, other = record.place(first), record.place(second)
            verdict, said = decide(record, place, other, by=by, why=why), f"{other.name} is {place.name}."
        else:
            actor, another = record.actor(first), record.actor(second)
            verdict, said = decide(record, actor, another, by=by, why=why), f"{another.name} is {actor.name}."
        run_weighing(case, quiet=as_json)
    tell_verdicts([verdict], said, case_path, as_json)


@click.command(
    short_help="Say that a name is not the actor or place it was joined into, or a statement not of its incident.",
    epilog="Example: imbroglio split 'name:kurdish fighters@SY' --case syria.imbroglio",
)
@click.argument("parts", metavar="A...", nargs=-1, required=True)
@click.option("--from", "other", default="", metavar="B", help="A and B, which may be one, are two: nothing joins them again.")
@place_option
@incident_option
@why_option
@by_option
@case_option
@verdict_json
def split(
    parts: tuple[str, ...], other: str, about: str | None, why: str, by: str, case_path: Path, as_json: bool
) -> None:
    """Say that A, a key or a name that was joined into an actor, is an actor of its own; with --place, a place of its own.

    With --incident, each A is the id of a statement; those given leave their incident together. 'imbroglio actor NAME
    --json' lists the members of an actor by their keys.
    """
    from imbroglio.review import part_incident
    from imbroglio.review import split as decide

    if other and (about == "incident" or len(parts) > 1):
        raise click.UsageError("--from keeps one actor or place apart from another: give one A, and no --incident.")
    with open_record(case_path) as (case, record):
        if other:
            verdict, said = _keep_apart(record, parts[0], other, about, by, why)
        elif about == "incident":
            incident, ids = _incident_with(case, record, parts)
            verdict = part_incident(record, incident, ids, by=by, why=why)
            said = f"{', '.join(ids)} {'is' if len(ids) == 1 else 'are'} of another incident than {incident.id}."
        else:
            whole: Actor | Place = record.place(parts[0]) if about == "place" else record.actor(parts[0])
            keys = [record.member(whole, part) for part in parts]
            verdict = decide(record, keys, whole, by=by, why=why)
            said = f"{', '.join(keys)} {'is' if len(keys) == 1 else 'are'} no longer {whole.name}."
        run_weighing(case, quiet=as_json)
    tell_verdicts([verdict], said, case_path, as_json)


def _keep_apart(record: Record, one: str, other: str, about: str | None, by: str, why: str) -> tuple[Verdict, str]:
    from imbroglio.review import keep_apart

    if about == "place":
        here, there = record.place(one), record.place(other)
        return keep_apart(record, here, there, by=by, why=why), f"{here.name} is not {there.name}."
    actor, another = record.actor(one), record.actor(other)
    return keep_apart(record, actor, another, by=by, why=why), f"{actor.name} is not {another.name}."


def _incident_with(case: Case, record: Record, parts: tuple[str, ...]) -> tuple[Incident, list[str]]:
    """The incident of which these statements are, and their whole ids."""
    from imbroglio.errors import NotFound
    from imbroglio.model.record import Incident

    ids = [case.statement(part).id for part in parts]
    found = record.with_key(Incident, ids[:1])
    if not found:
        raise NotFound(f"'{parts[0]}' is no account of an incident; 'imbroglio incident ID' lists the accounts of one.")
    return found[0], ids


@click.command(
    short_help="Take a verdict back.",
    epilog="Example: imbroglio undo v3 --case syria.imbroglio",
)
@click.argument("verdict_id", metavar="[ID]", required=False)
@click.option("--list", "listing", is_flag=True, help="List all verdicts instead, those taken back among them.")
@click.option("--json", "as_json", is_flag=True, help="The verdict, or with --list all of them, as JSON, one a line.")
@why_option
@by_option
@case_option
def undo(verdict_id: str | None, listing: bool, as_json: bool, why: str, by: str, case_path: Path) -> None:
    """Take back the verdict ID, or the last one that stands. To bring one back, undo the verdict that took it back.

    Verdicts that were given in one act are taken back together, by the first one's ID. Nothing is lost: the record is then
    the same, to the byte, as if the verdict had not been given.
    """
    from imbroglio.cli.render import clean, print_lines, to_line
    from imbroglio.review import undo as decide

    with open_record(case_path) as (case, record):
        if listing:
            made = record.verdicts()
            if as_json:
                print_lines(asdict(v) for v in made)
            else:
                _print_verdicts(made)
            return
        meant, verdict = decide(record, verdict_id, by=by, why=why)
        run_weighing(case, quiet=as_json)
        act = [v for v in record.verdicts() if v.batch == meant.id] or [meant]
    back = f"{meant.id} ({said_of(act[0])}{f' and {len(act) - 1} more' if len(act) > 1 else ''}) is taken back."
    back = f"{verdict.id}: {back} To bring it back: imbroglio undo {verdict.id} --case {case_path}"
    click.echo(to_line(asdict(verdict)) if as_json else clean(back))


def tell_verdicts(made: Sequence[Verdict], text: str, case_path: Path, as_json: bool) -> None:
    """What was decided in one act, and how to take it back; or the verdicts as JSON, one a line."""
    from imbroglio.cli.render import clean, print_lines

    if as_json:
        print_lines(asdict(v) for v in made)
        return
    click.echo(f"{made[0].id}: {clean(text)} To take it back: imbroglio undo {made[0].batch} --case {case_path}")


def said_of(v: Verdict) -> str:
    """A verdict in a few words."""
    if v.action == "undo":
        return f"undo {v.subject}"
    what = "" if v.about == "actor" else f" {v.about}"
    parted = f"{v.action}{what} {v.subject}"
    return f"{parted}{f' to {v.object}' if v.action == 'amend' else f' and {v.object}' if v.object else ''}"


def _print_verdicts(made: list[Verdict]) -> None:
    from imbroglio.cli.render import clean, console, make_table

    if not made:
        click.echo("No verdict has been given in this case.", err=True)
        return
    table = make_table(
        [("Id", {"no_wrap": True}), ("When", {"no_wrap": True}), ("Who", {}), ("What", {"ratio": 3}), ("Why", {"ratio": 2}), ("Stands", {})]
    )
    standing = stands_in(made)
    for v in made:
        table.add_row(v.id, v.at, clean(v.by), clean(said_of(v)), clean(v.why), standing[v.id])
    console().print(table)


def stands_in(made: Sequence[Verdict]) -> dict[str, str]:
    """Whether each verdict stands, or what took it back; "" for an undo that stands."""
    from imbroglio.model.record import taken_back_by

    by = taken_back_by(made)
    return {v.id: f"undone by {by[v.id]}" if v.id in by else "" if v.action == "undo" else "yes" for v in made}
