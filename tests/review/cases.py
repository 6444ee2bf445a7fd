"""A small case whose statements stand in their reports' words, for the tests of verdicts."""

from __future__ import annotations

from datetime import date

from imbroglio.knowledge.codebook import codes_for
from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, RefKind, Statement, When
from imbroglio.store import Case

SYRIA = ("state", "actor:syria")
IS = ("armed_group", "actor:islamic-state")
GROUP = ("armed_group", None)
TEXTS = {
    "r1": "Syrian jets hit Islamic State in al-Bab on 5 November, killing 12. The Plain Falcons took al-Bab on 20 November.",
    "r2": "On 5 November Syrian jets hit Islamic State in al-Bab; 14 died. Hamid Nasri was among them.",
    "r3": "Islamic State was hit by Syrian jets in al-Bab on 5 November, with 30 dead. The Falcons of the Plain took al-Bab on 20 November.",
}
BAB = {"id": "geonames:172946", "lat": 36.3704, "lon": 37.5156, "precision": 1}
FIFTH = When("5 November", date(2016, 11, 5), date(2016, 11, 5), "day", "stated")
TWENTIETH = When("20 November", date(2016, 11, 20), date(2016, 11, 20), "day", "stated")


def find(doc: str, text: str, kind: RefKind = "place", id: str | None = None, name: str | None = None, **more: float) -> Ref:
    """The first span of a report that has these words."""
    start = TEXTS[doc].index(text)
    return Ref(text, start, start + len(text), name or text, kind, id, **more)  # type: ignore[arg-type]


def passage(doc: str, text: str) -> Evidence:
    """The sentence of a report in which these words stand."""
    whole = TEXTS[doc]
    at = whole.index(text)
    start = whole.rfind(". ", 0, at) + 2 if ". " in whole[:at] else 0
    end = whole.index(".", at) + 1
    return Evidence(start, end, whole[start:end])


def strike(doc: str, dead: int) -> Statement:
    """Syria's strike on the Islamic State, as a reader would make it."""
    agent, target = find(doc, "Syrian", *SYRIA, name="Syria"), find(doc, "Islamic State", *IS)
    return Statement(
        doc, "event", "air-strike", (agent,), (target,), (find(doc, "al-Bab", **BAB),), FIFTH,  # type: ignore[arg-type]
        (Quantity(str(dead), "killed", dead, dead),), Claim(), "actual", passage(doc, "hit"), "hit",
        MadeBy("stub", "1", "rule", 0.6), codes_for("air-strike", "actual", (agent,), (target,)), ("a reason",),
    )  # fmt: skip


def capture(doc: str, taker: str) -> Statement:
    """A capture of al-Bab, by words of the report."""
    agent, evidence = find(doc, taker, *GROUP), passage(doc, "took")
    at = TEXTS[doc].index("al-Bab", evidence.start)
    place = Ref("al-Bab", at, at + 6, "al-Bab", "place", **BAB)  # type: ignore[arg-type]
    return Statement(
        doc, "event", "capture", (agent,), (), (place,), TWENTIETH, (), Claim(), "actual", evidence, "took",
        MadeBy("stub", "1", "rule", 0.7), codes_for("capture", "actual", (agent,), ()),
    )  # fmt: skip


READ = {
    "r1": (strike("r1", 12), capture("r1", "The Plain Falcons")),
    "r2": (strike("r2", 14),),
    "r3": (strike("r3", 30), capture("r3", "The Falcons of the Plain")),
}


def put(case: Case, doc: str, *statements: Statement, read_with: str = "stub 1") -> None:
    """A report with what was read from it."""
    made = Document.from_text(TEXTS[doc], id=doc, date=date(2016, 11, 21))
    whole = Document(doc, made.text, f"Title of {doc}", made.date, f"Outlet {doc}", sha256=made.sha256)
    case.add_reading(whole, statements, read_with=read_with)


def fill(case: Case) -> None:
    """Three reports on one strike, two of them on a capture."""
    for doc, statements in READ.items():
        put(case, doc, *statements)
