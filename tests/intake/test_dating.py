"""Days as inputs write them; what can be read as two days is no day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.intake.dating import find_day, find_pdf_day


@pytest.mark.parametrize(
    "text",
    [
        "2016-11-05", "2016/11/05", "2016-11-5T21:00:00+03:00", "20161105", "5 November 2016", "05-Nov-2016",
        "5th of November, 2016", "November 5, 2016", "Nov. 5 2016", "Saturday, 5 November 2016", "5.11.2016",
        "Sat, 05 Nov 2016 23:10:00 -0500", "Sat, 5 Nov 16 10:00 +0000", "Sat Nov 05 10:12:31 +0000 2016",
    ],
)  # fmt: skip
def test_forms_of_one_day(text: str) -> None:
    """All of these are the fifth of November 2016."""
    assert find_day(text) == date(2016, 11, 5)


@pytest.mark.parametrize(
    "text",
    [
        "", "2016", "November 2016", "5/11/2016", "20161305", "2016-02-30", "12 Marching 2016", "147830400",
        "yesterday", "0000-00-00",
    ],
)  # fmt: skip
def test_what_is_no_single_day(text: str) -> None:
    """Nothing is guessed."""
    assert find_day(text) is None


@given(st.dates(date(1800, 1, 1), date(2100, 12, 31)))
def test_every_day_comes_back(day: date) -> None:
    """ISO, written out either way round, and as PDFs have it."""
    for form in (day.isoformat(), f"{day.day} {day:%B} {day.year}", f"{day:%b} {day.day}, {day.year}"):
        assert find_day(form) == day
    if 1900 <= day.year < 2100:
        assert find_pdf_day(f"D:{day:%Y%m%d}120000Z") == day


@given(st.text())
def test_any_string_is_a_day_or_none(text: str) -> None:
    """No string raises."""
    found = find_day(text)
    assert found is None or isinstance(found, date)
