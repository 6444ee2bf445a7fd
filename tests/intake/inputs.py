"""Inputs that the tests build for themselves: PDFs by hand, Word documents, texts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

import docx

from imbroglio.model import Document, Trouble

REPORT = "Border guards shelled the village of Orlin on Friday, the governor said. Nine people were killed."


def make_pdf(pages: Sequence[Sequence[str]], info: str = "", encrypt: bool = False) -> bytes:
    """A PDF whose pages show the given lines; an empty page has no text layer."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for i, lines in enumerate(pages):
        content = "BT /F1 11 Tf 14 TL 50 780 Td\n" + "\n".join(f"({line}) Tj T*" for line in lines) + "\nET"
        content = content if lines else "0 0 10 10 re f"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< {info} >>")
    trailer = f"/Info {len(objects)} 0 R"
    if encrypt:
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    trailer = f"/Root 1 0 R /Size {len(objects) + 1} {trailer}"
    return out + f"trailer << {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def make_docx(paragraphs: Sequence[str], title: str = "", created: datetime | None = None) -> bytes:
    """A Word document; with `created` it has an author and a creation day."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.title = title
    if created:
        document.core_properties.author = "Desk"
        document.core_properties.created = created
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_zip(members: dict[str, bytes]) -> bytes:
    """A zip archive with these files, packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def documents(made: Sequence[Document | Trouble]) -> list[Document]:
    """The Documents among what intake made."""
    return [m for m in made if isinstance(m, Document)]


def reasons(made: Sequence[Document | Trouble]) -> list[str]:
    """The reasons of the Troubles among what intake made."""
    return [m.reason for m in made if isinstance(m, Trouble)]
