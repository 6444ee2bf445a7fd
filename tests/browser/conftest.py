"""The workbench in a real browser: Debian's chromium, driven by Playwright, against a running server.

Every test fails where the page logs an error (a policy that was broken is one), throws, or asks any other host for anything.
Where chromium or the built pages are missing, the tests are skipped and say so.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from small_war import make_case

from imbroglio.web.app import is_built, make_app
from imbroglio.web.serving import listen
from imbroglio.web.state import Workbench

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

CHROMIUM = Path("/usr/bin/chromium")
ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"]
TOKEN = "a-token-of-the-tests"
TIMEOUT = 15_000


@dataclass(frozen=True)
class Desk:
    """A running workbench.

    Attributes:
        address: "http://127.0.0.1:PORT", to which a path is added.
        workbench: its state, for what a test looks up behind the page.
        token: opens the API to a program.
    """

    address: str
    workbench: Workbench
    token: str = TOKEN


@contextmanager
def running(case: Path, *, create: bool = False) -> Iterator[Desk]:
    """A server in a thread of its own, on a free port."""
    app = make_app(case, token=TOKEN, create=create, pause=0.2)
    serving = listen(app)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    try:
        yield Desk(f"http://127.0.0.1:{serving.port}", app.state.workbench)
    finally:
        serving.stop()
        thread.join(20)
        app.state.workbench.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for all tests."""
    if not CHROMIUM.is_file():
        pytest.skip(f"no browser at {CHROMIUM}; install it with: apt install chromium")
    if not is_built():
        pytest.skip("the workbench is not built; run: make workbench")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def war(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with its record (`small_war`), which is not to be changed."""
    return make_case(tmp_path_factory.mktemp("war") / "war.imbroglio")


@pytest.fixture(scope="session")
def desk(war: Path) -> Iterator[Desk]:
    """A workbench on the small war, for tests that only look."""
    with running(war) as made:
        yield made


@pytest.fixture
def own_desk(war: Path, tmp_path: Path) -> Iterator[Desk]:
    """A workbench on a copy of the small war, for tests that change it."""
    with running(Path(shutil.copy(war, tmp_path / "own.imbroglio"))) as made:
        yield made


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Desk]:
    """A workbench on a case that holds nothing yet."""
    with running(tmp_path / "empty.imbroglio", create=True) as made:
        yield made


class Watch:
    """What a page must not do, noted as it happens."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        # The server of a test may end before its pages do.
        self._expected = ["ERR_CONNECTION_REFUSED"]

    def expect(self, part: str) -> None:
        """An error that this test provokes: one that holds these words is none."""
        self._expected.append(part)

    def follow(self, page: Page, address: str) -> None:
        """Note all that goes wrong in a page."""
        home = urlsplit(address).netloc

        def asked(request: Request) -> None:
            parts = urlsplit(request.url)
            if parts.scheme not in ("data", "blob", "about") and parts.netloc != home:
                self.faults.append(f"the page asked for {request.url}")

        page.on("console", lambda m: self.faults.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(f"thrown: {error}"))
        page.on("request", asked)

    def check(self) -> None:
        """Fail where anything went wrong."""
        unexpected = [fault for fault in self.faults if not any(part in fault for part in self._expected)]
        assert unexpected == []


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test at its end where a page has logged an error, thrown, or asked another host."""
    made = Watch()
    yield made
    made.check()


OpenPage = Callable[..., "Page"]


@pytest.fixture
def open_page(browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    """Opens a page of a desk: `open_page(desk, "/incidents")`; `width`, `height`, `dark` say how it is looked at."""
    contexts: list[BrowserContext] = []

    def opened(desk: Desk, path: str = "/", *, width: int = 1440, height: int = 900, dark: bool = False) -> Page:
        context = browser.new_context(
            base_url=desk.address, viewport={"width": width, "height": height}, reduced_motion="reduce",
            color_scheme="dark" if dark else "light", accept_downloads=True, locale="en-GB", timezone_id="UTC",
        )  # fmt: skip
        contexts.append(context)
        context.set_default_timeout(TIMEOUT)
        page = context.new_page()
        watch.follow(page, desk.address)
        sign = "&" if "?" in path else "?"
        page.goto(f"{path}{sign}token={desk.token}")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage, desk: Desk) -> Page:
    """The first page of the small war, for tests that only look."""
    return open_page(desk)
