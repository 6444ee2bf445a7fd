"""Names to show: never those of persons who do not act in public."""

from __future__ import annotations

import pytest

from imbroglio.model import Ref
from imbroglio.model.record import Actor, Place
from imbroglio.views.names import Names
from imbroglio.views.shown import PRIVATE, clean, name_of

NAMES = Names([Actor("name:reds", "Reds\x1b[31m of\nOrm", "armed_group")], [Place("made:orm", "Orm\u202e")])


def test_an_actor_of_the_record_has_a_name_that_steers_nothing() -> None:
    assert NAMES.actor("name:reds") == "Reds[31m of Orm"
    assert NAMES.place("made:orm") == "Orm"


@pytest.mark.parametrize("key", ["name:omar haddad", "nonsense", ""])
def test_whom_the_record_does_not_hold_is_nobody(key: str) -> None:
    assert NAMES.actor(key) == PRIVATE
    assert not NAMES.is_shown(key)
    assert NAMES.actors_of([key, "name:reds"]) == "Reds[31m of Orm"


def test_states_of_control_and_civilians_stand_for_themselves() -> None:
    assert [NAMES.actor(k) for k in ("contested", "unknown", "civilians")] == ["contested", "unknown", "civilians"]
    assert NAMES.is_shown("civilians")


def test_whom_the_packs_know_has_a_name_and_a_kind() -> None:
    assert NAMES.actor("actor:islamic-state") == "Islamic State"
    assert NAMES.kind("actor:islamic-state") == "armed_group"
    assert NAMES.origin("actor:islamic-state") == "Islamic State"


def test_a_person_is_named_where_the_packs_or_the_reports_have_them_act_in_public() -> None:
    witness = Ref("Omar Haddad", 0, 11, "Omar Haddad", "person")
    assert name_of(witness, frozenset()) == PRIVATE
    assert name_of(witness, frozenset(("name:omar haddad",))) == "Omar Haddad"
    assert name_of(Ref("he", 0, 2, "A President", "person", "actor:a-president"), frozenset()) == "A President"
    assert name_of(Ref("Reds", 0, 4, "Reds", "armed_group"), frozenset()) == "Reds"


def test_clean_text_is_one_line() -> None:
    assert clean(" a\u2028b\t\tc\x00\u200f ") == "a b c"


def test_the_name_of_an_outlet_may_have_a_colon_in_it() -> None:
    assert NAMES.origin("The Courier: World") == "The Courier: World"
    assert NAMES.origin("doc:report-7") == "report-7"
    assert NAMES.origin("name:omar haddad@report-7") == "(a person)"
