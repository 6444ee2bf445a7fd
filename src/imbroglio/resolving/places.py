"""Places across reports: those that the gazetteer knows, and those that it does not, joined by the weak form of their names.

Flows in: statements, the countries of reports and places, verdicts. Flows out: `Places`. A place that is only described ("a
village", "rebel-held districts") is another one in each report, and no place of the record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from imbroglio.knowledge.fold import INNER_ARTICLES, fold, plain, weaken
from imbroglio.knowledge.keys import key_of
from imbroglio.knowledge.nouns import load_nouns
from imbroglio.knowledge.packs import KnownActor
from imbroglio.model import Gist, Statement
from imbroglio.model.record import Judgement, Link, Place, Verdict, in_force
from imbroglio.resolving.descriptions import Descriptions
from imbroglio.resolving.joining import join, meant
from imbroglio.resolving.setting import country_of_id
from imbroglio.resolving.wording import load_wording

_OLD = frozenset({"old", "new", "upper", "lower", "great", "greater"})  # part of many names, and none by themselves
_USUAL = 5  # a place that bears a name so many times as often as the next is the one that is meant
_SHORT = 3  # a weak form of fewer letters joins what is not the same


@dataclass(frozen=True, slots=True)
class Places:
    """Which place each key of a place stands for.

    `vague` are keys that are another place in each report.
    """

    places: Mapping[str, Place]
    stands_for: Mapping[str, str]
    links: tuple[Link, ...]
    set_in: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    vague: frozenset[str] = frozenset()

    def identity(self, key: str, doc: str = "") -> str:
        """The key of the place that a Ref's key stands for in a report; a vague one's carries the report's id."""
        if key in self.vague:
            return f"{key}@{doc}" if doc else key
        by_country = self.carried.get(key)
        if by_country is not None:
            key = by_country.get(self.set_in.get(doc, ""), key)
        return self.stands_for.get(key, key)


@dataclass(slots=True)
class _Row:
    names: Counter[str] = field(default_factory=Counter)
    points: Counter[tuple[float, float, int | None]] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    statements: set[int] = field(default_factory=set)  # by their row; only how many matters


def core_of(name: str) -> str:
    """The weak form of a place's name without the words that say only what sort of place it is.

    >>> core_of("Tall Tawil village") == core_of("Tel Taweel"), core_of("the village")
    (True, '')
    """
    sorts = load_wording().words["places"]
    words = plain(name).split()
    while words and words[0] in sorts:
        words = words[1:]
    while words and words[-1] in sorts:
        words = words[:-1]
    return weaken(fold(" ".join(words))) if words else ""


def is_name(name: str, nations: frozenset[str] = frozenset()) -> bool:
    """Whether a place is named, not described: one of its words has a capital, and is neither a nation nor a sort of place.

    >>> is_name("al-Hamadaniyeh"), is_name("rebel-held town"), is_name("Syrian towns", frozenset({"syrian"})), is_name("Old City")
    (True, False, False, False)
    """
    sorts, nouns = load_wording().words["places"], load_nouns().classes
    for word in name.replace("-", " ").split():
        low = plain(word)
        common = low in sorts or low in nations or low in INNER_ARTICLES or "place" in nouns.get(low.removesuffix("s"), nouns.get(low, ()))
        if word[:1].isupper() and not common and low not in _OLD:
            return True
    return False


def resolve_places(
    statements: Iterable[Statement | Gist],
    set_in: Mapping[str, str],
    countries: Mapping[str, str],
    packs: Mapping[str, KnownActor],
    verdicts: Iterable[Verdict] = (),
) -> Places:
    """The places of a case.

    Args:
        packs: for the names of nations: "Syrian towns" is no name.
        set_in: document to the country that it is clearly about.
        countries: place id to its country.
        verdicts: all of them; those on anything but places change nothing here.
    """
    nations = frozenset(n[0] for n in Descriptions.of(packs).nations if len(n) == 1)
    rows, carried, vague = _collect(statements, set_in, countries, nations)
    links = _link(rows)
    keys = {*rows}
    standing, _ = meant((v for v in in_force(verdicts) if v.about == "place"), keys)
    joined = join(links, standing, [k for k in rows if not k.startswith("name:")])
    sets: dict[str, list[str]] = defaultdict(list)
    for key in sorted(rows):
        sets[joined.root.get(key, key)].append(key)
    places, stands_for = {}, {}
    for some in sets.values():
        head = min(some, key=lambda k: (k.startswith("name:"), -joined.preferred.get(k, -1), -len(rows[k].statements), k))
        stands_for.update({k: head for k in some if k != head})
        places[head] = _place(head, some, rows)
    ordered = {k: places[k] for k in sorted(places)}
    return Places(ordered, dict(sorted(stands_for.items())), tuple(joined.links), set_in, carried, frozenset(vague))


