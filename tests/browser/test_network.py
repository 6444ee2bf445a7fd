"""The network: at a day, by ties, by keys; its matrix and its list; what opens its sentences; what goes out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from browser.axe import serious

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.conftest import Desk, OpenPage


def settled(page: Page) -> None:
    """Until everybody has a place."""
    page.locator("[data-settled=true]").wait_for()


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1024, True), (390, False)])
def test_nobody_stumbles(open_page: OpenPage, desk: Desk, width: int, dark: bool) -> None:
    page = open_page(desk, "/network?focus=actor:turkey", width=width, dark=dark)
    settled(page)
    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.get_by_role("button", name="List", exact=True).click()
    page.get_by_role("list", name="Actors of the network and their ties").wait_for()
    assert serious(page) == []


def test_the_list_says_the_same_and_opens_sentences(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/network?show=list")
    ties = page.get_by_role("list", name="Actors of the network and their ties")
    ties.locator("summary").get_by_text("Turkey", exact=True).click()
    ties.get_by_role("button", name="Turkey backs Free Syrian Army").first.click()
    drawer = page.get_by_role("dialog")
    drawer.locator("blockquote").first.wait_for()
    assert "Turkey backs Free Syrian Army" in drawer.inner_text()


def test_an_actor_is_found_lit_and_let_go_by_keys(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/network")
    settled(page)
    page.keyboard.press("f")
    page.keyboard.type("turk")
    page.get_by_role("option", name="Turkey").first.wait_for()
    page.keyboard.press("Enter")
    panel = page.get_by_role("region", name="Turkey")
    panel.wait_for()
    assert "focus=actor" in page.url
    assert panel.get_by_role("link", name="Its page").get_attribute("href") == "/actors/actor%3Aturkey"
    page.locator("h1").focus()
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")


def test_a_day_and_ties_stand_in_the_address(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/network?on=2017-02-23")
    settled(page)
    slider = page.get_by_role("slider", name="Day")
    assert slider.get_attribute("aria-valuetext") == "23 February 2017"
    slider.press("ArrowLeft")
    page.wait_for_url("**on=2017-02-22*")
    page.get_by_role("group", name="Ties that are shown").get_by_role("button", name="backs").click()
    page.wait_for_url("**tie=fights*")
    assert "tie=backs" not in page.url
    page.get_by_role("button", name="All time").click()
    page.get_by_text("All time", exact=True).first.wait_for()
    page.wait_for_url(re.compile(r"^(?!.*[?&]on=).*$"))


def test_the_matrix_goes_by_arrows_and_opens_sentences(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/network")
    matrix = page.get_by_role("group", name="Matrix of")
    matrix.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").locator("blockquote").first.wait_for()


def test_the_same_case_gives_the_same_picture_and_goes_out(open_page: OpenPage, desk: Desk) -> None:
    drawn = []
    for _ in range(2):
        page = open_page(desk, "/network")
        settled(page)
        with page.expect_download() as out:
            page.get_by_role("button", name="Network as SVG").click()
        drawn.append(out.value.path().read_text("utf-8"))
    assert drawn[0] == drawn[1]
    assert drawn[0].startswith("<svg")
    assert "var(--" not in drawn[0]
    assert "Turkey" in drawn[0]
    with page.expect_download() as painted:
        page.get_by_role("button", name="Network as PNG").click()
    assert painted.value.path().read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as gexf:
        page.get_by_role("link", name="Network as GEXF").click()
    assert "<gexf" in gexf.value.path().read_text("utf-8")


def test_a_click_on_an_actor_in_the_picture_opens_its_panel(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/network")
    settled(page)
    # The picture has no elements to find: where the exported one has its largest dot, there it is.
    with page.expect_download() as out:
        page.get_by_role("button", name="Network as SVG").click()
    svg = out.value.path().read_text("utf-8")
    dots = [(float(x), float(y), float(r)) for x, y, r in re.findall(r'<circle cx="([^"]+)" cy="([^"]+)" r="([^"]+)"', svg)]
    x, y, _ = max(dots, key=lambda dot: dot[2])
    page.locator("canvas").click(position={"x": x, "y": y})
    page.wait_for_url("**focus=*")
    page.get_by_role("link", name="Its page").wait_for()
