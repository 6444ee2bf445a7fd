"""A server that means harm, or has lost its wits: what it sends is bounded, where it points to is not gone to, others go on."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import httpcore2
import pytest

from imbroglio.follow.address import Target, split_url
from imbroglio.follow.fetch import Fault, Fetcher, redirected
from imbroglio.follow.listing import Lister
from imbroglio.follow.settings import Manners

from .conftest import Behave, Clock, World, answer, item, page, redirect, rss

SHELLS = "Shells fell on the old market of the town on Monday, and the bakery beside it burned down."
GOOD = "Engineers repaired the bridge on Tuesday after the militia had left the village on the river."


def harm(world: World, behave: Behave, reason: str) -> str:
    """Let /bad behave so, beside a page that is well; the one becomes a trouble of this reason, the other a report."""
    world.offer(bad=behave, good=GOOD)
    world.follow()
    assert [d.url for d in world.documents()] == [f"{world.base}/good"]
    [trouble] = world.troubles()
    assert (trouble.where, trouble.reason, trouble.fatal) == (f"{world.base}/bad", reason, True)
    assert trouble.message.startswith(f"{world.base}/bad: ")
    return trouble.message


def drip(first: bytes) -> Behave:
    """Sends these bytes, and then one at a time without an end."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(first)
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.002)

    return behave


@pytest.mark.parametrize(
    "first", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "], ids=["body", "head"]
)
def test_a_slow_drip_ends_at_the_time_limit(world: World, first: bytes) -> None:
    world.clock.tick = 0.5
    assert "did not answer in time" in harm(world, drip(first), "timed-out")


def test_an_endless_body_ends_at_the_limit_of_bytes(world: World) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            handler.wfile.write(b"<p>more</p>" * 5000)

    world.settings = "megabytes = 1"
    assert "1,048,576 bytes" in harm(world, endless, "too-large")


def test_a_body_that_is_stated_too_large_is_not_taken(world: World) -> None:
    world.settings = "megabytes = 1"
    harm(world, answer(b"", Content_Length="99999999"), "too-large")


def test_a_gzip_bomb_ends_at_the_limit_of_bytes(world: World) -> None:
    bomb = gzip.compress(b"<p>boom</p>" * 4_000_000)
    assert len(bomb) < 200_000
    harm(world, answer(bomb, Content_Encoding="gzip"), "too-large")


def test_gzip_is_unpacked_and_what_breaks_off_is_said(world: World) -> None:
    packed = gzip.compress(page(SHELLS).encode())
    world.offer(whole=answer(packed, Content_Encoding="gzip"), half=answer(packed[:-20], Content_Encoding="gzip"))
    world.follow()
    assert [d.url for d in world.documents()] == [f"{world.base}/whole"]
    assert world.reasons() == {"/half": "unpacking"}


def test_a_coding_that_was_not_asked_for_is_refused(world: World) -> None:
    harm(world, answer(b"zzz", Content_Encoding="br"), "content-type")


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/json", "application/x-msdownload"])
def test_content_of_another_kind_is_refused(world: World, kind: str) -> None:
    harm(world, answer(page(SHELLS), kind), "content-type")


def test_bytes_that_are_no_page_are_a_trouble(world: World) -> None:
    harm(world, answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20), "binary")


