"""Word lists of weighing: which words of reports tell a source, and whose dead somebody is.

Flows in: a TOML file of tables, each of lists of plain words. Flows out: the lists as sets. Refuses a table or list that
is missing or not known, and what is no list of words (`KnowledgeError`, with the line).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.toml_file import line_of, load_toml

Lists = Mapping[str, frozenset[str]]
_TABLES = {
    "bylines": ("reporters", "sources", "dates", "signs"),
    "dead": ("untold", "part", "besides", "civilians", "forces", "both"),
}


@lru_cache(maxsize=1)
def load_word_lists() -> Mapping[str, Lists]:
    """The lists that ship with the package, by table and name.

    >>> "people" in load_word_lists()["dead"]["untold"]
    True
    """
    with resources.as_file(resources.files("imbroglio.knowledge") / "word_lists.toml") as path:
        return word_lists_of(path)


def word_lists_of(path: Path) -> Mapping[str, Lists]:
    """The lists that a file holds. Raises KnowledgeError with the line of the first mistake."""
    data = load_toml(path)
    for table in data:
        if table not in _TABLES:
            raise KnowledgeError(str(path), line_of(path, f"[{table}]"), f"'{table}' is no table of this file")
    found: dict[str, Lists] = {}
    for table, names in _TABLES.items():
        lists = data.get(table)
        if not isinstance(lists, dict) or set(lists) != set(names):
            raise KnowledgeError(str(path), line_of(path, f"[{table}]"), f"[{table}] must hold {', '.join(names)}")
        for name, words in lists.items():
            if not isinstance(words, list) or not all(isinstance(w, str) and w for w in words):
                raise KnowledgeError(str(path), line_of(path, f"{name} ="), f"'{name}' must be a list of words")
        found[table] = {name: frozenset(words) for name, words in lists.items()}
    return found
