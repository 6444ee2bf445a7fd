"""Parquet files: rows as in tables, whole and in units; what is broken or far too large."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from archives import write_parquet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imbroglio.intake import Limits, count_inputs, iter_reports
from imbroglio.intake.finishing import Seen
from imbroglio.intake.units import iter_unit, plan_units
from imbroglio.model import Document, Trouble

from .inputs import REPORT, documents, reasons

shared_folder = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)


def rows_of(n: int) -> list[dict[str, object]]:
    """Rows like no other, of which one has no text."""
    return [
        {
            "id": str(i),
            "text": None if i == 3 else f"{REPORT} {i}",
            "published": datetime(2016, 11, 5, tzinfo=UTC),
        }
        for i in range(n)
    ]


def read(path: Path, **given: object) -> list[Document | Trouble]:
    """What plain intake gives."""
    return list(iter_reports([str(path)], **given))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["a.parquet", "a"])
def test_rows_are_reports(tmp_path: Path, name: str) -> None:
    """Columns by their usual names, whatever else is there; days as days; known by content."""
    rows = [
        {
            "doc_id": 7,
            "body": f" {REPORT}\n",
            "headline": "T",
            "published": date(2019, 2, 4),
            "outlet": "S",
            "link": "u",
            "tags": ["a"],
        },
        {
            "doc_id": 8,
            "body": REPORT,
            "headline": None,
            "published": None,
            "outlet": None,
            "link": None,
            "tags": [],
        },
    ]
    write_parquet(tmp_path / name, rows)
    one, two = documents(read(tmp_path / name))
    assert (one.id, one.text, one.title, one.date, one.date_basis) == (
        "7",
        f" {REPORT}\n",
        "T",
        date(2019, 2, 4),
        "given",
    )
    assert (one.source, one.url, one.origin) == ("S", "u", str(tmp_path / name))
    assert (two.id, two.title, two.date, two.source) == ("8", None, None, None)


def test_other_kinds_of_columns(tmp_path: Path) -> None:
    """Dictionaries, bytes, decimals, large strings, sources as objects, numbers that are none."""
    table = pa.table(
        {
            "id": pa.array([Decimal("1.5"), Decimal("2.5")]),
            "text": pa.array([f"{REPORT} caf\u00e9".encode(), REPORT.encode()], pa.binary()),
            "title": pa.array(["T", "T"]).dictionary_encode(),
            "source": pa.array([{"name": "S"}, {"name": "S"}]),
            "url": pa.array(["u", "v"], pa.large_string()),
            "date": pa.array([float("nan"), 20161105.0]),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    one, two = documents(read(tmp_path / "a.parquet"))
    assert (one.id, one.text, one.title, one.source, one.url, one.date) == (
        "1.5",
        f"{REPORT} caf\u00e9",
        "T",
        "S",
        "u",
        None,
    )
    assert two.id == "2.5"


def test_columns_that_the_user_names(tmp_path: Path) -> None:
    write_parquet(tmp_path / "a.parquet", [{"inhalt": REPORT, "text": "no"}])
    (document,) = documents(read(tmp_path / "a.parquet", columns={"text": "inhalt"}))
    assert document.text == REPORT
    assert reasons(read(tmp_path / "a.parquet", columns={"text": "missing"})) == ["no-column"]


def test_a_row_without_text_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    write_parquet(tmp_path / "a.parquet", rows_of(9), group=4)
    made = read(tmp_path / "a.parquet")
    assert len(documents(made)) == 8
    (trouble,) = [m for m in made if isinstance(m, Trouble)]
    assert (trouble.where, trouble.reason) == (f"{tmp_path / 'a.parquet'}:4", "no-text-field")
    assert count_inputs([str(tmp_path / "a.parquet")]) == 9


@shared_folder
@given(n=st.integers(0, 40), group=st.integers(1, 20), reports=st.integers(1, 12))
def test_a_file_in_units_is_the_file(tmp_path: Path, n: int, group: int, reports: int) -> None:
    """Whatever its row groups and the size of a unit."""
    path = tmp_path / "a.parquet"
    pq.write_table(
        pa.Table.from_pylist(rows_of(n), pa.schema([("id", pa.string()), ("text", pa.string())])),
        path,
        row_group_size=group,
    )
    seen = Seen()
    units = list(plan_units([str(path)], reports=reports))
    assert all(unit.reports <= max(reports, 1) for unit in units)
    assert [m for unit in units for m in iter_unit(unit, seen=seen)] == read(path)


def test_a_large_row_group_is_cut_in_few_slices(tmp_path: Path) -> None:
    """Each slice unpacks what lies before it, so there are not too many."""
    write_parquet(tmp_path / "a.parquet", rows_of(10_000), group=10_000)
    units = list(plan_units([str(tmp_path / "a.parquet")], reports=10))
    assert len(units) == 32
    assert sum(unit.reports for unit in units) == 10_000


def broken(rows: Sequence[dict[str, object]]) -> dict[str, bytes]:
    """Files that are none."""
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows)), out, compression="gzip")
    data = out.getvalue()
    return {
        "cut off": data[:-30],
        "only its mark": b"PAR1",
        "an end that lies": data[:-8] + b"\xff\xff\xff\x7fPAR1",
        "an end of zeros": data[:200] + b"\0" * 100 + data[-8:],
    }


@pytest.mark.parametrize("name", broken([{"text": REPORT}]))
def test_broken_files_are_one_trouble(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(broken([{"text": REPORT}])[name])
    made = read(path)
    assert reasons(made) == ["broken-parquet"]
    seen = Seen()
    assert [m for unit in plan_units([str(path)]) for m in iter_unit(unit, seen=seen)] == made
    assert count_inputs([str(path)]) == 1


@shared_folder
@given(at=st.integers(4, 2000), put=st.binary(min_size=1, max_size=30))
def test_no_bytes_make_it_fail(tmp_path: Path, at: int, put: bytes) -> None:
    path = tmp_path / "a.parquet"
    write_parquet(path, rows_of(20), group=5)
    data = path.read_bytes()
    at = at % len(data)
    path.write_bytes(data[:at] + put + data[at + len(put) :])
    for made in read(path):
        assert isinstance(made, Document | Trouble)


def test_limits(tmp_path: Path) -> None:
    """A row group that unpacks to too much, a cell that is too long: named, and the others go on."""
    write_parquet(
        tmp_path / "a.parquet",
        [{"text": f"{REPORT} {i}" * (50_000 if i == 1 else 1)} for i in range(4)],
        group=1,
    )
    made = read(tmp_path / "a.parquet", limits=Limits(group_bytes=1_000_000))
    assert [(m.reason, m.where.rpartition(":")[2]) for m in made if isinstance(m, Trouble)] == [
        ("too-large", "2")
    ]
    made = read(tmp_path / "a.parquet", limits=Limits(line_bytes=1_000_000))
    assert reasons(made) == ["too-long"]
    assert len(documents(made)) == 3
    (tmp_path / "b.parquet").write_bytes(b"")
    assert reasons(read(tmp_path / "b.parquet")) == ["empty"]


def test_by_standard_input(tmp_path: Path) -> None:
    write_parquet(tmp_path / "a.parquet", [{"text": REPORT}])

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    (document,) = iter_reports(["-"], stdin=Pipe((tmp_path / "a.parquet").read_bytes()))
    assert isinstance(document, Document)
