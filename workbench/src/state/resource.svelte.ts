// Data of the server as state: asked again when what it depends on changes, and when the record has been worked out again.
import { ApiError } from '../api/client';
import { server } from './server.svelte';

export interface Resource<T> {
  /** What came last; stays while the next is on its way. */
  readonly data: T | undefined;
  readonly error: ApiError | null;
  readonly loading: boolean;
  reload(): void;
  /** Put a value in its place until the next answer (optimistic changes). */
  put(value: T): void;
}

/**
 * Call once in a component's script: `const page = resource((signal) => get('/api/case', {}, signal));`
 * State that the function reads before its first await is watched. null or undefined in place of a promise: nothing to ask.
 */
export function resource<T>(
  ask: (signal: AbortSignal) => Promise<T> | null | undefined,
  { live = true }: { live?: boolean } = {},
): Resource<T> {
  let data = $state.raw<T | undefined>(undefined);
  let error = $state.raw<ApiError | null>(null);
  let loading = $state(true);
  let again = $state(0);

  $effect(() => {
    void again;
    if (live) void server.revision;
    const stop = new AbortController();
    const promise = ask(stop.signal);
    loading = Boolean(promise);
    promise?.then(
      (value) => {
        if (stop.signal.aborted) return;
        data = value;
        error = null;
        loading = false;
      },
      (fault: unknown) => {
        if (stop.signal.aborted || (fault instanceof DOMException && fault.name === 'AbortError')) return;
        error = fault instanceof ApiError ? fault : new ApiError(fault instanceof Error ? fault.message : String(fault), 0);
        loading = false;
      },
    );
    return () => stop.abort();
  });

  return {
    get data() {
      return data;
    },
    get error() {
      return error;
    },
    get loading() {
      return loading;
    },
    reload() {
      again += 1;
    },
    put(value) {
      data = value;
    },
  };
}
