"""Text of reports is only ever text: every page of a case that tries to run something in every field, and nothing runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from browser.conftest import Desk, OpenPage, Watch, running
from browser.hostile import VECTORS, make_hostile_case
from imbroglio import review
from imbroglio.model.record import Actor, Dispute, Incident, Place
from imbroglio.store import Record

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Locator, Page

LISTS = (
    "/", "/read", "/read?view=statements", "/read?view=queue", "/incidents", "/map", "/places", "/actors", "/network", "/disputes", "/tangle", "/history",
)  # fmt: skip


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


@pytest.fixture
def own_hostile_desk(tmp_path: Path) -> Iterator[Desk]:
    """A workbench on a hostile case that a test changes."""
    with running(make_hostile_case(tmp_path / "own.imbroglio")) as made:
        yield made


def fill_if_there(fields: Locator, n: int, text: str) -> None:
    """Fill a field; a list of a filter may go, with its own search, when nothing is found any more."""
    playwright = pytest.importorskip("playwright.sync_api")
    try:
        fields.nth(n).fill(text, timeout=5_000)
    except playwright.TimeoutError:
        assert n >= fields.count()


def test_nothing_typed_into_a_search_runs(open_page: OpenPage, hostile_desk: Desk) -> None:
    page = open_page(hostile_desk)
    arm(page)
    for path in ("/read", "/read?view=statements", "/incidents", "/places", "/actors", "/disputes", "/history"):
        page.goto(path)
        page.wait_for_selector("h1")
        fields = page.locator("main input[type=search]:visible")
        assert fields.count() > 0, path
        for vector in VECTORS[:6]:
            for n in range(min(3, fields.count())):
                fill_if_there(fields, n, vector)
            page.wait_for_timeout(120)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.hit") is None, path
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("combobox", name="Search actors")
    palette.wait_for()
    for vector in VECTORS:
        palette.fill(vector)
        page.wait_for_timeout(60)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hit") is None


def test_nothing_typed_into_a_form_runs(open_page: OpenPage, own_hostile_desk: Desk, watch: Watch) -> None:
    watch.expect("400")
    page = open_page(own_hostile_desk)
    arm(page)
    doc = next(held.document for held in own_hostile_desk.workbench.case.documents() if held.document.title == VECTORS[2])
    page.goto(f"/read/{quote(doc.id, safe='')}")
    page.locator("li.card").first.wait_for()
    page.keyboard.press("j")
    page.locator("li.card.open").wait_for()
    page.keyboard.press("e")
    form = page.get_by_role("dialog")
    names = form.get_by_label("Full name of")
    assert names.count() >= 2
    for n in range(names.count()):
        names.nth(n).fill(VECTORS[n])
        names.nth(n).press("Tab")
    form.get_by_label("as said").fill(VECTORS[12])
    form.get_by_role("button", name="Save this version").click()
    form.get_by_role("alert").wait_for()  # the time does not stand in the report; what was typed is said again
    assert VECTORS[12] in form.get_by_role("alert").inner_text()
    form.get_by_label("as said").fill("")
    form.get_by_role("button", name="Save this version").click()
    form.wait_for(state="hidden")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hit") is None
    made = own_hostile_desk.workbench.record.verdicts()[-1]
    assert made.action == "amend"
    look_at(page, "/history")


def test_no_reason_of_a_verdict_and_no_conflict_runs(open_page: OpenPage, own_hostile_desk: Desk, watch: Watch) -> None:
    watch.expect("412")
    record: Record = own_hostile_desk.workbench.record
    page = open_page(own_hostile_desk)
    arm(page)
    doc = next(held.document for held in own_hostile_desk.workbench.case.documents() if held.document.title == VECTORS[0])
    page.goto(f"/read/{quote(doc.id, safe='')}")
    page.locator("li.card").first.wait_for()
    page.keyboard.press("j")
    page.locator("li.card.open").wait_for()
    # Somebody else decides on all of it, behind the page's back, under a name and with reasons of the corpus.
    for s, by, why in zip(record.case.statements_of(doc.id), VECTORS, reversed(VECTORS), strict=False):
        review.reject(record, [s.id], by=by, why=why)
    page.keyboard.press("a")
    page.get_by_role("dialog", name="Somebody else decided meanwhile").wait_for()
    assert page.evaluate("window.hit") is None
    page.get_by_role("dialog").get_by_role("button").last.click()
    look_at(page, "/history")
    assert VECTORS[-1] in page.locator("main").inner_text()
    assert VECTORS[2] in page.locator("main").inner_text()


def test_no_name_or_text_of_a_file_runs(open_page: OpenPage, own_desk: Desk, watch: Watch) -> None:
    page = open_page(own_desk)
    arm(page)
    page.goto("/")
    names = [f"{vector.replace('/', '')}.txt" for vector in VECTORS[:8]]
    text = "Islamic State fighters shelled Azaz on 3 February 2017. "
    files: list[FilePayload] = [
        {"name": name, "mimeType": "text/plain", "buffer": f"{vector}\n\n{text}{vector}".encode()} for name, vector in zip(names, VECTORS, strict=False)
    ]
    broken: list[FilePayload] = [
        {"name": f"{VECTORS[2]}.pdf", "mimeType": "application/pdf", "buffer": b"no pdf"},
        {"name": f"{VECTORS[3]}.exe", "mimeType": "text/html", "buffer": b"MZ\x00"},
    ]
    before = len(list(own_desk.workbench.case.documents()))
    page.locator("input[type=file]").first.set_input_files(files + broken)
    page.wait_for_function("fetch('/api/status').then(a => a.json()).then(s => !s.job && s.current)", timeout=90_000)
    page.wait_for_timeout(900)
    assert page.evaluate("window.hit") is None
    docs = [held.document for held in own_desk.workbench.case.documents()]
    assert len(docs) > before
    jobs = page.evaluate("fetch('/api/jobs').then(a => a.json())")
    assert any(job["troubles"] for job in jobs)
    for path in ("/", "/read", *(f"/read/{quote(doc.id, safe='')}" for doc in docs[-3:])):
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
