"""Names that differ by a slip of a letter or two, among names long enough for that to mean something.

Flows in: sightings and the packs' names. Flows out: proposals. Only names that share a rare word, or the beginning or end of
a rare one, are compared; numbers must be equal, and words that are words elsewhere ("sham", "sharq") are no slips.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from imbroglio.knowledge.packs import KnownActor
from imbroglio.model.record import Judgement
from imbroglio.resolving.evidence import Proposal, fits_in_place, shared
from imbroglio.resolving.packnames import class_of, names_of
from imbroglio.resolving.shape import cores, is_nickname, numbers, opposed, person_core, spelled, words_of
from imbroglio.resolving.sighting import Sighting
from imbroglio.resolving.wording import load_wording

_ENDS = 4  # letters of a word's beginning or end that block it
_LONGER = 8  # a word of so many letters may have two slips, a shorter one one
_SLIPS = 2  # words of a name that may differ at all; one, for it to be the same
_ELSEWHERE = 2  # names of others in which a word stands, for it to be a word


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    key: str
    kind: str
    row: Sighting | None
    countries: frozenset[str]


def link_distance(
    rows: Sequence[Sighting], every: Sequence[Sighting], packs: Mapping[str, KnownActor]
) -> list[Proposal]:
    """Proposals for names that look like a slip of another's.

    Args:
        rows: sightings to be linked.
        every: all sightings, for which actors of the packs this case knows.
    """
    unknown = [e for r in rows if r.key not in packs for e in _entries(r)]
    if not unknown:
        return []
    entries = unknown + _pack_entries(every, packs)
    bearers: dict[str, set[str]] = defaultdict(set)
    for e in entries:
        for word in e.words:
            bearers[word].add(e.key)
    established = frozenset(w for w, keys in bearers.items() if len(keys) >= _ELSEWHERE)
    out = []
    for a, b in _pairs(entries, len(unknown)):
        proposal = _compare(entries[a], entries[b], established)
        if proposal is not None:
            out.append(proposal)
    return out


def _entries(r: Sighting) -> list[_Entry]:
    words = words_of(r.name)
    core = spelled(person_core(words) if r.kind == "person" else cores(words)[-1])
    if sum(map(len, core)) < load_wording().limit["long_name"] or is_nickname(words):
        return []
    return [_Entry(core, r.key, class_of(r.kind), r, frozenset(r.countries))]


def _pack_entries(every: Sequence[Sighting], packs: Mapping[str, KnownActor]) -> list[_Entry]:
    """Names of the actors that the case knows, or that act where it is set."""
    sighted = {r.key: r for r in every if r.key in packs}
    here = {c for r in every for c in r.countries}
    shortest = load_wording().limit["long_name"]
    out = []
    for key in sorted(packs):
        actor = packs[key]
        if key not in sighted and not here & set(actor.countries):
            continue
        for words in sorted({spelled(words_of(n)) for n in names_of(actor)}):
            if sum(map(len, words)) >= shortest and not is_nickname(words):
                out.append(_Entry(words, key, class_of(actor.kind), sighted.get(key), frozenset(actor.countries)))
    return out


def _blocks(entries: Sequence[_Entry]) -> Iterable[list[int]]:
    """Rows of entries to compare with each other: those that share a rare word, or both ends of their names."""
    by_word: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i, e in enumerate(entries):
        for word in set(e.words):
            if len(word) >= _ENDS:
                by_word[e.kind, str(len(e.words)), word].append(i)
        text = "".join(e.words)
        by_word[e.kind, "start", text[:_ENDS], e.words[-1][-_ENDS:], str(len(e.words))].append(i)
    most = load_wording().limit["block"]
    return (by_word[k] for k in sorted(by_word) if 1 < len(by_word[k]) <= most)


def _pairs(entries: Sequence[_Entry], unknown: int) -> list[tuple[int, int]]:
    """Pairs to compare, each once; at least one of the two is unknown."""
    found: set[tuple[int, int]] = set()
    for block in _blocks(entries):
        for n, i in enumerate(block):
            if i >= unknown:
                break  # the packs' names come last
            found.update((i, j) for j in block[n + 1 :] if entries[i].key != entries[j].key)
    return sorted(found)


def _compare(a: _Entry, b: _Entry, established: frozenset[str]) -> Proposal | None:
    wording = load_wording()
    if len(a.words) != len(b.words) or a.words == b.words:
        return None
    unlike = [(x, y) for x, y in zip(a.words, b.words, strict=True) if x != y]
    if len(unlike) > _SLIPS or numbers(a.words) != numbers(b.words):
        return None
    apart = opposed(a.words, b.words)
    if apart and len(unlike) == 1 and a.row is not None and b.row is not None:
        return Proposal(a.key, b.key, "different", wording.score["unsure"], f"{apart} are not the same")
    if apart or not all(_is_slip(x, y, established) for x, y in unlike):
        return None
    near = fits_in_place(a.row, b.row) if a.row is not None and b.row is not None else bool(a.countries & b.countries)
    sure = near and len(unlike) == 1 and a.kind == "body"
    said = f"'{' '.join(a.words)}' and '{' '.join(b.words)}' differ by a letter or two"
    if a.row is not None and b.row is not None:
        said += shared(a.row, b.row)
    if a.kind == "person":
        said += "; persons are never joined for that alone"
    elif not near:
        said += ", but share no country"
    judged: Judgement = "same" if sure else "unsure"
    return Proposal(a.key, b.key, judged, wording.score["distance" if sure else "doubt"], said)


def _is_slip(x: str, y: str, established: frozenset[str]) -> bool:
    """Whether one word may be a slip of the other: long, alike, and not both words in their own right."""
    limit = load_wording().limit
    shorter = min(len(x), len(y))
    if shorter < limit["long_word"] or x[0] != y[0] or (x in established and y in established):
        return False
    most = 2 if shorter >= _LONGER else 1
    return OSA.distance(x, y, score_cutoff=most) <= most and fuzz.ratio(x, y) >= limit["word_likeness"]


