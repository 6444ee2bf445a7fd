// The map's drawing: what is in the days shown, who held what, how it fades, what shares a bubble, and what is never drawn.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { trace } from './base';
import { clusterSpots, radiusOf, sumClusters } from './clusters';
import { fadeStep, findSpell, indexControl, newState, stateOn, tintStep, UNTOLD } from './control';
import { numberOf, readWindow, saySpan, spanOf, stepMonths } from './days';
import { densityOf } from './density';
import type { IncidentColumns, PlaceSpells } from './forms';
import { AREA, EXACT, exactnessOf, indexIncidents, NEAR, newTally, NOWHERE, rowsWithin, tallyWindow } from './incidents';
import { listInView } from './inview';
import { fitView, project, readView, sayView, unproject } from './mercator';
import { SvgPen } from './pen';
import { scaleBar } from './scalebar';
import { drawSigns, findMark, type Scene } from './signs';
import { buildWorld, layLines, split } from './world';

const day = (text: string): number => numberOf(text)!;

interface Row {
  at?: [number, number];
  precision?: number | null;
  type?: string;
  first?: string | null;
  last?: string | null;
  place?: string;
}
function columns(rows: Row[]): IncidentColumns {
  return {
    id: rows.map((_, at) => `i${at}`),
    lat: rows.map((row) => row.at?.[0] ?? 36.37),
    lon: rows.map((row) => row.at?.[1] ?? 37.52),
    precision: rows.map((row) => (row.precision === undefined ? 1 : row.precision)),
    type: rows.map((row) => row.type ?? 'clash'),
    first: rows.map((row) => (row.first ? day(row.first) : null)),
    last: rows.map((row) => (row.last ? day(row.last) : row.first ? day(row.first) : null)),
    dead: rows.map(() => null),
    sources: rows.map(() => 1),
    place: rows.map((row) => row.place ?? 'al-bab'),
  };
}
function tally(rows: Row[], on: string, window: Parameters<typeof spanOf>[1]) {
  const index = indexIncidents(columns(rows));
  const span = spanOf(day(on), window);
  return { index, span, found: tallyWindow(index, span, newTally(index)) };
}
const sum = (values: Uint32Array): number => values.reduce((all, one) => all + one, 0);

describe('days', () => {
  it('steps by months without falling out of them', () => {
    expect(stepMonths(day('2016-01-31'), 1)).toBe(day('2016-02-29'));
    expect(stepMonths(day('2016-03-31'), -1)).toBe(day('2016-02-29'));
    expect(stepMonths(day('2016-12-05'), 1)).toBe(day('2017-01-05'));
  });
  it('takes no day that the calendar lacks, and no window but its own', () => {
    expect(numberOf('2015-02-29')).toBeNull();
    expect(readWindow('week')).toBe('week');
    expect(readWindow('12')).toBe(12);
    expect(readWindow('0')).toBeNull();
    expect(readWindow('<b>')).toBeNull();
  });
  it('says which days are shown', () => {
    expect(saySpan(day('2016-11-05'), 'week')).toBe('30 Oct 2016 to 5 Nov 2016');
    expect(saySpan(day('2016-11-05'), 'all')).toBe('until 5 November 2016');
  });
});

