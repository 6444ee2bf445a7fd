"""Numbered steps from an empty file to the tables of this version; each is written once and never changed.

Flows in: a connection in a transaction that writes. Flows out: the same database, brought up to `CURRENT`.
Refuses a case that a newer version has written, and a database that is no case. A change of the tables is a
new step at the end of `STEPS`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, inspect, text

from imbroglio import __version__
from imbroglio.errors import CaseError

_FIRST = (
    """CREATE TABLE document (
        id TEXT PRIMARY KEY NOT NULL, seq INTEGER NOT NULL UNIQUE, sha256 TEXT NOT NULL, text TEXT NOT NULL,
        title TEXT, date TEXT, date_basis TEXT NOT NULL, source TEXT, url TEXT, language TEXT, origin TEXT,
        extra TEXT NOT NULL, received_at TEXT NOT NULL, read_with TEXT, read_at TEXT)""",
    "CREATE INDEX document_sha256 ON document (sha256)",
    """CREATE TABLE statement (
        id TEXT PRIMARY KEY NOT NULL, doc TEXT NOT NULL, position INTEGER NOT NULL,
        kind TEXT NOT NULL, type TEXT NOT NULL, status TEXT NOT NULL, first_day TEXT, last_day TEXT,
        score FLOAT NOT NULL, form TEXT NOT NULL, because TEXT NOT NULL, made_with TEXT NOT NULL, ended_with TEXT,
        FOREIGN KEY (doc) REFERENCES document (id) ON DELETE CASCADE)""",
    "CREATE INDEX statement_doc ON statement (doc, position)",
    "CREATE INDEX statement_type ON statement (type)",
    "CREATE INDEX statement_days ON statement (first_day, last_day)",
    """CREATE TABLE ref (
        statement TEXT NOT NULL, role TEXT NOT NULL, position INTEGER NOT NULL,
        name TEXT NOT NULL, kind TEXT NOT NULL, actor_id TEXT, place_id TEXT, lat FLOAT, lon FLOAT,
        key TEXT NOT NULL, folded TEXT NOT NULL, PRIMARY KEY (statement, role, position),
        FOREIGN KEY (statement) REFERENCES statement (id) ON DELETE CASCADE)""",
    "CREATE INDEX ref_key ON ref (key, role)",
    """CREATE TABLE mention (
        doc TEXT NOT NULL, position INTEGER NOT NULL, start INTEGER NOT NULL,
        stop INTEGER NOT NULL, text TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, identity TEXT,
        lat FLOAT, lon FLOAT, key TEXT NOT NULL, PRIMARY KEY (doc, position),
        FOREIGN KEY (doc) REFERENCES document (id) ON DELETE CASCADE)""",
    "CREATE INDEX mention_key ON mention (key)",
    """CREATE TABLE trouble (
        id TEXT PRIMARY KEY NOT NULL, seq INTEGER NOT NULL UNIQUE, doc TEXT,
        place TEXT NOT NULL, reason TEXT NOT NULL, message TEXT NOT NULL, start INTEGER, stop INTEGER,
        fatal BOOLEAN NOT NULL,
        FOREIGN KEY (doc) REFERENCES document (id) ON DELETE CASCADE)""",
    "CREATE INDEX trouble_doc ON trouble (doc)",
)

_SECOND = (
    """CREATE TABLE verdict (
        seq INTEGER PRIMARY KEY NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, action TEXT NOT NULL,
        subject TEXT NOT NULL, object TEXT NOT NULL, why TEXT NOT NULL)""",
    """CREATE TABLE record (
        kind TEXT NOT NULL, id TEXT NOT NULL, position INTEGER NOT NULL, form TEXT NOT NULL,
        PRIMARY KEY (kind, id))""",
    "CREATE INDEX record_order ON record (kind, position)",
    """CREATE TABLE record_key (
        kind TEXT NOT NULL, id TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (kind, id, key))""",
    "CREATE INDEX record_key_key ON record_key (key, kind)",
    """CREATE TABLE part (
        kind TEXT NOT NULL, digest TEXT NOT NULL, form TEXT NOT NULL, PRIMARY KEY (kind, digest))""",
    "CREATE TABLE note (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL)",
)

_THIRD = (
    "ALTER TABLE verdict ADD COLUMN about TEXT NOT NULL DEFAULT 'actor'",
    "ALTER TABLE verdict ADD COLUMN after TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE verdict ADD COLUMN batch TEXT NOT NULL DEFAULT ''",
    "UPDATE verdict SET batch = 'v' || seq",
    "ALTER TABLE statement ADD COLUMN judged TEXT",
    "CREATE INDEX statement_judged ON statement (judged) WHERE judged IS NOT NULL",
)

STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("reports, statements, refs, mentions, troubles", _FIRST),
    ("verdicts, the record, its parts and notes", _SECOND),
    ("verdicts on statements, incidents and places, in batches", _THIRD),
)
CURRENT = len(STEPS)

_LEDGER = (
    "CREATE TABLE migration (number INTEGER PRIMARY KEY NOT NULL, name TEXT NOT NULL, made_with TEXT "
    "NOT NULL, "
    "applied_at TEXT NOT NULL)"
)


def level(connection: Connection, shown: str) -> int:
    """How many steps a database has behind it; 0 for an empty one.

    Raises:
        CaseError: it is no case, or a newer version has written it.
    """
    tables = set(inspect(connection).get_table_names())
    if "migration" not in tables:
        if tables:
            raise CaseError(
                f"'{shown}' is a database, but no case of imbroglio; name another file with --case."
            )
        return 0
    number = connection.execute(text("SELECT max(number) FROM migration")).scalar() or 0
    if number > CURRENT:
        with_version = connection.execute(
            text("SELECT made_with FROM migration ORDER BY number DESC LIMIT 1")
        ).scalar()
        raise CaseError(
            f"'{shown}' was written by a newer imbroglio ({with_version}) than this one "
            f"({__version__}); update imbroglio to open it."
        )
    return int(number)


def migrate(connection: Connection, shown: str) -> int:
    """Take every step that is missing, in the caller's transaction. Returns how many were taken.

    Raises:
        CaseError: as `level` does.
    """
    done = level(connection, shown)
    if done == 0 and "migration" not in inspect(connection).get_table_names():
        connection.execute(text(_LEDGER))
    for number, (name, commands) in enumerate(STEPS[done:], start=done + 1):
        for command in commands:
            connection.execute(text(command))
        row = {
            "number": number,
            "name": name,
            "made_with": __version__,
            "applied_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        connection.execute(
            text("INSERT INTO migration VALUES (:number, :name, :made_with, :applied_at)"), row
        )
    return CURRENT - done
