"""`imbroglio check`: every span says what the report says at that place.

Flows in: a case, or JSON Lines (statements or layers) with the reports they were read from. Flows out: how
many spans were held against the text, and each that differs; exit code 1 where one does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from imbroglio.cli.options import split_columns
from imbroglio.errors import ImbroglioError

_SHOWN = 20
_MAGIC = b"SQLite format 3\x00"


@dataclass(slots=True)
class Found:
    """What a check has found so far."""

    rows: int = 0
    spans: int = 0
    reports: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def hold(self, row: dict[str, Any], text: str) -> None:
        """Hold every span of a row against the report's text."""
        self.rows += 1
        self.reports.add(str(row["doc"]))
        for start, end, said in iter_spans(row):
            self.spans += 1
            there = text[start:end] if 0 <= start <= end <= len(text) else None
            if there is None or (said is not None and there != said):
                self.wrong.append(
                    f"report {row['doc']}, characters {start} to {end}: {_shown(there)}, not {_shown(said)}"
                )


def _shown(text: str | None) -> str:
    return "nothing there" if text is None else repr(text if len(text) <= 60 else f"{text[:57]}...")


def iter_spans(value: Any) -> Iterator[tuple[int, int, str | None]]:
    """Every span in a row: start, end, and what it is said to hold (None where that is not said).

    >>> list(iter_spans({"agent": [{"text": "IS", "start": 3, "end": 5}], "time": {"text": "", "start": None}}))
    [(3, 5, 'IS')]
    """
    if isinstance(value, dict):
        start, end = value.get("start"), value.get("end")
        if isinstance(start, int) and isinstance(end, int):
            said = value.get("quote", value.get("text"))
            yield start, end, said if isinstance(said, str) else None
        for part in value.values():
            yield from iter_spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from iter_spans(part)


@click.command(
    short_help="Check that every span says what its report says.",
    epilog="Examples: imbroglio check syria.imbroglio, or: imbroglio check out.jsonl --reports "
    "articles/ --reports more.jsonl",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="CASE|STATEMENTS.jsonl")
@click.option(
    "--reports",
    multiple=True,
    metavar="REPORTS",
    help="What they were read from; may be repeated. A case holds its own.",
)
@click.option("--columns", callback=split_columns, metavar="text=body,...", help="As for 'read'.")
@click.option("--json", "as_json", is_flag=True, help="The result as JSON.")
def check(file: Path, reports: tuple[str, ...], columns: dict[str, str] | None, as_json: bool) -> int:
    """Check that text[start:end] is what each statement quotes, for every span.

    For a case, REPORTS are held against the texts that it keeps as well.
    """
    from imbroglio.cli.render import clean, plural, to_line

    if not file.is_file():
        raise ImbroglioError(
            f"There is no file '{file}'; name a case, or the JSON Lines that 'read --statements' has written."
        )
    with file.open("rb") as stream:
        is_case = stream.read(len(_MAGIC)) == _MAGIC
    if not is_case and not reports:
        raise click.UsageError(f"'{file}' is no case, so the reports are needed; give them with --reports.")
    texts = _texts(reports, columns)
    found = _check_case(file, texts, bool(reports)) if is_case else _check_lines(file, texts)
    if as_json:
        figures = {
            "rows": found.rows,
            "spans": found.spans,
            "reports": len(found.reports),
            "wrong": found.wrong,
        }
        click.echo(to_line(figures))
    else:
        where = f"{plural(found.rows, 'row')} in {plural(len(found.reports), 'report')}"
        held = f"{plural(found.spans, 'span')} of {where} checked"
        click.echo(
            f"{held}: {plural(len(found.wrong), 'fault')}."
            if found.wrong
            else f"{held}; each says what its report says."
        )
        for line in found.wrong[:_SHOWN]:
            click.echo(f"  {clean(line)}", err=True)
    return 1 if found.wrong else 0


def _texts(reports: tuple[str, ...], columns: dict[str, str] | None) -> dict[str, str]:
    from imbroglio.intake import iter_reports
    from imbroglio.model import Document

    if not reports:
        return {}
    return {
        item.id: item.text for item in iter_reports(reports, columns=columns) if isinstance(item, Document)
    }


def _check_case(file: Path, texts: dict[str, str], compare: bool) -> Found:
    from imbroglio.model import statement_to_json
    from imbroglio.store import open_case

    found = Found()
    with open_case(file) as case:
        for stored in case.documents():
            doc = stored.document
            found.reports.add(doc.id)
            if compare and doc.id in texts and texts[doc.id] != doc.text:
                found.wrong.append(
                    f"report {doc.id}: the text in the case is not the one that {doc.origin} gives now"
                )
            for statement in case.statements_of(doc.id):
                found.hold(statement_to_json(statement), doc.text)
    return found


def _check_lines(file: Path, texts: dict[str, str]) -> Found:
    found = Found()
    for number, row in _rows(file):
        doc = row.get("doc")
        if not isinstance(doc, str) or doc not in texts:
            found.wrong.append(f"{file}, line {number}: the reports given hold no '{doc}'")
        else:
            found.hold(row, texts[doc])
    return found


def _rows(file: Path) -> Iterable[tuple[int, dict[str, Any]]]:
    with file.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise ImbroglioError(
                    f"'{file}', line {number}, is no JSON object; give a case, or JSON Lines of statements."
                )
            yield number, row
