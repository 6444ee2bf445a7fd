"""Disputes: positions that cannot all be true, side by side, with who takes them and whether they are parties."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.disputes import disputes_of, load_disputes
from imbroglio.model.record import Account, Actor, ControlSpell, Dispute, Incident, Position, Spot
from imbroglio.model.statement import Quantity
from imbroglio.weighing.disputes import disputes, grade

DAY = date(2020, 5, 10)
TOWN = Spot("place:town", "Town", 10.0, 10.0, 1)
ROSTER = {
    a.key: a
    for a in (
        Actor("actor:syria", "Syria", "state", state="actor:syria"),
        Actor("actor:army", "Army", "state", parents=("actor:syria",), state="actor:syria"),
        Actor("actor:minister", "Minister", "person", parents=("actor:syria",), state="actor:syria"),
        Actor("actor:union", "Union", "coalition"),
        Actor("actor:ruritania", "Ruritania", "state", state="actor:ruritania"),
        Actor("actor:reds", "Reds", "armed_group"),
        Actor("actor:monitor", "Monitor", "organisation"),
        Actor("name:gunmen", "gunmen", "armed_group", named=False),
        Actor("name:villagers", "villagers", "people"),
    )
}


def account(id: str, type: str = "air-strike", agent: str = "", outlet: str = "", *, at: int = 0, killed: str = "", **more: Any) -> Account:
    """An account of the town on the first day, published `at` days after it by an outlet of its own unless one is named."""
    low, _, high = killed.partition("-")
    numbers = (Quantity(killed, "killed", int(low) if low else None, int(high) if high else None),) if killed else ()
    made = Account(
        id, f"doc-{id}", "event", type, "actual", 0.9, agent=tuple(agent.split()), place=(TOWN,), first=DAY, last=DAY, precision="day",
        basis="stated", numbers=numbers, published=DAY + timedelta(days=at), outlet=outlet or f"Herald {id}", words=frozenset(("market", "jets")),
    )  # fmt: skip
    return replace(made, **more)


def found(*told: Account, loose: tuple[Account, ...] = (), spells: tuple[ControlSpell, ...] = (), sides: tuple[str, ...] = ()) -> list[Dispute]:
    """The disputes of one incident that all of `told` are accounts of; `loose` accounts are of none."""
    incident = Incident(
        "i1", told[0].type if told else "clash", DAY, DAY, 1, TOWN, (sides,), (), tuple(a.id for a in told), (), ()
    )
    return disputes([incident] if told else [], [*told, *loose], spells, ROSTER, {})


def values(dispute: Dispute) -> list[str]:
    return [p.value for p in dispute.positions]


def test_counts_that_cannot_both_be_right_stand_side_by_side() -> None:
    (dispute,) = found(account("a", killed="10-10"), account("b", killed="40-40"), account("c", killed="11-11"))
    assert (dispute.about, dispute.subject, dispute.title) == ("toll", "i1", "How many died: air-strike at Town")
    assert values(dispute) == ["10 to 11 dead", "40 dead"]
    assert [p.statements for p in dispute.positions] == [("a", "c"), ("b",)]
    assert [p.sources for p in dispute.positions] == [("Herald a", "Herald c"), ("Herald b",)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("10-10", "14-14"),  # near enough in number
        ("20-20", "29-29"),  # near enough in ratio
        ("10-", "40-40"),  # at least ten
        ("40-40", "-50"),  # up to fifty
        ("10-30", "25-60"),  # bounds that meet
    ],
)
def test_counts_that_can_both_be_right_are_no_dispute(first: str, second: str) -> None:
    assert found(account("a", killed=first), account("b", killed=second)) == []


def test_an_update_is_no_dispute_by_the_same_source_or_by_a_later_one() -> None:
    assert found(account("a", outlet="Herald", killed="10-10"), account("b", outlet="Herald", killed="40-40", at=1)) == []
    assert found(account("a", killed="10-10"), account("b", killed="40-40", at=2)) == []
    assert len(found(account("a", killed="10-10", at=2), account("b", killed="40-40"))) == 1


def test_the_dead_of_different_sides_are_no_rival_counts() -> None:
    reds: dict[str, Any] = {"target": ("actor:reds",)}
    villagers: dict[str, Any] = {"target": ("name:villagers",)}
    assert found(account("a", killed="10-10", **reds), account("b", killed="40-40", **villagers)) == []
    (dispute,) = found(account("a", killed="10-10", **reds), account("b", killed="40-40", **reds))
    assert dispute.title == "How many of Reds died: air-strike at Town"


def test_one_of_the_dead_is_no_count_of_all() -> None:
    assert found(account("a", killed="1-1", target=("actor:minister",)), account("b", killed="40-40")) == []


def test_accounts_that_name_other_doers() -> None:
    (dispute,) = found(account("a", agent="actor:army"), account("b", agent="actor:ruritania"), account("c"))
    assert (dispute.about, dispute.grade) == ("perpetrator", "contested")
    assert values(dispute) == ["Army did it", "Ruritania did it"]


@pytest.mark.parametrize(
    ("type", "first", "second"),
    [
        ("air-strike", "actor:army", "actor:syria"),  # kin
        ("air-strike", "actor:army", "name:gunmen"),  # a description fits anybody
        ("air-strike", "actor:army", "name:headline word"),  # nobody
        ("clash", "actor:army", "actor:reds"),  # both act
    ],
)
def test_doers_who_do_not_rule_each_other_out(type: str, first: str, second: str) -> None:
    assert found(account("a", type, first), account("b", type, second)) == []


def test_two_whom_one_account_names_together_do_not_rule_each_other_out() -> None:
    both = account("c", agent="actor:army actor:ruritania")
    assert found(account("a", agent="actor:army"), account("b", agent="actor:ruritania"), both) == []


def test_one_voice_that_names_two_doers_speaks_of_two_things() -> None:
    assert found(account("a", agent="actor:army", outlet="Herald"), account("b", agent="actor:ruritania", outlet="Herald")) == []


def test_a_coalition_and_who_leads_it_are_one_once_two_sources_say_so() -> None:
    told = (account("a", agent="actor:union"), account("b", agent="actor:ruritania"))
    leads = [account(f"l{n}", "leads", "actor:ruritania", kind="relation", target=("actor:union",), place=()) for n in (1, 2)]
    assert len(found(*told, loose=(leads[0],))) == 1
    assert found(*told, loose=tuple(leads)) == []


def test_the_accused_denies_it_in_another_report() -> None:
    denial = account("d", agent="actor:army", by=("actor:minister",), stance="denies", status="denied")
    (dispute,) = found(account("a", agent="actor:army"), account("b", agent="actor:army"), loose=(denial,), sides=("actor:army",))
    assert (dispute.about, values(dispute)) == ("perpetrator", ["Army did it", "not Army"])
    assert [p.party for p in dispute.positions] == [False, True]
    assert [p.by for p in dispute.positions] == [(), ("actor:minister",)]


def test_a_denial_of_something_else_is_left_alone() -> None:
    elsewhere = Spot("place:far", "Far", 60.0, 60.0, 1)
    far = account("d", agent="actor:army", by=("actor:minister",), stance="denies", status="denied", place=(elsewhere,))
    long_ago = account("e", agent="actor:army", by=("actor:minister",), stance="denies", status="denied", first=date(2012, 1, 1), last=date(2012, 1, 1))
    own_voice = account("f", agent="actor:army", status="denied")
    assert found(account("a", agent="actor:army"), loose=(far, long_ago, own_voice)) == []


def test_a_claim_of_responsibility_stands_against_an_accusation() -> None:
    claim = account("r", "responsibility", "actor:reds", doc="doc-a", by=("actor:reds",))
    (dispute,) = found(account("a", "bombing", "actor:ruritania"), loose=(claim,))
    assert values(dispute) == ["Reds did it", "Ruritania did it"]


def test_whether_it_happened_at_all() -> None:
    denial = account("d", by=("actor:monitor",), stance="denies", status="denied")
    (dispute,) = found(account("a"), loose=(denial,))
    assert (dispute.about, values(dispute)) == ("occurrence", ["it happened", "denied by Monitor"])


def test_an_outlet_of_a_party_speaks_for_it_in_its_own_voice_only() -> None:
    denial = account("d", by=("actor:monitor",), stance="denies", status="denied")

    def party(told: Account) -> bool:
        (dispute,) = found(told, loose=(denial,), sides=("actor:army",))
        return dispute.positions[0].party

    assert party(account("a", outlet="SANA"))
    assert not party(account("a", outlet="SANA", by=("name:villagers",)))
    assert not party(account("a", outlet="Herald"))


def held(id: str, agent: str, type: str = "holds", *, at: int = 0, **more: Any) -> Account:
    day = DAY + timedelta(days=at)
    return account(id, type, agent, kind="control" if type == "holds" else "event", **{"first": day, "last": day, "published": day, **more})


def test_two_claim_to_hold_a_place_on_one_day() -> None:
    (dispute,) = found(loose=(held("a", "actor:army", by=("actor:minister",)), held("b", "actor:reds")))
    assert (dispute.about, dispute.subject, dispute.title) == ("holder", "place:town", "Who held Town")
    assert values(dispute) == ["held by Army", "held by Reds"]
    assert [p.party for p in dispute.positions] == [True, False]
    assert (dispute.start, dispute.end) == (DAY, DAY)


def test_a_capture_is_disputed_by_who_still_sees_the_other_there() -> None:
    capture = held("a", "actor:army", "capture", by=("actor:minister",))
    assert values(*found(loose=(capture, held("b", "actor:reds", at=1)))) == ["held by Army", "held by Reds"]
    assert values(*found(loose=(capture, held("b", "actor:army", "capture", status="denied", stance="denies", by=("actor:reds",))))) == [
        "held by Army",
        "not held by Army",
    ]


@pytest.mark.parametrize(
    "told",
    [
        (held("a", "actor:army", "capture", by=("actor:minister",)), held("b", "actor:reds", at=-1)),  # it changed hands
        (held("a", "actor:army", "capture", by=("actor:minister",)), held("b", "actor:reds", at=9)),  # there was time to
        (held("a", "actor:army", "capture", by=("x",)), held("b", "actor:reds", at=2), held("c", "actor:reds", "capture", at=1)),  # it is said
        (held("a", "actor:army", by=("actor:minister",)), held("b", "actor:syria")),  # kin
        (held("a", "actor:army"), held("b", "actor:reds")),  # nobody claims it: two reporters, one of them behind the times
        (held("a", "actor:army", by=("x",), outlet="Herald"), held("b", "actor:reds", outlet="Herald")),  # one voice
        (held("a", "actor:army", by=("x",), precision="month"), held("b", "actor:reds", precision="month")),  # one after the other
        (held("a", "actor:army", by=("x",)), held("b", "actor:reds", status="planned")),
    ],
)
def test_places_that_change_hands_are_no_dispute(told: tuple[Account, ...]) -> None:
    assert found(loose=told) == []


def test_what_the_parties_claim_against_what_is_assessed() -> None:
    def spell(holder: str, basis: Literal["assessed", "claimed"], *statements: str) -> ControlSpell:
        return ControlSpell("place:town", holder, DAY, DAY + timedelta(days=30), 0.9, basis, statements)

    told = (held("a", "actor:reds", precision="week", at=3), held("b", "actor:army", precision="week", at=4, by=("actor:minister",)))
    spells = (spell("actor:reds", "assessed", "a"), spell("actor:syria", "claimed", "b"))
    (dispute,) = found(loose=told, spells=spells)
    assert values(dispute) == ["held by Reds", "held by Syria"]
    assert (dispute.start, dispute.end) == (DAY, DAY + timedelta(days=30))
    assert found(loose=told, spells=(spells[0], spell("contested", "claimed", "b"))) == []
    early = replace(told[1], first=date(2019, 1, 1), last=date(2019, 1, 1))
    assert found(loose=(told[0], early), spells=spells) == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([account("a", agent="actor:army")], "weak"),
        ([account("a", agent="actor:army"), account("b", agent="actor:syria")], "fair"),
        ([account("a", agent="actor:army", outlet="x"), account("b", agent="actor:army", outlet="x")], "weak"),
        ([account("a", agent="actor:army"), account("b", agent="actor:army", by=("actor:minister",))], "confirmed"),
        ([account("a", agent="actor:army"), account("b", agent="actor:reds")], "contested"),
        ([account("a", agent="actor:army"), account("b", agent="actor:army", by=("actor:minister",), stance="denies", status="denied")], "contested"),
        ([account("a", outlet="x"), account("b", outlet="x", at=1, by=("actor:monitor",), stance="denies", status="denied")], "discounted"),
        ([account("a", status="planned")], None),
    ],
)
def test_the_grade_is_worked_out_from_who_says_so(told: list[Account], expected: str | None) -> None:
    assert grade(told, ROSTER, {}) == expected


def test_sources_are_origins_not_outlets() -> None:
    told = [account("a", agent="actor:army"), account("b", agent="actor:army")]
    assert grade(told, ROSTER, {"a": "agency", "b": "agency"}) == "weak"


@st.composite
def told_by_many(draw: st.DrawFn) -> list[Account]:
    agents = st.sampled_from(["", "actor:army", "actor:syria", "actor:reds", "actor:ruritania", "name:gunmen"])
    kinds = st.sampled_from(["air-strike", "killing", "clash", "holds", "capture", "responsibility"])
    out = []
    for n in range(draw(st.integers(2, 9))):
        by = draw(st.sampled_from([(), ("actor:minister",), ("actor:monitor",)]))
        denies = bool(by) and draw(st.booleans())
        killed = draw(st.sampled_from(["", "5-5", "30-30", "10-", "-90"]))
        more = {"stance": "denies", "status": "denied"} if denies else {}
        out.append(account(f"s{n}", draw(kinds), draw(agents), draw(st.sampled_from("xyz")), killed=killed, at=draw(st.integers(0, 3)), by=by, **more))
    return out


@settings(max_examples=80, deadline=None)
@given(told_by_many(), st.randoms())
def test_positions_are_two_or_more_of_different_statements_in_any_order_of_accounts(told: list[Account], order: random.Random) -> None:
    inside = [a for a in told if a.type not in ("holds", "responsibility")]
    incidents = [Incident("i1", "air-strike", DAY, DAY, 1, TOWN, (), (), tuple(a.id for a in inside), (), ())]
    made = disputes(incidents, told, (), ROSTER, {})
    assert disputes(incidents, order.sample(told, len(told)), (), ROSTER, {}) == made
    assert len({d.id for d in made}) == len(made)
    for d in made:
        assert len(d.positions) >= 2
        _check(d.positions, told)


def _check(positions: tuple[Position, ...], told: list[Account]) -> None:
    by_id = {a.id: a for a in told}
    for p in positions:
        assert p.statements
        assert p.sources == tuple(sorted({by_id[id].outlet for id in p.statements}))
        assert p.first is not None and p.last is not None and p.first <= p.last
    pairs = [(p, q) for n, p in enumerate(positions) for q in positions[n + 1 :]]
    assert all(set(p.statements) != set(q.statements) for p, q in pairs)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("ratio = 1.5", "ratio = 0.5", "number from 1"),
        ("apart = 5", "apart = 5.5", "whole number from 1"),
        ("stands = 3", "", r"\[holder\] lacks 'stands'"),
        ("stands = 3", "stands = 3\nfalls = 2", "'falls' is no key"),
        ("[leader]", "[leaders]", "'leaders' is no table"),
        ('armenia = ["Armenpress"]', 'ruritania = ["Armenpress"]', "'ruritania' of .outlets. is in no actor pack"),
        ('armenia = ["Armenpress"]', 'armenia = ["TASS"]', "'TASS' stands under two owners"),
        ('armenia = ["Armenpress"]', "armenia = [1]", "list of words"),
    ],
)
def test_a_mistake_in_the_parameters_is_told_by_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    shipped = Path(__file__).parents[2] / "src/imbroglio/knowledge/disputes.toml"
    path = tmp_path / "disputes.toml"
    path.write_text(shipped.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(KnowledgeError, match=says):
        disputes_of(path)


def test_owners_of_outlets() -> None:
    known = load_disputes()
    assert [known.owner(o) for o in ("SANA", "www.sana.sy", "Press TV", "amaq", "Herald", "")] == [
        "actor:syria", "actor:syria", "actor:iran", "actor:islamic-state", None, None,
    ]  # fmt: skip
