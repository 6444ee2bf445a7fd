// The one drawer that opens the sentences behind a cell, dot, edge or figure.
import type { paths } from '../api/schema';

/** What is asked of the server, where the statements are not known by id. */
export type WhyQuery = Partial<NonNullable<paths['/api/statements']['get']['parameters']['query']>>;

class Why {
  open = $state(false);
  ids = $state.raw<string[]>([]);
  query = $state.raw<WhyQuery | null>(null);
  title = $state('');
  note = $state('');
}
export const why = new Why();

/** Open the sentences of these statements. `note` says, in a line, how the figure came about ("best: mean of two accounts"). */
export function openWhy(ids: readonly string[], title: string, note = ''): void {
  why.ids = [...new Set(ids)];
  why.query = null;
  why.title = title;
  why.note = note;
  why.open = true;
}

/** Open the sentences that fit, as those in which an actor acts, or those of an incident that give a figure of dead. */
export function openWhyOf(query: WhyQuery, title: string, note = ''): void {
  openWhy([], title, note);
  why.query = query;
}
