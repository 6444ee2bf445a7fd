"""A Word document (docx) to a Draft, by python-docx, after a check of the zip around it.

Flows in: bytes of a docx. Flows out: one Draft, or a fatal Trouble. Refuses archives that unpack to far
more than they weigh, before anything is unpacked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from imbroglio.intake.draft import PARSER_FAULTS, Draft, hash_bytes, one_line, refuse
from imbroglio.intake.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from imbroglio.model import Trouble

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What stands in here comes twice: for new programs, and once more for old ones.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = {f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", _FALLBACK}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
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
        if member.filename.endswith((".xml", ".rels")) and member.file_size > limits.zip_xml_bytes:
            message = f"'{member.filename[:80]}' inside it unpacks to {member.file_size:,} bytes"
            return refuse(where, "zip-bomb", f"{message}; the limit is {limits.zip_xml_bytes:,}.")
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
    """Every paragraph of the body in order, those in tables, content controls and text boxes too.

    python-docx's own `text` passes over insertions under review, content controls and text boxes, so the tree
    is walked here. What was deleted or moved away under review is left out.
    """
    body = document.element.body
    for paragraph in body.iter(f"{_W}p"):
        if any(above.tag in _LEFT_OUT for above in paragraph.iterancestors()):
            continue
        text = "".join(_iter_pieces(paragraph))
        if text or paragraph.getparent() is body:  # empty cells say nothing; empty lines part paragraphs
            yield text


def _iter_pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag != f"{_W}p" and child.tag not in _LEFT_OUT:  # those are a text box's
            yield from _iter_pieces(child)
