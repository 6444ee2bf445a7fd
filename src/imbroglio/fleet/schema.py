"""The tables of a dataset: their columns, what each holds, and how they are written as Parquet.

Flows in: rows as `imbroglio.fleet.rows` makes them. Flows out: Arrow tables, and bytes of Parquet that are the same for the same rows.
docs/dataset.md shows these tables; a test holds the two together.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from imbroglio.fleet.extras import import_extra

pa = import_extra("pyarrow")
pq = import_extra("pyarrow.parquet")

MONTH = "month"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its type, what it holds."""

    name: str
    type: str
    what: str

    @property
    def arrow(self) -> Any:
        """The type in Arrow."""
        return _TYPES[self.type]


_TYPES: Mapping[str, Any] = {
    "text": pa.string(),
    "texts": pa.list_(pa.string()),
    "day": pa.date32(),
    "whole": pa.int64(),
    "number": pa.float64(),
    "yes/no": pa.bool_(),
}

STATEMENTS = (
    Column("id", "text", "the statement's id, as in a case"),
    Column("doc", "text", "the report's id"),
    Column("seq", "whole", "its place in the order of reports, and in its report; sort by it"),
    Column("report_date", "day", "the day on which the report was published"),
    Column("source", "text", "who publishes the report"),
    Column("url", "text", "where the report was found"),
    Column("kind", "text", "event, relation, control or figure"),
    Column("type", "text", "what it is about, in the codebook's words"),
    Column("plover", "text", "an event's PLOVER type"),
    Column("plover_mode", "text", "its PLOVER mode"),
    Column("cameo", "text", "its CAMEO code"),
    Column("acled_event", "text", "its ACLED event type"),
    Column("acled_sub_event", "text", "its ACLED sub-event type"),
    Column("ucdp_violence", "text", "its UCDP type of violence"),
    Column("agents", "texts", "names of those who act"),
    Column("agent_ids", "texts", "their ids, in the same order; empty where not known"),
    Column("agent_kinds", "texts", "their kinds, in the same order: `person` tells private persons apart"),
    Column("targets", "texts", "names of those to whom it is done"),
    Column("target_ids", "texts", "their ids, in the same order; empty where not known"),
    Column("target_kinds", "texts", "their kinds, in the same order"),
    Column("place", "text", "name of its first place"),
    Column("place_id", "text", "that place's id in the gazetteer"),
    Column("lat", "number", "its latitude, in degrees"),
    Column("lon", "number", "its longitude, in degrees"),
    Column("place_precision", "whole", "UCDP's precision of it, 1 (exact) to 7"),
    Column("places", "texts", "names of all its places"),
    Column("start", "day", "its first day"),
    Column("end", "day", "its last day, included"),
    Column("time_text", "text", "the words that say when"),
    Column("precision", "text", "day, week, month, season, year or unknown"),
    Column("time_basis", "text", "stated, relative or publication"),
    Column("dead_low", "whole", "the least number killed, of the largest figure said"),
    Column("dead_high", "whole", "the most killed, of that figure; empty where it is open"),
    Column("injured_low", "whole", "the least number wounded, of the largest figure said"),
    Column("injured_high", "whole", "the most wounded, of that figure; empty where it is open"),
    Column("claim_by", "texts", "names of those who say so; none where the report does itself"),
    Column("stance", "text", "asserts, denies, accuses or doubts"),
    Column("hearsay", "yes/no", 'said "reportedly", by nobody named'),
    Column("status", "text", "actual, ongoing, planned, predicted, conditional or denied"),
    Column("score", "number", "the reader's own probability, 0 to 1"),
    Column("rule", "text", "which rule made it"),
    Column("trigger", "text", "the words that evoke it"),
    Column("evidence_start", "whole", "where its passage begins in the report's text"),
    Column("evidence_end", "whole", "where that ends"),
    Column("sentence", "text", "the passage, word for word"),
    Column("form", "text", "the statement in its published JSON form, whole"),
    Column("because", "text", "the reader's reasons, a JSON list"),
)

