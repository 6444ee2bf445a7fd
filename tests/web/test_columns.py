"""Statements as columns: what a filter finds is what looking at each line would find."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.keys import key_from
from imbroglio.store.pages import Line, Named
from imbroglio.web.columns import Columns, StatementAsk, columns_of

WHO = ["Reds", "Blues", "Omar Haddad"]
WHERE = ["Orm", "Vask"]
DAYS = [None, "2031-03-01", "2031-03-09", "2031-04-01"]
QUOTES = ["The Reds struck Orm.", "Nothing was said of the bridge at Vask.", "Orm", ""]

named = st.sampled_from(WHO).map(lambda n: Named(n, "armed_group", None))
lines = st.lists(
    st.builds(
        Line,
        id=st.uuids().map(lambda u: u.hex[:20]), doc=st.sampled_from(["r1", "r2"]), position=st.integers(0, 9), kind=st.sampled_from(["event", "control"]),
        type=st.sampled_from(["clash", "holds"]), status=st.sampled_from(["actual", "denied"]), first=st.sampled_from(DAYS), last=st.sampled_from(DAYS),
        score=st.floats(0, 1), judged=st.sampled_from([None, "accepted", "rejected", "amended", "person"]), alive=st.booleans(),
        agent=st.lists(named, max_size=2).map(tuple), target=st.lists(named, max_size=1).map(tuple),
        place=st.lists(st.sampled_from(WHERE).map(lambda n: Named(n, "place", None)), max_size=1).map(tuple), by=st.just(()), stance=st.just(None),
        killed=st.integers(0, 99), quote=st.sampled_from(QUOTES),
    ),
    max_size=25, unique_by=lambda s: s.id,
)  # fmt: skip
codes = lambda *values: st.frozensets(st.sampled_from(values), max_size=2)  # noqa: E731
asks = st.builds(
    StatementAsk,
    kinds=codes("event", "control"), types=codes("clash", "nonsense"), statuses=codes("actual"), actors=st.lists(st.sampled_from(["name:reds", "name:blues", "x"]), max_size=2).map(tuple),
    place=st.sampled_from([None, "name:orm", "name:nowhere"]), outlets=codes("Post", "Wire"), docs=st.sampled_from([None, frozenset(["r1"]), frozenset()]),
    since=st.sampled_from([None, date(2031, 3, 5)]), until=st.sampled_from([None, date(2031, 3, 20)]),
    judged=st.sampled_from([None, frozenset([""]), frozenset(["rejected", "amended"]), frozenset(["accepted", "person"])]), words=st.sampled_from(["", "orm", "the reds", "struck orm the"]),
)  # fmt: skip
SOURCE = {"r1": "Post", "r2": "Wire"}


def same(key: str, _doc: str) -> str:
    return key


def fits(s: Line, asked: StatementAsk) -> bool:
    """The same, said plainly."""
    sides = {key_from(r.id, r.name) for r in (*s.agent, *s.target)}
    first, last = (date.fromisoformat(d) if d else None for d in (s.first, s.last))
    dated = asked.since is None and asked.until is None or (
        (first is not None or last is not None)
        and (asked.since is None or last is None or last >= asked.since)
        and (asked.until is None or first is None or first <= asked.until)
    )  # fmt: skip
    state = s.judged or ""
    judged = s.alive if asked.judged is None else state in asked.judged and (s.alive or state != "")
    return bool(
        judged
        and (not asked.kinds or s.kind in asked.kinds)
        and (not asked.types or s.type in asked.types)
        and (not asked.statuses or s.status in asked.statuses)
        and sides.issuperset(asked.actors)
        and (asked.place is None or asked.place in {key_from(r.id, r.name) for r in s.place})
        and (not asked.outlets or SOURCE[s.doc] in asked.outlets)
        and (asked.docs is None or s.doc in asked.docs)
        and dated
        and plain(asked.words) in plain(s.quote)
    )


@given(lines, asks)
def test_columns_find_what_fits(held: list[Line], asked: StatementAsk) -> None:
    found = columns_of(held, same, same).find(asked, SOURCE)
    assert [held[n].id for n in found] == [s.id for s in held if fits(s, asked)]


def content(columns: Columns) -> dict[str, Any]:
    """What columns say, row by row and key by key."""
    rows = [
        (id, columns.doc.values[columns.doc.at[n]], columns.type.values[columns.type.at[n]], int(columns.judged[n]), bool(columns.alive[n]), int(columns.dead[n]))
        for n, id in enumerate(columns.ids)
    ]
    return {
        "rows": rows,
        "actors": {key: sorted(columns.ids[n] for n in of) for key, of in columns.actors.items()},
        "places": {key: sorted(columns.ids[n] for n in of) for key, of in columns.places.items()},
    }


@given(lines, lines)
def test_columns_after_a_verdict_are_those_of_the_lines_as_they_are_then(before: list[Line], changes: list[Line]) -> None:
    known = {s.id for s in before}
    again = [replace(s, judged="rejected", alive=False) for s in before[:2]]
    new = [s for s in changes if s.id not in known]
    after = columns_of(before, same, same).with_lines([*again, *new], same, same)
    whole = columns_of([*again, *before[2:], *new], same, same)
    assert content(after) == content(whole)
    for words in ("orm", "the bridge at vask"):
        asked = StatementAsk(words=words)
        assert list(after.find(asked, SOURCE)) == list(whole.find(asked, SOURCE))


def test_a_verdict_leaves_the_columns_that_others_look_at_as_they_were() -> None:
    line = Line("1", "r1", 0, "event", "clash", "actual", None, None, 0.5, None, True, (), (), (), (), None, 0, "Orm")
    before = columns_of([line], same, same)
    before.with_lines([replace(line, judged="rejected", alive=False)], same, same)
    assert bool(before.alive[0])
    assert before.states() == {}
