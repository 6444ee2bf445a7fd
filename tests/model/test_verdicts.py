"""What verdicts come to hangs on those that stand, on nothing else."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from imbroglio.model.record import About, Action, Verdict, in_force, undone_in
from imbroglio.model.verdicts import incident_pairs, judge, last_touching


def said(n: int, action: Action, subject: str, object: str = "", about: About = "statement", **more: str) -> Verdict:
    return Verdict(f"v{n}", "", "me", action, subject, object, about=about, **more)


def sides(these: str, others: str) -> str:
    return json.dumps({"these": list(these), "from": list(others)})


def joined(n: int, these: str, others: str) -> Verdict:
    return said(n, "merge", these[0], others[0], "incident", after=sides(these, others))


def parted(n: int, these: str, others: str) -> Verdict:
    return said(n, "split", these[0], about="incident", after=sides(these, others))


def test_a_verdict_alone_is_its_own_batch() -> None:
    assert said(4, "accept", "a").batch == "v4"
    assert said(5, "accept", "a", batch="v4").batch == "v4"


def test_to_undo_the_first_of_a_batch_takes_back_all_of_it() -> None:
    made = [said(1, "reject", "a"), said(2, "reject", "b", batch="v1"), said(3, "reject", "c")]
    assert undone_in([*made, said(4, "undo", "v1")]) == {"v1", "v2"}
    assert undone_in([*made, said(4, "undo", "v2")]) == {"v2"}
    assert undone_in([*made, said(4, "undo", "v1"), said(5, "undo", "v4")]) == {"v4"}
    # One that was taken back by itself stays so when the rest is brought back.
    assert undone_in([*made, said(4, "undo", "v2"), said(5, "undo", "v1"), said(6, "undo", "v5")]) == {"v2", "v5"}


def test_the_later_verdict_on_a_statement_holds() -> None:
    assert judge([said(1, "reject", "a"), said(2, "accept", "a")]).states == {"a": "accepted"}
    amended = [said(1, "amend", "a", "b"), said(2, "amend", "a", "c")]
    assert judge(amended).states == {"a": "amended", "b": "undone", "c": "person"}
    assert judge([*amended, said(3, "reject", "a")]).states == {"a": "rejected", "b": "undone", "c": "undone"}


def test_a_statement_may_be_amended_back_to_what_it_was() -> None:
    found = judge([said(1, "amend", "a", "b"), said(2, "amend", "b", "c"), said(3, "amend", "c", "b")])
    assert found.states == {"a": "amended", "b": "person", "c": "amended"}
    assert {found.now(id) for id in "abc"} == {"b"}


DECIDED = st.lists(st.tuples(st.sampled_from(("accept", "reject", "amend", "add")), st.sampled_from("abcde"), st.sampled_from("vwxyz")), max_size=12)


@given(DECIDED, st.data())
def test_what_is_undone_leaves_no_trace(steps: list[tuple[Action, str, str]], data: st.DataObject) -> None:
    made = [
        said(n, action, own if action == "add" else subject, own if action == "amend" else "") for n, (action, subject, own) in enumerate(steps, 1)
    ]
    gone = data.draw(st.sets(st.sampled_from([v.id for v in made]))) if made else set()
    undos = [said(100 + n, "undo", id) for n, id in enumerate(sorted(gone))]
    alive, without = judge([*made, *undos]), judge([v for v in made if v.id not in gone])
    assert {id: s for id, s in alive.states.items() if s != "undone"} == {id: s for id, s in without.states.items() if s != "undone"}
    assert alive.replaced == without.replaced
    assert all(alive.states[new] in ("person", "rejected", "amended") for new in alive.replaced.values())
    back = [said(200 + n, "undo", u.id) for n, u in enumerate(undos)]
    assert judge([*made, *undos, *back]) == judge(made)
    assert in_force([*made, *undos, *back]) == made


def test_joined_incidents_are_one_with_all_of_their_accounts() -> None:
    found = incident_pairs([joined(1, "ab", "cd")])
    assert found.together == (("a", "b"), ("b", "c"), ("c", "d"))
    assert found.apart == ()


def test_what_is_parted_is_kept_from_the_rest_pair_by_pair() -> None:
    found = incident_pairs([parted(1, "ab", "cd")])
    assert found.together == (("a", "b"),)
    assert found.apart == (("a", "c"), ("a", "d"), ("b", "c"), ("b", "d"))


def test_of_joining_and_parting_the_later_holds() -> None:
    both = [parted(1, "ab", "cd"), joined(2, "ab", "cd")]
    assert incident_pairs(both).apart == ()
    again = incident_pairs([*both, parted(3, "a", "bcd")])
    assert again.apart == (("a", "b"), ("a", "c"), ("a", "d"))
    assert again.together == (("b", "c"), ("c", "d"))
    assert incident_pairs([*both, said(3, "undo", "v2", about="incident")]) == incident_pairs(both[:1])


def test_pairs_follow_what_was_amended_and_pass_over_what_is_told_no_more() -> None:
    made = [joined(1, "ab", "c"), said(2, "amend", "a", "z")]
    assert incident_pairs(made).together == (("b", "c"), ("c", "z"))
    assert incident_pairs(made, lambda id: id != "b").together == (("c", "z"),)


def test_the_last_verdict_that_touches_counts_an_undo_by_what_it_takes_back() -> None:
    made = [
        said(1, "reject", "a"), said(2, "reject", "b", batch="v1"), said(3, "merge", "a", "k", "actor"), said(4, "undo", "v1"),
        said(5, "undo", "v4"), parted(6, "a", "b"),
    ]  # fmt: skip
    assert last_touching(made[:3], "statement", ["a"]) == "v1"
    assert last_touching(made, "statement", ["b"]) == "v5"
    assert last_touching(made, "statement", ["c"]) == "v0"
    assert last_touching(made, "actor", ["k"]) == "v3"
    assert last_touching(made, "incident", ["b"]) == "v6"
