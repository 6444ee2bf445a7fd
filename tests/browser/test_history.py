"""History: every verdict stands there, and any can be taken back and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from browser.axe import serious

if TYPE_CHECKING:
    from browser.conftest import Desk, OpenPage


def test_nothing_decided_yet(open_page: OpenPage, desk: Desk) -> None:
    page = open_page(desk, "/history")
    page.get_by_text("Nobody has decided anything yet").wait_for()
    assert serious(page) == []


def test_a_batch_is_one_act_and_is_undone_and_brought_back(open_page: OpenPage, own_desk: Desk) -> None:
    page = open_page(own_desk, "/read/wire-2")
    page.get_by_role("button", name="Reject", exact=False).first.wait_for()
    page.get_by_title("Reject all that are listed").click()
    page.get_by_text("statements rejected").wait_for()
    page.goto("/history")
    acts = page.locator("ol.acts > li")
    acts.first.wait_for()
    assert acts.count() == 1
    assert "statements rejected at once" in acts.first.inner_text()
    assert serious(page) == []
    acts.first.get_by_role("button", name="Undo").click()
    page.get_by_text("taken back", exact=True).first.wait_for()
    assert acts.count() == 2
    page.get_by_role("button", name="Bring back").click()
    acts.nth(2).wait_for()
    page.goto("/read/wire-2")
    page.locator("li.card").first.wait_for()
    assert page.locator("li.card.gone").count() == page.locator("li.card").count()
