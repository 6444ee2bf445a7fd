"""Places: found in the list, held by whom on a day and why, and the ribbon that shows it over time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser.axe import serious

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from browser.conftest import Desk, OpenPage


def _open_al_bab(page: Page) -> None:
    page.get_by_role("searchbox", name="Find a place").fill("bab")
    page.get_by_role("link", name=re.compile("al-bab", re.I)).first.click()
    page.get_by_role("heading", level=1, name=re.compile("al-bab", re.I)).wait_for()


def test_find_who_held_a_place_on_a_day_and_why(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/places")
    _open_al_bab(page)
    page.get_by_label("Day", exact=True).fill("2017-02-24")
    page.wait_for_url(re.compile("on=2017-02-24"))
    answer = page.locator("section.answer")
    answer.get_by_text("on 24 February 2017").wait_for()
    answer.locator("blockquote").first.wait_for()
    assert "captured al-Bab" in answer.inner_text()
    answer.locator("button.why").first.click()
    page.get_by_role("dialog").locator("blockquote").first.wait_for()


def test_the_ribbon_opens_sentences_by_keys_and_goes_out_as_svg(open_page: OpenPage, desk: Desk, tmp_path: Path) -> None:
    page = open_page(desk, "/places")
    _open_al_bab(page)
    segment = page.locator(".ribbon [role=button][aria-label*=statement]").last
    segment.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").locator("blockquote").first.wait_for()
    page.keyboard.press("Escape")
    with page.expect_download() as wait:
        page.get_by_role("button", name="Holders over time as SVG").click()
    wait.value.save_as(tmp_path / "ribbon.svg")
    assert "assessed" in (tmp_path / "ribbon.svg").read_text()


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1440, True), (390, False)])
def test_nothing_serious_by_axe(open_page: OpenPage, desk: Desk, width: int, dark: bool) -> None:
    page = open_page(desk, "/places", width=width, dark=dark)
    page.get_by_role("row").nth(1).wait_for()
    assert serious(page) == []
    _open_al_bab(page)
    page.locator(".ribbon svg").wait_for()
    page.locator("section.answer blockquote").first.wait_for()
    assert serious(page) == []
