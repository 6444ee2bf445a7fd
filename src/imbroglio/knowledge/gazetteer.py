"""The gazetteer: which places of the world bear a name, likeliest first.

Flows in: a name as a report writes it, and what is known of the report (its countries, places near by).
Flows out:
`GazetteerPlace`s, scored. The index is compiled at first use and lies in the user's cache folder
(`place_index`).
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import exp, log10
from pathlib import Path

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.fold import drop_article, plain, weaken
from imbroglio.knowledge.place_data import CENTROIDS, PLACES, POPULATED, read_stop
from imbroglio.knowledge.place_dump import write_dumps
from imbroglio.knowledge.place_index import (
    SCHEMA,
    Progress,
    cache_folder,
    compile_index,
    distance,
    index_path,
)

USER_INDEX = "user-places.sqlite"

_EXACT = {3: 0.35, 2: 0.3, 1: 0.22}  # by how well the name is established; less the penalty for a weaker key
_WEAK = 0.18
_KIND = {
    "country": 0.6, "continent": 0.6, "admin1": 0.1, "region": 0.15, "city": 0.15, "town": 0.08,
    "sea": 0.1, "river": 0.08,
    "base": 0.05, "airport": 0.05,
}  # fmt: skip
# the supplement names it, so wars have been reported from there; twice that for a name's usual meaning
_KNOWN = 0.15
_PRIOR = 0.6
_NEAR = 0.4

_UNIT = frozenset({"admin1", "region"})
_KIND_WORDS: Mapping[str, tuple[frozenset[str], int]] = {
    **dict.fromkeys(
        (
            "province governorate oblast region state department prefecture wilayat republic krai division"
        ).split(),
        (_UNIT, 4),
    ),
    **dict.fromkeys(
        "district raion rayon county woreda subdistrict municipality township".split(),
        (frozenset({"admin2"}), 3),
    ),
    "countryside": (_UNIT, 4),
    **dict.fromkeys(
        "city town village camp neighbourhood neighborhood suburb quarter".split(), (POPULATED, 1)
    ),
    **dict.fromkeys("airport airbase airfield base".split(), (frozenset({"airport", "base"}), 2)),
    "crossing": (frozenset({"crossing"}), 2),
    **dict.fromkeys("dam bridge castle prison hospital port".split(), (frozenset({"landmark"}), 2)),
    "river": (frozenset({"river"}), 5),
    **dict.fromkeys("mountain mountains hills desert valley".split(), (frozenset({"mountain", "region"}), 5)),
    **dict.fromkeys("highway road".split(), (frozenset({"road"}), 5)),
}
_BEFORE_KIND = frozenset("air military international border town".split())
_DIRECTIONS = frozenset(
    (
        "northern southern eastern western central north south east west northeastern northwestern "
        "southeastern "
        "southwestern "
        "northeast northwest southeast southwest greater rural upper lower"
    ).split()
)


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """One place of the gazetteer.

    Attributes:
        id: "geonames:172946", "place:sy-dabiq" (the supplement) or "country:SY".
        name: the name shown.
        country: ISO2, "" for what lies in several countries or none.
        kind: city, town, village, admin1, admin2, country, region, river, sea, mountain, airport, base,
        crossing, road,
            continent or landmark.
        population: people, where known (else a usual size for the supplement's places, 0 for others).
        admin1: the first-level unit's name, where known.
        precision: of the point as place of an event, UCDP's 1 (exact) to 7.
        centroid: True where the point is the middle of something large.
        score: how well it answers the question asked; no part of what the place is.
    """

    id: str
    name: str
    lat: float
    lon: float
    country: str
    kind: str
    population: int
    admin1: str
    precision: int
    centroid: bool
    score: float = field(default=0.0, compare=False)


def distance_km(a: GazetteerPlace, b: GazetteerPlace) -> float:
    """Kilometres between two places."""
    return distance(a.lat, a.lon, b.lat, b.lon)


_Found = tuple[GazetteerPlace, ...]


class Gazetteer:
    """Looks names up in the compiled index and in those of the user. Made by `Gazetteer.open`."""

    def __init__(self, bases: Sequence[sqlite3.Connection]) -> None:
        self._bases = tuple(bases)
        self._stop = read_stop(PLACES / "stop.toml")
        # Caches of its own: a gazetteer that is let go takes its answers with it.
        self._candidates: Callable[[str], _Found] = lru_cache(maxsize=20_000)(self._find)
        self._ranked: Callable[[str, frozenset[tuple[str, float]]], _Found] = lru_cache(maxsize=20_000)(
            self._rank
        )
        self.is_name: Callable[[str], bool] = lru_cache(maxsize=100_000)(self._is_name)

    @classmethod
    def open(cls, progress: Progress | None = None, extra: Sequence[Path] = ()) -> Gazetteer:
        """Open the gazetteer; compile its index where these inputs have none yet.

        Args:
            progress: told (message, share done) while an index is compiled.
            extra: GeoNames country dumps to consult as well, without adding them for good.

        Raises:
            KnowledgeError: a data file or dump has a mistake, or the cache folder cannot be written.
        """
        cache = cache_folder()
        path = index_path(cache)
        if not _usable(path):
            compile_index(path, progress)
        files = [path]
        user = cache / USER_INDEX
        if _usable(user):
            files.insert(0, user)
        files[:0] = [_dump_index(dump, cache, progress) for dump in extra]
        return cls([_connect(file) for file in files])

    def close(self) -> None:
        """Let go of the index files."""
        for base in self._bases:
            base.close()

    def lookup(
        self, name: str, prior: Mapping[str, float] | None = None, limit: int = 5
    ) -> list[GazetteerPlace]:
        """The places that bear `name`, likeliest first.

        Args:
            name: as the report writes it; "Idlib province" or "eastern Mosul" will do.
            prior: ISO2 code to weight: how much the report is about a country.
            limit: how many at most.
        """
        return list(self._ranked(name, frozenset(prior.items()) if prior else frozenset())[:limit])

    def best(
        self, name: str, prior: Mapping[str, float] | None = None, near: Sequence[GazetteerPlace] = ()
    ) -> GazetteerPlace | None:
        """The likeliest place of that name, given places named near by; None if there is none."""
        found = self._ranked(name, frozenset(prior.items()) if prior else frozenset())
        if not found or not near:
            return found[0] if found else None

        def fit(place: GazetteerPlace) -> float:
            away = min(distance_km(place, other) for other in near)
            return place.score + _NEAR * exp(-away / 150.0)

        return max(found[:200], key=fit)

    def _is_name(self, folded: str) -> bool:
        """True where a folded name (`fold`) is a place's and not on the stop list. Answers are remembered."""
        if folded in self._stop.never or folded in self._stop.only_in:
            return False
        sql = "SELECT 1 FROM name WHERE key = ? LIMIT 1"
        return any(base.execute(sql, (folded,)).fetchone() is not None for base in self._bases)

    def _rank(self, name: str, prior: frozenset[tuple[str, float]]) -> _Found:
        found = self._candidates(name)
        only = self._stop.only_in.get(plain(name))
        weights = dict(prior)
        if only is not None:
            if name not in only[0]:
                return ()
            found = tuple(p for p in found if p.country in only[1] and weights.get(p.country, 0.0) > 0)
        top = max(weights.values(), default=0.0)
        if top <= 0 or not found:
            return found
        scored = (replace(p, score=p.score + _PRIOR * weights.get(p.country, 0.0) / top) for p in found)
        return tuple(sorted(scored, key=_order))

    def _find(self, name: str) -> _Found:
        text = plain(name)
        if not text or len(text) > 100 or text in self._stop.never:
            return ()
        key = drop_article(text)
        found = self._rows("name", key, 0.0)
        if not found:
            found = self._by_kind_word(text)
        if not found and len(key) >= 4:
            found = self._rows("weak", weaken(key), _WEAK)
        return tuple(sorted(found, key=_order))

    def _rows(self, table: str, key: str, penalty: float) -> list[GazetteerPlace]:
        sql = (
            f"SELECT id, name, lat, lon, country, kind, population, admin1, precision, known, "
            f"quality FROM {table} "
            "JOIN place USING (n) WHERE key = ?"
        )
        out: dict[str, GazetteerPlace] = {}
        for base in self._bases:
            for id, shown, lat, lon, country, kind, people, unit, precision, known, quality in base.execute(
                sql, (key,)
            ):
                if id in out:
                    continue
                score = (
                    _EXACT[quality]
                    - penalty
                    + 0.25 * log10(people + 1) / 7.3
                    + _KIND.get(kind, 0.0)
                    + _KNOWN * known
                )
                out[id] = GazetteerPlace(
                    id,
                    shown,
                    lat,
                    lon,
                    country,
                    kind,
                    people,
                    unit,
                    precision,
                    kind in CENTROIDS,
                    round(score, 4),
                )
        return list(out.values())

    def with_ids(self, ids: Iterable[str]) -> dict[str, GazetteerPlace]:
        """The places of these ids, as far as the gazetteer knows them. One pass over the index for 500 ids."""
        wanted = sorted(set(ids))
        out: dict[str, GazetteerPlace] = {}
        for at in range(0, len(wanted), 500):
            some = wanted[at : at + 500]
            sql = (
                "SELECT id, name, lat, lon, country, kind, population, admin1, precision FROM place WHERE id IN "
                f"({', '.join('?' * len(some))})"
            )
            for base in self._bases:
                for id, shown, lat, lon, country, kind, people, unit, precision in base.execute(sql, some):
                    place = GazetteerPlace(id, shown, lat, lon, country, kind, people, unit, precision, kind in CENTROIDS)
                    out.setdefault(id, place)
        return out

    def _by_kind_word(self, text: str) -> list[GazetteerPlace]:
        """ "Idlib province", "city of Hama", "northern Syria": the name within, narrowed by the word."""
        words = text.split()
        if len(words) < 2:
            return []
        if len(words) > 2 and words[1] == "of" and words[0] in _KIND_WORDS:
            return self._narrow(" ".join(words[2:]), words[0])
        if words[-1] in _KIND_WORDS:
            inner = words[:-1]
            while len(inner) > 1 and inner[-1] in _BEFORE_KIND:
                inner.pop()
            return self._narrow(" ".join(inner), words[-1])
        if words[0] in _DIRECTIONS:
            return [_part_of(p) for p in self._find(" ".join(words[1:]))]
        return []

    def _narrow(self, inner: str, word: str) -> list[GazetteerPlace]:
        kinds, precision = _KIND_WORDS[word]
        found = self._find(inner)
        fitting = [p for p in found if p.kind in kinds]
        if fitting:
            return fitting
        # The unit is unknown by itself: its chief place stands for it, less exactly.
        return [
            replace(p, precision=max(p.precision, precision), centroid=p.centroid or precision > 2)
            for p in found
        ]


def _part_of(place: GazetteerPlace) -> GazetteerPlace:
    """A part of a place, named by a direction: fuzzy where that is a country, else as exact as the whole."""
    if place.kind == "country":
        return replace(place, kind="region", precision=5)
    return place


def _order(place: GazetteerPlace) -> tuple[float, str]:
    return (-place.score, place.id)


def _usable(path: Path) -> bool:
    """True where `path` is a complete index; a damaged one is made anew."""
    if not path.is_file():
        return False
    try:
        base = _connect(path)
    except sqlite3.DatabaseError:
        return False
    try:
        return base.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone() is not None
    except sqlite3.DatabaseError:
        return False
    finally:
        base.close()


def _connect(path: Path) -> sqlite3.Connection:
    # Read only, and shared by threads: SQLite itself guards a connection that only reads.
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _dump_index(dump: Path, cache: Path, progress: Progress | None) -> Path:
    try:
        mark = hashlib.sha256(dump.read_bytes()).hexdigest()[:16]
    except OSError as error:
        problem = f"The file cannot be read: {error.strerror or error}."
        raise KnowledgeError(str(dump), None, problem) from None
    path = cache / f"dump-{SCHEMA}-{mark}.sqlite"
    if not _usable(path):
        if progress is not None:
            progress(f"Preparing the places of {dump.name} (once)", 0.0)
        write_dumps([dump], path)
    return path


def add_geonames(path: Path, cache: Path | None = None) -> int:
    """Add a GeoNames country dump (SY.txt) to the user's own index, which `Gazetteer.open` consults.

    Returns:
        How many places of the dump are of use.

    Raises:
        KnowledgeError: the file is no such dump (with the line), or the cache folder cannot be written.
    """
    target = (cache or cache_folder()) / USER_INDEX
    return write_dumps([path], target, keep=target if _usable(target) else None)
