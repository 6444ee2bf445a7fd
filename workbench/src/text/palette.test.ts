import { describe, expect, it } from 'vitest';
import { makePalette, slotsOf } from './palette';

describe('colours of actors', () => {
  const case_ = slotsOf(['a', 'b', 'c']);
  it('keeps what the case has given, and gives the others the free slots', () => {
    const palette = makePalette(['x', 'b', 'y'], case_);
    expect(palette('b')).toBe('var(--cat-2)');
    expect(new Set([palette('x'), palette('y'), palette('b')]).size).toBe(3);
  });
  it('has words of its own for contested, unknown and the many', () => {
    const palette = makePalette(Array.from({ length: 12 }, (_, index) => `k${index}`));
    expect(palette('k7')).toBe('var(--cat-8)');
    expect(palette('k9')).toBe('var(--cat-other)');
    expect(palette('contested')).toBe('var(--cat-contested)');
    expect(palette('unknown')).toBe('var(--cat-unknown)');
  });
});
