"""docs/workbench-tutorial.md, step by step, on the reports that ship with imbroglio: one flow, in the order of the page.

Each test is a section of that page and goes on where the one before has ended. The words in quotation marks are those that the
page tells the reader to look for.
"""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.axe import serious
from browser.conftest import TIMEOUT, Watch, running
from imbroglio.exchange.site_files import BUNDLE
from imbroglio.web.app import STATIC

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from browser.conftest import Desk

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "src" / "imbroglio" / "demo" / "reports.jsonl"
TUTORIAL = ROOT / "docs" / "workbench-tutorial.md"
TEN = 10
READING = 180


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """What `imbroglio open --demo` serves, when all is read."""
    with running(tmp_path_factory.mktemp("demo") / "demo.imbroglio", create=True) as made:
        made.workbench.read([str(REPORTS)])
        assert made.workbench.jobs.wait(READING)
        yield made


@pytest.fixture(scope="module")
def window(browser: Browser, demo: Desk) -> Iterator[Page]:
    """The one window in which the newcomer works."""
    watch = Watch()
    context = browser.new_context(
        base_url=demo.address, viewport={"width": 1440, "height": 900}, reduced_motion="reduce", accept_downloads=True,
        locale="en-GB", timezone_id="UTC",
    )  # fmt: skip
    context.set_default_timeout(TIMEOUT)
    page = context.new_page()
    watch.follow(page, demo.address)
    page.goto(f"/?token={demo.token}")
    yield page
    context.close()
    watch.check()


def go(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()


def test_1_open(window: Page, demo: Desk) -> None:
    window.get_by_role("heading", level=1, name="demo").wait_for()
    figures = window.locator("dl.figures")
    for name in ("Reports", "Statements", "Incidents", "Actors", "Open disputes"):
        assert figures.get_by_role("link", name=name, exact=True).is_visible()
    window.get_by_text("0 of").first.wait_for()


def test_2_read(window: Page) -> None:
    go(window, "Read")
    window.get_by_role("searchbox").fill("al-Bab")
    row = window.get_by_role("row", name="Anatolian Dispatch").first
    row.focus()
    window.keyboard.press("Enter")
    window.locator("li.card").first.wait_for()
    window.keyboard.press("j")
    card = window.locator("li.card.open")
    card.wait_for()
    assert window.evaluate("[...CSS.highlights.keys()]").count("evidence") == 1


def test_3_correct_ten_statements(window: Page, demo: Desk) -> None:
    go(window, "Case")
    window.get_by_role("link", name="Go on").click()
    window.locator("article.one blockquote").wait_for()
    for n in range(1, TEN + 1):
        if n == 1:  # one is amended: e, another status, Ctrl+Enter
            window.locator(".acts button:enabled", has_text="Edit").wait_for()
            window.keyboard.press("e")
            form = window.get_by_role("dialog")
            status = form.get_by_label("Status")
            status.select_option("planned" if status.input_value() != "planned" else "actual")
            form.get_by_role("button", name="Save this version").click()
        else:
            window.keyboard.press("x" if n % 5 == 0 else "a")
        window.get_by_text(f"{n} decided now").wait_for()
    window.locator("[aria-busy=true]").first.wait_for(state="detached")
    assert len(demo.workbench.record.verdicts()) == TEN
    assert {v.action for v in demo.workbench.record.verdicts()} == {"accept", "reject", "amend"}


def test_4_undo_one(window: Page, demo: Desk) -> None:
    go(window, "History")
    acts = window.locator("ol.acts > li")
    acts.nth(TEN - 1).wait_for()
    assert acts.count() == TEN
    acts.first.get_by_role("button", name="Undo").click()
    window.get_by_text("taken back", exact=True).first.wait_for()
    window.get_by_role("button", name="Bring back").wait_for()


def test_5_merge_two_actors(window: Page, demo: Desk) -> None:
    go(window, "Actors")
    pairs = window.get_by_role("region", name="May be one")
    pairs.get_by_text("to decide").wait_for()
    assert pairs.get_by_role("listitem").first.is_visible()
    pairs.get_by_role("button", name="Merge").click()
    window.get_by_role("status").get_by_text("is Army of Conquest").wait_for()
    until_settled(window, demo)
    assert [v.action for v in demo.workbench.record.verdicts()].count("merge") == 1


def test_6_who_held_al_bab(window: Page) -> None:
    window.locator("h1").first.focus()
    window.keyboard.press("/")
    window.get_by_role("combobox", name="Search").fill("al-Bab")
    window.get_by_role("option", name="al-Bab", exact=False).first.wait_for()
    window.locator("[role=option]", has_text="al-Bab").first.click()
    window.get_by_role("heading", level=1, name="al-Bab").wait_for()
    window.get_by_label("Day", exact=True).fill("2017-02-24")
    answer = window.locator("section.answer")
    answer.get_by_text("on 24 February 2017").wait_for()
    assert "rebels" in answer.locator("p.who").inner_text()
    answer.locator("blockquote").first.wait_for()
    assert "captured al-Bab on Thursday" in answer.inner_text()
    answer.locator("button.why").first.click()
    window.get_by_role("dialog").locator("blockquote").first.wait_for()
    window.keyboard.press("Escape")
    window.get_by_role("dialog").wait_for(state="hidden")


def test_7_publish(window: Page, tmp_path: Path) -> None:
    if not all((STATIC / "publish" / name).is_file() for name in BUNDLE):
        pytest.skip("the published site's pages are not built; run: make workbench")
    go(window, "Case")
    window.get_by_role("button", name="Publish").click()
    dialog = window.get_by_role("dialog", name="Publish the record as a site")
    assert serious(window) == []
    dialog.get_by_label("Title").fill("The war, as my reports tell it")
    dialog.get_by_role("button", name="Make the site").click()
    link = dialog.get_by_role("link", name="Download the site")
    link.wait_for(timeout=60_000)
    assert serious(window) == []
    with window.expect_download() as wait:
        link.click()
    assert wait.value.suggested_filename == "demo-site.zip"
    wait.value.save_as(tmp_path / "site.zip")
    with zipfile.ZipFile(tmp_path / "site.zip") as archive:
        archive.extractall(tmp_path)
    opened = window.context.new_page()
    opened.goto((tmp_path / "site" / "index.html").as_uri())
    opened.get_by_role("heading", level=1, name="The war, as my reports tell it").wait_for()
    opened.close()
    shutil.rmtree(tmp_path / "site")


@pytest.mark.parametrize(
    "words",
    ["imbroglio open --demo", "Go on", "decided now", "History", "Bring back", "May be one", "Merge", "Who held it on",
     "24 February 2017", "Publish", "Make the site", "Download the site"],
)  # fmt: skip
def test_the_page_names_what_is_on_the_screen(words: str) -> None:
    assert words in TUTORIAL.read_text("utf-8")


def until_settled(page: Page, demo: Desk) -> None:
    page.locator("[aria-busy=true]").first.wait_for(state="detached")
    assert demo.workbench.jobs.wait(READING)
