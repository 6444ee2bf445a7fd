"""Which format an input has: by its content first, then by the ending of its name.

Flows in: the first bytes and the name. Flows out: a `Format`. Reads no more than the head.
"""

from __future__ import annotations

import json
import re
import zlib
from enum import Enum
from pathlib import PurePath

from imbroglio.intake.decoding import decode, find_wide, looks_binary

HEAD = 64 * 1024


class Format(Enum):
    """The formats that have a module of their own, and those that are refused."""

    PLAIN = "plain text"
    MARKDOWN = "Markdown"
    PAGE = "web page"
    PDF = "PDF"
    WORD = "Word document"
    MAIL = "e-mail"
    JSON = "JSON"
    JSON_LINES = "JSON Lines"
    TABLE = "table"
    BINARY = "binary"
    XML = "XML"
    ARCHIVE = "WARC archive"
    PARQUET = "Parquet"


_ENDINGS = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.PAGE,
    ".htm": Format.PAGE,
    ".xhtml": Format.PAGE,
    ".eml": Format.MAIL,
    ".mht": Format.MAIL,
    ".mhtml": Format.MAIL,
    ".json": Format.JSON,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".csv": Format.TABLE,
    ".tsv": Format.TABLE,
    ".tab": Format.TABLE,
    ".warc": Format.ARCHIVE,
    ".parquet": Format.PARQUET,
}
_KINDS = (  # what a person calls a file that is refused, by its first bytes
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls). Save it as .docx or .txt"),
    (b"\x1f\x8b", "a gzip archive. Unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive. Unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive. Unpack it first"),
    (b"Rar!", "a RAR archive. Unpack it first"),
    (b"SQLite format 3\0", "a database"),
    (b"{\\rtf", "a rich text file (.rtf). Save it as .docx or .txt"),
)
_PAGE = re.compile(
    r"\A\s*(?:<\?xml[^>]{0,300}\?>\s*)?(?:<!--(?>.*?-->)\s*)*+<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_XML = re.compile(r"\A\s*<\?xml\b", re.IGNORECASE)
_OBJECT = re.compile(r'\A\s*\{\s*"[^"\n]{1,200}"\s*:')
_ARRAY = re.compile(r"\A\s*\[\s*\{\s*\"")
_HEADER = re.compile(r"^([A-Za-z][A-Za-z-]{1,40}):[ \t]?\S")


def find_kind(head: bytes) -> str | None:
    """What a binary file is, in plain words, or None where that is not known."""
    return next((kind for mark, kind in _KINDS if head.startswith(mark)), None)


def find_format(head: bytes, name: str) -> Format:
    """The format of an input that begins with `head` and is called `name`.

    >>> find_format(b'{"text": "Shelling resumed."}', "-")
    <Format.JSON_LINES: 'JSON Lines'>
    """
    if found := _find_many(head, name):
        return found
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    ending = _ENDINGS.get(PurePath(name).suffix.lower())
    if head.startswith(b"PK\x03\x04") or (head.startswith(b"PK\x05\x06") and ending is None):
        return Format.WORD
    if find_kind(head) or looks_binary(head):
        return Format.BINARY
    if PurePath(name).suffix.lower() == ".pdf":
        return Format.PDF
    if PurePath(name).suffix.lower() == ".docx":
        return Format.WORD
    return _find_text_format(_readable(head), ending)


def _find_many(head: bytes, name: str) -> Format | None:
    """The formats that hold many reports in binary form; a gzip archive is one where it says so inside or by its name."""
    if head.startswith(b"WARC/"):
        return Format.ARCHIVE
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if head.startswith(b"\x1f\x8b"):
        try:
            inside = zlib.decompressobj(wbits=31).decompress(head, 8)
        except zlib.error:
            inside = b""
        if inside.startswith(b"WARC/") or name.lower().endswith(".warc.gz"):
            return Format.ARCHIVE
    return None


def _readable(head: bytes) -> str:
    if wide := find_wide(head):
        return head[: len(head) & ~3].decode(wide, "ignore").lstrip("\ufeff")
    text = head.decode("utf-8", "ignore")
    return text.lstrip("\ufeff") if text.isascii() or "\ufffd" not in text else decode(head).text


def _find_text_format(text: str, ending: Format | None) -> Format:
    if _PAGE.match(text):
        return Format.PAGE
    if found := _find_json(text, ending):
        return found
    if ending is not None:
        return ending
    if _XML.match(text):
        return Format.XML
    return Format.MAIL if _is_mail(text) else Format.PLAIN


def _find_json(text: str, ending: Format | None) -> Format | None:
    by_name = ending in (Format.JSON, Format.JSON_LINES)
    if _ARRAY.match(text) or (ending is Format.JSON and not text.lstrip().startswith("{")):
        return Format.JSON
    if by_name or (ending is None and _OBJECT.match(text)):
        line, newline, _ = text.lstrip().partition("\n")
        if (
            ending is Format.JSON_LINES or not newline
        ):  # a single line is JSON Lines of one report, or a very long one
            return Format.JSON_LINES
        try:
            json.loads(line)
        except (ValueError, RecursionError):
            return Format.JSON
        return Format.JSON_LINES
    return None


def _is_mail(text: str) -> bool:
    """Whether a text begins with an e-mail's head: sender, subject or date, and one only machines write."""
    names: set[str] = set()
    for line in text.splitlines()[:200]:
        if not line:
            break
        if line[0] in " \t":
            continue
        header = _HEADER.match(line)
        if header is None:
            return False
        names.add(header[1].lower())
    machine = {"received", "mime-version", "message-id", "return-path", "delivered-to"}
    return "from" in names and bool(names & {"subject", "date"}) and bool(names & machine)
