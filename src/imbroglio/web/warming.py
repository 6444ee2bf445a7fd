"""What is worked out before anybody asks for it, since the first to ask would wait: what every page of a case needs.

Flows in: a case and its snapshot. Flows out: the same snapshot, with these answers kept in it.
"""

from __future__ import annotations

from imbroglio.store import Case
from imbroglio.views.incidents import IncidentFilter
from imbroglio.web import happenings, overview, places, queueing, relations
from imbroglio.web.columns import StatementAsk
from imbroglio.web.snapshot import Snapshot
from imbroglio.web.telling import Teller


def warm(case: Case, snapshot: Snapshot) -> None:
    """Work out the first page, the map, the first pages of incidents and of the queue, and what histories of places look up."""
    teller = Teller(case, snapshot)
    snapshot.kept("case", lambda: overview.case_form(teller))
    places.packed_map(teller, IncidentFilter())
    happenings.incident_page(teller, IncidentFilter(), "", "time", 0, 100)
    queueing.queue_form(teller, StatementAsk(), 1)
    if relations.is_quick(teller, None, 2):
        relations.tangle_form(teller, None, 2)
    most = next(iter(snapshot.world.held), None)
    if most is not None:
        places.control_form(teller, most, None)
