"""What a person has decided, as weighing takes it: accounts that are sure, pairs of accounts that are kept together or apart.

Flows in: accounts, what a person's verdicts say of their statements and of pairs of them. Flows out: the accounts with a
score of 1 where a person stands by them; the pairs that concern one part of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from imbroglio.model.record import Account
from imbroglio.model.verdicts import Judged, Pairs


def with_sure(accounts: Sequence[Account], judged: Mapping[str, Judged]) -> list[Account]:
    """The accounts, with a score of 1 where a person has accepted or made the statement."""
    if not judged:
        return list(accounts)
    return [replace(a, score=1.0) if judged.get(a.id) in ("accepted", "person") else a for a in accounts]


class Decided:
    """Pairs by the accounts that they are of."""

    def __init__(self, pairs: Pairs) -> None:
        self.all = pairs
        self._together = _by_first(pairs.together)
        self._apart = _by_first(pairs.apart)

    def within(self, accounts: Iterable[Account]) -> Pairs:
        """The pairs of which both are among these accounts."""
        if not self._together and not self._apart:
            return Pairs()
        ids = {a.id for a in accounts}
        together, apart = (
            tuple(sorted((a, b) for a in ids & held.keys() for b in held[a] if b in ids)) for held in (self._together, self._apart)
        )
        return Pairs(together, apart)


def _by_first(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        found[a].append(b)
    return dict(found)
