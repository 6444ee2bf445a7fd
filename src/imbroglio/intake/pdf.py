"""A PDF to a Draft, by PDFium: the text layer of all pages, title and date from the file's metadata.

Flows in: bytes of a PDF. Flows out: one Draft, or a fatal Trouble (broken, encrypted, no text layer, too
many pages). Lines that the page's width broke are joined again, since a PDF knows lines but no paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import pairwise
from typing import Any

from imbroglio.intake.dating import find_pdf_day
from imbroglio.intake.draft import PARSER_FAULTS, Draft, hash_bytes, one_line, refuse, remark
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.model import Trouble

_PASSWORD_NEEDED, _SECURITY_UNKNOWN = 4, 5  # FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY
_HYPHEN = "\u00ad"
_BROKEN_WORD = re.compile("[\ufffe\x02\u00ad]\r?\n?")  # PDFium marks a hyphen at a line's end so
# Compounds of this field whose hyphen is their own, wherever a line breaks.
_OWN_HYPHEN_AFTER = re.compile(r"\b(?:self|anti|non|vice)$", re.IGNORECASE)
_OWN_HYPHEN_BEFORE = re.compile(
    r"(?:backed|held|allied|aligned|affiliated|controlled|ruled|based|linked|supported|sponsored|funded"
    r"|dominated|majority|populated|general|in-chief)\b"
)
_LED = re.compile(r"led\b")  # "Kurdish-led", but "shelled" and "controlled"
_ENDS_SENTENCE = re.compile(r"[.!?:;][\"'\u2019\u201d)\]]*$")
_FULL_LINE = 0.75  # a line of at least this share of the page's usual width was broken by that width


def read_pdf(data: bytes, where: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[Draft | Trouble]:
    """A PDF as one Draft."""
    pdfium = import_module("pypdfium2")  # by name: it has no types, and is loaded when the first PDF is met
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        if fault.err_code in (_PASSWORD_NEEDED, _SECURITY_UNKNOWN):
            yield refuse(where, "encrypted-pdf", "the PDF is locked with a password. Save a copy without it.")
        else:
            yield refuse(where, "broken-pdf", "the PDF is damaged and cannot be opened.")
        return
    try:
        yield _draft_of(document, data, where, limits)
    except PARSER_FAULTS as fault:
        yield refuse(where, "broken-pdf", f"the PDF is damaged ({type(fault).__name__}).")
    finally:
        document.close()


def _draft_of(document: Any, data: bytes, where: str, limits: Limits) -> Draft | Trouble:
    count = len(document)
    if count > limits.pdf_pages:
        return refuse(
            where, "too-many-pages", f"the PDF has {count:,} pages; the limit is {limits.pdf_pages:,}."
        )
    pages: list[str] = []
    size = 0
    for number in range(count):
        pages.append(join_lines(_page_text(document, number)))
        size += len(pages[-1])
        if size > limits.text_chars:
            return refuse(
                where, "too-long", f"its text is longer than the limit of {limits.text_chars:,} characters."
            )
    bare = sum(not page for page in pages)
    if bare == count:
        return refuse(
            where,
            "no-text-layer",
            "the PDF holds pictures of pages but no text. Run text recognition (OCR) first.",
        )
    troubles: tuple[Trouble, ...] = ()
    if bare:
        troubles = (
            remark(where, "pages-without-text", f"{bare} of {count} pages hold no text and were left out."),
        )
    day = find_pdf_day(document.get_metadata_value("CreationDate") or "")
    return Draft(
        "\n\n".join(page for page in pages if page),
        where,
        hash_bytes(data),
        title=one_line(document.get_metadata_value("Title")),
        date=day,
        date_basis="metadata" if day else "",
        troubles=troubles,
    )


def _page_text(document: Any, number: int) -> str:
    page = document[number]
    try:
        layer = page.get_textpage()
        try:
            return str(layer.get_text_range())
        finally:
            layer.close()
    finally:
        page.close()


def join_lines(page: str) -> str:
    r"""A page's lines as paragraphs.

    A line is joined to the next where the page's width broke it: it is nearly as long as the longest lines
    and ends no sentence, or the next one goes on in lower case.

    >>> join_lines("Troops entered the town\r\non Monday, he said.\r\nNEWS IN BRIEF")
    'Troops entered the town on Monday, he said.\nNEWS IN BRIEF'
    """
    page = _BROKEN_WORD.sub(f"{_HYPHEN}\n", page.replace("\x00", ""))
    lines = [line.strip() for line in page.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return ""
    width = lengths[int(len(lengths) * 0.9) - 1] if len(lengths) > 9 else lengths[-1]
    joined = [lines[0]]
    for before, line in pairwise(lines):
        if before.endswith(_HYPHEN):
            joined[-1] = _join_word(joined[-1][:-1], line)
            continue
        ends = bool(_ENDS_SENTENCE.search(before))
        broken = before and line and (line[0].islower() or (len(before) >= width * _FULL_LINE and not ends))
        if broken or (before and line and ends and len(before) >= width * 0.9):
            joined[-1] += " " + line
        else:
            joined.append(line)
    return "\n".join(joined).rstrip(_HYPHEN).strip()


def _join_word(before: str, line: str) -> str:
    """A word that a line's end cut, whole again; "Turkish-" and "backed" keep their hyphen."""
    own = (
        _OWN_HYPHEN_AFTER.search(before)
        or _OWN_HYPHEN_BEFORE.match(line)
        or (_LED.match(line) and not before.endswith("l"))
        or not line[:1].islower()
    )
    return f"{before}-{line}" if own else before + line
