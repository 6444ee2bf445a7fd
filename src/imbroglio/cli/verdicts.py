"""`imbroglio merge`, `split` and `undo`: what a person decides on who is who.

Flows in: names or keys of actors. Flows out: a verdict in the case, and a record that follows it.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from imbroglio.cli.options import case_option
from imbroglio.cli.weigh import open_record, run_weighing

if TYPE_CHECKING:
    from imbroglio.model.record import Verdict

why_option = click.option("--why", default="", metavar="TEXT", help="The reason, kept with the verdict.")
verdict_json = click.option("--json", "as_json", is_flag=True, help="The verdict as JSON.")
by_option = click.option("--by", default="", metavar="NAME", help="Who decides; your account's name without it.")


@click.command(
    short_help="Say that two actors are one.",
    epilog="Example: imbroglio merge 'Jabhat al-Nusra' 'Nusra militants' --why 'same leader' --case syria.imbroglio",
)
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@why_option
@by_option
@case_option
@verdict_json
def merge(first: str, second: str, why: str, by: str, case_path: Path, as_json: bool) -> None:
    """Say that the actors A and B are one; A gives the name. No later weighing overwrites it; 'undo' takes it back."""
    from imbroglio.review import merge as decide

    with open_record(case_path) as (case, record):
        one, other = record.actor(first), record.actor(second)
        verdict = decide(record, one, other, by=by, why=why)
        run_weighing(case)
    _tell(verdict, f"{other.name} is {one.name}. To take it back: imbroglio undo {verdict.id} --case {case_path}", as_json)


@click.command(
    short_help="Say that a name is not the actor it was joined into.",
    epilog="Example: imbroglio split 'name:kurdish fighters@SY' --case syria.imbroglio",
)
@click.argument("part", metavar="A")
@why_option
@by_option
@case_option
@verdict_json
def split(part: str, why: str, by: str, case_path: Path, as_json: bool) -> None:
    """Say that A, a key or a name that was joined into an actor, is an actor of its own.

    'imbroglio actor NAME --json' lists the members of an actor by their keys.
    """
    from imbroglio.review import split as decide

    with open_record(case_path) as (case, record):
        whole = record.actor(part)
        key = record.member(whole, part)
        verdict = decide(record, key, whole, by=by, why=why)
        run_weighing(case)
    _tell(verdict, f"{key} is no longer {whole.name}. To take it back: imbroglio undo {verdict.id} --case {case_path}", as_json)


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

    Nothing is lost: the record is then the same, to the byte, as if the verdict had not been given.
    """
    from imbroglio.cli.render import print_lines
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
        run_weighing(case)
    back = f"{meant.id} ({_said(meant)}) is taken back. To bring it back: imbroglio undo {verdict.id} --case {case_path}"
    _tell(verdict, back, as_json)


def _tell(verdict: Verdict, text: str, as_json: bool) -> None:
    from imbroglio.cli.render import clean, to_line

    click.echo(to_line(asdict(verdict)) if as_json else f"{verdict.id}: {clean(text)}")


def _said(v: Verdict) -> str:
    return f"{v.action} {v.subject}{f' and {v.object}' if v.object else ''}"


def _print_verdicts(made: list[Verdict]) -> None:
    from imbroglio.cli.render import clean, console, make_table
    from imbroglio.model.record import in_force

    if not made:
        click.echo("No verdict has been given in this case.", err=True)
        return
    standing = {v.id for v in in_force(made)}
    undone_by = {v.subject: v.id for v in made if v.action == "undo"}
    table = make_table([("Id", {"no_wrap": True}), ("When", {"no_wrap": True}), ("Who", {}), ("What", {"ratio": 3}), ("Why", {"ratio": 2}), ("Stands", {})])
    for v in made:
        stands = "yes" if v.id in standing else f"undone by {undone_by[v.id]}" if v.id in undone_by else ""
        table.add_row(v.id, v.at, clean(v.by), clean(_said(v)), clean(v.why), stands)
    console().print(table)
