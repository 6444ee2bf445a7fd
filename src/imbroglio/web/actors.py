"""Actors: the list, one actor's page, pairs that may be one.

Flows in: a `Teller`, what is asked for. Flows out: forms. People in general ("civilians", "militants" of no name) are no
actors of the list; persons are in it only where they act in public.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Literal

import numpy as np

from imbroglio.errors import NotFound
from imbroglio.knowledge.fold import plain
from imbroglio.model.record import Actor, Bond, Link
from imbroglio.views.actors import telling, unsure
from imbroglio.views.incidents import in_order
from imbroglio.views.months import count_months, in_rows, month_of
from imbroglio.views.relations import ties
from imbroglio.views.shown import clean
from imbroglio.web import forms as f
from imbroglio.web.overview import counts
from imbroglio.web.telling import MOST_IDS, Teller, day, ids

ActorSort = Literal["acts", "name", "reports", "mentions", "first"]
_INCIDENTS, _PLACES, _HELD, _SPELLS, _CHILDREN = 100, 40, 200, 8, 100


def actor_page(teller: Teller, q: str, kinds: frozenset[str], sort: ActorSort, offset: int, limit: int) -> f.ActorPage:
    """Actors that fit."""
    world, wanted = teller.world, plain(q)
    found = [
        pair for pair in world.ranked if (not kinds or pair[0].kind in kinds) and (not wanted or wanted in world.actor_words[pair[0].key])
    ]
    if sort == "name":
        found.sort(key=lambda pair: (plain(pair[0].name), pair[0].key))
    elif sort == "first":
        found.sort(key=lambda pair: (pair[1].first or date.max, pair[0].key))
    elif sort in ("reports", "mentions"):
        found.sort(key=lambda pair: -getattr(pair[1], sort))
    return f.ActorPage(total=len(found), rows=[teller.actor(a, t) for a, t in found[offset : offset + limit]])


def actor_form(teller: Teller, key: str) -> f.ActorForm:
    """One actor's page. Raises NotFound."""
    world = teller.world
    a = world.actors.get(world.actor_key(key))
    if a is None:
        raise NotFound("The record holds no such actor; it may have been merged with another. The list of actors shows all.")
    # Spell by spell: the page draws when each began and ended.
    bonds = [form for spell in world.bonds_by_key.get(a.key, ()) for form in bond_forms(teller, [spell])]
    did = [i for i in world.incidents_by_key.get(a.key, ()) if any(a.key in side for side in i.sides)]
    children = world.children.get(a.key, [])[:_CHILDREN]
    steps = world.history_by_key.get(a.key, [])
    return f.ActorForm(
        row=teller.actor(a, world.tallies.get(a.key)),
        names=[
            f.NameForm(name=clean(n.name), first=day(n.first), last=day(n.last), basis=n.basis, count=n.count, statements=ids(n.statements))
            for n in a.names
        ],
        members=list(a.members),
        parents=teller.whos(a.parents),
        children=teller.whos(children),
        history=[
            f.HistoryForm(
                type=h.type, first=teller.who(h.first), second=teller.who(h.second), on=day(h.on), until=day(h.until), statements=ids(h.statements)
            )
            for h in steps
        ],
        links=[link_form(teller, k) for k in _links(teller, a)],
        bonds=bonds,
        actors=teller.whos(dict.fromkeys([a.key, *(end for b in bonds for end in (b.first, b.second)), *a.parents, *children])),
        incidents=[teller.incident(i) for i in in_order(did, "-time")[:_INCIDENTS]],
        places=_places(teller, (i.place.key for i in did if i.place is not None)),
        types=counts(Counter(i.type for i in did)),
        held=[
            f.Held(place=teller.place(s.place), spell=teller.spell(s))
            for s in sorted(world.held_by.get(a.key, ()), key=lambda s: (s.start, s.place))[:_HELD]
        ],
        months=_months(teller, a.key, (i.start or i.end for i in did)),
        etag=teller.snapshot.etag("actor", a.members),
    )  # fmt: skip


def _links(teller: Teller, a: Actor) -> list[Link]:
    held = {id(k): k for key in (a.key, *a.members) for k in teller.world.links_by_key.get(key, ())}
    return telling(held.values())


def _places(teller: Teller, keys: Iterable[str]) -> list[f.Count]:
    ranked = sorted(Counter(keys).items(), key=lambda pair: (-pair[1], pair[0]))
    return [f.Count(key=key, label=teller.names.place(key), count=n) for key, n in ranked[:_PLACES]]


def _months(teller: Teller, key: str, happened: Iterable[date | None]) -> list[f.Month]:
    columns = teller.snapshot.columns
    rows = columns.actors.get(key, np.zeros(0, dtype=np.int32))
    rows = rows[columns.alive[rows]]
    days = np.where(columns.first[rows] > 0, columns.first[rows], columns.last[rows])
    told: Counter[str] = Counter()
    for at, n in zip(*np.unique(days[days > 0], return_counts=True), strict=True):
        told[month_of(date.fromordinal(int(at)))] += int(n)
    return [f.Month(month=m, statements=s, incidents=i) for m, (s, i) in in_rows([told, count_months(happened)])]


def bond_forms(teller: Teller, bonds: Iterable[Bond], most: int = MOST_IDS) -> list[f.BondForm]:
    """Bonds between actors that may be shown: all spells of one together, most told first; with no more ids than `most`."""
    return [
        f.BondForm(
            tie=t.tie, first=t.first, second=t.second, since=day(t.since), until=day(t.until), statements=list(t.statements[:most]),
            outlets=len(t.outlets), sources=len(t.sources),
        )
        for t in ties(bonds, teller.names, kin=True)
        if t.first in teller.world.actors and t.second in teller.world.actors
    ]  # fmt: skip


def link_form(teller: Teller, k: Link) -> f.LinkForm:
    """Why two keys are, or may be, one."""
    about: Literal["actor", "place"] = "place" if teller.world.sited.keys() & {k.first, k.second} else "actor"
    # A merge of a member is one of the whole that it stands in: so is what it hangs on.
    keys: set[str] = set()
    for key in (k.first, k.second):
        whole = teller.world.places.get(teller.world.place_key(key)) or teller.world.actors.get(teller.world.actor_key(key))
        keys.update((key,) if whole is None else (whole.key, *whole.members))
    return f.LinkForm(
        first=teller.member(k.first),
        second=teller.member(k.second),
        judgement=k.judgement,
        score=round(k.score, 4),
        reasons=[clean(r) for r in k.reasons],
        by=k.by,
        etag=teller.snapshot.etag(about, keys),
    )


def suggestions(teller: Teller, offset: int, limit: int) -> f.LinkPage:
    """Pairs that may be one, likeliest first."""
    found = teller.world.answers.kept("suggestions", lambda: unsure(teller.world.links))
    return f.LinkPage(total=len(found), rows=[link_form(teller, k) for k in found[offset : offset + limit]])
