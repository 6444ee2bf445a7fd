"""The codebook: complete, and a crosswalk that depends on who acts and who suffers."""

from __future__ import annotations

from pathlib import Path

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.codebook import PLOVER_TYPES, codebook, codes_for, read_codebook, types_of
from imbroglio.model import Codes, Ref, RefKind


def ref(kind: RefKind, text: str = "somebody") -> Ref:
    return Ref(text, 0, len(text), text, kind)


STATE, GROUP, PEOPLE = ref("state"), ref("armed_group"), ref("people", "villagers")


def test_every_kind_has_its_types() -> None:
    assert len(types_of("event")) == 31
    assert len(types_of("relation")) == 12
    assert types_of("control") == ("holds", "contested")
    assert types_of("figure") == ("strength", "losses", "casualties", "displaced", "flow")


def test_every_plover_type_can_be_reached() -> None:
    assert {entry.codes.plover for entry in codebook().values()} - {None} == PLOVER_TYPES


def test_only_events_have_codes() -> None:
    for name in (*types_of("relation"), *types_of("control"), *types_of("figure")):
        assert codes_for(name, "actual", [STATE], [GROUP]) == Codes()


def test_air_strike_of_a_state_on_a_group() -> None:
    assert codes_for("air-strike", "actual", [STATE], [GROUP]) == Codes(
        "ASSAULT", "aerial", "195", "Explosions/Remote violence", "Air/drone strike", "state-based"
    )


@pytest.mark.parametrize(
    ("agent", "target", "violence"),
    [
        ([STATE], [STATE], "state-based"),
        ([GROUP], [STATE], "state-based"),
        ([GROUP], [GROUP], "non-state"),
        ([GROUP], [PEOPLE], "one-sided"),
        ([STATE], [PEOPLE], "one-sided"),
        ([PEOPLE], [PEOPLE], "non-state"),
        ([STATE], [ref("people", "Islamist militants")], "state-based"),
        ([STATE], [ref("place", "Taiz")], None),
        ([], [PEOPLE], None),
        ([ref("coalition")], [GROUP], None),
        ([GROUP], [ref("person", "Abu Omar")], None),
    ],
)
def test_ucdp_violence_follows_from_the_actors(
    agent: list[Ref], target: list[Ref], violence: str | None
) -> None:
    assert codes_for("shelling", "actual", agent, target).ucdp_violence == violence


def test_acled_tells_civilians_from_fighters() -> None:
    on_people = codes_for("killing", "actual", [GROUP], [PEOPLE])
    on_fighters = codes_for("killing", "actual", [GROUP], [ref("people", "five soldiers")])
    assert (on_people.acled_event, on_people.acled_sub_event) == ("Violence against civilians", "Attack")
    assert (on_fighters.acled_event, on_fighters.acled_sub_event) == ("Battles", "Armed clash")
    assert codes_for("killing", "actual", [GROUP], []).acled_event is None


def test_acled_tells_who_takes_a_place() -> None:
    assert codes_for("capture", "actual", [STATE], []).acled_sub_event == "Government regains territory"
    assert (
        codes_for("capture", "actual", [GROUP], []).acled_sub_event == "Non-state actor overtakes territory"
    )
    unknown = codes_for("capture", "actual", [], [])
    assert (unknown.acled_event, unknown.acled_sub_event) == ("Battles", None)


def test_what_did_not_happen_is_not_in_acled_or_ucdp() -> None:
    planned = codes_for("air-strike", "planned", [STATE], [GROUP])
    assert (planned.plover, planned.acled_event, planned.ucdp_violence) == ("THREATEN", None, None)
    assert codes_for("air-strike", "denied", [STATE], [GROUP]) == Codes()


def test_denied_aid_is_a_sanction_and_denied_responsibility_has_its_own_code() -> None:
    assert codes_for("aid", "denied", [STATE], [GROUP]).plover == "SANCTION"
    assert codes_for("responsibility", "actual", [GROUP], []).cameo == "015"
    assert codes_for("responsibility", "denied", [GROUP], []).cameo == "016"


def test_flight_is_nobodys_act() -> None:
    assert codes_for("displacement", "actual", [], [PEOPLE]) == Codes()
    assert codes_for("displacement", "actual", [STATE], [PEOPLE]).plover == "COERCE"


@pytest.mark.parametrize(
    ("type_", "words", "plover", "cameo"),
    [
        ("agreement", ["sign", "treaty", "with"], "SUPPORT", "057"),
        ("agreement", ["agree", "to"], "AGREE", "057"),
        ("refusal", ["recall", "ambassador", "from"], "SANCTION", "161"),
        ("refusal", ["reject", "offer"], "REJECT", "120"),
        ("demand", ["issue", "ultimatum", "to"], "THREATEN", "139"),
        ("concession", ["apologise", "to"], "SUPPORT", "055"),
    ],
)
def test_words_part_what_is_one_type_here(type_: str, words: list[str], plover: str, cameo: str) -> None:
    codes = codes_for(type_, "actual", [STATE], [STATE], words)
    assert (codes.plover, codes.cameo) == (plover, cameo)


def test_unknown_type_is_refused() -> None:
    with pytest.raises(KnowledgeError, match="no type 'dance'"):
        codes_for("dance", "actual", [], [])


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            '[event.x]\nfamily = "f"\ndefinition = "d"\nagent = "a"\ntarget = "t"\nplover = "FIGHT"\n',
            "no type of PLOVER",
        ),
        (
            '[event.x]\nfamily = "f"\ndefinition = "d"\nagent = "a"\ntarget = "t"\ncameo = "99"\n',
            "no CAMEO code",
        ),
        (
            '[event.x]\nfamily = "f"\ndefinition = "d"\nagent = "a"\ntarget = "t"\nacled = ["Party"]\n',
            "ACLED",
        ),
        ('[event.x]\nfamily = "f"\ndefinition = "d"\nagent = "a"\n', "lacks 'target'"),
        ('[event.x]\nfamily = "f"\ncolour = "d"\n', "unknown field 'colour'"),
        (
            '[event.x]\nfamily = "f"\ndefinition = "d"\nagent = "a"\ntarget = "t"\nfiner = [{ plover = "AID" }]\n',
            "each of 'finer' needs 'words'",
        ),
    ],
)
def test_a_mistake_is_told_by_line(tmp_path: Path, body: str, problem: str) -> None:
    file = tmp_path / "codebook.toml"
    file.write_text("# first\n" + body, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=problem) as caught:
        read_codebook(file)
    assert caught.value.line == 2
