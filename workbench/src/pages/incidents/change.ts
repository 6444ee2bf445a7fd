// Merging and parting incidents, and taking it back. An incident may have another id when the record has been worked out
// anew: whoever shows it finds it again by one of its statements.
import { ApiError, get, post } from '../../api/client';
import type { VerdictAnswer } from '../../api/types';
import { settle } from '../../state/conflict.svelte';
import { server } from '../../state/server.svelte';
import { toast, toastFault } from '../../state/toast.svelte';

/** Verdicts given here that still stand, the last at the end: `u` takes them back. */
const given: string[] = [];

function took(answer: VerdictAnswer | null, said: string): boolean {
  if (!answer) return false;
  given.push(answer.verdict.id);
  server.soon(0);
  toast(said, () => undoLast(answer.verdict.id));
  return true;
}

/** The two are one. */
export async function merge(first: string, second: string, etag: string, why: string): Promise<boolean> {
  const act = (tag: string) => post('/api/verdicts/merge', { about: 'incident', first, second, why }, { etag: tag });
  return took(await settle(() => act(etag), (since) => act(since.etag)), 'Merged. The record is being worked out again.');
}

/** These statements are none of it. */
export async function part(whole: string, keys: readonly string[], etag: string, why: string): Promise<boolean> {
  const act = (tag: string) => post('/api/verdicts/split', { about: 'incident', whole, keys: [...keys], why }, { etag: tag });
  return took(await settle(() => act(etag), (since) => act(since.etag)), 'Parted. The record is being worked out again.');
}

/** Take back what was decided here last (or `id`). */
export async function undoLast(id: string = given.at(-1) ?? ''): Promise<void> {
  if (!id) {
    toast('Nothing was decided here in this window. History has every verdict.');
    return;
  }
  try {
    const answer = await post('/api/verdicts/undo', { id });
    if (given.includes(id)) given.splice(given.indexOf(id), 1);
    server.soon(0);
    toast(answer.verdict.said ? `Taken back: ${answer.verdict.said}` : 'Taken back');
  } catch (fault) {
    // Taken back elsewhere meanwhile, as in History: the next press is for the one before it.
    if (fault instanceof ApiError && [400, 404].includes(fault.status) && given.includes(id)) given.splice(given.indexOf(id), 1);
    toastFault(fault);
  }
}

/** The incident that now holds one of these statements; null where none does any more. */
export async function whereNow(statements: readonly string[], signal: AbortSignal): Promise<string | null> {
  for (const id of statements.slice(0, 12)) {
    try {
      const sentence = await get('/api/statements/{id}', { path: { id } }, signal);
      if (sentence.incident) return sentence.incident;
    } catch (fault) {
      if (!(fault instanceof ApiError) || fault.status !== 404) throw fault;
    }
  }
  return null;
}
