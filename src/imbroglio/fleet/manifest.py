"""The manifest of a dataset: what made it, what it holds, and which files belong to it.

Flows in: what runs have published. Flows out: `manifest.json`, which is written last of all: a dataset without it is not complete, and
a file that it does not name does not belong to it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imbroglio import __version__
from imbroglio.errors import DatasetError
from imbroglio.fleet.folder import Folder
from imbroglio.knowledge.codebook import CODEBOOK

FORMAT = 1
NAME = "manifest.json"
Row = dict[str, Any]


@dataclass(slots=True)
class Counts:
    """A dataset in figures."""

    reports: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)  # records of archives that are no pages, by kind

    def add(self, other: Counts) -> None:
        """Add up."""
        for name in self.__slots__:
            getattr(self, name).update(getattr(other, name))

    def to_json(self) -> Row:
        """The figures as JSON."""
        return {name: dict(sorted(getattr(self, name).items())) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Counts:
        """The figures again."""
        return cls(**{name: Counter(data.get(name, {})) for name in cls.__slots__})


@dataclass(slots=True)
class Manifest:
    """What a dataset is.

    Attributes:
        read_with: the mark of what read it (version, packs, places).
        screen: the mark of the article screen; None where every article was read.
        packs: the user's own packs, by name and hash.
        runs: each run with its inputs, units, time and processor seconds by stage.
        counts: of all runs together.
        files: every file, with its rows, bytes and hash.
        following: the next `seq` of each table.
        record: what was weighed from it: by which rule, from which files, the record's own files; None before that.
    """

    read_with: str
    screen: str | None = None
    packs: list[Row] = field(default_factory=list)
    runs: list[Row] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    files: list[Row] = field(default_factory=list)
    following: dict[str, int] = field(default_factory=dict)
    record: Row | None = None

    def to_json(self) -> Row:
        """The manifest as JSON."""
        return {
            "format": FORMAT,
            "imbroglio": __version__,
            "codebook": hashlib.sha256(CODEBOOK.read_bytes()).hexdigest(),
            "read_with": self.read_with,
            "packs": self.packs,
            "screen": self.screen,
            "counts": self.counts.to_json(),
            "runs": self.runs,
            "following": self.following,
            "files": self.files,
            "record": self.record,
        }

    def write(self, folder: Folder) -> None:
        """Put it in its place. Raises DatasetError."""
        folder.put(NAME, (json.dumps(self.to_json(), ensure_ascii=False, indent=1) + "\n").encode())


def read_manifest(folder: Folder) -> Manifest | None:
    """The manifest of a dataset; None where there is none yet. Raises DatasetError where it cannot be used."""
    held = folder.get(NAME)
    if held is None:
        return None
    try:
        data = json.loads(held)
        newer = data["format"] > FORMAT
        if not newer:
            return Manifest(
                read_with=data["read_with"],
                screen=data["screen"],
                packs=data["packs"],
                runs=data["runs"],
                counts=Counts.from_json(data["counts"]),
                files=data["files"],
                following=data["following"],
                record=data.get("record"),
            )
    except (ValueError, KeyError, TypeError):
        raise DatasetError(f"'{folder.where}' holds a {NAME} that is none of a dataset; name another folder.") from None
    raise DatasetError(f"'{folder.where}' was written by a newer version of imbroglio; install that version to use it.")


def packs_of(files: Sequence[Path]) -> list[Row]:
    """The user's own packs, by name and hash."""
    return [{"name": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()} for file in files]
