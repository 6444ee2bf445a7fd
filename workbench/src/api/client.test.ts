import { afterEach, describe, expect, it, vi } from 'vitest';
import { address, ApiError, get, post } from './client';

const answer = (status: number, body: unknown): void => {
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response(JSON.stringify(body), { status }))));
};
const fault = (promise: Promise<unknown>): Promise<ApiError> =>
  promise.then(
    () => Promise.reject(new Error('it should have failed')),
    (error: unknown) => error as ApiError,
  );

afterEach(() => vi.unstubAllGlobals());

describe('address', () => {
  it('quotes what it is given, whatever is in it', () => {
    expect(address('/api/places/{key}', { path: { key: 'name:a/b c?&ü' } })).toBe('/api/places/name%3Aa%2Fb%20c%3F%26%C3%BC');
    expect(address('/api/incidents', { query: { type: ['clash', 'siege'], q: 'a&b', since: '', disputed: false, offset: 0, place: null } })).toBe(
      '/api/incidents?type=clash&type=siege&q=a%26b&offset=0',
    );
  });
});

describe('what goes wrong', () => {
  it('is said in the words of the server', async () => {
    answer(404, { error: 'There is no such report.', kind: 'NotFound' });
    const error = await fault(get('/api/reports/{id}', { path: { id: 'x' } }));
    expect([error.message, error.status, error.conflict]).toEqual(['There is no such report.', 404, null]);
  });
  it('holds both versions where somebody else decided meanwhile', async () => {
    answer(412, { error: 'Meanwhile.', kind: 'Conflict', yours: 'reject', theirs: 'accept', current: [] });
    const error = await fault(post('/api/verdicts/judge', { action: 'reject', ids: ['a'] }));
    expect(error.conflict?.theirs).toBe('accept');
  });
  it('names the remedy where the server is gone', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.reject(new TypeError('refused'))));
    expect((await fault(get('/api/status'))).message).toContain('imbroglio open');
  });
  it('is plain where the answer is no JSON', async () => {
    vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(new Response('<html>', { status: 500 }))));
    expect((await fault(get('/api/status'))).message).toContain('500');
  });
});

describe('a change', () => {
  it('goes with its etag', async () => {
    const asked = vi.fn((_url: string, _init: RequestInit) => Promise.resolve(new Response('{}', { status: 200 })));
    vi.stubGlobal('fetch', asked);
    await post('/api/verdicts/merge', { about: 'actor', first: 'a', second: 'b' }, { etag: 'v7' });
    expect(asked.mock.calls[0]?.[1].headers).toMatchObject({ 'If-Match': '"v7"' });
  });
});
