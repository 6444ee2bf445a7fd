"""The published site, opened from disk: its pages, its ways between them, without a script, and with hostile reports."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.axe import serious
from browser.conftest import TIMEOUT, Watch
from browser.hostile import VECTORS, make_hostile_case
from imbroglio.exchange.site_files import BUNDLE, write_site
from imbroglio.pipeline.publish import gather_site
from imbroglio.store import Record, open_case
from imbroglio.web.app import STATIC

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PAGES = ("Map", "Time line", "Incidents", "Disputes", "Sources", "Method", "Overview")
OpenSite = Callable[..., "Page"]


def make_site(case_path: Path, folder: Path) -> Path:
    """A case published with the built pages."""
    bundle = STATIC / "publish"
    if not all((bundle / name).is_file() for name in BUNDLE):
        pytest.skip("the published site's pages are not built; run: make workbench")
    with open_case(case_path) as case:
        data = gather_site(case, Record(case), title=f"A war <b>{VECTORS[2]}</b>", quotes="short", made=date(2026, 1, 2))
    write_site(folder, data, bundle)
    return folder


@pytest.fixture(scope="module")
def site(war: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small war, published."""
    folder = tmp_path_factory.mktemp("publish")
    return make_site(Path(shutil.copy(war, folder / "war.imbroglio")), folder / "site")


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case that tries to run something in every field, published."""
    folder = tmp_path_factory.mktemp("hostile-site")
    return make_site(make_hostile_case(folder / "hostile.imbroglio"), folder / "site")


@pytest.fixture
def open_site(browser: Browser, watch: Watch) -> Iterator[OpenSite]:
    """Opens a file of a site as a reader does who has been given the folder."""
    contexts: list[BrowserContext] = []

    def opened(folder: Path, path: str = "index.html", *, width: int = 1440, height: int = 900, **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", locale="en-GB", **more)
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        context.add_init_script("window.hit = null; window.ran = () => { window.hit = new Error().stack ?? 'ran'; };")
        page = context.new_page()
        watch.follow(page, f"file://{folder}")
        page.goto(f"file://{folder}/{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def test_a_reader_gets_from_the_overview_to_the_sentence(open_site: OpenSite, site: Path) -> None:
    page = open_site(site)
    page.get_by_role("link", name="All incidents").click()
    page.get_by_label("Words").fill("al-bab")
    page.get_by_label("Type").select_option("air-strike")
    assert "q=al-bab" in page.url and "type=air-strike" in page.url
    page.locator("main a", has_text="al-Bab").first.click()
    page.wait_for_selector("h1:has-text('Air-strike, al-Bab')")
    account = page.locator(".accounts article", has_text="Turkish warplanes bombed al-Bab")
    assert account.locator("blockquote").is_visible()
    assert account.get_by_text("Northern Wire").is_visible()
    assert account.get_by_text("Syrian Observatory for Human Rights").first.is_visible()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.go_back()
    assert page.get_by_label("Words").input_value() == "al-bab"


def test_the_map_shows_a_day_and_leads_to_a_place(open_site: OpenSite, site: Path) -> None:
    page = open_site(site, "index.html#/map?on=2017-03-10&window=month")
    page.wait_for_selector("text=10 March 2017")
    page.get_by_role("button", name="al-Bab").first.click()
    page.wait_for_selector("h2:has-text('al-Bab')")
    assert page.locator("section:has(h2) > p", has_text="Turkish-backed rebels").first.is_visible()
    assert "place=" in page.url
    slider = page.get_by_role("slider", name="Day")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_selector("text=11 March 2017")
    page.wait_for_function("() => location.hash.includes('on=2017-03-11')")


def test_disputes_stand_side_by_side_with_their_sentences(open_site: OpenSite, site: Path) -> None:
    page = open_site(site, "index.html#/disputes")
    cards = page.locator("article:has(.positions)")
    assert cards.count() >= 1
    card = cards.first
    boxes = [card.locator(".position").nth(n).bounding_box() for n in range(2)]
    assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"] and boxes[0]["x"] < boxes[1]["x"]
    card.locator("summary").first.click()
    assert card.locator("blockquote").first.is_visible()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_every_page_fits_and_can_be_read_by_all(open_site: OpenSite, site: Path, watch: Watch, width: int, dark: bool) -> None:
    watch.expect("publish.css")  # axe wants to fetch the style sheet, which the page's policy forbids
    page = open_site(site, width=width, color_scheme="dark" if dark else "light")
    for name in PAGES:
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()
        page.wait_for_selector("h1")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert serious(page) == [], name


def test_the_keyboard_alone_leads_through_the_site(open_site: OpenSite, site: Path) -> None:
    page = open_site(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").startswith("Skip to the content")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Method").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Method')")
    assert page.get_by_text("It does not say what is true").is_visible()


def test_without_a_script_the_incidents_are_a_plain_list(open_site: OpenSite, site: Path) -> None:
    page = open_site(site, java_script_enabled=False)
    assert page.get_by_role("heading", level=1).inner_text().startswith("A war <b>")
    page.get_by_role("link", name="1", exact=True).click()
    assert page.get_by_text("Turkish warplanes bombed al-Bab").first.is_visible()
    assert page.locator("li h2").count() > 3


def test_light_and_dark_can_be_chosen(open_site: OpenSite, site: Path) -> None:
    page = open_site(site, color_scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark colours").click()
    page.wait_for_function("before => getComputedStyle(document.body).backgroundColor !== before", arg=before)


def test_nothing_of_a_hostile_report_runs(open_site: OpenSite, hostile_site: Path) -> None:
    page = open_site(hostile_site)
    page.on("dialog", lambda dialog: (page.evaluate("window.hit = 'dialog'"), dialog.dismiss()))
    for name in PAGES:
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()
        page.wait_for_selector("h1")
        _settle(page)
    page.goto(f"file://{hostile_site}/index.html#/incidents")
    links = page.eval_on_selector_all("main a[href^='#/incident/']", "all => all.map(a => a.getAttribute('href'))")
    assert len(links) >= 3
    for link in links[:12]:
        page.goto(f"file://{hostile_site}/index.html{link}")
        page.wait_for_selector("blockquote")
        _settle(page)
    for file in sorted((hostile_site / "plain").glob("*.html")):
        page.goto(f"file://{file}")
        _settle(page)


def _settle(page: Page) -> None:
    """Run along the page with the keyboard and the pointer, and see that nothing ran and no link leads to a script."""
    for _ in range(8):
        page.keyboard.press("Tab")
    for x in (60, 400, 700, 1300):
        for y in (120, 300, 480, 700):
            page.mouse.move(x, y)
    assert page.evaluate("window.hit") is None
    bad = "[...document.querySelectorAll('a[href]')].filter(a => !['http:', 'https:', 'file:'].includes(a.protocol)).map(a => a.outerHTML)"
    assert page.evaluate(bad) == []
    assert page.evaluate("document.querySelectorAll('main script, main iframe, main object, main base, main style').length") == 0
