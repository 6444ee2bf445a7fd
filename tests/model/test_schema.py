"""The JSON Schema says what the codec writes, no less and no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from imbroglio.model import Statement, statement_to_json
from imbroglio.model.schema import schema_text, statement_schema

from .test_codec import statements, whole

DOCS = Path(__file__).parents[2] / "docs" / "statement.schema.json"
VALIDATOR = Draft202012Validator(statement_schema())


def test_the_published_schema_is_up_to_date() -> None:
    assert DOCS.read_text("utf-8") == schema_text(), (
        "run: python -m imbroglio.model.schema docs/statement.schema.json"
    )


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(statement_schema())


@given(statements)
def test_every_statement_has_the_published_form(s: Statement) -> None:
    assert [
        error.message for error in VALIDATOR.iter_errors(json.loads(json.dumps(statement_to_json(s))))
    ] == []


@pytest.mark.parametrize("field", sorted(whole()))
def test_no_field_may_be_missing(field: str) -> None:
    data = whole()
    del data[field]
    assert not VALIDATOR.is_valid(data)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "maybe"},
        {"mood": "grim"},
        {"because": ["not published"]},
        {"id": "xyz"},
        {"codes": None},
        {"time": {"text": "", "start": "soon", "end": None, "precision": "day", "basis": "stated"}},
    ],
)
def test_another_form_is_refused(change: dict[str, Any]) -> None:
    assert VALIDATOR.is_valid(whole())
    assert not VALIDATOR.is_valid(whole() | change)
