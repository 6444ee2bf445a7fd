"""Text of reports is only ever text: every page of a case that tries to run something in every field, and nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from browser.conftest import Desk, OpenPage, Watch, running
from browser.hostile import VECTORS, make_hostile_case
from imbroglio.model.record import Actor, Dispute, Incident, Place
from imbroglio.store import Record

if TYPE_CHECKING:
    from playwright.sync_api import Page

LISTS = ("/", "/read", "/incidents", "/map", "/actors", "/network", "/disputes", "/tangle", "/history")


@pytest.fixture(scope="module")
def hostile_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A workbench on the hostile case."""
    with running(make_hostile_case(tmp_path_factory.mktemp("hostile") / "hostile.imbroglio")) as made:
        yield made


def arm(page: Page) -> None:
    """Have the page remember whether anything ran."""
    page.on("dialog", lambda dialog: (page.evaluate("window.hit = 'dialog'"), dialog.dismiss()))
    page.context.add_init_script("window.hit = null; window.ran = () => { window.hit = new Error().stack ?? 'ran'; };")


def look_at(page: Page, path: str) -> None:
    """Open a page, let it settle, run along its links with the pointer and the keyboard, and see that nothing ran."""
    page.goto(path)
    page.wait_for_selector("h1")
    page.wait_for_load_state("networkidle")
    for _ in range(12):
        page.keyboard.press("Tab")
    links = page.locator("main a:visible, main button:visible")
    for n in range(min(6, links.count())):
        links.nth(n).hover(force=True, timeout=3000)
    assert page.evaluate("window.hit") is None
    bad = "[...document.querySelectorAll('[href],[src],[action],[formaction]')].filter(e => /^\\s*(javascript|vbscript|data:text)/i"
    assert page.evaluate(f"{bad}.test(e.getAttribute('href') ?? e.getAttribute('src') ?? '')).map(e => e.outerHTML)") == []
    assert page.evaluate("document.querySelectorAll('main script, main iframe, main object, main base, main meta').length") == 0


@pytest.mark.parametrize("path", LISTS)
def test_nothing_runs_in_the_lists(open_page: OpenPage, hostile_desk: Desk, path: str) -> None:
    page = open_page(hostile_desk)
    arm(page)
    look_at(page, path)


def test_nothing_runs_in_a_report(open_page: OpenPage, hostile_desk: Desk) -> None:
    page = open_page(hostile_desk)
    arm(page)
    reports = [held.document for held in hostile_desk.workbench.case.documents()]
    for doc in reports[::4]:
        look_at(page, f"/read/{quote(doc.id, safe='')}")
        assert doc.title is not None
        assert doc.title.strip("\u2028\u202e") in page.locator("main").inner_text().replace("\u2028", "")


def test_nothing_runs_in_the_pages_of_one(open_page: OpenPage, hostile_desk: Desk) -> None:
    page = open_page(hostile_desk)
    arm(page)
    record: Record = hostile_desk.workbench.record
    paths = [f"/incidents/{i.id}" for i in list(record.all(Incident))[::8]]
    paths += [f"/actors/{quote(a.key, safe='')}" for a in list(record.all(Actor))[::8]]
    paths += [f"/places/{quote(p.key, safe='')}" for p in list(record.all(Place))[::8]]
    paths += [f"/disputes/{d.id}" for d in list(record.all(Dispute))[:2]]
    assert len(paths) > 8
    for path in paths:
        look_at(page, path)


def test_nothing_of_an_address_runs(open_page: OpenPage, desk: Desk, watch: Watch) -> None:
    watch.expect("404")
    watch.expect("422")
    watch.expect("400")
    page = open_page(desk)
    arm(page)
    for vector in VECTORS[:12]:
        for path in (f"/incidents?q={quote(vector)}&actor={quote(vector)}", f"/actors/{quote(vector, safe='')}", f"/{quote(vector)}#{quote(vector)}"):
            page.goto(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("window.hit") is None
