"""What to look at next: statements that nobody has judged, by doubt times weight.

Flows in: a `Teller`, what is asked for. Flows out: `QueueForm`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from imbroglio.store.pages import statements_with
from imbroglio.views.control import changes
from imbroglio.views.queue import Stake, doubt_of
from imbroglio.web import forms as f
from imbroglio.web.columns import StatementAsk
from imbroglio.web.telling import Teller


def queue_form(teller: Teller, asked: StatementAsk, limit: int, passed: Iterable[str] = ()) -> f.QueueForm:
    """The statements that most need a person's eye, and how many are left.

    Args:
        teller: of a snapshot.
        asked: which statements; those judged already are left out, whatever is asked.
        limit: no more than so many.
        passed: ids not to show, since they were passed over just now.
    """
    columns, stakes = teller.snapshot.columns, _Stakes.of(teller)
    rows = columns.find(asked, teller.snapshot.source)
    rows = rows[(columns.judged[rows] == 0) & columns.alive[rows]]
    without = [n for id in passed if (n := columns.row.get(id)) is not None]
    rows = rows[~np.isin(rows, without)]
    doubts = 1.0 - np.abs(2.0 * columns.score[rows].astype(np.float64) - 1.0)
    order = np.argsort(-(doubts * stakes.weights[rows]), kind="stable")[:limit]
    first = [columns.ids[n] for n in rows[order]]
    return f.QueueForm(
        left=len(rows), rows=[_row(teller, teller.sentence(s, judged, because=True), stakes) for s, judged in statements_with(teller.case, first)]
    )


def _row(teller: Teller, sentence: f.Sentence, stakes: _Stakes) -> f.QueueRow:
    stake = stakes.stake(teller.snapshot.columns.row[sentence.statement.id])
    doubt = doubt_of(sentence.statement.score)
    return f.QueueRow(sentence=sentence, doubt=round(doubt, 4), weight=round(stake.weight, 4), why=stake.reasons)


class _Stakes:
    """What hangs on each statement of a snapshot, row by row."""

    def __init__(self, teller: Teller) -> None:
        columns, world = teller.snapshot.columns, teller.world
        row = columns.row

        def mask(ids: Iterable[str]) -> NDArray[np.bool_]:
            out = np.zeros(len(columns), dtype=np.bool_)
            out[[n for id in ids if (n := row.get(id)) is not None]] = True
            return out

        self._dead = columns.dead
        self._disputed = mask(id for d in world.disputes.values() for p in d.positions for id in p.statements)
        alone = (i for i in world.incidents.values() if len(i.sources) == 1 and len(i.statements) == 1)
        self._only_teller = mask(id for i in alone for id in i.statements)
        self._only_reason = mask(c.after.statements[0] for c in changes(world.spells) if len(c.after.statements) == 1)
        plain = {}  # many statements have the same stake
        weights = np.ones(len(columns))
        for n in np.flatnonzero((self._dead > 0) | self._disputed | self._only_teller | self._only_reason):
            stake = self.stake(int(n))
            if stake not in plain:
                plain[stake] = stake.weight
            weights[n] = plain[stake]
        self.weights = weights

    @staticmethod
    def of(teller: Teller) -> _Stakes:
        """The stakes of a teller's snapshot, worked out once for as many statements as there are: verdicts do not change them."""
        return teller.world.answers.kept(("stakes", len(teller.snapshot.columns)), lambda: _Stakes(teller))

    def stake(self, n: int) -> Stake:
        """What hangs on the statement of a row."""
        return Stake(int(self._dead[n]), bool(self._disputed[n]), bool(self._only_teller[n]), bool(self._only_reason[n]))
