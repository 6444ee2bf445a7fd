"""Sightings: what resolving takes in. One row for each key that reports use, in each country that they are set in.

Flows in: statements, documents, the countries of places, the packs. Flows out: `Sightings`: rows with counts, and what
reports tell of names and belonging. Linear in the statements; everything after works on distinct names.

Which key a row has:
* a key of the packs stays as it is, wherever it is sighted;
* a description ("rebels") is somebody else in each country: "name:rebels@SY"; where a report has no clear country, "name:rebels";
* a name is one key, unless it is sighted in two theatres of war: then each has its own, with its country.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.keys import key_of
from imbroglio.knowledge.packs import KnownActor
from imbroglio.model import Gist, Statement
from imbroglio.model.statement import RefKind, Status
from imbroglio.resolving.descriptions import Descriptions
from imbroglio.resolving.lineage import states_of
from imbroglio.resolving.setting import find_interstate, find_theatres, home_states, set_countries

TELLING = ("leads", "part-of", "alias", "renamed", "split-from", "merged-into")
_PUBLIC = ("leads", "speaks-for")
_KEPT = 12  # foes and places that are kept of a sighting, the most frequent


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as written, how often, and from when to when."""

    name: str
    count: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """One key, and all that reports show of it.

    Attributes:
        key: its own key, with the country where it needs one.
        base: the key as statements have it.
        country: ISO2 of the country of most of its reports, "" where none is clear.
        named: False for a description.
        public: for a person: known to a pack, or said to lead or to speak for somebody.
        names: spellings, the most used first.
        reports, statements: their ids, sorted.
        foes: keys that it is said to act on, or to suffer from, most often.
        places: keys of places it is tied to most often.
    """

    key: str
    base: str
    name: str
    kind: RefKind
    country: str
    named: bool
    public: bool
    names: tuple[Spelling, ...]
    agent: int
    target: int
    claims: int
    countries: tuple[str, ...]
    reports: tuple[str, ...]
    statements: tuple[str, ...]
    foes: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How often it fills a role."""
        return self.agent + self.target + self.claims


@dataclass(frozen=True, slots=True)
class Told:
    """A statement on names or belonging, between the keys of two sightings (or a place): `first` is the statement's agent."""

    type: str
    first: str
    second: str
    first_text: str
    second_text: str
    status: Status
    on: date | None
    until: date | None
    doc: str
    outlet: str
    statement: str


@dataclass(frozen=True, slots=True)
class Sightings:
    """All sightings of a case.

    `set_in` gives a report's country, `carried` the keys of a base key by country, `between_states` the countries whose
    state fights another there, `place_names` the plain names of places sighted, by country.
    """

    rows: tuple[Sighting, ...]
    told: tuple[Told, ...] = ()
    set_in: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    between_states: frozenset[str] = frozenset()
    place_names: frozenset[str] = frozenset()

    def key_in(self, base: str, country: str) -> str:
        """The key of a sighting, from the key in a statement and the country of its report."""
        by_country = self.carried.get(base)
        return base if by_country is None else by_country.get(country, base)


@dataclass(slots=True)
class _Row:
    names: Counter[str] = field(default_factory=Counter)
    spans: dict[str, list[date]] = field(default_factory=dict)
    kinds: Counter[RefKind] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    reports: set[str] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)
    foes: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    public: bool = False

    def join(self, other: _Row) -> None:
        for counted in ("names", "kinds", "roles", "countries", "foes", "places"):
            getattr(self, counted).update(getattr(other, counted))
        for name, span in other.spans.items():
            mine = self.spans.setdefault(name, [*span])
            mine[:] = [min(mine[0], span[0]), max(mine[1], span[1])]
        self.reports |= other.reports
        self.statements |= other.statements
        self.public |= other.public


def sight(
    statements: Iterable[Statement | Gist],
    countries: Mapping[str, str],
    packs: Mapping[str, KnownActor],
    outlets: Mapping[str, str] | None = None,
) -> Sightings:
    """The sightings of a case.

    Args:
        statements: all that the case makes, in any order.
        countries: place id to ISO2.
        packs: key ("actor:islamic-state") to what the packs know.
        outlets: document to who publishes it, for what must be said by independent outlets.
    """
    every = list(statements)
    set_in = set_countries(every, countries, packs)
    rows = _collect(every, set_in)
    descriptions = Descriptions.of(packs)
    described = {base: descriptions.describes(names) for base, names in _names(rows, packs).items()}
    keys = _keys(rows, packs, described)
    joined: dict[str, _Row] = {}
    carried: dict[str, dict[str, str]] = {}
    for (base, country), key in keys.items():
        row = rows[base, country]
        if key != base:
            carried.setdefault(base, {})[country] = key
        joined.setdefault(key, _Row()).join(row)
    bases = {key: base for (base, _), key in sorted(keys.items())}
    found = tuple(_sighting(key, bases[key], joined[key], packs, described.get(bases[key], False)) for key in sorted(joined))
    half = Sightings(found, set_in=set_in, carried=carried)
    return Sightings(
        found,
        _told(every, half, outlets or {}),
        set_in,
        carried,
        find_interstate(every, set_in, home_states(packs), states_of(packs)),
        frozenset(plain(r.name) for s in every for r in s.place if r.id is not None),
    )


