"""Small reports and statements for the case's tests; no reader is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, RefKind, Statement, When
from imbroglio.store import Case, open_case

UNSAID = When("", None, None, "unknown", "publication")


def ref(
    name: str, kind: RefKind = "armed_group", id: str | None = None, text: str | None = None, **more: Any
) -> Ref:
    return Ref(text or name, 0, len(text or name), name, kind, id, **more)


def statement(doc: str, type: str = "clash", kind: Any = "event", **more: Any) -> Statement:
    """A statement with what a test cares for; the rest is plain."""
    values: dict[str, Any] = {
        "agent": (),
        "target": (),
        "place": (),
        "time": UNSAID,
        "numbers": (),
        "claim": Claim(),
        "status": "actual",
        "evidence": Evidence(0, 4, "Text"),
        "trigger": type,
        "made_by": MadeBy("stub", "1", "rule", 0.5),
        "because": ("a reason",),
    }
    return Statement(doc=doc, kind=kind, type=type, **(values | more))


def day(text: str) -> When:
    return When(text, date.fromisoformat(text), date.fromisoformat(text), "day", "stated")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with open_case(tmp_path / "war.imbroglio", create=True) as made:
        yield made


@pytest.fixture
def fill(case: Case) -> Callable[..., Document]:
    """Adds a report with statements made by a function of its id."""

    def add(id: str, *statements: Statement, read_with: str = "stub 1", **about: Any) -> Document:
        text = about.pop("text", f"The text of {id}.")
        made = Document.from_text(text, id=id)
        doc = Document(id=id, text=text, sha256=made.sha256, **about)
        case.add_reading(doc, statements, read_with=read_with)
        return doc

    return add


NUMBER = Quantity("at least 16", "killed", 16, None)
