"""Actor packs: who acts in the world's wars, under which names, and when each name held.

Flows in: TOML files (`packs/`, and the user's with `--pack FILE`). Flows out: `KnownActor`s and a `NameTable` that
finds their names in a row of tokens. Refuses a pack with a mistake, by file and line (`KnowledgeError`).
The format is described in docs/packs.md.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, get_args

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.lexicon import knowledge_files
from imbroglio.model import RefKind


@dataclass(frozen=True, slots=True)
class HeldName:
    """A name and the time in which it held: ISO days, months or years, either end open."""

    name: str
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class KnownActor:
    """One actor of a pack. Field by field as in docs/packs.md."""

    id: str
    name: str
    kind: RefKind
    names: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    held: tuple[HeldName, ...] = ()
    adjectives: tuple[str, ...] = ()
    strict_adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    government: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    parent: tuple[str, ...] = ()
    allies: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    iso: str | None = None
    office: str | None = None
    of: str | None = None
    relation: str | None = None
    role: str | None = None
    since: str | None = None
    until: str | None = None
    note: str | None = None
    pack: str = ""


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name in a text can stand for.

    `sense` is "name", "adjective", "people", "seat", "government" or "forces"; `exact` names are matched case and all.
    """

    actor: KnownActor
    sense: str
    name: str
    exact: bool = False


_LISTS = (
    "names", "strict", "adjectives", "strict_adjectives", "people", "seats", "government", "forces", "countries",
    "parent", "allies", "predecessors", "successors",
)  # fmt: skip
_TEXTS = ("iso", "office", "of", "relation", "role", "since", "until", "note")


def _line_of(source: str, needle: str) -> int | None:
    at = source.find(needle)
    return None if at < 0 else source.count("\n", 0, at) + 1


def _actor(entry: dict[str, Any], pack: str, file: str, source: str) -> KnownActor:
    def fault(problem: str) -> KnowledgeError:
        return KnowledgeError(file, _line_of(source, f'id = "{entry.get("id", "")}"'), problem)

    for needed in ("id", "name", "kind"):
        if not isinstance(entry.get(needed), str):
            raise fault(f"an actor needs '{needed}' as text")
    if entry["kind"] not in get_args(RefKind):
        raise fault(f"the kind '{entry['kind']}' is none of {', '.join(get_args(RefKind))}")
    unknown = set(entry) - set(_LISTS) - set(_TEXTS) - {"id", "name", "kind", "held"}
    if unknown:
        raise fault(f"unknown field '{sorted(unknown)[0]}' in actor '{entry['id']}'")
    values: dict[str, Any] = {}
    for key in _LISTS:
        value = entry.get(key, [])
        value = [value] if isinstance(value, str) else value
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise fault(f"'{key}' of '{entry['id']}' must be a list of texts")
        values[key] = tuple(value)
    for key in _TEXTS:
        values[key] = None if entry.get(key) is None else str(entry[key])
    held = tuple(HeldName(h["name"], h.get("from"), h.get("until")) for h in entry.get("held", []))
    return KnownActor(
        id=entry["id"], name=entry["name"], kind=cast(RefKind, entry["kind"]), held=held, pack=pack, **values
    )


