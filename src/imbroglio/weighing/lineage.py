"""Whose word an account is: outlets that repeat one monitor, one wire or one text are one independent source.

Flows in: reports, their accounts, and the roster. Flows out: the origin of each account, the groups of reports that copy
each other, and why an account is not simply its outlet's. Refuses to make one world-wide source of those without a name:
"activists" in two outlets are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from imbroglio.knowledge.packs import KnownActor, load_packs
from imbroglio.model import Document
from imbroglio.model.record import Account, Actor
from imbroglio.weighing.accounts import words_of
from imbroglio.weighing.bylines import Bylines
from imbroglio.weighing.copies import Copy, Signed, find_copies, is_current, passages, quotations, signature

__all__ = ["CopyGroup", "Lead", "Lineage", "Texts", "lead_of", "signature", "trace", "trace_leads"]

WITHIN = 0.8  # share of an account's words that its passage must hold; a clause may lean on the sentence before
FEW = 2  # numbers up to it are said of too many things for the same one to mean the same thing
TOWN = 3  # UCDP's place precision up to which two places that differ are two places; a province may hold the town
_NOBODY = ("place", "people", "thing")  # can be credited by a slip of the reader's, but speak for no body
_BODIES = ("state", "government", "armed_group", "coalition", "organisation")


@dataclass(frozen=True, slots=True)
class CopyGroup:
    """Reports that copy each other, the earliest first.

    Attributes:
        origin: whose word they are in this.
        docs: ids of the reports.
        alike: the least share of word shingles by which one was put to the others, 0 to 1.
        passages: how many passages they share; 0 where the whole texts are alike.
    """

    origin: str
    docs: tuple[str, ...]
    alike: float
    passages: int = 0


@dataclass(frozen=True, slots=True)
class Lineage:
    """The origin of each account by its id, the groups of copies, and why, where it is not simply the outlet."""

    origin: dict[str, str]
    copies: tuple[CopyGroup, ...]
    reasons: dict[str, str]


@dataclass(frozen=True, slots=True)
class Lead:
    """A report as lineage is worked out from: no text, but what is to be known of it.

    Attributes:
        doc: its id.
        published, source: its day and its publisher.
        agency: key of the agency that it names as its own source.
        signature: of its words (`signature`).
    """

    doc: str
    published: date | None
    source: str | None
    agency: str | None
    signature: bytes


Texts = Callable[[Collection[str]], Iterable[tuple[str, str]]]
"""The texts of some reports, by their ids, in any order."""


@dataclass(frozen=True, slots=True)
class _Home:
    """Whose word a report's own voice is; `agency` where that is an agency's, by its name or by a byline."""

    origin: str
    agency: bool
    reason: str
    published: date | None


@dataclass(frozen=True, slots=True)
class _Taken:
    """Words of a report (a passage, a quotation) that it has from elsewhere."""

    words: frozenset[str]
    origin: str
    reason: str


def trace(
    documents: Iterable[Document],
    accounts: Iterable[Account],
    roster: Mapping[str, Actor],
    signatures: Mapping[str, bytes] | None = None,
    packs: Iterable[KnownActor] | None = None,
) -> Lineage:
    """Whose word each account is.

    In this order: the body that it is credited to, if that has a name (a spokesman's is his body's; of several the
    furthest, but an agency or outlet that only carries another's word counts last); whom its own report credits with the
    same figure; the report that first had the passage or quotation; the report of which its whole text is a copy; the
    agency that its report names as its own source; its outlet; its report.

    Args:
        documents: the reports; the order does not matter.
        accounts: those of the reports.
        roster: actors by key; a key that is not there is nobody's, but for an agency's reporter.
        signatures: of reports, kept from before (`signature`); what is missing or of another version is made anew.
        packs: whose agencies are known; those that ship, where none are given.
    """
    docs = {d.id: d for d in documents}
    bylines = Bylines.of(load_packs() if packs is None else packs)
    kept = signatures or {}
    leads = [lead_of(d, bylines, kept.get(d.id, b"")) for d in docs.values()]
    return trace_leads(leads, accounts, roster, lambda ids: ((id, docs[id].text) for id in ids), bylines)


def lead_of(doc: Document, bylines: Bylines, signed: bytes = b"") -> Lead:
    """What lineage needs to know of a report; its signature is made anew where none of this version is given."""
    made = signed if is_current(signed) else signature(doc.text)
    return Lead(doc.id, doc.date, doc.source, bylines.agency(doc), made)


def trace_leads(
    leads: Iterable[Lead], accounts: Iterable[Account], roster: Mapping[str, Actor], texts: Texts, bylines: Bylines
) -> Lineage:
    """The same as `trace` from leads; only the texts of reports that have words from elsewhere are asked for."""
    by_doc = {lead.doc: lead for lead in leads}
    homes = {doc: _home(by_doc[doc], bylines, roster) for doc in sorted(by_doc)}
    copies = find_copies(Signed(lead.doc, lead.published, lead.signature) for lead in by_doc.values())
    homes = _rehomed(homes, [c for c in copies if c.kind == "text"])
    taken = _taken(texts, homes, [c for c in copies if c.kind != "text"])
    told = sorted(accounts, key=lambda a: a.id)
    press = frozenset(bylines.press.values())
    named = {by: _credited(by, roster, bylines, press) for by in {a.by for a in told}}
    found = {a.id: why for a in told if (why := named[a.by]) is not None}
    for id, theirs in _repeats(told, found).items():
        found[id] = (found[theirs][0], f"its report has the same figure from {found[theirs][0]}")
    for a in told:
        if a.id not in found:
            home = homes.get(a.doc) or _Home(a.outlet or a.doc, False, "", a.published)
            found[a.id] = _from_elsewhere(a, taken.get(a.doc, ())) or (home.origin, home.reason)
    origin = {a.id: found[a.id][0] for a in told}
    return Lineage(origin, _copy_groups(homes, copies), {a.id: found[a.id][1] for a in told if found[a.id][1]})


def _home(lead: Lead, bylines: Bylines, roster: Mapping[str, Actor]) -> _Home:
    outlet = bylines.outlet(lead.source, roster) if lead.source else lead.doc
    agency = lead.agency
    if agency is not None and agency != outlet:
        return _Home(agency, True, f"its report names {agency} as its source", lead.published)
    return _Home(outlet, outlet in bylines.agencies, "", lead.published)


def _first(homes: Mapping[str, _Home], docs: Iterable[str]) -> tuple[str, _Home]:
    """Whose word copies are: the first agency's among them, else the earliest report's."""
    ranked = sorted(docs, key=lambda doc: (not homes[doc].agency, homes[doc].published or date.max, doc))
    return ranked[0], homes[ranked[0]]


def _rehomed(homes: Mapping[str, _Home], copies: Sequence[Copy]) -> dict[str, _Home]:
    found = dict(homes)
    for copy in copies:
        docs = [doc for doc, _ in copy.members]
        first, home = _first(homes, docs)
        for doc in docs:
            if homes[doc].origin != home.origin:
                found[doc] = _Home(home.origin, home.agency, f"its report copies {_named(first, home)}", homes[doc].published)
    return found


def _named(doc: str, home: _Home) -> str:
    day = f" of {home.published}" if home.published else ""
    return f"{home.origin}'s{day} ({doc})" if home.origin != doc else f"{doc}{day}"


def _taken(texts: Texts, homes: Mapping[str, _Home], copies: Sequence[Copy]) -> dict[str, list[_Taken]]:
    """What each report has from elsewhere, in its passages and quotations."""
    wanted: dict[str, list[tuple[str, int, str, str]]] = defaultdict(list)
    for copy in copies:
        first, home = _first(homes, (doc for doc, _ in copy.members))
        for doc, place in copy.members:
            if homes[doc].origin != home.origin:
                wanted[doc].append((copy.kind, place, home.origin, f"its {copy.kind} stands in {_named(first, home)}"))
    found: dict[str, list[_Taken]] = {}
    for doc, text in texts(wanted) if wanted else ():
        cut = {"passage": lru_cache(maxsize=1)(passages), "quotation": lru_cache(maxsize=1)(quotations)}
        found[doc] = [_Taken(words_of(cut[kind](text)[place]), origin, why) for kind, place, origin, why in wanted[doc]]
    return found


def _from_elsewhere(a: Account, taken: Iterable[_Taken]) -> tuple[str, str] | None:
    """The origin of the passage or quotation in which an account's words stand."""
    if not a.words:
        return None
    # Of a passage that quotes, the words lie around the quotation's; so either may hold the other.
    share = [(max(len(a.words & t.words) / len(a.words), _held(t.words, a.words)), t.reason, t.origin) for t in taken]
    best = max(share, default=(0.0, "", ""))
    return (best[2], best[1]) if best[0] >= WITHIN else None


def _held(inner: frozenset[str], outer: frozenset[str]) -> float:
    """How far a passage's words stand in an account's, where they are most of them."""
    shared = len(inner & outer)
    return shared / len(inner) if inner and 2 * shared >= len(outer) else 0.0


def _credited(
    by: Iterable[str], roster: Mapping[str, Actor], bylines: Bylines, press: Set[str]
) -> tuple[str, str] | None:
    """The named body that accounts are credited to by these keys."""
    bodies: list[str] = []
    for key in by:
        actor = roster.get(key)
        name = actor.name if actor is not None else key.removeprefix("name:").partition("@")[0]
        employer = None if key.startswith("actor:") else bylines.employer(name)
        if employer is not None:
            bodies.append(employer)
        elif actor is not None and actor.named and actor.kind not in _NOBODY:
            bodies.append(_body(actor, roster))
    if not bodies:
        return None
    origin = [key for key in bodies if key not in press][-1:] or bodies[-1:]
    return origin[0], f"credited to {origin[0]}"


def _repeats(told: Iterable[Account], credited: Mapping[str, object]) -> dict[str, str]:
    """Accounts credited to nobody that repeat the figure of a credited one in their report: id to id."""
    figures: dict[str, list[Account]] = defaultdict(list)
    own = []
    for a in told:
        if a.id not in credited:
            own.append(a)
        elif a.numbers:
            figures[a.doc].append(a)
    repeated = {a.id: _repeated(a, figures[a.doc]) for a in own if a.numbers and a.doc in figures}
    return {id: theirs for id, theirs in repeated.items() if theirs is not None}


def _repeated(a: Account, credited: Iterable[Account]) -> str | None:
    """The account of the same report that credits somebody with a figure which this one gives without.

    A headline and a lead tell as their own what the next passage credits. The figure must be the same ("16" and "at least
    16" are), and so must the day and the town, where both tell them.
    """
    own = set() if a.by else _said(a)
    if not own:
        return None
    for other in credited:
        day = a.first is None or other.first is None or a.first == other.first
        here, there = _towns(a), _towns(other)
        if own & _said(other) and a.kind == other.kind and day and (not here or not there or here & there):
            return other.id
    return None


def _said(a: Account) -> set[tuple[str, int]]:
    values = {(n.measure, n.low if n.low is not None else n.high or 0) for n in a.numbers}
    return {(measure, value) for measure, value in values if value > FEW}


def _towns(a: Account) -> set[str]:
    return {p.key for p in a.place if p.precision is not None and p.precision <= TOWN}


def _body(actor: Actor, roster: Mapping[str, Actor]) -> str:
    """The body that somebody speaks for: a spokesman's word is his ministry's; else he himself."""
    if actor.kind != "person":
        return actor.key
    for parent in actor.parents:
        if parent not in roster or roster[parent].kind in _BODIES:
            return parent
    return actor.key


def _copy_groups(homes: Mapping[str, _Home], copies: Iterable[Copy]) -> tuple[CopyGroup, ...]:
    """Groups by their reports; passages that the same reports share are told once, with their number.

    Not told again are those of reports of which the whole texts are alike.
    """
    shared: dict[tuple[str, ...], list[Copy]] = defaultdict(list)
    groups = []
    for copy in copies:
        docs = tuple(dict.fromkeys(doc for doc, _ in copy.members))
        if copy.kind == "text":
            groups.append(CopyGroup(_first(homes, docs)[1].origin, docs, copy.alike))
        elif copy.kind == "passage":
            shared[docs].append(copy)
    whole = [set(g.docs) for g in groups]
    for docs, found in shared.items():
        if any(texts.issuperset(docs) for texts in whole):
            continue
        groups.append(CopyGroup(_first(homes, docs)[1].origin, docs, min(c.alike for c in found), len(found)))
    return tuple(sorted(groups, key=lambda g: (g.passages > 0, g.docs)))
