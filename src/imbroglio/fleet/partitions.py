"""Tables cut into files by month, of a size that is good to read.

Flows in: pieces of a table, each of one month, in order. Flows out: files under `TABLE/month=YYYY-MM/`, and what the manifest says of them.
What is held in memory is bounded; where a file ends follows from the rows alone, so that the same rows make the same files.
"""

from __future__ import annotations

import hashlib
from typing import Any

from imbroglio.fleet.folder import Folder
from imbroglio.fleet.schema import UNKNOWN, pa, to_parquet

_FILE_BYTES = 64 << 20  # of one month, in memory; a sixth or so of it on the disk
_HELD_BYTES = 256 << 20  # of all months of a table


class Partitions:
    """One table of one run."""

    def __init__(
        self, folder: Folder, table: str, run: int, file_bytes: int = _FILE_BYTES, held_bytes: int = _HELD_BYTES
    ) -> None:
        self._folder, self._table, self._run = folder, table, run
        self._file_bytes, self._held_bytes = file_bytes, held_bytes
        self._held: dict[str, list[Any]] = {}
        self._bytes: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self.files: list[dict[str, Any]] = []

    def add(self, month: str, piece: Any) -> None:
        """Add rows of a month. Raises DatasetError."""
        if not piece.num_rows:
            return
        self._held.setdefault(month, []).append(piece)
        self._bytes[month] = self._bytes.get(month, 0) + piece.nbytes
        if self._bytes[month] >= self._file_bytes:
            self._write(month)
        elif sum(self._bytes.values()) >= self._held_bytes:
            self._write(max(self._bytes, key=lambda m: (self._bytes[m], m)))

    def close(self, empty: Any = None) -> None:
        """Write what is left; or `empty`, a table without rows, so that who looks for files finds one. Raises DatasetError."""
        if empty is not None and not self._numbers and not self._held:
            self._held[UNKNOWN], self._bytes[UNKNOWN] = [empty], 0
        for month in sorted(self._held):
            self._write(month)
        self.files.sort(key=lambda file: file["path"])

    def _write(self, month: str) -> None:
        table = pa.concat_tables(self._held.pop(month))
        del self._bytes[month]
        number = self._numbers[month] = self._numbers.get(month, -1) + 1
        path = f"{self._table}/month={month}/run-{self._run:04d}-{number:05d}.parquet"
        self.files.append(put_table(self._folder, path, table))


def put_table(folder: Folder, path: str, table: Any) -> dict[str, Any]:
    """Write a table as one file; returns what the manifest says of it."""
    data = to_parquet(table)
    folder.put(path, data)
    return {"path": path, "rows": table.num_rows, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
