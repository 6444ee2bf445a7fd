"""Plain text and Markdown to a Draft.

Plain text stays exactly as it was decoded. Markdown loses its front matter (which gives title, date, source
and url) and its marks; its words stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from imbroglio.intake.dating import find_day
from imbroglio.intake.decoding import decode
from imbroglio.intake.draft import Draft, hash_bytes, one_line, remark
from imbroglio.model import Trouble

_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\r?\n(.{0,20000}?)\r?\n\1[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"^([A-Za-z_][\w -]{0,40}?)[ \t]*[:=][ \t]*(.*)$")
_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ \t]+(.*)$")
_LINE_MARK = re.compile(r"^[ ]{0,3}(?:>[ ]?)+")
_BULLET = re.compile(r"^([ \t]*)[*+-][ \t]+(?=\S)")
_RULE = re.compile(r"^[ ]{0,3}([-*_=])(?:[ \t]*\1){2,}[ \t]*$")
_INLINE = (
    (re.compile(r"<!--.{0,5000}?-->"), ""),
    (re.compile(r"</?[A-Za-z][^<>\n]{0,500}>"), ""),
    (
        re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\)"),
        "",
    ),  # an image says nothing to a reader of text
    (re.compile(r"\[([^\[\]\n]{1,1000})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])"), r"\1"),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,1000}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_\n]{1,1000}?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`{1,3}([^`\n]{1,1000})`{1,3}"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>-])"), r"\1"),
)


def read_plain(data: bytes, where: str) -> Iterator[Draft | Trouble]:
    """A text file as one Draft."""
    decoded = decode(data)
    yield Draft(decoded.text, where, hash_bytes(data), troubles=decoded.trouble(where))


def read_markdown(data: bytes, where: str) -> Iterator[Draft | Trouble]:
    """A Markdown file as one Draft: words without marks, title from front matter or the first heading."""
    decoded = decode(data)
    troubles = list(decoded.trouble(where))
    front, body = split_front_matter(decoded.text)
    text, heading = strip_marks(body)
    day = find_day(front.get("date", ""))
    if front.get("date") and day is None:
        troubles.append(
            remark(
                where,
                "date-unclear",
                f"its date '{front['date'][:60]}' is no day that can be read in one way.",
            )
        )
    yield Draft(
        text,
        where,
        hash_bytes(data),
        title=one_line(front.get("title")) or heading,
        date=day,
        date_basis="metadata" if day else "",
        source=one_line(front.get("source") or front.get("publisher") or front.get("author")),
        url=one_line(front.get("url") or front.get("link")),
        troubles=tuple(troubles),
    )


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""The entries of a YAML or TOML front matter (one line each; nothing nested), and the rest.

    >>> split_front_matter("---\ntitle: 'River crossed'\n---\nTroops crossed.")
    ({'title': 'River crossed'}, 'Troops crossed.')
    """
    found = _FRONT.match(text)
    if found is None:
        return {}, text
    entries: dict[str, str] = {}
    for line in found[2].splitlines():
        if entry := _ENTRY.match(line):
            entries[entry[1].strip().lower()] = entry[2].strip().strip("\"'")
    return entries, text[found.end() :]


def strip_marks(text: str) -> tuple[str, str | None]:
    r"""Markdown as words, and its first heading.

    >>> strip_marks("# River crossed\n\n**Troops** crossed the [Orl](http://x.y) on *Monday*.")
    ('River crossed\n\nTroops crossed the Orl on Monday.', 'River crossed')
    """
    lines: list[str] = []
    title: str | None = None
    for line in text.splitlines():
        if _RULE.match(line) or line.lstrip().startswith(("```", "~~~")):
            lines.append("")
            continue
        line = _BULLET.sub(r"\1", _LINE_MARK.sub("", line))
        heading = _HEADING.match(line)
        line = heading[1].rstrip().rstrip("#").rstrip() if heading else line
        for pattern, kept in _INLINE:
            line = pattern.sub(kept, line)
        if heading and title is None:
            title = one_line(line)
        lines.append(line)
    return "\n".join(lines), title
