"""Small tables of the lexicon: status operators, reporting words, source nouns, light verbs, epithets.

Flows in: `lexicon/{status,reporting,sources,light,epithets}.toml`. Flows out: frozen look-up tables. Refuses a file with
a mistake, by file and line (`KnowledgeError`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast, get_args

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.lexicon import Frame, Lexicon, parse_entry, parse_slots
from imbroglio.knowledge.nouns import lexicon_path
from imbroglio.knowledge.toml_file import line_of, load_toml
from imbroglio.model import Kind, Status
from imbroglio.model.statement import Measure, Stance


@dataclass(frozen=True, slots=True)
class Operators:
    """Status by the governing word, keyed "fail to", "call for" or "prevent", by part of speech."""

    verbs: Mapping[str, Status]
    nouns: Mapping[str, Status]
    adjectives: Mapping[str, Status]
    adverbs: Mapping[str, Status]
    modals: Mapping[str, Status]


@dataclass(frozen=True, slots=True)
class Reporting:
    """Words that credit somebody.

    Attributes:
        clause: verbs that credit a clause or quotation to their subject, with their stance.
        noun: verbs that credit what their object names ("reported clashes").
        phrases: verb phrases by their head verb: (words, stance).
        nouns: nouns with a content ("the claim that"), with their stance.
        according: first words of phrases such as "according to", with the stance of each.
        hearsay: adverbs and adjectives that credit no one ("reportedly", "alleged").
        carriers: nouns of things that carry a source's words ("statement", "video").
        sources: nouns that name a source without a name ("activist"), with the kind of Ref.
        saying: verbs that may stand before, within or after what is said.
        infinitive: verbs whose infinitive is what their subject says of itself ("claimed to have taken").
        demand: verbs that ask for what they govern, by their head verb: all their words.
        wanted: those of them whose object is what is asked for ("demanded a ceasefire").
    """

    clause: Mapping[str, Stance]
    noun: Mapping[str, Stance]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Stance], ...]]
    nouns: Mapping[str, Stance]
    according: Mapping[str, Stance]
    hearsay: frozenset[str]
    carriers: frozenset[str]
    sources: Mapping[str, str]
    saying: frozenset[str] = frozenset()
    infinitive: frozenset[str] = frozenset()
    demand: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()

    @property
    def tellers(self) -> frozenset[str]:
        """Nouns that can stand before "said": sources, and the things that carry their words."""
        return self.carriers.union(self.sources)


@dataclass(frozen=True, slots=True)
class Epithet:
    """What "X-FORM Y" (or "PREFIX-X Y") states: the type, X's role and Y's role, and what X and Y must be."""

    kind: Kind
    type: str
    first: str
    head: str
    if_first: tuple[str, ...] = ()
    if_head: tuple[str, ...] = ()
    weight: float = 1.0


def _load(name: str) -> dict[str, Any]:
    return load_toml(lexicon_path(name))


def _fault(name: str, needle: str, problem: str) -> KnowledgeError:
    path = lexicon_path(name)
    return KnowledgeError(str(path), line_of(path, needle), problem)


def _operator_keys(words: str, kind: str) -> list[tuple[str, str]]:
    """Where an operator is looked up: (table, key). A phrase is found by its last word and its preposition."""
    parts = words.lower().split()
    if kind == "modal":
        return [("modals", words.lower())]
    if kind in {"adverb", "conjunction"}:
        return [("adverbs", words.lower())]
    if parts[0] == "be" and len(parts) > 1:
        key = " ".join(parts[1:])
        return [("adjectives", key), ("verbs", key)]
    if kind == "verb" and len(parts) >= 3:
        return [("nouns", " ".join(parts[-2:]))]
    return [({"verb": "verbs", "noun": "nouns", "adjective": "adjectives"}[kind], " ".join(parts))]


@lru_cache(maxsize=1)
def load_operators() -> Operators:
    """Status operators. The first entry of a word wins. Raises KnowledgeError."""
    tables: dict[str, dict[str, Status]] = {k: {} for k in ("verbs", "nouns", "adjectives", "adverbs", "modals")}
    for entry in _load("status.toml").get("operator", []):
        status, kind = entry.get("status"), entry.get("kind")
        if status == "keep":  # a neutral implicative ("manage to"): what it governs stands as it would alone
            status = "actual"
        if status not in get_args(Status):
            raise _fault("status.toml", f'status = "{status}"', f"'{status}' is no status")
        if kind not in {"verb", "noun", "adjective", "adverb", "modal", "conjunction"}:
            raise _fault("status.toml", f'kind = "{kind}"', f"'{kind}' is no kind of operator")
        for words in entry["words"]:
            for table, key in _operator_keys(words, kind):
                tables[table].setdefault(key, cast(Status, status))
    return Operators(**tables)


@lru_cache(maxsize=1)
def load_reporting() -> Reporting:
    """Reporting words with their stance. Raises KnowledgeError."""
    data = _load("reporting.toml")
    clause: dict[str, Stance] = {}
    noun: dict[str, Stance] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Stance]]] = {}
    nouns: dict[str, Stance] = {}
    for entry in [*data.get("verb", []), *data.get("noun", [])]:
        if entry.get("stance") not in get_args(Stance):
            raise _fault("reporting.toml", str(entry.get("stance")), f"'{entry.get('stance')}' is no stance")
    for entry in data.get("verb", []):
        for word in entry["words"]:
            parts = tuple(word.lower().split())
            if len(parts) > 1:
                phrases.setdefault(parts[0], []).append((parts, entry["stance"]))
                continue
            if "clause" in entry["governs"]:
                clause.setdefault(parts[0], entry["stance"])
            if "noun" in entry["governs"]:
                noun.setdefault(parts[0], entry["stance"])
    for entry in data.get("noun", []):
        for word in entry["words"]:
            nouns.setdefault(word.lower(), entry["stance"])
    according: dict[str, Stance] = {}
    for stance, words in data.get("according", {}).items():
        for phrase in words:
            according.setdefault(phrase.lower(), cast(Stance, stance))
    unsourced = data.get("unsourced", {})
    hearsay = frozenset(w.lower() for key in ("adverbs", "adjectives") for w in unsourced.get(key, []))
    sources = _load("sources.toml")
    carriers = frozenset(sources.get("carriers", {}).get("nouns", []))
    named = {n.lower(): e["kind"] for e in sources.get("source", []) for n in e["nouns"]}
    demand: dict[str, tuple[tuple[str, ...], ...]] = {}
    asking = data.get("demand", {})
    for phrase in [*asking.get("verbs", []), *asking.get("nouns", [])]:
        parts = tuple(phrase.lower().split())
        demand[parts[0]] = (*demand.get(parts[0], ()), parts)
    wanted = frozenset(phrase.lower() for phrase in asking.get("nouns", []))
    saying, infinitive = (frozenset(data.get(key, {}).get("verbs", [])) for key in ("saying", "infinitive"))
    ordered = {k: tuple(v) for k, v in phrases.items()}
    return Reporting(clause, noun, ordered, nouns, according, hearsay, carriers, named, saying, infinitive, demand, wanted)


@lru_cache(maxsize=1)
def load_light() -> Lexicon:
    """Light verbs, as frames whose slots say which role of the noun's event they fill. Raises KnowledgeError."""
    frames = []
    for entry in _load("light.toml").get("verbs", []):
        try:
            words, slots, conditions, weight = parse_entry(entry)
        except ValueError as error:
            raise _fault("light.toml", entry, f"'{entry}': {error}") from None
        frames.append(Frame("event", "light", "verb", words, 0, slots, conditions, weight, "light.toml"))
    return Lexicon(frames)


