"""The frustration index is the least number of relations to flip, and those are shown with what contradicts."""

from __future__ import annotations

import dataclasses
import random
from datetime import date
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.errors import IntakeError
from imbroglio.model.record import Actor, Bond, Tie
from imbroglio.weighing import network as network_module
from imbroglio.weighing.frustration import blocks
from imbroglio.weighing.network import Edge, SignedNetwork, network, read_edges
from imbroglio.weighing.tangle import is_balanced, solve
from imbroglio.weighing.triads import count_triads, triads

NODES = "abcdefgh"
PAIRS = list(combinations(NODES, 2))


@st.composite
def networks(draw: st.DrawFn) -> SignedNetwork:
    pairs = draw(st.lists(st.sampled_from(PAIRS), min_size=1, unique=True))
    edges = [Edge(a, b, draw(st.sampled_from([1, -1])), weight=draw(st.integers(1, 3))) for a, b in sorted(pairs)]
    return SignedNetwork(tuple(edges))


def ring(nodes: str, *, negative: int) -> list[Edge]:
    """A ring of friends, of whom the first `negative` relations are hostile."""
    ends = [tuple(sorted(pair)) for pair in zip(nodes, nodes[1:] + nodes[0], strict=True)]
    return [Edge(a, b, -1 if i < negative else 1) for i, (a, b) in enumerate(ends)]


def made(edges: list[Edge]) -> SignedNetwork:
    return SignedNetwork(tuple(sorted(edges, key=lambda e: (e.a, e.b))))


def least_by_trying(net: SignedNetwork) -> tuple[int, int]:
    """The fewest frustrated edges over every division into two camps, and the least weight of as few."""
    found = []
    for sides in product((0, 1), repeat=len(net.nodes)):
        camp = dict(zip(net.nodes, sides, strict=True))
        wrong = [e for e in net.edges if (camp[e.a] == camp[e.b]) != (e.sign > 0)]
        found.append((len(wrong), sum(e.weight for e in wrong)))
    return min(found)


def flipped(net: SignedNetwork, which: tuple[Edge, ...]) -> list[Edge]:
    return [dataclasses.replace(e, sign=-e.sign) if e in which else e for e in net.edges]


@settings(max_examples=80, deadline=None)
@given(networks())
def test_it_is_the_least_and_the_worst_attested_of_as_few(net: SignedNetwork) -> None:
    answer = solve(net)
    assert answer.optimal
    assert (answer.frustration, sum(e.weight for e in answer.flip)) == least_by_trying(net)
    assert answer.bound == answer.frustration == len(answer.flip)


@settings(max_examples=60, deadline=None)
@given(networks())
def test_flipping_those_edges_leaves_the_camps_that_are_shown(net: SignedNetwork) -> None:
    answer = solve(net)
    mended = flipped(net, answer.flip)
    camp = {node: i for i, members in enumerate(answer.camps) for node in members}
    assert is_balanced(mended)
    assert sorted(camp) == list(net.nodes)
    assert all((camp[e.a] == camp[e.b]) == (e.sign > 0) for e in mended)


@settings(max_examples=40, deadline=None)
@given(networks(), st.sets(st.sampled_from(NODES)))
def test_switching_a_set_of_actors_leaves_it_the_same(net: SignedNetwork, chosen: set[str]) -> None:
    crossing = tuple(e for e in net.edges if (e.a in chosen) != (e.b in chosen))
    assert solve(SignedNetwork(tuple(flipped(net, crossing)))).frustration == solve(net).frustration


def test_a_war_of_two_camps_is_not_tangled() -> None:
    answer = solve(made([Edge("a", "b", 1), Edge("a", "c", -1), Edge("b", "c", -1), Edge("c", "d", 1)]))
    assert (answer.frustration, answer.flip, answer.optimal) == (0, (), True)
    assert answer.camps == (("a", "b"), ("c", "d"))


def test_parts_that_do_not_touch_have_camps_of_their_own() -> None:
    answer = solve(made([*ring("abc", negative=2), Edge("x", "y", -1)]))
    assert answer.camps == (("a", "c"), ("b",), ("x",), ("y",))


