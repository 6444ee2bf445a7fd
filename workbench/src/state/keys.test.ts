import { describe, expect, it } from 'vitest';
import { matches, nameOf, typing } from './keys.svelte';

const press = (key: string, change: Partial<KeyboardEventInit> = {}): string => nameOf(new KeyboardEvent('keydown', { key, ...change }));
const binding = (keys: string) => ({ keys, does: '', run: () => undefined });

describe('names of keys', () => {
  it('are the same whatever the keyboard', () => {
    expect(press('U', { shiftKey: true })).toBe('shift+u');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press('k', { metaKey: true })).toBe('ctrl+k');
    expect(press('Enter')).toBe('Enter');
  });
  it('match one of several', () => {
    expect(matches(binding('j,n'), 'n')).toBe(true);
    expect(matches(binding('j,n'), 'shift+n')).toBe(false);
  });
});

describe('typing', () => {
  it('is in fields, not on buttons and ticks', () => {
    const made = (name: string, type = ''): HTMLElement => Object.assign(document.createElement(name), type ? { type } : {});
    expect(typing(made('input', 'text'))).toBe(true);
    expect(typing(made('textarea'))).toBe(true);
    expect(typing(made('input', 'checkbox'))).toBe(false);
    expect(typing(made('button'))).toBe(false);
  });
});
