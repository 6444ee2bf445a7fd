"""A dataset's statements to its record: what is global in this process, what falls into blocks on many hands.

Flows in: an open dataset, and hands. Flows out: the pieces of the record, in its order, those of a case that was gathered from the
dataset and weighed, byte for byte: both go through `imbroglio.pipeline.derivation`, and only who does the work differs.

* In blocks: the words of reports (signatures, bylines), by runs of reports; which accounts can be of one incident, by place cells and
  windows of days (`imbroglio.weighing.blocks`); incidents, by sets of accounts that touch; control, place by place.
* In this process, over all statements as gists: who is who, which place is which, whose word an account is, relations, disputes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from sys import intern
from typing import Any

import msgspec
import numpy as np

from imbroglio.fleet.dataset import Dataset
from imbroglio.fleet.spreading import Spread
from imbroglio.knowledge.keys import key_from
from imbroglio.knowledge.likeness import load_likeness
from imbroglio.knowledge.packs import load_packs
from imbroglio.model import Document, Gist, Gists
from imbroglio.model.record import Account, Actor, ControlSpell, Incident, TollRule
from imbroglio.model.verdicts import Pairs
from imbroglio.pipeline.derivation import Material, PlaceTold, Told, Worked, work_out
from imbroglio.pipeline.judged import Decided
from imbroglio.store.rows import read_gist
from imbroglio.weighing.blocks import Block, cut, pairs_within
from imbroglio.weighing.bylines import Bylines
from imbroglio.weighing.incidents import Part, merge_part, parts_of, sights_of
from imbroglio.weighing.likeness import Seer, Sight
from imbroglio.weighing.lineage import Lead, lead_of, trace_leads

_REPORTS = 200  # of a task
_LOOKS = 4_000  # accounts of a task that looks for pairs, at least
_MERGED = 2_000  # accounts of a task that merges
_TOLD = 4_000  # accounts of a task of places
Origin = Mapping[str, str]


def weigh_dataset(dataset: Dataset, hands: Callable[[Any], Any], rule: TollRule, tell: Told) -> Worked:
    """Work out the record of all statements of a dataset.

    Args:
        dataset: it.
        hands: as `imbroglio.fleet.spreading.on_hands` gives them.
        rule: how the best figure of a toll is found.
        tell: told (stage, share done) on the way.
    """
    tell("Fetching reports", 0.0)
    words = _Words()
    with hands(None) as spread:
        words.read(dataset, spread)
    tell("Fetching statements", 0.15)
    material = Material(
        words.docs,
        lambda: _gists(dataset),
        lambda accounts, actors: trace_leads(words.leads(), accounts, actors, lambda ids: _texts(dataset, ids), _bylines()),
        words.mentions,
    )
    with ExitStack() as kept:
        return work_out(material, _Fleet(hands, kept), rule, tell)


def is_brought(row: Mapping[str, Any]) -> bool:
    """Whether a report of a dataset comes into a case: it was read, or its text is there."""
    return row["state"] == "read" or (row["state"] != "dropped" and row["text"] is not None)


def _gists(dataset: Dataset) -> Iterator[Gist]:
    """All statements; of two with one id in a report the later, in the place of the first: so a case keeps them."""
    made = Gists().of
    doc = ""
    held: dict[str, Any] = {}
    for row in dataset.rows("statements", ["seq", "doc", "id", "form"]):
        if row["doc"] != doc:
            yield from map(made, held.values())
            doc, held = row["doc"], {}
        held[row["id"]] = read_gist(row["form"])
    yield from map(made, held.values())


# ---- the words of reports ---------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _bylines() -> Bylines:
    return Bylines.of(load_packs())


@dataclass(slots=True)
class _Words:
    """What is kept of reports: all but their texts."""

    docs: dict[str, Document] = field(default_factory=dict)
    _signed: dict[str, tuple[str | None, bytes]] = field(default_factory=dict)
    _named: dict[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)

    def read(self, dataset: Dataset, spread: Spread) -> None:
        """Read them all."""
        columns = ["seq", "id", "state", "title", "date", "source", "text", "mentions"]
        rows = (row for row in dataset.rows("reports", columns) if is_brought(row))
        for made in spread(_read_words, _runs(rows, _REPORTS)):
            for lead, named in made:
                self.docs[lead.doc] = Document(lead.doc, "", date=lead.published, source=lead.source)
                self._signed[lead.doc] = lead.agency, lead.signature
                self._named[lead.doc] = tuple((intern(key), n) for key, n in named)

    def leads(self) -> Iterator[Lead]:
        """The reports, for lineage."""
        for id, doc in self.docs.items():
            yield Lead(id, doc.date, doc.source, *self._signed[id])

    def mentions(self) -> Iterator[tuple[str, str, int]]:
        """How often each report names each key."""
        return ((doc, key, n) for doc, named in self._named.items() for key, n in named)


def _read_words(_known: None, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Lead, list[tuple[str, int]]]]:
    found = []
    for row in rows:
        doc = Document(row["id"], row["text"] or "", row["title"], row["date"], row["source"])
        named = Counter(key_from(m.get("id"), m["name"]) for m in json.loads(row["mentions"]))
        found.append((lead_of(doc, _bylines()), sorted(named.items())))
    return found


def _texts(dataset: Dataset, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    for row in dataset.rows("reports", ["seq", "id", "text"]):
        if row["id"] in ids:
            yield row["id"], row["text"] or ""


def _runs(items: Iterable[Any], most: int) -> Iterator[list[Any]]:
    left = iter(items)
    while run := list(islice(left, most)):
        yield run


def _filled(items: Iterable[Any], size: Callable[[Any], int], least: int) -> Iterator[list[Any]]:
    """Items in runs of at least that size, all together."""
    run: list[Any] = []
    held = 0
    for item in items:
        run.append(item)
        held += size(item)
        if held >= least:
            yield run
            run, held = [], 0
    if run:
        yield run


# ---- blocks -----------------------------------------------------------------------------------------------------


class _Fleet:
    """Hands that share who is who, kept until the record is worked out."""

    def __init__(self, hands: Callable[[Any], Any], kept: ExitStack) -> None:
        self._hands, self._kept = hands, kept
        self._spread: Spread | None = None

    def _open(self, actors: Mapping[str, Actor]) -> Spread:
        if self._spread is None:
            self._spread = self._kept.enter_context(self._hands(dict(actors)))
        assert self._spread is not None
        return self._spread

    def incidents(
        self, accounts: Sequence[Account], origin: Origin, actors: Mapping[str, Actor], rule: TollRule, decided: Decided
    ) -> list[Incident]:
        """What happened."""
        spread = self._open(actors)
        sights = sights_of(accounts, actors)
        parts = parts_of(sights, _pairs(sights, spread), decided.all.together)
        tasks = (
            Parcel("parts", (rule, [_merge_task(part, origin, decided.within(part.accounts)) for part in run]))
            for run in _filled(parts, lambda part: len(part.sights), _MERGED)
        )
        return [incident for made in spread(_merge, tasks) for incident in made.value]

    def spells(self, places: Iterable[PlaceTold], origin: Origin, actors: Mapping[str, Actor]) -> list[ControlSpell]:
        """Who held these places."""
        spread = self._open(actors)
        tasks = (
            Parcel("places", [(told, _origins(told.accounts, origin)) for told in run])
            for run in _filled(places, lambda told: len(told.accounts) + 1, _TOLD)
        )
        return [spell for made in spread(_assess, tasks) for spell in made.value]


def _origins(accounts: Iterable[Account], origin: Origin) -> dict[str, str]:
    return {a.id: origin[a.id] for a in accounts if a.id in origin}


def _merge_task(part: Part, origin: Origin, pairs: Pairs) -> tuple[object, ...]:
    accounts = part.accounts
    return accounts, part.pairs, _origins(accounts, origin), pairs.together, pairs.apart


def _pairs(sights: Sequence[Sight], spread: Spread) -> Iterator[tuple[int, int, float]]:
    """The likely pairs, by the later position, then the earlier."""

    def task(blocks: Sequence[Block]) -> Parcel:
        return Parcel("blocks", [(block.places, block.kept, [sights[n].account for n in block.places]) for block in blocks])

    tasks = map(task, _filled(cut(sights), lambda block: len(block.places), _LOOKS))
    found = list(spread(_find_pairs, tasks))
    if not found:
        return
    earlier, later, scores = (np.concatenate(column) for column in zip(*found, strict=True))
    del found
    order = np.lexsort((earlier, later))
    for run in np.array_split(order, len(order) // 100_000 + 1):
        yield from zip(earlier[run].tolist(), later[run].tolist(), scores[run].tolist(), strict=True)


# ---- in workers -------------------------------------------------------------------------------------------------

_Couples = tuple[tuple[str, str], ...]
_PARCELS: Mapping[str, Any] = {
    "blocks": list[tuple[list[int], list[bool], list[Account]]],
    "parts": tuple[TollRule, list[tuple[list[Account], tuple[tuple[int, int, float], ...], dict[str, str], _Couples, _Couples]]],
    "places": list[tuple[PlaceTold, dict[str, str]]],
    "incidents": list[Incident],
    "spells": list[ControlSpell],
}


class Parcel:
    """A task or an answer that travels, where it has to, as bytes of msgpack, in a fifth of the time that it would take pickle."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: Any) -> None:
        self.kind, self.value = kind, value

    def __reduce__(self) -> tuple[Any, ...]:
        return _opened, (self.kind, msgspec.msgpack.encode(self.value))


