"""An e-mail (eml) or a page saved by a browser as one file (mhtml) to a Draft, by the standard library.

Flows in: bytes of a message. Flows out: one Draft from its plain text, else from its HTML; date, sender and
subject from its head. Attachments are not read, and a Trouble says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage

from imbroglio.intake.dating import find_day
from imbroglio.intake.decoding import decode
from imbroglio.intake.draft import PARSER_FAULTS, Draft, hash_bytes, one_line, refuse, remark
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.intake.page import draft_from_html
from imbroglio.model import Trouble

_NAMED = re.compile(r"""^\s*"?(?P<name>[^"<>]*?)"?\s*<[^<>]*>\s*$""")


def read_mail(data: bytes, where: str, limits: Limits = DEFAULT_LIMITS) -> Iterator[Draft | Trouble]:
    """A message as one Draft."""
    try:
        yield _draft_of(data, where, limits)
    except PARSER_FAULTS as fault:
        yield refuse(
            where, "broken-mail", f"the e-mail is damaged and cannot be read ({type(fault).__name__})."
        )


def _draft_of(data: bytes, where: str, limits: Limits) -> Draft | Trouble:
    if data.upper().count(b"CONTENT-TYPE:") > limits.mail_parts:
        return refuse(
            where,
            "too-many-parts",
            f"the e-mail has more than {limits.mail_parts:,} parts, which is the limit.",
        )
    message = message_from_bytes(data, policy=policy.default)
    if not message.keys():
        return refuse(where, "broken-mail", "it has no head of an e-mail (From, Date, Subject).")
    longest = max(len(value) for part in message.walk() for _, value in [("", ""), *part.raw_items()])
    if longest > limits.mail_header_chars:  # the standard library takes minutes to parse such a line
        limit = limits.mail_header_chars
        return refuse(
            where, "broken-mail", f"a line of its head has {longest:,} characters; the limit is {limit:,}."
        )
    body = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(body, EmailMessage):
        return refuse(where, "no-text", "the e-mail holds no text.")
    text, troubles = _body_text(body, where)
    sha256 = hash_bytes(data)
    title, url = _header(message, "subject"), _header(message, "snapshot-content-location")
    day, basis = find_day(_header(message, "date") or ""), "metadata"
    source = _sender(_header(message, "from"))
    if body.get_content_type() == "text/html":
        made = draft_from_html(text, where, sha256, limits)
        if isinstance(made, Trouble):
            return made
        text, title, url = made.text, title or made.title, url or made.url
        if made.date and (
            day is None or url
        ):  # a saved page's head says when it was saved, its inside when published
            day, basis = made.date, made.date_basis
        source = made.source if url and made.source else source
        troubles += made.troubles
    attached = sum(1 for part in message.iter_attachments() if part.get_content_disposition() == "attachment")
    if attached:
        troubles += (
            remark(
                where,
                "attachments-not-read",
                f"{attached} attached files were not read; give them by themselves.",
            ),
        )
    return Draft(
        text,
        where,
        sha256,
        title=title,
        date=day,
        date_basis=basis if day else "",
        source=source,
        url=url,
        troubles=troubles,
    )


def _body_text(body: EmailMessage, where: str) -> tuple[str, tuple[Trouble, ...]]:
    """The text of a part: by its own charset where that holds, else decoded as any other bytes are."""
    payload = body.get_payload(decode=True)
    if not isinstance(payload, bytes):
        raise ValueError("a text part without a payload")
    charset = body.get_content_charset()
    if charset:
        try:
            return payload.decode(charset), ()
        except (LookupError, UnicodeError):
            pass
    decoded = decode(payload, charset)
    return decoded.text, decoded.trouble(where)


def _header(message: EmailMessage, name: str) -> str | None:
    """One header as a line. A head that the standard library cannot parse counts as absent."""
    try:
        return one_line(str(message.get(name, "")))
    except PARSER_FAULTS:
        return None


def _sender(value: str | None) -> str | None:
    """The name that a From line shows, else its address.

    >>> _sender('"Hill Radio" <desk@example.org>')
    'Hill Radio'
    """
    named = _NAMED.match(value or "")
    return (named["name"].strip() if named else None) or value
