"""The reader as a whole: offsets lead home, the same report gives the same record, and what is not said is not said."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.model import Document, Ref, Statement, statement_to_json
from imbroglio.reading.reader import Reader

REPORT = (
    "Rebels backed by Turkey seized the village of Akhtarin from Islamic State on Sunday, the Syrian Observatory for Human "
    "Rights said. At least 14 fighters were killed and 30 wounded in the clashes. Turkish warplanes later bombed IS-held "
    "Dabiq, killing three civilians. Damascus condemned the attack. The Free Syrian Army (FSA) denied that it had shelled "
    "Marea. Washington urged both sides to respect the truce."
)
DAY = datetime.date(2016, 10, 10)


def _read(reader: Reader, text: str) -> tuple[Statement, ...]:
    return reader.read(Document.from_text(text, id="r", date=DAY)).statements


def _one(reader: Reader, text: str, type_: str) -> Statement:
    found = [s for s in _read(reader, text) if s.type == type_]
    assert found, f"no {type_} in {text!r}"
    return found[0]


def _names(refs: tuple[Ref, ...]) -> list[str]:
    return [r.name for r in refs]


def _refs(s: Statement) -> list[Ref]:
    return [*s.agent, *s.target, *s.place, *s.claim.by]


def test_every_span_is_verbatim(reader: Reader) -> None:
    found = _read(reader, REPORT)
    assert len(found) >= 8
    for s in found:
        assert REPORT[s.evidence.start : s.evidence.end] == s.evidence.quote
        assert all(REPORT[r.start : r.end] == r.text for r in _refs(s))


def test_same_report_same_bytes(reader: Reader) -> None:
    once, twice = ([statement_to_json(s) for s in _read(reader, REPORT)] for _ in range(2))
    assert once == twice
    fresh = Reader(Gazetteer.open())
    assert [statement_to_json(s) for s in _read(fresh, REPORT)] == once


def test_a_report_reads_alike_before_and_after_another(reader: Reader) -> None:
    alone = [s.id for s in _read(reader, REPORT)]
    _read(reader, "Houthi fighters shelled Marib. They later left the city.")
    assert [s.id for s in _read(reader, REPORT)] == alone


def test_capture_with_both_sides_place_time_and_claim(reader: Reader) -> None:
    s = _one(reader, REPORT, "capture")
    assert _names(s.target) == ["Islamic State"]
    assert _names(s.place) == ["Akhtarin"]
    assert (s.time.start, s.time.basis) == (datetime.date(2016, 10, 9), "relative")
    assert _names(s.claim.by) == ["Syrian Observatory for Human Rights"]


def test_backing_is_a_relation_of_its_own(reader: Reader) -> None:
    s = _one(reader, REPORT, "backs")
    assert _names(s.agent) == ["Turkey"]


def test_warplanes_are_their_owners(reader: Reader) -> None:
    s = _one(reader, REPORT, "air-strike")
    assert _names(s.agent) == ["Turkey"]
    assert [(n.measure, n.low) for n in s.numbers] == [("killed", 3)]


def test_an_epithet_of_control(reader: Reader) -> None:
    s = _one(reader, REPORT, "holds")
    assert _names(s.agent) == ["Islamic State"]
    assert s.place[0].text.endswith("Dabiq")


def test_a_denial_is_denied_by_who_denies(reader: Reader) -> None:
    s = _one(reader, REPORT, "shelling")
    assert (s.status, s.claim.stance) == ("denied", "denies")


def test_nothing_said_is_marked_as_no_more_than_the_reports_date(reader: Reader) -> None:
    s = _one(reader, "Rebels shelled the town of Azaz.", "shelling")
    assert (s.time.start, s.time.precision, s.time.basis) == (DAY, "unknown", "publication")
    undated = reader.read(Document.from_text("Rebels shelled the town of Azaz.", id="u")).statements
    assert all(s.time.start is None for s in undated)


def test_a_place_that_is_resolved_says_where(reader: Reader) -> None:
    place = _one(reader, "Syrian troops shelled rebels in Aleppo.", "shelling").place[0]
    assert place.id is not None
    assert place.lat == pytest.approx(36.2, abs=0.3)
    assert place.lon == pytest.approx(37.15, abs=0.3)


def test_events_carry_the_fields_codes(reader: Reader) -> None:
    codes = _one(reader, "Syrian warplanes bombed rebels in Idlib.", "air-strike").codes
    assert codes is not None
    assert (codes.plover, codes.acled_event) == ("ASSAULT", "Explosions/Remote violence")


@pytest.mark.parametrize(
    "text",
    [
        "The museum opened a new wing on Sunday with paintings of the coast.",
        "She baked bread for her neighbours in March.",
        "The team lost the final by two goals.",
    ],
)
def test_peaceful_text_fights_no_war(reader: Reader, text: str) -> None:
    assert [s.type for s in _read(reader, text) if s.type in {"clash", "killing", "shelling", "air-strike", "capture"}] == []


def test_layers_hold_every_place_and_actor_named(reader: Reader) -> None:
    rows = [m.to_json() for m in reader.read(Document.from_text(REPORT, id="r", date=DAY)).mentions]
    named = {str(r["name"]) for r in rows}
    assert {"Akhtarin", "Islamic State", "Dabiq"} <= named
    assert all(REPORT[int(str(r["start"])) : int(str(r["end"]))] == r["text"] for r in rows)


def test_each_decision_is_told(reader: Reader) -> None:
    s = _one(reader, REPORT, "air-strike")
    assert any("evokes air-strike" in line for line in s.because)


PIECES = st.sampled_from(
    ["Rebels", "the army", "shelled", "was captured by", "al-Bab", "Idlib", '"', "“", "”", "on Monday", "\n\n", "(", ")", "U.S.-led",
     "IS-held", "12", "people", "killed", ",", ".", "said", "that", "who", "é", "\u200b", "😀", "-", "'s", "Jabhat al-Nusra", "not"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(PIECES, min_size=1, max_size=40).map(" ".join))
def test_any_text_is_read_and_every_offset_leads_home(reader: Reader, text: str) -> None:
    for s in _read(reader, text):
        assert text[s.evidence.start : s.evidence.end] == s.evidence.quote
        assert all(text[r.start : r.end] == r.text for r in _refs(s))
        assert s.time.start is None or s.time.end is None or s.time.start <= s.time.end


@pytest.mark.parametrize(
    "text",
    [
        "Tal Wardiya, a large village, lies near the river. On Friday Tal Wardiya was captured by government troops.",
        "Government troops captured Wardiyakh on Friday.",
        "On Friday government troops stormed Wardiyakh. The village of Wardiyakh had been shelled for days.",
    ],
)
def test_a_name_that_nobody_knows_is_a_place_where_the_report_speaks_of_it_so(reader: Reader, text: str) -> None:
    (deed, *_rest) = [s for s in _read(reader, text) if s.type in ("capture", "clash") and s.agent]
    assert [r.kind for r in deed.place] == ["place"]
    assert "Wardiya" in deed.place[0].text
    assert deed.target == ()


@pytest.mark.parametrize(
    "text",
    [
        "Bakhmut was reported to have been captured on Friday.",
        "Bakhmut was confirmed captured on Friday.",
        "After a siege of weeks, Bakhmut quickly fell on Friday.",
        "The capture of Wardiyakh was announced on Friday.",
    ],
)
def test_what_is_reported_taken_is_the_place_and_not_the_taker(reader: Reader, text: str) -> None:
    taken = _one(reader, text, "capture")
    assert len(taken.place) == 1
    assert taken.agent == ()
    assert not any(s.type == "arrest" for s in _read(reader, text))


def test_a_person_captured_is_no_place(reader: Reader) -> None:
    assert not any(s.type == "capture" for s in _read(reader, "Troops captured General Omar Wardi on Friday."))


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Russia said its troops had captured Bakhmut on Friday.", "Russia"),
        ("The Taliban said their fighters had captured Warsaj on Friday.", "Taliban"),
    ],
)
def test_its_troops_are_those_of_whoever_the_sentence_is_about(reader: Reader, text: str, whose: str) -> None:
    assert _names(_one(reader, text, "capture").agent) == [whose]


def test_a_splinter_group_is_not_the_group_that_it_left(reader: Reader) -> None:
    taken = _one(reader, "A Boko Haram splinter group, ISWAP, abducted a dozen girls from Chibok on Friday.", "abduction")
    assert _names(taken.agent) == ["Islamic State West Africa Province"]


def test_what_nobody_claims_is_denied_and_nobodys_word(reader: Reader) -> None:
    claimed, blast = _read(reader, "No group has claimed responsibility for the bombing in Kabul.")
    assert (claimed.type, claimed.status) == ("responsibility", "denied")
    assert blast.claim.by == ()


def test_whose_word_it_is_takes_no_part_in_what_is_told(reader: Reader) -> None:
    for s in _read(reader, "Iran supplied weapons to the Houthis, according to Western officials."):
        assert "officials" not in " ".join(_names((*s.agent, *s.target)))


@pytest.mark.parametrize(
    ("text", "type_", "agent"),
    [
        ("Russia launched 145 drones overnight.", "air-strike", "Russia"),
        ("The Arakan Army now holds 14 of 17 townships in Rakhine.", "holds", "Arakan Army"),
        ("Russia and Iran back Bashar al-Assad.", "backs", "Russia"),
        ("The ADF, which is affiliated with Islamic State, entered Beni.", "part-of", "Allied Democratic Forces"),
    ],
)
def test_ways_of_saying_it(reader: Reader, text: str, type_: str, agent: str) -> None:
    assert _names(_one(reader, text, type_).agent)[0] == agent


def test_a_notes_short_passive_is_no_deed_of_the_dead(reader: Reader) -> None:
    killed = _one(reader, "Gunmen attacked a convoy near Azaz. 3 soldiers killed and 2 injured.", "killing")
    assert killed.agent == ()
    assert _names(killed.target) == ["soldiers"]


def test_a_town_whose_name_ends_in_a_peoples_is_that_town(reader: Reader) -> None:
    hit = _one(reader, "Turkish drones struck a vehicle in Ain al-Arab, killing two men.", "air-strike")
    assert [(r.text, r.name) for r in hit.place] == [("Ain al-Arab", "Ain al-Arab")]


def test_whoever_is_an_ally_is_not_led(reader: Reader) -> None:
    found = _read(reader, "The Islah party is an ally of President Abdrabbuh Mansur Hadi.")
    assert "leads" not in {s.type for s in found}


@pytest.mark.parametrize(
    ("text", "type_", "agent", "place"),
    [
        ("Forces backed by Iran captured Amerli.", "backs", ["Iran"], []),
        ("Pakistan's air force struck militant hideouts in Afghanistan's Khost province.", "air-strike", ["Pakistan"], ["Khost"]),
        ("Peace talks between Armenia and Azerbaijan resumed.", "talks", ["Armenia", "Azerbaijan"], []),
    ],
)
def test_who_and_where_in_other_wars(reader: Reader, text: str, type_: str, agent: list[str], place: list[str]) -> None:
    found = _one(reader, text, type_)
    assert (_names(found.agent), _names(found.place)) == (agent, place)


def test_prisoners_of_war_are_no_war(reader: Reader) -> None:
    assert {s.type for s in _read(reader, "Russia and Ukraine swapped 75 prisoners of war each.")} == {"release"}


@pytest.mark.parametrize(
    "text",
    ["Hamas will not recognise Israel.", "The rebels did not accept the peace plan.", "Iran said it would not release the sailors to Britain."],
)
def test_what_somebody_will_not_give_is_a_refusal(reader: Reader, text: str) -> None:
    (told,) = _read(reader, text)
    assert (told.type, told.status) == ("refusal", "actual")


def test_not_to_have_done_it_is_no_refusal(reader: Reader) -> None:
    assert "refusal" not in {s.type for s in _read(reader, "The rebels did not withdraw from Azaz.")}


def test_the_deaths_of_an_event_that_is_left_out_are_told(reader: Reader) -> None:
    (told,) = _read(reader, "The attack killed 12 people, a local official told AFP.")
    assert [(n.measure, n.low, n.high) for n in told.numbers] == [("killed", 12, 12)]
    assert _names(told.claim.by) == ["local official"]


@pytest.mark.parametrize("text", ["As reported by the BBC, rebels seized Azaz.", "Rebels seized Azaz, as the BBC reported."])
def test_what_is_told_as_somebody_reported_it_is_his_word(reader: Reader, text: str) -> None:
    assert _names(_one(reader, text, "capture").claim.by) == ["BBC"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("The regime dropped more than 50 barrel bombs on Daraya.", [("weapons", 50)]),
        ("At least 1,500 houses were burned down in Kutum.", [("other", 1500)]),
        ("Two of the five attackers were killed in Kabul.", [("killed", 2)]),
    ],
)
def test_what_a_number_counts(reader: Reader, text: str, numbers: list[tuple[str, int]]) -> None:
    assert [(n.measure, n.low) for s in _read(reader, text) for n in s.numbers] == numbers


def test_who_killed_or_captured_is_not_killed(reader: Reader) -> None:
    for s in _read(reader, "The army killed or captured 300 rebels near Azaz."):
        assert _names(s.agent) == ["army"]


def test_the_town_is_none_of_a_list(reader: Reader) -> None:
    text = "Rebels captured al-Bab on Friday. They also shelled Qabasin and Bizaah. The monitor said Islamic State had left the town."
    left = _one(reader, text, "withdrawal")
    assert _names(left.place) == ["al-Bab"]