describe('incidents in a window', () => {
  const rows: Row[] = [
    { first: '2016-11-05' },
    { first: '2016-10-30' },
    { first: '2016-10-29' },
    { first: '2016-11-06' },
    { first: '2016-11-04', last: '2016-11-08' },
    { first: '2016-11-01', last: '2016-11-30' },
    { first: null },
  ];
  it('a week holds its seven days; what reaches out of it is only perhaps in it', () => {
    const { found } = tally(rows, '2016-11-05', 'week');
    expect(sum(found.sure)).toBe(2);
    expect(sum(found.perhaps)).toBe(1);
    expect(found.drawn).toBe(3);
  });
  it('what is dated to a month is counted and not drawn, until the window holds all of it', () => {
    expect(tally(rows, '2016-11-05', 'week').found.vague).toBe(1);
    const all = tally(rows, '2016-12-31', 'all').found;
    expect(all.vague).toBe(0);
    expect(sum(all.sure)).toBe(6);
  });
  it('what has no day is counted and never drawn', () => {
    expect(tally(rows, '2016-12-31', 'all').found.undated).toBe(1);
  });
  it('a country is no point: it is listed, and no spot is made of it', () => {
    const { index, span, found } = tally([{ first: '2016-11-05', precision: 6, place: 'country:SY' }, { first: '2016-11-05', precision: 7 }], '2016-11-05', 'day');
    expect(index.spots.size).toBe(0);
    expect(found.nowhere).toBe(2);
    expect(rowsWithin(index, span, null)).toEqual([0, 1]);
  });
  it('agrees with counting one by one', () => {
    const many = Array.from({ length: 400 }, (_, at) => {
      const first = day('2016-01-01') + ((at * 37) % 300);
      return { first, last: first + ((at * 7) % 20) };
    });
    const form = columns(many.map(() => ({ first: '2016-01-01' })));
    form.first = many.map((one) => one.first);
    form.last = many.map((one) => one.last);
    const index = indexIncidents(form);
    for (const on of [day('2016-03-01'), day('2016-07-15')]) {
      for (const window of ['day', 'week', 'month', 'all'] as const) {
        const span = spanOf(on, window);
        const found = tallyWindow(index, span, newTally(index));
        const within = many.filter((one) => one.first <= span.to && one.last >= span.from);
        expect(found.drawn).toBe(within.length);
        expect(sum(found.sure)).toBe(within.filter((one) => one.first >= span.from && one.last <= span.to).length);
      }
    }
  });
});

describe('precision', () => {
  it('follows UCDP: exact, near, a centre, not drawn', () => {
    expect([1, 2, 3, 4, 5, 6, 7, null].map((one) => exactnessOf(one))).toEqual([EXACT, NEAR, AREA, AREA, AREA, NOWHERE, NOWHERE, AREA]);
  });
});

describe('bubbles', () => {
  const rows: Row[] = [
    ...Array.from({ length: 5 }, () => ({ at: [36.37, 37.52] as [number, number], first: '2016-11-05', type: 'air-strike' })),
    { at: [36.36, 37.7], first: '2016-11-05', place: 'tadef' },
    { at: [36.37, 37.53], first: '2016-11-05', precision: 4, place: 'province' },
  ];
  const index = indexIncidents(columns(rows));
  const counted = tallyWindow(index, spanOf(day('2016-11-05'), 'day'), newTally(index));
  it('far out, neighbours share one at the busiest of them; close up, each has its own', () => {
    const far = clusterSpots(index.spots, 512);
    expect(far.size).toBe(2);
    const bubbles = sumClusters(far, counted);
    expect(bubbles.sure[0]).toBe(6);
    expect(index.spots.place[far.anchor[0]!]).toBe('al-bab');
    expect(clusterSpots(index.spots, 256 * 2 ** 12).size).toBe(3);
  });
  it('an exact place never shares with the centre of an area', () => {
    const far = clusterSpots(index.spots, 512);
    const area = index.spots.exactness.findIndex((one) => one === AREA);
    expect([...far.of].filter((one) => one === far.of[area]).length).toBe(1);
  });
  it('is coloured by what most of it is, and its area grows with its count', () => {
    expect(sumClusters(clusterSpots(index.spots, 512), counted).family[0]).toBe(1);
    expect(radiusOf(101) - radiusOf(1)).toBeCloseTo(2 * (Math.sqrt(101) - 1), 5);
  });
  it('stays where it is while days pass', () => {
    const clusters = clusterSpots(index.spots, 512);
    const before = [...clusters.anchor];
    tallyWindow(index, spanOf(day('2016-11-09'), 'day'), newTally(index));
    expect([...clusterSpots(index.spots, 512).anchor]).toEqual(before);
  });
});