@pytest.mark.parametrize(
    "to",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/latest/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://2852039166/",
        "http://metadata.example/",
        "//metadata.example/",
    ],
)
def test_a_redirect_to_the_clouds_own_address_is_not_followed(
    world: World, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected = watch(monkeypatch)
    world.names |= {
        "169.254.169.254": ["169.254.169.254"], "2852039166": ["169.254.169.254"], "metadata.example": ["169.254.169.254"],
        "::ffff:169.254.169.254": ["::ffff:169.254.169.254"], "::ffff:a9fe:a9fe": ["::ffff:169.254.169.254"],
        "64:ff9b::a9fe:a9fe": ["64:ff9b::a9fe:a9fe"],
    }  # fmt: skip
    world.offer(bad=redirect(to))
    # Even where the user's own file names all of these hosts, none is gone to.
    hosts = '["wire.example", "169.254.169.254", "metadata.example", "2852039166", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"]'
    world.private = hosts[1:-1]
    world.follow(f'feed = "{world.base}/feed"\nhosts = {hosts}')
    assert world.reasons() == {"/bad": "address-refused"}
    assert connected == {"127.0.0.1"}


def test_a_redirect_to_this_machine_is_not_followed(world: World) -> None:
    world.names["localhost"] = ["127.0.0.1"]
    world.site.paths["/secret"] = answer(page(SHELLS))
    for n, name in enumerate(("127.0.0.1", "localhost")):
        world.names["127.0.0.1"] = ["127.0.0.1"]
        world.offer(**{f"bad{n}": redirect(f"http://{name}:{world.site.port}/secret")})
        world.follow(f'feed = "{world.base}/feed"\nhosts = ["wire.example", "{name}:{world.site.port}"]')
    assert world.site.hits["/secret"] == 0
    assert world.reasons() == {"/bad0": "address-refused", "/bad1": "address-refused"}


@pytest.mark.parametrize(
    "to", ["file:///etc/passwd", "ftp://wire.example/a", "gopher://wire.example/", "javascript:alert(1)", "data:text/html,x"]
)
def test_a_redirect_to_another_scheme_is_not_followed(world: World, to: str) -> None:
    harm(world, redirect(to), "redirect-refused")


def test_a_redirect_with_credentials_is_not_followed(world: World) -> None:
    harm(world, redirect("http://user:secret@wire.example/"), "redirect-refused")


def test_a_redirect_from_https_to_http_is_not_followed() -> None:
    with pytest.raises(Fault, match="from https to http"):
        redirected(split_url("https://wire.example/a"), "http://wire.example/a")
    assert redirected(split_url("http://wire.example/a"), "https://wire.example/a").scheme == "https"


def test_a_redirect_to_a_host_that_the_source_does_not_name_is_not_followed(world: World) -> None:
    world.names["other.example"] = ["127.0.0.1"]
    world.private = f'"wire.example", "other.example:{world.site.port}"'
    world.site.paths["/there"] = answer(page(SHELLS))
    message = harm(world, redirect(f"http://other.example:{world.site.port}/there"), "redirect-refused")
    assert 'add "other.example"' in message
    assert world.site.hits["/there"] == 0


def test_a_redirect_loop_ends(world: World) -> None:
    harm(world, redirect("/bad"), "redirects")
    assert world.site.hits["/bad"] == 6


def test_a_redirect_to_a_page_of_the_host_is_followed(world: World) -> None:
    world.offer(short=redirect("/long"))
    world.site.paths["/long"] = answer(page(SHELLS))
    world.follow()
    world.offer(long=SHELLS)
    world.follow()
    assert [(d.url, d.origin) for d in world.documents()] == [(f"{world.base}/long", f"{world.base}/short")]
    assert world.site.hits["/long"] == 1


def watch(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The addresses to which connections are made from now on."""
    connected: set[str] = set()
    connect = httpcore2.SyncBackend.connect_tcp

    def seen(self: httpcore2.SyncBackend, host: str, port: int, **more: object) -> httpcore2.NetworkStream:
        connected.add(host)
        return connect(self, host, port, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", seen)
    return connected


def test_a_name_that_leads_inside_is_not_gone_to(world: World) -> None:
    world.names["inside.example"] = ["127.0.0.1"]
    world.names["both.example"] = ["93.184.215.14", "10.0.0.7"]
    world.follow(
        f'feed = "http://inside.example:{world.site.port}/feed"\n'
        '[[source]]\nname = "Both"\nfeed = "http://both.example/feed"'
    )
    assert {t.reason for t in world.troubles()} == {"address-refused"}
    assert "name the host in private_hosts" in world.troubles()[0].message
    assert world.site.hits.total() == 0


def test_a_connection_goes_to_the_address_that_was_checked_and_asks_no_name_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that says one thing to the check and another to the connection gains nothing."""
    asked_of_the_system: list[object] = []
    getaddrinfo = socket.getaddrinfo

    def spy(host: object, *rest: object, **more: object) -> object:
        asked_of_the_system.append(host)
        return getaddrinfo(host, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", spy)
    world.offer(a=SHELLS)
    world.follow()
    assert len(world.documents()) == 1
    assert set(asked_of_the_system) == {"127.0.0.1"}
    assert world.lookups["wire.example"] == len(world.site.asked)


def test_a_name_that_changes_its_address_is_checked_at_every_request(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[str] = []

    def connect(self: object, host: str, port: int, **_: object) -> httpcore2.NetworkStream:
        connected.append(host)
        raise httpcore2.ConnectError("refused")

    monkeypatch.setattr(httpcore2.SyncBackend, "connect_tcp", connect)
    answers = [["93.184.215.14"], ["127.0.0.1"]]
    fetcher = Fetcher(Manners("desk@example.org"), Clock(), lambda _host, _port: answers.pop(0))
    reasons = []
    for _ in range(2):
        with pytest.raises(Fault) as caught:
            fetcher.get(Target("http", "shifty.example", 80, "/"), ["text/html"], before=lambda _: None)
        reasons.append(caught.value.reason)
    assert connected == ["93.184.215.14"]
    assert reasons == ["connection", "address-refused"]


def test_proxies_of_the_environment_are_not_used(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    world.offer(a=SHELLS)
    world.follow()
    assert len(world.documents()) == 1


def test_links_that_are_none_are_named_and_others_go_on(world: World) -> None:
    links = ["file:///etc/passwd", "http://user:pw@wire.example/x", "javascript:alert(1)", "http://wire.example:22/", "/good"]
    world.offer(good=GOOD)
    world.site.paths["/feed"] = answer(rss(*map(item, links)), "application/rss+xml")
    world.follow()
    assert [d.url for d in world.documents()] == [f"{world.base}/good"]
    assert {t.reason for t in world.troubles()} == {"address-refused"}
    assert len(world.troubles()) == 4


def test_articles_on_other_hosts_are_named_once_and_not_fetched(world: World) -> None:
    world.names["elsewhere.example"] = ["127.0.0.1"]
    there = f"http://elsewhere.example:{world.site.port}"
    world.offer(good=GOOD)
    world.site.paths["/feed"] = answer(rss(item(f"{there}/x"), item(f"{there}/y"), item("/good")), "application/rss+xml")
    world.follow()
    [trouble] = world.troubles()
    assert (trouble.where, trouble.reason) == (f"{world.base}/feed", "other-host")
    assert 'add "elsewhere.example" to its hosts' in trouble.message
    assert (world.site.hits["/x"], world.site.hits["/y"]) == (0, 0)


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1 or str()};" * 10}">' for n in range(1, 10))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
FEEDS: dict[str, tuple[str | bytes, str]] = {
    "laughs": (LAUGHS + "<rss version='2.0'><channel><title>&lol9;</title></channel></rss>", "entities"),
    "outside": (OUTSIDE + "<rss version='2.0'><channel><title>&x;</title></channel></rss>", "entities"),
    "laughs in UTF-16": ((LAUGHS + "<rss version='2.0'><channel/></rss>").encode("utf-16"), "entities"),
    "a page": (page(SHELLS), "no-feed"),
    "nothing": ("", "no-feed"),
    "bytes": (bytes(range(256)) * 50, "no-feed"),
}


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_that_is_none_is_a_trouble(world: World, name: str) -> None:
    body, reason = FEEDS[name]
    world.site.paths["/feed"] = answer(body, "application/rss+xml")
    world.follow()
    assert world.reasons() == {"/feed": reason}


MAPS: dict[str, tuple[str | bytes, str]] = {
    "laughs": (LAUGHS + "<urlset><url><loc>&lol9;</loc></url></urlset>", "entities"),
    "outside": (OUTSIDE + "<urlset><url><loc>&x;</loc></url></urlset>", "entities"),
    "broken": ("<urlset><url><loc>http://wire.example/a</loc>", "broken-xml"),
    "another": ("<other/>", "no-feed"),
    "nothing": ("", "broken-xml"),
    "deep": ("<urlset>" + "<url>" * 5000 + "</url>" * 5000 + "</urlset>", "broken-xml"),
    "packed bomb": (gzip.compress(b"<urlset>" + b" " * 20_000_000 + b"</urlset>"), "too-large"),
    "too many": ("<urlset>" + "<url><loc>/a</loc></url>" * 50_001 + "</urlset>", "too-large"),
}


@pytest.mark.parametrize("name", MAPS)
def test_a_sitemap_that_is_none_is_a_trouble(world: World, name: str) -> None:
    body, reason = MAPS[name]
    world.site.paths["/map.xml"] = answer(body, "application/xml")
    world.follow(f'sitemap = "{world.base}/map.xml"')
    assert world.reasons() == {"/map.xml": reason}


def test_a_broken_feed_gives_what_can_be_read_of_it(world: World) -> None:
    world.offer(good=GOOD)
    world.site.paths["/feed"] = answer(rss(item("/good")).replace("</channel></rss>", "<item><title>&nope; <b"), "text/xml")
    world.follow()
    assert len(world.documents()) == 1


def test_a_huge_feed_is_a_trouble(world: World) -> None:
    world.settings = "megabytes = 1"
    world.site.paths["/feed"] = answer(rss(*(item(f"/{n}") for n in range(20_000))), "text/xml")
    world.follow()
    assert world.reasons() == {"/feed": "too-large"}


def test_markup_of_a_feed_never_reaches_the_case(world: World) -> None:
    world.offer(a=answer("Shells fell on the old market of the town on Monday, the mayor said. " * 3, "text/plain"))
    world.site.paths["/feed"] = answer(rss(item("/a", title="&lt;script&gt;alert(1)&lt;/script&gt; Market hit")), "text/xml")
    world.follow()
    [doc] = world.documents()
    assert doc.title == "alert(1) Market hit"


@pytest.mark.parametrize(
    "behave",
    [
        lambda h: h.wfile.write(b"not http at all\r\n\r\n"),
        lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 500\r\n\r\n<p>short"),
        lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"y" * 300_000 + b"\r\n\r\n"),
        lambda h: h.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n"),
        lambda h: None,
    ],
    ids=["no http", "breaks off", "huge head", "bad chunk", "hangs up"],
)
def test_what_is_no_http_is_a_trouble(world: World, behave: Callable[[BaseHTTPRequestHandler], None]) -> None:
    def closes(handler: BaseHTTPRequestHandler) -> None:
        behave(handler)
        handler.close_connection = True

    harm(world, closes, "connection")


def slow_to_parse() -> bytes:
    """Two megabytes over which the parser of feeds takes a minute."""
    many = "".join(f'<x{n}:a xmlns:x{n}="u{n}"/>' for n in range(80_000))
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{many}'.encode()


def test_a_feed_that_takes_too_long_is_let_go_and_the_next_is_read() -> None:
    lister = Lister(seconds=1.0)
    try:
        with pytest.raises(Fault) as caught:
            lister.read("feed", slow_to_parse(), 10_000_000)
        assert caught.value.reason == "time-limit"
        large = rss(*(item(f"/{n}", title="A headline of some length " * 4) for n in range(1200))).encode()
        assert len(large) > 128 * 1024
        lister = Lister()
        for _ in range(2):
            entries, maps = lister.read("feed", large, 10_000_000)
            assert (len(entries), entries[7].link, maps) == (1200, "/7", [])
    finally:
        lister.dismiss()
