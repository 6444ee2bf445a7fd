"""Statement: one thing that one passage of one report says. The atom of the product; see docs/statement.md."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any, Literal

Kind = Literal["event", "relation", "control", "figure"]
RefKind = Literal[
    "state", "government", "armed_group", "coalition", "organisation", "person", "people", "place", "thing"
]
Precision = Literal["day", "week", "month", "season", "year", "unknown"]
Basis = Literal["stated", "relative", "publication"]
Measure = Literal[
    "killed", "wounded", "captured", "missing", "displaced", "strength", "weapons", "places", "other"
]
Stance = Literal["asserts", "denies", "accuses", "doubts"]
PERSON = "person"  # the reader of a statement that a person has made
Status = Literal["actual", "ongoing", "planned", "predicted", "conditional", "denied"]


@dataclass(frozen=True, slots=True)
class Ref:
    """A span that names somebody, something or somewhere; not yet an identity.

    Attributes:
        text: verbatim from the report.
        start, end: its offsets there.
        name: the full name that the text, the report or common knowledge gives it.
        kind: what sort of thing it is (codebook section 1).
        id: identity where known: "actor:islamic-state" from a pack, "geonames:172946" from the gazetteer.
        lat, lon: degrees, for a resolved place.
        precision: UCDP place precision, 1 (exact) to 7, for a place.
    """

    text: str
    start: int
    end: int
    name: str
    kind: RefKind
    id: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days, both ends included, with how it was said and where it comes from."""

    text: str
    start: date | None
    end: date | None
    precision: Precision
    basis: Basis


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its bounds: "at least 16" is low 16, high None."""

    text: str
    measure: Measure
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says so. `by` is empty, and `stance` None, where the report says it in its own voice.

    `hearsay` is True where the passage says "reportedly" or the like and names no source.
    """

    by: tuple[Ref, ...] = ()
    stance: Stance | None = None
    hearsay: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence or clause that says it: `text[start:end] == quote`, always."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class MadeBy:
    """Which reader made a statement, by which rule, and how sure it is (0 to 1, calibrated)."""

    reader: str
    version: str
    rule: str
    score: float


@dataclass(frozen=True, slots=True)
class Codes:
    """An event's codes in the field's other schemes, from the one crosswalk table."""

    plover: str | None = None
    plover_mode: str | None = None
    cameo: str | None = None
    acled_event: str | None = None
    acled_sub_event: str | None = None
    ucdp_violence: str | None = None


def _plain(value: Any) -> Any:
    """A part of a statement as JSON can hold it, for its hash."""
    return value.isoformat() if isinstance(value, date) else astuple(value)


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that one passage says. Field by field as in docs/statement.md.

    `because` holds the reader's decisions in plain words, for `imbroglio why`; it is kept in the case and is no
    part of the published JSON form.
    """

    doc: str
    kind: Kind
    type: str
    agent: tuple[Ref, ...]
    target: tuple[Ref, ...]
    place: tuple[Ref, ...]
    time: When
    numbers: tuple[Quantity, ...]
    claim: Claim
    status: Status
    evidence: Evidence
    trigger: str
    made_by: MadeBy
    codes: Codes | None = None
    because: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Hash of document, spans, kind, type and roles; not of score, version or how it was made.

        Of a statement that a person has made, hash of all that it says: it may differ from the reader's in a day or a
        status alone, and both are kept.
        """
        spans = [[[r.start, r.end] for r in role] for role in (self.agent, self.target, self.place, self.claim.by)]
        content: list[Any] = [self.doc, self.kind, self.type, self.evidence.start, self.evidence.end, self.trigger, spans]
        if self.made_by.reader == PERSON:
            said = (self.status, self.time, self.numbers, self.claim, self.agent, self.target, self.place)
            content.append(said)
        packed = json.dumps(content, ensure_ascii=True, separators=(",", ":"), default=_plain)
        return hashlib.sha256(packed.encode()).hexdigest()[:20]
