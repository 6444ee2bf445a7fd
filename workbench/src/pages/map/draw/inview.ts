// What is in view, as rows to read: places with their holder on the day and their incidents in the window.
// In: a scene and its tally. Out: the rows that most is told of. It is the map for whoever does not see or point.
import { UNKNOWN } from './control';
import { NOWHERE, type Tally } from './incidents';
import type { View } from './mercator';
import type { Scene } from './signs';

export interface InView {
  key: string;
  x: number;
  y: number;
  /** Place in the control index; -1 where nothing is told of who holds it. */
  control: number;
  sure: number;
  perhaps: number;
  weight: number;
}

export interface Listing {
  rows: InView[];
  /** Places in view, listed or not. */
  total: number;
  held: number;
  incidents: number;
}

function within(view: View, x: number, y: number): boolean {
  const px = x * view.k + view.x;
  const py = y * view.k + view.y;
  return px >= 0 && py >= 0 && px <= view.width && py <= view.height;
}

/**
 * List the places in view, at most `most`, those with the most incidents and the best known holders first. With `only`, those
 * places and no others.
 */
export function listInView(scene: Scene, tally: Tally | null, most = 60, only: ReadonlySet<string> | null = null): Listing {
  const at = new Map<string, InView>();
  let incidents = 0;
  if (scene.incidents && tally) {
    const { spots } = scene.incidents.index;
    for (let spot = 0; spot < spots.size; spot++) {
      const count = tally.sure[spot]! + tally.perhaps[spot]!;
      if (!count || (only ? !only.has(spots.place[spot]!) : !within(scene.view, spots.x[spot]!, spots.y[spot]!))) continue;
      incidents += count;
      const key = spots.place[spot]!;
      const row = at.get(key);
      if (row) {
        row.sure += tally.sure[spot]!;
        row.perhaps += tally.perhaps[spot]!;
        row.weight += count;
      } else at.set(key, { key, x: spots.x[spot]!, y: spots.y[spot]!, control: -1, sure: tally.sure[spot]!, perhaps: tally.perhaps[spot]!, weight: count });
    }
  }
  let held = 0;
  if (scene.control) {
    const { index, state } = scene.control;
    for (let place = 0; place < index.size; place++) {
      const holder = state.holder[place]!;
      if (holder < 0 || index.exactness[place] === NOWHERE) continue;
      if (only ? !only.has(index.key[place]!) : !within(scene.view, index.x[place]!, index.y[place]!)) continue;
      const known = index.holders[holder]?.key !== UNKNOWN;
      if (known) held++;
      const key = index.key[place]!;
      const weight = (known ? 1.5 : 0.1) + Math.min(5, index.weight[place]! / 20);
      const row = at.get(key);
      if (row) {
        row.control = place;
        row.weight += weight;
      } else at.set(key, { key, x: index.x[place]!, y: index.y[place]!, control: place, sure: 0, perhaps: 0, weight });
    }
  }
  return { rows: topRows(at.values(), most), total: at.size, held, incidents };
}

/** The heaviest rows, without sorting all of them. */
function topRows(rows: Iterable<InView>, most: number): InView[] {
  const top: InView[] = [];
  for (const row of rows) {
    if (top.length === most && row.weight <= top[most - 1]!.weight) continue;
    let to = top.length;
    while (to > 0 && top[to - 1]!.weight < row.weight) to--;
    top.splice(to, 0, row);
    if (top.length > most) top.pop();
  }
  return top;
}
