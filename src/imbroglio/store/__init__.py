"""The case: schema, migrations, append, query. SQLAlchemy lives here and nowhere else."""

from imbroglio.store.case import Case, open_case
from imbroglio.store.filters import Named, StatementFilter
from imbroglio.store.record import Decision, Piece, Record
from imbroglio.store.rows import StoredDocument
from imbroglio.store.sqlite import wal_is_safe
from imbroglio.store.tallies import PlaceTally

__all__ = [
    "Case",
    "Decision",
    "Named",
    "Piece",
    "PlaceTally",
    "Record",
    "StatementFilter",
    "StoredDocument",
    "open_case",
    "wal_is_safe",
]
