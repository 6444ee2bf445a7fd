"""Stub readers and a stub screen for fleets, found by worker processes by their names.

As a program: `stub_fleet.py REPORTS DATASET WAY JOBS LIMIT [READER]` reads REPORTS into DATASET with two workers, seven reports a unit.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path
from typing import Any

from stub_run import MARK, StubReader, StubReading, make_nothing, make_stub

from imbroglio.fleet.settings import Settings
from imbroglio.model import Document

__all__ = ["MARK", "SETTINGS", "PoisonReader", "StubScreen", "make_nothing", "make_stub", "numbered", "write"]

SETTINGS = Settings(reader=make_stub, mark=MARK, dateline=None, limit=0)


_PLAIN = "The market opens at six and closes when the last loaf is sold, as people who live there say. " * 3


class PoisonReader(StubReader):
    """As the stub; but a report that holds one of these words does what it says."""

    def read(self, doc: Document) -> StubReading:
        words = set(doc.text.split())
        if "abort" in words:
            os.abort()
        if "endless" in words:
            re.match(r"(a|aa)+$", "a" * 60 + "b")  # holds on to the interpreter for longer than anybody waits
        if "slow" in words:
            time.sleep(60)
        return super().read(doc)


class Pausing(StubReader):
    """Takes a moment for each report, so that there is time to do it harm."""

    def __init__(self) -> None:
        super().__init__(0.05)


def make_trapped() -> StubReader:
    """A stub in a process in which the main text of some pages hangs, and that of others ends the process."""
    from imbroglio.intake import warc

    real = warc.draft_from_html

    def extract(html: str, *rest: Any) -> Any:
        if "endless" in html:
            re.match(r"(a|aa)+$", "a" * 60 + "b")
        if "deadly" in html:
            os.abort()
        return real(html, *rest)

    from imbroglio.intake.language import detect_language
    from imbroglio.intake.limits import DEFAULT_LIMITS

    # What they load takes longer, at first, than tests can wait.
    real(f"<html><body><article><p>{_PLAIN}</p></article></body></html>", "first", "0" * 64, DEFAULT_LIMITS)
    detect_language(_PLAIN)
    warc.draft_from_html = extract
    return StubReader()


def hanging_dateline(text: str, day: Day | None) -> None:
    """A dateline that cannot be found."""
    if "endless" in text:
        time.sleep(60)


class Dawdling(StubReader):
    """Takes longer for it."""

    def __init__(self) -> None:
        super().__init__(0.15)


@dataclass(frozen=True)
class Kept:
    score: float


@dataclass(frozen=True)
class Dropped:
    reason: str
    score: float


class StubScreen:
    """Drops recipes."""

    mark = "stub"

    def verdict(self, text: str, language: str | None = None) -> Kept | Dropped:
        return Dropped("no-war", 0.01) if "recipe" in text else Kept(0.9)


def numbered(count: int, first: int = 0) -> list[dict[str, Any]]:
    """Reports of three words, of three months."""
    return [
        {"id": f"r{n:03}", "text": f"w{n} x{n} y{n}", "date": f"2016-{n % 3 + 1:02}-05"} for n in range(first, first + count)
    ]


def write(path: Path, rows: Sequence[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def run(reports: str, dataset: str, on: str, jobs: int, limit: float, reader: str = "StubReader") -> None:
    """Read, and print what the run says of itself."""
    from imbroglio.fleet.run import read_to_dataset

    made = read_to_dataset(
        [reports],
        dataset,
        Settings(reader=globals()[reader], mark=MARK, dateline=None, limit=limit),
        on=on,
        jobs=jobs,
        unit_reports=7,
        told=lambda progress: print(progress.line(), flush=True),
    )
    print(json.dumps(made.to_json()))


if __name__ == "__main__":
    import stub_fleet  # by its name, as worker processes know it

    stub_fleet.run(*sys.argv[1:4], int(sys.argv[4]), float(sys.argv[5]), *sys.argv[6:])
