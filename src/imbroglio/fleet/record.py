"""`imbroglio weigh DATASET`: the record of a dataset, worked out and put beside it.

Flows in: a dataset. Flows out: its record as Parquet, and a line in the manifest that says what it was worked out from. A record that
is there and up to date is left as it is. The files of the one before go when the manifest names the new ones.
"""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from imbroglio import __version__
from imbroglio.errors import DatasetError
from imbroglio.fleet.dataset import Dataset, open_dataset
from imbroglio.fleet.folder import Folder
from imbroglio.fleet.manifest import Manifest, read_manifest
from imbroglio.fleet.record_tables import KINDS, RECORD_TABLES, is_record_file, record_mark, write_record
from imbroglio.fleet.spreading import on_hands
from imbroglio.fleet.staging import STAGING, only_run
from imbroglio.fleet.weighing import weigh_dataset
from imbroglio.model.record import TollRule
from imbroglio.pipeline.derivation import Told

RECORD = "record.json"
_FEW = 200_000  # statements below which workers take longer to start than they save


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a weighing came to: how many pieces of each kind, and whether they were there before."""

    counts: dict[str, int]
    known: bool
    where: str


def weigh_to_tables(
    dataset: str,
    *,
    on: str | None = None,
    jobs: int | None = None,
    to: str | None = None,
    rule: TollRule | None = None,
    again: bool = False,
    told: Told | None = None,
) -> Weighed:
    """Work out the record of a dataset.

    Args:
        dataset: its folder or address.
        on: "here", "local", "ray", or the address of a Ray cluster; None: here where there are few statements, else local.
        jobs: how many workers; as many as this machine has processors by default.
        to: where the tables go; beside the dataset's own by default.
        rule: how the best figure of a toll is found; None: as the last time, at first the median.
        again: work out what is there, too.
        told: told (stage, share done) on the way.

    Raises:
        DatasetError: there is no dataset, or the record cannot be written.
        ImbroglioError: nobody can do the work.
    """
    target = Folder(to or dataset)
    if to is not None and read_manifest(target) is not None:
        raise DatasetError(f"'{to}' holds a dataset; name another folder with --to, or leave --to out to put the record beside '{dataset}'.")
    open_dataset(dataset)  # before anything is made
    with only_run(target), _tidied(target):
        held = open_dataset(dataset)
        before = held.manifest.record if to is None else _held(target)
        meant: TollRule = rule or (before or {}).get("rule") or "median"
        of = sorted((f["path"], f["sha256"]) for f in held.manifest.files if f["path"].startswith(("reports/", "statements/")))
        mark = record_mark(__version__, meant, of)
        if before is not None and before["mark"] == mark and not again:
            return Weighed(before["counts"], True, target.where)
        few = held.manifest.counts.statements.total() < _FEW
        made = _work_out(held, target, on or ("here" if few else "local"), jobs or os.cpu_count() or 1, meant, mark, told or (lambda _stage, _share: None))
        _publish(target, held.manifest if to is None else None, before, made)
        return Weighed(made["counts"], False, target.where)


@contextmanager
def _tidied(target: Folder) -> Iterator[None]:
    """Leave no empty working folder behind; what a run that was interrupted keeps there stays."""
    try:
        yield
    finally:
        if all(path.endswith("/lock") for path in target.files(STAGING)):
            target.remove(STAGING)


def _work_out(
    held: Dataset, target: Folder, on: str, jobs: int, rule: TollRule, mark: str, told: Told
) -> dict[str, Any]:
    counts = dict.fromkeys(KINDS.values(), 0)
    collecting = gc.isenabled()
    gc.disable()  # as when a case is weighed: millions of values, and none of them in circles
    try:
        with on_hands(on, jobs) as hands:
            worked = weigh_dataset(held, hands, rule, told)
        files = write_record(target, worked.pieces, mark)
    finally:
        if collecting:
            gc.enable()
    for file in files:
        counts[file["path"].partition("/")[0]] += file["rows"]
    told("Done", 1.0)
    return {
        "mark": mark,
        "rule": rule,
        "imbroglio": __version__,
        "weighed": datetime.now(UTC).isoformat(timespec="seconds"),
        "counts": {"statements": worked.statements, **counts},
        "files": files,
    }


def _held(target: Folder) -> dict[str, Any] | None:
    data = target.get(RECORD)
    try:
        found = None if data is None else json.loads(data)
    except ValueError:
        found = None
    return found if isinstance(found, dict) and {"mark", "counts", "files", "rule"} <= found.keys() else None


def _publish(target: Folder, manifest: Manifest | None, before: dict[str, Any] | None, made: dict[str, Any]) -> None:
    if manifest is not None:
        manifest.record = made
        manifest.write(target)
    else:
        target.put(RECORD, (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode())
    named = {file["path"] for file in made["files"]}
    theirs = [path for table in RECORD_TABLES for path in target.files(table)] if manifest is not None else []
    for path in (*theirs, *(str(file["path"]) for file in (before or {}).get("files", ()))):
        if path not in named and is_record_file(path):
            target.remove(path)
