"""What resolving knows of words: descriptions, stated rules, and how sure each kind of evidence is.

Flows in: `knowledge/resolving.toml`. Flows out: one checked `Wording`. Refuses a file with a table or key that is missing
or not known (`KnowledgeError`, with the line).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, cast, get_args

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.toml_file import line_of, load_toml
from imbroglio.model import RefKind

_SCORES = (
    "same", "unsure", "variant", "pack_name", "stands_for", "alias", "spelling", "short_form", "initials", "distance", "doubt",
)  # fmt: skip
_LIMITS = (
    "country_share", "country_refs", "interstate", "interstate_fights", "company", "theatre", "long_name", "long_word",
    "word_likeness", "block", "independent",
)  # fmt: skip
_LISTS = ("counts", "epithets", "backing", "adjectives", "bands", "tails", "titles", "roles", "small", "places")


@dataclass(frozen=True, slots=True)
class Family:
    """One description in all its forms ("rebels", "rebel fighters"), with the reason for holding them to be one.

    `of_nation` is "state" or "government" where it stands for that with a nation before it ("Malian officials"), else "".
    """

    name: str
    kind: RefKind
    reason: str
    of_nation: str = ""


@dataclass(frozen=True, slots=True)
class StandsFor:
    """A stated rule: whom a description stands for.

    Attributes:
        target: "state" or "government" (of the report's country), or the key of an actor.
        countries: where it holds; empty for everywhere.
        between_states: whether it holds where the home state fights another state, too.
        company: whether the same reports must name the target.
    """

    name: str
    target: str
    countries: frozenset[str]
    between_states: bool
    company: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The tables of `resolving.toml`; what each means, and why it is so, stands there.

    `families` and `rules` go from a plain form to what it is; `words` holds the lists by name, `spelling` a word to the one
    that stands for it, `opposites` a word to the numbers of the rows that it stands in.
    """

    score: Mapping[str, float]
    limit: Mapping[str, float]
    words: Mapping[str, frozenset[str]]
    ordinals: Mapping[str, int]
    opposites: Mapping[str, frozenset[int]]
    spelling: Mapping[str, str]
    families: Mapping[str, Family]
    by_name: Mapping[str, Family]
    rules: Mapping[str, StandsFor]
    owners: frozenset[str]
    forces: frozenset[str]
    disputed: frozenset[str]


@lru_cache(maxsize=1)
def load_wording() -> Wording:
    """The wording that ships with the package.

    >>> load_wording().families["rebel fighters"].name, load_wording().rules["regime warplanes"].target
    ('rebels', 'state')
    """
    with resources.as_file(resources.files("imbroglio.knowledge") / "resolving.toml") as path:
        return wording_of(path)


def wording_of(path: Path) -> Wording:
    """The wording that a file holds. Raises KnowledgeError with the line of the first mistake."""
    data = load_toml(path)
    known = {"score", "limits", "words", "family", "stands_for", "disputed"}
    for table in data:
        if table not in known:
            raise KnowledgeError(str(path), line_of(path, table), f"'{table}' is no table of this file")
    words = data.get("words", {})
    lists = {name: frozenset(_texts(path, words, name)) for name in _LISTS}
    rules, owners, forces = _rules(path, data)
    families = _families(path, data, lists["bands"])
    opposites: dict[str, frozenset[int]] = {}
    for number, row in enumerate(_texts(path, words, "opposites")):
        for word in row.split():
            opposites[word] = opposites.get(word, frozenset()) | {number}
    rows = [row.split() for row in _texts(path, words, "spellings")]
    ordinals = words.get("ordinals", {})
    if not isinstance(ordinals, dict) or not all(isinstance(n, int) for n in ordinals.values()):
        raise KnowledgeError(str(path), line_of(path, "ordinals"), "'ordinals' must give each word a number")
    return Wording(
        score=_numbers(path, data, "score", _SCORES),
        limit=_numbers(path, data, "limits", _LIMITS),
        words=lists,
        ordinals=ordinals,
        opposites=opposites,
        spelling={word: row[0] for row in rows for word in row[1:]},
        families=families,
        by_name={f.name: f for f in families.values()},
        rules=rules,
        owners=owners,
        forces=forces,
        disputed=frozenset(data.get("disputed", {})),
    )


def _numbers(path: Path, data: Mapping[str, Any], table: str, wanted: tuple[str, ...]) -> Mapping[str, float]:
    found = data.get(table, {})
    for key in (*wanted, *found):
        if key not in found or key not in wanted:
            raise KnowledgeError(str(path), line_of(path, f"[{table}]"), f"'{key}' is missing from [{table}], or not known there")
        if isinstance(found[key], bool) or not isinstance(found[key], int | float) or found[key] < 0:
            raise KnowledgeError(str(path), line_of(path, key), f"'{key}' of [{table}] must be a number from 0 up")
    return {key: float(found[key]) for key in wanted}


def _texts(path: Path, table: Mapping[str, Any], key: str) -> list[str]:
    found = table.get(key, [])
    if not isinstance(found, list) or not all(isinstance(t, str) for t in found):
        raise KnowledgeError(str(path), line_of(path, key), f"'{key}' must be a list of texts")
    return found


def _families(path: Path, data: Mapping[str, Any], bands: frozenset[str]) -> dict[str, Family]:
    out: dict[str, Family] = {}
    for entry in data.get("family", []):
        name, kind, reason = (str(entry.get(k, "")) for k in ("name", "kind", "reason"))
        if not name or not reason or kind not in get_args(RefKind):
            raise KnowledgeError(str(path), line_of(path, f'"{name}"'), f"the family '{name}' needs a name, a kind and a reason")
        of_nation = str(entry.get("of_nation", ""))
        if of_nation not in ("", "state", "government"):
            raise KnowledgeError(str(path), line_of(path, f'"{name}"'), f"'of_nation' of '{name}' must be state or government")
        family = Family(name, cast(RefKind, kind), reason, of_nation)
        cores, forms = _texts(path, entry, "cores"), _texts(path, entry, "forms")
        tailed = [f"{core} {band}" for core in (*cores, *_texts(path, entry, "before")) for band in sorted(bands)]
        for form in (*forms, *cores, *tailed):
            if form in out and out[form].name != name and form in forms:
                raise KnowledgeError(str(path), line_of(path, f'"{form}"'), f"'{form}' is of two families, {out[form].name} and {name}")
            out.setdefault(form, family)
    return out


def _rules(path: Path, data: Mapping[str, Any]) -> tuple[dict[str, StandsFor], frozenset[str], frozenset[str]]:
    out: dict[str, StandsFor] = {}
    owners, forces = set[str](), set[str]()
    for entry in data.get("stands_for", []):
        name, target, reason = (str(entry.get(k, "")) for k in ("name", "target", "reason"))
        if not name or not reason or not (target in ("state", "government") or target.startswith("actor:")):
            raise KnowledgeError(str(path), line_of(path, f'"{name}"'), f"the rule '{name}' needs a name, a target and a reason")
        where = frozenset(_texts(path, entry, "countries"))
        rule = StandsFor(name, target, where, entry.get("between_states") is True, entry.get("company") is True, reason)
        pairs = [f"{o} {f}".strip() for o in _texts(path, entry, "owners") for f in _texts(path, entry, "of")]
        for form in (*_texts(path, entry, "forms"), *pairs):
            out.setdefault(form, rule)
        if target == "state":
            forces.update(_texts(path, entry, "of"))
            owners.update(_texts(path, entry, "owners"))
    return out, frozenset(owners), frozenset(forces)
