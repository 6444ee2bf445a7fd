// Draws what is known: bubbles of incidents and signs of control, each with how exactly, how surely and how lately it is known.
// In: a scene (indexes, the state of a day, a view). Out: ink, and the marks that a pointer can hit.
// It draws no line of a front and fills no area: a sign stands for a place, and nothing stands between places.
import { radiusOf, type Bubbles, type Clusters } from './clusters';
import { CONTESTED, FADES, fadeStep, TINTS, tintStep, UNKNOWN, type ControlIndex, type ControlState } from './control';
import { AREA, NEAR, NOWHERE, type IncidentIndex } from './incidents';
import { blend, fade, type Ink } from './ink';
import { LabelSpace } from './labels';
import { metresPerPixel, zoomOf, type View } from './mercator';
import type { Pen } from './pen';

export interface Scene {
  view: View;
  ink: Ink;
  control: { index: ControlIndex; state: ControlState; colours: string[] } | null;
  incidents: { index: IncidentIndex; clusters: Clusters; bubbles: Bubbles } | null;
  /** Key of the place that is open, and of the one under the pointer. */
  chosen: string | null;
  nameOf: (place: string) => string;
}

/** What can be hit: control of a place (`id` in the control index), or a cluster of incidents. */
export interface Mark {
  kind: 'control' | 'incidents';
  id: number;
  x: number;
  y: number;
  r: number;
}

/** Within this, UCDP counts a place as near (its precision 2). */
export const NEAR_METRES = 25_000;

/** Draw all signs; returns the marks, those drawn last at the end. */
export function drawSigns(pen: Pen, scene: Scene, labels = new LabelSpace()): Mark[] {
  const marks: Mark[] = [];
  pen.setLineDash([]);
  pen.lineCap = 'butt';
  if (scene.incidents) drawBubbles(pen, scene, marks, labels);
  if (scene.control) drawControl(pen, scene, marks);
  drawChosen(pen, scene, marks);
  drawNames(pen, scene, marks, labels);
  pen.globalAlpha = 1;
  return marks;
}

/** Radius of a sign of control at a zoom. */
export function dotRadius(k: number): number {
  const zoom = zoomOf(k);
  return zoom < 5 ? 3.6 : zoom < 6.5 ? 4.6 : zoom < 8.5 ? 5.8 : 7;
}

function drawBubbles(pen: Pen, scene: Scene, marks: Mark[], labels: LabelSpace): void {
  const counts: [number, number, number, number][] = [];
  const { view, ink } = scene;
  const { index, clusters, bubbles } = scene.incidents!;
  const { spots } = index;
  const least = scene.control ? dotRadius(view.k) + 2.6 : 0;
  for (let cluster = 0; cluster < bubbles.size; cluster++) {
    const only = bubbles.only[cluster]!;
    if (only === -1) continue;
    const spot = only >= 0 ? only : clusters.anchor[cluster]!;
    const x = spots.x[spot]! * view.k + view.x;
    const y = spots.y[spot]! * view.k + view.y;
    const count = bubbles.sure[cluster]! + bubbles.perhaps[cluster]!;
    const area = spots.exactness[spot] === AREA;
    const r = Math.max(radiusOf(count), least, area ? 7 : 0);
    if (x < -r || y < -r || x > view.width + r || y > view.height + r) continue;
    const colour = ink.families[bubbles.family[cluster]!] ?? ink.text;
    if (area) drawAreaSign(pen, x, y, r, colour);
    else {
      if (only >= 0 && spots.exactness[spot] === NEAR) drawNear(pen, view, spots.lat[spot]!, x, y, r, colour);
      drawBubble(pen, x, y, r, bubbles.sure[cluster]! / count, colour, ink);
    }
    if (count > 1 && (r >= 9 || area)) counts.push([x, y, r, count]);
    marks.push({ kind: 'incidents', id: cluster, x, y, r: Math.max(r, 6) });
  }
  // Figures last, the greatest first, and none over another.
  counts.sort((one, two) => two[3] - one[3]);
  for (const [x, y, r, count] of counts) drawCount(pen, x, y, r, count, scene, labels);
}

