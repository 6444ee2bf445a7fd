"""Actors: the list, names that may be one, an actor's page; merging, splitting and taking back by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from browser.axe import serious

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from browser.conftest import Desk, OpenPage, Watch

ISLAMIC_STATE = "/actors/" + quote("actor:islamic-state", safe="")


def test_the_list_is_filtered_by_its_address_and_opens_an_actor(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/actors")
    grid = page.get_by_role("grid", name="Actors")
    grid.get_by_role("link", name="Turkey", exact=True).wait_for()
    page.get_by_role("searchbox", name="Find an actor by any name").fill("islamic")
    grid.get_by_role("link", name="Turkey", exact=True).wait_for(state="hidden")
    assert "q=islamic" in page.url
    assert grid.get_by_role("link", name="Islamic State", exact=True).is_visible()
    export = page.get_by_role("link", name="Actors as CSV").get_attribute("href")
    assert export is not None
    assert "q=islamic" in export
    grid.get_by_role("link", name="Islamic State", exact=True).click()
    page.get_by_role("heading", name="Islamic State", level=1).wait_for()


def test_kind_and_order_stand_in_the_address(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/actors?kind=state")
    grid = page.get_by_role("grid", name="Actors")
    grid.get_by_role("link", name="Turkey", exact=True).wait_for()
    assert grid.get_by_role("link", name="Islamic State", exact=True).count() == 0
    grid.get_by_role("button", name="Actor").click()
    page.wait_for_url("**sort=name*")
    page.get_by_role("button", name="Take off: state").click()
    grid.get_by_role("link", name="Islamic State", exact=True).wait_for()


@pytest.mark.parametrize("path", ["/actors", ISLAMIC_STATE])
@pytest.mark.parametrize(("width", "dark"), [(1440, False), (1024, True), (390, False)])
def test_nobody_stumbles(open_page: OpenPage, desk: Desk, path: str, width: int, dark: bool) -> None:
    page = open_page(desk, path, width=width, dark=dark)
    page.locator("[role=row] a, dl.figures").first.wait_for()
    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_a_spell_opens_its_sentences(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, ISLAMIC_STATE)
    spells = page.get_by_role("group", name="Allies and foes of Islamic State over time")
    spells.get_by_role("button", name="fights").first.press("Enter")
    drawer = page.get_by_role("dialog")
    drawer.locator("blockquote").first.wait_for()
    assert "fights" in drawer.inner_text()
    assert drawer.locator("mark").count() > 0


def test_a_name_opens_the_sentences_that_use_it(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/actors/" + quote("name:turkish backed rebels@SY", safe=""))
    page.get_by_role("group", name="Names of Turkish-backed rebels over time").get_by_role("button", name="used in reports").press("Enter")
    page.get_by_role("dialog").locator("blockquote").first.wait_for()
    assert "Turkish-backed rebels captured al-Bab" in page.get_by_role("dialog").inner_text()


def test_two_actors_are_merged_and_taken_back_by_keys(open_page: OpenPage, own_desk: Desk) -> None:
    page = open_page(own_desk, ISLAMIC_STATE)
    page.get_by_role("heading", name="Islamic State", level=1).wait_for()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    dialog.locator("[role=combobox]:focus").wait_for()
    page.keyboard.type("hezb")
    dialog.get_by_role("option", name="Hezbollah").first.wait_for()
    page.keyboard.press("Enter")
    dialog.get_by_text("gives the name").wait_for()
    page.keyboard.press("Enter")
    joined = page.get_by_role("region", name="Names joined in it")
    joined.get_by_text("Hezbollah").first.wait_for()
    assert page.get_by_text("Hezbollah is Islamic State").is_visible()
    page.locator("h1").focus()
    page.keyboard.press("u")
    page.get_by_text("Taken back").first.wait_for()
    joined.get_by_text("Hezbollah", exact=True).wait_for(state="hidden")


def test_a_member_is_split_off_and_comes_back(open_page: OpenPage, own_desk: Desk) -> None:
    page = open_page(own_desk, ISLAMIC_STATE)
    page.get_by_role("heading", name="Islamic State", level=1).wait_for()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").fill("Hezbollah")
    dialog.get_by_role("option", name="Hezbollah").first.click()
    dialog.get_by_role("button", name="Merge", exact=True).click()
    split = page.get_by_role("button", name="Split off Hezbollah")
    split.wait_for()
    split.click()
    split.wait_for(state="hidden")
    page.get_by_role("button", name="Undo").last.click()
    split.wait_for()


def test_pairs_are_decided_one_key_each(open_page: OpenPage, own_desk: Desk, watch: Watch) -> None:
    watch.expect("412")  # the second pair names an actor that was just decided on, in this window: no question is asked
    page = open_page(own_desk, "/actors")
    _with_pairs(page)
    page.goto("/actors")
    pairs = page.get_by_role("region", name="May be one")
    pairs.get_by_text("2 to decide").wait_for()
    pairs.get_by_text("Leave as two").wait_for()
    page.keyboard.press("s")
    pairs.get_by_text("1 to decide").wait_for()
    page.keyboard.press("s")
    pairs.get_by_role("button", name="Look at 2 skipped pairs").click()
    pairs.get_by_text("2 to decide").wait_for()
    page.keyboard.press("d")
    page.get_by_role("status").get_by_text("Turkey is not Russia").wait_for()
    pairs.get_by_text("1 to decide").wait_for()
    assert serious(page) == []
    page.keyboard.press("m")
    page.get_by_role("status").get_by_text("Russia is Hezbollah").wait_for()
    pairs.get_by_text("No two names are in doubt").wait_for()
    kept = [(v.action, v.subject, v.object) for v in own_desk.workbench.record.verdicts()]
    assert kept == [("split", "actor:turkey", "actor:russia"), ("merge", "actor:hezbollah", "actor:russia")]
    page.locator("h1").focus()
    page.keyboard.press("u")
    page.get_by_text("Taken back").first.wait_for()
    pairs.get_by_text("2 to decide").wait_for()


def _with_pairs(page: Page) -> None:
    """The small war has no pair in doubt: the server's list is given two that could be."""
    kinds = {"Turkey": "actor:turkey", "Hezbollah": "actor:hezbollah", "Russia": "actor:russia"}

    def pair(first: str, second: str) -> dict[str, object]:
        one, two = ({"key": kinds[name], "name": name, "kind": "state"} for name in (first, second))
        return {"first": one, "second": two, "judgement": "unsure", "score": 0.6, "reasons": ["for the test"], "by": "machine", "etag": "v0"}

    rows = [pair("Turkey", "Russia"), pair("Hezbollah", "Russia")]
    page.route("**/api/suggestions*", lambda route: route.fulfill(json={"total": 2, "rows": rows}))


