// What is drawn of the network: lines between spots, each with its bend, and who is lit. The canvas and the SVG share it.
import type { BondForm, NetworkForm } from '../../api/types';
import type { Spot } from './layout';
import { DRAWN, idOf, widthOf } from './ties';

export interface Line {
  bond: BondForm;
  id: string;
  a: Spot;
  b: Spot;
  /** How far to the side its middle lies: bonds of one pair fan out. */
  bend: number;
  width: number;
}
export interface Dot {
  spot: Spot;
  name: string;
  weight: number;
  camp: number | null;
  colour: string;
}
export interface Scene {
  dots: Dot[];
  lines: Line[];
}
/** Where a line runs, its ends at the rims of the spots. */
export interface Course {
  x1: number;
  y1: number;
  cx: number;
  cy: number;
  x2: number;
  y2: number;
  mx: number;
  my: number;
  /** The way it goes at its end, and at its middle. */
  end: number;
  mid: number;
}

/** Bonds of the ties that are asked for, between spots that have a place. */
export function sceneOf(form: NetworkForm, spots: ReadonlyMap<string, Spot>, colour: (key: string) => string): Scene {
  const pairs = new Map<string, BondForm[]>();
  for (const bond of form.bonds) {
    const pair = [bond.first, bond.second].sort().join(' ');
    const held = pairs.get(pair);
    if (held) held.push(bond);
    else pairs.set(pair, [bond]);
  }
  const lines = [...pairs.values()].flatMap((bonds) =>
    bonds.flatMap((bond, at) => {
      const a = spots.get(bond.first);
      const b = spots.get(bond.second);
      if (!a || !b || a === b) return [];
      const side = bond.first < bond.second ? 1 : -1;
      return [{ bond, id: idOf(bond), a, b, bend: (at - (bonds.length - 1) / 2) * 26 * side, width: widthOf(bond.sources) }];
    }),
  );
  lines.sort((one, two) => one.width - two.width);
  const dots = form.nodes.flatMap((node) => {
    const spot = spots.get(node.key);
    return spot ? [{ spot, name: node.name, weight: node.weight, camp: node.camp ?? null, colour: colour(node.key) }] : [];
  });
  return { dots, lines };
}

export function courseOf(line: Line): Course {
  const { a, b } = line;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const far = Math.hypot(dx, dy) || 1;
  const nx = -dy / far;
  const ny = dx / far;
  const cx = (a.x + b.x) / 2 + nx * line.bend;
  const cy = (a.y + b.y) / 2 + ny * line.bend;
  const from = Math.atan2(cy - a.y, cx - a.x);
  const end = Math.atan2(b.y - cy, b.x - cx);
  const head = DRAWN[line.bond.tie].directed ? 4 : 0;
  const x1 = a.x + Math.cos(from) * a.r;
  const y1 = a.y + Math.sin(from) * a.r;
  const x2 = b.x - Math.cos(end) * (b.r + head);
  const y2 = b.y - Math.sin(end) * (b.r + head);
  return { x1, y1, cx, cy, x2, y2, mx: (x1 + 2 * cx + x2) / 4, my: (y1 + 2 * cy + y2) / 4, end, mid: Math.atan2(y2 - y1, x2 - x1) };
}

/** The dot under a point, the smaller one where two lie over each other; else the line within reach. */
export function hit(scene: Scene, x: number, y: number, reach: number): { dot: Dot | null; line: Line | null } {
  let dot: Dot | null = null;
  for (const one of scene.dots) {
    if (Math.hypot(one.spot.x - x, one.spot.y - y) <= one.spot.r + reach / 2 && (!dot || one.spot.r < dot.spot.r)) dot = one;
  }
  if (dot) return { dot, line: null };
  let line: Line | null = null;
  let best = reach;
  for (const one of scene.lines) {
    const away = awayFrom(one, x, y, best);
    if (away < best) {
      best = away;
      line = one;
    }
  }
  return { dot: null, line };
}

function awayFrom(line: Line, x: number, y: number, most: number): number {
  const pad = most + Math.abs(line.bend);
  if (x < Math.min(line.a.x, line.b.x) - pad || x > Math.max(line.a.x, line.b.x) + pad || y < Math.min(line.a.y, line.b.y) - pad || y > Math.max(line.a.y, line.b.y) + pad) return Infinity;
  const c = courseOf(line);
  let best = Infinity;
  let [px, py] = [c.x1, c.y1];
  for (let step = 1; step <= 8; step++) {
    const t = step / 8;
    const qx = (1 - t) * (1 - t) * c.x1 + 2 * (1 - t) * t * c.cx + t * t * c.x2;
    const qy = (1 - t) * (1 - t) * c.y1 + 2 * (1 - t) * t * c.cy + t * t * c.y2;
    best = Math.min(best, awayFromPiece(x, y, px, py, qx, qy));
    [px, py] = [qx, qy];
  }
  return best;
}

/** From a point to the nearest point of a straight piece. */
function awayFromPiece(x: number, y: number, px: number, py: number, qx: number, qy: number): number {
  const [dx, dy] = [qx - px, qy - py];
  const along = Math.max(0, Math.min(1, ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(px + along * dx - x, py + along * dy - y);
}

/** A hull around the spots of a camp, widened; null for fewer than three. */
export function hullOf(spots: readonly Spot[], wide = 16): { x: number; y: number }[] | null {
  if (spots.length < 3) return null;
  const points = spots.flatMap((spot) => Array.from({ length: 8 }, (_, at) => ({ x: spot.x + (spot.r + wide) * Math.cos((at * Math.PI) / 4), y: spot.y + (spot.r + wide) * Math.sin((at * Math.PI) / 4) })));
  points.sort((one, two) => one.x - two.x || one.y - two.y);
  const turn = (o: { x: number; y: number }, a: { x: number; y: number }, b: { x: number; y: number }): number => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);
  const half = (all: typeof points): typeof points => {
    const kept: typeof points = [];
    for (const point of all) {
      while (kept.length >= 2 && turn(kept.at(-2)!, kept.at(-1)!, point) <= 0) kept.pop();
      kept.push(point);
    }
    kept.pop();
    return kept;
  };
  return [...half(points), ...half(points.toReversed())];
}

/** Camps of the scene with three or more, each with its foremost actor, who gives it its name. */
export function campsOf(scene: Scene): { camp: number; dots: Dot[]; foremost: Dot }[] {
  const camps = new Map<number, Dot[]>();
  for (const dot of scene.dots) if (dot.camp !== null) camps.set(dot.camp, [...(camps.get(dot.camp) ?? []), dot]);
  return [...camps].flatMap(([camp, dots]) => {
    const foremost = [...dots].sort((one, two) => two.weight - one.weight)[0];
    return dots.length >= 3 && foremost ? [{ camp, dots, foremost }] : [];
  });
}
