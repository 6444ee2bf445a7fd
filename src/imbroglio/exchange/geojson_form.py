"""Rows with a place as GeoJSON (RFC 7946).

Flows in: a Sheet with `lat` and `lon`. Flows out: a FeatureCollection of points in WGS 84, longitude first; all other columns
are properties, with the precision of the place in figures and words. What nothing places has no geometry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from imbroglio.exchange.cells import Row, Sheet
from imbroglio.exchange.json_form import plain_row, to_json

PRECISIONS = {
    1: "exact",
    2: "within about 25 km",
    3: "somewhere in the second-level unit",
    4: "somewhere in the first-level unit",
    5: "along a line, or fuzzy",
    6: "somewhere in the country",
    7: "at sea or in the air, between countries",
}


def iter_geojson(sheet: Sheet) -> Iterator[bytes]:
    """A FeatureCollection, feature by feature."""
    head = to_json({"type": "FeatureCollection", "what": sheet.what, **sheet.about})
    yield f'{head[:-1]},"features":['.encode()
    for n, row in enumerate(sheet.rows):
        yield f"{',' if n else ''}\n{to_json(feature(row, sheet.names))}".encode()
    yield b"\n]}\n"


def feature(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    """A row as a feature."""
    properties = plain_row(row, tuple(n for n in names if n not in ("lat", "lon")))
    precision = properties.get("place_precision")
    properties["place_precision_text"] = PRECISIONS.get(precision) if isinstance(precision, int) else None
    out: dict[str, Any] = {"type": "Feature"}
    if isinstance(properties.get("id"), str):
        out["id"] = properties["id"]
    return {**out, "geometry": _point(row), "properties": properties}


def _point(row: Row) -> dict[str, Any] | None:
    lat, lon = row.get("lat"), row.get("lon")
    if not isinstance(lat, int | float) or not isinstance(lon, int | float):
        return None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}
