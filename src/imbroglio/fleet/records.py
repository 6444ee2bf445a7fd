"""What a unit holds, thing by thing: each is named before anything of it is extracted, and can be taken or left alone.

Flows in: a Unit. Flows out: Things; of each, when it is extracted, a Draft or a Trouble, and of a Draft its Document, judged by itself:
what other reports hold is settled when all units are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from imbroglio.fleet.settings import Settings
from imbroglio.intake.draft import Draft
from imbroglio.intake.finishing import Finisher, Seen, not_english
from imbroglio.intake.formats import FormatReader
from imbroglio.intake.glance import Screen
from imbroglio.intake.language import detect_language
from imbroglio.intake.limits import Limits
from imbroglio.intake.reports import unreadable
from imbroglio.intake.sniffing import HEAD, Format, find_format
from imbroglio.intake.units import Piece, Unit, read_piece
from imbroglio.intake.warc import Left, RecordsPart, iter_archive
from imbroglio.model import Document, Trouble

Made = Draft | Left | Trouble | str | None


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of a unit, not extracted yet.

    Attributes:
        place: its number in the unit: of the piece, and in it.
        where: what a Trouble with it would name.
        origin: the input that it is of.
        extract: gives a Draft; what the screen left alone; a Trouble; the kind that it is counted as, where it is passed over; or None, where nothing is left.
        alone: whether those behind it can be had without it.
    """

    place: tuple[int, int]
    where: str
    origin: str
    extract: Callable[[], Made]
    alone: bool


def iter_things(
    unit: Unit, settings: Settings, screen: Screen | None, whole: Callable[[int], bool]
) -> Iterator[Thing]:
    """The things of a unit, numbered the same each time; but not of pieces that are `whole`, done before.

    Of pages of archives that `screen` wants left alone, nothing is extracted.
    """
    reader = FormatReader(settings.columns, settings.limits)
    for n, item in enumerate(unit.items):
        if whole(n):
            continue
        if isinstance(item, Trouble):
            yield Thing((n, 0), item.where, item.where, lambda trouble=item: trouble, True)  # type: ignore[misc]
        elif _is_archive(item):
            yield from _pages(n, item, settings.limits, screen)
        else:
            yield from _drafts(n, item, reader)


def _is_archive(piece: Piece) -> bool:
    if piece.part is not None:
        return isinstance(piece.part, RecordsPart)
    try:
        with piece.source.open() as stream:
            return find_format(stream.read(HEAD), piece.source.name) is Format.ARCHIVE
    except OSError:
        return False


def _pages(n: int, piece: Piece, limits: Limits, screen: Screen | None) -> Iterator[Thing]:
    """The pages of an archive, each by itself."""
    name = piece.source.name
    part = piece.part if isinstance(piece.part, RecordsPart) else None
    at = 0
    try:
        with piece.source.open() as stream:
            for at, page in enumerate(iter_archive(stream, name, limits, part, screen)):
                yield Thing((n, at), page.place, name, page.read, True)
    except OSError as fault:
        trouble = unreadable(piece.source, fault)
        yield Thing((n, at + 1), name, name, lambda: trouble, True)


def _drafts(n: int, piece: Piece, reader: FormatReader) -> Iterator[Thing]:
    """The reports of a file or of a part of one: mostly one, of a table as many as it has rows."""
    drafts = read_piece(piece, reader)
    name = piece.source.name
    left = True

    def extract() -> Made:
        nonlocal left
        found = next(drafts, None)
        left = found is not None
        return found

    at = 0
    while left:
        yield Thing((n, at), name, name, extract, False)
        at += 1


def finish(draft: Draft, origin: str, settings: Settings) -> tuple[Document | None, list[Trouble]]:
    """The Document of a Draft, by itself, and the Troubles about it; None where it is none. Its language is not looked for yet."""
    doc: Document | None = None
    troubles: list[Trouble] = []
    finisher = Finisher(settings.dateline, settings.limits, Seen(), language=lambda text: None)
    for made in finisher.finish(draft, origin):
        if isinstance(made, Document):
            doc = made
        else:
            troubles.append(made)
    return doc, troubles


def left_alone(left: Left, origin: str) -> Document:
    """The Document of a page of which nothing was extracted."""
    draft = left.draft
    return Document(
        id=draft.sha256[:16],
        text="",
        source=draft.source,
        url=draft.url,
        sha256=draft.sha256,
        origin=draft.origin or origin,
        extra=draft.extra,
    )


def with_language(doc: Document, named: str) -> tuple[Document, Trouble | None]:
    """A Document with the language that its text is in, and the Trouble where that is not read."""
    language = detect_language(doc.text)
    trouble = None if language == "en" else replace(not_english(named, language), where=doc.id)
    return replace(doc, language=language), trouble
