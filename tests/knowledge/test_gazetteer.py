"""The gazetteer: names meet their places; stop words do not; dumps and mistakes are handled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.fold import fold, plain, weaken
from imbroglio.knowledge.gazetteer import Gazetteer, add_geonames, distance_km
from imbroglio.knowledge.place_data import PLACES, read_places, read_stop
from imbroglio.knowledge.toml_file import line_of, load_toml

SYRIA = {"SY": 1.0, "IQ": 0.4, "TR": 0.3}
DUMP_LINE = (
    "900000001\tTall Xyz\tTall Xyz\tTell Xyz,Xyzabad\t36.5\t37.5\tP\tPPL\tSY\t\t09\t\t\t\t1200"
    "\t\t400\tAsia/Damascus\t2020-01-01\n"
)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMBROGLIO_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="module")
def gazetteer(cache: Path) -> Iterator[Gazetteer]:
    told: list[float] = []
    opened = Gazetteer.open(progress=lambda message, share: told.append(share))
    assert told[0] == 0.0 and told[-1] == 1.0 and told == sorted(told)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al-Bāb", "Al Bab"),
        ("Sana'a", "Sanaa"),
        ("The Hague", "hague"),
        ("Maʿarrat", "Maarrat"),
        ("Şırnak", "sirnak"),
    ],
)
def test_fold_joins_ways_of_writing(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dayr az-Zawr", "Deir al-Zour"),
        ("Jumhuriyah", "Joumhouriya"),
        ("Tell Abyad", "Tal Abyad"),
        ("Muqdadiyya", "Mukdadiyah"),
    ],
)
def test_weaken_joins_transliterations(one: str, other: str) -> None:
    assert weaken(fold(one)) == weaken(fold(other))


@pytest.mark.parametrize(
    ("name", "prior", "country", "kind"),
    [
        ("Aleppo", SYRIA, "SY", "city"),
        ("Aleppo province", SYRIA, "SY", "admin1"),
        ("al-Bab", SYRIA, "SY", "city"),
        ("Deir Ezzor", SYRIA, "SY", "city"),
        ("Dabiq", SYRIA, "SY", "village"),
        ("Iraq", SYRIA, "IQ", "country"),
        ("Iraq", {"IR": 1.0}, "IQ", "country"),
        ("Georgia", None, "GE", "country"),
        ("Georgia", {"US": 1.0}, "US", "admin1"),
        ("Tripoli", {"LY": 1.0}, "LY", "city"),
        ("Tripoli", {"LB": 1.0}, "LB", "city"),
        ("Kharkov", {"UA": 1.0}, "UA", "city"),
        ("Luhansk oblast", {"UA": 1.0}, "UA", "admin1"),
        ("northern Syria", SYRIA, "SY", "region"),
        ("Euphrates", SYRIA, "", "river"),
        ("Gaza", {"PS": 1.0}, "PS", "admin1"),
        ("Gaza City", {"PS": 1.0}, "PS", "city"),
        ("Hmeimim air base", SYRIA, "SY", "base"),
    ],
)
def test_the_likeliest_place(
    gazetteer: Gazetteer, name: str, prior: dict[str, float] | None, country: str, kind: str
) -> None:
    found = gazetteer.best(name, prior)
    assert found is not None and (found.country, found.kind) == (country, kind)


def test_precision_and_ids(gazetteer: Gazetteer) -> None:
    aleppo, province = gazetteer.best("Aleppo", SYRIA), gazetteer.best("Aleppo governorate", SYRIA)
    syria = gazetteer.best("Syria", SYRIA)
    assert aleppo is not None and province is not None and syria is not None
    assert (aleppo.id, aleppo.precision, aleppo.centroid, aleppo.admin1) == (
        "geonames:170063",
        1,
        False,
        "Aleppo",
    )
    assert (province.precision, province.centroid) == (4, True)
    assert (syria.id, syria.precision) == ("country:SY", 6)
    assert distance_km(aleppo, province) < 60


@pytest.mark.parametrize(
    "word", ["Most", "Western", "Police", "March", "Said", "of", "Reading", "", "   ", "x" * 500]
)
def test_words_that_are_no_places(gazetteer: Gazetteer, word: str) -> None:
    assert gazetteer.lookup(word, SYRIA) == []


def test_some_words_are_places_only_there(gazetteer: Gazetteer) -> None:
    hit = gazetteer.best("Hit", {"IQ": 1.0})
    assert hit is not None and hit.country == "IQ"
    assert gazetteer.lookup("hit", {"IQ": 1.0}) == []
    assert gazetteer.lookup("Hit", {"UA": 1.0}) == []


def test_places_near_by_decide(gazetteer: Gazetteer) -> None:
    hama, erbil = gazetteer.best("Hama", SYRIA), gazetteer.best("Erbil", {"IQ": 1.0})
    assert hama is not None and erbil is not None
    by_hama, by_erbil = gazetteer.best("Rabia", SYRIA, near=[hama]), gazetteer.best("Sinjar", near=[erbil])
    assert by_hama is not None and by_hama.country == "SY"
    assert by_erbil is not None and by_erbil.country == "IQ"


def test_limit_and_order(gazetteer: Gazetteer) -> None:
    found = gazetteer.lookup("San Jose", limit=4)
    assert len(found) == 4
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)


def test_is_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.is_name(fold("al-Bab")) and not gazetteer.is_name(fold("Police"))
    assert not gazetteer.is_name(fold("Xyzzyville"))


def test_a_dump_is_added_and_then_found(cache: Path, gazetteer: Gazetteer, tmp_path: Path) -> None:
    dump = tmp_path / "SY.txt"
    dump.write_text(DUMP_LINE, encoding="utf-8")
    assert gazetteer.lookup("Xyzabad", SYRIA) == []
    given = Gazetteer.open(extra=[dump])
    assert [p.id for p in given.lookup("Xyzabad", SYRIA)] == ["geonames:900000001"]
    given.close()
    assert add_geonames(dump) == 1
    assert add_geonames(dump) == 1
    again = Gazetteer.open()
    found = again.lookup("Tell Xyz", SYRIA)
    again.close()
    assert [(p.id, p.kind, p.admin1) for p in found] == [("geonames:900000001", "village", "Aleppo")]


@pytest.mark.parametrize(
    "text", ["a\tb\n", DUMP_LINE.replace("36.5", "north"), DUMP_LINE.replace("36.5", "136.5")]
)
def test_a_wrong_dump_is_refused_with_its_line(cache: Path, tmp_path: Path, text: str) -> None:
    dump = tmp_path / "bad.txt"
    dump.write_text(DUMP_LINE + text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        add_geonames(dump, tmp_path)
    assert caught.value.line == 2


def test_shipped_files_are_large_enough_and_sound() -> None:
    supplement = read_places(PLACES / "supplement.toml")
    assert len(supplement) >= 1500
    assert sum(p.country == "SY" for p in supplement) >= 350
    stop = read_stop(PLACES / "stop.toml")
    assert len(stop.never) >= 400
    countries = [p for p in read_places(PLACES / "regions.toml") if p.kind == "country"]
    assert len({p.country for p in countries}) == len(countries) >= 195


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('places = [["A", 136.0, 3.0]]', "latitude"),
        ('places = [["A", 36.0, 300.0]]', "longitude"),
        ('places = [["A", 36.0]]', "A place must be"),
        ('places = [["A", 36.0, 3.0, 7]]', "spellings"),
    ],
)
def test_a_mistake_in_a_file_is_told_by_line(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "s.toml"
    file.write_text(f'[[group]]\ncountry = "SY"\nkind = "town"\n{line}\n', encoding="utf-8")
    with pytest.raises(KnowledgeError, match=problem) as caught:
        read_places(file)
    assert caught.value.line == 4


def test_toml_mistakes_and_lines(tmp_path: Path) -> None:
    file = tmp_path / "s.toml"
    file.write_text("a = 1\nb = \n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_toml(file)
    assert caught.value.line == 2
    assert line_of("x\ny\nz", "z") == 3 and line_of("x", "q") is None
    assert plain("Al-Bāb") == "al bab"
