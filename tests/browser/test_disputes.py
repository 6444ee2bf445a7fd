"""Disputes side by side, and the tangle: what is told against what, and each part opens its sentences."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from browser.axe import serious
from browser.conftest import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser.conftest import Desk, OpenPage

# The United States back two who fight each other.
KNOT = "The United States backs the Syrian Democratic Forces. The United States backs Turkey. Turkey is fighting the Syrian Democratic Forces."


@pytest.fixture(scope="module")
def knot_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A workbench on a case whose relations contradict two camps."""
    from imbroglio.pipeline import read_reports
    from imbroglio.pipeline.record import weigh
    from imbroglio.store import open_case

    folder: Path = tmp_path_factory.mktemp("knot")
    report = {"id": "knot-1", "title": "A knot", "date": "2017-03-05", "source": "Northern Wire", "text": KNOT}
    (folder / "knot.jsonl").write_text(json.dumps(report) + "\n", encoding="utf-8")
    with open_case(folder / "knot.imbroglio", create=True) as case:
        for _ in read_reports([str(folder / "knot.jsonl")], case):
            pass
        weigh(case)
    with running(folder / "knot.imbroglio") as made:
        yield made


def test_disputes_stand_side_by_side_and_open_their_sentences(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/disputes")
    page.get_by_text("2 disputes").wait_for()
    toll = page.locator("article", has_text="How many of civilians died")
    assert "4 dead" in toll.inner_text()
    assert "16 to 30 dead" in toll.inner_text()
    assert "Syrian Observatory for Human Rights" in toll.inner_text()
    # Turkey tells of its own strikes.
    assert "a party to the fight" in toll.locator("section", has_text="4 dead").first.inner_text()
    toll.get_by_role("button", name="1 sentence").click()
    page.get_by_role("dialog").get_by_text(re.compile("killed 4 civilians|4 civilians")).first.wait_for()


def test_disputes_are_filtered_by_kind_in_the_address(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/disputes")
    page.get_by_text("2 disputes").wait_for()
    page.get_by_role("button", name=re.compile("^How many died")).click()
    page.wait_for_url(re.compile("about=toll"))
    page.get_by_text("1 dispute", exact=True).wait_for()
    page.reload()
    page.get_by_text("1 dispute", exact=True).wait_for()
    page.get_by_role("button", name=re.compile("^How many died")).click()
    page.get_by_text("2 disputes").wait_for()


def test_one_dispute_by_keys_with_its_sentences_and_its_incident(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/disputes?about=toll")
    page.get_by_text("1 dispute", exact=True).wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name=re.compile("How many of civilians died")).wait_for()
    page.locator("blockquote").nth(2).wait_for()
    page.get_by_role("link", name="The incident").click()
    page.get_by_role("heading", level=1, name="Air-strike at al-Bab").wait_for()


def test_the_tangle_says_in_plain_words_what_contradicts(open_page: OpenPage, knot_desk: Desk) -> None:
    page = open_page(knot_desk, "/tangle?least=1")
    page.get_by_text("1 of 3 relations would have to be other than told for the camps to be free of contradiction.").wait_for()
    page.get_by_text("Proven").wait_for()
    triads = page.get_by_role("region", name="Contradictory triads")
    drawn = triads.get_by_role("img")
    assert drawn.count() == 1
    assert "fight each other" in (drawn.get_attribute("aria-label") or "")
    # The sign is told by the line, too: one of three is dashed.
    assert drawn.locator("line.minus").count() == 1
    assert drawn.locator("line.minus").evaluate("line => getComputedStyle(line).strokeDasharray") != "none"
    triads.get_by_role("button", name=re.compile("fight each other")).click()
    page.get_by_role("dialog").get_by_text(re.compile("is fighting the Syrian Democratic Forces")).first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("region", name="What would have to be other than told").get_by_role("button").first.click()
    page.get_by_role("dialog").locator("blockquote").first.wait_for()


def test_the_day_and_how_often_told_stand_in_the_address(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/tangle?least=1")
    page.get_by_text(re.compile("None of 7 relations has to be other than told")).wait_for()
    page.get_by_label("told by at least so many statements").fill("50")
    page.get_by_label("told by at least so many statements").press("Enter")
    page.wait_for_url(re.compile("least=50"))
    page.get_by_text("No relation is told often enough").wait_for()
    page.get_by_label("Relations in force on").fill("2017-02-01")
    page.wait_for_url(re.compile("on=2017-02-01"))
    page.get_by_role("button", name="Over all time").click()
    page.wait_for_url(re.compile(r"/tangle\?least=50$"))


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (390, False)])
def test_nothing_serious_by_axe(open_page: OpenPage, desk: Desk, knot_desk: Desk, width: int, dark: bool) -> None:
    page = open_page(desk, "/disputes", width=width, dark=dark)
    page.locator("article").first.wait_for()
    assert serious(page) == []
    page.locator("article a").first.click()
    page.locator("blockquote").first.wait_for()
    assert serious(page) == []
    tangle = open_page(knot_desk, "/tangle?least=1", width=width, dark=dark)
    tangle.get_by_role("region", name="Contradictory triads").wait_for()
    assert serious(tangle) == []
