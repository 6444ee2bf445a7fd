"""The Case page: what it says of a case, what it leads to, an empty case, files that are added."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.axe import serious

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.conftest import Desk, OpenPage


def test_the_case_at_a_glance(page: Page) -> None:
    page.get_by_role("heading", name="Month by month").wait_for()
    figures = page.locator("dl.figures")
    assert figures.get_by_role("link", name="Reports").is_visible()
    assert figures.locator("dd").first.inner_text() == "7"
    assert page.get_by_role("heading", name="Foremost actors").is_visible()
    assert page.title().startswith("war")
    assert page.locator("main h1").count() == 1


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1024, True), (390, False)])
def test_nobody_stumbles(open_page: OpenPage, desk: Desk, width: int, dark: bool) -> None:
    page = open_page(desk, "/", width=width, dark=dark)
    page.get_by_role("heading", name="Month by month").wait_for()
    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_figure_opens_its_sentences_and_leads_to_the_report(page: Page) -> None:
    page.get_by_role("heading", name="Places that changed hands").wait_for()
    opener = page.locator("main .why").first
    opener.click()
    drawer = page.get_by_role("dialog")
    drawer.locator("blockquote").first.wait_for()
    assert drawer.locator("mark").count() > 0
    # The keyboard closes it, and the focus is back where it was.
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")
    assert opener.evaluate("element => element === document.activeElement")
    opener.press("Enter")
    drawer.get_by_role("link", name="Read in the report").first.click()
    page.wait_for_url("**/read/**")
    page.get_by_label("Statements of the report").wait_for()


def test_search_goes_anywhere_by_keys(page: Page) -> None:
    page.get_by_role("heading", name="Month by month").wait_for()
    page.keyboard.press("/")
    page.get_by_role("combobox").fill("al-Bab")
    page.get_by_role("option", name="al-Bab").first.wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("combobox").wait_for(state="hidden")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/read")
    page.get_by_role("heading", name="Read", exact=True).wait_for()
    page.locator("h1:focus").wait_for()


def test_keys_of_the_page_are_listed(page: Page) -> None:
    page.get_by_role("heading", name="Month by month").wait_for()
    page.keyboard.press("?")
    assert page.get_by_role("dialog").get_by_text("choose files to add").is_visible()


def test_the_theme_is_kept(page: Page) -> None:
    page.get_by_role("button", name="Dark colours").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.get_by_role("button", name="Light colours").is_visible()


def test_an_empty_case_says_what_to_do_and_reads_what_is_dropped(open_page: OpenPage, empty_desk: Desk, tmp_path: Path) -> None:
    page = open_page(empty_desk)
    page.get_by_text("Drop reports anywhere in this window").wait_for()
    assert serious(page) == []
    reports = tmp_path / "reports.jsonl"
    text = "Rebels captured al-Bab from Islamic State on 23 February 2017. Russian aircraft bombed Idlib on Thursday, killing 9 people."
    reports.write_text(json.dumps({"id": "one", "title": "Rebels take al-Bab", "date": "2017-02-24", "source": "Post", "text": text}) + "\n", "utf-8")
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"this is no document")
    drop(page, [reports, broken])
    page.locator("dl.figures").wait_for(timeout=60_000)
    assert page.locator("dl.figures dd").first.inner_text() == "1"
    page.get_by_role("button", name="trouble").click()
    assert "broken.docx" in page.get_by_role("dialog").inner_text()


def drop(page: Page, files: list[Path]) -> None:
    """Let files fall into the window."""
    carried = page.evaluate_handle(
        """files => {
            const carried = new DataTransfer();
            for (const [name, text] of files) carried.items.add(new File([text], name));
            return carried;
        }""",
        [[file.name, file.read_text("utf-8")] for file in files],
    )
    page.dispatch_event("main", "dragenter", {"dataTransfer": carried})
    page.get_by_text("Drop reports to read them").wait_for()
    page.dispatch_event("main", "drop", {"dataTransfer": carried})


def test_the_chart_goes_out_as_a_picture(page: Page) -> None:
    page.get_by_role("heading", name="Month by month").wait_for()
    with page.expect_download() as drawn:
        page.get_by_role("button", name="Month by month as SVG").click()
    svg = drawn.value.path().read_text("utf-8")
    assert svg.startswith("<svg")
    assert "var(--" not in svg
    assert "Statements" in svg
    with page.expect_download() as painted:
        page.get_by_role("button", name="Month by month as PNG").click()
    assert painted.value.path().read_bytes().startswith(b"\x89PNG")


def test_on_a_phone_every_page_is_two_taps_away(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, width=390)
    bar = page.get_by_role("navigation", name="Pages")
    assert bar.evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    for name in ("Actors", "Network", "Disputes", "Tangle", "History"):
        bar.get_by_role("button", name="More").click()
        bar.get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", level=1, name=name).wait_for()
        bar.get_by_role("link", name=name, exact=True).wait_for(state="hidden")
