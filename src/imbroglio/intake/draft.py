"""Draft: what a format's module makes of an input, before language, date and duplicates are settled.

Every format module has one function that takes bytes and yields Drafts and Troubles; `reports.py` turns a
Draft into a Document. Here too: the faults that foreign parsers raise on broken bytes.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date as Day

from imbroglio.model import Trouble

# What foreign parsers (pdfium, python-docx, trafilatura, email) raise on bytes that they cannot make sense
# of. They document few of these, so the families are named here; each use turns the fault into a Trouble that
# names the file. Memory and interrupt are left out on purpose.
PARSER_FAULTS: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A report on its way in.

    Attributes:
        text: the text as received; nothing downstream changes its length.
        where: the file it came from, with ":line" for one row of many.
        sha256: of the raw bytes; for a row, of the text's UTF-8 bytes, after its id where it gives one.
        date_basis: "given", "metadata", "feed" or "page" where `date` is filled.
        troubles: what went wrong on the way without stopping it.
        origin: where it came from, where that is more than the input's name.
        extra: what else the input says of it, by name.
    """

    text: str
    where: str
    sha256: str
    id: str | None = None
    title: str | None = None
    date: Day | None = None
    date_basis: str = ""
    source: str | None = None
    url: str | None = None
    troubles: tuple[Trouble, ...] = ()
    origin: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


def hash_bytes(data: bytes) -> str:
    """SHA-256 of raw bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def hash_text(text: str, id: str | None = None) -> str:
    """SHA-256 of a text's UTF-8 bytes; lone surrogates are hashed as they came.

    With an id, it is hashed before the text: a row that says which report it is, is that report and no other, even
    where another row has the same text.
    """
    whole = text if id is None else f"{id}\0{text}"
    return hash_bytes(whole.encode("utf-8", "surrogatepass"))


def refuse(where: str, reason: str, message: str) -> Trouble:
    """A Trouble for an input of which no report can be made; the message names the file."""
    return Trouble(where=where, reason=reason, message=f"{where}: {message}", fatal=True)


def remark(
    where: str, reason: str, message: str, start: int | None = None, end: int | None = None
) -> Trouble:
    """A Trouble about an input of which a report is made all the same."""
    return Trouble(where=where, reason=reason, message=f"{where}: {message}", start=start, end=end)


def one_line(value: object) -> str | None:
    r"""A title, name or address as one clean line, or None where nothing is left.

    >>> one_line("  Fighting near\n the bridge ")
    'Fighting near the bridge'
    """
    if not isinstance(value, str):
        return None
    return " ".join(value.replace("\x00", " ").split()) or None
