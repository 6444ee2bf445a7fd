"""The forms of the workbench's JSON: what each answer holds, and what a request may say.

Flows in: values of the record and of the case. Flows out: pydantic models, from which OpenAPI and the TypeScript client
are generated. Days are ISO text; a key is an identity of the record ("actor:...", "name:...", "geonames:..."); every
figure comes with the ids of the statements behind it, so that a click can open their sentences.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

About = Literal["actor", "place", "incident", "statement"]
Judged = Literal["accepted", "rejected", "amended", "person"]


class Form(BaseModel):
    """What all forms share: nothing that is not named here goes in."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


# ---- what many answers hold -------------------------------------------------------------------------------------


class Who(Form):
    """An actor, by key and name. `kind` is the codebook's ("armed_group"), or "state" of control ("contested")."""

    key: str
    name: str
    kind: str = ""


class Spot(Form):
    """A place, by key and name; `precision` is UCDP's, 1 to 7, None where it is not known."""

    key: str
    name: str
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None


class Bounds(Form):
    """A figure: low, best, high; None where that end is open or not told."""

    low: int | None
    best: int | None
    high: int | None


class Count(Form):
    """A value and how many bear it; `label` is what to show, `key` what to ask for."""

    key: str
    label: str
    count: int


class Month(Form):
    """A month ("2016-11") and how many of each fall into it."""

    month: str
    reports: int = 0
    statements: int = 0
    incidents: int = 0


# ---- statements and their sentences -----------------------------------------------------------------------------


class RefForm(Form):
    """A span of the report that names somebody or somewhere (codebook, section 1)."""

    text: str
    start: int
    end: int
    name: str
    kind: str
    id: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None


class WhenForm(Form):
    """When, as said and as days."""

    text: str
    start: date | None
    end: date | None
    precision: str
    basis: str


class QuantityForm(Form):
    """A figure as said, with its bounds."""

    text: str
    measure: str
    low: int | None
    high: int | None


class ClaimForm(Form):
    """Who says so."""

    by: list[RefForm] = Field(default_factory=list)
    stance: str | None = None
    hearsay: bool = False


class EvidenceForm(Form):
    """The sentence: `text[start:end] == quote`, counted in characters (code points) of the report's text."""

    start: int
    end: int
    quote: str


class StatementForm(Form):
    """A statement with what people have decided on it. `etag` goes back as If-Match with a verdict."""

    id: str
    doc: str
    kind: str
    type: str
    agent: list[RefForm]
    target: list[RefForm]
    place: list[RefForm]
    time: WhenForm
    numbers: list[QuantityForm]
    claim: ClaimForm
    status: str
    evidence: EvidenceForm
    trigger: str
    score: float
    made_by: str
    because: list[str] = Field(default_factory=list)
    codes: dict[str, str | None] | None = None
    judged: Judged | None = None
    etag: str = "v0"


class Sentence(Form):
    """One statement as evidence: its sentence, its report, and what was read from it."""

    statement: StatementForm
    title: str
    source: str
    date: str | None
    url: str | None
    origin: str
    party: bool = False
    incident: str | None = None


# ---- case, reports ----------------------------------------------------------------------------------------------


class Job(Form):
    """Work in the background: `done` of `total` (0: not known yet)."""

    id: str
    kind: Literal["read", "weigh", "publish"]
    state: Literal["waiting", "running", "done", "failed"]
    done: int = 0
    total: int = 0
    message: str = ""
    troubles: list[str] = Field(default_factory=list)


class Status(Form):
    """How things stand now. `current` is False while the record is older than what it is worked out from."""

    version: str
    case: str
    current: bool
    revision: str
    job: Job | None = None
    tiles: str | None = None


class Progress(Form):
    """How far review has come, in statements."""

    statements: int
    accepted: int
    rejected: int
    amended: int
    added: int


class Change(Form):
    """A place that went from one holder to another."""

    place: Spot
    day: str
    before: Who
    after: Who
    probability: float
    statements: list[str]


class CaseForm(Form):
    """The first page: what the case holds."""

    case: str
    reports: int
    statements: int
    incidents: int
    actors: int
    places: int
    open_disputes: int
    deaths: Bounds | None
    first: str | None
    last: str | None
    kinds: list[Count]
    types: list[Count]
    outlets: list[Count]
    months: list[Month]
    top_actors: list[ActorRow]
    changes: list[Change]
    disputes: list[DisputeForm]
    progress: Progress
    troubles: list[Count]


class ReportRow(Form):
    """One line of the list of reports."""

    id: str
    title: str
    source: str
    date: str | None
    statements: int
    judged: int
    troubles: int
    words: int


