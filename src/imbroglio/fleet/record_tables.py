"""The record of a dataset as Parquet: its tables, their columns, and the files they fill.

Flows in: the pieces of a record, in its order. Flows out: one folder for each table. `form` holds each piece in the JSON form that a
case keeps it in, to the byte; the other columns are there to search by. docs/dataset.md shows these tables; a test holds the two
together.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from imbroglio.fleet.folder import Folder
from imbroglio.fleet.partitions import put_table
from imbroglio.fleet.schema import Column, arrow_schema, pa
from imbroglio.model.record import Actor, Bond, ControlSpell, Dispute, Incident, Place
from imbroglio.store import Piece

Row = dict[str, Any]
_ROWS = 100_000  # of a file
_NAME = re.compile(r"[0-9a-f]{12}-\d{5}\.parquet")
_SEQ = Column("seq", "whole", "its place in the record; sort by it")
_FORM = Column("form", "text", "all of it, in the JSON form that a case keeps")
_STATEMENTS = Column("statements", "texts", "ids of the statements behind it")

INCIDENTS = (
    Column("id", "text", "the incident's id, as in a case"),
    _SEQ,
    Column("type", "text", "what it was, in the codebook's words"),
    Column("start", "day", "its first day"),
    Column("end", "day", "its last day, included"),
    Column("date_precision", "whole", "UCDP's precision of its days, 1 (a day) to 5; empty where nobody says them"),
    Column("place", "text", "name of its place"),
    Column("place_key", "text", "that place's key, as in `places/`"),
    Column("lat", "number", "its latitude, in degrees"),
    Column("lon", "number", "its longitude, in degrees"),
    Column("place_precision", "whole", "UCDP's precision of it, 1 (exact) to 7"),
    Column("agents", "texts", "names of those who acted"),
    Column("agent_keys", "texts", "their keys, as in `actors/`, in the same order"),
    Column("targets", "texts", "names of those to whom it was done"),
    Column("target_keys", "texts", "their keys, in the same order"),
    Column("dead_low", "whole", "killed, all sides together: the least that is said"),
    Column("dead_best", "whole", "the best figure, by the rule"),
    Column("dead_high", "whole", "the most that is said"),
    Column("rule", "text", "how the best figure was found: median, max or latest"),
    Column("accounts", "whole", "how many statements tell of it"),
    Column("independent_sources", "whole", "how many sources are behind them that do not repeat each other"),
    Column("sources", "texts", "these sources"),
    Column("outlets", "texts", "who publishes the reports"),
    Column("score", "number", "how sure it is that all of them are of one thing, 0 to 1"),
    Column("reasons", "texts", "why they were joined"),
    _STATEMENTS,
    _FORM,
)
CONTROL = (
    _SEQ,
    Column("place", "text", "the place's name"),
    Column("place_key", "text", "its key, as in `places/`"),
    Column("lat", "number", "its latitude, in degrees"),
    Column("lon", "number", "its longitude, in degrees"),
    Column("holder", "text", "name of who held it; `contested` or `unknown`"),
    Column("holder_key", "text", "the holder's key, as in `actors/`; `contested` or `unknown`"),
    Column("start", "day", "the first day"),
    Column("end", "day", "the last day, included"),
    Column("probability", "number", "how likely that is, on average over the days"),
    Column("basis", "text", "assessed (from all accounts) or claimed (as the parties say)"),
    _STATEMENTS,
    _FORM,
)
RELATIONS = (
    _SEQ,
    Column("tie", "text", "fights, backs, allied or part-of; `first` backs, or is part of, `second`"),
    Column("first", "text", "name of the one"),
    Column("first_key", "text", "its key, as in `actors/`"),
    Column("second", "text", "name of the other"),
    Column("second_key", "text", "its key"),
    Column("since", "day", "the first day of which it is told"),
    Column("until", "day", "the last"),
    Column("independent_sources", "whole", "how many sources say so that do not repeat each other"),
    Column("sources", "texts", "these sources"),
    Column("outlets", "texts", "who publishes the reports"),
    _STATEMENTS,
    _FORM,
)
DISPUTES = (
    Column("id", "text", "the dispute's id, as in a case"),
    _SEQ,
    Column("about", "text", "holder, perpetrator, toll or occurrence"),
    Column("subject", "text", "the id of the incident, or the key of the place"),
    Column("title", "text", "what it is about, in words"),
    Column("start", "day", "its first day"),
    Column("end", "day", "its last day"),
    Column("grade", "text", "confirmed, fair, weak, contested or discounted, as Airwars grades"),
    Column("positions", "texts", "what is said, one text a side"),
    _STATEMENTS,
    _FORM,
)
ACTORS = (
    Column("key", "text", "the actor's key"),
    _SEQ,
    Column("name", "text", "the name it goes by"),
    Column("kind", "text", "state, government, armed_group, coalition, organisation, person or people"),
    Column("named", "yes/no", "whether it has a name, or is only described"),
    Column("names", "texts", "all of its names"),
    Column("members", "texts", "keys that were joined into this one"),
    Column("countries", "texts", "ISO codes of the countries that it acts in or belongs to"),
    Column("parents", "texts", "keys of the bodies that it is part of"),
    Column("state", "text", "key of the state whose organ it is"),
    _FORM,
)
PLACES = (
    Column("key", "text", "the place's key"),
    _SEQ,
    Column("name", "text", "the name it goes by"),
    Column("names", "texts", "all of its names"),
    Column("lat", "number", "its latitude, in degrees"),
    Column("lon", "number", "its longitude, in degrees"),
    Column("precision", "whole", "UCDP's precision of it, 1 (exact) to 7"),
    Column("countries", "texts", "ISO codes"),
    Column("members", "texts", "keys that were joined into this one"),
    Column("mentioned", "whole", "how many statements are tied to it"),
    _FORM,
)
RECORD_TABLES: Mapping[str, tuple[Column, ...]] = {
    "incidents": INCIDENTS,
    "control": CONTROL,
    "relations": RELATIONS,
    "disputes": DISPUTES,
    "actors": ACTORS,
    "places": PLACES,
}
KINDS = {"incident": "incidents", "spell": "control", "bond": "relations", "dispute": "disputes", "actor": "actors", "place": "places"}


class RecordRows:
    """Makes rows of pieces. Actors and places come first in a record, and their names are remembered."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._places: dict[str, Place] = {}
        self._makers: dict[str, Callable[[Any], Row]] = {
            "incident": self._incident,
            "spell": self._spell,
            "bond": self._bond,
            "dispute": self._dispute,
            "actor": self._actor,
            "place": self._place,
        }

    def of(self, piece: Piece) -> Row | None:
        """The row of a piece, without its `seq`; None where its kind has no table."""
        maker = self._makers.get(piece.kind)
        return None if maker is None else {**maker(piece.value), "form": msgspec.json.encode(piece.value).decode()}

    def _name(self, key: str) -> str:
        return self._names.get(key) or key.partition(":")[2].partition("@")[0] or key

    def _incident(self, i: Incident) -> Row:
        agents, targets = (*i.sides, (), ())[:2]
        dead = next((t for t in i.deaths if not t.side), None)
        place = i.place
        return {
            "id": i.id, "type": i.type, "start": i.start, "end": i.end, "date_precision": i.date_precision,
            "place": place and place.name, "place_key": place and place.key, "lat": place and place.lat, "lon": place and place.lon,
            "place_precision": place and place.precision, "agents": [self._name(k) for k in agents], "agent_keys": list(agents),
            "targets": [self._name(k) for k in targets], "target_keys": list(targets), "dead_low": dead and dead.low,
            "dead_best": dead and dead.best, "dead_high": dead and dead.high, "rule": dead and dead.rule, "accounts": len(i.statements),
            "independent_sources": len(i.sources), "sources": list(i.sources), "outlets": list(i.outlets), "score": i.score,
            "reasons": list(i.reasons), "statements": list(i.statements),
        }  # fmt: skip

    def _spell(self, s: ControlSpell) -> Row:
        place = self._places.get(s.place)
        return {
            "place": place.name if place else self._name(s.place), "place_key": s.place, "lat": place and place.lat,
            "lon": place and place.lon, "holder": self._name(s.holder), "holder_key": s.holder, "start": s.start, "end": s.end,
            "probability": s.probability, "basis": s.basis, "statements": list(s.statements),
        }  # fmt: skip

    def _bond(self, b: Bond) -> Row:
        return {
            "tie": b.tie, "first": self._name(b.first), "first_key": b.first, "second": self._name(b.second), "second_key": b.second,
            "since": b.since, "until": b.until, "independent_sources": len(b.sources), "sources": list(b.sources),
            "outlets": list(b.outlets), "statements": list(b.statements),
        }  # fmt: skip

    def _dispute(self, d: Dispute) -> Row:
        return {
            "id": d.id, "about": d.about, "subject": d.subject, "title": d.title, "start": d.start, "end": d.end, "grade": d.grade,
            "positions": [p.value for p in d.positions],
            "statements": list(dict.fromkeys(id for p in d.positions for id in p.statements)),
        }  # fmt: skip

    def _actor(self, a: Actor) -> Row:
        self._names[a.key] = a.name
        return {
            "key": a.key, "name": a.name, "kind": a.kind, "named": a.named, "names": list(dict.fromkeys(n.name for n in a.names)),
            "members": list(a.members), "countries": list(a.countries), "parents": list(a.parents), "state": a.state,
        }  # fmt: skip

    def _place(self, p: Place) -> Row:
        self._places[p.key] = p
        return {
            "key": p.key, "name": p.name, "names": list(p.names), "lat": p.lat, "lon": p.lon, "precision": p.precision,
            "countries": list(p.countries), "members": list(p.members), "mentioned": p.statements,
        }  # fmt: skip


