import { describe, expect, it } from 'vitest';
import type { StatementForm } from '../../api/types';
import { cutText, layLanes, paragraphBounds } from './segments';

function statement(id: string, text: string, quote: string, trigger: string, from = 0): StatementForm {
  const start = [...text.slice(0, text.indexOf(quote, from))].length;
  return {
    id, doc: 'd', kind: 'event', type: 'clash', agent: [], target: [], place: [],
    time: { text: '', start: null, end: null, precision: 'unknown', basis: 'publication' },
    numbers: [], claim: { by: [], stance: null, hearsay: false }, status: 'actual',
    evidence: { start, end: start + [...quote].length, quote }, trigger, score: 0.9, made_by: 'rules', because: [], codes: null, judged: null, etag: 'v0',
  };
}

describe('cutText', () => {
  it('loses no character, whatever overlaps', () => {
    const text = 'Rebels shelled 🏚️ the town 😀 and took it.\n\nThe army fled.';
    const first = 'Rebels shelled 🏚️ the town 😀 and took it.';
    const cut = cutText(text, [statement('a', text, first, 'shelled'), statement('b', text, first, 'took'), statement('c', text, 'The army fled.', 'fled')]);
    const seen = cut.paragraphs.map((one) => one.segments.map((segment) => segment.text).join(''));
    expect(seen).toEqual([first, 'The army fled.']);
    for (const paragraph of cut.paragraphs) for (const segment of paragraph.segments) expect(text.slice(segment.start, segment.start + segment.text.length)).toBe(segment.text);
  });

  it('finds triggers behind an emoji', () => {
    const text = '😀😀 Rebels took the town.';
    const cut = cutText(text, [statement('a', text, 'Rebels took the town.', 'took')]);
    const marked = cut.paragraphs[0]?.segments.filter((segment) => segment.triggers.length);
    expect(marked?.map((segment) => segment.text)).toEqual(['took']);
  });

  it('takes the whole word, not a part of one', () => {
    const text = 'The retaken town was taken.';
    const cut = cutText(text, [statement('a', text, text, 'taken')]);
    expect(cut.triggers[0]?.start).toBe(text.lastIndexOf('taken'));
  });

  it('gives one passage to all statements of a sentence, and a mark in the margin once', () => {
    const text = 'IS shelled and bombed the town.';
    const cut = cutText(text, [statement('a', text, text, 'shelled'), statement('b', text, text, 'bombed')]);
    expect(cut.passages).toHaveLength(1);
    expect(cut.passages[0]?.statements).toEqual([0, 1]);
    expect(cut.paragraphs[0]?.segments.flatMap((segment) => segment.begins)).toEqual([0]);
  });

  it('is quick on 200,000 characters with 2,000 statements', () => {
    const sentence = 'The rebels shelled the northern town and the army left it before noon, residents said. ';
    const text = Array.from({ length: 2300 }, (_, index) => sentence + (index % 6 === 5 ? '\n' : '')).join('');
    let at = 0;
    const all = Array.from({ length: 2000 }, (_, index) => {
      const made = statement(`s${index}`, '', '', 'shelled');
      at = text.indexOf('The rebels', index ? at + 1 : 0);
      return { ...made, evidence: { start: at, end: at + sentence.length - 1, quote: sentence.slice(0, -1) } };
    });
    const before = performance.now();
    const cut = cutText(text, all);
    expect(performance.now() - before).toBeLessThan(400);
    expect(cut.paragraphs.flatMap((one) => one.segments).filter((segment) => segment.triggers.length)).toHaveLength(2000);
  });
});

describe('layLanes', () => {
  it('puts what overlaps on different lanes and what does not on one', () => {
    const ranges = [{ start: 0, end: 10, lane: 0 }, { start: 5, end: 8, lane: 0 }, { start: 10, end: 12, lane: 0 }];
    layLanes(ranges);
    expect(ranges.map((range) => range.lane)).toEqual([0, 1, 0]);
  });
});

describe('paragraphBounds', () => {
  it('cuts a line without end at spaces, and never within a pair', () => {
    const line = '😀'.repeat(5000);
    const bounds = paragraphBounds(line);
    expect(bounds.map(({ start, end }) => line.slice(start, end)).join('')).toBe(line);
    for (const { start } of bounds) expect(start % 2).toBe(0);
  });
  it('leaves out empty lines', () => {
    expect(paragraphBounds('a\n\n\nb\n').map(({ start, end }) => [start, end])).toEqual([[0, 1], [4, 5]]);
  });
});
