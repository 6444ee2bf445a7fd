"""Who decides, and why, as a verdict keeps it.

Flows in: what a person gives, or nothing. Flows out: a name, a reason. Refuses what is too long.
"""

from __future__ import annotations

import getpass
from typing import TypedDict

from imbroglio.errors import ImbroglioError

LONGEST = 2_000  # characters of a reason or a name


class Given(TypedDict):
    """By whom, and why."""

    by: str
    why: str


def who_decides() -> str:
    """The name that this machine knows the person by."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no account has this number, as in some containers
        return "somebody"


def given(by: str, why: str) -> Given:
    """By whom a verdict is given, and why; this machine's name for the person where none is given. Raises ImbroglioError."""
    for text in (by, why):
        if len(text) > LONGEST:
            raise ImbroglioError(f"A name or reason of {len(text):,} characters is too long; give {LONGEST:,} or fewer.")
    return Given(by=_writable(by) or who_decides(), why=_writable(why))


def _writable(text: str) -> str:
    """Text without halves of signs, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").strip()