/** Pale: all that may be in these days. Darker, within it: what surely is. */
export function drawBubble(pen: Pen, x: number, y: number, r: number, sure: number, colour: string, ink: Ink): void {
  circle(pen, x, y, r);
  pen.fillStyle = fade(colour, ink.dark ? 0.22 : 0.16);
  pen.fill();
  if (sure > 0) {
    circle(pen, x, y, r * Math.sqrt(sure));
    pen.fillStyle = fade(colour, ink.dark ? 0.42 : 0.34);
    pen.fill();
  }
  pen.lineWidth = 1.25;
  pen.strokeStyle = fade(colour, sure > 0 ? 0.95 : 0.6);
  circle(pen, x, y, r);
  pen.stroke();
}

/** A centre, marked as one: hollow, dashed, a cross in the middle. */
export function drawAreaSign(pen: Pen, x: number, y: number, r: number, colour: string): void {
  pen.setLineDash([3, 2.5]);
  pen.lineWidth = 1.3;
  pen.strokeStyle = fade(colour, 0.9);
  circle(pen, x, y, r);
  pen.stroke();
  pen.setLineDash([]);
  if (r < 9) cross(pen, x, y, 2, colour);
}

function drawNear(pen: Pen, view: View, lat: number, x: number, y: number, r: number, colour: string): void {
  const reach = NEAR_METRES / metresPerPixel(view.k, lat);
  if (reach > r + 3 && reach < 4000) drawNearSign(pen, x, y, reach, colour);
}

/** The circle within which it happened, or the place lies. */
export function drawNearSign(pen: Pen, x: number, y: number, reach: number, colour: string): void {
  circle(pen, x, y, reach);
  pen.fillStyle = fade(colour, 0.05);
  pen.fill();
  pen.lineWidth = 1;
  pen.strokeStyle = fade(colour, 0.5);
  pen.stroke();
}

function drawCount(pen: Pen, x: number, y: number, r: number, count: number, scene: Scene, labels: LabelSpace): void {
  const { ink } = scene;
  const aside = scene.control !== null;
  pen.font = `600 ${r > 18 && !aside ? 12 : 10.5}px ${ink.sans}`;
  pen.textAlign = aside ? 'left' : 'center';
  pen.textBaseline = 'middle';
  const at: [number, number] = aside ? [x + r * 0.72 + 1, y - r * 0.72 - 2] : [x, y + 0.5];
  const width = pen.measureText(shorten(count)).width;
  if (!labels.take(aside ? at[0] : at[0] - width / 2, at[1] - 6, width, 12)) return;
  pen.lineWidth = 2.6;
  pen.strokeStyle = ink.halo;
  pen.globalAlpha = 0.85;
  pen.strokeText(shorten(count), ...at);
  pen.globalAlpha = 1;
  pen.fillStyle = ink.text;
  pen.fillText(shorten(count), ...at);
}

/** "987", "1.2k". */
export function shorten(count: number): string {
  return count < 1000 ? String(count) : count < 10_000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
}

function drawControl(pen: Pen, scene: Scene, marks: Mark[]): void {
  const { view } = scene;
  const { index, state } = scene.control!;
  const r = dotRadius(view.k);
  // Those that say least first, so that what is known lies on top.
  for (const known of [false, true]) {
    for (let place = 0; place < index.size; place++) {
      const holder = state.holder[place]!;
      if (holder < 0 || index.exactness[place] === NOWHERE) continue;
      if ((index.holders[holder]?.key !== UNKNOWN) !== known) continue;
      const x = index.x[place]! * view.k + view.x;
      const y = index.y[place]! * view.k + view.y;
      if (x < -20 || y < -20 || x > view.width + 20 || y > view.height + 20) continue;
      drawHolder(pen, scene, place, x, y, r);
      marks.push({ kind: 'control', id: place, x, y, r: r + 2 });
    }
  }
}

