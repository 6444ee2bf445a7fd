"""Document: one report as received, and the map that leads from cleaned text back to it."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date as Day
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Leads offsets of a derived text back to the text it was derived from.

    `pieces` holds (start in derived, start in original, length), ascending, without overlaps. An offset between
    pieces leads to the end of the piece before it.
    """

    pieces: tuple[tuple[int, int, int], ...]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """The map of a text onto itself."""
        return cls(((0, 0, length),))

    @classmethod
    def from_pieces(cls, pieces: Iterable[tuple[int, int, int]]) -> OffsetMap:
        """Build a map, dropping empty pieces and checking that they ascend."""
        kept = tuple(p for p in pieces if p[2] > 0)
        for before, after in pairwise(kept):
            if before[0] + before[2] > after[0]:
                raise ValueError(f"pieces overlap: {before} and {after}")
        return cls(kept)

    def back(self, offset: int) -> int:
        """The offset in the original text of `offset` in the derived one."""
        if not self.pieces:
            return 0
        i = max(0, bisect_right(self.pieces, offset, key=lambda p: p[0]) - 1)
        start, origin, length = self.pieces[i]
        return origin + min(max(0, offset - start), length)


@dataclass(frozen=True, slots=True)
class Document:
    """One report as received.

    Attributes:
        id: the id that the input gave it, else a hash of its bytes.
        text: the text as received (after decoding and, for marked-up formats, extraction); all offsets count in it.
        title: its headline, where one is known.
        date: the day it was published, where that is known.
        source: who publishes it.
        url: where it was found.
        language: ISO 639-1 code that was detected.
        sha256: of the raw bytes received.
        origin: path or name of the input it came from.
        date_basis: where the date comes from: "given", "metadata", "feed", "page", "dateline", or "" where there is none.
    """

    id: str
    text: str
    title: str | None = None
    date: Day | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    sha256: str = ""
    origin: str | None = None
    date_basis: str = ""
    extra: tuple[tuple[str, str], ...] = field(default=())

    @classmethod
    def from_text(cls, text: str, id: str | None = None, date: Day | None = None, title: str | None = None) -> Document:
        """A report from a string, for tests and for callers that hold text already."""
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return cls(id=id or digest[:16], text=text, title=title, date=date, sha256=digest)
