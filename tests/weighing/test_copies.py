"""Copies are found from kept signatures, in whole texts and in passages, whatever comes first and in every process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.weighing.copies import Copy, Signed, find_copies, is_current, signature

WIRE = (
    "Two barrel bombs fell on the cattle market of Tel Qamar shortly after dawn on Monday, killing at least nine traders. "
    "Residents dug through the rubble of the auction hall for most of the morning before the second aircraft came back. "
    "The hospital in the next valley said that it had taken in thirty wounded and had run out of blood by noon. "
    "A road that links the town to the eastern plain was cut, and buses waited for hours at the bridge over the river. "
    "The market had been shelled twice in the spring, when the front line ran along the ridge above the town."
)
OTHER = (
    "The finance ministry published new rules for bakeries on Sunday that will halve the number of licensed mills by winter. "
    "Millers in the port complained that no one had asked them and that flour would have to come by ship from abroad again. "
    "A spokesman promised to look into the price of diesel, which has doubled since the border crossing was closed in May."
)
FIRST, *_ = WIRE.split(". ")


def signed(doc: str, text: str, day: int = 1) -> Signed:
    return Signed(doc, date(2031, 5, day), signature(text))


def kinds(found: tuple[Copy, ...]) -> list[tuple[str, list[str]]]:
    return [(c.kind, [doc for doc, _ in c.members]) for c in found]


def test_a_text_with_another_first_line_and_typography_is_a_copy() -> None:
    edited = "Market bombed in the north. " + WIRE.replace("Tel Qamar", "Tel-Qamar").replace(", ", " ")
    found = [c for c in find_copies([signed("late", edited, 3), signed("early", WIRE, 2), signed("o", OTHER)]) if c.kind == "text"]
    assert [[doc for doc, _ in c.members] for c in found] == [["early", "late"]]
    assert found[0].alike >= 0.5


def test_a_passage_in_another_report_is_found_with_its_place() -> None:
    taken = OTHER + " " + FIRST + ". " + "Nobody in the capital would comment on the strike when asked about it by telephone."
    found = find_copies([signed("mine", taken), signed("wire", WIRE, 2)])
    assert found == (Copy("passage", (("mine", 3), ("wire", 0)), 1.0),)


def test_a_long_quotation_in_two_reports_is_found_whatever_its_marks() -> None:
    words = "We heard the engines first and then the whole street was full of dust and people were shouting"
    one = f'{OTHER} "{words}," a shopkeeper recalled.'
    other = f"{WIRE} “{words}” was how a man put it."
    assert ("quotation", ["a", "b"]) in kinds(find_copies([signed("a", one), signed("b", other, 2)]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (WIRE, OTHER),
        ("No group has claimed it. " + WIRE, "No group has claimed it. " + OTHER),
        ('"We will not yield," he said. ' + WIRE, '"We will not yield," he said. ' + OTHER),
        (WIRE + " " + WIRE, OTHER),
        ("", ""),
        ("Nine died.", "Nine died."),
    ],
    ids=["unlike", "short-passage", "short-quotation", "repeats-itself", "empty", "too-short"],
)
def test_what_is_no_copy(one: str, other: str) -> None:
    assert find_copies([signed("a", one), signed("b", other)]) == ()


def test_an_undated_report_comes_after_the_dated() -> None:
    found = find_copies([Signed("a", None, signature(WIRE)), signed("b", WIRE, 9)])
    assert all([doc for doc, _ in c.members] == ["b", "a"] for c in found)


@settings(max_examples=25, deadline=None)
@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_reports_does_not_matter(order: list[str]) -> None:
    texts = {"a": WIRE, "b": OTHER, "c": OTHER + " " + FIRST + ".", "d": "Again. " + WIRE}
    held = {doc: signed(doc, text) for doc, text in texts.items()}
    assert find_copies(held[doc] for doc in order) == find_copies(held[doc] for doc in sorted(order))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_a_signature_that_can_be_read_again(text: str) -> None:
    one = signature(text)
    assert is_current(one)
    assert [c.kind for c in find_copies([Signed("a", None, one), Signed("b", None, one)])].count("text") <= 1


def test_a_signature_of_another_version_is_told_and_refused() -> None:
    kept = signature(WIRE)
    assert not is_current(b"lin0" + kept[4:])
    with pytest.raises(ValueError, match="make it again"):
        find_copies([Signed("a", None, kept[:-3])])


def test_every_process_makes_the_same_signature() -> None:
    code = (
        "import sys, hashlib; from imbroglio.weighing.copies import signature; print(hashlib.sha256(signature(sys.stdin.read())).hexdigest())"
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", code], input=WIRE, text=True, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert made == {hashlib.sha256(signature(WIRE)).hexdigest()}
