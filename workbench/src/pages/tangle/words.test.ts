import { describe, expect, it } from 'vitest';
import { contradicts, kindOf, sayFlipped, sayIndex, sayTold } from './words';

const who = (name: string) => ({ key: name, name, kind: '' });
const edge = (first: string, second: string, sign: number) => ({ first: who(first), second: who(second), sign, statements: [] });

describe('the tangle in words', () => {
  it('says how many relations would have to be other than told', () => {
    expect(sayIndex({ frustration: 7, edges: 58, optimal: true })).toBe('7 of 58 relations would have to be other than told for the camps to be free of contradiction.');
    expect(sayIndex({ frustration: 7, edges: 58, optimal: false })).toMatch(/^At most 7 of 58/);
    expect(sayIndex({ frustration: 0, edges: 1, optimal: true })).toBe('None of 1 relation has to be other than told: the camps are free of contradiction.');
    expect(sayIndex({ frustration: 0, edges: 0, optimal: true })).toMatch(/nothing to contradict/);
  });
  it('says of a relation what is told and what would have to be', () => {
    expect(`${sayTold(edge('A', 'B', -1))}; ${sayFlipped(edge('A', 'B', -1))}`).toBe('A and B fight each other; they would have to stand together');
  });
  it('knows triads that no two camps can hold', () => {
    expect(['+++', '+--', '++-', '---'].filter(contradicts)).toEqual(['++-', '---']);
    expect(kindOf({ actors: ['A', 'B', 'C'].map(who), edges: [edge('A', 'B', -1), edge('A', 'C', 1), edge('B', 'C', 1)] })).toBe('++-');
  });
});
