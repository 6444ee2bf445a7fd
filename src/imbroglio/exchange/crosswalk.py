"""An incident's codes in ACLED's and UCDP's schemes.

Flows in: an incident, and who its actors are. Flows out: the codes of the codebook's crosswalk. What the accounts do not
tell has no code.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from imbroglio.exchange.book import Book, Party
from imbroglio.exchange.rows import sides_of
from imbroglio.knowledge.codebook import codes_for
from imbroglio.model import Codes, Ref, RefKind
from imbroglio.model.record import Incident

# ACLED's precision of a place from UCDP's: 1 exact; 2 part of a region, or near a town; 3 a larger region.
ACLED_PLACE = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 6: 3}
# Of a time: 1 the day, 2 within a week, 3 within a month; a year it does not code.
ACLED_TIME = {1: 1, 2: 2, 3: 2, 4: 3}
ACLED_DISORDER = {
    "Battles": "Political violence",
    "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence",
    "Protests": "Demonstrations",
    "Strategic developments": "Strategic developments",
}
UCDP_VIOLENCE = {"state-based": 1, "non-state": 2, "one-sided": 3}


def codes_of(incident: Incident, book: Book) -> Codes:
    """The codes of an incident by its type and sides; incidents are of what did happen."""
    agents, targets = sides_of(incident)
    return codes_for(incident.type, "actual", _refs(book.parties(agents)), _refs(book.parties(targets)))


def _refs(parties: Iterable[Party]) -> list[Ref]:
    return [Ref(p.name, 0, 0, p.name, cast(RefKind, p.kind), p.key) for p in parties]


def acled_inter(party: Party, country: str, event: str | None) -> str | None:
    """ACLED's sort of actor; None where reports do not tell, as of an armed group whether it is rebels or a militia."""
    if party.is_state:
        if not country or not party.countries:
            return None
        return "State forces" if party.countries[0] == country else "External/Other forces"
    if party.kind == "people":
        return "Protesters" if event == "Protests" else "Civilians" if party.key == "civilians" else None
    return None
