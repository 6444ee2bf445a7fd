import { describe, expect, it } from 'vitest';
import { Offsets } from '../../text/offsets';
import { boundsOf, inOneLine, refFrom, sentenceAround } from './edit';

describe('sentenceAround', () => {
  const text = 'The army left. "They fled," a resident said. Rebels of the F.S.A. took al-Bab!\nNext line.';
  const around = (words: string): string => {
    const start = text.indexOf(words);
    const [from, upto] = sentenceAround(text, start, start + words.length);
    return text.slice(from, upto);
  };
  it('takes the sentence of the words', () => {
    expect(around('fled')).toBe('"They fled," a resident said.');
    expect(around('army')).toBe('The army left.');
  });
  it('stays within the line', () => {
    expect(around('al-Bab')).toContain('took al-Bab!');
    expect(around('al-Bab')).not.toContain('Next');
    expect(around('Next')).toBe('Next line.');
  });
});

describe('refFrom', () => {
  it('counts code points', () => {
    const offsets = new Offsets('😀 Rebels took it');
    const ref = refFrom(offsets, 3, 9, 'agent');
    expect(ref).toMatchObject({ text: 'Rebels', start: 2, end: 8 });
  });
});

describe('boundsOf', () => {
  it.each([
    ['16', 16, 16],
    ['at least 16', 16, null],
    ['up to 40', null, 40],
    ['30,000 to 50,000', 30000, 50000],
    ['dozens', 24, 99],
    ['over 40', 40, null],
    ['nearly 40', null, 40],
    ['many', null, null],
  ])('%s', (text, low, high) => {
    expect(boundsOf(text)).toEqual({ low, high });
  });
});

describe('inOneLine', () => {
  it('has one space where the lines of a report break', () => {
    expect(inOneLine(' opened\n  fire\ton ')).toBe('opened fire on');
  });
});
