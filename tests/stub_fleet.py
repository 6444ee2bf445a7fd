"""Stub readers and a stub screen for fleets, found by worker processes by their names."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stub_run import MARK, StubReader, StubReading, make_nothing, make_stub

from imbroglio.fleet.settings import Settings
from imbroglio.model import Document

__all__ = ["MARK", "SETTINGS", "PoisonReader", "StubScreen", "make_nothing", "make_stub", "numbered", "write"]

SETTINGS = Settings(reader=make_stub, mark=MARK, dateline=None, limit=0)


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
        super().__init__(0.02)


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
