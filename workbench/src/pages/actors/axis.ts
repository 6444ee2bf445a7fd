// Days on an axis of a chart of spells: bars that begin or end on an unknown day run to the edge.
import { dayOf, sayDay } from '../../text/days';
import { numberOf } from '../map/draw/days';
import type { Axis } from '../places/ribbon';

export { numberOf };
export interface Bar {
  x: number;
  width: number;
  /** Without a known beginning, without a known end. */
  openLeft: boolean;
  openRight: boolean;
}

/** Where a spell lies; one day is at least 3 pixels wide, so that it can be seen and hit. */
export function barOf(axis: Axis, left: number, since: string | null, until: string | null): Bar {
  const place = (day: number): number => left + ((day - axis.from) / (axis.to + 1 - axis.from)) * axis.width;
  const from = numberOf(since);
  const to = numberOf(until);
  const start = place(Math.max(axis.from, from ?? axis.from));
  const end = place(Math.min(axis.to, to ?? axis.to) + 1);
  return { x: Math.min(start, left + axis.width - 3), width: Math.max(3, end - start), openLeft: from === null, openRight: to === null };
}

/**
 * The axis for days of which some lie far from all others ("since 1963"): it begins where all but a twentieth of them do, when
 * that makes it much shorter. What begins before runs to the edge.
 */
export function axisFor(days: readonly (string | null | undefined)[], width: number): Axis | null {
  const known = days.map(numberOf).filter((day): day is number => day !== null).sort((one, two) => one - two);
  if (!known.length) return null;
  const to = known.at(-1) as number;
  let from = known[0] as number;
  const most = known[Math.floor(known.length * 0.05)] as number;
  if (to - from > 3 * (to - most + 365)) from = most - 30;
  return { from, to: Math.max(from + 30, to), width };
}

export const sayAxis = (axis: Axis): string => `${sayDay(dayOf(axis.from))} to ${sayDay(dayOf(axis.to))}`;
