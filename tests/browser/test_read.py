"""The Read page: text and statements lead to each other, verdicts by single keys, forms, the queue, two windows at once."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from browser.axe import serious

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from browser.conftest import Desk, OpenPage


def read(open_page: OpenPage, desk: Desk, path: str = "/read/wire-1", **look: Any) -> Page:
    page = open_page(desk, path, **look)
    page.locator("li.card").first.wait_for()
    return page


def judged(page: Page) -> list[str]:
    """What is said of each card: "accepted", "rejected", "" ."""
    return [card.locator(".judged").inner_text() if card.locator(".judged").count() else "" for card in page.locator("li.card").all()]


def becomes(page: Page, wanted: list[str]) -> None:
    """Wait until the first cards say this."""
    until = time.monotonic() + 10
    while judged(page)[: len(wanted)] != wanted and time.monotonic() < until:
        page.wait_for_timeout(50)
    assert judged(page)[: len(wanted)] == wanted


def settled(page: Page) -> None:
    """Wait until the server has answered what was decided."""
    page.locator("[aria-busy=true]").first.wait_for(state="detached")


def test_the_list_of_reports_is_searched_and_sorted_in_the_address(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/read")
    page.get_by_role("gridcell", name="Rebels take al-Bab").wait_for()
    page.get_by_role("searchbox").fill("tadef manbij nothing")
    page.get_by_text("No report goes by").wait_for()
    page.get_by_role("searchbox").fill("Manbij")
    page.wait_for_url("**/read?q=Manbij")
    page.get_by_role("gridcell", name="Manbij").first.wait_for()
    page.reload()
    assert page.get_by_role("searchbox").input_value() == "Manbij"
    # Rows by keys alone.
    page.get_by_role("row", name="Manbij").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/read/herald-5")


@pytest.mark.parametrize(("width", "dark"), [(1440, True), (1024, False), (390, False)])
def test_nobody_stumbles(open_page: OpenPage, desk: Desk, width: int, dark: bool) -> None:
    page = read(open_page, desk, width=width, dark=dark)
    page.keyboard.press("j")
    page.locator("li.card.open").wait_for()
    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.goto("/read?view=statements")
    page.get_by_role("row").nth(3).wait_for()
    assert serious(page) == []


def test_the_text_is_the_report_as_received(open_page: OpenPage, desk: Desk) -> None:
    page = read(open_page, desk)
    form = page.evaluate("fetch('/api/reports/wire-1').then(answer => answer.json())")
    shown = page.evaluate("[...document.querySelectorAll('[data-p]')].map(p => [...p.querySelectorAll('[data-o]')].map(one => one.textContent).join(''))")
    assert "\n\n".join(shown) == form["text"]


def test_text_and_cards_lead_to_each_other(open_page: OpenPage, desk: Desk) -> None:
    page = read(open_page, desk)
    page.locator(".tr", has_text="bombed").click()
    card = page.locator("li.card.open")
    card.wait_for()
    assert "air-strike" in card.inner_text()
    assert "al-Bab" in card.inner_text()
    assert page.evaluate("[...CSS.highlights.keys()]").count("evidence") == 1
    quote = page.evaluate("[...CSS.highlights.get('evidence')].map(String).join()")
    assert quote.startswith("Turkish warplanes bombed al-Bab")
    assert page.evaluate("[...CSS.highlights.get('agent')].map(String)") == ["Turkish warplanes"]
    # And the other way: the address says which, so that a link leads to it.
    page.locator("li.card", has_text="Azaz").first.locator("button").first.click()
    assert "s=" in page.url
    assert page.evaluate("[...CSS.highlights.get('evidence')].map(String).join()").startswith("Islamic State fighters shelled Azaz")
    page.reload()
    page.locator("li.card.open", has_text="Azaz").wait_for()


def test_who_says_so_and_how_it_stands_are_seen_in_the_text(open_page: OpenPage, desk: Desk) -> None:
    page = read(open_page, desk, "/read/wire-2")
    assert page.locator(".side", has_text="“").count() >= 1
    assert page.locator(".tr.denied").count() >= 1


def test_verdicts_by_single_keys_and_undo(open_page: OpenPage, own_desk: Desk) -> None:
    page = read(open_page, own_desk)
    for key in ("j", "a", "x"):
        page.keyboard.press(key)
    becomes(page, ["accepted", "rejected"])
    page.keyboard.press("u")
    page.get_by_text("Taken back").first.wait_for()
    becomes(page, ["accepted", ""])
    page.keyboard.press("Shift+U")
    page.get_by_text("Brought back").wait_for()
    becomes(page, ["accepted", "rejected"])
    page.reload()
    page.locator("li.card").first.wait_for()
    becomes(page, ["accepted", "rejected"])


def test_single_keys_rest_while_somebody_types(open_page: OpenPage, own_desk: Desk) -> None:
    page = read(open_page, own_desk)
    page.keyboard.press("j")
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Search").press_sequentially("axe")
    page.keyboard.press("Escape")
    assert judged(page) == [""] * len(judged(page))


def test_a_statement_is_amended_with_the_codebook_beside(open_page: OpenPage, own_desk: Desk) -> None:
    page = read(open_page, own_desk)
    page.keyboard.press("j")
    page.keyboard.press("e")
    form = page.get_by_role("dialog")
    form.get_by_label("Type").select_option("shelling")
    assert "artillery" in form.get_by_label("The codebook's rule").inner_text().lower()
    assert serious(page) == []
    page.keyboard.press("Control+Enter")
    page.get_by_text("Statement amended").wait_for()
    page.locator("li.card", has_text="added by a person").wait_for()
    assert "shelling" in page.locator("li.card", has_text="added by a person").inner_text()
    page.keyboard.press("u")
    page.get_by_text("Taken back").first.wait_for()
    page.locator("li.card", has_text="added by a person").wait_for(state="detached")


def test_what_is_refused_stays_on_the_screen(open_page: OpenPage, own_desk: Desk, watch: Any) -> None:
    watch.expect("status of 4")
    page = read(open_page, own_desk)
    page.keyboard.press("j")
    page.keyboard.press("e")
    form = page.get_by_role("dialog")
    # What the server cannot take is said in the form, and nothing typed is lost.
    page.route("**/amend", lambda route: route.fulfill(status=400, json={"error": "The days run backwards.", "kind": "StatementFault"}))
    form.get_by_label("Type").select_option("shelling")
    form.get_by_role("button", name="Save this version").click()
    form.get_by_role("alert").wait_for()
    assert "The days run backwards." in form.get_by_role("alert").inner_text()
    assert form.get_by_label("Type").input_value() == "shelling"
    assert own_desk.workbench.record.verdicts() == []


def test_a_missed_statement_is_added_from_selected_words(open_page: OpenPage, own_desk: Desk) -> None:
    page = read(open_page, own_desk)
    page.evaluate(
        """() => {
            const spot = [...document.querySelectorAll('[data-o]')].find(one => one.textContent.includes('fighters'));
            const at = spot.firstChild.data.indexOf('fighters');
            getSelection().setBaseAndExtent(spot.firstChild, at, spot.firstChild, at + 8);
        }"""
    )
    page.get_by_role("button", name="Add a statement").click()
    form = page.get_by_role("dialog")
    assert "Islamic State fighters shelled Azaz on Friday." in form.inner_text()
    form.get_by_label("Type").select_option("threat")
    # Words become roles: select them in the sentence, say what they are.
    area = form.get_by_label("Text of the report")
    area.evaluate("one => { const at = one.value.indexOf('Islamic State fighters'); one.focus(); one.setSelectionRange(at, at + 22); }")
    form.get_by_role("button", name="Agent").click()
    assert form.get_by_label("Full name of “Islamic State fighters”").is_visible()
    form.get_by_role("button", name="Add statement").click()
    page.get_by_text("Statement added").wait_for()
    card = page.locator("li.card", has_text="added by a person")
    card.wait_for()
    assert "threat" in card.inner_text()


def test_the_queue_is_one_decision_a_screen(open_page: OpenPage, own_desk: Desk) -> None:
    page = open_page(own_desk, "/read?view=queue")
    page.locator("article.one blockquote").wait_for()
    page.locator(".acts button:enabled", has_text="Edit").wait_for()
    assert serious(page) == []
    first = page.locator("article.one blockquote").inner_text()
    page.keyboard.press("a")
    page.get_by_text("1 decided now").wait_for()
    page.keyboard.press("u")
    page.get_by_text("Taken back").first.wait_for()
    page.locator("article.one blockquote", has_text=first).wait_for()
    page.keyboard.press("x")
    page.get_by_text("1 decided now").wait_for()
    settled(page)
    assert len([v for v in own_desk.workbench.record.verdicts() if v.action == "reject"]) == 1


def test_all_that_fit_are_judged_as_one_act(open_page: OpenPage, own_desk: Desk) -> None:
    page = open_page(own_desk, "/read?view=statements&type=backs")
    page.get_by_role("button", name="Accept all").click()
    page.get_by_role("dialog").get_by_role("button", name="Accept").click()
    page.get_by_text("statements accepted").wait_for()
    settled(page)
    made = own_desk.workbench.record.verdicts()
    assert len(made) > 1
    assert len({v.batch for v in made}) == 1
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_text("Taken back").first.wait_for()


def test_two_windows_never_lose_an_edit(open_page: OpenPage, own_desk: Desk, watch: Any) -> None:
    watch.expect("412")
    first, second = read(open_page, own_desk), read(open_page, own_desk)
    second.keyboard.press("j")
    first.keyboard.press("j")
    first.keyboard.press("a")
    settled(first)
    # The second window has not heard of it.
    second.evaluate("1")
    second.keyboard.press("x")
    dialog = second.get_by_role("dialog", name="Somebody else decided meanwhile")
    dialog.wait_for()
    assert dialog.get_by_role("heading", name="Yours, not kept yet").is_visible()
    dialog.get_by_role("button", name="Put mine in its place").click()
    settled(second)
    second.reload()
    second.locator("li.card").first.wait_for()
    becomes(second, ["rejected"])


def test_text_of_a_report_never_becomes_markup(open_page: OpenPage, desk: Desk) -> None:
    page = read(open_page, desk, "/read/herald-6")
    assert page.locator("main img, main script").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.locator(".text").last.inner_text()
    assert "<script>alert(1)</script>" in page.locator("h1").inner_text()


def test_a_long_report_is_a_few_nodes_a_mark(open_page: OpenPage, desk: Desk) -> None:
    """200,000 characters with 2,000 statements: all is there, in so few nodes that it opens at once (benches/page_speed.py)."""
    page = open_page(desk, "/read")
    page.get_by_role("row").nth(2).wait_for()
    answer = long_report(page.evaluate("fetch('/api/reports/wire-1').then(answer => answer.json())"))

    def give(route: Route) -> None:
        route.fulfill(body=answer, content_type="application/json")

    page.route("**/api/reports/long", give)
    page.goto("/read/long")
    page.locator("li.card").first.wait_for()
    assert len(page.locator(".text").last.text_content() or "") >= 200_000
    assert page.evaluate("document.querySelectorAll('*').length") < 40 * 2_000


def long_report(form: dict[str, Any]) -> str:
    """A made-up report as the server would tell it."""
    sentence = "Rebels shelled the northern town 😀 and the army left it before noon, residents said. "
    made: list[dict[str, Any]] = []
    model, text = form["statements"][0], ""
    while len(text) < 200_000:
        for trigger in ("shelled", "left"):
            if len(made) < 2_000:
                evidence = {"start": len(text), "end": len(text) + len(sentence) - 1, "quote": sentence[:-1]}
                roles: dict[str, list[Any]] = {"agent": [], "target": [], "place": [], "numbers": []}
                made.append({**model, **roles, "id": f"s{len(made)}", "doc": "long", "evidence": evidence, "trigger": trigger})
        text += sentence + ("\n\n" if len(made) % 14 == 0 else "")
    return json.dumps({**form, "id": "long", "text": text, "statements": made, "previous": None, "next": None})
