import { expect, test } from 'vitest';
import type { ConflictForm } from '../api/types';
import { conflicts } from './conflict.svelte';

const form = (yours: string): ConflictForm => ({ error: 'since', kind: 'Conflict', yours, theirs: '', etag: 'v1', current: [] });
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test('of two conflicts at once the second is asked when the first is answered', async () => {
  const first = conflicts.ask(form('one'));
  const second = conflicts.ask(form('two'));
  await soon();
  expect(conflicts.form?.yours).toBe('one');
  conflicts.decide('theirs');
  expect(await first).toBe('theirs');
  await soon();
  expect(conflicts.form?.yours).toBe('two');
  conflicts.decide('mine');
  expect(await second).toBe('mine');
  expect(conflicts.form).toBeNull();
});
