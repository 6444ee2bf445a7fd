"""What a user relies on: articles come into the case once, with their day and address, and what fails is named and stops nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from imbroglio.errors import FollowError
from imbroglio.follow.memory import Memory, memory_path
from imbroglio.follow.run import Means, follow
from imbroglio.follow.settings import settings_of
from imbroglio.model import Document
from imbroglio.store import open_case

from .conftest import World, answer, item, page, rss

SHELLS = "Shells fell on the old market of the town on Monday, and the bakery beside it burned down."
BRIDGE = "Engineers repaired the bridge on Tuesday after the militia had left the village on the river."


def test_articles_come_into_the_case_with_address_and_source(world: World) -> None:
    world.offer(a=SHELLS, b=BRIDGE)
    world.follow(f'feed = "{world.base}/feed"\nsource = "Northern Wire"')
    first, second = world.documents()
    assert "old market" in first.text and "Home | World" not in first.text
    assert (first.url, first.source, first.origin) == (f"{world.base}/a", "Northern Wire", f"{world.base}/a")
    assert second.url == f"{world.base}/b"
    with open_case(world.case_path) as case:
        assert sum(1 for _ in case.statements()) > 10


def test_what_was_fetched_is_not_fetched_again(world: World) -> None:
    world.offer(a=SHELLS, b=BRIDGE)
    for _ in range(3):
        world.follow()
    assert (world.site.hits["/a"], world.site.hits["/b"], world.site.hits["/feed"]) == (1, 1, 3)
    assert len(world.documents()) == 2


def test_a_feed_that_has_not_changed_is_not_sent_again(world: World) -> None:
    world.offer(a=SHELLS)
    world.site.paths["/feed"] = answer(rss(item("/a")), "text/xml", ETag='"f1"', Last_Modified="Mon, 06 Nov 2023 10:00:00 GMT")
    world.follow()
    events = world.follow()
    first, second = world.site.headers_of("/feed")
    assert "If-None-Match" not in first
    assert second["If-None-Match"] == '"f1"'
    assert second["If-Modified-Since"] == "Mon, 06 Nov 2023 10:00:00 GMT"
    assert [e.what for e in events] == ["unchanged"]


def test_who_asks_says_so(world: World) -> None:
    world.offer(a=SHELLS)
    world.follow()
    assert {h["User-Agent"].partition("/")[0] for _, h in world.site.asked} == {"imbroglio"}
    assert all("(+desk@example.org)" in h["User-Agent"] for _, h in world.site.asked)


def atom(updated: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>W</title><id>urn:w</id><updated>2023-11-06T10:00:00Z</updated>'
        f'<entry><title>A</title><id>urn:a</id><link href="/a"/><updated>{updated}</updated></entry></feed>'
    )


def test_a_page_that_changed_is_asked_for_again_and_is_a_report_of_its_own(world: World) -> None:
    world.site.paths |= {
        "/feed": answer(atom("2023-11-06T10:00:00Z"), "application/atom+xml"),
        "/a": answer(page(SHELLS), ETag='"a1"'),
    }
    world.follow()
    world.site.paths |= {
        "/feed": answer(atom("2023-11-07T10:00:00Z"), "application/atom+xml"),
        "/a": answer(page(BRIDGE), ETag='"a2"'),
    }
    world.follow()
    assert world.site.headers_of("/a")[1]["If-None-Match"] == '"a1"'
    assert [("market" in d.text, "bridge" in d.text) for d in world.documents()] == [(True, False), (False, True)]
    world.follow()
    assert world.site.hits["/a"] == 2


def test_a_page_whose_text_has_not_changed_is_no_new_report(world: World) -> None:
    world.site.paths |= {"/feed": answer(atom("2023-11-06T10:00:00Z"), "text/xml"), "/a": answer(page(SHELLS))}
    world.follow()
    visited = page(SHELLS).replace("All rights reserved", "Visitor number 4711")
    world.site.paths |= {"/feed": answer(atom("2023-11-07T10:00:00Z"), "text/xml"), "/a": answer(visited)}
    events = world.follow()
    assert world.site.hits["/a"] == 2
    assert "same" in {e.what for e in events}
    assert len(world.documents()) == 1


def test_a_server_that_says_unchanged_ends_it(world: World) -> None:
    world.site.paths |= {"/feed": answer(atom("2023-11-06T10:00:00Z"), "text/xml"), "/a": answer(page(SHELLS), ETag='"a"')}
    world.follow()
    world.site.paths["/feed"] = answer(atom("2023-11-07T10:00:00Z"), "text/xml")
    world.follow()
    world.follow()
    assert world.site.hits["/a"] == 2
    assert len(world.documents()) == 1


META = '<meta property="article:published_time" content="2023-11-02T08:00:00+00:00">'


@pytest.mark.parametrize(
    ("pubdate", "head", "day", "basis"),
    [
        ("Fri, 03 Nov 2023 23:30:00 +0200", "", date(2023, 11, 3), "feed"),
        ("Fri, 03 Nov 2023 23:30:00 +0200", META, date(2023, 11, 2), "metadata"),
        ("", META, date(2023, 11, 2), "metadata"),
        ("", "", None, ""),
        ("yesterday evening", "", None, ""),
    ],
)
def test_the_day_published_is_the_pages_or_the_feeds_and_never_that_of_fetching(
    world: World, pubdate: str, head: str, day: date | None, basis: str
) -> None:
    world.offer(a=answer(page(SHELLS, head=head)))
    world.site.paths["/feed"] = answer(rss(item("/a", pubdate)), "application/rss+xml")
    world.follow()
    [doc] = world.documents()
    assert (doc.date, doc.date_basis) == (day, basis)


def test_when_an_entry_was_updated_is_no_day_of_publication(world: World) -> None:
    world.site.paths |= {"/feed": answer(atom("2023-11-06T10:00:00Z"), "text/xml"), "/a": answer(page(SHELLS))}
    world.follow()
    assert [d.date for d in world.documents()] == [None]


def sitemap(*urls: str) -> str:
    return (
        '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{"".join(urls)}</urlset>'
    )


def test_a_news_sitemap_says_the_day_and_its_lastmod_does_not(world: World) -> None:
    news = "<news:news><news:publication_date>2023-11-05</news:publication_date><news:title>T</news:title></news:news>"
    world.offer(a=SHELLS, b=BRIDGE)
    world.site.paths["/map.xml"] = answer(
        sitemap(
            f"<url><loc>{world.base}/b</loc><lastmod>2023-11-04</lastmod></url>",
            f"<url><loc>{world.base}/a</loc><lastmod>2023-11-06</lastmod>{news}</url>",
        ),
        "application/xml",
    )
    world.follow(f'sitemap = "{world.base}/map.xml"')
    assert [(d.url, d.date) for d in world.documents()] == [(f"{world.base}/a", date(2023, 11, 5)), (f"{world.base}/b", None)]


def test_a_sitemap_on_another_host_is_named_and_not_fetched(world: World) -> None:
    world.names["elsewhere.example"] = ["127.0.0.1"]
    there = f"http://elsewhere.example:{world.site.port}/one.xml"
    world.site.paths["/index.xml"] = answer(f"<sitemapindex><sitemap><loc>{there}</loc></sitemap></sitemapindex>", "text/xml")
    world.follow(f'sitemap = "{world.base}/index.xml"')
    assert world.site.hits["/one.xml"] == 0
    assert world.reasons() == {"/index.xml": "other-host"}


def test_a_feed_that_fails_in_between_is_asked_as_before(world: World) -> None:
    world.offer(a=SHELLS)
    whole = answer(rss(item("/a")), "text/xml", ETag='"f"')
    for behave in (whole, answer("<rss><broken", "text/xml", ETag='"x"'), whole):
        world.site.paths["/feed"] = behave
        world.follow()
    assert [h.get("If-None-Match") for h in world.site.headers_of("/feed")] == [None, '"f"', '"f"']


def test_an_index_that_stays_as_it_is_hides_nothing_that_is_new_below_it(world: World) -> None:
    world.offer(a=SHELLS, b=BRIDGE)
    world.site.paths["/index.xml"] = answer(
        f"<sitemapindex><sitemap><loc>{world.base}/one.xml</loc></sitemap></sitemapindex>", "text/xml", ETag='"i"'
    )
    for names in ("a", "ab", "ab"):
        listed = (f"<url><loc>{world.base}/{name}</loc></url>" for name in names)
        world.site.paths["/one.xml"] = answer(sitemap(*listed), "text/xml", ETag=f'"{names}"')
        world.follow(f'sitemap = "{world.base}/index.xml"')
    assert [d.url for d in world.documents()] == [f"{world.base}/a", f"{world.base}/b"]
    assert world.site.headers_of("/one.xml")[2]["If-None-Match"] == '"ab"'


def test_what_is_older_than_the_user_asks_for_is_left_out(world: World) -> None:
    world.offer(a=SHELLS, b=BRIDGE, c="Nobody was hurt when the depot of the brigade burned down, the mayor told reporters on Friday.")
    days = {"a": "2023-11-05T23:00:00Z", "b": "2023-10-30", "c": ""}
    world.site.paths["/map.xml"] = answer(
        sitemap(*(f"<url><loc>{world.base}/{name}</loc><lastmod>{day}</lastmod></url>" for name, day in days.items())), "text/xml"
    )
    world.follow(f'sitemap = "{world.base}/map.xml"\nsince = 2023-11-01')
    assert [d.url for d in world.documents()] == [f"{world.base}/a", f"{world.base}/c"]


def test_an_index_of_sitemaps_is_followed_one_level(world: World) -> None:
    def index(*urls: str) -> str:
        maps = "".join(f"<sitemap><loc>{u}</loc></sitemap>" for u in urls)
        return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'

    world.offer(a=SHELLS, b=BRIDGE)
    world.site.paths |= {
        "/index.xml": answer(index(f"{world.base}/one.xml", f"{world.base}/deeper.xml"), "text/xml"),
        "/one.xml": answer(sitemap(f"<url><loc>{world.base}/a</loc></url>"), "text/xml"),
        "/deeper.xml": answer(index(f"{world.base}/two.xml"), "text/xml"),
        "/two.xml": answer(sitemap(f"<url><loc>{world.base}/b</loc></url>"), "text/xml"),
    }
    world.follow(f'sitemap = "{world.base}/index.xml"')
    assert [d.url for d in world.documents()] == [f"{world.base}/a"]
    assert world.site.hits["/two.xml"] == 0


def test_what_is_more_than_the_most_comes_with_the_next_polls(world: World) -> None:
    world.offer(**{f"p{n}": f"{SHELLS} It was the attack number {n} of that month." for n in range(5)})
    feed = rss(*(item(f"/p{n}") for n in range(5)))
    world.site.paths["/feed"] = answer(feed, "text/xml", ETag='"same"')
    found = []
    for _ in range(4):
        world.follow(f'feed = "{world.base}/feed"\nmost = 2')
        found.append(len(world.documents()))
    assert found == [2, 4, 5, 5]


class _Stopped:
    """A reader that is stopped at its second report, as by Ctrl+C."""

    def __init__(self) -> None:
        self.count = 0

    def read(self, doc: Document) -> object:
        from stub_run import StubReader

        self.count += 1
        if self.count == 2:
            raise KeyboardInterrupt
        return StubReader().read(doc)


def test_a_run_that_is_stopped_goes_on_without_fetching_or_reading_twice(world: World) -> None:
    world.offer(a=SHELLS, b=BRIDGE, c=f"{BRIDGE} A second bridge is to follow in the spring.")
    world.reader = _Stopped
    with pytest.raises(KeyboardInterrupt):
        world.follow()
    assert len(world.documents()) == 1
    world.reader = World.reader
    world.follow()
    assert [d.url for d in world.documents()] == [f"{world.base}/{name}" for name in "abc"]
    assert [world.site.hits[f"/{name}"] for name in "abc"] == [1, 1, 1]


def content(world: World) -> list[object]:
    """All that the case says, whatever the order in which it came."""
    with open_case(world.case_path) as case:
        documents = sorted(((d.document, d.read_with, d.statements) for d in case.documents()), key=lambda d: d[0].id)
        return [documents, sorted(s.id for s in case.statements()), sorted(t.message for t in case.troubles())]


@pytest.mark.parametrize(("by", "moments"), [("event", 8), ("sleep", 5), ("request", 6)])
def test_stopped_at_any_moment_and_started_again_it_comes_to_the_same(
    world: World, by: str, moments: int, tmp_path: Path
) -> None:
    world.offer(a=SHELLS, b=BRIDGE, c=answer("", "image/png"), d=answer(page("Les combats ont repris mardi, selon des témoins. " * 9)))
    world.follow()
    wanted, asked = content(world), Counter(world.site.hits)

    class Stop(BaseException): ...

    for moment in range(moments):
        left = [moment]

        def step(left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] == -1:
                raise Stop

        again = World(world.site, tmp_path / f"{moment}")
        again.folder.mkdir()
        world.site.hits.clear()
        again.hooks[by] = step
        with pytest.raises(Stop):
            again.follow()
        again.hooks.clear()
        again.follow()
        assert content(again) == wanted
        # What had been fetched was not fetched again; only what was under way.
        assert all(world.site.hits[path] <= asked[path] + 1 for path in ("/a", "/b", "/d"))
        assert sum(world.site.hits[path] for path in ("/a", "/b", "/d")) <= 4


def test_a_report_on_which_the_reader_fails_is_a_trouble_and_stops_no_other(world: World) -> None:
    world.offer(a=f"{SHELLS} crash", b=BRIDGE)
    world.follow()
    world.follow()
    assert [t.reason for t in world.troubles()] == ["reader-crash"]
    assert (world.site.hits["/a"], len(world.documents())) == (1, 2)


def test_a_report_that_takes_too_long_or_ends_its_reader_is_named_and_stops_no_other(world: World) -> None:
    world.offer(a=f"{SHELLS} slow", b=f"{BRIDGE} die", c=f"{BRIDGE} A second bridge is to follow in the spring.")
    world.limit = 2.0
    world.follow()
    assert {(t.where in {d.id for d in world.documents()}, t.reason) for t in world.troubles()} == {
        (True, "time-limit"), (True, "reader-crash")
    }  # fmt: skip
    with open_case(world.case_path) as case:
        assert [stored.statements > 0 for stored in case.documents()] == [False, False, True]


def test_a_page_that_ends_run_after_run_is_put_aside(world: World) -> None:
    world.offer(a=SHELLS)

    class Ends:
        def read(self, _doc: Document) -> object:
            raise KeyboardInterrupt

    world.reader = Ends
    for _ in range(5):
        with pytest.raises(KeyboardInterrupt):
            world.follow()
    world.reader = World.reader
    world.follow()
    assert world.reasons() == {"/a": "reader-crash"}


def test_one_source_that_fails_stops_no_other(world: World) -> None:
    world.offer(a=SHELLS)
    world.follow(
        'feed = "https://nowhere.example/feed"\n'
        f'[[source]]\nname = "Second"\nfeed = "{world.base}/feed"\n'
        f'[[source]]\nname = "Third"\nfeed = "{world.base}/none"'
    )
    assert len(world.documents()) == 1
    assert world.reasons() == {"https://nowhere.example/feed": "no-address", "/none": "http-404"}


def test_two_feeds_that_list_one_article_fetch_it_once(world: World) -> None:
    world.offer(a=SHELLS)
    world.site.paths["/other"] = answer(rss(item("/a#comments")), "text/xml")
    world.follow(f'feed = "{world.base}/feed"\n[[source]]\nname = "Other"\nfeed = "{world.base}/other"')
    assert world.site.hits["/a"] == 1


def test_a_dry_run_lists_and_writes_nothing(world: World) -> None:
    world.offer(a=SHELLS, b=BRIDGE)
    events = world.follow(dry=True)
    assert [e.url for e in events if e.what == "would-fetch"] == [f"{world.base}/a", f"{world.base}/b"]
    assert world.site.hits["/a"] == 0
    assert list(world.folder.iterdir()) == []


def test_a_dry_run_leaves_out_what_is_known(world: World) -> None:
    world.offer(a=SHELLS)
    world.follow()
    before = memory_path(world.case_path).read_bytes()
    assert [e.what for e in world.follow(dry=True)] == ["polled"]
    assert memory_path(world.case_path).read_bytes() == before


def test_one_run_at_a_time(world: World) -> None:
    world.offer(a=SHELLS)
    world.follow()
    with Memory(memory_path(world.case_path)), pytest.raises(FollowError, match="another 'imbroglio follow' works on this case"):
        world.follow()


def test_it_goes_on_until_it_is_stopped_and_polls_each_source_when_it_is_due(world: World) -> None:
    world.offer(a=SHELLS)
    world.site.paths["/other"] = answer(rss(), "text/xml")
    rests = []

    class Stop(Exception): ...

    def tell(event: object) -> None:
        if getattr(event, "what", "") == "resting":
            rests.append(world.clock.now())
            if len(rests) == 6:
                raise Stop

    text = world.toml(f'feed = "{world.base}/feed"\nevery = 10\n[[source]]\nname = "Slow"\nfeed = "{world.base}/other"\nevery = 30')
    with open_case(world.case_path, create=True) as case, Memory(memory_path(world.case_path)) as memory, pytest.raises(Stop):
        follow(settings_of(text, "s.toml"), case, memory, tell, world.means())
    assert world.site.hits["/feed"] in (5, 6)
    assert world.site.hits["/other"] in (2, 3)
    assert world.site.hits["/a"] == 1


def test_the_record_is_weighed_when_reports_have_come_and_only_then(world: World) -> None:
    world.offer(a=SHELLS)
    weighed = []
    means = Means(
        world.clock, world.resolve, world.reader, "stub 1", weigh=lambda case: weighed.append(case.count()) or {"statement": 1}
    )
    settings = settings_of(world.toml(), "s.toml")
    for _ in range(2):
        with open_case(world.case_path, create=True) as case, Memory(memory_path(world.case_path)) as memory:
            follow(settings, case, memory, lambda _: None, means, once=True)
    assert len(weighed) == 1


def test_another_version_reads_followed_reports_again_without_fetching_them(world: World) -> None:
    world.offer(a=SHELLS)
    world.follow()
    asked = world.site.hits["/a"]
    world.mark = "stub 2"
    events = world.follow()
    assert "1 report of earlier polls read again, as this version reads." in [e.message for e in events]
    with open_case(world.case_path) as case:
        assert [stored.read_with for stored in case.documents()] == ["stub 2"]
    assert world.site.hits["/a"] == asked
    assert "read" not in {e.what for e in world.follow()}


def test_a_page_in_the_encoding_that_its_server_states(world: World) -> None:
    text = "Shells fell on the café of the town on Monday; “nobody was hurt”, the mayor said to reporters there."
    world.offer(a=answer(page(text).encode("cp1252"), "text/html; charset=windows-1252"))
    world.follow()
    [doc] = world.documents()
    assert "café" in doc.text and "“nobody" in doc.text
