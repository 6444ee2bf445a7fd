"""Links: which keys are one actor, how sure that is, and why.

Flows in: sightings and packs. Flows out: `Link`s, judged same, different or unsure. Only what is the same is joined (by
`roster`); what is unsure is a suggestion for the person. No two keys of the packs are ever joined here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from imbroglio.knowledge.packs import KnownActor
from imbroglio.model.record import Judgement, Link
from imbroglio.resolving.company import link_initials, link_short_forms
from imbroglio.resolving.descriptions import Descriptions
from imbroglio.resolving.distance import link_distance
from imbroglio.resolving.evidence import Proposal, fits_in_place
from imbroglio.resolving.packnames import PackNames, class_of
from imbroglio.resolving.shape import cores, numbers, person_core, sound, without_counts, words_of
from imbroglio.resolving.sighting import Sighting, Sightings
from imbroglio.resolving.wording import load_wording

_ACTORS = frozenset({"body", "person", "people"})
_SHORT_SOUND = 4
_ABBREVIATED = 3
_TOLD = 3  # actors of the packs that are suggested where several may be meant


def link(sightings: Sightings, packs: Mapping[str, KnownActor]) -> list[Link]:
    """Proposals between the keys of sightings, in the order of their keys; for one pair, the surest one stands.

    Args:
        packs: key ("actor:islamic-state") to what the packs know.
    """
    rows = [r for r in sightings.rows if class_of(r.kind) in _ACTORS]
    descriptions = Descriptions.of(packs, sightings.place_names)
    found = list(_link_descriptions(rows, descriptions, sightings, packs))
    found += _link_pack_names(rows, rows, packs)
    settled = {p.first for p in found if p.judgement == "same"}
    named = [r for r in rows if r.named and r.key not in settled]
    found += _link_spellings([r for r in named if r.key not in packs])
    one = {p.first: p.second for p in found if p.judgement == "same"}
    full = [r for r in rows if r.named]
    found += link_short_forms(named, full, packs, sightings.place_names, one)
    found += link_initials(named, full, packs, one)
    found += link_distance(named, rows, packs)
    found += _link_told(sightings, packs)
    found += _keep_apart(rows)
    return _surest(found, packs)


def _surest(found: Iterable[Proposal], packs: Mapping[str, KnownActor]) -> list[Link]:
    """One link for each pair of keys: the surest; the reasons of those that say the same with it."""
    by_pair: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for p in found:
        if p.first != p.second and not (p.first in packs and p.second in packs):
            by_pair[min(p.first, p.second), max(p.first, p.second)].append(p)
    out = []
    for (first, second), some in sorted(by_pair.items()):
        best = min(some, key=lambda p: (p.judgement != "different", -p.score, p.reason))
        agreed = [p.reason for p in sorted(some, key=lambda p: (-p.score, p.reason)) if p.judgement == best.judgement]
        out.append(Link(first, second, best.judgement, best.score, tuple(dict.fromkeys(agreed))))
    return out


def _link_descriptions(
    rows: Sequence[Sighting], descriptions: Descriptions, sightings: Sightings, packs: Mapping[str, KnownActor]
) -> list[Proposal]:
    score, limit = load_wording().score, load_wording().limit
    out: list[Proposal] = []
    unread: list[Sighting] = []
    waiting: list[tuple[Sighting, Proposal]] = []
    company: dict[str, set[str]] = defaultdict(set)
    for r in rows:
        if not r.key.startswith("actor:") or r.named:
            company[r.key].update(r.reports)
        if r.named or class_of(r.kind) == "person":
            continue
        country = r.key.partition("@")[2]
        meant = descriptions.read(r.name, country, sightings.between_states)
        if meant.family is None and meant.rule is None and not meant.target:
            unread.append(r)
        elif meant.target:
            proposal = Proposal(r.key, meant.target, "same", score["stands_for"], meant.reason)
            if meant.rule is not None and meant.rule.company:
                waiting.append((r, proposal))
            else:
                out.append(proposal)
                company[meant.target].update(r.reports)
        elif meant.family is not None:
            where = meant.country or country
            family = f"name:{meant.family.name}@{where}" if where else f"name:{meant.family.name}"
            out.append(Proposal(r.key, family, "same", score["variant"], f"one description: {meant.family.reason}"))
    out += _link_pack_names(unread, rows, packs, whole=True)  # "Saudi-led coalition" is written small, and known
    for r, proposal in waiting:
        share = len(company[proposal.second] & set(r.reports)) / len(r.reports)
        sure = share >= limit["company"]
        judged: Judgement = "same" if sure else "unsure"
        said = f"{proposal.reason} ({round(100 * share)}% of its reports do)"
        out.append(Proposal(r.key, proposal.second, judged, proposal.score if sure else score["doubt"], said))
    return out


def _link_pack_names(
    rows: Sequence[Sighting], every: Sequence[Sighting], packs: Mapping[str, KnownActor], whole: bool = False
) -> list[Proposal]:
    """Names that a pack knows once titles, epithets and tails are off, or in another spelling.

    Args:
        every: all sightings, for where the packs' actors stand.
        whole: only names as they stand, of two words or more: for descriptions.
    """
    score = load_wording().score
    names = PackNames(packs)
    reports = {r.key: frozenset(r.reports) for r in every if r.key in packs}
    out = []
    for r in rows:
        words = words_of(r.name)
        if r.key in packs or r.named == whole or (whole and len(without_counts(words)) < 2):
            continue
        forms = [without_counts(words)] if whole else [words, person_core(words)] if r.kind == "person" else cores(words)
        for form in dict.fromkeys(forms):
            keys, how = names.find(form, r.kind, r.countries)
            # "Syria rebels" are not Syria: what is left of a description is no name of a state.
            keys = [k for k in keys if form == without_counts(words) or packs[k].kind != "state" or not packs[k].iso]
            if not keys or not _written_so(form, r.name):
                continue
            here = [k for k in keys if _is_known_there(k, r, form, packs[k], reports)]
            sure = len(keys) == 1 and bool(here)
            said = f"'{' '.join(form)}' {'is' if how == 'spelled' else 'sounds like'} a name that the packs know"
            if not here:
                said += ", but no report places the two together"
            judged: Judgement = "same" if sure else "unsure"
            points = score["pack_name" if sure else "doubt"]
            out += [Proposal(r.key, k, judged, points, said) for k in (here or keys)[:_TOLD]]
            break
    return out


def _is_known_there(
    key: str, r: Sighting, form: tuple[str, ...], known: KnownActor, reports: Mapping[str, frozenset[str]]
) -> bool:
    """Whether an actor of the packs acts where a name is sighted, stands in its reports, or is known to the case in full.

    Who is led by somebody ("US-led coalition") is another one in each war, so that the last is not enough.
    """
    if set(known.countries) & set(r.countries) or reports.get(key, frozenset()) & set(r.reports):
        return True
    return len(form) > 1 and key in reports and "led" not in form


def _written_so(form: tuple[str, ...], name: str) -> bool:
    """Whether a name of two or three letters is written as an abbreviation: "IS", not "is"."""
    return len(form) > 1 or len(form[0]) > _ABBREVIATED or form[0].upper() in re.findall(r"\w+", name)


def _link_spellings(rows: Sequence[Sighting]) -> list[Proposal]:
    """Names that no pack knows, in several transliterations or with a tail more or less: all to the most used one."""
    score = load_wording().score
    groups: dict[tuple[str, str, tuple[int, ...]], list[Sighting]] = defaultdict(list)
    for r in rows:
        words = words_of(r.name)
        core = person_core(words) if r.kind == "person" else cores(words)[-1]
        heard = sound(core)
        if len(heard) > _SHORT_SOUND and not (r.kind == "person" and len(core) < 2):
            groups[class_of(r.kind), heard, numbers(words)].append(r)
    out = []
    for group in groups.values():
        ranked = sorted(group, key=lambda r: (-r.count, r.key))
        for other in ranked[1:]:
            if other.base == ranked[0].base:
                continue  # one name in two theatres of war
            sure = fits_in_place(ranked[0], other)
            said = f"'{other.name}' is '{ranked[0].name}' in another spelling, or with words that say only what it is"
            judged: Judgement = "same" if sure else "unsure"
            out.append(Proposal(other.key, ranked[0].key, judged, score["spelling"] if sure else score["doubt"], said))
    return out


def _link_told(sightings: Sightings, packs: Mapping[str, KnownActor]) -> list[Proposal]:
    """What reports say themselves: another name of the same, or its new name."""
    score = load_wording().score
    rows = {r.key: r for r in sightings.rows}
    told: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for t in sightings.told:
        if t.type in ("alias", "renamed") and t.status in ("actual", "ongoing"):
            told[t.first, t.second, t.type].add(t.doc)
    out = []
    for (first, second, type), docs in sorted(told.items()):
        a, b = rows.get(first), rows.get(second)
        if a is None or b is None or class_of(a.kind) != class_of(b.kind) or class_of(a.kind) not in _ACTORS:
            continue
        if a.kind == "people" or numbers(words_of(a.name)) != numbers(words_of(b.name)):
            continue
        sure = a.named and b.named
        said = f"{len(docs)} report{'s' * (len(docs) > 1)} say{'s' * (len(docs) == 1)} that one is {'a name' if type == 'alias' else 'the new name'} of the other"
        if not sure:
            said += ", but one of them only describes"
        judged: Judgement = "same" if sure else "unsure"
        out.append(Proposal(first, second, judged, score["alias"] if sure else score["doubt"], said))
    return out


def _keep_apart(rows: Sequence[Sighting]) -> list[Proposal]:
    """One name in two theatres of war is two actors, until other evidence or a person joins them."""
    by_base: dict[str, list[Sighting]] = defaultdict(list)
    for r in rows:
        if r.named and "@" in r.key:
            by_base[r.base].append(r)
    score = load_wording().score["unsure"]
    return [
        Proposal(a.key, b.key, "different", score, "one name in two theatres of war, with nothing that joins them")
        for some in by_base.values()
        for a, b in pairwise(some)
    ]
