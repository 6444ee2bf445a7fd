"""Tokens: hyphened words that are words of their own stay whole; epithets are taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbroglio.model import Document
from imbroglio.reading.reader import Reader
from imbroglio.reading.tokens import rejoin, resplit, tokenize


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ukrainian forces launched a counter-offensive near Kherson.", "clash"),
        ("China test-fired missiles into the sea near Taiwan.", "deployment"),
        ("The rebels agreed to a cease-fire in Homs.", "agreement"),
    ],
)
def test_a_hyphened_word_of_the_lexicon_evokes_its_type(reader: Reader, text: str, kind: str) -> None:
    assert kind in {s.type for s in reader.read(Document.from_text(text, id="r")).statements}


def test_epithets_are_still_read_part_by_part(reader: Reader) -> None:
    text = "US-backed rebels and pro-government fighters clashed in IS-held Dabiq."
    assert {"backs", "holds"} <= {s.type for s in reader.read(Document.from_text(text, id="r")).statements}


@given(st.text(alphabet="ab- .", max_size=40))
def test_no_token_is_lost_or_moved(text: str) -> None:
    def split(t: str) -> list[tuple[int, int]]:
        out, at = [], 0
        for part in t.split(" "):
            if part:
                out.append((at, at + len(part)))
            at += len(part) + 1
        return out

    tokens = tokenize(text, split, frozenset({"a-b", "ab-a"}))
    assert all(text[a:b] == word for word, a, b in zip(tokens.text, tokens.start, tokens.end, strict=True))
    assert "".join(tokens.text) == text.replace(" ", "")
    spans = resplit(split(text), text)
    assert rejoin(spans, text, frozenset()) == spans
