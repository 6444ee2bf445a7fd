"""Which article screen a fleet uses.

Flows in: whether articles are to be screened. Flows out: what makes the screen in each worker, and its mark for the manifest; and the
same screen for pages of which nothing is extracted yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from imbroglio.fleet.settings import MakeScreen, Screen
from imbroglio.intake import glance


def make_screen(packs: Sequence[Path] = ()) -> Screen:
    """The article screen that ships; names of the user's own packs speak of war, too."""
    # Here, since a fleet that reads every article needs none.
    from imbroglio.reading.article_screen import ArticleScreen

    return ArticleScreen(packs=packs)


def choose_screen(wanted: bool, packs: Sequence[Path] = ()) -> tuple[MakeScreen | None, str | None]:
    """What makes the screen, and its mark; None and None where every article is to be read."""
    return (partial(make_screen, packs), make_screen(packs).mark) if wanted else (None, None)


def at_a_glance(screen: Screen) -> glance.Screen:
    """The screen for a page of an archive: left alone is what it would drop with menus and without.

    All that a page shows is asked for as much as its longer lines: the report is among both.
    """

    def judge(page: glance.Glance) -> str | None:
        reason: str | None = getattr(screen.verdict(page.long), "reason", None)
        return reason and getattr(screen.verdict(page.text), "reason", None) and reason

    return judge
