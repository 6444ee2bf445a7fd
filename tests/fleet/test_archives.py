"""Archives in a dataset: pages that are dropped at a glance are listed like all others, and nothing is extracted of them."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from archives import Kept, answer, keep, record, with_company
from press_pages import LAYOUTS, make_page, make_pages

from imbroglio.fleet.dataset import open_dataset
from imbroglio.fleet.run import read_to_dataset
from imbroglio.fleet.screening import at_a_glance
from imbroglio.intake.glance import glance_at
from imbroglio.intake.page import decode_page
from imbroglio.reading.article_screen import ArticleScreen
from imbroglio.reading.article_screen import Kept as KeptReport

sys.path.insert(0, str(Path(__file__).parents[1]))  # worker processes find the stub by its name
import stub_fleet as stub
from stub_fleet import SETTINGS

RECIPE = "<html><head><title>Bread</title></head><body><nav>Home</nav><article><p>{} A recipe for bread that rises overnight and is baked in a pot.</p></article></body></html>"


def test_what_is_dropped_at_a_glance_is_listed_with_its_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = make_pages(1)[:6]
    recipes = [Kept(f"https://kitchen.example/{n}", answer(RECIPE.format(n).encode())) for n in range(3)]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(record(kept) for kept in [*with_company(pages), *recipes]))
    extracted: list[str] = []

    from imbroglio.intake import warc

    real = warc.draft_from_html

    def extract(html: str, where: str, *rest: object) -> object:
        extracted.append(html)
        return real(html, where, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(warc, "draft_from_html", extract)
    screened = replace(SETTINGS, screen=stub.StubScreen, screen_mark="stub", limit=0)
    run = read_to_dataset([str(path)], str(tmp_path / "set"), screened, on="here")
    assert run.counts.dropped == {"no-war": 3}
    assert len(extracted) == 6
    reports = list(open_dataset(str(tmp_path / "set")).reports())
    assert [r.document.url for r in reports if r.state == "dropped"] == [r.url for r in recipes]
    assert [r.document.url for r in reports if r.state != "dropped"] == [p.url for p in pages]


def test_an_archive_in_a_dataset_is_the_archive(tmp_path: Path) -> None:
    """Each page once, with its place, and what is broken named; whichever way it is cut."""
    pages = make_pages(1)
    data = b"".join(record(keep(page)) for page in pages)
    path = tmp_path / "a.warc"
    path.write_bytes(data[:-300])
    for n, reports in enumerate((3, 200)):
        read_to_dataset([str(path)], str(tmp_path / f"set{n}"), SETTINGS, on="here", unit_reports=reports)
    one, two = (open_dataset(str(tmp_path / f"set{n}")) for n in range(2))
    assert [r.document for r in one.reports()] == [r.document for r in two.reports()]
    assert [r.document.url for r in one.reports()] == [p.url for p in pages[:-1]]
    assert [trouble.reason for doc, trouble in one.troubles() if doc is None] == ["broken-record"]


def test_a_report_is_found_among_many_words_on_other_matters() -> None:
    """Whatever the layout: no page whose report the screen keeps is left alone at a glance; others are."""
    screen = ArticleScreen()
    judge = at_a_glance(screen)
    left = 0
    for n, layout in enumerate(LAYOUTS):
        for calm in (True, False):
            page = make_page(layout, 1, 5, n, heavy=True, calm=calm)
            leaves = judge(glance_at(decode_page(page.html, page.header_charset).text))
            left += leaves is not None
            if isinstance(screen.verdict("\n".join(page.main)), KeptReport):
                assert leaves is None, (page.layout, calm)
        foreign = make_page(layout, 3, 5, n, heavy=True)  # Spanish
        assert judge(glance_at(decode_page(foreign.html, foreign.header_charset).text)) == "other-language"
    assert left > len(LAYOUTS) // 2