def actors_of(source: str, file: str) -> list[KnownActor]:
    """The actors of one pack's text. Raises KnowledgeError."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise KnowledgeError(file, getattr(error, "lineno", None), str(error)) from None
    pack = str(data.get("pack", {}).get("id") or Path(file).stem)
    found = [_actor(entry, pack, file, source) for entry in data.get("actor", [])]
    seen: set[str] = set()
    for actor in found:
        if actor.id in seen:
            raise KnowledgeError(file, _line_of(source, f'id = "{actor.id}"'), f"the id '{actor.id}' stands twice")
        seen.add(actor.id)
    return found


EPITHET_PARTS = frozenset("led backed held controlled linked allied affiliated supported run occupied aligned".split())
_SPELLINGS = {
    "defense": "defence", "organization": "organisation", "organisations": "organisation", "center": "centre", "labor": "labour",
    "mobilization": "mobilisation", "stabilization": "stabilisation", "el": "al", "jaysh": "jaish", "forces": "forces",
}  # fmt: skip


def fold_token(token: str) -> str:
    """A token's form for comparing names: no case, no diacritics, no apostrophes, no dots.

    >>> fold_token("Da’esh"), fold_token("U.S."), fold_token("Defense")
    ('daesh', 'us', 'defence')
    """
    if token.isascii():
        low = token.lower().replace("'", "").replace(".", "")
    else:
        plain = unicodedata.normalize("NFKD", token)
        low = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’‘ʿʾʼ`.").casefold()
    return _SPELLINGS.get(low, low)


def name_tokens(name: str) -> list[str]:
    """A name as the tokens that a text's tokenizer would give it, hyphens apart and left out.

    >>> name_tokens("Jabhat al-Nusra"), name_tokens("Donetsk People's Republic")
    (['Jabhat', 'al', 'Nusra'], ['Donetsk', 'People', "'s", 'Republic'])
    """
    out: list[str] = []
    for word in re.sub(r"([()/])", r" \1 ", name.replace("-", " ").replace("–", " ")).split():
        for tail in ("'s", "’s"):
            if word.endswith(tail) and len(word) > 2:
                out += [word[: -len(tail)], tail]
                break
        else:
            out.append(word)
    return out


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    senses: list[Sense] = field(default_factory=list)


class NameTable:
    """A trie of folded name tokens; finds the longest name that starts at a token."""

    def __init__(self, actors: Iterable[KnownActor]) -> None:
        self.actors: dict[str, KnownActor] = {}
        self._root = _Node()
        for actor in actors:
            self.actors[actor.id] = actor
            self._add_all(actor)

    def _add_all(self, actor: KnownActor) -> None:
        for name in dict.fromkeys((actor.name, *actor.names, *(h.name for h in actor.held))):
            self._add(name, Sense(actor, "name", name))
        for name in actor.strict:
            self._add(name, Sense(actor, "name", name, exact=True))
        for sense in ("adjectives", "people", "seats", "government", "forces"):
            for name in getattr(actor, sense):
                self._add(name, Sense(actor, sense.removesuffix("s") if sense != "forces" else sense, name))
        for name in actor.strict_adjectives:
            self._add(name, Sense(actor, "adjective", name, exact=True))

    def _add(self, name: str, sense: Sense, _lost: bool = False) -> None:
        tokens = name_tokens(name)
        if "'s" in tokens[1:] and not _lost:
            at = tokens.index("'s")  # texts lose their apostrophes: "Peoples Protection Units"
            self._add(" ".join([*tokens[: at - 1], tokens[at - 1] + "s", *tokens[at + 1 :]]), sense, _lost=True)
        if len(tokens) > 1 and not EPITHET_PARTS.isdisjoint(t.lower() for t in tokens):
            return  # "US-led coalition" is read as what it says, a relation; it is no name of its own
        node = self._root
        for token in tokens:
            folded = fold_token(token)
            if folded:
                node = node.next.setdefault(folded, _Node())
        if node is not self._root:
            node.senses.append(sense)

    def starts(self, folded: str) -> bool:
        """Whether any name starts with this folded token."""
        return folded in self._root.next

    def match(self, folded: Sequence[str], texts: Sequence[str], at: int) -> tuple[int, list[Sense]] | None:
        """The longest name that starts at token `at`: (end token, its senses), or None.

        Empty folded tokens (hyphens) inside a name are passed over. A name that is not exact must start with a
        capital or a digit in the text, unless it is written small in the pack.
        """
        node = self._root.next.get(folded[at])
        best: tuple[int, list[Sense]] | None = None
        i = at
        while node is not None:
            if node.senses:
                fit = [s for s in node.senses if self._fits(s, texts, at, i + 1)]
                if fit:
                    best = (i + 1, fit)
            i += 1
            while i < len(folded) and not folded[i] and texts[i] in "-–‑'’":
                i += 1
            if i >= len(folded):
                break
            node = node.next.get(folded[i])
        return best

    @staticmethod
    def _fits(sense: Sense, texts: Sequence[str], start: int, end: int) -> bool:
        if sense.exact:
            return [t for t in texts[start:end] if t not in "-–‑"] == name_tokens(sense.name)
        first = texts[start][:1]
        return not first.islower() or sense.name[:1].islower() or first.isdigit()


def load_packs(extra: Sequence[Path] = ()) -> list[KnownActor]:
    """The packs that ship with the package and the user's own. A user's actor with a known id replaces it.

    Raises:
        KnowledgeError: a pack has a mistake; names file and line.
    """
    found = dict(_shipped())
    for path in extra:
        try:
            source = path.read_text("utf-8")
        except OSError as error:
            raise KnowledgeError(str(path), None, f"the pack cannot be opened ({error.strerror})") from None
        except UnicodeDecodeError:
            raise KnowledgeError(str(path), None, "the pack is not UTF-8 text") from None
        found.update({actor.id: actor for actor in actors_of(source, str(path))})
    return list(found.values())


def _joined(first: KnownActor, second: KnownActor) -> KnownActor:
    """An actor that stands in two packs, of two wars: their lists added up, the first one's texts kept."""
    lists: dict[str, Any] = {key: tuple(dict.fromkeys((*getattr(first, key), *getattr(second, key)))) for key in _LISTS}
    texts: dict[str, Any] = {key: getattr(first, key) or getattr(second, key) for key in _TEXTS}
    if second.name != first.name:
        lists["names"] = tuple(dict.fromkeys((*lists["names"], second.name)))
    return replace(first, held=first.held or second.held, **lists, **texts)


@lru_cache(maxsize=1)
def _shipped() -> tuple[tuple[str, KnownActor], ...]:
    found: dict[str, KnownActor] = {}
    for name, text in knowledge_files("packs"):
        for actor in actors_of(text, name):
            before = found.get(actor.id)
            if before is not None and before.kind != actor.kind:
                raise KnowledgeError(
                    name, _line_of(text, f'id = "{actor.id}"'), f"'{actor.id}' is of kind {before.kind} in the pack {before.pack}"
                )
            found[actor.id] = actor if before is None else _joined(before, actor)
    return tuple(found.items())
