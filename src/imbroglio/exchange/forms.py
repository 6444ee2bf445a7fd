"""What can be written in which form, and by whom.

Flows in: a sheet and the name of a form. Flows out: the writer's bytes, the type of content and the ending of a file's name.
A form that does not fit what is asked for is refused, with those that do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from imbroglio.errors import ExportError
from imbroglio.exchange import acled, ged
from imbroglio.exchange.book import Book
from imbroglio.exchange.cells import Column, Sheet
from imbroglio.exchange.columns import SHEETS
from imbroglio.exchange.csv_form import iter_csv
from imbroglio.exchange.geojson_form import iter_geojson
from imbroglio.exchange.gexf_form import iter_gexf
from imbroglio.exchange.json_form import iter_json, iter_jsonl
from imbroglio.exchange.xlsx_form import iter_xlsx

_TABLES = ("csv", "xlsx", "json", "jsonl")
FORMS = {
    "incidents": (*_TABLES, "geojson", "acled", "ged"),
    "statements": (*_TABLES, "geojson"),
    "actors": _TABLES,
    "control": (*_TABLES, "geojson"),
    "network": (*_TABLES, "gexf"),
    "disputes": _TABLES,
}
WHATS = tuple(FORMS)
ALL_FORMS = tuple(dict.fromkeys(form for forms in FORMS.values() for form in forms))


@dataclass(frozen=True, slots=True)
class Kind:
    """How a form is sent: its type of content, and the ending of a file's name."""

    content: str
    ending: str


KINDS = {
    "csv": Kind("text/csv; charset=utf-8", "csv"),
    "xlsx": Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "json": Kind("application/json", "json"),
    "jsonl": Kind("application/x-ndjson", "jsonl"),
    "geojson": Kind("application/geo+json", "geojson"),
    "gexf": Kind("application/xml", "gexf"),
    "acled": Kind("text/csv; charset=utf-8", "acled.csv"),
    "ged": Kind("text/csv; charset=utf-8", "ged.csv"),
}
_SCHEMES = {"acled": acled.COLUMNS, "ged": ged.COLUMNS}


def form_of(what: str, name: str) -> str:
    """A form by its name or ending ("acled" or "acled.csv"). Raises ExportError where what is asked for has none of it."""
    fits = FORMS.get(what)
    if fits is None:
        raise ExportError(f"There is no '{what}' to write; ask for one of {', '.join(WHATS)}.")
    found = next((form for form, kind in KINDS.items() if name in (form, kind.ending)), "")
    if found not in fits:
        raise ExportError(f"The {what} cannot be written as '{name}'; their forms are {', '.join(fits)}.")
    return found


def columns_of(what: str, form: str) -> tuple[Column, ...]:
    """The columns of what is written in a form."""
    return _SCHEMES.get(form) or SHEETS[what]


def iter_bytes(sheet: Sheet, form: str, book: Book) -> Iterator[bytes]:
    """A sheet in a form, chunk by chunk."""
    if form == "gexf":
        return iter_gexf(sheet, book)
    return _WRITERS[form](sheet)


_WRITERS: dict[str, Callable[[Sheet], Iterator[bytes]]] = {
    "csv": iter_csv,
    "xlsx": iter_xlsx,
    "json": iter_json,
    "jsonl": iter_jsonl,
    "geojson": iter_geojson,
    "acled": iter_csv,
    "ged": iter_csv,
}


def file_name(stem: str, what: str, form: str) -> str:
    """A name for the file, of plain letters, digits and hyphens only.

    >>> file_name('my "war".imbroglio', "incidents", "acled")
    'my-war-incidents.acled.csv'
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "-", stem.removesuffix(".imbroglio")).strip("-")[:60]
    return f"{plain or 'record'}-{what}.{KINDS[form].ending}"
