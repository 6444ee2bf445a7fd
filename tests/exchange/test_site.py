"""The published site's data, plain pages and folder: nothing private, nothing that runs, nothing of anybody else's overwritten."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.errors import ExportError
from imbroglio.exchange.private import LEFT_OUT
from imbroglio.exchange.site_data import SHORT, SiteSource, link_of, shorten, site_data
from imbroglio.exchange.site_files import MARKER, write_site
from imbroglio.exchange.site_method import method_of
from imbroglio.exchange.site_page import index_page, plain_pages
from imbroglio.model import Evidence

from .world import BOOK, CONTEXT, DISPUTE, DOC, INCIDENTS, KILLING, PRIVATE_KEY, SPELLS, STATEMENT, STRIKE

ABOUT = {"case": "war.imbroglio", "revision": "r1", "rule": "median", "version": "1", "made": "2026-01-01"}
XSS = '</script><img src=x onerror=alert(1)>"><svg/onload=alert(1)>{{7*7}}'


def source(**changes: Any) -> SiteSource:
    """The small record as the source of a site: each of its statements is the same one, under another id."""
    held = {f"s{n}": STATEMENT for n in range(1, 6)}
    made = SiteSource(
        title="A war", about=ABOUT, book=BOOK, incidents=INCIDENTS, spells=SPELLS, disputes=(DISPUTE,), statements=held,
        documents={DOC.id: DOC}, origins={}, grades={STRIKE.id: "contested"}, private=CONTEXT.private,
        counts={"reports": 1, "statements": 5, "actors": 4, "places": 2}, method=method_of("median", "short"),
    )  # fmt: skip
    return replace(made, **changes)


def hostile() -> SiteSource:
    """A source in which every text of a report is an attack."""
    doc = replace(DOC, title=XSS, source=XSS, url=f"javascript:{XSS}")
    text = f"{XSS} {'a' * 20}"
    told = replace(STATEMENT, agent=(), target=(), claim=replace(STATEMENT.claim, by=()), evidence=Evidence(0, len(text), text))
    strike = replace(STRIKE, outlets=(XSS,), sources=(XSS,), reasons=(XSS,), place=replace(STRIKE.place, name=XSS, key=XSS))  # type: ignore[type-var]
    dispute = replace(DISPUTE, title=XSS, positions=tuple(replace(p, value=XSS, outlets=(XSS,)) for p in DISPUTE.positions))
    return source(title=XSS, incidents=(strike,), disputes=(dispute,), documents={DOC.id: doc}, statements={"s1": told, "s2": told})


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A front end, as far as Python looks at it."""
    folder = tmp_path / "bundle"
    folder.mkdir()
    (folder / "publish.js").write_text("// the script")
    (folder / "publish.css").write_text("/* the style */")
    (folder / "third-party.txt").write_text("the licences")
    return folder


def test_data_leads_from_an_incident_to_its_sentences() -> None:
    data = site_data(source())
    strike = data["incidents"][0]
    accounts = [data["statements"][n] for n in strike["accounts"]]
    assert {data["reports"][a["report"]]["outlet"] for a in accounts} == {"Northern Wire"}
    assert data["places"][strike["place"]]["name"] == "al-Bab"
    assert [data["actors"][n]["name"] for n in strike["targets"]] == ["Islamic State", "civilians"]
    assert (strike["dead"], strike["tolls"][1]) == ([4, 16, 30], {"side": "Islamic State", "dead": [2, 5, 5]})
    assert data["disputes"][0]["incident"] == 0
    assert [p["by"] for p in data["disputes"][0]["positions"]] == [["Turkey"], []]
    held = data["control"][0]
    assert [s["holder"] for s in held["assessed"]][1] == "contested"
    assert [data["actors"][s["holder"]]["name"] for s in held["claimed"]] == ["Turkey"]
    json.dumps(data, allow_nan=False)


def test_a_private_person_is_nowhere_in_a_site() -> None:
    data = site_data(source(quotes="full"))
    pages = index_page(data) + "".join(page for _, page in plain_pages(data))
    for text in (json.dumps(data).lower(), pages.lower()):
        assert not any(name in text for name in ("haddad", "karam", PRIVATE_KEY))
    assert LEFT_OUT in data["statements"][0]["quote"]


@pytest.mark.parametrize(("quotes", "most"), [("none", 0), ("short", SHORT), ("full", 5000)])
def test_quotations_are_as_long_as_is_asked_for(quotes: Any, most: int) -> None:
    long = "word " * 400
    told = replace(STATEMENT, target=(), claim=replace(STATEMENT.claim, by=()), evidence=Evidence(0, len(long), long))
    (quote,) = {s["quote"] for s in site_data(source(statements={"s1": told}, quotes=quotes))["statements"]}
    assert len(quote or "") <= most
    assert (quote is None) == (quotes == "none")
    assert quotes != "full" or len(quote) == len(long) - 1


