"""Places that the gazetteer does not know."""

from __future__ import annotations

from dataclasses import replace

from imbroglio.model import Ref, Statement
from imbroglio.model.record import Verdict
from imbroglio.resolving.places import Places, resolve_places

from .world import COUNTRIES, MALI, PACKS, SYRIA, say

SET_IN = {"a": "SY", "b": "SY", "m": "ML"}


def _at(doc: str, name: str, id: str | None = None) -> Statement:
    return replace(say(doc), place=(Ref(name, 0, len(name), name, "place", id, 1.0 if id else None, 2.0 if id else None),))


def _resolved(*statements: Statement, verdicts: list[Verdict] | None = None) -> Places:
    return resolve_places(statements, SET_IN, COUNTRIES, PACKS, verdicts or [])


def test_another_spelling_is_the_known_place_of_the_same_country() -> None:
    found = _resolved(_at("a", "Tell Tawil", SYRIA), _at("b", "Tal Taweel village"), _at("m", "Tal Taweel"))
    assert found.identity("name:tal taweel village", "b") == SYRIA
    assert found.identity("name:tal taweel", "m") == "name:tal taweel@ML"
    assert found.places[SYRIA].members == (SYRIA, "name:tal taweel village@SY")
    assert (found.places[SYRIA].lat, found.places[SYRIA].statements) == (1.0, 2)


def test_unknown_places_join_each_other() -> None:
    found = _resolved(_at("a", "Wadi al-Nur"), _at("a", "Wadi al-Nur"), _at("b", "Wadi an-Nour"))
    assert found.identity("name:wadi an nour", "b") == "name:wadi al nur@SY"


def test_a_name_of_two_known_places_is_only_a_suggestion() -> None:
    found = _resolved(_at("a", "Zahra", SYRIA), _at("a", "Zahra", "place:town"), _at("b", "al-Zahraa"))
    assert found.identity("name:al zahraa", "b") == "name:al zahraa@SY"
    assert {k.judgement for k in found.links} == {"unsure"}


def test_a_described_place_is_another_one_in_each_report() -> None:
    found = _resolved(_at("a", "village"), _at("b", "village"), _at("a", "Syrian towns"))
    assert found.identity("name:village", "a") != found.identity("name:village", "b")
    assert found.places == {}


def test_a_verdict_joins_and_its_undoing_parts() -> None:
    statements = [_at("a", "Wadi al-Nur"), _at("b", "Ras Hassan", SYRIA)]
    merge = Verdict("v1", "", "me", "merge", "name:wadi al nur@SY", SYRIA, about="place")
    assert _resolved(*statements, verdicts=[merge]).identity("name:wadi al nur", "a") == SYRIA
    assert _resolved(*statements, verdicts=[merge, Verdict("v2", "", "me", "undo", "v1")]) == _resolved(*statements)


def test_a_verdict_on_actors_joins_no_places() -> None:
    statements = [_at("a", "Wadi al-Nur"), _at("b", "Ras Hassan", SYRIA)]
    merge = Verdict("v1", "", "me", "merge", "name:wadi al nur@SY", SYRIA, about="actor")
    assert _resolved(*statements, verdicts=[merge]) == _resolved(*statements)


def test_a_place_of_another_country_is_not_joined() -> None:
    found = _resolved(_at("m", "Tell Tawil", MALI), _at("a", "Tell Tawil"))
    assert found.identity("name:tell tawil", "a") == "name:tell tawil@SY"
