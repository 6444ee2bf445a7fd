"""Outlets that repeat one monitor, wire or text are one source; those without a name are one in each outlet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imbroglio.knowledge.packs import KnownActor
from imbroglio.model import Document
from imbroglio.model.record import Account, Actor, Spot
from imbroglio.model.statement import Quantity
from imbroglio.weighing.accounts import words_of
from imbroglio.weighing.lineage import Lineage, signature, trace

PACKS = [
    KnownActor("norda", "Norda", "organisation", role="agency"),
    KnownActor("barid", "Barid", "organisation", role="outlet"),
    KnownActor("monitor", "Ardland War Monitor", "organisation", role="monitor"),
]
ROSTER = {
    a.key: a
    for a in (
        Actor("actor:norda", "Norda", "organisation"),
        Actor("actor:barid", "Barid", "organisation"),
        Actor("actor:monitor", "Ardland War Monitor", "organisation"),
        Actor("actor:ministry", "Defence Ministry of Ardland", "government", parents=("actor:ardland",), state="actor:ardland"),
        Actor("actor:ardland", "Ardland", "state"),
        Actor("actor:spokesman", "Ivo Tarn", "person", parents=("actor:ministry", "actor:ardland")),
        Actor("name:lena ro", "Lena Ro", "person"),
        Actor("name:activists", "activists", "people", named=False),
        Actor("name:commander", "commander", "person", named=False),
        Actor("name:norda correspondent", "Norda correspondent", "people"),
        Actor("name:ard", "Ard", "place"),
    )
}
STRIKE = "Two barrel bombs fell on the cattle market of Tel Qamar shortly after dawn on Monday and killed nine traders at their stalls"
WIRE = (
    f"{STRIKE}. "
    "Residents dug through the rubble of the auction hall for most of the morning before the second aircraft came back. "
    "The hospital in the next valley said that it had taken in thirty wounded and had run out of blood by noon."
)
OWN = (
    "The finance ministry published new rules for bakeries on Sunday that will halve the number of licensed mills by winter. "
    "Millers in the port complained that no one had asked them and that flour would have to come by ship from abroad again."
)


def report(id: str, text: str = OWN, outlet: str | None = None, day: int = 4) -> Document:
    return Document(id, text, date=date(2031, 5, day), source=outlet or f"outlet-{id}")


def account(id: str, doc: Document, by: Sequence[str] = (), says: str = "", numbers: Sequence[int] = (), place: str = "") -> Account:
    return Account(
        id, doc.id, "event", "bombing", "actual", 0.9, by=tuple(by), outlet=doc.source or "", published=doc.date, words=words_of(says),
        numbers=tuple(Quantity(str(k), "killed", k, k) for k in numbers), place=(Spot(place, place, precision=1),) if place else (),
    )  # fmt: skip


def traced(docs: Sequence[Document], accounts: Sequence[Account]) -> Lineage:
    return trace(docs, accounts, ROSTER, packs=PACKS)


def origins(docs: Sequence[Document], accounts: Sequence[Account]) -> list[str]:
    found = traced(docs, accounts)
    return [found.origin[a.id] for a in accounts]


# ---- whom it is credited to -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ((), "outlet-d"),
        (("actor:monitor",), "actor:monitor"),
        (("actor:spokesman",), "actor:ministry"),
        (("name:lena ro",), "name:lena ro"),
        (("name:activists",), "outlet-d"),
        (("name:commander",), "outlet-d"),
        (("name:ard",), "outlet-d"),
        (("name:not in the roster",), "outlet-d"),
        (("name:norda correspondent",), "actor:norda"),
        (("name:norda photographer@AR",), "actor:norda"),
        (("actor:norda", "actor:monitor"), "actor:monitor"),
        (("actor:monitor", "actor:norda"), "actor:monitor"),
        (("actor:norda", "name:activists"), "actor:norda"),
        (("actor:ministry", "actor:monitor"), "actor:monitor"),
    ],
)
def test_the_body_that_is_credited(by: tuple[str, ...], expected: str) -> None:
    doc = report("d")
    assert origins([doc], [account("s", doc, by)]) == [expected]


def test_one_monitor_in_three_outlets_is_one_source_and_activists_are_three() -> None:
    docs = [report("a", OWN), report("b", WIRE), report("c", "Nine died in Ard.")]
    monitor = origins(docs, [account(f"m{d.id}", d, ["actor:monitor"]) for d in docs])
    activists = origins(docs, [account(f"n{d.id}", d, ["name:activists"]) for d in docs])
    assert (len(set(monitor)), len(set(activists))) == (1, 3)


def test_a_report_without_outlet_is_its_own_source() -> None:
    doc = Document("d", OWN)
    assert origins([doc], [account("s", doc)]) == ["d"]


def test_what_an_agency_publishes_and_what_is_credited_to_it_are_one_source() -> None:
    own, other = report("a", outlet="norda"), report("b", WIRE)
    assert origins([own, other], [account("s", own), account("t", other, ["actor:norda"])]) == ["actor:norda", "actor:norda"]


def test_a_byline_makes_the_agency_the_source_of_what_is_credited_to_nobody() -> None:
    doc = report("d", f"ARD (Norda) - {WIRE}")
    found = traced([doc], [account("s", doc), account("t", doc, ["actor:monitor"])])
    assert found.origin == {"s": "actor:norda", "t": "actor:monitor"}
    assert found.reasons["s"] == "its report names actor:norda as its source"


# ---- copies -----------------------------------------------------------------------------------------------------


def test_the_earliest_report_names_its_copies() -> None:
    late, early = report("a", WIRE, day=6), report("b", "Market bombed. " + WIRE, day=5)
    found = traced([late, early], [account("s", late), account("t", early)])
    assert found.origin == {"s": "outlet-b", "t": "outlet-b"}
    assert [(g.docs, g.origin, g.passages) for g in found.copies] == [(("b", "a"), "outlet-b", 0)]
    assert "outlet-b's of 2031-05-05 (b)" in found.reasons["s"]
    assert "t" not in found.reasons


def test_an_agency_names_its_copies_though_another_printed_it_first() -> None:
    early, wire = report("a", WIRE, day=4), report("b", f"TEL QAMAR (Norda) - {WIRE}", day=5)
    assert origins([early, wire], [account("s", early), account("t", wire)]) == ["actor:norda", "actor:norda"]


def test_a_copied_passage_is_its_first_reports_and_the_rest_is_not() -> None:
    first, second = report("a", WIRE, day=4), report("b", f"{OWN} {STRIKE}.", day=5)
    own = "The finance ministry published new rules for bakeries"
    accounts = [account("s", second, says=STRIKE), account("t", second, says=own), account("u", second, ["actor:monitor"], STRIKE)]
    found = traced([first, second], accounts)
    assert found.origin == {"s": "outlet-a", "t": "outlet-b", "u": "actor:monitor"}
    assert [(g.docs, g.passages) for g in found.copies] == [(("a", "b"), 1)]
    assert found.reasons["s"].startswith("its passage stands in outlet-a's")


def test_one_quotation_of_somebody_without_a_name_is_one_source() -> None:
    words = "we heard the engines first and then the whole street was full of dust and people were shouting"
    first, second = report("a", f'{OWN} "{words}" a man said.', day=4), report("b", f'{WIRE} "{words}" said a witness.', day=5)
    accounts = [account("s", first, ["name:commander"], words), account("t", second, ["name:activists"], words)]
    assert origins([first, second], accounts) == ["outlet-a", "outlet-a"]


def test_reports_of_one_outlet_that_copy_each_other_keep_it() -> None:
    docs = [report("a", WIRE, "x"), report("b", WIRE, "x")]
    found = traced(docs, [account("s", docs[1])])
    assert (found.origin, found.reasons, len(found.copies)) == ({"s": "x"}, {}, 1)


# ---- a figure told twice in one report --------------------------------------------------------------------------


def test_a_headlines_figure_is_whose_the_next_passage_says() -> None:
    doc = report("d")
    found = traced([doc], [account("s", doc, numbers=[16]), account("t", doc, ["actor:monitor"], numbers=[16])])
    assert found.origin["s"] == "actor:monitor"
    assert found.reasons["s"] == "its report has the same figure from actor:monitor"


@pytest.mark.parametrize(
    ("number", "place", "other"), [(17, "", "d"), (16, "q", "d"), (16, "", "e")], ids=["another-figure", "another-town", "another-report"]
)
def test_a_figure_that_is_not_the_same_keeps_its_outlet(number: int, place: str, other: str) -> None:
    docs = {"d": report("d"), "e": report("e", WIRE)}
    own = account("s", docs["d"], numbers=[16], place="p")
    assert origins(list(docs.values()), [own, account("t", docs[other], ["actor:monitor"], numbers=[number], place=place)])[0] == "outlet-d"


def test_a_figure_of_one_or_two_is_too_common_to_be_the_same() -> None:
    doc = report("d")
    assert origins([doc], [account("s", doc, numbers=[2]), account("t", doc, ["actor:monitor"], numbers=[2])])[0] == "outlet-d"


# ---- invariants -------------------------------------------------------------------------------------------------

DOCS = [report("a", WIRE, day=5), report("b", f"Bombs. {WIRE}", day=4), report("c", f"{OWN} {STRIKE}.", day=6), report("e", OWN, "norda")]
ACCOUNTS = [
    account(f"{d.id}{k}", d, by, says)
    for d in DOCS
    for k, (by, says) in enumerate([((), STRIKE), ((), OWN), (("actor:monitor",), ""), (("name:activists",), "")])
]


@settings(max_examples=20, deadline=None)
@given(st.permutations(DOCS), st.permutations(ACCOUNTS))
def test_the_order_does_not_matter_and_every_account_has_an_origin(docs: list[Document], accounts: list[Account]) -> None:
    found = traced(docs, accounts)
    assert found == traced(DOCS, ACCOUNTS)
    assert list(found.origin) == sorted(a.id for a in ACCOUNTS)


def test_kept_signatures_give_the_same_and_stale_ones_are_made_anew() -> None:
    kept = {d.id: signature(d.text) for d in DOCS[:2]}
    stale = {DOCS[2].id: b"lin0 of long ago"}
    assert trace(DOCS, ACCOUNTS, ROSTER, {**kept, **stale}, PACKS) == traced(DOCS, ACCOUNTS)
