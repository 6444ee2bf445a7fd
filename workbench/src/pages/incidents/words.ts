// Incidents and their figures in words, and how a figure lies on an axis.
import type { Bounds, IncidentRow, QuantityForm, Who } from '../../api/types';
import { capital } from '../../publish/say';
import { sayDay, sayMonth, saySpan } from '../../text/days';
import { plain, say, sayRange } from '../../text/words';

import { sayWhen } from '../../publish/say';

export { ABOUT, capital, GRADE, sayWhen } from '../../publish/say';

/** How exactly the day is known (UCDP's 1 to 5). */
export const DATE_PRECISION: Record<number, string> = {
  1: 'the day is told',
  2: 'told to within a few days',
  3: 'told to within a week',
  4: 'told to within a month',
  5: 'told to within a year',
};

/** What the rule that chose the best figure does. */
export const RULE: Record<string, string> = {
  median: 'best is the median of independent sources',
  max: 'best is the highest figure',
  latest: 'best is the latest figure',
};

/** "Air-strike at al-Bab". */
export const sayWhat = (row: Pick<IncidentRow, 'type' | 'place'>): string => `${capital(plain(row.type))}${row.place ? ` at ${row.place.name}` : ''}`;

/** When, short enough for a column: spans across years by their months. */
export function sayShort(row: Pick<IncidentRow, 'start' | 'end'>): string {
  const { start, end } = row;
  if (!start && end) return `by ${sayDay(end)}`;
  if (!start || !end || start.slice(0, 4) === end.slice(0, 4)) return sayWhen(row);
  return saySpan(start, end).length > 20 ? `${sayMonth(start.slice(0, 7))} to ${sayMonth(end.slice(0, 7))}` : saySpan(start, end);
}

/** Low, best, high in one cell: what stands before the best figure, it, and what stands after. */
export function figurePieces({ low, best, high }: Bounds): [string, string, string] {
  if (best === null) return ['', low === null ? `≤ ${say(high ?? 0)}` : high === null ? `≥ ${say(low)}` : `${say(low)}–${say(high)}`, ''];
  if (low === best) return high === null ? ['≥ ', say(best), ''] : ['', say(best), high === best ? '' : `–${say(high)}`];
  if (high === best) return low === null ? ['≤ ', say(best), ''] : [`${say(low)}–`, say(best), ''];
  if (low === null && high === null) return ['', say(best), ''];
  return ['', say(best), ` (${low === null ? `≤ ${say(high ?? 0)}` : high === null ? `≥ ${say(low)}` : `${say(low)}–${say(high)}`})`];
}

export const namesOf = (all: readonly Who[], most = 3): string =>
  all.length > most ? `${all.slice(0, most).map((who) => who.name || who.key).join(', ')} and ${all.length - most} more` : all.map((who) => who.name || who.key).join(', ');

/** One figure to draw: two ends, either of which may be open. */
export interface Told {
  low: number | null;
  high: number | null;
}

/**
 * The figures of an account as one, by the rule by which tolls are weighed: where each of several targets has its own
 * ("22 children and six teachers") they add up; else the largest is the whole, and the others are parts of it.
 */
export function joined(figures: readonly QuantityForm[], targets = 0): Told | null {
  if (!figures.length) return null;
  if (figures.length > 1 && figures.length === targets) {
    const sum = (of: readonly number[]): number => of.reduce((whole, one) => whole + one, 0);
    const known = (of: readonly (number | null)[]): number[] => of.filter((one): one is number => one !== null);
    const lows = known(figures.map((one) => one.low));
    const highs = known(figures.map((one) => one.high));
    return { low: lows.length ? sum(lows) : null, high: highs.length === figures.length ? sum(highs) : null };
  }
  const least = (one: QuantityForm): number => one.low ?? one.high ?? 0;
  const whole = figures.reduce((most, one) => (least(one) > least(most) ? one : most));
  return { low: whole.low, high: whole.high };
}

/** The end of an axis that holds all of these, and round figures along it. Roots where the largest would hide the rest. */
export function axisOf(figures: readonly (Told | Bounds)[]): { top: number; root: boolean; ticks: number[] } {
  const ends = figures.flatMap((one) => [one.low, one.high, 'best' in one ? one.best : null]).filter((value): value is number => value !== null);
  const most = Math.max(1, ...ends);
  const middle = [...ends].sort((a, b) => a - b)[Math.floor(ends.length / 2)] ?? most;
  const root = most > 20 * Math.max(1, middle);
  const step = roundStep(most / 4);
  const top = Math.max(step, Math.ceil(most / step) * step);
  const even = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
  // Along roots these lie evenly, more or less; round figures read better than even ones.
  const apart = [...new Set([0, ...[1 / 25, 1 / 4].map((part) => roundStep(top * part)), top])].filter((tick) => tick <= top);
  return { top, root, ticks: root ? apart : even };
}

/** 1, 2 or 5 times a power of ten: the least that is no smaller. */
function roundStep(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return Math.max(1, [1, 2, 5, 10].map((part) => part * power).find((one) => one >= value) ?? power);
}

export const sayTold = (one: Told): string => sayRange(one.low, one.high);
