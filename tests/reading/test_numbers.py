"""Counts in plain text: each line of the table is a sentence and what it must give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.reading.numbers import NumberMention, find_numbers

# sentence | mention | low high (... is open) | the figure or words alone | money
TABLE = """
# plain figures and words
The raid killed 16 people. | 16 | 16 16 | 16
Sixteen people died. | Sixteen | 16 16 | Sixteen
Twenty-one people died. | Twenty-one | 21 21 | Twenty-one
Two hundred and fifty men left. | Two hundred and fifty | 250 250 | Two hundred and fifty
Two thousand five hundred men left. | Two thousand five hundred | 2500 2500 | Two thousand five hundred
A hundred and fifty men left. | A hundred and fifty | 150 150 | A hundred and fifty
A hundred men left. | A hundred | 100 100 | A hundred
One thousand men left. | One thousand | 1000 1000 | One thousand
They lost 1,500 men. | 1,500 | 1500 1500 | 1,500
They lost 30 000 men. | 30 000 | 30000 30000 | 30 000
They lost 1.5 million people. | 1.5 million | 1500000 1500000 | 1.5 million
Two and a half million people left. | Two and a half million | 2500000 2500000 | Two and a half million
Half a million people left. | Half a million | 500000 500000 | Half a million
About 5 thousand people left. | About 5 thousand | 5000 5000 | 5 thousand
A dozen men left. | A dozen | 12 12 | A dozen
Two dozen men left. | Two dozen | 24 24 | Two dozen
Half a dozen men left. | Half a dozen | 6 6 | Half a dozen
Five million people left. | Five million | 5000000 5000000 | Five million
One soldier died. | One | 1 1 | One
Zero casualties were counted. | Zero | 0 0 | Zero
40 killed and 20 wounded. | 40 | 40 40 | 40
40 killed and 20 wounded. | 20 | 20 20 | 20
Three more men died. | Three | 3 3 | Three
The two men left. | two | 2 2 | two
# vague
Dozens were killed. | Dozens | 24 99 | Dozens
Scores were killed. | Scores | 40 99 | Scores
Several were killed. | Several | 3 9 | Several
A few men left. | A few | 3 9 | A few
A handful of men left. | A handful | 3 9 | A handful
A couple of men left. | A couple | 2 2 | A couple
Tens of houses burned. | Tens | 20 99 | Tens
Hundreds of houses burned. | Hundreds | 200 999 | Hundreds
Thousands of houses burned. | Thousands | 2000 9999 | Thousands
Tens of thousands of people left. | Tens of thousands | 20000 99999 | Tens of thousands
Hundreds of thousands of people left. | Hundreds of thousands | 200000 999999 | Hundreds of thousands
Millions of people left. | Millions | 2000000 9999999 | Millions
Tens of millions of people left. | Tens of millions | 20000000 99999999 | Tens of millions
Several dozen men left. | Several dozen | 36 108 | Several dozen
A few hundred men left. | A few hundred | 300 900 | A few hundred
Several thousand men left. | Several thousand | 3000 9999 | Several thousand
Dozens, if not hundreds, of men left. | Dozens, if not hundreds | 24 999 | Dozens, if not hundreds
More than a quarter of a million people died. | More than a quarter of a million | 250000 ... | a quarter of a million
Multiple houses burned. | Multiple | 2 ... | Multiple
# lower bounds
At least 16 people died. | At least 16 | 16 ... | 16
At least two dozen people died. | At least two dozen | 24 ... | two dozen
At least some 40 people died. | At least some 40 | 40 ... | 40
No fewer than 40 people died. | No fewer than 40 | 40 ... | 40
A minimum of 40 people died. | A minimum of 40 | 40 ... | 40
More than 40 people died. | More than 40 | 40 ... | 40
Over 40 people died. | Over 40 | 40 ... | 40
Well over 1,000 people died. | Well over 1,000 | 1000 ... | 1,000
Just over 40 people died. | Just over 40 | 40 ... | 40
In excess of 40 people died. | In excess of 40 | 40 ... | 40
Upwards of 40 people died. | Upwards of 40 | 40 ... | 40
40 or more people died. | 40 or more | 40 ... | 40
40-plus people died. | 40-plus | 40 ... | 40
20+ people died. | 20+ | 20 ... | 20
At least several dozen people died. | At least several dozen | 36 ... | several dozen
Over a thousand people died. | Over a thousand | 1000 ... | a thousand
# upper bounds
Up to 40 people died. | Up to 40 | ... 40 | 40
Up to about 40 people died. | Up to about 40 | ... 40 | 40
As many as 40 people died. | As many as 40 | ... 40 | 40
No more than 40 people died. | No more than 40 | ... 40 | 40
Fewer than 40 people died. | Fewer than 40 | ... 40 | 40
Less than 40 people died. | Less than 40 | ... 40 | 40
Nearly 40 people died. | Nearly 40 | ... 40 | 40
Almost 40 people died. | Almost 40 | ... 40 | 40
Just under 40 people died. | Just under 40 | ... 40 | 40
Close to 40 people died. | Close to 40 | ... 40 | 40
40 or fewer people died. | 40 or fewer | ... 40 | 40
Up to several hundred people died. | Up to several hundred | ... 900 | several hundred
# no bound
About 40 people died. | About 40 | 40 40 | 40
Around 40 people died. | Around 40 | 40 40 | 40
Some 40 people died. | Some 40 | 40 40 | 40
Roughly 40 people died. | Roughly 40 | 40 40 | 40
An estimated 1,500 people died. | An estimated 1,500 | 1500 1500 | 1,500
A total of 41 people died. | A total of 41 | 41 41 | 41
Another 600 people died. | Another 600 | 600 600 | 600
Only five people died. | Only five | 5 5 | five
40 or so people died. | 40 or so | 40 40 | 40
20-odd people died. | 20-odd | 20 20 | 20
~40 people died. | ~40 | 40 40 | 40
# ranges
30,000 to 50,000 fighters remain. | 30,000 to 50,000 | 30000 50000 | 30,000 to 50,000
Between 14 and 17 people died. | Between 14 and 17 | 14 17 | 14 and 17
Between 20,000 and 25,000 people left. | Between 20,000 and 25,000 | 20000 25000 | 20,000 and 25,000
16 or 17 people died. | 16 or 17 | 16 17 | 16 or 17
1,500-2,000 people left. | 1,500-2,000 | 1500 2000 | 1,500-2,000
10–15 people died. | 10–15 | 10 15 | 10–15
Two to three hundred men left. | Two to three hundred | 200 300 | Two to three hundred
5 to 6 million people left. | 5 to 6 million | 5000000 6000000 | 5 to 6 million
Ten to twelve men left. | Ten to twelve | 10 12 | Ten to twelve
At least 30 to 40 men left. | At least 30 to 40 | 30 40 | 30 to 40
About 10 to 15 men left. | About 10 to 15 | 10 15 | 10 to 15
They won by 3-2 that day. | nothing
# money
They paid $100 million for it. | $100 million | 100000000 100000000 | 100 million | money
They paid nearly $5 million for it. | nearly $5 million | ... 5000000 | 5 million | money
They paid $5m for it. | $5m | 5000000 5000000 | 5m | money
They paid over £1.1bn for it. | over £1.1bn | 1100000000 ... | 1.1bn | money
They paid EUR 2.7 million for it. | EUR 2.7 million | 2700000 2700000 | 2.7 million | money
They paid 2,955,000 euros for it. | 2,955,000 euros | 2955000 2955000 | 2,955,000 | money
Millions of dollars were paid. | Millions of dollars | 2000000 9999999 | Millions | money
# nothing counted
It began in 2016. | nothing
It began on 11 September. | nothing
It began on November 22. | nothing
The 2014 war ended. | nothing
A boy aged 14 was hurt. | nothing
Boys aged 14 and 16 were hurt. | nothing
Boys aged between 14 and 17 were hurt. | nothing
A 14-year-old was hurt. | nothing
He is 14 years old. | nothing
Ahmad Ali, 34, was hurt. | nothing
At 6:30 they left. | nothing
At 6 a.m. they left. | nothing
At 0430 they left. | nothing
It fired 122mm shells. | nothing
It lies 1 km from here. | nothing
It lies 20 miles from here. | nothing
It lies hundreds of kilometres from here. | nothing
They hold 20 percent of it. | 20 | 20 20 | 20 | share
They hold 20% of it. | 20 | 20 20 | 20 | share
They hold two thirds of it. | nothing
They hold one-third of it. | nothing
An Su-24 crashed. | nothing
A T-72 burned. | nothing
An M16 was found. | nothing
COVID-19 spread. | nothing
The 3rd Brigade left. | nothing
The 155 Brigade left. | nothing
The twenty-first raid failed. | nothing
Resolution 2254 was passed. | nothing
Resolutions 2254 and 2268 were passed. | nothing
Route 4 was cut. | nothing
Article 5 holds. | nothing
After 9/11 they left. | nothing
It lasted three days. | nothing
It lasted two more days. | nothing
It happened three times. | nothing
A five-storey house burned. | nothing
So it is said [12]. | nothing
So it is said (3). | nothing
1. Talks began. | nothing
Version 1.2.3 came. | nothing
Both men left. | nothing
No men left. | nothing
No one left. | nothing
It is one of the largest towns. | nothing
One another they helped. | nothing
On the one hand they left. | nothing
A Multiple Launch Rocket System fired. | nothing
It lost over one of the most important bridges. | nothing
# counted all the same
They set off 500 pounds of explosives and 2 mines. | 2 | 2 2 | 2
One of the attackers died. | One | 1 1 | One
A 20-strong force left. | 20 | 20 20 | 20
A 12-member council met. | 12 | 12 12 | 12
Some 2000 fighters left. | Some 2000 | 2000 2000 | 2000
2000 fighters left. | 2000 | 2000 2000 | 2000
15 T-72 tanks burned. | 15 | 15 15 | 15
On March 5, 20 people died. | 20 | 20 20 | 20
In May 20 rebels died. | 20 | 20 20 | 20
The strike killed 7, wounded 8. | 7 | 7 7 | 7
The strike killed 7, wounded 8. | 8 | 8 8 | 8
It displaced 11 million half of all. | 11 million | 11000000 11000000 | 11 million
Since 2012, 400 people died. | 400 | 400 400 | 400
Two days later three men died. | three | 3 3 | three
Of 12,000-strong forces, 300 left. | 12,000 | 12000 12000 | 12,000
Of 12,000-strong forces, 300 left. | 300 | 300 300 | 300
They freed 5m people. | 5m | 5000000 5000000 | 5m
It lies 500m from 12 houses. | 12 | 12 12 | 12
"""


def _facts(sentence: str, mention: NumberMention) -> str:
    low, high = ("..." if bound is None else bound for bound in (mention.low, mention.high))
    core = sentence[mention.core_start : mention.core_end]
    return f"{mention.text} | {low} {high} | {core}" + (" | money" if mention.currency else "") + (" | share" if mention.share else "")


def _cases(table: str) -> dict[str, list[str]]:
    cases: dict[str, list[str]] = {}
    for line in table.strip().splitlines():
        if not line.startswith("#"):
            sentence, _, expected = line.partition(" | ")
            cases.setdefault(sentence, []).append(expected)
    return cases


@pytest.mark.parametrize(("sentence", "expected"), _cases(TABLE).items())
def test_a_sentence_gives_its_counts(sentence: str, expected: list[str]) -> None:
    found = [_facts(sentence, m) for m in find_numbers(sentence)]
    assert found == ([] if expected == ["nothing"] else expected)


def test_the_base_moves_offsets_only() -> None:
    (plain,), (moved,) = find_numbers("At least 16 died."), find_numbers("At least 16 died.", 100)
    assert (moved.start, moved.end) == (plain.start + 100, plain.end + 100)
    assert (moved.core_start, moved.core_end) == (plain.core_start + 100, plain.core_end + 100)


def test_spans_to_avoid_are_taken_from_the_caller() -> None:
    assert find_numbers("On 5 May 12 men left.", avoid=[(3, 8), (9, 11)]) == []
    assert [m.text for m in find_numbers("On 5 May 12 men left.", avoid=[(3, 8)])] == ["12"]


SAID = (
    "at least up to nearly about some between and or more than a dozen hundred thousand million two "
    "twenty-one several dozens of tens thousands 16 1,500 1.5 30 000 3-2 $ € 5m 40k 122mm 14-year-old "
    "2016 % percent km people one half quarter , . - – ( ) aged Resolution Brigade 007 6:30 9/11 + "
    "plus so few handful"
)
WORDS = st.sampled_from(SAID.split())
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join))


@given(text=TEXTS, base=st.integers(0, 10_000))
def test_offsets_lead_home_and_bounds_are_in_order(text: str, base: int) -> None:
    end = base
    for mention in find_numbers(text, base):
        assert text[mention.start - base : mention.end - base] == mention.text
        assert end <= mention.start <= mention.core_start < mention.core_end <= mention.end
        end = mention.end
        assert mention.low is not None or mention.high is not None
        if mention.low is not None and mention.high is not None:
            assert 0 <= mention.low <= mention.high


@given(st.integers(0, 999_999))
def test_a_figure_reads_the_same_with_and_without_commas(number: int) -> None:
    plain, grouped = (
        find_numbers(f"About {number} people fled."),
        find_numbers(f"About {number:,} people fled."),
    )
    assert [(m.low, m.high) for m in plain] == [(m.low, m.high) for m in grouped] == [(number, number)]


@pytest.mark.parametrize(
    "text", ["9" * 10_000, "1," * 5_000, "two " * 2_000, "at least " * 2_000 + "5", "-" * 10_000]
)
def test_long_runs_end(text: str) -> None:
    assert all(m.text in text for m in find_numbers(text))
