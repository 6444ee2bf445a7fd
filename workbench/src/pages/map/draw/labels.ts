// Room for labels: who comes first has the place, whoever would overlap stays away. In: boxes in pixels. Out: yes or no.

const CELL = 64;

export class LabelSpace {
  private readonly cells = new Map<number, number[]>();
  private readonly boxes: number[] = [];

  /** Take a box if it is free. */
  take(x: number, y: number, width: number, height: number): boolean {
    const box: [number, number, number, number] = [x, y, x + width, y + height];
    const keys = keysOf(box);
    if (keys.some((key) => (this.cells.get(key) ?? []).some((at) => this.overlaps(at, box)))) return false;
    this.put(box, keys);
    return true;
  }

  /** Take a box whatever is there. */
  block(x: number, y: number, width: number, height: number): void {
    const box: [number, number, number, number] = [x, y, x + width, y + height];
    this.put(box, keysOf(box));
  }

  private put(box: [number, number, number, number], keys: number[]): void {
    const at = this.boxes.length;
    this.boxes.push(...box);
    for (const key of keys) {
      const cell = this.cells.get(key);
      if (cell) cell.push(at);
      else this.cells.set(key, [at]);
    }
  }

  private overlaps(at: number, [west, north, east, south]: [number, number, number, number]): boolean {
    return this.boxes[at]! < east && this.boxes[at + 2]! > west && this.boxes[at + 1]! < south && this.boxes[at + 3]! > north;
  }
}

function keysOf([west, north, east, south]: [number, number, number, number]): number[] {
  const keys: number[] = [];
  for (let row = Math.floor(north / CELL); row <= Math.floor(south / CELL); row++) {
    for (let column = Math.floor(west / CELL); column <= Math.floor(east / CELL); column++) keys.push(row * 10_007 + column);
  }
  return keys;
}
