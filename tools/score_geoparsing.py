"""Score the places that the reader finds and resolves against GeoVirus (Gritta et al. 2018).

    python tools/score_geoparsing.py ../shared/gold/geoparsing/GeoVirus.xml [--show missed|far]

A gold place is found where a place of the reader's mentions layer overlaps it; it is resolved where that place lies within
161 km of it, the measure of the field. Printed: recall of places, precision of mentions (GeoVirus names nearly every place,
no adjectives), share of the found ones that is resolved, and the median error in kilometres.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from imbroglio.knowledge.gazetteer import Gazetteer
from imbroglio.model import Document
from imbroglio.reading.reader import Reader

NEAR_KM = 161.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text: offsets, name and point."""

    start: int
    end: int
    name: str
    lat: float
    lon: float


def articles(path: Path) -> Iterator[tuple[str, list[Spot]]]:
    """Text and gold places of each article of the file."""
    for article in ET.parse(path).getroot():  # a data file of our own, not one from the net
        text = article.findtext("text") or ""
        spots = [
            Spot(
                int(x.findtext("start") or 0),
                int(x.findtext("end") or 0),
                x.findtext("name") or "",
                float(x.findtext("lat") or 0),
                float(x.findtext("lon") or 0),
            )
            for x in article.iter("location")
        ]
        yield text, spots


def kilometres(a: Spot, b: Spot) -> float:
    """Great-circle distance."""
    p, q = radians(a.lat), radians(b.lat)
    h = sin((q - p) / 2) ** 2 + cos(p) * cos(q) * sin(radians(b.lon - a.lon) / 2) ** 2
    return 2 * 6371.0 * asin(min(1.0, sqrt(h)))


def read(reader: Reader, text: str, number: int) -> list[Spot]:
    """The places with a point in the reader's mentions layer."""
    rows = (m.to_json() for m in reader.read(Document.from_text(text, id=f"geovirus-{number}")).mentions)
    return [
        Spot(int(str(r["start"])), int(str(r["end"])), str(r["name"]), float(str(r["lat"])), float(str(r["lon"])))
        for r in rows
        if r["lat"] is not None
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--show", choices=["missed", "far"], help="print the most frequent errors of this sort")
    options = parser.parse_args()
    reader = Reader(Gazetteer.open())
    gold = found = resolved = mentions = right = 0
    errors: list[float] = []
    shown: Counter[str] = Counter()
    for number, (text, spots) in enumerate(articles(options.file)):
        seen = read(reader, text, number)
        mentions += len(seen)
        right += sum(any(s.start < g.end and g.start < s.end for g in spots) for s in seen)
        for g in spots:
            gold += 1
            over = [s for s in seen if s.start < g.end and g.start < s.end]
            if not over:
                shown[g.name] += options.show == "missed"
                continue
            found += 1
            # the narrowest mention that covers it: "Kano" within "the northern city of Kano"
            near = min((abs(s.start - g.start) + abs(s.end - g.end), kilometres(g, s), s.name) for s in over)
            errors.append(near[1])
            resolved += near[1] <= NEAR_KM
            shown[f"{g.name} ({near[2]}, {near[1]:.0f} km)"] += options.show == "far" and near[1] > NEAR_KM
    print(f"places found      R {found / gold:.3f} ({found} of {gold})  P {right / max(1, mentions):.3f} ({right} of {mentions})")
    print(f"resolved <161 km  {resolved / max(1, found):.3f} of those found, {resolved / gold:.3f} of all")
    print(f"median error      {statistics.median(errors):.1f} km" if errors else "nothing found")
    for name, n in shown.most_common(40):
        if n:
            print(f"{n:4} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
