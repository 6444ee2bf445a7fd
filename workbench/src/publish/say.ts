// Incidents, figures and times of the site in words.
import { sayDay, saySpan } from '../text/days';
import { plain, say, sayRange } from '../text/words';
import type { Dead, Incident, Site } from './data';

/** When it was, as exact as it is told. */
export function sayWhen(one: { start: string | null; end: string | null; precision?: number | null }): string {
  if (!one.start) return one.end ? `reported by ${sayDay(one.end)}` : 'undated';
  return saySpan(one.start, one.end);
}

/** "Air-strike, Raqqa". */
export function sayWhat(site: Site, one: Incident): string {
  const place = site.placeOf(one);
  return `${capital(plain(one.type))}${place ? `, ${place.name}` : ''}`;
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The best figure; "" where no account gives one. */
export function sayBest(dead: Dead | null): string {
  if (!dead) return '';
  const [low, best, high] = dead;
  return say(best ?? low ?? high ?? 0);
}

/** Its bounds, where they differ: "4 to 30", "at least 16". */
export function sayBounds(dead: Dead | null): string {
  if (!dead) return '';
  const [low, best, high] = dead;
  return low === high && (best === low || best === null) ? '' : sayRange(low, high);
}

export const ABOUT: Record<string, string> = {
  holder: 'Who holds it',
  perpetrator: 'Who did it',
  toll: 'How many died',
  occurrence: 'Whether it happened',
};

export const GRADE: Record<string, string> = {
  confirmed: 'confirmed',
  fair: 'fair: two independent sources or more',
  weak: 'weak: one independent source',
  contested: 'contested',
  discounted: 'discounted',
};
