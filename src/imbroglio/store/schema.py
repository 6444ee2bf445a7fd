"""The case's tables as this version knows them.

A statement's form is kept whole, as JSON; the columns beside it exist so that it can be found. Orders (`seq`,
`position`) are given by the writer and not by the database, so that the same tables stand in SQLite and in
PostgreSQL. The tables are made by `migrations`; a test holds the two together.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, text

metadata = MetaData()

migration = Table(
    "migration",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("made_with", Text, nullable=False),
    Column("applied_at", Text, nullable=False),
)

document = Table(
    "document",
    metadata,
    Column("id", Text, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("date", Text),
    Column("date_basis", Text, nullable=False),
    Column("source", Text),
    Column("url", Text),
    Column("language", Text),
    Column("origin", Text),
    Column("extra", Text, nullable=False),
    Column("received_at", Text, nullable=False),
    # What read it, and when; null until its statements are in the case.
    Column("read_with", Text),
    Column("read_at", Text),
    Index("document_sha256", "sha256"),
)

statement = Table(
    "statement",
    metadata,
    Column("id", Text, primary_key=True),
    Column("doc", Text, ForeignKey("document.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("score", Float, nullable=False),
    Column("form", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("made_with", Text, nullable=False),
    # A later reading that no longer finds the statement ends it; it is kept, since a person may have judged
    # it.
    Column("ended_with", Text),
    # What a person has decided on it, from the verdicts that stand: null, "accepted", "rejected", "amended" (another
    # stands in its place), "person" (a person's own), "undone" (a person's own that was taken back).
    Column("judged", Text),
    Index("statement_doc", "doc", "position"),
    Index("statement_type", "type"),
    Index("statement_days", "first_day", "last_day"),
    # In part only: an index with all the nulls would lead the planner astray (see `filters.ALIVE`).
    Index("statement_judged", "judged", sqlite_where=text("judged IS NOT NULL"), postgresql_where=text("judged IS NOT NULL")),
)

ref = Table(
    "ref",
    metadata,
    Column("statement", Text, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor_id", Text),
    Column("place_id", Text),
    Column("lat", Float),
    Column("lon", Float),
    # `key` joins what is the same: the identity where it is known, else the plain name. `folded` is searched
    # for words.
    Column("key", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Index("ref_key", "key", "role"),
)

mention = Table(
    "mention",
    metadata,
    Column("doc", Text, ForeignKey("document.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("identity", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("key", Text, nullable=False),
    Index("mention_key", "key"),
)

trouble = Table(
    "trouble",
    metadata,
    Column("id", Text, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("doc", Text, ForeignKey("document.id", ondelete="CASCADE")),
    Column("place", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("start", Integer),
    Column("stop", Integer),
    Column("fatal", Boolean, nullable=False),
    Index("trouble_doc", "doc"),
)

# What a person has decided, in the order of deciding; appended, never changed.
verdict = Table(
    "verdict",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("about", Text, nullable=False, server_default="actor"),
    Column("after", Text, nullable=False, server_default=""),
    Column("batch", Text, nullable=False, server_default=""),
)

# What weighing has worked out: incidents, actors, bonds and the rest, each whole as JSON. Nothing here is a source:
# it can be emptied at any time and worked out again.
record = Table(
    "record",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("form", Text, nullable=False),
    Index("record_order", "kind", "position"),
)

# Which actors, places and statements stand in a piece of the record.
record_key = Table(
    "record_key",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Index("record_key_key", "key", "kind"),
)

# Answers of costly steps by the digest of what went in, so that what has not changed is not worked out again.
part = Table(
    "part",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("form", Text, nullable=False),
)

# What the record was worked out from ("mark"), and the like.
note = Table(
    "note",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
