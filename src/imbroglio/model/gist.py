"""Gists: statements without where they stand in the text, for those who go through all of them.

Flows in: Statements, or anything with their fields. Flows out: `Gist`s that share what is equal (a Ref, a role, a day, a
passage): a case has few of each beside its statements, so that hundreds of thousands fit into memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from imbroglio.model.statement import Claim, Kind, Quantity, Ref, Statement, Status, When


@dataclass(frozen=True, slots=True)
class Gist:
    """A statement as resolving and weighing need it.

    Its Refs bear no offsets (0) and its time no words (""), so that equal ones are one object. `quote` is the passage,
    `score` the reader's.
    """

    id: str
    doc: str
    kind: Kind
    type: str
    agent: tuple[Ref, ...]
    target: tuple[Ref, ...]
    place: tuple[Ref, ...]
    time: When
    numbers: tuple[Quantity, ...]
    claim: Claim
    status: Status
    trigger: str
    score: float
    quote: str


@dataclass(slots=True)
class Gists:
    """Makes gists. Those that one maker makes share their parts."""

    _texts: dict[Any, Any] = field(default_factory=dict)
    _refs: dict[tuple[Any, ...], tuple[int, Ref]] = field(default_factory=dict)
    _roles: dict[tuple[int, ...], tuple[Ref, ...]] = field(default_factory=dict)
    _times: dict[tuple[Any, ...], When] = field(default_factory=dict)
    _numbers: dict[tuple[Any, ...], tuple[Quantity, ...]] = field(default_factory=dict)
    _claims: dict[tuple[Any, ...], Claim] = field(default_factory=dict)
    _doc: str = ""
    _quotes: dict[str, str] = field(default_factory=dict)

    def of(self, s: Any) -> Gist:
        """The gist of a statement, or of anything with its fields."""
        share = self._texts.setdefault
        if s.doc != self._doc:  # passages are shared within a report, and seldom by others
            self._doc, self._quotes = share(s.doc, s.doc), {}
        quote = s.evidence.quote
        return Gist(
            s.id, self._doc, share(s.kind, s.kind), share(s.type, s.type), self._role(s.agent), self._role(s.target),
            self._role(s.place), self._time(s.time), self._quantities(s.numbers) if s.numbers else (), self._claim(s.claim),
            share(s.status, s.status), share(s.trigger, s.trigger), s.made_by.score, self._quotes.setdefault(quote, quote),
        )  # fmt: skip

    def _role(self, refs: Iterable[Any]) -> tuple[Ref, ...]:
        if not refs:
            return ()
        held = [self._ref(r) for r in refs]
        numbers = tuple([n for n, _ in held])
        found = self._roles.get(numbers)
        if found is None:
            found = self._roles[numbers] = tuple([r for _, r in held])
        return found

    def _ref(self, r: Any) -> tuple[int, Ref]:
        key = (r.text, r.name, r.kind, r.id, r.lat, r.lon, r.precision)
        found = self._refs.get(key)
        if found is None:
            found = self._refs[key] = (len(self._refs), Ref(r.text, 0, 0, r.name, r.kind, r.id, r.lat, r.lon, r.precision))
        return found

    def _time(self, t: Any) -> When:
        key = (t.start, t.end, t.precision, t.basis)
        found = self._times.get(key)
        if found is None:
            found = self._times[key] = When("", *key)
        return found

    def _quantities(self, numbers: Iterable[Any]) -> tuple[Quantity, ...]:
        key = tuple([(n.text, n.measure, n.low, n.high) for n in numbers])
        found = self._numbers.get(key)
        if found is None:
            found = self._numbers[key] = tuple([Quantity(*n) for n in key])
        return found

    def _claim(self, c: Any) -> Claim:
        by = self._role(c.by)
        key = (id(by), c.stance, c.hearsay)  # one object for all that are equal, and kept: its id names it
        found = self._claims.get(key)
        if found is None:
            found = self._claims[key] = Claim(by, c.stance, c.hearsay)
        return found


def gist_of(s: Statement) -> Gist:
    """The gist of one statement.

    >>> from imbroglio.model import Claim, Evidence, MadeBy, When
    >>> man, made = Ref("a man", 0, 5, "man", "person"), MadeBy("test", "1", "", 0.5)
    >>> time = When("today", None, None, "day", "stated")
    >>> said = Statement("d", "event", "death", (), (man,), (), time, (), Claim(), "actual", Evidence(0, 10, "a man died"), "died", made)
    >>> gist_of(said).id == said.id, gist_of(said).quote, gist_of(said).target[0].end
    (True, 'a man died', 0)
    """
    return Gists().of(s)
