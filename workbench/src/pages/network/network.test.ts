import { describe, expect, it } from 'vitest';
import type { BondForm, NetworkForm } from '../../api/types';
import { startOf } from './layout';
import { aligned, cellsOf, inForce, ordered } from './order';
import { courseOf, hit, hullOf, sceneOf } from './scene';

const bond = (tie: BondForm['tie'], first: string, second: string, since: string | null = null, until: string | null = null): BondForm => ({ tie, first, second, since, until, statements: ['s'], outlets: 1, sources: 1 });
const form = (nodes: [string, number, number | null][], bonds: BondForm[] = []): NetworkForm => ({ on: null, first: null, last: null, nodes: nodes.map(([key, weight, camp]) => ({ key, name: key, kind: '', weight, camp })), bonds });

describe('the matrix', () => {
  const nodes = form([['a', 9, 1], ['b', 8, 0], ['c', 7, 0], ['d', 1, null]]).nodes;
  it('stands by camp, then by weight, and holds the weightiest', () => {
    expect(ordered(nodes, 4).map((node) => node.key)).toEqual(['b', 'c', 'a', 'd']);
    expect(ordered(nodes, 2).map((node) => node.key)).toEqual(['b', 'a']);
  });
  it('has what goes both ways twice, and what goes one way once', () => {
    const cells = cellsOf(ordered(nodes, 4), [bond('fights', 'a', 'b'), bond('backs', 'b', 'c'), bond('allied', 'a', 'gone')]);
    expect([...cells.keys()].sort()).toEqual(['0 1', '0 2', '2 0']);
  });
});

describe('time', () => {
  it('counts the ties that hold in each month', () => {
    expect(inForce([bond('fights', 'a', 'b', '2016-01-05', '2016-02-01'), bond('backs', 'a', 'b', '2016-02-03', null), bond('allied', 'a', 'b')], ['2016-01', '2016-02', '2016-03'])).toEqual([1, 2, 1]);
  });
  it('keeps the sides of camps while the day moves', () => {
    const whole = form([['a', 9, 0], ['b', 8, 1], ['c', 7, 1]]);
    const day = aligned(form([['b', 5, 0], ['c', 3, 0], ['a', 2, 1], ['x', 1, 2]]), whole);
    expect(day.nodes.map((node) => node.camp)).toEqual([1, 1, 0, 2]);
  });
});

describe('places', () => {
  const made = form([['a', 9, 0], ['b', 4, 1], ['c', 1, null]], [bond('fights', 'a', 'b'), bond('backs', 'b', 'a'), bond('part-of', 'c', 'a')]);
  it('are the same each time, and nobody stands on anybody', () => {
    expect(startOf(made)).toEqual(startOf(made));
    expect(new Set(startOf(made).map((spot) => `${spot.x} ${spot.y}`)).size).toBe(3);
  });
  it('lets lines of one pair fan out, from rim to rim', () => {
    const spots = new Map(startOf(made).map((spot) => [spot.key, spot]));
    const scene = sceneOf(made, spots, () => 'red');
    const [one, two] = scene.lines.filter((line) => line.bond.tie !== 'part-of').map(courseOf);
    expect(Math.hypot(one!.mx - two!.mx, one!.my - two!.my)).toBeGreaterThan(8);
    const a = spots.get('a')!;
    expect(hit(scene, a.x, a.y, 5).dot?.spot.key).toBe('a');
    // A quarter of the way along, where nobody stands.
    const quarter = (from: number, bend: number, to: number): number => 0.5625 * from + 0.375 * bend + 0.0625 * to;
    expect(hit(scene, quarter(one!.x1, one!.cx, one!.x2), quarter(one!.y1, one!.cy, one!.y2), 5).line).not.toBeNull();
    expect(hit(scene, 9999, 9999, 5)).toEqual({ dot: null, line: null });
  });
  it('puts an outline around three or more', () => {
    const spots = startOf(made);
    expect(hullOf(spots.slice(0, 2))).toBeNull();
    const hull = hullOf(spots)!;
    const inside = (x: number, y: number): boolean => hull.every((p, at) => { const q = hull[(at + 1) % hull.length]!; return (q.x - p.x) * (y - p.y) - (q.y - p.y) * (x - p.x) >= 0; });
    expect(spots.every((spot) => inside(spot.x, spot.y))).toBe(true);
  });
});
