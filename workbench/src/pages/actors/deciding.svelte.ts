// Who is one with whom, as a person decides it: merged, split, taken back; with the etag under which it was shown.
import { ApiError, post } from '../../api/client';
import type { About, Shown, VerdictAnswer, Who } from '../../api/types';
import { settle } from '../../state/conflict.svelte';
import { server } from '../../state/server.svelte';
import { toast, toastFault } from '../../state/toast.svelte';

type Of = Extract<About, 'actor' | 'place'>;

class Deciding {
  /** What this window has decided and not taken back, the last at the end. */
  private done = $state.raw<string[]>([]);
  /** Verdicts that were given in this window, those taken back and those that took back among them. */
  private readonly mine = new Set<string>();
  busy = $state(false);
  /** Counts decisions and undoings, so that pages ask again. */
  changes = $state(0);

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  /** Say that two are one; the first gives the name. `shown`: of which of them the etag is. Whether it was kept. */
  merge(about: Of, first: string, second: string, etag: string, shown: Shown, said: string, why = ''): Promise<boolean> {
    return this.decide((mark) => post('/api/verdicts/merge', { about, first, second, shown, why }, { etag: mark }), etag, said);
  }

  /** Say that two that may be one are two; the etag is that of both. */
  apart(about: Of, first: string, second: string, etag: string, said: string): Promise<boolean> {
    return this.decide((mark) => post('/api/verdicts/apart', { about, first, second }, { etag: mark }), etag, said);
  }

  /** Say that these members are none of the whole. */
  split(about: Of, whole: string, keys: string[], etag: string, said: string, why = ''): Promise<boolean> {
    return this.decide((mark) => post('/api/verdicts/split', { about, whole, keys, why }, { etag: mark }), etag, said);
  }

  /** Take back a verdict: the one named, or this window's last; another window's last is History's to take back. */
  async undo(id = this.done.at(-1) ?? ''): Promise<void> {
    if (this.busy) return;
    if (!id) {
      toast('Nothing was decided here in this window. History has every verdict.');
      return;
    }
    this.busy = true;
    try {
      const { verdict } = await post('/api/verdicts/undo', { id });
      this.mine.add(verdict.id);
      this.done = this.done.filter((one) => one !== id);
      toast(verdict.said ? `Taken back: ${verdict.said.replace(/^took back \S+: /, '')}` : 'Taken back');
      this.changed();
    } catch (fault) {
      // Taken back elsewhere meanwhile, as in History: the next press is for the one before it.
      if (fault instanceof ApiError && [400, 404].includes(fault.status)) this.done = this.done.filter((one) => one !== id);
      toastFault(fault);
    }
    this.busy = false;
  }

  private async decide(send: (etag: string) => Promise<VerdictAnswer>, etag: string, said: string): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    try {
      const answer = await settle(() => this.unlessMine(send, etag), (conflict) => send(conflict.etag));
      if (!answer) return false;
      const { id } = answer.verdict;
      this.done = [...this.done, id];
      this.mine.add(id);
      toast(said, () => void this.undo(id));
      return true;
    } finally {
      this.busy = false;
      this.changed();
    }
  }

  /** Send; what was decided since in this very window, as on another pair of the same actor, is no news to whoever sits here. */
  private async unlessMine(send: (etag: string) => Promise<VerdictAnswer>, etag: string): Promise<VerdictAnswer> {
    try {
      return await send(etag);
    } catch (fault) {
      if (fault instanceof ApiError && fault.conflict && this.mine.has(fault.conflict.etag)) return send(fault.conflict.etag);
      throw fault;
    }
  }

  private changed(): void {
    this.changes += 1;
    server.soon();
  }
}

/** "army@SY", a name that means somebody only in one country, as words: "army (SY)". */
export const sayName = (who: Who): string => who.name.replace(/@([A-Z]{2})$/, ' ($1)');

export const deciding = new Deciding();
