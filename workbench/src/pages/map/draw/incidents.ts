// Incidents as typed arrays, sorted by day, and how many of them fall into a window at each spot.
// In: the API's columns. Out: an index, and a tally of a window. An incident without a day, or with no better place than a
// country, is counted and never drawn. One that is dated to a month or worse is drawn only where all of it lies in the window.
import families from '../data/families.json';
import type { IncidentColumns } from './forms';
import { project } from './mercator';
import type { Span } from './days';

export const FAMILIES = families.families.map(({ key, label }) => ({ key, label }));
const FAMILY_OF = new Map(families.families.flatMap((family, at) => family.types.map((type) => [type, at] as const)));

/** The family of a type. */
export function familyOf(type: string): number {
  return FAMILY_OF.get(type) ?? FAMILIES.length - 1;
}

/** How exactly a spot is known: UCDP's 1; 2 (within about 25 km); 3 to 5 and not told (a centre); 6 and 7 (not drawn). */
export const EXACT = 0;
export const NEAR = 1;
export const AREA = 2;
export const NOWHERE = 3;
export type Exactness = typeof EXACT | typeof NEAR | typeof AREA | typeof NOWHERE;

/** UCDP's precision of a place to how it is drawn. */
export function exactnessOf(precision: number | null | undefined): Exactness {
  if (precision === 1) return EXACT;
  if (precision === 2) return NEAR;
  return precision === 6 || precision === 7 ? NOWHERE : AREA;
}

/** Longer than this, and an incident's day is too vague to stand in a window that cuts it. */
const VAGUE = 28;

/** Incidents in the order of their first day. `row` leads back to the form's columns. */
export interface Shelf {
  first: Int32Array;
  last: Int32Array;
  spot: Int32Array;
  family: Uint8Array;
  row: Uint32Array;
}

/** Where incidents are: one for each pair of place and exactness. */
export interface Spots {
  size: number;
  x: Float64Array;
  y: Float64Array;
  lat: Float64Array;
  exactness: Uint8Array;
  place: string[];
  /** Incidents there over all time, and the spots from the most to the least of them. */
  total: Uint32Array;
  rank: Uint32Array;
}

export interface IncidentIndex {
  spots: Spots;
  /** Dated well enough for a window; dated too vaguely; dated, but no better placed than by country. */
  brief: Shelf;
  vague: Shelf;
  nowhere: Shelf;
  /** Rows with no day. */
  undated: Uint32Array;
}

/** Build the index; `keep` says by row whether an incident is asked for. */
export function indexIncidents(columns: IncidentColumns, keep?: (row: number) => boolean): IncidentIndex {
  const spots = new SpotTable();
  const parts: { brief: number[]; vague: number[]; nowhere: number[]; undated: number[] } = { brief: [], vague: [], nowhere: [], undated: [] };
  const spotOf = new Int32Array(columns.id.length).fill(-1);
  for (let row = 0; row < columns.id.length; row++) {
    if (keep && !keep(row)) continue;
    const first = columns.first[row] ?? null;
    const last = columns.last[row] ?? first;
    const exactness = exactnessOf(columns.precision[row]);
    if (first === null || last === null) parts.undated.push(row);
    else if (exactness === NOWHERE) parts.nowhere.push(row);
    else {
      spotOf[row] = spots.find(columns.place[row] ?? '', exactness, columns.lat[row] ?? 0, columns.lon[row] ?? 0);
      (last - first > VAGUE ? parts.vague : parts.brief).push(row);
    }
  }
  return {
    spots: spots.close(),
    brief: shelve(parts.brief, columns, spotOf),
    vague: shelve(parts.vague, columns, spotOf),
    nowhere: shelve(parts.nowhere, columns, spotOf),
    undated: Uint32Array.from(parts.undated),
  };
}

function shelve(rows: number[], columns: IncidentColumns, spotOf: Int32Array): Shelf {
  const firsts = columns.first as number[];
  const row = Uint32Array.from(rows).sort((one, two) => (firsts[one] ?? 0) - (firsts[two] ?? 0) || one - two);
  const shelf: Shelf = {
    first: new Int32Array(row.length),
    last: new Int32Array(row.length),
    spot: new Int32Array(row.length),
    family: new Uint8Array(row.length),
    row,
  };
  for (let at = 0; at < row.length; at++) {
    const from = row[at]!;
    shelf.first[at] = columns.first[from] ?? 0;
    shelf.last[at] = Math.max(columns.last[from] ?? columns.first[from] ?? 0, shelf.first[at]!);
    shelf.spot[at] = spotOf[from]!;
    shelf.family[at] = familyOf(columns.type[from] ?? '');
  }
  return shelf;
}

