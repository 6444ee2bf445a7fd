"""A worker: one unit of inputs to three tables, with a child process that does the reading and may fall.

Flows in: a Unit. Flows out: `UnitParts`, bytes of Parquet and a record of what they hold; the same bytes for the same unit, wherever it is
read. A report that hangs or ends the child is named in a trouble. Workers return values and never write: the one writer is the process
that the user started.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from imbroglio.crew import GivenUp, Kept
from imbroglio.fleet.reading_work import About, ReadingWork, Told, item_number
from imbroglio.fleet.rows import UNKNOWN, Row
from imbroglio.fleet.settings import Settings
from imbroglio.intake.units import Unit

_LAST = 1 << 62  # behind all others of a unit
STAGES = ("intake", "language", "screen", "read", "write")
Report = Callable[[int, int, int], None]
"""Told, as they come: how many reports, statements and troubles."""


@dataclass(frozen=True, slots=True)
class UnitParts:
    """What came of one unit: its tables as Parquet, and how much they hold.

    Attributes:
        key: of the unit and of how it was read.
        tables: name of the table -> Parquet.
        counts: reports, statements, troubles.
        seconds: the processor's, by stage.
        passed: what of an archive was passed over, by kind.
    """

    key: str
    tables: dict[str, bytes]
    counts: dict[str, int]
    seconds: dict[str, float]
    passed: dict[str, int] = field(default_factory=dict)

    def record(self) -> str:
        """What is kept beside the tables; it is written last, and says that they are whole."""
        held = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(self.tables.items())}
        return json.dumps(
            {"key": self.key, "tables": held, "counts": self.counts, "seconds": self.seconds, "passed": self.passed}
        )


def unit_key(unit: Unit, settings: Settings) -> str:
    """Names a unit as it is read with these settings."""
    return f"{unit.key}-{settings.digest}"


@dataclass(slots=True)
class _Found:
    """The rows of a unit as they come in."""

    reports: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    troubles: list[Row] = field(default_factory=list)
    passed: Counter[str] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))


class UnitReader:
    """Reads units, one after the other; used by one thread at a time."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: Kept[Unit] = Kept(partial(ReadingWork, settings), settings.limit)

    def dismiss(self) -> None:
        """End the child process."""
        self._kept.dismiss()

    def stop(self) -> None:
        """End the child process from another thread than the one that reads."""
        self._kept.stop()

    def read(self, unit: Unit, told: Report | None = None) -> UnitParts:
        """Read a unit.

        Raises:
            ImbroglioError: no reader can be made, or child processes cannot live.
        """
        found = _Found()
        for token, about, made in self._kept.run(unit):
            if token and token[0] == "whole":
                continue
            before = (len(found.reports), len(found.statements), len(found.troubles))
            self._keep(found, token, about, made, unit)
            if told is not None:
                told(
                    len(found.reports) - before[0], len(found.statements) - before[1], len(found.troubles) - before[2]
                )
        return self._parts(unit, found)

    def _keep(self, found: _Found, token: Any, about: Any, made: Any, unit: Unit) -> None:
        if isinstance(made, GivenUp):
            report = about.report if isinstance(about, About) else None
            if isinstance(about, About):
                found.troubles += about.troubles
                found.reports.append({**about.report, "reason": made.reason})
            found.troubles.append(_fallen(made, report, item_number(token[1:3]) if token else _LAST, unit))
        elif isinstance(made, Told):
            assert isinstance(about, About)
            found.reports.append({**about.report, **made.report})
            found.troubles += [*about.troubles, *made.troubles]
            found.statements += made.statements
            for stage, seconds in made.seconds.items():
                found.seconds[stage] += seconds
        elif isinstance(made, str):
            found.passed[made] += 1
        else:
            found.troubles += made

    def _parts(self, unit: Unit, found: _Found) -> UnitParts:
        from imbroglio.fleet.schema import staged_schema, to_parquet, to_table

        start = time.thread_time()
        tables = {}
        counts = {}
        for name in ("reports", "statements", "troubles"):
            rows: list[Row] = sorted(getattr(found, name), key=lambda row: row["item"])  # stable: falls come out of turn
            tables[name] = to_parquet(to_table(rows, staged_schema(name)))
            counts[name] = len(rows)
        found.seconds["write"] += time.thread_time() - start
        seconds = {stage: round(found.seconds[stage], 6) for stage in STAGES}
        return UnitParts(unit_key(unit, self._settings), tables, counts, seconds, dict(sorted(found.passed.items())))


def _fallen(fall: GivenUp, report: Row | None, item: int, unit: Unit) -> Row:
    """The trouble that names what was given up."""
    named = (report["origin"] or report["id"]) if report else fall.where or f"unit {unit.key}"
    if fall.reason == "time-limit":
        message = f"{named}: {fall.why} and was left out. All others go on; give it longer with --limit-seconds and --again."
    else:
        message = f"{named}: the reader failed on it: {fall.why}. All others go on; please report this."
    return {
        "seq": 0,
        "doc": report["id"] if report else None,
        "place": report["id"] if report else named,
        "reason": fall.reason,
        "message": message,
        "start": None,
        "end": None,
        "fatal": True,
        "item": item,
        "month": report["month"] if report else UNKNOWN,
    }
