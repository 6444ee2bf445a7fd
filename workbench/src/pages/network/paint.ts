// The network on a canvas. In: a scene, the view, who is lit. Out: pixels; nothing is kept.
import { solid } from '../../text/palette';
import { campsOf, courseOf, hullOf, type Dot, type Line, type Scene } from './scene';
import { DRAWN, TIES, type Tie } from './ties';

export interface View {
  /** What lies in the middle, and how many pixels one unit takes. */
  x: number;
  y: number;
  zoom: number;
}
export interface Lit {
  /** Lit actors and lines; null: all. */
  keys: ReadonlySet<string> | null;
  lines: ReadonlySet<string> | null;
  /** The one under the pointer or chosen. */
  key: string;
  line: string;
}
interface Ink {
  tie: Record<Tie, string>;
  ink: string;
  ink2: string;
  paper: string;
  camp: string;
  /** A token's colour, looked up once a picture. */
  of: (token: string) => string;
}

function inks(): Ink {
  const seen = new Map<string, string>();
  const of = (token: string): string => {
    const known = seen.get(token) ?? solid(token);
    seen.set(token, known);
    return known;
  };
  return {
    of,
    tie: Object.fromEntries(TIES.map((tie) => [tie, solid(DRAWN[tie].colour)])) as Record<Tie, string>,
    ink: solid('var(--ink)'),
    ink2: solid('var(--ink-2)'),
    paper: solid('var(--paper)'),
    camp: solid('var(--line-strong)'),
  };
}

export function paint(pen: CanvasRenderingContext2D, size: { width: number; height: number; scale: number }, scene: Scene, view: View, lit: Lit): void {
  const ink = inks();
  pen.setTransform(size.scale, 0, 0, size.scale, 0, 0);
  pen.fillStyle = ink.paper;
  pen.fillRect(0, 0, size.width, size.height);
  pen.translate(size.width / 2, size.height / 2);
  pen.scale(view.zoom, view.zoom);
  pen.translate(-view.x, -view.y);
  const labels = camps(pen, scene, view, size, ink);
  // Where there are thousands, each is paler and thinner, and has its sign only from near: else all is one blot.
  const crowd = Math.min(1, 400 / Math.max(1, scene.lines.length));
  for (const line of scene.lines) {
    const on = !lit.lines || lit.lines.has(line.id);
    const bold = line.id === lit.line || Boolean(lit.lines && on);
    pen.globalAlpha = !on ? 0.07 * Math.sqrt(crowd) : bold ? 0.95 : 0.14 + 0.64 * crowd;
    stroke(pen, line, ink, view.zoom, line.id === lit.line ? 2 : 0, bold || crowd === 1 ? 1 : Math.max(0.35, Math.min(1, view.zoom * 0.8)));
  }
  for (const dot of scene.dots) {
    pen.globalAlpha = !lit.keys || lit.keys.has(dot.spot.key) ? 1 : 0.18;
    spot(pen, dot, ink, view.zoom, dot.spot.key === lit.key);
  }
  pen.globalAlpha = 1;
  names(pen, size, scene, view, lit, ink, labels);
}

interface Label {
  text: string;
  x: number;
  y: number;
}

