"""The places that imbroglio ships itself: supplement, regions and countries, first-level units and their
middles, words that are none.

Flows in: the TOML files of `places/`. Flows out: `PlaceLine`s for the index and the `StopList`. A mistake
in a file is
a `KnowledgeError` with file and line. The format is described in docs/places.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.fold import plain
from imbroglio.knowledge.toml_file import line_of, load_toml

PLACES = Path(__file__).parent / "places"

# UCDP's precision of location: 1 exact, 2 near, 3 second-level unit, 4 first-level unit, 5 linear or
# fuzzy, 6 country,
# 7 sea, air or several countries.
PRECISION: Mapping[str, int] = {
    "city": 1, "town": 1, "village": 1, "airport": 1, "base": 1, "crossing": 1, "landmark": 1,
    "admin2": 3, "admin1": 4, "region": 4, "mountain": 5, "river": 5, "road": 5, "country": 6,
    "sea": 7, "continent": 7,
}  # fmt: skip
KINDS = frozenset(PRECISION)
POPULATED = frozenset({"city", "town", "village"})
CENTROIDS = frozenset(
    {"admin1", "admin2", "region", "country", "river", "road", "sea", "continent", "mountain"}
)
# How large a place of the supplement is taken to be where nobody says: only used to rank places of one name.
USUAL_SIZE: Mapping[str, int] = {
    "city": 200_000, "town": 25_000, "village": 3_000, "airport": 5_000, "base": 3_000, "crossing": 2_000,
    "landmark": 3_000,
    "admin2": 80_000, "admin1": 800_000, "region": 800_000, "mountain": 5_000, "river": 20_000, "road": 3_000,
    "country": 5_000_000, "sea": 500_000, "continent": 100_000_000,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place of the supplement or of the regions, as written there.

    Attributes:
        name, spellings: the name shown, and others under which reports know it.
        country: ISO2, or "" where a region lies in several countries.
        near: True where its coordinates are only good to about 20 km.
        known: 0 for a country or unit, 1 for other places of these files, 2 for what a shared name usually means.
    """

    name: str
    lat: float
    lon: float
    country: str
    kind: str
    spellings: tuple[str, ...] = ()
    near: bool = False
    precision: int | None = None
    population: int = 0
    known: int = 1


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the middle of a first-level unit lies; `usual` where its name nearly always means the unit."""

    lat: float
    lon: float
    usual: bool = False


@dataclass(frozen=True, slots=True)
class StopList:
    """Names of the gazetteer that are hardly ever places in running text.

    Attributes:
        never: plain names that are no place at all.
        only_in: plain name to (the spellings that count, the countries of which a report must be).
    """

    never: frozenset[str]
    only_in: Mapping[str, tuple[frozenset[str], frozenset[str]]]


class _Lines:
    """Reads the groups of one file and knows where a mistake stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables = load_toml(path)

    def wrong(self, needle: str, problem: str) -> KnowledgeError:
        return KnowledgeError(str(self.path), line_of(self.path, needle), problem)

    def groups(self) -> list[PlaceLine]:
        """Every place of the file's `[[group]]` tables."""
        out: list[PlaceLine] = []
        for number, group in enumerate(self.tables.get("group", []), 1):
            kind, country = group.get("kind"), group.get("country", "")
            first = group.get("places", [[""]])[0]
            needle = f'"{first[0]}"' if isinstance(first, list) and first else "[[group]]"
            if kind not in KINDS:
                raise self.wrong(
                    needle,
                    f"Group {number} has the kind {kind!r}; it must be one of {', '.join(sorted(KINDS))}.",
                )
            if not (
                isinstance(country, str) and (country == "" or (len(country) == 2 and country.isupper()))
            ):
                raise self.wrong(
                    needle, f"Group {number} has the country {country!r}; it must be two capitals such as SY."
                )
            out.extend(self._place(item, group, kind, country) for item in group.get("places", []))
        return out

    def point(self, name: str, lat: Any, lon: Any) -> tuple[float, float]:
        """Latitude and longitude as written for `name`, checked."""
        needle = f'"{name}"'
        if isinstance(lat, bool) or not isinstance(lat, int | float) or not -90 <= lat <= 90:
            raise self.wrong(needle, f"The latitude of {name} is {lat!r}; it must lie between -90 and 90.")
        if isinstance(lon, bool) or not isinstance(lon, int | float) or not -180 <= lon <= 180:
            raise self.wrong(needle, f"The longitude of {name} is {lon!r}; it must lie between -180 and 180.")
        return float(lat), float(lon)

    def _place(self, item: Any, group: Mapping[str, Any], kind: str, country: str) -> PlaceLine:
        if not (isinstance(item, list) and len(item) >= 3 and isinstance(item[0], str) and plain(item[0])):
            raise self.wrong(
                str(item[0]) if isinstance(item, list) and item else str(item),
                f"A place must be [name, latitude, longitude, spellings…], not {item!r}.",
            )
        name, lat, lon, *spellings = item
        needle = f'"{name}"'
        lat, lon = self.point(name, lat, lon)
        if not all(isinstance(s, str) and plain(s) for s in spellings):
            raise self.wrong(needle, f"The spellings of {name} must be words in quotation marks.")
        return PlaceLine(
            name,
            lat,
            lon,
            country,
            kind,
            tuple(spellings),
            bool(group.get("about", False)),
            group.get("precision"),
            int(group.get("population", 0)),
            0 if kind == "country" else 2 if group.get("usual") else 1,
        )

    def countries(self) -> list[PlaceLine]:
        """The file's `countries`: [ISO2, name, latitude, longitude, other names…]."""
        out = []
        for item in self.tables.get("countries", []):
            if not (
                isinstance(item, list) and len(item) >= 4 and isinstance(item[0], str) and len(item[0]) == 2
            ):
                raise self.wrong(
                    str(item[0]) if item else "countries",
                    f"A country must be [ISO2, name, latitude, longitude, names…], not {item!r}.",
                )
            out.append(self._place(item[1:], {}, "country", item[0]))
        return out


