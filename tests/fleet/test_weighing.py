"""The record of a dataset is that of a case with the same statements, byte for byte, whoever worked it out."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.cli import main
from imbroglio.errors import DatasetError, ImbroglioError
from imbroglio.fleet import spreading, ways, weighing
from imbroglio.fleet.dataset import open_dataset
from imbroglio.fleet.record import weigh_to_tables
from imbroglio.fleet.record_tables import KINDS, RECORD_TABLES
from imbroglio.fleet.spreading import on_hands
from imbroglio.fleet.weighing import weigh_dataset
from imbroglio.pipeline.record import weigh
from imbroglio.store import Record, open_case
from imbroglio.store.record import KINDS as PIECES

sys.path.insert(0, str(Path(__file__).parents[1]))
import stub_work
from datasets import Told, make_case, make_dataset, make_war

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _many_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small tasks, so that there are several of each."""
    for name, size in (("_REPORTS", 7), ("_LOOKS", 10), ("_MERGED", 5), ("_TOLD", 10)):
        monkeypatch.setattr(weighing, name, size)


Pieces = list[tuple[str, str, str]]


def of_case(path: Path, rule: Any = None) -> Pieces:
    """Each piece of the record of a case: its kind, and its form."""
    with open_case(path) as case:
        weigh(case, rule=rule)
        record = Record(case)
        return [(kind, msgspec.json.encode(p).decode(), "") for kind in sorted(PIECES) for p in record.all(PIECES[kind])]


def of_dataset(path: Path, on: str = "here", jobs: int = 2, rule: Any = "median") -> Pieces:
    """The same of a dataset, without writing it."""
    with on_hands(on, jobs) as hands:
        worked = weigh_dataset(open_dataset(str(path)), hands, rule, lambda _stage, _share: None)
        pieces = sorted(worked.pieces, key=lambda p: p.kind)
    return [(p.kind, msgspec.json.encode(p.value).decode(), "") for p in pieces]


@pytest.fixture(scope="module")
def war() -> list[Told]:
    return make_war(4, reports=90, most=6)


