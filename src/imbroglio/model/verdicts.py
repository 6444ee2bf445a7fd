"""What verdicts come to: which statements stand, which accounts are of one incident, what a verdict touches.

Flows in: verdicts, in the order of deciding, those taken back among them. Flows out: values that hang on the verdicts
that stand and on nothing else, so that what was undone leaves no trace. Of verdicts that contradict each other the
later holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from imbroglio.model.record import About, Verdict, in_force

Judged = Literal["accepted", "rejected", "amended", "person", "undone"]
NO_VERDICT = "v0"


@dataclass(slots=True)
class Judgements:
    """What statements come to by a person's verdicts.

    Attributes:
        states: statement id to "accepted", "rejected", "amended" (another stands in its place), "person" (a person's
            own), "undone" (a person's own that was taken back); one that no verdict touches is left out.
        replaced: id of an amended statement to the id of the one in its place.
    """

    states: dict[str, Judged] = field(default_factory=dict)
    replaced: dict[str, str] = field(default_factory=dict)

    def now(self, id: str) -> str:
        """The statement that stands in the place of one; itself where it was not amended."""
        while id in self.replaced:
            id = self.replaced[id]
        return id

    def _withdraw(self, id: str) -> None:
        """Take back whatever stands in the place of a statement."""
        while id in self.replaced:
            id = self.replaced.pop(id)
            if id in self.replaced.values():
                return  # it stands in the place of another one as well
            self.states[id] = "undone"

    def _follow(self, v: Verdict, own: frozenset[str]) -> None:
        if v.action != "add" and self.states.get(v.subject) == "undone":
            return  # what it is about is not said any more
        self._withdraw(v.subject)
        if v.action == "reject":
            self.states[v.subject] = "rejected"
        elif v.action == "accept":
            self.states[v.subject] = "person" if v.subject in own else "accepted"
        elif v.action == "add":
            self.states[v.subject] = "person"
        elif v.action == "amend":
            self._withdraw(v.object)  # said again after it was itself replaced
            self.states[v.subject] = "amended"
            self.states[v.object] = "person"
            self.replaced[v.subject] = v.object


def judge(verdicts: Iterable[Verdict]) -> Judgements:
    """What the verdicts on statements come to.

    >>> amended = Verdict("v1", "", "me", "amend", "old", "new", about="statement")
    >>> judge([amended]).states
    {'new': 'person', 'old': 'amended'}
    >>> judge([amended, Verdict("v2", "", "me", "undo", "v1", about="statement")]).states
    {'new': 'undone'}
    """
    held = list(verdicts)
    own = frozenset(_made_by(held))
    found = Judgements(dict.fromkeys(sorted(own), "undone"))
    for v in in_force(held):
        if v.about == "statement":
            found._follow(v, own)
    return found


def _made_by(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """Ids of the statements that persons have made, those taken back among them."""
    for v in verdicts:
        if v.about == "statement" and v.action in ("amend", "add"):
            yield v.object if v.action == "amend" else v.subject


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of statement ids that a person has decided on: of one incident, and of two."""

    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


def incident_pairs(verdicts: Iterable[Verdict], is_told: Callable[[str], bool] = lambda _id: True) -> Pairs:
    """What the verdicts on incidents say of pairs of statements.

    Incidents were joined, or parted, as they were then: with the statements that `after` lists. Where one of them was
    amended since, the one in its place is meant; one that is told no more is passed over.

    Args:
        is_told: whether a statement is one of those that are weighed now.
    """
    held = list(verdicts)
    now = judge(held).now
    groups: list[set[str]] = []
    apart: set[tuple[str, str]] = set()
    for v in in_force(held):
        if v.about != "incident":
            continue
        first, second = ({id for id in map(now, ids) if is_told(id)} for ids in sides_of(v))
        if v.action == "merge":
            whole = _unite(groups, first | second)
            apart = {pair for pair in apart if not whole.issuperset(pair)}
        else:
            first -= second
            for group in [g for g in groups if g & first and g & second]:
                groups.remove(group)
                groups += [group & first, group - first]
            _unite(groups, first)
            apart = {pair for pair in apart if not first.issuperset(pair)}
            apart |= {_pair(a, b) for a in first for b in second}
    together = {pair for group in groups for pair in pairwise(sorted(group))}
    return Pairs(tuple(sorted(together)), tuple(sorted(apart)))


def _unite(groups: list[set[str]], members: set[str]) -> set[str]:
    """Make one group of these and of all groups that they stand in."""
    touched = [g for g in groups if g & members]
    groups[:] = [g for g in groups if not g & members]
    whole = members.union(*touched)
    if whole:
        groups.append(whole)
    return whole


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def sides_of(v: Verdict) -> tuple[list[str], list[str]]:
    """The statements of both sides of a verdict on incidents: those joined or parted, and those from which."""
    told = json.loads(v.after) if v.after else {}
    first, second = told.get("these", []), told.get("from", [])
    if v.action == "merge":
        return list(dict.fromkeys([v.subject, *first])), list(dict.fromkeys([v.object, *second]))
    return list(dict.fromkeys([v.subject, *first])), list(second)


def touched_by(v: Verdict) -> set[str]:
    """Keys and ids of what a verdict decides on."""
    named = {v.subject, v.object} - {""}
    return named.union(*sides_of(v)) if v.about == "incident" else named


def iter_touching(verdicts: Iterable[Verdict], about: About, keys: Iterable[str]) -> Iterator[Verdict]:
    """The verdicts that touch any of these, in the order of deciding; an undo touches what it takes back."""
    wanted = set(keys)
    touching: set[str] = set()
    for v in verdicts:
        if v.action == "undo":
            touches = v.subject in touching
        elif v.about != about:
            continue
        else:
            touches = v.subject in wanted or v.object in wanted or (about == "incident" and not wanted.isdisjoint(touched_by(v)))
        if touches:
            touching |= {v.id, v.batch}
            yield v


def last_touching(verdicts: Iterable[Verdict], about: About, keys: Iterable[str]) -> str:
    """Id of the last verdict that touches any of these; "v0" where none does."""
    last = NO_VERDICT
    for v in iter_touching(verdicts, about, keys):
        last = v.id
    return last
