"""Short forms and abbreviations: names whose full form the same reports give.

Flows in: sightings. Flows out: proposals, each from the short to the full form. Looks only at names that stand in one
report with each other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from imbroglio.knowledge.packs import KnownActor
from imbroglio.model.record import Judgement
from imbroglio.resolving.evidence import Proposal, shared
from imbroglio.resolving.packnames import class_of, names_of
from imbroglio.resolving.shape import (
    initials,
    is_abbreviation,
    is_nickname,
    numbers,
    opposed,
    person_core,
    spelled,
    words_of,
)
from imbroglio.resolving.sighting import Sighting
from imbroglio.resolving.wording import load_wording

_SHOWN = 3  # candidates that are told where there are several
_COMMON = 3  # a single word that more full names than these bear is short for none


def link_short_forms(
    rows: Sequence[Sighting],
    full: Sequence[Sighting],
    packs: Mapping[str, KnownActor],
    places: frozenset[str],
    one: Mapping[str, str],
) -> list[Proposal]:
    """ "Haddad" to "Karim Haddad", "National Coalition" to "Syrian National Coalition", where most of its reports have that one.

    Nicknames ("Abu Omar") are never joined so: half a dozen men of one war bear the same. `one` gives, for a key that is known
    to be another, that other: two spellings of one full name are no two candidates.
    """
    wording = load_wording()
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    forms = [_forms(r, packs) for r in full]
    for i, r in enumerate(full):
        last = {w for f in forms[i] for w in (f[-1:] if r.kind == "person" else f) if len(f) > 1}
        for word in sorted(last):
            for doc in r.reports:
                index[doc, word].append(i)
    bearers = Counter(w for f in forms for w in {w for form in f for w in form})
    common = {w for w, n in bearers.items() if n > _COMMON}
    generic = common | wording.words["tails"] | wording.words["epithets"] | wording.words["counts"] | wording.opposites.keys()
    shown = {r.key: r for r in full}
    out = []
    for r in rows:
        words = spelled(person_core(words_of(r.name)) if r.kind == "person" else words_of(r.name))
        if r.key in packs or is_nickname(words):
            continue
        if len(words) == 1 and r.kind != "person" and words[0] in generic:
            continue
        if len(words) == 1 and ((r.kind != "person" and words[0] in places) or len(words[0]) < 3):
            continue
        votes: dict[str, set[str]] = defaultdict(set)
        for doc in r.reports:
            for i in index.get((doc, words[-1]), ()):
                if _is_part(r, words, full[i], forms[i]):
                    votes[one.get(full[i].key, full[i].key)].add(doc)
        out += _elect(r, votes, shown, "short_form", "is short for", "the full name stands in")
    return out


def link_initials(
    rows: Sequence[Sighting], full: Sequence[Sighting], packs: Mapping[str, KnownActor], one: Mapping[str, str]
) -> list[Proposal]:
    """ "FIA" to "Free Idlib Army", where the same reports name that one and no other with these initials."""
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    wanted = {r.name.replace(".", "").lower() for r in rows if is_abbreviation(r.name)}
    for i, r in enumerate(full):
        if class_of(r.kind) != "body":
            continue
        forms = [words_of(n) for n in (names_of(packs[r.key]) if r.key in packs else (s.name for s in r.names))]
        for short in sorted({x for f in forms for x in initials(f)} & wanted):
            for doc in r.reports:
                index[doc, short].append(i)
    shown = {r.key: r for r in full}
    out = []
    for r in rows:
        if r.key in packs or not is_abbreviation(r.name) or class_of(r.kind) != "body":
            continue
        votes: dict[str, set[str]] = defaultdict(set)
        for doc in r.reports:
            for i in index.get((doc, r.name.replace(".", "").lower()), ()):
                votes[one.get(full[i].key, full[i].key)].add(doc)
        votes.pop(r.key, None)
        out += _elect(r, votes, shown, "initials", "are the initials of", "which stands in")
    return out


def _forms(r: Sighting, packs: Mapping[str, KnownActor]) -> list[tuple[str, ...]]:
    names = [r.name, *(s.name for s in r.names), *((packs[r.key].name,) if r.key in packs else ())]
    words = (words_of(n) for n in dict.fromkeys(names))
    return [spelled(person_core(w) if r.kind == "person" else w) for w in words]


def _is_part(short: Sighting, words: tuple[str, ...], full: Sighting, forms: Sequence[tuple[str, ...]]) -> bool:
    if full.key == short.key or class_of(full.kind) != class_of(short.kind) or full.key in short.foes:
        return False
    n = len(words)
    for form in forms:
        starts = [len(form) - n] if short.kind == "person" else range(len(form) - n + 1)
        if len(form) > n and any(form[s : s + n] == words for s in starts):
            return numbers(form) == numbers(words) and not opposed(form, words)
    return False


def _elect(
    r: Sighting, votes: Mapping[str, set[str]], shown: Mapping[str, Sighting], evidence: str, verb: str, where: str
) -> list[Proposal]:
    """The one full form that most of the short one's reports have; where there are several, all of them in doubt."""
    wording = load_wording()
    ranked = sorted(votes.items(), key=lambda kv: (-len(kv[1]), kv[0]))[:_SHOWN]
    out = []
    for key, docs in ranked:
        sure = len(ranked) == 1 and len(docs) >= wording.limit["company"] * len(r.reports)
        full = shown.get(key)
        said = f"'{r.name}' {verb} '{full.name if full else key}', {where} {len(docs)} of its {len(r.reports)} reports{shared(r, full) if full else ''}"
        judged: Judgement = "same" if sure else "unsure"
        out.append(Proposal(r.key, key, judged, wording.score[evidence if sure else "doubt"], said))
    return out
