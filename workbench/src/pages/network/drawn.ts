// The network as SVG of its own, for export: the same scene, with colours written into it.
import { solid } from '../../text/palette';
import type { View } from './paint';
import { campsOf, courseOf, hullOf, type Scene } from './scene';
import { DRAWN, TIES } from './ties';

const NS = 'http://www.w3.org/2000/svg';

function add(parent: Element, name: string, values: Record<string, string | number>, text = ''): SVGElement {
  const made = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
  if (text) made.textContent = text;
  parent.append(made);
  return made;
}

/** What is seen of the network, with a legend and a line of where it is from. */
export function drawnSvg(scene: Scene, view: View, size: { width: number; height: number }, caption: string): string {
  const { width, height } = size;
  const svg = document.createElementNS(NS, 'svg');
  for (const [key, value] of Object.entries({ xmlns: NS, width, height: height + 40, viewBox: `0 0 ${width} ${height + 40}`, 'font-family': 'Source Sans 3, system-ui, sans-serif' })) svg.setAttribute(key, String(value));
  const paper = solid('var(--paper)');
  const ink = solid('var(--ink)');
  add(svg, 'rect', { width, height: height + 40, fill: paper });
  const x = (at: number): number => (at - view.x) * view.zoom + width / 2;
  const y = (at: number): number => (at - view.y) * view.zoom + height / 2;
  for (const { camp, dots, foremost } of campsOf(scene)) {
    const hull = hullOf(dots.map((dot) => dot.spot));
    if (!hull) continue;
    add(svg, 'polygon', { points: hull.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' '), fill: ink, 'fill-opacity': 0.05, stroke: solid('var(--line-strong)'), 'stroke-dasharray': camp === 0 ? 'none' : '5 4' });
    const top = hull.reduce((one, two) => (two.y < one.y ? two : one));
    add(svg, 'text', { x: x(top.x), y: y(top.y) - 6, 'text-anchor': 'middle', 'font-size': 12, 'font-weight': 600, fill: ink }, `camp of ${foremost.name}`);
  }
  // As on the canvas: thousands are paler, thinner and without signs.
  const crowd = Math.min(1, 400 / Math.max(1, scene.lines.length));
  const fine = crowd === 1 ? 1 : Math.max(0.35, Math.min(1, view.zoom * 0.8));
  for (const line of scene.lines) {
    const c = courseOf(line);
    const drawn = DRAWN[line.bond.tie];
    const colour = solid(drawn.colour);
    const d = `M${x(c.x1).toFixed(1)} ${y(c.y1).toFixed(1)}Q${x(c.cx).toFixed(1)} ${y(c.cy).toFixed(1)} ${x(c.x2).toFixed(1)} ${y(c.y2).toFixed(1)}`;
    add(svg, 'path', { d, fill: 'none', stroke: colour, 'stroke-width': (line.width + (drawn.twofold ? 2.4 : 0)) * fine, 'stroke-dasharray': drawn.dash.join(' ') || 'none', 'stroke-opacity': 0.14 + 0.64 * crowd });
    if (drawn.twofold) add(svg, 'path', { d, fill: 'none', stroke: paper, 'stroke-width': Math.max(1.4, line.width * 0.5) * fine });
    if (fine < 0.6) continue;
    const size_ = 4.5 + line.width;
    if (line.bond.tie === 'fights') add(svg, 'path', { d: `M${-size_ * 0.5} ${-size_ * 0.5}l${size_} ${size_}m0 ${-size_}l${-size_} ${size_}`, transform: `translate(${x(c.mx).toFixed(1)} ${y(c.my).toFixed(1)})`, stroke: colour, 'stroke-width': 1.6, fill: 'none' });
    if (drawn.directed) add(svg, 'path', { d: line.bond.tie === 'backs' ? `M4 0L${-size_ * 1.3} ${-size_ * 0.65}V${size_ * 0.65}z` : `M4 0L${-size_} ${-size_ * 0.6}L${-size_ * 2.3} 0L${-size_} ${size_ * 0.6}z`, transform: `translate(${x(c.x2).toFixed(1)} ${y(c.y2).toFixed(1)}) rotate(${((c.end * 180) / Math.PI).toFixed(1)})`, fill: line.bond.tie === 'backs' ? colour : paper, stroke: colour });
  }
  for (const dot of scene.dots) {
    add(svg, 'circle', { cx: x(dot.spot.x), cy: y(dot.spot.y), r: dot.spot.r * view.zoom, fill: solid(dot.colour), stroke: paper, 'stroke-width': 1.5 });
  }
  for (const dot of scene.dots.slice(0, scene.dots.length > 300 ? 40 : 120)) {
    add(svg, 'text', { x: x(dot.spot.x), y: y(dot.spot.y) + dot.spot.r * view.zoom + 13, 'text-anchor': 'middle', 'font-size': 11.5, fill: ink, stroke: paper, 'stroke-width': 3, 'paint-order': 'stroke' }, dot.name);
  }
  let at = 12;
  for (const tie of TIES) {
    const drawn = DRAWN[tie];
    add(svg, 'line', { x1: at, x2: at + 28, y1: height + 22, y2: height + 22, stroke: solid(drawn.colour), 'stroke-width': drawn.twofold ? 5 : 2.5, 'stroke-dasharray': drawn.dash.join(' ') || 'none' });
    if (drawn.twofold) add(svg, 'line', { x1: at, x2: at + 28, y1: height + 22, y2: height + 22, stroke: paper, 'stroke-width': 2 });
    add(svg, 'text', { x: at + 34, y: height + 26, 'font-size': 12, fill: ink }, drawn.word);
    at += 44 + drawn.word.length * 7 + 12;
  }
  add(svg, 'text', { x: width - 12, y: height + 26, 'text-anchor': 'end', 'font-size': 12, fill: solid('var(--ink-3)') }, caption);
  return new XMLSerializer().serializeToString(svg);
}
