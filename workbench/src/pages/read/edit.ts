// A statement as a person says it: from what stands now to the form that is sent, and words to offsets.
import type { CodebookForm, RefEdit, RefForm, StatementEdit, StatementForm } from '../../api/types';
import { Offsets } from '../../text/offsets';

export type RefField = 'agent' | 'target' | 'place' | 'by';
/** A Ref in the making: the server's form and the words, which are shown. */
export interface RefDraft extends RefEdit {
  name: string;
  text: string;
}
export interface Draft extends Omit<StatementEdit, RefField> {
  agent: RefDraft[];
  target: RefDraft[];
  place: RefDraft[];
  by: RefDraft[];
  numbers: NonNullable<StatementEdit['numbers']>;
  time_text: string;
  start: string | null;
  end: string | null;
  precision: string;
  basis: string;
  stance: string | null;
  hearsay: boolean;
  trigger: string;
}

const refs = (list: readonly RefForm[]): RefDraft[] => list.map(({ text, start, end, name, kind, id }) => ({ text, start, end, name, kind, id: id ?? null }));

export function draftOf(statement: StatementForm): Draft {
  const { time, claim, evidence } = statement;
  return {
    kind: statement.kind,
    type: statement.type,
    agent: refs(statement.agent),
    target: refs(statement.target),
    place: refs(statement.place),
    time_text: time.text,
    start: time.start,
    end: time.end,
    precision: time.precision,
    basis: time.basis,
    numbers: statement.numbers.map((number) => ({ ...number })),
    by: refs(claim.by),
    stance: claim.stance,
    hearsay: claim.hearsay,
    status: statement.status,
    evidence_start: evidence.start,
    evidence_end: evidence.end,
    trigger: statement.trigger,
  };
}

/** A statement that the reader missed, from the words that a person selected (in code points). */
export function newDraft(start: number, end: number): Draft {
  return {
    kind: 'event', type: 'clash', agent: [], target: [], place: [], time_text: '', start: null, end: null, precision: 'unknown', basis: 'publication',
    numbers: [], by: [], stance: null, hearsay: false, status: 'actual', evidence_start: start, evidence_end: end, trigger: '',
  };
}

export function editOf(draft: Draft): StatementEdit {
  const plain = (list: RefDraft[]): RefEdit[] => list.map(({ start, end, name, kind, id }) => ({ start, end, name, kind, id: id ?? null }));
  return { ...draft, agent: plain(draft.agent), target: plain(draft.target), place: plain(draft.place), by: plain(draft.by), stance: draft.by.length ? draft.stance : null };
}

/** The sentence around a selection: from the end of the one before to its own full stop, within its line. In units. */
export function sentenceAround(text: string, start: number, end: number): [number, number] {
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const stop = text.indexOf('\n', end);
  const upto = stop < 0 ? text.length : stop;
  let from = line;
  for (const found of text.slice(line, start).matchAll(/[.!?]["'”’)]*\s+(?=["'“‘(]*[\p{Lu}\p{N}])/gu)) from = line + found.index + found[0].length;
  const rest = /[.!?]["'”’)]*(?=\s+["'“‘(]*[\p{Lu}\p{N}]|\s*$)/u.exec(text.slice(end - 1, upto));
  const close = rest ? end - 1 + rest.index + rest[0].length : upto;
  return trim(text, from, Math.max(close, end));
}

/** Without white space at its ends. */
export function trim(text: string, start: number, end: number): [number, number] {
  while (start < end && /\s/.test(text[start] as string)) start += 1;
  while (end > start && /\s/.test(text[end - 1] as string)) end -= 1;
  return [start, end];
}

/** Words with one space between them, whatever stands there in the report. */
export const inOneLine = (text: string): string => text.split(/\s+/).join(' ').trim();

/** What kind of Ref a role most likely takes. */
export function likelyKind(field: RefField, text: string): string {
  if (field === 'place') return 'place';
  return /^\p{Lu}/u.test(text) ? 'armed_group' : 'people';
}

/** A Ref from a selection (units) of the report. */
export function refFrom(offsets: Offsets, start: number, end: number, field: RefField, known: readonly RefForm[] = []): RefDraft {
  const text = offsets.text.slice(start, end);
  const alike = known.find((ref) => ref.text === text);
  return { text, start: offsets.toPoints(start), end: offsets.toPoints(end), name: alike?.name ?? text, kind: alike?.kind ?? likelyKind(field, text), id: alike?.id ?? null };
}

/** "at least 16" and the like as bounds, by the codebook's rules on numbers. */
export function boundsOf(text: string): { low: number | null; high: number | null } {
  const words: Record<string, [number | null, number | null]> = { several: [3, 9], dozens: [24, 99], scores: [40, 99], hundreds: [200, 999], thousands: [2000, 9999] };
  const lower = text.toLowerCase();
  const figures = [...lower.matchAll(/\d{1,3}(?:,\d{3})+|\d+/g)].map((found) => Number(found[0].replaceAll(',', '')));
  const [first, second] = figures;
  if (first === undefined) {
    for (const [word, [low, high]] of Object.entries(words)) if (lower.includes(word)) return { low, high };
    return { low: null, high: null };
  }
  if (second !== undefined) return { low: Math.min(first, second), high: Math.max(first, second) };
  if (/at least|more than|over|no fewer|minimum/.test(lower)) return { low: first, high: null };
  if (/up to|at most|nearly|almost|fewer than|less than|under/.test(lower)) return { low: null, high: first };
  return { low: first, high: first };
}

/** The codebook's words for a field; for `type` and the like, of the code that is chosen. */
export function ruleOf(book: CodebookForm | undefined, field: string, code = ''): { label: string; text: string }[] {
  if (!book) return [];
  // The kind of a Ref is no field of a statement, so only the kind's own rule is told ("kind" there is that of the statement).
  const fields = field === 'claim' ? ['by', 'stance', 'hearsay'] : field === 'kind' ? [] : [field];
  const found = book.fields.filter((rule) => fields.includes(rule.code));
  const lists: Record<string, readonly { code: string; label: string; text: string }[]> = { type: book.types, status: book.statuses, numbers: book.measures, kind: book.ref_kinds, claim: book.stances, time: book.precisions };
  const chosen = code ? (lists[field] ?? []).filter((rule) => rule.code === code) : [];
  return [...chosen, ...found];
}