REPORTS = (
    Column("id", "text", "the report's id"),
    Column("seq", "whole", "its place in the order of the inputs; sort by it"),
    Column("sha256", "text", "of the raw bytes"),
    Column("text_sha256", "text", "of its text; of a page of an archive that was dropped at a glance, again of its bytes"),
    Column("state", "text", "read, dropped (by the screen), not-read (not in English) or failed"),
    Column("reason", "text", "why it was dropped, not read, or failed"),
    Column("title", "text", "its headline"),
    Column("date", "day", "the day on which it was published; empty where nobody says"),
    Column("date_basis", "text", "where that comes from: given, metadata, page or dateline"),
    Column("source", "text", "who publishes it"),
    Column("url", "text", "where it was found"),
    Column("language", "text", "ISO 639-1 code, as detected; not looked for where the screen drops it"),
    Column("origin", "text", "the input that it came from"),
    Column("extra", "text", "what else the input says of it, a JSON list of pairs"),
    Column("read_with", "text", "which version, packs and places read it"),
    Column("chars", "whole", "how long its text is; empty of a page of an archive that was dropped at a glance"),
    Column("statements", "whole", "how many statements were read from it"),
    Column("screen_score", "number", "how sure the screen is that it speaks of armed conflict"),
    Column("text", "text", "its text; of what was read or failed, and with --keep-texts of more"),
    Column("mentions", "text", "every actor and place that it names, a JSON list"),
)

TROUBLES = (
    Column("seq", "whole", "its place in the order in which they came; sort by it"),
    Column("doc", "text", "the report's id; empty where the input gave no report"),
    Column("place", "text", "the report's id, or the input"),
    Column("reason", "text", "a short code to count by"),
    Column("message", "text", "one plain sentence"),
    Column("start", "whole", "the first character concerned"),
    Column("end", "whole", "where that ends"),
    Column("fatal", "yes/no", "whether nothing could be read for it"),
)

UNITS = (
    Column("key", "text", "hash of what the unit is, and of how it was read"),
    Column("seq", "whole", "its place in the order of the inputs"),
    Column("reports", "whole", "reports that it gave"),
    Column("statements", "whole", "statements read from them"),
    Column("troubles", "whole", "troubles with them"),
    Column("intake", "number", "processor seconds spent on finding its texts, their days and ids"),
    Column("language", "number", "processor seconds spent on their languages"),
    Column("screen", "number", "processor seconds spent on what to drop"),
    Column("read", "number", "processor seconds spent on reading"),
    Column("write", "number", "processor seconds spent on making its tables"),
)

TABLES: Mapping[str, tuple[Column, ...]] = {"statements": STATEMENTS, "reports": REPORTS, "troubles": TROUBLES}

# What settling needs to know beside the columns; it stays behind when a unit is published.
STAGED = (Column("item", "whole", ""), Column("month", "text", ""))
STAGED_REPORTS = (Column("named", "text", ""), Column("own_id", "yes/no", ""))


def arrow_schema(columns: Iterable[Column]) -> Any:
    """Columns as an Arrow schema."""
    return pa.schema([(c.name, c.arrow) for c in columns])


def staged_schema(table: str) -> Any:
    """The schema of one of the tables while it waits for its turn."""
    return arrow_schema((*TABLES[table], *STAGED, *(STAGED_REPORTS if table == "reports" else ())))


def to_table(rows: list[dict[str, Any]], schema: Any) -> Any:
    """Rows as an Arrow table. Raises pyarrow's errors where a row has other columns."""
    names = schema.names
    if any(len(row) != len(names) for row in rows):
        raise ValueError("a row has not the columns of its table")
    columns = [pa.array([row[name] for row in rows], schema.field(name).type) for name in names]
    return pa.Table.from_arrays(columns, schema=schema)


def to_parquet(table: Any) -> bytes:
    """A table as Parquet, the same bytes for the same rows."""
    out = io.BytesIO()
    pq.write_table(table.combine_chunks(), out, compression="zstd", store_schema=False)
    return out.getvalue()


def from_parquet(data: bytes, columns: list[str] | None = None) -> Any:
    """A table from bytes of Parquet."""
    return pq.read_table(io.BytesIO(data), columns=columns)