/** Outlines of the camps; where each one's name belongs, on the screen. */
function camps(pen: CanvasRenderingContext2D, scene: Scene, view: View, size: { width: number; height: number }, ink: Ink): Label[] {
  const labels: Label[] = [];
  pen.lineWidth = 1.2 / view.zoom;
  pen.strokeStyle = ink.camp;
  for (const { camp, dots, foremost } of campsOf(scene)) {
    const hull = hullOf(dots.map((dot) => dot.spot));
    if (!hull) continue;
    pen.setLineDash(camp === 0 ? [] : [5 / view.zoom, 4 / view.zoom]);
    pen.beginPath();
    hull.forEach((point, at) => (at ? pen.lineTo(point.x, point.y) : pen.moveTo(point.x, point.y)));
    pen.closePath();
    pen.globalAlpha = 0.05;
    pen.fillStyle = ink.ink;
    pen.fill();
    pen.globalAlpha = 0.9;
    pen.stroke();
    const top = hull.reduce((one, two) => (two.y < one.y ? two : one));
    labels.push({ text: `camp of ${foremost.name}`, x: (top.x - view.x) * view.zoom + size.width / 2, y: (top.y - view.y) * view.zoom + size.height / 2 - 7 });
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
  return labels;
}

function stroke(pen: CanvasRenderingContext2D, line: Line, ink: Ink, zoom: number, more: number, fine: number): void {
  const drawn = DRAWN[line.bond.tie];
  const c = courseOf(line);
  const thin = fine / (fine < 1 ? zoom : Math.sqrt(zoom));
  const width = (line.width + more) * thin;
  pen.strokeStyle = pen.fillStyle = ink.tie[line.bond.tie];
  pen.setLineDash(drawn.dash.map((part) => part * thin));
  pen.beginPath();
  pen.moveTo(c.x1, c.y1);
  pen.quadraticCurveTo(c.cx, c.cy, c.x2, c.y2);
  if (drawn.twofold) {
    // One wide line with the paper drawn into it is two.
    pen.lineWidth = width + 2.4 * thin;
    pen.stroke();
    pen.strokeStyle = ink.paper;
    pen.lineWidth = Math.max(1.4 * thin, width * 0.5);
    pen.stroke();
    return;
  }
  pen.lineWidth = width;
  pen.stroke();
  pen.setLineDash([]);
  if (fine < 0.6) return;
  const size = (4.5 + line.width) * thin;
  if (line.bond.tie === 'fights') {
    pen.lineWidth = 1.6 * thin;
    const s = size * 0.6;
    pen.beginPath();
    for (const turn of [Math.PI / 4, -Math.PI / 4]) {
      const [dx, dy] = [Math.cos(c.mid + turn) * s, Math.sin(c.mid + turn) * s];
      pen.moveTo(c.mx - dx, c.my - dy);
      pen.lineTo(c.mx + dx, c.my + dy);
    }
    pen.stroke();
  } else if (drawn.directed) {
    const [ux, uy] = [Math.cos(c.end), Math.sin(c.end)];
    const tip = { x: c.x2 + ux * 4, y: c.y2 + uy * 4 };
    const foot = { x: tip.x - ux * size * 1.5, y: tip.y - uy * size * 1.5 };
    pen.beginPath();
    pen.moveTo(tip.x, tip.y);
    pen.lineTo(foot.x - uy * size * 0.65, foot.y + ux * size * 0.65);
    if (line.bond.tie === 'part-of') pen.lineTo(foot.x - ux * size * 1.5, foot.y - uy * size * 1.5);
    pen.lineTo(foot.x + uy * size * 0.65, foot.y - ux * size * 0.65);
    pen.closePath();
    if (line.bond.tie === 'part-of') {
      pen.fillStyle = ink.paper;
      pen.lineWidth = 1.3 * thin;
      pen.fill();
      pen.stroke();
    } else pen.fill();
  }
}

function spot(pen: CanvasRenderingContext2D, dot: Dot, ink: Ink, zoom: number, chosen: boolean): void {
  const { x, y, r } = dot.spot;
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.fillStyle = ink.of(dot.colour);
  pen.fill();
  pen.lineWidth = 1.5 / zoom;
  pen.strokeStyle = ink.paper;
  pen.stroke();
  if (dot.camp !== null && dot.camp < 2) {
    pen.setLineDash(dot.camp === 0 ? [] : [3 / zoom, 2 / zoom]);
    pen.strokeStyle = ink.ink2;
    pen.lineWidth = 1.2 / zoom;
    pen.beginPath();
    pen.arc(x, y, r + 2.2 / zoom, 0, 2 * Math.PI);
    pen.stroke();
    pen.setLineDash([]);
  }
  if (chosen) {
    pen.strokeStyle = ink.ink;
    pen.lineWidth = 2.4 / zoom;
    pen.beginPath();
    pen.arc(x, y, r + 5 / zoom, 0, 2 * Math.PI);
    pen.stroke();
  }
}

interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}
const meet = (one: Box, two: Box): boolean => one.x < two.x + two.w && two.x < one.x + one.w && one.y < two.y + two.h && two.y < one.y + one.h;
/** The middle of a text that stays within the picture. */
const inside = (x: number, w: number, width: number): number => Math.max(w / 2 + 4, Math.min(width - w / 2 - 4, x));

/** Names of the weightiest that find room. */
function names(pen: CanvasRenderingContext2D, size: { width: number; height: number }, scene: Scene, view: View, lit: Lit, ink: Ink, labels: readonly Label[]): void {
  pen.setTransform(pen.getTransform().a / view.zoom, 0, 0, pen.getTransform().d / view.zoom, 0, 0);
  pen.textAlign = 'center';
  pen.lineJoin = 'round';
  const taken: Box[] = [];
  pen.font = '650 12.5px "Source Sans 3 Variable", system-ui, sans-serif';
  for (const label of labels) {
    const w = pen.measureText(label.text).width;
    const box = { x: inside(label.x, w, size.width) - w / 2, y: Math.max(4, label.y - 11), w, h: 14 };
    if (taken.some((other) => meet(box, other))) continue;
    taken.push(box);
    pen.fillStyle = ink.ink2;
    pen.fillText(label.text, box.x + w / 2, box.y + 11);
  }
  // Among thousands the foremost only, more of them from near.
  const most = scene.dots.length > 300 ? Math.min(140, Math.round(30 * Math.max(1, view.zoom / 0.35))) : 140;
  const first = scene.dots.filter((dot) => dot.spot.key === lit.key);
  const rest = scene.dots.filter((dot) => dot.spot.key !== lit.key && (!lit.keys || lit.keys.has(dot.spot.key)));
  let drawn = 0;
  for (const dot of [...first, ...rest]) {
    const x = (dot.spot.x - view.x) * view.zoom + size.width / 2;
    const y = (dot.spot.y - view.y) * view.zoom + size.height / 2 + dot.spot.r * view.zoom + 13;
    if (x < 0 || x > size.width || y < 0 || y > size.height + 20) continue;
    const chosen = dot.spot.key === lit.key;
    pen.font = `${chosen ? 700 : 550} ${chosen ? 13 : 11.5}px "Source Sans 3 Variable", system-ui, sans-serif`;
    const text = dot.name.length > 34 && !chosen ? `${dot.name.slice(0, 33)}…` : dot.name;
    const w = pen.measureText(text).width + 6;
    const middle = inside(x, w, size.width);
    const box = { x: middle - w / 2, y: y - 11, w, h: 14 };
    if (!chosen && taken.some((other) => meet(box, other))) continue;
    taken.push(box);
    pen.strokeStyle = ink.paper;
    pen.lineWidth = 3.5;
    pen.strokeText(text, middle, y);
    pen.fillStyle = ink.ink;
    pen.fillText(text, middle, y);
    if (++drawn >= most && !lit.keys) break;
  }
}
