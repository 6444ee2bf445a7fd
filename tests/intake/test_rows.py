"""JSON Lines, JSON and tables: one report a row, the text exactly as given."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.errors import IntakeError
from imbroglio.intake import Limits, iter_reports
from imbroglio.intake.json_rows import read_json_lines
from imbroglio.intake.table import read_table
from imbroglio.model import Document, Trouble

from .inputs import REPORT, documents, reasons


def read(folder: Path, name: str, data: bytes | str, **settings: object) -> list[Document | Trouble]:
    """Write one file and read it."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(iter_reports([str(path)], **settings))  # type: ignore[arg-type]


def test_json_lines_fields(tmp_path: Path) -> None:
    """All fields are taken; the hash is the text's."""
    row = {
        "id": 7,
        "text": f" {REPORT}\r\n",
        "title": "T",
        "date": "2019-02-04T10:00Z",
        "source": "S",
        "url": "u",
    }
    (document,) = documents(read(tmp_path, "a.jsonl", json.dumps(row)))
    assert (document.id, document.text, document.title) == ("7", f" {REPORT}\r\n", "T")
    assert (document.date, document.date_basis) == (date(2019, 2, 4), "given")
    assert (document.source, document.url) == ("S", "u")
    assert document.sha256 == sha256(f"7\0{document.text}".encode()).hexdigest()


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a.txt", "a"])
def test_json_lines_are_known_by_content(tmp_path: Path, name: str) -> None:
    """Whatever the file is called."""
    lines = "\n".join(json.dumps({"text": f"{REPORT} {i}"}) for i in range(3))
    assert [d.text for d in documents(read(tmp_path, name, lines))] == [f"{REPORT} {i}" for i in range(3)]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", ["a.json", "a.txt"])
def test_json_array_and_single_object(tmp_path: Path, name: str, indent: int | None) -> None:
    """An array gives a report for each element, an object gives one; however it is laid out."""
    rows = [{"text": REPORT}, {"text": f"{REPORT} Two."}]
    assert len(documents(read(tmp_path, name, json.dumps(rows, indent=indent)))) == 2
    assert len(documents(read(tmp_path, name, json.dumps(rows[0], indent=indent)))) == 1


def test_bad_lines_name_their_number_and_stop_nothing(tmp_path: Path) -> None:
    """The good lines around them are read."""
    lines = [
        '{"text": "One report."}',
        "{broken",
        "",
        '["list"]',
        '{"title": "no text"}',
        '{"text": 5}',
        '{"text": ""}',
    ]
    lines += ["[" * 50_000, '{"text": "Two reports."}', '{"n": ' + "9" * 5_000 + "}"]
    made = read(tmp_path, "a.jsonl", "\n".join(lines))
    assert [d.text for d in documents(made)] == ["One report.", "Two reports."]
    troubles = [m for m in made if isinstance(m, Trouble)]
    assert [(t.where.rpartition(":")[2], t.reason) for t in troubles] == [
        ("2", "bad-json"), ("4", "bad-json"), ("5", "no-text-field"), ("6", "no-text-field"), ("7", "empty"),
        ("8", "bad-json"), ("10", "bad-json"),
    ]  # fmt: skip
    assert all(t.fatal and t.where in t.message for t in troubles)


def test_line_of_fifty_megabytes(tmp_path: Path) -> None:
    """It is skipped, and the line after it is read."""
    made = read(
        tmp_path, "a.jsonl", b'{"text": "One."}\n{"text": "' + b"x" * 50_000_000 + b'"}\n{"text": "Two."}'
    )
    assert [d.text for d in documents(made)] == ["One.", "Two."]
    assert reasons(made) == ["line-too-long"]


def test_lone_surrogates_keep_the_length(tmp_path: Path) -> None:
    """Each becomes U+FFFD, so every offset still holds, and the text can be stored."""
    made = read(tmp_path, "a.jsonl", '{"text": "ab\\ud83d cd\\udc00", "title": "\\ud800", "id": "x\\udfff"}')
    (document,) = documents(made)
    assert document.text == "ab\ufffd cd\ufffd"
    assert "\ud800" not in f"{document.title}{document.id}"
    (trouble,) = (m for m in made if isinstance(m, Trouble))
    assert (trouble.reason, trouble.where, trouble.start, trouble.fatal) == (
        "surrogates",
        document.id,
        2,
        False,
    )


def test_pair_of_surrogates_is_a_character(tmp_path: Path) -> None:
    """A whole pair is no trouble."""
    made = read(tmp_path, "a.jsonl", '{"text": "ab \\ud83d\\ude00"}')
    assert [d.text for d in documents(made)] == ["ab \U0001f600"]
    assert reasons(made) == []


def test_zero_sign_in_a_row_is_refused(tmp_path: Path) -> None:
    """A text with U+0000 is no text."""
    assert reasons(read(tmp_path, "a.jsonl", '{"text": "ab\\u0000cd"}')) == ["binary"]


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("25/11/2016", date(2016, 11, 25)),
        ("20161125", date(2016, 11, 25)),
        ("5/11/2016", None),
        ("soon", None),
    ],
)
def test_dates_given(tmp_path: Path, given: str, day: date | None) -> None:
    """One that can be read as two days is left open, with a Trouble."""
    made = read(tmp_path, "a.jsonl", json.dumps({"text": REPORT, "date": given}))
    assert [d.date for d in documents(made)] == [day]
    assert reasons(made) == ([] if day else ["date-unclear"])


