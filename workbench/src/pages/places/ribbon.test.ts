// The ribbon: where spells and shares lie, and what a day says.
import { describe, expect, it } from 'vitest';
import { numberOf } from '../map/draw/days';
import { axisOf, dayAt, segmentsOf, sharesOn, stackShares, ticksOf, xOf } from './ribbon';

const day = (text: string): number => numberOf(text)!;
const axis = axisOf(['2016-01-01', '2016-12-31', null], 366)!;

describe('the axis', () => {
  it('has a pixel for each day of a leap year, and finds each again', () => {
    expect(xOf(axis, day('2016-01-02'))).toBe(1);
    expect(dayAt(axis, xOf(axis, day('2016-07-14')) + 0.5)).toBe(day('2016-07-14'));
    expect(dayAt(axis, -50)).toBe(day('2016-01-01'));
    expect(axisOf([null], 100)).toBeNull();
  });
  it('marks months where it is short, with room for their names', () => {
    const ticks = ticksOf(axis);
    expect(ticks[0]!.text).toBe('2016-01');
    for (const [at, tick] of ticks.slice(1).entries()) expect(tick.x - ticks[at]!.x).toBeGreaterThan(25);
  });
});

describe('spells', () => {
  it('take in their last day, and come in order', () => {
    const spell = (holder: string, start: string, end: string) => ({ holder, start, end, probability: 1, statements: [] });
    const [one, two] = segmentsOf(axis, [spell('b', '2016-02-01', '2016-02-29'), spell('a', '2016-01-01', '2016-01-31')]);
    expect([one!.spell.holder, one!.x, one!.width]).toEqual(['a', 0, 31]);
    expect(two!.x).toBe(31);
    expect(two!.width).toBeCloseTo(29, 6);
  });
});

describe('shares', () => {
  const days = ['2016-01-01', '2016-01-11'];
  const shares = { a: [1, 0.5], b: [0, 0.5], c: [0, 0] };
  it('move in straight lines between the days told, and are not told elsewhere', () => {
    expect(sharesOn(days, shares, day('2016-01-06'))).toEqual([
      { key: 'a', share: 0.75 },
      { key: 'b', share: 0.25 },
    ]);
    expect(sharesOn(days, shares, day('2016-02-01'))).toEqual([]);
    expect(sharesOn(days, shares, day('2015-12-31'))).toEqual([]);
  });
  it('stack up to the whole, without those that never have one', () => {
    const areas = stackShares(axis, days, shares, ['a', 'b', 'c'], 100);
    expect(areas.map((area) => area.key)).toEqual(['a', 'b']);
    expect(areas[1]!.points.split(' ')[1]).toBe('10.0,0.0');
  });
});
