"""Verdicts and actors: a person is stronger than the machine, and what is undone leaves no trace."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from imbroglio.model.record import Link, Verdict
from imbroglio.resolving.joining import join
from imbroglio.resolving.link import link
from imbroglio.resolving.roster import Roster, resolve

from .world import MALI, PACKS, ref, roster, say, sightings

NAMES = ["River Guards", "Liwa al-Fajr", "Liwa el-Fajr", "rebels", "rebel groups", "Free Hills Army", "FHA", "army", "Samer Darwish"]
SEEN = sightings(*(say("a", [ref(n)], on=date(2015, 3, n_)) for n_, n in enumerate(NAMES, 1)), say("a", [ref("actor:river-guard")]))
LINKS = link(SEEN, PACKS)
KEYS = sorted(r.key for r in SEEN.rows)
Step = tuple[str, str, str]

steps = st.lists(st.tuples(st.sampled_from(["merge", "split", "alone"]), st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=8)


def _verdicts(made: list[Step]) -> list[Verdict]:
    return [
        Verdict(f"v{n}", "", "me", "merge" if how == "merge" else "split", a, "" if how == "alone" else b)
        for n, (how, a, b) in enumerate(made)
    ]


def _json(found: Roster) -> str:
    return json.dumps(asdict(found), default=str)


def _resolved(verdicts: list[Verdict]) -> Roster:
    return resolve(SEEN, LINKS, verdicts, PACKS)


START = _json(_resolved([]))


@given(steps, st.randoms(use_true_random=False))
def test_what_is_undone_in_any_order_leaves_no_trace(made: list[Step], chance: object) -> None:
    verdicts = _verdicts(made)
    undone = [Verdict(f"u{v.id}", "", "me", "undo", v.id) for v in verdicts]
    chance.shuffle(undone)  # type: ignore[attr-defined]
    assert _json(_resolved(verdicts + undone)) == START


@given(steps, st.data())
def test_undoing_one_gives_what_the_others_alone_give(made: list[Step], data: st.DataObject) -> None:
    verdicts = _verdicts(made)
    if not verdicts:
        return
    gone = data.draw(st.sampled_from(verdicts))
    undo = Verdict("u", "", "me", "undo", gone.id)
    assert _json(_resolved([*verdicts, undo])) == _json(_resolved([v for v in verdicts if v is not gone]))


@given(steps, st.sampled_from(KEYS), st.sampled_from(KEYS))
def test_the_last_verdict_always_holds(made: list[Step], a: str, b: str) -> None:
    before = _verdicts(made)
    found = _resolved([*before, Verdict("last", "", "me", "merge", a, b)])
    assert found.identity(a) == found.identity(b)
    if a != b:
        found = _resolved([*before, Verdict("last", "", "me", "split", a, b)])
        assert found.identity(a) != found.identity(b)


@given(steps, st.sampled_from(KEYS))
def test_a_key_split_alone_is_an_actor_of_its_own(made: list[Step], key: str) -> None:
    found = _resolved([*_verdicts(made), Verdict("last", "", "me", "split", key)])
    assert [k for k in KEYS if found.identity(k) == found.identity(key)] == [key]


@given(st.permutations(LINKS), steps)
def test_the_order_of_links_changes_nothing(links: list[Link], made: list[Step]) -> None:
    verdicts = _verdicts(made)
    assert _json(resolve(SEEN, links, verdicts, PACKS)) == _json(_resolved(verdicts))


@given(steps)
def test_every_key_is_in_one_actor(made: list[Step]) -> None:
    found = _resolved(_verdicts(made))
    members = [k for actor in found.actors.values() for k in actor.members]
    assert len(members) == len(set(members))
    assert all(found.identity(k) == actor.key for actor in found.actors.values() for k in actor.members)


def _same(first: str, second: str, score: float) -> Link:
    return Link(first, second, "same", score, ("said",))


def test_a_split_holds_against_links_through_a_third() -> None:
    made = join([_same("a", "b", 0.9), _same("b", "c", 0.8)], [Verdict("v1", "", "me", "split", "a", "c")], [])
    assert made.root["a"] == made.root["b"] != made.root["c"]
    (gave_way,) = [k for k in made.links if k.by == "machine" and k.judgement == "different"]
    assert (gave_way.first, gave_way.second) == ("b", "c")
    assert gave_way.reasons[-1] == "gave way: the two are kept apart (verdict v1)"


def test_a_merge_joins_across_kinds_and_the_first_gives_the_name() -> None:
    verdict = Verdict("v1", "", "me", "merge", "name:samer darwish", "name:rebels@SY", "seen on his page")
    found = _resolved([verdict])
    assert found.identity("name:rebels", "a") == "name:samer darwish"
    (said,) = [k for k in found.links if k.by == "me"]
    assert said.judgement == "same" and "seen on his page" in said.reasons[0]


def test_a_packs_key_stays_the_key() -> None:
    found = _resolved([Verdict("v1", "", "me", "merge", "name:free hills army", "actor:river-guard")])
    assert found.identity("name:free hills army") == "actor:river-guard"


def test_splitting_one_member_leaves_the_others_joined() -> None:
    assert _resolved([]).identity("name:rebel groups", "a") == "name:rebels@SY"
    found = _resolved([Verdict("v1", "", "me", "split", "name:liwa el fajr")])
    assert found.identity("name:rebel groups", "a") == "name:rebels@SY"
    assert found.actors["name:liwa el fajr"].members == ("name:liwa el fajr",)


def test_what_the_machine_doubted_and_a_person_decided_is_no_longer_in_doubt() -> None:
    seen = sightings(say("a", [ref("River Guards")], where=MALI))
    links = link(seen, PACKS)
    assert [k.judgement for k in links] == ["unsure"]
    found = resolve(seen, links, [Verdict("v1", "", "me", "split", "name:river guards", "actor:river-guard")], PACKS)
    assert [k.judgement for k in found.links] == ["different"]


def test_a_verdict_on_a_key_that_has_gained_its_country_still_holds() -> None:
    seen = sightings(say("a", [ref("Hill Watch")]), say("a", [ref("rebels")]))
    verdicts = [Verdict("v1", "", "me", "merge", "name:hill watch", "name:rebels"), Verdict("v2", "", "me", "merge", "name:nobody", "name:rebels@SY")]
    found = resolve(seen, link(seen, PACKS), verdicts, PACKS)
    assert found.identity("name:rebels", "a") == "name:hill watch"
    assert found.idle == ("v2",)


def test_private_persons_are_no_actors() -> None:
    found = roster(
        say("a", [ref("rebels")], [ref("Hind Karam", "person")]),
        say("a", [ref("Fadi Nasser", "person")], [ref("Hill Watch")], type="leads"),
        say("a", [ref("rebels")], by=[ref("Rana Aswad", "person")]),
        say("a", [ref("rebels")], by=[ref("a witness", "person")]),
    )
    assert {a.name for a in found.actors.values() if a.kind == "person"} == {"Fadi Nasser"}


def test_names_over_time() -> None:
    found = roster(
        say("a", [ref("actor:river-guard")], on=date(2016, 5, 1)),
        say("b", [ref("River Guards")], on=date(2015, 2, 3)),
        say("c", [ref("Hill Watch")], [ref("Hill Shield")], type="renamed", on=date(2017, 1, 28)),
    )
    names = found.actors["actor:river-guard"].names
    assert [(n.name, n.first, n.last) for n in names if n.basis == "pack"][:2] == [
        ("River Watch", date(2012, 3, 1), date(2014, 6, 30)),
        ("River Guard", date(2014, 6, 1), None),
    ]
    assert ("River Guards", date(2015, 2, 3), date(2015, 2, 3), 1) in {(n.name, n.first, n.last, n.count) for n in names if n.basis == "seen"}
    hill = found.actors[found.identity("name:hill watch", "c")]
    told = {n.name: (n.first, n.last) for n in hill.names if n.basis == "report"}
    assert told == {"Hill Watch": (None, date(2017, 1, 28)), "Hill Shield": (date(2017, 1, 28), None)}
    assert all(n.statements for n in hill.names if n.basis == "report")


def test_kin_comes_from_the_packs_and_from_independent_reports() -> None:
    part = [say(d, [ref("Hill Watch")], [ref("actor:river-guard")], type="part-of") for d in ("a", "b")]
    found = roster(*part, say("a", [ref("Lone Wolves")], [ref("actor:river-guard")], type="part-of"))
    assert found.actors["name:hill watch"].parents == ("actor:river-guard", "actor:river-front")
    assert found.actors["name:lone wolves"].parents == ()
    assert found.actors["actor:river-guard"].parents == ("actor:river-front",)


def test_a_ring_of_belonging_gives_no_parents() -> None:
    both = [("Hill Watch", "Hill Shield"), ("Hill Shield", "Hill Watch")]
    found = roster(*(say(d, [ref(a)], [ref(b)], type="part-of") for a, b in both for d in ("a", "b")))
    assert found.actors["name:hill watch"].parents == found.actors["name:hill shield"].parents == ()


def test_the_state_of_an_organ_and_of_a_state() -> None:
    found = roster(say("a", [ref("actor:syrian-government"), ref("actor:syria"), ref("actor:chief"), ref("actor:river-guard")]))
    states = {a.key: a.state for a in found.actors.values()}
    assert states == dict.fromkeys(("actor:syrian-government", "actor:syria", "actor:chief"), "actor:syria") | {"actor:river-guard": None}


def test_a_unit_named_by_its_nation_is_its_states() -> None:
    found = roster(say("a", [ref("Syrian 77th Hill Regiment", "state"), ref("Syrian Hill Watch")]))
    assert found.actors["name:syrian 77th hill regiment"].state == "actor:syria"
    assert found.actors["name:syrian hill watch"].state is None


def test_a_thousand_names_that_differ_in_their_number_stay_apart() -> None:
    many = 1000
    seen = sightings(*(say(f"d{n % 500}", [ref(f"Brigade of Hill {n} Station"), ref(f"Samer Nasser{n}", "person")]) for n in range(many)))
    found = resolve(seen, link(seen, PACKS), [], PACKS)
    assert len(found.actors) == many  # the persons are nobody's leaders
