"""The commands, over reports that were really read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from .conftest import Run


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


# ---- read --------------------------------------------------------------------------------------------------


def test_read_counts_what_it_read_and_what_it_did_not(read: tuple[Result, Path]) -> None:
    result, folder = read
    assert result.exit_code == 0
    assert "2 reports read (1 not in English, 1 refused)." in result.stdout
    assert "Troubles: empty 1, not-english 1." in result.stdout
    assert f"imbroglio show --case {folder / 'war.imbroglio'}" in result.stdout
    assert "wire.jsonl:4" in result.stderr  # the trouble names the row


def test_statements_and_layers_are_written_whole(read: tuple[Result, Path]) -> None:
    folder = read[1]
    statements = lines((folder / "out.jsonl").read_text("utf-8"))
    assert {(s["doc"], s["type"]) for s in statements} >= {("wire-1", "air-strike"), ("wire-2", "capture")}
    mentions, claims, times = (
        lines((folder / "layers" / f"{n}.jsonl").read_text("utf-8")) for n in ("mentions", "claims", "times")
    )
    assert {"doc", "start", "end", "text", "kind", "name", "id", "lat", "lon"} <= mentions[0].keys()
    assert claims[0]["doc"] == "wire-1"
    assert times[0]["text"] == "3 February 2017"
    assert not list(folder.rglob("*.part"))


def test_reading_again_reads_nothing_and_recalls_the_statements(
    run: Run, reports: Path, read: tuple[Result, Path], tmp_path: Path
) -> None:
    folder = read[1]
    again = run(
        "read",
        reports,
        "--case",
        folder / "war.imbroglio",
        "--statements",
        tmp_path / "again.jsonl",
        "--json",
    )
    assert json.loads(again.stdout)["reports"] == {
        "read": 0,
        "known": 2,
        "not-read": 1,
        "crashed": 0,
        "refused": 1,
    }
    assert (tmp_path / "again.jsonl").read_text("utf-8") == (folder / "out.jsonl").read_text("utf-8")


def test_statements_need_no_case(
    run: Run, reports: Path, read: tuple[Result, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("read", reports, "--statements", "-")
    assert lines(result.stdout) == lines((read[1] / "out.jsonl").read_text("utf-8"))
    assert "2 reports read" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_case_has_a_name_by_default(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").touch()
    result = run("read", "empty.txt")
    assert result.exit_code == 1  # nothing could be read
    assert (tmp_path / "record.imbroglio").is_file()
    assert "empty.txt" in run("reports", "--troubles").stdout


def test_standard_input_is_a_report(run: Run) -> None:
    result = run("read", "-", "--statements", "-", input="Russian aircraft bombed Idlib on 5 March 2017.\n")
    assert [(s["type"], s["time"]["start"]) for s in lines(result.stdout)] == [("air-strike", "2017-03-05")]


def test_columns_say_where_the_text_is(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "No,Story,Day\n1,Russian aircraft bombed Idlib on Sunday.,2017-03-06\n", encoding="utf-8"
    )
    result = run("read", table, "--columns", "text=Story,date=Day,id=No", "--statements", "-")
    assert [(s["doc"], s["time"]["start"]) for s in lines(result.stdout)] == [("1", "2017-03-05")]


# ---- show --------------------------------------------------------------------------------------------------


def test_show_filters(run: Run, case: Path) -> None:
    found = lines(run("show", "--case", case, "--type", "air-strike", "--actor", "russia", "--json").stdout)
    assert [s["doc"] for s in found] == ["wire-2"]
    assert lines(
        run("show", "--case", case, "--actor", "daesh", "--type", "capture", "--json").stdout
    )  # a name that the packs know
    assert (
        lines(run("show", "--case", case, "--source", "evening", "--to", "2017-02-22", "--json").stdout) == []
    )
    assert len(lines(run("show", "--case", case, "--limit", "1", "--json").stdout)) == 1


def test_show_json_is_what_read_wrote(run: Run, case: Path, read: tuple[Result, Path]) -> None:
    assert lines(run("show", "--case", case, "--json").stdout) == lines(
        (read[1] / "out.jsonl").read_text("utf-8")
    )


@pytest.mark.parametrize("width", [60, 80, 140])
def test_tables_fit_the_terminal(run: Run, case: Path, width: int) -> None:
    commands = "show actors places who|--all reports reports|--troubles incidents timeline|al-Bab fronts|--on|2017-02-25"
    for command in (name.split("|") for name in commands.split()):
        result = run(*command, "--case", case, env={"COLUMNS": str(width)})
        assert result.exit_code == 0
        table = [line for line in result.stdout.splitlines() if not line.startswith("f: ")]
        assert max(map(len, table)) <= width, command


def test_csv_holds_no_formula(run: Run, case: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("show", "--case", case, "--csv").stdout)))
    assert {row["report"] for row in rows} == {"wire-1", "wire-2"}
    assert not [cell for row in rows for cell in row.values() if cell[:1] in tuple("=+@\t")]


def test_nothing_found_is_said_with_what_there_is(run: Run, case: Path) -> None:
    result = run("show", "--case", case, "--type", "chemical-attack")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No statement fits" in result.stderr
    assert "air-strike" in result.stderr


# ---- tallies, reports, why ---------------------------------------------------------------------------------


def test_actors_and_places(run: Run, case: Path) -> None:
    actors = {a["id"]: a for a in lines(run("actors", "--case", case, "--json").stdout)}
    assert actors["actor:turkey"]["agent"] >= 1
    assert actors["actor:islamic-state"]["target"] >= 1
    places = {p["name"]: p for p in lines(run("places", "--case", case, "--json").stdout)}
    assert places["al-Bab"]["events"] >= 2
    assert places["al-Bab"]["lat"] == pytest.approx(36.37, abs=0.05)


def test_who_has_fights_and_backing(run: Run, case: Path) -> None:
    ties = lines(run("who", "--case", case, "--json", "--all").stdout)
    assert ("fights", {"capture": 1}) in [(t["tie"], t["types"]) for t in ties]
    assert "actor:turkey" in [t["first"] for t in ties if t["tie"] == "backs"]
    assert "the row's actor backs the column's" in run("who", "--case", case, "--all").stdout


def test_reports_shows_no_control_characters(run: Run, case: Path) -> None:
    result = run("reports", "--case", case)
    assert "\x1b" not in result.stdout
    assert "[31mred" in result.stdout
    rows = lines(run("reports", "--case", case, "--json").stdout)
    assert [(r["id"], r["read_with"] is None) for r in rows] == [
        ("wire-1", False),
        ("wire-2", False),
        ("wire-3", True),
    ]
    assert len(rows[0]["sha256"]) == 64


def test_why_marks_the_roles_and_gives_the_reasons(run: Run, case: Path) -> None:
    [found] = lines(run("show", "--case", case, "--type", "air-strike", "--actor", "Turkey", "--json").stdout)
    result = run("why", found["id"][:8], "--case", case, env={"COLUMNS": "200"})
    assert "[agent: Turkish warplanes] [trigger: bombed] [place: al-Bab]" in result.stdout
    assert "[said by: " in result.stdout
    for part in (
        "wire-1 (Strikes on al-Bab, Northern Wire, 2017-02-04",
        "actor:turkey",
        found["made_by"]["rule"],
        "evokes air-strike",
    ):
        assert part in result.stdout
    told = json.loads(run("why", found["id"], "--case", case, "--json").stdout)
    assert told["statement"] == found
    assert told["because"]
    assert any("by the frame" in reason and "bomb" in reason for reason in told["because"])


# ---- check, schema, doctor ---------------------------------------------------------------------------------


def test_check_holds_a_case_and_a_file_against_the_reports(
    run: Run, case: Path, reports: Path, read: tuple[Result, Path]
) -> None:
    assert run("check", case).exit_code == 0
    assert "each says what its report says" in run("check", case, "--reports", reports).stdout
    for file in ("out.jsonl", "layers/mentions.jsonl", "layers/claims.jsonl", "layers/times.jsonl"):
        result = run("check", read[1] / file, "--reports", reports, "--json")
        assert (result.exit_code, json.loads(result.stdout)["wrong"]) == (0, [])
        assert json.loads(result.stdout)["spans"] > 0


def test_check_finds_a_span_that_is_off(
    run: Run, reports: Path, read: tuple[Result, Path], tmp_path: Path
) -> None:
    rows = lines((read[1] / "out.jsonl").read_text("utf-8"))
    rows[0]["agent"][0]["start"] += 1
    rows[1]["evidence"]["end"] = 10**6
    rows[2]["doc"] = "wire-9"
    (tmp_path / "off.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run("check", tmp_path / "off.jsonl", "--reports", reports, "--json")
    assert result.exit_code == 1
    wrong = json.loads(result.stdout)["wrong"]
    assert [part in line for part, line in zip(("urkish", "1000000", "wire-9"), wrong, strict=True)] == [
        True
    ] * 3


def test_check_finds_a_report_that_was_changed(run: Run, case: Path, reports: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.jsonl"
    changed.write_text(reports.read_text("utf-8").replace("bombed al-Bab", "missed al-Bab"), encoding="utf-8")
    result = run("check", case, "--reports", changed)
    assert result.exit_code == 1
    assert "wire-1: the text in the case is not the one" in result.stderr


def test_schema_is_the_published_one(run: Run) -> None:
    published = Path(__file__).parents[2] / "docs" / "statement.schema.json"
    assert run("schema").stdout == published.read_text("utf-8")


def test_doctor_finds_the_model_as_it_was_pinned(run: Run) -> None:
    result = run("doctor", "--json")
    found = {f["what"]: f for f in lines(result.stdout)}
    assert result.exit_code == 0
    assert "pinned SHA-256" in found["language model"]["says"]
    assert found["SQLite"]["state"] in {"good", "note"}


def test_doctor_misses_a_model_and_a_file_of_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imbroglio.cli.doctor import compare, read_pins

    assert set(compare(tmp_path, read_pins())) == set(read_pins())
    monkeypatch.setenv("IMBROGLIO_PIPELINE", "no-such-pipeline")
    result = run("doctor")
    assert result.exit_code == 1
    assert "'no-such-pipeline' is not installed" in result.stdout


def test_places_add_teaches_the_gazetteer(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMBROGLIO_CACHE", str(tmp_path))
    row = [
        "1",
        "Zzyzx Tal",
        "Zzyzx Tal",
        "",
        "36.5",
        "37.5",
        "P",
        "PPL",
        "SY",
        "",
        "00",
        "",
        "",
        "",
        "120",
        "",
        "300",
        "Asia/Damascus",
        "2020-01-01",
    ]
    dump = tmp_path / "SY.txt"
    dump.write_text("\t".join(row) + "\n", encoding="utf-8")
    result = run("places", "add", dump, "--json")
    assert json.loads(result.stdout) == {"file": str(dump), "places": 1}


def test_the_demo_keeps_its_case_where_it_is_told(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib import resources

    bundled = tmp_path / "imbroglio" / "demo"
    bundled.mkdir(parents=True)
    (bundled / "reports.jsonl").write_text(
        '{"id": "demo-1", "text": "Russian aircraft bombed Idlib on 5 March 2017."}\n', encoding="utf-8"
    )
    monkeypatch.setattr(resources, "files", lambda package: tmp_path / package)
    result = run("demo", "--case", tmp_path / "demo.imbroglio")
    assert result.exit_code == 0
    assert "1 report read." in result.stdout
    assert "Russia" in result.stdout
    assert (tmp_path / "demo.imbroglio").is_file()
