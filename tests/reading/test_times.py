"""Times in plain text: each line of the tables is a sentence and what it must give, read against 12 October 2016."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.model.statement import When
from imbroglio.reading.times import Offset, TimeMention, dateline_date, find_times, resolve

PUBLISHED = date(2016, 10, 12)  # a Wednesday

# sentence | mention | kind, first day, last day, precision, basis, lead (- for none), offset from the event before
TABLE = """
# whole dates
The town fell on 11 September 2016. | 11 September 2016 | absolute 2016-09-11 2016-09-11 day stated -
Rebels left on September 11, 2016, a monitor said. | September 11, 2016 | absolute 2016-09-11 2016-09-11 day stated -
Rebels left on September 11 2016 a monitor said | September 11 2016 | absolute 2016-09-11 2016-09-11 day stated -
The depot burned on Sept. 11 2016. | Sept. 11 2016 | absolute 2016-09-11 2016-09-11 day stated -
The depot burned on 11th of September, 2016. | 11th of September, 2016 | absolute 2016-09-11 2016-09-11 day stated -
The truce of 2016-09-11 held. | 2016-09-11 | absolute 2016-09-11 2016-09-11 day stated -
The truce of 2016/09/11 held. | 2016/09/11 | absolute 2016-09-11 2016-09-11 day stated -
Signed 25/9/2016 in Geneva. | 25/9/2016 | absolute 2016-09-25 2016-09-25 day stated -
Signed 9/25/2016 in Geneva. | 9/25/2016 | absolute 2016-09-25 2016-09-25 day stated -
Signed 11/9/2016 in Geneva. | nothing
Signed 9/9/2016 in Geneva. | 9/9/2016 | absolute 2016-09-09 2016-09-09 day stated -
Signed 11.9.2016 in Geneva. | 11.9.2016 | absolute 2016-09-11 2016-09-11 day stated -
Signed 16-11-2014 in Geneva. | 16-11-2014 | absolute 2014-11-16 2014-11-16 day stated -
It began on the 3rd of May 2015. | the 3rd of May 2015 | absolute 2015-05-03 2015-05-03 day stated -
It began on 3 MAY 2015. | 3 MAY 2015 | absolute 2015-05-03 2015-05-03 day stated -
It began on Tuesday, 8 March 2016, at dawn. | Tuesday, 8 March 2016 | absolute 2016-03-08 2016-03-08 day stated -
It began on Tuesday March 8 2016 at dawn. | Tuesday March 8 2016 | absolute 2016-03-08 2016-03-08 day stated -
It began on 8 March 2016 (Tuesday). | 8 March 2016 (Tuesday) | absolute 2016-03-08 2016-03-08 day stated -
It began on 30 February 2016. | 30 February 2016 | absolute ... ... day stated -
A report from Dec.14th 2015 says so. | Dec.14th 2015 | absolute 2015-12-14 2015-12-14 day stated -
Last updated at Jun 182016 by the desk. | Jun 182016 | absolute 2016-06-18 2016-06-18 day stated -
Last updated Sept. 92016 by the desk. | Sept. 92016 | absolute 2016-09-09 2016-09-09 day stated -
# days without a year
The town fell on 11 September. | 11 September | partial 2016-09-11 2016-09-11 day stated -
The town fell on 17 October. | 17 October | partial 2016-10-17 2016-10-17 day stated -
The town fell on 28 October. | 28 October | partial 2015-10-28 2015-10-28 day stated -
The town fell on December 24. | December 24 | partial 2015-12-24 2015-12-24 day stated -
The barracks burned on 29 February. | 29 February | partial 2016-02-29 2016-02-29 day stated -
On the 11th, rebels shelled the base. | the 11th | partial 2016-10-11 2016-10-11 day stated -
On the 20th, rebels shelled the base. | the 20th | partial 2016-09-20 2016-09-20 day stated -
He lives on the 11th floor. | nothing
In May 20 rebels died. | May | partial 2016-05-01 2016-05-31 month stated -
On May 20 rebels seized a post. | May 20 | partial 2016-05-20 2016-05-20 day stated -
After 12 killed, 14 March brought quiet. | 14 March | partial 2016-03-14 2016-03-14 day stated -
The 17 March Brigade attacked. | nothing
# ranges of days
Shelling went on from 5-7 March 2016. | from 5-7 March 2016 | absolute 2016-03-05 2016-03-07 day stated -
Shelling went on between 14 and 17 November 2015. | between 14 and 17 November 2015 | absolute 2015-11-14 2015-11-17 day stated -
Shelling went on from 3 March to 5 April 2016. | from 3 March to 5 April 2016 | absolute 2016-03-03 2016-04-05 day stated -
Shelling went on from March 3 to April 5. | from March 3 to April 5 | partial 2016-03-03 2016-04-05 day stated -
Shelling went on 28 December to 3 January 2016. | 28 December to 3 January 2016 | absolute 2015-12-28 2016-01-03 day stated -
Shelling went on March 5–7, 2016. | March 5–7, 2016 | absolute 2016-03-05 2016-03-07 day stated -
Shelling went on March 5 and 7, 2016. | March 5 and 7, 2016 | absolute 2016-03-05 2016-03-07 day stated -
Shelling on 3, 4 and 5 March 2016 killed many. | 3, 4 and 5 March 2016 | absolute 2016-03-03 2016-03-05 day stated -
Raids overnight on 4/5 May 2016 hit the port. | overnight on 4/5 May 2016 | absolute 2016-05-04 2016-05-05 day stated -
Raids overnight on 4 May 2016 hit the port. | overnight on 4 May 2016 | absolute 2016-05-04 2016-05-05 day stated -
They met on 3 March and 5 April 2016. | 3 March | absolute 2016-03-03 2016-03-03 day stated -
They met on 3 March and 5 April 2016. | 5 April 2016 | absolute 2016-04-05 2016-04-05 day stated -
They met on March 3, 2015 and April 5. | March 3, 2015 | absolute 2015-03-03 2015-03-03 day stated -
They met on March 3, 2015 and April 5. | April 5 | absolute 2015-04-05 2015-04-05 day stated -
They met on December 30, 2015 and January 2. | December 30, 2015 | absolute 2015-12-30 2015-12-30 day stated -
They met on December 30, 2015 and January 2. | January 2 | absolute 2016-01-02 2016-01-02 day stated -
Between Nov. 14 to Nov. 17, 2015 it rained shells. | Between Nov. 14 to Nov. 17, 2015 | absolute 2015-11-14 2015-11-17 day stated -
# months, seasons, years
The siege began in March 2016. | March 2016 | absolute 2016-03-01 2016-03-31 month stated -
The siege began in March. | March | partial 2016-03-01 2016-03-31 month stated -
The siege began in November. | November | partial 2015-11-01 2015-11-30 month stated -
They march in may-day crowds and may fight on. | nothing
The siege began in Sept. 2015. | Sept. 2015 | absolute 2015-09-01 2015-09-30 month stated -
The siege began in early January 2016. | early January 2016 | absolute 2016-01-01 2016-01-10 week stated -
The siege began in mid-January 2016. | mid-January 2016 | absolute 2016-01-11 2016-01-20 week stated -
The siege began in late February 2016. | late February 2016 | absolute 2016-02-21 2016-02-29 week stated -
The siege began at the end of January 2016. | the end of January 2016 | absolute 2016-01-21 2016-01-31 week stated -
The siege began in early to mid-March 2016. | early to mid-March 2016 | absolute 2016-03-01 2016-03-20 week stated -
The siege began in the first half of May 2016. | the first half of May 2016 | absolute 2016-05-01 2016-05-15 week stated -
The siege began in the second week of February 2016. | the second week of February 2016 | absolute 2016-02-08 2016-02-14 week stated -
The siege began in the last week of May 2016. | the last week of May 2016 | absolute 2016-05-25 2016-05-31 week stated -
The siege began last March. | last March | partial 2016-03-01 2016-03-31 month relative -
The siege began last December. | last December | partial 2015-12-01 2015-12-31 month relative -
The siege began in June last year. | June last year | partial 2015-06-01 2015-06-30 month relative -
The siege began in March this year. | March this year | partial 2016-03-01 2016-03-31 month relative -
The November offensive failed. | November | partial 2015-11-01 2015-11-30 month stated -
In March and April 2016 it was quiet. | March | absolute 2016-03-01 2016-03-31 month stated -
In March and April 2016 it was quiet. | April 2016 | absolute 2016-04-01 2016-04-30 month stated -
From February to May 2015 it was quiet. | From February to May 2015 | absolute 2015-02-01 2015-05-31 month stated -
Between March and May 2015 it was quiet. | Between March and May 2015 | absolute 2015-03-01 2015-05-31 month stated -
It fell in 2014. | 2014 | absolute 2014-01-01 2014-12-31 year stated -
It fell in late 2014. | late 2014 | absolute 2014-09-01 2014-12-31 season stated -
It fell in early 2014. | early 2014 | absolute 2014-01-01 2014-04-30 season stated -
It fell in mid-2014. | mid-2014 | absolute 2014-05-01 2014-08-31 season stated -
It fell in the first quarter of 2014. | the first quarter of 2014 | absolute 2014-01-01 2014-03-31 season stated -
It fell in summer 2014. | summer 2014 | absolute 2014-06-01 2014-08-31 season stated -
It fell in the winter of 2014. | the winter of 2014 | absolute 2014-12-01 2015-02-28 season stated -
It fell last summer. | last summer | partial 2016-06-01 2016-08-31 season relative -
It fell in the spring. | the spring | partial 2016-03-01 2016-05-31 season relative -
The Arab Spring of 2011 passed. | nothing
The war of 2011-2013 ended. | 2011-2013 | absolute 2011-01-01 2013-12-31 year stated -
The war of 2014–15 ended. | 2014–15 | absolute 2014-01-01 2015-12-31 year stated -
From 2012 to 2015 they ruled it. | From 2012 to 2015 | absolute 2012-01-01 2015-12-31 year stated -
Between 2012 and 2015 they ruled it. | Between 2012 and 2015 | absolute 2012-01-01 2015-12-31 year stated -
The 2014 war ended. | nothing
They lost after 2000 fighters left. | nothing
They bought 2016 rifles. | nothing
# bounds
They have held it since 2012. | since 2012 | absolute 2012-01-01 2016-10-12 year stated since
They have held it since March. | since March | partial 2016-03-01 2016-10-12 month stated since
They have held it since late 2014. | since late 2014 | absolute 2014-09-01 2016-10-12 season stated since
They left by 9 June 2016. | by 9 June 2016 | absolute ... 2016-06-09 day stated by
They left by the end of May 2016. | by the end of May 2016 | absolute ... 2016-05-31 week stated by
They left by the evening of 5 March 2016. | by the evening of 5 March 2016 | absolute ... 2016-03-05 day stated by
They left before 9 June 2016. | before 9 June 2016 | absolute ... 2016-06-08 day stated before
They fought until 9 June 2016. | until 9 June 2016 | absolute ... 2016-06-09 day stated until
They fought after 9 June 2016. | after 9 June 2016 | absolute 2016-06-09 ... day stated after
They fought from 9 June 2016. | from 9 June 2016 | absolute 2016-06-09 ... day stated from
They fought through June 2016. | June 2016 | absolute 2016-06-01 2016-06-30 month stated -
As of 27 February 2016 they held it. | As of 27 February 2016 | absolute 2016-02-27 2016-02-27 day stated as of
Starting on 4 May 2016 they fled. | Starting on 4 May 2016 | absolute 2016-05-04 ... day stated starting
They were freed by Monday. | by Monday | relative-published ... 2016-10-10 day relative by
# the report's own week
He spoke on Tuesday. | Tuesday | relative-published 2016-10-11 2016-10-11 day relative -
He spoke on Wednesday. | Wednesday | relative-published 2016-10-12 2016-10-12 day relative -
He spoke on Thursday morning. | Thursday morning | relative-published 2016-10-06 2016-10-06 day relative -
He spoke last Wednesday. | last Wednesday | relative-published 2016-10-05 2016-10-05 day relative -
He will speak next Wednesday. | next Wednesday | relative-published 2016-10-19 2016-10-19 day relative -
He spoke Tuesday night. | Tuesday night | relative-published 2016-10-11 2016-10-11 day relative -
He spoke on Friday last week. | Friday last week | relative-published 2016-10-07 2016-10-07 day relative -
Tuesdays attack killed him. | Tuesdays | relative-published 2016-10-11 2016-10-11 day relative -
He speaks on Tuesdays. | on Tuesdays | recurrent ... ... unknown relative -
Black Friday came. | nothing
He told the Sunday Times. | nothing
From Monday to Wednesday it was quiet. | From Monday to Wednesday | relative-published 2016-10-10 2016-10-12 day relative -
From Thursday to Monday it was quiet. | From Thursday to Monday | relative-published 2016-10-06 2016-10-10 day relative -
It fell today. | today | relative-published 2016-10-12 2016-10-12 day relative -
It fell yesterday evening. | yesterday evening | relative-published 2016-10-11 2016-10-11 day relative -
It fell the day before yesterday. | the day before yesterday | relative-published 2016-10-10 2016-10-10 day relative -
It will fall tomorrow. | tomorrow | relative-published 2016-10-13 2016-10-13 day relative -
It fell last night. | last night | relative-published 2016-10-11 2016-10-11 day relative -
It was hit overnight. | overnight | relative-published 2016-10-11 2016-10-12 day relative -
It was hit overnight into Monday. | overnight into Monday | relative-published 2016-10-09 2016-10-10 day relative -
It was hit this morning. | this morning | relative-published 2016-10-12 2016-10-12 day relative -
It fell last week. | last week | relative-published 2016-10-03 2016-10-09 week relative -
It fell this week. | this week | relative-published 2016-10-10 2016-10-12 week relative -
It fell earlier this month. | earlier this month | relative-published 2016-10-01 2016-10-12 month relative -
It fell last month. | last month | relative-published 2016-09-01 2016-09-30 month relative -
It fell late last year. | late last year | relative-published 2015-09-01 2015-12-31 season relative -
It fell last year. | last year | relative-published 2015-01-01 2015-12-31 year relative -
It may fall next month. | next month | relative-published 2016-11-01 2016-11-30 month relative -
It may fall later this year. | later this year | relative-published 2016-10-12 2016-12-31 year relative -
It fell last weekend. | last weekend | relative-published 2016-10-08 2016-10-09 week relative -
It fell over the weekend. | over the weekend | relative-published 2016-10-08 2016-10-09 week relative -
It fell three days ago. | three days ago | relative-published 2016-10-09 2016-10-09 day relative -
It fell two or three days ago. | two or three days ago | relative-published 2016-10-09 2016-10-10 day relative -
It fell about two weeks ago. | about two weeks ago | relative-published 2016-09-25 2016-10-01 week relative -
It fell a month ago. | a month ago | relative-published 2016-09-01 2016-09-30 month relative -
It fell two years ago. | two years ago | relative-published 2014-01-01 2014-12-31 year relative -
It fell several days ago. | several days ago | relative-published 2016-10-03 2016-10-09 week relative -
It fell six hours ago. | six hours ago | relative-published 2016-10-12 2016-10-12 day relative -
In the past 24 hours it was hit. | In the past 24 hours | relative-published 2016-10-11 2016-10-12 day relative -
In the last two weeks it was hit. | In the last two weeks | relative-published 2016-09-28 2016-10-12 week relative -
Over the past week it was hit. | Over the past week | relative-published 2016-10-05 2016-10-12 week relative -
Over the past few days it was hit. | Over the past few days | relative-published 2016-10-08 2016-10-12 day relative -
For the past three months it was hit. | For the past three months | relative-published 2016-07-12 2016-10-12 month relative -
In the past five years it was hit. | In the past five years | relative-published 2011-10-12 2016-10-12 year relative -
In the next two weeks they will go. | In the next two weeks | relative-published 2016-10-12 2016-10-26 week relative -
# the event before
Two days later they left. | Two days later | relative-event ... ... day relative - +2 day
A day earlier they came. | A day earlier | relative-event ... ... day relative - -1 day
Three weeks later they left. | Three weeks later | relative-event ... ... week relative - +3 week
A month later they left. | A month later | relative-event ... ... month relative - +1 month
Ten years later they left. | Ten years later | relative-event ... ... year relative - +10 year
36 hours later they left. | 36 hours later | relative-event ... ... day relative - +1 day
The next day they left. | The next day | relative-event ... ... day relative - +1 day
The following week they left. | The following week | relative-event ... ... week relative - +1 week
The previous day they left. | The previous day | relative-event ... ... day relative - -1 day
The previous month they left. | The previous month | relative-event ... ... month relative - -1 month
On the same day they left. | On the same day | relative-event ... ... day relative - +0 day
Earlier that day they left. | Earlier that day | relative-event ... ... day relative - +0 day
Later in the day they left. | Later in the day | relative-event ... ... day relative - +0 day
By the next day they had left. | By the next day | relative-event ... ... day relative by +1 day
Since then they have left. | Since then | relative-event ... 2016-10-12 day relative since +0 same
At that time they left. | At that time | relative-event ... ... day relative - +0 same
Hours later they left. | Hours later | relative-event ... ... day relative - +0 day
Days later they left. | Days later | relative-event ... ... unknown relative -
A day after the attack they left. | A day after | relative-event ... ... day relative - +1 day
The day before the attack they left. | The day before | relative-event ... ... day relative - -1 day
Two days after 5 March 2016 they left. | Two days after 5 March 2016 | absolute 2016-03-07 2016-03-07 day stated -
In the following days they left. | In the following days | relative-event ... ... unknown relative -
By the end of the day they left. | By the end of the day | relative-event ... ... day relative by +0 day
# durations, vague, recurrent
They have fought for three years. | for three years | duration ... 2016-10-12 year relative for
They fought for three years. | for three years | duration ... ... year relative for
They fought for weeks. | for weeks | duration ... ... week relative for
The siege lasted two months. | lasted two months | duration ... ... month relative lasted
After four days of fighting they left. | After four days | duration ... ... day relative after
They recently left. | recently | vague ... ... unknown relative -
In recent days they left. | In recent days | vague ... ... unknown relative -
Weeks ago they left. | Weeks ago | vague ... ... unknown relative -
In the coming days they leave. | In the coming days | vague ... ... unknown relative -
Every Friday they march out. | Every Friday | recurrent ... ... unknown relative -
There are daily raids. | daily | recurrent ... ... unknown relative -
They raid twice a week. | twice a week | recurrent ... ... unknown relative -
# nothing
At around 6:30 a.m. they left. | nothing
They left the town and may return. | nothing
"""


def _facts(mention: TimeMention) -> str:
    days = ("..." if day is None else day.isoformat() for day in (mention.when.start, mention.when.end))
    offset = mention.needs_anchor
    from_event = f" {offset.amount:+d} {offset.unit}" if offset else ""
    said = " ".join([mention.kind, *days, mention.when.precision, mention.when.basis, mention.lead or "-"])
    return f"{mention.text} | {said}{from_event}"


def _cases(table: str) -> dict[str, list[str]]:
    cases: dict[str, list[str]] = {}
    for line in table.strip().splitlines():
        if not line.startswith("#"):
            sentence, _, expected = line.partition(" | ")
            cases.setdefault(sentence, []).append(expected)
    return cases


@pytest.mark.parametrize(("sentence", "expected"), _cases(TABLE).items())
def test_a_sentence_gives_its_times(sentence: str, expected: list[str]) -> None:
    found = [_facts(m) for m in find_times(sentence, PUBLISHED)]
    assert found == ([] if expected == ["nothing"] else expected)


@pytest.mark.parametrize(
    "sentence",
    [
        "It fell yesterday.",
        "It fell on Tuesday.",
        "It fell last week.",
        "It fell two days ago.",
        "It fell on 5 May.",
    ],
)
def test_without_a_day_of_publication_nothing_is_guessed(sentence: str) -> None:
    (mention,) = find_times(sentence, None)
    assert (mention.when.start, mention.when.end) == (None, None)


def test_a_day_without_a_year_is_stated_and_of_day_precision_even_unresolved() -> None:
    (mention,) = find_times("It fell on 5 May.", None)
    assert (mention.kind, mention.when.precision, mention.when.basis) == ("partial", "day", "stated")


@pytest.mark.parametrize(
    ("sentence", "first", "last"),
    [
        ("It fell on 5 May.", date(2014, 5, 5), date(2014, 5, 5)),
        ("It fell in May.", date(2014, 5, 1), date(2014, 5, 31)),
        ("It fell on 5 May 2015.", date(2015, 5, 5), date(2015, 5, 5)),
    ],
)
def test_the_year_hint_fills_in_only_where_nothing_else_tells(sentence: str, first: date, last: date) -> None:
    (mention,) = find_times(sentence, None, year_hint=2014)
    assert (mention.when.start, mention.when.end) == (first, last)


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("They will meet on Tuesday.", date(2016, 10, 18)),
        ("They will meet on Wednesday.", date(2016, 10, 12)),
        ("They will meet on 5 January.", date(2017, 1, 5)),
        ("They will meet on the 20th.", date(2016, 10, 20)),
        ("They will meet on 29 February.", date(2020, 2, 29)),
        ("They will meet in March.", date(2017, 3, 1)),
    ],
)
def test_ahead_reads_days_as_to_come(sentence: str, first: date) -> None:
    (mention,) = find_times(sentence, PUBLISHED, ahead=True)
    assert mention.when.start == first


def test_by_has_no_start_and_since_runs_to_the_report() -> None:
    (by,) = find_times("They left by 9 June.", PUBLISHED)
    (since,) = find_times("They have held it since 9 June.", PUBLISHED)
    assert (by.by, by.since, by.when.start) == (True, False, None)
    assert (since.by, since.since, since.when.end) == (False, True, PUBLISHED)


def test_the_base_moves_offsets_only() -> None:
    plain, moved = (
        find_times("It fell on 5 May 2016.", None)[0],
        find_times("It fell on 5 May 2016.", None, 100)[0],
    )
    assert (moved.start - plain.start, moved.end - plain.end) == (100, 100)
    assert (moved.text, moved.when) == (plain.text, plain.when)


@pytest.mark.parametrize("run", ["3, ", "May ", "two or ", "about ", "3 March and ", "2016-", "in the past "])
def test_long_runs_end(run: str) -> None:
    text = run * 2_000 + "days 5 March 2016"
    assert all(text[m.start : m.end] == m.text for m in find_times(text, PUBLISHED))


DAY = When("5 March 2016", date(2016, 3, 5), date(2016, 3, 5), "day", "stated")
SPELL = When("5-9 March 2016", date(2016, 3, 5), date(2016, 3, 9), "day", "stated")
MONTH = When("March 2016", date(2016, 3, 1), date(2016, 3, 31), "month", "stated")


@pytest.mark.parametrize(
    ("phrase", "anchor", "first", "last", "precision"),
    [
        ("Two days later", DAY, "2016-03-07", "2016-03-07", "day"),
        ("The next day", DAY, "2016-03-06", "2016-03-06", "day"),
        ("The previous day", DAY, "2016-03-04", "2016-03-04", "day"),
        ("On the same day", DAY, "2016-03-05", "2016-03-05", "day"),
        ("Hours later", DAY, "2016-03-05", "2016-03-05", "day"),
        ("The following week", DAY, "2016-03-07", "2016-03-13", "week"),
        ("A week later", DAY, "2016-03-09", "2016-03-15", "week"),
        ("The following month", DAY, "2016-04-01", "2016-04-30", "month"),
        ("Ten months later", DAY, "2017-01-01", "2017-01-31", "month"),
        ("Two years earlier", DAY, "2014-01-01", "2014-12-31", "year"),
        ("The next day", SPELL, "2016-03-10", "2016-03-10", "day"),
        ("The previous day", SPELL, "2016-03-04", "2016-03-04", "day"),
        ("At that time", SPELL, "2016-03-05", "2016-03-09", "day"),
        ("At that time", MONTH, "2016-03-01", "2016-03-31", "month"),
        ("The next day", MONTH, "2016-03-02", "2016-04-01", "month"),
        ("Since then", DAY, "2016-03-05", "2016-10-12", "day"),
        ("By the next day", DAY, None, "2016-03-06", "day"),
    ],
)
def test_resolve_counts_from_the_event_before(
    phrase: str, anchor: When, first: str | None, last: str, precision: str
) -> None:
    (mention,) = find_times(f"{phrase} they left.", PUBLISHED)
    when = resolve(mention, anchor)
    assert (when.start and when.start.isoformat(), when.end and when.end.isoformat()) == (first, last)
    assert (when.precision, when.basis, when.text) == (precision, "relative", phrase)


def test_resolve_leaves_alone_what_leans_on_no_event_or_has_no_anchor() -> None:
    (stated,) = find_times("It fell on 9 May 2016.", PUBLISHED)
    (later,) = find_times("Two days later it fell.", PUBLISHED)
    nowhere = When("then", None, None, "unknown", "relative")
    assert resolve(stated, DAY) == stated.when
    assert resolve(later, None) == resolve(later, nowhere) == later.when
    assert later.needs_anchor == Offset(2, "day")


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("Published November 22 2017 by the desk\nRebels left.", date(2017, 11, 22), "November 22 2017"),
        ("Published: 12:30 GMT, 5 March 2016\nRebels left.", date(2016, 3, 5), "5 March 2016"),
        ("Raid on port\nLast updated on 5 March 2016\nRebels left.", date(2016, 3, 5), "5 March 2016"),
        ("DAMASCUS, Oct 3 (Reuters) - Rebels left.", date(2016, 10, 3), "Oct 3"),
        ("BEIRUT — 5 March 2016\nRebels left.", date(2016, 3, 5), "5 March 2016"),
        ("Raid on port\n\nCAIRO, Sept. 3, 2016 (AFP) - Rebels left.", date(2016, 9, 3), "Sept. 3, 2016"),
        ("March 5, 2016 - Rebels left.", date(2016, 3, 5), "March 5, 2016"),
        ("TRIPOLI, Libya (5 March 2016) Rebels left.", date(2016, 3, 5), "5 March 2016"),
        ("2016-03-05\nRebels left.", date(2016, 3, 5), "2016-03-05"),
    ],
)
def test_a_dateline_gives_its_day_and_where_it_stands(text: str, day: date, said: str) -> None:
    found = dateline_date(text, PUBLISHED)
    assert found is not None
    assert (found[0], text[found[1] : found[2]]) == (day, said)


@pytest.mark.parametrize(
    "text",
    [
        "BEIRUT (AP) — Rebels left the town on 5 March 2016.",
        "Rebels left the town on 5 March 2016 and burned the depot.",
        "On 5 March 2016 rebels left the town.",
        "In March 2016 - as told before - rebels left.",
        "",
    ],
)
def test_a_date_within_the_report_is_no_dateline(text: str) -> None:
    assert dateline_date(text, PUBLISHED) is None


def test_a_dateline_without_a_year_needs_the_day_of_publication() -> None:
    assert dateline_date("DAMASCUS, Oct 3 (Reuters) - Rebels left.", None) is None


SAID = (
    "the on in at by since from to between and until of last next this past two three several a few "
    "days weeks months years hours ago later earlier after before March May Sept. 5 11th 31 2016 1999 "
    "2016-03-05 31/12/2015 4/5 Monday Friday yesterday overnight week year summer early mid- late end "
    "for have every recently , . - –"
)
WORDS = st.sampled_from(SAID.split())
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join))
DAYS = st.one_of(st.none(), st.dates(), st.sampled_from([date.min, date.max, date(2016, 2, 29)]))


@given(text=TEXTS, published=DAYS, base=st.integers(0, 10_000), ahead=st.booleans())
def test_offsets_lead_home_and_intervals_run_forward(
    text: str, published: date | None, base: int, ahead: bool
) -> None:
    end = base
    for mention in find_times(text, published, base, 2015, ahead=ahead):
        assert text[mention.start - base : mention.end - base] == mention.text == mention.when.text != ""
        assert mention.start >= end
        end = mention.end
        if mention.when.start is not None and mention.when.end is not None:
            assert mention.when.start <= mention.when.end


@given(text=TEXTS, anchor=DAYS, published=DAYS)
def test_resolve_never_turns_an_interval_round(
    text: str, anchor: date | None, published: date | None
) -> None:
    for mention in find_times(text, published):
        when = resolve(mention, When("then", anchor, anchor, "day", "stated"))
        if when.start is not None and when.end is not None:
            assert when.start <= when.end


@given(text=TEXTS, published=DAYS)
def test_a_dateline_lies_within_its_text(text: str, published: date | None) -> None:
    found = dateline_date(text, published)
    assert found is None or 0 <= found[1] < found[2] <= len(text)
