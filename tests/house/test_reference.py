"""The reference pages name what there is to name: types, fields, classes, data files."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import get_args

from imbroglio.knowledge.lexicon import CLASSES, SLOTS
from imbroglio.knowledge.packs import KnownActor
from imbroglio.model import Claim, Kind, Quantity, Ref, RefKind, Statement, Status, When
from imbroglio.model.statement import Basis, Codes, Measure, Precision, Stance

ROOT = Path(__file__).parents[2]
KNOWLEDGE = ROOT / "src" / "imbroglio" / "knowledge"
GRAMMAR = frozenset({"subj", "obj", "iobj", "poss", "mod", "compl", "head"})


def unnamed(page: str, names: set[str]) -> set[str]:
    """The names that a page does not hold as code."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    return {
        name
        for name in names
        if f"`{name}`" not in text and f"{name}," not in text and f"{name}}}" not in text
    }


def test_the_statement_names_every_field_and_code() -> None:
    made_of = {f.name for cls in (Statement, Ref, When, Quantity, Claim, Codes) for f in fields(cls)} - {
        "because"
    }
    codes = {
        code for kind in (Kind, RefKind, Status, Basis, Measure, Precision, Stance) for code in get_args(kind)
    }
    said = {"asserts": "assert", "denies": "deny", "accuses": "accuse", "doubts": "doubt"}
    assert unnamed("statement.md", made_of | codes - set(said)) - {"hearsay"} == set()


def test_the_statement_names_every_type_of_the_codebook() -> None:
    book = tomllib.loads((KNOWLEDGE / "codebook.toml").read_text("utf-8"))
    types = {code for kind in get_args(Kind) for code in book.get(kind, {})}
    assert {"clash", "air-strike"} <= types
    assert unnamed("statement.md", types) == set()


def test_packs_name_every_field_of_an_actor() -> None:
    assert unnamed("packs.md", {f.name for f in fields(KnownActor)} - {"pack"}) == set()
    assert unnamed("packs.md", set(get_args(RefKind)) - {"place", "thing"}) == set()


def test_the_lexicon_names_every_class_slot_and_file() -> None:
    assert unnamed("lexicon.md", set(CLASSES)) == set()
    assert GRAMMAR <= SLOTS
    assert unnamed("lexicon.md", set(GRAMMAR)) == set()
    assert unnamed("lexicon.md", {p.name for p in (KNOWLEDGE / "lexicon").glob("*.toml")}) == set()


def test_places_name_every_file() -> None:
    assert unnamed("places.md", {p.name for p in (KNOWLEDGE / "places").iterdir() if p.is_file()}) == set()
