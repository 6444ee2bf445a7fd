"""Where reports are set: which country each is clearly about, and which countries belong to one theatre of war.

Flows in: statements, the countries of places, the packs. Flows out: a country for each report, or none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from imbroglio.knowledge.packs import KnownActor
from imbroglio.model import Gist, Statement
from imbroglio.resolving.wording import load_wording

_FIGHTS = frozenset("clash air-strike shelling bombing capture killing siege".split())


def country_of_id(id: str, countries: Mapping[str, str]) -> str:
    """The country of a place id: as given, else as the id itself says.

    >>> country_of_id("country:ML", {}), country_of_id("geonames:1", {"geonames:1": "NE"}), country_of_id("geonames:2", {})
    ('ML', 'NE', '')
    """
    if id in countries:
        return countries[id]
    head, _, rest = id.partition(":")
    if head == "country":
        return rest
    code = rest.partition("-")[0]
    return code.upper() if head == "place" and len(code) == 2 else ""


def set_countries(
    statements: Iterable[Statement | Gist], countries: Mapping[str, str], packs: Mapping[str, KnownActor]
) -> dict[str, str]:
    """The country that each report is clearly about, by document; reports about none, or about several, are left out.

    A report's places decide, those of countries where somebody of the packs who acts in it belongs: a dateline far away says
    nothing. One place is enough where such an actor acts; where there are too few, armed groups of one country decide.
    """
    limit = load_wording().limit
    places: dict[str, Counter[str]] = defaultdict(Counter)
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    acting: dict[str, set[str]] = defaultdict(set)
    homes = {key: a.countries[0] for key, a in packs.items() if a.kind == "armed_group" and len(a.countries) == 1}
    for s in statements:
        for r in s.place:
            code = country_of_id(r.id, countries) if r.id else ""
            if code:
                places[s.doc][code] += 1
        for r in (*s.agent, *s.target):
            if r.id is not None and r.id in packs:
                acting[s.doc].update(packs[r.id].countries)
            if r.id in homes:
                groups[s.doc][homes[r.id]] += 1
    out = {}
    for doc in sorted({*places, *groups}):
        home = Counter({c: n for c, n in places[doc].items() if not acting[doc] or c in acting[doc]})
        seen = home if home.total() >= limit["country_refs"] else home + groups[doc]
        if not seen:
            continue
        code, most = min(seen.items(), key=lambda kv: (-kv[1], kv[0]))
        enough = seen.total() >= limit["country_refs"] or (code in home and code in acting[doc])
        if enough and most >= limit["country_share"] * seen.total():
            out[doc] = code
    return out


def home_states(packs: Mapping[str, KnownActor]) -> dict[str, str]:
    """Country to the key of its state. Where several states of the packs had one country, the one that still stands."""
    out: dict[str, str] = {}
    for key in sorted(packs, key=lambda k: (packs[k].until is not None, k)):
        actor = packs[key]
        if actor.kind == "state" and actor.iso and not actor.parent:
            out.setdefault(actor.iso, key)
    return out


def find_interstate(
    statements: Iterable[Statement | Gist], set_in: Mapping[str, str], states: Mapping[str, str], state_of: Mapping[str, str]
) -> frozenset[str]:
    """Countries whose state fights another state in a good share of its fights, in the reports set there.

    Args:
        set_in: document to country.
        states: country to the key of its state.
        state_of: key of an actor to the key of the state whose organ it is.
    """
    limit = load_wording().limit
    fights, between = Counter[str](), Counter[str]()
    for s in statements:
        country = set_in.get(s.doc, "")
        home = states.get(country)
        if home is None or s.type not in _FIGHTS:
            continue
        agents, targets = ({state_of.get(r.id or "", "") for r in role} for role in (s.agent, s.target))
        if home in agents | targets and (agents and targets):
            fights[country] += 1
            others = (targets if home in agents else agents) - {home, ""}
            between[country] += bool(others)
    return frozenset(
        c for c, n in fights.items() if n >= limit["interstate_fights"] and between[c] >= limit["interstate"] * n
    )


def find_theatres(codes: Iterable[str], packs: Mapping[str, KnownActor]) -> dict[str, str]:
    """Country to its theatre, named by its first country: those in which one group or people of the packs acts are one.

    Only the given countries count, so that one group's wide reach does not join half the world.
    """
    wanted = sorted(set(codes))
    most = int(load_wording().limit["theatre"])
    theatre = {code: code for code in wanted}

    def root(code: str) -> str:
        while theatre[code] != code:
            code = theatre[code]
        return code

    for key in sorted(packs):
        actor = packs[key]
        if actor.kind not in ("armed_group", "coalition", "people") or len(actor.countries) > most:
            continue
        joined = sorted({root(c) for c in actor.countries if c in theatre})
        for other in joined[1:]:
            theatre[other] = joined[0]
    return {code: root(code) for code in wanted}
