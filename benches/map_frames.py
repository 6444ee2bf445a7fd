"""How long a frame of the map takes with 100,000 incidents at as many places, in chromium without a GPU.

    python benches/map_frames.py [POINTS]

Flows in: an empty case, with the answer of `/api/map` replaced by generated points. Flows out: milliseconds of drawing a frame
(median, 95th percentile, most) while panning, zooming and playing, and until the map first shows its signs. Needs chromium and
a built workbench (`make workbench`).
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from imbroglio.web.app import make_app
from imbroglio.web.serving import listen

TYPES = ("clash", "shelling", "killing", "talks", "air-strike")
FIRST = 16071  # 2014-01-01, in days since 1970


def make_points(count: int) -> dict[str, Any]:
    """A MapForm with so many incidents, each at a place of its own, over 3,000 days, and 2,000 places with three spells."""
    dice = random.Random(1)
    days = [FIRST + dice.randrange(3000) for _ in range(count)]
    spot = lambda key: {"key": key, "name": key, "lat": 44.5 + dice.random() * 8, "lon": 22 + dice.random() * 18, "precision": 1}  # noqa: E731
    spells = [("2014-01-01", "2016-06-30", "a"), ("2016-07-01", "2019-01-31", "b"), ("2019-02-01", "2022-06-01", "unknown")]
    return {
        "first": "2014-01-01", "last": "2022-03-19", "months": [],
        "incidents": {
            "id": [f"i{n}" for n in range(count)], "lat": [round(44.5 + dice.random() * 8, 5) for _ in days],
            "lon": [round(22 + dice.random() * 18, 5) for _ in days], "precision": [1] * count, "type": [dice.choice(TYPES) for _ in days],
            "first": days, "last": days, "dead": [None] * count, "sources": [1] * count, "place": [f"p{n}" for n in range(count)],
        },
        "places": [
            {"place": spot(f"h{n}"), "spells": [{"holder": h, "start": s, "end": e, "probability": 0.8, "statements": ["x"], "evidence": [s]} for s, e, h in spells]}
            for n in range(2000)
        ],
        "holders": [{"key": k, "name": k.upper(), "kind": ""} for k in ("a", "b", "unknown")],
    }  # fmt: skip


def frames(page: Page, what: str) -> None:
    """Print what the frames since the last call took."""
    found = sorted(page.evaluate("performance.getEntriesByName('map-frame').map(one => one.duration)"))
    page.evaluate("performance.clearMeasures('map-frame')")
    if found:
        print(f"{what:34} {len(found):4} frames  median {statistics.median(found):6.1f} ms  p95 {found[int(len(found) * 0.95)]:6.1f} ms  most {found[-1]:6.1f} ms")


def look(page: Page, address: str, body: str) -> None:
    """Open the map and move about in it."""
    page.route("**/api/map*", lambda route: route.fulfill(body=body, content_type="application/json"))
    start = time.perf_counter()
    page.goto(f"{address}/map?on=2020-01-01&window=all&z=6/48.5/31&token=t")
    page.locator(".inview li button").first.wait_for()
    print(f"until signs and list are there     {time.perf_counter() - start:.2f} s")
    page.wait_for_timeout(600)
    frames(page, "first")
    box = page.get_by_role("application").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for n in range(60):
        page.mouse.move(x + n * 4, y + n * 2)
    page.mouse.up()
    page.wait_for_timeout(400)
    frames(page, "panning, all until the day")
    for turn in (-240, 240):
        for _ in range(15):
            page.mouse.wheel(0, turn)
            page.wait_for_timeout(30)
    page.wait_for_timeout(400)
    frames(page, "zooming in and out, all until")
    page.keyboard.press(" ")
    page.wait_for_timeout(4000)
    page.keyboard.press(" ")
    frames(page, "playing, all until the day")
    page.get_by_role("button", name="Month", exact=True).click()
    page.get_by_role("application").focus()
    page.keyboard.press(" ")
    page.wait_for_timeout(4000)
    frames(page, "playing, a month")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    body = json.dumps(make_points(count))
    print(f"{count:,} incidents, {len(body) / 1e6:.1f} MB of JSON")
    with tempfile.TemporaryDirectory() as folder:
        app = make_app(Path(folder) / "empty.imbroglio", token="t", create=True)
        serving = listen(app)
        threading.Thread(target=serving.run, daemon=True).start()
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"])
            look(browser.new_page(viewport={"width": 1440, "height": 900}), f"http://127.0.0.1:{serving.port}", body)
            browser.close()
        serving.stop()


if __name__ == "__main__":
    main()
