"""The record: what resolving and weighing work out from statements. Every value leads back to statement ids.

Nothing here is stored as truth: all of it can be worked out again from statements and verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from imbroglio.model.statement import Basis, Kind, Precision, Quantity, RefKind, Stance, Status

Judgement = Literal["same", "different", "unsure"]
Action = Literal["merge", "split", "undo", "accept", "reject", "amend", "add"]
About = Literal["actor", "place", "incident", "statement"]
Tie = Literal["fights", "backs", "allied", "part-of"]
DisputeAbout = Literal["holder", "perpetrator", "toll", "occurrence"]
TollRule = Literal["median", "max", "latest"]


@dataclass(frozen=True, slots=True)
class Naming:
    """A name of an actor, and the time in which it held or was seen.

    Attributes:
        name: as written.
        first, last: days; None where that end is open or not known.
        basis: "pack" (known before), "report" (a statement says so: renamed, alias), "seen" (just used).
        statements: ids of the statements that bear it; empty for "pack".
        count: how many Refs bear it.
    """

    name: str
    first: date | None
    last: date | None
    basis: Literal["pack", "report", "seen"]
    statements: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """An identity across reports.

    Attributes:
        key: "actor:islamic-state" (a pack knows it), or "name:..." (no pack does).
        named: False where reports only describe it ("militants"), so that it need not be the same in all.
        members: keys that were joined into this one, its own among them.
        countries: ISO codes of the countries it belongs to or acts in, likeliest first.
        parents: keys of the bodies it is part of, nearest first (packs, `part-of`, `leads` of a person).
        state: key of the state whose organ it is ("actor:syria" for its army and government); its own for a state.
    """

    key: str
    name: str
    kind: RefKind
    named: bool = True
    members: tuple[str, ...] = ()
    names: tuple[Naming, ...] = ()
    countries: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How often an actor acts, is acted on and says so; in how many reports; named how often in all; from when to when."""

    key: str
    agent: int
    target: int
    claims: int
    reports: int
    mentions: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Link:
    """Whether two keys are one actor (or place), how sure that is, why, and who says so ("machine" or a person)."""

    first: str
    second: str
    judgement: Judgement
    score: float
    reasons: tuple[str, ...]
    by: str = "machine"


@dataclass(frozen=True, slots=True)
class History:
    """One step of actors' history that reports tell: `type` is renamed, split-from, merged-into, part-of, leads, alias."""

    type: str
    first: str
    second: str
    on: date | None
    until: date | None
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person has decided. Appended, never changed; an `undo` names the verdict, or the batch, that it takes back.

    Attributes:
        subject, object: keys of actors or places, or ids of statements: of the one judged, or of one in each incident;
            for `amend` the statement replaced and the one in its place; for `undo` the id of what is taken back.
        about: what it is about; an undo is about what it takes back.
        after: as JSON, what cannot be worked out again: the statement that was made by `amend` or `add`, the statements
            of the incidents that were joined or parted; else "".
        batch: id of the first verdict that was given in the same act; its own where it was given alone.
    """

    id: str
    at: str
    by: str
    action: Action
    subject: str
    object: str = ""
    why: str = ""
    about: About = "actor"
    after: str = ""
    batch: str = ""

    def __post_init__(self) -> None:
        if not self.batch:
            object.__setattr__(self, "batch", self.id)


def in_force(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that stand: neither undone, nor themselves an undo. What undoes an undo brings its verdict back.

    >>> made = [Verdict("v1", "", "me", "merge", "a", "b"), Verdict("v2", "", "me", "undo", "v1")]
    >>> in_force(made), [v.id for v in in_force([*made, Verdict("v3", "", "me", "undo", "v2")])]
    ([], ['v1'])
    """
    held = list(verdicts)
    undone = undone_in(held)
    return [v for v in held if v.action != "undo" and v.id not in undone]


def undone_in(verdicts: Iterable[Verdict]) -> frozenset[str]:
    """Ids of the verdicts, undos among them, that a later undo takes back which is not itself taken back.

    An undo that names the first verdict of a batch takes back all of the batch.
    """
    named: set[str] = set()
    undone: set[str] = set()
    for verdict in reversed(list(verdicts)):  # what comes later is settled first
        if verdict.id in named or verdict.batch in named:
            undone.add(verdict.id)
        elif verdict.action == "undo":
            named.add(verdict.subject)
    return frozenset(undone)


def taken_back_by(verdicts: Iterable[Verdict]) -> dict[str, str]:
    """Id of each verdict that does not stand, an undo among them, to the id of the undo that takes it back.

    >>> made = [Verdict("v1", "", "me", "reject", "a"), Verdict("v2", "", "me", "reject", "b", batch="v1"), Verdict("v3", "", "me", "undo", "v1")]
    >>> taken_back_by(made)
    {'v1': 'v3', 'v2': 'v3'}
    """
    held = list(verdicts)
    undone = undone_in(held)
    # An undo that was itself taken back is not what keeps a verdict from standing.
    by = {v.subject: v.id for v in held if v.action == "undo" and v.id not in undone}
    return {v.id: by.get(v.id) or by[v.batch] for v in held if v.id in undone}