class ReportPage(Form):
    """Reports in their order."""

    total: int
    rows: list[ReportRow]


class ReportForm(Form):
    """A report to read: the text as received, and every statement, also those rejected or amended."""

    id: str
    title: str
    source: str
    date: str | None
    date_basis: str
    url: str | None
    language: str | None
    received_at: str
    sha256: str
    text: str
    statements: list[StatementForm]
    troubles: list[str]
    previous: str | None
    next: str | None


class StatementPage(Form):
    """Statements that a filter asks for, with titles of their reports."""

    total: int
    rows: list[Sentence]


class SearchForm(Form):
    """What is found by a word: actors, places, reports; a few of each."""

    actors: list[Who]
    places: list[Spot]
    reports: list[ReportRow]


class QueueForm(Form):
    """What to look at next: statements by doubt times weight, with the reasons of the weight."""

    left: int
    rows: list[QueueRow]


class QueueRow(Form):
    """One statement to judge."""

    sentence: Sentence
    doubt: float
    weight: float
    why: list[str]


class Rule(Form):
    """What the codebook says of a field, type, status or measure."""

    code: str
    label: str
    text: str
    kind: str = ""


class CodebookForm(Form):
    """The codebook for forms: rules by field, types by kind, statuses, measures, kinds of Ref, stances."""

    fields: list[Rule]
    types: list[Rule]
    statuses: list[Rule]
    measures: list[Rule]
    ref_kinds: list[Rule]
    stances: list[Rule]
    precisions: list[Rule]


# ---- incidents --------------------------------------------------------------------------------------------------


class TollForm(Form):
    """A toll by a named rule. `side` None: all together."""

    measure: str
    side: Who | None
    low: int | None
    best: int | None
    high: int | None
    rule: str
    statements: list[str]
    best_by: list[str]


class IncidentRow(Form):
    """One line of the table of incidents. `grade` is Airwars', `disputed` whether accounts cannot all be true."""

    id: str
    type: str
    start: str | None
    end: str | None
    date_precision: int | None
    place: Spot | None
    agents: list[Who]
    targets: list[Who]
    deaths: Bounds | None
    accounts: int
    outlets: int
    sources: int
    score: float
    grade: str | None
    disputed: bool


class IncidentPage(Form):
    """Incidents that a filter asks for; facets count over all that fit, not the page only."""

    total: int
    rows: list[IncidentRow]
    facets: dict[str, list[Count]]
    months: list[Month]


class Account(Form):
    """One account of an incident: its sentence, and the figures that it gives."""

    sentence: Sentence
    deaths: list[QuantityForm]
    independent: bool


class IncidentForm(Form):
    """An incident with its accounts side by side. `lineage` groups statements by whose word they are."""

    row: IncidentRow
    tolls: list[TollForm]
    accounts: list[Account]
    lineage: list[LineageRow]
    reasons: list[str]
    disputes: list[DisputeForm]
    near: list[IncidentRow]
    etag: str


class LineageRow(Form):
    """One independent source, and who repeats it."""

    origin: str
    outlets: list[str]
    statements: list[str]


# ---- map, places ------------------------------------------------------------------------------------------------


class MapForm(Form):
    """Everything that the map draws, once; the page filters by day itself. Columns of one length each, to be small."""

    first: str | None
    last: str | None
    months: list[Month]
    incidents: MapIncidents
    places: list[MapPlace]
    holders: list[Who]


class MapIncidents(Form):
    """Incidents with a place, as columns; `first` and `last` are days since 1970-01-01, None undated; `place` is a key."""

    id: list[str]
    lat: list[float]
    lon: list[float]
    precision: list[int | None]
    type: list[str]
    first: list[int | None]
    last: list[int | None]
    dead: list[int | None]
    sources: list[int]
    place: list[str]


class MapPlace(Form):
    """A place with its spells of assessed control; none where nothing tells who held it."""

    place: Spot
    spells: list[Spell]


class Spell(Form):
    """Who held a place (key of an actor, "contested" or "unknown"), from when to when. `evidence` are days of evidence."""

    holder: str
    start: str
    end: str
    probability: float
    statements: list[str]
    evidence: list[str] = Field(default_factory=list)


class PlaceRow(Form):
    """One line of the list of places."""

    place: Spot
    statements: int
    countries: list[str]
    holder: Who | None
    changes: int


class PlacePage(Form):
    """Places that a filter asks for."""

    total: int
    rows: list[PlaceRow]


