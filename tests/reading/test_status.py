"""How a statement stands for whoever makes it."""

from __future__ import annotations

from datetime import date

import pytest

from imbroglio.model import Document
from imbroglio.reading.reader import Reader


def status(reader: Reader, text: str, kind: str) -> list[str]:
    found = reader.read(Document.from_text(text, id="t", date=date(2016, 9, 10))).statements
    return [s.status for s in found if s.type == kind]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The army captured the town of Azaz.", "capture", "actual"),
        ("The army plans to capture the town of Azaz.", "capture", "planned"),
        ("The army failed to capture the town of Azaz.", "capture", "denied"),
        ("The rebels are besieging the town of Azaz.", "siege", "ongoing"),
        ("The town of Azaz has been under siege by the rebels since 2013.", "siege", "ongoing"),
        ("Aid reached the besieged town of Madaya.", "siege", "ongoing"),
        ("Warplanes are bombing the town of Azaz.", "air-strike", "ongoing"),
        ("The minister urged Russia to stop the air strikes on Aleppo.", "air-strike", "ongoing"),
        ("The army launched an offensive to capture the town of Azaz.", "capture", "planned"),
        ("The army concentrated its efforts on capturing the town of Azaz.", "capture", "planned"),
        ("The general received the task of capturing the town of Azaz.", "capture", "planned"),
        ("They were reported to have killed one civilian in Azaz.", "killing", "actual"),
    ],
)
def test_status_by_what_governs_the_event(reader: Reader, text: str, kind: str, expected: str) -> None:
    assert status(reader, text, kind) == [expected]


def test_an_attempt_to_take_a_place_is_a_fight(reader: Reader) -> None:
    text = "On Monday the rebels tried to capture the town of Azaz."
    assert status(reader, text, "clash") == ["actual"]
    assert status(reader, text, "capture") == []


def test_a_purpose_does_not_reach_the_attack_it_is_about(reader: Reader) -> None:
    assert status(reader, "The army sent reinforcements to repel the offensive on Azaz.", "clash") == [
        "actual"
    ]
