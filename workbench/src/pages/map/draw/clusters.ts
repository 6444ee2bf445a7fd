// Which spots share a bubble at a zoom. In: spots and a scale. Out: one cluster per spot, each anchored at its busiest spot.
// Days play no part, so bubbles stay where they are while time runs. An exact spot never joins one that is only a centre.
import { AREA, FAMILIES, type Spots, type Tally } from './incidents';

/** Spots nearer than this, in pixels, share a bubble. */
export const REACH = 30;

export interface Clusters {
  size: number;
  /** Cluster of each spot; anchor (a spot) of each cluster. */
  of: Int32Array;
  anchor: Int32Array;
}

/** Cluster all spots for a scale (pixels of the world's side), busiest first. */
export function clusterSpots(spots: Spots, k: number, reach = REACH): Clusters {
  const of = new Int32Array(spots.size).fill(-1);
  const anchor: number[] = [];
  const grid = new Map<number, number[]>();
  const columns = Math.ceil(k / reach) + 2;
  for (let at = 0; at < spots.size; at++) {
    const spot = spots.rank[at]!;
    const px = spots.x[spot]! * k;
    const py = spots.y[spot]! * k;
    const column = Math.floor(px / reach) + 1;
    const line = Math.floor(py / reach) + 1;
    const sheet = spots.exactness[spot] === AREA ? 1 : 0;
    let found = -1;
    let nearest = reach * reach;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const cell = grid.get(((line + dy) * columns + column + dx) * 2 + sheet);
        if (!cell) continue;
        for (const cluster of cell) {
          const other = anchor[cluster]!;
          const away = (spots.x[other]! * k - px) ** 2 + (spots.y[other]! * k - py) ** 2;
          if (away < nearest) {
            nearest = away;
            found = cluster;
          }
        }
      }
    }
    if (found < 0) {
      found = anchor.length;
      anchor.push(spot);
      const key = (line * columns + column) * 2 + sheet;
      const cell = grid.get(key);
      if (cell) cell.push(found);
      else grid.set(key, [found]);
    }
    of[spot] = found;
  }
  return { size: anchor.length, of, anchor: Int32Array.from(anchor) };
}

/** Clusters by scale, kept for scales seen before: a step is a third of a zoom. */
export class ClusterShelf {
  private readonly kept = new Map<number, Clusters>();

  constructor(private readonly spots: Spots) {}

  at(k: number): Clusters {
    const step = Math.round(Math.log2(k) * 3);
    let clusters = this.kept.get(step);
    if (!clusters) {
      if (this.kept.size > 24) this.kept.clear();
      clusters = clusterSpots(this.spots, 2 ** (step / 3));
      this.kept.set(step, clusters);
    }
    return clusters;
  }
}

/** What a window puts into each cluster. `only` is the one spot at work, -1 none, -2 several. */
export interface Bubbles {
  size: number;
  sure: Uint32Array;
  perhaps: Uint32Array;
  family: Uint8Array;
  only: Int32Array;
  spots: Uint32Array;
}

/** Sum a tally by cluster, and find which family most of a cluster is. */
export function sumClusters(clusters: Clusters, tally: Tally): Bubbles {
  const width = FAMILIES.length;
  const size = clusters.size;
  const bubbles: Bubbles = {
    size,
    sure: new Uint32Array(size),
    perhaps: new Uint32Array(size),
    family: new Uint8Array(size),
    only: new Int32Array(size).fill(-1),
    spots: new Uint32Array(size),
  };
  const families = new Uint32Array(size * width);
  for (let spot = 0; spot < tally.sure.length; spot++) {
    const sure = tally.sure[spot]!;
    const perhaps = tally.perhaps[spot]!;
    if (sure + perhaps === 0) continue;
    const cluster = clusters.of[spot]!;
    bubbles.sure[cluster]! += sure;
    bubbles.perhaps[cluster]! += perhaps;
    bubbles.only[cluster] = bubbles.only[cluster] === -1 ? spot : -2;
    bubbles.spots[cluster]!++;
    for (let family = 0; family < width; family++) families[cluster * width + family]! += tally.families[spot * width + family]!;
  }
  for (let cluster = 0; cluster < size; cluster++) {
    let most = 0;
    for (let family = 1; family < width; family++) {
      if (families[cluster * width + family]! > families[cluster * width + most]!) most = family;
    }
    bubbles.family[cluster] = most;
  }
  return bubbles;
}

/** A bubble's radius in pixels: the square root of its count, so that its area is what counts. */
export function radiusOf(count: number): number {
  return Math.min(34, 3.2 + 2 * Math.sqrt(Math.max(0, count)));
}
