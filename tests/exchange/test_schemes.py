"""Incidents in ACLED's and UCDP GED's columns: exactly these, typed, and empty where it is not known."""

from __future__ import annotations

from datetime import date

from imbroglio.exchange import acled, ged
from imbroglio.exchange.cells import Row
from imbroglio.knowledge.codebook import ACLED_EVENTS
from imbroglio.model.record import Incident

from .world import BAB, CLASH, CONTEXT, INCIDENTS, IS, KILLING, REBELS, REVISION, STRIKE, SYRIA, TALKS, toll

ACLED = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 "
    "assoc_actor_2 inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude "
    "geo_precision source source_scale notes fatalities tags timestamp"
).split()
GED = (
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id "
    "dyad_name side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article "
    "source_office source_date source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude "
    "longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a deaths_b "
    "deaths_civilians deaths_unknown best high low gwnoa gwnob"
).split()


def acled_rows() -> dict[str, Row]:
    return {str(row["event_id_cnty"]): row for row in acled.iter_acled(INCIDENTS, CONTEXT)}


def ged_rows() -> dict[str, Row]:
    return {str(row["relid"]): row for row in ged.iter_ged(INCIDENTS, CONTEXT)}


def test_the_columns_are_those_of_the_schemes_then_two_that_lead_back() -> None:
    assert [c.name for c in acled.COLUMNS] == [*ACLED, "statements", "revision"]
    assert [c.name for c in ged.COLUMNS] == [*GED, "statements", "revision"]
    for rows, columns in ((acled_rows(), acled.COLUMNS), (ged_rows(), ged.COLUMNS)):
        assert all(set(row) <= {c.name for c in columns} for row in rows.values())
        assert all(row["revision"] == REVISION and row["statements"] for row in rows.values())


def test_acled_of_an_air_strike() -> None:
    row = acled_rows()[STRIKE.id]
    assert (row["event_date"], row["year"], row["time_precision"]) == (date(2017, 2, 3), 2017, 1)
    assert (row["disorder_type"], row["event_type"], row["sub_event_type"]) == (
        "Political violence", "Explosions/Remote violence", "Air/drone strike",
    )  # fmt: skip
    assert (row["actor1"], row["inter1"], row["actor2"], row["assoc_actor_2"]) == (
        "Turkey", "External/Other forces", "Islamic State", ("civilians",),
    )  # fmt: skip
    assert row["inter2"] is row["interaction"] is None  # whether rebels or a militia, no report tells
    assert (row["country"], row["admin1"], row["location"], row["geo_precision"]) == ("Syria", "Aleppo", "al-Bab", 1)
    assert (row["latitude"], row["longitude"], row["fatalities"]) == (36.3704, 37.5178, 16)
    assert row["tags"] == ("type=air-strike", "independent sources=2", "disputed")
    assert str(row["notes"]).startswith("air-strike by Turkey against Islamic State; civilians at al-Bab, 2017-02-03; 2 accounts")


def test_acled_of_a_month_and_of_what_has_no_day() -> None:
    clash, killing = acled_rows()[CLASH.id], acled_rows()[KILLING.id]
    assert (clash["event_date"], clash["time_precision"], clash["geo_precision"]) == (date(2016, 11, 1), 3, 3)
    assert (clash["inter2"], clash["event_type"]) == ("State forces", "Battles")
    assert killing["event_date"] is killing["year"] is killing["time_precision"] is killing["latitude"] is None
    assert (killing["civilian_targeting"], killing["event_type"]) == ("Civilian targeting", "Violence against civilians")
    assert "reported by 2017-03-09" in str(killing["notes"])


def test_acled_leaves_out_what_it_has_no_type_for_and_says_nothing_of_a_year() -> None:
    assert TALKS.id not in acled_rows()
    yearly = Incident("i9", "clash", date(2016, 1, 1), date(2016, 12, 31), 5, BAB, ((IS,), (SYRIA,)), (), ("s1",), (), ())
    (row,) = acled.iter_acled([yearly], CONTEXT)
    assert (row["event_date"], row["time_precision"], row["year"], row["fatalities"]) == (None, None, 2016, None)


def test_acled_types_are_acleds() -> None:
    for row in acled_rows().values():
        assert row["event_type"] in ACLED_EVENTS
        assert row["sub_event_type"] is None or row["sub_event_type"] in ACLED_EVENTS[str(row["event_type"])]


def test_ged_of_state_based_violence() -> None:
    row = ged_rows()[CLASH.id]
    assert (row["type_of_violence"], row["side_a"], row["side_b"], row["dyad_name"]) == (1, "Syria", "rebels", "Syria - rebels")
    assert (row["best"], row["low"], row["high"]) == (20, None, 40)
    assert (row["deaths_a"], row["deaths_b"], row["deaths_civilians"], row["deaths_unknown"]) == (12, 0, 0, 8)
    assert (row["date_prec"], row["date_start"], row["date_end"], row["where_prec"]) == (4, date(2016, 11, 1), date(2016, 11, 30), 4)


def test_ged_of_one_sided_violence() -> None:
    row = ged_rows()[KILLING.id]
    assert (row["type_of_violence"], row["side_a"], row["side_b"]) == (3, "Islamic State", "Civilians")
    assert (row["date_prec"], row["date_start"], row["date_end"], row["year"]) == (None, None, date(2017, 3, 9), 2017)
    assert row["high"] is None
    assert "latitude" not in row


def test_ged_sources_and_point() -> None:
    row = ged_rows()[STRIKE.id]
    assert row["number_of_sources"] == 2
    assert row["source_article"] == "\"Northern Wire,2017-02-04,Strikes 'again'\";\"Evening Post,,\""
    assert (row["source_office"], row["source_date"], row["source_original"]) == (("Northern Wire", "Evening Post"), ("2017-02-04",), ("Observatory",))
    assert (row["geom_wkt"], row["adm_1"], row["country"]) == ("POINT (37.5178 36.3704)", "Aleppo", "Syria")
    assert isinstance(row["id"], int) and 0 < row["id"] < 2**53


def test_ged_gives_no_sides_where_they_do_not_add_up() -> None:
    odd = Incident("i8", "clash", date(2016, 1, 1), None, 1, BAB, ((REBELS,), (SYRIA,)), (toll(5, 5, 5), toll(9, 9, 9, SYRIA)), ("s1",), (), ())
    (row,) = ged.iter_ged([odd], CONTEXT)
    assert row["best"] == 5
    assert {row[f"deaths_{n}"] for n in ("a", "b", "civilians", "unknown")} == {None}


def test_ged_holds_only_what_killed_somebody_and_has_known_sides() -> None:
    unknown = Incident("i7", "bombing", date(2016, 1, 1), None, 1, BAB, ((), ()), (toll(5, 5, 5),), ("s1",), (), ())
    harmless = Incident("i6", "clash", date(2016, 1, 1), None, 1, BAB, ((REBELS,), (SYRIA,)), (), ("s1",), (), ())
    nobody = Incident("i5", "clash", date(2016, 1, 1), None, 1, BAB, ((REBELS,), (SYRIA,)), (toll(0, 0, 0),), ("s1",), (), ())
    assert list(ged.iter_ged([unknown, harmless, nobody, TALKS], CONTEXT)) == []


def test_cells_of_the_grid_are_those_of_prio() -> None:
    # The south-west corner is cell 1; a cell is half a degree; each row has 720.
    assert (ged.priogrid(-90, -180), ged.priogrid(-89.9, -179.4), ged.priogrid(-89.4, -180)) == (1, 2, 721)
    assert ged.priogrid(90, 180) == 259_200
