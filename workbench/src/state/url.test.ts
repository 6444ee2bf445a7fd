import { describe, expect, it } from 'vitest';
import { day, flag, many, oneOf, readQuery, text, whole, writeQuery } from './url.svelte';

const shape = { q: text(), type: many(), since: day(), page: whole(0), on: flag(), sort: oneOf(['time', '-time'], 'time') };

describe('state in the query', () => {
  it('reads what is there, and defaults where it is nonsense', () => {
    const values = readQuery(shape, '?q=al-Bab&type=clash&type=siege&since=yesterday&page=1e9&sort=drop');
    expect(values).toEqual({ q: 'al-Bab', type: ['clash', 'siege'], since: '', page: 0, on: false, sort: 'time' });
  });
  it('writes only what differs, and leaves other names alone', () => {
    const query = writeQuery(shape, '?s=1&q=x', { q: '', type: ['clash'], sort: '-time', on: true, page: 3 });
    expect(query.toString()).toBe('s=1&type=clash&sort=-time&on=1&page=3');
  });
  it('comes back as it went', () => {
    const values = { q: 'a&b=c ü', type: ['air-strike'], since: '2016-11-15', page: -4, on: true, sort: '-time' as const };
    expect(readQuery(shape, `?${writeQuery(shape, '', values)}`)).toEqual(values);
  });
});
