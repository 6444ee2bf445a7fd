// Where actors stand: forces that pull those together who are for each other and camps to their sides. In steps, so that the
// page answers meanwhile. The same record gives the same picture: start positions and d3's chance are fixed.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation, type SimulationLinkDatum, type SimulationNodeDatum } from 'd3-force';
import type { BondForm, NetworkForm } from '../../api/types';
import { DRAWN } from './ties';

export interface Spot extends SimulationNodeDatum {
  key: string;
  x: number;
  y: number;
  r: number;
  camp: number | null;
  /** Whether it is there on the day; else it keeps its place and pulls nobody. */
  there: boolean;
}
interface Pull extends SimulationLinkDatum<Spot> {
  sign: -1 | 1;
}

/** Area by how many statements it takes part in. */
export const radiusOf = (weight: number, most: number): number => 3.5 + 17 * Math.sqrt(weight / Math.max(1, most));

/** Spots around the middle in the order of weight, each camp around its own; no chance in it. */
export function startOf(form: NetworkForm): Spot[] {
  const most = Math.max(1, ...form.nodes.map((node) => node.weight));
  const turn = Math.PI * (3 - Math.sqrt(5));
  const seen = new Map<number | null, number>();
  return form.nodes.map((node, index) => {
    const camp = node.camp ?? null;
    const nth = seen.get(camp) ?? 0;
    seen.set(camp, nth + 1);
    const far = 22 * Math.sqrt(nth + 0.5);
    return { key: node.key, index, camp, x: sideOf(camp) * 260 + far * Math.cos(nth * turn), y: far * Math.sin(nth * turn), r: radiusOf(node.weight, most), there: true };
  });
}

/** The two foremost camps to the left and right; all else between. */
const sideOf = (camp: number | null): number => (camp === 0 ? -1 : camp === 1 ? 1 : 0);

export class Layout {
  spots: Spot[];
  readonly byKey: ReadonlyMap<string, Spot>;
  private readonly simulation: Simulation<Spot, Pull>;
  private frame = 0;
  private settled = false;
  private next: NetworkForm | null = null;
  private shown: NetworkForm;
  private readonly reach: number;

  constructor(
    form: NetworkForm,
    private readonly onstep: (settled: boolean) => void,
  ) {
    this.spots = startOf(form);
    this.byKey = new Map(this.spots.map((spot) => [spot.key, spot]));
    const many = this.spots.length;
    this.shown = form;
    this.reach = many > 400 ? 26 : 60;
    this.simulation = forceSimulation(this.spots)
      .stop()
      .alphaDecay(many > 600 ? 0.045 : 0.028)
      .velocityDecay(0.45)
      .force('link', this.links(form))
      .force('push', forceManyBody<Spot>().strength((spot) => (!spot.there ? 0 : many > 400 ? -60 : -260)).distanceMax(many > 400 ? 400 : 800).theta(1.1))
      .force('room', forceCollide<Spot>((spot) => (spot.there ? spot.r + (many > 400 ? 2 : 7) : 0)).iterations(1))
      .force('side', forceX<Spot>((spot) => sideOf(spot.camp) * (many > 400 ? 500 : 260)).strength((spot) => (!spot.there ? 0 : sideOf(spot.camp) ? 0.14 : 0.05)))
      .force('middle', forceY<Spot>(0).strength((spot) => (spot.there ? 0.07 : 0)));
  }

  private links(form: NetworkForm): ReturnType<typeof forceLink<Spot, Pull>> {
    return forceLink<Spot, Pull>(pullsOf(form.bonds, this.byKey))
      .distance((pull) => (pull.sign > 0 ? this.reach : this.reach * 2.4))
      .strength((pull) => (pull.sign > 0 ? 0.35 : 0.04));
  }

  /** Another day: those who are there move as its ties and camps want it, from where they are. Waits until all have their place. */
  show(form: NetworkForm): void {
    if (form === this.shown && !this.next) return;
    if (!this.settled) {
      this.next = form;
      return;
    }
    this.next = null;
    this.shown = form;
    const camps = new Map(form.nodes.map((node) => [node.key, node.camp ?? null]));
    for (const spot of this.spots) {
      spot.there = camps.has(spot.key);
      spot.camp = camps.get(spot.key) ?? null;
    }
    this.simulation.force('link', this.links(form));
    // Forces look at each spot once, when they get them.
    this.simulation.nodes(this.spots).alpha(0.35);
    this.run();
  }

  /** Go on in steps of a few milliseconds a frame until it has settled. */
  run(): void {
    cancelAnimationFrame(this.frame);
    this.settled = false;
    const step = (): void => {
      const until = performance.now() + 9;
      do this.simulation.tick();
      while (this.simulation.alpha() > this.simulation.alphaMin() && performance.now() < until);
      const settled = this.simulation.alpha() <= this.simulation.alphaMin();
      this.settled = settled;
      if (settled && this.next) {
        this.show(this.next);
        return;
      }
      this.onstep(settled);
      if (!settled) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  /** Somebody moves a spot: its neighbours follow. */
  hold(spot: Spot, x: number, y: number): void {
    spot.fx = x;
    spot.fy = y;
    if (this.simulation.alpha() < 0.12) {
      this.simulation.alpha(0.15);
      this.run();
    }
  }
  free(spot: Spot): void {
    spot.fx = null;
    spot.fy = null;
  }
  stop(): void {
    cancelAnimationFrame(this.frame);
  }
}

function pullsOf(bonds: readonly BondForm[], spots: ReadonlyMap<string, Spot>): Pull[] {
  return bonds.flatMap((bond) => {
    const source = spots.get(bond.first);
    const target = spots.get(bond.second);
    return source && target && source !== target ? [{ source, target, sign: DRAWN[bond.tie].sign }] : [];
  });
}
