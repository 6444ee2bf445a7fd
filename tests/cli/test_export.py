"""`imbroglio export` and `imbroglio publish`, over reports that were really read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from imbroglio.cli import publish as publish_module

from .conftest import Run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_incidents_go_to_standard_output_as_csv(run: Run, case: Path) -> None:
    result = run("export", "incidents", "--case", case)
    found = rows(result.stdout_bytes.decode())
    listed = [json.loads(line) for line in run("incidents", "--case", case, "--json").stdout.splitlines()]
    assert {row["id"] for row in found} == {row["id"] for row in listed}
    assert f"{len(found)} rows of incidents as csv; revision {found[0]['revision']}." in result.stderr


def test_filters_are_those_of_the_lists(run: Run, case: Path) -> None:
    found = rows(run("export", "incidents", "--case", case, "--type", "air-strike", "--place", "al-Bab").stdout)
    assert {(row["type"], row["place"]) for row in found} == {("air-strike", "al-Bab")}
    told = rows(run("export", "statements", "--case", case, "--actor", "Turkey", "--from", "2017-02").stdout)
    assert told and all("Turkey" in row["agents"] + row["targets"] or "Turkish" in row["agents"] for row in told)
    few = rows(run("export", "statements", "--case", case, "--limit", "2").stdout)
    assert len(few) == 2


def test_the_ending_of_the_file_names_the_form(run: Run, case: Path, tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.jsonl", "a.geojson", "a.acled.csv", "a.ged.csv", "a.csv"):
        assert run("export", "incidents", "--case", case, "--out", tmp_path / name).exit_code == 0
    assert load_workbook(tmp_path / "a.xlsx").sheetnames == ["incidents", "about"]
    assert rows((tmp_path / "a.acled.csv").read_text())[0]["event_type"]
    assert "type_of_violence" in (tmp_path / "a.ged.csv").read_text()
    assert "deaths_best" in (tmp_path / "a.csv").read_text()
    assert not list(tmp_path.glob("*.part"))


def test_what_a_scheme_leaves_out_is_counted(run: Run, case: Path, tmp_path: Path) -> None:
    result = run("export", "incidents", "--as", "ged", "--case", case, "--out", tmp_path / "ged.csv")
    assert "left out: GED holds organised violence with known sides and at least one death." in result.stderr


def test_hostile_titles_are_text_in_every_cell(run: Run, case: Path) -> None:
    titles = {row["title"] for row in rows(run("export", "statements", "--case", case).stdout)}
    assert "'=HYPERLINK(\"http://a.example\") [31mred" in titles


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("actors", "--as", "gexf"), "their forms are csv, xlsx, json, jsonl"),
        (("actors", "--deaths", "3"), "--deaths does not apply to actors; it does to incidents."),
        (("network", "--type", "clash"), "--type does not apply to network"),
        (("incidents", "--place", "Atlantis"), "Atlantis"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(run: Run, case: Path, args: tuple[str, ...], told: str) -> None:
    result = run("export", *args, "--case", case)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_a_file_that_cannot_be_written_is_told(run: Run, case: Path, tmp_path: Path) -> None:
    result = run("export", "actors", "--case", case, "--out", tmp_path / "none" / "a.csv")
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end in the package, whether it was built or not."""
    folder = tmp_path / "package"
    (folder / "static" / "publish").mkdir(parents=True)
    for name in ("publish.js", "publish.css", "third-party.txt"):
        (folder / "static" / "publish" / name).write_text("/* built */")
    monkeypatch.setattr(publish_module, "files", lambda _package: folder)
    return folder


def test_publish_writes_a_site_and_says_where(run: Run, case: Path, tmp_path: Path, built: Path) -> None:
    result = run("publish", case, tmp_path / "site", "--title", "A <b>war</b>")
    assert result.exit_code == 0, result.stderr
    assert f"{tmp_path / 'site' / 'index.html'}: " in result.stdout
    assert "A &lt;b&gt;war&lt;/b&gt;" in (tmp_path / "site" / "index.html").read_text()
    text = (tmp_path / "site" / "data.js").read_text()
    data = json.loads(text[len("window.IMBROGLIO=") : -2])
    assert data["incidents"] and data["statements"][0]["quote"]
    assert data["about"]["case"] == case.name


def test_publish_shows_no_words_where_none_are_wanted(run: Run, case: Path, tmp_path: Path, built: Path) -> None:
    assert run("publish", case, tmp_path / "site", "--quotes", "none").exit_code == 0
    assert "bombed al-Bab" not in (tmp_path / "site" / "data.js").read_text()


def test_publish_leaves_a_folder_of_something_else_alone(run: Run, case: Path, tmp_path: Path, built: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    result = run("publish", case, tmp_path / "mine")
    assert (result.exit_code, "holds files that are not of a site" in result.stderr) == (2, True)


def test_publish_without_the_built_pages_says_how_to_get_them(run: Run, case: Path, tmp_path: Path, built: Path) -> None:
    (built / "static" / "publish" / "publish.js").unlink()
    result = run("publish", case, tmp_path / "site")
    assert (result.exit_code, "make workbench" in result.stderr) == (2, True)
    assert not (tmp_path / "site").exists()
