// Which words of a sentence fill which role: the sentence as pieces, for marks.
import type { RefForm, StatementForm } from '../api/types';
import { Offsets } from './offsets';

export type Role = 'agent' | 'target' | 'place' | 'claim' | 'time' | 'number' | 'trigger';
export const ROLES: readonly Role[] = ['agent', 'target', 'place', 'claim', 'time', 'number', 'trigger'];

/** Words of a role in code points of the report. */
export interface RoleSpan {
  role: Role;
  start: number;
  end: number;
}

/** Every span that fills a role; words without offsets (time, numbers, trigger) are looked for in the sentence. */
export function roleSpans(statement: StatementForm): RoleSpan[] {
  const { evidence } = statement;
  const found: RoleSpan[] = [];
  const refs = (role: Role, list: readonly RefForm[]): void => {
    for (const ref of list) found.push({ role, start: ref.start, end: ref.end });
  };
  refs('agent', statement.agent);
  refs('target', statement.target);
  refs('place', statement.place);
  refs('claim', statement.claim.by);
  const quote = new Offsets(evidence.quote);
  const words = (role: Role, text: string): void => {
    const at = text ? evidence.quote.indexOf(text) : -1;
    if (at >= 0) found.push({ role, start: evidence.start + quote.toPoints(at), end: evidence.start + quote.toPoints(at + text.length) });
  };
  words('time', statement.time.text);
  for (const number of statement.numbers) words('number', number.text);
  words('trigger', statement.trigger);
  return found;
}

export interface Piece {
  text: string;
  role: Role | null;
}

/** The sentence cut at its roles. Where roles overlap, the earlier of ROLES has the words. */
export function rolePieces(statement: StatementForm): Piece[] {
  const { start, end, quote } = statement.evidence;
  const offsets = new Offsets(quote);
  const spans = roleSpans(statement).filter((span) => span.start < end && span.end > start);
  const cuts = new Set([start, end]);
  for (const span of spans) cuts.add(Math.max(start, span.start)).add(Math.min(end, span.end));
  const points = [...cuts].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const from = points[index] as number;
    const upto = points[index + 1] as number;
    const over = spans.filter((span) => span.start <= from && span.end >= upto);
    const role = ROLES.find((name) => over.some((span) => span.role === name)) ?? null;
    const text = offsets.slice(from - start, upto - start);
    const last = pieces.at(-1);
    if (last && last.role === role) last.text += text;
    else pieces.push({ text, role });
  }
  return pieces;
}
