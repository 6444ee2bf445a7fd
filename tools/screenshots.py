"""Pictures of every page of the workbench, for docs/workbench.md: `make screenshots`.

Flows in: the reports that ship with imbroglio, the built pages, and Debian's chromium. Flows out: docs/screenshots/*.png, light
and dark at 1440 pixels, some at 390. A page that fails is told, and fails the command.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "screenshots"
CHROMIUM = Path("/usr/bin/chromium")
TOKEN = "a-token-of-the-pictures"
DAY = "2017-02-24"
NARROW = ("case", "read", "incident")
_ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
_WAIT = 15_000


def pages(ask: Callable[[str], Any]) -> dict[str, str]:
    """The name of each picture, and the address of what it shows."""
    found = ask("/api/search?q=al-Bab")
    place, report = found["places"][0]["key"], found["reports"][0]["id"]
    actor = ask("/api/actors?limit=1")["rows"][0]["key"]
    incident = ask("/api/incidents?sort=sources&limit=1")["rows"][0]["id"]
    dispute = ask("/api/disputes?limit=1")["rows"][0]["id"]
    return {
        "case": "/",
        "reports": "/read",
        "read": f"/read/{quote(report, safe='')}",
        "queue": "/read?view=queue",
        "incidents": "/incidents",
        "incident": f"/incidents/{quote(incident, safe='')}",
        "map": f"/map?on={DAY}&window=year",
        "places": "/places",
        "place": f"/places/{quote(place, safe='')}?on={DAY}",
        "actors": "/actors",
        "actor": f"/actors/{quote(actor, safe='')}",
        "network": f"/network?on={DAY}",
        "disputes": "/disputes",
        "dispute": f"/disputes/{quote(dispute, safe='')}",
        "tangle": "/tangle",
        "history": "/history",
    }


def main() -> int:
    """Make the pictures; 1 where a page failed."""
    from imbroglio.web.app import is_built, make_app
    from imbroglio.web.serving import listen

    if not CHROMIUM.is_file() or not is_built():
        print(f"this needs the built pages (make workbench) and {CHROMIUM} (apt install chromium)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder) / "demo.imbroglio", token=TOKEN, create=True)
        here = app.state.workbench
        here.read([str(ROOT / "src" / "imbroglio" / "demo" / "reports.jsonl")])
        here.jobs.wait(600)
        serving = listen(app)
        thread = threading.Thread(target=serving.run, daemon=True)
        thread.start()
        try:
            return shoot(f"http://127.0.0.1:{serving.port}")
        finally:
            serving.stop()
            thread.join(20)
            here.close()


def shoot(address: str) -> int:
    """Take all pictures of a running workbench; how many failed."""
    from playwright.sync_api import sync_playwright

    OUT.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=_ARGS)
        page = opened(browser, address)

        def ask(path: str) -> Any:
            return page.evaluate("path => fetch(path).then(answer => answer.json())", path)

        decide(ask, page)
        shown = pages(ask)
        for width, dark in ((1440, False), (1440, True), (390, False)):
            page = opened(browser, address, width=width, dark=dark)
            for name, path in shown.items():
                if width == 1440 or name in NARROW:
                    failed += not picture(page, path, f"{name}{'-narrow' if width < 1440 else ''}{'-dark' if dark else ''}")
        browser.close()
    total = sum(path.stat().st_size for path in OUT.glob("*.png"))
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(ROOT)}, {total / 1_000_000:.1f} MB")
    return min(failed, 1)


def decide(ask: Callable[[str], Any], page: Page) -> None:
    """A few decisions, so that History and the progress of review have something to show."""
    judge = "body => fetch('/api/verdicts/judge', {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)})"
    for row in ask("/api/queue?limit=6")["rows"]:
        page.evaluate(judge, {"action": "accept", "ids": [row["sentence"]["statement"]["id"]]})
    page.wait_for_timeout(4000)


def opened(browser: Browser, address: str, *, width: int = 1440, dark: bool = False) -> Page:
    """A window of that width and those colours, let in."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 900 if width > 800 else 844}, device_scale_factor=1,
        reduced_motion="reduce", color_scheme="dark" if dark else "light", locale="en-GB", timezone_id="UTC",
    )  # fmt: skip
    context.set_default_timeout(_WAIT)
    page = context.new_page()
    page.goto(f"/?token={TOKEN}")
    page.locator("h1").first.wait_for()
    return page


def picture(page: Page, path: str, name: str) -> bool:
    """One page as a picture of few colours; whether the page came up."""
    from playwright.sync_api import Error

    out = OUT / f"{name}.png"
    try:
        page.goto(path, wait_until="networkidle")
        page.locator("h1").first.wait_for()
        page.wait_for_timeout(1200)
    except Error as fault:
        print(f"{name}: {str(fault).splitlines()[0]}", file=sys.stderr)
        return False
    page.screenshot(path=out)
    return True


if __name__ == "__main__":
    sys.exit(main())
