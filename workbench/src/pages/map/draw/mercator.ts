// The plane of the map: the world as a square of side 1 (Web Mercator), and the view onto it.
// In: degrees. Out: the square's x and y, and pixels. Latitudes beyond the square are moved to its edge.
import { geoMercatorRaw } from 'd3-geo';

const TURN = Math.PI / 180;
/** Where Web Mercator ends. */
export const EDGE = 85.0511287798;
const EQUATOR = 40_075_016.686;

/** How the square is shown: `screen = world * k + (x, y)`, as a d3-zoom transform has it. */
export interface View {
  k: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Longitude and latitude to the square. */
export function project(lon: number, lat: number): [number, number] {
  const [x, y] = geoMercatorRaw(lon * TURN, Math.max(-EDGE, Math.min(EDGE, lat)) * TURN);
  return [x / (2 * Math.PI) + 0.5, 0.5 - y / (2 * Math.PI)];
}

/** The square to longitude and latitude. */
export function unproject(x: number, y: number): [number, number] {
  const point = geoMercatorRaw.invert?.((x - 0.5) * 2 * Math.PI, (0.5 - y) * 2 * Math.PI) ?? [0, 0];
  return [point[0] / TURN, point[1] / TURN];
}

/** Zoom as tiles count it: 0 shows the world on 256 pixels. */
export function zoomOf(k: number): number {
  return Math.log2(k / 256);
}

/** Pixels of the world's side at a zoom. */
export function scaleOf(zoom: number): number {
  return 256 * 2 ** zoom;
}

/** Metres that a pixel spans at a latitude. */
export function metresPerPixel(k: number, lat: number): number {
  return (EQUATOR * Math.cos(lat * TURN)) / k;
}

/** The view's middle as "zoom/lat/lon", short enough for an address. */
export function sayView(view: View): string {
  const [lon, lat] = unproject((view.width / 2 - view.x) / view.k, (view.height / 2 - view.y) / view.k);
  const zoom = zoomOf(view.k);
  const places = zoom > 9 ? 4 : zoom > 5 ? 3 : 2;
  return `${zoom.toFixed(2)}/${lat.toFixed(places)}/${lon.toFixed(places)}`;
}

/** What `sayView` said; null where the text is something else. */
export function readView(text: string | null | undefined, width: number, height: number): View | null {
  const parts = (text ?? '').split('/').map(Number);
  const [zoom, lat, lon] = parts;
  if (parts.length !== 3 || zoom === undefined || lat === undefined || lon === undefined || parts.some((part) => !Number.isFinite(part))) {
    return null;
  }
  if (zoom < 0 || zoom > 16 || Math.abs(lat) > EDGE || Math.abs(lon) > 180) return null;
  const k = scaleOf(zoom);
  const [x, y] = project(lon, lat);
  return { k, x: width / 2 - x * k, y: height / 2 - y * k, width, height };
}

/** The view that shows all of these points of the square, with a margin; the whole world where there are none. */
export function fitView(xs: ArrayLike<number>, ys: ArrayLike<number>, width: number, height: number, most = 9): View {
  const [west, east] = middlePart(xs);
  const [north, south] = middlePart(ys);
  if (!(east >= west)) return fitBox(0.02, 0.2, 0.98, 0.72, width, height, most);
  return fitBox(west, north, east, south, width, height, most);
}

function fitBox(west: number, north: number, east: number, south: number, width: number, height: number, most: number): View {
  const margin = 0.86;
  const k = Math.min((width * margin) / Math.max(east - west, 1e-9), (height * margin) / Math.max(south - north, 1e-9), scaleOf(most));
  return { k, x: width / 2 - ((west + east) / 2) * k, y: height / 2 - ((north + south) / 2) * k, width, height };
}

/** The bounds of the middle 92 of 100: a stray place on another continent shall not make the war a speck. */
function middlePart(values: ArrayLike<number>): [number, number] {
  const sorted = Float64Array.from(values).sort();
  const cut = sorted.length < 20 ? 0 : Math.floor(sorted.length * 0.04);
  return [sorted[cut] ?? Infinity, sorted[sorted.length - 1 - cut] ?? -Infinity];
}
