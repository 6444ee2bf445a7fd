"""SQLite as the case's engine: how a file is opened, and what its faults mean in plain words.

Flows in: a path. Flows out: a SQLAlchemy Engine whose connections check foreign keys, write through to the
disk before a commit returns, and keep a rollback journal. A rollback journal and not a write-ahead log, since
the case is to be one file that can be copied and handed on at any time, and since SQLite 3.7.0 to 3.51.2 (but
not 3.44.6 and 3.50.7) can damage a file in write-ahead mode when two connections are open.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from imbroglio.errors import CaseError

WAIT_SECONDS = 20.0
_CACHE_KIB = 256 * 1024  # at most; it is taken as it is needed, and let go of with the connection
_MENDED = ((3, 44, 6), (3, 50, 7))


def wal_is_safe(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite is free of the fault in write-ahead mode.

    >>> wal_is_safe((3, 40, 1)), wal_is_safe((3, 50, 7)), wal_is_safe((3, 44, 7)), wal_is_safe((3, 51, 3))
    (False, True, True, True)
    """
    if version < (3, 7, 0) or version >= (3, 51, 3):
        return True
    return any(version[:2] == fixed[:2] and version >= fixed for fixed in _MENDED)


def make_engine(path: Path) -> Engine:
    """An engine for the case at `path`; read-only where the file or its folder cannot be written."""
    mode = "rwc" if _writable(path) else "ro"
    # The path travels percent-encoded: a file name may hold a question mark.
    uri = f"{path.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(
            uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite+pysqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _writable(path: Path) -> bool:
    return os.access(path.parent, os.W_OK) and (not path.exists() or os.access(path, os.W_OK))


def _prepare(raw: Any, _record: object) -> None:
    cursor = raw.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA trusted_schema = OFF")
    cursor.execute("PRAGMA synchronous = EXTRA")
    # What is written stays in memory until it is committed: where it spills over, nobody can read until then.
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # The driver's own transactions begin late, and leave out changes of tables; so they are begun by hand.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def settle_journal(path: Path) -> None:
    """Bring a file that another tool left in write-ahead mode back to a rollback journal.

    Raises:
        CaseError: another program holds it open in that mode, and this SQLite has the fault.
    """
    if not path.is_file() or not _writable(path) or path.stat().st_size == 0:
        return
    with path.open("rb") as stream:
        head = stream.read(20)
    if len(head) < 20 or head[18] != 2:  # byte 18 of the file: 2 is write-ahead mode
        return
    raw = sqlite3.connect(path, timeout=WAIT_SECONDS)
    try:
        mode = raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.DatabaseError:
        mode = "wal"
    finally:
        raw.close()
    if mode == "wal" and not wal_is_safe():
        raise CaseError(
            f"'{path}' is open elsewhere in write-ahead mode, in which SQLite "
            f"{sqlite3.sqlite_version} can damage it; "
            "close the other program first."
        )


def plain_fault(fault: DBAPIError, path: Path) -> CaseError:
    """What a fault of the database means for the user, with the remedy."""
    said = str(fault.orig).lower()
    if "locked" in said or "busy" in said:
        return CaseError(
            f"'{path}' is being written by another program; wait until that has finished and try again."
        )
    if "full" in said:
        return CaseError(
            f"There is no room left on the disk of '{path}'; make room and run the same command again."
        )
    if "readonly" in said or "read-only" in said:
        return CaseError(
            f"'{path}' cannot be written; copy it to a folder of your own, or name another file with --case."
        )
    if "not a database" in said or "malformed" in said or "corrupt" in said:
        return CaseError(f"'{path}' is no case of imbroglio, or is damaged; name another file with --case.")
    if "unable to open" in said:
        return CaseError(f"'{path}' cannot be opened; check that its folder exists and may be read.")
    return CaseError(f"'{path}' cannot be used ({fault.orig}); name another file with --case.")
