"""The table of places that ships: what is written is read again; a damaged one says so."""

from __future__ import annotations

import lzma
from pathlib import Path

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.place_extract import City, read_cities, write_cities

PLACES = [
    City(170063, "Aleppo", 36.20124, 37.16117, "SY", "09", 1602264, ("Halab", "Alep", "Ḥalab")),
    City(1, "Nowhere", -0.5, 0.0, "ML", "", 0, ()),
]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "cities.tsv.xz"
    write_cities(PLACES, file)
    assert read_cities(file) == PLACES


def test_the_same_places_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_cities(PLACES, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_the_shipped_table_holds_the_towns_of_these_wars() -> None:
    found = {c.geonameid: c for c in read_cities()}
    assert len(found) > 200_000
    assert (found[170063].name, found[170063].country) == ("Aleppo", "SY")


@pytest.mark.parametrize(
    "content",
    [b"", b"not compressed", lzma.compress(b"1\tA\t36.2\n"), lzma.compress(b"x\tA\t1\t2\tSY\t09\t5\t\n")],
)
def test_a_damaged_table_says_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "cities.tsv.xz"
    file.write_bytes(content)
    with pytest.raises(KnowledgeError, match=r"cities\.tsv\.xz.*install imbroglio again"):
        read_cities(file)
