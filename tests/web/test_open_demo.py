"""`imbroglio open --demo`: which case and which reports it means."""

from __future__ import annotations

from pathlib import Path

import pytest

from imbroglio.cli.open import _demo
from imbroglio.errors import CaseError


def test_the_bundled_reports_go_into_a_case_of_their_own() -> None:
    path, (reports,), create = _demo((), None)
    assert (path, create) == (Path("demo.imbroglio"), True)
    assert Path(reports).read_text("utf-8").startswith("{")
    assert _demo((), Path("mine.imbroglio"))[0] == Path("mine.imbroglio")


def test_own_reports_beside_it_are_refused() -> None:
    with pytest.raises(CaseError, match="--demo"):
        _demo(("articles/",), None)
