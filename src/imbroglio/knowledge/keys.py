"""What joins the Refs of one actor or place before anything is resolved.

Flows in: a Ref, or its identity and name. Flows out: its key.
"""

from __future__ import annotations

from functools import lru_cache

from imbroglio.knowledge.fold import plain
from imbroglio.model import Ref


@lru_cache(maxsize=1 << 16)
def key_from(identity: str | None, name: str) -> str:
    """The identity where it is known, else the plain name.

    >>> key_from("actor:syria", "Damascus"), key_from(None, "Free  Army")
    ('actor:syria', 'name:free army')
    """
    return identity or f"name:{plain(name) or name}"


def key_of(ref: Ref) -> str:
    """The key of a Ref."""
    return key_from(ref.id, ref.name)
