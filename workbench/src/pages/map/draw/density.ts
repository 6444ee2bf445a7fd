// How many incidents and reports fall into each month, and which months the time bar shows.
// In: the index, months of the form. Out: one entry a month without gaps. A few strays far from the rest (a treaty of 1921 in a
// report on 2016) do not stretch the bar: they are counted at its ends.
import { dayOf as isoOf } from '../../../text/days';
import { numberOf, monthStart, stepMonths } from './days';
import type { MonthForm } from './forms';
import { lowerBound, type IncidentIndex } from './incidents';

export interface Bar {
  /** First day, and the day after the last. */
  from: number;
  to: number;
  incidents: number;
  reports: number;
}

export interface Density {
  bars: Bar[];
  from: number;
  /** Last day. */
  to: number;
  before: number;
  after: number;
  most: { incidents: number; reports: number };
}

const STRAY = 0.02;

/** Days of all dated incidents, sorted. */
function datedDays(index: IncidentIndex): Int32Array {
  const all = [index.brief.first, index.nowhere.first];
  const days = new Int32Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    days.set(part, at);
    at += part.length;
  }
  return days.sort();
}

/** Count by month. `also` are days that the bar must take in (the chosen one, changes of control). */
export function densityOf(index: IncidentIndex, months: MonthForm[], also: number[] = []): Density {
  const days = datedDays(index);
  const reports = new Map(months.map((month) => [month.month, month.reports ?? 0]));
  const told = [...days, ...months.filter((month) => month.reports).map((month) => monthStart(month.month) ?? 0)];
  const span = days.length ? days : Int32Array.from(told).sort();
  const cut = Math.floor(span.length * STRAY);
  const first = Math.min(span[cut] ?? 0, ...also);
  const last = Math.max(span[span.length - 1 - cut] ?? 0, ...also);
  const bars: Bar[] = [];
  let from = numberOf(`${isoOf(first).slice(0, 7)}-01`) ?? first;
  while (from <= last && bars.length < 2400) {
    const to = stepMonths(from, 1);
    bars.push({ from, to, incidents: lowerBound(days, to) - lowerBound(days, from), reports: reports.get(isoOf(from).slice(0, 7)) ?? 0 });
    from = to;
  }
  const start = bars[0]?.from ?? first;
  const end = bars.at(-1)?.to ?? last + 1;
  return {
    bars,
    from: start,
    to: end - 1,
    before: lowerBound(days, start),
    after: days.length - lowerBound(days, end),
    most: { incidents: Math.max(1, ...bars.map((bar) => bar.incidents)), reports: Math.max(1, ...bars.map((bar) => bar.reports)) },
  };
}

/** The day a map opens on: when most that is dated has happened, so that knowledge is fresh and plenty. */
export function firstDay(index: IncidentIndex, fallback: string | null): number {
  const days = datedDays(index);
  return days[Math.floor(days.length * 0.6)] ?? numberOf(fallback) ?? 0;
}
