"""Each format to a Document: text, title, date and source."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import docx
import pytest

from imbroglio.intake import iter_reports
from imbroglio.model import Document

from .inputs import REPORT, documents, make_docx, make_pdf, make_zip, reasons


def read(folder: Path, name: str, data: bytes | str) -> Document:
    """Write one file and read it as the one report that it holds."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    made = list(iter_reports([str(path)]))
    (document,) = documents(made)
    assert made[0] is document
    assert document.origin == str(path)
    assert document.sha256 == sha256(path.read_bytes()).hexdigest()
    assert document.id == document.sha256[:16]
    assert document.language == "en"
    return document


@pytest.mark.parametrize(
    "text", [REPORT, f"  {REPORT}\r\n\r\n\tEnd. \n", "café \u2013 no man\u2019s land \U0001f6d1"]
)
def test_plain_text_is_kept_as_received(tmp_path: Path, text: str) -> None:
    """No blank, line end or sign is changed."""
    assert read(tmp_path, "a.txt", text).text == text


def test_mark_of_utf8_is_no_part_of_the_text(tmp_path: Path) -> None:
    """A byte order mark is taken off."""
    assert read(tmp_path, "a.txt", b"\xef\xbb\xbf" + REPORT.encode()).text == REPORT


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings(tmp_path: Path, encoding: str) -> None:
    """UTF-16 with and without a mark, UTF-32 with one."""
    assert read(tmp_path, "a.txt", REPORT.encode(encoding)).text == REPORT


def test_name_without_ending_is_text(tmp_path: Path) -> None:
    """An unknown or missing ending is judged by content."""
    assert read(tmp_path, "dispatch", REPORT).text == REPORT


def test_markdown_words_without_marks(tmp_path: Path) -> None:
    """Marks, links and tags go; front matter gives title, date, source and url."""
    page = (
        '---\ntitle: "Bridge lost"\ndate: 2019-02-03\nsource: Hill Radio\nurl: https://hill.example/1\n---\n'
        "# Bridge lost\n\n**Rebels** took the [Sava bridge](https://x.example/a) <b>at dawn</b>.\n\n"
        '> "We hold it", said snake_case_unit.\n\n* one\n- two\n\n---\n![map](m.png)\nEnd of 3 * 4 * 5.'
    )
    document = read(tmp_path, "a.md", page)
    assert document.text == (
        'Bridge lost\n\nRebels took the Sava bridge at dawn.\n\n"We hold it", said snake_case_unit.\n\n'
        "one\ntwo\n\n\n\nEnd of 3 * 4 * 5."
    )
    assert (document.title, document.date, document.date_basis) == (
        "Bridge lost",
        date(2019, 2, 3),
        "metadata",
    )
    assert (document.source, document.url) == ("Hill Radio", "https://hill.example/1")


PAGE = """<!DOCTYPE html><html><head><title>Bridge lost - Hill Radio</title>
<meta property="og:title" content="Bridge lost"><meta property="og:site_name" content="Hill Radio">
{meta}<link rel="canonical" href="https://hill.example/bridge">
<script>var x = "<div><div><div>";</script></head>
<body><nav><a href="/">Home</a> <a href="/war">War</a></nav><article><h1>Bridge lost</h1>{byline}
<p>Rebels took the Sava bridge at dawn on Monday after two days of shelling, residents said by telephone.</p>
<p>The army denied that it had lost the bridge &amp; said that its troops had pulled back in good order.</p>
</article><footer>{footer}</footer></body></html>"""


def test_page_gives_main_text_and_metadata(tmp_path: Path) -> None:
    """Main text only, no markup, entities resolved."""
    meta = '<meta property="article:published_time" content="2019-02-04T22:10:00+02:00">'
    document = read(tmp_path, "a.html", PAGE.format(meta=meta, byline="", footer=""))
    assert "Rebels took the Sava bridge at dawn" in document.text
    assert "bridge & said" in document.text
    assert "<" not in document.text
    assert "Home" not in document.text
    assert (document.title, document.source) == ("Bridge lost", "Hill Radio")
    assert document.url == "https://hill.example/bridge"
    assert (document.date, document.date_basis) == (date(2019, 2, 4), "metadata")


