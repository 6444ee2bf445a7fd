"""Whatever a statement holds, it comes back from JSON as it went in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.errors import ModelFormError
from imbroglio.model import (
    Claim,
    Codes,
    Document,
    Evidence,
    Kind,
    MadeBy,
    Quantity,
    Ref,
    RefKind,
    Statement,
    Status,
    When,
    document_from_json,
    document_to_json,
    statement_from_json,
    statement_to_json,
)
from imbroglio.model.statement import Basis, Measure, Precision, Stance

# A name that is empty is taken to be the text, so names are never empty.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
named = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
offsets = st.integers(0, 10**7)
days = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))
degrees = st.none() | st.floats(-180, 180)

refs = st.builds(
    Ref,
    text=named,
    start=offsets,
    end=offsets,
    name=named,
    kind=st.sampled_from(get_args(RefKind)),
    id=st.none() | words,
    lat=degrees,
    lon=degrees,
    precision=st.none() | st.integers(1, 7),
)
roles = st.lists(refs, max_size=3).map(tuple)
bounds = st.none() | st.integers(0, 10**9)
statements = st.builds(
    Statement,
    doc=words,
    kind=st.sampled_from(get_args(Kind)),
    type=words,
    agent=roles,
    target=roles,
    place=roles,
    time=st.builds(
        When, words, days, days, st.sampled_from(get_args(Precision)), st.sampled_from(get_args(Basis))
    ),
    numbers=st.lists(
        st.builds(Quantity, words, st.sampled_from(get_args(Measure)), bounds, bounds), max_size=3
    ).map(tuple),
    claim=st.builds(Claim, roles, st.none() | st.sampled_from(get_args(Stance)), st.booleans()),
    status=st.sampled_from(get_args(Status)),
    evidence=st.builds(Evidence, offsets, offsets, words),
    trigger=words,
    made_by=st.builds(MadeBy, words, words, words, st.floats(0, 1)),
    codes=st.none() | st.builds(Codes, *(st.none() | words for _ in range(6))),
)


@given(statements)
def test_a_statement_comes_back_from_json(s: Statement) -> None:
    again = statement_from_json(json.loads(json.dumps(statement_to_json(s))))
    assert again == s
    assert again.id == s.id


@given(statements, st.floats(0, 1), words)
def test_an_id_does_not_hang_on_how_the_statement_was_made(s: Statement, score: float, version: str) -> None:
    other = replace(
        s, made_by=MadeBy("another", version, "rule", score), codes=None, because=("why",), status="denied"
    )
    assert other.id == s.id


@given(statements, refs)
def test_an_id_hangs_on_spans_and_roles(s: Statement, ref: Ref) -> None:
    assert replace(s, agent=(*s.agent, ref)).id != s.id
    assert replace(s, agent=(ref,), target=()).id != replace(s, agent=(), target=(ref,)).id


@given(named, st.none() | words, days, st.none() | named)
def test_a_report_comes_back_from_json(
    text: str, title: str | None, day: date | None, source: str | None
) -> None:
    made = Document.from_text(text, id="r1", date=day, title=title)
    doc = replace(made, source=source, date_basis="given" if day else "")
    assert document_from_json(json.loads(json.dumps(document_to_json(doc)))) == doc


def whole() -> dict[str, Any]:
    s = Statement(
        "r1",
        "event",
        "clash",
        (Ref("IS", 0, 2, "Islamic State", "armed_group"),),
        (),
        (),
        When("", None, None, "unknown", "publication"),
        (),
        Claim(),
        "actual",
        Evidence(0, 2, "IS"),
        "IS",
        MadeBy("r", "1", "x", 1.0),
    )
    return statement_to_json(s)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"doc": None}, "'doc'"),
        ({"kind": "happening"}, "kind is 'happening'"),
        ({"status": None}, "status is None"),
        ({"agent": {}}, "'agent'"),
        ({"agent": [{"text": "IS"}]}, "'start'"),
        (
            {"time": {"precision": "day", "basis": "stated", "start": "yesterday"}},
            "time.start is 'yesterday'",
        ),
        ({"claim": {"by": [], "stance": "mumbles"}}, "claim.stance"),
        ({"evidence": []}, "'evidence'"),
    ],
)
def test_json_of_another_form_is_refused_by_name(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ModelFormError, match=said):
        statement_from_json(whole() | change)


def test_a_missing_field_is_refused_by_name() -> None:
    data = whole()
    del data["time"]
    with pytest.raises(ModelFormError, match="'time' is missing"):
        statement_from_json(data)