/** Collects spots while rows go by. */
class SpotTable {
  private readonly at = new Map<string, number>();
  private readonly lat: number[] = [];
  private readonly lon: number[] = [];
  private readonly exactness: number[] = [];
  private readonly place: string[] = [];
  private readonly total: number[] = [];

  find(place: string, exactness: number, lat: number, lon: number): number {
    const key = `${exactness} ${lat} ${lon}`;
    let spot = this.at.get(key);
    if (spot === undefined) {
      spot = this.lat.length;
      this.at.set(key, spot);
      this.lat.push(lat);
      this.lon.push(lon);
      this.exactness.push(exactness);
      this.place.push(place);
      this.total.push(0);
    }
    this.total[spot]!++;
    return spot;
  }

  close(): Spots {
    const size = this.lat.length;
    const x = new Float64Array(size);
    const y = new Float64Array(size);
    for (let spot = 0; spot < size; spot++) [x[spot], y[spot]] = project(this.lon[spot]!, this.lat[spot]!);
    const total = Uint32Array.from(this.total);
    const rank = Uint32Array.from(total, (_, at) => at).sort((one, two) => total[two]! - total[one]! || one - two);
    return { size, x, y, lat: Float64Array.from(this.lat), exactness: Uint8Array.from(this.exactness), place: this.place, total, rank };
  }
}

/** The first place in a sorted array whose value is at least `value`. */
export function lowerBound(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many incidents of a window are at each spot: surely in it, and perhaps (their days reach out of it). */
export interface Tally {
  sure: Uint32Array;
  perhaps: Uint32Array;
  /** By spot and family: `families[spot * FAMILIES.length + family]`. */
  families: Uint32Array;
  drawn: number;
  /** In the window, but dated to a month or worse; placed by country only; and with no day at all. */
  vague: number;
  nowhere: number;
  undated: number;
}

/** An empty tally, to be filled over and over. */
export function newTally(index: IncidentIndex): Tally {
  const size = index.spots.size;
  return {
    sure: new Uint32Array(size),
    perhaps: new Uint32Array(size),
    families: new Uint32Array(size * FAMILIES.length),
    drawn: 0,
    vague: 0,
    nowhere: 0,
    undated: 0,
  };
}

/** Count a window into `tally`. */
export function tallyWindow(index: IncidentIndex, span: Span, tally: Tally): Tally {
  tally.sure.fill(0);
  tally.perhaps.fill(0);
  tally.families.fill(0);
  tally.vague = 0;
  tally.nowhere = countWithin(index.nowhere, span);
  tally.undated = index.undated.length;
  tally.drawn = addShelf(index.brief, span, tally, lowerBound(index.brief.first, span.from - VAGUE), false);
  tally.drawn += addShelf(index.vague, span, tally, 0, true);
  return tally;
}

function addShelf(shelf: Shelf, span: Span, tally: Tally, start: number, whole: boolean): number {
  const { first, last, spot, family } = shelf;
  const stop = lowerBound(first, span.to + 1);
  const width = FAMILIES.length;
  let drawn = 0;
  for (let at = start; at < stop; at++) {
    if (last[at]! < span.from) continue;
    const sure = first[at]! >= span.from && last[at]! <= span.to;
    if (!sure && whole) {
      tally.vague++;
      continue;
    }
    const where = spot[at]!;
    if (sure) tally.sure[where]!++;
    else tally.perhaps[where]!++;
    tally.families[where * width + family[at]!]!++;
    drawn++;
  }
  return drawn;
}

function countWithin(shelf: Shelf, span: Span): number {
  const stop = lowerBound(shelf.first, span.to + 1);
  let count = 0;
  for (let at = 0; at < stop; at++) if (shelf.last[at]! >= span.from) count++;
  return count;
}

/** Rows of the form that a window holds at these spots (or, with none given, those placed by country only). */
export function rowsWithin(index: IncidentIndex, span: Span, spots: ReadonlySet<number> | null): number[] {
  const rows: number[] = [];
  for (const shelf of spots ? [index.brief, index.vague] : [index.nowhere]) {
    const stop = lowerBound(shelf.first, span.to + 1);
    for (let at = 0; at < stop; at++) {
      if (shelf.last[at]! < span.from) continue;
      if (spots && !spots.has(shelf.spot[at]!)) continue;
      if (shelf === index.vague && !(shelf.first[at]! >= span.from && shelf.last[at]! <= span.to)) continue;
      rows.push(shelf.row[at]!);
    }
  }
  return rows;
}
