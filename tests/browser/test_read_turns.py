"""What is undone is what was meant, whatever was decided meanwhile; what is shown is what was asked for last."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from browser.test_read import becomes, read, settled

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from browser.conftest import Desk, OpenPage, Watch


def test_undo_goes_on_to_the_one_before_when_history_took_the_last_back(open_page: OpenPage, own_desk: Desk, watch: Watch) -> None:
    watch.expect("400")
    page = read(open_page, own_desk)
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.keyboard.press("a")
    settled(page)
    becomes(page, ["accepted", "accepted"])
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.get_by_role("heading", name="History").wait_for()
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_text("Taken back").first.wait_for()
    page.go_back()
    page.locator("li.card").first.wait_for()
    becomes(page, ["accepted", ""])
    page.keyboard.press("u")
    page.get_by_text("is taken back already").first.wait_for()
    page.keyboard.press("u")
    becomes(page, ["", ""])


def test_the_button_of_a_message_undoes_what_the_message_is_about(open_page: OpenPage, own_desk: Desk) -> None:
    page = read(open_page, own_desk)
    page.locator("button[title^=\"Accept all\"]").click()
    page.get_by_text("statements accepted").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("x")
    becomes(page, ["rejected"])
    settled(page)
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_text("Taken back").first.wait_for()
    made = own_desk.workbench.record.verdicts()
    assert (made[-1].action, made[-1].subject) == ("undo", made[0].id)


def test_a_slow_answer_does_not_replace_what_was_asked_for_later(open_page: OpenPage, own_desk: Desk) -> None:
    page = open_page(own_desk, "/read?view=queue")
    page.locator("article.one blockquote").wait_for()
    held: list[Route] = []
    page.route("**/api/queue?type=clash*", lambda route: held.append(route))
    page.evaluate("history.replaceState(null, '', '/read?view=queue&type=clash'); dispatchEvent(new PopStateEvent('popstate'))")
    until = time.monotonic() + 10
    while not held and time.monotonic() < until:
        page.wait_for_timeout(50)
    page.evaluate("history.replaceState(null, '', '/read?view=queue&type=backs'); dispatchEvent(new PopStateEvent('popstate'))")
    page.locator("article.one blockquote", has_text="backs").wait_for()
    held[0].continue_()
    page.wait_for_timeout(600)
    assert "backs" in page.locator("article.one blockquote").inner_text()


def test_a_form_opens_where_the_lines_of_a_report_break_within_the_words(open_page: OpenPage, own_desk: Desk) -> None:
    told = "Gunmen of Islamic State opened\nfire on Azaz on 3\nFebruary 2017."
    upload = {"name": "wrapped.txt", "mimeType": "text/plain", "buffer": told.encode()}
    page = open_page(own_desk, "/")
    page.locator("input[type=file]").first.set_input_files(upload)
    until = time.monotonic() + 60
    while "wrapped.txt" not in str([d.document.origin for d in own_desk.workbench.case.documents()]) and time.monotonic() < until:
        page.wait_for_timeout(200)
    # A report that has just come is told of when the record that has it is there.
    while not own_desk.workbench.status().current and time.monotonic() < until:
        page.wait_for_timeout(200)
    doc = next(d.document.id for d in own_desk.workbench.case.documents() if "wrapped.txt" in str(d.document.origin))
    page.goto(f"/read/{doc}")
    page.locator("li.card").first.wait_for()
    page.keyboard.press("j")
    page.locator("li.card.open").wait_for()
    page.keyboard.press("e")
    form = page.get_by_role("dialog")
    form.get_by_label("Type").select_option("shelling")
    form.get_by_role("button", name="Save this version").click()
    form.wait_for(state="hidden")
    assert [v.action for v in own_desk.workbench.record.verdicts()] == ["amend"]


def test_a_table_that_is_scrolled_is_filled_again_when_the_record_is_new(open_page: OpenPage, own_desk: Desk) -> None:
    page = open_page(own_desk, "/read")
    page.get_by_role("row").nth(1).wait_for()
    one = page.evaluate("fetch('/api/statements?limit=1').then(a => a.json())")["rows"][0]

    def give(route: Route) -> None:
        asked = parse_qs(urlsplit(route.request.url).query)
        first = int(asked.get("offset", ["0"])[0])
        rows = [{**one, "statement": {**one["statement"], "id": f"s{n}"}, "source": f"outlet {n}"} for n in range(first, min(first + 100, 600))]
        route.fulfill(json={"total": 600, "rows": rows})

    page.route("**/api/statements?*", give)
    page.goto("/read?view=statements")
    page.get_by_text("outlet 3", exact=True).wait_for()
    page.get_by_role("row").nth(2).focus()
    page.keyboard.press("End")
    page.get_by_text("outlet 599", exact=True).wait_for()
    with page.expect_response(lambda answer: "/api/statements?" in answer.url):
        own_desk.workbench.touch()
        page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(800)
    assert page.get_by_text("outlet 599", exact=True).count() == 1
