"""Trouble: something wrong with a text or file, kept as a value with its place so that nothing is lost silently."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that went wrong with one file or report.

    Attributes:
        where: the report's id, or the path of the file that gave none.
        reason: short stable code for counting ("empty", "encrypted-pdf", "not-english", "date-contradicts" …).
        message: one plain sentence for a person.
        start: first character concerned in the report's text, where that can be told.
        end: end of it (exclusive).
        fatal: True where no report could be made of the input.
    """

    where: str
    reason: str
    message: str
    start: int | None = None
    end: int | None = None
    fatal: bool = False
