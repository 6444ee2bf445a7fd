"""Limits: how much of one input is accepted, so that one hostile or broken file cannot stop the others.

Every limit is generous for reports (a long analysis has 100,000 characters); beyond it the file becomes a
Trouble that names the limit, and all other files go on.
"""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one input.

    Attributes:
        file_bytes: largest file that is read whole (JSON Lines and CSV go line by line, without a bound).
        line_bytes: longest line of JSON Lines or CSV.
        text_chars: longest text of one report.
        html_bytes: largest web page.
        html_tags: most tags of a web page (extraction slows down sharply beyond; large pages have 20,000).
        html_depth: how deep the tags of a web page may be nested (the parser gives up at 256).
        pdf_pages: most pages of a PDF.
        zip_members: most files inside a docx.
        zip_bytes: size of a docx when unpacked.
        zip_xml_bytes: size of one XML part of a docx when unpacked (its tree takes many times that).
        zip_ratio: how many times larger than packed a member of a docx may become (judged from 1 MB on).
        mail_parts: most parts of an e-mail.
        group_bytes: size of the columns that are read of one row group of a Parquet file, when unpacked.
        mail_header_chars: longest line in the head of an e-mail or of one of its parts.
    """

    file_bytes: int = 64 * MEGABYTE
    line_bytes: int = 20 * MEGABYTE
    text_chars: int = 5_000_000
    html_bytes: int = 16 * MEGABYTE
    html_tags: int = 50_000
    html_depth: int = 240
    pdf_pages: int = 2_000
    zip_members: int = 5_000
    zip_bytes: int = 256 * MEGABYTE
    zip_xml_bytes: int = 32 * MEGABYTE
    zip_ratio: int = 100
    mail_parts: int = 1_000
    group_bytes: int = 2048 * MEGABYTE
    mail_header_chars: int = 20_000


DEFAULT_LIMITS = Limits()
