"""Verdicts, and the record that weighing works out: what stands in the case beside reports and statements.

Flows in: verdicts of a person; values of `model.record` with the keys they are found by. Flows out: the same
values, in the order in which they were put.

What always holds:
* A verdict is appended and never changed; what takes one back is another verdict.
* The record is replaced as a whole, in one transaction with the mark of what it was worked out from: nobody sees
  half of an old record and half of a new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update

from imbroglio import __version__
from imbroglio.errors import Conflict, NotFound
from imbroglio.knowledge.fold import plain
from imbroglio.model.record import (
    About,
    Action,
    Actor,
    Bond,
    ControlSpell,
    Dispute,
    History,
    Incident,
    Link,
    Origins,
    Place,
    Tally,
    Verdict,
)
from imbroglio.model.verdicts import NO_VERDICT, judge, last_touching
from imbroglio.store import judging, rows
from imbroglio.store.case import Case
from imbroglio.store.filters import ALIVE
from imbroglio.store.schema import document, note, part, record, record_key, statement, verdict

T = TypeVar("T")
N = TypeVar("N", Actor, Place)
KINDS: dict[str, type] = {
    "actor": Actor,
    "place": Place,
    "tally": Tally,
    "link": Link,
    "history": History,
    "incident": Incident,
    "bond": Bond,
    "spell": ControlSpell,
    "dispute": Dispute,
    "origin": Origins,
}
_CHUNK = 500
_BATCH = 20_000  # keys that are held before they are written
_MARK = "mark"


@dataclass(frozen=True, slots=True)
class Piece:
    """A value on its way into the record: its id, the keys it is found by, and itself."""

    kind: str
    id: str
    value: Any
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides, on its way into the case; the fields are those of a `Verdict`."""

    action: Action
    subject: str
    object: str = ""
    after: str = ""


