"""SQLite is used so that nothing is lost and nothing foreign is believed."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from imbroglio.errors import CaseError
from imbroglio.model import Document
from imbroglio.store import Case, open_case, wal_is_safe
from imbroglio.store import sqlite as engine


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 6, 23), True),
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
    ],
)
def test_which_versions_have_the_fault(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


def journal_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as raw:
        return str(raw.execute("PRAGMA journal_mode").fetchone()[0])


def test_a_case_keeps_a_rollback_journal(case: Case) -> None:
    assert journal_of(case.path) == "delete"


def test_a_case_that_another_tool_left_in_write_ahead_mode_is_brought_back(case: Case) -> None:
    case.add_document(Document.from_text("Text", id="r1"))
    with closing(sqlite3.connect(case.path)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
    with open_case(case.path) as again:
        assert [d.document.id for d in again.documents()] == ["r1"]
    assert journal_of(case.path) == "delete"


def test_a_case_open_in_write_ahead_mode_is_refused_where_that_can_damage_it(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "WAIT_SECONDS", 0.05)
    monkeypatch.setattr(engine, "wal_is_safe", lambda: False)
    with closing(sqlite3.connect(case.path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN")
        other.execute("SELECT * FROM document").fetchall()
        with pytest.raises(CaseError, match="close the other program"):
            open_case(case.path)


def test_foreign_keys_are_checked_and_commits_written_through(case: Case) -> None:
    with case.reading() as connection:
        read = {
            p: connection.exec_driver_sql(f"PRAGMA {p}").scalar()
            for p in ("foreign_keys", "synchronous", "trusted_schema")
        }
    assert read == {"foreign_keys": 1, "synchronous": 3, "trusted_schema": 0}


def test_a_case_that_cannot_be_written_can_be_looked_into(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.add_document(Document.from_text("Text", id="r1"))
    monkeypatch.setattr(engine, "_writable", lambda path: False)
    with open_case(case.path) as sealed:
        assert [d.document.id for d in sealed.documents()] == ["r1"]
        with pytest.raises(CaseError, match="cannot be written; copy it"):
            sealed.add_document(Document.from_text("More text", id="r2"))


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("database is locked", "wait until that has finished"),
        ("database or disk is full", "make room"),
        ("database disk image is malformed", "name another file"),
        ("unable to open database file", "check that its folder exists"),
        ("disk I/O error", r"cannot be used \(disk I/O error\)"),
    ],
)
def test_faults_of_the_database_are_told_with_the_remedy(said: str, remedy: str) -> None:
    fault = OperationalError("SELECT 1", {}, sqlite3.OperationalError(said))
    assert re.search(remedy, str(engine.plain_fault(fault, Path("war.imbroglio"))))


def test_a_large_change_that_is_not_committed_yet_keeps_nobody_from_reading(tmp_path: Path) -> None:
    with open_case(tmp_path / "w.imbroglio", create=True) as case:
        case.add_document(Document.from_text("A report.", id="a"))
        with case.writing() as connection:
            rows = [{"name": f"{n}", "value": "x" * 4000} for n in range(5000)]
            connection.exec_driver_sql("INSERT INTO note (name, value) VALUES (:name, :value)", rows)
            assert [held.document.id for held in case.documents()] == ["a"]
