"""Classes of common nouns, and what a noun states of whom it names (leader, spokesman, member).

Flows in: `lexicon/nouns.toml`. Flows out: a table from lemma, or two-word compound, to its classes, and noun frames for
the relations. Refuses a file with a mistake (`KnowledgeError`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.lexicon import CLASSES, PREPOSITIONS, Frame, parse_slots
from imbroglio.knowledge.toml_file import line_of, load_toml


@dataclass(frozen=True, slots=True)
class Nouns:
    """The table of classes (own and by union), and relation frames ("commander", "spokesman", "branch")."""

    classes: dict[str, frozenset[str]]
    frames: tuple[Frame, ...]


def lexicon_path(name: str) -> Path:
    """The path of a lexicon file that ships with the package."""
    return Path(str(resources.files("imbroglio.knowledge").joinpath("lexicon", name)))


@lru_cache(maxsize=1)
def load_nouns() -> Nouns:
    """The noun classes that ship with the package. Raises KnowledgeError."""
    path = lexicon_path("nouns.toml")
    data: dict[str, Any] = load_toml(path)
    found: dict[str, set[str]] = {}
    extra = set(data.get("classes", {}))
    for name, words in data.get("classes", {}).items():
        for word in words:
            if not isinstance(word, str) or word != word.strip():
                raise KnowledgeError(str(path), line_of(path, str(word)), f"'{word}' in '{name}' is no plain word")
            found.setdefault(word.lower(), set()).add(name)
    for union, parts in data.get("unions", {}).items():
        for part in parts:
            if part not in extra:
                raise KnowledgeError(str(path), line_of(path, f"{union} ="), f"the union '{union}' names the unknown class '{part}'")
    frames: list[Frame] = []
    for name, spec in data.get("relations", {}).items():
        try:
            slots, weak_slots = parse_slots(spec["slots"]), parse_slots(spec.get("weak_slots", spec["slots"]))
        except ValueError as error:
            raise KnowledgeError(str(path), line_of(path, f"[relations.{name}]"), str(error)) from None
        for word in data["classes"].get(name, []):
            words = tuple(word.lower().split())
            head = next((i - 1 for i, w in enumerate(words) if w in PREPOSITIONS and i > 0), len(words) - 1)
            weak = word in spec.get("weak", [])
            frames.append(
                Frame("relation", spec["type"], "noun", words, head, weak_slots if weak else slots, (), 0.5 if weak else 0.9, f"nouns.toml:{name}")
            )
    return Nouns({word: frozenset(kinds & (CLASSES | extra)) for word, kinds in found.items()}, tuple(frames))


def unions() -> dict[str, frozenset[str]]:
    """Condition classes that are made of several lists ("actor" is force, fighters, government …)."""
    data = load_toml(lexicon_path("nouns.toml"))
    return {name: frozenset(parts) for name, parts in data.get("unions", {}).items()}
