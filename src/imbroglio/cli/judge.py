"""`imbroglio accept`, `reject` and `amend`: what a person decides on statements.

Flows in: the first signs of statements' ids, and for `amend` fields with what they are to hold. Flows out: verdicts in
the case, and a record that follows them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import case_option
from imbroglio.cli.verdicts import by_option, tell_verdicts, why_option
from imbroglio.cli.weigh import open_record, run_weighing

if TYPE_CHECKING:
    from imbroglio.model.record import Verdict
    from imbroglio.store import Record

verdicts_json = click.option("--json", "as_json", is_flag=True, help="The verdicts as JSON, one a line.")


@click.command(
    short_help="Say that statements are right.",
    epilog="Example: imbroglio accept 3f9a1c20 880ee0f4 --case syria.imbroglio",
)
@click.argument("statement_ids", metavar="ID...", nargs=-1, required=True)
@why_option
@by_option
@case_option
@verdicts_json
def accept(statement_ids: tuple[str, ...], why: str, by: str, case_path: Path, as_json: bool) -> None:
    """Say that the statements whose ids start with ID are right.

    They count as sure, and outlive a reader that no longer finds them. Several are one act, with one 'undo'.
    """
    from imbroglio.review import accept as decide

    _decide(decide, statement_ids, why, by, case_path, as_json, "accepted")


@click.command(
    short_help="Say that statements are wrong.",
    epilog="Example: imbroglio reject 3f9a1c20 --why 'a film, no attack' --case syria.imbroglio",
)
@click.argument("statement_ids", metavar="ID...", nargs=-1, required=True)
@why_option
@by_option
@case_option
@verdicts_json
def reject(statement_ids: tuple[str, ...], why: str, by: str, case_path: Path, as_json: bool) -> None:
    """Say that the statements whose ids start with ID are wrong.

    They are kept, and count nowhere, whatever is read again. Several are one act, with one 'undo'.
    """
    from imbroglio.review import reject as decide

    _decide(decide, statement_ids, why, by, case_path, as_json, "rejected")


def _decide(
    decide: Callable[..., list[Verdict]], asked: tuple[str, ...], why: str, by: str, case_path: Path, as_json: bool, done: str
) -> None:
    from imbroglio.cli.render import plural

    with open_record(case_path) as (case, record):
        ids = [case.statement(id).id for id in asked]
        made = decide(record, ids, by=by, why=why)
        run_weighing(case, quiet=as_json)
    are = "is" if len(made) == 1 else "are"
    tell_verdicts(made, f"{plural(len(made), 'statement')} {are} {done}.", case_path, as_json)


@click.command(
    short_help="Put a corrected statement in the place of another.",
    epilog="Example: imbroglio amend 3f9a1c20 --set type=shelling --set agent='government forces' --set date=2016-11-05 "
    "--case syria.imbroglio",
)
@click.argument("statement_id", metavar="ID")
@click.option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE",
    help="What a field is to hold: type, status, agent, target, place, numbers or date. A role's value is words of the "
    "statement's sentence; the first --set of a role or of numbers replaces what it held, more of them add; an empty value clears it.",
)
@why_option
@by_option
@case_option
@verdicts_json
def amend(statement_id: str, changes: tuple[str, ...], why: str, by: str, case_path: Path, as_json: bool) -> None:
    """Put a corrected statement in the place of the one whose id starts with ID.

    The old one is kept, and stands again after 'undo'. Numbers are written as in 'killed 12', 'killed 12-15' or 'wounded
    30+'; a date as 2016-11-05, 2016-11, 2016, or 2016-11-05..2016-11-07.
    """
    from imbroglio.review import amend as decide

    with open_record(case_path) as (case, record):
        old = case.statement(statement_id)
        new = _changed(record, old, changes)
        verdict = decide(record, old.id, new, by=by, why=why)
        run_weighing(case, quiet=as_json)
    tell_verdicts([verdict], f"{verdict.object} stands in the place of {old.id}.", case_path, as_json)


def _changed(record: Record, old: Any, changes: tuple[str, ...]) -> Any:
    """The statement with its fields as they were asked for."""
    from dataclasses import replace

    from imbroglio.cli.fields import FIELDS

    values: dict[str, list[str]] = {}
    for change in changes:
        field, sep, value = change.partition("=")
        if not sep or field.strip() not in FIELDS:
            raise click.BadParameter(f"'{change}' is no FIELD=VALUE; the fields are {', '.join(FIELDS)}.", param_hint="'--set'")
        values.setdefault(field.strip(), []).append(value.strip())
    new = old
    for field, given in values.items():
        new = replace(new, **FIELDS[field](record, old, [value for value in given if value]))
    return new
