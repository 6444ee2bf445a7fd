// The text of a report cut into paragraphs, and these where a passage or a word that evokes a statement begins or ends.
// Offsets come in as code points and leave as UTF-16 units, which is what the page's own text counts.
import type { StatementForm } from '../../api/types';
import { Offsets } from '../../text/offsets';

/** A passage that says something: all statements with the same evidence. */
export interface Passage {
  start: number;
  end: number;
  statements: number[];
  /** Passages that overlap lie on different lines beneath the words. */
  lane: number;
}
/** The words that evoke a statement. */
export interface Trigger {
  start: number;
  end: number;
  statement: number;
  lane: number;
}
export interface Segment {
  start: number;
  text: string;
  /** Indices of passages and of statements' triggers that cover it. */
  passages: number[];
  triggers: number[];
  /** Passages that begin here: the margin has a mark for them. */
  begins: number[];
}
export interface Paragraph {
  start: number;
  end: number;
  /** A long paragraph is cut so that only what is in view is laid out; this one goes on from the one before. */
  goesOn: boolean;
  segments: Segment[];
}
export interface Cut {
  passages: Passage[];
  triggers: Trigger[];
  paragraphs: Paragraph[];
}

export const LANES = 3;
const LONGEST = 4000;

interface Ranged {
  start: number;
  end: number;
  lane: number;
}

/** Lanes so that what overlaps does not hide each other; the last lane takes what finds no room. */
export function layLanes(ranges: Ranged[], lanes = LANES): void {
  const order = [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
  const ends = Array.from({ length: lanes }, () => -1);
  for (const range of order) {
    const free = ends.findIndex((end) => end <= range.start);
    range.lane = free < 0 ? lanes - 1 : free;
    ends[range.lane] = Math.max(ends[range.lane] ?? -1, range.end);
  }
}

/** Where the trigger's words stand, in units of the text; null where they are not found in the passage. */
function triggerAt(statement: StatementForm, start: number): [number, number] | null {
  const { trigger } = statement;
  if (!trigger) return null;
  const quote = statement.evidence.quote;
  let at = quote.indexOf(trigger);
  while (at >= 0) {
    const before = quote[at - 1];
    const after = quote[at + trigger.length];
    const whole = !(before && /[\p{L}\p{N}]/u.test(before)) && !(after && /[\p{L}\p{N}]/u.test(after));
    if (whole) return [start + at, start + at + trigger.length];
    at = quote.indexOf(trigger, at + 1);
  }
  return null;
}

function passagesOf(statements: readonly StatementForm[], offsets: Offsets): Passage[] {
  const found = new Map<string, Passage>();
  statements.forEach((statement, index) => {
    const start = offsets.toUnits(statement.evidence.start);
    const end = Math.min(offsets.text.length, offsets.toUnits(statement.evidence.end));
    if (end <= start) return;
    const key = `${start} ${end}`;
    const passage = found.get(key);
    if (passage) passage.statements.push(index);
    else found.set(key, { start, end, statements: [index], lane: 0 });
  });
  const all = [...found.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  layLanes(all);
  return all;
}

function triggersOf(statements: readonly StatementForm[], offsets: Offsets): Trigger[] {
  const all: Trigger[] = [];
  statements.forEach((statement, index) => {
    const start = offsets.toUnits(statement.evidence.start);
    // Without words of its own a statement still needs a place to be seen and clicked: the passage's first word.
    const found = triggerAt(statement, start) ?? [start, start + (/^\S+/.exec(offsets.text.slice(start, start + 40))?.[0].length ?? 1)];
    all.push({ start: found[0], end: Math.min(found[1], offsets.text.length), statement: index, lane: 0 });
  });
  layLanes(all);
  return all;
}

/** Bounds of paragraphs: lines of the text, and long ones cut at a space. */
export function paragraphBounds(text: string): { start: number; end: number; goesOn: boolean }[] {
  const bounds: { start: number; end: number; goesOn: boolean }[] = [];
  let start = 0;
  while (start <= text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    let from = start;
    let goesOn = false;
    while (end - from > LONGEST) {
      const space = text.lastIndexOf(' ', from + LONGEST);
      // No space at all: cut, but never between the halves of a pair.
      const code = text.charCodeAt(from + LONGEST);
      const hard = from + LONGEST - (code >= 0xdc00 && code < 0xe000 ? 1 : 0);
      const cut = space > from ? space + 1 : hard;
      bounds.push({ start: from, end: cut, goesOn });
      from = cut;
      goesOn = true;
    }
    if (end > from) bounds.push({ start: from, end, goesOn });
    start = end + 1;
  }
  return bounds;
}

/** Everything that the page draws of a text. */
export function cutText(text: string, statements: readonly StatementForm[]): Cut {
  const offsets = new Offsets(text);
  const passages = passagesOf(statements, offsets);
  const triggers = triggersOf(statements, offsets).sort((a, b) => a.start - b.start || a.end - b.end);
  const paragraphs = paragraphBounds(text).map(({ start, end, goesOn }): Paragraph => ({ start, end, goesOn, segments: [] }));
  fill(paragraphs, text, passages, triggers);
  return { passages, triggers, paragraphs };
}

function fill(paragraphs: Paragraph[], text: string, passages: Passage[], triggers: Trigger[]): void {
  let nextPassage = 0;
  let nextTrigger = 0;
  let openPassages: number[] = [];
  let openTriggers: number[] = [];
  for (const paragraph of paragraphs) {
    const cuts = new Set([paragraph.start, paragraph.end]);
    const enter = (ranges: readonly { start: number; end: number }[], next: number, open: number[]): number => {
      while (next < ranges.length && (ranges[next] as { start: number }).start < paragraph.end) open.push(next++);
      return next;
    };
    openPassages = openPassages.filter((index) => (passages[index] as Passage).end > paragraph.start);
    openTriggers = openTriggers.filter((index) => (triggers[index] as Trigger).end > paragraph.start);
    nextPassage = enter(passages, nextPassage, openPassages);
    nextTrigger = enter(triggers, nextTrigger, openTriggers);
    for (const range of [...openPassages.map((index) => passages[index] as Passage), ...openTriggers.map((index) => triggers[index] as Trigger)]) {
      if (range.start > paragraph.start && range.start < paragraph.end) cuts.add(range.start);
      if (range.end > paragraph.start && range.end < paragraph.end) cuts.add(range.end);
    }
    const points = [...cuts].sort((a, b) => a - b);
    for (let index = 0; index + 1 < points.length; index++) {
      const from = points[index] as number;
      const upto = points[index + 1] as number;
      const covers = (range: { start: number; end: number }): boolean => range.start <= from && range.end >= upto;
      paragraph.segments.push({
        start: from,
        text: text.slice(from, upto),
        passages: openPassages.filter((one) => covers(passages[one] as Passage)),
        triggers: openTriggers.filter((one) => covers(triggers[one] as Trigger)).map((one) => (triggers[one] as Trigger).statement),
        begins: openPassages.filter((one) => (passages[one] as Passage).start === from),
      });
    }
  }
}