def test_only_what_lies_on_a_cycle_is_searched() -> None:
    two_rings_and_a_way_between = [(0, 1), (1, 2), (0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (4, 6), (6, 7)]
    found = list(blocks([(a, b, 1, 1) for a, b in two_rings_and_a_way_between]))
    assert sorted(found) == [[0, 1, 2], [5, 6, 7]]


def test_long_rings_count_though_they_hold_no_triad() -> None:
    answer = solve(made([*ring("abcdef", negative=1), *ring("fghij", negative=3)]))
    assert answer.frustration == 2
    assert sum(answer.triads.values()) == 0


def test_without_the_time_for_a_proof_it_says_so_and_bounds_the_answer() -> None:
    made_up = random.Random(3)
    pairs = list(combinations([f"n{i:02}" for i in range(40)], 2))
    net = SignedNetwork(tuple(Edge(a, b, made_up.choice((1, -1))) for a, b in pairs))
    answer = solve(net, seconds=0.05)
    assert not answer.optimal
    assert 0 < answer.bound < answer.frustration == len(answer.flip) < len(net.edges) / 2
    assert is_balanced(flipped(net, answer.flip))


def test_nothing_is_not_tangled() -> None:
    answer = solve(SignedNetwork(()))
    assert (answer.nodes, answer.frustration, answer.optimal, answer.camps) == (0, 0, True, ())


def test_the_friend_of_my_enemy_is_my_friend() -> None:
    net = SignedNetwork((Edge("Guards", "Reds", -1, ("s1", "s2")), Edge("Guards", "Union", 1, ("s3",)), Edge("Reds", "Union", 1, ("s4",))))
    (found,) = triads(net)
    assert found.kind == "++-"
    assert [e.statements for e in found.edges] == [("s1", "s2"), ("s3",), ("s4",)]
    assert count_triads(net.edges) == {"+++": 0, "++-": 1, "+--": 0, "---": 0}
    assert solve(net).frustration == 1


def test_triads_are_ranked_by_their_weakest_edge() -> None:
    weak = [Edge("a", "b", -1, weight=9), Edge("a", "c", -1, weight=9), Edge("b", "c", -1, weight=1)]
    firm = [Edge("x", "y", -1, weight=2), Edge("x", "z", 1, weight=2), Edge("y", "z", 1, weight=2)]
    net = made([*weak, *firm])
    assert [(t.kind, t.weight) for t in triads(net)] == [("++-", 2), ("---", 1)]
    assert [t.kind for t in triads(net, weakest_first=True)] == ["---", "++-"]


def bond(tie: Tie, first: str, second: str, *sources: str, since: date | None = None, until: date | None = None) -> Bond:
    return Bond(tie, first, second, since, until, tuple(f"{tie}:{s}" for s in sources), (), sources)


@settings(max_examples=30, deadline=None)
@given(networks(), st.randoms())
def test_the_order_of_bonds_does_not_matter(net: SignedNetwork, order: random.Random) -> None:
    held = [bond("allied" if e.sign > 0 else "fights", e.a, e.b, *"xyz"[: e.weight]) for e in net.edges]
    mixed = order.sample(held, len(held))
    assert solve(network(mixed)) == solve(network(held))


def test_an_edge_takes_the_sign_of_more_sources_and_keeps_both_evidences() -> None:
    (edge,) = network([bond("fights", "a", "b", "x"), bond("backs", "b", "a", "y", "z")]).edges
    assert (edge.sign, edge.weight, edge.against_weight) == (1, 2, 1)
    assert (edge.statements, edge.against) == (("backs:y", "backs:z"), ("fights:x",))


def test_of_as_many_sources_the_fight_counts() -> None:
    (edge,) = network([bond("fights", "a", "b", "x"), bond("allied", "a", "b", "y")]).edges
    assert edge.sign == -1


def test_a_source_counts_once_however_often_and_in_whichever_direction_it_says_so() -> None:
    (edge,) = network([bond("backs", "a", "b", "x"), bond("backs", "b", "a", "x"), bond("allied", "a", "b", "x")]).edges
    assert edge.weight == 1


def test_the_network_of_a_day_holds_what_was_told_of_around_it() -> None:
    held = [bond("fights", "a", "b", "x", since=date(2020, 1, 1), until=date(2020, 2, 1)), bond("fights", "b", "c", "x")]
    assert [(e.a, e.b) for e in network(held).edges] == [("a", "b"), ("b", "c")]
    assert [(e.a, e.b) for e in network(held, date(2020, 2, 15)).edges] == [("a", "b")]
    assert network(held, date(2021, 2, 15)).edges == ()


def test_organs_stand_as_their_state_when_asked() -> None:
    army = Actor("army", "Army", "state", state="ruritania")
    militia = Actor("militia", "Militia", "armed_group", state="ruritania")
    roster = {a.key: a for a in (army, militia)}
    held = [bond("fights", "army", "reds", "x"), bond("fights", "militia", "reds", "x"), bond("part-of", "army", "ruritania", "x")]
    assert network(held, roster=roster).nodes == ("militia", "reds", "ruritania")


def test_a_list_of_edges_is_read(tmp_path: Path) -> None:
    path = tmp_path / "edges.csv"
    path.write_text("\ufeffnote,A,b,sign\nfirst,X,Y,1\n\n,Z, Y ,-1\n,Y,X,+\n", "utf-8")
    assert read_edges(path).edges == (Edge("X", "Y", 1), Edge("Y", "Z", -1))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "column 'a' is missing"),
        ("a,b\nX,Y\n", "column 'sign' is missing"),
        ("a,b,sign\n", "no edges"),
        ("a,b,sign\nX,Y,2\n", "line 2: the sign '2'"),
        ("a,b,sign\nX,Y,nan\n", "line 2"),
        ("a,b,sign\nX,X,1\n", "line 2: 'X' has an edge with itself"),
        ("a,b,sign\nX,Y,1\nY,X,-1\n", "line 3: 'X' and 'Y' have both signs"),
        ("a,b,sign\nX,Y\n", "line 2: this row has too few cells"),
        ("a,b,sign\n,Y,1\n", "line 2: a name is empty"),
        ("a,b,sign\nX\x1b[2J,Y,1\n", "line 2: a name holds characters"),
        (f"a,b,sign\n{'X' * 201},Y,1\n", "line 2: a name is longer"),
        (f"a,b,sign\n{'X' * 200_000},Y,1\n", "line 2: "),
    ],
)
def test_what_is_no_list_of_edges_is_refused_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "edges.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(IntakeError, match=says.replace("(", r"\(")):
        read_edges(path)


def test_a_file_that_is_missing_too_large_or_no_text_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "edges.csv"
    with pytest.raises(IntakeError, match="cannot be read"):
        read_edges(path)
    path.write_bytes(b"a,b,sign\n\xff\xfe,Y,1\n")
    with pytest.raises(IntakeError, match="UTF-8"):
        read_edges(path)
    path.write_text("a,b,sign\nX,Y,1\nY,Z,1\nX,Z,1\n", "utf-8")
    monkeypatch.setattr(network_module, "MOST_EDGES", 2)
    with pytest.raises(IntakeError, match="more than 2 edges"):
        read_edges(path)
    monkeypatch.setattr(network_module, "MOST_BYTES", 10)
    with pytest.raises(IntakeError, match="larger than"):
        read_edges(path)
