// What a published site holds, as `exchange/site_data.py` writes it into data.js. Lists point into each other by number.
// Everything in it is text from reports: it is shown as text and never as anything else.
export type Dead = [number | null, number | null, number | null];

export interface Incident {
  id: string;
  type: string;
  start: string | null;
  end: string | null;
  precision: number | null;
  place: number | null;
  agents: number[];
  targets: number[];
  dead: Dead | null;
  tolls: { side: string; dead: Dead }[];
  accounts: number[];
  outlets: string[];
  sources: number;
  grade: string | null;
  reasons: string[];
  score: number;
}
export interface Told {
  id: string;
  report: number;
  quote: string | null;
  type: string;
  status: string;
  by: string[];
  stance: string | null;
  hearsay: boolean;
  numbers: string[];
  origin: string;
}
export interface Spell {
  /** Number of an actor, "contested" or "unknown". */
  holder: number | string;
  start: string;
  end: string;
  probability: number;
  statements: number[];
  days: string[];
}
export interface Held {
  place: number;
  assessed: Spell[];
  claimed: Spell[];
}
export interface Position {
  value: string;
  by: string[];
  party: boolean;
  outlets: string[];
  sources: number;
  first: string | null;
  last: string | null;
  statements: number[];
}
export interface Dispute {
  id: string;
  about: string;
  title: string;
  incident: number | null;
  place: number | null;
  start: string | null;
  end: string | null;
  grade: string | null;
  positions: Position[];
}
export interface Report {
  title: string;
  outlet: string;
  date: string | null;
  url: string | null;
}
export interface Place {
  name: string;
  lat: number | null;
  lon: number | null;
  precision: number | null;
  country: string;
  admin1: string;
}
export interface SiteData {
  title: string;
  about: { case: string; revision: string; rule: string; version: string; made: string };
  quotes: 'none' | 'short' | 'full';
  counts: Record<string, number>;
  deaths: { incidents: number; best: number };
  first: string | null;
  last: string | null;
  incidents: Incident[];
  control: Held[];
  disputes: Dispute[];
  statements: Told[];
  outlets: { name: string; reports: number; statements: number; first: string | null; last: string | null }[];
  origins: { name: string; statements: number; outlets: string[] }[];
  method: { heading: string; text: string[] }[];
  reports: Report[];
  places: Place[];
  actors: { name: string; kind: string }[];
}

declare global {
  interface Window {
    IMBROGLIO?: SiteData;
  }
}

/** The address of a report as a link, where it is one of the web; null for any other. */
export function linkOf(url: string | null): string | null {
  try {
    const parsed = new URL(url ?? '');
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch {
    return null;
  }
}

/** What is asked of the data over and over, worked out once. */
export class Site {
  readonly incidentAt: Map<string, number>;
  readonly disputesOf: Map<number, Dispute[]>;
  readonly words: string[];

  constructor(readonly data: SiteData) {
    this.incidentAt = new Map(data.incidents.map((one, at) => [one.id, at]));
    this.disputesOf = new Map();
    for (const dispute of data.disputes) {
      if (dispute.incident !== null) this.disputesOf.set(dispute.incident, [...(this.disputesOf.get(dispute.incident) ?? []), dispute]);
    }
    this.words = data.incidents.map((one) => plainWords([one.type, this.who(one.agents), this.who(one.targets), this.placeOf(one)?.name ?? '', ...one.outlets].join(' ')));
  }

  who(keys: readonly number[]): string {
    return keys.map((key) => this.data.actors[key]?.name ?? '').filter(Boolean).join(', ');
  }
  placeOf(one: { place: number | null }): Place | null {
    return one.place === null ? null : (this.data.places[one.place] ?? null);
  }
  holder(spell: Spell): string {
    return typeof spell.holder === 'string' ? spell.holder : (this.data.actors[spell.holder]?.name ?? '');
  }
  /** The sentences of these statements; a sentence from which several were read stands once, with all that they say. */
  told(numbers: readonly number[]): Told[] {
    const bySentence = new Map<string, Told>();
    for (const at of numbers) {
      const one = this.data.statements[at];
      if (!one) continue;
      const key = one.quote === null ? one.id : `${one.report} ${one.quote}`;
      const known = bySentence.get(key);
      bySentence.set(key, known ? { ...known, by: union(known.by, one.by), numbers: union(known.numbers, one.numbers), stance: known.stance ?? one.stance } : one);
    }
    return [...bySentence.values()];
  }
  report(one: Told): Report {
    return this.data.reports[one.report] ?? { title: '', outlet: '', date: null, url: null };
  }
}

const union = (some: readonly string[], more: readonly string[]): string[] => [...new Set([...some, ...more])];

/** Small letters without marks, to look words up by. */
export const plainWords = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
