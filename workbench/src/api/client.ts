// Asks the server, typed by its own OpenAPI. What goes wrong becomes an ApiError that says so in plain words.
import type { paths } from './schema';
import type { ConflictForm } from './types';

type Ok<R> = R extends { responses: infer S }
  ? S extends { 200: { content: { 'application/json': infer T } } }
    ? T
    : S extends { 201: { content: { 'application/json': infer T } } }
      ? T
      : S extends { 202: { content: { 'application/json': infer T } } }
        ? T
        : unknown
  : never;
type Query<R> = R extends { parameters: { query?: infer Q } } ? Partial<NonNullable<Q>> : never;
type Body<R> = R extends { requestBody: { content: { 'application/json': infer B } } } ? B : undefined;
type Having<M extends 'get' | 'post'> = { [P in keyof paths]: paths[P] extends Record<M, object> ? P : never }[keyof paths];
export type GetPath = Having<'get'>;
export type PostPath = Having<'post'>;
export type Answer<P extends GetPath> = Ok<paths[P]['get']>;
export type Posted<P extends PostPath> = Ok<paths[P]['post']>;

/** What a query may hold; null, undefined, '' and false are left out, a list is repeated. */
type Values = Record<string, unknown>;

export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** Both versions, where somebody else decided meanwhile (412). */
    readonly conflict: ConflictForm | null = null,
  ) {
    super(message);
  }
}

export function address(path: string, values: { path?: Record<string, string> | undefined; query?: Values | undefined } = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values.path?.[name] ?? ''));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values.query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== null && item !== undefined && item !== '' && item !== false) query.append(name, String(item));
    }
  }
  const text = query.toString();
  return text ? `${filled}?${text}` : filled;
}

/** GET, typed: `get('/api/reports/{id}', { path: { id } })`. */
export function get<P extends GetPath>(
  path: P,
  values: { path?: Record<string, string>; query?: Query<paths[P]['get']> } = {},
  signal?: AbortSignal,
): Promise<Answer<P>> {
  return ask<Answer<P>>(address(path, { path: values.path, query: values.query as Values | undefined }), { signal: signal ?? null });
}

/** POST, typed; `etag` goes as If-Match, so that two windows never lose an edit. */
export function post<P extends PostPath>(
  path: P,
  body: Body<paths[P]['post']>,
  values: { path?: Record<string, string>; etag?: string | undefined } = {},
): Promise<Posted<P>> {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (values.etag) headers['If-Match'] = `"${values.etag}"`;
  return ask<Posted<P>>(address(path, { path: values.path }), { method: 'POST', headers, body: JSON.stringify(body ?? null) });
}

/** Send files to be read; the answer is the job that reads them. */
export function upload(files: File[]): Promise<Posted<'/api/uploads'>> {
  const form = new FormData();
  for (const file of files) form.append('files', file, file.name);
  return ask('/api/uploads', { method: 'POST', body: form });
}

async function ask<T>(url: string, init: RequestInit): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(url, { credentials: 'same-origin', ...init });
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') throw fault;
    throw new ApiError('The server does not answer. Is `imbroglio open` still running? Start it again, then reload this page.', 0);
  }
  const body: unknown = await answer.json().catch(() => null);
  if (answer.ok) return body as T;
  throw new ApiError(wordsOf(answer.status, body), answer.status, answer.status === 412 ? conflictOf(body) : null);
}

function conflictOf(body: unknown): ConflictForm | null {
  return body !== null && typeof body === 'object' && 'theirs' in body ? (body as ConflictForm) : null;
}

function wordsOf(status: number, body: unknown): string {
  if (body !== null && typeof body === 'object') {
    if ('error' in body && typeof body.error === 'string') return body.error;
    if ('detail' in body && typeof body.detail === 'string') return body.detail;
    if ('detail' in body && Array.isArray(body.detail)) {
      const first = body.detail[0] as { msg?: string; loc?: unknown[] } | undefined;
      return `The server cannot use ${first?.loc?.slice(1).join('.') ?? 'this'}: ${first?.msg ?? 'not as expected'}.`;
    }
  }
  if (status === 401 || status === 403) return 'This window has no key to the case. Open the address that `imbroglio open` printed.';
  if (status === 404) return 'There is nothing at this address. It may have been merged or taken back.';
  if (status === 413) return 'These files are too large to send at once. Send fewer, or read them with `imbroglio read`.';
  return `The server failed (${status}). What it says stands where \`imbroglio open\` was started.`;
}
