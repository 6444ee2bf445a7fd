"""GeoNames country dumps, given by the user, as indexes of their own.

Flows in: tab-separated files such as SY.txt. Flows out: an SQLite index of the same form as the compiled one.
A file of another form is a `KnowledgeError` with the line.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from imbroglio.errors import KnowledgeError
from imbroglio.knowledge.place_data import PLACES, PRECISION, read_admin1
from imbroglio.knowledge.place_index import FOREIGN, PRIMARY, Index, Units, latin, size_kind

# GeoNames feature codes to kinds; a class alone stands for its other codes. Wells, springs, farms and the
# like stay out.
_FEATURES = {
    "A.ADM1": "admin1", "A.ADM2": "admin2", "A.ADM3": "admin2", "A.ADMD": "admin2", "H.STM": "river",
    "H.STMI": "river",
    "H.WAD": "river", "H.LK": "landmark", "H.RSV": "landmark", "H.SEA": "sea", "H.GULF": "sea",
    "H.STRT": "sea",
    "L.RGN": "region", "L.RGNH": "region", "L.AREA": "region", "L.MILB": "base", "L.OILF": "landmark",
    "L.RFGC": "village",
    "L.LCTY": "village", "R.RD": "road", "S.AIRP": "airport", "S.AIRF": "airport", "S.AIRB": "base",
    "S.MILB": "base",
    "S.INSM": "base", "S.DAM": "landmark", "S.PS": "landmark", "S.OILR": "landmark", "S.HSP": "landmark",
    "S.BDG": "landmark",
    "S.FT": "landmark", "S.PRN": "landmark", "S.CMP": "village", "S.CMPRF": "village",
    "S.CSTM": "crossing", "S.PSTB": "crossing",
    "T.MT": "mountain", "T.MTS": "mountain", "T.HLL": "mountain", "T.HLLS": "mountain",
    "T.PASS": "mountain", "T.ISL": "landmark",
    "T.PEN": "region", "T.VAL": "region", "T.DSRT": "region", "T.PLN": "region",
}  # fmt: skip


def read_dump(path: Path) -> Iterator[tuple[tuple[Any, ...], list[str]]]:
    """Places of a GeoNames dump: (columns of `place` but `n`, all its names). Raises KnowledgeError."""
    admin1 = read_admin1(PLACES / "admin1.toml")
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, cells in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
                if not cells or cells[0].startswith("#"):
                    continue
                if len(cells) < 15:
                    problem = (
                        f"A line of a GeoNames dump has 19 columns apart by tabs; this one has {len(cells)}."
                    )
                    raise KnowledgeError(str(path), number, problem)
                found = _dump_row(cells, admin1, path, number)
                if found is not None:
                    yield found
    except OSError as error:
        problem = f"The file cannot be read: {error.strerror or error}."
        raise KnowledgeError(str(path), None, problem) from None
    except (UnicodeDecodeError, csv.Error):
        problem = "The file is no GeoNames dump in UTF-8; take SY.txt out of SY.zip."
        raise KnowledgeError(str(path), None, problem) from None


def _dump_row(
    cells: list[str], admin1: Units, path: Path, number: int
) -> tuple[tuple[Any, ...], list[str]] | None:
    try:
        ident, lat, lon, people = int(cells[0]), float(cells[4]), float(cells[5]), int(cells[14] or 0)
    except ValueError:
        problem = "The id, latitude, longitude or population is no number."
        raise KnowledgeError(str(path), number, problem) from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise KnowledgeError(str(path), number, f"The point {lat}, {lon} is not on the globe.")
    kind = size_kind(people) if cells[6] == "P" else _FEATURES.get(f"{cells[6]}.{cells[7]}")
    if kind is None or not cells[1]:
        return None
    unit = admin1.get((cells[8], cells[10]))
    row = (
        f"geonames:{ident}",
        cells[1],
        lat,
        lon,
        cells[8],
        kind,
        people,
        unit[0] if unit else "",
        PRECISION[kind],
        0,
    )
    return row, [cells[1], *([cells[2]] if cells[2] else []), *(a for a in cells[3].split(",") if latin(a))]


def write_dumps(paths: Iterable[Path], target: Path, keep: Path | None = None) -> int:
    """Index dumps at `target`; what an earlier index `keep` holds stays unless a dump brings it anew.

    Returns:
        How many places the dumps hold.
    """
    index, seen, count = Index(), set[str](), 0
    for path in paths:
        for row, names in read_dump(path):
            count += 1
            if row[0] in seen:
                continue
            seen.add(row[0])
            n = index.add(row)
            for place, name in enumerate(names):
                index.call(n, name, PRIMARY if place < 2 else FOREIGN, place < 2)
    if keep is not None and keep.exists():
        _carry_over(index, keep, seen)
    index.write(target)
    return count


def _carry_over(index: Index, keep: Path, seen: set[str]) -> None:
    base = sqlite3.connect(f"{keep.resolve().as_uri()}?mode=ro", uri=True)
    try:
        moved: dict[int, int] = {}
        for n, *row in base.execute("SELECT * FROM place"):
            if row[0] not in seen:
                moved[n] = index.add(tuple(row))
        for table, names in (("name", index.names), ("weak", index.weak)):
            for key, n, quality in base.execute(f"SELECT key, n, quality FROM {table}"):
                if n in moved:
                    names[key, moved[n]] = quality
    finally:
        base.close()
