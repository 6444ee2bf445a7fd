"""Options that several commands share."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from imbroglio.store import Case, Named

Decorated = Callable[..., Any]
DEFAULT_CASE = "record.imbroglio"
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")

case_option = click.option(
    "--case",
    "case_path",
    type=click.Path(path_type=Path),
    default=DEFAULT_CASE,
    show_default=True,
    metavar="FILE",
    help="The case to look into.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON for a program, one object a line.")
limit_option = click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Print no more than N rows; all of them without it.",
)
pack_option = click.option(
    "--pack",
    "packs",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="An actor pack of your own; may be repeated.",
)
jobs_option = click.option(
    "--jobs", type=click.IntRange(1, 256), default=1, show_default=True, metavar="N", help="Worker processes."
)


def open_existing(path: Path) -> Case:
    """The case at `path`. Raises CaseError where there is none."""
    from imbroglio.store import open_case

    return open_case(path)


def named_actors(names: tuple[str, ...]) -> tuple[Named, ...]:
    """Names as the user typed them, with the identities that the packs know under them ("Daesh", "ISIS")."""
    from imbroglio.store import Named

    if not names:
        return ()
    from imbroglio.knowledge.packs import NameTable, fold_token, load_packs, name_tokens

    table = NameTable(load_packs())

    def ids(name: str) -> set[str]:
        tokens = name_tokens(name)
        found = table.match([fold_token(token) for token in tokens], tokens, 0) if tokens else None
        senses = found[1] if found is not None and found[0] == len(tokens) else []
        return {f"actor:{s.actor.id}" for s in senses if s.sense == "name"}

    # A name typed in small letters is meant all the same.
    return tuple(Named(name, frozenset(ids(name) or ids(name.title()) | ids(name.upper()))) for name in names)


def split_columns(
    _context: click.Context, _parameter: click.Parameter, value: str | None
) -> dict[str, str] | None:
    """`text=body,date=published` as a mapping. Raises a usage error where a part is no pair."""
    if not value:
        return None
    out = {}
    for pair in value.split(","):
        field, sep, column = pair.partition("=")
        if not sep or not field.strip() or not column.strip():
            raise click.BadParameter(
                f"'{pair}' is no pair; write field=column, as in text=body,date=published."
            )
        out[field.strip()] = column.strip()
    return out


class DayType(click.ParamType[date]):
    """A day, month or year; `last` says whether its first or last day is meant."""

    name = "day"

    def __init__(self, last: bool) -> None:
        self.last = last

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day meant."""
        if isinstance(value, date):
            return value
        found = _DAY.fullmatch(value.strip())
        try:
            if found is None:
                raise ValueError
            year, month, day = int(found[1]), found[2], found[3]
            if day:
                return date(year, int(month), int(day))
            of = int(month) if month else 12 if self.last else 1
            return date(year, of, monthrange(year, of)[1] if self.last else 1)
        except ValueError:
            self.fail(f"'{value}' is no day; write 2016-11-05, or 2016-11, or 2016.", param, ctx)