@dataclass(frozen=True, slots=True)
class Epithets:
    """Hyphened epithets by their second part ("backed") and by their first ("pro"); words that work alike, as frames.

    A form that stands in several entries keeps them all: the first whose demands are met counts.
    """

    suffixes: Mapping[str, tuple[Epithet, ...]]
    prefixes: Mapping[str, tuple[Epithet, ...]]
    frames: tuple[Frame, ...]


_RELATIONS = frozenset("backs allied hostile part-of leads speaks-for alias renamed split-from merged-into cut-ties designates".split())


@lru_cache(maxsize=1)
def load_epithets() -> Epithets:
    """The epithets that ship with the package. Raises KnowledgeError: an entry has no forms or no type."""
    suffixes: dict[str, list[Epithet]] = {}
    prefixes: dict[str, list[Epithet]] = {}
    frames: list[Frame] = []
    data = _load("epithets.toml")
    for table in ("epithet", "conditional", "noun", "bare", "event", "neutral"):
        for entry in data.get(table, []):
            made = _epithet(entry)
            shape = entry.get("shape", {"noun": "noun", "bare": "bare"}.get(table, "suffix"))
            forms = [f.lower() for f in entry.get("forms", [])]
            for form in [f.lower() for f in entry.get("prefixes", [])] + (forms if shape == "prefix" else []):
                prefixes.setdefault(form, []).append(made)
            if shape == "suffix":
                for form in forms:
                    suffixes.setdefault(form, []).append(made)
            elif shape in {"noun", "bare"} and made.type != "none":
                frames += [(_noun_frame if shape == "noun" else _bare_frame)(form, made) for form in forms]
    return Epithets({k: tuple(v) for k, v in suffixes.items()}, {k: tuple(v) for k, v in prefixes.items()}, tuple(frames))


