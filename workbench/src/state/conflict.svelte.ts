// Two windows on one case: what to do when somebody else decided meanwhile. The dialog shows both versions.
import { ApiError } from '../api/client';
import type { ConflictForm } from '../api/types';
import { toastFault } from './toast.svelte';

export type Choice = 'mine' | 'theirs';

class Conflicts {
  form = $state.raw<ConflictForm | null>(null);
  private answer: ((choice: Choice) => void) | null = null;
  private before: Promise<unknown> = Promise.resolve();

  /** One question at a time: another waits until the one before it is answered. */
  ask(form: ConflictForm): Promise<Choice> {
    const asked = this.before.then(
      () =>
        new Promise<Choice>((resolve) => {
          this.form = form;
          this.answer = resolve;
        }),
    );
    this.before = asked;
    return asked;
  }

  decide(choice: Choice): void {
    this.form = null;
    this.answer?.(choice);
    this.answer = null;
  }
}
export const conflicts = new Conflicts();

/**
 * Give a verdict; when it is refused since somebody else decided meanwhile, show both versions and let the person choose.
 * `again` gets the conflict, to try once more with the etags that it holds. Returns null where theirs was kept or all failed.
 */
export async function settle<T>(first: () => Promise<T>, again: (conflict: ConflictForm) => Promise<T>): Promise<T | null> {
  try {
    return await first();
  } catch (fault) {
    if (!(fault instanceof ApiError) || !fault.conflict) {
      toastFault(fault);
      return null;
    }
    if ((await conflicts.ask(fault.conflict)) === 'theirs') return null;
    return settle(() => again(fault.conflict as ConflictForm), again);
  }
}
