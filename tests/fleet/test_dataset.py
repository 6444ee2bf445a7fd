"""A dataset holds what a case would hold, each report once, by month, and says what it holds."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from imbroglio.errors import DatasetError, ImbroglioError
from imbroglio.fleet import schema
from imbroglio.fleet.dataset import open_dataset
from imbroglio.fleet.run import Run, read_to_dataset
from imbroglio.fleet.settings import Settings
from imbroglio.model import Statement
from imbroglio.pipeline import read_reports
from imbroglio.store import open_case
from imbroglio.store.rows import pack

sys.path.insert(0, str(Path(__file__).parents[1]))  # worker processes find the stub by its name
import stub_fleet as stub
from stub_fleet import SETTINGS, numbered, write

ROOT = Path(__file__).parents[2]
FRENCH = "Les combats ont repris mardi dans la banlieue de la ville, selon des témoins qui ont fui le pays."


def read(inputs: Sequence[str], into: Path, settings: Settings = SETTINGS, **more: Any) -> Run:
    return read_to_dataset(inputs, str(into), settings, **({"on": "here", "unit_reports": 7} | more))


def mixed(folder: Path) -> list[str]:
    """Two files that hold all that may happen to a report."""
    one, two = numbered(20), numbered(20, first=15)  # five ids stand in both, with the same text
    one[3]["text"] = " "
    one[4]["text"] = "before crash after"
    one[5]["text"] = FRENCH
    one[6] = {"text": "a text without an id"}
    two[2]["text"] = "another text under an id that is taken"
    two[9]["text"] = FRENCH + " Encore."
    two[12] = {"text": "a text without an id"}
    two[14] = {"text": "no date here", "id": "undated"}
    return [write(folder / "one.jsonl", one), write(folder / "two.jsonl", two), str(folder / "missing.txt")]


def as_in_a_case(dataset: Path, case_path: Path) -> None:
    """Fill a case from a dataset."""
    held = open_dataset(str(dataset))
    troubles: dict[str | None, list[Any]] = {}
    for doc, trouble in held.troubles():
        troubles.setdefault(doc, []).append(trouble)
    statements: dict[str, list[Statement]] = {}
    for statement in held.statements():
        statements.setdefault(statement.doc, []).append(statement)
    with open_case(case_path, create=True) as case:
        for report in held.reports():
            about = troubles.get(report.document.id, [])
            if report.state == "read":
                case.add_reading(
                    report.document,
                    statements.get(report.document.id, []),
                    read_with=report.read_with or "",
                    mentions=report.mentions,
                    troubles=about,
                )
            else:
                case.add_document(report.document, about)
        for trouble in troubles.get(None, []):
            case.add_trouble(trouble)


def content(path: Path) -> tuple[Any, ...]:
    with open_case(path) as case:
        documents = [(d.document, d.read_with, d.statements, d.troubles) for d in case.documents()]
        return documents, list(case.statements()), sorted(map(repr, case.troubles()))


def test_a_dataset_holds_what_a_case_would(tmp_path: Path) -> None:
    inputs = mixed(tmp_path)
    read(inputs, tmp_path / "set", replace(SETTINGS, texts=True))
    as_in_a_case(tmp_path / "set", tmp_path / "from_set.imbroglio")
    with open_case(tmp_path / "read.imbroglio", create=True) as case:
        outcomes = read_reports(inputs, case, dateline=None, reader=stub.make_stub, mark=stub.MARK)
        assert {o.state for o in outcomes} == {"read", "crashed", "not-read", "refused"}
    assert content(tmp_path / "from_set.imbroglio") == content(tmp_path / "read.imbroglio")


def test_a_statement_comes_back_to_the_byte(tmp_path: Path) -> None:
    read([write(tmp_path / "in.jsonl", numbered(30))], tmp_path / "set")
    held = open_dataset(str(tmp_path / "set"))
    with open_case(tmp_path / "c.imbroglio", create=True) as case:
        list(read_reports([str(tmp_path / "in.jsonl")], case, dateline=None, reader=stub.make_stub, mark=stub.MARK))
        from imbroglio.model import statement_to_json

        forms = [pack(statement_to_json(s)) for s in case.statements()]
    assert held.table("statements", ["form"])["form"].to_pylist() == forms
    assert len(set(forms)) == 90


def test_reports_stand_under_the_month_of_their_date_and_none_is_invented(tmp_path: Path) -> None:
    rows = numbered(3)
    rows[0]["date"], rows[1]["date"] = "2016-11-05", "2017-01-31"
    del rows[2]["date"]
    read([write(tmp_path / "in.jsonl", rows)], tmp_path / "set")
    for table in ("reports", "statements"):
        months = {path.name for path in (tmp_path / "set" / table).iterdir()}
        assert months == {"month=2016-11", "month=2017-01", "month=unknown"}
    [(day,)] = duckdb.sql(
        f"SELECT DISTINCT report_date FROM read_parquet('{tmp_path}/set/statements/**/*.parquet', hive_partitioning = true) "
        "WHERE month = 'unknown'"
    ).fetchall()
    assert day is None
    held = open_dataset(str(tmp_path / "set"))
    assert [r.document.id for r in held.reports(months=["2017-01"])] == ["r001"]


def test_the_same_report_is_kept_once_and_the_first_of_the_inputs_wins(tmp_path: Path) -> None:
    inputs = mixed(tmp_path)
    run = read(inputs, tmp_path / "set")
    held = open_dataset(str(tmp_path / "set"))
    ids = [r.document.id for r in held.reports()]
    assert len(ids) == len(set(ids)) == run.reports
    # r015 to r019 stand in both files; under r017 there is another text in the second
    assert run.counts.troubles["duplicate"] == 5
    assert run.counts.troubles["id-taken"] == 1
    assert [i for i in ids if i.startswith("r017")] == ["r017", ids[ids.index("r018") + 2]]
    troubles = [t for doc, t in held.troubles() if t.reason == "duplicate"]
    assert troubles[0].message.endswith("two.jsonl:1: the same bytes were read before, as report r015.")


def test_reading_again_adds_nothing_and_more_inputs_add_what_is_new(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", numbered(20))
    two = write(tmp_path / "two.jsonl", numbered(20, first=15))
    read([one], tmp_path / "set")
    before = files(tmp_path / "set")
    again = read([one], tmp_path / "set", replace(SETTINGS, reader=stub.make_nothing))
    assert (again.reports, again.units, again.units_known) == (0, 0, 3)
    assert files(tmp_path / "set") == before
    more = read([one, two], tmp_path / "set")
    assert (more.reports, more.known) == (15, 5)
    assert more.total.reports["read"] == 35
    assert before.items() <= files(tmp_path / "set").items()
    assert [r.document.id for r in open_dataset(str(tmp_path / "set")).reports()] == [f"r{n:03}" for n in range(35)]
    assert open_dataset(str(tmp_path / "set")).table("statements", ["seq"])["seq"].to_pylist() == list(range(105))


def test_a_page_that_was_fetched_twice_is_one_report_and_the_same_text_at_two_addresses_is_two(tmp_path: Path) -> None:
    body = "<html><body><article><p>" + "The army shelled the town of Orin on Monday, residents said. " * 9 + "</p></article>{}</body></html>"
    for name, more in (("a", ""), ("b", "<footer>One of many.</footer>")):
        (tmp_path / f"{name}.html").write_text(body.format(more), encoding="utf-8")
    run = read([str(tmp_path / "a.html"), str(tmp_path / "b.html")], tmp_path / "set")
    assert run.reports == 2  # nobody says that they are of one address
    link = '<head><link rel="canonical" href="https://news.example/{}"></head>'
    for name, at in (("a", 1), ("b", 1), ("c", 2)):
        page = body.replace("<html>", "<html>" + link.format(at)).format(f"<footer>{name}</footer>")
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    run = read([str(tmp_path / f"{name}.html") for name in "abc"], tmp_path / "linked")
    assert (run.reports, run.counts.troubles["same-page"]) == (2, 1)


def files(dataset: Path) -> dict[str, str]:
    """Every table of a dataset with its hash."""
    found = [f for name in schema.TABLES for f in (dataset / name).rglob("*") if f.is_file()]
    return {f.relative_to(dataset).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in found}


def test_the_manifest_says_what_the_dataset_holds(tmp_path: Path) -> None:
    read(mixed(tmp_path), tmp_path / "set")
    manifest = json.loads((tmp_path / "set" / "manifest.json").read_text("utf-8"))
    assert manifest["read_with"] == stub.MARK
    held = open_dataset(str(tmp_path / "set"))
    assert manifest["counts"]["reports"] == {"failed": 1, "not-read": 2, "read": sum(r.state == "read" for r in held.reports())}
    assert manifest["counts"]["dropped"] == {"not-english": 2}
    assert manifest["counts"]["statements"] == {"event": held.table("statements").num_rows}
    assert sum(manifest["counts"]["troubles"].values()) == held.table("troubles").num_rows
    said = {f["path"]: f["sha256"] for f in manifest["files"] if not f["path"].startswith("units/")}
    assert said == files(tmp_path / "set")


def test_another_version_is_not_mixed_in(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", numbered(5))
    read([source], tmp_path / "set")
    with pytest.raises(DatasetError, match="--again"):
        read([source], tmp_path / "set", replace(SETTINGS, mark="stub 2"))
    run = read([source], tmp_path / "set", replace(SETTINGS, mark="stub 2"), again=True)
    assert run.total.reports == run.counts.reports
    assert {r.read_with for r in open_dataset(str(tmp_path / "set")).reports()} == {"stub 2"}
    assert all("run-0002" in name for name in files(tmp_path / "set"))  # the old ones are gone


def test_what_the_screen_drops_is_counted_and_listed_without_its_text(tmp_path: Path) -> None:
    rows = numbered(10)
    rows[2]["text"] = rows[5]["text"] = "a recipe for bread"
    screened = replace(SETTINGS, screen=stub.StubScreen, screen_mark="stub")
    source = write(tmp_path / "in.jsonl", rows)
    run = read([source], tmp_path / "set", screened)
    assert run.counts.dropped == {"no-war": 2}
    dropped = [r for r in open_dataset(str(tmp_path / "set")).reports() if r.state == "dropped"]
    assert [(r.document.id, r.reason, r.has_text) for r in dropped] == [("r002", "no-war", False), ("r005", "no-war", False)]
    read([source], tmp_path / "all", replace(screened, texts=True))
    assert [r.document.text for r in open_dataset(str(tmp_path / "all")).reports() if r.state == "dropped"] == ["a recipe for bread"] * 2
    with pytest.raises(DatasetError, match="no screen"):
        read([source], tmp_path / "set")


def test_a_dataset_can_lie_in_a_store_of_objects(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", numbered(9))
    where = f"memory://{tmp_path.name}/set"
    run = read_to_dataset([source], where, SETTINGS, on="here", unit_reports=4)
    assert run.reports == 9
    held = open_dataset(where)
    assert len(list(held.statements())) == 27
    assert held.folder.files(".work") == []
    assert read_to_dataset([source], where, SETTINGS, on="here", unit_reports=4).units == 0


def test_what_is_no_dataset_is_refused_plainly(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="imbroglio read"):
        open_dataset(str(tmp_path))
    (tmp_path / "manifest.json").write_text('{"name": "of something else"}')
    with pytest.raises(DatasetError, match="none of a dataset"):
        open_dataset(str(tmp_path))
    with pytest.raises(ImbroglioError, match="no way 'elsewhere'"):
        read([str(tmp_path)], tmp_path / "set", on="elsewhere")


@pytest.mark.parametrize("table", [*schema.TABLES, "units"])
def test_the_page_of_the_schema_is_what_the_code_writes(table: str) -> None:
    page = (ROOT / "docs" / "dataset.md").read_text("utf-8")
    columns = {**schema.TABLES, "units": schema.UNITS}[table]
    section = re.search(rf"^### `{table}/`$(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL)
    assert section is not None
    rows = [line for line in section[1].splitlines() if line.startswith("| `")]
    assert rows == [f"| `{c.name}` | {c.type} | {c.what} |" for c in columns]


def test_every_query_of_the_docs_runs(tmp_path: Path) -> None:
    read(mixed(tmp_path), tmp_path / "archive")
    page = (ROOT / "docs" / "dataset.md").read_text("utf-8")
    queries = re.findall(r"^```sql\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(queries) >= 4
    for query in queries:
        duckdb.sql(query.replace("archive/", f"{tmp_path}/archive/")).fetchall()


def test_rows_come_in_order_whatever_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a month, months, and runs overlap in no order that a reader has to know."""
    from imbroglio.fleet import partitions

    monkeypatch.setattr(partitions.Partitions.__init__, "__defaults__", (2_000, 5_000))  # bytes: many small files
    one = write(tmp_path / "one.jsonl", numbered(40))
    two = write(tmp_path / "two.jsonl", numbered(20, first=40))
    read([one], tmp_path / "set")
    read([one, two], tmp_path / "set")
    held = open_dataset(str(tmp_path / "set"))
    assert len(held.files("reports")) > 12
    assert [r.document.id for r in held.reports()] == [f"r{n:03}" for n in range(60)]
    assert [s.trigger for s in held.statements()] == [w for n in range(60) for w in f"w{n} x{n} y{n}".split()]


def test_what_is_not_installed_is_said_with_the_remedy() -> None:
    from imbroglio.fleet.extras import import_extra

    with pytest.raises(ImbroglioError, match=r"pip install 'imbroglio\[archive\]'"):
        import_extra("no_such_package.at_all")
    with pytest.raises(ImbroglioError, match=r"'imbroglio\[ray\]'"):
        import_extra("no_such_package", "ray")
