"""A person's verdicts on statements, as the case's table of statements shows them.

Flows in: a connection in a transaction that writes, and what statements come to before and after a verdict. Flows out:
the column `judged`, and rows for a person's own statements. All of it is derived from the verdicts that stand.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, insert, select, update

from imbroglio.model import Statement
from imbroglio.model.statement import PERSON
from imbroglio.model.verdicts import Judgements
from imbroglio.store import rows
from imbroglio.store.schema import ref, statement


def put_own(connection: Connection, made: Iterable[Statement]) -> None:
    """Put a person's statements into the case, where it does not hold them; what they come to is settled afterwards."""
    for s in made:
        if connection.execute(select(statement.c.id).where(statement.c.id == s.id)).first() is None:
            connection.execute(insert(statement), rows.own_row(s))
            refs = rows.ref_rows(s)
            if refs:
                connection.execute(insert(ref), refs)
            place_own(connection, s.doc)


def settle(connection: Connection, before: Judgements, after: Judgements) -> None:
    """Write what has changed between two states of the verdicts."""
    touched = sorted(before.states.keys() | after.states.keys())
    changed = [
        {"which": id, "now": after.states.get(id)} for id in touched if before.states.get(id) != after.states.get(id)
    ]
    if changed:
        which = update(statement).where(statement.c.id == bindparam("which"))
        connection.execute(which.values(judged=bindparam("now")), changed)


def place_own(connection: Connection, doc: str) -> None:
    """Give a person's statements of a report their places among the reader's: each beside the last that starts no later."""
    own = select(statement.c.id).where(statement.c.doc == doc, statement.c.made_with == PERSON)
    if connection.execute(own.limit(1)).first() is None:
        return
    asked = select(statement.c.id, statement.c.form, statement.c.position, statement.c.made_with)
    held = connection.execute(asked.where(statement.c.doc == doc)).all()
    starts = {row.id: rows.told_of(row).evidence.start for row in held}
    reader = sorted((starts[row.id], row.position) for row in held if row.made_with != PERSON)
    places = [
        {"which": row.id, "at": _last_before(starts[row.id], reader)} for row in held if row.made_with == PERSON
    ]
    connection.execute(update(statement).where(statement.c.id == bindparam("which")).values(position=bindparam("at")), places)


def _last_before(start: int, reader: list[tuple[int, int]]) -> int:
    at = bisect.bisect_right(reader, start, key=lambda row: row[0])
    return reader[at - 1][1] if at else 0