class PlaceForm(Form):
    """A place: its ribbon of holders, claims beneath, day by day where evidence is, and what happened there."""

    place: Spot
    names: list[str]
    countries: list[str]
    assessed: list[Spell]
    claimed: list[Spell]
    holders: list[Who]
    days: list[str]
    shares: dict[str, list[float]]
    evidence: list[Sentence]
    incidents: list[IncidentRow]
    disputes: list[DisputeForm]


class ControlForm(Form):
    """Who holds a place on a day."""

    place: Spot
    on: str
    states: list[Share]
    claimed: list[Share]
    holder: Who | None
    evidence: list[Sentence]


class Share(Form):
    """A holder (or "contested", "unknown") and its probability."""

    who: Who
    share: float


# ---- actors, network, tangle ------------------------------------------------------------------------------------


class ActorRow(Form):
    """One line of the list of actors."""

    key: str
    name: str
    kind: str
    named: bool
    countries: list[str]
    agent: int
    target: int
    claims: int
    reports: int
    mentions: int
    first: str | None
    last: str | None


class ActorPage(Form):
    """Actors that a filter asks for."""

    total: int
    rows: list[ActorRow]


class NameForm(Form):
    """A name of an actor over time."""

    name: str
    first: str | None
    last: str | None
    basis: str
    count: int
    statements: list[str]


class LinkForm(Form):
    """Why two keys are, or may be, one actor. `etag` is of both, with all that was joined into them."""

    first: Who
    second: Who
    judgement: str
    score: float
    reasons: list[str]
    by: str
    etag: str = "v0"


class LinkPage(Form):
    """Pairs of names that may be one actor."""

    total: int
    rows: list[LinkForm]


class HistoryForm(Form):
    """A step of actors' history: renamed, split-from, merged-into, part-of, leads, alias."""

    type: str
    first: Who
    second: Who
    on: str | None
    until: str | None
    statements: list[str]


class BondForm(Form):
    """How two actors stood to each other over a time."""

    tie: Literal["fights", "backs", "allied", "part-of"]
    first: str
    second: str
    since: str | None
    until: str | None
    statements: list[str]
    outlets: int
    sources: int


class ActorForm(Form):
    """An actor's page."""

    row: ActorRow
    names: list[NameForm]
    members: list[str]
    parents: list[Who]
    children: list[Who]
    history: list[HistoryForm]
    links: list[LinkForm]
    bonds: list[BondForm]
    actors: list[Who]
    incidents: list[IncidentRow]
    places: list[Count]
    types: list[Count]
    held: list[Held]
    months: list[Month]
    etag: str


class Held(Form):
    """A place that an actor held."""

    place: Spot
    spell: Spell


class NetworkForm(Form):
    """The signed network at a date (or over all time): nodes, bonds in force, camps."""

    on: str | None
    first: str | None
    last: str | None
    nodes: list[Node]
    bonds: list[BondForm]


class Node(Form):
    """An actor in the network; `weight` is in how many statements it takes part; `camp` from the tangle, None outside it."""

    key: str
    name: str
    kind: str
    weight: int
    camp: int | None = None


class TangleForm(Form):
    """How tangled: the exact frustration index, the relations to flip, triads and camps."""

    nodes: int
    edges: int
    negative: int
    frustration: int
    optimal: bool
    flip: list[TangleEdge]
    triads: dict[str, int]
    contradictory: list[Triad]
    camps: list[list[Who]]
    both: list[TangleEdge]


class TangleEdge(Form):
    """A relation of the tangle with its evidence."""

    first: Who
    second: Who
    sign: int
    statements: list[str]


class Triad(Form):
    """Three actors whose relations contradict each other."""

    actors: list[Who]
    edges: list[TangleEdge]


# ---- disputes ---------------------------------------------------------------------------------------------------


class PositionForm(Form):
    """One side of a dispute: what is said, by whom. `party`: all who say so are parties to the fight."""

    value: str
    statements: list[str]
    by: list[str]
    outlets: list[str]
    sources: int
    first: str | None
    last: str | None
    party: bool


class DisputeForm(Form):
    """Accounts that cannot all be true."""

    id: str
    about: str
    subject: str
    title: str
    positions: list[PositionForm]
    start: str | None
    end: str | None
    grade: str | None


class DisputePage(Form):
    """Disputes that a filter asks for."""

    total: int
    rows: list[DisputeForm]
    facets: dict[str, list[Count]]


# ---- verdicts ---------------------------------------------------------------------------------------------------


class VerdictForm(Form):
    """A verdict as it is kept, in plain words (`said`), and whether it stands."""

    id: str
    at: str
    by: str
    action: str
    about: About
    subject: str
    object: str
    why: str
    batch: str
    after: dict[str, Any] | None
    stands: bool
    undone_by: str | None
    said: str