def _opened(kind: str, data: bytes) -> Parcel:
    return Parcel(kind, msgspec.msgpack.decode(data, type=_PARCELS[kind]))


def _find_pairs(actors: Mapping[str, Actor], task: Parcel) -> Any:
    pairs = []
    seer = Seer(actors, load_likeness())
    for places, kept, accounts in task.value:
        sights = _sights(accounts, seer)
        pairs += [(places[m], places[n], score) for m, n, score in pairs_within(sights, kept)]
    columns = tuple(zip(*pairs, strict=True)) or ((), (), ())
    return np.array(columns[0], np.int64), np.array(columns[1], np.int64), np.array(columns[2], np.float64)


def _merge(actors: Mapping[str, Actor], task: Parcel) -> Parcel:
    rule, parts = task.value
    seer = Seer(actors, load_likeness())
    found: list[Incident] = []
    for accounts, pairs, origin, together, apart in parts:
        part = Part(tuple(_sights(accounts, seer)), pairs)
        found += merge_part(part, origin, actors, together=together, apart=apart, rule=rule)
    return Parcel("incidents", found)


def _sights(accounts: Iterable[Account], seer: Seer) -> list[Sight]:
    """Accounts of which each is one of an event that happened: others are in no block and in no part."""
    found = [seer.sight(a) for a in accounts]
    return [s for s in found if s is not None]


def _assess(actors: Mapping[str, Actor], task: Parcel) -> Parcel:
    return Parcel("spells", [spell for told, origin in task.value for spell in told.spells(origin, actors)])
