// The site's incidents and control in the columns that the workbench's map draws. Keys are numbers of the site's own lists.
import type { MapData, WhoForm } from '../pages/map/draw/forms';
import { dayNumber } from '../text/days';
import type { Held, Place, Site, Spell } from './data';

/** The place of a key of the map. */
export function placeOf(site: Site, key: string): Place | null {
  return site.data.places[Number(key)] ?? null;
}

const holderKey = (spell: Spell): string => (typeof spell.holder === 'string' ? spell.holder : `actor ${spell.holder}`);

/** All that the map draws. */
export function mapData(site: Site): MapData {
  const { data } = site;
  const day = (iso: string | null): number | null => (iso ? dayNumber(iso) : null);
  const placed = data.incidents.map((one) => ({ one, place: site.placeOf(one) }));
  const spot = (place: Place | null): boolean => place?.lat != null && place.lon != null;
  const months = new Map<string, number>();
  for (const report of data.reports) if (report.date) months.set(report.date.slice(0, 7), (months.get(report.date.slice(0, 7)) ?? 0) + 1);
  return {
    first: data.first,
    last: data.last,
    months: [...months].sort().map(([month, reports]) => ({ month, reports })),
    incidents: {
      id: data.incidents.map((one) => one.id),
      lat: placed.map(({ place }) => place?.lat ?? 0),
      lon: placed.map(({ place }) => place?.lon ?? 0),
      // What nobody places is drawn nowhere, as what is placed by country only.
      precision: placed.map(({ place }) => (spot(place) ? (place?.precision ?? null) : 7)),
      type: data.incidents.map((one) => one.type),
      first: data.incidents.map((one) => day(one.start)),
      last: data.incidents.map((one) => day(one.end)),
      dead: data.incidents.map((one) => one.dead?.[1] ?? null),
      sources: data.incidents.map((one) => one.sources),
      place: data.incidents.map((one) => (one.place === null ? '' : String(one.place))),
    },
    places: data.control.map((held) => ({ place: { key: String(held.place), ...spotOf(site, held) }, spells: held.assessed.map(spellOf) })),
    holders: holders(site),
  };
}

function spotOf(site: Site, held: Held): { name: string; lat: number | null; lon: number | null; precision: number | null } {
  const place = site.data.places[held.place];
  return { name: place?.name ?? '', lat: place?.lat ?? null, lon: place?.lon ?? null, precision: place?.precision ?? null };
}

function spellOf(spell: Spell): MapData['places'][number]['spells'][number] {
  return {
    holder: holderKey(spell),
    start: spell.start,
    end: spell.end,
    probability: spell.probability,
    statements: spell.statements.map(String),
    evidence: spell.days,
  };
}

/** Holders, those with the most places first, so that their colours are the clearest. */
function holders(site: Site): WhoForm[] {
  const places = new Map<string, { name: string; places: Set<number> }>();
  for (const held of site.data.control) {
    for (const spell of held.assessed) {
      const known = places.get(holderKey(spell)) ?? { name: site.holder(spell), places: new Set<number>() };
      known.places.add(held.place);
      places.set(holderKey(spell), known);
    }
  }
  return [...places].sort((one, two) => two[1].places.size - one[1].places.size).map(([key, { name }]) => ({ key, name }));
}
