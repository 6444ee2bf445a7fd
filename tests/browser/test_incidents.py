"""Incidents: found in the table, read with their accounts side by side, merged and parted by hand, and all of it undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from browser.axe import serious

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.conftest import Desk, OpenPage, Watch

REWEIGHED = 60_000


def _open_al_bab(page: Page) -> None:
    page.get_by_role("searchbox", name=re.compile("Find by type")).fill("al-Bab")
    page.get_by_text("2 incidents fit").wait_for()
    page.get_by_role("row", name=re.compile("air-strike.*al-Bab")).get_by_role("link", name="air-strike").click()
    page.get_by_role("heading", level=1, name="Air-strike at al-Bab").wait_for()
    _wait_for_accounts(page, 3)


def _wait_for_accounts(page: Page, number: int) -> None:
    page.locator("dl.facts").get_by_text(re.compile(rf"^{number} accounts?$")).wait_for(timeout=REWEIGHED)


def _settled(page: Page) -> None:
    """Until the record is worked out again and the page has heard of it."""
    page.wait_for_function(
        "() => fetch('/api/status').then((answer) => answer.json()).then((now) => now.current && !now.job)", timeout=REWEIGHED
    )


def test_filters_stand_in_the_address_and_come_back_from_it(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/incidents")
    page.get_by_text("10 incidents").wait_for()
    page.get_by_role("group", name="Type").get_by_role("checkbox", name=re.compile("air-strike")).check()
    page.get_by_text("2 incidents fit").wait_for()
    # The list still counts what else there is to tick.
    page.get_by_role("group", name="Type").get_by_role("checkbox", name=re.compile("clash")).wait_for()
    page.get_by_label("at least so many dead").fill("10")
    page.get_by_label("at least so many dead").press("Enter")
    page.get_by_text("1 incident fits").wait_for()
    page.get_by_role("columnheader", name="Dead").get_by_role("button").click()
    page.wait_for_url(re.compile("sort=deaths"))
    asked = parse_qs(urlsplit(page.url).query)
    assert asked == {"type": ["air-strike"], "deaths": ["10"], "sort": ["deaths"]}
    page.reload()
    page.get_by_text("1 incident fits").wait_for()
    page.get_by_role("button", name="Take off: 10 dead or more").click()
    page.get_by_text("2 incidents fit").wait_for()
    page.get_by_role("combobox", name="disputed").select_option("true")
    page.get_by_text("1 incident fits").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Clear all").click()
    page.get_by_text("10 incidents").wait_for()


def test_dates_are_drawn_over_the_density(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/incidents")
    page.get_by_text("10 incidents").wait_for()
    box = page.get_by_role("group", name="When").locator("svg").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 3, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 6, box["y"] + 20, steps=3)
    page.mouse.up()
    page.wait_for_url(re.compile(r"since=2017-03-01&until=2017-03-31"))
    page.get_by_text("4 incidents fit").wait_for()
    # The bars of other months stay to be chosen from.
    assert page.get_by_role("group", name="When").locator("rect.out").count() > 0


@pytest.mark.parametrize("label", ["CSV", "XLSX", "JSON", "GeoJSON", "ACLED", "GED"])
def test_what_is_filtered_goes_out(open_page: OpenPage, desk: Desk, tmp_path: Path, label: str) -> None:
    page = open_page(desk, "/incidents?type=air-strike&deaths=10")
    page.get_by_text("1 incident fits").wait_for()
    page.keyboard.press("e")
    with page.expect_download() as wait:
        page.get_by_role("link", name=re.compile(f"^{label} ?")).click()
    wait.value.save_as(tmp_path / "out")
    written = (tmp_path / "out").read_bytes()
    assert len(written) > 100
    if label in ("CSV", "ACLED", "GED"):
        assert len(written.decode().strip().splitlines()) == 2
    if label in ("JSON", "GeoJSON"):
        assert b"Idlib" not in written


def test_an_incident_shows_figures_by_account_and_each_opens_its_sentence(open_page: OpenPage, desk: Desk, tmp_path: Path) -> None:
    page = open_page(desk, "/incidents")
    _open_al_bab(page)
    tolls = page.get_by_role("region", name="Tolls")
    assert tolls.locator("tr.all td.num").all_inner_texts() == ["4", "16", "30"]
    assert "median" in tolls.inner_text()
    assert page.locator("article[data-account] blockquote").count() == 3
    chart = page.get_by_role("group", name=re.compile("Figures of dead by account"))
    assert chart.get_by_role("button").count() == 3
    chart.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").locator("blockquote").first.wait_for()
    page.keyboard.press("Escape")
    with page.expect_download() as wait:
        page.get_by_role("button", name="Dead, by account as SVG").click()
    wait.value.save_as(tmp_path / "figures.svg")
    assert "best 16" in (tmp_path / "figures.svg").read_text()
    # Whose word it is, and that a party says so.
    assert "Syrian Observatory for Human Rights" in page.get_by_role("region", name="Whose word it is").inner_text()
    assert "a party to the fight" in page.get_by_role("region", name="Whose word it is").inner_text()
    page.get_by_role("link", name=re.compile("How many of civilians died")).click()
    page.get_by_role("heading", level=1, name=re.compile("How many of civilians died")).wait_for()


def test_merged_by_keys_with_one_searched_for_and_undone_by_a_key(open_page: OpenPage, own_desk: Desk, watch: Watch) -> None:
    watch.expect("404")  # the incident has another id once it is merged
    page = open_page(own_desk, "/incidents")
    _open_al_bab(page)
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="Merge with another incident")
    dialog.get_by_role("searchbox").fill("Idlib")
    dialog.get_by_role("radio", name=re.compile("Air-strike at Idlib")).check()
    dialog.get_by_label(re.compile("^Why")).fill("the same day's raids")
    page.keyboard.press("Enter")
    page.get_by_text("Merged.").wait_for()
    _wait_for_accounts(page, 4)
    _settled(page)
    page.keyboard.press("u")
    page.get_by_text(re.compile("^Taken back")).first.wait_for()
    _wait_for_accounts(page, 3)
    page.get_by_role("heading", level=1, name="Air-strike at al-Bab").wait_for()


def test_accounts_are_parted_and_the_toast_takes_it_back(open_page: OpenPage, own_desk: Desk, watch: Watch) -> None:
    watch.expect("404")
    page = open_page(own_desk, "/incidents")
    _open_al_bab(page)
    page.keyboard.press("s")
    page.get_by_text("Choose the accounts that are of another incident first").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("article.at").get_attribute("aria-label", timeout=5000) is not None
    page.keyboard.press("x")
    page.keyboard.press("s")
    dialog = page.get_by_role("dialog", name="Part 1 account from the rest")
    dialog.get_by_role("button", name="Part 1 account").click()
    toast = page.get_by_text("Parted.")
    toast.wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text(re.compile("^Taken back")).first.wait_for()
    _settled(page)
    _wait_for_accounts(page, 3)
    assert page.locator("article[data-account]").count() == 3


@pytest.mark.parametrize("number", [1, 2, 3])
def test_parting_stays_with_what_is_left(open_page: OpenPage, own_desk: Desk, watch: Watch, number: int) -> None:
    watch.expect("404")
    page = open_page(own_desk, "/incidents")
    _open_al_bab(page)
    gone = page.locator("article[data-account]").nth(number - 1).get_attribute("data-account")
    page.get_by_role("checkbox", name=f"Choose account {number} to part").check()
    page.keyboard.press("s")
    page.get_by_role("dialog").get_by_role("button", name="Part 1 account").click()
    _wait_for_accounts(page, 2)
    assert page.locator(f"article[data-account='{gone}']").count() == 0


def test_two_windows_never_lose_a_decision(open_page: OpenPage, own_desk: Desk, watch: Watch) -> None:
    watch.expect("412")
    watch.expect("404")
    first = open_page(own_desk, "/incidents")
    _open_al_bab(first)
    # The other window decides on the same accounts, and the first has not heard of it yet.
    first.route("**/api/status", lambda route: route.abort())
    watch.expect("ERR_FAILED")
    other = open_page(own_desk, "/incidents")
    _open_al_bab(other)
    other.get_by_role("checkbox", name="Choose account 1 to part").check()
    other.keyboard.press("s")
    other.get_by_role("dialog").get_by_role("button", name="Part 1 account").click()
    other.get_by_text("Parted.").wait_for()
    first.get_by_role("checkbox", name="Choose account 2 to part").check()
    first.keyboard.press("s")
    first.get_by_role("dialog").get_by_role("button", name="Part 1 account").click()
    conflict = first.locator("dialog[open]")
    conflict.get_by_text(re.compile("meanwhile|decided", re.I)).first.wait_for()


def test_an_incident_that_is_gone_says_so(open_page: OpenPage, desk: Desk, watch: Watch) -> None:
    watch.expect("404")
    page = open_page(desk, "/incidents/i0000000000000000")
    page.get_by_text("The record holds no such incident").wait_for()
    page.get_by_role("link", name="All incidents").wait_for()


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (1024, False), (390, False)])
def test_nothing_serious_by_axe(open_page: OpenPage, desk: Desk, width: int, dark: bool) -> None:
    page = open_page(desk, "/incidents", width=width, dark=dark)
    page.get_by_role("row").nth(1).wait_for()
    assert serious(page) == []
    _open_al_bab(page)
    assert serious(page) == []
    page.keyboard.press("m")
    page.get_by_role("dialog").get_by_role("searchbox").wait_for()
    assert serious(page) == []


def test_a_cell_opens_its_sentences_in_one_click(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/incidents")
    row = page.get_by_role("row", name=re.compile("air-strike.*al-Bab"))
    row.get_by_role("button").last.wait_for()
    row.get_by_title("Why? Open the sentences").first.click()  # when it happened
    drawer = page.get_by_role("dialog", name="Air-strike at al-Bab")
    drawer.get_by_text("3 statements").wait_for()
    assert drawer.locator("blockquote").count() == 3
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    row.locator("[role=gridcell]").nth(4).get_by_title("Why? Open the sentences").click()
    dead = page.get_by_role("dialog", name="Air-strike at al-Bab: the dead")
    dead.locator("blockquote").first.wait_for()
    for sentence in dead.locator("blockquote").all_inner_texts():
        assert re.search(r"kill|die|dead|death", sentence)
    page.keyboard.press("Escape")
    row.focus()
    page.keyboard.press("w")
    drawer.wait_for()
    assert page.url.endswith("/incidents")
