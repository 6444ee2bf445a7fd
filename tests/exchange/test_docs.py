"""docs/exports.md says what stands in every column, as the code does."""

from __future__ import annotations

from pathlib import Path

import write_docs

from imbroglio.exchange.forms import FORMS, KINDS

PAGE = Path(__file__).parents[2] / "docs" / "exports.md"


def test_every_column_is_in_the_docs_as_the_code_has_it() -> None:
    text = PAGE.read_text("utf-8")
    assert write_docs.with_columns(text) == text, "run: make docs"
    for what in FORMS:
        assert f"<!-- columns: {what} csv -->" in text
    assert "<!-- columns: incidents acled -->" in text and "<!-- columns: incidents ged -->" in text


def test_the_table_of_forms_is_the_codes() -> None:
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("|")]
    heading = [cell.strip() for cell in lines[0].strip("|").split("|")][1:]
    assert heading == list(KINDS)
    for what, line in zip(FORMS, lines[2 : 2 + len(FORMS)], strict=True):
        name, *marks = [cell.strip() for cell in line.strip("|").split("|")]
        assert name.startswith(what)
        assert [form for form, mark in zip(heading, marks, strict=True) if mark] == list(FORMS[what])
