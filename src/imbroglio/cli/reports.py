"""`imbroglio reports`: what the case holds, report by report, and what was wrong with them.

Flows in: a case. Flows out: a table or JSON Lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import case_option, json_option, limit_option, open_existing

if TYPE_CHECKING:
    from imbroglio.model import Trouble
    from imbroglio.store import StoredDocument


@click.command(
    short_help="The reports of a case, and their troubles.",
    epilog="Example: imbroglio reports --case syria.imbroglio --troubles",
)
@case_option
@click.option("--troubles", is_flag=True, help="List what was wrong with reports and files instead.")
@limit_option
@json_option
def reports(case_path: Path, troubles: bool, limit: int | None, as_json: bool) -> None:
    """The reports of a case, in the order in which they came."""
    from imbroglio.cli.render import print_lines

    with open_existing(case_path) as case:
        if troubles:
            found = islice(case.troubles(), limit)
            print_lines(asdict(t) for t in found) if as_json else _print_troubles(found)
        elif as_json:
            print_lines(_to_json(d) for d in islice(case.documents(), limit))
        else:
            _print_reports(islice(case.documents(), limit))


def _to_json(stored: StoredDocument) -> dict[str, Any]:
    doc = stored.document
    return {
        "id": doc.id,
        "title": doc.title,
        "date": doc.date.isoformat() if doc.date else None,
        "date_basis": doc.date_basis,
        "source": doc.source,
        "url": doc.url,
        "language": doc.language,
        "origin": doc.origin,
        "sha256": doc.sha256,
        "characters": len(doc.text),
        "received_at": stored.received_at,
        "read_with": stored.read_with,
        "statements": stored.statements,
        "troubles": stored.troubles,
    }


def _print_reports(found: Iterable[StoredDocument]) -> None:
    from imbroglio.cli.render import clean, console, make_table

    right: dict[str, Any] = {"justify": "right", "no_wrap": True}
    table = make_table(
        [
            ("Id", {"max_width": 17, "overflow": "fold"}),
            ("Date", {"no_wrap": True}),
            ("Source", {"ratio": 2}),
            ("Title or file", {"ratio": 5}),
            ("Statements", right),
            ("Troubles", right),
        ]
    )
    for stored in found:
        doc = stored.document
        said = f"{stored.statements:,}" if stored.read_with else "not read"
        table.add_row(
            clean(doc.id),
            doc.date.isoformat() if doc.date else "",
            clean(doc.source or ""),
            clean(doc.title or doc.origin or ""),
            said,
            f"{stored.troubles:,}" if stored.troubles else "",
        )
    console().print(table)


def _print_troubles(found: Iterable[Trouble]) -> None:
    from imbroglio.cli.render import clean, console, make_table

    table = make_table([("Reason", {"no_wrap": True}), ("What", {"ratio": 1})])
    for trouble in found:
        table.add_row(trouble.reason, clean(trouble.message))
    console().print(table)
