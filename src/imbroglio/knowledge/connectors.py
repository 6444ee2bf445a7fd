"""Connectors: words that stand between two names and say how they stand to each other ("A, also known as B").

Flows in: the lists `connectors` of the lexicon's relation files, a line each: "formerly : left=target right=agent". Flows out:
`Connector`s by their first word. Refuses a line that breaks this grammar with a `KnowledgeError` that names file and line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.lexicon import knowledge_files, line_of_entry

_SIDES = frozenset({"agent", "target"})


@dataclass(frozen=True, slots=True)
class Connector:
    """Words between two names, in small letters; the role of the name to the left and of that to the right."""

    type: str
    words: tuple[str, ...]
    left: str
    right: str
    origin: str


def read_connectors(source: str, name: str) -> list[Connector]:
    """The connectors of one relation file's text. Raises KnowledgeError."""
    data = tomllib.loads(source)
    out = []
    for entry in data.get("connectors", ()):
        words, _, rest = entry.partition(" : ")
        roles = dict(part.split("=", 1) for part in rest.split() if "=" in part)
        if not words.split() or set(roles) != {"left", "right"} or set(roles.values()) != _SIDES:
            raise KnowledgeError(name, line_of_entry(source, entry), f"'{entry}': a connector is written 'words : left=agent right=target'")
        origin = f"{name}:{line_of_entry(source, entry) or 0}"
        out.append(Connector(data["type"], tuple(words.lower().split()), roles["left"], roles["right"], origin))
    return out


@lru_cache(maxsize=1)
def load_connectors() -> Mapping[str, tuple[Connector, ...]]:
    """The connectors that ship with the package, by first word, the longest first."""
    found: dict[str, list[Connector]] = {}
    for name, text in knowledge_files("lexicon/relation"):
        for connector in read_connectors(text, name.removeprefix("lexicon/")):
            found.setdefault(connector.words[0], []).append(connector)
    return {word: tuple(sorted(some, key=lambda c: -len(c.words))) for word, some in found.items()}
