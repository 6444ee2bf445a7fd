"""What is worked out before anybody asks for it, since the first to ask would wait: what every page of a case needs.

Flows in: a case and its snapshot. Flows out: the same snapshot, with these answers kept in it.
"""

from __future__ import annotations

import gc

from imbroglio.store import Case
from imbroglio.views.incidents import IncidentFilter
from imbroglio.web import happenings, overview, places, queueing, relations
from imbroglio.web.columns import StatementAsk
from imbroglio.web.snapshot import Snapshot, World
from imbroglio.web.telling import Teller


def warm(case: Case, snapshot: Snapshot) -> None:
    """Work out the first page, the map, the first pages of incidents and of the queue, and what histories of places look up."""
    teller = Teller(case, snapshot)
    snapshot.answers.kept("case", lambda: overview.case_form(teller).model_dump_json().encode())
    places.packed_map(teller, IncidentFilter())
    happenings.incident_page(teller, IncidentFilter(), "", "time", 0, 100)
    queueing.queue_form(teller, StatementAsk(), 1)
    if relations.is_quick(teller, None, 2):
        relations.tangle_form(teller, None, 2)
    most = next(iter(snapshot.world.held), None)
    if most is not None:
        places.control_form(teller, most, None)
    _use_indexes(snapshot.world)
    gc.freeze()  # as in `snapshot`: all of this stays, and need not be gone through again


def _use_indexes(world: World) -> None:
    for _ in (world.incident_words, world.actor_words, world.place_words, world.incidents_by_key, world.bonds_by_key, world.history_by_key,
              world.links_by_key, world.incidents_by_day, world.children, world.held_by):  # fmt: skip
        pass
