"""The case: one file that holds the reports, and every statement that was read from them.

Flows in: Documents with what was read from them. Flows out: documents, statements, troubles, and tallies over
them.

What always holds:
* A report counts as read only when its statements and the mark that says so have been committed together.
* Ids are hashes of content, so that reading again adds nothing twice.
* A reading by another version replaces the one before: what it no longer finds is ended, never deleted.
* What a person has decided on a statement outlives every reading; a person's own statement is never ended.
* What a method has returned from is on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.exc import DBAPIError

from imbroglio.errors import CaseError, NotFound
from imbroglio.model import Document, Gist, Gists, Ref, Statement, Trouble
from imbroglio.model.statement import PERSON
from imbroglio.model.verdicts import Judged
from imbroglio.store import judging, rows, tallies
from imbroglio.store.filters import ALIVE, StatementFilter, conditions
from imbroglio.store.migrations import CURRENT, level, migrate
from imbroglio.store.schema import document, mention, ref, statement, trouble
from imbroglio.store.sqlite import make_engine, plain_fault, settle_journal

_PAGE = 500
# To find where a page starts costs more the further on it is: who goes through all of a large case takes few.
_LONG_PAGE = 10_000
_FEWEST_SIGNS = 4


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


class Case:
    """An open case. Made by `open_case`; used as a context manager, or closed by `close`."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine
        self._bulk: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that reads, for this room only. Raises CaseError."""
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as fault:
            raise plain_fault(fault, self.path) from None

    @contextmanager
    def bulk(self) -> Iterator[None]:
        """Many writes as one: they are on the disk when the block is left, all of them, or none of them."""
        with self.writing() as connection:
            self._bulk = connection
            try:
                yield
            finally:
                self._bulk = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes, for this room only; all of it or nothing. Raises CaseError."""
        if self._bulk is not None:
            yield self._bulk
            return
        try:
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield connection
        except DBAPIError as fault:
            raise plain_fault(fault, self.path) from None

    def prepare(self, create: bool) -> None:
        """Bring the tables up to date.

        Raises CaseError where the file is no case of this version or an older one.
        """
        with self.reading() as connection:
            done = level(connection, str(self.path))
        if done == 0 and not create:
            raise CaseError(
                f"'{self.path}' holds nothing yet; fill it with: imbroglio read REPORTS... --case {self.path}"
            )
        if done < CURRENT:
            with self.writing() as connection:
                migrate(connection, str(self.path))

    # ---- writing -------------------------------------------------------------------------------------------

    def add_reading(
        self,
        doc: Document,
        statements: Sequence[Statement],
        *,
        read_with: str,
        mentions: Iterable[Mapping[str, Any]] = (),
        troubles: Iterable[Trouble] = (),
    ) -> None:
        """Record a report, all that was read from it and the mark that it is read, at once or not at all.

        Args:
            doc: the report.
            statements: all of its statements, in the order of the reading.
            read_with: what read it; a later reading with another mark replaces this one.
            mentions: rows of the layer `mentions`.
            troubles: all troubles about the report.

        Raises:
            CaseError: the case cannot be written, or holds other bytes under this id.
        """
        with self.writing() as connection:
            self._put_document(connection, doc, {"read_with": read_with, "read_at": _now()})
            self._put_statements(connection, doc.id, statements, read_with)
            connection.execute(delete(mention).where(mention.c.doc == doc.id))
            found = [rows.mention_row(doc.id, n, row) for n, row in enumerate(mentions)]
            if found:
                connection.execute(insert(mention), found)
            self._put_troubles(connection, doc.id, troubles)

    def add_document(self, doc: Document, troubles: Iterable[Trouble] = ()) -> None:
        """Record a report that is not read, with the troubles that say why.

        Raises CaseError as `add_reading` does.
        """
        with self.writing() as connection:
            self._put_document(connection, doc, {})
            self._put_troubles(connection, doc.id, troubles)

    def add_trouble(self, what: Trouble) -> None:
        """Record a trouble with an input that gave no report. Said again, it is kept once."""
        with self.writing() as connection:
            row = rows.trouble_row(what, None)
            if connection.execute(select(trouble.c.id).where(trouble.c.id == row["id"])).first() is None:
                connection.execute(insert(trouble), {**row, "seq": _next(connection, trouble.c.seq)})

    def _put_document(self, connection: Connection, doc: Document, mark: Mapping[str, str]) -> None:
        row = rows.document_row(doc)
        stored = connection.execute(select(document.c.sha256).where(document.c.id == doc.id)).scalar()
        if stored is None:
            whole = {**row, **mark, "received_at": _now(), "seq": _next(connection, document.c.seq)}
            connection.execute(insert(document), whole)
        elif stored != doc.sha256:
            raise CaseError(
                f"'{self.path}' holds another report under the id '{doc.id}'; give this one another id."
            )
        else:
            connection.execute(update(document).where(document.c.id == doc.id).values(**row, **mark))

    def _put_statements(
        self, connection: Connection, doc: str, statements: Sequence[Statement], read_with: str
    ) -> None:
        unique = {s.id: s for s in statements}
        # A person's own statements are none of the reader's: it neither finds nor ends them.
        read = (statement.c.doc == doc) & (statement.c.made_with != PERSON)
        known = set(connection.execute(select(statement.c.id).where(read)).scalars())
        gone = known - unique.keys()
        if gone:
            ended = update(statement).where(
                statement.c.id == bindparam("gone"), statement.c.ended_with.is_(None)
            )
            connection.execute(ended.values(ended_with=read_with), [{"gone": id} for id in sorted(gone)])
        if known & unique.keys():
            anew = delete(ref).where(ref.c.statement == bindparam("anew"))
            connection.execute(anew, [{"anew": id} for id in sorted(known & unique.keys())])
        refs, fresh = [], []
        for position, (id, s) in enumerate(unique.items()):
            row = rows.statement_row(s, position, read_with)
            if id in known:
                connection.execute(update(statement).where(statement.c.id == id).values(**row))
            else:
                fresh.append(row)
            refs += rows.ref_rows(s)
        if fresh:
            connection.execute(insert(statement), fresh)
        if refs:
            connection.execute(insert(ref), refs)
        judging.place_own(connection, doc)

    def _put_troubles(self, connection: Connection, doc: str, troubles: Iterable[Trouble]) -> None:
        connection.execute(delete(trouble).where(trouble.c.doc == doc))
        unique = {row["id"]: row for row in (rows.trouble_row(t, doc) for t in troubles)}
        for row in unique.values():
            connection.execute(delete(trouble).where(trouble.c.id == row["id"]))
            connection.execute(insert(trouble), {**row, "seq": _next(connection, trouble.c.seq)})

    # ---- reports and troubles ------------------------------------------------------------------------------

    def documents(self) -> Iterator[rows.StoredDocument]:
        """Every report, in the order in which they came."""
        after = -1
        while True:
            with self.reading() as connection:
                asked = _documents().where(document.c.seq > after).order_by(document.c.seq).limit(_PAGE)
                page = connection.execute(asked).all()
            yield from map(_stored, page)
            if len(page) < _PAGE:
                return
            after = page[-1].seq

    def document(self, id: str) -> rows.StoredDocument:
        """The report of that id. Raises NotFound."""
        found = self._find_document(document.c.id == id)
        if found is None:
            raise NotFound(f"The case holds no report '{id}'; 'imbroglio reports' lists those that it holds.")
        return found

    def find_document(
        self, *, id: str | None = None, sha256: str | None = None
    ) -> rows.StoredDocument | None:
        """The report of that id, or else of those bytes; None where the case holds none."""
        if id is not None and (found := self._find_document(document.c.id == id)) is not None:
            return found
        return self._find_document(document.c.sha256 == sha256) if sha256 else None

    def _find_document(self, condition: Any) -> rows.StoredDocument | None:
        with self.reading() as connection:
            row = connection.execute(_documents().where(condition).order_by(document.c.seq).limit(1)).first()
        return None if row is None else _stored(row)

    def troubles(self, doc: str | None = None) -> Iterator[Trouble]:
        """Every trouble, or those about one report, in the order in which they came."""
        asked = select(trouble).order_by(trouble.c.seq)
        with self.reading() as connection:
            found = connection.execute(asked if doc is None else asked.where(trouble.c.doc == doc)).all()
        yield from map(rows.trouble_of, found)

    # ---- statements ----------------------------------------------------------------------------------------

    def statements(self, asked: StatementFilter | None = None) -> Iterator[Statement]:
        """The statements that a filter asks for (without one: all), by report, then as they stand in it.

        They are fetched in pages, so that a reader who stops half way, or dawdles, holds no lock.
        """
        holds = conditions(asked or StatementFilter())
        yield from map(rows.statement_of, self._pages((statement.c.form, statement.c.because), holds, _PAGE))

    def gists(self) -> Iterator[Gist]:
        """All statements in the same order, less what only those need who show them: a third of the work and of the memory."""
        made = Gists().of
        for row in self._pages((statement.c.form,), conditions(StatementFilter()), _LONG_PAGE):
            yield made(rows.read_gist(row.form))

    def _pages(self, columns: Sequence[Any], holds: Sequence[Any], most: int) -> Iterator[Any]:
        after: tuple[int, int, str] = (-1, -1, "")
        at = tuple_(document.c.seq, statement.c.position, statement.c.id)
        while True:
            page_of = (
                select(*columns, document.c.seq, statement.c.position, statement.c.id)
                .join_from(statement, document)
                .where(*holds, document.c.seq >= after[0], at > after)
                .order_by(document.c.seq, statement.c.position, statement.c.id)
                .limit(most)
            )
            with self.reading() as connection:
                page = connection.execute(page_of).all()
            yield from page
            if len(page) < most:
                return
            after = (page[-1].seq, page[-1].position, page[-1].id)

    def statements_of(self, doc: str, dead: bool = False) -> Iterator[Statement]:
        """The statements of one report, by its id, as they stand in it; with `dead`, those that a person put aside, too."""
        fits = or_(ALIVE, statement.c.judged.in_(("rejected", "amended"))) if dead else ALIVE
        wanted = select(statement.c.form, statement.c.because).where(statement.c.doc == doc, fits)
        with self.reading() as connection:
            found = connection.execute(wanted.order_by(statement.c.position, statement.c.id)).all()
        yield from map(rows.statement_of, found)

    def judgements(self, ids: Iterable[str] | None = None) -> dict[str, Judged]:
        """What a person's verdicts say of statements, by id; of these, or of all. Those not judged are left out."""
        asked = select(statement.c.id, statement.c.judged).where(statement.c.judged.is_not(None))
        with self.reading() as connection:
            if ids is None:
                found = connection.execute(asked).all()
            else:
                wanted = sorted(set(ids))
                found = [
                    row
                    for at in range(0, len(wanted), _PAGE)
                    for row in connection.execute(asked.where(statement.c.id.in_(wanted[at : at + _PAGE])))
                ]
        return {row.id: row.judged for row in sorted(found, key=lambda row: row.id)}  # SQLite would walk the whole table for it

    def statements_at(self, places: Iterable[str]) -> list[Statement]:
        """The statements tied to any of these places (keys), by report, then as they stand in it."""
        tied = select(ref.c.statement).where(ref.c.role == "place", ref.c.key.in_(sorted(places)))
        wanted = (
            select(statement.c.form, statement.c.because)
            .join_from(statement, document)
            .where(statement.c.id.in_(tied), ALIVE)
            .order_by(document.c.seq, statement.c.position, statement.c.id)
        )
        with self.reading() as connection:
            return [rows.statement_of(row) for row in connection.execute(wanted)]

    def types_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The type of each statement, by its id."""
        wanted = sorted(set(ids))
        found: dict[str, str] = {}
        with self.reading() as connection:
            for at in range(0, len(wanted), _PAGE):
                asked = select(statement.c.id, statement.c.type).where(statement.c.id.in_(wanted[at : at + _PAGE]))
                found.update((row.id, row.type) for row in connection.execute(asked))
        return found

    def find_mention(self, doc: str, text: str, *, is_place: bool) -> Ref | None:
        """What a report names by these words, as the reader has it; None where it names nothing by them."""
        fits = (mention.c.kind == "place") if is_place else (mention.c.kind != "place")
        asked = select(mention).where(mention.c.doc == doc, mention.c.text == text, fits).order_by(mention.c.position)
        with self.reading() as connection:
            row = connection.execute(asked.limit(1)).first()
        return None if row is None else rows.mention_ref(row)

    def mention_counts(self) -> Iterator[tuple[str, str, int]]:
        """How often each report names each key."""
        asked = select(mention.c.doc, mention.c.key, func.count()).group_by(mention.c.doc, mention.c.key)
        with self.reading() as connection:
            found = connection.execute(asked.order_by(mention.c.doc, mention.c.key)).all()
        yield from ((doc, key, int(n)) for doc, key, n in found)

    def count(self, asked: StatementFilter | None = None) -> int:
        """How many statements a filter asks for."""
        counted = (
            select(func.count())
            .select_from(statement.join(document))
            .where(*conditions(asked or StatementFilter()))
        )
        with self.reading() as connection:
            return int(connection.execute(counted).scalar_one())

    def types(self) -> list[str]:
        """The types of statement that the case holds, in the order of letters."""
        asked = (
            select(statement.c.type)
            .distinct()
            .where(ALIVE)
            .order_by(statement.c.type)
        )
        with self.reading() as connection:
            return list(connection.execute(asked).scalars())

    def statement(self, id_prefix: str) -> Statement:
        """The one statement whose id starts so; one that was ended or put aside is found too. Raises NotFound."""
        asked = id_prefix.strip().lower()
        if len(asked) < _FEWEST_SIGNS or not asked.isalnum():
            raise NotFound(
                f"'{id_prefix}' is no id; give the first signs of one that 'imbroglio show' prints "
                "(4 or more)."
            )
        with self.reading() as connection:
            wanted = (
                select(statement)
                .where(statement.c.id.startswith(asked), func.coalesce(statement.c.judged, "") != "undone")
                .order_by(statement.c.id)
                .limit(2)
            )
            found = connection.execute(wanted).all()
        if not found:
            raise NotFound(
                f"The case holds no statement whose id starts with '{id_prefix}'; 'imbroglio show' "
                "lists them."
            )
        if len(found) > 1:
            raise NotFound(
                f"Several statements have ids that start with '{id_prefix}'; give more signs of the "
                "one meant."
            )
        return rows.statement_of(found[0])

    # ---- tallies -------------------------------------------------------------------------------------------

    def places(self) -> list[tallies.PlaceTally]:
        """The places of the case, those most is said of first."""
        with self.reading() as connection:
            return tallies.count_places(connection)

    def public_persons(self) -> frozenset[str]:
        """Keys of persons who act in public: known from a pack, or said to lead or to speak for somebody."""
        with self.reading() as connection:
            return tallies.find_public_persons(connection)


def _next(connection: Connection, column: Any) -> int:
    return int(connection.execute(select(func.coalesce(func.max(column), -1) + 1)).scalar_one())


def _documents() -> Select[Any]:
    alive = and_(statement.c.doc == document.c.id, ALIVE)
    statements = (
        select(func.count()).select_from(statement).where(alive).correlate(document).scalar_subquery()
    )
    troubles = (
        select(func.count())
        .select_from(trouble)
        .where(trouble.c.doc == document.c.id)
        .correlate(document)
        .scalar_subquery()
    )
    return select(document, statements.label("statements"), troubles.label("troubles"))


def _stored(row: Any) -> rows.StoredDocument:
    return rows.StoredDocument(
        rows.document_of(row), row.received_at, row.read_with, row.statements, row.troubles
    )


def open_case(path: Path | str, *, create: bool = False) -> Case:
    """Open the case at `path`; with `create`, make it where there is none.

    Raises:
        CaseError: there is no case, or it cannot be opened, or it is newer than this version.
    """
    path = Path(path)
    if path.is_dir():
        raise CaseError(
            f"'{path}' is a folder; name a file for the case, such as {path / 'record.imbroglio'}."
        )
    if not path.parent.is_dir():
        raise CaseError(
            f"The folder '{path.parent}' for the case does not exist; make it first, or name another "
            "with --case."
        )
    if not create and not path.exists():
        raise CaseError(
            f"There is no case at '{path}'; make it with: imbroglio read REPORTS... --case {path}"
        )
    settle_journal(path)
    case = Case(path, make_engine(path))
    case.prepare(create)
    return case