def _collect(statements: Iterable[Statement | Gist], set_in: Mapping[str, str]) -> dict[tuple[str, str], _Row]:
    rows: dict[tuple[str, str], _Row] = defaultdict(_Row)
    for s in statements:
        id, country = s.id, set_in.get(s.doc, "")
        day = s.time.start if s.time.basis != "publication" else None
        end = (s.time.end or day) if day else None
        keys = {role: [key_of(r) for r in refs] for role, refs in (("agent", s.agent), ("target", s.target))}
        where = [key_of(r) for r in s.place]
        for role, refs in (("agent", s.agent), ("target", s.target), ("claims", s.claim.by)):
            for r in refs:
                row = rows[key_of(r), country]
                row.names[r.name] += 1
                row.kinds[r.kind] += 1
                row.roles[role] += 1
                row.countries[country] += 1
                row.reports.add(s.doc)
                row.statements.add(id)
                row.public |= role == "agent" and s.type in _PUBLIC  # a source may be a witness
                if s.kind == "event" and role != "claims":
                    for key in keys["target" if role == "agent" else "agent"]:
                        row.foes[key] += 1
                    for key in where:
                        row.places[key] += 1
                if day and end:
                    span = row.spans.setdefault(r.name, [day, end])
                    span[:] = [min(span[0], day), max(span[1], end)]
    return rows


def _names(rows: Mapping[tuple[str, str], _Row], packs: Mapping[str, KnownActor]) -> dict[str, set[str]]:
    """The spellings of each base key that no pack knows."""
    out: dict[str, set[str]] = {}
    for (base, _), row in rows.items():
        if base.startswith("name:") and base not in packs:
            out.setdefault(base, set()).update(row.names)
    return out


def _keys(
    rows: Mapping[tuple[str, str], _Row], packs: Mapping[str, KnownActor], described: Mapping[str, bool]
) -> dict[tuple[str, str], str]:
    """(base key, country) to the sighting's key."""
    by_base: dict[str, list[str]] = defaultdict(list)
    for base, country in sorted(rows):
        by_base[base].append(country)
    theatre = find_theatres({c for _, c in rows if c}, packs)
    out: dict[tuple[str, str], str] = {}
    for base, seen in by_base.items():
        known = base in packs or not base.startswith("name:")
        theatres = {theatre[c] for c in seen if c}
        for country in seen:
            if known or not country:
                out[base, country] = base
            elif described[base]:
                out[base, country] = f"{base}@{country}"
            elif len(theatres) < 2:
                out[base, country] = base
            else:
                near = [c for c in seen if c and theatre[c] == theatre[country]]
                likeliest = min(near, key=lambda c: (-rows[base, c].roles.total(), c))
                out[base, country] = f"{base}@{likeliest}"
    return out


def _most(counted: Counter[RefKind]) -> RefKind:
    return min(counted, key=lambda k: (-counted[k], k))


def _sighting(key: str, base: str, row: _Row, packs: Mapping[str, KnownActor], described: bool) -> Sighting:
    known = packs.get(key)
    spellings = tuple(
        Spelling(name, n, *(row.spans.get(name) or (None, None)))
        for name, n in sorted(row.names.items(), key=lambda kv: (-kv[1], kv[0]))
    )
    ranked = tuple(c for c, _ in sorted(row.countries.items(), key=lambda kv: (-kv[1], kv[0])) if c)
    return Sighting(
        key=key,
        base=base,
        name=known.name if known else spellings[0].name,
        kind=known.kind if known else _most(row.kinds),
        country=ranked[0] if ranked else "",
        named=known is not None or not described,
        public=known is not None or row.public,
        names=spellings,
        agent=row.roles["agent"],
        target=row.roles["target"],
        claims=row.roles["claims"],
        countries=ranked,
        reports=tuple(sorted(row.reports)),
        statements=tuple(sorted(row.statements)),
        foes=_top(row.foes),
        places=_top(row.places),
    )


def _top(counted: Counter[str]) -> frozenset[str]:
    return frozenset(sorted(counted, key=lambda k: (-counted[k], k))[:_KEPT])


def _told(statements: Iterable[Statement | Gist], sightings: Sightings, outlets: Mapping[str, str]) -> tuple[Told, ...]:
    out = []
    for s in statements:
        if s.type not in TELLING:
            continue
        country = sightings.set_in.get(s.doc, "")
        stated = s.time.basis != "publication"
        on, until = (s.time.start, s.time.end) if stated else (None, None)
        for a in s.agent:
            for b in s.target:
                first, second = (sightings.key_in(key_of(r), country) for r in (a, b))
                outlet = outlets.get(s.doc) or s.doc
                out.append(Told(s.type, first, second, a.text, b.text, s.status, on, until, s.doc, outlet, s.id))
    return tuple(sorted(out, key=lambda t: (t.statement, t.type, t.first, t.second)))
