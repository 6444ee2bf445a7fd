"""The SQLite index of places: compiled once from the files of `places/`.

Flows in: GeoNames' places above 500 inhabitants, the supplement, regions and first-level units.
Flows out: one SQLite file in the user's cache folder, written beside its final name and moved there when
complete, so that a killed run leaves no half index.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from statistics import fmean
from typing import Any

import platformdirs

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.fold import fold, weaken
from imbroglio.knowledge.place_data import (
    PLACES,
    POPULATED,
    PRECISION,
    USUAL_SIZE,
    Centre,
    PlaceLine,
    read_admin1,
    read_centres,
    read_places,
)
from imbroglio.knowledge.place_extract import City, read_cities

Progress = Callable[[str, float], None]
Units = Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]
SCHEMA = 1
Centres = Mapping[tuple[str, str], Centre]
_SIZES = ("village", "town", "city")
# How well known a unit is whose name nearly always means it: as a country, so that no town of that name beats it.
_EVERYWHERE = 4
PRIMARY, SPELLING, FOREIGN = 3, 2, 1  # how well a name is established for a place
_FILES = ("cities.tsv.xz", "supplement.toml", "regions.toml", "admin1.toml", "centres.toml")
_TABLES = """
CREATE TABLE place (n INTEGER PRIMARY KEY, id TEXT, name TEXT, lat REAL, lon REAL, country TEXT, kind TEXT,
    population INTEGER, admin1 TEXT, precision INTEGER, known INTEGER);
CREATE TABLE name (key TEXT, n INTEGER, quality INTEGER, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE weak (key TEXT, n INTEGER, quality INTEGER, PRIMARY KEY (key, n)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
"""
_LOWER_ARTICLE = re.compile(r"(?:al|ar|as|ash|at|ad|an|az|el|l)[- ][A-Z]")


def cache_folder() -> Path:
    """Where compiled indexes lie: IMBROGLIO_CACHE, else the user's cache folder."""
    named = os.environ.get("IMBROGLIO_CACHE")
    return Path(named) if named else Path(platformdirs.user_cache_dir("imbroglio", appauthor=False))


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometres between two points on the globe."""
    a = sin(radians(lat2 - lat1) / 2) ** 2
    b = cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 12742.0 * asin(sqrt(min(1.0, a + b)))


class Index:
    """Places and their names on the way into one SQLite file."""

    def __init__(self) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self.names: dict[tuple[str, int], int] = {}
        self.weak: dict[tuple[str, int], int] = {}

    def add(self, row: tuple[Any, ...]) -> int:
        """Take a place (all columns but `n`); returns its number."""
        self.rows.append(row)
        return len(self.rows) - 1

    def call(self, n: int, name: str, quality: int, weakly: bool) -> None:
        """Give place `n` a name."""
        key = fold(name)
        if not key:
            return
        if self.names.get((key, n), 0) < quality:
            self.names[key, n] = quality
        if weakly:
            weak = weaken(key)
            if weak and self.weak.get((weak, n), 0) < quality:
                self.weak[weak, n] = quality

    def write(self, path: Path) -> None:
        """Write the index to `path` in one move. Raises KnowledgeError where the folder cannot be written."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=path.stem, suffix=".part", dir=path.parent)
            os.close(handle)
            try:
                self._fill(temporary)
                os.replace(temporary, path)
            finally:
                Path(temporary).unlink(missing_ok=True)
        except (OSError, sqlite3.OperationalError) as error:
            problem = f"No index of places can be written here ({error}); name a folder in IMBROGLIO_CACHE."
            raise KnowledgeError(str(path), None, problem) from None

    def _fill(self, file: str) -> None:
        base = sqlite3.connect(file)
        try:
            base.executescript(
                "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + _TABLES
            )
            columns = ",".join("?" * 11)
            base.executemany(
                f"INSERT INTO place VALUES ({columns})", ((n, *row) for n, row in enumerate(self.rows))
            )
            for table, names in (("name", self.names), ("weak", self.weak)):
                rows = sorted((key, n, quality) for (key, n), quality in names.items())
                base.executemany(f"INSERT INTO {table} VALUES (?,?,?)", rows)
            base.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA),))
            base.commit()
        finally:
            base.close()


