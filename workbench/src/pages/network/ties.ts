// The four ties between actors, told apart by colour, dash and shape alike, on every chart.
// In: bonds as the server tells them. Out: how each is drawn and said.
import type { BondForm } from '../../api/types';

export type Tie = BondForm['tie'];
export const TIES: readonly Tie[] = ['fights', 'backs', 'allied', 'part-of'];

export interface Drawn {
  /** A token. */
  colour: string;
  dash: readonly number[];
  /** From the first to the second; else between the two. */
  directed: boolean;
  /** Two lines side by side. */
  twofold: boolean;
  word: string;
  /** Against each other, or for each other. */
  sign: -1 | 1;
}
export const DRAWN: Readonly<Record<Tie, Drawn>> = {
  fights: { colour: 'var(--bad)', dash: [], directed: false, twofold: false, word: 'fights', sign: -1 },
  backs: { colour: 'var(--kind-relation)', dash: [8, 4], directed: true, twofold: false, word: 'backs', sign: 1 },
  allied: { colour: 'var(--good)', dash: [], directed: false, twofold: true, word: 'allied', sign: 1 },
  'part-of': { colour: 'var(--ink-3)', dash: [1.5, 3.5], directed: true, twofold: false, word: 'part of', sign: 1 },
};
const VERBS: Readonly<Record<Tie, string>> = { fights: 'fights', backs: 'backs', allied: 'is allied with', 'part-of': 'is part of' };

/** "Turkey backs Free Syrian Army". */
export function sayBond(bond: Pick<BondForm, 'tie' | 'first' | 'second'>, name: (key: string) => string): string {
  return `${name(bond.first)} ${VERBS[bond.tie]} ${name(bond.second)}`;
}

/** How wide a line is that so many independent sources tell of. */
export const widthOf = (sources: number): number => Math.min(6, 0.8 + 0.75 * Math.sqrt(Math.max(1, sources)));

/** What a bond is known by: two actors may have several. */
export const idOf = (bond: Pick<BondForm, 'tie' | 'first' | 'second'>): string => `${bond.tie} ${bond.first} ${bond.second}`;
export const otherOf = (bond: Pick<BondForm, 'first' | 'second'>, key: string): string => (bond.first === key ? bond.second : bond.first);
