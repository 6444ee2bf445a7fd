// The base of the map from world-atlas: land, borders, those in dispute, and where countries' names go.
// In: the TopoJSON of Natural Earth 1:50m, and the list of disputed boundaries. Out: lines on the world's square, cut into
// pieces with a box each, so that a drawing skips what is out of view. It holds no line that the atlas does not have.
import { geoArea, geoCentroid } from 'd3-geo';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, MultiPolygon as TopoMultiPolygon, Topology } from 'topojson-specification';
import type { Feature, MultiPolygon, Polygon, Position } from 'geojson';
import disputed from '../data/disputed.json';
import { project } from './mercator';

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;

/** Points in a piece of a line; enough to skip fast, few enough to skip much. */
const PIECE = 48;

/** Lines on the square, all in one array. Line i has the pieces from `lines[i]` to before `lines[i + 1]`. */
export interface Lines {
  points: Float64Array;
  lines: Int32Array;
  /** Piece p has the points from `pieces[p]` to `pieces[p + 1]`, that one too if the line goes on. */
  pieces: Int32Array;
  /** West, north, east, south of each piece. */
  boxes: Float64Array;
}

export interface CountryName {
  name: string;
  x: number;
  y: number;
  /** Side of the square that has the country's area, on the world's square. */
  reach: number;
}

export interface World {
  land: Lines;
  coast: Lines;
  borders: Lines;
  disputed: Lines;
  names: CountryName[];
}

/** The parts of a pair's line that are dashed; no box: all of it. */
interface Pair {
  between: [string, string];
  boxes: number[][];
}

const PAIRS: Pair[] = [];
for (const one of disputed.boundaries) {
  const between = one.between as [string, string];
  const boxes = 'box' in one && one.box ? [one.box] : [];
  const known = PAIRS.find((pair) => joins(pair.between, ...between));
  if (known) known.boxes.push(...boxes);
  else PAIRS.push({ between, boxes });
}

/** The areas' names written out where the atlas cuts them short. */
const WRITTEN_OUT: Record<string, string> = {
  'Dem. Rep. Congo': 'DR Congo',
  'Central African Rep.': 'Central African Republic',
  'Bosnia and Herz.': 'Bosnia and Herzegovina',
  'Dominican Rep.': 'Dominican Republic',
  'Eq. Guinea': 'Equatorial Guinea',
  'S. Sudan': 'South Sudan',
  'W. Sahara': 'Western Sahara',
  'N. Cyprus': 'Northern Cyprus',
  'United States of America': 'United States',
};
const UNNAMED = new Set(['Siachen Glacier', 'Antarctica']);

/** Make the base from the atlas. */
export function buildWorld(topology: unknown): World {
  const atlas = topology as Atlas;
  const countries = feature(atlas, atlas.objects.countries).features as Feature<Polygon | MultiPolygon, { name: string }>[];
  const land = feature(atlas, atlas.objects.land as unknown as TopoMultiPolygon) as unknown as Feature<MultiPolygon> | { features: Feature<MultiPolygon>[] };
  const rings = ('features' in land ? land.features : [land]).flatMap((one) => polygonsOf(one.geometry).flat());
  const inPair = (one: unknown, other: unknown) => PAIRS.some((pair) => joins(pair.between, nameOf(one), nameOf(other)));
  const agreed = mesh(atlas, atlas.objects.countries, (one, other) => one !== other && !inPair(one, other)).coordinates;
  const parts = PAIRS.flatMap((pair) => borderBetween(atlas, pair.between).map((line) => splitAll(line, pair.boxes)));
  return {
    land: layLines(rings),
    coast: layLines(rings.flatMap(withoutSeam)),
    borders: layLines([...agreed, ...parts.flatMap((part) => part.outside)]),
    disputed: layLines(parts.flatMap((part) => part.inside)),
    names: countries.filter((one) => !UNNAMED.has(one.properties.name)).map(placeName),
  };
}

function polygonsOf(geometry: Polygon | MultiPolygon): Position[][][] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function nameOf(area: unknown): string {
  return (area as { properties?: { name?: string } }).properties?.name ?? '';
}