def _epithet(entry: dict[str, Any]) -> Epithet:
    type_ = entry.get("type")
    if not isinstance(type_, str) or not (entry.get("forms") or entry.get("prefixes")):
        raise _fault("epithets.toml", str(entry.get("forms", [""])[0]), "an entry needs 'type', and 'forms' or 'prefixes'")
    kind: Kind = "control" if type_ in {"holds", "contested"} else "relation" if type_ in _RELATIONS else "event"
    first = (*entry.get("if_first", ()), *entry.get("if_first_kind", ()))
    return Epithet(kind, type_, entry.get("first", "none"), entry.get("head", "none"), first, tuple(entry.get("if_head", ())), entry.get("weight", 1.0))


def _noun_frame(form: str, made: Epithet) -> Frame:
    """"Hezbollah affiliate", "an affiliate of Hezbollah": the noun's frame."""
    words = tuple(form.lower().split())
    first = f"{made.first}:{','.join(made.if_first) or 'actor,person'}"
    slots = parse_slots(f"mod={first} poss={first} of={first} head={made.head}")
    return Frame(made.kind, made.type, "noun", words, len(words) - 1, slots, (), made.weight * 0.9, "epithets.toml")


def _bare_frame(form: str, made: Epithet) -> Frame:
    """"the breakaway region": an adjective's frame."""
    words = tuple(form.lower().split())
    classes = f":{','.join(made.if_head)}" if made.if_head else ""
    return Frame(made.kind, made.type, "adjective", words, 0, parse_slots(f"head={made.head}{classes}"), (), made.weight * 0.9, "epithets.toml")


@dataclass(frozen=True, slots=True)
class Measures:
    """What a counted noun, or the verb that it stands with, says of the measure of a number."""

    verbs: Mapping[str, Measure]
    nouns: Mapping[str, Measure]


@lru_cache(maxsize=1)
def load_measures() -> Measures:
    """Measures by lemma; the first table of the file that names a word wins. Raises KnowledgeError."""
    verbs: dict[str, Measure] = {}
    nouns: dict[str, Measure] = {}
    for name, lists in _load("numbers.toml").get("measure", {}).items():
        if name not in get_args(Measure):
            raise _fault("numbers.toml", f"[measure.{name}]", f"'{name}' is no measure")
        for word in lists.get("verbs", []):
            verbs.setdefault(word.lower(), name)
        for word in (*lists.get("nouns", []), *lists.get("adjectives", [])):
            nouns.setdefault(word.lower(), name)
    return Measures(verbs, nouns)
