"""`imbroglio read --dataset`, over reports that are really read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from imbroglio.fleet.dataset import open_dataset
from imbroglio.model import statement_to_json

from .conftest import REPORTS, Run


@pytest.fixture(scope="module")
def made(run: Run, reports: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("dataset")
    bread = folder / "bread.jsonl"
    texts = {
        "bread": "Knead the dough for ten minutes and let it rest. " * 12,
        "pain": "Les combats ont repris mardi dans la banlieue de la ville, selon des témoins qui ont fui le pays. " * 6,
    }
    bread.write_text("".join(json.dumps({"id": id, "text": text}) + "\n" for id, text in texts.items()))
    return run("read", reports, bread, "--dataset", folder / "archive", "--on", "here", "--jobs", 1), folder


def test_what_was_read_dropped_and_refused_is_counted(made: tuple[Result, Path]) -> None:
    result, folder = made
    assert result.exit_code == 0, result.stderr
    out = result.stdout
    assert "5 reports: 2 read, 3 dropped by the screen." in out
    assert "Not read: no-war 2, other-language 1." in out
    assert "Troubles: empty 1." in out
    assert f"{folder / 'archive'} holds 5 reports" in out


def test_it_says_how_far_it_is_and_what_it_costs(made: tuple[Result, Path]) -> None:
    result, _ = made
    assert "Planning: 1 unit so far" in result.stderr
    assert "Publishing: unit 1 of 1" in result.stderr
    assert "unit 1 of 1" in result.stderr
    assert "Articles a core-second: intake" in result.stdout
    assert "A million such articles:" in result.stdout


def test_its_statements_are_those_that_read_writes(
    made: tuple[Result, Path], read: tuple[Result, Path]
) -> None:
    written = [json.loads(line) for line in (read[1] / "out.jsonl").read_text("utf-8").splitlines()]
    held = open_dataset(str(made[1] / "archive"))
    assert [statement_to_json(s) for s in held.statements()] == written
    assert [r.document.text for r in held.reports() if r.state == "read"] == [row["text"] for row in REPORTS[:2]]


def test_again_adds_nothing_and_json_says_so(made: tuple[Result, Path], run: Run, reports: Path) -> None:
    archive = made[1] / "archive"
    before = (archive / "manifest.json").read_bytes()
    again = run("read", reports, "--dataset", archive, "--on", "here", "--json")
    assert again.exit_code == 0
    said = json.loads(again.stdout)
    assert (said["units"], said["known"]["reports"], said["reports"]) == (1, 3, {})
    assert said["dataset"]["reports"]["read"] == 2
    assert json.loads((archive / "manifest.json").read_bytes())["files"][0] == json.loads(before)["files"][0]
    third = run("read", reports, "--dataset", archive, "--on", "here")
    assert "Nothing is new: the dataset holds all of it." in third.stdout


def test_another_way_of_reading_is_not_mixed_in(made: tuple[Result, Path], run: Run, reports: Path) -> None:
    result = run("read", reports, "--dataset", made[1] / "archive", "--on", "here", "--no-screen")
    assert result.exit_code == 2
    assert "no screen" in result.stderr and "--again" in result.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--dataset", "d", "--case", "c"], "exclude each other"),
        (["--dataset", "d", "--statements", "s"], "exclude each other"),
        (["--on", "ray"], "--on goes with --dataset"),
        (["--no-screen"], "--no-screen goes with --dataset"),
        (["--dataset", "d", "--on", "mars"], "here, local, ray"),
    ],
)
def test_wrong_use_is_told_plainly(
    run: Run, reports: Path, args: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("read", reports, *args)
    assert result.exit_code == 2
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_standard_input_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("read", "-", "--dataset", tmp_path / "d", "--on", "here", input=b"text")
    assert result.exit_code == 2
    assert "save it as a file" in result.stderr
