"""Who says what: reporting clauses, lost commas, quotations, demands, asides."""

from __future__ import annotations

import datetime

import pytest

from imbroglio.model import Document, Statement
from imbroglio.reading.commas import lost_commas
from imbroglio.reading.reader import Reader
from imbroglio.reading.speech import opens

SOURCES = frozenset({"monitor", "media", "source", "observatory", "activist", "group", "report"})


def _read(reader: Reader, text: str) -> list[Statement]:
    return list(reader.read(Document.from_text(text, id="t", date=datetime.date(2016, 9, 10))).statements)


def _by(reader: Reader, text: str, type_: str) -> list[str]:
    """Texts of who is credited with the first statement of a type."""
    found = [s for s in _read(reader, text) if s.type == type_]
    assert found, f"no {type_} in {text!r}"
    return [r.text for r in found[0].claim.by]


@pytest.mark.parametrize(
    ("text", "type_", "by"),
    [
        ("The army shelled the town of Azaz, residents said.", "shelling", ["residents"]),
        ("The army shelled the town of Azaz.", "shelling", []),
        ("Government troops shelled the town of Azaz on Monday a monitor said.", "shelling", ["monitor"]),
        ("The army captured the village of Khatab a source at the police command told Reuters.", "capture", ["source"]),
        ("According to two activists, jets bombed a school in Aleppo.", "air-strike", ["two activists"]),
        ("Jets bombed a school in Aleppo, according to Russian and Syrian officials.", "air-strike", ["Russian and Syrian officials"]),
        ("Reuters quoted a hospital source as saying that rebels shelled the town of Azaz.", "shelling", ["hospital source", "Reuters"]),
        ("Karim Haddad, a spokesman for the rebels, said the army shelled the town.", "shelling", ["Karim Haddad"]),
        ("The rebels claimed to have captured the village of Khatab.", "capture", ["rebels"]),
        ("Rebels capture village of Khatab: monitor.", "capture", ["monitor"]),
    ],
)
def test_source_of_a_report(reader: Reader, text: str, type_: str, by: list[str]) -> None:
    assert _by(reader, text, type_) == by


@pytest.mark.parametrize(
    "text",
    [
        "Rebel forces continued to shell the town of Azaz.",
        "Troops shelled the town of Azaz as no one responded.",
        "Residents fled after the army shelled the town of Azaz, and the council considered its reply.",
    ],
)
def test_verbs_that_report_nothing(reader: Reader, text: str) -> None:
    assert _by(reader, text, "shelling") == []


def test_accusation_and_denial_keep_their_stance(reader: Reader) -> None:
    accused = [s for s in _read(reader, "Turkey accused the army of shelling the town of Azaz.") if s.type == "shelling"]
    assert [(s.claim.by[0].text, s.claim.stance) for s in accused] == [("Turkey", "accuses")]
    denied = [s for s in _read(reader, "Russia denied that its jets bombed the hospital.") if s.type == "air-strike"]
    assert [(s.claim.by[0].text, s.claim.stance, s.status) for s in denied] == [("Russia", "denies", "denied")]


def test_condemning_does_not_make_a_claim(reader: Reader) -> None:
    assert _by(reader, "France condemned the bombing of the market in Homs.", "bombing") == []


def test_content_of_an_order_is_credited_to_who_orders(reader: Reader) -> None:
    text = "The governor ordered families in three villages to evacuate."
    found = [s for s in _read(reader, text) if s.type == "displacement"]
    assert [(s.status, [r.text for r in s.claim.by]) for s in found] == [("planned", ["governor"])]


def test_an_epithet_stays_in_the_reports_own_voice(reader: Reader) -> None:
    text = "A monitor said that jets bombed the rebel-held town of Azaz."
    assert _by(reader, text, "air-strike") == ["monitor"]
    assert _by(reader, text, "holds") == []


def test_a_quotation_goes_on_in_the_next_sentence(reader: Reader) -> None:
    text = '"The army shelled our street," a resident said. "Two men were killed near the mosque."'
    assert _by(reader, text, "killing") == ["resident"]


def test_a_quotation_waits_for_its_speaker(reader: Reader) -> None:
    text = '"The army shelled the town of Azaz. Nobody could sleep that night," a doctor said.'
    assert _by(reader, text, "shelling") == ["doctor"]


def test_after_a_colon_the_rest_is_the_speakers(reader: Reader) -> None:
    text = "Foreign Minister Pierre Dubois said:\n\nI welcome this step. Last week the army shelled the town of Azaz."
    assert _by(reader, text, "shelling") == ["Foreign Minister Pierre Dubois"]


def test_layer_holds_source_cue_and_content(reader: Reader) -> None:
    text = "The army shelled the town of Azaz, residents said."
    rows = [row.to_json() for row in reader.read(Document.from_text(text, id="t")).claims]
    spans = [(row["source"], row["cue"], row["content"], row["stance"]) for row in rows]
    assert len(spans) == 1
    source, cue, content, stance = spans[0]
    assert isinstance(source, dict) and isinstance(cue, dict) and isinstance(content, dict)
    assert text[source["start"] : source["end"]] == "residents"
    assert text[cue["start"] : cue["end"]] == "said"
    assert text[content["start"] : content["end"]].startswith("The army shelled")
    assert stance == "asserts"


@pytest.mark.parametrize(
    ("sentence", "before"),
    [
        ("Strikes killed ten people in Homs on Sunday a monitor said .", "a"),
        ("Strikes killed ten people near Homs local media reported on Monday .", "local"),
        ("Strikes near the town killed ten civilians said the Observatory .", "said"),
        ("Strikes killed ten people , a monitor said .", None),
        ("In the city of Homs the group said it had killed ten people .", None),
        ("The head of the group said it had killed ten people .", None),
    ],
)
def test_where_a_comma_was_lost(sentence: str, before: str | None) -> None:
    words = sentence.split()
    assert [words[i] for i in lost_commas(words, SOURCES)] == ([before] if before else [])


def test_straight_quotation_marks_by_what_stands_around_them() -> None:
    text = 'He said "no" and left.'
    assert opens(text, text.index('"'), False)
    assert not opens(text, text.rindex('"'), True)


def test_nobody_says_what_is_only_said_to_be(reader: Reader) -> None:
    assert _by(reader, "Rebels said to be backed by Turkey captured the village of Khatab.", "capture") == []


def test_the_name_beside_an_office(reader: Reader) -> None:
    text = "The governor of Homs Province, Karim Haddad, said that troops had captured the village of Khatab."
    assert _by(reader, text, "capture") == ["Karim Haddad"]
