"""How long the workbench takes for each of its answers, on a case as large as it must carry.

    python benches/generate_case.py big.imbroglio
    python benches/serve_speed.py big.imbroglio

Every answer is asked for again and again with keys, filters and days drawn by chance (the same at each run), through the whole
application, its guard among it, in one thread of this process. What is made ready when the workbench starts, and what is kept in
memory, is so here, too; `first` is how long the very first one took. Times are of the wall, and hold for a machine that does nothing else; `cpu95` is the same of the processor's time,
which other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from fastapi.testclient import TestClient

from imbroglio.web.app import make_app

LIMIT_MS = 200.0
Ask = Callable[[], tuple[str, dict[str, Any]]]


class Asking:
    """What a person may ask, by chance."""

    def __init__(self, client: TestClient, seed: int) -> None:
        self.chance = random.Random(seed)
        get = lambda path, **query: client.get(f"/api{path}", params=query).json()  # noqa: E731
        self.actors = [r["key"] for r in get("/actors", limit=1000)["rows"]]
        self.places = [r["place"]["key"] for r in get("/places", limit=1000)["rows"]]
        self.incidents = [r["id"] for r in get("/incidents", limit=1000, sort="accounts")["rows"]]
        self.incidents += [r["id"] for r in get("/incidents", limit=1000, offset=3000)["rows"]]
        self.reports = [r["id"] for r in get("/reports", limit=1000)["rows"]]
        self.statements = [r["statement"]["id"] for r in get("/statements", limit=1000)["rows"]]
        self.disputes = [r["id"] for r in get("/disputes", limit=100)["rows"]] or ["none"]
        case = get("/case")
        self.types = [t["key"] for t in case["types"]]
        self.outlets = [t["key"] for t in case["outlets"]]
        first, last = (date.fromisoformat(case[end] or "2020-01-01") for end in ("first", "last"))
        self.first, self.days = first, max(1, (last - first).days)

    def one(self, of: list[str]) -> str:
        """Any of them, those in front more often."""
        return of[int(len(of) * self.chance.random() ** 2)]

    def day(self) -> str:
        """A day of the war."""
        return (self.first + timedelta(days=self.chance.randrange(self.days))).isoformat()

    def all(self) -> dict[str, Ask]:
        """Every answer by its name, with what to ask it for."""
        one, day = self.one, self.day
        page = lambda: {"offset": 100 * self.chance.randrange(20), "limit": 100}  # noqa: E731
        return {
            "case": lambda: ("/case", {}),
            "codebook": lambda: ("/codebook", {}),
            "search": lambda: ("/search", {"q": one(["ka", "bo", "gor", "front", "shi mar", "the", "vel"])}),
            "reports": lambda: ("/reports", {**page(), "sort": one(["date", "title", "statements"])}),
            "reports, words": lambda: ("/reports", {"q": one(["bridge", "market", "ambush", "Ka", "struck"])}),
            "report": lambda: (f"/reports/{one(self.reports)}", {}),
            "statements": lambda: ("/statements", page()),
            "statements, words": lambda: ("/statements", {"q": one(["bridge", "near the", "struck from the air", "killing at least"]), **page()}),
            "statements, filters": lambda: (
                "/statements", {"actor": one(self.actors), "type": one(self.types), "since": day(), "judged": one(["", "no"])},
            ),
            "statements, 500 ids": lambda: ("/statements", {"ids": ",".join(self.chance.sample(self.statements, min(500, len(self.statements))))}),
            "statement": lambda: (f"/statements/{one(self.statements)}", {}),
            "incidents": lambda: ("/incidents", {**page(), "sort": one(["time", "-time", "deaths", "sources", "accounts"])}),
            "incidents, words": lambda: ("/incidents", {"q": one(["ka", "brigade", "gor", "strike", "clash"]) + self.chance.choice("abdeklmrst")}),
            "incidents, filters": lambda: (
                "/incidents", {"type": one(self.types), "since": day(), "outlet": one(self.outlets), "deaths": self.chance.randrange(5), "disputed": "false"},
            ),
            "incidents, actor": lambda: ("/incidents", {"actor": one(self.actors)}),
            "incidents, 1000": lambda: ("/incidents", {"limit": 1000, "offset": self.chance.randrange(10_000)}),
            "incident": lambda: (f"/incidents/{one(self.incidents)}", {}),
            "map": lambda: ("/map", {}),
            "map, one type": lambda: ("/map", {"type": one(self.types)}),
            "places": lambda: ("/places", page()),
            "place": lambda: (f"/places/{one(self.places)}", {}),
            "control": lambda: (f"/control/{one(self.places)}", {"on": day()}),
            "actors": lambda: ("/actors", page()),
            "actors, words": lambda: ("/actors", {"q": one(["ka", "front", "brigade"]), "sort": "mentions"}),
            "actor": lambda: (f"/actors/{one(self.actors)}", {}),
            "suggestions": lambda: ("/suggestions", page()),
            "network": lambda: ("/network", {"least": one(["1", "2", "3"])}),
            "network, a day": lambda: ("/network", {"on": day(), "least": one(["1", "2", "3"])}),
            "tangle": lambda: ("/tangle", {}),
            "tangle, a day": lambda: ("/tangle", {"on": day(), "least": one(["2", "3"])}),
            "disputes": lambda: ("/disputes", page()),
            "dispute": lambda: (f"/disputes/{one(self.disputes)}", {}),
            "queue": lambda: ("/queue", {"limit": 20}),
            "queue, filters": lambda: ("/queue", {"limit": 20, "type": one(self.types), "actor": one(self.actors)}),
            "status": lambda: ("/status", {}),
            "verdicts": lambda: ("/verdicts", {}),
        }  # fmt: skip


def measure(client: TestClient, ask: Ask, times: int) -> tuple[list[float], list[float], float, set[int]]:
    """Milliseconds of each, of the wall and of the processor, the mean of bytes, the statuses."""
    took, worked, size, statuses = [], [], 0, set()
    for _ in range(times):
        path, query = ask()
        began, used = time.perf_counter(), time.process_time()
        answer = client.get(f"/api{path}", params=query)
        took.append(1000 * (time.perf_counter() - began))
        worked.append(1000 * (time.process_time() - used))
        size += len(answer.content)
        statuses.add(answer.status_code)
    return took, worked, size / times, statuses


def at95(of: list[float]) -> float:
    """The time that 95 of 100 did not exceed."""
    return sorted(of)[max(0, round(0.95 * len(of)) - 1)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path)
    parser.add_argument("--times", type=int, default=60, help="how often each is asked for")
    parser.add_argument("--only", default="", help="only answers whose name starts so")
    asked = parser.parse_args()
    app = make_app(asked.case, token="bench")
    client = TestClient(app, base_url="http://127.0.0.1", headers={"Authorization": "Bearer bench"})
    began = time.perf_counter()
    app.state.workbench.snapshots.refresh()
    print(f"the record decoded in {time.perf_counter() - began:.1f} s, before the first answer")
    app.state.workbench.warm()
    print(f"made ready in {time.perf_counter() - began:.1f} s, in the background")
    asking = Asking(client, seed=11)
    print(f"{'answer':<24}{'first':>8}{'p50':>8}{'p95':>8}{'worst':>8}{'cpu95':>8}  {'kB':>7}")
    slow = []
    for name, ask in asking.all().items():
        if not name.startswith(asked.only):
            continue
        took, worked, size, statuses = measure(client, ask, asked.times)
        if statuses == {404}:
            print(f"{name:<24}{'no such answer':>24}")
            continue
        first, p95, cpu95 = took[0], at95(took), at95(worked)
        bad = "" if statuses == {200} else f"  statuses {sorted(statuses)}"
        print(f"{name:<24}{first:>8.1f}{median(took):>8.1f}{p95:>8.1f}{max(took):>8.1f}{cpu95:>8.1f}  {size / 1000:>7.1f}{bad}")
        if p95 > LIMIT_MS:
            slow.append(name)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB")
    print(f"p95 above {LIMIT_MS:.0f} ms: {', '.join(slow) or 'none'}")


if __name__ == "__main__":
    main()
