"""`imbroglio actors` and `imbroglio actor NAME`: who acts, under which names, with and against whom.

Flows in: a case. Flows out: a table of actors, or one actor's page; JSON of both.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from imbroglio.cli.options import case_option, json_option, limit_option
from imbroglio.cli.weigh import open_record
from imbroglio.views.actors import ranked, telling
from imbroglio.views.actors import unsure as unsure_links

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from imbroglio.model.record import Actor, Bond, History, Link, Naming, Tally
    from imbroglio.store import Record
    from imbroglio.views.names import Names

_ROWS = 50
_NAMES = 14
_RIGHT: dict[str, Any] = {"justify": "right", "no_wrap": True}


@click.command(
    short_help="Who acts: how often each acts, is acted on, and speaks.",
    epilog="Example: imbroglio actors --case syria.imbroglio --limit 20",
)
@case_option
@click.option("--unsure", is_flag=True, help="Instead, pairs of names that may be one actor: what to look at and to merge or leave.")
@limit_option
@json_option
def actors(case_path: Path, unsure: bool, limit: int | None, as_json: bool) -> None:
    """Who acts in the case, across all reports: how often each acts, is acted on, and speaks.

    Names of one actor are joined, for reasons that 'imbroglio actor NAME' shows; 'merge', 'split' and 'undo' change
    that. Persons are listed only where they act in public: known from an actor pack, or said to lead or to speak for
    somebody.
    """
    from imbroglio.cli.render import clean, console, make_table, print_lines
    from imbroglio.model.record import Actor, Tally

    with open_record(case_path) as (_case, record):
        if unsure:
            _print_unsure(record, limit, as_json)
            return
        found = ranked(record.all(Actor), {t.key: t for t in record.all(Tally)})
    if as_json:
        print_lines(actor_json(a, t) for a, t in islice(found, limit))
        return
    headings = ("Acts", "Acted on", "Says", "Reports", "Named")
    table = make_table([("Actor", {"ratio": 4}), ("Kind", {"ratio": 2}), *((h, _RIGHT) for h in headings)])
    for a, t in islice(found, limit or _ROWS):
        figures = (t.agent, t.target, t.claims, t.reports, t.mentions)
        table.add_row(clean(a.name), a.kind.replace("_", " "), *(f"{n:,}" for n in figures))
    console().print(table)
    if len(found) > (limit or _ROWS):
        click.echo(f"{limit or _ROWS:,} of {len(found):,} actors; --limit N shows more.", err=True)


def actor_json(a: Actor, t: Tally) -> dict[str, Any]:
    """An actor and its tally for a program."""
    return {
        "key": a.key, "name": a.name, "kind": a.kind, "id": a.key if a.key.startswith("actor:") else None,
        "agent": t.agent, "target": t.target, "claims": t.claims, "reports": t.reports, "mentions": t.mentions,
        "first_day": t.first and t.first.isoformat(), "last_day": t.last and t.last.isoformat(),
        "named": a.named, "names": [n.name for n in a.names], "members": a.members, "countries": a.countries, "parents": a.parents,
    }  # fmt: skip


def _print_unsure(record: Record, limit: int | None, as_json: bool) -> None:
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import clean, console, make_table, print_lines
    from imbroglio.model.record import Link

    names = names_of(record)
    found = unsure_links(record.all(Link))
    if as_json:
        print_lines(asdict(link) for link in islice(found, limit))
        return
    if not found:
        click.echo("No two names of the case are held to be doubtful.", err=True)
        return
    table = make_table([("Score", _RIGHT), ("One", {"ratio": 3}), ("Other", {"ratio": 3}), ("Why it may be the same", {"ratio": 5})])
    for link in islice(found, limit or _ROWS):
        table.add_row(f"{link.score:.2f}", names.member(link.first), names.member(link.second), clean("; ".join(link.reasons)))
    console().print(table)
    click.echo("Next: imbroglio merge 'ONE' 'OTHER' says that they are the same; imbroglio undo takes it back.", err=True)


@click.command(
    short_help="One actor: names over time, kin, allies and foes, incidents, places.",
    epilog="Example: imbroglio actor 'Jabhat al-Nusra' --case syria.imbroglio",
)
@click.argument("name")
@case_option
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def actor(name: str, case_path: Path, as_json: bool) -> None:
    """The page of one actor: its names and when they held, whom it belongs to, leads and split from, its allies and foes, what it did where."""
    from imbroglio.cli.named import names_of
    from imbroglio.cli.render import to_line
    from imbroglio.model.record import Bond, ControlSpell, History, Incident, Link, Tally

    with open_record(case_path) as (_case, record):
        found = record.actor(name)
        names = names_of(record)
        keys = [found.key]
        bonds, history = record.with_key(Bond, keys), record.with_key(History, keys)
        did = [i for i in record.with_key(Incident, keys) if any(found.key in side for side in i.sides)]
        holds = [s for s in record.with_key(ControlSpell, keys) if s.holder == found.key and s.basis == "assessed"]
        tally = next((t for t in record.with_key(Tally, keys) if t.key == found.key), None)
        links = telling(record.with_key(Link, found.members))
    if as_json:
        page: dict[str, Any] = {
            "actor": _days(asdict(found)),
            "tally": tally and _days(asdict(tally)),
            "links": [asdict(link) for link in links],
            "history": [_days(asdict(h)) for h in history],
            "bonds": [_days(asdict(b)) for b in bonds],
            "incidents": [i.id for i in did],
            "holds": [_days(asdict(s)) for s in holds],
        }
        click.echo(to_line(page))
        return
    lines: list[tuple[str, str]] = [
        ("Actor", f"{found.name} ({found.kind.replace('_', ' ')}, {found.key})"),
        *_names(found.names),
        *_joined(found, links, names),
        *_kin(found, history, names),
        *_ties(found, bonds, names),
        ("Incidents", _counted(Counter(i.type for i in did))),
        ("Where", _counted(Counter(names.spot(i.place) for i in did if i.place is not None))),
        ("Held", ", ".join(dict.fromkeys(f"{names.place(s.place)} {s.start} to {s.end}" for s in holds[:8]))),
    ]
    from imbroglio.cli.render import print_headed

    print_headed([(heading, text) for heading, text in lines if text])
    click.echo(f"Next: imbroglio incidents --actor '{found.name}'; imbroglio timeline '{found.name}'.", err=True)


def _days(value: dict[str, Any]) -> dict[str, Any]:
    """Days within a value as text."""
    from datetime import date

    def plain(held: Any) -> Any:
        if isinstance(held, date):
            return held.isoformat()
        if isinstance(held, dict):
            return {k: plain(v) for k, v in held.items()}
        return [plain(v) for v in held] if isinstance(held, list | tuple) else held

    return {key: plain(held) for key, held in value.items()}


def _span(first: object, last: object) -> str:
    return "" if first is None and last is None else f" ({first or '...'} to {last or '...'})"


def _names(names: tuple[Naming, ...]) -> Iterator[tuple[str, str]]:
    heads = {"pack": "Known as", "report": "Reports say", "seen": "Seen as"}
    for basis, heading in heads.items():
        some = [n for n in names if n.basis == basis]
        said = [f"{n.name}{_span(n.first, n.last)}{f' x{n.count}' if n.count else ''}" for n in some[:_NAMES]]
        if said:
            yield heading, "; ".join(said) + (f"; and {len(some) - _NAMES} more" if len(some) > _NAMES else "")


def _joined(found: Actor, links: Sequence[Link], names: Names) -> Iterator[tuple[str, str]]:
    words = {"same": "is", "different": "is not", "unsure": "may be"}
    for link in links[:_NAMES]:
        by = "" if link.by == "machine" else f", by {link.by}"
        yield "Joined", f"{names.member(link.first)} {words[link.judgement]} {names.member(link.second)}: {'; '.join(link.reasons)} ({link.score:.2f}{by})"


def _kin(found: Actor, history: Iterable[History], names: Names) -> Iterator[tuple[str, str]]:
    if found.parents:
        yield "Part of", ", ".join(names.member(key) for key in found.parents)
    for step in list(history)[:_NAMES]:
        ids = " ".join(id[:8] for id in step.statements[:3])
        yield "History", f"{names.member(step.first)} {step.type} {names.member(step.second)}{_span(step.on, step.until)} [{ids}]"


def _ties(found: Actor, bonds: Iterable[Bond], names: Names) -> Iterator[tuple[str, str]]:
    told: dict[str, Counter[str]] = {}
    for b in bonds:
        if b.tie == "part-of":
            continue
        other = b.second if b.first == found.key else b.first
        way = {"fights": "Fights", "allied": "Stands with", "backs": "Backs" if b.first == found.key else "Backed by"}[b.tie]
        told.setdefault(way, Counter())[names.actor(other)] += len(b.statements)
    for way in ("Fights", "Stands with", "Backs", "Backed by"):
        if way in told:
            yield way, _counted(told[way])


def _counted(counts: Counter[str]) -> str:
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{name} {n}" for name, n in ranked[:_NAMES]) + (" ..." if len(ranked) > _NAMES else "")