def test_two_windows_see_both_versions(open_page: OpenPage, own_desk: Desk, watch: Watch) -> None:
    watch.expect("412")
    watch.expect("ERR_FAILED")
    page = open_page(own_desk)
    other = open_page(own_desk, ISLAMIC_STATE.replace("islamic-state", "hezbollah"))
    other.get_by_role("heading", name="Hezbollah", level=1).wait_for()
    page.goto(ISLAMIC_STATE.replace("islamic-state", "hezbollah"))
    page.get_by_role("heading", name="Hezbollah", level=1).wait_for()
    # Both windows have seen the same; the second is not to hear of the first's decision before it decides.
    other.route("**/api/status", lambda route: route.abort())
    other.route("**/api/actors/**", lambda route: route.abort())
    for window, name in ((page, "Russia"), (other, "Turkey")):
        window.keyboard.press("m")
        dialog = window.get_by_role("dialog", name="Merge Hezbollah")
        dialog.get_by_role("combobox").fill(name)
        dialog.get_by_role("option", name=name).first.click()
        dialog.get_by_role("button", name="Merge", exact=True).click()
        if window is page:
            window.get_by_text(f"{name} is Hezbollah").wait_for()
    other.get_by_role("heading", name="Somebody else decided meanwhile").wait_for()
    other.get_by_role("button", name="Leave it as it stands").click()


def test_what_an_actor_does_and_suffers_opens_its_sentences(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/actors")
    row = page.get_by_role("row", name="Turkey").first
    acts = row.locator("[role=gridcell]").nth(2).get_by_role("button")
    told = int(acts.inner_text())
    acts.click()
    drawer = page.get_by_role("dialog", name="Turkey acts")
    drawer.get_by_text(f"{told} statement").first.wait_for()
    assert drawer.locator("mark.agent").count() >= told