def test_page_is_known_by_its_content(tmp_path: Path) -> None:
    """The name says text, the content is a page: no tag gets through."""
    assert "<p>" not in read(tmp_path, "a.txt", PAGE.format(meta="", byline="", footer="")).text


def test_page_date_from_the_visible_page(tmp_path: Path) -> None:
    """Without metadata the day printed on the page counts, and says so."""
    document = read(
        tmp_path, "a.html", PAGE.format(meta="", byline="<p>Published 5 March 2019</p>", footer="")
    )
    assert (document.date, document.date_basis) == (date(2019, 3, 5), "page")


def test_bare_year_on_a_page_is_no_date(tmp_path: Path) -> None:
    """A copyright year must not become the first of January."""
    document = read(tmp_path, "a.html", PAGE.format(meta="", byline="", footer="© 2017 Hill Radio"))
    assert (document.date, document.date_basis) == (None, "")


def test_page_in_the_encoding_that_it_declares(tmp_path: Path) -> None:
    """A declared charset is no guess."""
    page = PAGE.format(meta='<meta charset="windows-1251">', byline="<p>Село Орлин</p>", footer="")
    document = read(tmp_path, "a.html", page.encode("cp1251"))
    assert "Село Орлин" in document.text


def test_pdf_text_title_and_date(tmp_path: Path) -> None:
    """All pages; lines that the page's width broke are one paragraph."""
    pages = [
        [
            "Rebels took the Sava bridge at dawn on Monday after two days of",
            "shelling, residents said.",
            "",
            "Army view",
        ],
        ["The army denied it."],
    ]
    document = read(
        tmp_path, "a.pdf", make_pdf(pages, "/Title (Bridge lost) /CreationDate (D:20190204221000Z)")
    )
    assert document.text.startswith(
        "Rebels took the Sava bridge at dawn on Monday after two days of shelling, residents said.\n"
    )
    assert document.text.endswith("Army view\n\nThe army denied it.")
    assert (document.title, document.date, document.date_basis) == (
        "Bridge lost",
        date(2019, 2, 4),
        "metadata",
    )


def test_pdf_words_cut_at_the_end_of_a_line(tmp_path: Path) -> None:
    """A cut word is whole again; a compound keeps its hyphen."""
    lines = [
        "Turkish-backed fighters resumed an at-",
        "tack on the villages they shel-",
        "led with Kurdish-",
        "led units around al-",
    ]
    document = read(tmp_path, "a.pdf", make_pdf([[*lines, "Bab, a monitor said."]]))
    assert document.text == (
        "Turkish-backed fighters resumed an attack on the villages they shelled with Kurdish-led units"
        " around al-Bab, a monitor said."
    )


def test_page_with_many_levels_is_read(tmp_path: Path) -> None:
    """Real pages nest some dozens deep; the limit lies where the parser would lose text."""
    page = "<html><body>" + "<div>" * 230 + f"<p>{REPORT}</p>" + "</div>" * 230 + "</body></html>"
    assert read(tmp_path, "a.html", page).text == REPORT


def test_pdf_page_without_text_is_named(tmp_path: Path) -> None:
    """A scanned page among others is left out, and a Trouble says so."""
    (tmp_path / "a.pdf").write_bytes(make_pdf([[REPORT], []]))
    made = list(iter_reports([str(tmp_path / "a.pdf")]))
    assert [d.text for d in documents(made)] == [REPORT]
    assert reasons(made) == ["pages-without-text"]


def test_word_text_title_and_date(tmp_path: Path) -> None:
    """Paragraphs one a line; title and day from the properties."""
    data = make_docx([REPORT, "", "Second."], "Orlin shelled", datetime(2019, 2, 4, 22, 10))
    document = read(tmp_path, "a.docx", data)
    assert document.text == f"{REPORT}\n\nSecond."
    assert (document.title, document.date, document.date_basis) == (
        "Orlin shelled",
        date(2019, 2, 4),
        "metadata",
    )


