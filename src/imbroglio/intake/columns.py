"""Which column (or JSON key) holds what: as the user says, else by the names in common use.

Flows in: the names an input has. Flows out: field of a report -> name. Refuses a mapping that names a field
no report has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from imbroglio.errors import IntakeError

FIELDS = ("text", "title", "date", "source", "url", "id")

# In order of preference; lower case with "_" for blanks and hyphens.
_COMMON: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "body", "full_text", "fulltext", "article_text", "article_body", "article_content", "content",
        "article", "report", "story", "raw_text", "plain_text", "notes", "description", "summary",
    ),
    "title": ("title", "headline", "article_title", "head", "heading", "subject"),
    "date": (
        "date", "publication_date", "published", "publish_date", "published_at", "date_published", "pub_date",
        "pubdate", "article_date", "datetime", "report_date", "event_date",
    ),
    "source": ("source", "publisher", "outlet", "source_name", "newspaper", "agency", "site", "domain"),
    "url": ("url", "link", "article_url", "source_url", "uri", "href"),
    "id": ("id", "doc_id", "docid", "document_id", "article_id", "report_id", "uid", "uuid", "event_id_cnty"),
}  # fmt: skip


def check_columns(columns: Mapping[str, str] | None) -> None:
    """Refuse a mapping whose fields are not those of a report.

    Raises:
        IntakeError: a field is unknown; the message lists those that exist.
    """
    for field in columns or {}:
        if field not in FIELDS:
            raise IntakeError(
                f"A report has no field '{field}'. Map columns to: {', '.join(FIELDS)} (as in text=body)."
            )


def choose_columns(names: Iterable[str], columns: Mapping[str, str] | None) -> dict[str, str]:
    """Field of a report to the name that holds it, for those that are there.

    >>> choose_columns(["Headline", "Body", "Published At"], None)
    {'text': 'Body', 'title': 'Headline', 'date': 'Published At'}
    >>> choose_columns(["Headline", "Body"], {"text": "headline"})
    {'text': 'Headline'}
    """
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(_plain(name), name)
    chosen: dict[str, str] = {}
    given = {field: _plain(name) for field, name in (columns or {}).items()}
    for field in FIELDS:
        candidates: tuple[str, ...] = (given[field],) if field in given else _COMMON[field]
        found = next((known[c] for c in candidates if c in known and known[c] not in chosen.values()), None)
        if found is not None:
            chosen[field] = found
    return chosen


def missing_columns(names: Iterable[str], columns: Mapping[str, str] | None) -> list[str]:
    """The columns that the user named and the input lacks."""
    known = {_plain(name) for name in names}
    return [name for name in (columns or {}).values() if _plain(name) not in known]


def _plain(name: str) -> str:
    return name.strip().strip("\ufeff").casefold().replace(" ", "_").replace("-", "_")
