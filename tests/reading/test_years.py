"""The years of dates that an undated report gives without one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from imbroglio.reading.years import find_years


def years(text: str, title: str | None = None) -> list[int]:
    return list(find_years(text, title).values())


def test_a_telling_that_passes_new_year_goes_on_into_the_next() -> None:
    text = "The siege began on 3 October 2022. On 28 December the bridge fell. On 14 January the last quarter was taken. In February it was over."
    assert years(text) == [2022, 2023, 2023]


def test_after_a_summary_the_telling_begins_again() -> None:
    text = (
        "The town was shelled from May 2022 and fell on 20 May 2023.\n\nOn 17 May, shelling began. On 22 May, a bridge fell. "
        "On 1 August, the assault began. On 11 December, the north was lost. On 3 March 2023, the centre was held."
    )
    assert years(text) == [2022] * 4


def test_a_year_looked_back_to_is_not_the_year_of_the_telling() -> None:
    text = "War came on 24 February 2022. The town had been besieged in January 2015 and 2016. On 25 February, tanks arrived. On 2 March, it fell."
    assert years(text) == [2022, 2022]


def test_the_title_gives_the_year_where_the_text_only_looks_back() -> None:
    assert years("As in 2014, it was shelled again on 9 May.", "The siege of 2022") == [2022]


def test_a_long_story_is_followed_from_one_dated_event_to_the_next() -> None:
    text = (
        "Troops landed in March 2014. In May, they took the port. A truce was made in February 2015 and broken in June 2017. Ships were "
        "seized in November 2018. A new war was feared in April 2021. Shells fell on 17 February 2022. On 24 February, tanks came."
    )
    assert years(text) == [2014, 2022]


def test_no_year_anywhere_gives_none() -> None:
    assert years("It was shelled on 9 May with 2000 shells.", "The siege") == []


@given(st.text(max_size=300), st.none() | st.text(max_size=40))
def test_every_year_belongs_to_a_date_of_the_text_in_order(text: str, title: str | None) -> None:
    found = list(find_years(text, title))
    assert found == sorted(found)
    assert all(0 <= start < len(text) for start in found)
