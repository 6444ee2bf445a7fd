"""Accounts, actors and places for the tests of weighing, with what a test cares for and the rest plain."""

from __future__ import annotations

from datetime import date
from typing import Any

from imbroglio.model import Quantity
from imbroglio.model.record import Account, Actor, Spot

ALEPPO = Spot("geonames:1", "Aleppo", 36.20, 37.16, 1)
BAB = Spot("geonames:2", "al-Bab", 36.37, 37.52, 1)
HOMS = Spot("geonames:3", "Homs", 34.73, 36.71, 1)
PROVINCE = Spot("place:aleppo-admin1", "Aleppo province", 36.2, 37.6, 4)
ROSTER = {
    a.key: a
    for a in (
        Actor("actor:reds", "Reds", "armed_group"),
        Actor("actor:blues", "Blues", "state", state="actor:blues"),
        Actor("actor:blue-air", "Blue Air Force", "state", parents=("actor:blues",), state="actor:blues"),
        Actor("actor:greens", "Greens", "armed_group"),
        Actor("actor:monitor", "Monitor", "organisation"),
        Actor("name:activists", "activists", "people", named=False),
        Actor("name:civilians", "civilians", "people", named=False),
    )
}


def day(n: int) -> date:
    """The nth day of March 2016."""
    return date(2016, 3, n)


def killed(low: int | None, high: int | None = None, *, open_end: bool = False) -> Quantity:
    """A number of dead."""
    return Quantity("", "killed", low, high if high is not None or open_end else low)


def account(id: str, n: int | None = 5, **more: Any) -> Account:
    """An air strike on Aleppo, told on the nth of March for that day."""
    told = day(n) if n else None
    values: dict[str, Any] = {
        "doc": f"report-{id}", "kind": "event", "type": "air-strike", "status": "actual", "score": 0.9, "place": (ALEPPO,),
        "first": told, "last": told, "precision": "day", "basis": "stated", "published": told, "outlet": f"Outlet {id}",
    }  # fmt: skip
    return Account(id=id, **(values | more))
