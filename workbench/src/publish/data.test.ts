import { describe, expect, it } from 'vitest';
import { Site, linkOf, plainWords, type SiteData, type Told } from './data';
import { sayBest, sayBounds, sayWhen } from './say';

const told = (changes: Partial<Told>): Told => ({
  id: 's1', report: 0, quote: 'A sentence.', type: 'clash', status: 'actual', by: [], stance: null, hearsay: false, numbers: [], origin: 'Wire', ...changes,
});
const site = (changes: Partial<SiteData>): Site =>
  new Site({
    title: '', about: { case: '', revision: '', rule: '', version: '', made: '' }, quotes: 'short', counts: {}, deaths: { incidents: 0, best: 0 },
    first: null, last: null, incidents: [], control: [], disputes: [], statements: [], outlets: [], origins: [], method: [], reports: [],
    places: [], actors: [], ...changes,
  });

describe('an address', () => {
  it('is a link only where it is one of the web', () => {
    expect(linkOf('https://news.example/a')).toBe('https://news.example/a');
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', ' java\nscript:x', '//a.example', '', null]) expect(linkOf(url)).toBeNull();
  });
});

describe('sentences', () => {
  it('stand once, with all that was read from them', () => {
    const made = site({ statements: [told({ numbers: ['killed 3'] }), told({ id: 's2', by: ['Army'], numbers: ['wounded 4'] }), told({ id: 's3', report: 1 })] });
    expect(made.told([0, 1, 2, 9])).toMatchObject([{ id: 's1', by: ['Army'], numbers: ['killed 3', 'wounded 4'] }, { id: 's3' }]);
  });
  it('without words are each their own', () => {
    expect(site({ statements: [told({ quote: null }), told({ id: 's2', quote: null })] }).told([0, 1])).toHaveLength(2);
  });
});

describe('words', () => {
  it('meet whatever their marks', () => expect(plainWords('Dáraʿa ÉLAN')).toContain('elan'));
  it('say when as exactly as it is told', () => {
    expect(sayWhen({ start: null, end: '2017-03-09' })).toBe('reported by 9 Mar 2017');
    expect(sayWhen({ start: null, end: null })).toBe('undated');
  });
  it('say figures with open ends', () => {
    expect([sayBest([4, 16, 30]), sayBounds([4, 16, 30])]).toEqual(['16', '4 to 30']);
    expect([sayBest([3, 3, null]), sayBounds([3, 3, null])]).toEqual(['3', 'at least 3']);
    expect([sayBest(null), sayBounds([5, 5, 5])]).toEqual(['', '']);
  });
});
