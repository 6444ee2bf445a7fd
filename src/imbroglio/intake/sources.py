"""What the user asked for (paths, folders, globs, addresses, "-") as single files to read.

Flows in: the inputs as typed, or Sources where a file is called otherwise than it lies. Flows out: Sources in a stable order, and Troubles for what is not there or
is no file. Links inside a folder are followed to files in that folder only, and folders behind links not at
all, so no loop and no way out exists.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from imbroglio.intake import remote
from imbroglio.intake.draft import refuse, remark
from imbroglio.model import Trouble

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Source:
    """One thing to read: what it is called, and its file or address; standard input where it has neither."""

    name: str
    path: Path | None
    address: str | None = None

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file's bytes, which can be sought.

        Raises:
            OSError: it cannot be read.
        """
        if self.address is not None:
            with remote.open_address(self.address) as stream:
                yield stream
        else:
            assert self.path is not None
            with self.path.open("rb") as stream:
                yield stream

    def look_up(self) -> tuple[int, str]:
        """The file's size, and a mark that changes when it is written anew."""
        if self.address is not None:
            return remote.look_up(self.address)
        assert self.path is not None
        state = self.path.stat()
        return state.st_size, str(state.st_mtime_ns)

    @property
    def is_standard_input(self) -> bool:
        """Whether it can be read only once, and from its beginning."""
        return self.path is None and self.address is None


def iter_sources(inputs: Sequence[str | Source]) -> Iterator[Source | Trouble]:
    """Every file that the inputs name, each once, in the order of the inputs and sorted within a folder."""
    seen: set[object] = set()
    asked = False
    for given in inputs:
        for found in (given,) if isinstance(given, Source) else _expand(given):
            if isinstance(found, Trouble):
                yield found
            elif found.is_standard_input:
                if not asked:
                    yield found
                asked = True
            elif (checked := _check_file(found, seen)) is not None:
                yield checked


def _expand(given: str) -> Iterator[Source | Trouble]:
    if given == STANDARD_INPUT:
        yield Source(given, None)
        return
    if "\x00" in given or not given:
        yield refuse(given.replace("\x00", "?") or "(no name)", "missing", "this is no name of a file.")
        return
    if os.path.lexists(given) or not glob.has_magic(given):
        if remote.is_address(given) and not os.path.lexists(given):
            yield from _expand_address(given)
        else:
            yield from _expand_path(given)
        return
    if remote.is_address(given):
        yield from _expand_address(given)
        return
    matches = sorted(glob.glob(given, recursive=True))
    if not matches:
        yield refuse(given, "missing", "no file matches this pattern.")
    for match in matches:
        yield from _expand_path(match)


def _expand_path(given: str) -> Iterator[Source | Trouble]:
    if os.path.isdir(given):
        yield from _walk(given)
    else:
        yield Source(given, Path(given))


def _walk(folder: str) -> Iterator[Source | Trouble]:
    """All files below a folder, sorted; hidden ones and the locks of open Office files are left out."""
    home = os.path.realpath(folder)
    unreadable: list[Trouble] = []

    def note(fault: OSError) -> None:
        unreadable.append(
            refuse(str(fault.filename), "unreadable", f"the folder cannot be opened ({fault.strerror}).")
        )

    empty = True
    for here, folders, files in os.walk(folder, onerror=note, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders + sorted(files):
            path = os.path.join(here, name)
            is_link = os.path.islink(path)
            if is_link and not _is_inside(os.path.realpath(path), home):
                empty = False
                yield remark(
                    path,
                    "link-not-followed",
                    "it is a link that leads out of the folder. Name its target to read it.",
                )
            elif name in folders or name.startswith((".", "~$")):
                continue
            else:
                empty = False
                yield Source(path, Path(path))
        yield from unreadable
        empty = empty and not unreadable
        unreadable.clear()
    yield from unreadable
    if empty and not unreadable:
        yield refuse(folder, "empty", "the folder holds no files.")


def _is_inside(path: str, home: str) -> bool:
    return path == home or path.startswith(home.rstrip(os.sep) + os.sep)


def _check_file(source: Source, seen: set[object]) -> Source | Trouble | None:
    """The source, a Trouble where it is no file that can be read, or None where it was named before."""
    if source.address is not None:
        return _check_address(source, source.address, seen)
    path = source.path
    assert path is not None
    try:
        found = path.stat()
    except FileNotFoundError:
        return refuse(source.name, "missing", "there is no such file.")
    except OSError as fault:
        return refuse(source.name, "unreadable", f"it cannot be opened ({fault.strerror}).")
    if not stat.S_ISREG(found.st_mode):
        return refuse(source.name, "no-file", "it is neither a file nor a folder.")
    key = (found.st_dev, found.st_ino)
    if key in seen:
        return None
    seen.add(key)
    return source


def _expand_address(given: str) -> Iterator[Source | Trouble]:
    if not remote.is_readable(given):
        yield refuse(
            given, "missing", "no such address is read. Name files, or s3://, gs:// or file:// addresses."
        )
        return
    try:
        found = remote.expand(given)
    except OSError as fault:
        yield refuse(given, "unreadable", f"it cannot be reached ({fault.strerror or type(fault).__name__}).")
        return
    if not found:
        yield refuse(given, "missing", "there are no files at this address.")
    yield from (Source(address, None, address) for address in found)


def _check_address(source: Source, address: str, seen: set[object]) -> Source | Trouble | None:
    try:
        remote.look_up(address)
    except FileNotFoundError:
        return refuse(source.name, "missing", "there is no such file.")
    except OSError as fault:
        return refuse(
            source.name, "unreadable", f"it cannot be opened ({fault.strerror or type(fault).__name__})."
        )
    if address in seen:
        return None
    seen.add(address)
    return source
