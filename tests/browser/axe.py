"""axe-core over a page as it is shown: what a reader of screens, or of low contrast, would stumble over."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

SOURCE = Path(__file__).parents[2] / "workbench" / "node_modules" / "axe-core" / "axe.min.js"
_RUN = """axe.run(document, {resultTypes: ['violations']}).then(found => found.violations
    .filter(one => one.impact === 'serious' || one.impact === 'critical')
    .map(one => `${one.id}: ${one.nodes.map(node => node.html).slice(0, 3).join(' | ')}`))"""


@lru_cache(maxsize=1)
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def serious(page: Page) -> list[str]:
    """Findings of axe that are serious or critical, each with where it is."""
    if not SOURCE.is_file():
        pytest.skip("axe-core is not there; run: make workbench")
    page.evaluate(_source())
    found: list[str] = page.evaluate(_RUN)
    if found:  # what is seen while something is still being drawn is gone a moment later; a fault stays
        page.wait_for_timeout(500)
        found = page.evaluate(_RUN)
    return found
