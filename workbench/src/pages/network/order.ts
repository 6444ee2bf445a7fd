// The order of the matrix, and who stands to whom in it.
import type { BondForm, NetworkForm } from '../../api/types';
import { DRAWN } from './ties';

type Node = NetworkForm['nodes'][number];

/** The weightiest `most`, by camp and then by weight: what is dark lies in blocks. Those without a camp come last. */
export function ordered(nodes: readonly Node[], most: number): Node[] {
  const rank = (node: Node): number => node.camp ?? Number.MAX_SAFE_INTEGER;
  return [...nodes].sort((one, two) => two.weight - one.weight).slice(0, most).sort((one, two) => rank(one) - rank(two) || two.weight - one.weight || one.name.localeCompare(two.name));
}

export interface Cell {
  row: number;
  column: number;
  bonds: BondForm[];
}

/** Cells that hold a bond. A tie without direction stands on both sides; one with it in the row of who backs or is part. */
export function cellsOf(nodes: readonly Node[], bonds: readonly BondForm[]): Map<string, Cell> {
  const place = new Map(nodes.map((node, at) => [node.key, at]));
  const cells = new Map<string, Cell>();
  const put = (row: number, column: number, bond: BondForm): void => {
    const id = `${row} ${column}`;
    const cell = cells.get(id) ?? { row, column, bonds: [] };
    cell.bonds.push(bond);
    cells.set(id, cell);
  };
  for (const bond of bonds) {
    const a = place.get(bond.first);
    const b = place.get(bond.second);
    if (a === undefined || b === undefined || a === b) continue;
    put(a, b, bond);
    if (!DRAWN[bond.tie].directed) put(b, a, bond);
  }
  return cells;
}

/** How many bonds hold in each month, by their first and last days. */
export function inForce(bonds: readonly BondForm[], months: readonly string[]): number[] {
  const change = new Array<number>(months.length + 1).fill(0);
  const place = new Map(months.map((month, at) => [month, at]));
  for (const bond of bonds) {
    if (!bond.since && !bond.until) continue;
    const from = bond.since ? (place.get(bond.since.slice(0, 7)) ?? 0) : 0;
    const to = bond.until ? (place.get(bond.until.slice(0, 7)) ?? months.length - 1) : months.length - 1;
    change[from] = (change[from] ?? 0) + 1;
    change[to + 1] = (change[to + 1] ?? 0) - 1;
  }
  let now = 0;
  return months.map((_, at) => (now += change[at] ?? 0));
}

/**
 * Camps of a day by the numbers of all times, so that each keeps its side and its outline while the day moves: a camp takes the
 * number that most of its weight has.
 */
export function aligned(form: NetworkForm, whole: NetworkForm): NetworkForm {
  const usual = new Map(whole.nodes.map((node) => [node.key, node.camp ?? null]));
  const votes = new Map<number, Map<number, number>>();
  for (const node of form.nodes) {
    const was = usual.get(node.key);
    if (node.camp === null || node.camp === undefined || was === null || was === undefined) continue;
    const held = votes.get(node.camp) ?? new Map<number, number>();
    held.set(was, (held.get(was) ?? 0) + node.weight);
    votes.set(node.camp, held);
  }
  const pairs = [...votes].flatMap(([camp, held]) => [...held].map(([was, weight]) => ({ camp, was, weight }))).sort((one, two) => two.weight - one.weight);
  const chosen = new Map<number, number>();
  for (const { camp, was } of pairs) if (!chosen.has(camp) && ![...chosen.values()].includes(was)) chosen.set(camp, was);
  let free = 1 + Math.max(-1, ...whole.nodes.map((node) => node.camp ?? -1));
  for (const node of form.nodes) if (node.camp !== null && node.camp !== undefined && !chosen.has(node.camp)) chosen.set(node.camp, free++);
  return { ...form, nodes: form.nodes.map((node) => ({ ...node, camp: node.camp === null || node.camp === undefined ? null : (chosen.get(node.camp) ?? null) })) };
}