def test_fields_of_another_kind_are_left_out(tmp_path: Path) -> None:
    """A list as title costs the title, not the report; an object's name is taken."""
    made = read(
        tmp_path, "a.jsonl", json.dumps({"text": REPORT, "title": ["x"], "source": {"name": "Hill Radio"}})
    )
    assert [(d.title, d.source) for d in documents(made)] == [(None, "Hill Radio")]
    assert reasons(made) == ["bad-field"]


def test_same_text_twice_is_one_report(tmp_path: Path) -> None:
    """The second row without an id of its own is a Trouble that names the first."""
    rows = [{"text": REPORT}, {"text": REPORT}, {"text": REPORT + " "}]
    made = read(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)))
    first, other = documents(made)
    assert (first.text, other.text) == (REPORT, REPORT + " ")
    (trouble,) = (m for m in made if isinstance(m, Trouble))
    assert (trouble.reason, trouble.fatal) == ("duplicate", False)
    assert trouble.message.endswith(f"as report {first.id}.")


def test_rows_that_say_which_reports_they_are_are_all_kept(tmp_path: Path) -> None:
    """The same text under two ids is two reports; under the same id, one."""
    rows = [{"id": "a", "text": REPORT}, {"id": "b", "text": REPORT}, {"id": "a", "text": REPORT}]
    made = read(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert [d.id for d in documents(made)] == ["a", "b"]
    assert reasons(made) == ["duplicate"]


def test_id_given_twice_stays_unique(tmp_path: Path) -> None:
    """Another text under the same id is kept under a longer one."""
    rows = [{"id": "a", "text": "One report."}, {"id": "a", "text": "Two reports."}]
    made = read(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)))
    first, second = documents(made)
    assert first.id == "a"
    assert second.id.startswith("a-")
    assert reasons(made) == ["id-taken"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_rows_in_wide_encodings(tmp_path: Path, name: str, encoding: str) -> None:
    """Excel and PowerShell write these."""
    content = '{"text": "Orlin is café."}\n' * 1 if name == "a.jsonl" else "title;text\nx;Orlin is café.\n"
    made = read(tmp_path, name, content.encode(encoding))
    assert [d.text for d in documents(made)] == ["Orlin is café."]
    assert reasons(made) == []


def test_table_by_common_names(tmp_path: Path) -> None:
    """Columns are known by the names in common use; quoted cells hold lines and delimiters."""
    made = read(
        tmp_path,
        "a.csv",
        'Headline,Body,Published At,Publisher\r\nT,"One, two\r\nand ""three""",2019-02-04,S\r\n',
    )
    (document,) = documents(made)
    assert document.text == 'One, two\r\nand "three"'
    assert (document.title, document.date, document.source) == ("T", date(2019, 2, 4), "S")


@pytest.mark.parametrize(("name", "sign"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "\t"), ("a.tsv", "\t")])
def test_table_delimiters_and_mapping(tmp_path: Path, name: str, sign: str) -> None:
    """The mapping goes before what names suggest."""
    table = f'text{sign}what was said{sign}code\nno{sign}"{REPORT}"{sign}7\n'
    made = read(tmp_path, name, table, columns={"text": "What was said", "id": "code"})
    assert [(d.id, d.text) for d in documents(made)] == [("7", REPORT)]


@pytest.mark.parametrize("columns", [None, {"text": "nothing"}])
def test_table_without_the_column(tmp_path: Path, columns: dict[str, str] | None) -> None:
    """One Trouble that lists the columns there are."""
    (trouble,) = read(tmp_path, "a.csv", "one,two\n1,2\n3,4\n", columns=columns)
    assert isinstance(trouble, Trouble)
    assert (trouble.reason, trouble.fatal) == ("no-column", True)
    assert "one, two" in trouble.message


def test_mapping_of_an_unknown_field_is_wrong_use() -> None:
    """It is refused before anything is read."""
    with pytest.raises(IntakeError, match="no field 'body'"):
        iter_reports(["x.csv"], columns={"body": "text"})


def test_table_row_with_too_many_cells(tmp_path: Path) -> None:
    """An unquoted comma must not cut a text short unnoticed."""
    made = read(tmp_path, "a.csv", "id,text\n1,Troops left, then came back\n2,Fine\n")
    assert [d.text for d in documents(made)] == ["Fine"]
    assert reasons(made) == ["bad-row"]


def test_table_that_never_closes_a_quote(tmp_path: Path) -> None:
    """It ends in Troubles, not in a crash."""
    made = read(
        tmp_path,
        "a.csv",
        b'text\nOne.\n"' + b"abc\n" * 20_000,
        limits=Limits(line_bytes=200_000, text_chars=1_000),
    )
    assert [d.text for d in documents(made)] == ["One."]
    assert reasons(made) == ["too-long"]


def test_table_in_a_guessed_encoding(tmp_path: Path) -> None:
    """Windows-1252 is read, and said once."""
    made = read(
        tmp_path,
        "a.csv",
        "text\nThe café in Orlin was hit by two shells, he said.\nThe café burned.\n".encode("cp1252"),
    )
    assert [d.text for d in documents(made)][1] == "The café burned."
    assert reasons(made) == ["encoding-guessed"]


SIGNS = st.characters(codec="utf-8", exclude_characters="\0")


@given(st.lists(st.text(SIGNS, min_size=1), max_size=5))
def test_any_text_comes_back_exactly(texts: list[str]) -> None:
    """What a writer of JSON Lines or CSV put in comes out sign by sign."""
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
    made = [m.text for m in read_json_lines([lines], "x") if not isinstance(m, Trouble)]
    assert made == texts
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_ALL)
    writer.writerows([["text"], *([text] for text in texts)])
    rows = [m.text for m in read_table([table.getvalue().encode()], "x.csv") if not isinstance(m, Trouble)]
    assert rows == texts
