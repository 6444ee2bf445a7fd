"""Archives by the command that reads everything else: pages to statements, and what was passed over is told."""

from __future__ import annotations

import json
from pathlib import Path

from archives import Kept, answer, keep, pack, record, with_company, write_parquet
from click.testing import CliRunner
from press_pages import make_page, semantic

from imbroglio.cli import main

TEXT = "Turkish warplanes bombed al-Bab on 3 February 2017, the Syrian Observatory for Human Rights said."


def test_pages_of_an_archive_become_statements_of_a_case(tmp_path: Path) -> None:
    page = make_page(semantic, 0, 0, 1, calm=True, given=[TEXT, "It was the second attack in a week. " * 3])
    broken = record(Kept("https://p.example/b", answer(b"<p>cut off"))).replace(
        b"Content-Length: ", b"Content-Length: 9"
    )
    archive = tmp_path / "crawl.warc.gz"
    archive.write_bytes(pack([*map(record, with_company([page])), broken]))
    case = tmp_path / "c.imbroglio"
    made = CliRunner().invoke(main, ["read", str(archive), "--case", str(case), "--json"])
    assert made.exit_code == 0, made.output
    told = json.loads(made.stdout)
    assert told["reports"]["read"] == 1
    assert told["statements"]["event"] >= 1
    assert told["troubles"] == {"broken-record": 1}
    assert told["passed"] == {
        "metadata": 1,
        "request": 1,
        "response: HTTP 404": 1,
        "response: image/jpeg": 1,
        "warcinfo": 1,
    }
    again = CliRunner().invoke(main, ["read", str(archive), "--case", str(case)])
    assert "1 known before" in again.output
    assert "Passed over in archives: metadata 1, request 1, response: HTTP 404 1" in again.output
    shown = CliRunner().invoke(main, ["reports", "--case", str(case), "--json"])
    assert page.url in shown.output


def test_parquet_with_columns_becomes_statements(tmp_path: Path) -> None:
    write_parquet(tmp_path / "a.parquet", [{"inhalt": TEXT, "tag": "2017-02-04"}])
    given = ["read", str(tmp_path / "a.parquet"), "--columns", "text=inhalt,date=tag", "--statements", "-"]
    made = CliRunner().invoke(main, given)
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout.splitlines()[0])["type"] == "air-strike"


def test_keep_is_what_a_server_gives() -> None:
    """The helper that other tests build on writes the page's own encoding."""
    page = make_page(semantic, 8, 3, 1)
    assert b"charset=windows-1256" in keep(page).http
