"""Inputs to a dataset: plan, read what is not read yet, settle, publish.

Flows in: inputs, and where the dataset is to be. Flows out: the dataset, complete, and a summary of the run. The same command again adds
nothing twice; one that was interrupted goes on with the units that were in hand. With another version, other packs or another screen a
dataset is not added to: its statements would be of two kinds. `again` makes it anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from imbroglio.errors import DatasetError
from imbroglio.fleet.folder import Folder
from imbroglio.fleet.manifest import Counts, Manifest, packs_of, read_manifest
from imbroglio.fleet.progress import Progress
from imbroglio.fleet.publishing import Published, Publisher, published_units, remove_strays
from imbroglio.fleet.settings import Settings
from imbroglio.fleet.staging import Staging, only_run
from imbroglio.fleet.unit_reader import unit_key
from imbroglio.fleet.ways import way_of
from imbroglio.intake.units import Unit, plan_units

Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did.

    Attributes:
        counts: what it added to the dataset.
        known: reports that the dataset held before, and how many units that it therefore passed over.
        seconds: processor seconds by stage, of all units of the run, also of those that were read before it was interrupted.
        wall: seconds by the clock, of this attempt.
        attempted: reports that this attempt read.
    """

    counts: Counts
    known: int
    units: int
    units_known: int
    seconds: dict[str, float]
    wall: float
    attempted: int
    files: int = 0
    total: Counts = field(default_factory=Counts)

    @property
    def reports(self) -> int:
        """How many reports it added."""
        return self.counts.reports.total()

    @property
    def pace(self) -> float:
        """Seconds by the clock that its reports take at the pace of this attempt."""
        return self.wall * self.reports / self.attempted if self.attempted else self.wall

    def to_json(self) -> dict[str, Any]:
        """The run as JSON."""
        return {
            **self.counts.to_json(),
            "known": {"reports": self.known, "units": self.units_known},
            "units": self.units,
            "seconds": {stage: round(spent, 3) for stage, spent in self.seconds.items()},
            "wall": round(self.wall, 3),
            "dataset": self.total.to_json(),
        }


def read_to_dataset(
    inputs: Sequence[str],
    dataset: str,
    settings: Settings,
    *,
    on: str = "local",
    jobs: int = 1,
    again: bool = False,
    packs: Sequence[Path] = (),
    told: Told | None = None,
    unit_reports: int | None = None,
) -> Run:
    """Read inputs into a dataset.

    Args:
        inputs: as `imbroglio.intake.iter_reports` takes them, but for standard input.
        dataset: a local folder, or an address of fsspec.
        settings: how to read.
        on: "here", "local", "ray", or the address of a Ray cluster.
        jobs: how many workers.
        again: make the dataset anew; what it holds is there until the new one is complete.
        packs: the user's packs, for the manifest.
        told: told how far the run is, at every report or unit.
        unit_reports: how many reports a unit has, at most.

    Raises:
        DatasetError: the dataset cannot be written, or something else was read into it.
        ImbroglioError: as planning and reading do.
    """
    way = way_of(on)
    folder = Folder(dataset)
    start = time.monotonic()
    with only_run(folder):
        before = _before(folder, settings, again)
        progress = Progress()
        plan = list(_planned(inputs, settings, unit_reports, progress, told))
        held = set() if before is None or again else published_units(folder, before)
        units = _unique(plan, settings, held)
        staging = Staging(folder)
        done = staging.keys()
        progress.turn_to("read", len(units), sum(key in done for key in units))
        _tell(told, progress)
        _read(way, staging, settings, [unit for key, unit in units.items() if key not in done], jobs, progress, told)
        planned = _Planned(folder, before, again, settings, packs, inputs, list(units), len(plan))
        return planned.publish(progress, start, told)


def _before(folder: Folder, settings: Settings, again: bool) -> Manifest | None:
    """What the dataset holds. Raises DatasetError where something else was read into it."""
    before = read_manifest(folder)
    if before is None or again:
        return before
    for what, theirs, ours in (
        ("read with", before.read_with, settings.mark),
        ("screened with", before.screen or "no screen", settings.screen_mark or "no screen"),
    ):
        if theirs != ours:
            raise DatasetError(
                f"'{folder.where}' was {what} '{theirs}', and this would be '{ours}'. Name another folder, or give --again with all "
                "inputs to make the dataset anew."
            )
    return before


def _unique(plan: Sequence[Unit], settings: Settings, held: set[str]) -> dict[str, Unit]:
    """The units that the dataset does not hold, by key, in order, each once."""
    units: dict[str, Unit] = {}
    for unit in plan:
        key = unit_key(unit, settings)
        if key not in held:
            units.setdefault(key, unit)
    return units


def _planned(
    inputs: Sequence[str], settings: Settings, unit_reports: int | None, progress: Progress, told: Told | None
) -> Iterator[Unit]:
    size = {} if unit_reports is None else {"reports": unit_reports}
    for unit in plan_units(inputs, columns=settings.columns, limits=settings.limits, **size):
        progress.units += 1
        _tell(told, progress)
        yield unit


def _one_more(progress: Progress, told: Told | None) -> None:
    progress.units_done += 1
    _tell(told, progress)


def _tell(told: Told | None, progress: Progress) -> None:
    if told is not None:
        told(progress)


def _read(
    way: Any, staging: Staging, settings: Settings, units: list[Unit], jobs: int, progress: Progress, told: Told | None
) -> None:
    """Read these units, and keep each as it comes."""

    def count(reports: int, statements: int, troubles: int) -> None:
        progress.add(reports, statements, troubles)
        _tell(told, progress)

    if not units:
        return
    for parts in way(settings, units, jobs, count):
        staging.commit(parts)
        _one_more(progress, told)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A run whose units are all read: what is to become of them."""

    folder: Folder
    before: Manifest | None
    again: bool
    settings: Settings
    packs: Sequence[Path]
    inputs: Sequence[str]
    keys: list[str]
    planned: int

    def publish(self, progress: Progress, start: float, told: Told | None) -> Run:
        """Put the units into the dataset."""
        remove_strays(self.folder, self.before)
        manifest = self._manifest()
        if self.keys or not manifest.runs:
            progress.turn_to("publish", len(self.keys), 0)
            done = self._add(manifest, partial(_one_more, progress, told))
            manifest.write(self.folder)
            remove_strays(self.folder, manifest)
        else:
            done = Published()
        Staging(self.folder).clear()
        return Run(
            counts=done.counts,
            known=done.known,
            units=len(self.keys),
            units_known=self.planned - len(self.keys),
            seconds=done.seconds,
            wall=time.monotonic() - start,
            attempted=progress.reports,
            files=len(manifest.files),
            total=manifest.counts,
        )

    def _manifest(self) -> Manifest:
        if self.before is None or self.again:
            return Manifest(self.settings.mark, self.settings.screen_mark, packs_of(self.packs))
        return self.before

    def _add(self, manifest: Manifest, told: Callable[[], None]) -> Published:
        """Publish the units, and add the run to the manifest."""
        run = self.before.runs[-1]["run"] + 1 if self.before is not None and self.before.runs else 1
        publisher = Publisher(self.folder, manifest, run)
        begun = time.process_time()
        publisher.publish(self.keys, told)
        done = publisher.published
        done.seconds["write"] += time.process_time() - begun
        finished = datetime.now(UTC).isoformat(timespec="seconds")
        seconds = {stage: round(spent, 3) for stage, spent in done.seconds.items()}
        manifest.runs = [
            *manifest.runs,
            {"run": run, "inputs": list(self.inputs), "units": len(self.keys), "finished": finished, "seconds": seconds},
        ]
        return done
