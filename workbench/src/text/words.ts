// Words on screen, as the glossary has them; codes of the codebook in plain words.
import type { Bounds, QuantityForm, RefForm, StatementForm } from '../api/types';

const number = new Intl.NumberFormat('en-GB');
export const say = (value: number): string => number.format(value);

/** "1 report", "2 reports". */
export function count(value: number, one: string, more = `${one}s`): string {
  return `${say(value)} ${value === 1 ? one : more}`;
}

/** A code as words: "armed_group" is "armed group", "air-strike" stays. */
export const plain = (code: string): string => code.replaceAll('_', ' ');

export const STATUS: Record<string, string> = {
  actual: 'actual',
  ongoing: 'ongoing',
  planned: 'planned',
  predicted: 'predicted',
  conditional: 'conditional',
  denied: 'denied',
};
export const JUDGED: Record<string, string> = { accepted: 'accepted', rejected: 'rejected', amended: 'amended', person: 'added by a person' };
export const TIE: Record<string, string> = { fights: 'fights', backs: 'backs', allied: 'is allied with', 'part-of': 'is part of' };
export const ABOUT: Record<string, string> = { actor: 'actors', place: 'a place', incident: 'an incident', statement: 'a statement' };

/** Low, best and high as text: "12", "8 to 20", "at least 8", "up to 20", "not told". */
export function sayBounds(bounds: Bounds | null | undefined): string {
  if (!bounds) return 'not told';
  const { low, best, high } = bounds;
  const range = sayRange(low, high);
  if (best === null || best === undefined) return range;
  if (low === high && low === best) return say(best);
  return low === null && high === null ? say(best) : `${say(best)} (${range})`;
}

export function sayRange(low: number | null | undefined, high: number | null | undefined): string {
  const from = low ?? null;
  const to = high ?? null;
  if (from === null && to === null) return 'not told';
  if (from === null) return `up to ${say(to as number)}`;
  if (to === null) return `at least ${say(from)}`;
  return from === to ? say(from) : `${say(from)} to ${say(to)}`;
}

export const sayQuantity = (quantity: QuantityForm): string => `${sayRange(quantity.low, quantity.high)} ${plain(quantity.measure)}`;

export const names = (refs: readonly RefForm[]): string => refs.map((ref) => ref.name || ref.text).join(', ');

/** A statement in one line: "Turkey → Islamic State · air-strike · al-Bab". */
export function sayStatement(statement: StatementForm): string {
  const agent = names(statement.agent);
  const target = names(statement.target);
  const sides = agent && target ? `${agent} → ${target}` : agent || (target ? `→ ${target}` : '');
  return [sides, plain(statement.type), names(statement.place)].filter(Boolean).join(' · ');
}

/** Who says so: "" where the report says it in its own voice. */
export function sayClaim(statement: StatementForm): string {
  const { by, stance, hearsay } = statement.claim;
  const who = names(by);
  if (!who) return hearsay ? 'hearsay' : '';
  const words: Record<string, string> = { denies: 'denied by ', accuses: 'an accusation by ', doubts: 'doubted by ' };
  return `${words[stance ?? ''] ?? ''}${who}`;
}

/** UCDP's precision of a place in words. */
export const PLACE_PRECISION: Record<number, string> = {
  1: 'exact',
  2: 'within about 25 km',
  3: 'district',
  4: 'province',
  5: 'somewhere along a line or area',
  6: 'country',
  7: 'international waters or air',
};
export const percent = (share: number): string => (share > 0 && share < 0.01 ? '<1 %' : `${Math.round(share * 100)} %`);
