// The server counts characters as Python does (code points); a browser's strings count UTF-16 units. An emoji is 1 there, 2 here.

/** Offsets of one text, both ways. Costs nothing where every character is one unit. */
export class Offsets {
  /** Units at which the second half of a pair sits, ascending. */
  private readonly pairs: Uint32Array;

  constructor(readonly text: string) {
    const found: number[] = [];
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= 0xd800 && unit < 0xdc00 && at + 1 < text.length) {
        const next = text.charCodeAt(at + 1);
        if (next >= 0xdc00 && next < 0xe000) {
          found.push(at + 1);
          at += 1;
        }
      }
    }
    this.pairs = Uint32Array.from(found);
  }

  /** Code points to units. */
  toUnits(point: number): number {
    if (this.pairs.length === 0) return point;
    // The pair number i starts at code point pairs[i] - 1 - i.
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((this.pairs[mid] as number) - 1 - mid < point) low = mid + 1;
      else high = mid;
    }
    return point + low;
  }

  /** Units to code points; within a pair, the start of it. */
  toPoints(unit: number): number {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const mid = (low + high) >> 1;
      if ((this.pairs[mid] as number) <= unit) low = mid + 1;
      else high = mid;
    }
    return unit - low;
  }

  /** The text between two code points. */
  slice(start: number, end: number): string {
    return this.text.slice(this.toUnits(start), this.toUnits(end));
  }
}

/** Code points in a text. */
export function points(text: string): number {
  return new Offsets(text).toPoints(text.length);
}
