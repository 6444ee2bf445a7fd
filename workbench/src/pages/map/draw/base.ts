// Draws the base: sea, land, coast, borders, disputed ones dashed, countries' names. In: a World and a view. Out: ink.
// Only pieces of lines that touch the view are followed point by point, and no two points within half a pixel.
import type { Ink } from './ink';
import type { LabelSpace } from './labels';
import type { View } from './mercator';
import type { Pen } from './pen';
import type { Lines, World } from './world';

/** Sea, land and lines. */
export function drawBase(pen: Pen, world: World, view: View, ink: Ink, tiles = false): void {
  pen.globalAlpha = 1;
  pen.lineJoin = 'round';
  pen.setLineDash([]);
  if (!tiles) {
    pen.fillStyle = ink.sea;
    pen.beginPath();
    pen.rect(0, 0, view.width, view.height);
    pen.fill();
    pen.fillStyle = ink.land;
    pen.beginPath();
    trace(pen, world.land, view, true);
    pen.fill('evenodd');
    stroke(pen, world.coast, view, ink.coast, 0.8);
  }
  stroke(pen, world.borders, view, ink.border, view.k > 20_000 ? 1.1 : 0.8);
  pen.setLineDash([4, 3]);
  stroke(pen, world.disputed, view, ink.border, view.k > 20_000 ? 1.3 : 1);
  pen.setLineDash([]);
}

function stroke(pen: Pen, lines: Lines, view: View, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  trace(pen, lines, view, false);
  pen.stroke();
}

/**
 * Follow lines through a view. A piece out of view is dropped; of a ring, its ends stay, joined by a straight line that is
 * out of view too (it lies within the piece's box), so that what is filled within the view is the same.
 */
export function trace(pen: Pick<Pen, 'moveTo' | 'lineTo' | 'closePath'>, lines: Lines, view: View, closed: boolean): void {
  const { points, pieces, boxes } = lines;
  const { k, x, y } = view;
  const margin = 4 / k;
  const west = -x / k - margin;
  const north = -y / k - margin;
  const east = (view.width - x) / k + margin;
  const south = (view.height - y) / k + margin;
  for (let line = 0; line + 1 < lines.lines.length; line++) {
    const begin = lines.lines[line]!;
    const stop = lines.lines[line + 1]!;
    const end = pieces[stop]! - 1;
    let open = false;
    let lastX = 0;
    let lastY = 0;
    for (let piece = begin; piece < stop; piece++) {
      const from = pieces[piece]!;
      const to = Math.min(pieces[piece + 1]!, end);
      const box = piece * 4;
      const seen = boxes[box]! <= east && boxes[box + 2]! >= west && boxes[box + 1]! <= south && boxes[box + 3]! >= north;
      if (!seen) {
        if (!closed) {
          open = false;
          continue;
        }
        const px = points[from * 2]! * k + x;
        const py = points[from * 2 + 1]! * k + y;
        if (open) pen.lineTo(px, py);
        else pen.moveTo(px, py);
        open = true;
        [lastX, lastY] = [px, py];
        continue;
      }
      for (let at = from; at <= to; at++) {
        const px = points[at * 2]! * k + x;
        const py = points[at * 2 + 1]! * k + y;
        if (!open) {
          pen.moveTo(px, py);
          open = true;
        } else if (at === to || Math.abs(px - lastX) + Math.abs(py - lastY) > 0.6) pen.lineTo(px, py);
        else continue;
        lastX = px;
        lastY = py;
      }
    }
    if (closed && open) pen.closePath();
  }
}

/** Names of countries, where their size on the screen asks for one. */
export function drawCountries(pen: Pen, world: World, view: View, ink: Ink, labels: LabelSpace): void {
  pen.textAlign = 'center';
  pen.textBaseline = 'middle';
  for (const country of world.names) {
    const size = country.reach * view.k;
    if (size < 44 || size > Math.max(view.width, view.height) * 2.2) continue;
    const px = country.x * view.k + view.x;
    const py = country.y * view.k + view.y;
    if (px < -40 || py < -20 || px > view.width + 40 || py > view.height + 20) continue;
    const height = size > 320 ? 13 : size > 130 ? 11.5 : 10;
    const text = country.name.toUpperCase();
    pen.font = `600 ${height}px ${ink.sans}`;
    const width = pen.measureText(text).width;
    if (width > size * 1.6 || !labels.take(px - width / 2, py - height / 2, width, height)) continue;
    pen.strokeStyle = ink.land;
    pen.lineWidth = 3;
    pen.globalAlpha = 0.7;
    pen.strokeText(text, px, py);
    pen.globalAlpha = 1;
    pen.fillStyle = ink.country;
    pen.fillText(text, px, py);
  }
}
