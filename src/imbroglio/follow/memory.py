"""What was followed so far: which pages were fetched, what their servers said of them, who wants to be left alone.

Flows in: what came of each request. Flows out: what to say at the next one, and pages that were fetched but not read. It
lies beside the case (CASE.follow.sqlite) and holds nothing of the record: without it, all would be fetched again.

What always holds:
* A page's bytes are kept from the moment they were fetched until what was read from them is in the case: a run that is
  stopped in between reads those very bytes, and so nothing is in the case twice.
* What a method has returned from is on the disk.
* One run at a time works with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from imbroglio.errors import FollowError

VERSION = 1
_SCHEMA = """
CREATE TABLE listing (
    url TEXT PRIMARY KEY, etag TEXT NOT NULL, modified TEXT NOT NULL, polled_at REAL NOT NULL
);
CREATE TABLE page (
    url TEXT PRIMARY KEY, state TEXT NOT NULL, etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '',
    changed TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0, host TEXT NOT NULL DEFAULT '', likeness TEXT
);
CREATE INDEX page_likeness ON page (likeness);
CREATE TABLE waiting (
    url TEXT PRIMARY KEY, final TEXT NOT NULL, body BLOB NOT NULL, kind TEXT NOT NULL, charset TEXT, source TEXT, title TEXT,
    day TEXT, tries INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE host (host TEXT PRIMARY KEY, failures INTEGER NOT NULL, not_before REAL NOT NULL);
CREATE TABLE robots (origin TEXT PRIMARY KEY, text TEXT, fetched_at REAL NOT NULL);
"""

State = Literal["fetched", "done", "failed", "barred"]


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What is remembered of a page.

    Attributes:
        state: "fetched" (its bytes wait to be read), "done", "failed" (`tries` times so far), or "barred" by robots.txt.
        etag, modified: what its server said.
        changed: when it was changed last, as its feed or sitemap said at that time.
        tries: how often it could not be fetched, one after the other.
    """

    state: State
    etag: str = ""
    modified: str = ""
    changed: str = ""
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page that was fetched and not yet read; `tries` counts how often reading it was begun."""

    url: str
    final: str
    body: bytes
    kind: str
    charset: str | None
    source: str | None
    title: str | None
    day: Day | None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class KnownHost:
    """How often a host failed since it last answered, and until when it is left alone."""

    failures: int = 0
    not_before: float = 0.0


def memory_path(case: Path) -> Path:
    """Where the memory of a case lies."""
    return case.with_name(f"{case.name}.follow.sqlite")


def forget(path: Path) -> None:
    """Begin anew: what was followed so far is forgotten. Raises FollowError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise FollowError(str(path), None, f"it cannot be deleted ({error.strerror}); delete it, or name another case.") from None


class Memory:
    """An open memory; used as a context manager."""

    def __init__(self, path: Path, *, dry: bool = False) -> None:
        """Open or make it. With `dry`, it is a copy in this process's memory, and the file stays as it is.

        Raises:
            FollowError: the file cannot be used, or another run works with it.
        """
        self._path = path
        try:
            self._db = self._open_dry() if dry else sqlite3.connect(path, timeout=0, isolation_level=None)
            if not dry:
                # One run at a time: the lock that the first write takes is held until the end.
                self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
                self._db.execute("BEGIN EXCLUSIVE")
                self._db.execute("COMMIT")
            self._prepare()
        except sqlite3.Error as error:
            raise self._fault(error) from None

    def _open_dry(self) -> sqlite3.Connection:
        copy = sqlite3.connect(":memory:", isolation_level=None)
        if self._path.exists():
            original = sqlite3.connect(self._path.absolute().as_uri() + "?mode=ro", uri=True, timeout=0)
            try:
                original.backup(copy)
            finally:
                original.close()
        return copy

    def _prepare(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._db.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        elif version != VERSION:
            raise FollowError(
                str(self._path), None, "it was made by a newer version; install that version, or delete the file to begin anew."
            )

    def _fault(self, error: sqlite3.Error) -> FollowError:
        if getattr(error, "sqlite_errorcode", None) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            problem = "another 'imbroglio follow' works on this case; let it end first."
        else:
            problem = f"the memory of what was followed cannot be used ({error}); delete the file to begin anew."
        return FollowError(str(self._path), None, problem)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _do(self, statement: str, *values: Any) -> list[Any]:
        try:
            return self._db.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise self._fault(error) from None

    # ---- feeds and sitemaps --------------------------------------------------------------------------------

    def listing(self, url: str) -> tuple[str, str, float]:
        """ETag and Last-Modified of a feed or sitemap, and when it was polled last (0 where it never was)."""
        found = self._do("SELECT etag, modified, polled_at FROM listing WHERE url = ?", url)
        return found[0] if found else ("", "", 0.0)

    def keep_listing(self, url: str, etag: str, modified: str, polled_at: float) -> None:
        """Remember what a feed's server said; with neither, it will be fetched whole."""
        self._do("INSERT OR REPLACE INTO listing VALUES (?, ?, ?, ?)", url, etag, modified, polled_at)

    # ---- pages ---------------------------------------------------------------------------------------------

    def page(self, url: str) -> KnownPage | None:
        """What is known of a page."""
        found = self._do("SELECT state, etag, modified, changed, tries FROM page WHERE url = ?", url)
        return KnownPage(*found[0]) if found else None

    def keep_fetched(self, page: Waiting, etag: str, modified: str, changed: str) -> None:
        """Put a page by until it is read."""
        try:
            with self._db:
                self._db.execute("BEGIN")
                for url in dict.fromkeys((page.url, page.final)):
                    self._db.execute(
                        "INSERT INTO page (url, state, etag, modified, changed) VALUES (?, 'fetched', ?, ?, ?) "
                        "ON CONFLICT (url) DO UPDATE SET state = excluded.state, etag = excluded.etag, "
                        "modified = excluded.modified, changed = excluded.changed, tries = 0",
                        (url, etag, modified, changed),
                    )
                day = page.day.isoformat() if page.day else None
                row = (page.url, page.final, page.body, page.kind, page.charset, page.source, page.title, day)
                self._db.execute("INSERT OR REPLACE INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)", row)
        except sqlite3.Error as error:
            raise self._fault(error) from None

    def keep_unchanged(self, url: str, changed: str) -> None:
        """A page of which its server, or its text, says that it is as it was."""
        self._do("UPDATE page SET state = 'done', changed = ?, tries = 0 WHERE url = ?", changed, url)

    def keep_failed(self, url: str, state: State, changed: str) -> None:
        """A page that could not be fetched: for now, by robots.txt, or for good."""
        self._do(
            "INSERT INTO page (url, state, changed, tries) VALUES (?, ?, ?, 1) ON CONFLICT (url) DO UPDATE SET "
            "state = excluded.state, changed = excluded.changed, tries = CASE WHEN page.state = 'failed' THEN tries + 1 ELSE 1 END",
            url,
            state,
            changed,
        )

    def iter_waiting(self) -> Iterator[Waiting]:
        """Pages that were fetched and not read, in the order in which they came; each counts as begun when it is given out."""
        for (url,) in self._do("SELECT url FROM waiting ORDER BY rowid"):
            self._do("UPDATE waiting SET tries = tries + 1 WHERE url = ?", url)
            (row,) = self._do("SELECT * FROM waiting WHERE url = ?", url)
            address, final, body, kind, charset, source, title, day, tries = row
            said = Day.fromisoformat(day) if day else None
            yield Waiting(address, final, body, kind, charset, source, title, said, tries)

    def count_waiting(self) -> int:
        """How many pages were fetched and not read."""
        return int(self._do("SELECT count(*) FROM waiting")[0][0])

    def find_alike(self, host: str, likeness: str) -> str | None:
        """The address of a page of that host that had the same text, or None."""
        found = self._do("SELECT url FROM page WHERE likeness = ? AND host = ? ORDER BY rowid", likeness, host)
        return str(found[0][0]) if found else None

    def settle(self, url: str, host: str, likeness: str | None) -> None:
        """What was read from a page is in the case, with the likeness (a hash) of its text; its bytes are let go."""
        try:
            with self._db:
                self._db.execute("BEGIN")
                found = self._db.execute("SELECT final FROM waiting WHERE url = ?", (url,)).fetchone()
                for address in dict.fromkeys((url, *(found or ()))):
                    self._db.execute(
                        "UPDATE page SET state = 'done', tries = 0, host = ?, likeness = coalesce(?, likeness) WHERE url = ?",
                        (host, likeness, address),
                    )
                self._db.execute("DELETE FROM waiting WHERE url = ?", (url,))
        except sqlite3.Error as error:
            raise self._fault(error) from None

    # ---- hosts and robots.txt ------------------------------------------------------------------------------

    def host(self, host: str) -> KnownHost:
        """What is known of a host."""
        found = self._do("SELECT failures, not_before FROM host WHERE host = ?", host)
        return KnownHost(*found[0]) if found else KnownHost()

    def keep_host(self, host: str, known: KnownHost) -> None:
        """Remember a host."""
        self._do("INSERT OR REPLACE INTO host VALUES (?, ?, ?)", host, known.failures, known.not_before)

    def robots(self, origin: str) -> tuple[str | None, float] | None:
        """The robots.txt of an origin (None: it bars everything for now), and when it was fetched; None: not known."""
        found = self._do("SELECT text, fetched_at FROM robots WHERE origin = ?", origin)
        return (found[0][0], found[0][1]) if found else None

    def keep_robots(self, origin: str, text: str | None, fetched_at: float) -> None:
        """Remember a robots.txt."""
        self._do("INSERT OR REPLACE INTO robots VALUES (?, ?, ?)", origin, text, fetched_at)
