// What the table of incidents is filtered by: all of it in the address.
import { day, many, oneOf, text, whole, type UrlState } from '../../state/url.svelte';

export const SORTS = ['time', '-time', 'deaths', 'sources', 'accounts'] as const;
export const SHAPE = {
  q: text(),
  type: many(),
  actor: many(),
  place: text(),
  since: day(),
  until: day(),
  deaths: whole(),
  outlet: many(),
  outlets: whole(),
  grade: many(),
  disputed: oneOf(['', 'true', 'false'], ''),
  // Those told most first: what a person opens a case for, and long spans without a day do not crowd the top.
  sort: oneOf(SORTS, 'accounts'),
};
export type IncidentFilters = UrlState<typeof SHAPE>;

/** As the server asks for it; what is not filtered is left out. */
export function queryOf({ disputed, outlets, ...rest }: IncidentFilters['current']) {
  return { ...rest, ...(disputed ? { disputed: disputed === 'true' } : {}), ...(outlets ? { outlets } : {}) };
}
