"""How a fleet reads: what each worker needs to know, and the mark by which two ways of reading are told apart.

Flows in: what the user asked for. Flows out: `Settings`, which travel to every worker. Makers and not readers are sent: each worker
makes its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from imbroglio.crew import MakeReader
from imbroglio.intake import Dateline
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.reading.times import dateline_date

LIMIT_SECONDS = 60.0


class Verdict(Protocol):
    """What the screen says of an article; a reason where it is dropped."""

    @property
    def score(self) -> float: ...


class Screen(Protocol):
    """Says of an article whether it is worth reading; deterministic, and sees one article only."""

    @property
    def mark(self) -> str: ...

    def verdict(self, text: str, language: str | None = None) -> Verdict: ...


MakeScreen = Callable[[], Screen]
"""Makes a screen, once in each process; has to be picklable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to read.

    Attributes:
        reader: makes the reader.
        mark: what the reading is marked with.
        screen: makes the article screen; None reads every article.
        screen_mark: which screen it is.
        columns: field of a report -> column or JSON key.
        limit: seconds for one report; 0 reads in the worker's own process, without a limit.
        texts: keep the texts of reports that are dropped or not read, too.
        dateline, limits: as `imbroglio.intake.iter_reports` takes them.
    """

    reader: MakeReader
    mark: str
    screen: MakeScreen | None = None
    screen_mark: str | None = None
    columns: Mapping[str, str] | None = None
    limit: float = LIMIT_SECONDS
    texts: bool = False
    dateline: Dateline | None = dateline_date
    limits: Limits = DEFAULT_LIMITS

    @property
    def digest(self) -> str:
        """Short hash of all that may change what comes of a unit."""
        columns = sorted((self.columns or {}).items())
        said = repr((self.mark, self.screen_mark, columns, self.limit, self.texts, self.limits))
        return hashlib.sha256(said.encode("utf-8", "backslashreplace")).hexdigest()[:16]
