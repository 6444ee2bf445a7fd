"""The lexicon of predicates: which words evoke which type of statement, and which grammatical slot fills which role.

Flows in: the TOML files of `lexicon/`. Flows out: `Frame`s, found by their key word. A line of a file is one idea:

    "fall to : subj=place obj=agent if subj=place ~ 0.8"

words, slots laid over the file's defaults, conditions, weight. Refuses an entry that breaks this grammar with a
`KnowledgeError` that names file and line.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, cast, get_args

from imbroglio.errors import KnowledgeError
from imbroglio.model import Kind

ROLES = frozenset({"agent", "target", "place", "none", "claim"})
PREPOSITIONS = frozenset(
    "of on against in into from to with at over for near toward towards across through between around by under inside "
    "outside within among amid before after along alongside about upon onto off out past beyond behind during as than "
    "without since until following per amongst via up down above below beside despite throughout versus".split()
)
SLOTS = frozenset({"subj", "obj", "iobj", "poss", "mod", "compl", "head"}) | PREPOSITIONS
CLASSES = frozenset(
    "place actor people person aircraft artillery explosive gas firearm thing number money prisoner none agreement event vehicle "
    "building force fighters government organisation coalition reports leader speaker member state armed_group unit any".split()
)


@dataclass(frozen=True, slots=True)
class Fill:
    """One way to fill a role from a slot: the role, and the classes that the filler must have (empty: any)."""

    role: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """What a slot's filler must be (or, negated, must not be) for the frame to hold."""

    slot: str
    classes: tuple[str, ...]
    lemmas: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One entry of the lexicon.

    Attributes:
        kind, type: what it evokes (codebook).
        pos: "verb", "noun" or "adjective".
        words: lemmas; for verbs the first is the head, for nouns the last (or the first before a preposition); a noun
            entry may start with the preposition that governs it ("under control").
        head: index of the head word in `words`.
        slots: slot to the ways in which it fills roles, first that fits wins.
        conditions: all must hold.
        weight: 0 to 1, how often the word is of this type at all.
        origin: "event/capture.toml:12", and `entry`, the line's own words, for `imbroglio why`.
    """

    kind: Kind
    type: str
    pos: str
    words: tuple[str, ...]
    head: int
    slots: Mapping[str, tuple[Fill, ...]]
    conditions: tuple[Condition, ...]
    weight: float
    origin: str
    entry: str = ""

    @property
    def key(self) -> str:
        """The lemma by which the frame is found."""
        return self.words[self.head]


_WEIGHT = re.compile(r"\s*~\s*([0-9.]+)")
_SLOT = re.compile(r"(\w+)=(\S+)")


def _fills(text: str) -> tuple[Fill, ...]:
    out = []
    for part in text.split("|"):
        role, _, classes = part.partition(":")
        if role not in ROLES:
            raise ValueError(f"'{role}' is no role; use one of {', '.join(sorted(ROLES))}")
        kinds = tuple(c for c in classes.split(",") if c)
        for kind in kinds:
            if kind.lstrip("!") not in CLASSES:
                raise ValueError(f"'{kind}' is no class of noun")
        out.append(Fill(role, kinds))
    return tuple(out)


def parse_slots(text: str) -> dict[str, tuple[Fill, ...]]:
    """Slots from "subj=agent obj=place:place|target". Raises ValueError in plain words."""
    out: dict[str, tuple[Fill, ...]] = {}
    for item in text.split():
        found = _SLOT.fullmatch(item)
        if not found:
            raise ValueError(f"'{item}' is not of the form slot=role")
        slot, fill = found.groups()
        if slot not in SLOTS:
            raise ValueError(f"'{slot}' is no slot")
        out[slot] = _fills(fill)
    return out


def _condition(text: str) -> Condition:
    slot, sep, value = text.strip().partition("=")
    slot = slot.strip()
    if not sep or slot not in SLOTS:
        raise ValueError(f"the condition '{text}' is not of the form slot=class")
    value = value.strip()
    negated = value.startswith("!")
    parts = [p.strip() for p in value.lstrip("!").replace("|", ",").split(",") if p.strip()]
    lemmas = tuple(p.strip("\"'").lower() for p in parts if p[0] in "\"'")
    classes = tuple(p for p in parts if p[0] not in "\"'")
    for c in classes:
        if c not in CLASSES:
            raise ValueError(f"'{c}' is no class of noun (a literal lemma stands in quotes)")
    return Condition(slot, classes, lemmas, negated)


def parse_entry(entry: str) -> tuple[tuple[str, ...], dict[str, tuple[Fill, ...]], tuple[Condition, ...], float]:
    """Words, own slots, conditions and weight of one line. Raises ValueError in plain words.

    >>> parse_entry("fall to : subj=place obj=agent ~ 0.8")[0]
    ('fall', 'to')
    """
    found = _WEIGHT.search(entry)
    rest = _WEIGHT.sub(" ", entry)
    rest, _, condition_text = f"{rest} ".partition(" if ")
    words_text, _, slot_text = rest.partition(" : ")
    words = tuple(words_text.lower().split())
    if not words:
        raise ValueError("there are no words before ' : '")
    conditions = tuple(_condition(c) for c in condition_text.split("&") if c.strip())
    weight = float(found[1]) if found else 1.0
    if not 0 < weight <= 1:
        raise ValueError(f"the weight {weight} is not between 0 and 1")
    return words, parse_slots(slot_text), conditions, weight


def _head(pos: str, words: tuple[str, ...]) -> int:
    if pos != "noun":
        return 0
    first = 1 if words[0] in PREPOSITIONS else 0  # "under control": the preposition governs the noun
    for i, word in enumerate(words):
        if word in PREPOSITIONS and i > first:
            return i - 1
    return len(words) - 1


DEFAULTS = {
    "verb_slots": "subj=agent obj=target",
    "noun_slots": "poss=agent mod=agent by=agent",
    "adjective_slots": "head=target",
}


def line_of_entry(source: str, entry: str) -> int | None:
    """The line of a lexicon file's text on which an entry stands."""
    at = source.find(f'"{entry}"')
    if at < 0:
        at = source.find(entry)
    return None if at < 0 else source.count("\n", 0, at) + 1


