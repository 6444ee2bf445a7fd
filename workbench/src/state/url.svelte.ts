// State that lives in the URL's query, typed: every filter can be sent to somebody else as an address.
import { router } from './router.svelte';

/** How one value is read from the query and written to it; the default is not written. */
export interface Codec<T> {
  read(values: string[]): T;
  write(value: T): string[];
}

export const text = (fallback = ''): Codec<string> => ({
  read: (values) => values[0] ?? fallback,
  write: (value) => (value === fallback ? [] : [value]),
});

/** A whole number, or null. */
export const whole = (fallback: number | null = null): Codec<number | null> => ({
  read: (values) => (values[0] !== undefined && /^-?\d{1,15}$/.test(values[0]) ? Number(values[0]) : fallback),
  write: (value) => (value === fallback || value === null ? [] : [String(value)]),
});

export const flag = (): Codec<boolean> => ({
  read: (values) => values[0] === '1' || values[0] === 'true',
  write: (value) => (value ? ['1'] : []),
});

/** Several values: ?type=clash&type=shelling */
export const many = (): Codec<string[]> => ({
  read: (values) => [...new Set(values.filter((value) => value !== ''))],
  write: (value) => value,
});

/** An ISO day, or ''. */
export const day = (): Codec<string> => ({
  read: (values) => (values[0] !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(values[0]) ? values[0] : ''),
  write: (value) => (value ? [value] : []),
});

export const oneOf = <const T extends string>(allowed: readonly T[], fallback: NoInfer<T>): Codec<T> => ({
  read: (values) => allowed.find((value) => value === values[0]) ?? fallback,
  write: (value) => (value === fallback ? [] : [value]),
});

// The one place for `any`: values of a record of codecs have different types.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Shape = Record<string, Codec<any>>;
export type Values<S extends Shape> = { [K in keyof S]: S[K] extends Codec<infer T> ? T : never };

export function readQuery<S extends Shape>(shape: S, search: string): Values<S> {
  const query = new URLSearchParams(search);
  return Object.fromEntries(Object.entries(shape).map(([name, codec]) => [name, codec.read(query.getAll(name))])) as Values<S>;
}

export function writeQuery<S extends Shape>(shape: S, search: string, change: Partial<Values<S>>): URLSearchParams {
  const query = new URLSearchParams(search);
  for (const [name, value] of Object.entries(change)) {
    query.delete(name);
    for (const item of shape[name]?.write(value) ?? []) query.append(name, item);
  }
  return query;
}

export interface UrlState<S extends Shape> {
  readonly current: Values<S>;
  set(change: Partial<Values<S>>, how?: { push?: boolean }): void;
  clear(...but: (keyof S)[]): void;
  /** How many values differ from their defaults, these names left out. */
  count(...but: (keyof S)[]): number;
}

/**
 * Typed state in the query. Call once in a component's script:
 *   const filters = urlState({ q: text(), type: many(), page: whole(1) });
 *   filters.current.type;  filters.set({ type: ['clash'] });
 */
export function urlState<S extends Shape>(shape: S): UrlState<S> {
  const current = $derived(readQuery(shape, router.search));
  return {
    get current() {
      return current;
    },
    set(change, { push = false } = {}) {
      router.query(writeQuery(shape, router.search, change), push);
    },
    clear(...but) {
      const query = new URLSearchParams(router.search);
      for (const name of Object.keys(shape)) if (!but.includes(name)) query.delete(name);
      router.query(query);
    },
    count(...but) {
      const query = new URLSearchParams(router.search);
      return Object.keys(shape).filter((name) => !but.includes(name) && query.has(name)).length;
    },
  };
}