def _collect(
    statements: Iterable[Statement | Gist], set_in: Mapping[str, str], countries: Mapping[str, str], nations: frozenset[str]
) -> tuple[dict[str, _Row], dict[str, dict[str, str]], set[str]]:
    rows: dict[str, _Row] = defaultdict(_Row)
    carried: dict[str, dict[str, str]] = {}
    vague: set[str] = set()
    for n, s in enumerate(statements):
        for r in s.place:
            key, here = key_of(r), set_in.get(s.doc, "")
            if r.id is None:
                if key in vague or not is_name(r.name, nations):
                    vague.add(key)
                    continue
                base, key = key, f"{key}@{here}" if here else key
                if here:
                    carried.setdefault(base, {})[here] = key
            row = rows[key]
            row.names[r.name] += 1
            row.countries[country_of_id(r.id, countries) if r.id else here] += 1
            row.statements.add(n)
            if r.lat is not None and r.lon is not None:
                row.points[r.lat, r.lon, r.precision] += 1
    return {k: rows[k] for k in sorted(rows)}, {k: carried[k] for k in sorted(carried) if k not in vague}, vague


def _link(rows: Mapping[str, _Row]) -> list[Link]:
    """Unknown names to the one known place of the same country and weak form, else to the most used unknown one."""
    score = load_wording().score
    groups: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for key, row in rows.items():
        for name, n in row.names.items():
            core = core_of(name)
            if len(core) < _SHORT:
                continue
            for country in row.countries:
                if country:
                    there = groups[country, core]
                    there[key] = there.get(key, 0) + n
    out: dict[tuple[str, str], Link] = {}
    for (_, core), bearers in sorted(groups.items()):
        known = sorted((k for k in bearers if not k.startswith("name:")), key=lambda k: (-bearers[k], k))
        unknown = sorted((k for k in bearers if k.startswith("name:")), key=lambda k: (-bearers[k], k))
        if len(known) > 1 and bearers[known[0]] >= _USUAL * bearers[known[1]]:
            known = known[:1]
        hubs = known or unknown[:1]
        judged: Judgement = "same" if len(hubs) == 1 else "unsure"
        for key in unknown:
            for hub in hubs[:2]:
                if key != hub:
                    first, second = sorted((key, hub))
                    said = f"one weak form of the name ('{core}') in one country" + ("" if judged == "same" else ", but several places bear it")
                    out.setdefault((first, second), Link(first, second, judged, score["spelling" if judged == "same" else "doubt"], (said,)))
    return [out[pair] for pair in sorted(out)]


def _place(head: str, some: Iterable[str], rows: Mapping[str, _Row]) -> Place:
    members = sorted(some)
    names, countries, statements = Counter[str](), Counter[str](), set[int]()
    for key in members:
        names.update(rows[key].names)
        countries.update(rows[key].countries)
        statements |= rows[key].statements
    points = rows[head].points
    lat, lon, precision = min(points, key=lambda p: (-points[p], str(p))) if points else (None, None, None)
    shown = min(rows[head].names, key=lambda n: (-rows[head].names[n], n))
    return Place(
        key=head,
        name=shown,
        lat=lat,
        lon=lon,
        precision=precision,
        members=tuple(members),
        names=tuple(sorted(names, key=lambda n: (-names[n], n))),
        countries=tuple(c for c in sorted(countries, key=lambda c: (-countries[c], c)) if c),
        statements=len(statements),
    )
