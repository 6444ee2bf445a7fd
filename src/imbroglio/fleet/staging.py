"""Where a run puts what came of each unit, until all are there.

Flows in: `UnitParts`, in whatever order they are finished. Flows out: the tables of a unit, again. A unit counts as done when its record
is there, which is written last: a run that was killed does again only the units in hand, and nothing twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from imbroglio.errors import DatasetError
from imbroglio.fleet.folder import Folder
from imbroglio.fleet.schema import from_parquet
from imbroglio.fleet.unit_reader import UnitParts

STAGING = ".work"


class Staging:
    """The waiting units of one dataset."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    def commit(self, parts: UnitParts) -> None:
        """Keep a unit: its tables, and then its record. Raises DatasetError."""
        for name, data in parts.tables.items():
            self._folder.put(_path(parts.key, f"{name}.parquet"), data)
        self._folder.put(_path(parts.key, "json"), parts.record().encode())

    def record(self, key: str) -> dict[str, Any] | None:
        """The record of a unit that is done; None where it has to be read."""
        held = self._folder.get(_path(key, "json"))
        if held is None:
            return None
        try:
            found: dict[str, Any] = json.loads(held)
        except ValueError:
            return None
        return found

    def keys(self) -> set[str]:
        """The units that are done."""
        names = (file.rpartition("/")[2] for file in self._folder.files(STAGING))
        return {name.removesuffix(".json") for name in names if name.endswith(".json")}

    def table(self, key: str, name: str) -> Any:
        """A table of a unit that is done. Raises DatasetError where it was damaged since."""
        data = self._folder.get(_path(key, f"{name}.parquet"))
        record = self.record(key)
        if data is None or record is None or hashlib.sha256(data).hexdigest() != record["tables"][name]:
            self._folder.remove(_path(key, "json"))
            raise DatasetError(
                f"Of '{self._folder.where}', what waits to be put together was damaged; run the same command again: it reads that part anew."
            )
        return from_parquet(data)

    def clear(self) -> None:
        """Remove all that waits."""
        self._folder.remove(STAGING)


def _path(key: str, ending: str) -> str:
    return f"{STAGING}/{key}.{ending}"


@contextmanager
def only_run(folder: Folder) -> Iterator[None]:
    """Keep other runs away from a local dataset while this one lasts. Raises DatasetError where there is one."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    if not folder.is_local:
        yield
        return
    with _lock_file(folder) as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DatasetError(
                f"Another run is writing to '{folder.where}'; wait until it has ended, or name another folder."
            ) from None
        yield


def _lock_file(folder: Folder) -> IO[bytes]:
    path = Path(folder.full(f"{STAGING}/lock"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("ab")
    except OSError as error:
        raise DatasetError(f"'{folder.where}' cannot be made ({error.strerror}); name another folder.") from None
