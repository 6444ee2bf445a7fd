"""The day at which an undated report stands holds for the sentences that tell no time."""

from __future__ import annotations

from datetime import date

import pytest

from imbroglio.model import Document, When
from imbroglio.reading.reader import Reader

DAY = date(2022, 2, 26)


def times(reader: Reader, text: str, kind: str, published: date | None = None) -> list[When]:
    found = reader.read(Document.from_text(text, id="t", date=published)).statements
    return [s.time for s in found if s.type == kind]


def test_a_day_that_opens_a_sentence_holds_for_what_follows(reader: Reader) -> None:
    (when,) = times(reader, "On 26 February 2022, shells fell on the suburbs. Troops captured the town of Irpin.", "capture")
    assert (when.start, when.end, when.text, when.basis) == (DAY, DAY, "26 February 2022", "relative")


def test_it_holds_until_another_time_opens_a_sentence(reader: Reader) -> None:
    text = "On 26 February 2022, shells fell on the suburbs. In March, the rebels regrouped. Troops captured the town of Irpin."
    (when,) = times(reader, text, "capture")
    assert when.start is None


def test_a_new_paragraph_begins_without_a_day(reader: Reader) -> None:
    text = "On 26 February 2022, shells fell on the suburbs.\n\nTroops captured the town of Irpin."
    assert times(reader, text, "capture")[0].start is None


@pytest.mark.parametrize("hour", ["By evening, troops captured", "Troops captured", "In the afternoon, troops captured"])
def test_an_hour_of_the_day_goes_on_with_the_day_of_the_paragraph_before(reader: Reader, hour: str) -> None:
    after = " at 13:40" if hour.startswith("Troops") else ""
    text = f"On 26 February 2022, shells fell on the suburbs.\n\n{hour} the town of Irpin{after}."
    assert times(reader, text, "capture")[0].start == DAY


@pytest.mark.parametrize(
    "behind",
    [
        "Troops had captured the town of Irpin.",
        "After the capture of Irpin, tanks moved on.",
        "The town of Irpin has been captured since.",
        "Troops will capture the town of Irpin.",
    ],
)
def test_what_lies_behind_the_telling_or_ahead_of_it_is_not_of_that_day(reader: Reader, behind: str) -> None:
    assert all(w.start is None for w in times(reader, f"On 26 February 2022, shells fell on the suburbs. {behind}", "capture"))


def test_what_somebody_said_that_day_had_happened_by_then(reader: Reader) -> None:
    text = "On 26 February 2022, shells fell on the suburbs. The governor said that troops had captured the town of Irpin."
    (when,) = times(reader, text, "capture")
    assert (when.start, when.end) == (None, DAY)


def test_a_report_with_a_date_of_its_own_keeps_to_it(reader: Reader) -> None:
    text = "On 26 February 2022, shells fell on the suburbs. Troops captured the town of Irpin."
    (when,) = times(reader, text, "capture", date(2022, 3, 5))
    assert (when.start, when.basis) == (date(2022, 3, 5), "publication")


def test_the_next_day_is_counted_from_a_day_by_which_something_was_done(reader: Reader) -> None:
    text = "On 22 March 2022, talks were held. By 6 April, shells had ruined the suburbs. The next day, troops captured the town of Irpin."
    (when,) = times(reader, text, "capture")
    assert when.start == date(2022, 4, 7)