@dataclass(frozen=True, slots=True)
class Place:
    """An identity of a place across reports.

    `members` are the keys that were joined into this one, `countries` ISO codes, `statements` how many are tied to it.
    """

    key: str
    name: str
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    members: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    statements: int = 0


@dataclass(frozen=True, slots=True)
class Origins:
    """Where one report is set (an ISO code, "" where that is not clear), and whose word its statements are.

    `of` is statement id to origin, where that is not simply the report's publisher.
    """

    doc: str
    set_in: str = ""
    of: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place as weighing sees it. `precision` is UCDP's, 1 to 7; a centroid stands for an area from 3 on."""

    key: str
    name: str
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One statement as weighing sees it: identities in place of spans.

    Attributes:
        id, doc, kind, type, status, score, trigger, stance, hearsay, numbers: the statement's.
        agent, target, by: keys of actors, after resolving. `by` is who says so, empty for the report's own voice.
        first, last, precision, basis: its time.
        published: the report's day.
        outlet: who publishes the report, "" where that is not known.
        words: the plain content words of the passage, to compare passages by.
    """

    id: str
    doc: str
    kind: Kind
    type: str
    status: Status
    score: float
    trigger: str = ""
    agent: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: tuple[Spot, ...] = ()
    first: date | None = None
    last: date | None = None
    precision: Precision = "unknown"
    basis: Basis = "publication"
    numbers: tuple[Quantity, ...] = ()
    by: tuple[str, ...] = ()
    stance: Stance | None = None
    hearsay: bool = False
    published: date | None = None
    outlet: str = ""
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Toll:
    """Deaths (or another measure) of an incident, low, best and high, by a named rule.

    `side` is the key of the actor whose dead they are, "civilians", or "" for all together. `accounts` are the
    ids of the statements behind it, in the order of their reports; `best_by` those that say the best figure.
    """

    measure: str
    side: str
    low: int | None
    best: int | None
    high: int | None
    rule: TollRule
    accounts: tuple[str, ...]
    best_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incident:
    """One thing that happened, however many reports tell it.

    Attributes:
        id: hash of its first statement's id, so that it stays while accounts are added.
        type: the codebook's type that most independent sources use.
        start, end: days; None where no account dates it.
        date_precision: UCDP's: 1 day, 2 two to six days, 3 week, 4 month, 5 year; None where it is undated.
        place: the most exact place that its accounts agree on.
        sides: keys of actors, agents first, then targets; one tuple each.
        deaths: by side, all together (side "") first.
        statements: ids of all its accounts, in the order of their time and report.
        outlets: who publishes them.
        sources: the independent origins behind them; `independent_sources` of the JSON form is their number.
        score: how sure the merging is, the weakest link's; 1.0 for a single statement.
        reasons: why they were merged, in plain words.
    """

    id: str
    type: str
    start: date | None
    end: date | None
    date_precision: int | None
    place: Spot | None
    sides: tuple[tuple[str, ...], ...]
    deaths: tuple[Toll, ...]
    statements: tuple[str, ...]
    outlets: tuple[str, ...]
    sources: tuple[str, ...]
    score: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bond:
    """How two actors stand to each other over a time: who fights, backs, is allied with, or is part of whom.

    `first` backs (is part of) `second`; fighting and alliance have no direction (first < second as text). One Bond
    is one spell: a silence longer than the rule's gap begins another.
    """

    tie: Tie
    first: str
    second: str
    since: date | None
    until: date | None
    statements: tuple[str, ...]
    outlets: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ControlSpell:
    """Who held or contested a place, from when to when.

    `holder` is the key of an actor, "contested" or "unknown"; `probability` the mean over the spell's days.
    `basis` is "assessed" (worked out from all accounts) or "claimed" (as its holder or foe says).
    """

    place: str
    holder: str
    start: date
    end: date
    probability: float
    basis: Literal["assessed", "claimed"]
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a dispute: what is said, by which statements, by whom, from how many independent sources.

    `party` is True where all who say so are parties to the fight, or outlets of one.
    """

    value: str
    statements: tuple[str, ...]
    by: tuple[str, ...]
    outlets: tuple[str, ...]
    sources: tuple[str, ...]
    first: date | None
    last: date | None
    party: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """Statements on one incident, place or figure that cannot all be true, side by side.

    `subject` is the id of the incident, or the key of the place. `grade` is Airwars' (confirmed, fair, weak,
    contested, discounted) where it can be worked out, else None.
    """

    id: str
    about: DisputeAbout
    subject: str
    title: str
    positions: tuple[Position, ...]
    start: date | None
    end: date | None
    grade: str | None = None
