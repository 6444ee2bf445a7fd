"""Main text of web pages: trafilatura as intake uses it, its fast mode, and resiliparse, on pages whose text is known.

    python benches/page_text.py            # the table, as in docs/scale.md
    python benches/page_text.py --layouts  # F1 for each layout

Figures: precision, recall and F1 over runs of four words (of four signs where a language has no blanks), averaged over
pages; the share of paragraphs that come out whole; the share of sentences outside the report that slip in; pages a second
on one core, of pages as heavy as newspapers make them, the text alone and with title, source and day.
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from press_pages import PressPage, make_pages

from imbroglio.intake.decoding import decode
from imbroglio.intake.draft import Draft
from imbroglio.intake.page import read_page

Extract = Callable[[str], str]


def runs(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words, or of four signs of Chinese."""
    words = re.findall(r"[\u4e00-\u9fff]|[^\W\u4e00-\u9fff]+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def plain(text: str) -> str:
    return " ".join(text.split())


def score(page: PressPage, text: str) -> tuple[float, float, float, float, float]:
    """Precision, recall, F1, paragraphs whole, sentences that slipped in."""
    want, got = runs("\n".join(page.main)), runs(text)
    both = (want & got).total()
    p, r = both / max(1, got.total()), both / max(1, want.total())
    flat = plain(text)
    whole = sum(plain(m) in flat for m in page.main) / len(page.main)
    slipped = sum(plain(s) in flat for s in page.rest) / len(page.rest) if page.rest else 0.0
    return p, r, 2 * p * r / (p + r) if p + r else 0.0, whole, slipped


def trafilatura_as_used(html: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False) or ""


def trafilatura_fast(html: str) -> str:
    import trafilatura

    return trafilatura.extract(html, include_comments=False, fast=True) or ""


def resiliparse(html: str) -> str:
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(html, main_content=True, alt_texts=False)


def intake(page: PressPage) -> str:
    """The whole of what intake does with a page."""
    made = next(read_page(page.html, "page", declared=page.header_charset))
    return made.text if isinstance(made, Draft) else ""


def seconds(work: Callable[[], object]) -> float:
    """The best of three runs."""
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def main() -> None:
    pages = make_pages(4, heavy=True)
    texts = [decode(page.html, page.header_charset, page.charset).text for page in pages]
    ways: dict[str, Extract] = {
        "trafilatura, as used": trafilatura_as_used,
        "trafilatura, fast": trafilatura_fast,
    }
    try:
        import resiliparse as _  # noqa: F401

        ways["resiliparse"] = resiliparse
    except ImportError:
        print("resiliparse is not installed (pip install resiliparse==2.0.1)", file=sys.stderr)
    size = sum(len(page.html) for page in pages) / len(pages)
    print(f"{len(pages)} pages of {size / 1000:.0f} kB on average\n")
    print(
        "| | precision | recall | F1 | paragraphs whole | slipped in | pages a core-second |\n|---|---|---|---|---|---|---|"
    )
    layouts: dict[str, dict[str, list[float]]] = {}
    for name, extract in ways.items():
        scores = [score(page, extract(text)) for page, text in zip(pages, texts, strict=True)]
        for page, one in zip(pages, scores, strict=True):
            layouts.setdefault(page.layout, {}).setdefault(name, []).append(one[2])
        mean = [sum(column) / len(pages) for column in zip(*scores, strict=True)]
        speed = len(pages) / seconds(lambda extract=extract: [extract(text) for text in texts])  # type: ignore[misc]
        print(f"| {name} | {' | '.join(f'{value:.3f}' for value in mean)} | {speed:.0f} |")
    speed = len(pages) / seconds(lambda: [intake(page) for page in pages])
    print(f"\nAll of intake, with title, source and day: {speed:.0f} pages a core-second")
    if "--layouts" in sys.argv:
        print("\n| layout |", " | ".join(ways), "|")
        for layout, found in layouts.items():
            print(f"| {layout} |", " | ".join(f"{sum(v) / len(v):.3f}" for v in found.values()), "|")


if __name__ == "__main__":
    main()
