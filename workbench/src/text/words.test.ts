import { describe, expect, it } from 'vitest';
import { sayBounds, sayRange } from './words';
import { saySpan } from './days';

describe('figures in words', () => {
  it('says what is known and no more', () => {
    expect(sayBounds({ low: 8, best: 12, high: 20 })).toBe('12 (8 to 20)');
    expect(sayBounds({ low: 8, best: 8, high: null })).toBe('8 (at least 8)');
    expect(sayBounds(null)).toBe('not told');
    expect(sayRange(null, 40)).toBe('up to 40');
  });
});

describe('days in words', () => {
  it.each([
    ['2016-11-15', '2016-11-15', '15 Nov 2016'],
    ['2016-11-01', '2016-11-30', 'Nov 2016'],
    ['2016-01-01', '2016-12-31', '2016'],
    ['2016-11-15', '2016-11-18', '15 to 18 Nov 2016'],
    [null, '2016-11-18', 'until 18 Nov 2016'],
    [null, null, 'undated'],
  ])('%s %s', (start, end, said) => {
    expect(saySpan(start, end)).toBe(said);
  });
});