@given(st.text(), st.integers(2, 60))
def test_a_shortened_text_is_its_beginning(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= max(most + 1, len(text) if len(text) <= most else 0)
    assert text.startswith(short.removesuffix(" …"))


@given(st.text(max_size=60))
def test_a_link_is_only_ever_one_of_the_web(text: str) -> None:
    for url in (text, f"https://{text}", f"javascript:{text}"):
        link = link_of(url)
        assert link is None or re.match(r"https?://[^\s\"'<>]+$", link)


def test_what_is_no_address_of_the_web_is_shown_and_not_linked() -> None:
    page = "".join(page for _, page in plain_pages(site_data(source())))
    assert "javascript:alert(1)" in page
    assert all(not (attrs.get("href") or "").startswith("javascript") for _, attrs in Tags(page).tags)


def test_hostile_text_is_only_text() -> None:
    data = site_data(hostile())
    pages = [index_page(data), *(page for _, page in plain_pages(data))]
    for page in pages:
        tags = Tags(page).tags
        assert {tag for tag, _ in tags} <= set(
            "html head meta title link script body div main nav p h1 h2 dl dt dd section ol ul li a q cite".split()
        )
        assert not any(name.startswith("on") or name == "style" for _, attrs in tags for name in attrs)
        assert all("src" in attrs for tag, attrs in tags if tag == "script")
    assert "&lt;/script&gt;&lt;img" in pages[1]


def test_every_page_forbids_what_is_not_its_own() -> None:
    data = site_data(source())
    for page in (index_page(data), *(page for _, page in plain_pages(data))):
        (policy,) = [a["content"] or "" for t, a in Tags(page).tags if t == "meta" and a.get("http-equiv") == "Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy and "*" not in policy


def test_the_list_without_a_script_holds_every_incident() -> None:
    data = site_data(source(incidents=[replace(KILLING, id=f"i{n}") for n in range(600)]))
    pages = dict(plain_pages(data))
    assert sorted(pages) == ["plain/1.html", "plain/2.html", "plain/3.html"]
    assert sum(page.count("<h2 id=") for page in pages.values()) == 600
    assert "Reported by 2017-03-09: killing" in pages["plain/1.html"]
    assert all(f'href="plain/{n}.html"' in index_page(data) for n in (1, 2, 3))


def test_a_sentence_of_which_several_statements_were_read_is_listed_once() -> None:
    (page,) = (page for _, page in plain_pages(site_data(source(incidents=(STRIKE,)))))
    assert page.count("<q>") == 1
    assert "2 accounts, 2 independent sources" in page


def test_what_is_told_of_long_ago_does_not_stretch_the_span() -> None:
    old = replace(STRIKE, start=date(1963, 1, 1), end=date(2017, 1, 1), date_precision=5)
    data = site_data(source(incidents=(old, STRIKE)))
    assert (data["first"], data["last"]) == ("2017-02-03", "2017-02-04")


def test_data_js_is_one_assignment_that_no_text_ends(tmp_path: Path, bundle: Path) -> None:
    write_site(tmp_path / "site", site_data(hostile()), bundle)
    text = (tmp_path / "site" / "data.js").read_text("utf-8")
    assert text.startswith("window.IMBROGLIO={") and text.endswith("};\n")
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text[len("window.IMBROGLIO=") : -2])["title"] == XSS


def test_a_site_is_written_whole_and_again(tmp_path: Path, bundle: Path) -> None:
    folder = tmp_path / "deep" / "site"
    many = site_data(source(incidents=[replace(KILLING, id=f"i{n}") for n in range(300)]))
    write_site(folder, many, bundle)
    (folder / "notes.txt").write_text("somebody's own")
    size = write_site(folder, site_data(source()), bundle)
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    assert names == ["data.js", "imbroglio-site.json", "index.html", "notes.txt", "plain/1.html", "publish.css", "publish.js", "third-party.txt"]
    assert size == sum((folder / n).stat().st_size for n in names if n not in (MARKER, "notes.txt"))


def test_a_folder_with_anything_else_is_left_alone(tmp_path: Path, bundle: Path) -> None:
    folder = tmp_path / "thesis"
    folder.mkdir()
    (folder / "thesis.odt").write_text("years of work")
    with pytest.raises(ExportError, match="holds files that are not of a site"):
        write_site(folder, site_data(source()), bundle)
    assert [p.name for p in folder.iterdir()] == ["thesis.odt"]
    with pytest.raises(ExportError, match="is no folder"):
        write_site(folder / "thesis.odt", site_data(source()), bundle)


def test_a_marker_cannot_lead_out_of_the_folder(tmp_path: Path, bundle: Path) -> None:
    victim = tmp_path / "victim.txt"
    victim.write_text("keep")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / MARKER).write_text(json.dumps({"files": ["../victim.txt", str(victim)]}))
    write_site(folder, site_data(source()), bundle)
    assert victim.read_text() == "keep"


def test_without_the_built_pages_nothing_is_written_and_the_remedy_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ExportError, match="make workbench"):
        write_site(tmp_path / "site", site_data(source()), tmp_path / "empty")
    assert not (tmp_path / "site").exists()
