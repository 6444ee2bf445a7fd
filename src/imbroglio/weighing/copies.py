"""Copies: reports, passages and quotations that stand in more than one report, word for word or nearly.

Flows in: the signature of each report's words (`signature`), which a caller may keep. Flows out: groups of those that
are alike (`find_copies`). A signature is a MinHash over word shingles (Broder 1997), of the whole and of each passage;
only those that share a band of it are compared, so that the work grows with the reports and not with their pairs.
Numpy and not a library of MinHash, since a kept signature must not change with another's version.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from imbroglio.knowledge.fold import plain

VERSION = b"lin1"
SHINGLE = 5  # words; shorter runs meet by chance, longer ones break at every edit
HASHES = 64  # of a whole text: its likeness is known to about 0.06
PASSAGE_HASHES = 16
ROWS = 2  # hashes of a band: with these numbers, 99 in 100 pairs at the thresholds below share one
ALIKE_TEXT = 0.5  # share of shingles from which a text is another with changes
ALIKE_PASSAGE = 0.7  # a passage is short, so that one like it must be nearer
LEAST_WORDS = 12  # of a passage or quotation; "no one has claimed the attack" is anybody's
LEAST_TEXT = 20
MOST_WORDS = 50_000  # read of one report, for its memory's sake

_END = re.compile(r"[.!?…][\"”’')\]]*\s+|\n+")
_QUOTED = re.compile(r"[“\"]([^“”\"]{40,2000})[”\"]")
_Hashes = NDArray[np.uint64]
_Signs = NDArray[np.uint32]
CopyKind = Literal["text", "passage", "quotation"]


@dataclass(frozen=True, slots=True)
class Signed:
    """A report as copies are found from: no text, its signature."""

    doc: str
    published: date | None
    signature: bytes


@dataclass(frozen=True, slots=True)
class Copy:
    """What is alike: texts, passages or quotations of two or more reports.

    Attributes:
        kind: what of the reports is alike.
        members: report and place in it (the passage's or quotation's number, from 0; 0 for a text), earliest report first.
        alike: the least likeness by which one was put to the others, 0 to 1.
    """

    kind: CopyKind
    members: tuple[tuple[str, int], ...]
    alike: float


def _numbers(name: str, count: int) -> _Hashes:
    raw = hashlib.shake_256(f"imbroglio {name}".encode()).digest(8 * count)
    return np.frombuffer(raw, dtype=">u8").astype(np.uint64)


_FACTORS = _numbers("factors", HASHES) | np.uint64(1)
_SHIFTS = _numbers("shifts", HASHES)
_PLACES = _numbers("places", SHINGLE) | np.uint64(1)
_HALF = np.uint64(32)


@lru_cache(maxsize=1 << 17)
def _word(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def passages(text: str) -> list[str]:
    """The passages of a text, roughly: its sentences and lines. A slip costs a copy, never offsets.

    >>> passages("Jets hit Ard. Nine died there.")
    ['Jets hit Ard', 'Nine died there.']
    """
    return [p for p in (part.strip() for part in _END.split(text)) if p]


def quotations(text: str) -> list[str]:
    """The long quotations of a text, plain, in its order.

    >>> quotations('"No," he said. "We heard two aircraft above the mill and then the whole street was full of dust."')
    ['we heard two aircraft above the mill and then the whole street was full of dust']
    """
    # Straight marks do not tell an opening from a closing one: what a space borders lies between two quotations.
    found: list[str] = []
    at = 0
    while match := _QUOTED.search(text, at):
        words = plain(match[1]).split()
        if len(words) >= LEAST_WORDS and match[1][:1].strip() and match[1][-1:].strip():
            found.append(" ".join(words))
            at = match.end()
        else:
            at = match.start() + 1
    return found


def signature(text: str) -> bytes:
    """What is kept of a text's words to find its copies: about 1.5 kilobytes for 350 words."""
    parts = [[_word(w) for w in plain(p).split()] for p in passages(text)]
    words = np.array([w for part in parts for w in part][:MOST_WORDS], dtype=np.uint64)
    whole, rows, places = b"", b"", []
    if len(words) >= LEAST_TEXT:
        mixed = _mixed(words)
        whole = mixed.min(axis=0).astype(">u4").tobytes()
        bounds: list[int] = []
        start = 0
        for n, part in enumerate(parts):
            end = start + len(part)
            if len(part) >= LEAST_WORDS and end <= len(words):
                bounds += [start, end - SHINGLE + 1]
                places.append(n)
            start = end
        if places:
            padded = np.vstack([mixed[:, :PASSAGE_HASHES], np.full((1, PASSAGE_HASHES), 0xFFFFFFFF, dtype=np.uint32)])
            rows = np.minimum.reduceat(padded, bounds, axis=0)[::2].astype(">u4").tobytes()
    quoted = [hashlib.blake2b(q.encode("utf-8", "surrogatepass"), digest_size=8).digest() for q in quotations(text)]
    head = np.array([len(whole) // 4, len(places), len(quoted)], dtype=">u4").tobytes()
    return b"".join((VERSION, head, whole, np.array(places, dtype=">u4").tobytes(), rows, *quoted))


def _mixed(words: _Hashes) -> _Signs:
    """All hashes of all shingles of a row of words, one row for each shingle."""
    count = len(words) - SHINGLE + 1
    shingles = np.zeros(count, dtype=np.uint64)
    for n in range(SHINGLE):  # products run over 64 bits and wrap, alike on every machine
        shingles += words[n : n + count] * _PLACES[n]
    shingles ^= shingles >> _HALF
    return ((shingles[:, None] * _FACTORS + _SHIFTS) >> _HALF).astype(np.uint32)


def is_current(signed: bytes) -> bool:
    """Whether a kept signature can be compared with those made now."""
    return signed[: len(VERSION)] == VERSION


@dataclass(frozen=True, slots=True)
class _Parts:
    whole: _Signs
    places: list[int]
    rows: _Signs
    quoted: list[bytes]


def _parts(signed: bytes) -> _Parts:
    at = len(VERSION) + 12
    wholes, count, quotes = (int(n) for n in np.frombuffer(signed[len(VERSION) : at], dtype=">u4"))
    sizes = (4 * wholes, 4 * count, 4 * count * PASSAGE_HASHES, 8 * quotes)
    if not is_current(signed) or len(signed) != at + sum(sizes):
        raise ValueError("not a signature of this version; make it again from the text")
    cuts: list[bytes] = []
    for size in sizes:
        cuts.append(signed[at : at + size])
        at += size
    numbers = [np.frombuffer(c, dtype=">u4").astype(np.uint32) for c in cuts[:3]]
    places = [int(n) for n in numbers[1]]
    return _Parts(numbers[0], places, numbers[2].reshape(count, PASSAGE_HASHES), [cuts[3][n : n + 8] for n in range(0, len(cuts[3]), 8)])


def find_copies(signed: Iterable[Signed]) -> tuple[Copy, ...]:
    """What is alike in different reports, whole texts first, then passages and quotations.

    Each is compared with the first and the last of its band only, and joined through others. Reports without a day
    come after those with one.
    """
    held = sorted(signed, key=lambda s: (s.published or date.max, s.doc))
    parts = [_parts(s.signature) for s in held]
    texts = [(s.doc, 0) for s, p in zip(held, parts, strict=True) if len(p.whole)]
    rows = [(s.doc, place) for s, p in zip(held, parts, strict=True) for place in p.places]
    found = [
        *_groups("text", texts, [p.whole for p in parts if len(p.whole)], ALIKE_TEXT),
        *_groups("passage", rows, [p.rows for p in parts if p.places], ALIKE_PASSAGE),
    ]
    same: dict[bytes, list[tuple[str, int]]] = defaultdict(list)
    for s, p in zip(held, parts, strict=True):
        for n, quoted in enumerate(p.quoted):
            same[quoted].append((s.doc, n))
    found += [Copy("quotation", tuple(members), 1.0) for members in same.values() if len({doc for doc, _ in members}) > 1]
    return tuple(found)


def _groups(kind: CopyKind, names: Sequence[tuple[str, int]], rows: Sequence[_Signs], least: float) -> Iterator[Copy]:
    if not names:
        return
    signs = np.vstack(rows)
    pairs = _candidates(signs)
    share = (signs[pairs[:, 0]] == signs[pairs[:, 1]]).mean(axis=1)
    leader = list(range(len(names)))

    def find(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    kept = [(int(a), int(b), float(s)) for (a, b), s in zip(pairs, share, strict=True) if s >= least]
    for a, b, _ in kept:
        first, second = sorted((find(a), find(b)))
        leader[second] = first
    least_of: dict[int, float] = {}
    members: dict[int, set[int]] = defaultdict(set)
    for a, b, s in kept:
        head = find(a)
        least_of[head] = min(s, least_of.get(head, 1.0))
        members[head] |= {a, b}
    for head in sorted(members):
        group = tuple(names[n] for n in sorted(members[head]))
        if len({doc for doc, _ in group}) > 1:
            yield Copy(kind, group, round(least_of[head], 3))


def _candidates(signs: _Signs) -> NDArray[np.int64]:
    """Pairs of rows that share a band: each with the row before it in its band, and with the band's first."""
    found = [np.empty((0, 2), dtype=np.int64)]
    for at in range(0, signs.shape[1], ROWS):
        band = signs[:, at].astype(np.uint64) << _HALF | signs[:, at + 1]
        order = np.argsort(band, kind="stable")
        again = np.flatnonzero(band[order[1:]] == band[order[:-1]]) + 1
        if not len(again):
            continue
        starts = np.flatnonzero(np.concatenate(([True], band[order[1:]] != band[order[:-1]])))
        first = starts[np.searchsorted(starts, again, side="right") - 1]
        for other in (again - 1, first):
            found.append(np.stack([order[other], order[again]], axis=1))
    return np.unique(np.vstack(found), axis=0)
