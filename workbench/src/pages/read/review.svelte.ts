// Verdicts as they are given: shown at once, sent one after another with the etag that is current by then, taken back
// and brought back. Whoever shows statements listens.
import { ApiError, post } from '../../api/client';
import type { ConflictForm, StatementEdit, StatementForm, VerdictAnswer } from '../../api/types';
import { conflicts } from '../../state/conflict.svelte';
import { server } from '../../state/server.svelte';
import { toast, toastFault } from '../../state/toast.svelte';
import { count } from '../../text/words';

type Judgement = 'accept' | 'reject';
/** How a verdict went: kept, or why not ("" where the person left it as it stood). */
export interface Outcome {
  kept: boolean;
  fault: string;
}
/** Statements as they now are; `whole` where more may have changed than these (an undo of a batch). */
export type Listener = (now: readonly StatementForm[], whole: boolean) => void;

class Review {
  private done = $state.raw<string[]>([]);
  private taken = $state.raw<string[]>([]);
  /** How many verdicts are on their way. */
  pending = $state(0);
  private listeners = new Set<Listener>();
  private chain: Promise<unknown> = Promise.resolve();
  /** The newest etag of each statement that this window has judged: the next verdict on it may come before the page hears. */
  private etags = new Map<string, string>();

  get canRedo(): boolean {
    return this.taken.length > 0;
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Accept or reject, all as one act. */
  async judge(statements: readonly StatementForm[], action: Judgement): Promise<boolean> {
    if (!statements.length) return false;
    const judged = action === 'accept' ? 'accepted' : 'rejected';
    this.tell(statements.map((one) => ({ ...one, judged })));
    const ids = statements.map((one) => one.id);
    const send = (etags: Record<string, string>) => post('/api/verdicts/judge', { action, ids, etags });
    const outcome = await this.give(
      () => send(Object.fromEntries(statements.map((one) => [one.id, this.etags.get(one.id) ?? one.etag]))),
      (conflict) => send(etagsOf(conflict)),
      statements,
      ids.length > 1 ? `${count(ids.length, 'statement')} ${judged}` : '',
    );
    if (outcome.fault) toastFault(new Error(outcome.fault));
    return outcome.kept;
  }

  /** The form that asks for it shows what is wrong. */
  amend(statement: StatementForm, edit: StatementEdit): Promise<Outcome> {
    const send = (etag: string) => post('/api/statements/{id}/amend', { statement: edit }, { path: { id: statement.id }, etag });
    return this.give(
      () => send(this.etags.get(statement.id) ?? statement.etag),
      (conflict) => send(etagsOf(conflict)[statement.id] ?? statement.etag),
      [statement],
      'Statement amended',
      true,
    );
  }

  add(doc: string, edit: StatementEdit): Promise<Outcome> {
    const send = () => post('/api/statements', { doc, statement: edit });
    return this.give(send, send, [], 'Statement added', true);
  }

  /** Take back the verdict that is named, or this window's last; where it has given none, the case's last. */
  async undo(named?: string): Promise<boolean> {
    return this.loud(async () => {
      const id = named ?? this.done.at(-1) ?? '';
      const answer = await this.takeBack(id);
      this.done = this.done.filter((one) => one !== id);
      const back = answer.verdict.action === 'undo' ? answer.verdict.id : answer.verdict.undone_by;
      if (back) this.taken = [...this.taken, back];
      this.took(answer, true);
      toast(answer.verdict.said ? `Taken back: ${answer.verdict.said}` : 'Taken back');
    });
  }

  async redo(): Promise<boolean> {
    const id = this.taken.at(-1);
    if (!id) {
      toast('Nothing was taken back in this window. History has every verdict.');
      return false;
    }
    return this.loud(async () => {
      const answer = await this.takeBack(id);
      this.taken = this.taken.filter((one) => one !== id);
      const back = answer.verdict.action === 'undo' ? answer.verdict.subject : answer.verdict.id;
      const mine = answer.verdict.id !== id ? answer.verdict.id : back;
      this.done = [...this.done, mine];
      this.took(answer, true);
      toast('Brought back');
    });
  }

  private async takeBack(id: string): Promise<VerdictAnswer> {
    try {
      return await post('/api/verdicts/undo', { id });
    } catch (fault) {
      // Taken back elsewhere meanwhile, as in History: the next press is for the one before it.
      if (fault instanceof ApiError && [400, 404].includes(fault.status)) {
        this.done = this.done.filter((one) => one !== id);
        this.taken = this.taken.filter((one) => one !== id);
      }
      throw fault;
    }
  }

  private give(
    first: () => Promise<VerdictAnswer>,
    again: (conflict: ConflictForm) => Promise<VerdictAnswer>,
    before: readonly StatementForm[],
    said: string,
    whole = false,
  ): Promise<Outcome> {
    return this.queue(async () => {
      let attempt = first;
      for (;;) {
        try {
          const answer = await attempt();
          this.done = [...this.done, answer.verdict.id];
          this.taken = [];
          this.took(answer, whole);
          // Others may have been given when the person gets to it: this one is meant.
          if (said) toast(said, () => void this.undo(answer.verdict.id));
          return true;
        } catch (fault) {
          if (!(fault instanceof ApiError) || !fault.conflict) {
            this.tell(before, true);
            throw fault;
          }
          const { conflict } = fault;
          if ((await conflicts.ask(conflict)) === 'theirs') {
            // Theirs stands: the page asks for all of it.
            this.tell(conflict.current.length ? conflict.current : before, true);
            return false;
          }
          attempt = () => again(conflict);
        }
      }
    });
  }

  private async loud(act: () => Promise<boolean | void>): Promise<boolean> {
    const { kept, fault } = await this.queue(act);
    if (fault) toastFault(new Error(fault));
    return kept;
  }

  /** One after another: a verdict that comes while another is on its way waits for its etag. */
  private queue(act: () => Promise<boolean | void>): Promise<Outcome> {
    this.pending += 1;
    const run = this.chain.then(async (): Promise<Outcome> => {
      try {
        return { kept: (await act()) !== false, fault: '' };
      } catch (fault) {
        return { kept: false, fault: fault instanceof Error ? fault.message : String(fault) };
      } finally {
        this.pending -= 1;
      }
    });
    this.chain = run;
    return run;
  }

  private took(answer: VerdictAnswer, whole: boolean): void {
    for (const one of answer.statements) this.etags.set(one.id, one.etag);
    this.tell(answer.statements, whole);
    server.soon();
  }

  /** Fresh from the server: what it says of etags counts from here on. */
  heard(statements: readonly StatementForm[]): void {
    if (this.pending) return;
    for (const one of statements) this.etags.delete(one.id);
  }

  private tell(now: readonly StatementForm[], whole = false): void {
    for (const listener of this.listeners) listener(now, whole);
  }
}

function etagsOf(conflict: ConflictForm): Record<string, string> {
  return Object.fromEntries(conflict.current.map((one) => [one.id, one.etag]));
}

export const review = new Review();