class Record:
    """The record of an open case."""

    def __init__(self, case: Case) -> None:
        self._case = case

    # ---- verdicts ------------------------------------------------------------------------------------------

    @property
    def case(self) -> Case:
        """The case whose record it is."""
        return self._case

    def add_verdict(
        self,
        action: Action,
        subject: str,
        object: str = "",
        *,
        by: str,
        why: str = "",
        about: About = "actor",
        after: str = "",
        expected: str | None = None,
        keys: Iterable[str] | None = None,
    ) -> Verdict:
        """Append one verdict; as `add_verdicts` does."""
        return self.add_verdicts([Decision(action, subject, object, after)], about=about, by=by, why=why, expected=expected, keys=keys)[0]

    def add_verdicts(
        self,
        decisions: Sequence[Decision],
        *,
        about: About,
        by: str,
        why: str = "",
        expected: str | None = None,
        keys: Iterable[str] | None = None,
    ) -> list[Verdict]:
        """Append what a person has decided in one act: all of it, with what statements come to by it, or nothing.

        Args:
            decisions: at least one.
            about: what they are about.
            by, why: who decides, and the reason.
            expected: the etag of `keys` as it was when they were shown; None: whatever it is now.
            keys: what is decided on, as `etag` takes them; None: all that a verdict was given on.

        Raises:
            Conflict: somebody has decided on it since.
            CaseError: the case cannot be written.
        """
        with self._case.writing() as connection:
            held = _lean_verdicts(connection)
            _expect(held, about, keys, expected)
            last = int(held[-1].id[1:]) if held else 0
            told = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "by": by, "why": why, "about": about}
            made = [
                {
                    "seq": seq,
                    "action": d.action,
                    "subject": d.subject,
                    "object": d.object,
                    "after": d.after,
                    "batch": f"v{last + 1}",
                    **told,
                }
                for seq, d in enumerate(decisions, start=last + 1)
            ]
            connection.execute(insert(verdict), made)
            verdicts = [_verdict_of(row) for row in made]
            if about == "statement":
                own = [rows.own_from(v.after) for v in verdicts if v.action in ("amend", "add")]
                judging.put_own(connection, own)
                judging.settle(connection, judge(held), judge([*held, *verdicts]))
        return verdicts

    def expect(self, about: About, keys: Iterable[str] | None, expected: str | None) -> None:
        """Raise Conflict where somebody has decided on these since they were shown; takes what `add_verdicts` does.

        `add_verdicts` looks again, in the transaction that writes; this is for who looks at more than the verdicts before.
        """
        if expected is not None:
            with self._case.reading() as connection:
                _expect(_lean_verdicts(connection), about, keys, expected)

    def etag(self, about: About, *keys: str) -> str:
        """The last verdict that touches any of these, an undo by what it takes back; "v0" where there is none.

        Args:
            about: what the keys are of.
            keys: ids of statements; keys of an actor's or a place's members; ids of an incident's statements.
        """
        with self._case.reading() as connection:
            return last_touching(_lean_verdicts(connection), about, keys)

    def verdicts(self) -> list[Verdict]:
        """Every verdict, in the order of deciding, those taken back and those that take back among them."""
        with self._case.reading() as connection:
            found = connection.execute(select(verdict).order_by(verdict.c.seq)).all()
        return [_verdict_of(row._asdict()) for row in found]

    # ---- the record ----------------------------------------------------------------------------------------

    def mark(self) -> str:
        """What a record worked out now would be worked out from: statements, reports, verdicts, version."""
        with self._case.reading() as connection:
            alive = select(func.count(), func.sum(statement.c.score)).where(ALIVE)
            facts: list[Any] = [__version__, *connection.execute(alive).one()]
            facts += connection.execute(select(func.count(), func.max(document.c.read_at)).select_from(document)).one()
            facts.append(connection.execute(select(func.max(verdict.c.seq))).scalar())
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]

    def note(self, name: str) -> str | None:
        """A note of the record by name, such as the rule by which tolls were weighed; None where there is none."""
        with self._case.reading() as connection:
            return connection.execute(select(note.c.value).where(note.c.name == name)).scalar()

    def is_current(self) -> bool:
        """Whether the record was worked out from what the case holds now."""
        return self.note(_MARK) == self.mark()

    def replace(self, pieces: Iterable[Piece], mark: str, notes: Mapping[str, str]) -> dict[str, int]:
        """Put a new record in the place of the old one, at once or not at all.

        Args:
            pieces: the new record, in its order.
            mark: `mark()` as it was before the statements were fetched.
            notes: what else is to be known of it.

        Returns how many pieces were written or taken away, by kind; only what differs is written.
        """
        changed: dict[str, int] = dict.fromkeys(KINDS, 0)
        with self._case.writing() as connection:
            old = {
                (row.kind, row.id): (row.position, row.form)
                for row in connection.execute(select(record.c.kind, record.c.id, record.c.position, record.c.form))
            }
            batch = _Batch()
            for position, piece in enumerate(pieces):
                form = msgspec.json.encode(piece.value).decode()
                before = old.pop((piece.kind, piece.id), None)
                if before is not None and before[1] == form:
                    if before[0] != position:
                        batch.moved.append({"of": piece.kind, "which": piece.id, "position": position})
                    continue
                changed[piece.kind] += 1
                if before is not None:
                    batch.gone.append((piece.kind, piece.id))
                batch.fresh.append({"kind": piece.kind, "id": piece.id, "position": position, "form": form})
                batch.keys += [{"kind": piece.kind, "id": piece.id, "key": key} for key in dict.fromkeys(piece.keys)]
                if len(batch.keys) >= _BATCH:
                    batch.write(connection)
            for kind, _ in old:
                changed[kind] = changed.get(kind, 0) + 1
            batch.gone += sorted(old)
            batch.write(connection)
            connection.execute(delete(note))
            connection.execute(insert(note), [{"name": n, "value": v} for n, v in sorted({**notes, _MARK: mark}.items())])
        return changed

    def count(self, kind: str) -> int:
        """How many pieces of a kind the record holds."""
        with self._case.reading() as connection:
            asked = select(func.count()).select_from(record).where(record.c.kind == kind)
            return int(connection.execute(asked).scalar_one())

    def all(self, kind: type[T]) -> Iterator[T]:
        """Every piece of a kind, in order."""
        name = _name_of(kind)
        decoder = msgspec.json.Decoder(kind)
        after = -1
        while True:
            with self._case.reading() as connection:
                asked = (
                    select(record.c.form, record.c.position)
                    .where(record.c.kind == name, record.c.position > after)
                    .order_by(record.c.position)
                    .limit(_CHUNK)
                )
                page = connection.execute(asked).all()
            yield from (decoder.decode(row.form) for row in page)
            if len(page) < _CHUNK:
                return
            after = page[-1].position

    def with_key(self, kind: type[T], keys: Iterable[str]) -> list[T]:
        """The pieces of a kind that any of these actors, places or statements stands in, in order."""
        asked_keys = sorted(set(keys))
        found: dict[int, str] = {}
        with self._case.reading() as connection:
            for at in range(0, len(asked_keys), _CHUNK):
                some = asked_keys[at : at + _CHUNK]
                asked = (
                    select(record.c.position, record.c.form)
                    .join(record_key, (record_key.c.kind == record.c.kind) & (record_key.c.id == record.c.id))
                    .where(record.c.kind == _name_of(kind), record_key.c.key.in_(some))
                )
                found.update((row.position, row.form) for row in connection.execute(asked))
        decoder = msgspec.json.Decoder(kind)
        return [decoder.decode(found[position]) for position in sorted(found)]

    def get(self, kind: type[T], id_prefix: str) -> T:
        """The one piece of a kind whose id starts so. Raises NotFound."""
        name = _name_of(kind)
        with self._case.reading() as connection:
            asked = (
                select(record.c.id, record.c.form)
                .where(record.c.kind == name, record.c.id.startswith(id_prefix, autoescape=True))
                .order_by(record.c.id)
                .limit(2)
            )
            found = connection.execute(asked).all()
        if not found:
            raise NotFound(f"The record holds no {name} '{id_prefix}'; 'imbroglio {name}s' lists those that it holds.")
        if len(found) > 1 and found[0].id != id_prefix:
            raise NotFound(f"Several {name}s have ids that start with '{id_prefix}'; give more signs of the one meant.")
        return msgspec.json.decode(found[0].form, type=kind)

    def actor(self, asked: str) -> Actor:
        """The actor of that key, or that bears that name. Raises NotFound where there is none, or several."""
        return _named(asked, "actor", list(self.all(Actor)), lambda a: (a.name, *(n.name for n in a.names)))

    def place(self, asked: str) -> Place:
        """The place of that key, or that bears that name; of several the most exact, then the most told of.

        Raises NotFound where there is none.
        """
        held = sorted(self.all(Place), key=lambda p: (p.precision or 9, -p.statements, p.key))
        return _named(asked, "place", held, lambda p: (p.name, *p.names), first=True)

    def member(self, whole: Actor | Place, asked: str) -> str:
        """The key among the members of an actor or place that is meant by a key or a name. Raises NotFound."""
        wanted = plain(asked)
        bare = {key: plain(key.partition(":")[2].partition("@")[0]) for key in whole.members}
        found = [k for k in whole.members if k == asked] or [k for k in whole.members if bare[k] == wanted]
        if len(found) == 1:
            return found[0]
        raise NotFound(f"'{asked}' names no one member of {whole.name}; name one by its key: {', '.join(whole.members)}.")

    # ---- parts ---------------------------------------------------------------------------------------------

    def parts(self, kind: str) -> dict[str, str]:
        """The answers of a costly step, by the digest of what went in."""
        with self._case.reading() as connection:
            found = connection.execute(select(part.c.digest, part.c.form).where(part.c.kind == kind))
            return {row.digest: row.form for row in found}

    def keep_parts(self, kind: str, new: Mapping[str, str], used: Iterable[str]) -> None:
        """Keep new answers, and let go of those that the last weighing did not use."""
        wanted = set(used) | set(new)
        with self._case.writing() as connection:
            held = set(connection.execute(select(part.c.digest).where(part.c.kind == kind)).scalars())
            gone = [{"gone": digest} for digest in sorted((held - wanted) | (held & new.keys()))]
            if gone:
                connection.execute(delete(part).where(part.c.kind == kind, part.c.digest == bindparam("gone")), gone)
            fresh = [{"kind": kind, "digest": d, "form": f} for d, f in sorted(new.items())]
            if fresh:
                connection.execute(insert(part), fresh)


