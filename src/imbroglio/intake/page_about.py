"""What a page says of itself: title, publisher, address, and the day it was published.

Flows in: a page's tree. Flows out: About, with what trafilatura's own metadata would give for these fields, value for value.
Its metadata take as long as the main text, most of it for authors, tags and licences, which no report has a place for;
so they are put together here of its parts.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from imbroglio.intake.draft import PARSER_FAULTS


@dataclass(frozen=True, slots=True)
class About:
    """What a page says of itself, each None where it says nothing."""

    title: str | None
    day: str | None
    publisher: str | None
    url: str | None


def read_about(tree: Any) -> About:
    """What the head of a page, its JSON-LD and its headline say; `tree` is lxml's."""
    from htmldate import find_date

    parts: Any = import_module("trafilatura.metadata")  # by name: not all that it uses is its own
    found: Any = parts.examine_meta(tree)
    with suppress(*PARSER_FAULTS):  # JSON-LD of a form that nobody expects
        found = parts.extract_meta_json(tree, found)
    if not found.title:
        found.title = parts.extract_title(tree)
    if not found.url:
        found.url = parts.extract_url(tree, None)
    hostname = parts.extract_domain(found.url, fast=True) if found.url else None
    day = find_date(tree, extensive_search=False, original_date=True, url=found.url)
    name = found.sitename or parts.extract_sitename(tree)
    if name:
        name = name.lstrip("@")
        if name and "." not in name and not name[0].isupper():
            name = name.title()
    elif found.url and (host := parts.META_URL.match(found.url)):
        name = host[1]
    found.sitename, found.hostname, found.date = name, hostname, day
    found.clean_and_trim()
    return About(found.title, found.date, found.sitename or found.hostname, found.url)
