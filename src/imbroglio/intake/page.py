"""A web page to a Draft: main text by trafilatura, title, source and date by its metadata and htmldate.

Flows in: bytes of HTML or XHTML. Flows out: one Draft whose text holds no markup, or a fatal Trouble.
Refuses pages that are too large or nested deeper than the HTML parser can follow.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date as Day

from imbroglio.intake.dating import find_day
from imbroglio.intake.decoding import Decoded, decode
from imbroglio.intake.draft import PARSER_FAULTS, Draft, hash_bytes, one_line, refuse
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.intake.page_about import About, read_about
from imbroglio.model import Trouble

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.I
)
_TAG = re.compile(r"<(?:(?P<end>/)?(?P<name>[a-z][a-z0-9:-]*)|!--)", re.IGNORECASE)
_XML_HEAD = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>")
# Tags that hold nothing, or that the next of their kind closes.
_UNNESTED = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup",
    "colgroup", "html", "head", "body",
}  # fmt: skip
_RAW = {"script", "style"}

# Both libraries log what they cannot parse; here that becomes a Trouble, and nothing goes to the terminal.
for _name in ("trafilatura", "htmldate"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


def read_page(
    data: bytes, where: str, limits: Limits = DEFAULT_LIMITS, declared: str | None = None
) -> Iterator[Draft | Trouble]:
    """A web page as one Draft; the encoding that its server declares goes before the one that the page names."""
    if len(data) > limits.html_bytes:
        yield refuse(
            where,
            "too-large",
            f"the page has {len(data):,} bytes; the limit for a page is {limits.html_bytes:,}.",
        )
        return
    decoded = decode_page(data, declared)
    made = draft_from_html(decoded.text, where, hash_bytes(data), limits, decoded.trouble(where))
    yield made


def decode_page(data: bytes, declared: str | None = None) -> Decoded:
    """A page's text with its tags, by what its server declares, then by what it names itself."""
    charset = _CHARSET.search(data[:4096])
    return decode(data, declared, charset[1].decode("ascii") if charset else None)


def draft_from_html(
    html: str, where: str, sha256: str, limits: Limits = DEFAULT_LIMITS, troubles: tuple[Trouble, ...] = ()
) -> Draft | Trouble:
    """The Draft of a decoded page, or the Trouble that says why there is none."""
    if "\x00" in html:
        return refuse(where, "binary", "it holds zero bytes and is no page of text.")
    depth, tags = measure_tags(html)
    if tags > limits.html_tags:
        return refuse(where, "too-large", f"the page has {tags:,} tags; the limit is {limits.html_tags:,}.")
    if depth > limits.html_depth:
        return refuse(
            where, "nested-tags", f"its tags are nested {depth:,} deep; the limit is {limits.html_depth:,}."
        )
    try:
        return _extract(_XML_HEAD.sub("", html), where, sha256, troubles)
    except PARSER_FAULTS as fault:
        return refuse(where, "broken-html", f"the page cannot be parsed ({type(fault).__name__}).")


def _extract(html: str, where: str, sha256: str, troubles: tuple[Trouble, ...]) -> Draft | Trouble:
    import trafilatura  # heavy: loaded when the first page is met

    about, text = _take_apart(html)
    if about is None or not text.strip():
        text = trafilatura.html2txt(html) if html.strip() else ""
        if not text.strip():
            return refuse(where, "no-text", "the page holds no text.")
        return Draft(text, where, sha256, troubles=troubles)
    day, basis = find_day(about.day or ""), "metadata"
    if day is None:
        day, basis = _search_day(html), "page"
    return Draft(
        text,
        where,
        sha256,
        title=one_line(about.title),
        date=day,
        date_basis=basis if day else "",
        source=one_line(about.publisher),
        url=one_line(about.url),
        troubles=troubles,
    )


def _take_apart(html: str) -> tuple[About | None, str]:
    """What a page says of itself, and its main text; None and "" where it has none."""
    import trafilatura
    from trafilatura.utils import load_html

    try:
        tree = load_html(html)
        if tree is None:
            return None, ""
        about = read_about(tree)
    except (TypeError, ValueError):
        return None, ""
    found = trafilatura.bare_extraction(tree, url=about.url, include_comments=False)
    return (None, "") if found is None or isinstance(found, dict) else (about, found.text or "")


def _search_day(html: str) -> Day | None:
    """A day stated on the page. htmldate makes the first of January of a bare year; that is not taken."""
    from htmldate import find_date

    day = find_day(find_date(html, extensive_search=True, original_date=True) or "")
    if day is None or (
        (day.month, day.day) == (1, 1) and not re.search(r"(?i)\b0?1[-/. ]?0?1\b|\bjan", html)
    ):
        return None
    return day


def measure_tags(html: str) -> tuple[int, int]:
    """How deep tags are nested and how many open, counted without a tree; scripts and comments do not count.

    >>> measure_tags("<div><p>One<p>Two<b>three</b></div>")
    (2, 4)
    """
    depth = deepest = position = count = 0
    while found := _TAG.search(html, position):
        position = found.end()
        if found["name"] is None:
            end = html.find("-->", position)
            position = len(html) if end < 0 else end
            continue
        name = found["name"].lower()
        count += not found["end"]
        if name in _UNNESTED:
            continue
        if found["end"]:
            depth = max(0, depth - 1)
            continue
        if name in _RAW:
            closing = re.compile(f"</{name}", re.IGNORECASE).search(html, position)
            position = closing.start() if closing else len(html)
        depth += 1
        deepest = max(deepest, depth)
    return deepest, count
