"""An e-mail (eml) or a page saved by a browser as one file (mhtml) to a Draft, by the standard library.

Flows in: bytes of a message. Flows out: one Draft from its plain text, else from its HTML; date, sender and
subject from its head. Attachments are not read, and a Trouble says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

from imbroglio.intake.dating import find_day
from imbroglio.intake.decoding import decode
from imbroglio.intake.draft import PARSER_FAULTS, Draft, hash_bytes, one_line, refuse, remark
from imbroglio.intake.limits import DEFAULT_LIMITS, Limits
from imbroglio.intake.page import draft_from_html
from imbroglio.model import Trouble

_PARSED_AT_ONCE = re.compile(rb"^content-[a-z-]{1,40}:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
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
    message = _open(data, where, limits)
    if isinstance(message, Trouble):
        return message
    body = message.get_body(preferencelist=("plain", "html"))
    if not isinstance(body, EmailMessage):
        return refuse(where, "no-text", "the e-mail holds no text.")
    text, troubles = _body_text(body, where)
    day = find_day(_header(message, "date") or "")
    draft = Draft(
        text,
        where,
        hash_bytes(data),
        title=_header(message, "subject"),
        date=day,
        date_basis="metadata" if day else "",
        source=_sender(_header(message, "from")),
        url=_header(message, "snapshot-content-location"),
        troubles=troubles + _attached(message, where),
    )
    return _with_page(draft, limits) if body.get_content_type() == "text/html" else draft


def _open(data: bytes, where: str, limits: Limits) -> EmailMessage | Trouble:
    """The parsed message, or why not to read it.

    The standard library takes minutes over a very long line of a head; those that it parses at once are
    measured in the raw bytes, the others when the parts are known.
    """
    sizes = [found.end() - found.start() for found in _PARSED_AT_ONCE.finditer(data)]
    if len(sizes) > limits.mail_parts * 3:
        parts = limits.mail_parts
        return refuse(
            where, "too-many-parts", f"the e-mail has more than {parts:,} parts, which is the limit."
        )
    if max(sizes, default=0) > limits.mail_header_chars:
        return _refuse_head(where, limits)
    message = message_from_bytes(data, policy=policy.default)
    if not message.keys():
        return refuse(where, "broken-mail", "it has no head of an e-mail (From, Date, Subject).")
    lengths = (len(value) for part in message.walk() for _, value in part.raw_items())
    if max(lengths, default=0) > limits.mail_header_chars:
        return _refuse_head(where, limits)
    return message


def _refuse_head(where: str, limits: Limits) -> Trouble:
    limit = limits.mail_header_chars
    return refuse(
        where, "broken-mail", f"a line of its head is longer than the limit of {limit:,} characters."
    )


def _with_page(draft: Draft, limits: Limits) -> Draft | Trouble:
    """The draft of a message whose text is a page: words without tags, and what only the page knows."""
    made = draft_from_html(draft.text, draft.where, draft.sha256, limits)
    if isinstance(made, Trouble):
        return made
    saved = (
        draft.url is not None
    )  # by a browser: the head says when and by what it was saved, the page the rest
    dated = made if made.date and (saved or draft.date is None) else draft
    return replace(
        draft,
        text=made.text,
        title=draft.title or made.title,
        date=dated.date,
        date_basis=dated.date_basis,
        source=made.source if saved else draft.source,
        url=draft.url or made.url,
        troubles=draft.troubles + made.troubles,
    )


def _attached(message: EmailMessage, where: str) -> tuple[Trouble, ...]:
    count = sum(1 for part in message.iter_attachments() if part.get_content_disposition() == "attachment")
    if not count:
        return ()
    message_text = f"{count} attached files were not read; give them by themselves."
    return (remark(where, "attachments-not-read", message_text),)


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
