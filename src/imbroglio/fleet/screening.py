"""Which article screen a fleet uses.

Flows in: whether articles are to be screened. Flows out: what makes the screen in each worker, and its mark for the manifest; and the
same screen for pages of which nothing is extracted yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path

from imbroglio.fleet.settings import MakeScreen, Screen
from imbroglio.intake import glance

_STRETCHES = (2_000, 700)  # signs


def make_screen(packs: Sequence[Path] = ()) -> Screen:
    """The article screen that ships; names of the user's own packs speak of war, too."""
    # Here, since a fleet that reads every article needs none.
    from imbroglio.reading.article_screen import ArticleScreen

    return ArticleScreen(packs=packs)


def choose_screen(wanted: bool, packs: Sequence[Path] = ()) -> tuple[MakeScreen | None, str | None]:
    """What makes the screen, and its mark; None and None where every article is to be read."""
    return (partial(make_screen, packs), make_screen(packs).mark) if wanted else (None, None)


def at_a_glance(screen: Screen) -> glance.Screen:
    """The screen for a page of an archive: left alone is what is in another language, or what it would drop however it is cut.

    Around a short report on a war there may be sixty comments on a match, so a page is asked for as a whole, by its longer lines,
    and in stretches short enough to be mostly of one matter.
    """

    def drops(text: str) -> str | None:
        return getattr(screen.verdict(text, "en"), "reason", None)

    def judge(page: glance.Glance) -> str | None:
        if page.language != "en":
            return "other-language"
        reason = drops(page.text)
        cuts = chain((page.long,), *map(page.stretches, _STRETCHES))
        return reason if reason and all(map(drops, cuts)) else None

    return judge
