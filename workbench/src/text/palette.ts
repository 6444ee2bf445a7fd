// Which colour an actor or holder has: the eight slots go to those named first and stay theirs; the rest are grey.
export type Palette = (key: string) => string;

export const SLOTS = 8;
const slot = (index: number): string => `var(--cat-${index + 1})`;

/**
 * Colours as CSS values. Keys that `keep` has coloured stay as they are (one actor, one colour on every page);
 * the others take the free slots in their order.
 */
export function makePalette(keys: readonly string[], keep: ReadonlyMap<string, number> = new Map()): Palette {
  const chosen = slotsOf(keys, keep);
  return (key) => {
    if (key === 'contested') return 'var(--cat-contested)';
    if (key === 'unknown' || key === '') return 'var(--cat-unknown)';
    const index = chosen.get(key);
    return index === undefined ? 'var(--cat-other)' : slot(index);
  };
}

export function slotsOf(keys: readonly string[], keep: ReadonlyMap<string, number> = new Map()): Map<string, number> {
  const chosen = new Map<string, number>();
  const taken = new Set<number>();
  for (const key of keys) {
    const index = keep.get(key);
    if (index !== undefined && !taken.has(index)) {
      chosen.set(key, index);
      taken.add(index);
    }
  }
  let next = 0;
  for (const key of keys) {
    if (chosen.has(key) || key === 'contested' || key === 'unknown') continue;
    while (taken.has(next)) next += 1;
    if (next >= SLOTS) break;
    chosen.set(key, next);
    taken.add(next);
  }
  return chosen;
}

/** A CSS value such as `var(--cat-1)` as a canvas takes it ("#0072b2"), in the theme that is shown now. */
export function solid(value: string): string {
  const found = /^var\((--[\w-]+)\)$/.exec(value);
  return found?.[1] ? getComputedStyle(document.documentElement).getPropertyValue(found[1]).trim() : value;
}
