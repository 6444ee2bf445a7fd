"""A byline makes an agency the source of a report; a mention of it, a picture or a helping hand does not."""

from __future__ import annotations

import pytest

from imbroglio.knowledge.packs import KnownActor
from imbroglio.model import Document
from imbroglio.model.record import Actor
from imbroglio.weighing.bylines import Bylines

PACKS = [
    KnownActor("norda", "Norda Press Agency", "organisation", names=("Norda",), strict=("NPA",), role="agency"),
    KnownActor("sudia", "Sudia", "organisation", role="agency"),
    KnownActor("al-barid", "Al-Barid", "organisation", role="outlet"),
    KnownActor("relief", "Relief", "organisation", role="aid"),
]
BYLINES = Bylines.of(PACKS)
BODY = "Two men died when a shell hit a mill in Ard, the mayor said. The mill had closed in May."


@pytest.mark.parametrize(
    "text",
    [
        f"ARD (Norda) - {BODY}",
        f"ARD (Karim) (NPA) {BODY}",
        f"Ard, May 4 (NPA) — {BODY}",
        f"NPA - {BODY}",
        f"Shell hits mill NPA Monday 4 May {BODY}",
        f"By Norda\n{BODY}",
        f"{BODY} - NORDA",
        f"{BODY} --Norda",
        f"{BODY} (NPA)",
        f"{BODY} Source: Norda Press Agency",
        f"{BODY}\nSource: NPA.",
    ],
)
def test_a_byline(text: str) -> None:
    assert BYLINES.agency(Document("d", text)) == "actor:norda"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"A shell hit a mill, NPA reported on Monday. {BODY}",
        f"Smoke over Ard. (NPA Photo) {BODY}",
        f"Smoke over Ard. (NPA) {BODY}",
        f"{BODY} The mayor told Norda.",
        f"{BODY} Norda contributed to this report",
        f"{BODY} Source: Norda and Sudia",
        f"ARD (Norda) - {BODY} (Sudia)",
        f"ARD (Relief) - {BODY}",
    ],
    ids=["none", "mention", "picture", "caption", "told", "helped", "two-at-end", "two", "no-agency"],
)
def test_no_byline(text: str) -> None:
    assert BYLINES.agency(Document("d", text)) is None


def test_a_byline_under_the_title() -> None:
    title = "Shell hits mill in Ard"
    assert BYLINES.agency(Document("d", f"4 May {title} NPA Two men died.", title=title)) == "actor:norda"
    assert BYLINES.agency(Document("d", f"{title} NPA photo Two men died.", title=title)) is None


def test_an_agency_that_publishes_has_one_name_however_it_is_written() -> None:
    for written in ("norda", "NPA", "www.norda.example.org", "Norda Press Agency"):
        assert BYLINES.outlet(written, {}) == "actor:norda"


def test_an_outlet_keeps_its_name_unless_some_report_credits_it() -> None:
    assert BYLINES.outlet("barid", {}) == "barid"
    assert BYLINES.outlet("barid", {"actor:al-barid": Actor("actor:al-barid", "Al-Barid", "organisation")}) == "actor:al-barid"


def test_a_reporter_of_an_agency_is_that_agency() -> None:
    assert BYLINES.employer("NPA correspondent") == "actor:norda"
    assert BYLINES.employer("a Norda witness") == "actor:norda"
    assert BYLINES.employer("correspondent") is None
    assert BYLINES.employer("Norda minister") is None


def test_without_packs_there_are_no_bylines() -> None:
    assert Bylines.of([]).agency(Document("d", f"ARD (Norda) - {BODY}")) is None
