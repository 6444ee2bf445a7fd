"""Which statements are asked for, and the conditions that find them.

Flows in: a `StatementFilter`. Flows out: SQLAlchemy conditions over `statement` joined with `document`. All
that is given must hold; several kinds, types or states count as any of them, several actors must all take
part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select

from imbroglio.knowledge.fold import plain
from imbroglio.store.schema import document, ref, statement

# A statement that is still made: a person stands by it, or the reader does and no person has judged otherwise. One that
# was accepted outlives a reader that no longer finds it. `judged` has no whole index, on purpose: with one, SQLite takes
# the two sides of this "or" for narrow and walks the table through it.
ALIVE: ColumnElement[bool] = or_(
    statement.c.judged.in_(("accepted", "person")),
    and_(statement.c.judged.is_(None), statement.c.ended_with.is_(None)),
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name that was asked for, with the identities known to bear it."""

    text: str
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """What is asked for; a field that is empty asks for nothing.

    Attributes:
        kinds, types, statuses: codes of the codebook.
        actors: who takes part, as agent or target; all of them.
        places: where; all of them.
        since, until: the statement's time overlaps these days. One without any day is left out where either
            is given.
        sources: who says so: the report's publisher, or whoever it credits.
        min_score: the reader's score at least; what a person has accepted is sure.
        reports: ids, or names of the input.
    """

    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    actors: tuple[Named, ...] = ()
    places: tuple[Named, ...] = ()
    since: date | None = None
    until: date | None = None
    sources: tuple[str, ...] = ()
    min_score: float | None = None
    reports: tuple[str, ...] = ()


def fold_words(*names: str) -> str:
    """Names as one row of plain words, for `has_words`.

    >>> fold_words("Jabhat al-Nusra", "the group")
    ' jabhat al nusra | the group '
    """
    return f" {' | '.join(dict.fromkeys(plain(name) for name in names))} "


def has_words(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether a folded column holds these words, whole and in this order."""
    asked = plain(text).replace("|", " ")
    return column.contains(f" {asked} ", autoescape=True)


def _takes_part(named: Named, roles: tuple[str, ...]) -> ColumnElement[bool]:
    fits: list[ColumnElement[bool]] = [has_words(ref.c.folded, named.text)]
    ids = named.ids | {named.text}
    fits.append(ref.c.key.in_(sorted(ids)))
    return exists(select(1).where(ref.c.statement == statement.c.id, ref.c.role.in_(roles), or_(*fits)))


def _in_time(since: date | None, until: date | None) -> list[ColumnElement[bool]]:
    if since is None and until is None:
        return []
    out: list[ColumnElement[bool]] = [
        or_(statement.c.first_day.is_not(None), statement.c.last_day.is_not(None))
    ]
    if since is not None:
        out.append(or_(statement.c.last_day.is_(None), statement.c.last_day >= since.isoformat()))
    if until is not None:
        out.append(or_(statement.c.first_day.is_(None), statement.c.first_day <= until.isoformat()))
    return out


def conditions(asked: StatementFilter) -> list[ColumnElement[bool]]:
    """The conditions of a filter, and that the statement is still made."""
    out: list[ColumnElement[bool]] = [ALIVE]
    for column, codes in (
        (statement.c.kind, asked.kinds),
        (statement.c.type, asked.types),
        (statement.c.status, asked.statuses),
    ):
        if codes:
            out.append(column.in_(codes))
    out += [_takes_part(named, ("agent", "target")) for named in asked.actors]
    out += [_takes_part(named, ("place",)) for named in asked.places]
    out += _in_time(asked.since, asked.until)
    for source in asked.sources:
        # SQLite folds only a to z; a publisher's name in other letters has to be given as it is written.
        publisher = document.c.source.icontains(source, autoescape=True)
        out.append(or_(publisher, _takes_part(Named(source), ("claim",))))
    if asked.min_score is not None:
        out.append(or_(statement.c.score >= asked.min_score, statement.c.judged == "accepted"))
    if asked.reports:
        out.append(or_(document.c.id.in_(asked.reports), document.c.origin.in_(asked.reports)))
    return out