def _named(asked: str, noun: str, held: Sequence[N], names: Callable[[N], Iterable[str]], *, first: bool = False) -> N:
    by_key = [h for h in held if asked in (h.key, f"{noun}:{h.key}", h.key.partition(":")[2]) or asked in h.members]
    wanted = plain(asked)
    # The name it goes by counts before those that it also bears: "Aleppo" is the city before the governorate.
    steps = (
        [h for h in by_key if h.key == asked] or by_key,
        [h for h in held if plain(h.name) == wanted],
        [h for h in held if any(plain(name) == wanted for name in names(h))],
        [h for h in held if f" {wanted} " in f" {plain(h.name)} "],
    )
    found = next((step for step in steps if step), [])
    if len(found) == 1 or (first and found):
        return found[0]
    if not found:
        raise NotFound(f"The record holds no {noun} '{asked}'; 'imbroglio {noun}s' lists those that it holds.")
    some = ", ".join(f"'{h.key}' ({h.name})" for h in found[:6])
    raise NotFound(f"'{asked}' is the name of several {noun}s; name one by its key: {some}{', ...' if len(found) > 6 else ''}.")


def _name_of(kind: type) -> str:
    return next(name for name, held in KINDS.items() if held is kind)


def _verdict_of(row: Mapping[str, Any]) -> Verdict:
    rest = {key: row[key] for key in ("at", "by", "action", "subject", "object", "why", "about", "after", "batch")}
    return Verdict(id=f"v{row['seq']}", **rest)


