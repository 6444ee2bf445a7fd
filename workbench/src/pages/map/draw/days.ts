// Days as whole numbers since 1970-01-01, as the map's columns have them.
// In: ISO days and what a person chose. Out: numbers, windows and words. Nothing here reads the clock or a time zone.
import { dayOf as isoOf, sayDay } from '../../../text/days';

const LENGTH = 86_400_000;
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** How many days back from the chosen day incidents are shown; "all": everything until then. */
export type Window = 'day' | 'week' | 'month' | 'all' | number;

/** First and last day, both within. */
export interface Span {
  from: number;
  to: number;
}

/** Before anything that is told. */
export const BEGINNING = -2_000_000;

/** Day number of "2016-11-05"; null where the text is no day. */
export function numberOf(iso: string | null | undefined): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? '');
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time / LENGTH : null;
}

/** "5 November 2016". */
export function sayLong(day: number): string {
  const date = new Date(day * LENGTH);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** "5 Nov 2016". */
export const sayShort = (day: number): string => sayDay(isoOf(day));

/** The same day so many months on; the last of the month where that has no such day. */
export function stepMonths(day: number, by: number): number {
  const date = new Date(day * LENGTH);
  const first = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + by, 1));
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date.getUTCDate(), length));
  return first.getTime() / LENGTH;
}

/** First day of "2016-11". */
export function monthStart(month: string): number | null {
  return numberOf(`${month}-01`);
}

/** How many days a window has; null for "all". */
export function lengthOf(window: Window): number | null {
  if (typeof window === 'number') return Math.max(1, Math.round(window));
  return { day: 1, week: 7, month: 30, all: null }[window];
}

/** The days that a window ending on a day takes in. */
export function spanOf(on: number, window: Window): Span {
  const length = lengthOf(window);
  return { from: length === null ? BEGINNING : on - length + 1, to: on };
}

/** A window as the address has it: "week", or a number of days; null where it is neither. */
export function readWindow(text: string | null | undefined): Window | null {
  if (text === 'day' || text === 'week' || text === 'month' || text === 'all') return text;
  return /^\d{1,5}$/.test(text ?? '') && Number(text) > 0 ? Number(text) : null;
}

/** "the week to 5 November 2016", for headings. */
export function saySpan(on: number, window: Window): string {
  if (window === 'all') return `until ${sayLong(on)}`;
  if (window === 'day' || window === 1) return `on ${sayLong(on)}`;
  const length = lengthOf(window) ?? 1;
  return `${sayShort(on - length + 1)} to ${sayShort(on)}`;
}
