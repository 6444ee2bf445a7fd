"""TOML files of knowledge: read whole, with mistakes told by file and line.

Flows in: the path of a TOML file. Flows out: its tables; or a `KnowledgeError` that names the line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from imbroglio.errors import KnowledgeError

_AT_LINE = re.compile(r"\(at line (\d+)")


def read_text(path: Path) -> str:
    """The text of a knowledge file. Raises KnowledgeError where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problem = f"The file cannot be read: {error.strerror or error}."
        raise KnowledgeError(str(path), None, problem) from None
    except UnicodeDecodeError:
        raise KnowledgeError(str(path), None, "The file is not UTF-8 text; save it as UTF-8.") from None


def load_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises KnowledgeError with the line of the first mistake."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found.group(1)) if found else None
        raise KnowledgeError(str(path), line, f"This is not valid TOML: {error}.") from None


def line_of(path_text: Path | str, needle: str) -> int | None:
    """The 1-based line on which `needle` first stands in a file (a path) or in its text, or None.

    A parsed TOML value no longer knows its line; searching for how it was written finds it again.
    """
    text = read_text(path_text) if isinstance(path_text, Path) else path_text
    at = text.find(needle)
    return None if at < 0 else text.count("\n", 0, at) + 1


def fault_at(path: Path, needle: str, problem: str) -> KnowledgeError:
    """A mistake in a knowledge file, on the line where `needle` first stands."""
    return KnowledgeError(str(path), line_of(path, needle), problem)


def get_table(path: Path, data: Mapping[str, Any], name: str, keys: tuple[str, ...]) -> Mapping[str, Any]:
    """A table that has these keys and no others. Raises KnowledgeError."""
    table = data.get(name)
    if not isinstance(table, dict):
        raise KnowledgeError(str(path), None, f"the table [{name}] is missing")
    for key in table:
        if key not in keys:
            raise fault_at(path, key, f"'{key}' is no key of [{name}]")
    for key in keys:
        if key not in table:
            raise fault_at(path, f"[{name}]", f"[{name}] lacks '{key}'")
    return table


def get_words(path: Path, table: Mapping[str, Any], name: str, key: str) -> list[str]:
    """A list of words, none of them empty. Raises KnowledgeError."""
    words = table[key]
    if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
        raise fault_at(path, key, f"'{key}' of [{name}] must be a list of words")
    return words
