"""Files that lie in a store and not on this machine's disk: s3://, gs://, file:// and memory:// by fsspec.

Flows in: addresses that the user typed, and no others: nothing that a report holds ever comes here. Flows out: the files
below an address, what the store says of them, and streams. Every fault of a store is an OSError. Refuses addresses of
other kinds, among them http://, and chained ones.
"""

from __future__ import annotations

import glob
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from imbroglio.errors import IntakeError

INSTALL = "pip install 'imbroglio[archive]'"
STORES = {"s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "file": "", "memory": ""}
"""The kinds of address that are read, and the package that each needs beside fsspec."""
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,20})://")
_BUFFER = 1 << 20
_STAMPS = ("ETag", "etag", "mtime", "LastModified", "updated", "created")


def is_address(given: str) -> bool:
    """Whether what the user typed is an address and not a path.

    >>> is_address("s3://bucket/a.warc.gz"), is_address("C:/reports")
    (True, False)
    """
    return _ADDRESS.match(given) is not None


def is_readable(address: str) -> bool:
    """Whether an address is of a kind that is read."""
    found = _ADDRESS.match(address)
    return found is not None and found[1].lower() in STORES and "::" not in address


def expand(address: str) -> list[str]:
    """The files that an address names: itself, those below it, or those that match its pattern, in order.

    Raises:
        OSError: the store cannot be reached.
        IntakeError: a package is missing.
    """
    with _store(address) as (store, path):
        if glob.has_magic(path):
            matches = [match for match in store.glob(path) if "/." in path or "/." not in match]
            found = [name for match in matches for name in _below(store, match)]
        else:
            found = _below(store, path)
        scheme = address.partition("://")[0].lower()
        return [f"{scheme}://{name if scheme == 'file' else name.lstrip('/')}" for name in sorted(set(found))]


def _below(store: Any, path: str) -> list[str]:
    if not store.isdir(path):
        return [path]
    home = len(path.rstrip("/"))
    return [name for name in store.find(path) if "/." not in name[home:]]


def look_up(address: str) -> tuple[int, str]:
    """The size of a file, and the mark that its store gives to this state of it."""
    with _store(address) as (store, path):
        about = store.info(path)
        if about.get("type") == "directory":
            raise IsADirectoryError(21, "it is a folder", address)
        stamp = next((about[name] for name in _STAMPS if about.get(name)), "")
        return int(about.get("size") or 0), str(stamp)


@contextmanager
def open_address(address: str) -> Iterator[BinaryIO]:
    """A stream that can be sought."""
    with _store(address) as (store, path):
        inner = store.open(path, "rb")
    with io.BufferedReader(_Guarded(inner), _BUFFER) as stream:
        yield cast(BinaryIO, stream)


class _Guarded(io.RawIOBase):
    """A store's stream whose faults are OSErrors."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        with _faults():
            return int(self._inner.seek(offset, whence))

    def tell(self) -> int:
        return int(self._inner.tell())

    def readinto(self, buffer: Any, /) -> int:
        with _faults():
            data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


@contextmanager
def _store(address: str) -> Iterator[tuple[Any, str]]:
    scheme = address.partition("://")[0].lower()
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise IntakeError(f"To read '{scheme}://' addresses, install what that takes: {INSTALL}") from None
    with _faults():
        try:
            opened = url_to_fs(address)
        except ImportError:
            raise IntakeError(
                f"To read '{scheme}://' addresses, install what that takes: {INSTALL} {STORES[scheme]}"
            ) from None
        yield opened


@contextmanager
def _faults() -> Iterator[None]:
    """Each store has exceptions of its own, and fsspec names no family for them."""
    try:
        yield
    except (OSError, IntakeError):
        raise
    except Exception as fault:
        said = " ".join(str(fault).split())[:200] or type(fault).__name__
        raise OSError(5, said) from fault
