"""Who does what to whom, where only the whole sentence says it."""

from __future__ import annotations

import datetime

import pytest

from imbroglio.model import Document, Statement
from imbroglio.reading.company import Company
from imbroglio.reading.ground import Ground
from imbroglio.reading.reader import Reader


def read(reader: Reader, text: str, kind: str) -> Statement:
    """The first statement of that type."""
    found = [s for s in reader.read(Document.from_text(text, id="r", date=datetime.date(2021, 3, 4))).statements if s.type == kind]
    assert found, f"no {kind} in: {text}"
    return found[0]


def names(refs: object) -> list[str]:
    return [r.name for r in refs]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "kind", "agent", "target"),
    [
        ("Clashes broke out between the Syrian army and rebels in Daraa.", "clash", ["Syria"], ["rebels"]),
        ("Russian and Ukrainian forces clashed near Kherson.", "clash", ["Russia"], ["Ukraine"]),
        ("Twelve rebels were killed in clashes with Hezbollah near Zabadani.", "clash", ["Hezbollah"], ["rebels"]),
        ("The army shelled rebel positions in Idlib.", "shelling", ["army"], ["rebel"]),
        ("The regime and its allies attacked rebels in Idlib.", "allied", ["regime"], ["allies"]),
        ("The army thwarted an attack launched by the Nusra Front near Latakia.", "clash", ["Jabhat al-Nusra"], ["army"]),
    ],
)
def test_sides(reader: Reader, text: str, kind: str, agent: list[str], target: list[str]) -> None:
    s = read(reader, text, kind)
    assert (names(s.agent), names(s.target)) == (agent, target)


def test_each_of_joined_owners_acts(reader: Reader) -> None:
    s = read(reader, "Russian and Syrian warplanes carried out airstrikes in Idlib, killing three civilians.", "air-strike")
    assert names(s.agent) == ["Russia", "Syria"]
    assert names(s.target) == ["civilians"]


def test_those_along_with_the_doer_act_too(reader: Reader) -> None:
    s = read(reader, "The Syrian Army along with Hezbollah forces started operations in Aleppo against the rebels.", "clash")
    assert names(s.agent) == ["Syria", "Hezbollah"]


def test_nobody_shells_who_is_killed_by_shelling(reader: Reader) -> None:
    s = read(reader, "Four people were killed by shelling in Donetsk.", "shelling")
    assert not s.agent
    assert [r.text for r in s.target] == ["Four people"]


def test_both_that_shell_by_one_phrase(reader: Reader) -> None:
    text = "Teachers in Chuhuiv told of daily shelling and airstrikes by Russian forces."
    assert names(read(reader, text, "shelling").agent) == ["Russia"]
    assert names(read(reader, text, "air-strike").agent) == ["Russia"]


def test_a_unit_that_nobody_sent_is_there_by_itself(reader: Reader) -> None:
    s = read(reader, "Russian troops stationed at the airport fled.", "deployment")
    assert names(s.agent) == ["Russia"]
    assert not s.target


def test_a_figure_is_of_those_whom_it_counts(reader: Reader) -> None:
    s = read(reader, "More than 300,000 people have been killed since the war began in 2011.", "casualties")
    assert "people" in s.agent[0].text
    assert not s.target


def test_name_after_an_office(reader: Reader) -> None:
    s = read(reader, "The governor of Zinder, Amadou Keita said fighting took place near the border.", "leads")
    assert [r.text for r in s.agent] == ["Amadou Keita"]
    assert names(s.target) == ["Zinder"]


def test_country_and_not_department(reader: Reader) -> None:
    s = read(reader, "Turkish Deputy Minister of Defense Kemal Aydin announced a pullout of troops from Afrin.", "speaks-for")
    assert names(s.target) == ["Turkey"]


def test_a_noun_with_its_name_beside_it(reader: Reader) -> None:
    s = read(reader, "The rebel faction Jaish al-Islam shelled Douma.", "shelling")
    assert names(s.agent) == ["Jaish al-Islam"]


def test_a_body_within_a_body(reader: Reader) -> None:
    text = "Units of the 7th Coastal Brigade of the Russian Baltic Fleet moved on Kherson."
    found = [s for s in reader.read(Document.from_text(text, id="r")).statements if s.type == "part-of"]
    assert any("Brigade" in s.agent[0].name and "Fleet" in s.target[0].name for s in found)


