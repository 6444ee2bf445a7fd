// Rows of a long list, fetched as they come into view: the table scrolls over all of them and holds what it has seen.
import { ApiError } from '../api/client';
import { server } from './server.svelte';

export interface Chunk<T> {
  total: number;
  rows: T[];
}
export interface Rows<T, C extends Chunk<T>> {
  readonly rows: (T | undefined)[];
  readonly total: number;
  /** The first answer, for its facets and the like. */
  readonly first: C | undefined;
  readonly loading: boolean;
  readonly error: ApiError | null;
  /** Give this to DataTable's `onneed`. */
  need(from: number, to: number): void;
  reload(): void;
}

/** `fetch` is asked again from the start when state that it reads changes. Call once in a component's script. */
export function rowsOf<T, C extends Chunk<T> = Chunk<T>>(fetch: (offset: number, limit: number, signal: AbortSignal) => Promise<C>, size = 100): Rows<T, C> {
  let rows = $state.raw<(T | undefined)[]>([]);
  let total = $state(0);
  let first = $state.raw<C | undefined>(undefined);
  let loading = $state(true);
  let error = $state.raw<ApiError | null>(null);
  let again = $state(0);
  let stop = new AbortController();
  let asked = new Set<number>();
  /** What is in view: after a new first answer the rest of it is asked for again, also where nobody scrolls. */
  let wanted: [number, number] = [0, 0];

  function fail(fault: unknown): void {
    if (fault instanceof DOMException && fault.name === 'AbortError') return;
    error = fault instanceof ApiError ? fault : new ApiError(fault instanceof Error ? fault.message : String(fault), 0);
    loading = false;
  }

  $effect(() => {
    void again;
    void server.revision;
    stop = new AbortController();
    asked = new Set([0]);
    const mine = stop;
    loading = true;
    fetch(0, size, mine.signal).then((chunk) => {
      if (mine.signal.aborted) return;
      first = chunk;
      total = chunk.total;
      rows = [...chunk.rows, ...Array.from<undefined>({ length: Math.max(0, chunk.total - chunk.rows.length) })];
      error = null;
      loading = false;
      // What came before the first answer has just been put away.
      asked = new Set([0]);
      need(...wanted);
    }, (fault: unknown) => mine.signal.aborted || fail(fault));
    return () => mine.abort();
  });

  function need(from: number, to: number): void {
    wanted = [from, to];
    for (let page = Math.floor(from / size); page <= Math.floor(Math.max(from, to - 1) / size); page++) {
      if (asked.has(page) || page * size >= total) continue;
      asked.add(page);
      const mine = stop;
      fetch(page * size, size, mine.signal).then((chunk) => {
        if (mine.signal.aborted) return;
        const next = [...rows];
        chunk.rows.forEach((row, index) => (next[page * size + index] = row));
        rows = next;
      }, (fault: unknown) => mine.signal.aborted || fail(fault));
    }
  }

  return {
    get rows() {
      return rows;
    },
    get total() {
      return total;
    },
    get first() {
      return first;
    },
    get loading() {
      return loading;
    },
    get error() {
      return error;
    },
    need,
    reload() {
      again += 1;
    },
  };
}
