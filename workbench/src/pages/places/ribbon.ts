// The ribbon of holders: where each spell, share and piece of evidence lies on the axis of days.
// In: a place's form. Out: numbers and polygons in pixels. Shares move in straight lines between the days that the server names;
// before the first and after the last of them nothing is drawn.
import { numberOf } from '../map/draw/days';

export interface Axis {
  /** First and last day. */
  from: number;
  to: number;
  width: number;
}

export interface SpellLike {
  holder: string;
  start: string;
  end: string;
  probability: number;
  statements: string[];
}

export interface Segment<S extends SpellLike = SpellLike> {
  spell: S;
  x: number;
  width: number;
}

/** The axis that takes in all of these days; null where there are none. */
export function axisOf(days: (string | null | undefined)[], width: number): Axis | null {
  const known = days.map(numberOf).filter((day): day is number => day !== null);
  if (!known.length) return null;
  const from = Math.min(...known);
  return { from, to: Math.max(from + 1, ...known), width };
}

/** Where a day begins. */
export function xOf(axis: Axis, day: number): number {
  return ((day - axis.from) / (axis.to + 1 - axis.from)) * axis.width;
}

/** The day under a pixel. */
export function dayAt(axis: Axis, x: number): number {
  return Math.max(axis.from, Math.min(axis.to, axis.from + Math.floor((x / axis.width) * (axis.to + 1 - axis.from))));
}

/** Spells as pieces of the axis, in the order of days. */
export function segmentsOf<S extends SpellLike>(axis: Axis, spells: readonly S[]): Segment<S>[] {
  return [...spells]
    .sort((one, two) => one.start.localeCompare(two.start))
    .map((spell) => {
      const x = xOf(axis, numberOf(spell.start) ?? axis.from);
      return { spell, x, width: Math.max(1, xOf(axis, (numberOf(spell.end) ?? axis.from) + 1) - x) };
    });
}

/** Shares as stacked areas, from the first key (at the foot) to the last. One polygon each, as SVG's points. */
export function stackShares(axis: Axis, days: readonly string[], shares: Record<string, readonly number[]>, keys: readonly string[], height: number): { key: string; points: string }[] {
  const xs = days.map((day) => xOf(axis, numberOf(day) ?? axis.from));
  const foot = days.map(() => 0);
  return keys
    .filter((key) => shares[key]?.some((share) => share > 0.005))
    .map((key) => {
      const low = [...foot];
      days.forEach((_, at) => (foot[at] = Math.min(1, foot[at]! + (shares[key]![at] ?? 0))));
      const edge = (values: number[]) => xs.map((x, at) => `${x.toFixed(1)},${((1 - values[at]!) * height).toFixed(1)}`);
      return { key, points: [...edge(foot), ...edge(low).reverse()].join(' ') };
    });
}

/** Shares on a day, likeliest first; none outside the days that are told of. */
export function sharesOn(days: readonly string[], shares: Record<string, readonly number[]>, day: number): { key: string; share: number }[] {
  const numbers = days.map((one) => numberOf(one) ?? 0);
  const next = numbers.findIndex((one) => one >= day);
  if (next < 0 || (next === 0 && numbers[0] !== day)) return [];
  const before = Math.max(0, next - 1);
  const part = next === before ? 0 : (day - numbers[before]!) / Math.max(1, numbers[next]! - numbers[before]!);
  return Object.entries(shares)
    .map(([key, values]) => ({ key, share: (values[before] ?? 0) * (1 - part) + (values[next] ?? 0) * part }))
    .filter(({ share }) => share >= 0.01)
    .sort((one, two) => two.share - one.share);
}

/** Years, or months where there are few, as marks of the axis with room for their labels. */
export function ticksOf(axis: Axis): { x: number; text: string }[] {
  const ticks: { x: number; text: string }[] = [];
  const years = (axis.to - axis.from) / 365.25;
  const step = years < 1.6 ? 1 : years < 4 ? 3 : 12;
  const start = new Date(axis.from * 86_400_000);
  for (let month = start.getUTCFullYear() * 12; ticks.length < 400; month += step) {
    const day = Date.UTC(Math.floor(month / 12), month % 12, 1) / 86_400_000;
    if (day > axis.to) break;
    if (day < axis.from) continue;
    ticks.push({ x: xOf(axis, day), text: step === 12 ? String(month / 12) : `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}` });
  }
  const every = Math.max(1, Math.ceil((ticks.length * (step === 12 ? 42 : 60)) / Math.max(1, axis.width)));
  return ticks.filter((tick, at) => at % every === 0 && tick.x < axis.width - (step === 12 ? 28 : 46));
}