def index_path(cache: Path) -> Path:
    """The compiled index for exactly these inputs."""
    digest = hashlib.sha256(str(SCHEMA).encode())
    here = Path(__file__).parent
    for file in (
        *(PLACES / name for name in _FILES),
        here / "fold.py",
        here / "place_index.py",
        here / "place_extract.py",
    ):
        digest.update(file.read_bytes())
    return cache / f"places-{digest.hexdigest()[:16]}.sqlite"


def compile_index(path: Path, progress: Progress | None = None) -> None:
    """Compile the files of `places/` into the index at `path`. Raises KnowledgeError."""
    tell = progress or (lambda message, share: None)
    tell("Preparing the index of places (once; some seconds)", 0.0)
    admin1 = read_admin1(PLACES / "admin1.toml")
    centres = read_centres(PLACES / "centres.toml", admin1)
    lines = [*read_places(PLACES / "regions.toml"), *read_places(PLACES / "supplement.toml")]
    cities = read_cities()
    tell("Preparing the index of places", 0.2)
    index = Index()
    _take_cities(index, cities, admin1, tell)
    _take_admin1(index, cities, admin1, centres)
    tell("Preparing the index of places: names of wars", 0.7)
    _take_lines(index, lines)
    tell("Writing the index of places", 0.8)
    index.write(path)
    _drop_old(path)
    tell("The index of places is ready", 1.0)


def _drop_old(path: Path) -> None:
    """Remove indexes of earlier versions, all but the latest, which another installation may still use."""
    old = [p for p in path.parent.glob("places-*.sqlite") if p != path]
    for file in sorted(old, key=lambda p: p.stat().st_mtime)[:-1]:
        try:
            file.unlink()
        except OSError:
            continue  # in use, on Windows: the next version removes it


def size_kind(population: int) -> str:
    """city, town or village by the number of people."""
    return "city" if population >= 100_000 else "town" if population >= 10_000 else "village"


def latin(name: str) -> bool:
    """True for a name that an English report could use: Latin, no airport code, no romanised Chinese."""
    if len(name) < 3 or len(name) > 60 or (len(name) <= 3 and name.isupper()):
        return False
    if not (name[0].isupper() or _LOWER_ARTICLE.match(name)):
        return False
    return name.isascii() or all(
        c < "\u0250" or "\u02b0" <= c < "\u0370" or "\u1e00" <= c < "\u2070" for c in name
    )


def _take_cities(index: Index, cities: Iterable[City], admin1: Units, tell: Progress) -> None:
    total = 235_000
    for count, city in enumerate(cities):
        country, people = sys.intern(city.country), city.population
        unit = admin1.get((country, city.admin1))
        n = index.add(
            (f"geonames:{city.geonameid}", city.name, city.latitude, city.longitude, country, size_kind(people),
             people, unit[0] if unit else "", 1, 0)
        )  # fmt: skip
        index.call(n, city.name, PRIMARY, True)
        for other in city.names:
            if latin(other):
                index.call(n, other, FOREIGN, False)
        if count % 20_000 == 0:
            tell("Preparing the index of places", 0.2 + 0.45 * min(1.0, count / total))


def _take_admin1(index: Index, cities: Iterable[City], admin1: Units, centres: Centres) -> None:
    """First-level units stand at their stated middle; units of one name (old, new codes) are one."""
    spots: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[str, str]] = Counter()
    spellings: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for city in cities:
        unit = admin1.get((city.country, city.admin1))
        if unit:
            spots[city.country, unit[0]].append((city.latitude, city.longitude))
            people[city.country, unit[0]] += city.population
            spellings[city.country, unit[0]].update(unit[1])
    for (country, name), members in spots.items():
        centre = centres.get((country, name)) or Centre(*middle(members))
        n = index.add(
            (unit_key(country, name), name, centre.lat, centre.lon, country, "admin1",
             people[country, name], name, 4, _EVERYWHERE if centre.usual else 0)
        )  # fmt: skip
        index.call(n, name, PRIMARY, True)
        for other in spellings[country, name]:
            index.call(n, other, SPELLING, True)


