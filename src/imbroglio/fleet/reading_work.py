"""What a worker's child process does: one unit of inputs to rows, a report at a time.

Flows in: a Unit. Flows out: for each report its row and the rows of its statements and troubles; for each input that gave none, the
rows of its troubles. Before each step that a broken report could turn into a fall (its extraction, its reading) the step is announced,
so that whoever keeps this process knows what to blame. A unit that is begun again passes over what is done, and over what was given up.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from imbroglio.crew import Token, read_one
from imbroglio.crew.kept import Begun
from imbroglio.fleet.records import Thing, finish, iter_things, left_alone, with_language
from imbroglio.fleet.rows import Row, glanced_row, pack, report_row, statement_row, trouble_row
from imbroglio.fleet.screening import at_a_glance
from imbroglio.fleet.settings import Settings
from imbroglio.intake import glance
from imbroglio.intake.draft import Draft
from imbroglio.intake.units import Unit
from imbroglio.intake.warc import Left
from imbroglio.model import Document, Trouble

_REPORTS = 24  # bits: how many reports a piece may hold


def item_number(place: tuple[int, int]) -> int:
    """The place of a report, or of what gave none, in its unit."""
    return place[0] << _REPORTS | place[1]


@dataclass(slots=True)
class Told:
    """What was made of one report: its row's missing fields, and its other rows; with the processor's seconds by stage."""

    report: Row
    statements: list[Row]
    troubles: list[Row]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a report before it is read."""

    report: Row
    troubles: list[Row]


class ReadingWork:
    """Reads units; made once in each process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._reader = settings.reader()
        self._screen = settings.screen() if settings.screen else None
        self._glance = self._glancing(at_a_glance(self._screen)) if self._screen else None
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def __call__(
        self, task: Unit, done: frozenset[Token], given_up: frozenset[Token], begun: Begun
    ) -> Iterator[tuple[Token, Any]]:
        """All of a unit but for what is `done` or `given_up`."""
        settled = done | given_up
        piece = None
        for thing in iter_things(task, self._settings, self._glance, lambda n: ("whole", n) in done):
            n, at = thing.place
            if piece is not None and piece != n:
                yield ("whole", piece), None
            piece = n
            if ("take", n, at) in given_up and thing.alone:
                continue
            if ("take", n, at) in given_up:
                return
            begun(("take", n, at), thing.where)
            yield from self._extract(thing, settled, begun)
            begun(("next", n, at), thing.where)

    def _extract(self, thing: Thing, settled: frozenset[Token], begun: Begun) -> Iterator[tuple[Token, Any]]:
        """What comes of one thing: a report, a trouble, nothing."""
        n, at = thing.place
        with self._timed("intake"):
            found = thing.extract()
        if found is None or ("read", n, at) in settled or ("refused", n, at) in settled:
            return
        if isinstance(found, str):
            yield ("refused", n, at), found
        elif isinstance(found, Trouble):
            yield ("refused", n, at), [trouble_row(found, None, item_number(thing.place))]
        elif isinstance(found, Left):
            doc = left_alone(found, thing.origin)
            about = About(glanced_row(doc, item_number(thing.place), found.draft), [])
            begun(("read", n, at), thing.where, about)
            yield ("read", n, at), self._told(self._unread(doc, "dropped", found.reason, None))
        else:
            yield self._settle(n, at, found, thing.origin, begun)

    def _settle(self, n: int, at: int, draft: Draft, origin: str, begun: Begun) -> tuple[Token, Any]:
        """Make a Document of a Draft, and read it."""
        item = item_number((n, at))
        begun(("read", n, at), draft.where)
        with self._timed("intake"):
            doc, troubles = finish(draft, origin, self._settings)
        rows = [trouble_row(t, doc, item) for t in troubles]
        if doc is None:
            return ("refused", n, at), rows
        begun(("read", n, at), draft.where, About(report_row(doc, item, draft), rows))
        return ("read", n, at), self._told(self._made_of(doc, item, draft.where))

    def _told(self, told: Told) -> Told:
        """With what was spent since the last report."""
        told.seconds = dict(self._seconds)
        self._seconds.clear()
        return told

    def _glancing(self, screen: glance.Screen) -> glance.Screen:
        """The screen for pages, whose time is not that of intake."""

        def judge(page: glance.Glance) -> str | None:
            start = time.process_time()
            found = screen(page)
            spent = time.process_time() - start
            self._seconds["screen"] += spent
            self._seconds["intake"] -= spent
            return found

        return judge

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        start = time.process_time()
        try:
            yield
        finally:
            self._seconds[stage] += time.process_time() - start

    def _made_of(self, doc: Document, item: int, named: str) -> Told:
        """What comes of a report: the cheapest is asked first whether there is anything to read."""
        score = None
        if self._screen is not None:
            with self._timed("screen"):
                verdict = self._screen.verdict(doc.text)
            score = verdict.score
            reason = getattr(verdict, "reason", None)
            if reason is not None:
                return self._unread(doc, "dropped", reason, score)
        with self._timed("language"):
            doc, foreign = with_language(doc, named)
        if foreign is not None:
            told = self._unread(doc, "not-read", foreign.reason, score)
            told.troubles.append(trouble_row(foreign, doc, item))
            return told
        with self._timed("read"):
            layers = read_one(self._reader, doc)
        if isinstance(layers, Trouble):
            report = {"state": "failed", "reason": layers.reason, "language": doc.language, "screen_score": score}
            return Told(report, [], [trouble_row(layers, doc, item)], {})
        with self._timed("write"):
            unique = {s.id: s for s in layers.statements}
            report = {
                "state": "read",
                "language": doc.language,
                "read_with": self._settings.mark,
                "statements": len(unique),
                "screen_score": score,
                "mentions": pack(layers.mentions),
            }
            rows = [statement_row(s, doc, item) for s in unique.values()]
            return Told(report, rows, [trouble_row(t, doc, item) for t in layers.troubles], {})

    def _unread(self, doc: Document, state: str, reason: str, score: float | None) -> Told:
        text = doc.text if self._settings.texts else None
        report = {"state": state, "reason": reason, "language": doc.language, "screen_score": score, "text": text}
        return Told(report, [], [], {})
