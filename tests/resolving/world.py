"""A small world for tests: statements made of names, and packs of a war that never was."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from imbroglio.knowledge.packs import HeldName, KnownActor
from imbroglio.model import Claim, Evidence, MadeBy, Ref, RefKind, Statement, When
from imbroglio.resolving.lineage import by_key
from imbroglio.resolving.link import link
from imbroglio.resolving.roster import Roster, resolve
from imbroglio.resolving.sighting import Sightings, sight

PACKS = by_key(
    [
        KnownActor("syria", "Syria", "state", iso="SY", adjectives=("Syrian",), countries=("SY",), forces=("Syrian Arab Army",)),
        KnownActor("syrian-government", "Syrian government", "government", parent=("syria",), countries=("SY",)),
        KnownActor("yemen", "Yemen", "state", iso="YE", adjectives=("Yemeni",), countries=("YE",)),
        KnownActor("libya", "Libya", "state", iso="LY", adjectives=("Libyan",), countries=("LY",)),
        KnownActor("russia", "Russia", "state", iso="RU", adjectives=("Russian",), countries=("RU",)),
        KnownActor("ukraine", "Ukraine", "state", iso="UA", adjectives=("Ukrainian",), countries=("UA",)),
        KnownActor("chief", "Karim Zahran", "person", of="syrian-government", relation="leads", names=("Zahran",)),
        KnownActor("global-coalition", "Global Coalition", "coalition", countries=("SY", "IQ")),
        KnownActor("sohr", "Syrian Observatory for Human Rights", "organisation", countries=("SY",), names=("Syrian Observatory",)),
        KnownActor(
            "river-guard",
            "River Guard",
            "armed_group",
            names=("Haras al-Nahr", "Guardians of the River"),
            held=(HeldName("River Watch", "2012-03", "2014-06"), HeldName("River Guard", "2014-06")),
            countries=("SY",),
            parent=("river-front",),
        ),
        KnownActor("river-front", "River Front", "coalition", countries=("SY",)),
        KnownActor("border-kin", "Border Kin", "people", countries=("SY", "IQ")),
    ]
)
COUNTRIES = {"place:town": "SY", "geonames:1": "SY", "geonames:2": "YE", "geonames:3": "LY", "geonames:4": "UA", "geonames:5": "IQ", "geonames:6": "ML"}
SYRIA, YEMEN, LIBYA, UKRAINE, IRAQ, MALI = (f"geonames:{n}" for n in range(1, 7))
_NUMBER = count()


def ref(name: str, kind: RefKind = "armed_group", id: str | None = None, text: str | None = None) -> Ref:
    """A Ref; a name that starts with "actor:" is a pack's."""
    if name.startswith("actor:"):
        return Ref(text or name, 0, len(text or name), PACKS[name].name, PACKS[name].kind, name)
    return Ref(text or name, 0, len(text or name), name, kind, id)


def say(
    doc: str, agent: Iterable[Ref] = (), target: Iterable[Ref] = (), where: str = SYRIA, *, type: str = "clash", by: Iterable[Ref] = (), on: date | None = None, place: str = "Town", **more: Any
) -> Statement:  # fmt: skip
    """A statement of a report that is set where `where` is."""
    n = next(_NUMBER)
    kind: Any = "relation" if type in ("alias", "renamed", "part-of", "leads", "speaks-for", "split-from", "merged-into", "backs") else "event"
    spot = (Ref(place, n, n + 1, place, "place", where),) if where else ()
    return Statement(
        doc=doc,
        kind=kind,
        type=type,
        agent=tuple(agent),
        target=tuple(target),
        place=spot * 2,  # two mentions: enough for a country
        time=When("", on, on, "day" if on else "unknown", "stated" if on else "publication"),
        numbers=(),
        claim=Claim(tuple(by)),
        status=more.get("status", "actual"),
        evidence=Evidence(n, n + 1, "x"),
        trigger="x",
        made_by=MadeBy("test", "1", "", 1.0),
    )


def sightings(*statements: Statement) -> Sightings:
    """The sightings of statements; every report is an outlet of its own."""
    return sight(statements, COUNTRIES, PACKS)


def roster(*statements: Statement) -> Roster:
    """The roster that no person has changed."""
    seen = sightings(*statements)
    return resolve(seen, link(seen, PACKS), [], PACKS)


def judged(*statements: Statement) -> dict[tuple[str, str], str]:
    """Pairs of keys to the judgement on them."""
    return {(k.first, k.second): k.judgement for k in link(sightings(*statements), PACKS)}
