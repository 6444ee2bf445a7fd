"""`imbroglio follow` as a user types it: from a feed to the record, what is printed, and what is said of mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from imbroglio.cli import main
from imbroglio.follow import run as following
from imbroglio.follow.run import Means

from .conftest import World, answer, item, page, rss

CAPTURE = (
    "Turkish-backed rebels captured al-Bab from Islamic State on 23 February 2017, the Syrian Observatory for Human Rights "
    "said. Russian aircraft bombed Idlib on Thursday."
)


def typed(*args: object) -> Result:
    return CliRunner().invoke(main, ["follow", *map(str, args)])


@pytest.fixture
def sources(world: World, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A SOURCES.toml for the world's site; the command sees the world's clock and names."""
    monkeypatch.setattr(following, "usual_means", lambda: Means(world.clock, world.resolve))
    world.site.paths["/feed"] = answer(rss(item("/a", "Fri, 24 Feb 2017 08:00:00 +0000"), item("/none")), "text/xml")
    world.site.paths["/a"] = answer(page(CAPTURE, title="Rebels take al-Bab"))
    path = world.folder / "sources.toml"
    path.write_text(world.toml(), "utf-8")
    return path


def test_from_a_feed_to_the_record(world: World, sources: Path) -> None:
    result = typed(sources, world.case_path, "--once")
    assert result.exit_code == 0, result.output
    assert f"Wire: {world.base}/a fetched," in result.output
    assert "The record holds" in result.output

    def asked(*args: object) -> Any:
        printed = CliRunner().invoke(main, [*map(str, args), "--case", str(world.case_path), "--json"])
        assert printed.exit_code == 0, printed.output
        return [json.loads(line) for line in printed.stdout.splitlines()]

    assert {"capture", "air-strike"} <= {row["type"] for row in asked("show")}
    [report] = asked("reports")
    assert (report["url"], report["date"], report["date_basis"], report["title"]) == (
        f"{world.base}/a", "2017-02-24", "feed", "Rebels take al-Bab",
    )  # fmt: skip
    [trouble] = asked("reports", "--troubles")
    assert (trouble["where"], trouble["reason"]) == (f"{world.base}/none", "http-404")
    assert asked("incidents")


def test_json_lines_for_a_program(world: World, sources: Path) -> None:
    lines = [json.loads(line) for line in typed(sources, world.case_path, "--once", "--json").stdout.splitlines()]
    assert [line["what"] for line in lines] == ["polled", "fetched", "failed", "read", "weighed"]
    assert lines[0] == {
        "what": "polled", "source": "Wire", "url": f"{world.base}/feed", "message": "2 listed, 2 of them new or changed.",
        "listed": 2, "new": 2,
    }  # fmt: skip
    assert lines[2]["reason"] == "http-404"
    assert lines[3]["statements"] >= 2


def test_a_dry_run_makes_no_case(world: World, sources: Path) -> None:
    result = typed(sources, world.case_path, "--dry-run")
    assert result.exit_code == 0, result.output
    assert f"Wire: {world.base}/a would be fetched." in result.output
    assert {p.name for p in world.folder.iterdir()} == {"sources.toml"}


def test_a_case_that_is_new_begins_anew(world: World, sources: Path) -> None:
    typed(sources, world.case_path, "--once")
    world.case_path.unlink()
    typed(sources, world.case_path, "--once")
    assert len(world.documents()) == 1


def test_where_all_fails_the_exit_code_says_so(world: World, sources: Path) -> None:
    world.site.paths["/feed"] = answer("", status=404)
    assert typed(sources, world.case_path, "--once").exit_code == 1


def test_a_mistake_in_the_list_is_one_sentence(world: World, sources: Path) -> None:
    sources.write_text(world.toml().replace('"desk@example.org"', "1"), "utf-8")
    result = typed(sources, world.case_path)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"imbroglio: {sources}, line 2: 'contact' has to be")
    assert not world.case_path.exists()


def test_a_missing_extra_is_said_with_the_remedy(world: World, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from imbroglio import follow

    monkeypatch.setattr(follow, "find_spec", lambda name: None if name == "protego" else object())
    result = typed(sources, world.case_path)
    assert result.exit_code == 2
    assert "pip install 'imbroglio[follow]'" in result.stderr


def test_signs_that_steer_a_terminal_are_not_printed(world: World, sources: Path) -> None:
    world.site.paths["/feed"] = answer(rss(item("http://wire.example/\u202ered")), "text/xml")
    result = typed(sources, world.case_path, "--once")
    assert "\u202e" not in result.output
