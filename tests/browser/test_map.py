"""Map and time: the day and what is shown stand in the address, the list says what the canvas shows, and a place says who holds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser.axe import serious

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.conftest import Desk, OpenPage


def _ready(page: Page) -> None:
    page.get_by_role("slider", name="Day").wait_for()
    page.locator(".inview li button").first.wait_for()


def test_the_day_moves_by_keys_and_stands_in_the_address(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/map?on=2017-02-20&window=all")
    _ready(page)
    slider = page.get_by_role("slider", name="Day")
    slider.focus()
    slider.press("ArrowRight")
    slider.press("PageUp")
    page.wait_for_url(re.compile("on=2017-03-21"))
    assert (slider.get_attribute("aria-valuetext") or "").startswith("21 March 2017")
    page.get_by_role("button", name="Week", exact=True).click()
    page.wait_for_url(re.compile("window=week"))
    page.get_by_role("button", name="Incidents", exact=True).click()
    page.wait_for_url(re.compile("layers=control"))


def test_time_plays_and_stops(open_page: OpenPage, desk: Desk) -> None:
    from playwright.sync_api import expect

    page = open_page(desk, "/map?on=2017-01-20&window=all")
    _ready(page)
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Enter")
    expect(page.locator("p.day")).not_to_have_text("20 January 2017")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play").wait_for()


def test_who_held_a_place_on_a_day_and_why_by_keys_alone(open_page: OpenPage, desk: Desk) -> None:
    from playwright.sync_api import expect

    page = open_page(desk, "/map?on=2017-02-24&window=month")
    _ready(page)
    row = page.locator(".inview li button", has_text=re.compile("al-bab", re.I)).first
    row.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("place="))
    panel = page.locator("aside.panel")
    panel.get_by_text("Who held it on 24 February 2017").wait_for()
    panel.get_by_role("region", name="As told").locator("blockquote").first.wait_for()  # its sentences, with nothing more to press
    panel.locator(".shares button").first.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    drawer.locator("blockquote").first.wait_for()
    assert "captured al-Bab" in drawer.inner_text()
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    expect(row).to_be_focused()


def test_map_keys_zoom_and_the_view_stands_in_the_address(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/map?on=2017-02-24&z=6.00/36.37/37.52")
    _ready(page)
    page.get_by_role("application").focus()
    page.keyboard.press("+")
    page.wait_for_url(re.compile(r"z=6\.[56]"))
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"%2F3[89]\.|/3[89]\."))


def test_the_map_goes_out_as_svg(open_page: OpenPage, desk: Desk, tmp_path: Path) -> None:
    page = open_page(desk, "/map?on=2017-02-24&window=all")
    _ready(page)
    with page.expect_download() as wait:
        page.get_by_role("button", name="Map as SVG").click()
    wait.value.save_as(tmp_path / "map.svg")
    text = (tmp_path / "map.svg").read_text()
    assert text.startswith("<svg")
    assert re.search(r'width="\d{3,4}"', text[:300])
    assert re.search("al-bab", text, re.IGNORECASE)
    assert "24 February 2017" in text


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1024, True), (390, False)])
def test_nothing_serious_by_axe(open_page: OpenPage, desk: Desk, width: int, dark: bool) -> None:
    page = open_page(desk, "/map?on=2017-02-24&window=all", width=width, dark=dark)
    _ready(page)
    page.get_by_text("What the signs mean").click()
    page.wait_for_timeout(300)
    assert serious(page) == []


def test_a_case_with_nothing_says_so(open_page: OpenPage, empty_desk: Desk) -> None:
    page = open_page(empty_desk, "/map")
    page.get_by_text("Nothing to put on a map yet").wait_for()
    assert serious(page) == []
