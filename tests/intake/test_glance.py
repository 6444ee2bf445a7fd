"""A page at a glance: all of its words and its language, whatever the page is made of."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from archives import Kept, answer, record, write_warc
from hypothesis import given
from hypothesis import strategies as st
from press_pages import make_pages

from imbroglio.intake.glance import Glance, glance_at
from imbroglio.intake.page import decode_page, read_page
from imbroglio.intake.units import iter_unit, plan_units
from imbroglio.model import Document


def words(text: str) -> set[str]:
    """Every word of a text."""
    return set(re.findall(r"\w+", text))


def test_no_word_of_a_report_is_missing_at_a_glance() -> None:
    """What is extracted is among what is seen, and the language is the report's, not the menu's."""
    for page in make_pages(2, heavy=True):
        (made,) = read_page(page.html, "page", declared=page.header_charset)
        seen = glance_at(decode_page(page.html, page.header_charset).text)
        assert words(getattr(made, "text", "")) <= words(seen.text), page.layout
        assert seen.language == page.language, (page.layout, page.language)


def test_scripts_and_styles_are_not_seen() -> None:
    html = "<style>p { color: red }</style><script>war()</script><!-- shelling --><p>Calm.</p><script>x"
    assert glance_at(html).text == "Calm.\nx"
    assert (
        "shelled"
        in glance_at('<script type="application/ld+json">{"articleBody": "Orlin shelled"}</script>').text
    )


@pytest.mark.parametrize(
    "piece", ["<script", "<!--", "<", "<a ", "</style", "&", "<style>", "<p", "<script x='", "\n ", "<b "]
)
def test_no_page_makes_it_slow(piece: str) -> None:
    began = time.process_time()
    glance_at(piece * (4_000_000 // len(piece)))
    assert time.process_time() - began < 5


@given(st.text(max_size=300))
def test_any_text(html: str) -> None:
    assert isinstance(glance_at(html), Glance)


def test_pages_are_left_alone_by_what_a_screen_says(tmp_path: Path) -> None:
    """They are counted by its word; nothing is extracted of them."""
    pages = write_warc(tmp_path / "a.warc.gz")
    (unit,) = plan_units([str(tmp_path / "a.warc.gz")])
    passed: Counter[str] = Counter()
    made = list(
        iter_unit(unit, passed=passed, screen=lambda seen: None if seen.language == "en" else "not English")
    )
    foreign = [p for p in pages if p.language != "en"]
    assert passed["not English"] == len(foreign) > 0
    assert sum(isinstance(m, Document) for m in made) == len(pages) - len(foreign)


def test_stretches_hold_all_longer_lines() -> None:
    for page in make_pages(1):
        seen = glance_at(decode_page(page.html, page.header_charset).text)
        assert "".join(seen.stretches(700)).rstrip("\n") == seen.long
        assert all(len(stretch) >= 700 for stretch in list(seen.stretches(700))[:-1])


def test_texts_are_never_left_alone(tmp_path: Path) -> None:
    """Only pages take long to extract; plain texts cost nothing."""
    (tmp_path / "a.warc").write_bytes(
        record(Kept("https://p.example/", answer(b"Calm in Orlin.", "text/plain")))
    )
    (unit,) = plan_units([str(tmp_path / "a.warc")])
    assert len(list(iter_unit(unit, screen=lambda _: "all"))) == 1
