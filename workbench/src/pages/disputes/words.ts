// Disputes in words.
import type { PositionForm } from '../../api/types';
import { to } from '../../state/router.svelte';
import { sayDay, saySpan } from '../../text/days';
import { count } from '../../text/words';

export { ABOUT, GRADE } from '../../publish/say';

/** In which order kinds are offered. */
export const KINDS = ['holder', 'perpetrator', 'toll', 'occurrence'] as const;

/** Whose word a position is: those who say so, else the outlets that print it as their own. */
export const whose = (position: PositionForm): string => (position.by.length ? position.by.join(', ') : 'in the outlets’ own voice');

export function sayDays(position: PositionForm): string {
  if (!position.first && !position.last) return 'undated';
  return position.first === position.last ? sayDay(position.first) : saySpan(position.first, position.last);
}

export const saySources = (position: PositionForm): string => count(position.sources, 'independent source');

/** The page of what a dispute is about. */
export function subjectOf(dispute: { about: string; subject: string }): { href: string; label: string } {
  return dispute.about === 'holder' ? { href: to.place(dispute.subject), label: 'The place' } : { href: to.incident(dispute.subject), label: 'The incident' };
}
