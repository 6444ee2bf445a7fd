"""Places that changed hands, and the few days that draw a line."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from imbroglio.model.record import ControlSpell
from imbroglio.views.control import assessed, changes, holder_on, turning_days

START = date(2031, 1, 1)


def spell(holder: str, first: int, last: int, **more: Any) -> ControlSpell:
    values: dict[str, Any] = {"place": "made:orm", "probability": 0.8, "basis": "assessed", "statements": (f"{holder}-{first}",)}
    return ControlSpell(holder=holder, start=START + timedelta(days=first), end=START + timedelta(days=last), **(values | more))


def test_a_fight_between_two_spells_of_one_holder_is_no_change() -> None:
    held = [spell("reds", 0, 9), spell("contested", 10, 14), spell("reds", 15, 30), spell("unknown", 31, 40), spell("blues", 41, 50)]
    assert [(c.before, c.after.holder, c.day) for c in changes(held)] == [("reds", "blues", START + timedelta(days=41))]


def test_the_first_known_holder_after_nobody_knew_counts_from_unknown() -> None:
    held = [spell("unknown", 0, 9), spell("blues", 10, 20)]
    assert [(c.before, c.after.holder) for c in changes(held)] == [("unknown", "blues")]
    assert changes([spell("blues", 10, 20)]) == []  # held since before anything was told


def test_a_change_without_a_statement_is_told_by_nobody() -> None:
    assert changes([spell("reds", 0, 9), spell("blues", 10, 20, statements=())]) == []


def test_claims_are_kept_apart() -> None:
    held = [spell("reds", 0, 9), spell("blues", 0, 9, basis="claimed")]
    assert [s.holder for s in assessed(held)["made:orm"]] == ["reds"]
    assert [s.holder for s in assessed(held, "claimed")["made:orm"]] == ["blues"]


def test_who_held_it_on_a_day() -> None:
    held = [spell("reds", 0, 9), spell("blues", 10, 20)]
    found = holder_on(held, START + timedelta(days=10))
    assert found is not None and found.holder == "blues"
    assert holder_on(held, START + timedelta(days=21)) is None


@given(arrays.arrays(np.float64, st.tuples(st.integers(1, 60), st.integers(1, 4)), elements=st.floats(0, 1)))
def test_the_line_through_turning_days_is_never_further_off_than_allowed(shares: Any) -> None:
    kept = turning_days(shares, 0.05)
    assert kept[0] == 0 and kept[-1] == len(shares) - 1
    for at in range(shares.shape[1]):
        line = np.interp(np.arange(len(shares)), kept, shares[kept, at])
        assert np.abs(line - shares[:, at]).max() <= 0.05 + 1e-9


def test_days_on_which_nothing_moves_are_left_out() -> None:
    assert turning_days(np.full((500, 3), 0.3)) == [0, 499]
    assert turning_days(np.zeros((0, 3))) == []
