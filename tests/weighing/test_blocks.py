"""Blocks together find what is found in one piece: no pair is missing, none is there twice."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from math import cos, pi, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.knowledge.likeness import load_likeness
from imbroglio.model.record import Account, Spot
from imbroglio.weighing.blocks import CELLS, WINDOW, cut, pairs_within
from imbroglio.weighing.incidents import sights_of
from imbroglio.weighing.neighbours import COARSE, likely_pairs

from .accounts import ALEPPO, BAB, PROVINCE, ROSTER, account, killed

# The border of two windows, and the corner of four cells; the pole and the antimeridian may cost time, but no pair.
EDGE = date.fromordinal(date(2016, 3, 1).toordinal() // WINDOW * WINDOW)
SIDE = CELLS * COARSE
CORNER = (5 * SIDE, 4 * SIDE)


# All that may be one counts as likely, so that no pair is missed unseen.
ANY = replace(load_likeness(), limit={**load_likeness().limit, "floor": 0.0})


def by_blocks(told: list[Account]) -> list[tuple[int, int, float]]:
    sights = sights_of(told, ROSTER)
    found = []
    for block in cut(sights, ANY):
        for m, n, score in pairs_within([sights[p] for p in block.places], block.kept, ANY):
            found.append((block.places[m], block.places[n], score))
    return sorted(found, key=lambda pair: (pair[1], pair[0]))


def in_one_piece(told: list[Account]) -> list[tuple[int, int, float]]:
    return list(likely_pairs(sights_of(told, ROSTER), ANY))


_near = st.floats(-1.4, 1.4)
spots = st.one_of(
    st.none(),
    st.sampled_from([ALEPPO, BAB, PROVINCE]),
    st.builds(
        lambda y, x, p: Spot(f"at {y} {x} {p}", "", CORNER[0] + y, CORNER[1] + x, p), _near, _near, st.sampled_from([1, 2, 3, 4])
    ),
    st.builds(lambda y, x: Spot(f"far {y} {x}", "", y, x, 3), st.sampled_from([89.5, -89.5, 0.0]), st.sampled_from([-180.0, 180.0, 0.0])),
)
drawn = st.tuples(
    spots,
    st.integers(-12, 12),  # days from the border
    st.sampled_from([0, 0, 0, 1, 6, 7, 8, 30]),  # how many days longer
    st.booleans(),  # whether the passage says them
    st.integers(0, 3),  # report
    st.sampled_from([None, 2, 23, 60]),  # dead
    st.sampled_from(["air-strike", "clash", "agreement"]),
)


def make(n: int, values: tuple[Spot | None, int, int, bool, int, int | None, str]) -> Account:
    spot, first, longer, said, doc, dead, type = values
    made = account(
        f"{n:03}",
        type=type,
        doc=f"r{doc}",
        place=(spot,) if spot else (),
        numbers=(killed(dead),) if dead else (),
        first=EDGE + timedelta(days=first),
        last=EDGE + timedelta(days=first + longer),
        published=EDGE + timedelta(days=first + longer),
        agent=("actor:blues",),
    )
    return made if said else replace(made, basis="publication", precision="unknown")


@settings(max_examples=300)
@given(st.lists(drawn, min_size=2, max_size=12))
def test_pairs_of_blocks_are_the_pairs_of_all(told: list[tuple[Spot | None, int, int, bool, int, int | None, str]]) -> None:
    accounts = [make(n, values) for n, values in enumerate(told)]
    assert by_blocks(accounts) == in_one_piece(accounts)


@pytest.mark.parametrize("offset", range(-14, 6))
def test_across_the_border_of_two_windows_the_longest_reach_is_found(offset: int) -> None:
    """One that lasts as long as it may, and one that comes as late after it as it may."""
    limit = load_likeness().limit
    longest, latest = int(limit["wide_days"]), int(limit["report_days"])
    accounts = [make(0, (ALEPPO, offset, longest, True, 0, None, "clash")), make(1, (ALEPPO, offset + longest + latest, 0, False, 1, None, "clash"))]
    assert len(in_one_piece(accounts)) == 1
    assert by_blocks(accounts) == in_one_piece(accounts)


@pytest.mark.parametrize("turn", range(8))
@pytest.mark.parametrize("precisions", [(1, 4), (4, 1), (4, 4), (1, 1)])
def test_across_the_border_of_two_cells_the_longest_reach_is_found(turn: int, precisions: tuple[int, int]) -> None:
    limit = load_likeness().limit
    reach = (limit["kilometres"] if precisions == (1, 1) else limit["area_kilometres"]) * 0.98 / 111.2
    y, x = reach * sin(turn * pi / 4), reach * cos(turn * pi / 4) / cos(CORNER[0] * pi / 180)
    for step in (0.01, 0.5, 0.99):
        ends = [(CORNER[0] + y * k, CORNER[1] + x * k) for k in (-step, 1 - step)]
        spots = [Spot(f"p{n}", "", *end, p) for n, (end, p) in enumerate(zip(ends, precisions, strict=True))]
        accounts = [make(n, (spot, 3, 0, True, n, None, "clash")) for n, spot in enumerate(spots)]
        assert len(in_one_piece(accounts)) == 1
        assert by_blocks(accounts) == in_one_piece(accounts)


def test_many_accounts_fall_into_many_blocks_that_hold_each_account_once() -> None:
    chance = random.Random(3)
    accounts = []
    for n in range(1500):
        spot = Spot(f"p{n % 90}", "", 30 + (n % 90) / 5, 30 + (n * 7 % 90) / 3, 1)
        values = (spot if n % 7 else None, chance.randrange(400), 0, True, chance.randrange(300), chance.choice([None, 2, *range(10, 60)]), "clash")
        accounts.append(make(n, values))
    sights = sights_of(accounts, ROSTER)
    blocks = cut(sights)
    kept = [p for block in blocks for p, own in zip(block.places, block.kept, strict=True) if own]
    assert len(kept) == len(set(kept))
    assert len(blocks) > 40
    assert max(len(block.places) for block in blocks) < len(sights) / 5
    assert sum(len(block.places) for block in blocks) < 3 * len(sights)
    assert by_blocks(accounts) == in_one_piece(accounts)
