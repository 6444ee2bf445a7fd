"""A case that was gathered from a dataset is the case that reading the same reports into it would have made."""

from __future__ import annotations

import json
import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.cli import main
from imbroglio.errors import DatasetError
from imbroglio.fleet import asking, gathering
from imbroglio.fleet.asking import choose
from imbroglio.fleet.dataset import open_dataset
from imbroglio.fleet.gathering import gather
from imbroglio.fleet.run import read_to_dataset
from imbroglio.model import Document
from imbroglio.pipeline import read_reports
from imbroglio.pipeline.record import weigh
from imbroglio.store import Named, StatementFilter, open_case

sys.path.insert(0, str(Path(__file__).parents[1]))  # worker processes find the stub by its name
import stub_fleet as stub
from datasets import Told, make_case, make_dataset, make_war
from stub_fleet import SETTINGS, numbered, write

FRENCH = "Les combats ont repris mardi dans la banlieue de la ville, selon des témoins qui ont fui le pays."
ALL = StatementFilter()
_CLOCK = {"document": ("received_at", "read_at")}


def mixed(folder: Path) -> list[str]:
    """Inputs that hold all that may happen to a report."""
    one, two = numbered(20), numbered(20, first=15)  # five ids stand in both, with the same text
    one[3]["text"] = " "
    one[4]["text"] = "before crash after"
    one[5]["text"] = FRENCH
    one[6] = {"text": "a text without an id"}
    one[7]["text"] = "twice twice"
    two[2]["text"] = "another text under an id that is taken"
    two[9]["text"] = FRENCH + " Encore."
    two[12] = {"text": "a text without an id"}
    two[14] = {"text": "no date here", "id": "undated"}
    return [write(folder / "one.jsonl", one), str(folder / "missing.txt"), write(folder / "two.jsonl", two)]


def content(path: Path, *, record: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """All rows of a case, to the byte, but for when they were written."""
    tables = ["document", "statement", "ref", "mention", "trouble", *(["record", "record_key"] if record else [])]
    out = {}
    with closing(sqlite3.connect(path)) as raw:
        for table in tables:
            columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})") if row[1] not in _CLOCK.get(table, ())]
            out[table] = raw.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {', '.join(columns)}").fetchall()
    return out


def bring(dataset: Path, case_path: Path, where: str | None = None, asked: StatementFilter = ALL) -> Any:
    held = open_dataset(str(dataset))
    with open_case(case_path, create=True) as case:
        return gather(held, case, choose(held, where, asked))


def read_into(case_path: Path, inputs: Sequence[str]) -> None:
    with open_case(case_path, create=True) as case:
        list(read_reports(inputs, case, dateline=None, reader=stub.make_stub, mark=stub.MARK))


@pytest.fixture(scope="module")
def war() -> list[Told]:
    return make_war(11, reports=60, most=5)


