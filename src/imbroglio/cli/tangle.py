"""`imbroglio tangle`: how far the relations of a war are from two camps.

Flows in: a case and a day, or a list of signed edges. Flows out: the frustration index with the edges to flip, the
triads, the camps.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import DayType, case_option
from imbroglio.cli.weigh import open_record

if TYPE_CHECKING:
    from imbroglio.weighing.tangle import SignedNetwork, Tangle

_CAMPS = 12


@click.command(
    short_help="How tangled the war is: frustration, contradictory triads, camps.",
    epilog="Example: imbroglio tangle --on 2016-11 --case syria.imbroglio",
)
@click.option("--on", "on", type=DayType(last=True), metavar="DAY", help="As relations stood on this day; all times without it.")
@click.option("--least", type=click.IntRange(min=1), default=2, show_default=True, metavar="N", help="Leave out relations that fewer statements tell of.")
@click.option("--edges", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A CSV with the columns a, b, sign, in place of a case.")
@click.option("--seconds", type=click.FloatRange(min=1), default=60.0, show_default=True, metavar="S", help="How long to look for a proof.")
@case_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def tangle(on: date | None, least: int, edges: Path | None, seconds: float, case_path: Path, as_json: bool) -> None:
    """How tangled the war is: the least number of relations to flip until friends of friends are friends and foes of friends are foes.

    The number is exact (proven by an integer program), or said not to be. Which relations those are is shown, with
    the triads that contradict ("the friend of my enemy is my friend") and the two camps that remain.
    """
    from imbroglio.cli.render import to_line
    from imbroglio.weighing.tangle import read_edges, solve

    if edges is not None:
        network = read_edges(edges)
        answer, called = solve(network, seconds), {node: node for node in network.nodes}
    else:
        network, called = case_network(case_path, on, least)
        answer = solve(network, seconds)
    if as_json:
        click.echo(to_line(tangle_json(network, answer, called)))
        return
    print_tangle(network, answer, called)


def case_network(case_path: Path, on: date | None, least: int) -> tuple[SignedNetwork, dict[str, str]]:
    """The signed network of a case on a day, and its actors' names."""
    from imbroglio.cli.named import names_of
    from imbroglio.model.record import Bond
    from imbroglio.views.relations import well_told
    from imbroglio.weighing.tangle import network

    with open_record(case_path) as (_case, record):
        names = names_of(record)
        held = well_told(record.all(Bond), names.actors, least)
    made = network(held, on, names.actors)
    return made, {node: names.actor(node) for node in made.nodes}


def tangle_json(network: SignedNetwork, answer: Tangle, called: dict[str, str]) -> dict[str, Any]:
    """The answer for a program."""
    from imbroglio.weighing.triads import triads

    return {
        "nodes": answer.nodes,
        "edges": answer.edges,
        "negative": answer.negative,
        "frustration": answer.frustration,
        "optimal": answer.optimal,
        "flip": [{"a": called[e.a], "b": called[e.b], "sign": e.sign, "statements": list(e.statements)} for e in answer.flip],
        "triads": dict(answer.triads),
        "camps": [[called[node] for node in camp] for camp in answer.camps],
        "contradictions": [
            {"kind": t.kind, "edges": [{"a": called[e.a], "b": called[e.b], "sign": e.sign, "statements": list(e.statements)} for e in t.edges]}
            for t in triads(network)
        ],
    }


def print_tangle(network: SignedNetwork, answer: Tangle, called: dict[str, str]) -> None:
    """The answer for people."""
    from imbroglio.cli.render import plural
    from imbroglio.weighing.triads import triads

    if not answer.edges:
        click.echo("No two actors fight, back or stand with each other here; nothing is tangled.", err=True)
        return
    sure = "exact" if answer.optimal else "at most; the proof was not finished in time, see --seconds"
    click.echo(
        f"{plural(answer.nodes, 'actor')}, {plural(answer.edges, 'relation')}, {answer.negative} of them hostile. "
        f"Frustration {answer.frustration} ({sure}): so many relations contradict any two camps."
    )
    for e in answer.flip:
        word = "fight" if e.sign < 0 else "stand together"
        click.echo(f"  {called[e.a]} and {called[e.b]} {word} against their camps ({plural(len(e.statements), 'statement')}; {_ids(e.statements)})")
    for n, camp in enumerate(answer.camps, start=1):
        more = f", and {len(camp) - _CAMPS} more" if len(camp) > _CAMPS else ""
        click.echo(f"Camp {n}: {', '.join(called[node] for node in camp[:_CAMPS])}{more}")
    counted = ", ".join(f"{kind} {n}" for kind, n in answer.triads.items())
    click.echo(f"Triads: {counted}; those with one or three minus signs contradict.")
    for t in triads(network)[:5]:
        told = "; ".join(f"{called[e.a]} {'-' if e.sign < 0 else '+'} {called[e.b]} ({_ids(e.statements, 1)})" for e in t.edges)
        click.echo(f"  {told}")
    click.echo("Next: imbroglio why ID shows the sentence behind a relation.", err=True)


def _ids(statements: tuple[str, ...], most: int = 2) -> str:
    return " ".join(id[:8] for id in statements[:most]) + (" ..." if len(statements) > most else "")