function drawHolder(pen: Pen, scene: Scene, place: number, x: number, y: number, r: number): void {
  const { view, ink } = scene;
  const { index } = scene.control!;
  const look = lookOf(scene.control!, place, ink);
  if (index.exactness[place] === NEAR) drawNear(pen, view, index.lat[place]!, x, y, r, look.kind === 'held' ? look.colour : ink.unknown);
  drawHolderSign(pen, ink, look, x, y, r);
}

/** How the state of a place is shown. */
export function lookOf({ index, state, colours }: NonNullable<Scene['control']>, place: number, ink: Ink): HolderLook {
  const holder = state.holder[place]!;
  const key = index.holders[holder]?.key ?? UNKNOWN;
  return {
    kind: key === UNKNOWN ? 'unknown' : key === CONTESTED ? 'contested' : 'held',
    area: index.exactness[place] === AREA,
    colour: colours[holder] ?? ink.unknown,
    tint: tintStep(state.probability[place]!),
    age: fadeStep(state.age[place]!),
  };
}

export interface HolderLook {
  kind: 'held' | 'contested' | 'unknown';
  area: boolean;
  colour: string;
  tint: number;
  age: number;
}

/** The sign of who holds a place; the legend draws with it too. */
export function drawHolderSign(pen: Pen, ink: Ink, look: HolderLook, x: number, y: number, r: number): void {
  const opacity = look.kind === 'unknown' ? 0.8 : FADES[look.age]!;
  const colour = look.kind === 'held' ? blend(look.colour, ink.land, TINTS[look.tint]!) : look.kind === 'contested' ? ink.contested : ink.unknown;
  const edge = look.kind === 'held' ? blend(look.colour, ink.text, 0.82) : colour;
  circle(pen, x, y, r + 1.4);
  pen.fillStyle = fade(ink.halo, look.area ? 0.55 : 0.9);
  pen.fill();
  pen.globalAlpha = opacity;
  if (look.kind === 'contested') hatch(pen, x, y, r, colour);
  else if (look.kind === 'held' && !look.area) {
    circle(pen, x, y, r);
    pen.fillStyle = colour;
    pen.fill();
  }
  if (look.area) {
    cross(pen, x, y, Math.max(1.8, r * 0.4), colour);
    pen.setLineDash([2.5, 2]);
  }
  pen.strokeStyle = look.area && look.kind === 'held' ? colour : edge;
  pen.lineWidth = look.area && look.kind === 'held' ? 2 : 1.1;
  circle(pen, x, y, look.area ? r + 1 : r);
  pen.stroke();
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

/** Slanted lines within a circle. */
export function hatch(pen: Pen, x: number, y: number, r: number, colour: string): void {
  pen.beginPath();
  const step = r < 5 ? 2.2 : 2.8;
  for (let off = -Math.floor(r / step) * step; off <= r; off += step) {
    const half = Math.sqrt(Math.max(0, r * r - off * off));
    const [dx, dy] = [Math.SQRT1_2, -Math.SQRT1_2];
    const [cx, cy] = [x + off * Math.SQRT1_2, y + off * Math.SQRT1_2];
    pen.moveTo(cx - dx * half, cy - dy * half);
    pen.lineTo(cx + dx * half, cy + dy * half);
  }
  pen.strokeStyle = colour;
  pen.lineWidth = 1.1;
  pen.stroke();
}

function circle(pen: Pen, x: number, y: number, r: number): void {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
}

function cross(pen: Pen, x: number, y: number, arm: number, colour: string): void {
  pen.beginPath();
  pen.moveTo(x - arm, y);
  pen.lineTo(x + arm, y);
  pen.moveTo(x, y - arm);
  pen.lineTo(x, y + arm);
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.stroke();
}

function drawChosen(pen: Pen, scene: Scene, marks: Mark[]): void {
  if (!scene.chosen) return;
  const mark = marks.findLast((one) => placeOf(scene, one) === scene.chosen);
  if (!mark) return;
  pen.setLineDash([]);
  for (const [width, colour] of [[4.5, scene.ink.halo], [2.2, scene.ink.accent]] as const) {
    circle(pen, mark.x, mark.y, mark.r + 3.5);
    pen.lineWidth = width;
    pen.strokeStyle = colour;
    pen.stroke();
  }
}

/** Key of the place that a mark stands for; null where it stands for several. */
export function placeOf(scene: Scene, mark: Mark): string | null {
  if (mark.kind === 'control') return scene.control?.index.key[mark.id] ?? null;
  const only = scene.incidents?.bubbles.only[mark.id] ?? -2;
  return only >= 0 ? scene.incidents!.index.spots.place[only]! : null;
}

/** Names beside the signs that most is told of, as many as there is room for. */
function drawNames(pen: Pen, scene: Scene, marks: Mark[], labels: LabelSpace): void {
  const { ink, view } = scene;
  const most = Math.min(70, Math.round((view.width * view.height) / 16_000));
  const wanted = marks
    .map((mark) => ({ mark, place: placeOf(scene, mark) ?? anchorOf(scene, mark), weight: weightOf(scene, mark) }))
    .filter(({ place }) => place !== null)
    .sort((one, two) => two.weight - one.weight);
  const named = new Set<string>();
  for (const { mark } of wanted.slice(0, 400)) if (mark.kind === 'control') labels.block(mark.x - 3, mark.y - 3, 6, 6);
  pen.font = `500 11.5px ${ink.sans}`;
  pen.textBaseline = 'middle';
  pen.textAlign = 'left';
  pen.setLineDash([]);
  for (const { mark, place } of wanted) {
    if (named.size >= most) break;
    if (place === null || named.has(place)) continue;
    const text = scene.nameOf(place);
    if (!text) continue;
    const width = pen.measureText(text).width;
    const spot = [mark.x + mark.r + 3, mark.x - mark.r - 3 - width].find((left) => labels.take(left - 1, mark.y - 7, width + 2, 14));
    if (spot === undefined) continue;
    named.add(place);
    pen.strokeStyle = ink.halo;
    pen.lineWidth = 3;
    pen.globalAlpha = 0.85;
    pen.strokeText(text, spot, mark.y);
    pen.globalAlpha = 1;
    pen.fillStyle = place === scene.chosen ? ink.accent : ink.text;
    pen.fillText(text, spot, mark.y);
  }
}

function anchorOf(scene: Scene, mark: Mark): string | null {
  if (mark.kind !== 'incidents' || !scene.incidents) return null;
  return scene.incidents.index.spots.place[scene.incidents.clusters.anchor[mark.id]!] ?? null;
}

function weightOf(scene: Scene, mark: Mark): number {
  if (mark.kind === 'control') {
    const { index, state } = scene.control!;
    const known = index.holders[state.holder[mark.id]!]?.key !== UNKNOWN;
    return index.weight[mark.id]! * (known ? 2 : 1);
  }
  return (scene.incidents!.bubbles.sure[mark.id]! + scene.incidents!.bubbles.perhaps[mark.id]!) * 1.5;
}

/** The mark under a pointer: the topmost of those it is within, else the nearest within a finger's reach. */
export function findMark(marks: readonly Mark[], x: number, y: number, slack = 4): Mark | null {
  let best: Mark | null = null;
  let least = Infinity;
  for (let at = marks.length - 1; at >= 0; at--) {
    const mark = marks[at]!;
    const away = Math.hypot(mark.x - x, mark.y - y);
    if (away <= mark.r + slack) {
      // A dot of control lies within a bubble: the smaller of two signs is the one that was meant.
      const rank = away <= mark.r ? mark.r / 1000 : 1 + away;
      if (rank < least) {
        least = rank;
        best = mark;
      }
    }
  }
  return best;
}