class VerdictPage(Form):
    """Every verdict, the newest first."""

    rows: list[VerdictForm]


# Of what is sent each text has a bound, which also refuses halves of signs: no file and no answer can hold them.
Code = Annotated[str, Field(max_length=100)]
Id = Annotated[str, Field(max_length=200)]
MemberKey = Annotated[str, Field(max_length=500)]


class RefEdit(Form):
    """A span that a person names: offsets in the report's text; `name` and `kind` as the codebook has them."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    name: str = Field(default="", max_length=300)
    kind: Code
    id: str | None = Field(default=None, max_length=200)


class QuantityEdit(Form):
    """A figure that a person reads from a span."""

    text: str = Field(max_length=300)
    measure: Code
    low: int | None = Field(default=None, ge=0)
    high: int | None = Field(default=None, ge=0)


class StatementEdit(Form):
    """A statement as a person says it; for an amendment all fields as they shall be."""

    kind: Code
    type: Code
    agent: list[RefEdit] = Field(default_factory=list, max_length=50)
    target: list[RefEdit] = Field(default_factory=list, max_length=50)
    place: list[RefEdit] = Field(default_factory=list, max_length=50)
    time_text: str = Field(default="", max_length=300)
    start: date | None = None
    end: date | None = None
    precision: Code = "unknown"
    basis: Code = "stated"
    numbers: list[QuantityEdit] = Field(default_factory=list, max_length=50)
    by: list[RefEdit] = Field(default_factory=list, max_length=50)
    stance: Code | None = None
    hearsay: bool = False
    status: Code
    evidence_start: int = Field(ge=0)
    evidence_end: int = Field(ge=0)
    trigger: str = Field(default="", max_length=300)


class JudgeRequest(Form):
    """Accept or reject statements, all as one act; `etags` by statement id, where two windows must not lose an edit."""

    action: Literal["accept", "reject"]
    ids: list[Id] = Field(min_length=1, max_length=5000)
    etags: dict[Id, Id] = Field(default_factory=dict)
    why: str = Field(default="", max_length=2000)


class AmendRequest(Form):
    """Put a person's version in the place of a statement."""

    statement: StatementEdit
    why: str = Field(default="", max_length=2000)


class AddRequest(Form):
    """Add a statement that the reader missed."""

    doc: str = Field(max_length=500)
    statement: StatementEdit
    why: str = Field(default="", max_length=2000)


Shown = Literal["first", "second", "both"]


class MergeRequest(Form):
    """Two actors, places or incidents are one; the first gives the name. `shown` says of which of them the etag is."""

    about: Literal["actor", "place", "incident"]
    first: str = Field(max_length=500)
    second: str = Field(max_length=500)
    shown: Shown = "first"
    why: str = Field(default="", max_length=2000)


class ApartRequest(Form):
    """Two actors or places that may be one are two. `shown` says of which of them the etag is."""

    about: Literal["actor", "place"]
    first: str = Field(max_length=500)
    second: str = Field(max_length=500)
    shown: Shown = "both"
    why: str = Field(default="", max_length=2000)


class SplitRequest(Form):
    """Actor or place: `keys` are members that are none of `whole`. Incident: `keys` are statements that are none of it."""

    about: Literal["actor", "place", "incident"]
    whole: str = Field(max_length=500)
    keys: list[MemberKey] = Field(min_length=1, max_length=500)
    why: str = Field(default="", max_length=2000)


class UndoRequest(Form):
    """Take back a verdict (with all of its batch); "" the last that stands."""

    id: str = Field(default="", max_length=40)
    why: str = Field(default="", max_length=2000)


class VerdictAnswer(Form):
    """What was decided, and the statements as they now are (with their new etags)."""

    verdict: VerdictForm
    statements: list[StatementForm] = Field(default_factory=list)


class ConflictForm(Form):
    """412: somebody else decided meanwhile. Both versions, in plain words and as values."""

    error: str
    kind: Literal["Conflict"] = "Conflict"
    yours: str
    theirs: str
    etag: str = Field(default="v0", description="What it hangs on now: to decide all the same, send this one.")
    current: list[StatementForm] = Field(default_factory=list)


class ErrorForm(Form):
    """What went wrong, in a sentence that names the remedy."""

    error: str
    kind: str


for _form in (CaseForm, QueueForm, IncidentForm, MapForm, MapPlace, PlaceForm, ControlForm, ActorForm, NetworkForm, TangleForm, Triad):
    _form.model_rebuild()
