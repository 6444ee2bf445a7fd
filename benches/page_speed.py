"""How soon the pages of the workbench can be used: first paint on a case, and a report of 200,000 characters with 2,000 marks.

    python benches/page_speed.py CASE     # benches/generate_case.py writes a large one

Flows in: a case. Flows out: milliseconds until the first useful paint of each page (its heading and its first row or figure),
the third of three visits; and until the long report, which is made up, is on the screen. Needs chromium and a built workbench.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from imbroglio.web.app import make_app
from imbroglio.web.serving import listen

PAGES = {
    "/": "main h2", "/read": "main [role=row]", "/incidents": "main [role=row]", "/places": "main [role=row]", "/actors": "main [role=row]",
    "/network": "main canvas", "/map": "main canvas", "/disputes": "main h2", "/history": "main h1",
}  # fmt: skip
OPENED = """async () => {
    const before = performance.now();
    history.pushState(null, '', '/read/long');
    dispatchEvent(new PopStateEvent('popstate'));
    while (!document.querySelector('li.card')) await new Promise(done => setTimeout(done, 4));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - before;
}"""


def long_report(form: dict[str, Any], characters: int = 200_000, marks: int = 2_000) -> str:
    """A made-up report as the server would tell it, after one that it has."""
    sentence = "Rebels shelled the northern town and the army left it before noon, residents said. "
    made: list[dict[str, Any]] = []
    model, text = form["statements"][0], ""
    while len(text) < characters:
        for trigger in ("shelled", "left"):
            if len(made) < marks:
                evidence = {"start": len(text), "end": len(text) + len(sentence) - 1, "quote": sentence[:-1]}
                roles: dict[str, list[Any]] = {"agent": [], "target": [], "place": [], "numbers": []}
                made.append({**model, **roles, "id": f"s{len(made)}", "doc": "long", "evidence": evidence, "trigger": trigger})
        text += sentence + ("\n\n" if len(made) % 14 == 0 else "")
    return json.dumps({**form, "id": "long", "text": text, "statements": made, "previous": None, "next": None})


def visit(page: Page, address: str) -> None:
    """Print how soon each page shows something."""
    for path, first in PAGES.items():
        for _ in range(3):
            start = time.perf_counter()
            page.goto(address + path)
            page.locator(first).first.wait_for()
            took = time.perf_counter() - start
        print(f"{path:14} {1000 * took:7.0f} ms")


def open_long(page: Page, address: str) -> None:
    """Print how soon the long report is there."""
    page.goto(f"{address}/read")
    id = page.evaluate("fetch('/api/statements?limit=1').then(a => a.json()).then(a => a.rows[0].statement.doc)")
    body = long_report(page.evaluate("id => fetch('/api/reports/' + encodeURIComponent(id)).then(a => a.json())", id))
    page.route("**/api/reports/long", lambda route: route.fulfill(body=body, content_type="application/json"))
    page.goto(f"{address}/read/long")
    page.locator("li.card").first.wait_for()
    page.goto(f"{address}/read")
    page.get_by_role("row").nth(1).wait_for()
    print(f"{'long report':14} {page.evaluate(OPENED):7.0f} ms")


def main() -> None:
    """Serve, visit, print."""
    app = make_app(Path(sys.argv[1]), token="t")
    serving = listen(app)
    threading.Thread(target=serving.run, daemon=True).start()
    app.state.workbench.warm()
    address = f"http://127.0.0.1:{serving.port}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{address}/?token=t")
        visit(page, address)
        open_long(page, address)
        browser.close()
    serving.stop()


if __name__ == "__main__":
    main()