def test_word_tables_are_read_in_place_and_once(tmp_path: Path) -> None:
    """Cells come between the paragraphs around them; a merged cell comes once."""
    document = docx.Document()
    document.add_paragraph("Before the table, as the ministry wrote it on Monday.")
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Losses"
    table.cell(1, 0).text, table.cell(1, 1).text = "Killed", "9"
    document.add_paragraph("After.")
    document.save(str(tmp_path / "made.docx"))
    text = read(tmp_path, "a.docx", (tmp_path / "made.docx").read_bytes()).text
    assert text.splitlines()[1:] == ["Losses", "Killed", "9", "After."]


def test_word_text_that_hides_in_the_tree(tmp_path: Path) -> None:
    """Insertions under review and content controls count; what was deleted does not."""
    xml = (
        "<w:p><w:r><w:t>They </w:t></w:r><w:ins w:id='1' w:author='a'><w:r><w:t>lost </w:t></w:r></w:ins>"
        "<w:del w:id='2' w:author='a'><w:r><w:delText>won </w:delText></w:r></w:del>"
        "<w:sdt><w:sdtContent><w:r><w:t>the bridge</w:t></w:r></w:sdtContent></w:sdt></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Then</w:t><w:tab/><w:t>rain.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(io.BytesIO(make_docx([REPORT]))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["word/document.xml"] = f"<w:document {space}><w:body>{xml}</w:body></w:document>".encode()
    assert read(tmp_path, "a.docx", make_zip(parts)).text == "They lost the bridge\nThen\train."


def test_date_of_the_writing_library_is_no_date(tmp_path: Path) -> None:
    """python-docx's template was made in 2013; that says nothing about a report."""
    assert read(tmp_path, "a.docx", make_docx([REPORT])).date is None


MAIL = (
    'From: "Hill Radio" <desk@hill.example>\r\nTo: you@example.org\r\nSubject: =?utf-8?q?Bridge_lost?=\r\n'
    "Date: Mon, 04 Feb 2019 23:10:00 -0500\r\nMIME-Version: 1.0\r\nMessage-ID: <1@hill.example>\r\n"
)


@pytest.mark.parametrize("name", ["a.eml", "a.txt"])
def test_mail_body_and_head(tmp_path: Path, name: str) -> None:
    """Body, sender, subject and the day in the sender's own time; known by its content too."""
    head = MAIL + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    document = read(tmp_path, name, head + REPORT + "\r\n")
    assert document.text.strip() == REPORT
    assert (document.title, document.source) == ("Bridge lost", "Hill Radio")
    assert (document.date, document.date_basis) == (date(2019, 2, 4), "metadata")


def test_mail_in_html_loses_its_tags(tmp_path: Path) -> None:
    """Where there is no plain part, the page is read as any page."""
    page = PAGE.format(meta="", byline="", footer="")
    document = read(tmp_path, "a.eml", f"{MAIL}Content-Type: text/html; charset=utf-8\r\n\r\n{page}")
    assert "Rebels took the Sava bridge" in document.text
    assert "<p>" not in document.text
    assert document.date == date(2019, 2, 4)


def test_mail_attachment_is_named(tmp_path: Path) -> None:
    """An attachment is not read, and not passed over in silence."""
    body = (
        'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n'
        f"{REPORT}\r\n--b\r\nContent-Type: application/pdf\r\n"
        'Content-Disposition: attachment; filename="x.pdf"\r\n\r\nx\r\n--b--\r\n'
    )
    (tmp_path / "a.eml").write_text(MAIL + body)
    made = list(iter_reports([str(tmp_path / "a.eml")]))
    assert [d.text for d in documents(made)] == [REPORT]
    assert reasons(made) == ["attachments-not-read"]


def test_page_saved_by_a_browser(tmp_path: Path) -> None:
    """mhtml: the address from its head, the rest from the page inside."""
    meta = '<meta property="article:published_time" content="2019-02-01">'
    page = PAGE.format(meta=meta, byline="", footer="")
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://hill.example/bridge\r\n"
        "Subject: Bridge lost\r\nDate: Mon, 4 Mar 2019 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/html; charset=utf-8\r\n\r\n{page}\r\n--b--\r\n"
    )
    document = read(tmp_path, "a.mhtml", saved)
    assert (document.url, document.source) == ("https://hill.example/bridge", "Hill Radio")
    assert document.date == date(2019, 2, 1)
