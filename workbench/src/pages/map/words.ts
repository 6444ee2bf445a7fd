// What the map says in words: tips, lists, the panel. In: a scene. Out: lines of plain text.
import { count, percent, say } from '../../text/words';
import { CONTESTED, UNKNOWN, UNTOLD, type ControlIndex, type ControlState } from './draw/control';
import { AREA, NEAR } from './draw/incidents';
import type { InView } from './draw/inview';
import type { Mark, Scene } from './draw/signs';

/** "held by Russia, 83 %"; "contested"; "not known who holds it". */
export function sayHolder(index: ControlIndex, state: ControlState, place: number): string {
  const who = index.holders[state.holder[place] ?? -1];
  if (!who) return 'nothing told on this day';
  if (who.key === UNKNOWN) return 'not known who holds it';
  return `${who.key === CONTESTED ? 'contested' : `held by ${who.name}`}, ${percent(state.probability[place] ?? 0)}`;
}

/** "last evidence 12 days before". */
export function sayAge(age: number): string {
  if (age === UNTOLD) return 'no evidence before this day';
  return age === 0 ? 'evidence of this day' : `last evidence ${count(age, 'day')} before`;
}

/** "12 incidents, 3 more perhaps". */
export function sayIncidents(sure: number, perhaps: number): string {
  if (!sure && !perhaps) return '';
  if (!sure) return `perhaps ${count(perhaps, 'incident')}`;
  return count(sure, 'incident') + (perhaps ? `, perhaps ${say(perhaps)} more` : '');
}

/** Lines of the tip on a sign. */
export function tellMark(scene: Scene, mark: Mark): string[] {
  if (mark.kind === 'control' && scene.control) {
    const { index, state } = scene.control;
    const lines = [index.name[mark.id] ?? '', sayHolder(index, state, mark.id)];
    if (state.spell[mark.id]! >= 0) lines.push(sayAge(state.age[mark.id]!));
    if (index.exactness[mark.id] === AREA) lines.push('an area: the sign is at its centre');
    if (index.exactness[mark.id] === NEAR) lines.push('known within about 25 km');
    return lines;
  }
  if (!scene.incidents) return [];
  const { index, clusters, bubbles } = scene.incidents;
  const only = bubbles.only[mark.id]!;
  const spot = only >= 0 ? only : clusters.anchor[mark.id]!;
  const name = scene.nameOf(index.spots.place[spot]!) || 'A place';
  const others = bubbles.spots[mark.id]! - 1;
  const lines = [others > 0 ? `${name} and ${count(others, 'place')} near it` : name, sayIncidents(bubbles.sure[mark.id]!, bubbles.perhaps[mark.id]!)];
  if (index.spots.exactness[spot] === AREA) lines.push('an area: the sign is at its centre');
  else if (only >= 0 && index.spots.exactness[spot] === NEAR) lines.push('known within about 25 km');
  return lines;
}

/** A row of the list, as one line. */
export function tellRow(scene: Scene, row: InView): string {
  const parts: string[] = [];
  if (scene.control && row.control >= 0) parts.push(sayHolder(scene.control.index, scene.control.state, row.control));
  const incidents = sayIncidents(row.sure, row.perhaps);
  if (incidents) parts.push(incidents);
  return parts.join(' · ');
}
