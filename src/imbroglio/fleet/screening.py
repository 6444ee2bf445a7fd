"""Which article screen a fleet uses.

Flows in: whether articles are to be screened. Flows out: what makes the screen in each worker, and its mark for the manifest.
"""

from __future__ import annotations

from importlib.util import find_spec

from imbroglio.fleet.settings import MakeScreen, Screen


def make_screen() -> Screen:
    """The article screen that ships."""
    from imbroglio.reading.article_screen import ArticleScreen

    return ArticleScreen()


def choose_screen(wanted: bool) -> tuple[MakeScreen | None, str | None]:
    """What makes the screen, and its mark; None and None where every article is to be read."""
    if not wanted or find_spec("imbroglio.reading.article_screen") is None:
        return None, None
    return make_screen, make_screen().mark
