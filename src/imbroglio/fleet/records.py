"""The records of a unit: what can be taken, or passed over, one by one.

Flows in: a Unit. Flows out: Records, named before anything of them is extracted; of each, Drafts and Troubles when it is taken; of a
Draft, its Document, judged by itself: what other reports hold is settled when all units are there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from imbroglio.fleet.settings import Settings
from imbroglio.intake.draft import Draft
from imbroglio.intake.finishing import Finisher, Seen
from imbroglio.intake.formats import FormatReader
from imbroglio.intake.limits import Limits
from imbroglio.intake.units import Piece, Unit, _read_piece
from imbroglio.model import Document, Trouble


@dataclass(frozen=True, slots=True)
class Record:
    """One thing of a unit, not extracted yet."""

    item: Piece | Trouble
    reader: FormatReader

    @property
    def where(self) -> str:
        """What a Trouble with it would name."""
        return self.item.where if isinstance(self.item, Trouble) else self.item.source.name

    @property
    def origin(self) -> str:
        """The input that it is of."""
        return self.where

    def take(self) -> Iterator[Draft | Trouble]:
        """Extract it."""
        if isinstance(self.item, Trouble):
            yield self.item
        else:
            yield from _read_piece(self.item, self.reader)


def iter_records(unit: Unit, *, columns: Mapping[str, str] | None, limits: Limits) -> Iterator[Record]:
    """The records of a unit, the same each time."""
    reader = FormatReader(columns, limits)
    return (Record(item, reader) for item in unit.items)


def finish(draft: Draft, origin: str, settings: Settings) -> tuple[Document | None, list[Trouble]]:
    """The Document of a Draft, by itself, and the Troubles about it; None where it is none."""
    doc: Document | None = None
    troubles: list[Trouble] = []
    for made in Finisher(settings.dateline, settings.limits, Seen()).finish(draft, origin):
        if isinstance(made, Document):
            doc = made
        else:
            troubles.append(made)
    return doc, troubles
