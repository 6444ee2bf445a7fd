"""The case: schema, migrations, append, query. SQLAlchemy lives here and nowhere else."""

from imbroglio.store.case import Case, open_case
from imbroglio.store.filters import Named, StatementFilter
from imbroglio.store.record import Piece, Record
from imbroglio.store.rows import StoredDocument, key_of
from imbroglio.store.sqlite import wal_is_safe
from imbroglio.store.tallies import ActorTally, PlaceTally, Tie

__all__ = [
    "ActorTally",
    "Case",
    "Named",
    "Piece",
    "PlaceTally",
    "Record",
    "StatementFilter",
    "StoredDocument",
    "Tie",
    "key_of",
    "open_case",
    "wal_is_safe",
]
