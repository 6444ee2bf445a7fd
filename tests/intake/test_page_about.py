"""What a page says of itself is what trafilatura's own metadata say of it."""

from __future__ import annotations

import pytest
from press_pages import make_pages
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from imbroglio.intake.page_about import About, read_about

_LD = '<script type="application/ld+json">{}</script>'
_BODY = "<body><h1>Orlin shelled</h1><p>Border guards shelled the village of Orlin on Friday, the governor said.</p></body>"
HEADS = {
    "nothing": "",
    "title": "<title>Orlin shelled | The Courier</title>",
    "canonical": '<link rel="canonical" href="https://www.courier.example/2016/11/05/orlin">',
    "open graph": '<meta property="og:title" content="Orlin &amp; shells"><meta property="og:site_name" content="the courier"><meta property="og:url" content="https://c.example/a">',
    "twitter": '<meta name="twitter:site" content="@courier"><meta name="twitter:title" content="Orlin">',
    "publisher": '<meta name="publisher" content="Courier Press"><meta name="date" content="2016-11-05">',
    "modified": '<meta property="article:modified_time" content="2017-01-02T10:00:00Z"><meta property="article:published_time" content="2016-11-05T10:00:00Z">',
    "JSON-LD": _LD.format('{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Orlin", "datePublished": "2016-11-05", "publisher": {"@type": "Organization", "name": "Courier"}}'),
    "broken JSON-LD": _LD.format('{"@type": "NewsArticle", "headline": [1, {"a": '),
    "odd JSON-LD": _LD.format('{"@context": "https://schema.org", "@graph": [[1], null, {"@type": ["NewsArticle", 3], "author": [[]], "publisher": [1]}]}'),
    "a bad address": '<link rel="canonical" href="http://[broken"><meta property="og:url" content="//">',
    "a long title": f"<title>{'Orlin ' * 3000}</title>",
}  # fmt: skip


def expected(html: str) -> About | None:
    """What trafilatura gives with all of its metadata."""
    dates = {"extensive_search": False, "original_date": True}
    found = bare_extraction(html, with_metadata=True, include_comments=False, date_extraction_params=dates)
    if found is None or isinstance(found, dict):
        return None
    return About(found.title, found.date, found.sitename or found.hostname, found.url)


@pytest.mark.parametrize("name", HEADS)
def test_heads_of_every_kind(name: str) -> None:
    html = f"<html><head>{HEADS[name]}</head>{_BODY}</html>"
    wanted = expected(html)
    assert wanted is not None
    assert read_about(load_html(html)) == wanted


def test_pages_of_every_layout() -> None:
    for page in make_pages(1):
        html = page.html.decode(page.charset)
        wanted = expected(html)
        assert wanted is not None
        assert read_about(load_html(html)) == wanted
