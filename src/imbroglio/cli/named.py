"""The names of a record, for the commands that show it.

Flows in: an open record. Flows out: `views.names.Names` over its actors and places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imbroglio.store import Record
    from imbroglio.views.names import Names


def names_of(record: Record) -> Names:
    """Names of all actors and places of a record."""
    from imbroglio.model.record import Actor, Place
    from imbroglio.views.names import Names

    return Names(record.all(Actor), record.all(Place))
