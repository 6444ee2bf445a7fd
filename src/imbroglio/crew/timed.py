"""Readers at work under a time limit: one child process reads, and is killed where a report takes too long.

Flows in and out: the same as of a `Crew`. For those who read what anybody may have written, while nobody looks on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Generic, TypeVar

from imbroglio.crew.kept import Begun, GivenUp, Kept, Token
from imbroglio.crew.pool import DocumentReader, Layers, MakeReader, read_one
from imbroglio.model import Document, Trouble

Along = TypeVar("Along")


class _Read:
    """The child's work: one report is one item."""

    def __init__(self, reader: DocumentReader) -> None:
        self._reader = reader

    def __call__(
        self, task: Document, done: frozenset[Token], given_up: frozenset[Token], begun: Begun
    ) -> Iterator[tuple[Token, Layers | Trouble]]:
        doc, token = task, (task.id,)
        if token in done or token in given_up:
            return
        begun(token, doc.origin or doc.id)
        yield token, read_one(self._reader, doc)


def make_read(make: MakeReader) -> _Read:
    """Makes the work, in the child."""
    return _Read(make())


class TimedCrew(Generic[Along]):
    """Reads reports in order, in a child process, each within `limit` seconds."""

    def __init__(self, make: MakeReader, limit: float) -> None:
        self._kept: Kept[Document] = Kept(partial(make_read, make), limit)

    def run(
        self, work: Iterable[tuple[Along, Document | None]]
    ) -> Iterator[tuple[Along, Layers | Trouble | None]]:
        """Read the reports of `work`, as `Crew.run` does. Raises ImbroglioError."""
        for along, doc in work:
            yield along, None if doc is None else self._read(doc)

    def dismiss(self) -> None:
        """End the child, at once."""
        self._kept.dismiss()

    def _read(self, doc: Document) -> Layers | Trouble:
        made = [m for _, _, m in self._kept.run(doc)]
        match made:
            case [(Layers() | Trouble()) as read]:
                return read
            case [GivenUp(reason=reason, why=why)]:
                return Trouble(doc.id, reason, f"{doc.origin or doc.id}: it was given up: {why}.", fatal=True)
        return Trouble(doc.id, "reader-crash", f"{doc.origin or doc.id}: nothing came of it. Please report this.", fatal=True)
