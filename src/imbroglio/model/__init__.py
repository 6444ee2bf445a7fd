"""Frozen values: what may be said, and where it was said. Nothing here reads, stores or decides."""

from imbroglio.model.codec import (
    document_from_json,
    document_to_json,
    statement_from_json,
    statement_to_json,
)
from imbroglio.model.document import Document, OffsetMap
from imbroglio.model.gist import Gist, Gists, gist_of
from imbroglio.model.statement import (
    Claim,
    Codes,
    Evidence,
    Kind,
    MadeBy,
    Quantity,
    Ref,
    RefKind,
    Statement,
    Status,
    When,
)
from imbroglio.model.trouble import Trouble

__all__ = [
    "Claim",
    "Codes",
    "Document",
    "Evidence",
    "Gist",
    "Gists",
    "Kind",
    "MadeBy",
    "OffsetMap",
    "Quantity",
    "Ref",
    "RefKind",
    "Statement",
    "Status",
    "Trouble",
    "When",
    "document_from_json",
    "document_to_json",
    "gist_of",
    "statement_from_json",
    "statement_to_json",
]
