"""The whole of intake: what is found, what is refused, dates, duplicates; and nothing ever raises."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imbroglio.intake import Limits, count_inputs, iter_reports
from imbroglio.model import Document, Trouble

from .inputs import REPORT, documents, make_docx, make_pdf, make_zip, reasons

MAIN = "word/document.xml"


def bomb() -> bytes:
    """A Word document whose main part unpacks to 200 times its size."""
    return make_zip({"[Content_Types].xml": b"<x/>", MAIN: b" " * 5_000_000})


BAD = {
    "empty.txt": (b"", "empty"),
    "empty.pdf": (b"", "empty"),
    "blank.txt": (b" \n\t \r\n", "empty"),
    "blank.jsonl": (b"\n\n \n", "empty"),
    "blank.csv": (b"\n\n", "empty"),
    "header.csv": (b"id,text\n", "empty"),
    "list.json": (b"[]", "empty"),
    "blank.docx": (make_docx(["", " "]), "empty"),
    "mark.txt": (b"\xef\xbb\xbf", "empty"),
    "binary.txt": (bytes(range(256)) * 4, "binary"),
    "late.txt": (b"Fine text. " * 10_000 + b"\0", "binary"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + b"abc" * 50, "binary"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 50, "binary"),
    "letter.rtf": (b"{\\rtf1 Shelling resumed.}", "binary"),
    "line.txt": (b"a " * 25_000_000, "too-long"),
    "huge.txt": (b"a\n" * 34_000_000, "too-large"),
    "huge.html": (b"<html>" + b"a " * 9_000_000, "too-large"),
    "broken.pdf": (make_pdf([[REPORT]])[:200], "broken-pdf"),
    "words.pdf": (b"no PDF at all", "broken-pdf"),
    "locked.pdf": (make_pdf([[REPORT]], encrypt=True), "encrypted-pdf"),
    "scan.pdf": (make_pdf([[], []]), "no-text-layer"),
    "broken.docx": (make_docx([REPORT])[:-200], "broken-docx"),
    "words.docx": (b"no zip at all", "broken-docx"),
    "hollow.docx": (make_zip({MAIN: b"<broken"}), "broken-docx"),
    "bomb.docx": (bomb(), "zip-bomb"),
    "archive.zip": (make_zip({"a.txt": b"x"}), "binary"),
    "nested.html": (b"<div>" * 10_000 + REPORT.encode() + b"</div>" * 10_000, "nested-tags"),
    "nested.json": (b"[" * 100_000, "bad-json"),
    "hollow.html": (b"<html><body><script>x()</script></body></html>", "no-text"),
    "broken.eml": (b"\n\nno head here", "broken-mail"),
    "long.eml": (b"From: a\nContent-Type: text/plain;" + b" a=b;" * 100_000 + b"\n\nx", "broken-mail"),
    "crowd.eml": (b"From: " + b"a <b@c.example>, " * 100_000 + b"\n\nx", "broken-mail"),
    "feed.xml": (b"<?xml version='1.0'?><rss><channel/></rss>", "unknown-format"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_fatal_trouble(tmp_path: Path, name: str) -> None:
    """It names file and reason."""
    data, reason = BAD[name]
    path = tmp_path / name
    path.write_bytes(data)
    (trouble,) = list(iter_reports([str(path)]))
    assert isinstance(trouble, Trouble)
    assert (trouble.reason, trouble.where, trouble.fatal) == (reason, str(path), True)
    assert trouble.message.startswith(str(path))


def test_all_other_files_go_on(tmp_path: Path) -> None:
    """Good reports between all the bad ones are read, in sorted order."""
    for name, (data, _) in BAD.items():
        if len(data) < 1_000_000:
            (tmp_path / name).write_bytes(data)
    for name in ("a.txt", "m.txt", "z.txt"):
        (tmp_path / name).write_text(f"{REPORT} {name}")
    assert [d.text[-5:] for d in documents(list(iter_reports([str(tmp_path)])))] == [
        "a.txt",
        "m.txt",
        "z.txt",
    ]


@pytest.mark.parametrize(
    ("limits", "name", "data", "reason"),
    [
        (Limits(pdf_pages=1), "a.pdf", make_pdf([[REPORT], [REPORT]]), "too-many-pages"),
        (Limits(text_chars=20), "a.pdf", make_pdf([[REPORT], [REPORT]]), "too-long"),
        (Limits(html_tags=3), "a.html", b"<html><p>One.<p>Two.<p>Three.", "too-large"),
        (Limits(zip_xml_bytes=100), "a.docx", make_docx([REPORT]), "zip-bomb"),
        (Limits(mail_header_chars=5), "a.eml", b"From: somebody\nSubject: x\n\nx", "broken-mail"),
        (Limits(zip_members=3), "a.docx", make_docx([REPORT]), "zip-bomb"),
        (Limits(zip_bytes=100), "a.docx", make_docx([REPORT]), "zip-bomb"),
        (
            Limits(mail_parts=1),
            "a.eml",
            b"Subject: x\n" + b"Content-Type: a\n" * 4 + b"\nx",
            "too-many-parts",
        ),
    ],
)
def test_limits_name_themselves(tmp_path: Path, limits: Limits, name: str, data: bytes, reason: str) -> None:
    """Each limit is one reason, and its message says what the limit is."""
    (tmp_path / name).write_bytes(data)
    (trouble,) = list(iter_reports([str(tmp_path / name)], limits=limits))
    assert isinstance(trouble, Trouble)
    assert trouble.reason == reason
    assert "limit" in trouble.message


def test_folders_globs_and_single_files(tmp_path: Path) -> None:
    """Recursive, sorted, hidden files left out, each file once."""
    for name in (
        "b/2.txt",
        "b/10.txt",
        "a/x/1.txt",
        ".git/x.txt",
        "a/.DS_Store",
        "a/~$open.docx",
        "c.txt",
        "[d].txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{REPORT} {name}")
    folder = str(tmp_path)

    def names(*inputs: str) -> list[str]:
        made = list(iter_reports(inputs))
        assert reasons(made) == []
        return [os.path.relpath(d.origin or "", folder) for d in documents(made)]

    assert names(folder) == ["[d].txt", "c.txt", "a/x/1.txt", "b/10.txt", "b/2.txt"]
    assert names(f"{folder}/b/*.txt", f"{folder}/b/2.txt") == ["b/10.txt", "b/2.txt"]
    assert names(f"{folder}/**/1.txt", f"{folder}/c.txt") == ["a/x/1.txt", "c.txt"]
    assert names(f"{folder}/[d].txt") == ["[d].txt"]
    assert count_inputs([folder]) == 5


@pytest.mark.parametrize("name", ["none.txt", "none*.txt", "", "a\0b"])
def test_missing(tmp_path: Path, name: str) -> None:
    """A file that is not there is a fatal Trouble, not an exception."""
    given = str(tmp_path / name) if "none" in name else name
    assert [(m.reason, m.fatal) for m in iter_reports([given]) if isinstance(m, Trouble)] == [
        ("missing", True)
    ]


def test_empty_folder_is_said(tmp_path: Path) -> None:
    """Nothing to read is a Trouble too."""
    assert reasons(list(iter_reports([str(tmp_path)]))) == ["empty"]


def test_links_lead_neither_out_nor_round(tmp_path: Path) -> None:
    """A link to outside is named, a loop is passed over, a link to a file inside is read once."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.txt").write_text("Outside the folder.")
    home = tmp_path / "in"
    (home / "deep").mkdir(parents=True)
    (home / "a.txt").write_text(REPORT)
    (home / "deep" / "loop").symlink_to(home, target_is_directory=True)
    (home / "b.txt").symlink_to(home / "a.txt")
    (home / "gone.txt").symlink_to(home / "nothing.txt")
    (home / "way.txt").symlink_to(tmp_path / "out" / "secret.txt")
    (home / "ways").symlink_to(tmp_path / "out", target_is_directory=True)
    made = list(iter_reports([str(home)]))
    assert [d.text for d in documents(made)] == [REPORT]
    assert sorted(reasons(made)) == ["link-not-followed", "link-not-followed", "missing"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    """Only plain files are opened."""
    os.mkfifo(tmp_path / "pipe.txt")
    assert reasons(list(iter_reports([str(tmp_path)]))) == ["no-file"]


def test_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No permission: a Trouble, and the next file is read. Faked, since root may read everything."""
    (tmp_path / "a.txt").write_text("Locked away.")
    (tmp_path / "b.txt").write_text(REPORT)
    truly_open = Path.open

    def refuse_a(path: Path, *args: str) -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return truly_open(path, *args)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse_a)
    made = list(iter_reports([str(tmp_path)]))
    assert [d.text for d in documents(made)] == [REPORT]
    assert [
        (m.reason, m.fatal, "Permission denied" in m.message) for m in made if isinstance(m, Trouble)
    ] == [("unreadable", True, True)]
    assert count_inputs([str(tmp_path)]) == 2


def test_same_bytes_twice_is_one_report(tmp_path: Path) -> None:
    """The copy is a Trouble that names the first report."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT)
    made = list(iter_reports([str(tmp_path)]))
    (document,) = documents(made)
    (trouble,) = (m for m in made if isinstance(m, Trouble))
    assert (trouble.reason, trouble.where, trouble.fatal) == ("duplicate", str(tmp_path / "b.txt"), False)
    assert document.id in trouble.message


class Trickle(io.BytesIO):
    """A stream that gives a few bytes at a time, as a pipe does."""

    def read(self, size: int | None = -1, /) -> bytes:
        """At most seven bytes."""
        return super().read(7 if size is None or size < 0 else min(7, size))


def test_standard_input() -> None:
    """JSON Lines where it looks so, a table where columns are mapped, else one text."""
    rows = "".join(json.dumps({"text": f"{REPORT} {i}"}) + "\n" for i in range(3)).encode()
    assert len(documents(list(iter_reports(["-"], stdin=Trickle(rows))))) == 3
    (text,) = documents(list(iter_reports(["-"], stdin=Trickle(REPORT.encode()))))
    assert (text.text, text.origin) == (REPORT, "-")
    table = Trickle(f"what\n{REPORT}\n".encode())
    assert [d.text for d in documents(list(iter_reports(["-"], stdin=table, columns={"text": "what"})))] == [
        REPORT
    ]
    assert reasons(list(iter_reports(["-"], stdin=io.BytesIO()))) == ["empty"]
    assert reasons(list(iter_reports(["-"]))) == ["missing"]


def test_long_standard_input_is_read_to_its_end() -> None:
    """A pipe gives less than asked for; nothing may be cut off."""
    text = f"{REPORT}\n" * 2_000
    (document,) = documents(list(iter_reports(["-"], stdin=Trickle(text.encode()))))
    assert document.text == text


def test_count_inputs(tmp_path: Path) -> None:
    """Rows count one by one, other files once; standard input cannot be counted."""
    (tmp_path / "a.jsonl").write_text('{"text": "One."}\n\n{"text": "Two."}\n')
    (tmp_path / "b.csv").write_text('text\n"One\nreport"\nThree.\n')
    (tmp_path / "c.txt").write_text(REPORT)
    assert count_inputs([str(tmp_path)]) == 5
    assert count_inputs([str(tmp_path / "none.txt")]) == 0
    assert count_inputs([str(tmp_path), "-"]) is None


def test_other_language_is_recorded_with_a_trouble(tmp_path: Path) -> None:
    """It is a Document all the same; whether to read it is for others to say."""
    (tmp_path / "a.txt").write_text(
        "Die Regierungstruppen haben am Montag das Dorf Orlin eingenommen, teilte der Gouverneur mit."
    )
    document, trouble = list(iter_reports([str(tmp_path)]))
    assert isinstance(document, Document)
    assert isinstance(trouble, Trouble)
    assert document.language == "de"
    assert (trouble.reason, trouble.where, trouble.fatal) == ("not-english", document.id, False)


@pytest.mark.parametrize(
    "text", ["Orlin ist gefallen.", "ISIS, SDF, YPG, PYD, FSA, JFS, HTS, PKK, TAK.", REPORT]
)
def test_short_or_english_is_english(tmp_path: Path, text: str) -> None:
    """Too short to tell counts as English."""
    (tmp_path / "a.txt").write_text(text)
    assert [d.language for d in documents(list(iter_reports([str(tmp_path)])))] == ["en"]


def stated(text: str, known: date | None) -> tuple[date, int, int] | None:
    """A dateline's day for the tests: an ISO day in brackets at the head; the year known is not needed."""
    return (date.fromisoformat(text[1:11]), 0, 12) if text.startswith("[") else None


@pytest.mark.parametrize(
    ("text", "given", "day", "basis", "troubles"),
    [
        (f"[2019-02-04] {REPORT}", "2019-02-07", date(2019, 2, 4), "dateline", ["date-contradicts"]),
        (f"[2019-02-04] {REPORT}", "2019-02-04", date(2019, 2, 4), "given", []),
        (f"[2019-02-04] {REPORT}", None, date(2019, 2, 4), "dateline", []),
        (REPORT, "2019-02-07", date(2019, 2, 7), "given", []),
        (REPORT, None, None, "", []),
    ],
)
def test_dateline_wins_and_says_so(
    tmp_path: Path, text: str, given: str | None, day: date | None, basis: str, troubles: list[str]
) -> None:
    """The Trouble points at the dateline."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": "x", "text": text, "date": given}))
    made = list(iter_reports([str(tmp_path)], dateline=stated))
    assert [(d.date, d.date_basis) for d in documents(made)] == [(day, basis)]
    assert reasons(made) == troubles
    assert all((t.where, t.start, t.end) == ("x", 0, 12) for t in made if isinstance(t, Trouble))


def test_guessed_encoding_is_said(tmp_path: Path) -> None:
    """The report is read, and the Trouble names the guess."""
    (tmp_path / "a.txt").write_bytes(
        "The café in Orlin \u2013 hit twice \u2013 burned down, witnesses said.".encode("cp1252")
    )
    document, trouble = list(iter_reports([str(tmp_path)]))
    assert isinstance(document, Document)
    assert isinstance(trouble, Trouble)
    assert document.text == "The café in Orlin \u2013 hit twice \u2013 burned down, witnesses said."
    assert (trouble.reason, trouble.where) == ("encoding-guessed", document.id)
    assert "cp1252" in trouble.message


def test_encoding_of_another_script_is_guessed(tmp_path: Path) -> None:
    """Where Latin letters are few, statistics decide."""
    text = "Правительственные войска в понедельник заняли село Орлин, сообщил губернатор области. " * 5
    (tmp_path / "a.txt").write_bytes(text.encode("cp1251"))
    made = list(iter_reports([str(tmp_path)]))
    assert [d.text for d in documents(made)] == [text]
    assert sorted(reasons(made)) == ["encoding-guessed", "not-english"]


def test_nothing_heavy_is_loaded_before_it_is_needed() -> None:
    """A start of the command line must not wait for parsers."""
    heavy = (
        "{'trafilatura', 'htmldate', 'docx', 'pypdfium2', 'py3langid', 'charset_normalizer', 'numpy', 'lxml'}"
    )
    check = f"import sys, imbroglio.intake; print({heavy} & set(sys.modules))"
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, env=paths
    )
    assert done.stdout.strip() == "set()"


ENDINGS = ("txt", "md", "html", "json", "jsonl", "csv", "eml", "mhtml", "pdf", "docx")
PIECES = st.sampled_from(
    [
        b"<div>", b"</p>", b"<!--", b"<script>", b"&#0;", b"&#xd800;", b"<html>", b'{"text":', b'"a"', b"}",
        b"[", b"\\ud800", b"\n", b"From: a <b>\n", b"Content-Type: multipart/mixed; boundary=b\n",
        b"Content-Type: text/plain; charset=nope\n", b"Date: x, 99\n", b"Subject: =?utf-8?q?=ff?=\n",
        b"MIME-Version: 1.0\n", b"--b\n", b"%PDF-1.4\n", b"PK\x03\x04", b"---\n", b"text,id\n", b'"',
        b"\xff\xfe", b"\xef\xbb\xbf", b"\x00", b"\xe9", b"**", b"[a](b)", b"text ",
    ]
)  # fmt: skip
ANY = st.binary(max_size=200) | st.lists(PIECES | st.binary(max_size=8), max_size=30).map(b"".join)


def check_any(folder: Path, name: str, data: bytes) -> None:
    """Intake makes Documents that can be stored and Troubles that name the file, and never raises."""
    (folder / name).write_bytes(data)
    made = list(iter_reports([str(folder / name)]))
    assert made
    for item in made:
        if isinstance(item, Document):
            f"{item.id}{item.text}{item.title}{item.source}{item.url}{item.origin}".encode()  # can be stored
            assert item.text.strip()
            assert "\0" not in item.text
        else:
            assert item.message
            assert item.where.startswith(str(folder)) or not item.fatal


@pytest.mark.parametrize("ending", ENDINGS)
def test_any_bytes_give_a_document_or_a_trouble(tmp_path: Path, ending: str) -> None:
    """Whatever the file holds, whatever it is called."""

    @given(ANY)
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def check(data: bytes) -> None:
        check_any(tmp_path, f"a.{ending}", data)

    check()


@pytest.mark.parametrize(
    ("name", "whole"), [("a.pdf", make_pdf([[REPORT], []])), ("a.docx", make_docx([REPORT, "b"]))]
)
def test_damaged_files_give_a_document_or_a_trouble(tmp_path: Path, name: str, whole: bytes) -> None:
    """A real file with bytes changed or its end cut off."""

    @given(st.integers(0, len(whole) - 1), st.binary(min_size=1, max_size=20), st.integers(0, len(whole)))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def check(at: int, put: bytes, end: int) -> None:
        check_any(tmp_path, name, (whole[:at] + put + whole[at + len(put) :])[: max(at, end)])

    check()


@pytest.mark.parametrize(
    "part", [b"", b"<w:document/>", b"<x xmlns='urn:x'/>", b"<a>" * 5_000, b"<?xml version='1.0'?>"]
)
def test_word_with_a_strange_main_part(tmp_path: Path, part: bytes) -> None:
    """The packing is whole, the content is not."""
    source = zipfile.ZipFile(io.BytesIO(make_docx([REPORT])))
    data = make_zip({n: part if n == MAIN else source.read(n) for n in source.namelist()})
    (tmp_path / "a.docx").write_bytes(data)
    (trouble,) = list(iter_reports([str(tmp_path)]))
    assert isinstance(trouble, Trouble)
    assert trouble.reason in ("broken-docx", "empty")
