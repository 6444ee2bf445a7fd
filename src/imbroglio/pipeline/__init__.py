"""The one room that joins the stages: `reading` (inputs to statements) and `record` (statements to the record)."""

from imbroglio.pipeline.reading import (
    Outcome,
    Row,
    Summary,
    make_reader,
    prepare,
    read_reports,
    read_stream,
    reader_mark,
)

__all__ = ["Outcome", "Row", "Summary", "make_reader", "prepare", "read_reports", "read_stream", "reader_mark"]
