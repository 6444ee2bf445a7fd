"""What a span names that a person has marked: as the report, the packs or the gazetteer know it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from imbroglio.errors import StatementFault
from imbroglio.model import Document, Ref
from imbroglio.review import ref_at
from imbroglio.store import Case, Record, open_case
from review.cases import READ, TEXTS, fill


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with open_case(tmp_path / "war.imbroglio", create=True) as made:
        fill(made)
        yield made


def named(case: Case, doc: str, text: str, role: str, at: int = 0) -> Ref:
    start = TEXTS[doc].index(text, at)
    return ref_at(Record(case), case.document(doc).document, start, start + len(text), role)


def test_what_the_reader_has_named_elsewhere_keeps_its_name(case: Case) -> None:
    second = TEXTS["r1"].index("al-Bab", 40)
    found = named(case, "r1", "al-Bab", "place", 40)
    assert (found.id, found.start, found.lat) == ("geonames:172946", second, READ["r1"][0].place[0].lat)


def test_packs_and_gazetteer_name_what_nothing_has_named_yet(case: Case) -> None:
    text = "Hezbollah moved to Palmyra. Some gunmen of the Hill Guard followed."
    case.add_document(Document.from_text(text, id="r9"))
    doc = case.document("r9").document

    def at(words: str, role: str) -> Ref:
        start = text.index(words)
        return ref_at(Record(case), doc, start, start + len(words), role)

    assert (at("Hezbollah", "agent").id, at("Hezbollah", "agent").text) == ("actor:hezbollah", "Hezbollah")
    palmyra = at("Palmyra", "place")
    assert palmyra.kind == "place"
    assert palmyra.id is not None
    assert palmyra.lat is not None
    assert (at("Hill Guard", "agent").kind, at("Hill Guard", "agent").id) == ("armed_group", None)
    assert at("gunmen", "target").kind == "people"
    assert (at("Hill Guard", "place").kind, at("Hill Guard", "place").id) == ("place", None)


def test_a_span_that_is_none_is_refused(case: Case) -> None:
    doc = case.document("r1").document
    for start, end in ((5, 5), (-4, 3), (9_000, 9_003), (9, 4)):
        with pytest.raises(StatementFault, match="mark the words"):
            ref_at(Record(case), doc, start, end, "agent")