def _expect(held: Sequence[Verdict], about: About, keys: Iterable[str] | None, expected: str | None) -> None:
    if expected is None:
        return
    latest = held[-1].id if held else NO_VERDICT
    found = latest if keys is None else last_touching(held, about, keys)
    if found != expected:
        raise Conflict(expected, found)


def _lean_verdicts(connection: Connection) -> list[Verdict]:
    """All verdicts with what they decide: without by whom, when and why, and without the statements that persons have made."""
    after = case((verdict.c.about == "incident", verdict.c.after), else_="")
    columns = (verdict.c.seq, verdict.c.action, verdict.c.subject, verdict.c.object, verdict.c.about, after, verdict.c.batch)
    found = connection.execute(select(*columns).order_by(verdict.c.seq)).all()
    return [
        Verdict(f"v{seq}", "", "", action, subject, object, "", about, after, batch)
        for seq, action, subject, object, about, after, batch in found
    ]


@dataclass(slots=True)
class _Batch:
    """Changes of the record that are written together: pieces that go, or go and come anew, or only move."""

    gone: list[tuple[str, str]] = field(default_factory=list)
    fresh: list[dict[str, Any]] = field(default_factory=list)
    moved: list[dict[str, Any]] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)

    def write(self, connection: Connection) -> None:
        """Write them, and hold them no longer."""
        drop = [{"of": kind, "which": id} for kind, id in self.gone]
        for table in (record, record_key) if drop else ():
            which = (table.c.kind == bindparam("of")) & (table.c.id == bindparam("which"))
            connection.execute(delete(table).where(which), drop)
        if self.moved:
            where = (record.c.kind == bindparam("of")) & (record.c.id == bindparam("which"))
            connection.execute(update(record).where(where).values(position=bindparam("position")), self.moved)
        if self.fresh:
            connection.execute(insert(record), self.fresh)
        if self.keys:
            connection.execute(insert(record_key), self.keys)
        self.gone, self.fresh, self.moved, self.keys = [], [], [], []
