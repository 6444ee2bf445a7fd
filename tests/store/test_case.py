"""The case keeps what it is given, once, and gives it back as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from imbroglio.errors import CaseError, NotFound
from imbroglio.model import Claim, Codes, Document, Evidence, Trouble
from imbroglio.store import Case, open_case

from .conftest import NUMBER, day, ref, statement

Fill = Callable[..., Document]


def full_statement(doc: str = "r1") -> object:
    """A statement in which every field is filled."""
    return statement(
        doc,
        "air-strike",
        agent=(ref("Turkey", "state", "actor:turkey", "Turkish warplanes"),),
        target=(ref("Islamic State", id="actor:islamic-state"),),
        place=(ref("al-Bab", "place", "geonames:174018", lat=36.37, lon=37.51, precision=1),),
        time=day("2017-02-03"),
        numbers=(NUMBER,),
        claim=Claim((ref("the Observatory", "organisation"),), "asserts", hearsay=True),
        codes=Codes("ASSAULT", "aerial", "195", "Explosions/Remote violence", "Air/drone strike", None),
        because=("'bombed' evokes it", "agent: «Turkish warplanes»"),
    )


def test_a_statement_comes_back_as_it_went_in(case: Case, fill: Fill) -> None:
    s = full_statement()
    fill("r1", s)
    assert list(case.statements()) == [s]


def test_a_report_comes_back_as_it_went_in(case: Case) -> None:
    doc = Document(
        "r1",
        "Line one.\r\nLine two \u2028 «é»",
        "Title",
        date(2017, 2, 3),
        "Wire",
        "https://a.example/1",
        "en",
        "ab" * 32,
        "a/b.txt",
        "dateline",
        (("k", "v"),),
    )
    case.add_reading(doc, [], read_with="stub 1")
    [stored] = case.documents()
    assert (stored.document, stored.read_with, stored.statements) == (doc, "stub 1", 0)


def test_reading_again_adds_nothing(case: Case, fill: Fill) -> None:
    one, two = statement("r1", trigger="a"), statement("r1", trigger="b")
    trouble = Trouble("r1", "date-contradicts", "It is not so.")
    mention = {"start": 0, "end": 3, "text": "The", "name": "The", "kind": "place", "id": None}
    doc = fill("r1", one, two)
    for _ in range(3):
        case.add_reading(doc, [one, two], read_with="stub 1", mentions=[mention], troubles=[trouble])
    assert [s.id for s in case.statements()] == [one.id, two.id]
    assert list(case.troubles()) == [trouble]
    with closing(sqlite3.connect(case.path)) as raw:
        counts = {
            t: raw.execute(f"SELECT count(*) FROM {t}").fetchone()[0]
            for t in ("document", "statement", "mention")
        }
    assert counts == {"document": 1, "statement": 2, "mention": 1}


def test_a_better_reading_ends_what_it_no_longer_finds(case: Case, fill: Fill) -> None:
    stays, goes, comes = (statement("r1", trigger=t) for t in ("stays", "goes", "comes"))
    fill("r1", stays, goes)
    fill("r1", comes, stays, read_with="stub 2")
    assert [s.trigger for s in case.statements()] == ["comes", "stays"]
    assert case.statement(goes.id).trigger == "goes"  # a verdict on it may still be looked up
    fill("r1", goes, read_with="stub 3")
    assert [s.trigger for s in case.statements()] == ["goes"]
    [stored] = case.documents()
    assert (stored.read_with, stored.statements) == ("stub 3", 1)


def test_a_report_that_is_not_read_is_kept_with_its_trouble(case: Case) -> None:
    trouble = Trouble("r1", "not-english", "r1.txt: it is not in English.", 0, 4)
    case.add_document(Document.from_text("Bonjour", id="r1"), [trouble])
    [stored] = case.documents()
    assert (stored.read_with, stored.troubles) == (None, 1)
    assert list(case.troubles("r1")) == [trouble]


def test_a_trouble_without_a_report_is_kept_once(case: Case) -> None:
    first, second = (
        Trouble("a.pdf", "broken-pdf", "a.pdf: broken.", fatal=True),
        Trouble("b", "empty", "b: empty.", fatal=True),
    )
    for trouble in (first, second, first):
        case.add_trouble(trouble)
    assert list(case.troubles()) == [first, second]


def test_order_is_that_of_the_reports_and_then_of_the_reading(case: Case, fill: Fill) -> None:
    for id in ("z", "a"):
        fill(id, *(statement(id, trigger=str(n), evidence=Evidence(9 - n, 10, "x")) for n in range(3)))
    assert [(s.doc, s.trigger) for s in case.statements()] == [(d, str(n)) for d in "za" for n in range(3)]


def test_more_statements_than_a_page_holds_all_come_once(case: Case, fill: Fill) -> None:
    made = [statement("r1", trigger=str(n)) for n in range(1203)]
    fill("r1", *made)
    fill("r2", statement("r2"))
    assert [s.id for s in case.statements()] == [s.id for s in made] + [statement("r2").id]
    assert case.count() == 1204


def test_the_same_id_with_other_bytes_is_refused(case: Case, fill: Fill) -> None:
    fill("r1", statement("r1"))
    with pytest.raises(CaseError, match="another report under the id 'r1'"):
        fill("r1", text="Another text.")
    assert case.count() == 1


def test_a_failed_addition_leaves_nothing_behind(case: Case) -> None:
    doc = Document.from_text("Text", id="r1")
    stray = statement("no such report")
    with pytest.raises(CaseError):  # the foreign key holds
        case.add_reading(doc, [statement("r1"), stray], read_with="stub 1")
    assert list(case.documents()) == []
    assert list(case.statements()) == []


def test_a_statement_is_found_by_the_first_signs_of_its_id(case: Case, fill: Fill) -> None:
    made = [statement("r1", trigger=str(n)) for n in range(40)]
    fill("r1", *made)
    assert case.statement(made[7].id[:12].upper()) == made[7]
    with pytest.raises(NotFound, match="4 or more"):
        case.statement("%")
    with pytest.raises(NotFound, match="no statement"):
        case.statement("0" * 20)


def test_an_ambiguous_id_is_refused(case: Case, fill: Fill) -> None:
    made = sorted((statement("r1", trigger=str(n)) for n in range(1500)), key=lambda s: s.id)
    pair = next((a, b) for a, b in pairwise(made) if a.id[:4] == b.id[:4])
    fill("r1", *pair)
    with pytest.raises(NotFound, match="Several"):
        case.statement(pair[0].id[:4])


def test_a_report_is_found_by_id_or_by_its_bytes(case: Case, fill: Fill) -> None:
    doc = fill("r1", statement("r1"))
    by_bytes = case.find_document(id="other", sha256=doc.sha256)
    assert by_bytes is not None
    assert by_bytes.document == doc
    assert case.find_document(sha256="0" * 64) is None
    with pytest.raises(NotFound, match="no report 'r9'"):
        case.document("r9")


def test_a_case_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    path = tmp_path / "none.imbroglio"
    with pytest.raises(CaseError, match="There is no case"):
        open_case(path)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"PK\x03\x04 no case", b"SQLite format 3\x00 and nothing"])
def test_a_file_that_is_no_case_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(CaseError, match="no case of imbroglio"):
        open_case(path, create=True)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE place (n INTEGER)")
        raw.commit()
    with pytest.raises(CaseError, match="no case"):
        open_case(path, create=True)


def test_a_folder_and_a_missing_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="is a folder"):
        open_case(tmp_path, create=True)
    with pytest.raises(CaseError, match="does not exist"):
        open_case(tmp_path / "no" / "war.imbroglio", create=True)


def test_a_name_that_looks_like_a_query_is_a_name(tmp_path: Path) -> None:
    path = tmp_path / "war?mode=memory #1.imbroglio"
    with open_case(path, create=True) as case:
        case.add_document(Document.from_text("Text", id="r1"))
    assert path.is_file()
    with open_case(path) as again:
        assert [d.document.id for d in again.documents()] == ["r1"]


def test_a_case_that_another_program_writes_to_says_so(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imbroglio.store.sqlite.WAIT_SECONDS", 0.05)
    with closing(sqlite3.connect(case.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CaseError, match="written by another program"):
            case.add_document(Document.from_text("Text", id="r1"))
        other.execute("ROLLBACK")
    case.add_document(Document.from_text("Text", id="r1"))


def test_a_reader_who_stops_half_way_holds_no_lock(case: Case, fill: Fill) -> None:
    fill("r1", *(statement("r1", trigger=str(n)) for n in range(3)))
    reader = case.statements()
    next(reader)
    fill("r2", statement("r2"))
    assert [s.doc for s in reader] == ["r1", "r1"]


def test_a_bulk_is_there_whole_or_not_at_all(case: Case, fill: Fill) -> None:
    with case.bulk():
        fill("r1", statement("r1"))
        fill("r2", statement("r2"))
    assert case.count() == 2

    def fail_half_way() -> None:
        with case.bulk():
            fill("r3", statement("r3"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert [d.document.id for d in case.documents()] == ["r1", "r2"]
    fill("r4", statement("r4"))
    assert case.count() == 3
