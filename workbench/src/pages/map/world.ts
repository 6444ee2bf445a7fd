// Loads the atlas once, from this machine. Its 750 kB come as a file of their own, when a map is first shown.
import atlas from 'world-atlas/countries-50m.json?url';
import { buildWorld, type World } from './draw/world';

let loading: Promise<World> | null = null;

export function loadWorld(): Promise<World> {
  loading ??= fetch(atlas)
    .then((answer) => {
      if (!answer.ok) throw new Error(`The base map could not be loaded (${answer.status}).`);
      return answer.json() as Promise<unknown>;
    })
    .then(buildWorld)
    .catch((fault: unknown) => {
      loading = null;
      throw fault;
    });
  return loading;
}