def frames_of(source: str, name: str) -> list[Frame]:
    """All frames of one predicate file's text. Raises KnowledgeError."""
    try:
        data: dict[str, Any] = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(name, getattr(error, "lineno", None), str(error)) from None
    for needed in ("kind", "type"):
        if needed not in data:
            raise KnowledgeError(name, None, f"'{needed}' is missing at the top of the file")
    if data["kind"] not in get_args(Kind):
        raise KnowledgeError(name, line_of_entry(source, "kind ="), f"'{data['kind']}' is no kind of statement")
    kind = cast(Kind, data["kind"])
    out: list[Frame] = []
    for pos in ("verb", "noun", "adjective"):
        slots_key = f"{pos}_slots"
        try:
            base = parse_slots(data.get(slots_key, DEFAULTS[slots_key]))
        except ValueError as error:
            raise KnowledgeError(name, line_of_entry(source, slots_key), str(error)) from None
        for entry in data.get(f"{pos}s", []):
            try:
                words, own, conditions, weight = parse_entry(entry)
            except ValueError as error:
                raise KnowledgeError(name, line_of_entry(source, entry), f"'{entry}': {error}") from None
            origin = f"{name}:{line_of_entry(source, entry) or 0}"
            out.append(
                Frame(kind, data["type"], pos, words, _head(pos, words), {**base, **own}, conditions, weight, origin, entry)
            )
    return out


class Lexicon:
    """All frames, by part of speech and key lemma; longest and most conditioned first."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self.frames = tuple(frames)
        self._by: dict[tuple[str, str], list[Frame]] = defaultdict(list)
        for frame in self.frames:
            self._by[frame.pos, frame.key].append(frame)
        for found in self._by.values():
            found.sort(key=lambda f: (-len(f.words), -len(f.conditions), -f.weight, f.type, f.origin))

    def find(self, pos: str, lemma: str) -> list[Frame]:
        """Frames whose head is `lemma` as `pos` ("verb", "noun", "adjective"); empty where none."""
        return self._by.get((pos, lemma), [])

    def keys(self) -> set[str]:
        """Every head lemma, for the screen."""
        return {key for _, key in self._by}


def knowledge_files(folder: str) -> list[tuple[str, str]]:
    """(name, text) of the package's data files in `folder`, sorted."""
    root = resources.files("imbroglio.knowledge").joinpath(folder)
    found = [p for p in root.iterdir() if p.name.endswith(".toml")] if root.is_dir() else []
    return [(f"{folder}/{p.name}", p.read_text("utf-8")) for p in sorted(found, key=lambda p: p.name)]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the package. Raises KnowledgeError."""
    frames: list[Frame] = []
    for folder in ("event", "relation", "control", "figure"):
        for name, text in knowledge_files(f"lexicon/{folder}"):
            frames += frames_of(text, name.removeprefix("lexicon/"))
    return Lexicon(frames)
