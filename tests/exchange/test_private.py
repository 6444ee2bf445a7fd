"""A person who does not act in public is in no form, by name or by key, in no quotation and in no title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.exchange.forms import FORMS
from imbroglio.exchange.private import LEFT_OUT, Private, is_proper, private_spans
from imbroglio.model import Ref

from .test_forms import written
from .world import PRIVATE_KEY, STATEMENT, TEXT


@pytest.mark.parametrize(("what", "form"), [(w, f) for w, forms in FORMS.items() for f in forms if f not in ("xlsx", "acled", "ged")])
def test_a_private_person_is_in_no_form(what: str, form: str) -> None:
    text = written(what, form).decode().lower()
    for name in ("omar", "haddad", "salim", "karam", PRIVATE_KEY):
        assert name not in text


def test_a_quotation_says_that_somebody_was_there() -> None:
    assert f"the baker {LEFT_OUT}, 34, his cousin {LEFT_OUT} said" in written("statements", "csv").decode()


def test_a_person_who_acts_in_public_is_named() -> None:
    known = Private(frozenset({"name:omar haddad", "name:salim karam"}))
    assert known.names(STATEMENT.target) == ("Omar Haddad",)
    assert known.quote("wire-1", 25, TEXT[25:], STATEMENT.target) == TEXT[25:]


def test_persons_whom_no_statement_names_are_left_out_of_its_sentence_too() -> None:
    spans = private_spans({"r": [(5, 24, "the nurse Lina Saab", "Lina Saab"), (30, 39, "activists", "activists")]})
    assert spans == {"r": [(15, 24, "Lina Saab")]}
    told = Private(spans=spans)
    assert told.quote("r", 0, "When the nurse Lina Saab and activists came, Lina Saab wept.") == (
        f"When the nurse {LEFT_OUT} and activists came, {LEFT_OUT} wept."
    )
    assert told.title("r", "Who was Lina Saab?") == f"Who was {LEFT_OUT}?"
    assert told.title("another", "Who was Lina Saab?") == "Who was Lina Saab?"


def test_who_is_public_by_a_longer_name_is_public_by_the_shorter() -> None:
    told = {"r": [(0, 9, "Lina Saab", "Lina Saab"), (20, 24, "Saab", "Saab")]}
    assert private_spans(told, {"name:lina saab head of the red crescent"}) == {"r": [(20, 24, "Saab")]}


def test_a_description_that_names_somebody_private_names_nobody() -> None:
    told = Private(spans={"r": [(4, 13, "Lina Saab")]})
    clinic = Ref("Lina Saab's clinic", 4, 22, "Lina Saab's clinic", "organisation")
    assert told.names([clinic], "r") == ()
    assert told.names([clinic], "another") == ("Lina Saab's clinic",)


def test_a_description_or_a_place_is_nobodys_name() -> None:
    places = {"kefraya"}
    assert not is_proper("Kefraya", lambda name: name in places)
    assert is_proper("Kefraya Hassan", lambda name: name in places)
    assert not any(map(is_proper, ("UN official", "activists", "their arms", "Captain", "al-", "")))


@given(st.text(alphabet="ab AB-", max_size=30), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=6))
def test_what_is_left_out_is_left_out_whatever_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    held = {"r": [(min(a, b), max(a, b), "Zed Quux") for a, b in spans if a != b]}
    shown = Private(spans=held).quote("r", 0, text)
    kept = "".join(c for n, c in enumerate(text) if not any(a <= n < b for a, b, _ in held["r"]))
    assert "".join(shown.replace(LEFT_OUT, "").split()) == "".join(kept.split())
