"""Exactly once by content: which reports are new, which are there already, and what each is called.

Flows in: the reports of all units, in the order of the inputs, whatever the order in which they were read. Flows out: for each whether it
is kept and under which id. The first in the order of the inputs wins; what an earlier run has published wins over both.

The rule is that of a case (docs/dataset.md): the same bytes are one report, of a row its id and its text. To it comes, for reports
without ids of their own, that the same text at the same address is one report: a page that was fetched twice, with other decoration
around the same text. The same text at two addresses stays two reports: whose word it is, is weighed, not dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Key:
    """By what a report is told from others.

    Attributes:
        id: the id it was given, or that its bytes give it.
        own_id: whether the input gave it.
    """

    id: str
    sha256: str
    text_sha256: str
    url: str | None
    own_id: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a report.

    Attributes:
        state: "new"; "known" (an earlier run has published it), "duplicate" (the same bytes came before), "same-page" (the same text at
            the same address came before).
        id: what it is called; else what the one is called that came before.
    """

    state: Literal["new", "known", "duplicate", "same-page"]
    id: str


class Settler:
    """Knows all reports so far; asked in the order of the inputs."""

    def __init__(self, published: Iterable[Key] = ()) -> None:
        self._id_of: dict[bytes, str] = {}
        self._page_of: dict[tuple[bytes, str], str] = {}
        self._ids: set[str] = set()
        self._earlier: set[bytes] = set()
        for key in published:
            self._keep(key, key.id)
            self._earlier.add(_digest(key.sha256))

    def settle(self, key: Key) -> Settled:
        """What becomes of a report.

        >>> settler = Settler()
        >>> a, b = Key("a", "00" * 32, "11" * 32, None, True), Key("a", "22" * 32, "33" * 32, None, True)
        >>> settler.settle(a).state, settler.settle(a).state, settler.settle(b).id
        ('new', 'duplicate', 'a-2222222222222222')
        """
        digest = _digest(key.sha256)
        same = self._id_of.get(digest)
        if same is not None:
            return Settled("known" if digest in self._earlier else "duplicate", same)
        page = _page(key)
        if page is not None and page in self._page_of:
            return Settled("same-page", self._page_of[page])
        id = key.id if key.id not in self._ids else f"{key.id}-{key.sha256[:16]}"
        self._keep(key, id)
        return Settled("new", id)

    def _keep(self, key: Key, id: str) -> None:
        self._id_of[_digest(key.sha256)] = id
        self._ids.add(id)
        page = _page(key)
        if page is not None:
            self._page_of[page] = id


def _digest(sha256: str) -> bytes:
    return bytes.fromhex(sha256)


def _page(key: Key) -> tuple[bytes, str] | None:
    return None if key.own_id or not key.url else (_digest(key.text_sha256), key.url)
