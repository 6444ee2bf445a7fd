"""Who held a place, by day: small wars of many sides, written as accounts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.knowledge.control import ControlParams, load_control
from imbroglio.model.record import Account, Actor, ControlSpell, Spot
from imbroglio.weighing.control import ControlHistory, assess, find_holder

IS, SDF, STATE, REBELS, TURKEY = (
    "actor:islamic-state", "actor:syrian-democratic-forces", "actor:syria", "name:rebels", "actor:turkey",
)  # fmt: skip
ROSTER = {
    a.key: a
    for a in (
        Actor(IS, "Islamic State", "armed_group"),
        Actor(SDF, "Syrian Democratic Forces", "coalition"),
        Actor("actor:peoples-protection-units", "YPG", "armed_group", parents=(SDF,)),
        Actor(STATE, "Syria", "state", state=STATE),
        Actor("actor:army", "Syrian Army", "state", parents=(STATE,), state=STATE),
        Actor(REBELS, "rebels", "armed_group", named=False),
        Actor("name:rebel", "rebel", "armed_group", named=False),
        Actor("name:gunmen", "gunmen", "armed_group", named=False),
        Actor("name:government forces", "government forces", "state", named=False),
        Actor(TURKEY, "Turkey", "state", state=TURKEY),
        Actor("name:monitor", "Monitor", "organisation"),
    )
}
SIDES = (IS, SDF, STATE, REBELS, TURKEY)
TOWN = Spot("geonames:1", "Tell Zahra", 36.0, 38.0, 1)
PARAMS = load_control()
DAY = date(2016, 6, 1)


def told(id: str, type: str, day: date | None, agent: str = "", target: str = "", **more: object) -> Account:
    """An account of a day; `since` makes it a span, `agent` and `target` name one each."""
    kind = "control" if type in ("holds", "contested") else "event"
    made = Account(
        id, f"doc-{id}", kind, type, "actual", 0.95, agent=(agent,) if agent else (), target=(target,) if target else (),
        place=(TOWN,), first=day, last=day, precision="day" if day else "unknown",
        basis="stated" if day else "publication", outlet=f"outlet-{id}",
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def history(*accounts: Account, origin: dict[str, str] | None = None, country: str | None = None) -> ControlHistory:
    country_of: Callable[[str], str | None] | None = None if country is None else lambda _place: country
    return assess(TOWN.key, accounts, ROSTER, origin or {}, PARAMS, country_of)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


def test_who_takes_a_place_has_it_from_that_day_on_and_not_the_day_before():
    h = history(told("a", "holds", DAY, IS), told("b", "capture", after(40), SDF, IS), told("c", "holds", after(60), SDF))
    assert find_holder(h, after(39)) == IS
    assert find_holder(h, after(40)) == SDF
    assert find_holder(h, after(60)) == SDF


def test_a_place_passes_through_the_hands_of_many_sides():
    order = (REBELS, IS, SDF, TURKEY, STATE)
    accounts = [told(f"{i}{j}", "capture", after(100 * i + j), side) for i, side in enumerate(order) for j in (0, 1)]
    h = history(*accounts)
    assert [find_holder(h, after(100 * i + 20)) for i in range(5)] == list(order)
    assert [(c.before, c.after) for c in h.changes()][1:] == list(pairwise(order))
    assert [c.day for c in h.changes()] == [after(100 * i) for i in range(5)]


def test_units_hold_for_their_state_and_wings_for_the_body_above_them():
    assert find_holder(history(told("a", "capture", DAY, "actor:army"), told("b", "holds", after(3), "actor:army")), after(3)) == STATE
    ypg = "actor:peoples-protection-units"
    assert find_holder(history(told("a", "capture", DAY, ypg), told("b", "holds", after(3), SDF)), after(3)) == SDF


def test_described_camps_are_sides_and_unknown_gunmen_are_nobody():
    h = history(told("a", "capture", DAY, "name:rebel"), told("b", "holds", after(2), REBELS))
    assert set(h.on(after(2))) == {REBELS, "unknown", "contested"}
    assert set(history(told("a", "capture", DAY, "name:gunmen")).on(DAY)) == {"unknown", "contested"}


def test_government_forces_are_the_state_of_the_places_country():
    assert find_holder(history(told("a", "holds", DAY, "name:government forces"), country="SY"), DAY) == STATE


def test_the_state_holds_its_places_before_anything_is_told():
    h = history(told("a", "capture", after(200), IS), country="SY")
    assert find_holder(h, DAY) == STATE
    assert h.changes()[0].before == STATE
    assert find_holder(history(told("a", "capture", after(200), IS)), DAY) is None


def test_silence_widens_doubt():
    h = history(told("a", "capture", DAY, IS), told("b", "holds", after(2), IS))
    shares = [h.on(after(n))["unknown"] for n in (2, 100, 400, 1500, 5000)]
    assert shares == sorted(shares) and shares[-1] > 0.7
    assert find_holder(h, after(2)) == IS
    assert find_holder(h, after(1500)) is None


def test_plans_move_nothing_and_denials_speak_against():
    holds = told("a", "holds", DAY, IS)
    plain = history(holds, told("x", "holds", after(9), SDF))
    planned = history(holds, told("x", "holds", after(9), SDF), told("b", "capture", after(5), SDF, status="planned"))
    assert planned.on(after(5)) == plain.on(after(5))
    denied = history(holds, told("x", "holds", after(9), SDF), told("b", "capture", after(5), SDF, status="denied"))
    assert denied.on(after(5))[SDF] < plain.on(after(5))[SDF]


def test_what_a_party_admits_weighs_more_than_what_it_claims_for_itself():
    base = told("a", "holds", DAY, IS)

    def after_word_of(by: str) -> float:
        return history(base, told("b", "capture", after(5), SDF, by=(by,), stance="asserts")).on(after(5))[SDF]

    assert after_word_of(IS) > after_word_of("name:monitor") > after_word_of(SDF)


def test_one_origin_counts_once_a_day_and_two_count_twice():
    base = told("a", "holds", DAY, IS)
    copies = [told(id, "capture", after(5), SDF) for id in ("b", "c", "d")]
    alone = history(base, copies[0], origin={"b": "agency"}).on(after(5))
    assert history(base, *copies, origin=dict.fromkeys("bcd", "agency")).on(after(5)) == pytest.approx(alone)
    assert history(base, *copies).on(after(5))[SDF] > alone[SDF] + 0.01


def test_who_withdraws_no_longer_holds_and_nobody_is_made_the_holder_of_what_three_fight_for():
    earlier = [told("b", "capture", after(-90), STATE), told("c", "capture", after(-200), SDF)]
    h = history(told("a", "capture", DAY, IS), *earlier, told("d", "withdrawal", after(30), IS), told("e", "withdrawal", after(31), IS))
    assert find_holder(h, DAY) == IS
    assert find_holder(h, after(31)) is None


def test_a_place_told_to_be_contested_is_contested_and_keeps_its_holder_in_mind():
    fights = [told(f"f{i}", "contested", after(10 + i)) for i in range(3)]
    h = history(told("a", "holds", DAY, IS), told("b", "holds", after(1), IS), *fights)
    assert next(iter(h.on(after(11)))) == "contested"
    assert find_holder(h, after(11)) is None
    assert find_holder(h, after(80)) == IS


def test_strikes_from_afar_speak_weakly_against_those_who_strike():
    accounts = [told("a", "holds", DAY, IS), told("b", "holds", DAY, STATE)]
    shelled = [told(f"s{i}", "shelling", after(2), STATE) for i in range(3)]
    plain, struck = (history(*a).on(after(2)) for a in (accounts, [*accounts, *shelled]))
    assert struck[STATE] < plain[STATE]
    assert struck[IS] > plain[IS]


def test_an_area_is_no_town():
    near = told("a", "holds", DAY, IS)
    wide = replace(near, place=(replace(TOWN, precision=4),))
    inside = replace(near, place=(TOWN, Spot("geonames:2", "Elsewhere", precision=1)))
    assert history(near).on(DAY)[IS] > history(wide).on(DAY)[IS]
    assert history(inside).on(DAY) == history(near).on(DAY)
    assert history(replace(near, place=(Spot("area:1", "Area", precision=4),))).first is None


def test_an_area_is_inherited_only_as_a_whole_and_if_the_parameters_and_the_asker_say_so():
    area = Spot("area:1", "Zahra Province", precision=4)
    some = told("a", "holds", DAY, IS, place=(area,))
    whole = replace(some, words=frozenset({"entire", "province"}))
    none = replace(PARAMS, weight={**PARAMS.weight, "area": 0.0})

    def share(account: Account, params: ControlParams, areas: tuple[str, ...]) -> float:
        return assess(TOWN.key, [account], ROSTER, {}, params, None, areas).on(DAY).get(IS, 0.0)

    assert share(whole, none, ("area:1",)) == share(whole, PARAMS, ()) == 0.0
    assert share(whole, PARAMS, ("area:1",)) > share(some, PARAMS, ("area:1",))


def test_an_area_dates_no_change():
    area = Spot("area:1", "Zahra Province", precision=4)
    held = [told("a", "capture", DAY, IS), told("b", "holds", after(5), IS)]
    left = [told(f"w{i}", "withdrawal", after(60), IS, place=(area,)) for i in range(5)]
    h = assess(TOWN.key, [*held, *left], ROSTER, {}, PARAMS, None, ("area:1",))
    assert h.on(after(61))[IS] < assess(TOWN.key, held, ROSTER, {}, PARAMS).on(after(61))[IS]
    assert h.changes() == assess(TOWN.key, held, ROSTER, {}, PARAMS).changes()


def test_a_month_is_told_no_more_precisely_than_as_a_month():
    first, last = date(2016, 9, 1), date(2016, 9, 30)
    spread = [told(id, "capture", last, SDF, first=first, precision="month") for id in ("m", "n", "o")]
    h = history(told("a", "holds", DAY, IS), told("z", "holds", date(2016, 10, 5), SDF), *spread)
    change = h.changes()[-1]
    assert (change.before, change.after) == (IS, SDF)
    assert change.earliest <= first and change.latest >= last - timedelta(days=12)
    assert change.earliest <= change.day <= change.latest


def test_taken_by_then_may_have_been_taken_at_any_time_since_the_other_side_was_last_seen():
    by_then = told("b", "capture", after(30), SDF, first=None)
    h = history(told("a", "holds", DAY, IS), by_then, told("c", "holds", after(33), SDF))
    change = h.changes()[-1]
    assert change.earliest <= after(1) and change.latest == after(30)
    assert "b" in change.statements
    assert find_holder(h, after(30)) == SDF


def test_an_undated_capture_makes_the_background_less_sure():
    plain = history(told("a", "clash", DAY, IS, STATE), country="SY").on(DAY)
    h = history(told("a", "clash", DAY, IS, STATE), told("b", "capture", None, IS), country="SY")
    assert h.on(DAY)[STATE] < plain[STATE]
    assert "b" in h.evidence(DAY)


def test_what_is_retaken_by_nobody_named_goes_back_to_its_state():
    lost = told("a", "capture", DAY, IS)
    back = [told(id, "capture", after(90), trigger="recaptured") for id in ("b", "c")]
    assert find_holder(history(lost, *back, country="SY"), after(95)) == STATE


def test_a_taking_is_set_on_the_day_that_most_accounts_name():
    early = told("a", "capture", after(20), SDF)
    later = [told(id, "capture", after(23), SDF, by=()) for id in ("b", "c", "d")]
    had = told("h", "holds", DAY, IS)
    settled = [told("z", "holds", after(30), SDF)]
    assert history(had, early, *settled).changes()[-1].day == after(20)
    change = history(had, early, *later, *settled, origin={"b": "x", "c": "y", "d": "z"}).changes()[-1]
    assert change.day == after(23)
    assert change.earliest <= change.day <= change.latest


def test_what_falls_to_nobody_named_falls_to_the_one_foe_of_its_state():
    fell = [told(id, "capture", after(30), trigger="fell") for id in ("b", "c")]
    one_foe = history(told("a", "holds", DAY, STATE), *fell, told("s", "withdrawal", after(400), IS), country="SY")
    assert find_holder(one_foe, after(33)) == IS
    two_foes = history(
        told("a", "holds", DAY, STATE), *fell, told("s", "withdrawal", after(400), IS), told("t", "withdrawal", after(401), SDF), country="SY"
    )
    assert find_holder(two_foes, after(33)) not in (IS, SDF)


def test_claims_stand_apart_from_what_is_assessed():
    claims = [told(id, "capture", after(20), SDF, by=(SDF,), stance="asserts") for id in ("b", "c")]
    seen = [told(f"h{i}", "holds", after(20 + i), IS) for i in range(4)]
    h = history(told("a", "holds", DAY, IS), *claims, *seen)
    assert find_holder(h, after(23)) == IS
    assert next(iter(h.claimed(after(20)))) == SDF
    assert history(told("a", "holds", DAY, IS)).claimed(DAY) == {}
    assert {s.basis for s in h.spells()} == {"assessed", "claimed"}


def test_evidence_is_nearest_first_and_stops_at_the_changes_of_hands():
    h = history(
        told("old", "holds", after(-300), IS), told("old2", "holds", after(-299), IS), told("take", "capture", DAY, SDF, IS),
        told("near", "holds", after(50), SDF), told("far", "holds", after(200), SDF),
    )  # fmt: skip
    assert h.evidence(after(60)) == ("near", "take", "far")


def test_a_year_that_cannot_be_moves_nothing():
    h = history(told("a", "holds", DAY, IS), told("b", "holds", date.min, SDF), told("c", "capture", date.max, SDF))
    assert (h.first, h.last) == (DAY, DAY)
    assert sum(h.on(date.min).values()) == pytest.approx(sum(h.on(date.max).values())) == pytest.approx(1.0)


def test_nothing_told_is_unknown():
    h = history()
    assert h.on(DAY) == {"unknown": pytest.approx(0.98, abs=0.02), "contested": pytest.approx(0.02, abs=0.02)}
    assert (h.first, h.last, h.spells(), h.changes(), h.evidence(DAY), find_holder(h, DAY)) == (None, None, [], [], (), None)


TYPES = ("capture", "holds", "contested", "withdrawal", "siege", "clash", "air-strike", "shelling")
ACCOUNTS = st.lists(
    st.builds(
        lambda n, type, day, length, agent, target, status, by, precision: told(
            f"s{n}", type, after(day + length), agent, target, first=after(day) if length else None, status=status,
            by=by, precision=precision, outlet=f"o{n % 3}",
        ),
        st.integers(0, 10_000), st.sampled_from(TYPES), st.integers(0, 900), st.sampled_from((0, 1, 30, 365)),
        st.sampled_from(("", *ROSTER)), st.sampled_from(("", *ROSTER)),
        st.sampled_from(("actual", "ongoing", "denied", "planned")), st.sampled_from(((), (IS,), (STATE, SDF))),
        st.sampled_from(("day", "month", "year", "unknown")),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(ACCOUNTS, st.randoms(use_true_random=False))
def test_every_day_sums_to_one_and_the_order_of_accounts_does_not_matter(accounts, random):
    shuffled = list(accounts)
    random.shuffle(shuffled)
    h, again = history(*accounts, country="SY"), history(*shuffled, country="SY")
    for n in (-500, 0, 37, 365, 900, 2000):
        shares = h.on(after(n))
        assert sum(shares.values()) == pytest.approx(1.0)
        assert min(shares.values()) >= 0.0
        assert list(shares.values()) == sorted(shares.values(), reverse=True)
    if len({a.id for a in accounts}) == len(accounts):
        assert (h.spells(), h.changes()) == (again.spells(), again.changes())


@settings(max_examples=40, deadline=None)
@given(ACCOUNTS)
def test_spells_cover_every_day_once_and_agree_with_the_answer_of_the_day(accounts):
    h = history(*accounts)
    spells = [s for s in h.spells() if s.basis == "assessed"]
    ids = {a.id for a in accounts}
    for one, two in pairwise(spells):
        assert two.start == one.end + timedelta(days=1)
        assert two.holder != one.holder
    for spell in spells:
        assert set(spell.statements) <= ids
        assert _answer(h, spell.start) == spell.holder == _answer(h, spell.end)
    for change in h.changes():
        assert change.earliest <= change.day <= change.latest
        assert change.before != change.after
        assert change.statements and set(change.statements) <= ids


def _answer(h: ControlHistory, day: date) -> str:
    state, share = next(iter(h.on(day).items()))
    return state if share >= PARAMS.answer["holder"] else "unknown"


def test_spells_are_the_records_own_values():
    h = history(told("a", "holds", DAY, IS), told("b", "holds", after(5), IS))
    first = h.spells()[0]
    assert isinstance(first, ControlSpell)
    assert (first.place, first.holder, first.start, first.basis, first.statements) == (TOWN.key, IS, DAY, "assessed", ("a", "b"))
    assert 0.6 <= first.probability <= 1.0


def test_who_retreats_to_a_place_does_not_leave_it():
    held = [told(f"h{i}", "holds", after(i), IS) for i in range(3)]
    back = told("w", "withdrawal", after(10), IS, trigger="retreated to")
    assert find_holder(history(*held, back), after(10)) == IS


def test_what_is_taken_by_a_place_changes_nothing_in_it():
    near = replace(TOWN, precision=2)
    h = history(told("a", "holds", DAY, IS), told("b", "capture", after(10), SDF, place=(near,)), told("c", "holds", after(20), IS))
    assert h.changes() == []
    assert find_holder(h, after(10)) == IS


def test_the_fall_of_a_place_does_not_say_who_took_it():
    held = [told(f"h{i}", "holds", after(i), SDF) for i in range(3)]
    fall = told("f", "capture", after(10), IS, trigger="fall")
    taken = told("t", "capture", after(10), IS, trigger="took")
    assert find_holder(history(*held, taken), after(10)) == IS
    assert find_holder(history(*held, fall), after(10)) == SDF


def test_men_who_surrender_do_not_leave_a_place():
    held = [told(f"h{i}", "holds", after(i), IS) for i in range(3)]
    assert find_holder(history(*held, told("w", "withdrawal", after(10), IS, trigger="surrendered")), after(10)) == IS
    assert find_holder(history(*held, told("w", "withdrawal", after(10), IS, trigger="left")), after(10)) is None
