"""Whose word an account is: outlets that repeat one monitor, one wire or one text are one independent source.

Flows in: reports as signatures of their words (`signature`), and accounts. Flows out: the origin of each account, and
the groups of reports that copy each other. The signature is a MinHash over word shingles (Broder 1997); reports that
share a band of it are compared, so that no pair is looked at that cannot be alike.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from imbroglio.knowledge.fold import plain
from imbroglio.model.record import Account, Actor

SHINGLE = 5  # words; shorter ones meet by chance, longer ones break at every edit
HASHES = 64
ROWS = 4  # of a band: 16 bands of 4 find four in five of the pairs that share half of their shingles
ALIKE = 0.5  # share of shingles from which a text is a copy with changes
_PRIME = np.uint64((1 << 61) - 1)
_MAX_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Text:
    """A report as lineage sees it."""

    doc: str
    outlet: str
    published: date | None
    signature: bytes


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Reports that copy each other, the earliest first; `origin` is whose word they are."""

    origin: str
    docs: tuple[str, ...]
    alike: float


@dataclass(frozen=True, slots=True)
class Lineage:
    """The origin of each account by its id, the groups of copies, and why, where it is not simply the outlet."""

    origin: dict[str, str]
    copies: tuple[CopyGroup, ...]
    reasons: dict[str, str]


def _multipliers() -> tuple[np.ndarray, np.ndarray]:
    rows = [hashlib.sha256(f"imbroglio lineage {n}".encode()).digest() for n in range(HASHES)]
    a = np.array([int.from_bytes(r[:4], "big") | 1 for r in rows], dtype=np.uint64)
    b = np.array([int.from_bytes(r[4:8], "big") for r in rows], dtype=np.uint64)
    return a, b


_A, _B = _multipliers()


def signature(text: str) -> bytes:
    """The MinHash of a text's word shingles, 64 hashes of 8 bytes; empty for a text too short to be told a copy."""
    words = plain(text).split()[:_MAX_WORDS]
    if len(words) < 4 * SHINGLE:
        return b""
    shingles = {" ".join(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}
    # 29 bits, so that the products below stay within 64.
    keys = [int.from_bytes(hashlib.blake2b(s.encode(), digest_size=4).digest(), "big") >> 3 for s in shingles]
    hashed = np.array(sorted(keys), dtype=np.uint64)
    mixed = (hashed[:, None] * _A[None, :] + _B[None, :]) % _PRIME
    return bytes(mixed.min(axis=0).astype(">u8").tobytes())


def alike(one: bytes, other: bytes) -> float:
    """The share of shingles that two signatures say two texts have in common."""
    first, second = np.frombuffer(one, dtype=">u8"), np.frombuffer(other, dtype=">u8")
    return float(np.mean(first == second))


def copies(texts: Iterable[Text]) -> tuple[CopyGroup, ...]:
    """Groups of reports that copy each other, through others too."""
    held = sorted((t for t in texts if t.signature), key=lambda t: (t.published or date.max, t.doc))
    leader = list(range(len(held)))

    def find(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    least: dict[int, float] = {}
    for one, other in sorted(_pairs(held)):
        share = alike(held[one].signature, held[other].signature)
        if share >= ALIKE:
            a, b = sorted((find(one), find(other)))
            leader[b] = a
            least[a] = min(share, least.get(a, 1.0), least.pop(b, 1.0)) if a != b else min(share, least.get(a, 1.0))
    groups: dict[int, list[Text]] = defaultdict(list)
    for n, text in enumerate(held):
        groups[find(n)].append(text)
    return tuple(
        CopyGroup(g[0].outlet or g[0].doc, tuple(t.doc for t in g), round(least[n], 3)) for n, g in sorted(groups.items()) if len(g) > 1
    )


def _pairs(held: Sequence[Text]) -> set[tuple[int, int]]:
    width = ROWS * 8
    found: set[tuple[int, int]] = set()
    for band in range(HASHES // ROWS):
        same: dict[bytes, list[int]] = defaultdict(list)
        for n, text in enumerate(held):
            same[text.signature[band * width : (band + 1) * width]].append(n)
        for group in same.values():
            # All are compared with the first: what is like it is in its group, what is not waits for another band.
            found.update((group[0], other) for other in group[1:])
    return found


def trace(texts: Iterable[Text], accounts: Iterable[Account], roster: Mapping[str, Actor]) -> Lineage:
    """Whose word each account is.

    Credited to a body or an official that has a name: that body's, whoever prints it; of several the furthest named.
    Credited to somebody without a name ("activists", "witnesses"), or in the report's own voice: the outlet's, or that of
    the report of which it is a copy.
    """
    groups = copies(texts)
    first = {doc: group.origin for group in groups for doc in group.docs}
    origin: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for a in accounts:
        named = [key for key in a.by if key in roster and roster[key].named]
        if named:
            origin[a.id] = _body(named[-1], roster)
            reasons[a.id] = "credited to it"
        elif a.doc in first and first[a.doc] != a.outlet:
            origin[a.id] = first[a.doc]
            reasons[a.id] = "its report copies one of theirs"
        else:
            origin[a.id] = first.get(a.doc) or a.outlet or a.doc
    return Lineage(origin, groups, reasons)


def _body(key: str, roster: Mapping[str, Actor]) -> str:
    """The body that somebody speaks for: a spokesman's word is his ministry's."""
    actor = roster[key]
    if actor.kind == "person" and actor.parents:
        return actor.parents[0]
    return key
