"""What to look at next: what is doubtful and matters first; what was judged, or passed over, not again."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from imbroglio.review import accept
from imbroglio.store import Record
from imbroglio.web.columns import StatementAsk
from imbroglio.web.forms import QueueForm
from imbroglio.web.queueing import queue_form
from imbroglio.web.telling import Teller

ALL = StatementAsk()


def ask(app: FastAPI, asked: StatementAsk = ALL, limit: int = 100, passed: tuple[str, ...] = ()) -> QueueForm:
    workbench = app.state.workbench
    return queue_form(Teller(workbench.case, workbench.snapshots.current()), asked, limit, passed)


def ids(queue: QueueForm) -> list[str]:
    return [row.sentence.statement.id for row in queue.rows]


def test_doubt_times_weight_is_the_order(own_app: FastAPI) -> None:
    queue = ask(own_app)
    worth = [row.doubt * row.weight for row in queue.rows]
    assert worth == sorted(worth, reverse=True)
    assert queue.left == len(queue.rows) > 10
    assert all((row.weight > 1) == bool(row.why) for row in queue.rows)


def test_what_weighs_more_says_why(own_app: FastAPI) -> None:
    rows = ask(own_app).rows
    counted = [row for row in rows if any(n.measure == "killed" and n.low == 12 for n in row.sentence.statement.numbers)]
    assert counted and all("it counts 12 dead" in row.why for row in counted)
    disputed = {id for d in own_app.state.workbench.snapshots.current().world.disputes.values() for p in d.positions for id in p.statements}
    assert disputed
    for row in rows:
        assert ("it stands on one side of a dispute" in row.why) == (row.sentence.statement.id in disputed)


def test_what_was_judged_or_passed_over_does_not_come_again(own_app: FastAPI) -> None:
    first, second, third, *rest = ids(ask(own_app))
    accept(Record(own_app.state.workbench.case), [first], by="me")
    queue = ask(own_app, passed=(second, "nonsense"))
    assert ids(queue) == [third, *rest]
    assert queue.left == len(rest) + 1


@pytest.mark.parametrize("limit", [1, 3])
def test_a_few_at_a_time(own_app: FastAPI, limit: int) -> None:
    assert ids(ask(own_app, limit=limit)) == ids(ask(own_app))[:limit]


def test_only_what_is_asked_for(own_app: FastAPI) -> None:
    queue = ask(own_app, StatementAsk(types=frozenset(("capture",))))
    assert queue.rows and {row.sentence.statement.type for row in queue.rows} == {"capture"}
    assert ask(own_app, StatementAsk(docs=frozenset(("nonsense",)))) == QueueForm(left=0, rows=[])
