"""Each question of docs/questions.md, asked of a small war of which the answers are known."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from imbroglio.fleet.record import weigh_to_tables
from imbroglio.fleet.run import read_to_dataset
from imbroglio.model import Claim, Document, Evidence, MadeBy, Quantity, Ref, Statement, When

sys.path.insert(0, str(Path(__file__).parents[1]))
from datasets import Told, make_dataset
from stub_fleet import SETTINGS, StubScreen, numbered, write

PAGE = (Path(__file__).parents[2] / "docs" / "questions.md").read_text("utf-8")
QUESTIONS = dict(re.findall(r"^<!-- question: (\w+) -->\n```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
START = date(2016, 11, 5)

TURKEY = Ref("Turkey", 0, 6, "Turkey", "state", "actor:turkey")
IS = Ref("Islamic State", 0, 13, "Islamic State", "armed_group", "actor:islamic-state")
FSA = Ref("Free Syrian Army", 0, 16, "Free Syrian Army", "armed_group", "actor:free-syrian-army")
MONITOR = Ref("Syrian Observatory for Human Rights", 0, 35, "Syrian Observatory for Human Rights", "organisation", "actor:sohr")
BAB = Ref("al-Bab", 0, 6, "al-Bab", "place", "geonames:172946", 36.3704, 37.5156, 1)
TADEF = Ref("Tadef", 0, 5, "Tadef", "place", "geonames:163808", 36.3489, 37.5307, 1)


def told(n: int, type: str, after: int, agent: Ref, target: Ref | None, place: Ref, dead: int = 0, by: Ref | None = None) -> Told:
    """One report with one statement."""
    day = START + timedelta(days=after)
    quote = f"{agent.name} {type} {target.name if target else ''} at {place.name}, {dead} dead."
    text = f"{quote} Number {n} of reports by itself."
    doc = Document.from_text(text, id=f"r{n}", date=day)
    doc = Document(doc.id, text, f"Report {n}", day, f"Outlet {n}", f"https://news.example/{n}", "en", doc.sha256)
    statement = Statement(
        doc.id,
        "control" if type == "holds" else "event",
        type,
        (agent,),
        (target,) if target else (),
        (place,),
        When("then", day, day, "day", "stated"),
        (Quantity(str(dead), "killed", dead, dead),) if dead else (),
        Claim((by,), "asserts") if by else Claim(),
        "actual",
        Evidence(0, len(quote), quote),
        type,
        MadeBy("made up", "1", "by hand", 0.95),
    )
    return doc, (statement,)


WAR = [
    told(1, "air-strike", 0, TURKEY, IS, BAB, dead=12, by=MONITOR),
    told(2, "air-strike", 0, TURKEY, IS, BAB, dead=30, by=IS),
    told(3, "air-strike", 0, TURKEY, IS, BAB, dead=12),
    told(4, "shelling", 40, IS, FSA, TADEF, dead=3, by=FSA),
    told(5, "capture", 1, IS, FSA, TADEF),
    told(6, "holds", 10, IS, None, TADEF),
    told(7, "capture", 60, FSA, IS, TADEF),
    told(8, "capture", 60, FSA, IS, TADEF),
    told(9, "holds", 75, FSA, None, TADEF),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_dataset(tmp_path_factory.mktemp("war") / "archive", WAR)
    weigh_to_tables(str(made), on="here")
    return made


def ask(archive: Path, question: str) -> list[dict[str, Any]]:
    found = duckdb.sql(QUESTIONS[question].replace("archive/", f"{archive}/"))
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def test_there_are_enough_questions_and_each_is_asked_here() -> None:
    assert len(QUESTIONS) >= 9
    assert PAGE.count("```sql") == len(QUESTIONS)
    here = Path(__file__).read_text("utf-8")
    assert all(f'"{question}")' in here for question in QUESTIONS)


def test_who_attacked_whom(archive: Path) -> None:
    rows = ask(archive, "attacks")
    assert {"month": "2016-11", "agent": "Turkey", "target": "Islamic State", "incidents": 1, "dead": 12} in rows
    assert ("2016-12", "Islamic State", "Free Syrian Army", 3) in {(r["month"], r["agent"], r["target"], r["dead"]) for r in rows}
    assert [r["month"] for r in rows] == sorted(r["month"] for r in rows)


def test_the_deadliest_of_each_place(archive: Path) -> None:
    assert [(r["place"], r["dead_best"], r["independent_sources"]) for r in ask(archive, "deadliest")] == [("Tadef", 3, 1), ("al-Bab", 12, 3)]


def test_who_says_so(archive: Path) -> None:
    rows = ask(archive, "accounts")
    assert [(r["source"], r["claim_by"], r["dead_low"]) for r in rows] == [
        ("Outlet 1", ["Syrian Observatory for Human Rights"], 12),
        ("Outlet 2", ["Islamic State"], 30),
        ("Outlet 3", [], 12),
    ]
    assert rows[0]["url"] == "https://news.example/1"
    assert "12 dead" in rows[0]["sentence"]
    assert {r["speaker"]: (r["statements"], r["denials"]) for r in ask(archive, "speakers")} == {
        "Syrian Observatory for Human Rights": (1, 0), "Islamic State": (1, 0), "Free Syrian Army": (1, 0),
    }  # fmt: skip


def test_where_accounts_disagree(archive: Path) -> None:
    [row] = ask(archive, "tolls")
    assert (row["place"], row["dead_low"], row["dead_best"], row["dead_high"]) == ("al-Bab", 12, 12, 30)
    assert [(f["says"], f["dead"]) for f in row["figures"]] == [
        ("Islamic State", 30), ("Outlet 3", 12), ("Syrian Observatory for Human Rights", 12),
    ]  # fmt: skip
    assert "toll" in {r["about"] for r in ask(archive, "disputes")}


def test_when_places_changed_hands(archive: Path) -> None:
    rows = ask(archive, "hands")
    assert [(r["place"], r["before"], r["after"]) for r in rows][-1] == ("Tadef", "Islamic State", "Free Syrian Army")
    assert START + timedelta(days=55) <= rows[-1]["since"] <= START + timedelta(days=61)


def test_what_rests_on_one_partys_word(archive: Path) -> None:
    assert [(r["place"], r["type"], r["says"]) for r in ask(archive, "parties")] == [("Tadef", "shelling", ["Free Syrian Army"])]


def test_what_was_dropped_and_what_went_wrong(tmp_path: Path) -> None:
    rows = numbered(6)
    rows[1]["text"] = rows[4]["text"] = "a recipe for bread"
    rows[2]["text"] = "before crash after"
    rows[3]["text"] = " "
    settings = SETTINGS.__class__(reader=SETTINGS.reader, mark="stub", screen=StubScreen, screen_mark="stub", dateline=None, limit=0)
    read_to_dataset([write(tmp_path / "in.jsonl", rows)], str(tmp_path / "archive"), settings, on="here")
    assert [(r["month"], r["state"], r["reason"], r["articles"]) for r in ask(tmp_path / "archive", "dropped")] == [
        ("2016-02", "dropped", "no-war", 2),
        ("2016-03", "failed", "reader-crash", 1),
    ]
    assert {r["reason"]: r["times"] for r in ask(tmp_path / "archive", "troubles")} == {"empty": 1, "reader-crash": 1}
