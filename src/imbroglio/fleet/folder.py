"""The folder of a dataset: a local one, or one that an address such as s3://bucket/war names.

Flows in: whole files as bytes. Flows out: the same. A file has its name when it is whole, and is on the disk when `put` has returned: a
local one is written under another name first; a store of objects shows an object when it is whole. Refuses what cannot be written
with a plain message.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from imbroglio.errors import DatasetError
from imbroglio.fleet.extras import import_extra

_PART = ".part"


class Folder:
    """Files by their path within one folder.

    Args:
        where: a local path, or an address of fsspec.

    Raises:
        DatasetError: the address cannot be used.
    """

    def __init__(self, where: str) -> None:
        self.where = where
        self._remote: Any = None
        self._root = where
        if "://" in where:
            try:
                self._remote, self._root = import_extra("fsspec").core.url_to_fs(where)
            except (ImportError, ValueError, OSError) as error:
                raise DatasetError(f"The address '{where}' cannot be used: {' '.join(str(error).split())}") from None

    @property
    def is_local(self) -> bool:
        """Whether it lies in this machine's own files."""
        return self._remote is None

    @property
    def filesystem(self) -> Any:
        """What Arrow reads it with; None for local files."""
        return self._remote

    def full(self, path: str) -> str:
        """A file's whole path, for Arrow and DuckDB."""
        return f"{self._root.rstrip('/')}/{path}" if path else self._root

    def put(self, path: str, data: bytes) -> None:
        """Write a file: all of it or none. Raises DatasetError where there is no room, or it may not be."""
        with self._plainly():
            if self._remote is not None:
                self._remote.makedirs(os.path.dirname(self.full(path)), exist_ok=True)
                self._remote.pipe_file(self.full(path), data)
                return
            self._put_local(Path(self.full(path)), data)

    def _put_local(self, file: Path, data: bytes) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_name(file.name + _PART)
        try:
            with part.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(file)
        except OSError:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise
        _sync(file.parent)

    def get(self, path: str) -> bytes | None:
        """A file's bytes; None where there is none. Raises DatasetError where it cannot be read."""
        with self._plainly():
            try:
                if self._remote is not None:
                    return bytes(self._remote.cat_file(self.full(path)))
                return Path(self.full(path)).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def files(self, under: str) -> list[str]:
        """The paths of all files below a folder, sorted; what is half written is none."""
        root = self.full("").rstrip("/")
        with self._plainly():
            if self._remote is not None:
                found = self._remote.find(self.full(under)) if self._remote.exists(self.full(under)) else []
                names = [str(name)[len(root.lstrip("/") if not str(name).startswith("/") else root) + 1 :] for name in found]
            else:
                top = Path(self.full(under))
                names = [file.relative_to(root).as_posix() for file in top.rglob("*") if file.is_file()]
        return sorted(name for name in names if not name.endswith(_PART))

    def remove(self, path: str) -> None:
        """Remove a file or a folder; nothing where there is none."""
        with self._plainly():
            if self._remote is not None:
                if self._remote.exists(self.full(path)):
                    self._remote.rm(self.full(path), recursive=True)
                return
            _remove(Path(self.full(path)))

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise DatasetError(
                    f"There is no room left for '{self.where}'. What was read is kept: free some space, and run the same command "
                    "again; it goes on from there."
                ) from None
            why = error.strerror or " ".join(str(error).split()) or type(error).__name__
            raise DatasetError(f"'{self.where}' cannot be used ({why}); check its name and whose it is.") from None


def _sync(folder: Path) -> None:
    """Make the names in a folder last, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        for inner in path.iterdir():
            _remove(inner)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
