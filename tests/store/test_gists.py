"""Gists say what their statements say, in the same order, and share what is equal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from imbroglio.knowledge.keys import key_of
from imbroglio.model import Claim, Document, Evidence, Statement, gist_of
from imbroglio.pipeline.casting import accounts_of
from imbroglio.resolving.places import Places
from imbroglio.resolving.roster import Roster
from imbroglio.store import Case
from imbroglio.weighing.accounts import account_of

from .conftest import NUMBER, day, ref, statement

GUARD = ref("River Guard")
FORD = ref("Ford", "place", "geonames:1", lat=36.0, lon=37.5, precision=1)
TIME = day("2020-05-01")


def said(doc: str, at: int = 0, **more: Any) -> Statement:
    moved = replace(GUARD, start=at, end=at + 11)
    values: dict[str, Any] = {"agent": (moved,), "place": (FORD,), "numbers": (NUMBER,), "claim": Claim((moved,), "asserts", True), "time": TIME}
    return statement(doc, **(values | {"evidence": Evidence(at, at + 4, "Text")} | more))


def test_gists_are_those_of_the_statements_in_their_order(case: Case, fill: Callable[..., Document]) -> None:
    fill("b", said("b", 5), said("b", 1, status="denied"), statement("b", "holds", "control"))
    fill("a", said("a", place=(), target=(FORD, GUARD)))
    assert list(case.gists()) == [gist_of(s) for s in case.statements()]


def test_what_gists_have_in_common_is_one_object(case: Case, fill: Callable[..., Document]) -> None:
    fill("a", said("a", 1), said("a", 9))
    one, other = case.gists()
    assert one.id != other.id
    assert one.agent is other.agent is one.claim.by
    assert one.claim is other.claim
    assert one.time is other.time
    assert one.numbers is other.numbers
    assert one.quote is other.quote


def test_accounts_of_gists_are_those_of_their_statements(case: Case, fill: Callable[..., Document]) -> None:
    """What a role stands for is worked out once, but not where the country, or for what is only described the report, is another."""
    village = ref("a village", "place")
    key = key_of(village)
    roster = Roster({}, {"name:river guard@SY": "name:guard"}, (), {"a": "SY", "b": "IQ"}, {"name:river guard": {"SY": "name:river guard@SY"}})
    places = Places({}, {}, (), vague=frozenset({key}))
    for doc in "abc":
        fill(doc, said(doc, 1, place=(village,)), said(doc, 7))
    docs = {doc: case.document(doc).document for doc in "abc"}
    found = accounts_of(list(case.gists()), docs, roster, places)
    assert [a.agent for a in found] == [("name:guard",)] * 2 + [("name:river guard",)] * 4
    assert [a.place[0].key for a in found] == [f"{key}@a", FORD.id, f"{key}@b", FORD.id, f"{key}@c", FORD.id]
    plain = [account_of(s, docs[s.doc]) for s in case.statements()]
    assert [(a.id, a.first, a.numbers, a.stance, a.hearsay, a.words, a.score) for a in found] == [
        (a.id, a.first, a.numbers, a.stance, a.hearsay, a.words, a.score) for a in plain
    ]