def middle(spots: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the ground that places cover: each half-degree cell in which any lies counts once.

    Against the middles known, it is off by two thirds of what the median of the places is: a crowded coast counts no
    more than an empty inland.
    """
    spots = list(spots)
    lons = [lon for _, lon in spots]
    turn = 360.0 if max(lons) - min(lons) > 180 else 0.0  # a unit on both sides of the date line
    cells: defaultdict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for lat, lon in spots:
        east = lon + turn if lon < 0 else lon
        cells[round(lat * 2), round(east * 2)].append((lat, east))
    lat, lon = (fmean(fmean(spot[axis] for spot in cell) for cell in cells.values()) for axis in (0, 1))
    return round(lat, 2), round(lon - 360.0 if lon > 180 else lon, 2)


def unit_key(country: str, name: str) -> str:
    """The id of a first-level unit.

    >>> unit_key("SY", "Rif Dimashq")
    'place:sy-rif-dimashq-admin1'
    """
    return f"place:{_slug(country, name)}-admin1"


def _slug(country: str, name: str) -> str:
    words = fold(name).replace(" ", "-")
    return f"{country.lower()}-{words}" if country else words


def _take_lines(index: Index, lines: Iterable[PlaceLine]) -> None:
    """Add the supplement: a town that GeoNames has too lends its id and point, others stand alone."""
    lines = list(lines)
    wanted = {fold(name) for line in lines for name in _names(line)}
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for key, n in index.names:
        if key in wanted:
            by_name[key].append(n)
    taken: set[str] = set()
    for line in lines:
        found = _same_place(index, by_name, line)
        if found is None:
            found = index.add(_own_row(line, taken))
        else:
            index.rows[found] = _better_row(index.rows[found], line)
        for name, quality in _names(line).items():
            index.call(found, name, quality, True)
            by_name[fold(name)].append(found)


def _names(line: PlaceLine) -> dict[str, int]:
    """All names of a line; "Hader (Aleppo)" is also called Hader."""
    bare = line.name.partition(" (")[0]
    return {**dict.fromkeys((*line.spellings, bare), SPELLING), line.name: PRIMARY}


def _better_row(row: tuple[Any, ...], line: PlaceLine) -> tuple[Any, ...]:
    """A place of GeoNames, shown under the name that English reports use, and as what they hold it for."""
    ident, _, lat, lon, country, kind, people, unit, precision, _ = row
    if kind in POPULATED and _SIZES.index(line.kind) > _SIZES.index(kind):
        kind = line.kind
    return (ident, line.name, lat, lon, country, kind, people, unit, precision, line.known)


def _same_place(index: Index, by_name: dict[str, list[int]], line: PlaceLine) -> int | None:
    reach = 30.0 if line.near else 15.0
    best: tuple[float, int] | None = None
    for name in _names(line):
        for n in by_name.get(fold(name), ()):
            row = index.rows[n]
            alike = row[5] in POPULATED if line.kind in POPULATED else row[5] == line.kind
            if not alike or row[4] != line.country:
                continue
            away = distance(row[2], row[3], line.lat, line.lon)
            # A first-level unit is the same unit wherever its centre is put.
            if (away <= reach or line.kind == "admin1") and (best is None or away < best[0]):
                best = (away, n)
    return best[1] if best else None


def _own_row(line: PlaceLine, taken: set[str]) -> tuple[Any, ...]:
    if line.kind == "country":
        key = f"country:{line.country}"
    else:
        slug = _slug(line.country, line.name)
        key = (
            f"place:{slug}"
            if line.kind in POPULATED or slug.endswith(line.kind)
            else f"place:{slug}-{line.kind}"
        )
    number = 2
    unique = key
    while unique in taken:
        unique, number = f"{key}-{number}", number + 1
    taken.add(unique)
    usual = PRECISION[line.kind]
    precision = line.precision or (2 if line.near and usual == 1 else usual)
    people = line.population or USUAL_SIZE[line.kind]
    unit = line.name if line.kind == "admin1" else ""
    return (
        unique,
        line.name,
        line.lat,
        line.lon,
        line.country,
        line.kind,
        people,
        unit,
        precision,
        line.known,
    )
