"""A small record of our own, made by hand: one incident of each sort that the forms tell apart."""

from __future__ import annotations

from datetime import date

from imbroglio.exchange.book import Area, Book
from imbroglio.exchange.private import Private
from imbroglio.exchange.rows import Context, Heading
from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, Statement, When
from imbroglio.model.record import (
    Actor,
    Bond,
    ControlSpell,
    Dispute,
    Incident,
    Naming,
    Place,
    Position,
    Spot,
    Tally,
    Toll,
)

TURKEY, IS, SYRIA, REBELS = "actor:turkey", "actor:islamic-state", "actor:syria", "name:rebels@SY"
PRIVATE_KEY = "name:omar haddad"
BAB = Spot("geonames:172946", "al-Bab", 36.3704, 37.5178, 1)
ALEPPO_AREA = Spot("place:aleppo-governorate", "Aleppo Governorate", 36.2, 37.6, 4)
NOWHERE = Spot("name:the checkpoint", "the checkpoint")
REVISION = "0123456789abcdef"

ACTORS = (
    Actor(TURKEY, "Turkey", "state", countries=("TR",), members=(TURKEY,)),
    Actor(
        IS, "Islamic State", "armed_group", countries=("SY", "IQ"), members=(IS,),
        names=(Naming("ISIS", date(2013, 4, 1), date(2014, 6, 1), "seen", ("s1", "s2"), 2),),
    ),
    Actor(SYRIA, "Syria", "state", countries=("SY",), members=(SYRIA,)),
    Actor(REBELS, "rebels", "armed_group", named=False, countries=("SY",), members=(REBELS,), parents=()),
)  # fmt: skip
PLACES = (
    Place("geonames:172946", "al-Bab", 36.3704, 37.5178, 1, countries=("SY",), statements=3),
    Place("place:aleppo-governorate", "Aleppo Governorate", 36.2, 37.6, 4, countries=("SY",)),
)
AREAS = {
    "country:SY": Area("SY", "Syria"),
    "geonames:172946": Area("SY", "Syria", "Aleppo"),
    "place:aleppo-governorate": Area("SY", "Syria", "Aleppo"),
}
BOOK = Book(ACTORS, PLACES, AREAS)


def toll(low: int | None, best: int | None, high: int | None, side: str = "") -> Toll:
    """A toll of dead by the median."""
    return Toll("killed", side, low, best, high, "median", ("s1",), ("s1",))


STRIKE = Incident(
    "ia1a1a1a1a1a1a1a1", "air-strike", date(2017, 2, 3), date(2017, 2, 3), 1, BAB, ((TURKEY,), (IS, "civilians", PRIVATE_KEY)),
    (toll(4, 16, 30), toll(4, 10, 10, "civilians"), toll(2, 5, 5, IS)), ("s1", "s2"), ("Northern Wire", "Evening Post"),
    ("Northern Wire", "actor:syrian-observatory-for-human-rights"), 0.91, ("same day", "same place"),
)  # fmt: skip
KILLING = Incident(
    "ib2b2b2b2b2b2b2b2", "killing", None, date(2017, 3, 9), None, None, ((IS,), ("civilians",)),
    (toll(3, 3, None),), ("s3",), ("Evening Post",), ("Evening Post",),
)  # fmt: skip
CLASH = Incident(
    "ic3c3c3c3c3c3c3c3", "clash", date(2016, 11, 1), date(2016, 11, 30), 4, ALEPPO_AREA, ((REBELS,), (SYRIA,)),
    (toll(None, 20, 40), toll(12, 12, 12, SYRIA)), ("s4",), ("=cmd()",), ("=cmd()",),
)  # fmt: skip
TALKS = Incident(
    "id4d4d4d4d4d4d4d4", "talks", date(2016, 1, 1), date(2016, 12, 31), 5, NOWHERE, ((TURKEY, SYRIA), ()), (), ("s5",), (), (),
)  # fmt: skip
INCIDENTS = (STRIKE, KILLING, CLASH, TALKS)

DISPUTE = Dispute(
    "d1", "toll", STRIKE.id, "How many died at al-Bab",
    (
        Position("4", ("s1",), (TURKEY,), ("Northern Wire",), ("Northern Wire",), date(2017, 2, 3), date(2017, 2, 3), True),
        Position("30", ("s2",), (PRIVATE_KEY,), ("Evening Post",), ("Evening Post",), date(2017, 2, 4), None, False),
    ),
    date(2017, 2, 3), date(2017, 2, 3), "contested",
)  # fmt: skip
BONDS = (
    Bond("fights", IS, TURKEY, date(2016, 8, 24), date(2016, 9, 1), ("s1",), ("Northern Wire",), ("Northern Wire",)),
    Bond("fights", IS, TURKEY, date(2017, 2, 1), None, ("s2", "s3"), ("Evening Post",), ("Evening Post", "x")),
    Bond("backs", TURKEY, REBELS, None, date(2017, 1, 1), ("s4",), ("Evening Post",), ("Evening Post",)),
    Bond("fights", PRIVATE_KEY, TURKEY, None, None, ("s5",), (), ()),
)
SPELLS = (
    ControlSpell(BAB.key, IS, date(2014, 1, 1), date(2017, 2, 22), 0.91, "assessed", ("s1",)),
    ControlSpell(BAB.key, "contested", date(2017, 2, 23), date(2017, 2, 25), 0.6, "assessed", ("s2",)),
    ControlSpell(BAB.key, TURKEY, date(2017, 2, 23), date(2017, 3, 1), 1.0, "claimed", ("s3",)),
    ControlSpell(BAB.key, PRIVATE_KEY, date(2018, 1, 1), date(2018, 2, 1), 1.0, "claimed", ("s3",)),
)
TALLIES = {IS: Tally(IS, 3, 4, 1, 2, 9, date(2014, 1, 1), date(2017, 3, 9))}

TEXT = "Warplanes bombed al-Bab. Among the dead was the baker Omar Haddad, 34, his cousin Salim Karam said."
DOC = Document("wire-1", TEXT, "The baker Omar Haddad is dead", date(2017, 2, 4), "Northern Wire", "javascript:alert(1)")


def _ref(text: str, name: str = "") -> Ref:
    return Ref(text, TEXT.index(text), TEXT.index(text) + len(text), name or text, "person")


STATEMENT = Statement(
    doc="wire-1", kind="event", type="killing", agent=(), target=(_ref("the baker Omar Haddad", "Omar Haddad"),),
    place=(Ref("al-Bab", 17, 23, "al-Bab", "place", "geonames:172946", 36.3704, 37.5178, 1),),
    time=When("on Friday", date(2017, 2, 3), date(2017, 2, 3), "day", "relative"),
    numbers=(Quantity("at least 16", "killed", 16, None),),
    claim=Claim((_ref("his cousin Salim Karam", "Salim Karam"),), "asserts"), status="actual",
    evidence=Evidence(25, len(TEXT), TEXT[25:]), trigger="dead", made_by=MadeBy("reader", "1", "kill.dead", 0.81234),
)  # fmt: skip

HEADINGS = {
    "s1": Heading("wire-1", "Northern Wire", date(2017, 2, 4), 'Strikes "again"', ("Observatory",)),
    "s2": Heading("post-1", "Evening Post", None, "", ()),
    "s3": Heading("post-2", "Evening Post", date(2017, 3, 9), "Killed", ()),
}
CONTEXT = Context(BOOK, REVISION, {STRIKE.id: ("d1",)}, {STRIKE.id: "contested"}, HEADINGS, {STATEMENT.id: "accepted"}, Private())
