// Who held each place on a day, as far as the record says. In: places with their spells. Out: typed arrays by place.
// A place with no spell on the day has no state here: nothing is carried over, nothing is spread to its neighbours.
import { numberOf } from './days';
import type { PlaceSpells, WhoForm } from './forms';
import { exactnessOf, lowerBound, NOWHERE } from './incidents';
import { project } from './mercator';

export const CONTESTED = 'contested';
export const UNKNOWN = 'unknown';

/** Age of knowledge in steps, in days since the last evidence: up to each of these; older; and nothing told at all. */
export const AGES = [30, 90, 365] as const;
export const FADES = [1, 0.78, 0.56, 0.38] as const;
/** Age of a state that rests on no evidence before the day (the background, or what is told later only). */
export const UNTOLD = -1;

/** Which step of fading an age is: 0 fresh, to 3 (older than a year, or not told at all). */
export function fadeStep(age: number): number {
  if (age === UNTOLD) return FADES.length - 1;
  const step = AGES.findIndex((most) => age <= most);
  return step < 0 ? FADES.length - 1 : step;
}

/** Probability in four steps of saturation. */
export const SURE = [0.5, 0.7, 0.9] as const;
export const TINTS = [0.35, 0.58, 0.8, 1] as const;
export function tintStep(probability: number): number {
  const step = SURE.findIndex((most) => probability < most);
  return step < 0 ? TINTS.length - 1 : step;
}

export interface ControlIndex {
  size: number;
  x: Float64Array;
  y: Float64Array;
  lat: Float64Array;
  exactness: Uint8Array;
  key: string[];
  name: string[];
  /** How much is told of a place: for the order of labels. */
  weight: Float64Array;
  holders: WhoForm[];
  /** Spells of place p: from `from[p]` to before `from[p + 1]`, by first day. */
  from: Int32Array;
  start: Int32Array;
  end: Int32Array;
  holder: Int16Array;
  probability: Float32Array;
  statements: string[][];
  /** Days of evidence of spell s: from `evidenceFrom[s]` to before `evidenceFrom[s + 1]`, sorted. */
  evidenceFrom: Int32Array;
  evidence: Int32Array;
}

/** State of each place on a day: holder (-1 none), probability, days since the last evidence, and the spell. */
export interface ControlState {
  holder: Int16Array;
  probability: Float32Array;
  age: Int32Array;
  spell: Int32Array;
}

/** Build the index. Places with no better place than a country have a state, but no sign on the map. */
export function indexControl(places: PlaceSpells[], holders: WhoForm[]): ControlIndex {
  const told = places.filter((place) => place.spells.length > 0);
  const known = [...holders];
  const holderAt = new Map(known.map((who, at) => [who.key, at]));
  const size = told.length;
  const count = told.reduce((sum, place) => sum + place.spells.length, 0);
  const index = emptyIndex(size, count, known);
  const evidence: number[] = [];
  let spell = 0;
  told.forEach(({ place, spells }, at) => {
    index.key.push(place.key);
    index.name.push(place.name);
    index.exactness[at] = place.lat == null || place.lon == null ? NOWHERE : exactnessOf(place.precision);
    index.lat[at] = place.lat ?? 0;
    [index.x[at], index.y[at]] = project(place.lon ?? 0, place.lat ?? 0);
    index.from[at] = spell;
    for (const one of [...spells].sort((left, right) => left.start.localeCompare(right.start))) {
      let holder = holderAt.get(one.holder);
      if (holder === undefined) {
        holder = known.length;
        holderAt.set(one.holder, holder);
        known.push({ key: one.holder, name: one.holder });
      }
      index.start[spell] = numberOf(one.start) ?? 0;
      index.end[spell] = numberOf(one.end) ?? index.start[spell]!;
      index.holder[spell] = holder;
      index.probability[spell] = one.probability;
      index.statements.push(one.statements);
      index.weight[at]! += one.statements.length + (one.holder === UNKNOWN ? 0 : 1);
      index.evidenceFrom[spell] = evidence.length;
      evidence.push(...evidenceDays(one));
      spell++;
    }
  });
  index.from[size] = spell;
  index.evidenceFrom[count] = evidence.length;
  index.evidence = Int32Array.from(evidence);
  return index;
}

function evidenceDays(spell: PlaceSpells['spells'][number]): number[] {
  const days = spell.evidence ?? (spell.statements.length ? [spell.start] : []);
  return days.map((day) => numberOf(day)).filter((day): day is number => day !== null).sort((one, two) => one - two);
}

function emptyIndex(size: number, count: number, holders: WhoForm[]): ControlIndex {
  return {
    size,
    x: new Float64Array(size),
    y: new Float64Array(size),
    lat: new Float64Array(size),
    exactness: new Uint8Array(size),
    key: [],
    name: [],
    weight: new Float64Array(size),
    holders,
    from: new Int32Array(size + 1),
    start: new Int32Array(count),
    end: new Int32Array(count),
    holder: new Int16Array(count),
    probability: new Float32Array(count),
    statements: [],
    evidenceFrom: new Int32Array(count + 1),
    evidence: new Int32Array(0),
  };
}

/** An empty state, to be filled over and over. */
export function newState(index: ControlIndex): ControlState {
  return {
    holder: new Int16Array(index.size),
    probability: new Float32Array(index.size),
    age: new Int32Array(index.size),
    spell: new Int32Array(index.size),
  };
}

/** Work out the state of every place on a day. */
export function stateOn(index: ControlIndex, day: number, state: ControlState): ControlState {
  for (let place = 0; place < index.size; place++) {
    const spell = findSpell(index, place, day);
    state.spell[place] = spell;
    state.holder[place] = spell < 0 ? -1 : index.holder[spell]!;
    state.probability[place] = spell < 0 ? 0 : index.probability[spell]!;
    state.age[place] = spell < 0 ? UNTOLD : ageOf(index, place, spell, day);
  }
  return state;
}

/** The spell of a place that holds on a day; -1 where there is none. */
export function findSpell(index: ControlIndex, place: number, day: number): number {
  const begin = index.from[place]!;
  const stop = index.from[place + 1]!;
  const next = begin + lowerBound(index.start.subarray(begin, stop), day + 1);
  const spell = next - 1;
  return spell >= begin && index.end[spell]! >= day ? spell : -1;
}

/** Days since the place's last evidence up to the day, in this spell or before it. */
function ageOf(index: ControlIndex, place: number, spell: number, day: number): number {
  for (let at = spell; at >= index.from[place]!; at--) {
    const begin = index.evidenceFrom[at]!;
    const stop = index.evidenceFrom[at + 1]!;
    const found = begin + lowerBound(index.evidence.subarray(begin, stop), day + 1) - 1;
    if (found >= begin) return day - index.evidence[found]!;
  }
  return UNTOLD;
}
