"""Datasets of given statements, and the cases that hold the same: for tests, without any reading."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from imbroglio.fleet.folder import Folder
from imbroglio.fleet.manifest import Counts, Manifest
from imbroglio.fleet.partitions import Partitions
from imbroglio.fleet.rows import month_of, pack, report_row, statement_row
from imbroglio.fleet.schema import TABLES, arrow_schema, to_table
from imbroglio.intake.draft import Draft
from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, RefKind, Statement, When
from imbroglio.store import open_case

MARK = "made up 1"
Told = tuple[Document, Sequence[Statement]]

PLACES = (
    ("Aleppo", "geonames:170063", 36.2012, 37.1612, 1), ("al-Bab", "geonames:172946", 36.3704, 37.5156, 1),
    ("Tadef", "geonames:163808", 36.3489, 37.5307, 1), ("Homs", "geonames:169577", 34.7268, 36.7234, 1),
    ("Idlib", "geonames:169389", 35.9306, 36.6339, 1), ("Aleppo", "place:aleppo-admin1", 36.0, 37.7, 4),
    ("the old mill", None, None, None, None), ("Mosul", "geonames:99072", 36.335, 43.1189, 1),
)  # fmt: skip
ACTORS: tuple[tuple[str, RefKind, str | None], ...] = (
    ("Syria", "state", "actor:syria"), ("Russia", "state", "actor:russia"), ("Islamic State", "armed_group", "actor:islamic-state"),
    ("Free Syrian Army", "armed_group", "actor:free-syrian-army"), ("Falcons of the Plain", "armed_group", None),
    ("Plain Falcons", "armed_group", None), ("Faylaq Umar", "armed_group", None), ("Failaq Omar", "armed_group", None),
    ("rebels", "armed_group", None), ("Turkey", "state", "actor:turkey"),
    ("civilians", "people", None), ("Hassan Idris", "person", None),
)  # fmt: skip
SPEAKERS: tuple[tuple[str, RefKind, str | None], ...] = (
    ("Syrian Observatory for Human Rights", "organisation", "actor:sohr"), ("Reuters", "organisation", "actor:reuters"),
    ("activists", "people", None), ("Syria", "state", "actor:syria"),
)  # fmt: skip
TYPES = ("air-strike", "clash", "shelling", "capture", "bombing", "holds", "withdrawal", "backs", "hostile", "siege")
KINDS = {"holds": "control", "backs": "relation", "hostile": "relation"}
START = date(2016, 10, 20)
WORDS = "smoke market bridge mill north convoy night dawn hospital school road river quarter gate tower".split()


Event = dict[str, Any]


def make_war(seed: int, reports: int = 30, most: int = 5, days: int = 60) -> list[Told]:
    """Reports by chance: what happens is told by several of them, with other words and numbers, and some copy each other."""
    chance = random.Random(seed)
    events = [_event(chance, START + timedelta(days=chance.randrange(days))) for _ in range(reports * most // 6 + 1)]
    out: list[Told] = []
    for n in range(reports):
        told = chance.sample(events, min(len(events), chance.randint(1, most)))
        when = max(e["day"] for e in told) + timedelta(days=chance.randrange(2))
        sentences = [_sentence(chance, e) for e in told]
        if out and chance.random() < 0.2:
            sentences.append(chance.choice(out)[0].text.split("\n")[0])
            told.append(told[0])
        byline = " (Reuters)" if chance.random() < 0.1 else ""
        text = "\n".join(sentences) + f"{byline}\nReport {n}."
        source = chance.choice(("Wire", "Post", "Herald", "Reuters", None))
        doc = Document.from_text(text, id=f"r{n:03}", date=when if chance.random() < 0.9 else None)
        doc = Document(doc.id, doc.text, f"Report {n}", doc.date, source, f"https://news.example/{n}", "en", doc.sha256, "in.jsonl")
        made = [_statement(chance, doc, quote, event) for quote, event in zip(sentences, told, strict=True)]
        out.append((doc, tuple({s.id: s for s in made}.values())))
    return out


def _event(chance: random.Random, day: date) -> Event:
    return {
        "type": chance.choice(TYPES),
        "day": day,
        "agent": chance.choice(ACTORS),
        "target": chance.choice(ACTORS),
        "place": chance.choice(PLACES),
        "dead": chance.choice((None, 3, 12, 23, 60)),
        "words": chance.sample(WORDS, 9),
    }


def _sentence(chance: random.Random, event: Event) -> str:
    words = [*event["words"], *chance.sample(WORDS, 2)]
    chance.shuffle(words)
    return " ".join(["It", "was", "said", "that", *words, "was", "hit", f"{chance.randint(1, 99)}."])


def _ref(entry: Sequence[Any]) -> Ref:
    if len(entry) == 5:
        name, id, lat, lon, precision = entry
        return Ref(name, 0, len(name), name, "place", id, lat, lon, precision)
    name, kind, id = entry
    return Ref(name, 0, len(name), name, kind, id)


def _statement(chance: random.Random, doc: Document, quote: str, event: Event) -> Statement:
    type = event["type"]
    day = event["day"] if chance.random() < 0.9 else event["day"] - timedelta(days=1)
    told = chance.choice(
        (
            When("then", day, day, "day", "stated"), When("then", day, day, "day", "relative"),
            When("then", day, day + timedelta(days=chance.randrange(9)), "week", "relative"),
            When("", None, None, "unknown", "publication"), When("", day, day, "day", "publication"),
        )
    )  # fmt: skip
    dead = event["dead"] and event["dead"] + chance.choice((0, 0, 0, 1, 9))
    at = doc.text.index(quote)
    some = lambda role, others: [event[role]] if chance.random() < 0.7 else chance.sample(others, chance.randrange(3))  # noqa: E731
    return Statement(
        doc.id,
        KINDS.get(type, "event"),  # type: ignore[arg-type]
        type,
        tuple(map(_ref, some("agent", ACTORS))),
        tuple(map(_ref, some("target", ACTORS))),
        tuple(map(_ref, some("place", PLACES))),
        told,
        (Quantity(str(dead), "killed", dead, dead),) if dead and type not in KINDS else (),
        Claim((_ref(chance.choice(SPEAKERS)),), chance.choice(("asserts", "denies", "accuses"))) if chance.random() < 0.5 else Claim(),
        chance.choice(("actual", "actual", "actual", "ongoing", "planned", "denied")),
        Evidence(at, at + len(quote), quote),
        {"clash": "fought", "capture": "captured", "bombing": "bombed"}.get(type, "struck"),
        MadeBy("made up", "1", "chance", round(chance.random(), 3)),
        None,
        ("by chance",),
    )


def mentions_of(statements: Iterable[Statement]) -> list[dict[str, Any]]:
    """Rows of the layer `mentions`: whom and what the statements name."""
    refs = [r for s in statements for r in (*s.agent, *s.target, *s.place)]
    return [{"start": 0, "end": 1, "text": r.text, "name": r.name, "kind": r.kind, "id": r.id, "lat": r.lat, "lon": r.lon} for r in refs]


def make_dataset(where: Path, war: Iterable[Told], held_bytes: int = 256 << 20) -> Path:
    """A complete dataset of these reports."""
    folder = Folder(str(where))
    parts = {name: Partitions(folder, name, 1, held_bytes=held_bytes) for name in TABLES}
    counts = Counts()
    following = dict.fromkeys(TABLES, 0)
    for n, (doc, statements) in enumerate(war):
        report = report_row(doc, n, Draft(doc.text, doc.id, doc.sha256))
        report |= {"seq": n, "state": "read", "read_with": MARK, "statements": len(statements), "mentions": pack(mentions_of(statements))}
        rows = [{**statement_row(s, doc, n), "seq": following["statements"] + k} for k, s in enumerate(statements)]
        for name, made in (("reports", [report]), ("statements", rows)):
            names = [column.name for column in TABLES[name]]
            parts[name].add(month_of(doc), to_table([{k: row[k] for k in names} for row in made], arrow_schema(TABLES[name])))
            following[name] += len(made)
        counts.reports["read"] += 1
        counts.statements.update(s.kind for s in statements)
    for name, part in parts.items():
        part.close(arrow_schema(TABLES[name]).empty_table())
    files = [file for part in parts.values() for file in part.files]
    Manifest(MARK, None, [], [{"run": 1, "inputs": ["in.jsonl"], "units": 1}], counts, files, following).write(folder)
    return where


def make_case(where: Path, war: Iterable[Told]) -> Path:
    """A case of the same reports."""
    with open_case(where, create=True) as case, case.bulk():
        for doc, statements in war:
            case.add_reading(doc, statements, read_with=MARK, mentions=mentions_of(statements))
    return where
