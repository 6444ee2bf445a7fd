"""The record beside the statements: replaced as a whole, found by its keys; verdicts are appended."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from imbroglio.errors import NotFound
from imbroglio.model.record import Bond, Incident
from imbroglio.store import Piece, Record, open_case


def incident(id: str, *statements: str) -> Incident:
    day = date(2016, 11, 5)
    return Incident(id, "clash", day, day, 1, None, (("actor:a",), ("actor:b",)), (), statements, ("Wire",), ("Wire",))


def piece(value: Incident) -> Piece:
    return Piece("incident", value.id, value, (*value.statements, "actor:a"))


def test_what_is_put_comes_back_in_its_order(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.imbroglio", create=True) as case:
        shelf = Record(case)
        values = [incident("i2", "s3"), incident("i1", "s1", "s2")]
        shelf.replace(map(piece, values), "m", {})
        assert list(shelf.all(Incident)) == values
        assert shelf.with_key(Incident, ["s2", "s1"]) == [values[1]]
        assert shelf.with_key(Incident, ["actor:a"]) == values
        assert shelf.get(Incident, "i1") == values[1]
        assert shelf.with_key(Bond, ["actor:a"]) == []


def test_a_new_record_ends_the_old_one_and_writes_only_what_differs(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.imbroglio", create=True) as case:
        shelf = Record(case)
        shelf.replace(map(piece, [incident("i1", "s1"), incident("i2", "s2"), incident("i3", "s3")]), "m", {})
        changed = shelf.replace(map(piece, [incident("i3", "s3"), incident("i2", "s2", "s9")]), "m", {"rule": "max"})
        assert changed["incident"] == 2  # i1 is gone, i2 is told anew
        assert [i.id for i in shelf.all(Incident)] == ["i3", "i2"]
        assert [i.id for i in shelf.with_key(Incident, ["s9"])] == ["i2"]
        assert shelf.with_key(Incident, ["s1"]) == []
        assert shelf.note("rule") == "max"


def test_the_record_is_current_until_a_verdict_or_a_report_comes(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.imbroglio", create=True) as case:
        shelf = Record(case)
        assert not shelf.is_current()
        shelf.replace([], shelf.mark(), {})
        assert shelf.is_current()
        shelf.add_verdict("merge", "actor:a", "name:b", by="me")
        assert not shelf.is_current()


def test_verdicts_keep_their_order_and_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "a.imbroglio"
    with open_case(path, create=True) as case:
        Record(case).add_verdict("merge", "actor:a", "name:b", by="me", why="same leader")
        Record(case).add_verdict("undo", "v1", by="you")
    with open_case(path) as case:
        found = Record(case).verdicts()
    assert [(v.id, v.action, v.subject, v.object, v.by, v.why) for v in found] == [
        ("v1", "merge", "actor:a", "name:b", "me", "same leader"),
        ("v2", "undo", "v1", "", "you", ""),
    ]


def test_an_id_that_is_not_there_says_what_lists_them(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.imbroglio", create=True) as case:
        shelf = Record(case)
        shelf.replace(map(piece, [incident("i12"), incident("i13")]), "m", {})
        with pytest.raises(NotFound, match="imbroglio incidents"):
            shelf.get(Incident, "i9")
        with pytest.raises(NotFound, match="more signs"):
            shelf.get(Incident, "i1")


def test_parts_that_were_not_used_are_let_go(tmp_path: Path) -> None:
    with open_case(tmp_path / "a.imbroglio", create=True) as case:
        shelf = Record(case)
        shelf.keep_parts("incidents", {"d1": "[1]", "d2": "[2]"}, ())
        shelf.keep_parts("incidents", {"d3": "[3]"}, ["d2"])
        shelf.keep_parts("control", {"d9": "[]"}, ())
        assert shelf.parts("incidents") == {"d2": "[2]", "d3": "[3]"}