def write_record(folder: Folder, pieces: Iterable[Piece], mark: str) -> list[Row]:
    """Write the tables of a record; returns what a manifest says of their files. Raises DatasetError.

    Args:
        folder: where to.
        pieces: the record, in its order.
        mark: stands in the names of the files, so that those of another record are left as they are.
    """
    rows = RecordRows()
    held: dict[str, list[Row]] = {table: [] for table in RECORD_TABLES}
    following = dict.fromkeys(RECORD_TABLES, 0)
    files: list[Row] = []

    def put(table: str) -> None:
        schema = arrow_schema(RECORD_TABLES[table])
        number = sum(file["path"].startswith(f"{table}/") for file in files)
        made = pa.Table.from_pylist(held[table], schema=schema)
        files.append(put_table(folder, f"{table}/{mark}-{number:05d}.parquet", made))
        held[table] = []

    for piece in pieces:
        row = rows.of(piece)
        if row is None:
            continue
        table = KINDS[piece.kind]
        held[table].append({**row, "seq": following[table]})
        following[table] += 1
        if len(held[table]) >= _ROWS:
            put(table)
    for table, left in held.items():
        if left or not following[table]:
            put(table)
    return sorted(files, key=lambda file: str(file["path"]))


def is_record_file(path: str) -> bool:
    """Whether a path is that of a file that `write_record` names; nothing else is removed with a record."""
    table, _, name = path.partition("/")
    return table in RECORD_TABLES and _NAME.fullmatch(name) is not None


def record_mark(*parts: object) -> str:
    """A short hash of what a record was worked out from."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
