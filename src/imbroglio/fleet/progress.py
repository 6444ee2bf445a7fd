"""How far a run is, and what it costs.

Flows in: counts as they come. Flows out: lines for people: one that is drawn anew on a terminal, one every so often elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

_MILLION = 1_000_000
NAMES = {
    "intake": "intake (find, extract)",
    "language": "language",
    "screen": "screen",
    "read": "read",
    "write": "write",
}


@dataclass(slots=True)
class Progress:
    """The counts of a run that is under way."""

    units: int = 0
    units_done: int = 0
    phase: Literal["plan", "read", "publish"] = "plan"
    reports: int = 0
    statements: int = 0
    troubles: int = 0
    began: float = field(default_factory=time.monotonic)
    clock: Callable[[], float] = time.monotonic

    def turn_to(self, phase: Literal["plan", "read", "publish"], units: int, units_done: int) -> None:
        """Begin what comes next."""
        self.phase, self.units, self.units_done = phase, units, units_done
        if phase == "read":
            self.began = self.clock()

    def add(self, reports: int, statements: int, troubles: int) -> None:
        """Count what came."""
        self.reports += reports
        self.statements += statements
        self.troubles += troubles

    @property
    def rate(self) -> float:
        """Reports a second, by the wall, since the run began."""
        return self.reports / max(1e-9, self.clock() - self.began)

    def line(self) -> str:
        """All of it in one line.

        >>> Progress(units=3).line()
        'Planning: 3 units so far'
        """
        if self.phase == "plan":
            return f"Planning: {self.units:,} unit{'' if self.units == 1 else 's'} so far"
        if self.phase == "publish":
            return f"Publishing: unit {self.units_done:,} of {self.units:,}"
        return (
            f"{self.reports:,} article{'' if self.reports == 1 else 's'}, {self.statements:,} statements, {self.troubles:,} troubles; {self.rate:,.1f} articles a second; "
            f"unit {self.units_done:,} of {self.units:,}"
        )


def cost_lines(reports: int, seconds: Mapping[str, float], wall: float) -> list[str]:
    """Articles a core-second by stage, the largest named, and what a million would take.

    >>> for line in cost_lines(100, {"intake": 1.0, "read": 4.0}, 3.0): print(line)
    Articles a core-second: intake (find, extract) 100.0, read 25.0; all 20.0. Most of it: read, 80 %.
    A million such articles: 13.9 core-hours; at this run's pace 8.3 hours.
    """
    whole = sum(seconds.values())
    if not reports or whole <= 0:
        return []
    stages = [f"{NAMES[stage]} {reports / spent:,.1f}" for stage, spent in seconds.items() if spent > 0]
    largest = max(seconds, key=lambda stage: seconds[stage])
    share = seconds[largest] / whole
    return [
        f"Articles a core-second: {', '.join(stages)}; all {reports / whole:,.1f}. Most of it: {NAMES[largest]}, {share:.0%}.".replace(
            "%.", " %."
        ),
        f"A million such articles: {whole / reports * _MILLION / 3600:,.1f} core-hours; at this run's pace "
        f"{wall / reports * _MILLION / 3600:,.1f} hours.",
    ]
