import { describe, expect, it } from 'vitest';
import { Offsets, points } from './offsets';

describe('Offsets', () => {
  const text = 'a😀b🏴‍☠️é𝔘z';
  it('agrees with counting by code point, both ways', () => {
    const offsets = new Offsets(text);
    let unit = 0;
    [...text].forEach((sign, point) => {
      expect(offsets.toUnits(point)).toBe(unit);
      expect(offsets.toPoints(unit)).toBe(point);
      unit += sign.length;
    });
    expect(offsets.toUnits(points(text))).toBe(text.length);
  });
  it('slices as Python does', () => {
    expect(new Offsets(text).slice(1, 3)).toBe('😀b');
  });
  it('leaves half of a pair alone', () => {
    const broken = 'x\ud83dy';
    expect(new Offsets(broken).toUnits(2)).toBe(2);
  });
  it('within a pair, the start of it', () => {
    expect(new Offsets('😀a').toPoints(1)).toBe(0);
  });
});
