"""The steps lead from nothing to the tables that the code knows, and a newer case is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect

from imbroglio.errors import CaseError
from imbroglio.model.record import in_force
from imbroglio.store import Record, open_case
from imbroglio.store.migrations import _LEDGER, CURRENT, STEPS
from imbroglio.store.schema import metadata


def shape(engine: object) -> dict[str, object]:
    """Tables with their columns, keys and indexes, as the database tells them."""
    looked = inspect(engine)
    assert looked is not None
    return {
        table: (
            {(c["name"], str(c["type"]), c["nullable"]) for c in looked.get_columns(table)},
            tuple(looked.get_pk_constraint(table)["constrained_columns"]),
            {
                (tuple(f["constrained_columns"]), f["referred_table"], f["options"].get("ondelete"))
                for f in looked.get_foreign_keys(table)
            },
            {(i["name"], tuple(i["column_names"])) for i in looked.get_indexes(table)},
            {tuple(u["column_names"]) for u in looked.get_unique_constraints(table)},
        )
        for table in looked.get_table_names()
    }


def test_migrated_tables_are_those_of_the_schema(tmp_path: Path) -> None:
    open_case(tmp_path / "a.imbroglio", create=True).close()
    fresh = create_engine(f"sqlite:///{tmp_path / 'b.sqlite'}")
    metadata.create_all(fresh)
    assert shape(create_engine(f"sqlite:///{tmp_path / 'a.imbroglio'}")) == shape(fresh)


def test_opening_again_takes_no_step(tmp_path: Path) -> None:
    path = tmp_path / "war.imbroglio"
    for _ in range(3):
        open_case(path, create=True).close()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT number FROM migration").fetchall() == [(n,) for n in range(1, CURRENT + 1)]


def test_a_newer_case_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "war.imbroglio"
    open_case(path, create=True).close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("INSERT INTO migration VALUES (?, 'later', '9.9.0', '2030-01-01')", (CURRENT + 1,))
        raw.commit()
    with pytest.raises(CaseError, match=r"newer imbroglio \(9\.9\.0\).*update imbroglio"):
        open_case(path)


def test_an_empty_file_becomes_a_case_only_when_one_is_to_be_made(tmp_path: Path) -> None:
    path = tmp_path / "war.imbroglio"
    path.touch()
    with pytest.raises(CaseError, match="holds nothing yet"):
        open_case(path)
    with open_case(path, create=True) as case:
        assert case.count() == 0


def test_verdicts_of_an_older_case_keep_their_meaning(tmp_path: Path) -> None:
    path = tmp_path / "old.imbroglio"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(_LEDGER)
        for number, (name, commands) in enumerate(STEPS[:2], 1):
            for command in commands:
                raw.execute(command)
            raw.execute("INSERT INTO migration VALUES (?, ?, '0.0.9', '2020-01-01')", (number, name))
        row = "INSERT INTO verdict VALUES (?, '2020-01-01', 'me', ?, ?, ?, '')"
        raw.executemany(row, [(1, "merge", "actor:a", "name:b"), (2, "split", "name:c", ""), (3, "undo", "v1", "")])
        raw.commit()
    with open_case(path) as case:
        made = Record(case).verdicts()
    assert [(v.id, v.about, v.batch, v.after) for v in made] == [(f"v{n}", "actor", f"v{n}", "") for n in (1, 2, 3)]
    assert [v.id for v in in_force(made)] == ["v2"]