def read_places(path: Path) -> list[PlaceLine]:
    """The places of one file of the supplement's form. Raises KnowledgeError."""
    lines = _Lines(path)
    return [*lines.countries(), *lines.groups()]


def read_admin1(path: Path) -> dict[tuple[str, str], tuple[str, tuple[str, ...]]]:
    """First-level units: (country, GeoNames code) to name and spellings. Raises KnowledgeError."""
    lines = _Lines(path)
    out: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for country, units in lines.tables.items():
        for code, names in units.items():
            words = [names] if isinstance(names, str) else names
            if not (
                isinstance(words, list) and words and all(isinstance(w, str) and plain(w) for w in words)
            ):
                raise lines.wrong(
                    f"[{country}]", f"The unit {country}.{code} must be a name, or a list of names."
                )
            out[country, code] = (words[0], tuple(words[1:]))
    return out


def read_centres(
    path: Path, units: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]]
) -> dict[tuple[str, str], Centre]:
    """Middles of first-level units, by country and name of the unit. Raises KnowledgeError.

    Args:
        path: a file of the form of centres.toml.
        units: as `read_admin1` gives them; each centre must be one of theirs.
    """
    lines = _Lines(path)
    known = {(country, names[0]) for (country, _), names in units.items()}
    out: dict[tuple[str, str], Centre] = {}
    for country, items in lines.tables.items():
        for item in items:
            if not (isinstance(item, list) and len(item) in (3, 4) and item[3:] in ([], ["usual"])):
                problem = f'A centre must be [unit, latitude, longitude], with "usual" or not, not {item!r}.'
                raise lines.wrong(f"{country} =", problem)
            name = item[0]
            if (country, name) not in known:
                raise lines.wrong(f'"{name}"', f"{name} is no first-level unit of {country} in admin1.toml.")
            if (country, name) in out:
                raise lines.wrong(f'"{name}"', f"The unit {name} of {country} has two centres; keep one.")
            out[country, name] = Centre(*lines.point(name, item[1], item[2]), len(item) == 4)
    return out


def read_stop(path: Path) -> StopList:
    """The stop list. Raises KnowledgeError."""
    lines = _Lines(path)
    never: set[str] = set()
    for group, words in lines.tables.get("never", {}).items():
        if not (isinstance(words, list) and all(isinstance(w, str) and plain(w) for w in words)):
            raise lines.wrong(group, f"never.{group} must be a list of words.")
        never.update(plain(w) for w in words)
    only: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
    for word, where in lines.tables.get("only_in", {}).items():
        if not (isinstance(where, list) and where and all(isinstance(c, str) and len(c) == 2 for c in where)):
            raise lines.wrong(f"{word} =", f'only_in.{word} must be a list of countries such as ["IQ"].')
        if plain(word) in never:
            raise lines.wrong(f"{word} =", f"{word} stands both in never and in only_in; keep one.")
        only[plain(word)] = (frozenset({word}), frozenset(where))
    return StopList(frozenset(never), only)
