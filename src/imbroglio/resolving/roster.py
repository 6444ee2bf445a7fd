"""The roster: every actor of a case, with its names over time, its kin and its members.

Flows in: sightings, links, verdicts, the packs. Flows out: a `Roster`, the same to the byte for the same input. Private
persons are no actors: a person is one only where a pack knows them, or a statement says that they lead or speak for somebody.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from imbroglio.knowledge.packs import KnownActor
from imbroglio.model import RefKind
from imbroglio.model.record import Actor, Link, Verdict, in_force
from imbroglio.resolving.descriptions import Descriptions
from imbroglio.resolving.joining import Joined, join, meant
from imbroglio.resolving.lineage import ancestors, parents_in, state_of
from imbroglio.resolving.naming import names_over_time
from imbroglio.resolving.packnames import class_of
from imbroglio.resolving.shape import numbers, words_of
from imbroglio.resolving.sighting import Sighting, Sightings, Told
from imbroglio.resolving.wording import Family, load_wording

_ACTORS = frozenset({"body", "person", "people"})


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is who in a case.

    Attributes:
        actors: key to actor; a key that was joined into another is among that one's `members`.
        stands_for: key of a sighting to the key of its actor, where the two differ.
        links: the machine's and the person's, as they came out: one that gave way says to what.
        idle: ids of verdicts that stand and name a key which nobody bears.
    """

    actors: Mapping[str, Actor]
    stands_for: Mapping[str, str]
    links: tuple[Link, ...]
    set_in: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    idle: tuple[str, ...] = ()

    def identity(self, key: str, doc: str = "") -> str:
        """The key of the actor that a Ref's key stands for in a report.

        Args:
            key: as `sighting.key_of` gives it: an identity, or "name:" and the plain name.
            doc: the report's id; a description stands for somebody else in each country.
        """
        by_country = self.carried.get(key)
        if by_country is not None:
            key = by_country.get(self.set_in.get(doc, ""), key)
        return self.stands_for.get(key, key)


def resolve(
    sightings: Sightings, links: Iterable[Link], verdicts: Iterable[Verdict], packs: Mapping[str, KnownActor]
) -> Roster:
    """Join what is the same, and describe each actor that remains.

    Args:
        links: from `link.link`.
        verdicts: all of them, those undone among them, in the order of deciding.
        packs: key to what the packs know.
    """
    rows = {r.key: r for r in sightings.rows}
    nations = Descriptions.of(packs).nation_states()
    found = list(links)
    linked = {k for link in found for k in (link.first, link.second)}
    standing, idle = meant((v for v in in_force(verdicts) if v.about == "actor"), {*rows, *linked, *packs})
    joined = join(found, standing, packs)
    sets: dict[str, list[str]] = defaultdict(list)
    for key in sorted({*rows, *joined.root}):
        sets[joined.root.get(key, key)].append(key)
    heads = {_head(keys, rows, joined, packs): keys for _, keys in sorted(sets.items())}
    stands_for = {key: head for head, keys in sorted(heads.items()) for key in keys if key != head}
    named = {stands_for.get(r.key, r.key) for r in sightings.rows if r.named}
    parents = _told_parents(sightings.told, stands_for, named, packs)
    for r in sightings.rows:
        nation = _nation_of_unit(r, sightings, nations)
        if nation and stands_for.get(r.key, r.key) not in packs:
            parents.setdefault(stands_for.get(r.key, r.key), []).append(nation)
    told = _names_told(sightings.told, stands_for)
    actors = {}
    for head, keys in sorted(heads.items()):
        some = [rows[k] for k in keys if k in rows]
        if not some:
            continue  # linked in doubt, and never sighted
        actor = _actor(head, keys, some, packs, parents.get(head, ()), told.get(head, ()))
        if actor is not None:
            actors[head] = actor
    set_in, carried = sightings.set_in, {k: sightings.carried[k] for k in sorted(sightings.carried)}
    return Roster(actors, stands_for, tuple(joined.links), {d: set_in[d] for d in sorted(set_in)}, carried, idle)


def _head(keys: Sequence[str], rows: Mapping[str, Sighting], joined: Joined, packs: Mapping[str, KnownActor]) -> str:
    """The key of a set: a pack's, else one into which a person merged others, else the description's, else the most used."""

    def rank(key: str) -> tuple[bool, int, bool, int, str]:
        count = rows[key].count if key in rows else 0
        return (key not in packs, -joined.preferred.get(key, -1), family_of(key) is None, -count, key)

    return min(keys, key=rank)


