"""The gazetteer: names meet their places; stop words do not; dumps and mistakes are handled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.fold import fold, plain, weaken
from imbroglio.knowledge.gazetteer import Gazetteer, add_geonames, distance_km
from imbroglio.knowledge.place_data import PLACES, read_admin1, read_centres, read_places, read_stop
from imbroglio.knowledge.place_extract import read_cities
from imbroglio.knowledge.place_index import distance, middle
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
        ("Ontario", {"US": 1.0}, "CA", "admin1"),
        ("Texas", {"AU": 1.0}, "US", "admin1"),
        ("New York", {"US": 1.0}, "US", "city"),
        ("New York state", {"US": 1.0}, "US", "admin1"),
        ("Washington", {"US": 1.0}, "US", "city"),
        ("Niger", {"NG": 1.0}, "NE", "country"),
        ("Niger State", {"NG": 1.0}, "NG", "admin1"),
        ("Jordan", {"US": 1.0}, "JO", "country"),
        ("Chad", {"SD": 1.0}, "TD", "country"),
        ("Victoria", {"AU": 1.0}, "AU", "admin1"),
        ("Kano", {"NG": 1.0}, "NG", "city"),
        ("Suffolk", {"GB": 1.0}, "GB", "admin2"),
        ("Fort Bragg", {"US": 1.0}, "US", "base"),
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
    "word",
    [
        *("Most", "Western", "Police", "March", "Said", "of", "Reading", "", "   ", "x" * 500),
        *("Tomahawk", "Grad", "Javelin", "Sham", "al-Sham", "Observatory", "Resolution", "Moskva", "Abrams"),
    ],
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
    ("name", "lat", "lon"),
    [
        ("Texas", 31.4, -99.2),
        ("Queensland", -22.5, 144.4),
        ("Aleppo governorate", 36.2, 37.5),
        ("Anbar", 33.0, 41.6),
        ("Agadez region", 19.8, 10.5),
        ("Haut-Katanga", -10.5, 27.5),
        ("Indonesia", -5.0, 120.0),
        ("Sudan", 15.0, 30.0),
    ],
)
def test_large_units_stand_at_their_middle(gazetteer: Gazetteer, name: str, lat: float, lon: float) -> None:
    found = gazetteer.best(name)
    assert found is not None and found.centroid
    assert distance(found.lat, found.lon, lat, lon) < 40


def test_centres_lie_where_the_units_places_do() -> None:
    units = read_admin1(PLACES / "admin1.toml")
    centres = read_centres(PLACES / "centres.toml", units)
    assert len(centres) >= 700
    boxes: dict[tuple[str, str], list[tuple[float, float]]] = {}
    nearest = {p.country: (1e9, p) for p in read_places(PLACES / "regions.toml") if p.kind == "country"}
    for city in read_cities():
        if (city.country, city.admin1) in units:
            key = (city.country, units[city.country, city.admin1][0])
            boxes.setdefault(key, []).append((city.latitude, city.longitude))
        if city.country in nearest:
            away, point = nearest[city.country]
            here = distance(point.lat, point.lon, city.latitude, city.longitude)
            nearest[city.country] = (min(away, here), point)
    # Nobody lives in the middle of Greenland.
    assert [p.name for away, p in nearest.values() if 400 < away < 1e9] == ["Greenland"]
    astray = []
    for key, centre in centres.items():
        lats, lons = zip(*boxes[key], strict=True)
        # Of some units GeoNames has but a few places, all in one corner.
        slack = 2.5 if len(lats) < 10 else 0.5 + 0.5 * (max(lats) - min(lats))
        north = min(lats) - slack <= centre.lat <= max(lats) + slack
        east = min(lons) - slack - 1 <= centre.lon <= max(lons) + slack + 1
        if not (north and east):
            astray.append(key)
    assert astray == []


def test_a_middle_counts_ground_and_not_towns() -> None:
    coast = [(10.0 + n / 100, 20.0) for n in range(21)]
    assert middle([*coast, (10.0, 24.0)]) == (10.05, 22.0)
    assert middle([(9.02, 38.75)]) == (9.02, 38.75)
    lat, lon = middle([(65.0, 178.0), (65.0, -178.0), (65.0, -179.0)])
    assert lat == 65.0 and abs(lon) > 179


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('SY = [["Nowhere", 36.0, 37.0]]', "no first-level unit of SY"),
        ('SY = [["Homs", 136.0, 37.0]]', "latitude"),
        ('SY = [["Homs", 36.0]]', "A centre must be"),
        ('SY = [["Homs", 34.0, 38.0, "often"]]', "A centre must be"),
        ('SY = [["Homs", 34.0, 38.0], ["Homs", 34.0, 38.0]]', "two centres"),
    ],
)
def test_a_wrong_centre_is_told_by_line(tmp_path: Path, line: str, problem: str) -> None:
    file = tmp_path / "c.toml"
    file.write_text(f"# middles\n{line}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=problem) as caught:
        read_centres(file, {("SY", "11"): ("Homs", ())})
    assert caught.value.line == 2


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


def test_places_are_found_again_by_their_ids(gazetteer: Gazetteer) -> None:
    first = [gazetteer.lookup(name, SYRIA)[0] for name in ("Aleppo", "Dabiq", "Syria")]
    found = gazetteer.with_ids([*(place.id for place in first), "geonames:0"])
    assert found == {place.id: place for place in first}
