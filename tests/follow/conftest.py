"""A site on this machine that behaves as it is told, a clock that stands still unless somebody sleeps, and names that lead to it."""

from __future__ import annotations

import contextlib
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from imbroglio.follow.memory import Memory, memory_path
from imbroglio.follow.poll import Event
from imbroglio.follow.run import Means, follow, list_wanted
from imbroglio.follow.settings import settings_of
from imbroglio.model import Document, Trouble
from imbroglio.store import open_case

sys.path.insert(0, str(Path(__file__).parents[1]))  # worker processes find the stub by its name
from stub_run import MARK, make_stub

Behave = Callable[[BaseHTTPRequestHandler], None]


def _nothing() -> None: ...


class Clock:
    """Time passes when somebody sleeps; with `tick`, a little whenever it is looked at, too."""

    def __init__(self) -> None:
        self.time = 1_700_000_000.0
        self.tick = 0.0
        self.slept: list[float] = []
        self.hooks: dict[str, Callable[[], None]] = {}

    def now(self) -> float:
        return self.time

    def steady(self) -> float:
        self.time += self.tick
        return self.time

    def sleep(self, seconds: float) -> None:
        self.hooks.get("sleep", _nothing)()
        self.slept.append(seconds)
        self.time += seconds


class Site:
    """A server that answers each path as a test says, and remembers what it was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.paths: dict[str, Behave] = {}
        self.hits: Counter[str] = Counter()
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.hits[self.path] += 1
                site.asked.append((self.path, dict(self.headers.items())))
                with contextlib.suppress(OSError):  # whoever asked has gone
                    site.paths.get(self.path, missing)(self)

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever asked did not like the certificate
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def headers_of(self, path: str) -> list[dict[str, str]]:
        return [headers for asked, headers in self.asked if asked == path]


def missing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(404)


def answer(body: bytes | str, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> Behave:
    """Answers with these bytes; where the asker has the ETag already, with 304."""
    raw = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def behave(handler: BaseHTTPRequestHandler) -> None:
        if "ETag" in named and handler.headers.get("If-None-Match") == named["ETag"]:
            handler.send_response(304)
            handler.end_headers()
            return
        handler.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(raw)), **named}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(raw)

    return behave


def redirect(to: str, status: int = 302) -> Behave:
    return answer(b"", status=status, Location=to)


def page(text: str, title: str = "Fighting goes on", head: str = "") -> str:
    """A page whose main text a person would find, too."""
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title>{head}</head><body><nav>Home | World</nav><main><article>"
        f"<h1>{title}</h1><p>{text}</p><p>The fighting went on through the night, and nobody could say how it would end.</p>"
        "</article></main><footer>All rights reserved</footer></body></html>"
    )


def rss(*items: str, base: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Northern Wire</title>'
        f"<link>{base}/</link><description>News</description>{''.join(items)}</channel></rss>"
    )


def item(link: str, day: str = "", title: str = "A headline") -> str:
    said = f"<pubDate>{day}</pubDate>" if day else ""
    return f"<item><title>{title}</title><link>{link}</link>{said}</item>"


@dataclass
class World:
    """A site, a case, and what came of following the one into the other."""

    site: Site
    folder: Path
    clock: Clock = field(default_factory=Clock)
    names: dict[str, list[str]] = field(default_factory=lambda: {"wire.example": ["127.0.0.1"]})
    lookups: Counter[str] = field(default_factory=Counter)
    events: list[Event] = field(default_factory=list)
    reader: Any = make_stub
    mark: str = MARK
    limit: float = 0.0
    private: str = '"wire.example"'
    settings: str = ""

    @property
    def hooks(self) -> dict[str, Callable[[], None]]:
        """What is called at each "event", "sleep" and "request"."""
        return self.clock.hooks

    @property
    def base(self) -> str:
        return f"http://wire.example:{self.site.port}"

    @property
    def case_path(self) -> Path:
        return self.folder / "war.imbroglio"

    def resolve(self, host: str, _port: int) -> list[str]:
        self.hooks.get("request", _nothing)()
        self.lookups[host] += 1
        if host not in self.names:
            raise OSError("unknown")
        return self.names[host]

    def toml(self, source: str | None = None) -> str:
        source = source or f'feed = "{self.base}/feed"'
        return (
            f'[follow]\ncontact = "desk@example.org"\nprivate_hosts = [{self.private}]\n{self.settings}\n'
            f'[[source]]\nname = "Wire"\n{source}\n'
        )

    def means(self) -> Means:
        return Means(self.clock, self.resolve, self.reader, self.mark, limit=self.limit)

    def follow(self, source: str | None = None, *, dry: bool = False) -> list[Event]:
        """Poll once; the events of this poll."""
        settings = settings_of(self.toml(source), "sources.toml")
        events: list[Event] = []

        def tell(event: Event) -> None:
            self.hooks.get("event", _nothing)()
            events.append(event)

        try:
            if dry:
                with Memory(memory_path(self.case_path), dry=True) as memory:
                    list_wanted(settings, memory, tell, self.means())
            else:
                with open_case(self.case_path, create=True) as case, Memory(memory_path(self.case_path)) as memory:
                    follow(settings, case, memory, tell, self.means(), once=True)
        finally:
            self.events += events
        return events

    def offer(self, **pages: str | Behave) -> None:
        """A feed at /feed that lists these pages (`a` lies at /a), and the pages."""
        self.site.paths["/feed"] = answer(rss(*(item(f"/{name}") for name in pages), base=self.base), "application/rss+xml")
        for name, made in pages.items():
            self.site.paths[f"/{name}"] = answer(page(made)) if isinstance(made, str) else made

    def documents(self) -> list[Document]:
        with open_case(self.case_path) as case:
            return [stored.document for stored in case.documents()]

    def troubles(self) -> list[Trouble]:
        with open_case(self.case_path) as case:
            return list(case.troubles())

    def reasons(self) -> dict[str, str]:
        """Path of what failed -> why."""
        return {t.where.removeprefix(self.base): t.reason for t in self.troubles()}


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


@pytest.fixture
def world(site: Site, tmp_path: Path) -> World:
    return World(site, tmp_path)
