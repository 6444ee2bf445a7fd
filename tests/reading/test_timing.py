"""When a statement's event was: the time of its clause, the report's day, the course of the telling."""

from __future__ import annotations

from datetime import date

from imbroglio.model import Document, Statement
from imbroglio.reading.reader import Reader


def first(reader: Reader, text: str, kind: str, published: date | None = date(2016, 9, 10)) -> Statement:
    found = reader.read(Document.from_text(text, id="t", date=published)).statements
    return next(s for s in found if s.type == kind)


def test_an_event_takes_the_day_of_its_clause(reader: Reader) -> None:
    when = first(reader, "Warplanes bombed a market in Idlib on Sunday.", "air-strike").time
    assert (when.start, when.end, when.basis) == (date(2016, 9, 4), date(2016, 9, 4), "relative")


def test_nothing_said_gives_the_day_of_the_report(reader: Reader) -> None:
    when = first(reader, "Warplanes bombed a market in Idlib.", "air-strike").time
    assert (when.start, when.precision, when.basis) == (date(2016, 9, 10), "unknown", "publication")


def test_a_day_of_saying_only_bounds_the_event(reader: Reader) -> None:
    when = first(
        reader, "The ministry confirmed on 6 April that rebels had captured the town of Azaz.", "capture"
    ).time
    assert (when.start, when.end) == (None, date(2016, 4, 6))


def test_an_epithet_takes_no_time_of_the_sentence(reader: Reader) -> None:
    when = first(reader, "Warplanes bombed the rebel-held town of Azaz on Sunday.", "holds").time
    assert when.basis == "publication"


def test_days_are_counted_once_from_the_day_before(reader: Reader) -> None:
    text = "On 3 March 2022, troops captured the town of Bucha. Two days later, warplanes bombed the town of Irpin."
    assert first(reader, text, "air-strike", None).time.start == date(2022, 3, 5)


def test_an_undated_report_that_passes_new_year_goes_on_into_the_next(reader: Reader) -> None:
    text = "On 28 December 2022, troops shelled the town of Bucha. On 4 January, they captured the town of Irpin."
    assert first(reader, text, "capture", None).time.start == date(2023, 1, 4)


def test_a_state_of_affairs_held_on_the_day_that_an_undated_report_tells_of(reader: Reader) -> None:
    text = "On 4 April 2022, the mayor of Trostianets said that Ukraine still controlled half of the town."
    (held,) = [s for s in reader.read(Document.from_text(text, id="t")).statements if s.type == "holds"]
    assert (str(held.time.start), held.time.basis) == ("2022-04-04", "stated")


def test_what_a_time_is_counted_after_happened_so_much_before_it(reader: Reader) -> None:
    text = "The battle began on 2 October 2022, a day after the rebels captured the town of Azaz."
    assert first(reader, text, "capture", None).time.start == date(2022, 10, 1)
    assert first(reader, text, "clash", None).time.start == date(2022, 10, 2)
