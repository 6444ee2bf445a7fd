"""Each form read back by what reads it in the world: csv, openpyxl, json, networkx, and GeoJSON by its own rules."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import networkx
import pytest
from openpyxl import load_workbook

from imbroglio.errors import ExportError
from imbroglio.exchange.cells import Row, Sheet
from imbroglio.exchange.forms import FORMS, columns_of, file_name, form_of, iter_bytes
from imbroglio.exchange.rows import (
    iter_actors,
    iter_control,
    iter_disputes,
    iter_incidents,
    iter_network,
    iter_statements,
)

from .world import (
    ACTORS,
    BONDS,
    BOOK,
    CONTEXT,
    DISPUTE,
    DOC,
    INCIDENTS,
    IS,
    REVISION,
    SPELLS,
    STATEMENT,
    STRIKE,
    TALLIES,
    TURKEY,
)

ROWS: dict[str, list[Row]] = {
    "incidents": list(iter_incidents(INCIDENTS, CONTEXT)),
    "statements": list(iter_statements([(STATEMENT, DOC)], CONTEXT)),
    "actors": list(iter_actors(ACTORS, TALLIES, CONTEXT)),
    "control": list(iter_control(SPELLS, CONTEXT)),
    "network": list(iter_network(BONDS, CONTEXT)),
    "disputes": list(iter_disputes([DISPUTE], CONTEXT)),
}


def written(what: str, form: str, rows: Iterable[Row] | None = None) -> bytes:
    """The bytes of the small record in a form."""
    sheet = Sheet(what, columns_of(what, form), ROWS[what] if rows is None else rows, {"case": "war.imbroglio", "revision": REVISION})
    return b"".join(iter_bytes(sheet, form, BOOK))


def table(what: str, form: str = "csv") -> list[dict[str, str]]:
    """The rows as a program reads them from CSV."""
    return list(csv.DictReader(io.StringIO(written(what, form).decode(), newline=""), strict=True))


@pytest.mark.parametrize("what", FORMS)
def test_every_row_names_its_statements_and_the_revision(what: str) -> None:
    for row in table(what):
        assert row["revision"] == REVISION
        assert row["statements"] or what in ("actors", "statements")
    assert [set(row) for row in ROWS[what]] == [{c.name for c in columns_of(what, "csv")}] * len(ROWS[what])


def test_csv_keeps_numbers_days_and_lists() -> None:
    strike, killing = table("incidents")[:2]
    assert (strike["start"], strike["lat"], strike["deaths_best"], strike["accounts"]) == ("2017-02-03", "36.3704", "16", "2")
    assert (strike["agents"], strike["targets"]) == ("Turkey", "Islamic State; civilians")
    assert (strike["target_ids"], strike["country"], strike["admin1"]) == (f"{IS}; civilians", "SY", "Aleppo")
    assert (strike["grade"], strike["disputes"], strike["statements"]) == ("contested", "d1", "s1; s2")
    assert (killing["start"], killing["end"], killing["lat"], killing["deaths_high"]) == ("", "2017-03-09", "", "")


def test_csv_has_rfc_4180_line_ends_and_quotation_marks() -> None:
    rows = [dict(ROWS["incidents"][0], reasons=('he said "no", then', "left"))]
    text = written("incidents", "csv", rows).decode()
    assert text.count("\r\n") == text.count("\n") == 2
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["reasons"] == 'he said "no", then; left'


@pytest.mark.parametrize("what", FORMS)
def test_a_workbook_has_real_days_and_numbers_a_frozen_heading_and_no_formula(what: str) -> None:
    book = load_workbook(io.BytesIO(written(what, "xlsx")))
    page = book[what]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref is not None
    heading = [cell.value for cell in page[1]]
    assert heading == [c.name for c in columns_of(what, "xlsx")]
    for found, row in zip(page.iter_rows(min_row=2), ROWS[what], strict=True):
        for cell, name in zip(found, heading, strict=True):
            assert cell.data_type != "f"
            value = row[str(name)]
            if isinstance(value, date):
                assert cell.is_date and isinstance(cell.value, datetime) and cell.value.date() == value
            elif isinstance(value, bool):
                assert cell.value is value
            elif isinstance(value, int | float):
                assert cell.value == value
            elif value in (None, (), ""):
                assert cell.value is None


def test_a_workbook_says_what_its_columns_hold() -> None:
    about = load_workbook(io.BytesIO(written("incidents", "xlsx")))["about"]
    lines = [(row[0].value, row[1].value) for row in about.iter_rows()]
    assert ("revision", REVISION) in lines
    assert {(c.name, c.about) for c in columns_of("incidents", "xlsx")} <= set(lines)


def test_a_workbook_of_many_rows_takes_no_more_memory_than_one_of_few(tmp_path: Path) -> None:
    many = (dict(ROWS["incidents"][0], id=f"i{n}") for n in range(3000))
    file = tmp_path / "many.xlsx"
    file.write_bytes(written("incidents", "xlsx", many))
    assert load_workbook(file, read_only=True)["incidents"].max_row == 3001


def test_json_and_json_lines_hold_the_same_rows() -> None:
    for what in FORMS:
        whole = json.loads(written(what, "json"))
        lines = [json.loads(line) for line in written(what, "jsonl").decode().splitlines()]
        assert (whole["what"], whole["case"], whole["revision"]) == (what, "war.imbroglio", REVISION)
        assert whole["rows"] == lines
        assert len(lines) == len(ROWS[what])
    strike = json.loads(written("incidents", "json"))["rows"][0]
    assert (strike["targets"], strike["start"], strike["deaths_best"]) == (["Islamic State", "civilians"], "2017-02-03", 16)
    assert json.loads(written("incidents", "json"))["rows"][1]["start"] is None


def valid_geojson(found: dict[str, Any]) -> None:
    """What RFC 7946 demands of points."""
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        assert isinstance(feature["properties"], dict)
        if feature["geometry"] is not None:
            assert feature["geometry"]["type"] == "Point"
            lon, lat = feature["geometry"]["coordinates"]
            assert -180 <= lon <= 180 and -90 <= lat <= 90


@pytest.mark.parametrize("what", ["incidents", "statements", "control"])
def test_geojson_is_as_the_rfc_has_it(what: str) -> None:
    found = json.loads(written(what, "geojson"))
    valid_geojson(found)
    assert len(found["features"]) == len(ROWS[what])


def test_geojson_says_how_exact_a_point_is() -> None:
    strike, killing, clash, talks = json.loads(written("incidents", "geojson"))["features"]
    assert strike["geometry"]["coordinates"] == [37.5178, 36.3704]
    assert (strike["id"], strike["properties"]["place_precision"], strike["properties"]["place_precision_text"]) == (STRIKE.id, 1, "exact")
    assert clash["properties"]["place_precision_text"] == "somewhere in the first-level unit"
    assert killing["geometry"] is talks["geometry"] is None


def test_a_point_that_is_no_point_of_the_earth_is_left_out() -> None:
    rows = [dict(ROWS["incidents"][0], lat=123.0), dict(ROWS["incidents"][0], lon=float("nan"))]
    found = json.loads(written("incidents", "geojson", rows))
    assert [f["geometry"] for f in found["features"]] == [None, None]


def told(values: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """What networkx read, with "" for an open end."""
    return [tuple("" if v in (None, "None") else v for v in value) for value in values]


def test_networkx_reads_the_network_with_its_times(tmp_path: Path) -> None:
    file = tmp_path / "network.gexf"
    file.write_bytes(written("network", "gexf"))
    graph = networkx.read_gexf(file)
    names = {n: d["label"] for n, d in graph.nodes(data=True)}
    assert set(names.values()) == {"Islamic State", "Turkey", "rebels"}
    edges = {(names[u], names[v], d["label"]): d for u, v, d in graph.edges(data=True)}
    fights = edges["Islamic State", "Turkey", "fights"]
    # An end that is open: networkx has the text "None" for it, or nothing.
    assert told(fights["sign"]) == [(-1, "2016-08-24", "2016-09-01"), (-1, "2017-02-01", "")]
    assert [tie for tie, _, _ in fights["tie"]] == ["fights", "fights"]
    assert told(fights["sources"]) == [(1, "2016-08-24", "2016-09-01"), (2, "2017-02-01", "")]
    assert told(fights["spells"]) == [("2016-08-24", "2016-09-01"), ("2017-02-01", "")]
    assert (fights["ids"], fights["mutual"]) == ("s1 s2 s3", True)
    backs = edges["Turkey", "rebels", "backs"]
    assert told(backs["sign"]) == [(1, "", "2017-01-01")]
    assert backs["mutual"] is False
    assert {d["key"] for _, d in graph.nodes(data=True)} >= {IS, TURKEY}


def test_an_empty_record_is_written_in_every_form() -> None:
    for what, forms in FORMS.items():
        for form in forms:
            assert written(what, form, []) or form == "jsonl"


def test_a_form_that_does_not_fit_is_refused_with_those_that_do() -> None:
    with pytest.raises(ExportError, match="their forms are csv, xlsx, json, jsonl"):
        form_of("actors", "gexf")
    with pytest.raises(ExportError, match="ask for one of incidents"):
        form_of("secrets", "csv")
    assert form_of("incidents", "acled.csv") == form_of("incidents", "acled") == "acled"


@pytest.mark.parametrize("stem", ['a"b;c\r\nX: y.imbroglio', "../../etc/passwd", "Сирия", "", "x" * 500])
def test_a_file_has_a_plain_name(stem: str) -> None:
    name = file_name(stem, "incidents", "ged")
    assert name.endswith("-incidents.ged.csv")
    assert len(name) < 100
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.")
