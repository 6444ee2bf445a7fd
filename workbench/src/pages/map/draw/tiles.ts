// Raster tiles beneath the map, only where whoever runs the server has set an address ("https://.../{z}/{x}/{y}.png").
// In: a view. Out: which tiles cover it, and where. Pictures that fail stay blank; nothing else is asked of that server.
import type { View } from './mercator';

export interface Tile {
  z: number;
  x: number;
  y: number;
  left: number;
  top: number;
  size: number;
}

/** Tiles that cover a view, at the zoom whose tiles are nearest to 256 pixels. */
export function tilesOf(view: View, deepest = 18): Tile[] {
  const z = Math.max(0, Math.min(deepest, Math.round(Math.log2(view.k / 256))));
  const across = 2 ** z;
  const size = view.k / across;
  const tiles: Tile[] = [];
  for (let y = Math.max(0, Math.floor(-view.y / size)); y < across && y * size + view.y < view.height; y++) {
    for (let x = Math.max(0, Math.floor(-view.x / size)); x < across && x * size + view.x < view.width; x++) {
      tiles.push({ z, x, y, left: x * size + view.x, top: y * size + view.y, size });
    }
  }
  return tiles.slice(0, 200);
}

/** The address of a tile. */
export function tileAddress(pattern: string, tile: Tile): string {
  return pattern.replace('{z}', String(tile.z)).replace('{x}', String(tile.x)).replace('{y}', String(tile.y)).replace('{s}', 'a');
}

/** Tiles that have come, the latest 300 of them. */
export class TileShelf {
  private readonly kept = new Map<string, HTMLImageElement>();

  constructor(
    readonly pattern: string,
    private readonly arrived: () => void,
  ) {}

  find(tile: Tile): HTMLImageElement | null {
    const address = tileAddress(this.pattern, tile);
    let image = this.kept.get(address);
    if (!image) {
      if (this.kept.size > 300) this.kept.delete(this.kept.keys().next().value!);
      image = new Image();
      image.crossOrigin = 'anonymous';
      image.onload = this.arrived;
      image.src = address;
      this.kept.set(address, image);
    }
    return image.complete && image.naturalWidth > 0 ? image : null;
  }
}