@pytest.fixture(scope="module")
def dataset(war: list[Told], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_dataset(tmp_path_factory.mktemp("war") / "set", war, held_bytes=20_000)


@pytest.fixture(scope="module")
def whole(war: list[Told], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_case(tmp_path_factory.mktemp("war") / "war.imbroglio", war)


@pytest.mark.parametrize("size", [200, 3])
def test_all_of_a_dataset_is_what_reading_would_have_made(tmp_path: Path, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_BATCH_REPORTS", size)
    inputs = mixed(tmp_path)
    read_to_dataset(inputs, str(tmp_path / "set"), replace(SETTINGS, texts=True), on="here", unit_reports=7)
    done = bring(tmp_path / "set", tmp_path / "gathered.imbroglio")
    read_into(tmp_path / "read.imbroglio", inputs)
    assert content(tmp_path / "gathered.imbroglio") == content(tmp_path / "read.imbroglio")
    assert done.summary.reports["crashed"] == 1
    assert done.summary.reports["not-read"] == 2
    for name in ("gathered", "read"):
        with open_case(tmp_path / f"{name}.imbroglio") as case:
            weigh(case)
    assert content(tmp_path / "gathered.imbroglio", record=True) == content(tmp_path / "read.imbroglio", record=True)


def test_the_same_again_adds_nothing_and_what_was_stopped_goes_on(dataset: Path, whole: Path, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(done: gathering.Gathered) -> None:
        if done.reports >= 20:
            raise Stop

    held = open_dataset(str(dataset))
    with pytest.MonkeyPatch.context() as patch, open_case(tmp_path / "a.imbroglio", create=True) as case:
        patch.setattr(gathering, "_BATCH_REPORTS", 8)
        with pytest.raises(Stop):
            gather(held, case, None, stop)
    done = bring(dataset, tmp_path / "a.imbroglio")
    assert (done.summary.reports["known"], done.summary.reports["read"]) == (24, 36)
    assert content(tmp_path / "a.imbroglio") == content(whole)
    before = (tmp_path / "a.imbroglio").read_bytes()
    assert bring(dataset, tmp_path / "a.imbroglio").summary.reports["known"] == 60
    assert (tmp_path / "a.imbroglio").read_bytes() == before


def test_what_the_case_has_already_stays_and_ids_that_are_taken_are_made_longer(war: list[Told], dataset: Path, tmp_path: Path) -> None:
    with open_case(tmp_path / "a.imbroglio", create=True) as case:
        case.add_reading(Document.from_text("Something else.", id="r001"), (), read_with="mine")
    bring(dataset, tmp_path / "a.imbroglio")
    with open_case(tmp_path / "a.imbroglio") as case:
        longer = f"r001-{war[1][0].sha256[:16]}"
        assert case.document("r001").document.text == "Something else."
        assert case.document(longer).document.text == war[1][0].text
        assert {s.doc for s in case.statements_of(longer)} == {longer}
        assert case.count() == sum(len(statements) for _, statements in war)
        assert [t.reason for t in case.troubles(longer)] == ["id-taken"]


def test_reports_without_their_texts_are_counted_and_not_invented(tmp_path: Path) -> None:
    rows = numbered(10)
    rows[2]["text"] = "a recipe for bread"
    rows[5]["text"] = FRENCH
    screened = replace(SETTINGS, screen=stub.StubScreen, screen_mark="stub")
    read_to_dataset([write(tmp_path / "in.jsonl", rows)], str(tmp_path / "set"), screened, on="here")
    done = bring(tmp_path / "set", tmp_path / "a.imbroglio")
    assert done.left_out == {"dropped": 1, "not-read": 1}
    with open_case(tmp_path / "a.imbroglio") as case:
        assert len(list(case.documents())) == 8


# ---- what is asked for ------------------------------------------------------------------------------------------

CONDITIONS = {
    "place = 'Aleppo' and start >= '2016-11-01'": lambda s: bool(s.place) and s.place[0].name == "Aleppo" and bool(s.time.start) and s.time.start >= date(2016, 11, 1),
    "list_contains(agents, 'Russia') or dead_low between 20 and 70": lambda s: "Russia" in [r.name for r in s.agent] or any(20 <= (n.low or 0) <= 70 for n in s.numbers),
    "reports.title like '%7' and not hearsay": lambda s: s.doc.endswith("7"),
    "type in ('capture', 'siege') and \"end\" < date '2016-11-20' + interval 3 day": lambda s: s.type in ("capture", "siege") and bool(s.time.end) and s.time.end < date(2016, 11, 23),
    "lower(sentence) ~ 'mill.*bridge' and month = '2016-11'": lambda s: False,
}  # fmt: skip


@pytest.mark.parametrize("condition", list(CONDITIONS)[:4])
def test_reports_with_a_statement_that_fits_come_with_all_of_theirs(condition: str, war: list[Told], dataset: Path, tmp_path: Path) -> None:
    wanted = [told for told in war if any(CONDITIONS[condition](s) for s in told[1])]
    assert 0 < len(wanted) < len(war)
    bring(dataset, tmp_path / "part.imbroglio", condition)
    assert content(tmp_path / "part.imbroglio") == content(make_case(tmp_path / "same.imbroglio", wanted))


@pytest.mark.parametrize("few", [True, False])
def test_a_large_part_and_a_small_one_are_found_alike(few: bool, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_FEW", 1000 if few else 0)
    bring(dataset, tmp_path / "a.imbroglio", "lower(sentence) ~ 'mill.*bridge' and month = '2016-11'")
    with open_case(tmp_path / "a.imbroglio") as case:
        docs = [d.document for d in case.documents()]
    assert docs
    assert all(d.date is not None and d.date.month == 11 for d in docs)


days = st.none() | st.dates(date(2016, 10, 10), date(2016, 12, 30))
filters = st.builds(
    StatementFilter,
    kinds=st.sampled_from([(), ("relation",), ("event", "control")]),
    types=st.sampled_from([(), ("air-strike",), ("capture", "siege", "clash")]),
    statuses=st.sampled_from([(), ("actual",)]),
    actors=st.lists(
        st.sampled_from([Named("Russia"), Named("falcons"), Named("x", frozenset({"actor:syria"})), Named("the Plain")]), max_size=2
    ).map(tuple),
    places=st.lists(st.sampled_from([Named("ALEPPO"), Named("bab"), Named("geonames:169577"), Named("mill")]), max_size=1).map(tuple),
    since=days,
    until=days,
    sources=st.lists(st.sampled_from(["wire", "observatory", "POST", "reuters"]), max_size=1).map(tuple),
    min_score=st.sampled_from([None, 0.5]),
)


@settings(max_examples=40)
@given(filters)
def test_filters_find_what_they_find_in_a_case(dataset: Path, whole: Path, asked: StatementFilter) -> None:
    chosen = choose(open_dataset(str(dataset)), None, asked)
    with open_case(whole) as case:
        found = {s.doc for s in case.statements(asked)}
        assert (found if chosen is None else chosen.ids) == found


@pytest.mark.parametrize(
    "condition",
    [
        "1 = 1) UNION SELECT 1 --",
        "true; DROP TABLE statements",
        "true); COPY statements TO '/tmp/out.csv'; --",
        "id IN (SELECT id FROM statements)",
        "EXISTS (SELECT * FROM read_csv('/etc/passwd'))",
        "'Russia' = ANY(agents)",
        "read_text('/etc/passwd') = 'x'",
        "repeat('a', 1000000000) = place",
        "getenv('HOME') = place",
        "current_setting('threads') = 'x'",
        "pg_sleep(1000) = 1",
        "random() > 0.5",
        "main.lower(place) = 'x'",
        "count(*) OVER () > 1",
        "count(*) > 1",
        "COLUMNS(*) = 1",
        "place = ?",
        "place = $secret",
        "list_filter(agents, x -> x = 'a') = agents",
        "true GROUP BY (place)",
        "true) LIMIT (1",
        "true) ORDER BY (place",
        "plcae = 'Aleppo'",
        "place = \"Aleppo\"",
        "reports.statements.x = 1",
        "reports.nothing = 1",
        "sniff.place = 'x'",
        "start >= 'yesterday'",
        "place = 'Aleppo",
        "",
        "--",
        "not " * 300 + "true",
        "true" + " or true" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_plain_condition_is_refused_in_one_sentence(dataset: Path, condition: str) -> None:
    with pytest.raises(DatasetError, match=r"--where cannot be used"):
        choose(open_dataset(str(dataset)), condition, ALL)


@settings(max_examples=60)
@given(st.lists(st.sampled_from([*"()'\";-,.=<>*$?: \n", "place ", "select ", "true ", " and ", "1", "reports", "copy ", "from "]), max_size=14))
def test_nothing_typed_is_worse_than_refused(dataset: Path, typed: list[str]) -> None:
    with suppress(DatasetError):
        assert choose(open_dataset(str(dataset)), "".join(typed), ALL) is not None


def test_behind_the_first_wall_nothing_can_be_reached(dataset: Path, tmp_path: Path) -> None:
    with asking._locked(open_dataset(str(dataset)), with_reports=True) as connection:
        for attempt in (
            "SELECT * FROM read_csv('/etc/passwd')",
            "SELECT * FROM read_text('/etc/passwd')",
            "SELECT * FROM glob('/*')",
            "SELECT * FROM 'https://news.example/x.parquet'",
            f"ATTACH '{tmp_path}/x.db'",
            f"COPY statements TO '{tmp_path}/x.csv'",
            f"EXPORT DATABASE '{tmp_path}/x'",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
            "SET memory_limit = '100GB'",
            "SELECT * FROM dataset",
        ):
            with pytest.raises(Exception, match=r"(?i)disabled|locked|cannot|does not exist|not allowed"):
                connection.execute(attempt).fetchall()
    assert list(tmp_path.iterdir()) == []


def test_a_condition_that_takes_too_long_is_stopped(dataset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    with pytest.raises(DatasetError, match=r"longer than 0\.2 seconds"), asking._locked(open_dataset(str(dataset)), False) as connection:
        connection.execute("SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range + b.range = 7").fetchall()


# ---- the command ------------------------------------------------------------------------------------------------


def call(*args: str) -> Any:
    return CliRunner().invoke(main, list(args), standalone_mode=False)


def test_the_command_says_what_it_brought(dataset: Path, tmp_path: Path) -> None:
    case = str(tmp_path / "a.imbroglio")
    done = call("gather", str(dataset), "--case", case, "--where", "place = 'Aleppo'", "--since", "2016-11", "--type", "clash", "--json")
    said = json.loads(done.stdout)
    assert said["reports"]["read"] > 0
    assert said["case"] == case
    again = call("gather", str(dataset), "--case", case, "--place", "Aleppo", "--from", "2016-11", "--to", "2016", "--type", "clash")
    assert "brought (" in again.stdout
    assert "known before" in again.stdout
    none = call("gather", str(dataset), "--case", str(tmp_path / "none.imbroglio"), "--actor", "Nobody at all")
    assert none.return_value == 1
    assert not (tmp_path / "none.imbroglio").exists()


def test_mistakes_are_said_plainly_and_make_no_case(dataset: Path, tmp_path: Path) -> None:
    case = tmp_path / "a.imbroglio"
    assert call("gather", str(tmp_path), "--case", str(case)).return_value == 2
    assert call("gather", str(dataset), "--case", str(case), "--type", "airstrike").return_value == 2
    assert call("gather", str(dataset), "--case", str(case), "--where", "nothing = 1").return_value == 2
    assert not case.exists()


def test_a_dataset_lost_a_file_and_that_is_said(dataset: Path, tmp_path: Path) -> None:
    shutil.copytree(dataset, tmp_path / "set")
    next((tmp_path / "set" / "statements").rglob("*.parquet")).unlink()
    assert call("gather", str(tmp_path / "set"), "--case", str(tmp_path / "a.imbroglio")).return_value == 2
