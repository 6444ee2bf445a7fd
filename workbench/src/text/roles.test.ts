import { describe, expect, it } from 'vitest';
import type { RefForm, StatementForm } from '../api/types';
import { rolePieces } from './roles';

const quote = '😀 Rebels took al-Bab at noon, killing 16.';
const ref = (text: string, from: number): RefForm => {
  const start = from + [...quote.slice(0, quote.indexOf(text))].length;
  return { text, start, end: start + [...text].length, name: text, kind: 'armed_group', id: null, lat: null, lon: null, precision: null };
};
const statement = (change: Partial<StatementForm> = {}): StatementForm => ({
  id: 's', doc: 'd', kind: 'event', type: 'capture', agent: [ref('Rebels', 100)], target: [], place: [ref('al-Bab', 100)],
  time: { text: 'at noon', start: null, end: null, precision: 'day', basis: 'stated' },
  numbers: [{ text: '16', measure: 'killed', low: 16, high: 16 }], claim: { by: [], stance: null, hearsay: false }, status: 'actual',
  evidence: { start: 100, end: 100 + [...quote].length, quote }, trigger: 'took', score: 1, made_by: 'r', because: [], codes: null, judged: null, etag: 'v0',
  ...change,
});

describe('rolePieces', () => {
  it('marks each role and loses no character', () => {
    const pieces = rolePieces(statement());
    expect(pieces.map((piece) => piece.text).join('')).toBe(quote);
    expect(pieces.filter((piece) => piece.role).map((piece) => [piece.role, piece.text])).toEqual([
      ['agent', 'Rebels'], ['trigger', 'took'], ['place', 'al-Bab'], ['time', 'at noon'], ['number', '16'],
    ]);
  });
  it('passes over what stands outside of the sentence', () => {
    const outside = { ...ref('Rebels', 100), start: 3, end: 9 };
    expect(rolePieces(statement({ agent: [outside] })).some((piece) => piece.role === 'agent')).toBe(false);
  });
  it('gives words of two roles to one of them', () => {
    const pieces = rolePieces(statement({ place: [ref('Rebels took', 100)] }));
    expect(pieces.map((piece) => piece.text).join('')).toBe(quote);
    expect(pieces.find((piece) => piece.text === 'Rebels')?.role).toBe('agent');
  });
});