@pytest.fixture(scope="module")
def dataset(war: list[Told], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_dataset(tmp_path_factory.mktemp("war") / "set", war, held_bytes=20_000)


@pytest.fixture(scope="module")
def record(war: list[Told], tmp_path_factory: pytest.TempPathFactory) -> Pieces:
    return of_case(make_case(tmp_path_factory.mktemp("war") / "war.imbroglio", war))


@pytest.fixture(scope="module")
def on_ray() -> Iterator[str]:
    """The way "ray", with one Ray for these tests: to start it takes longer than they do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with ways.cluster("ray", 2):
            yield "ray"


@settings(max_examples=5)
@given(st.integers(0, 10**6), st.integers(1, 25), st.sampled_from([3, 20, 400]))
def test_in_blocks_comes_what_comes_of_a_case(
    tmp_path_factory: pytest.TempPathFactory, seed: int, reports: int, days: int
) -> None:
    folder = tmp_path_factory.mktemp("war")
    war = make_war(seed, reports, days=days)
    made = of_dataset(make_dataset(folder / "set", war, held_bytes=5_000))
    assert made == of_case(make_case(folder / "war.imbroglio", war))


def test_the_war_of_these_tests_is_one(record: Pieces) -> None:
    """It has something of everything that is compared."""
    kinds = [kind for kind, _, _ in record]
    assert "link" in kinds
    for kind in (*KINDS, "tally", "origin"):
        assert kinds.count(kind) > 3, kind
    told = [len(json.loads(form)["statements"]) for kind, form, _ in record if kind == "incident"]
    assert max(told) > 4


def test_local_processes_give_the_same(dataset: Path, record: Pieces) -> None:
    assert of_dataset(dataset, "local", 2) == record


def test_ray_gives_the_same(dataset: Path, record: Pieces, on_ray: str) -> None:
    assert of_dataset(dataset, on_ray, 2) == record


def test_a_cluster_with_less_room_than_was_asked_for_does_all_the_same(on_ray: str) -> None:
    with on_hands(on_ray, 6) as hands, hands(0) as spread:  # it has three processors
        assert list(spread(max, range(20))) == list(range(20))


def test_the_rule_of_tolls_is_that_which_is_asked_for(war: list[Told], dataset: Path, tmp_path: Path) -> None:
    case = make_case(tmp_path / "war.imbroglio", war)
    assert of_dataset(dataset, rule="max") == of_case(case, "max")


def test_the_tables_hold_the_record_and_the_manifest_names_them(war: list[Told], record: Pieces, tmp_path: Path) -> None:
    made = make_dataset(tmp_path / "set", war)
    done = weigh_to_tables(str(made), on="here")
    assert not done.known
    manifest = json.loads((made / "manifest.json").read_text("utf-8"))
    files = {file["path"] for file in manifest["record"]["files"]}
    for kind, table in KINDS.items():
        assert {p.relative_to(made).as_posix() for p in (made / table).iterdir()} <= files
        rows = pq.read_table(made / table).sort_by("seq")
        assert rows["form"].to_pylist() == [form for k, form, _ in record if k == kind]
        assert manifest["record"]["counts"][table] == rows.num_rows
    before = {p: p.read_bytes() for p in made.rglob("*") if p.is_file()}
    assert weigh_to_tables(str(made), on="here").known
    assert {p: p.read_bytes() for p in made.rglob("*") if p.is_file()} == before
    again = weigh_to_tables(str(made), on="here", again=True)
    assert not again.known
    assert all(p.read_bytes() == data for p, data in before.items() if p.suffix == ".parquet")
    weigh_to_tables(str(made), on="here", rule="latest")
    incidents = pq.read_table(made / "incidents")  # those by the other rule are gone
    assert incidents.num_rows == done.counts["incidents"]
    assert set(incidents["rule"].to_pylist()) <= {"latest", None}
    assert open_dataset(str(made)).manifest.record is not None


def test_private_persons_are_in_no_table_of_the_record(war: list[Told], tmp_path: Path) -> None:
    made = make_dataset(tmp_path / "set", war)
    weigh_to_tables(str(made), on="here")
    held = {table: str(pq.read_table(made / table).to_pylist()).lower() for table in ("statements", *RECORD_TABLES)}
    assert [table for table, text in held.items() if "idris" in text] == ["statements"]


def test_a_record_can_lie_elsewhere_and_touches_nothing_there(war: list[Told], tmp_path: Path) -> None:
    made = make_dataset(tmp_path / "set", war)
    (tmp_path / "out" / "places").mkdir(parents=True)
    own = tmp_path / "out" / "places" / "mine.parquet"
    own.write_text("mine")
    manifest = (made / "manifest.json").read_bytes()
    weigh_to_tables(str(made), on="here", to=str(tmp_path / "out"))
    weigh_to_tables(str(made), on="here", to=str(tmp_path / "out"), rule="max")
    assert (made / "manifest.json").read_bytes() == manifest
    assert own.read_text() == "mine"
    assert len(list((tmp_path / "out" / "incidents").iterdir())) == 1
    with pytest.raises(DatasetError, match="holds a dataset"):
        weigh_to_tables(str(made), on="here", to=str(make_dataset(tmp_path / "other", war)))


def test_a_record_lies_in_a_store_of_objects_with_its_dataset(war: list[Told], tmp_path: Path) -> None:
    import fsspec

    made = make_dataset(tmp_path / "set", war[:20])
    where = f"memory://{tmp_path.name}/set"
    fsspec.filesystem("memory").put(str(made), where, recursive=True)
    assert weigh_to_tables(where, on="here").counts == weigh_to_tables(str(made), on="here").counts
    assert open_dataset(where).folder.files("incidents")


def test_work_whose_process_is_killed_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with on_hands("local", 2) as hands, hands(str(tmp_path)) as spread:
        assert list(spread(stub_work.square_or_fall, range(7))) == [n * n for n in range(7)]
    monkeypatch.setattr(spreading, "_FALLS", 2)
    with on_hands("local", 1) as hands, hands(None) as spread, pytest.raises(ImbroglioError, match="--jobs"):
        list(spread(stub_work.fall, range(3)))


def test_few_tasks_are_under_way_at_a_time() -> None:
    given: list[int] = []

    def tasks() -> Iterator[int]:
        for n in range(100):
            given.append(n)
            yield n

    with on_hands("local", 2) as hands, hands(None) as spread:
        made = spread(stub_work.as_it_is, tasks())
        assert next(made) == 0
        assert len(given) < 10
        assert list(made) == list(range(1, 100))


def test_there_is_no_other_way() -> None:
    with pytest.raises(ImbroglioError, match="no way 'elsewhere'"), on_hands("elsewhere", 1):
        pass


@pytest.mark.parametrize("table", RECORD_TABLES)
def test_the_page_of_the_record_is_what_the_code_writes(table: str) -> None:
    page = (ROOT / "docs" / "dataset.md").read_text("utf-8")
    _, _, rest = page.partition(f"\n### `{table}/`\n")
    rows = [line for line in rest.partition("\n##")[0].splitlines() if line.startswith("| `")]
    assert rows == [f"| `{c.name}` | {c.type} | {c.what} |" for c in RECORD_TABLES[table]]


def call(*args: str) -> Any:
    return CliRunner().invoke(main, list(args), standalone_mode=False)


def test_the_command_tells_a_dataset_from_a_case(war: list[Told], tmp_path: Path) -> None:
    made = str(make_dataset(tmp_path / "set", war[:20]))
    case = str(make_case(tmp_path / "war.imbroglio", war[:20]))
    said = call("weigh", made, "--json").stdout
    assert json.loads(said)["incidents"] == json.loads(call("weigh", case, "--json").stdout)["incident"] > 0
    assert "Nothing has changed" in call("weigh", made).stdout
    assert call("weigh", made, "--rule", "max", "--on", "here", "--jobs", "1", "--to", str(tmp_path / "out")).stdout.endswith("out.\n")
    for option in (("--on", "here"), ("--jobs", "2"), ("--to", str(tmp_path))):
        assert call("weigh", case, *option).return_value == 2
    (tmp_path / "empty").mkdir()
    assert call("weigh", str(tmp_path / "empty")).return_value == 2
    assert list((tmp_path / "empty").iterdir()) == []
