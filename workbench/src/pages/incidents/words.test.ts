import { describe, expect, it } from 'vitest';
import { axisOf, figurePieces, joined, namesOf, sayShort, sayTold, sayWhat } from './words';

const figure = (low: number | null, high: number | null) => ({ text: '', measure: 'killed', low, high });

describe('incidents in words', () => {
  it('are called by their type and place', () => {
    expect(sayWhat({ type: 'air-strike', place: { key: 'p', name: 'al-Bab', lat: null, lon: null, precision: null } })).toBe('Air-strike at al-Bab');
    expect(sayWhat({ type: 'mass_grave', place: null })).toBe('Mass grave');
  });
  it('are dated short enough for a column', () => {
    expect(sayShort({ start: '2016-12-28', end: '2017-01-03' })).toBe('Dec 2016 to Jan 2017');
    expect(sayShort({ start: '2016-10-28', end: '2016-11-04' })).toBe('28 Oct to 4 Nov 2016');
    expect(sayShort({ start: null, end: '2016-11-04' })).toBe('by 4 Nov 2016');
  });
  it('name a few of many actors', () => {
    const who = (name: string) => ({ key: name, name, kind: '' });
    expect(namesOf(['a', 'b'].map(who))).toBe('a, b');
    expect(namesOf(['a', 'b', 'c', 'd', 'e'].map(who))).toBe('a, b, c and 2 more');
  });
});

describe('figures', () => {
  it.each([
    [4, 4, 4, '4'], [4, 4, null, '≥ 4'], [4, 4, 30, '4–30'], [1, 4, 30, '4 (1–30)'], [1, 30, 30, '1–30'], [null, 4, null, '4'], [null, null, 9, '≤ 9'], [3, null, null, '≥ 3'], [1, 9, null, '9 (≥ 1)'],
  ] as const)('%s, %s, %s read %s in a cell', (low, best, high, said) => {
    expect(figurePieces({ low, best, high }).join('')).toBe(said);
  });
  it('of one account run from the least to the most, and stay open where one is', () => {
    expect(joined([])).toBeNull();
    expect(joined([figure(4, 4), figure(9, 12)])).toEqual({ low: 9, high: 12 });
    expect(joined([figure(22, null), figure(6, 6)], 2)).toEqual({ low: 28, high: null });
    expect(sayTold(joined([figure(16, null), figure(9, 9)], 1)!)).toBe('at least 16');
  });
  it.each([[[4, 4, 30]], [[0]], [[1]], [[1200, 5, 5, 6]], [[7]], [[99]]])('%j all lie on the axis', (values) => {
    const { top, ticks } = axisOf(values.map((value) => figure(value, value)));
    expect(top).toBeGreaterThanOrEqual(Math.max(...values));
    expect(ticks.every((tick) => Number.isInteger(tick) && tick >= 0 && tick <= top)).toBe(true);
    expect(ticks.length).toBeLessThan(9);
    expect(new Set(ticks).size).toBe(ticks.length);
  });
});
