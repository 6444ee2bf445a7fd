"""All statements as columns, to filter, count and order them without their texts.

Flows in: lines of the store, what a Ref stands for. Flows out: `Columns`, whose arrays are as long as there are statements,
and numbers of rows that fit. A verdict makes new columns out of the old ones; nothing here is changed in place.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.keys import key_from
from imbroglio.store.pages import Line, Named

Rows = NDArray[np.int32]
Mask = NDArray[np.bool_]
JUDGED = ("", "accepted", "rejected", "amended", "person", "undone")
# Key of a Ref in a report -> key of whom or what it stands for in the record.
Identity = Callable[[str, str], str]
# Keys of those who act, keys of those whose word it is, the report -> whether they speak of themselves.
OfThemselves = Callable[[set[str], set[str], str], bool]
_NEVER = 0  # no day has this ordinal
_SO, _NOT_MEANT = ("actual", "ongoing"), ("denies", "doubts")


@dataclass(frozen=True, slots=True)
class StatementAsk:
    """What is asked for; a field that is empty asks for nothing. Several codes count as any of them.

    Attributes:
        actors: keys in the record; all of them take part.
        role: in which role they do ("agent", "target", or "claim", whose word it is); "" as agent or target.
        rows: only these statements, by id, as those of an incident.
        dead: only those that give a figure of dead.
        place: key in the record.
        docs: reports, by id.
        judged: states out of `JUDGED`; without it, those that stand.
        words: stand in the sentence one after another.
    """

    kinds: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    actors: tuple[str, ...] = ()
    role: str = ""
    rows: tuple[str, ...] | None = None
    dead: bool = False
    place: str | None = None
    outlets: frozenset[str] = frozenset()
    docs: frozenset[str] | None = None
    since: date | None = None
    until: date | None = None
    judged: frozenset[str] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Codes:
    """A column of few different values: `values[at[row]]`."""

    values: tuple[str, ...]
    at: NDArray[np.int32]

    def of(self, wanted: Iterable[str]) -> Mask:
        """Which rows have one of these values."""
        numbers = [n for n, value in enumerate(self.values) if value in wanted]
        return np.isin(self.at, numbers)

    def counts(self, mask: Mask) -> dict[str, int]:
        """How many of the rows have each value."""
        found = np.bincount(self.at[mask], minlength=len(self.values))
        return {value: int(n) for value, n in zip(self.values, found, strict=True) if n}


@dataclass(frozen=True, slots=True)
class Columns:
    """Statements in the order of reports, then as they stand in them.

    Attributes:
        row: id to number.
        doc: values are ids of reports.
        first, last: ordinals of days, 0 where there is none.
        dead: the figure of dead that a statement gives, 0 for none.
        actors, places: key in the record to the rows in which it takes part, or that are tied to it.
        roles: "agent", "target", "claim" to key in the record to the rows in which it has that role.
        owned: ids of statements in which whoever acts says so, too.
    """

    ids: list[str]
    row: Mapping[str, int]
    doc: Codes
    kind: Codes
    type: Codes
    status: Codes
    score: NDArray[np.float32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    dead: NDArray[np.int32]
    judged: NDArray[np.int8]
    alive: Mask
    actors: Mapping[str, Rows]
    places: Mapping[str, Rows]
    roles: Mapping[str, Mapping[str, Rows]]
    owned: frozenset[str]
    _sentences: str = field(repr=False)
    _starts: list[int] = field(repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, asked: StatementAsk, source: Mapping[str, str]) -> Rows:
        """The rows that fit, in order.

        Args:
            asked: what for.
            source: a report's id to its outlet.
        """
        fits = self._judged(asked.judged)
        for column, wanted in ((self.kind, asked.kinds), (self.type, asked.types), (self.status, asked.statuses)):
            if wanted:
                fits &= column.of(wanted)
        if asked.outlets:
            fits &= self.doc.of({doc for doc in self.doc.values if source.get(doc) in asked.outlets})
        if asked.docs is not None:
            fits &= self.doc.of(asked.docs)
        for key in asked.actors:
            fits &= self._at((self.roles[asked.role] if asked.role else self.actors).get(key))
        if asked.rows is not None:
            fits &= self._at(np.array([self.row[id] for id in asked.rows if id in self.row], dtype=np.int32))
        if asked.dead:
            fits &= self.dead > 0
        if asked.place is not None:
            fits &= self._at(self.places.get(asked.place))
        fits &= self._in_time(asked.since, asked.until)
        if asked.words:
            fits &= self._saying(asked.words)
        return np.flatnonzero(fits).astype(np.int32)

    def _judged(self, states: frozenset[str] | None) -> Mask:
        if states is None:
            return self.alive.copy()
        fits = np.isin(self.judged, [JUDGED.index(s) for s in states])
        # One that nobody judged, and that its reader no longer finds, is not there any more.
        found: Mask = fits & (self.alive | (self.judged != 0))
        return found

    def _at(self, rows: Rows | None) -> Mask:
        mask = np.zeros(len(self), dtype=np.bool_)
        if rows is not None:
            mask[rows] = True
        return mask

    def _in_time(self, since: date | None, until: date | None) -> Mask:
        fits = np.ones(len(self), dtype=np.bool_)
        if since is None and until is None:
            return fits
        fits &= (self.first != _NEVER) | (self.last != _NEVER)
        if since is not None:
            fits &= (self.last == _NEVER) | (self.last >= since.toordinal())
        if until is not None:
            fits &= self.first <= until.toordinal()
        return fits

    def _saying(self, words: str) -> Mask:
        mask = np.zeros(len(self), dtype=np.bool_)
        wanted = plain(words)
        if not wanted:
            return mask
        at = self._sentences.find(wanted)
        while at >= 0:
            row = bisect_right(self._starts, at) - 1
            mask[row] = True
            if row + 1 >= len(self._starts):
                break
            at = self._sentences.find(wanted, self._starts[row + 1])
        return mask

    def states(self) -> dict[str, str]:
        """What persons have decided on statements, by id."""
        return {self.ids[n]: JUDGED[self.judged[n]] for n in np.flatnonzero(self.judged)}

    def with_lines(self, changed: Sequence[Line], identity: Identity, place: Identity) -> Columns:
        """The same after verdicts.

        Args:
            changed: lines of the statements that were judged, or brought back, or added.
            identity, place: as for `columns_of`.
        """
        known = [(self.row[s.id], s) for s in changed if s.id in self.row]
        judged, alive = self.judged.copy(), self.alive.copy()
        for n, s in known:
            judged[n], alive[n] = JUDGED.index(s.judged or ""), s.alive
        changed_here = replace(self, judged=judged, alive=alive)
        new = [s for s in changed if s.id not in self.row]
        return _joined(changed_here, columns_of(new, identity, place)) if new else changed_here


def columns_of(lines: Iterable[Line], identity: Identity, place: Identity, own: OfThemselves = lambda _a, _by, _doc: False) -> Columns:
    """Lines as columns.

    Args:
        lines: in their order.
        identity: the key of the actor that a key stands for in a report.
        place: the key of the place that it stands for.
        own: whether those who act and those who say so are the same side.
    """
    made = _Making(identity, place, own)
    for line in lines:
        made.add(line)
    return made.done()


class _Making:
    """Columns that are being filled, row by row."""

    def __init__(self, identity: Identity, place: Identity, own: OfThemselves) -> None:
        self._identity, self._place, self._own = identity, place, own
        self._owned: list[str] = []
        self._ids: list[str] = []
        self._codes: dict[str, dict[str, int]] = {name: {} for name in ("doc", "kind", "type", "status")}
        self._at: dict[str, array[int]] = {name: array("i") for name in (*self._codes, "first", "last", "dead", "judged", "alive")}
        self._score = array("f")
        self._actors: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self._places: dict[str, array[int]] = defaultdict(lambda: array("i"))
        self._roles: dict[str, dict[str, array[int]]] = {role: defaultdict(lambda: array("i")) for role in ("agent", "target", "claim")}
        self._sentences: list[str] = []

    def add(self, s: Line) -> None:
        """One more row."""
        n = len(self._ids)
        self._ids.append(s.id)
        for name, codes in self._codes.items():
            self._at[name].append(codes.setdefault(getattr(s, name), len(codes)))
        self._at["first"].append(_ordinal(s.first))
        self._at["last"].append(_ordinal(s.last))
        self._at["dead"].append(min(s.killed, 2**31 - 1))
        self._at["judged"].append(JUDGED.index(s.judged or ""))
        self._at["alive"].append(s.alive)
        self._score.append(s.score)
        self._tie(n, s.doc, (*s.agent, *s.target), self._identity, self._actors)
        self._tie(n, s.doc, s.place, self._place, self._places)
        for role, refs in (("agent", s.agent), ("target", s.target), ("claim", s.by)):
            self._tie(n, s.doc, refs, self._identity, self._roles[role])
        self._sentences.append(plain(s.quote))
        if s.agent and s.status in _SO and s.stance not in _NOT_MEANT and self._own(self._keys(s.agent, s.doc), self._keys(s.by, s.doc), s.doc):
            self._owned.append(s.id)

    def _keys(self, refs: Iterable[Named], doc: str) -> set[str]:
        return {self._identity(key_from(r.id, r.name), doc) for r in refs}

    @staticmethod
    def _tie(n: int, doc: str, refs: Sequence[Named], identity: Identity, into: dict[str, array[int]]) -> None:
        for key in {identity(key_from(r.id, r.name), doc) for r in refs}:
            into[key].append(n)

    def done(self) -> Columns:
        """The columns."""
        starts, at = [], 0
        for text in self._sentences:
            starts.append(at)
            at += len(text) + 1
        numbers = {name: np.array(values, dtype=np.int32) for name, values in self._at.items()}
        codes = {name: Codes(tuple(values), numbers[name]) for name, values in self._codes.items()}
        return Columns(
            ids=self._ids,
            row={id: n for n, id in enumerate(self._ids)},
            **codes,
            score=np.array(self._score, dtype=np.float32),
            first=numbers["first"],
            last=numbers["last"],
            dead=numbers["dead"],
            judged=numbers["judged"].astype(np.int8),
            alive=numbers["alive"].astype(np.bool_),
            actors={key: np.array(rows, dtype=np.int32) for key, rows in self._actors.items()},
            places={key: np.array(rows, dtype=np.int32) for key, rows in self._places.items()},
            roles={role: {key: np.array(rows, dtype=np.int32) for key, rows in tied.items()} for role, tied in self._roles.items()},
            owned=frozenset(self._owned),
            _sentences="\n".join(self._sentences),
            _starts=starts,
        )


def _ordinal(day: str | None) -> int:
    return _NEVER if day is None else date.fromisoformat(day).toordinal()


def _tied(a: Mapping[str, Rows], b: Mapping[str, Rows], after: int) -> dict[str, Rows]:
    """Keys to rows, where those of `b` come `after` so many."""
    held = dict(a)
    for key, rows in b.items():
        held[key] = np.concatenate((held[key], rows + after)) if key in held else rows + after
    return held


def _joined(a: Columns, b: Columns) -> Columns:
    """The rows of one set after those of another."""
    arrays: dict[str, Any] = {}
    for name in ("doc", "kind", "type", "status"):
        one, other = getattr(a, name), getattr(b, name)
        values = dict.fromkeys((*one.values, *other.values))
        number = {value: n for n, value in enumerate(values)}
        moved = np.array([number[v] for v in other.values], dtype=np.int32)
        arrays[name] = Codes(tuple(values), np.concatenate((one.at, moved[other.at] if len(moved) else other.at)))
    for name in ("score", "first", "last", "dead", "judged", "alive"):
        arrays[name] = np.concatenate((getattr(a, name), getattr(b, name)))
    ids, end = [*a.ids, *b.ids], len(a._sentences) + 1 if a.ids else 0
    for name in ("actors", "places"):
        arrays[name] = _tied(getattr(a, name), getattr(b, name), len(a))
    arrays["roles"] = {role: _tied(tied, b.roles[role], len(a)) for role, tied in a.roles.items()}
    sentences = f"{a._sentences}\n{b._sentences}" if a.ids else b._sentences
    starts = [*a._starts, *(at + end for at in b._starts)]
    arrays["owned"] = a.owned | b.owned
    return Columns(ids=ids, row={id: n for n, id in enumerate(ids)}, _sentences=sentences, _starts=starts, **arrays)
