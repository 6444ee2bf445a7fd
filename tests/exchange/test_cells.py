"""No cell of any report starts a formula, whatever stands in it; what is a number stays one."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from imbroglio.exchange.book import Book
from imbroglio.exchange.cells import Column, Sheet, as_text, clean, safe_text
from imbroglio.exchange.csv_form import iter_csv
from imbroglio.exchange.gexf_form import iter_gexf
from imbroglio.exchange.json_form import to_json
from imbroglio.exchange.xlsx_form import iter_xlsx

COLUMNS = (Column("text", "a text"), Column("texts", "several"), Column("number", "a number"))
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
hostile = st.one_of(st.text(), st.builds(lambda start, rest: start + rest, st.sampled_from([*STARTS, " =", "\x00=", "\u200e=", "\ufeff="]), st.text()))


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula."""
    if not cell.lstrip().startswith(STARTS):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


@given(hostile)
@example("=cmd|' /C calc'!A0")
@example("-2+3+cmd|' /C calc'!A0")
@example("\t=1")
def test_no_text_starts_a_formula(text: str) -> None:
    assert not is_formula(as_text(text))
    assert not safe_text(text).startswith(STARTS) or not is_formula(safe_text(text))


@given(st.lists(st.tuples(hostile, st.lists(hostile, max_size=3).map(tuple), st.one_of(st.none(), st.integers(-9, 9))), max_size=5))
def test_no_cell_of_a_csv_file_starts_a_formula_and_all_cells_come_back(rows: list[tuple[str, tuple[str, ...], int | None]]) -> None:
    given_rows = [dict(zip(("text", "texts", "number"), row, strict=True)) for row in rows]
    text = b"".join(iter_csv(Sheet("t", COLUMNS, given_rows, {}))).decode()
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert found[0] == ["text", "texts", "number"]
    assert len(found) == len(rows) + 1
    for cells, (one, several, number) in zip(found[1:], rows, strict=True):
        assert not any(is_formula(cell) for cell in cells[:2])
        assert cells[0] in (clean(one), f"'{clean(one)}")
        assert cells[1].removeprefix("'") == clean("; ".join(several)).removeprefix("'")
        assert cells[2] == ("" if number is None else str(number))


@given(st.lists(hostile, min_size=1, max_size=4))
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(texts: list[str]) -> None:
    rows = [{"text": t, "texts": (t, t), "number": -5} for t in texts]
    book = load_workbook(io.BytesIO(b"".join(iter_xlsx(Sheet("t", COLUMNS, rows, {"case": texts[0]})))))
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                assert not (isinstance(cell.value, str) and is_formula(cell.value))
    assert [row[2].value for row in book["t"].iter_rows(min_row=2)] == [-5] * len(texts)


def test_a_web_address_in_a_workbook_is_text() -> None:
    rows = [{"text": "https://a.example/x", "texts": (), "number": None}]
    book = load_workbook(io.BytesIO(b"".join(iter_xlsx(Sheet("t", COLUMNS, rows, {})))))
    assert (book["t"]["A2"].value, book["t"]["A2"].hyperlink) == ("https://a.example/x", None)


def test_more_texts_than_a_cell_holds_are_counted() -> None:
    cell = as_text(tuple(f"{n:020d}" for n in range(5000)))
    assert len(cell) < 32_767
    kept = cell.split("; ")
    assert kept[-1] == f"and {5000 - len(kept) + 1} more"


@given(st.text())
@example("</script><script>alert(1)</script>\u2028<!--")
@example("\ud800")
def test_json_is_safe_within_a_script(text: str) -> None:
    written = to_json({"t": text})
    assert not set(written) & set("<>&\u2028\u2029")
    written.encode()


@given(st.text())
def test_xml_holds_any_name(name: str) -> None:
    import xml.etree.ElementTree as ET

    row = {
        "tie": "fights", "sign": -1, "first": name, "first_id": f"name:{name}", "second": "B", "second_id": "name:b", "since": None,
        "until": None, "independent_sources": 1, "statements": ("s1",),
    }  # fmt: skip
    ET.fromstring(b"".join(iter_gexf(Sheet("network", (), [row], {"case": name}), Book(()))))
