// The tangle in plain words.
import type { TangleForm, Who } from '../../api/types';
import { count, say } from '../../text/words';

export type Edge = TangleForm['flip'][number];
export type Triad = TangleForm['contradictory'][number];

/** The frustration index as a sentence. */
export function sayIndex({ frustration, edges, optimal }: Pick<TangleForm, 'frustration' | 'edges' | 'optimal'>): string {
  if (!edges) return 'No relation is told of on this day, so there is nothing to contradict.';
  if (frustration === 0) return `None of ${count(edges, 'relation')} has to be other than told: the camps are free of contradiction.`;
  const would = `${say(frustration)} of ${count(edges, 'relation')} would have to be other than told for the camps to be free of contradiction.`;
  return optimal ? would : `At most ${would}`;
}

export const sayProof = (optimal: boolean): string =>
  optimal ? 'Proven: no fewer would do.' : 'Not proven: fewer may do. The search ended before all ways were looked at.';

const nameOf = (who: Who): string => who.name || who.key;

/** What is told of two actors. */
export const sayTold = (edge: Edge): string => `${nameOf(edge.first)} and ${nameOf(edge.second)} ${edge.sign > 0 ? 'stand together' : 'fight each other'}`;

/** What would have to be so for the camps to hold. */
export const sayFlipped = (edge: Edge): string => (edge.sign > 0 ? 'they would have to be foes' : 'they would have to stand together');

const KINDS: Record<string, string> = {
  '+++': 'three friends',
  '+--': 'two friends against one foe',
  '++-': 'a friend of two who fight each other',
  '---': 'three who all fight each other',
};
export const TRIAD_ORDER = ['+++', '+--', '++-', '---'] as const;
export const sayKind = (kind: string): string => KINDS[kind] ?? kind;
/** Whether such a triad contradicts two camps: where the product of its signs is negative. */
export const contradicts = (kind: string): boolean => [...kind].filter((sign) => sign === '-').length % 2 === 1;
export const kindOf = (triad: Triad): string => [...triad.edges].sort((a, b) => b.sign - a.sign).map((edge) => (edge.sign > 0 ? '+' : '-')).join('');