const places: PlaceSpells[] = [
  {
    place: { key: 'al-bab', name: 'al-Bab', lat: 36.37, lon: 37.52, precision: 1 },
    spells: [
      { holder: 'actor:islamic-state', start: '2016-01-01', end: '2017-02-22', probability: 0.8, statements: ['a', 'b'], evidence: ['2016-11-01', '2016-01-10'] },
      { holder: 'name:rebels', start: '2017-02-23', end: '2017-06-01', probability: 0.95, statements: ['c'], evidence: ['2017-02-23'] },
    ],
  },
  { place: { key: 'country:SY', name: 'Syria', lat: 35, lon: 38, precision: 6 }, spells: [{ holder: 'unknown', start: '2016-01-01', end: '2017-12-31', probability: 0.5, statements: [] }] },
];
const holders = [
  { key: 'actor:islamic-state', name: 'Islamic State' },
  { key: 'name:rebels', name: 'rebels' },
  { key: 'unknown', name: 'unknown' },
];

describe('control on a day', () => {
  const index = indexControl(places, holders);
  const on = (text: string) => stateOn(index, day(text), newState(index));
  it('changes on the day of the change, and ends with its last spell', () => {
    expect(index.holders[on('2017-02-22').holder[0]!]!.name).toBe('Islamic State');
    expect(index.holders[on('2017-02-23').holder[0]!]!.name).toBe('rebels');
    expect(on('2017-06-02').holder[0]).toBe(-1);
    expect(findSpell(index, 0, day('2015-12-31'))).toBe(-1);
  });
  it('knows how long ago it was last told, and that nothing was told', () => {
    expect(on('2016-11-11').age[0]).toBe(10);
    expect(on('2016-06-10').age[0]).toBe(day('2016-06-10') - day('2016-01-10'));
    expect(on('2016-01-05').age[0]).toBe(UNTOLD);
    expect(on('2017-03-25').age[0]).toBe(30);
  });
  it('fades in steps', () => {
    expect([0, 30, 31, 90, 91, 365, 366, UNTOLD].map(fadeStep)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect([0.3, 0.5, 0.69, 0.7, 0.9, 1].map(tintStep)).toEqual([0, 1, 1, 2, 3, 3]);
  });
});

describe('signs', () => {
  const index = indexControl(places, holders);
  const view = fitView(index.x.subarray(0, 1), index.y.subarray(0, 1), 800, 600);
  const told = indexIncidents(columns([{ first: '2016-11-05' }, { first: '2016-11-05' }, { first: '2016-11-05', at: [36.5, 37.9], precision: 4, place: 'province' }]));
  const counts = tallyWindow(told, spanOf(day('2016-11-05'), 'day'), newTally(told));
  const clusters = clusterSpots(told.spots, view.k);
  const ink = { sea: '#eeeeee', land: '#ffffff', coast: '#000000', border: '#000000', country: '#000000', text: '#000000', quiet: '#555555', halo: '#ffffff', accent: '#0000ff', contested: '#555555', unknown: '#999999', families: ['#aa0000', '#00aa00', '#0000aa', '#888888'], sans: 'sans-serif', dark: false };
  const scene: Scene = {
    view,
    ink,
    control: { index, state: stateOn(index, day('2016-11-05'), newState(index)), colours: ['#0072b2', '#d55e00', '#999999'] },
    incidents: { index: told, clusters, bubbles: sumClusters(clusters, counts) },
    chosen: null,
    nameOf: (key) => key,
  };
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const marks = drawSigns(new SvgPen(svg, null), scene);
  it('a country has no sign; a place and its incidents do', () => {
    expect(marks.map((mark) => mark.kind)).toEqual(['incidents', 'incidents', 'control']);
  });
  it('the export is paths and text, with the dash of an area, and no style', () => {
    expect(svg.querySelectorAll('[stroke-dasharray]').length).toBeGreaterThan(0);
    expect([...svg.querySelectorAll('text')].map((one) => one.textContent)).toContain('al-bab');
    expect(svg.querySelector('[style], [class], style, script')).toBeNull();
  });
  it('a click on the dot within a bubble means the dot', () => {
    const dot = marks.find((mark) => mark.kind === 'control')!;
    expect(findMark(marks, dot.x, dot.y)?.kind).toBe('control');
    expect(findMark(marks, dot.x + 200, dot.y + 200)).toBeNull();
  });
  it('the list says the same: places in view, with holders and counts', () => {
    const listing = listInView(scene, counts);
    const row = listing.rows.find((one) => one.key === 'al-bab')!;
    expect([row.sure, row.control, listing.incidents]).toEqual([2, 0, 3]);
    expect(listing.rows.some((one) => one.key === 'country:SY')).toBe(false);
  });
});

describe('the base', () => {
  const world = buildWorld(JSON.parse(readFileSync('node_modules/world-atlas/countries-50m.json', 'utf8')));
  it('dashes disputed borders and no others', () => {
    const ends = (lines: typeof world.borders): string[] => Array.from({ length: lines.lines.length - 1 }, (_, line) => unproject(lines.points[lines.pieces[lines.lines[line]!]! * 2]!, lines.points[lines.pieces[lines.lines[line]!]! * 2 + 1]!).map((one) => one.toFixed(1)).join());
    expect(world.disputed.lines.length).toBeGreaterThan(20);
    const crimea = ends(world.disputed).filter((end) => /^3[345]\.\d,4[56]\./.test(end));
    expect(crimea.length).toBeGreaterThan(0);
  });
  it('names countries in full', () => {
    expect(world.names.map((one) => one.name)).toContain('South Sudan');
  });
  it('cuts a line at a box', () => {
    const parts = split([[0, 0], [1, 0], [2, 0], [3, 0], [4, 0]], [1.2, -1, 2.9, 1]);
    expect(parts.inside).toEqual([[[1, 0], [2, 0], [3, 0]]]);
    expect(parts.outside.length).toBe(2);
  });
  it('a ring that is mostly out of view keeps what is within it', () => {
    const ring = Array.from({ length: 400 }, (_, at) => [40 * Math.cos((at / 200) * Math.PI), 40 * Math.sin((at / 200) * Math.PI)]);
    const lines = layLines([ring]);
    const seen: [number, number][] = [];
    trace({ moveTo: (x, y) => void seen.push([x, y]), lineTo: (x, y) => void seen.push([x, y]), closePath: () => undefined }, lines, { k: 256 * 64, x: -0.5 * 256 * 64, y: -0.5 * 256 * 64, width: 200, height: 200 }, true);
    expect(seen.length).toBeLessThan(40);
    expect(Math.max(...seen.map(([x]) => x))).toBeGreaterThan(200);
  });
});

describe('views', () => {
  it('an address leads back to the view', () => {
    const view = readView('6.50/36.371/37.515', 900, 600)!;
    expect(sayView(view)).toBe('6.50/36.371/37.515');
    expect(readView('6/91/0', 900, 600)).toBeNull();
    expect(readView('x/1/2', 900, 600)).toBeNull();
  });
  it('projects there and back', () => {
    const [lon, lat] = unproject(...project(37.5, 36.4));
    expect(lon).toBeCloseTo(37.5, 9);
    expect(lat).toBeCloseTo(36.4, 9);
  });
  it('has a scale bar of a round length', () => {
    expect(scaleBar(256 * 2 ** 6, 48).label).toMatch(/^(1|2|5)0* km$/);
  });
});

describe('density', () => {
  it('a stray of another century does not stretch the bar, and is counted', () => {
    const rows = [{ first: '1921-10-20' }, ...Array.from({ length: 99 }, (_, at) => ({ first: `2016-${String((at % 12) + 1).padStart(2, '0')}-05` }))];
    const found = densityOf(indexIncidents(columns(rows)), [{ month: '2016-03', reports: 4 }]);
    expect(found.before).toBe(1);
    expect(found.bars.length).toBe(12);
    expect(found.bars[2]!.reports).toBe(4);
  });
});
