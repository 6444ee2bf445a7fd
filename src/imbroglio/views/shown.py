"""Text that is safe to show, and whose names are not shown.

Flows in: text of reports, which may hold anything; Refs, with the keys of persons who act in public. Flows out: lines
without signs that steer a terminal or turn the reading direction; names without those of private persons (victims,
witnesses), which stay in the reports' text and out of tables and exports.
"""

from __future__ import annotations

import re

from imbroglio.knowledge.keys import key_of
from imbroglio.model import Ref

PRIVATE = "(a person)"
STEERING = "\x00-\x08\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_CONTROL = re.compile(f"[{STEERING}]")
_BLANK = re.compile(r"[\s\u2028\u2029]+")


def clean(text: str) -> str:
    """Text in one line without signs that steer a terminal.

    >>> clean("he said \\x1b[31mno\\x07\\n and left")
    'he said [31mno and left'
    """
    return _BLANK.sub(" ", _CONTROL.sub("", text)).strip()


def is_private(ref: Ref, public: frozenset[str]) -> bool:
    """Whether a Ref names a person who does not act in public."""
    return ref.kind == "person" and ref.id is None and key_of(ref) not in public


def name_of(ref: Ref, public: frozenset[str]) -> str:
    """A Ref's name; a private person's is left out."""
    return PRIVATE if is_private(ref, public) else clean(ref.name)