def test_company_knows_who_fought_whom() -> None:
    company = Company()
    company.foes.add(("A", "B"))
    company.gather([], [7], Ground())
    assert company.foes == {("A", "B")}
    assert company.sources == {7}


@pytest.mark.parametrize(
    ("text", "kind", "agent", "target"),
    [
        ("Chad threatened to launch a raid in its war with Libya.", "threat", ["Chad"], ["Libya"]),
        ("Khartoum will break off relations with Kampala unless Uganda stops helping the rebels.", "threat", ["Sudan"], ["Uganda"]),
        ("Greece demanded that Turkey withdraw its warships.", "demand", ["Greece"], ["Turkey"]),
        ("Moscow pressed NATO for a binding charter.", "demand", ["Russia"], ["North Atlantic Treaty Organization"]),
        ("Miners went on strike to press for the departure of President Alexander Lukashenko.", "protest", ["Miners"], ["Alexander Lukashenko"]),
    ],
)
def test_at_whom_words_are_aimed(reader: Reader, text: str, kind: str, agent: list[str], target: list[str]) -> None:
    s = read(reader, text, kind)
    assert (names(s.agent), names(s.target)) == (agent, target)


def test_a_promise_of_troops_is_planned(reader: Reader) -> None:
    assert read(reader, "Egypt offered weapons to the Libyan National Army.", "aid").status == "planned"


@pytest.mark.parametrize(
    ("text", "kind", "agent", "target"),
    [
        ("A soldier assigned to Task Force Marne died on Saturday.", "part-of", "soldier", "Task Force Marne"),
        ("The 2nd Battalion, 14th Infantry Regiment, patrols the road to Mosul.", "part-of", "2nd Battalion", "14th Infantry Regiment"),
        ("The Libyan National Army of General Khalifa Haftar attacked Tripoli.", "leads", "Khalifa Haftar", "Libyan National Army"),
    ],
)
def test_who_is_of_whom_in_press_statements(reader: Reader, text: str, kind: str, agent: str, target: str) -> None:
    found = [s for s in reader.read(Document.from_text(text, id="r")).statements if s.type == kind]
    assert any(agent in s.agent[0].text and target in s.target[0].text for s in found), found


@pytest.mark.parametrize(
    ("text", "kind", "agent", "target"),
    [
        ("Ansar Dine, popularly known as the Defenders, holds Kidal.", "alias", "Ansar Dine", "Defenders"),
        ("Jabhat Fatah al-Sham, formerly the Nusra Front, holds Idlib.", "renamed", "Nusra Front", "Jabhat Fatah al-Sham"),
    ],
)
def test_words_between_two_names(reader: Reader, text: str, kind: str, agent: str, target: str) -> None:
    s = read(reader, text, kind)
    assert agent in s.agent[0].text
    assert target in s.target[0].text


def test_both_sides_of_talks_though_the_parser_lost_one(reader: Reader) -> None:
    s = read(reader, "Peace talks between the opposition and the government opened in Geneva on Friday.", "talks")
    assert names(s.agent) == ["opposition", "government"]


def test_guards_and_supporters_act(reader: Reader) -> None:
    assert names(read(reader, "Prison guards tortured migrants.", "harm").agent) == ["Prison guards"]
    assert names(read(reader, "A sit-in by supporters of Sadr in Baghdad lasted a month.", "protest").agent) == ["supporters"]


def test_an_idiom_that_names_whom(reader: Reader) -> None:
    assert names(read(reader, "The evacuation of civilians from Pokrovsk began.", "displacement").target) == ["civilians"]


def test_rape_beside_a_killing_is_told_by_itself(reader: Reader) -> None:
    s = read(reader, "Janjaweed fighters killed twenty men and raped several women in the village of Tawila.", "harm")
    assert names(s.target) == ["women"]


def test_shots_that_wound_are_no_fight(reader: Reader) -> None:
    text = "A photographer was wounded by Israeli gunfire near Bureij."
    assert [s.type for s in reader.read(Document.from_text(text, id="r")).statements] == ["harm"]


def test_nobody_stands_on_both_sides(reader: Reader) -> None:
    text = "The militia published a letter demanding that the Sudanese authorities free its commander."
    for s in reader.read(Document.from_text(text, id="r")).statements:
        if s.type == "demand":
            assert not {r.start for r in s.agent} & {r.start for r in s.target}
