"""Real reports, read once for all tests of the commands."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from imbroglio.cli import main

Run = Callable[..., Result]

REPORTS = [
    {
        "id": "wire-1",
        "title": "Strikes on al-Bab",
        "date": "2017-02-04",
        "source": "Northern Wire",
        "text": "Turkish warplanes bombed al-Bab on 3 February 2017, the Syrian Observatory for Human "
        "Rights said.\n\n"
        "Islamic State fighters killed at least 16 civilians in Mosul on Tuesday.",
    },
    {
        "id": "wire-2",
        "title": '=HYPERLINK("http://a.example") \x1b[31mred',
        "date": "2017-02-24",
        "source": "Evening Post",
        "text": "Turkish-backed rebels captured al-Bab from Islamic State on 23 February 2017. "
        "Russian aircraft bombed Idlib on Thursday.",
    },
    {
        "id": "wire-3",
        "text": "Les combats ont repris mardi dans la banlieue de la ville, selon des témoins qui ont fui.",
    },
    {"id": "wire-4", "text": "   "},
]


@pytest.fixture(scope="session")
def run() -> Run:
    """Runs a command as a shell would, with standard output and standard error apart."""
    runner = CliRunner()

    def call(*args: object, **more: object) -> Result:
        return runner.invoke(main, [str(a) for a in args], **more)  # type: ignore[arg-type]

    return call


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("reports") / "wire.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in REPORTS), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def read(run: Run, reports: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    """The result of `read`, and the folder with its case, statements and layers."""
    folder = tmp_path_factory.mktemp("read")
    result = run(
        "read",
        reports,
        "--case",
        folder / "war.imbroglio",
        "--statements",
        folder / "out.jsonl",
        "--layers",
        folder / "layers",
    )
    return result, folder


@pytest.fixture(scope="session")
def case(read: tuple[Result, Path]) -> Path:
    return read[1] / "war.imbroglio"
