"""What a page of an archive costs, stage by stage, on one core: from the bytes of a WARC to a Document.

    python benches/archive_speed.py [PAGES]
    python benches/archive_speed.py --reports ../shared/reports/fa-kes/reports.jsonl   # what a glance costs of these

The archive is written for the purpose: pages as heavy as newspapers make them (`tests/press_pages.py`), gzipped one by one, with
the request and the metadata that crawlers keep beside each.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from archives import pack, record, with_company
from press_pages import LAYOUTS, make_page, make_pages

from imbroglio.fleet.screening import at_a_glance
from imbroglio.intake import Limits, iter_reports
from imbroglio.intake.draft import hash_bytes
from imbroglio.intake.glance import Screen, glance_at
from imbroglio.intake.language import detect_language
from imbroglio.intake.page import decode_page, draft_from_html
from imbroglio.intake.records import iter_records
from imbroglio.intake.units import iter_unit, plan_units
from imbroglio.intake.warc import read_archive
from imbroglio.model import Document
from imbroglio.reading.article_screen import ArticleScreen, Kept


def seconds(work: Callable[[], object]) -> float:
    """The best of two runs."""
    best = float("inf")
    for _ in range(2):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 160
    pages = make_pages(max(1, wanted // 20), heavy=True)
    texts = [decode_page(page.html, page.header_charset).text for page in pages]
    records = [record(kept) for kept in with_company(pages)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc.gz"
        path.write_bytes(pack(records))
        size = path.stat().st_size / 1e6
        n = len(pages)

        def open_all() -> None:
            with path.open("rb") as stream:
                list(read_archive(stream, "a", Limits(), Counter(), screen=lambda _: "left alone"))

        detect_language("warm" * 30)
        list(iter_reports([str(path)]))
        with path.open("rb") as stream:
            found = seconds(lambda: sum(1 for _ in iter_records(stream, 1 << 24)))
        glanced = seconds(lambda: [glance_at(text) for text in texts])
        opened = seconds(open_all)
        made = seconds(lambda: [draft_from_html(text, "a", hash_bytes(text.encode())) for text in texts])
        everything = seconds(lambda: list(iter_reports([str(path)])))
        planned = seconds(lambda: list(plan_units([str(path)])))
        print(f"{n} pages, {len(records)} records, {size:.1f} MB packed\n")
        print("| stage | ms a page | pages a core-second |\n|---|---|---|")
        for name, taken in (
            ("planning: where the records begin", planned),
            ("unpacking: records", found),
            ("HTTP, encoding and a glance", opened - found),
            ("of it the glance", glanced),
            ("main text, title, source, day", made),
            ("all of intake", everything),
        ):
            print(f"| {name} | {1000 * taken / n:.2f} | {n / taken:,.0f} |")


def mixed() -> None:
    """An archive as they are: 5 of 100 pages on a war, 45 on other matters, 50 in other languages; with the screen and without."""
    pages = []
    for n in range(200):
        layout = LAYOUTS[(n + n // 20) % len(LAYOUTS)]
        war, foreign = n % 20 == 7, n % 2 == 0
        setting = 3 + n // 2 % 9 if foreign else n // 2 % 3
        pages.append(make_page(layout, setting, 4 + n % 7, 9000 + n, heavy=True, calm=not war))
    judge = at_a_glance(ArticleScreen())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc.gz"
        path.write_bytes(pack([record(kept) for kept in with_company(pages)]))
        units = list(plan_units([str(path)]))
        passed: Counter[str] = Counter()

        def read(screen: Screen | None) -> list[str | None]:
            passed.clear()
            made = (m for unit in units for m in iter_unit(unit, screen=screen, passed=passed))
            return [m.url for m in made if isinstance(m, Document)]

        without = seconds(lambda: read(None))
        taken = seconds(lambda: read(judge))
        kept = read(judge)
        war = {page.url for n, page in enumerate(pages) if n % 20 == 7}
        left = {
            reason: n for reason, n in passed.items() if reason in ("no-war", "no-words", "other-language")
        }
        print(f"\n{len(pages)} pages, {len(war)} of them on a war; left alone at a glance: {left}")
        print(
            f"of the pages on a war extracted: {len(war & set(kept))}; others extracted: {len(set(kept) - war)}"
        )
        print(
            f"without the screen {1000 * without / len(pages):.1f} ms a page, with it {1000 * taken / len(pages):.1f}: {without / taken:.1f} times"
        )


def at_a_glance_of(path: str) -> None:
    """Reports laid out as pages: of those that the screen keeps by their text, how many it keeps at a glance."""
    screen = ArticleScreen()
    judge = at_a_glance(screen)
    told: Counter[str] = Counter()
    signs: Counter[str] = Counter()
    reports = (m for m in iter_reports([path]) if isinstance(m, Document) and m.language == "en")
    for n, report in enumerate(reports):
        paragraphs = [p for p in report.text.split("\n") if p.strip()]
        if len(paragraphs) < 4:
            paragraphs = re.split(r"(?<=[.!?])\s+", report.text)
        page = make_page(LAYOUTS[n % len(LAYOUTS)], 1, 0, n, heavy=True, calm=True, given=paragraphs)
        if isinstance(screen.verdict("\n".join(page.main)), Kept):
            verdict = judge(glance_at(page.html.decode())) or "kept"
            told[verdict] += 1
            signs[verdict] += sum(map(len, page.main))
    print(f"{path}: reports {dict(told)}, of {signs['kept'] / signs.total():.2%} of their text")


if __name__ == "__main__":
    if "--reports" in sys.argv:
        for path in sys.argv[2:]:
            at_a_glance_of(path)
    else:
        main()
        mixed()
