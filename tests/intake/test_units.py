"""Units: whatever the input and the size of a unit, all of them in order give what `iter_reports` gives."""

from __future__ import annotations

import csv
import io
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imbroglio.errors import IntakeError
from imbroglio.intake import Limits, iter_reports
from imbroglio.intake.finishing import Seen
from imbroglio.intake.units import iter_unit, plan_units
from imbroglio.model import Document, Trouble

from .inputs import REPORT, make_docx, reasons

SMALL = Limits(line_bytes=400, file_bytes=50_000)
shared_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def read_units(
    inputs: list[str], reports: int, limits: Limits = SMALL, **columns: str
) -> list[Document | Trouble]:
    """All units, each sent through pickle as between processes."""
    seen, made = Seen(), []
    for unit in plan_units(inputs, columns=columns, limits=limits, reports=reports):
        sent = pickle.loads(pickle.dumps(unit))
        assert sent == unit
        made += iter_unit(sent, columns=columns, limits=limits, seen=seen)
    return made


def whole(inputs: list[str], limits: Limits = SMALL, **columns: str) -> list[Document | Trouble]:
    """What plain intake gives."""
    return list(iter_reports(inputs, columns=columns, limits=limits))


line = st.one_of(
    st.builds(lambda n: json.dumps({"text": f"{REPORT} {n}"}), st.integers(0, 9)),
    st.builds(
        lambda n, i: json.dumps({"id": i, "text": f"{REPORT} {n}"}), st.integers(0, 9), st.integers(0, 3)
    ),
    st.builds(lambda d: json.dumps({"text": REPORT, "date": d}), st.sampled_from(["2016-11-05", "3/4/2017"])),
    st.sampled_from(["", "  ", "no json", "{", '{"text": 3}', '{"body": "x"}', "[1]", "x" * 500, "\ufeff{}"]),
).map(str.encode) | st.sampled_from([b'{"text": "caf\xe9 burned, the governor said."}', b"\x00", b"\r"])


@shared_folder
@given(lines=st.lists(line, max_size=30), reports=st.integers(1, 9), end=st.sampled_from([b"\n", b"\r\n"]))
def test_json_lines_in_units_are_json_lines(
    tmp_path: Path, lines: list[bytes], reports: int, end: bytes
) -> None:
    """Blank, broken and over-long lines, doubles and taken ids: all at the same place, whatever the cut."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(end.join(lines))
    assert read_units([str(path)], reports) == whole([str(path)])


cell = st.sampled_from(
    [
        "",
        REPORT,
        "two\nlines",
        'a "quoted" word',
        "a; b, c",
        "2016-11-05",
        "x" * 500,
        "caf\u00e9 burned",
        "\x00",
    ]
)


@shared_folder
@given(
    rows=st.lists(st.lists(cell, max_size=4), max_size=25),
    blank=st.integers(0, 2),
    reports=st.integers(1, 7),
    name=st.sampled_from(["a.csv", "a.tsv"]),
    encoding=st.sampled_from(["utf-8", "cp1252"]),
    lost=st.integers(0, 3),
)
def test_a_table_in_units_is_the_table(
    tmp_path: Path, rows: list[list[str]], blank: int, reports: int, name: str, encoding: str, lost: int
) -> None:
    """Quoted lines, cells too many, bad lines and a broken end; the header need not be the first line."""
    out = io.StringIO()
    out.write("\n" * blank)
    writer = csv.writer(out, delimiter="\t" if name.endswith("tsv") else ",", lineterminator="\n")
    writer.writerow(["id", "text", "date"])
    writer.writerows(rows)
    data = out.getvalue().encode(encoding)
    path = tmp_path / name
    path.write_bytes(data[: len(data) - lost])
    assert read_units([str(path)], reports) == whole([str(path)])


def test_bad_bytes_far_into_a_table_are_told_once(tmp_path: Path) -> None:
    """The encoding is judged by the head; what is no UTF-8 beyond it is one trouble for the whole table."""
    path = tmp_path / "a.csv"
    rows = b"".join(f'{n},"{REPORT} {n}"\n'.encode() for n in range(900))
    path.write_bytes(b"id,text\n" + rows + b"x,caf\xe9 burned\ny,caf\xe9 fell\n")
    made = read_units([str(path)], 50)
    assert made == whole([str(path)])
    assert reasons(made) == ["encoding-guessed"]


@pytest.mark.parametrize("reports", [1, 2, 5, 200])
def test_a_folder_in_units_is_the_folder(tmp_path: Path, reports: int) -> None:
    """Files of every kind, links out, files that are missing or empty."""
    (tmp_path / "a.txt").write_text(REPORT)
    (tmp_path / "b.txt").write_text(REPORT)
    (tmp_path / "c.docx").write_bytes(make_docx([f"{REPORT} Word."]))
    (tmp_path / "d.jsonl").write_text(
        "\n".join(json.dumps({"id": 1, "text": f"{REPORT} {n}"}) for n in range(7))
    )
    (tmp_path / "e.json").write_text(json.dumps([{"id": 1, "text": f"{REPORT} e"}]))
    (tmp_path / "f.txt").write_text("")
    (tmp_path / "g").mkdir()
    (tmp_path / "g" / "a.html").write_text(f"<html><body><p>{REPORT} Page.</p></body></html>")
    (tmp_path / "h.txt").symlink_to("/etc/hostname")
    inputs = [str(tmp_path), str(tmp_path / "none.txt"), str(tmp_path / "*.jsonl")]
    assert read_units(inputs, reports) == whole(inputs)


def test_columns_hold_in_every_unit(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,body\n" + "".join(f"{n},{REPORT.replace(',', '')} {n}\n" for n in range(9)))
    made = read_units([str(path)], 2, text="body", id="name")
    assert made == whole([str(path)], text="body", id="name")
    assert [m.id for m in made if isinstance(m, Document)] == [str(n) for n in range(9)]


def test_units_are_of_bounded_size_and_keep_their_keys(tmp_path: Path) -> None:
    """The same input gives the same keys, each once; what has changed gives others."""
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"{REPORT} {n}"}) for n in range(1_001)))
    units = list(plan_units([str(path)]))
    assert [unit.reports for unit in units] == [200] * 5 + [1]
    keys = [unit.key for unit in units]
    assert len(set(keys)) == 6
    assert [unit.key for unit in plan_units([str(path)])] == keys
    with path.open("a") as out:
        out.write("\n" + json.dumps({"text": "More."}))
    assert not set(keys) & {unit.key for unit in plan_units([str(path)])}


def test_a_unit_is_read_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names stay as they were typed."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(REPORT)
    (unit,) = plan_units(["a.txt"])
    monkeypatch.chdir("/")
    (document,) = iter_unit(unit)
    assert isinstance(document, Document)
    assert document.origin == "a.txt"


def test_a_file_that_changed_since_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": f"{REPORT} {n}"}) for n in range(9)))
    first, *_ = plan_units([str(path)], reports=3)
    path.write_text("{}")
    assert reasons(list(iter_unit(first))) == ["changed"]
    path.unlink()
    assert reasons(list(iter_unit(first))) == ["unreadable"]


def test_standard_input_cannot_be_cut() -> None:
    with pytest.raises(IntakeError, match="save it as a file"):
        list(plan_units(["-"]))
