"""The fields of a statement as `imbroglio amend --set FIELD=VALUE` takes them.

Flows in: the statement, and the values given for a field. Flows out: the fields of the new one. Refuses, as wrong use, what
cannot be read; whether it stands in the report is for `review` to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import click

from imbroglio.cli.options import DayType

if TYPE_CHECKING:
    from imbroglio.model import Ref, Statement
    from imbroglio.model.statement import Precision
    from imbroglio.store import Record

Made = dict[str, Any]
_NUMBER = re.compile(r"([a-z]+)\s+(\d{1,10})(?:\s*-\s*(\d{1,10})|(\+))?")


def _one(field: str, given: list[str]) -> str:
    if len(given) != 1:
        raise click.BadParameter(f"{field} holds one value; give --set {field}=VALUE once.", param_hint="'--set'")
    return given[0]


def _type(_record: Record, _old: Statement, given: list[str]) -> Made:
    from imbroglio.knowledge.codebook import codebook

    name = _one("type", given)
    entry = codebook().get(name)
    return {"type": name} if entry is None else {"type": name, "kind": entry.kind}


def _status(_record: Record, _old: Statement, given: list[str]) -> Made:
    return {"status": _one("status", given)}


def _role(role: str) -> Callable[[Record, Statement, list[str]], Made]:
    def fill(record: Record, old: Statement, given: list[str]) -> Made:
        return {role: tuple(_ref(record, old, role, text) for text in given)}

    return fill


def _ref(record: Record, old: Statement, role: str, text: str) -> Ref:
    from imbroglio.review import ref_at

    at = old.evidence.quote.find(text)
    if at < 0:
        raise click.BadParameter(f"'{text}' does not stand in the statement's sentence: {old.evidence.quote}", param_hint=f"'--set {role}'")
    start = old.evidence.start + at
    return ref_at(record, record.case.document(old.doc).document, start, start + len(text), role)


def _numbers(_record: Record, old: Statement, given: list[str]) -> Made:
    from imbroglio.model import Quantity
    from imbroglio.model.statement import Measure

    made = []
    for value in given:
        found = _NUMBER.fullmatch(value)
        if found is None or found[1] not in get_args(Measure):
            measures = ", ".join(get_args(Measure))
            raise click.BadParameter(
                f"'{value}' is no number; write 'killed 12', 'killed 12-15' or 'killed 12+', with one of {measures}.", param_hint="'--set numbers'"
            )
        low = int(found[2])
        high = int(found[3]) if found[3] else None if found[4] else low
        made.append(Quantity(found[2] if found[2] in old.evidence.quote else "", found[1], low, high))  # type: ignore[arg-type]
    return {"numbers": tuple(made)}


def _date(_record: Record, _old: Statement, given: list[str]) -> Made:
    from imbroglio.model import When

    if not given:
        return {"time": When("", None, None, "unknown", "publication")}
    first, _, last = _one("date", given).partition("..")
    start = DayType(last=False).convert(first.strip(), None, None)
    end = DayType(last=True).convert((last or first).strip(), None, None)
    return {"time": When("", start, end, _precision(start, end), "stated")}


def _precision(start: date, end: date) -> Precision:
    days = abs((end - start).days) + 1
    return "day" if days == 1 else "week" if days <= 7 else "month" if days <= 31 else "season" if days <= 92 else "year"


FIELDS: dict[str, Callable[[Record, Statement, list[str]], Made]] = {
    "type": _type,
    "status": _status,
    "agent": _role("agent"),
    "target": _role("target"),
    "place": _role("place"),
    "numbers": _numbers,
    "date": _date,
}