function joins([one, other]: [string, string], left: string, right: string): boolean {
  return (one === left && other === right) || (one === right && other === left);
}

function borderBetween(atlas: Atlas, between: [string, string]): Position[][] {
  return mesh(atlas, atlas.objects.countries, (one, other) => one !== other && joins(between, nameOf(one), nameOf(other))).coordinates;
}

/** Cut a line where it enters or leaves a box. */
export function split(line: Position[], box: number[]): { inside: Position[][]; outside: Position[][] } {
  const [west, south, east, north] = box as [number, number, number, number];
  const parts: { inside: Position[][]; outside: Position[][] } = { inside: [], outside: [] };
  let run: Position[] = [];
  let within: boolean | null = null;
  for (let at = 1; at < line.length; at++) {
    const [from, to] = [line[at - 1]!, line[at]!];
    const [x, y] = [(from[0]! + to[0]!) / 2, (from[1]! + to[1]!) / 2];
    const here = x >= west && x <= east && y >= south && y <= north;
    if (here !== within) {
      if (run.length) parts[within ? 'inside' : 'outside'].push(run);
      run = [from];
      within = here;
    }
    run.push(to);
  }
  if (run.length) parts[within ? 'inside' : 'outside'].push(run);
  return parts;
}

/** The same for several boxes; without any, all of it is inside. */
function splitAll(line: Position[], boxes: number[][]): { inside: Position[][]; outside: Position[][] } {
  if (!boxes.length) return { inside: [line], outside: [] };
  let outside = [line];
  const inside: Position[][] = [];
  for (const box of boxes) {
    const cut = outside.map((one) => split(one, box));
    inside.push(...cut.flatMap((part) => part.inside));
    outside = cut.flatMap((part) => part.outside);
  }
  return { inside, outside };
}

/** A ring without the seams that the atlas cuts along the 180th meridian and at the pole. */
function withoutSeam(ring: Position[]): Position[][] {
  const parts: Position[][] = [];
  let run: Position[] = [];
  const seam = (point: Position) => Math.abs(point[0]!) > 179.99 || point[1]! < -85;
  ring.forEach((point, at) => {
    const before = ring[at - 1];
    if (before && seam(before) && seam(point)) {
      if (run.length > 1) parts.push(run);
      run = [];
    }
    run.push(point);
  });
  if (run.length > 1) parts.push(run);
  return parts;
}

function placeName(country: Feature<Polygon | MultiPolygon, { name: string }>): CountryName {
  const largest = polygonsOf(country.geometry)
    .map((coordinates) => ({ type: 'Polygon', coordinates }) as Polygon)
    .map((polygon) => ({ polygon, area: geoArea(polygon) }))
    .sort((one, two) => two.area - one.area)[0]!;
  const [lon, lat] = geoCentroid(largest.polygon);
  const [x, y] = project(lon, lat);
  const name = country.properties.name;
  return { name: WRITTEN_OUT[name] ?? name, x, y, reach: Math.sqrt(largest.area) / (2 * Math.PI) / Math.cos((lat * Math.PI) / 180) };
}

/** Project lines and cut them into pieces. */
export function layLines(lines: Position[][]): Lines {
  const size = lines.reduce((sum, line) => sum + line.length, 0);
  const points = new Float64Array(size * 2);
  const starts: number[] = [];
  const pieces: number[] = [];
  const boxes: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(pieces.length);
    const begin = at;
    for (const point of line) {
      [points[at * 2], points[at * 2 + 1]] = project(point[0]!, point[1]!);
      at++;
    }
    for (let from = begin; from < at - 1 || from === begin; from += PIECE) {
      pieces.push(from);
      boxes.push(...boxOf(points, from, Math.min(from + PIECE, at - 1)));
    }
  }
  starts.push(pieces.length);
  pieces.push(at);
  return { points, lines: Int32Array.from(starts), pieces: Int32Array.from(pieces), boxes: Float64Array.from(boxes) };
}

function boxOf(points: Float64Array, from: number, to: number): [number, number, number, number] {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = from; at <= to; at++) {
    const [x, y] = [points[at * 2]!, points[at * 2 + 1]!];
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  return [west, north, east, south];
}
