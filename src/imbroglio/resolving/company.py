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

_COMMON = 3  # a single word that more full names than these bear is short for none


def link_short_forms(
    rows: Sequence[Sighting], full: Sequence[Sighting], packs: Mapping[str, KnownActor], places: frozenset[str]
) -> list[Proposal]:
    """ "Haddad" to "Karim Haddad", "National Coalition" to "Syrian National Coalition", where most of its reports have that one.

    Nicknames ("Abu Omar") are never joined so: half a dozen men of one war bear the same.
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
    out = []
    for r in rows:
        words = spelled(person_core(words_of(r.name)) if r.kind == "person" else words_of(r.name))
        if r.key in packs or is_nickname(words):
            continue
        if len(words) == 1 and r.kind != "person" and words[0] in generic:
            continue
        if len(words) == 1 and ((r.kind != "person" and words[0] in places) or len(words[0]) < 3):
            continue
        votes = Counter[int]()
        for doc in r.reports:
            votes.update({i for i in index.get((doc, words[-1]), ()) if _is_part(r, words, full[i], forms[i])})
        out += _elect(r, votes, full, "short_form", "is short for", "the full name stands in")
    return out


def link_initials(
    rows: Sequence[Sighting], full: Sequence[Sighting], packs: Mapping[str, KnownActor]
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
    out = []
    for r in rows:
        if r.key in packs or not is_abbreviation(r.name) or class_of(r.kind) != "body":
            continue
        votes = Counter[int]()
        for doc in r.reports:
            votes.update(i for i in index.get((doc, r.name.replace(".", "").lower()), ()) if full[i].key != r.key)
        out += _elect(r, votes, full, "initials", "are the initials of", "which stands in")
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
    r: Sighting, votes: Counter[int], full: Sequence[Sighting], evidence: str, verb: str, where: str
) -> list[Proposal]:
    """The one full form that most of the short one's reports have; where there are several, all of them in doubt."""
    wording = load_wording()
    ranked = sorted(votes.items(), key=lambda kv: (-kv[1], full[kv[0]].key))[:3]
    out = []
    for i, n in ranked:
        sure = len(ranked) == 1 and n >= wording.limit["company"] * len(r.reports)
        said = f"'{r.name}' {verb} '{full[i].name}', {where} {n} of its {len(r.reports)} reports{shared(r, full[i])}"
        judged: Judgement = "same" if sure else "unsure"
        out.append(Proposal(r.key, full[i].key, judged, wording.score[evidence if sure else "doubt"], said))
    return out
