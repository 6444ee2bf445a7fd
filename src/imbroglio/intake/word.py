"""A Word document (docx) to a Draft, by python-docx, after a check of the zip around it.

Flows in: bytes of a docx. Flows out: one Draft, or a fatal Trouble. Refuses archives that unpack to far
more than they weigh, before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from imbroglio.intake.draft import PARSER_FAULTS, Draft, hash_bytes, one_line, refuse
from imbroglio.intake.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from imbroglio.model import Trouble

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MAIN_PART = "word/document.xml"


def read_word(data: bytes, where: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[Draft | Trouble]:
    """A docx as one Draft: paragraphs and table cells in order, one a line."""
    yield check_zip(data, where, limits) or _draft_of(data, where)


def check_zip(data: bytes, where: str, limits: Limits = DEFAULT_LIMITS) -> Trouble | None:
    """The reason not to unpack this archive, or None.

    The sizes are those the archive declares; zipfile stops there, so they bound what is unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except PARSER_FAULTS:
        return refuse(where, "broken-docx", "the Word document is damaged and cannot be opened.")
    if all(m.filename != MAIN_PART for m in members):
        return refuse(where, "binary", "it is a zip archive but no Word document. Unpack it first.")
    if any(m.flag_bits & 1 for m in members):
        return refuse(
            where, "encrypted-docx", "the Word document is locked with a password. Save a copy without it."
        )
    if len(members) > limits.zip_members:
        return refuse(
            where, "zip-bomb", f"it holds {len(members):,} files; the limit is {limits.zip_members:,}."
        )
    total = sum(m.file_size for m in members)
    if total > limits.zip_bytes:
        return refuse(where, "zip-bomb", f"it unpacks to {total:,} bytes; the limit is {limits.zip_bytes:,}.")
    for member in members:
        if member.file_size > MEGABYTE and member.file_size > member.compress_size * limits.zip_ratio:
            name, ratio = member.filename[:80], limits.zip_ratio
            message = f"'{name}' inside it unpacks to more than {ratio} times its size, which is the limit."
            return refuse(where, "zip-bomb", message)
    return None


def _draft_of(data: bytes, where: str) -> Draft | Trouble:
    import docx  # loaded when the first Word document is met

    try:
        document = docx.Document(io.BytesIO(data))
        text = "\n".join(_iter_lines(document))
        properties = document.core_properties
        # python-docx's template carries a creation day of its own, which says nothing about the report.
        made = None if properties.author == "python-docx" else properties.created
        return Draft(
            text,
            where,
            hash_bytes(data),
            title=one_line(properties.title),
            date=made.date() if made else None,
            date_basis="metadata" if made else "",
        )
    except PARSER_FAULTS as fault:
        return refuse(where, "broken-docx", f"the Word document is damaged ({type(fault).__name__}).")


def _iter_lines(document: WordDocument) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                seen: set[int] = set()
                for cell in row.cells:  # a merged cell comes once for each column it spans
                    if id(cell._tc) not in seen and cell.text:
                        yield cell.text
                    seen.add(id(cell._tc))
        else:
            yield block.text