def _actor(
    head: str, keys: Sequence[str], some: Sequence[Sighting], packs: Mapping[str, KnownActor], parents: Sequence[str], told: Sequence[Told]
) -> Actor | None:
    """One actor; None for a private person, a place or a thing."""
    known = packs.get(head)
    kinds = Counter[RefKind]()
    for r in some:
        kinds[r.kind] += r.count
    lead = next((r for r in some if r.key == head), max(some, key=lambda r: (r.count, r.key)))
    kind: RefKind = known.kind if known else (lead.kind if lead.key == head else min(kinds, key=lambda k: (-kinds[k], k)))
    public = known is not None or any(r.public and r.named for r in some)
    if class_of(kind) not in _ACTORS or (kind == "person" and not public):
        return None
    family = family_of(head)
    if family is not None:
        kind = family.kind
    if kind == "people" and known is None and not any(family_of(k) for k in keys):
        return None  # "a pilot", "her son": nobody who acts in a war
    above = ancestors((*parents_in(head, packs), *parents), packs, head)
    seen = Counter[str]()
    for r in some:
        seen.update(dict.fromkeys(r.countries, r.count))
    countries = [*(known.countries if known else ()), *sorted(seen, key=lambda c: (-seen[c], c))]
    return Actor(
        key=head,
        name=known.name if known else family.name if family else lead.name,
        kind=kind,
        named=known is not None or (family is None and lead.named),
        members=tuple(keys),
        names=names_over_time(known, some, told),
        countries=tuple(dict.fromkeys(countries)),
        parents=above,
        state=state_of(head, above, packs),
    )


def _nation_of_unit(r: Sighting, sightings: Sightings, nations: Mapping[tuple[str, ...], str]) -> str:
    """The state of a unit named by its nation ("Malian 33rd Regiment"), or "".

    Such a unit is the state's where it was read as one, or where two states' numbered units fight each other.
    """
    words = words_of(r.name)
    if not r.named or r.kind not in ("state", "armed_group"):
        return ""
    if r.kind != "state" and not (numbers(words) and sightings.between_states & set(r.countries)):
        return ""
    return next((nations[words[:n]] for n in range(len(words) - 1, 0, -1) if words[:n] in nations), "")


def family_of(key: str) -> Family | None:
    """The description whose key this is, if it is one's.

    >>> family_of("name:rebels@SY").name, family_of("name:river guard")
    ('rebels', None)
    """
    return load_wording().by_name.get(key.removeprefix("name:").partition("@")[0])


def _names_told(told: Iterable[Told], stands_for: Mapping[str, str]) -> dict[str, list[Told]]:
    """Statements on names of one actor, by its key."""
    out: dict[str, list[Told]] = defaultdict(list)
    for t in told:
        first, second = stands_for.get(t.first, t.first), stands_for.get(t.second, t.second)
        if first == second and t.type in ("alias", "renamed") and t.status in ("actual", "ongoing"):
            out[first].append(t)
    return out


def _told_parents(
    told: Iterable[Told], stands_for: Mapping[str, str], named: Set[str], packs: Mapping[str, KnownActor]
) -> dict[str, list[str]]:
    """Bodies that an actor is said to be part of (or to lead, for a person) by enough independent outlets, most often first.

    What the packs know better is left to them: an actor of theirs, or of its own descent, gets no parent from reports.
    """
    outlets: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for t in told:
        first, second = stands_for.get(t.first, t.first), stands_for.get(t.second, t.second)
        if t.type in ("part-of", "leads") and t.status in ("actual", "ongoing") and first != second and first not in packs:
            if {first, second} <= named:
                outlets[first][second].add(t.outlet)
    least = load_wording().limit["independent"]
    out = {}
    for key, above in sorted(outlets.items()):
        enough = {k: len(o) for k, o in above.items() if len(o) >= least and key not in _above(k, outlets, least)}
        if enough:
            out[key] = sorted(enough, key=lambda k: (-enough[k], k))
    return out


def _above(key: str, outlets: Mapping[str, Mapping[str, set[str]]], least: float) -> set[str]:
    """Everything that a key is said to be part of, at any remove; what would close a ring is not taken."""
    out: set[str] = set()
    row = [key]
    while row:
        row = [k for r in row for k, o in outlets.get(r, {}).items() if len(o) >= least and k not in out]
        out.update(row)
    return out
