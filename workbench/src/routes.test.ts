import { describe, expect, it } from 'vitest';
import { find, ROUTES } from './routes';
import { to } from './state/router.svelte';

describe('addresses', () => {
  it.each(['name:a/b', 'geonames:172955', 'actor:islamic-state', 'name:ä ö?#&%25', 'wire-1'])('%s comes back as it went', (key) => {
    for (const address of [to.actor(key), to.place(key), to.incident(key), to.dispute(key), to.report(key)]) {
      expect(find(new URL(address, 'http://x').pathname)?.id).toBe(key);
    }
  });
  it('are found with and without a slash at the end', () => {
    expect(find('/incidents')?.route.label).toBe('Incidents');
    expect(find('/incidents/')?.id).toBe('');
    expect(find('/')?.route.label).toBe('Case');
  });
  it('that are none are none', () => {
    expect(find('/nowhere')).toBeNull();
    expect(find('/read/%E0%A4%A')).toBeNull();
  });
  it('have one key each', () => {
    const keys = ROUTES.map((route) => route.key).filter(Boolean);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
